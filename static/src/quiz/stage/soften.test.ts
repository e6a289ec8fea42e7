import assert from "node:assert/strict";
import { test } from "node:test";
import { soften } from "./soften";

const parts = (text: string) => soften(text).split("\u00ad");

test("ordinary words stay whole", () => {
  for (const text of ["Nebbiolo", "Cabernet Sauvignon", "", "1998", "Châteauneuf-du-Pape"]) assert.equal(soften(text), text);
});

test("a very long word can be divided, at no place near its ends, and reads the same", () => {
  const word = "Trockenbeerenauslesenverkostungsgemeinschaft";
  const found = parts(word);
  assert.equal(found.join(""), word);
  assert.ok(found.length >= 8, found.join("-"));
  assert.ok((found[0]?.length ?? 0) >= 4 && (found[found.length - 1]?.length ?? 0) >= 4, found.join("-"));
});
