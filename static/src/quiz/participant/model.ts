// What a participant's phone knows, and how each message changes it. Pure: no socket, no clock, no storage.

import type {
  AnswerRevealed,
  OptionCount,
  OwnRank,
  ParticipantSnapshot,
  Phase,
  QuestionPayload,
  RankingEntry,
  ReviewEntry,
  ServerMessage,
} from "../../wire/quiz";
import { ran } from "../shared/running";

/** Whether this phone sits in the game. */
export type SeatState =
  | "none"
  /** A token is kept; the server has not confirmed it on this link yet. */
  | "claiming"
  | "joining"
  | "held"
  /** A newer socket has it. */
  | "moved"
  | "removed";

/** The option tapped, and how far it got. `kept`: only here, to be sent when that is possible again. */
export interface Choice {
  questionId: string;
  optionId: string;
  state: "kept" | "saving" | "saved";
}

/** What the reveal says to this participant. */
export interface Reveal {
  correctOptionId: string;
  myOptionId: string | null;
  points: number;
  distribution: OptionCount[];
}

/** What went wrong, as a screen of its own; `code` is the server's word. */
export interface Problem {
  kind: "notFound" | "full" | "locked" | "removed" | "started" | "over" | "moved" | "seatLost" | "busy" | "other";
  code: string;
}

/** An answer that did not count. `lateMs` where it came after the close. */
export interface Missed {
  questionId: string;
  lateMs: number | null;
}

export interface Model {
  code: string;
  /** The server has spoken on this page's life. */
  known: boolean;
  exists: boolean;
  title: string | null;
  phase: Phase;
  seat: SeatState;
  pseudonym: string | null;
  locked: boolean;
  /** The newest names in the lobby and the true number. */
  lobby: string[];
  lobbyCount: number;
  question: QuestionPayload | null;
  /** Server's epoch milliseconds; `null` while the clock stands. */
  deadline: number | null;
  remainingMs: number;
  choice: Choice | null;
  /** The last option that the server has confirmed. */
  savedOptionId: string | null;
  missed: Missed | null;
  answeredCount: number;
  totalCount: number;
  hostConnected: boolean;
  reveal: Reveal | null;
  score: number;
  rank: number;
  previousRank: number | null;
  roundIndex: number;
  totalRounds: number;
  rankings: RankingEntry[];
  ownRank: OwnRank | null;
  review: ReviewEntry[] | null;
  problem: Problem | null;
}

/** A page that has just opened; `hasToken` where a seat was kept from before. */
export function initial(code: string, hasToken: boolean): Model {
  return {
    code,
    known: false,
    exists: false,
    title: null,
    phase: "waiting",
    seat: hasToken ? "claiming" : "none",
    pseudonym: null,
    locked: false,
    lobby: [],
    lobbyCount: 0,
    question: null,
    deadline: null,
    remainingMs: 0,
    choice: null,
    savedOptionId: null,
    missed: null,
    answeredCount: 0,
    totalCount: 0,
    hostConnected: true,
    reveal: null,
    score: 0,
    rank: 0,
    previousRank: null,
    roundIndex: 0,
    totalRounds: 0,
    rankings: [],
    ownRank: null,
    review: null,
    problem: null,
  };
}

/** A message of the server. `now` is the server's epoch milliseconds, estimated. */
export function receive(model: Model, message: ServerMessage, now: number): Model {
  switch (message.type) {
    case "server:state_snapshot":
      return greeted(model, message.exists, message.phase, message.title);
    case "participant:joined":
      return { ...model, exists: true, seat: "held", pseudonym: message.pseudonym, problem: null };
    case "participant:state_snapshot":
      return redrawn(model, message);
    case "lobby:updated":
      return { ...model, exists: true, lobby: message.participants, lobbyCount: message.count, problem: model.problem?.kind === "notFound" ? null : model.problem };
    case "lobby:locked":
      return { ...model, locked: message.locked, problem: !message.locked && model.problem?.kind === "locked" ? null : model.problem };
    case "game:question":
      return asked(model, message);
    case "game:timer_tick":
    case "game:timer_paused":
    case "game:timer_resumed":
    case "game:timer_extended":
    case "game:progress":
      return ran(model, message);
    case "answer:accepted":
      return accepted(model, message.questionId, message.optionId);
    case "game:answer_revealed":
      return revealed(model, message);
    case "game:round_leaderboard":
      return {
        ...model,
        phase: "round_leaderboard",
        deadline: null,
        rankings: message.rankings,
        ownRank: null,
        roundIndex: message.roundIndex,
        totalRounds: message.totalRounds,
        totalCount: message.totalCount,
      };
    case "game:final_leaderboard":
      return { ...model, phase: "ended", deadline: null, rankings: message.rankings, ownRank: null, totalCount: message.totalCount };
    case "game:own_rank":
      return {
        ...model,
        ownRank: message,
        score: message.score,
        rank: message.rank,
        previousRank: message.previousRank,
        totalCount: message.totalCount,
      };
    case "game:review":
      return { ...model, review: message.answers };
    case "session:ended":
      return { ...model, phase: "ended", deadline: null };
    case "host:presence":
      return { ...model, hostConnected: message.connected };
    case "seat:moved":
      return { ...model, seat: "moved", problem: { kind: "moved", code: "SEAT_MOVED" } };
    case "seat:removed":
      return { ...model, seat: "removed", problem: { kind: "removed", code: "KICKED" } };
    case "error":
      return refused(model, message.code, now);
    // For hosts, stages, or the link itself.
    case "session:created":
    case "host:state_snapshot":
    case "stage:state_snapshot":
    case "sessions:list":
    case "game:participant_answered":
    case "host:links":
    case "server:time":
      return model;
    default:
      // A newer server may say more than this page knows.
      return model;
  }
}

