import assert from "node:assert/strict";
import { test } from "node:test";
import { Company } from "./company";
import type { Happening } from "./dialect";

const like = (uid: string, time: number, session = "s"): Happening => ({
  uid,
  session,
  user: null,
  type: "like",
  time,
  icon: null,
  data: {} as Happening["data"],
});
const uids = (happenings: Happening[]) => happenings.map((one) => one.uid);

test("history and live events come once each, at their second, in order", () => {
  const company = new Company();
  company.add([like("c", 3), like("a", 1), like("b", 2)], 0);
  company.add([like("b", 2), like("d", 1.5)], 0.5);
  assert.deepEqual(uids(company.take(1.9)), ["a", "d"]);
  company.add([like("a", 1)], 1.9);
  assert.deepEqual(uids(company.take(5)), ["b", "c"]);
  assert.deepEqual(uids(company.take(9)), []);
});

test("our own come back and are left out, and what is long past is not shown late", () => {
  const company = new Company("mine");
  company.add([like("own", 5, "mine"), like("late", 1), like("just", 3.5)], 4);
  assert.deepEqual(uids(company.take(4)), ["just"]);
});
