// The player of a music room: puts what the server says plays on the deck, tells the server where it is, and goes
// on to the next song by itself. While this page is not the one that plays, the same calls are a remote control.

import { signal, type ReadonlySignal } from "@preact/signals";
import type { ClientMessage, ServerMessage, Song } from "../../wire/music";
import type { Room } from "../shared/room";
import { positionMs } from "../shared/playback";
import type { Deck, DeckEvents, Track } from "./deck";
import { patience, percentageOf, REPORT_SILENCE_MS, SAME_PLACE_MS } from "./playback";

/** What this page is to the sound. */
export type Role =
  /** It plays nothing: nobody has tapped "Start the music" here. */
  | "silent"
  /** The sound comes from here. */
  | "player"
  /** It would, but the browser wants a tap first. */
  | "blocked";

export interface Player {
  readonly role: ReadonlySignal<Role>;
  /** Somebody else's page reports that it plays. */
  readonly elsewhere: ReadonlySignal<boolean>;
  /** Whether it stands, as far as this page knows. */
  stands(): boolean;
  /** Songs in a row that could not be played. */
  readonly failures: ReadonlySignal<number>;
  /** Milliseconds into the song that plays, as it is heard here or told by the server. */
  placeMs(): number;
  /** As the server knows it, else as the file says. */
  durationMs(): number | null;
  /** Within a tap: the sound comes from this page from now on. */
  start(): void;
  /** Play or pause, wherever the sound comes from. */
  toggle(): void;
  seek(placeMs: number): void;
  next(): void;
  /** 0 to 1. */
  setVolume(volume: number): void;
  /** The room after a message. */
  heard(before: Room, after: Room, message: ServerMessage): void;
  close(): void;
}

export interface PlayerOptions {
  room: () => Room;
  send: (message: ClientMessage) => boolean;
  /** Whether the server can be spoken to. */
  isOnline: () => boolean;
  /** The server's epoch milliseconds. */
  serverNow: () => number;
  makeDeck: (events: DeckEvents) => Deck;
  /** A song was passed because it could not be played. */
  passed: (song: Song) => void;
  /** This page's name as a player, and the one under which it played before it was loaded anew. */
  name: string;
  formerName: string | null;
  /** Whether it plays is kept for the next time. */
  keepPlayer: (is: boolean) => void;
}

/** Milliseconds between two reports of a song that just plays. */
export const REPORT_EVERY_MS = 10_000;
/** Milliseconds between two reports at least, so that dragging is no flood. */
const REPORT_GAP_MS = 250;
/** Milliseconds left of a song at which the next one is got ready. */
const PRELOAD_BEFORE_MS = 25_000;
/** Milliseconds that are worth a jump where the place is told, not only about right: a report's way takes some. */
const HEARD_JUMP_MS = 300;
/** Milliseconds after which a song that failed is tried once more: the server may just be restarting. */
const RETRY_MS = 1_200;
/** Milliseconds between two looks whether others still report. */
const LOOK_EVERY_MS = 2_000;

const trackOf = (song: Song): Track | null => (song.stream_url === null ? null : { songId: song.song_id, url: song.stream_url });

