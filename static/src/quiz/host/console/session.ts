// A console's connection: the socket, the model that its messages make, and what the page may ask for.

import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { announce, announceNow } from "../../../shared/announce";
import { clock } from "../../../shared/clock";
import type { LinkState } from "../../../shared/socket";
import { toast } from "../../../shared/ui/toast";
import type { ClientMessage, ServerMessage } from "../../../wire/quiz";
import { connectQuiz } from "../../shared/link";
import { keepKey } from "../hosts";
import { allowed, initialModel, reduce, type Action, type HostModel } from "../model";
import { chime } from "../sound";
import { h } from "../texts";

/** Seconds that "+10 s" gives. */
const EXTEND_SECONDS = 10;

export interface ConsoleSession {
  readonly model: ReadonlySignal<HostModel>;
  readonly link: ReadonlySignal<LinkState>;
  /** Names whose removal waits for its undo. */
  readonly leaving: Signal<ReadonlySet<string>>;
  readonly hostId: string;
  /** Does it where it fits the phase; tells where there is no connection. */
  act(action: Action): void;
  kick(pseudonym: string): void;
  retryNow(): void;
  close(): void;
}

/** Opens a room's console. The key is said again on every open: the server forgets with the socket. */
export function openSession(code: string, hostId: string): ConsoleSession {
  const model = signal(initialModel(code));
  const leaving = signal<ReadonlySet<string>>(new Set());
  const link = connectQuiz({
    code,
    hello: () => [{ type: "rejoin_host", hostId }],
    ticking: () => model.peek().phase === "question_open" || model.peek().phase === "question_paused",
    receive(message) {
      const before = model.peek();
      const after = reduce(before, message, clock.now());
      model.value = after;
      tell(before, after, message);
      if (before.access !== "granted" && after.access === "granted") keepKey(hostId, code);
      if (after.access === "refused" || after.access === "expired") link.close();
    },
  });

  const send = (message: ClientMessage): boolean => {
    const sent = link.send(message);
    if (!sent) toast(h.value.notSent);
    return sent;
  };

  return {
    model,
    link: link.state,
    leaving,
    hostId,
    act(action) {
      if (allowed(model.peek(), action)) send(messageOf(action, model.peek()));
    },
    kick: (pseudonym) => void send({ type: "host:kick", pseudonym }),
    retryNow: () => link.retryNow(),
    close: () => link.close(),
  };
}

function messageOf(action: Action, model: HostModel): ClientMessage {
  switch (action) {
    case "extend":
      return { type: "host:extend", seconds: EXTEND_SECONDS };
    case "lock":
      return { type: "host:lock", locked: !model.locked };
    default:
      return { type: `host:${action}` };
  }
}

/** Says and sounds what is news; never for a snapshot, which may be old news. */
function tell(before: HostModel, after: HostModel, message: ServerMessage): void {
  if (message.type === "game:question") announce(h.value.announceOpen(message.questionIndex + 1));
  if (message.type === "game:timer_paused") announce(h.value.pausedTitle);
  if (message.type === "game:answer_revealed") {
    // Only a close by the clock is "time is up"; the host knows what the own button did.
    if (before.deadline !== null && before.deadline <= clock.now()) announceNow(h.value.timeUp);
    chime();
  }
  if (after.problem !== null && after.problem !== before.problem) {
    toast(h.value.notDone[after.problem.code] ?? after.problem.message, { seconds: 6 });
  }
}
