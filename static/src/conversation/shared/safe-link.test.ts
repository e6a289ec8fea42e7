import assert from "node:assert/strict";
import { test } from "node:test";
import { safeLink } from "./safe-link";

test("a link leads to a page and runs nothing", () => {
  for (const url of ["https://wine.example/a", "HTTP://wine.example", "/files/1"]) assert.equal(safeLink(url), url);
  for (const url of ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//elsewhere.example", "/\\elsewhere.example", "files/1", "", undefined]) assert.equal(safeLink(url), undefined, String(url));
});