function greeted(model: Model, exists: boolean, phase: Phase, title: string | null): Model {
  const next = { ...model, known: true, exists, title: title ?? model.title };
  // Whoever holds or claims a seat waits for the snapshot that redraws everything at once.
  return model.seat === "none" ? { ...next, phase, problem: null } : next;
}

function redrawn(model: Model, s: ParticipantSnapshot): Model {
  const questionId = s.question?.questionId ?? null;
  const mine = model.choice?.questionId === questionId ? model.choice : null;
  const running = s.phase === "question_open" || s.phase === "question_paused";
  const unsent = mine !== null && mine.state !== "saved" && mine.optionId !== s.selectedOptionId;
  const saved: Choice | null =
    s.selectedOptionId !== null && questionId !== null
      ? { questionId, optionId: s.selectedOptionId, state: "saved" }
      : null;
  return {
    ...model,
    known: true,
    exists: true,
    seat: "held",
    problem: null,
    code: s.code,
    title: s.title,
    pseudonym: s.pseudonym,
    phase: s.phase,
    question: s.question,
    deadline: s.phase === "question_open" ? s.deadline : null,
    remainingMs: s.remainingMs ?? 0,
    // What was tapped while the link was away is still meant, as long as the question runs.
    choice: unsent && running ? { ...mine, state: "kept" } : saved,
    savedOptionId: s.selectedOptionId,
    missed: missedBy(model, s, unsent && !running),
    answeredCount: s.answeredCount,
    totalCount: s.totalCount,
    lobbyCount: s.phase === "waiting" ? Math.max(s.totalCount, model.lobbyCount) : model.lobbyCount,
    hostConnected: s.hostConnected,
    score: s.score,
    rank: s.rank,
    previousRank: s.ownRank?.previousRank ?? rankBefore(s.question, s.previousRank),
    roundIndex: s.roundIndex,
    totalRounds: s.totalRounds,
    rankings: s.rankings ?? [],
    ownRank: s.ownRank ?? null,
    review: s.review ?? null,
    reveal:
      s.correctOptionId === undefined || s.correctOptionId === null
        ? null
        : {
            correctOptionId: s.correctOptionId,
            myOptionId: s.selectedOptionId,
            points: s.myPoints ?? 0,
            distribution: s.distribution ?? [],
          },
  };
}

/** An unsent answer whose question has closed meanwhile; an older note about the same question stays. */
function missedBy(model: Model, s: ParticipantSnapshot, unsentAndClosed: boolean): Missed | null {
  const questionId = s.question?.questionId ?? null;
  if (unsentAndClosed && questionId !== null) return { questionId, lateMs: null };
  return model.missed !== null && model.missed.questionId === questionId ? model.missed : null;
}

function asked(model: Model, question: QuestionPayload): Model {
  return {
    ...model,
    exists: true,
    phase: "question_open",
    question,
    deadline: question.deadline,
    remainingMs: question.timerMs,
    choice: null,
    savedOptionId: null,
    missed: null,
    answeredCount: 0,
    totalCount: Math.max(model.totalCount, model.lobbyCount),
    reveal: null,
    roundIndex: question.roundIndex,
    totalRounds: question.totalRounds,
  };
}

function accepted(model: Model, questionId: string, optionId: string): Model {
  if (model.question?.questionId !== questionId) return model;
  // An acknowledgement of an earlier tap must not take back a later one.
  const current = model.choice;
  const choice: Choice | null =
    current === null || current.optionId === optionId ? { questionId, optionId, state: "saved" } : current;
  return { ...model, choice, savedOptionId: optionId };
}

