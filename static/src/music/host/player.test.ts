import assert from "node:assert/strict";
import { mock, test, type TestContext } from "node:test";
import type { ClientMessage, Playing, RoomState, ServerMessage, Song } from "../../wire/music";
import { initial, receive, type Room } from "../shared/room";
import type { Deck, DeckEvents, Track } from "./deck";
import { createPlayer, REPORT_EVERY_MS, type Player } from "./player";

const song = (id: string, over: Partial<Song> = {}): Song => ({
  song_id: id, title: id, artist: null, album: null, duration_ms: 200_000, cover_url: null, stream_url: `/stream/${id}`, ...over,
});
const playing = (id: string, over: Partial<Playing["playback"]> = {}, what: Partial<Song> = {}): Playing => ({
  song: song(id, what), added_by: null, votes: 0,
  playback: { percentage: 0, paused: false, position_ms: 0, at: Date.now(), duration_ms: 200_000, ...over },
});

/** A deck without sound, whose place is moved by hand. */
class FakeDeck implements Deck {
  track: Track | null = null;
  place = 0;
  wanted = false;
  isOver = false;
  isBroken = false;
  ready: Track | null = null;
  volume = 1;
  constructor(readonly events: DeckEvents) {}
  songId = () => this.track?.songId ?? null;
  placeMs = () => this.place;
  durationMs = () => 200_000;
  paused = () => !this.wanted;
  over = () => this.isOver;
  broken = () => this.isBroken;
  private want(play: boolean) {
    this.wanted = play;
    this.events.turned(!play);
  }
  load(track: Track, place: number, play: boolean) {
    [this.track, this.place, this.isOver, this.isBroken] = [track, place, false, false];
    this.want(play);
    if (play) this.events.playing(track.songId);
  }
  play() {
    this.want(true);
    if (this.track) this.events.playing(this.track.songId);
  }
  pause = () => this.want(false);
  seek(place: number) {
    this.place = place;
  }
  preload(track: Track | null) {
    this.ready = track;
  }
  stop() {
    this.track = null;
    this.want(false);
  }
  setVolume(volume: number) {
    this.volume = volume;
  }
  bless = () => undefined;
  close = () => undefined;
  /** The song comes to its end. */
  finish() {
    this.isOver = true;
    this.want(false);
    this.events.ended(this.track!.songId);
  }
}

/** A page with a server that hands every report back. */
class Page {
  room: Room = initial("K7WF");
  said: ClientMessage[] = [];
  online = true;
  passed: string[] = [];
  kept: boolean | null = null;
  deck!: FakeDeck;
  player: Player;
  constructor(formerName: string | null = null) {
    this.player = createPlayer({
      room: () => this.room,
      send: (message) => this.online && this.said.push(message) > 0,
      isOnline: () => this.online,
      serverNow: () => Date.now(),
      makeDeck: (events) => (this.deck = new FakeDeck(events)),
      passed: (one) => void this.passed.push(one.song_id),
      name: "here",
      formerName,
      keepPlayer: (is) => (this.kept = is),
    });
  }
  hear(message: ServerMessage) {
    const before = this.room;
    this.room = receive(before, message);
    this.player.heard(before, this.room, message);
  }
  state(over: Partial<RoomState> = {}) {
    const { known: _, closed: __, removed: ___, ...room } = initial("K7WF");
    this.hear({ type: "room_state", ...room, exists: true, server_time: Date.now(), ...over });
  }
  /** A wish of somebody else's, or a report of the page of this name. */
  report(percentage: number, paused: boolean, player?: string) {
    const report = { percentage, paused, at: Date.now(), position_ms: percentage * 2_000, duration_ms: 200_000 };
    this.hear({ type: "playback_changed", ...report, ...(player === undefined ? {} : { player }) });
  }
  /** A page was chosen to play. */
  chosen(player: string) {
    this.hear({ type: "host:player", player });
  }
  /** The server hands back what this page has reported last. */
  echo() {
    const last = this.said.filter((m) => m.type === "playback_changed").pop();
    assert.ok(last?.type === "playback_changed");
    this.report(last.percentage, last.paused, last.player);
  }
  changed(id: string, what: Partial<Song> = {}) {
    this.hear({ type: "song_changed", song_id: id, playing: playing(id, {}, what), cause: "host" });
  }
  nexts = () => this.said.flatMap((m) => (m.type === "host:next" ? [m.after] : []));
  claims = () => this.said.filter((m) => m.type === "host:player").length;
  reports = () => this.said.flatMap((m) => (m.type === "playback_changed" ? [[m.percentage, m.paused]] : []));
}

function page(t: TestContext, formerName: string | null = null): Page {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_000_000 });
  const one = new Page(formerName);
  t.after(() => {
    one.player.close();
    mock.timers.reset();
  });
  return one;
}

