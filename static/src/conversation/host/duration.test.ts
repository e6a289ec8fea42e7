import assert from "node:assert/strict";
import { test } from "node:test";
import { duration } from "./duration";

test("a time is as exact as it is short", () => {
  assert.deepEqual([0, 45.4, 59.6, 60, 90, 3_599, 3_600, 4_800, 86_399, 86_400, 97_200].map(duration), ["0 s", "45 s", "1 min", "1 min", "2 min", "1 h", "1 h", "1 h 20 min", "24 h", "1 d", "1 d 3 h"]);
});
