// How a running question changes for everybody who watches it, on a phone or on the stage: its clock and its count. Pure.

import type { Phase, QuestionPayload, ServerMessage } from "../../wire/quiz";

/** As much of a model as these messages concern. */
interface Running {
  phase: Phase;
  question: QuestionPayload | null;
  /** Server's epoch milliseconds; `null` while the clock stands. */
  deadline: number | null;
  remainingMs: number;
  answeredCount: number;
  totalCount: number;
}

type RunningMessage = Extract<ServerMessage, { type: "game:timer_tick" | "game:timer_paused" | "game:timer_resumed" | "game:timer_extended" | "game:progress" }>;

/** The model after a message about the clock or the count. */
export function ran<Model extends Running>(model: Model, message: RunningMessage): Model {
  switch (message.type) {
    case "game:timer_tick":
      // A running clock is drawn from its deadline; a tick tells only where it stands.
      return model.phase === "question_paused" ? { ...model, remainingMs: message.remainingMs } : model;
    case "game:timer_paused":
      return { ...model, phase: "question_paused", deadline: null, remainingMs: message.remainingMs };
    case "game:timer_resumed":
      return { ...model, phase: "question_open", deadline: message.deadline, remainingMs: message.remainingMs };
    case "game:timer_extended":
      return { ...model, deadline: message.deadline, remainingMs: message.remainingMs, question: model.question && { ...model.question, timerMs: message.timerMs } };
    case "game:progress":
      return { ...model, answeredCount: message.answeredCount, totalCount: message.totalCount };
  }
}