/** A page that plays a song, everything handed back. */
function playingPage(t: TestContext, id = "a"): Page {
  const one = page(t);
  one.state({ fallback: [song("f")] });
  one.player.start();
  one.chosen("here");
  one.changed(id);
  one.echo();
  one.said.length = 0;
  return one;
}

test("nothing sounds before a tap; the tap asks for the first song, and it plays", (t) => {
  const one = page(t);
  one.state({ fallback: [song("f")] });
  assert.deepEqual([one.deck.songId(), one.player.role.value, one.said.length], [null, "silent", 0]);
  one.player.toggle();
  assert.equal(one.claims(), 1);
  assert.deepEqual(one.nexts(), [""]);
  one.changed("f");
  assert.deepEqual([one.deck.songId(), one.deck.paused(), one.kept], ["f", false, true]);
  assert.deepEqual(one.reports(), [[0, false]]);
});

test("at the end of a song the next is asked for once, and put on when the server says which", (t) => {
  const one = playingPage(t);
  one.deck.finish();
  one.deck.events.ended("a");
  assert.deepEqual(one.nexts(), ["a"]);
  one.changed("b");
  assert.deepEqual([one.deck.songId(), one.deck.place], ["b", 0]);
});

test("the queue is empty and the list too: the first song that somebody adds plays by itself", (t) => {
  const one = playingPage(t);
  one.room = { ...one.room, fallback: [] };
  one.deck.finish();
  one.hear({ type: "song_ended", song_id: "a" });
  assert.equal(one.deck.songId(), null);
  one.hear({ type: "song_queued", song_id: "b", no: 1, song: song("b"), votes: 1, added_by: { guest_id: 2, name: "Ben" }, queued_at: 1 });
  assert.deepEqual(one.nexts(), ["a", ""]);
});

test("it reports every ten seconds, and at once where it stops and goes on", (t) => {
  const one = playingPage(t);
  mock.timers.tick(REPORT_EVERY_MS - 1);
  one.deck.events.ticked();
  assert.deepEqual(one.reports(), []);
  mock.timers.tick(1);
  one.deck.place = 10_000;
  one.deck.events.ticked();
  one.player.toggle();
  one.player.toggle();
  assert.deepEqual(one.reports(), [[5, false], [5, true], [5, false]]);
});

test("dragging is no flood: at most four reports a second, the last place among them", (t) => {
  const one = playingPage(t);
  for (let place = 1_000; place <= 50_000; place += 1_000) {
    one.player.seek(place);
    mock.timers.tick(20);
  }
  mock.timers.tick(1_000);
  assert.ok(one.reports().length <= 5, String(one.reports().length));
  assert.deepEqual(one.reports().pop(), [25, false]);
  assert.equal(one.deck.place, 50_000);
});

test("a remote control's pause, jump and going on are followed", (t) => {
  const one = playingPage(t);
  one.report(0, true);
  assert.equal(one.deck.paused(), true);
  one.report(50, true);
  assert.equal(one.deck.place, 100_000);
  one.report(50, false);
  assert.equal(one.deck.paused(), false);
  assert.equal(one.player.role.value, "player");
});

test("two remote controls pause at once: it stays the player, and goes on when asked", (t) => {
  const one = playingPage(t);
  for (const percentage of [0, 0.1]) one.report(percentage, true);
  assert.deepEqual([one.player.role.value, one.deck.paused()], ["player", true]);
  one.report(0.1, false);
  assert.deepEqual([one.player.role.value, one.deck.paused()], ["player", false]);
});

test("a wish that meets an own report on its way is not lost: what is the case is told once more", (t) => {
  const one = playingPage(t);
  mock.timers.tick(REPORT_EVERY_MS);
  one.deck.place = 10_000;
  one.deck.events.ticked();
  one.report(5, true);
  assert.deepEqual([one.deck.paused(), one.reports()], [true, [[5, false], [5, true]]]);
});

test("a drag's report that still waits does not undo a remote control's pause", (t) => {
  const one = playingPage(t);
  one.player.seek(60_000);
  one.report(0, true);
  mock.timers.tick(1_000);
  assert.deepEqual([one.deck.paused(), one.reports()], [true, []]);
});

test("a drag's report that still waits is not told once another page has taken over", (t) => {
  const one = playingPage(t);
  one.player.seek(60_000);
  one.chosen("there");
  mock.timers.tick(1_000);
  assert.deepEqual(one.reports(), []);
});

