import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import type { Begun } from "../shared/api";
import type { Failure } from "../../shared/http";
import { startPosting } from "./posting";

const begun: Begun = {
  uid: "p1",
  jwt: "t",
  session_uid: "s1",
  prompt: { style: "word", text: "How was it?", options: ["calm", "awake"] },
  duration_seconds: 60,
};
const realFetch = globalThis.fetch;

afterEach(() => {
  globalThis.fetch = realFetch;
});

/** Posts one event to a server that answers like this, one after the other (0: the answer is lost), and tells what was lost. */
async function posted(answers: number[]): Promise<{ asked: number; lost: Failure[] }> {
  let asked = 0;
  const lost: Failure[] = [];
  globalThis.fetch = async () => {
    const status = answers[asked] ?? 500;
    asked += 1;
    if (status === 0) throw new TypeError("the connection is gone");
    return new Response(JSON.stringify({ success: status === 200 }), { status });
  };
  const posting = startPosting({
    dialect: "interactive_prompt",
    begun,
    bearer: "b",
    jwt: () => "t",
    renew: async () => {},
    delayed: () => {},
    lost: (failure) => lost.push(failure),
  });
  posting.send("like", 1, {});
  await posting.settled();
  return { asked, lost };
}

test("what was taken although its answer was lost is refused the second time, and is not lost", async () => {
  assert.deepEqual(await posted([0, 409]), { asked: 2, lost: [] });
});

test("what is refused at once is lost", async () => {
  const { asked, lost } = await posted([409]);
  assert.deepEqual([asked, lost.map((failure) => failure.status)], [1, [409]]);
});

test("what a busy server could not take is refused for a reason of its own", async () => {
  const { asked, lost } = await posted([503, 409]);
  assert.deepEqual([asked, lost.map((failure) => failure.status)], [2, [409]]);
});
