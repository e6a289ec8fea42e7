import assert from "node:assert/strict";
import { test } from "node:test";
import type { HostSnapshot, QuestionPayload, ServerMessage } from "../../wire/quiz";
import { allowed, coming, correctOption, initialModel, linkOf, mainAction, rankingsOf, reduce, type HostModel } from "./model";

const NOW = 1_000_000;

const question = (over: Partial<QuestionPayload> = {}): QuestionPayload => ({
  questionId: "r0q0",
  prompt: "Which grape?",
  category: "grape_variety",
  options: ["Merlot", "Nebbiolo", "Barbera", "Dolcetto"].map((text, i) => ({ id: `r0q0-${"abcd"[i]}`, text })),
  roundIndex: 0,
  questionIndex: 0,
  totalQuestions: 2,
  totalRounds: 2,
  timerMs: 30_000,
  deadline: NOW + 30_000,
  serverTime: NOW,
  ...over,
});

const snapshot = (over: Partial<HostSnapshot> = {}): ServerMessage => ({
  type: "host:state_snapshot",
  code: "AB3D",
  hostId: "TANNIC-FALCON",
  phase: "waiting",
  participants: ["VelvetyChateau", "OakyCork"],
  question: null,
  rankings: [],
  title: "Evening",
  wines: [
    {
      name: "Barolo",
      questions: [
        { category: "grape_variety", correctAnswer: " Nebbiolo ", distractors: ["Merlot", "Barbera", "Dolcetto"] },
        { category: "country", correctAnswer: "Italy", distractors: ["France", "Spain", "Chile"] },
      ],
    },
    { name: "Chablis", questions: [{ category: "country", correctAnswer: "France", distractors: ["Italy", "Spain", "Chile"] }] },
  ],
  timerSeconds: 30,
  currentRound: 0,
  currentQuestion: 0,
  remainingMs: null,
  deadline: null,
  serverTime: NOW,
  answeredCount: 0,
  totalCount: 2,
  answered: [],
  distribution: [],
  correctOptionId: null,
  results: null,
  settings: { scoring: "speed" },
  locked: false,
  links: [{ pseudonym: "OakyCork", connected: false, rttMs: null }],
  ...over,
});

const fold = (...messages: ServerMessage[]): HostModel =>
  messages.reduce((model, message) => reduce(model, message, NOW), initialModel("AB3D"));

test("the first frame alone opens nothing", () => {
  const model = fold({ type: "server:state_snapshot", phase: "waiting", code: "AB3D", exists: true, title: null, serverTime: NOW });
  assert.equal(model.access, "connecting");
  assert.ok(!allowed(model, "lock"));
});

test("a lobby: names, links, lock, and Start only with somebody there", () => {
  let model = fold(snapshot());
  assert.equal(model.access, "granted");
  assert.equal(model.scoring, "speed");
  assert.equal(linkOf(model, "OakyCork"), "gone");
  assert.equal(linkOf(model, "VelvetyChateau"), "unknown");
  assert.ok(allowed(model, "start"));
  model = reduce(model, { type: "lobby:updated", participants: [], count: 0 }, NOW);
  assert.ok(!allowed(model, "start"));
  assert.equal(mainAction(model), "start");
  model = reduce(model, { type: "lobby:locked", locked: true }, NOW);
  assert.ok(model.locked);
  model = reduce(model, { type: "host:links", links: [{ pseudonym: "OakyCork", connected: true, rttMs: 900 }] }, NOW);
  assert.equal(linkOf(model, "OakyCork"), "slow");
});

test("a question runs, is paused, extended, resumed and revealed", () => {
  let model = fold(snapshot(), { type: "game:question", ...question() });
  assert.equal(model.phase, "question_open");
  assert.equal(mainAction(model), "reveal");
  assert.equal(correctOption(model), "r0q0-b");
  model = reduce(model, { type: "game:participant_answered", answeredCount: 1, totalCount: 2, answered: ["OakyCork"], distribution: [{ optionId: "r0q0-b", count: 1 }] }, NOW);
  assert.equal(model.answeredCount, 1);
  model = reduce(model, { type: "game:timer_paused", remainingMs: 12_000 }, NOW);
  assert.equal(model.deadline, null);
  assert.equal(mainAction(model), "resume");
  model = reduce(model, { type: "game:timer_tick", remainingMs: 12_000 }, NOW + 5_000);
  assert.equal(model.deadline, null);
  model = reduce(model, { type: "game:timer_extended", remainingMs: 22_000, timerMs: 40_000, deadline: null, serverTime: NOW }, NOW);
  assert.equal(model.remainingMs, 22_000);
  assert.equal(model.phase, "question_paused");
  model = reduce(model, { type: "game:timer_resumed", remainingMs: 22_000, deadline: NOW + 22_000, serverTime: NOW }, NOW);
  assert.equal(model.phase, "question_open");
  assert.equal(model.answeredCount, 1);
  model = reduce(
    model,
    {
      type: "game:answer_revealed",
      correctOptionId: "r0q0-b",
      results: [
        { pseudonym: "VelvetyChateau", points: 0, totalScore: 0, optionId: null },
        { pseudonym: "OakyCork", points: 100, totalScore: 100, optionId: "r0q0-b" },
      ],
      distribution: [{ optionId: "r0q0-b", count: 1 }],
    },
    NOW,
  );
  assert.equal(model.phase, "question_revealed");
  assert.deepEqual(model.rankings.map((r) => [r.rank, r.pseudonym]), [[1, "OakyCork"], [2, "VelvetyChateau"]]);
  assert.equal(mainAction(model), "next");
});

