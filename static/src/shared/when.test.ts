import assert from "node:assert/strict";
import { test } from "node:test";
import { setLanguage } from "./i18n";
import { dateText, dayText, momentText, timeText } from "./when";

test("one manner for a language, with the clock of a whole day in both", () => {
  const evening = new Date(2026, 10, 21, 20, 34).getTime();
  const all = () => [timeText(evening), dayText(evening), momentText(evening), dateText("2026-11-21")];
  setLanguage("en");
  assert.deepEqual(all(), ["20:34", "21 Nov", "21 Nov 2026, 20:34", "Saturday 21 November"]);
  setLanguage("de");
  assert.deepEqual(all(), ["20:34", "21. Nov.", "21.11.2026, 20:34", "Samstag, 21. November"]);
  setLanguage("en");
});