function revealed(model: Model, message: AnswerRevealed): Model {
  const next: Model = { ...model, phase: "question_revealed", deadline: null, remainingMs: 0 };
  if (!("myPoints" in message)) return next;
  const questionId = model.question?.questionId ?? "";
  const unsent = model.choice !== null && model.choice.state !== "saved" && model.choice.optionId !== message.myOptionId;
  return {
    ...next,
    choice: message.myOptionId === null ? null : { questionId, optionId: message.myOptionId, state: "saved" },
    savedOptionId: message.myOptionId,
    missed: model.missed ?? (unsent ? { questionId, lateMs: null } : null),
    reveal: {
      correctOptionId: message.correctOptionId,
      myOptionId: message.myOptionId,
      points: message.myPoints,
      distribution: message.distribution,
    },
    score: message.myTotalScore,
    rank: message.rank,
    previousRank: rankBefore(model.question, message.previousRank),
  };
}

/** The rank before a question; before the very first one everybody shared the first place, which says nothing. */
function rankBefore(question: QuestionPayload | null, rank: number | undefined): number | null {
  const isFirst = question?.roundIndex === 0 && question.questionIndex === 0;
  return isFirst ? null : (rank ?? null);
}

const JOIN_PROBLEMS: Record<string, Problem["kind"]> = {
  SESSION_NOT_FOUND: "notFound",
  SESSION_FULL: "full",
  LOBBY_LOCKED: "locked",
  KICKED: "removed",
  GAME_STARTED: "started",
  SERVER_BUSY: "busy",
  RATE_LIMITED: "busy",
  TOO_MANY_ATTEMPTS: "busy",
  STORAGE_UNAVAILABLE: "busy",
};

/** Refusals after which the same answer may be sent again a little later. */
const PASSING = ["RATE_LIMITED", "SERVER_BUSY", "STORAGE_UNAVAILABLE", "QUESTION_PAUSED", "NOT_A_PARTICIPANT"];
/** Refusals of an answer for good. */
const FINAL = ["QUESTION_CLOSED", "UNKNOWN_QUESTION", "UNKNOWN_OPTION"];

function refused(model: Model, code: string, now: number): Model {
  if (model.seat === "claiming" || (code === "INVALID_TOKEN" && model.seat !== "moved")) return claimRefused(model, code);
  if (model.seat === "joining") {
    const kind = code === "GAME_STARTED" && model.phase === "ended" ? "over" : (JOIN_PROBLEMS[code] ?? "other");
    return { ...model, seat: "none", exists: kind === "notFound" ? false : model.exists, problem: { kind, code } };
  }
  if (model.choice?.state !== "saving") return model;
  if (PASSING.includes(code)) return { ...model, choice: { ...model.choice, state: "kept" } };
  if (!FINAL.includes(code)) return model;
  const { questionId } = model.choice;
  const lateMs = code === "QUESTION_CLOSED" && model.deadline !== null ? Math.max(0, now - model.deadline) : null;
  return {
    ...model,
    choice: model.savedOptionId === null ? null : { questionId, optionId: model.savedOptionId, state: "saved" },
    missed: { questionId, lateMs },
  };
}

function claimRefused(model: Model, code: string): Model {
  if (code === "KICKED") return { ...model, seat: "removed", problem: { kind: "removed", code } };
  if (code !== "INVALID_TOKEN" && code !== "SESSION_NOT_FOUND") return { ...model, problem: { kind: JOIN_PROBLEMS[code] ?? "other", code } };
  return { ...model, seat: "none", pseudonym: null, problem: model.exists ? { kind: "seatLost", code } : { kind: "notFound", code } };
}

/** The participant asks for a seat. */
export const joining = (model: Model): Model => ({ ...model, seat: "joining", problem: null });

/** The participant wants the seat back on this page. */
export const claiming = (model: Model): Model => ({ ...model, seat: "claiming", problem: null });

/** The participant taps an option. */
export function choose(model: Model, optionId: string): Model {
  if (!mayAnswer(model) || model.question === null) return model;
  if (model.choice?.optionId === optionId && model.choice.state !== "kept") return model;
  return { ...model, missed: null, choice: { questionId: model.question.questionId, optionId, state: "kept" } };
}

/** Whether a tap on an option counts now; while the link is away it is kept. */
export const mayAnswer = (model: Model): boolean =>
  model.phase === "question_open" && (model.seat === "held" || (model.seat === "claiming" && model.pseudonym !== null));

/** The answer that is to be sent now, if any. */
export function unsent(model: Model): Choice | null {
  return model.phase === "question_open" && model.seat === "held" && model.choice?.state === "kept" ? model.choice : null;
}

/** The kept answer has been handed to the link. */
export const sent = (model: Model): Model =>
  model.choice?.state === "kept" ? { ...model, choice: { ...model.choice, state: "saving" } } : model;

/** The link is away: what was on its way may not have arrived. */
export function linkLost(model: Model): Model {
  const seat = model.seat === "held" ? "claiming" : model.seat;
  const choice: Choice | null = model.choice?.state === "saving" ? { ...model.choice, state: "kept" } : model.choice;
  return { ...model, seat, choice };
}
