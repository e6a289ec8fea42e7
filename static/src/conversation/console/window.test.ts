import assert from "node:assert/strict";
import { test } from "node:test";
import { inOldOrder, rangeOf, scrollFor } from "./window";

test("what is in sight is drawn, and little else", () => {
  assert.deepEqual(rangeOf(0, 500, 100, 1_000), { from: 0, to: 9 });
  assert.deepEqual(rangeOf(50_000, 500, 100, 1_000), { from: 496, to: 509 });
  assert.deepEqual(rangeOf(99_500, 500, 100, 1_000), { from: 991, to: 1_000 });
  assert.deepEqual(rangeOf(0, 0, 100, 0), { from: 0, to: 0 });
  assert.deepEqual(rangeOf(9_000, 500, 100, 3), { from: 3, to: 3 }, "a list that has become shorter");
});

test("a row is brought into sight by as little as it takes", () => {
  assert.equal(scrollFor(2, 0, 500, 100), 0);
  assert.equal(scrollFor(7, 0, 500, 100), 300);
  assert.equal(scrollFor(1, 300, 500, 100), 100);
});

test("under a pointer rows stay where they are, and new ones come first", () => {
  const rows = ["c", "new", "a", "b"].map((conversation_id) => ({ conversation_id }));
  assert.deepEqual(inOldOrder(rows, ["a", "b", "gone", "c"]).map((row) => row.conversation_id), ["new", "a", "b", "c"]);
});
