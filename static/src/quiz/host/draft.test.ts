import assert from "node:assert/strict";
import { test } from "node:test";
import * as d from "./draft";

function sample(): d.Draft {
  return d.fromBody({
    title: "Evening",
    timerSeconds: 45,
    settings: { scoring: "speed" },
    wines: ["Barolo", "Chablis", "Port"].map((name) => ({
      name,
      questions: [
        { category: "country" as const, correctAnswer: "A", distractors: ["B", "C", "D"] as [string, string, string] },
        { category: "color" as const, prompt: "Colour?", correctAnswer: "1", distractors: ["2", "3", "4"] as [string, string, string] },
      ],
    })),
  });
}

test("a body goes into the form and comes out as it was", () => {
  const body = d.toBody(sample());
  assert.deepEqual(d.toBody(d.fromBody(body)), body);
  assert.equal(body.wines[0]!.questions[1]!.prompt, "Colour?");
  assert.ok(!("prompt" in body.wines[0]!.questions[0]!));
});

test("moving stays within the list", () => {
  const wines = sample().wines;
  const names = (list: d.DraftWine[]) => list.map((w) => w.name).join();
  assert.equal(names(d.moved(wines, wines[0]!.id, 1)), "Chablis,Barolo,Port");
  assert.equal(names(d.moved(wines, wines[2]!.id, 1)), "Barolo,Chablis,Port");
  assert.equal(names(d.movedTo(wines, wines[2]!.id, 0)), "Port,Barolo,Chablis");
  assert.equal(names(d.moved(wines, "nobody", 1)), "Barolo,Chablis,Port");
});

test("a copy stands behind its original and has ids of its own", () => {
  const draft = sample();
  const copied = d.duplicateWine(draft, draft.wines[1]!.id);
  assert.deepEqual(copied.wines.map((w) => w.name), ["Barolo", "Chablis", "Chablis", "Port"]);
  const ids = copied.wines.flatMap((w) => [w.id, ...w.questions.map((q) => q.id)]);
  assert.equal(new Set(ids).size, ids.length);
});

test("questions are added about what the wine was not asked yet", () => {
  const draft = sample();
  const wine = d.addQuestion(draft, draft.wines[0]!.id).wines[0]!;
  assert.equal(wine.questions[2]!.category, "grape_variety");
});

test("a good draft has no issues, a blank one names what is missing", () => {
  assert.deepEqual(d.issuesOf(sample()), []);
  const issues = d.issuesOf(d.emptyDraft());
  assert.deepEqual(
    issues.map((i) => `${i.kind} ${i.field}`),
    ["missing name", "missing correct", "missing wrong0", "missing wrong1", "missing wrong2"],
  );
  assert.ok(d.isBlank(d.emptyDraft()));
  assert.ok(!d.isBlank(sample()));
});

test("options that are the same after trimming are named at the later one", () => {
  const draft = sample();
  const wine = draft.wines[1]!;
  const changed = d.changeQuestion(draft, wine.id, wine.questions[0]!.id, { wrong: ["B", " A ", "B"] });
  assert.deepEqual(
    d.issuesOf(changed).map((i) => [i.kind, i.field, i.wineIndex, i.questionIndex]),
    [
      ["same", "wrong1", 1, 0],
      ["same", "wrong2", 1, 0],
    ],
  );
});

test("lengths count characters, not code units", () => {
  const draft = { ...sample(), title: "🍷".repeat(120) };
  assert.deepEqual(d.issuesOf(draft), []);
  assert.equal(d.issuesOf({ ...draft, title: "x".repeat(121) })[0]!.kind, "too_long");
});

test("limits of wines, questions and time", () => {
  const draft = sample();
  assert.equal(d.issuesOf({ ...draft, wines: [] })[0]!.kind, "none");
  assert.equal(d.issuesOf({ ...draft, wines: Array.from({ length: 51 }, () => draft.wines[0]!) })[0]!.kind, "too_many");
  assert.equal(d.issuesOf({ ...draft, timerSeconds: 14 })[0]!.field, "timer");
  assert.equal(d.issuesOf({ ...draft, timerSeconds: NaN })[0]!.field, "timer");
});

test("the server's field names lead to the form's fields", () => {
  const draft = sample();
  const at = (field: string) => {
    const found = d.locate(draft, field);
    return found && `${found.field} ${found.wineIndex ?? "-"} ${found.questionIndex ?? "-"}`;
  };
  assert.equal(at("title"), "title - -");
  assert.equal(at("timerSeconds"), "timer - -");
  assert.equal(at("wines"), "wines - -");
  assert.equal(at("wines[1].name"), "name 1 -");
  assert.equal(at("wines[2].questions"), "questions 2 -");
  assert.equal(at("wines[2].questions[0].distractors"), "wrong0 2 0");
  assert.equal(at("wines[2].questions[1].distractors[2]"), "wrong2 2 1");
  assert.equal(at("wines[0].questions[1].correctAnswer"), "correct 0 1");
  assert.equal(at("wines[9].name"), "wines - -");
  assert.equal(at("hostId"), null);
});

test("an import replaces a blank draft and joins a full one", () => {
  const wines = sample().wines;
  assert.equal(d.withImported(d.emptyDraft(), wines).wines.length, 3);
  assert.equal(d.withImported(sample(), wines).wines.length, 6);
});
