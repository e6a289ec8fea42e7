import assert from "node:assert/strict";
import { test } from "node:test";
import type { Phase, QuestionPayload, ServerMessage, StageSnapshot } from "../../wire/quiz";
import * as M from "./model";

const question: QuestionPayload = {
  questionId: "r0q0", prompt: "?", category: "color", options: [], roundIndex: 0, questionIndex: 0, totalQuestions: 1, totalRounds: 2,
  timerMs: 60_000, deadline: 60_000, serverTime: 0,
};
const snapshot = (phase: Phase): StageSnapshot => ({
  code: "K7QM", title: "T", phase, exists: true, participants: ["OakyMeadow"], question, remainingMs: 5_000, deadline: 5_000, serverTime: 0,
  answeredCount: 1, totalCount: 2, roundIndex: 0, totalRounds: 2, hostConnected: true, locked: false, correctOptionId: null, distribution: null, rankings: null,
});
const fold = (...messages: ServerMessage[]) => messages.reduce(M.receive, M.initial("K7QM"));

test("a reload in any phase redraws it without motion", () => {
  for (const phase of ["waiting", "question_open", "question_paused", "question_revealed", "round_leaderboard", "ended"] as const) {
    const m = fold({ type: "stage:state_snapshot", ...snapshot(phase) });
    assert.deepEqual([m.phase, m.live, m.deadline], [phase, false, phase === "question_open" ? 5_000 : null]);
  }
});

test("a reconnect in the same phase goes on as it was, one in another phase is drawn anew", () => {
  const live = fold({ type: "game:final_leaderboard", rankings: [], totalCount: 0 });
  assert.equal(M.receive(live, { type: "stage:state_snapshot", ...snapshot("ended") }).live, true);
  assert.equal(M.receive(live, { type: "stage:state_snapshot", ...snapshot("waiting") }).live, false);
});

test("a pause freezes the time; ticks while paused keep it; resuming runs again", () => {
  const paused = fold({ type: "game:question", ...question }, { type: "game:timer_paused", remainingMs: 12_000 }, { type: "game:timer_tick", remainingMs: 12_000 });
  assert.deepEqual([paused.phase, paused.deadline, paused.remainingMs], ["question_paused", null, 12_000]);
  const on = M.receive(paused, { type: "game:timer_resumed", remainingMs: 12_000, deadline: 99, serverTime: 1 });
  assert.deepEqual([on.phase, on.deadline], ["question_open", 99]);
});

test("the lobby keeps the newest sixty names and the true number", () => {
  const names = Array.from({ length: 80 }, (_, i) => `N${i}`);
  const m = fold({ type: "lobby:updated", participants: names, count: 500 });
  assert.deepEqual([m.participants.length, m.participants[59], m.count], [60, "N79", 500]);
});