test("another page takes over: this one falls silent, and becomes a remote control", (t) => {
  const one = playingPage(t);
  one.deck.place = 10_000;
  one.chosen("there");
  assert.deepEqual([one.player.role.value, one.player.elsewhere.value, one.deck.songId(), one.kept], ["silent", true, null, false]);
  one.report(5.1, false, "there");
  one.player.toggle();
  assert.deepEqual(one.said, [{ type: "playback_changed", percentage: 5.1, paused: true }]);
  assert.equal(one.deck.songId(), null);
});

test("of two pages that take over at once the one that the server names last plays", (t) => {
  const one = playingPage(t);
  one.chosen("there");
  one.player.start();
  // The other one's tap came to the server first.
  one.chosen("third");
  assert.equal(one.player.role.value, "player");
  one.chosen("here");
  assert.equal(one.player.role.value, "player");
  one.chosen("third");
  assert.equal(one.player.role.value, "silent");
});

test("an existing client that plays without a name is another player, as long as no page has one", (t) => {
  const one = page(t);
  one.state({ playing: playing("a", { paused: true }) });
  one.report(10, false);
  assert.equal(one.player.elsewhere.value, true);
});

test("a page that opens while the music plays elsewhere stays silent, and takes over by a tap", (t) => {
  const one = page(t);
  one.state({ playing: playing("a", { position_ms: 50_000, percentage: 25 }) });
  assert.deepEqual([one.player.elsewhere.value, one.deck.songId()], [true, null]);
  mock.timers.tick(1_000);
  one.player.start();
  assert.deepEqual([one.deck.songId(), one.deck.place, one.player.elsewhere.value], ["a", 51_000, false]);
  assert.deepEqual(one.reports(), [[25.5, false]]);
});

test("whoever takes over what stands says so before it plays", (t) => {
  const one = page(t);
  one.state({ playing: playing("a", { position_ms: 50_000, percentage: 25, paused: true }), player: "there" });
  one.player.start();
  assert.deepEqual([one.said[0], one.reports()], [{ type: "host:player", player: "here" }, [[25, false]]]);
});

test("a player that has gone is noticed, and the page offers to start again", (t) => {
  const one = page(t);
  one.state({ playing: playing("a") });
  mock.timers.tick(20_000);
  one.report(10, false, "there");
  mock.timers.tick(20_000);
  assert.equal(one.player.elsewhere.value, true);
  mock.timers.tick(10_000);
  assert.equal(one.player.elsewhere.value, false);
});

test("after a reload it plays on where the server says; refused by the browser, it tells the room that it stands", (t) => {
  const one = page(t, "before");
  one.state({ playing: playing("a", { position_ms: 60_000, percentage: 30 }), player: "before" });
  assert.deepEqual([one.deck.songId(), one.deck.place], ["a", 60_000]);
  one.deck.wanted = false;
  one.deck.events.blocked();
  assert.deepEqual([one.player.role.value, one.reports().pop()], ["blocked", [30, true]]);
  one.echo();
  one.player.toggle();
  assert.deepEqual([one.player.role.value, one.deck.paused(), one.reports().pop()], ["player", false, [30, false]]);
});

test("a page that is blocked cannot play as wished, and the room sees that it stands", (t) => {
  const one = page(t, "before");
  one.state({ playing: playing("a"), player: "before" });
  one.deck.wanted = false;
  one.deck.events.blocked();
  one.said.length = 0;
  mock.timers.tick(1_000);
  one.report(0, false);
  assert.deepEqual([one.player.role.value, one.reports()], ["blocked", [[0, true]]]);
});

test("a song that votes or a remote control bring to a page that is blocked does not run by unheard", (t) => {
  const one = page(t, "before");
  one.state({ playing: playing("a"), player: "before" });
  one.deck.wanted = false;
  one.deck.events.blocked();
  one.echo();
  one.said.length = 0;
  mock.timers.tick(1_000);
  one.changed("b");
  assert.deepEqual([one.player.role.value, one.reports()], ["blocked", [[0, true]]]);
});

test("after a reload it stays silent where another page plays by now", (t) => {
  const one = page(t, "before");
  one.state({ playing: playing("a"), player: "there" });
  assert.deepEqual([one.player.role.value, one.deck.songId(), one.claims()], ["silent", null, 0]);
});

test("another page took over while this one had no connection: it yields when it is back", (t) => {
  const one = playingPage(t);
  one.online = false;
  one.online = true;
  one.state({ playing: playing("a"), player: "there" });
  assert.deepEqual([one.player.role.value, one.player.elsewhere.value, one.deck.songId()], ["silent", true, null]);
});

test("a tap without a connection is said as soon as there is one", (t) => {
  const one = page(t);
  one.state({ playing: playing("a"), player: "there" });
  one.online = false;
  one.player.start();
  one.online = true;
  one.state({ playing: playing("a"), player: "there" });
  assert.deepEqual([one.player.role.value, one.claims()], ["player", 1]);
});

