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

test("a channel comes out of its form as it went in", () => {
  const row: ChannelRow = {
    channel_id: "1",
    name: "Site",
    bot: { kind: "webhook", url: "https://bot.example/hook" },
    settings: { bot_name: "Vino", greeting: "Hi", busy_text: "Later", fallback_text: "Hm", locale: "de", queue_seconds: 90, silence_seconds: 600, allowed_origins: ["https://wine.example", "http://localhost:1"] },
    created_at: "",
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
  assert.deepEqual(["name", "bot.url", "bot.script", "settings.allowed_origins[2]", "settings.queue_seconds", "else"].map(fieldOf), ["name", "url", "script", "origins", "queue", null]);
});
