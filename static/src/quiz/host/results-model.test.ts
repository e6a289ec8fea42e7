import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyOfResults, share, summaries, type Results } from "./results-model";

const results: Results = {
  code: "AB3D",
  title: "Evening",
  createdAt: "2026-01-01T20:00:00Z",
  phase: "ended",
  wines: [
    {
      name: "Barolo",
      questions: [
        { questionId: "r0q0", prompt: "Grape?", category: "grape_variety", options: ["M", "N", "B", "D"], correctAnswer: "N", revealed: true },
        { questionId: "r0q1", prompt: "Country?", category: "country", options: ["I", "F", "S", "C"], correctAnswer: "I", revealed: false },
      ],
    },
  ],
  participants: [
    { pseudonym: "A", rank: 1, totalScore: 100, answers: [{ questionId: "r0q0", answer: "N", correct: true, points: 100 }] },
    { pseudonym: "B", rank: 2, totalScore: 0, answers: [{ questionId: "r0q0", answer: null, correct: false, points: 0 }] },
    { pseudonym: "C", rank: 2, totalScore: 0, answers: [{ questionId: "r0q0", answer: "M", correct: false, points: 0 }] },
  ],
};

test("questions that were never asked are left out, the others counted", () => {
  const list = summaries(results);
  assert.equal(list.length, 1);
  assert.deepEqual(
    { ...list[0], question: list[0]!.question.questionId },
    { question: "r0q0", wine: "Barolo", number: 1, counts: [1, 1, 0, 0], correct: 1, asked: 3, unanswered: 1 },
  );
});

test("shares", () => {
  assert.equal(share(1, 3), 33);
  assert.equal(share(0, 0), 0);
});

test("the quiz comes back out of its results", () => {
  const body = bodyOfResults({ ...results, timerSeconds: 30, settings: { scoring: "speed" } });
  assert.equal(body.timerSeconds, 30);
  assert.deepEqual(body.wines[0]!.questions[0], { category: "grape_variety", prompt: "Grape?", correctAnswer: "N", distractors: ["M", "B", "D"] });
  const usual = structuredClone(results);
  usual.wines[0]!.questions[0]!.prompt = "Which grape variety is this?";
  assert.ok(!("prompt" in bodyOfResults(usual).wines[0]!.questions[0]!));
});
