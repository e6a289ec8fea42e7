// The quiz's socket: the wire's types on top of `socket.ts`, the clock kept right on the way.

import type { ClientMessage, ServerMessage } from "../../wire/quiz";
import { clock } from "../../shared/clock";
import { connect, SILENCE_MS, type LiveSocket } from "../../shared/socket";

export type { ClientMessage, ServerMessage };

export interface QuizLinkOptions {
  code: string;
  /** What is said first on every open: rejoin_host, rejoin_session, watch_stage, or nothing. */
  hello: () => ClientMessage[];
  receive: (message: ServerMessage) => void;
  /** Whether ticks are expected each second now. */
  ticking?: () => boolean;
}

/** Milliseconds without a tick, while a question runs, after which we ask whether the server is there. */
const TICK_SILENCE_MS = 3_500;
/** Measurements of the clock after each open, and milliseconds between them. */
const CLOCK_SAMPLES = 4;
const CLOCK_SAMPLE_EVERY_MS = 250;

const timeRequest = (): ClientMessage => ({ type: "time_request", clientTime: Date.now() });

/** Connects to a quiz's room and keeps the page's clock in step with the server's. */
export function connectQuiz(options: QuizLinkOptions): LiveSocket<ClientMessage> {
  let samplesToGo = 0;
  let sampleTimer: ReturnType<typeof setTimeout> | undefined;
  const link = connect<ServerMessage, ClientMessage>({
    path: `/parties/main/${encodeURIComponent(options.code)}`,
    hello() {
      samplesToGo = CLOCK_SAMPLES;
      return [...options.hello(), timeRequest()];
    },
    probe: timeRequest,
    silenceMs: () => (options.ticking?.() ? TICK_SILENCE_MS : SILENCE_MS),
    receive(message) {
      if (message.type === "server:time") {
        clock.sample(message.clientTime, message.serverTime);
        samplesToGo -= 1;
        if (samplesToGo > 0) {
          clearTimeout(sampleTimer);
          sampleTimer = setTimeout(() => link.send(timeRequest()), CLOCK_SAMPLE_EVERY_MS);
        }
        return;
      }
      if ("serverTime" in message && typeof message.serverTime === "number") clock.observe(message.serverTime);
      options.receive(message);
    },
  });
  return link;
}
