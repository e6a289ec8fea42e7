import assert from "node:assert/strict";
import { test } from "node:test";
import type { ParticipantSnapshot, QuestionPayload, ServerMessage } from "../../wire/quiz";
import * as M from "./model";

const NOW = 1_000_000;
const question: QuestionPayload = {
  questionId: "r0q0", prompt: "Which grape variety is this?", category: "grape_variety",
  options: ["a", "b", "c", "d"].map((l) => ({ id: `r0q0-${l}`, text: l })),
  roundIndex: 0, questionIndex: 0, totalQuestions: 2, totalRounds: 1, timerMs: 60_000, deadline: NOW + 60_000, serverTime: NOW,
};
const snapshot: ParticipantSnapshot = {
  pseudonym: "OakyMeadow", phase: "question_open", question, code: "K7QM", title: "T", selectedOptionId: null,
  remainingMs: 30_000, deadline: NOW + 30_000, serverTime: NOW, score: 0, rank: 1, roundIndex: 0, totalRounds: 1,
  answeredCount: 0, totalCount: 3, hostConnected: true,
};
const fold = (model: M.Model, ...messages: ServerMessage[]) => messages.reduce((m, message) => M.receive(m, message, NOW), model);
const greet = (over: object = {}): ServerMessage => ({
  type: "server:state_snapshot", phase: "waiting", code: "K7QM", exists: true, title: "T", serverTime: NOW, ...over,
});
const seated = () =>
  fold(M.joining(fold(M.initial("K7QM", false), greet())), { type: "participant:joined", pseudonym: "OakyMeadow", rejoinToken: "x" });
const asked = () => fold(seated(), { type: "game:question", ...question });
const error = (code: string): ServerMessage => ({ type: "error", code, message: "" });

test("joining seats the phone, and a refusal says why", () => {
  assert.equal(seated().seat, "held");
  const refused = fold(M.joining(M.initial("K7QM", false)), error("LOBBY_LOCKED"));
  assert.deepEqual([refused.seat, refused.problem?.kind], ["none", "locked"]);
});

test("a room that comes to life ends the not-found screen", () => {
  const gone = fold(M.joining(M.initial("K7QM", false)), error("SESSION_NOT_FOUND"));
  assert.equal(gone.problem?.kind, "notFound");
  const opened = fold(gone, { type: "lobby:updated", participants: [], count: 0 });
  assert.deepEqual([opened.problem, opened.exists], [null, true]);
});

test("a tap is sent, then saved; an older acknowledgement does not take back a newer tap", () => {
  let m = M.sent(M.choose(asked(), "r0q0-a"));
  assert.equal(m.choice?.state, "saving");
  m = M.sent(M.choose(m, "r0q0-b"));
  m = fold(m, { type: "answer:accepted", questionId: "r0q0", optionId: "r0q0-a" });
  assert.deepEqual([m.choice?.optionId, m.choice?.state], ["r0q0-b", "saving"]);
  m = fold(m, { type: "answer:accepted", questionId: "r0q0", optionId: "r0q0-b" });
  assert.equal(m.choice?.state, "saved");
});

test("an answer tapped offline is kept and goes out after the reconnect, if the question still runs", () => {
  const away = M.choose(M.linkLost(asked()), "r0q0-c");
  assert.deepEqual([away.choice?.state, M.unsent(away)], ["kept", null]);
  const back = fold(away, greet({ phase: "question_open" }), { type: "participant:state_snapshot", ...snapshot });
  assert.equal(M.unsent(back)?.optionId, "r0q0-c");
});

test("an answer tapped offline whose question has closed is said to be missed", () => {
  const away = M.choose(M.linkLost(asked()), "r0q0-c");
  const back = fold(away, {
    type: "participant:state_snapshot", ...snapshot, phase: "question_revealed", correctOptionId: "r0q0-a", myPoints: 0,
  });
  assert.deepEqual([back.choice, back.missed?.questionId], [null, "r0q0"]);
});

test("an answer on its way when the link broke is sent again unless the server has it", () => {
  const away = M.linkLost(M.sent(M.choose(asked(), "r0q0-c")));
  const lost = fold(away, { type: "participant:state_snapshot", ...snapshot });
  assert.equal(M.unsent(lost)?.optionId, "r0q0-c");
  const arrived = fold(away, { type: "participant:state_snapshot", ...snapshot, selectedOptionId: "r0q0-c" });
  assert.deepEqual([M.unsent(arrived), arrived.choice?.state], [null, "saved"]);
});

test("a late answer falls back to the saved one and says by how much it was late", () => {
  let m = fold(M.sent(M.choose(asked(), "r0q0-a")), { type: "answer:accepted", questionId: "r0q0", optionId: "r0q0-a" });
  m = M.receive(M.sent(M.choose(m, "r0q0-b")), error("QUESTION_CLOSED"), NOW + 60_300);
  assert.deepEqual([m.choice?.optionId, m.missed?.lateMs], ["r0q0-a", 300]);
});

test("a pause stops the clock and takes no taps; resuming goes on with the new deadline", () => {
  const paused = fold(asked(), { type: "game:timer_paused", remainingMs: 21_000 });
  assert.deepEqual([paused.deadline, paused.remainingMs, M.choose(paused, "r0q0-a").choice], [null, 21_000, null]);
  const on = fold(paused, { type: "game:timer_resumed", remainingMs: 21_000, deadline: NOW + 21_000, serverTime: NOW });
  assert.deepEqual([on.phase, on.deadline], ["question_open", NOW + 21_000]);
});

test("the reveal brings points, place and what was chosen", () => {
  const revealed: ServerMessage = {
    type: "game:answer_revealed", correctOptionId: "r0q0-a", myPoints: 100, myTotalScore: 300, myOptionId: "r0q0-a", rank: 2, previousRank: 4, distribution: [],
  };
  const second = fold(seated(), { type: "game:question", ...question, questionIndex: 1 }, revealed);
  assert.deepEqual([second.reveal?.points, second.score, second.rank, second.previousRank], [100, 300, 2, 4]);
  assert.equal(fold(asked(), revealed).previousRank, null, "before the first question all shared the first place");
});

test("a reload in any phase redraws that phase from the snapshot alone", () => {
  for (const phase of ["waiting", "question_open", "question_paused", "question_revealed", "round_leaderboard", "ended"] as const) {
    const m = fold(M.initial("K7QM", true), greet({ phase }), { type: "participant:state_snapshot", ...snapshot, phase });
    assert.deepEqual([m.seat, m.phase, m.pseudonym, m.problem], ["held", phase, "OakyMeadow", null]);
    assert.equal(m.deadline !== null, phase === "question_open");
  }
});

test("the seat can move away, come back, be removed, or be unknown", () => {
  const moved = fold(seated(), { type: "seat:moved" });
  assert.deepEqual([moved.seat, moved.problem?.kind], ["moved", "moved"]);
  assert.equal(fold(M.claiming(moved), { type: "participant:state_snapshot", ...snapshot }).problem, null);
  assert.equal(fold(seated(), { type: "seat:removed" }).problem?.kind, "removed");
  assert.equal(fold(M.initial("K7QM", true), greet(), error("INVALID_TOKEN")).problem?.kind, "seatLost");
});
