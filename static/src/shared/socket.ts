// A websocket that comes back by itself, for ever. It knows no rule of any game: it opens, says what the
// page wants said first, hands over messages, and notices when the other side has silently gone.

import { signal, type ReadonlySignal } from "@preact/signals";
import { delayBefore, RESTART_DELAY_MS } from "./backoff";

/** Where the connection is. `since` is our epoch milliseconds at which this state began. */
export interface LinkState {
  /** `connecting` only before the first success; `closed` after `close()`. */
  kind: "connecting" | "open" | "reconnecting" | "closed";
  since: number;
}

export interface SocketOptions<In, Out> {
  /** Path of the room, as `/parties/main/AB3D`; it may have a query. */
  path: string;
  /** What is said first on every open, in order (the rejoin message). */
  hello: () => Out[];
  /** Every message that could be read. */
  receive: (message: In) => void;
  /** A message that the server answers in any phase; sent to find out whether it is still there. */
  probe: () => Out;
  /** The link is down or could not be opened: `opened` tells whether it ever was. It is tried again anyway. */
  lost?: (opened: boolean) => void;
  /** Milliseconds of silence that make us ask; shorter where ticks are expected. */
  silenceMs?: () => number;
}

export interface LiveSocket<Out> {
  readonly state: ReadonlySignal<LinkState>;
  /** Sends now; `false` where the link is down (nothing is queued: the page decides what is still true). */
  send(message: Out): boolean;
  /** Tries to connect now instead of waiting. */
  retryNow(): void;
  /** Ends it for good. */
  close(): void;
}

/** Milliseconds of silence after which a quiet link is probed. */
export const SILENCE_MS = 20_000;
/** Milliseconds that the answer to a probe may take. */
const PROBE_PATIENCE_MS = 4_000;
/** Milliseconds that opening a connection may take. */
const OPEN_PATIENCE_MS = 10_000;
/** Milliseconds between looks at the watch. */
const WATCH_EVERY_MS = 1_000;

/** One id for the life of the page: the server can tell a reconnect from a second tab by it. */
function pageId(): string {
  // Not `crypto.randomUUID`: it does not exist on plain http in a local network.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const PAGE_ID = typeof crypto === "undefined" ? "" : pageId();

/** Opens a room's socket and keeps it open. */
export function connect<In extends { type: string }, Out extends { type: string }>(
  options: SocketOptions<In, Out>,
): LiveSocket<Out> {
  const state = signal<LinkState>({ kind: "connecting", since: Date.now() });
  let socket: WebSocket | null = null;
  let attempt = 0;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let openedAt = 0;
  let heardAt = 0;
  let probedAt: number | null = null;
  let everOpen = false;
  let stopped = false;

  const address = () => {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const mark = options.path.includes("?") ? "&" : "?";
    return `${scheme}//${location.host}${options.path}${mark}_pk=${PAGE_ID}`;
  };

  const become = (kind: LinkState["kind"]) => {
    if (state.value.kind !== kind) state.value = { kind, since: Date.now() };
  };

  function open() {
    clearTimeout(retryTimer);
    if (stopped) return;
    drop();
    const mine = new WebSocket(address());
    socket = mine;
    openedAt = Date.now();
    mine.onopen = () => {
      if (socket !== mine) return;
      everOpen = true;
      heardAt = Date.now();
      probedAt = null;
      for (const message of options.hello()) mine.send(JSON.stringify(message));
      become("open");
    };
    mine.onmessage = (event) => {
      if (socket !== mine) return;
      heardAt = Date.now();
      probedAt = null;
      // A link that carries messages has proved itself; one that only opens has not.
      attempt = 0;
      const message = read<In>(event.data);
      if (message !== null) options.receive(message);
    };
    mine.onclose = (event) => {
      if (socket !== mine) return;
      socket = null;
      lost(event.code === 1012 || event.code === 1013);
    };
  }

  /** Lets go of the present socket without waiting for its closing handshake. */
  function drop() {
    const old = socket;
    socket = null;
    if (old === null) return;
    old.onopen = old.onmessage = old.onclose = null;
    old.close();
  }

  function lost(restarting: boolean) {
    if (stopped) return;
    become(everOpen ? "reconnecting" : "connecting");
    const delay = restarting && attempt === 0 ? RESTART_DELAY_MS + Math.random() * RESTART_DELAY_MS : delayBefore(attempt);
    attempt += 1;
    clearTimeout(retryTimer);
    retryTimer = setTimeout(open, delay);
    options.lost?.(everOpen);
  }

  function send(message: Out): boolean {
    if (socket === null || socket.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  }

  function watch() {
    if (stopped || socket === null) return;
    const now = Date.now();
    if (socket.readyState === WebSocket.CONNECTING) {
      if (now - openedAt > OPEN_PATIENCE_MS) giveUp();
      return;
    }
    if (probedAt !== null) {
      if (now - probedAt > PROBE_PATIENCE_MS) giveUp();
    } else if (now - heardAt > (options.silenceMs?.() ?? SILENCE_MS)) {
      probedAt = now;
      send(options.probe());
    }
  }

  function giveUp() {
    drop();
    lost(false);
  }

  function wake() {
    if (stopped) return;
    if (socket === null) {
      attempt = 0;
      open();
    } else if (socket.readyState === WebSocket.OPEN && probedAt === null) {
      // After a sleep the socket often only looks alive.
      probedAt = Date.now();
      send(options.probe());
    }
  }

  const onVisible = () => {
    if (document.visibilityState === "visible") wake();
  };
  const watcher = setInterval(watch, WATCH_EVERY_MS);
  addEventListener("online", wake);
  addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", onVisible);
  open();

  return {
    state,
    send,
    retryNow: wake,
    close() {
      stopped = true;
      clearTimeout(retryTimer);
      clearInterval(watcher);
      removeEventListener("online", wake);
      removeEventListener("pageshow", wake);
      document.removeEventListener("visibilitychange", onVisible);
      drop();
      become("closed");
    },
  };
}

/** A frame as a message; `null` for anything else, which is ignored. */
function read<In extends { type: string }>(data: unknown): In | null {
  if (typeof data !== "string") return null;
  try {
    const value: unknown = JSON.parse(data);
    const isMessage = typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
    return isMessage ? (value as In) : null;
  } catch {
    return null;
  }
}