test("the server was away: the music was not, and what is heard is what is told", (t) => {
  const one = playingPage(t);
  one.online = false;
  one.deck.place = 20_000;
  mock.timers.tick(20_000);
  one.online = true;
  one.state({ playing: playing("a", { position_ms: 3_000, percentage: 1.5 }) });
  assert.deepEqual([one.deck.place, one.reports()], [20_000, [[10, false]]]);
});

test("the room has let it stand because nobody was heard: what sounded on goes on, what somebody paused does not", (t) => {
  for (const [halted, rest] of [[true, [false, [[10, false]]]], [false, [true, []]]] as const) {
    const one = playingPage(t);
    one.online = false;
    one.deck.place = 20_000;
    mock.timers.tick(120_000);
    one.online = true;
    one.state({ playing: playing("a", { position_ms: 3_000, percentage: 1.5, paused: true, ...(halted ? { halted } : {}) }) });
    assert.deepEqual([one.deck.paused(), one.reports()], rest);
    one.player.close();
    mock.timers.reset();
  }
});

test("the song was over before the connection was back, and the room has let it stand: the next one comes", (t) => {
  const one = playingPage(t);
  one.room = { ...one.room, fallback: [] };
  one.online = false;
  one.deck.finish();
  one.online = true;
  one.state({ playing: playing("a", { position_ms: 90_000, paused: true, halted: true }), fallback: [song("f")] });
  assert.deepEqual(one.nexts(), ["a"]);
});

test("paused here while the server was away, it stays paused and says so", (t) => {
  const one = playingPage(t);
  one.online = false;
  one.player.toggle();
  one.online = true;
  one.state({ playing: playing("a", { position_ms: 3_000, percentage: 1.5 }) });
  assert.deepEqual([one.deck.paused(), one.reports(), one.nexts()], [true, [[0, true]], []]);
});

test("a song ends while the server is away: the next one plays, and the server hears of it later", (t) => {
  const one = playingPage(t);
  one.online = false;
  one.deck.finish();
  assert.deepEqual([one.deck.songId(), one.nexts()], ["f", []]);
  one.online = true;
  one.deck.place = 8_000;
  one.state({ playing: playing("a", { position_ms: 3_000 }), fallback: [song("f")] });
  assert.deepEqual(one.nexts(), ["a"]);
  one.changed("f");
  assert.deepEqual([one.deck.place, one.reports().pop()], [8_000, [4, false]]);
});

test("a song that cannot be played is tried twice, then passed with a word; many are passed slowly", (t) => {
  const one = playingPage(t);
  const fail = () => {
    one.deck.isBroken = true;
    one.deck.events.failed(one.deck.songId()!);
    mock.timers.tick(1_500);
  };
  // The fake's load says "playing" at once, as a real one does not for a broken file.
  one.deck.events.playing = () => undefined;
  fail();
  assert.deepEqual([one.passed, one.nexts(), one.deck.isBroken], [[], [], false]);
  fail();
  assert.deepEqual([one.passed, one.nexts()], [["a"], ["a"]]);
  for (const id of ["b", "c"]) {
    one.changed(id);
    fail();
    fail();
  }
  assert.deepEqual([one.passed, one.nexts(), one.player.failures.value], [["a", "b", "c"], ["a", "b"], 3]);
  mock.timers.tick(5_000);
  assert.deepEqual(one.nexts(), ["a", "b", "c"]);
});

test("a song that this server has no sound of is passed", (t) => {
  const one = playingPage(t);
  one.changed("x", { stream_url: null });
  mock.timers.tick(1);
  assert.deepEqual([one.passed, one.nexts()], [["x"], ["x"]]);
});

test("a broken stream while the server is away is no reason to skip; it is put on again", (t) => {
  const one = playingPage(t);
  one.online = false;
  one.deck.isBroken = true;
  one.deck.events.failed("a");
  mock.timers.tick(10_000);
  assert.deepEqual([one.passed, one.nexts()], [[], []]);
  one.online = true;
  one.state({ playing: playing("a", { position_ms: 90_000, percentage: 45 }) });
  assert.deepEqual([one.deck.isBroken, one.deck.place], [false, 90_000]);
});

test("the next song is got ready before this one ends", (t) => {
  const one = playingPage(t);
  const ready = () => one.deck.ready?.songId ?? null;
  one.deck.events.ticked();
  assert.equal(ready(), null);
  one.deck.place = 180_000;
  one.deck.events.ticked();
  assert.equal(ready(), "f");
});

test("the room closes: silence, and no song is asked for any more", (t) => {
  const one = playingPage(t);
  one.hear({ type: "room_closed" });
  assert.deepEqual([one.deck.songId(), one.nexts()], [null, []]);
});
