// The widget's socket: it comes back by itself, takes the conversation up where it was, and finds out when the other
// side has gone in silence. What the server has not confirmed is the session's to send again.

import { delayBefore, RESTART_DELAY_MS } from "../../shared/backoff";
import type { ClientEvent, ServerFrame, Told } from "../../wire/conversation";

export interface Link {
  send(event: ClientEvent): boolean;
}

interface LinkOptions {
  /** The server's origin: the one that the script came from. */
  origin: string;
  key: string;
  /** The socket is open: what is said first. */
  opened: () => void;
  receive: (told: Told) => void;
  lost: () => void;
  /** The server does not take the key: it is asked rarely from now on. */
  refused: () => void;
  /** What the server answers in any case; `null` where there is nothing to ask about yet. */
  probe: () => ClientEvent | null;
  /** Whether an answer is due: then silence means more. */
  isWaiting: () => boolean;
}

/** Milliseconds that opening a connection may take. */
const OPEN_PATIENCE_MS = 10_000;
/** Milliseconds of silence after which the server is asked whether it is there: while an answer is due, and else. */
const DUE_SILENCE_MS = 3_000;
const SILENCE_MS = 45_000;
/** Milliseconds that it may take to say so. */
const PROBE_PATIENCE_MS = 5_000;
/** Milliseconds between looks at the watch. */
const WATCH_EVERY_MS = 1_000;
/** The close code for a key that counts no more. */
const REVOKED = 4401;
/** Openings in a row that come to nothing, after which the server is asked whether the key is to blame. */
const MISSES_MAX = 2;
/** Milliseconds between attempts with a key that was refused: a key may come back with a backup, but hardly soon. */
const REFUSED_EVERY_MS = 600_000;

/** Opens it and keeps it open. */
export function connect(options: LinkOptions): Link {
  let socket: WebSocket | null = null;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let startedAt = 0;
  let heardAt = 0;
  let probedAt: number | null = null;
  let misses = 0;
  let isRefused = false;

  function open() {
    clearTimeout(timer);
    const address = new URL("/ws/conversation", options.origin);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    address.searchParams.set("apikey", options.key);
    const mine = new WebSocket(address);
    socket = mine;
    startedAt = Date.now();
    mine.onmessage = ({ data }) => {
      if (socket !== mine) return;
      heardAt = Date.now();
      probedAt = null;
      const told = read(data);
      if (told === null) return;
      if (told.event_type === "socket_connected") {
        attempt = misses = 0;
        isRefused = false;
        options.opened();
      }
      options.receive(told);
    };
    mine.onclose = ({ code }) => {
      if (socket !== mine) return;
      const isMissed = heardAt < startedAt;
      lost(code === 1012 || code === 1013);
      if (code === REVOKED) refused();
      else if (isMissed && ++misses % MISSES_MAX === 0) void isKeyRefused(options).then((yes) => yes && refused());
    };
  }

  function refused() {
    if (socket?.readyState === WebSocket.OPEN) return;
    isRefused = true;
    clearTimeout(timer);
    timer = setTimeout(open, REFUSED_EVERY_MS * (1 + Math.random()));
    options.refused();
  }

  function lost(restarting: boolean) {
    const old = socket;
    socket = null;
    probedAt = null;
    if (old !== null) {
      // What is still on its way in it is of no interest any more.
      old.onmessage = old.onclose = null;
      old.close();
    }
    clearTimeout(timer);
    timer = setTimeout(open, isRefused ? REFUSED_EVERY_MS * (1 + Math.random()) : restarting && attempt === 0 ? RESTART_DELAY_MS * (1 + Math.random()) : delayBefore(attempt));
    attempt += 1;
    options.lost();
  }

  function send(event: ClientEvent): boolean {
    if (socket === null || socket.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify({ action: "sendMessage", event }));
    return true;
  }

  function watch() {
    if (socket === null) return;
    const now = Date.now();
    if (socket.readyState !== WebSocket.OPEN) {
      if (now - startedAt > OPEN_PATIENCE_MS) lost(false);
    } else if (probedAt !== null) {
      if (now - probedAt > PROBE_PATIENCE_MS) lost(false);
    } else if (now - Math.max(heardAt, startedAt) > (options.isWaiting() ? DUE_SILENCE_MS : SILENCE_MS)) probe();
  }

  function probe() {
    const event = options.probe();
    if (event !== null) send(event);
    if (event !== null || options.isWaiting()) probedAt = Date.now();
  }

  function wake() {
    if (document.visibilityState !== "visible" || isRefused) return;
    if (socket === null) open();
    // After a sleep the socket often only looks alive.
    else if (socket.readyState === WebSocket.OPEN && probedAt === null) probe();
  }

  addEventListener("online", wake);
  addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", wake);
  setInterval(watch, WATCH_EVERY_MS);
  open();
  return { send };
}

/** Whether the server, asked in a way that pages may read, does not know the key. */
async function isKeyRefused({ origin, key }: LinkOptions): Promise<boolean> {
  try {
    const answer = await fetch(`${origin}/api/v1/conversations/-/files`, { headers: { "x-api-key": key } });
    return answer.status === 401;
  } catch {
    return false;
  }
}

function read(data: unknown): Told | null {
  if (typeof data !== "string") return null;
  try {
    const frame = JSON.parse(data) as ServerFrame;
    return typeof frame?.event?.event_type === "string" ? frame.event : null;
  } catch {
    return null;
  }
}
