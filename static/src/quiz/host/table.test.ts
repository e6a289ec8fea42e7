import assert from "node:assert/strict";
import { test } from "node:test";
import { issuesOf, fromBody, toBody } from "./draft";
import { pack, PACK_IDS, PACK_LANGUAGES } from "./packs";
import { exportCsv, exportJson, fileName, importFile, importJson, importTable, TEMPLATE_CSV } from "./table";

test("the template can be imported as it is", () => {
  const { wines, notices } = importTable(TEMPLATE_CSV);
  assert.deepEqual(notices, []);
  assert.deepEqual(wines.map((w) => [w.name, w.questions.length]), [["Barolo Cannubi", 2], ["Cloudy Bay", 2]]);
  assert.equal(wines[1]!.questions[1]!.prompt, "Which was its first vintage?");
});

test("every pack goes through CSV and JSON and back", () => {
  for (const id of PACK_IDS) {
    const body = pack(id, "en");
    const draft = fromBody(body);
    const viaCsv = importFile(exportCsv(draft));
    assert.deepEqual(viaCsv.notices, []);
    assert.deepEqual(toBody({ ...draft, wines: viaCsv.wines }), toBody(draft));
    const viaJson = importFile(exportJson(toBody(draft)));
    assert.deepEqual(toBody({ ...draft, wines: viaJson.wines }), toBody(draft));
    assert.equal(viaJson.title, body.title);
    assert.equal(viaJson.timerSeconds, 45);
  }
});

test("headings in any order, German, semicolons", () => {
  const { wines, notices } = importTable("Kategorie;Wein;Richtig;Falsch 1;Falsch 2;Falsch 3\r\nRebsorte;Barolo;Nebbiolo;Barbera;Dolcetto;Merlot\r\nFarbe;;Rot;Weiß;Rosé;Gelb");
  assert.deepEqual(notices, []);
  assert.equal(wines.length, 1);
  assert.deepEqual(wines[0]!.questions.map((q) => [q.category, q.correct, q.wrong.join()]), [
    ["grape_variety", "Nebbiolo", "Barbera,Dolcetto,Merlot"],
    ["color", "Rot", "Weiß,Rosé,Gelb"],
  ]);
});

test("a table pasted without headings", () => {
  const { wines } = importTable("Barolo\tgrape\t\tNebbiolo\tBarbera\tDolcetto\tMerlot\nChablis\tcountry\t\tFrance\tItaly\tSpain\tChile");
  assert.deepEqual(wines.map((w) => w.name), ["Barolo", "Chablis"]);
});

test("what cannot be taken is named with its line", () => {
  const { wines, notices } = importTable("wine,category,question,correct,wrong1,wrong2,wrong3\n,colr,,Red,White\nX,country,,A,B,C,D");
  assert.deepEqual(notices, [
    { kind: "no_wine", line: 2 },
    { kind: "unknown_category", line: 2, text: "colr" },
  ]);
  assert.equal(wines[0]!.questions[0]!.category, "");
  assert.deepEqual(wines[0]!.questions[0]!.wrong, ["White", "", ""]);
});

test("files that are no quiz", () => {
  assert.deepEqual(importTable("").notices, [{ kind: "empty" }]);
  assert.deepEqual(importTable("wine,category,correct\n").notices, [{ kind: "empty" }]);
  assert.deepEqual(importJson("{").notices, [{ kind: "not_json" }]);
  assert.deepEqual(importJson("[1]").notices, [{ kind: "not_a_quiz" }]);
  assert.deepEqual(importFile('{"wines":[]}').notices, [{ kind: "empty" }]);
});

test("JSON by hand is read as far as it goes", () => {
  const { wines } = importJson('{"wines":[{"name":"X","questions":[{"category":"taste","correctAnswer":2012,"distractors":[1]}]},7]}');
  assert.deepEqual(wines.map((w) => [w.name, w.questions[0]!.category, w.questions[0]!.correct, w.questions[0]!.wrong]), [
    ["X", "", "2012", ["1", "", ""]],
  ]);
});

test("file names", () => {
  assert.equal(fileName("  Wein & Käse: 1/2 ", "csv"), "Wein-Käse-1-2.csv");
  assert.equal(fileName("…", "json"), "quiz.json");
});

test("every pack can be started as it is, over all five categories", () => {
  let wineCount = 0;
  for (const language of PACK_LANGUAGES) {
    for (const id of PACK_IDS) {
      const body = pack(id, language);
      assert.deepEqual(issuesOf(fromBody(body)), [], `${id}.${language}`);
      assert.ok(body.title);
      const categories = new Set(body.wines.flatMap((w) => w.questions.map((q) => q.category)));
      assert.equal(categories.size, 5, `${id}.${language}`);
      for (const wine of body.wines) {
        assert.ok(wine.questions.length >= 3 && wine.questions.length <= 5, wine.name);
        for (const question of wine.questions) {
          const options = [question.correctAnswer, ...question.distractors].map((o) => o.toLowerCase());
          assert.equal(new Set(options).size, 4, `${wine.name}: ${question.prompt}`);
          if (question.category === "vintage_year") for (const option of options) assert.match(option, /^(1[678]|19|20)\d\d$/);
        }
      }
      wineCount += body.wines.length;
    }
  }
  assert.ok(wineCount / PACK_LANGUAGES.length >= 12);
});

test("a pack is the same quiz in every language", () => {
  for (const id of PACK_IDS) {
    const shape = (language: string) => pack(id, language).wines.map((w) => [w.name, ...w.questions.map((q) => q.category)]);
    for (const language of PACK_LANGUAGES) assert.deepEqual(shape(language), shape("en"));
  }
});
