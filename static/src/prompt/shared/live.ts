// The live socket of both dialects: it proves who it may hear, tells its clock, then only listens. It comes back by
// itself, and anew where its clock and the server's idea of it have drifted apart.

import { delayBefore } from "../../shared/backoff";
import type { Dialect, JourneyServerMessage, PromptServerMessage } from "../../wire/prompt";
import { happening, NAMES, type Happening } from "./dialect";

interface LiveOptions {
  dialect: Dialect;
  uid: string;
  jwt: () => string;
  /** Seconds since our own start; negative before it. */
  now: () => number;
  receive: (happenings: Happening[]) => void;
  /** Whether the socket delivers just now. */
  state?: (open: boolean) => void;
}

/** Events a second that a page can show. */
const BANDWIDTH = 50;
/** Seconds around our own second in which an event still concerns us. */
const WINDOW_S = 2;
/** Seconds between our clock and the server's idea of it above which we begin again. */
const OFFSET_MAX_S = 0.05;
/** Measurements in a row that must say so: one may have been held up on its way. */
const OFFSETS_BAD_MAX = 2;
/** Milliseconds without a word after which the other side is gone: it speaks every two seconds. */
const SILENCE_MS = 6_000;

/** Opens it and keeps it open. Returns how to end it. */
export function listen(options: LiveOptions): () => void {
  const names = NAMES[options.dialect];
  let socket: WebSocket | null = null;
  let attempt = 0;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watch: ReturnType<typeof setTimeout> | undefined;

  function open() {
    if (stopped) return;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const mine = new WebSocket(`${scheme}//${location.host}${names.socket}`);
    socket = mine;
    let bad = 0;
    // A socket whose network is gone may stay open for minutes: it is not waited for.
    const lost = () => {
      if (socket !== mine) return;
      socket = null;
      clearTimeout(watch);
      mine.close();
      if (stopped) return;
      options.state?.(false);
      timer = setTimeout(open, delayBefore(attempt));
      attempt += 1;
    };
    const heard = () => {
      clearTimeout(watch);
      watch = setTimeout(lost, SILENCE_MS);
    };
    heard();
    mine.onclose = lost;
    mine.onopen = () => {
      const data = { [names.uid]: options.uid, jwt: options.jwt(), bandwidth: BANDWIDTH, lookback: WINDOW_S, lookahead: WINDOW_S };
      mine.send(JSON.stringify({ type: "authorize", data }));
    };
    mine.onmessage = ({ data }) => {
      const message = read(data);
      if (message === null || socket !== mine) return;
      heard();
      switch (message.type) {
        case "sync_request": {
          const now = options.now();
          mine.send(JSON.stringify({ type: "sync_response", data: { receive_timestamp: now, transmit_timestamp: options.now() } }));
          return;
        }
        case "auth_response":
          attempt = 0;
          options.state?.(true);
          return;
        case "latency_detection": {
          const expected = (message.data as unknown as Record<string, number>)[names.expected] ?? 0;
          bad = Math.abs(options.now() - expected) > OFFSET_MAX_S ? bad + 1 : 0;
          if (bad > OFFSETS_BAD_MAX) lost();
          return;
        }
        case "event_batch":
          options.receive(message.data.events.map(happening));
          return;
        case "error":
          return;
      }
    };
  }

  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    clearTimeout(watch);
    socket?.close();
  };
}

function read(data: unknown): PromptServerMessage | JourneyServerMessage | null {
  if (typeof data !== "string") return null;
  try {
    return JSON.parse(data) as PromptServerMessage;
  } catch {
    return null;
  }
}