test("ticks only correct", () => {
  const open = fold(snapshot(), { type: "game:question", ...question() });
  assert.equal(reduce(open, { type: "game:timer_tick", remainingMs: 29_400 }, NOW), open);
  assert.equal(reduce(open, { type: "game:timer_tick", remainingMs: 20_000 }, NOW).deadline, NOW + 20_000);
  const revealed: HostModel = { ...open, phase: "question_revealed", deadline: null };
  assert.equal(reduce(revealed, { type: "game:timer_tick", remainingMs: 1 }, NOW), revealed);
});

test("the next question forgets the one before", () => {
  const model = fold(
    snapshot({ phase: "question_revealed", question: question(), correctOptionId: "r0q0-b", results: [], answered: ["OakyCork"], answeredCount: 1 }),
    { type: "game:question", ...question({ questionId: "r0q1", questionIndex: 1 }) },
  );
  assert.equal(model.correctOptionId, null);
  assert.equal(model.results, null);
  assert.deepEqual(model.answered, []);
});

test("what comes next", () => {
  const at = (q: Partial<QuestionPayload>) => coming(fold(snapshot({ phase: "question_revealed", question: question(q) })));
  assert.equal(at({ questionIndex: 0 }), "question");
  assert.equal(at({ questionIndex: 1 }), "leaderboard");
  const board = (roundIndex: number) =>
    coming(fold(snapshot(), { type: "game:round_leaderboard", rankings: [], roundIndex, totalRounds: 2, totalCount: 2 }));
  assert.equal(board(0), "wine");
  assert.equal(board(1), "end");
});

test("a reload while paused continues paused", () => {
  const model = fold(snapshot({ phase: "question_paused", question: question({ deadline: null }), remainingMs: 9_000 }));
  assert.equal(model.remainingMs, 9_000);
  assert.equal(model.deadline, null);
  assert.ok(allowed(model, "resume"));
  assert.ok(allowed(model, "extend"));
});

test("the end stays the end", () => {
  const model = fold(
    snapshot(),
    { type: "game:final_leaderboard", rankings: [{ pseudonym: "OakyCork", score: 100, rank: 1 }], totalCount: 2 },
    { type: "session:ended" },
  );
  assert.equal(model.phase, "ended");
  assert.equal(model.rankings.length, 1);
  assert.equal(mainAction(model), null);
  assert.ok(!allowed(model, "end"));
});

test("a wrong key is refused, a wrong moment is a problem", () => {
  const error = (code: string): ServerMessage => ({ type: "error", message: "No.", code });
  assert.equal(fold(error("INVALID_HOST")).access, "refused");
  assert.equal(fold(error("SESSION_NOT_FOUND")).access, "refused");
  assert.equal(fold(error("TOO_MANY_ATTEMPTS")).refusal?.code, "TOO_MANY_ATTEMPTS");
  const model = fold(snapshot(), error("WRONG_PHASE"));
  assert.equal(model.access, "granted");
  assert.equal(model.problem?.code, "WRONG_PHASE");
  assert.equal(fold(snapshot(), error("SESSION_NOT_FOUND")).access, "expired");
  assert.equal(fold(error("INVALID_HOST"), snapshot()).access, "granted");
});

test("equal scores share a rank", () => {
  const rows = rankingsOf([100, 200, 100, 0].map((totalScore, i) => ({ pseudonym: `P${i}`, points: 0, totalScore, optionId: null })));
  assert.deepEqual(rows.map((r) => `${r.rank}${r.pseudonym}`), ["1P1", "2P0", "2P2", "4P3"]);
});
