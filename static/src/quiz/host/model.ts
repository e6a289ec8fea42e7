// What the host's console knows, built from the server's messages alone: `reduce` is pure, and a
// `host:state_snapshot` redraws any phase whole. Several consoles stay in step because none of them
// assumes what its own buttons did.

import type {
  AnswerResult,
  HostSnapshot,
  LinkQuality,
  OptionCount,
  Phase,
  QuestionPayload,
  RankingEntry,
  Scoring,
  ServerMessage,
  SessionEntry,
  Wine,
} from "../../wire/quiz";

/** An error of the server's: a sentence for a person and a word for programs. */
export interface Refusal {
  message: string;
  code: string;
}

export interface HostModel {
  /** `connecting` until the server has said whether this key opens this room. */
  access: "connecting" | "granted" | "refused" | "expired";
  /** Why access was refused. */
  refusal: Refusal | null;
  /** The last command that was refused; `at` tells two of the same kind apart. */
  problem: (Refusal & { at: number }) | null;
  code: string;
  title: string;
  phase: Phase;
  participants: string[];
  /** The true number, also where names were cut. */
  count: number;
  /** Each participant's link, as far as told. */
  links: Record<string, LinkQuality>;
  locked: boolean;
  wines: Wine[];
  timerSeconds: number;
  scoring: Scoring;
  /** Index of the wine, from 0. */
  round: number;
  totalRounds: number;
  question: QuestionPayload | null;
  /** Server's epoch milliseconds of the close; `null` while the clock stands. */
  deadline: number | null;
  /** Milliseconds left while the clock stands. */
  remainingMs: number;
  timerMs: number;
  answered: string[];
  answeredCount: number;
  totalCount: number;
  distribution: OptionCount[];
  correctOptionId: string | null;
  results: AnswerResult[] | null;
  rankings: RankingEntry[];
  /** The host's other sessions, newest first; `null` until told. */
  sessions: SessionEntry[] | null;
}

export const initialModel = (code: string): HostModel => ({
  access: "connecting",
  refusal: null,
  problem: null,
  code,
  title: "",
  phase: "waiting",
  participants: [],
  count: 0,
  links: {},
  locked: false,
  wines: [],
  timerSeconds: 60,
  scoring: "flat",
  round: 0,
  totalRounds: 0,
  question: null,
  deadline: null,
  remainingMs: 0,
  timerMs: 0,
  answered: [],
  answeredCount: 0,
  totalCount: 0,
  distribution: [],
  correctOptionId: null,
  results: null,
  rankings: [],
  sessions: null,
});

/** Milliseconds by which a tick may differ from our countdown before it corrects it. */
const TICK_TOLERANCE_MS = 1_000;

/** Codes that mean: this key does not open this room. */
const ACCESS_CODES = new Set(["INVALID_HOST", "SESSION_NOT_FOUND", "TOO_MANY_ATTEMPTS", "NOT_HOST"]);

/** The model after a message. `now` is the server's epoch milliseconds, as far as known. */
export function reduce(model: HostModel, message: ServerMessage, now: number): HostModel {
  switch (message.type) {
    case "host:state_snapshot":
      return fromSnapshot(model, message);
    case "lobby:updated":
      return { ...model, participants: message.participants, count: message.count };
    case "host:links":
      return { ...model, links: linksOf(message.links) };
    case "lobby:locked":
      return { ...model, locked: message.locked };
    case "sessions:list":
      // The seed's shape is a bare list; ours is an object around it.
      return { ...model, sessions: message.sessions };
    case "game:question":
      return atQuestion(model, message);
    case "game:timer_tick":
      return ticked(model, message.remainingMs, now);
    case "game:timer_paused":
      return { ...model, phase: "question_paused", deadline: null, remainingMs: message.remainingMs };
    case "game:timer_resumed":
      return {
        ...model,
        phase: "question_open",
        deadline: message.deadline,
        remainingMs: message.remainingMs,
      };
    case "game:timer_extended":
      return {
        ...model,
        deadline: message.deadline,
        remainingMs: message.remainingMs,
        timerMs: message.timerMs,
      };
    case "game:participant_answered":
      return {
        ...model,
        answered: message.answered,
        answeredCount: message.answeredCount,
        totalCount: message.totalCount,
        distribution: message.distribution,
      };
    case "game:answer_revealed":
      return {
        ...model,
        phase: "question_revealed",
        deadline: null,
        remainingMs: 0,
        correctOptionId: message.correctOptionId,
        distribution: message.distribution,
        ...("results" in message ? { results: message.results, rankings: rankingsOf(message.results) } : {}),
      };
    case "game:round_leaderboard":
      return {
        ...atRest(model),
        phase: "round_leaderboard",
        rankings: message.rankings,
        round: message.roundIndex,
        totalRounds: message.totalRounds,
        count: message.totalCount,
      };
    case "game:final_leaderboard":
      return { ...atRest(model), phase: "ended", rankings: message.rankings, count: message.totalCount };
    case "session:ended":
      return { ...atRest(model), phase: "ended" };
    case "error":
      return refused(model, { message: message.message, code: message.code }, now);
    // Said to others than hosts, or nothing that a console draws.
    case "server:state_snapshot":
    case "session:created":
    case "participant:joined":
    case "participant:state_snapshot":
    case "stage:state_snapshot":
    case "game:progress":
    case "answer:accepted":
    case "game:own_rank":
    case "game:review":
    case "seat:moved":
    case "seat:removed":
    case "host:presence":
    case "server:time":
      return model;
  }
}

