// The music room's socket: the wire's types on top of `socket.ts`, the clock kept right on the way.

import type { ClientMessage, ServerMessage } from "../../wire/music";
import { clock } from "../../shared/clock";
import { connect, type LiveSocket } from "../../shared/socket";

export type { ClientMessage, ServerMessage };

export interface MusicLinkOptions {
  /** The room's id or code. */
  room: string;
  /** The host's or guest's token; none: a visitor, who looks on. */
  token: string | null;
  receive: (message: ServerMessage) => void;
  /** The link is down or could not be opened; `opened` tells whether it ever was. */
  lost?: (opened: boolean) => void;
}

/** Measurements of the clock after each open, and milliseconds between them. */
const CLOCK_SAMPLES = 6;
const CLOCK_SAMPLE_EVERY_MS = 250;
/** Milliseconds after which the clock is measured again: clocks of devices run apart by a second a day. */
const CLOCK_AGAIN_MS = 60_000;

const timeRequest = (): ClientMessage => ({ type: "time_request", client_time: Date.now() });

/** Connects to a music room and keeps the page's clock in step with the server's. */
export function connectMusic(options: MusicLinkOptions): LiveSocket<ClientMessage> {
  let samplesToGo = 0;
  let sampleTimer: ReturnType<typeof setTimeout> | undefined;
  const token = options.token === null ? "" : `?token=${encodeURIComponent(options.token)}`;
  const link = connect<ServerMessage, ClientMessage>({
    path: `/ws/session/${encodeURIComponent(options.room)}/${token}`,
    hello() {
      samplesToGo = CLOCK_SAMPLES;
      return [timeRequest()];
    },
    probe: timeRequest,
    ...(options.lost === undefined ? {} : { lost: options.lost }),
    receive(message) {
      if (message.type === "server:time") {
        clock.sample(message.client_time, message.server_time);
        samplesToGo -= 1;
        clearTimeout(sampleTimer);
        sampleTimer = setTimeout(() => link.send(timeRequest()), samplesToGo > 0 ? CLOCK_SAMPLE_EVERY_MS : CLOCK_AGAIN_MS);
        return;
      }
      if (message.type === "room_state") clock.observe(message.server_time);
      options.receive(message);
    },
  });
  return {
    ...link,
    close() {
      clearTimeout(sampleTimer);
      link.close();
    },
  };
}
