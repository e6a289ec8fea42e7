// The participant's page at work: the link feeds the model, taps go out, the seat is kept for later visits.

import { effect, signal, type ReadonlySignal } from "@preact/signals";
import { announce, announceNow } from "../../shared/announce";
import { clock } from "../../shared/clock";
import { t } from "../../shared/i18n";
import type { LinkState } from "../../shared/socket";
import { goWhereItLeads } from "../../shared/rooms";
import { letterOf } from "../../shared/ui/options";
import { connectQuiz, type ServerMessage } from "../shared/link";
import { dropSeat, keepSeat, seats } from "../shared/seats";
import { titlePage } from "../shared/title";
import * as M from "./model";

/** Milliseconds before an answer is sent again that the server could not take just then. */
const RESEND_AFTER_MS = 1_500;

/** What the screens see and do. */
export interface Session {
  model: ReadonlySignal<M.Model>;
  link: ReadonlySignal<LinkState>;
  join(): void;
  /** Takes the seat back from the window that has it. */
  useHere(): void;
  choose(optionId: string): void;
  retry(): void;
}

/** Opens the participant's session for a room. `joinAtOnce`: the code was typed in, no second tap is needed. */
export function startSession(code: string, joinAtOnce: boolean): Session {
  let token = seats()[code]?.token ?? null;
  let wantsSeat = joinAtOnce && token === null;
  let resend: ReturnType<typeof setTimeout> | undefined;
  const model = signal(M.initial(code, token !== null));

  const link = connectQuiz({
    code,
    hello() {
      if (token !== null && model.value.seat !== "moved" && model.value.seat !== "removed") {
        model.value = M.claiming(model.value);
        return [{ type: "rejoin_session", rejoinToken: token }];
      }
      return model.value.seat === "joining" ? [{ type: "join_session", code }] : [];
    },
    ticking: () => model.value.phase === "question_open" || model.value.phase === "question_paused",
    receive,
  });

  function receive(message: ServerMessage) {
    const before = model.value;
    if (message.type === "game:timer_tick" && before.phase === "question_open" && before.deadline !== null) {
      clock.observe(before.deadline - message.remainingMs);
    }
    const after = M.receive(before, message, clock.now());
    model.value = after;
    remember(message, after);
    tell(before, after);
    if (message.type === "server:state_snapshot" && !message.exists && !before.known && token === null) {
      void goWhereItLeads(code, "quiz");
    }
    if (message.type === "server:state_snapshot" && wantsSeat) {
      wantsSeat = false;
      if (after.exists && after.phase === "waiting") join();
    }
    clearTimeout(resend);
    if (message.type === "error") resend = setTimeout(flush, RESEND_AFTER_MS);
    else flush();
  }

  /** Keeps the seat for later visits, or gives it up. */
  function remember(message: ServerMessage, now: M.Model) {
    if (message.type === "participant:joined") token = message.rejoinToken;
    if (now.seat === "removed" || (message.type === "error" && message.code === "INVALID_TOKEN" && now.seat === "none")) {
      token = null;
      dropSeat(code);
    }
    const worthKeeping =
      message.type === "participant:joined" || message.type === "participant:state_snapshot" || message.type === "session:ended";
    if (worthKeeping && token !== null && now.pseudonym !== null) {
      keepSeat(code, { token, pseudonym: now.pseudonym, title: now.title ?? "", at: Date.now(), ended: now.phase === "ended" });
    }
  }

  function flush() {
    const choice = M.unsent(model.value);
    if (choice === null) return;
    if (link.send({ type: "submit_answer", questionId: choice.questionId, optionId: choice.optionId })) {
      model.value = M.sent(model.value);
    }
  }

  function join() {
    model.value = M.joining(model.value);
    link.send({ type: "join_session", code });
  }

  effect(() => {
    if (model.value.known) titlePage(model.value.phase, model.value.title ?? "");
  });
  effect(() => {
    if (link.state.value.kind === "reconnecting") model.value = M.linkLost(model.peek());
  });

  return {
    model,
    link: link.state,
    join,
    useHere() {
      model.value = M.claiming(model.value);
      if (token !== null) link.send({ type: "rejoin_session", rejoinToken: token });
    },
    choose(optionId) {
      model.value = M.choose(model.value, optionId);
      flush();
    },
    retry: link.retryNow,
  };
}

/** Says aloud what has changed, for those who do not see it. */
function tell(before: M.Model, after: M.Model) {
  const texts = t.value;
  if (after.seat === "removed" && before.seat !== "removed") announceNow(texts.problems.removed.title);
  if (after.choice?.state === "saved" && before.choice?.state === "saving" && after.phase === "question_open") {
    const index = after.question?.options.findIndex((option) => option.id === after.choice?.optionId) ?? -1;
    announce(texts.saved(letterOf(index)));
  }
  if (after.phase === before.phase && after.question?.questionId === before.question?.questionId) return;
  if (after.phase === "question_open" && before.phase === "question_paused") announce(texts.resumed);
  else if (after.phase === "question_open" && after.question !== null) {
    announce(texts.questionOf(after.question.questionIndex + 1, after.question.totalQuestions));
  } else if (after.phase === "question_paused") announce(texts.pausedByHost);
  else if (after.phase === "question_revealed" && after.reveal !== null) {
    const correct = after.question?.options.find((option) => option.id === after.reveal?.correctOptionId)?.text ?? "";
    announce(after.reveal.points > 0 ? texts.correctPlus(String(after.reveal.points)) : texts.itWas(correct));
  } else if (after.phase === "round_leaderboard") announce(texts.leaderboard);
  else if (after.phase === "ended") announce(texts.endedTitle);
}
