import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChannelRow } from "./api";
import { body, draftOf, empty, faults, fieldOf } from "./draft";

test("an empty form lacks its name and nothing else", () => {
  assert.deepEqual(faults(empty), ["name"]);
  assert.deepEqual(body({ ...empty, name: " The cellar " }), { name: "The cellar", bot: { kind: "scripted" }, settings: {} });
});

test("each field that the server would refuse is named", () => {
  const draft = { ...empty, name: "x", bot: "webhook" as const, url: "ftp://bot", queue: "0", silence: "soon", origins: "https://wine.example\nwine.example" };
  assert.deepEqual(faults(draft), ["url", "queue", "silence", "origins"]);
  assert.deepEqual(faults({ ...draft, url: "https://bot.example/hook", queue: "0,5", silence: "1440", origins: "https://wine.example/, http://localhost:8080" }), []);
});

test("hours that are not whole are named, and those that are off count nothing", () => {
  const draft = { ...empty, name: "x", hoursOn: true, zone: "Nowhere", week: { ...empty.week, mon: [{ from: "09:00", to: "" }] }, daysOff: "24.12.", patience: "61" };
  assert.deepEqual(faults(draft), ["patience", "week", "zone", "daysOff"]);
  assert.deepEqual(faults({ ...draft, hoursOn: false, patience: "60" }), []);
  assert.equal(body({ ...draft, hoursOn: false }).settings?.hours, undefined);
});

test("a channel comes out of its form as it went in", () => {
  const row: ChannelRow = {
    channel_id: "1",
    name: "Site",
    bot: { kind: "webhook", url: "https://bot.example/hook" },
    settings: { bot_name: "Vino", greeting: "Hi", busy_text: "Later", fallback_text: "Hm", locale: "de", queue_seconds: 90, silence_seconds: 600, allowed_origins: ["https://wine.example", "http://localhost:1"], bot_seconds: 20, files: false, closed_text: "Tomorrow", hours: { time_zone: "Europe/Berlin", week: [{ days: ["fri", "sat"], from: "18:00", to: "24:00" }], closed: ["2026-12-24"] } },
    created_at: "",
    is_open: true,
  };
  const { name, bot, settings } = row;
  assert.deepEqual(body(draftOf(row)), { name, bot, settings });
});

test("a flow may be a file's name, TOML or JSON", () => {
  const script = (text: string) => body({ ...empty, name: "x", script: text }).bot;
  assert.deepEqual(script("wine-bar"), { kind: "scripted", script: "wine-bar" });
  assert.deepEqual(script('{"greeting": {"en": "Hi"}}'), { kind: "scripted", script: { greeting: { en: "Hi" } } });
  assert.deepEqual(script("{ not json"), { kind: "scripted", script: "{ not json" });
});

test("what the server blames stands at its field", () => {
  assert.deepEqual(["name", "bot.url", "bot.script", "settings.allowed_origins[2]", "settings.queue_seconds", "settings.hours.week[0].from", "settings.hours.time_zone", "settings.hours.closed[0]", "else"].map(fieldOf), ["name", "url", "script", "origins", "queue", "week", "zone", "daysOff", null]);
});
