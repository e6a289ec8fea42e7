import assert from "node:assert/strict";
import { mock, test, type TestContext } from "node:test";
import { createDeck, type Deck, type DeckEvents } from "./deck";

const HAVE_NOTHING = 0;
const HAVE_METADATA = 1;

/** As much of an audio element as a deck touches. What the network brings is brought by hand. */
class FakeAudio extends EventTarget {
  static all: FakeAudio[] = [];
  preload = "";
  volume = 1;
  paused = true;
  ended = false;
  error: unknown = null;
  duration = NaN;
  readyState = HAVE_NOTHING;
  jumps: number[] = [];
  /** What `play` answers. */
  answer: () => Promise<void> = () => Promise.resolve();
  private at = 0;
  private source: string | null = null;
  constructor() {
    super();
    FakeAudio.all.push(this);
  }
  get currentTime() {
    return this.at;
  }
  set currentTime(seconds: number) {
    // As some browsers do: too early is lost.
    if (this.readyState < HAVE_METADATA) return;
    this.at = seconds;
    this.jumps.push(seconds);
  }
  get src() {
    return this.source ?? "";
  }
  set src(url: string) {
    [this.source, this.at, this.duration, this.readyState, this.ended, this.error] = [url, 0, NaN, HAVE_NOTHING, false, null];
  }
  hasAttribute = () => this.source !== null;
  removeAttribute() {
    this.source = null;
  }
  play() {
    this.paused = false;
    return this.answer();
  }
  pause() {
    this.paused = true;
  }
  load = () => undefined;
  remove = () => undefined;
  tell = (type: string) => void this.dispatchEvent(new Event(type));
  /** The head of the file has come. */
  opened() {
    [this.readyState, this.duration] = [HAVE_METADATA, 200];
    this.tell("loadedmetadata");
  }
}

const track = (id: string) => ({ songId: id, url: `/stream/${id}` });

/** A deck on fake elements, with what it tells. */
function deck(t: TestContext, hidden = true): { deck: Deck; told: string[]; on: (id: string) => FakeAudio } {
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  FakeAudio.all = [];
  const page = globalThis as Record<string, unknown>;
  const before = { Audio: page["Audio"], document: page["document"], HTMLMediaElement: page["HTMLMediaElement"] };
  Object.assign(page, { Audio: FakeAudio, document: { hidden, body: { append: () => undefined } }, HTMLMediaElement: { HAVE_METADATA } });
  t.after(() => {
    mock.timers.reset();
    Object.assign(page, before);
  });
  const told: string[] = [];
  const tell = (name: string) => (what?: unknown) => void told.push(what === undefined ? name : `${name} ${what}`);
  const events: DeckEvents = {
    ended: tell("ended"), failed: tell("failed"), blocked: tell("blocked"), playing: tell("playing"), turned: () => undefined, ticked: () => undefined,
  };
  const on = (id: string) => {
    const found = FakeAudio.all.find((audio) => audio.src === track(id).url);
    assert.ok(found, `${id} is on no element`);
    return found;
  };
  return { deck: createDeck(events), told, on };
}

test("while a song is being opened, its place is the one asked for, not its beginning", (t) => {
  const one = deck(t);
  one.deck.load(track("a"), 50_000, false);
  assert.equal(one.deck.placeMs(), 50_000);
  one.deck.seek(61_590);
  assert.equal(one.deck.placeMs(), 61_590);
  one.on("a").opened();
  assert.deepEqual([one.deck.placeMs(), one.on("a").jumps], [61_590, [61.59]]);
  one.deck.seek(7_000);
  assert.equal(one.deck.placeMs(), 7_000);
});

test("a place that was asked for one song is not taken for the next on the same element", (t) => {
  const one = deck(t);
  one.deck.load(track("a"), 50_000, true);
  one.deck.load(track("b"), 0, true);
  one.deck.load(track("c"), 0, true);
  one.on("c").opened();
  assert.deepEqual([one.deck.placeMs(), one.on("c").currentTime], [0, 0]);
  one.deck.load(track("d"), 9_000, true);
  one.deck.stop();
  one.deck.preload(track("e"));
  one.deck.load(track("e"), 0, true);
  assert.equal(one.deck.placeMs(), 0);
});

test("a song got ready beforehand begins where it is asked to", (t) => {
  const one = deck(t);
  one.deck.load(track("a"), 0, true);
  one.on("a").opened();
  one.deck.preload(track("b"));
  one.on("b").opened();
  one.deck.load(track("b"), 3_000, true);
  assert.deepEqual([one.deck.songId(), one.deck.placeMs(), one.on("a").paused, one.on("b").paused], ["b", 3_000, true, false]);
});

test("a jump in a song that is being let go stops it there, and is no sound of going on", (t) => {
  const one = deck(t, false);
  one.deck.load(track("a"), 0, true);
  one.on("a").opened();
  one.on("a").tell("playing");
  one.deck.setVolume(0.8);
  one.deck.pause();
  mock.timers.tick(60);
  assert.ok(!one.on("a").paused && one.on("a").volume < 0.8, "it goes gently");
  one.deck.seek(9_000);
  one.on("a").tell("playing");
  assert.deepEqual([one.on("a").paused, one.on("a").volume, one.deck.placeMs(), one.told], [true, 0.8, 9_000, ["playing a"]]);
});
