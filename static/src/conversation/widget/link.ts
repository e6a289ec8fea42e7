// The widget's socket: it comes back by itself, takes the conversation up where it was, and sends again what the
// server has not confirmed.

import { delayBefore } from "../../shared/backoff";
import type { ClientEvent, ServerFrame, Told } from "../../wire/conversation";

export interface Link {
  send(event: ClientEvent): boolean;
  close(): void;
}

interface LinkOptions {
  /** The server's origin: the one that the script came from. */
  origin: string;
  key: string;
  /** The socket is open: what is said first. */
  opened: () => void;
  receive: (told: Told) => void;
  lost: () => void;
}

/** Opens it and keeps it open. */
export function connect(options: LinkOptions): Link {
  let socket: WebSocket | null = null;
  let attempt = 0;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function open() {
    clearTimeout(timer);
    if (stopped) return;
    const address = new URL("/ws/conversation", options.origin);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    address.searchParams.set("apikey", options.key);
    const mine = new WebSocket(address);
    socket = mine;
    mine.onmessage = ({ data }) => {
      const told = read(data);
      if (told === null || socket !== mine) return;
      if (told.event_type === "socket_connected") {
        attempt = 0;
        options.opened();
      }
      options.receive(told);
    };
    mine.onclose = () => {
      if (socket !== mine) return;
      socket = null;
      options.lost();
      timer = setTimeout(open, delayBefore(attempt));
      attempt += 1;
    };
  }

  const wake = () => {
    if (socket === null && document.visibilityState === "visible") open();
  };
  addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);
  open();

  return {
    send(event) {
      if (socket === null || socket.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify({ action: "sendMessage", event }));
      return true;
    },
    close() {
      stopped = true;
      clearTimeout(timer);
      removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
      socket?.close();
    },
  };
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
