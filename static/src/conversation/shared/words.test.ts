import assert from "node:assert/strict";
import { test } from "node:test";
import { piecesOf } from "./words";

test("addresses are found without the marks that end a sentence, and nothing else is one", () => {
  assert.deepEqual(piecesOf("Our menu: https://wine.example/menu?page=2#reds. See you!"), ["Our menu: ", "https://wine.example/menu?page=2#reds", ". See you!"]);
  assert.deepEqual(piecesOf("(http://a.example), HTTPS://B.example"), ["(", "http://a.example", "), ", "HTTPS://B.example", ""]);
  for (const text of ["javascript:alert(1)", "www.wine.example", "https://", "http://.", "a\nb"]) assert.deepEqual(piecesOf(text), [text]);
});
