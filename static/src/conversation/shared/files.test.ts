import assert from "node:assert/strict";
import { test } from "node:test";
import { endingOf, isKept, sizeText } from "./files";
import { fileTexts, reasonOf } from "./file-texts";

test("a kept file is one of this server's, and nothing that only begins so", () => {
  assert.ok(isKept("/api/v1/conversations/hart_1-2/files/abc-_9"));
  for (const url of ["/api/v1/conversations/x/files/../../../keys", "https://a.example/api/v1/conversations/x/files/y", "/api/v1/conversations/x/files/y?z", "/other"]) assert.ok(!isKept(url), url);
});

test("sizes and kinds are said as people say them", () => {
  assert.deepEqual([sizeText(1, "en"), sizeText(120_400, "en"), sizeText(1_250_000, "de"), endingOf("menu.pdf"), endingOf("menu")], ["1 kB", "120 kB", "1,3 MB", "PDF", ""]);
});

test("every refusal has words in both languages, and one that is not known has some too", () => {
  const rules = { files: true, bytes_max: 10_485_760, endings: ["png", "pdf"] };
  for (const language of ["en", "de"]) {
    const said = ["TOO_LARGE", "NOT_TAKEN", "TOO_MANY_FILES", "NO_FILES", "EMPTY", "STORAGE_FULL", "RATE_LIMITED", "NOT_YOURS", "", "TEAPOT"].map((code) => reasonOf(fileTexts(language), { code, rules }, language));
    assert.ok(said.every((text) => text.length > 10));
    assert.match(said[0] ?? "", /10[.,]5 MB/);
    assert.match(said[1] ?? "", /png, pdf/);
    assert.equal(said[said.length - 1], said[said.length - 2]);
  }
});