function fromSnapshot(model: HostModel, snapshot: HostSnapshot): HostModel {
  const { question } = snapshot;
  return {
    ...model,
    access: "granted",
    refusal: null,
    code: snapshot.code,
    title: snapshot.title,
    phase: snapshot.phase,
    participants: snapshot.participants,
    count: Math.max(snapshot.totalCount, snapshot.participants.length),
    links: linksOf(snapshot.links),
    locked: snapshot.locked,
    wines: snapshot.wines,
    timerSeconds: snapshot.timerSeconds,
    scoring: snapshot.settings.scoring,
    round: snapshot.currentRound,
    totalRounds: snapshot.wines.length,
    question,
    deadline: snapshot.deadline,
    remainingMs: snapshot.remainingMs ?? 0,
    timerMs: question?.timerMs ?? snapshot.timerSeconds * 1000,
    answered: snapshot.answered,
    answeredCount: snapshot.answeredCount,
    totalCount: snapshot.totalCount,
    distribution: snapshot.distribution,
    correctOptionId: snapshot.correctOptionId,
    results: snapshot.results,
    rankings: snapshot.rankings,
  };
}

function atQuestion(model: HostModel, question: QuestionPayload): HostModel {
  return {
    ...model,
    phase: "question_open",
    question,
    round: question.roundIndex,
    totalRounds: question.totalRounds,
    deadline: question.deadline,
    remainingMs: question.timerMs,
    timerMs: question.timerMs,
    answered: [],
    answeredCount: 0,
    totalCount: model.count,
    distribution: [],
    correctOptionId: null,
    results: null,
  };
}

/** No question runs any more. */
const atRest = (model: HostModel): HostModel => ({
  ...model,
  question: null,
  deadline: null,
  remainingMs: 0,
  answered: [],
  answeredCount: 0,
  distribution: [],
  correctOptionId: null,
  results: null,
});

function ticked(model: HostModel, remainingMs: number, now: number): HostModel {
  if (model.phase === "question_paused") return { ...model, remainingMs };
  if (model.phase !== "question_open") return model;
  const ours = model.deadline === null ? Number.NaN : model.deadline - now;
  if (Math.abs(ours - remainingMs) <= TICK_TOLERANCE_MS) return model;
  return { ...model, deadline: now + remainingMs };
}

function refused(model: HostModel, refusal: Refusal, now: number): HostModel {
  if (!ACCESS_CODES.has(refusal.code)) return { ...model, problem: { ...refusal, at: now } };
  // A room that we were let into and that is gone now: deleted, or expired.
  if (model.access === "granted" && refusal.code === "SESSION_NOT_FOUND") return { ...model, access: "expired", refusal };
  return model.access === "granted" && refusal.code !== "INVALID_HOST"
    ? { ...model, problem: { ...refusal, at: now } }
    : { ...model, access: "refused", refusal };
}

const linksOf = (links: LinkQuality[]): Record<string, LinkQuality> =>
  Object.fromEntries(links.map((link) => [link.pseudonym, link]));

/** How good a participant's link is; `unknown` where the server has not told. */
export type Link = "good" | "slow" | "gone" | "unknown";

/** Milliseconds of a round trip above which a link is slow. */
const SLOW_RTT_MS = 400;

export function linkOf(model: HostModel, pseudonym: string): Link {
  const link = model.links[pseudonym];
  if (link === undefined) return "unknown";
  if (!link.connected) return "gone";
  return (link.rttMs ?? 0) > SLOW_RTT_MS ? "slow" : "good";
}

/** The standing after a reveal; equal scores share a rank, in the order in which they are told. */
export function rankingsOf(results: AnswerResult[]): RankingEntry[] {
  const rows = results.map((result) => ({ pseudonym: result.pseudonym, score: result.totalScore, rank: 0 }));
  rows.sort((a, b) => b.score - a.score);
  rows.forEach((row, i) => {
    const above = rows[i - 1];
    row.rank = above !== undefined && above.score === row.score ? above.rank : i + 1;
  });
  return rows;
}

/** The option that is correct: told after the reveal, known from the quiz before. */
export function correctOption(model: HostModel): string | null {
  const { question } = model;
  if (question === null) return null;
  if (model.correctOptionId !== null) return model.correctOptionId;
  const answer = model.wines[question.roundIndex]?.questions[question.questionIndex]?.correctAnswer.trim();
  return question.options.find((option) => option.text === answer)?.id ?? null;
}

/** What comes after the present step. */
export type Coming = "question" | "leaderboard" | "wine" | "end";

/** What "next" would bring. */
export function coming(model: HostModel): Coming {
  if (model.phase === "round_leaderboard") return model.round + 1 < model.totalRounds ? "wine" : "end";
  const { question } = model;
  return question !== null && question.questionIndex + 1 < question.totalQuestions ? "question" : "leaderboard";
}

/** What the console's controls can do. */
export type Action = "start" | "pause" | "resume" | "extend" | "reveal" | "next" | "lock" | "end";

/** Whether an action fits the phase. */
export function allowed(model: HostModel, action: Action): boolean {
  if (model.access !== "granted") return false;
  switch (action) {
    case "start":
      return model.phase === "waiting" && model.count > 0;
    case "pause":
      return model.phase === "question_open";
    case "resume":
      return model.phase === "question_paused";
    case "extend":
    case "reveal":
      return model.phase === "question_open" || model.phase === "question_paused";
    case "next":
      return model.phase === "question_revealed" || model.phase === "round_leaderboard";
    case "lock":
    case "end":
      return model.phase !== "ended";
  }
}

/** The one thing that a host most likely wants now; `null` once it is over. */
export function mainAction(model: HostModel): Action | null {
  switch (model.phase) {
    case "waiting":
      return "start";
    case "question_open":
      return "reveal";
    case "question_paused":
      return "resume";
    case "question_revealed":
    case "round_leaderboard":
      return "next";
    case "ended":
      return null;
  }
}