export function createPlayer(options: PlayerOptions): Player {
  const { room, send, isOnline, serverNow } = options;
  const role = signal<Role>("silent");
  const elsewhere = signal(false);
  const failures = signal(0);
  /** Own reports on their way. */
  let reporting = 0;
  /** The word that the sound comes from here: on its way, or to be said as soon as there is a connection. */
  let claim: "none" | "sent" | "kept" = "none";
  let reportedAt = 0;
  let othersAt = 0;
  /** Whether this page's own deck stands. */
  const standing = signal(true);
  /** The song that was tried a second time. */
  let retried: string | null = null;
  /** The song after which the next one was asked for; it is asked for once. */
  let askedAfter: string | null = null;
  let reportTimer: ReturnType<typeof setTimeout> | undefined;
  let reportedPaused: boolean | null = null;
  let failTimer: ReturnType<typeof setTimeout> | undefined;

  const deck = options.makeDeck({ ended, failed, blocked, playing, ticked, turned });
  const looker = setInterval(() => {
    if (elsewhere.value && Date.now() - othersAt > REPORT_SILENCE_MS) elsewhere.value = false;
  }, LOOK_EVERY_MS);

  const stands = () => (role.value === "player" ? standing.value : (now()?.playback.paused ?? true));

  const now = () => room().playing;
  const isOnDeck = () => deck.songId() !== null && deck.songId() === now()?.song.song_id;
  const plays = () => role.value === "player" && isOnDeck();

  function placeMs(): number {
    const playing = now();
    if (playing === null) return 0;
    if (plays()) return deck.placeMs();
    return positionMs(playing.playback, serverNow()) ?? ((durationMs() ?? 0) * playing.playback.percentage) / 100;
  }

  function durationMs(): number | null {
    return now()?.playback.duration_ms ?? (isOnDeck() ? deck.durationMs() : null);
  }

  function become(next: Role): void {
    role.value = next;
    if (next !== "silent") elsewhere.value = false;
    options.keepPlayer(next !== "silent");
  }

  /** Tells the server where the player is, or where it is wished to be: at once where it stops or starts, else not too often. */
  function tellPlace(place: () => number, paused: boolean): void {
    clearTimeout(reportTimer);
    const wait = paused === reportedPaused ? reportedAt + REPORT_GAP_MS - Date.now() : 0;
    if (wait > 0) {
      reportTimer = setTimeout(() => tellPlace(place, paused), wait);
      return;
    }
    const percentage = percentageOf(place(), durationMs());
    if (percentage === null || now() === null) return;
    [reportedAt, reportedPaused] = [Date.now(), paused];
    const own = role.value === "player";
    if (send({ type: "playback_changed", percentage, paused, ...(own ? { player: options.name } : {}) }) && own) reporting += 1;
  }

  /** The sound comes from here from now on. */
  function claimSound(): void {
    if (claim === "sent" || room().player === options.name) return;
    claim = send({ type: "host:player", player: options.name }) ? "sent" : "kept";
  }

  /** Another page plays now. */
  function yieldSound(): void {
    const played = role.value !== "silent";
    clearTimeout(reportTimer);
    become("silent");
    elsewhere.value = true;
    othersAt = Date.now();
    if (played) deck.stop();
  }

  /** Asks for the next song; `after` is what was heard, so that two who notice an end skip one song only. */
  function ask(after: string): void {
    if (askedAfter === after && after !== "") return;
    askedAfter = after;
    if (!send({ type: "host:next", after })) askedAfter = null;
  }

  // What happens on the deck.

  function turned(paused: boolean): void {
    standing.value = paused;
  }

  function ended(songId: string): void {
    if (role.value !== "player" || now()?.song.song_id !== songId) return;
    if (isOnline()) ask(songId);
    else goOnAlone(songId);
  }

  /** The server is away: the music is not. What is ready plays, and the server hears of it later. */
  function goOnAlone(after: string): void {
    const track = upcoming();
    if (track !== null && track.songId !== after) deck.load(track, 0, true);
  }

  function failed(songId: string): void {
    if (role.value === "silent") return;
    clearTimeout(failTimer);
    failTimer = setTimeout(() => {
      const playing = now();
      // Away: what plays is put on again when the server is back.
      if (!isOnline() || playing === null || deck.songId() !== songId || playing.song.song_id !== songId) return;
      if (retried !== songId) {
        retried = songId;
        putOn();
        return;
      }
      failures.value += 1;
      pass(playing.song);
    }, retried === songId ? 0 : RETRY_MS);
  }

  function pass(song: Song): void {
    options.passed(song);
    clearTimeout(failTimer);
    failTimer = setTimeout(() => now()?.song.song_id === song.song_id && ask(song.song_id), patience(failures.value));
  }

  function blocked(): void {
    if (role.value !== "player") return;
    const place = positionOfServer();
    become("blocked");
    // The room is to see what is the case: nothing sounds.
    if (now()?.playback.paused === false) tellPlace(() => place, true);
  }

  function playing(songId: string): void {
    if (now()?.song.song_id !== songId) return;
    failures.value = 0;
    retried = null;
    tellPlace(deck.placeMs, false);
  }

  function ticked(): void {
    if (!plays()) return;
    if (!deck.paused() && Date.now() - reportedAt >= REPORT_EVERY_MS) tellPlace(deck.placeMs, false);
    const left = (durationMs() ?? 0) - deck.placeMs();
    if (left < PRELOAD_BEFORE_MS) deck.preload(upcoming());
  }

  function upcoming(): Track | null {
    const { queue, fallback, settings } = room();
    const song = queue[0]?.song ?? (settings.fallback ? fallback[0] : undefined);
    return song === undefined ? null : trackOf(song);
  }

  const positionOfServer = (): number => {
    const playing = now();
    return playing === null ? 0 : (positionMs(playing.playback, serverNow()) ?? 0);
  };

  /** Puts on what the server says plays. */
  function putOn(place = positionOfServer()): void {
    const playing = now();
    if (playing === null) return deck.stop();
    const track = trackOf(playing.song);
    if (track === null) {
      deck.stop();
      failures.value += 1;
      pass(playing.song);
      return;
    }
    deck.load(track, place, !playing.playback.paused);
  }

  /** Nothing plays: if anything could, it does. */
  function goOn(): void {
    const { playing, queue, fallback, settings, closed } = room();
    if (playing === null && !closed && (queue.length > 0 || (settings.fallback && fallback.length > 0))) ask("");
  }

  // What the server says.

  function heard(before: Room, after: Room, message: ServerMessage): void {
    if (message.type === "room_state") return caughtUp(before.known);
    if (message.type === "playback_changed") return reported(message);
    if (message.type === "host:player") return chosen(message.player);
    if (role.value === "blocked" && message.type === "song_changed" && !message.playing.playback.paused) {
      // Votes or a remote control have brought it: it must not run by unheard.
      tellPlace(() => 0, true);
    }
    if (role.value !== "player") return;
    if (after.closed) return deck.stop();
    if (message.type === "song_changed") {
      askedAfter = null;
      retried = null;
      clearTimeout(reportTimer);
      reportedPaused = null;
      // It may be what went on alone while the server was away.
      const alone = deck.songId() === message.song_id && before.playing?.song.song_id !== message.song_id;
      if (alone && !deck.paused() && !deck.broken()) tellPlace(deck.placeMs, false);
      else putOn(0);
    } else if (message.type === "song_ended") {
      deck.stop();
      askedAfter = null;
    } else if (message.type === "song_queued" || message.type === "fallback_changed" || message.type === "settings_changed") {
      goOn();
    }
  }

  /** Everything anew: after a reload, a reconnect, a restart of the server. */
  function caughtUp(again: boolean): void {
    const wished = claim !== "none";
    claim = "none";
    reporting = 0;
    askedAfter = null;
    reportedPaused = null;
    const playing = now();
    const chosenName = room().player ?? (again ? null : options.formerName);
    if (!again && options.formerName !== null && chosenName === options.formerName) {
      become("player");
      claimSound();
    } else if (role.value !== "silent" && (wished || chosenName === null || chosenName === options.name)) claimSound();
    else if (role.value !== "silent") yieldSound();
    if (!again && role.value === "silent" && playing?.playback.paused === false) {
      // Until it turns out that nobody reports.
      elsewhere.value = true;
      othersAt = Date.now();
    }
    if (role.value !== "player" || room().closed) return;
    if (playing === null) {
      deck.stop();
      return goOn();
    }
    const onDeck = deck.songId();
    // The room stands only because this page had no connection: what sounded on is no wish to be taken back.
    const unheard = playing.playback.halted === true && (!deck.paused() || deck.over());
    if (!again || onDeck === null || (playing.playback.paused && !unheard) || deck.broken()) {
      if (onDeck === playing.song.song_id && !deck.broken()) align(true);
      else putOn();
    } else if (onDeck === playing.song.song_id) {
      // It went on sounding meanwhile; what is heard is the truth. If it is over or broken, it is dealt with now.
      if (deck.over()) ask(onDeck);
      else tellPlace(deck.placeMs, deck.paused());
    } else if (!deck.paused() && upcoming()?.songId === onDeck) {
      // The song after it plays already.
      ask(playing.song.song_id);
    } else putOn();
  }

  /** A page was chosen to play; the server's order decides which of two was chosen last. */
  function chosen(name: string): void {
    if (name === options.name) claim = "none";
    else if (claim !== "sent") yieldSound();
  }

  function reported(report: { paused: boolean; player?: string }): void {
    if (report.player === options.name) {
      reporting = Math.max(0, reporting - 1);
      return;
    }
    // Existing clients play without a name.
    const isPlayers = report.player !== undefined || room().player === undefined;
    if (role.value === "silent") {
      if (!isPlayers || report.paused) return;
      othersAt = Date.now();
      elsewhere.value = true;
    } else if (role.value === "blocked") {
      // What is wished cannot be: the room is to see that nothing sounds.
      if (!report.paused) tellPlace(positionOfServer, true);
    } else if (report.player === undefined) {
      align(report.paused);
      // A report of ours that is still on its way would be heard as the last word.
      if (reporting > 0) {
        reporting = 0;
        tellPlace(deck.placeMs, deck.paused());
      }
    } else if (claim !== "sent") yieldSound();
  }

  /** Brings the deck to where the server says, as somebody else's remote control wishes. */
  function align(jump: boolean): void {
    const playing = now();
    // A report that still waits would tell what was before this wish.
    clearTimeout(reportTimer);
    if (playing === null || !isOnDeck()) return putOn();
    const place = positionOfServer();
    if (playing.playback.paused) deck.pause();
    if (Math.abs(place - deck.placeMs()) >= (jump ? HEARD_JUMP_MS : SAME_PLACE_MS)) deck.seek(place);
    if (!playing.playback.paused && deck.paused()) deck.play();
  }

  // What the host wishes.

  function start(): void {
    deck.bless();
    become("player");
    claimSound();
    if (now() === null) return goOn();
    putOn();
    deck.play();
  }

  function toggle(): void {
    const playing = now();
    if (playing === null || role.value === "blocked") return start();
    if (role.value === "silent") {
      if (!elsewhere.value) return start();
      tellPlace(placeMs, !playing.playback.paused);
      return;
    }
    if (!isOnDeck()) return putOn();
    if (deck.paused()) deck.play();
    else {
      deck.pause();
      tellPlace(deck.placeMs, true);
    }
  }

  function seek(place: number): void {
    const playing = now();
    if (playing === null) return;
    const here = plays();
    if (here) deck.seek(place);
    const paused = here ? deck.paused() : playing.playback.paused;
    tellPlace(here ? deck.placeMs : () => place, paused);
  }

  return {
    role,
    elsewhere,
    failures,
    stands,
    placeMs,
    durationMs,
    start,
    toggle,
    seek,
    next() {
      // A press of the button is meant for what is seen, also if it comes twice.
      send({ type: "host:next", after: now()?.song.song_id ?? "" });
    },
    setVolume: (volume) => deck.setVolume(volume),
    heard,
    close() {
      clearInterval(looker);
      clearTimeout(reportTimer);
      clearTimeout(failTimer);
      deck.close();
    },
  };
}
