// What the projector knows, and how each message changes it. Pure, and public: nothing secret comes here.

import type { OptionCount, Phase, QuestionPayload, RankingEntry, ServerMessage, StageSnapshot } from "../../wire/quiz";
import { ran } from "../shared/running";

export interface Model {
  code: string;
  /** The server has spoken on this page's life. */
  known: boolean;
  exists: boolean;
  title: string | null;
  phase: Phase;
  /** The newest names, oldest first, and the true number. */
  participants: string[];
  count: number;
  locked: boolean;
  hostConnected: boolean;
  question: QuestionPayload | null;
  /** Server's epoch milliseconds; `null` while the clock stands. */
  deadline: number | null;
  remainingMs: number;
  answeredCount: number;
  totalCount: number;
  correctOptionId: string | null;
  distribution: OptionCount[] | null;
  rankings: RankingEntry[];
  roundIndex: number;
  totalRounds: number;
  /** The phase has begun before our eyes: worth a motion, which a reload is not. */
  live: boolean;
}

export function initial(code: string): Model {
  return {
    code,
    known: false,
    exists: false,
    title: null,
    phase: "waiting",
    participants: [],
    count: 0,
    locked: false,
    hostConnected: true,
    question: null,
    deadline: null,
    remainingMs: 0,
    answeredCount: 0,
    totalCount: 0,
    correctOptionId: null,
    distribution: null,
    rankings: [],
    roundIndex: 0,
    totalRounds: 0,
    live: false,
  };
}

/** Names that a stage holds: more do not fit any screen. */
export const NAMES_MAX = 60;

/** A message of the server. */
export function receive(model: Model, message: ServerMessage): Model {
  switch (message.type) {
    case "server:state_snapshot":
      // The stage's own snapshot follows and redraws everything at once.
      return { ...model, known: true, exists: message.exists, title: message.title ?? model.title };
    case "stage:state_snapshot":
      return redrawn(model, message);
    case "lobby:updated":
      return {
        ...model,
        exists: true,
        participants: message.participants.slice(-NAMES_MAX),
        count: message.count,
      };
    case "lobby:locked":
      return { ...model, locked: message.locked };
    case "host:presence":
      return { ...model, hostConnected: message.connected };
    case "game:question":
      return {
        ...model,
        exists: true,
        phase: "question_open",
        live: true,
        question: message,
        deadline: message.deadline,
        remainingMs: message.timerMs,
        answeredCount: 0,
        totalCount: Math.max(model.totalCount, model.count),
        correctOptionId: null,
        distribution: null,
        roundIndex: message.roundIndex,
        totalRounds: message.totalRounds,
      };
    case "game:timer_tick":
    case "game:timer_paused":
    case "game:timer_resumed":
    case "game:timer_extended":
    case "game:progress":
      return ran(model, message);
    case "game:answer_revealed":
      return {
        ...model,
        phase: "question_revealed",
        live: true,
        deadline: null,
        remainingMs: 0,
        correctOptionId: message.correctOptionId,
        distribution: message.distribution,
      };
    case "game:round_leaderboard":
      return {
        ...model,
        phase: "round_leaderboard",
        live: true,
        deadline: null,
        rankings: message.rankings,
        roundIndex: message.roundIndex,
        totalRounds: message.totalRounds,
        totalCount: message.totalCount,
      };
    case "game:final_leaderboard":
      return { ...model, phase: "ended", live: true, deadline: null, rankings: message.rankings, totalCount: message.totalCount };
    case "session:ended":
      return { ...model, phase: "ended", deadline: null };
    default:
      // Messages for hosts and seats, and whatever a newer server may say.
      return model;
  }
}

function redrawn(model: Model, s: StageSnapshot): Model {
  return {
    ...model,
    known: true,
    exists: s.exists,
    code: s.code,
    title: s.title === "" ? null : s.title,
    phase: s.phase,
    participants: s.participants.slice(-NAMES_MAX),
    count: s.totalCount,
    locked: s.locked,
    hostConnected: s.hostConnected || !s.exists,
    question: s.question,
    deadline: s.phase === "question_open" ? s.deadline : null,
    remainingMs: s.remainingMs ?? 0,
    answeredCount: s.answeredCount,
    totalCount: s.totalCount,
    correctOptionId: s.correctOptionId,
    distribution: s.distribution,
    rankings: s.rankings ?? [],
    roundIndex: s.roundIndex,
    totalRounds: s.totalRounds,
    // A reconnect in the same phase goes on; anything else is drawn without motion.
    live: model.live && model.phase === s.phase,
  };
}
