// One visit: from the name at the door to the end, with everything that goes over the network.

import { signal, type ReadonlySignal } from "@preact/signals";
import { announce } from "../../shared/announce";
import type { Failure } from "../../shared/http";
import { toast } from "../../shared/ui/toast";
import type { Behind, EventData, EventType } from "../../wire/prompt";
import { binOf, bins, faces, history, statistics, type Begun } from "../shared/api";
import { begin as beginSession, lookBehind } from "../shared/begin";
import { Company } from "../shared/company";
import { listen } from "../shared/live";
import { tallyOf } from "../shared/tally";
import { forgetGuest, guestOf, knownGuest } from "../shared/user";
import { answerText } from "../shared/answer-text";
import { p } from "../texts";
import { answer, answerOf, COUNTDOWN_S, did, happened, initial, isOver, opened, settled, summed, type Model } from "./model";
import { startPosting, type Posting } from "./posting";
import { recordingOf, unlock } from "./recording";

/** Milliseconds between two looks at the clock. */
const BEAT_MS = 50;
/** Seconds of history that are fetched at once, how early, and when again where it did not come. */
const HISTORY_S = 8;
const HISTORY_AHEAD_S = 4;
const HISTORY_AGAIN_S = 1;
/** Seconds between two readings of the sums, and of the faces. */
const SUMS_EVERY_S = 2;
const FACES_EVERY_S = 5;
const FACES_SHOWN = 5;
/** Milliseconds until a token is renewed: each is good for half an hour, and a recording may be longer. */
const RENEW_EVERY_MS = 10 * 60 * 1000;
/** Milliseconds without a live socket after which the page says so: a blink is no news. */
const AWAY_AFTER_MS = 1_500;
/** Seconds by which a recording that begins late is moved to our own second. */
const SEEK_S = 0.3;
/** Seconds by which a recording may run ahead of our clock or behind it before the clock is set anew. */
const RECORDING_DRIFT_S = 0.04;

export interface Session {
  model: ReadonlySignal<Model>;
  /** The recording, where there is one. */
  recording: HTMLMediaElement | null;
  begin(name: string): void;
  choose(value: number): void;
  press(down: boolean): void;
  like(): void;
  settle(uid: string): void;
  /** Plays the recording where the browser has wanted a tap. */
  sound(): void;
  again(): void;
}

/** Opens a visit to what the address names. */
export function startSession(name: string): Session {
  const model = signal<Model>(initial(knownGuest()?.name ?? ""));
  let company = new Company();
  let bearer = "";
  let behind: Behind | null = null;
  let zero = 0;
  let stopLive = () => {};
  let posting: Posting | null = null;
  let jwt = "";
  let renewed = 0;
  let beat: ReturnType<typeof setInterval> | undefined;
  let away: ReturnType<typeof setTimeout> | undefined;
  let fetched = 0;
  let fetchFrom = -Infinity;
  let counted = -Infinity;
  let seen = -Infinity;
  let troubled = false;
  const session: Session = { model, recording: null, begin, choose, press, like, settle, sound, again };

  const kind = () => ({ dialect: behind?.kind ?? ("interactive_prompt" as const) });
  const set = (change: Partial<Model>) => (model.value = { ...model.value, ...change });
  const now = () => (performance.now() - zero) / 1000;

  function fail(failure: Failure) {
    const kind = failure.status === 404 ? "notFound" : failure.status === 0 ? "unreachable" : "refused";
    set({ screen: "problem", problem: { kind, detail: failure.detail } });
  }

  /** What stands behind the link, before anybody says a name. */
  async function look() {
    const found = await lookBehind(name);
    if (!found.ok) return fail(found.failure);
    behind = found.value;
    set({ screen: "door", behind });
  }

  async function begin(typed: string) {
    // Within the tap: later a browser may not let it sound.
    if (behind?.recording !== undefined) unlock((session.recording = recordingOf(behind.recording)), () => model.value.screen === "running");
    set({ screen: "preparing", name: typed });
    // Anew each time: its token is good for half an hour.
    const found = await lookBehind(name);
    if (!found.ok) return fail(found.failure);
    behind = found.value;
    const guest = await guestOf(typed);
    if (!guest.ok) return fail(guest.failure);
    bearer = guest.value.token;
    let begun = await beginSession(behind, bearer);
    if (!begun.ok && (begun.failure.status === 401 || begun.failure.status === 403)) {
      // The server has forgotten this guest: a new one of the same name.
      forgetGuest();
      const anew = await guestOf(typed);
      if (!anew.ok) return fail(anew.failure);
      bearer = anew.value.token;
      begun = await beginSession(behind, bearer);
    }
    return begun.ok ? countDown(begun.value) : fail(begun.failure);
  }

  function countDown(begun: Begun) {
    const { dialect } = kind();
    // Whoever comes once more meets everybody once more.
    company = new Company(begun.session_uid);
    zero = performance.now() + COUNTDOWN_S * 1000;
    (fetched = 0), (fetchFrom = -Infinity), (counted = -Infinity), (seen = -Infinity), (troubled = false);
    (jwt = begun.jwt), (renewed = performance.now());
    model.value = opened(model.value, begun);
    announce(`${begun.prompt.text} ${p.value.startsIn} ${COUNTDOWN_S}`);
    if (begun.recording !== undefined) session.recording ??= recordingOf(begun.recording);
    stopLive = listen({ dialect, uid: begun.uid, jwt: () => jwt, now, receive: (happenings) => company.add(happenings, now()), state: delivers });
    posting = startPosting({ dialect, begun, bearer, jwt: () => jwt, renew, delayed, lost });
    beat = setInterval(tick, BEAT_MS);
    addEventListener("pagehide", leave);
    tick();
  }

  /** A fresh token of the same prompt. */
  async function renew() {
    renewed = performance.now();
    const found = await lookBehind(name);
    if (found.ok && found.value.uid === model.value.begun?.uid) jwt = found.value.jwt;
  }

  /** The live socket delivers, or not. */
  function delivers(open: boolean) {
    if (!open) return void (away ??= setTimeout(() => set({ away: true }), AWAY_AFTER_MS));
    clearTimeout(away);
    away = undefined;
    set({ away: false });
  }

  /** Something waits for the network; said once, until nothing waits any more. */
  function delayed() {
    if (troubled || model.value.away) return;
    troubled = true;
    toast(p.value.notSent);
    void posting?.settled().then(() => (troubled = false));
  }

  /** The server has not taken something and will not: the prompt is gone, say. */
  function lost(failure: Failure) {
    if (failure.status !== 404) return void toast(p.value.lost, { seconds: 8 });
    stop();
    fail(failure);
  }

  function tick() {
    const { begun, screen } = model.value;
    if (begun === null) return;
    const time = now();
    if (screen === "countdown" && time >= 0) start();
    follow();
    if (performance.now() - renewed >= RENEW_EVERY_MS) void renew();
    fetchAround(begun, time);
    let next: Model = { ...model.value, time, peak: Math.max(model.value.peak, model.value.tally.users) };
    for (const one of company.take(time)) next = happened(next, one);
    model.value = next;
    if (isOver(next)) finish();
  }

  function start() {
    set({ screen: "running", time: now() });
    sound();
    act("join", spoken());
  }

  /** Does something: it counts at once, and is sent. */
  function act(type: EventType, data: EventData) {
    model.value = did(model.value, type, data);
    posting?.send(type, now(), data);
  }

  /** Plays the recording from our second on. */
  function sound() {
    const { recording } = session;
    if (recording === null) return;
    // One that could not be loaded is asked for once more.
    if (recording.error !== null) recording.load();
    if (Math.abs(recording.currentTime - now()) > SEEK_S) recording.currentTime = Math.max(0, now());
    void recording.play().catch(() => {
      // The browser wants a tap first: the page shows a button for it.
    });
  }

  /** The recording is the clock while it plays. */
  function follow() {
    const recording = session.recording;
    if (recording === null || recording.paused || recording.seeking || recording.readyState < 3) return;
    const drift = recording.currentTime - now();
    if (Math.abs(drift) > RECORDING_DRIFT_S) zero -= drift * 1000;
  }

  /** Fetches what is needed around a second: history, sums, faces. */
  function fetchAround(begun: Begun, time: number) {
    const { dialect } = kind();
    if (fetched < begun.duration_seconds && time + HISTORY_AHEAD_S >= fetched && time >= fetchFrom) {
      const from = fetched;
      fetched += HISTORY_S;
      void history(dialect, begun.uid, jwt, from, fetched).then((found) => {
        if (found.ok) company.add(found.value, now());
        else if (found.failure.status === 0) (fetched = Math.min(fetched, from)), (fetchFrom = now() + HISTORY_AGAIN_S);
      });
    }
    // Of a bin that is over: what has happened since then is known from the events themselves.
    const width = begun.duration_seconds / bins(begun.duration_seconds);
    const bin = binOf(time, begun.duration_seconds) - 1;
    if (bin >= 0 && time - counted >= SUMS_EVERY_S) {
      counted = time;
      void statistics(dialect, begun.uid, jwt, bin).then((sums) => {
        if (sums.ok && model.value.screen === "running") model.value = summed(model.value, tallyOf(begun.prompt, sums.value), (bin + 1) * width);
      });
    }
    if (time >= 0 && time - seen >= FACES_EVERY_S) {
      seen = time;
      void faces(dialect, begun.uid, jwt, Math.min(time, begun.duration_seconds), FACES_SHOWN).then((found) => found.ok && set({ faces: found.value }));
    }
  }

  function choose(value: number) {
    const { begun, screen, mine } = model.value;
    const event = answerOf(model.value, value);
    if (begun === null || event === null || screen !== "running" || mine === value) return;
    model.value = answer(model.value, event.type, event.data);
    posting?.send(event.type, now(), event.data);
    announce(p.value.chosen(answerText(begun.prompt, value)));
  }

  function press(down: boolean) {
    const { screen, pressing } = model.value;
    if (screen !== "running" || pressing === down) return;
    set({ pressing: down });
    act(down ? "press_prompt_start_response" : "press_prompt_end_response", {});
  }

  function like() {
    const { screen, likes, hearts } = model.value;
    if (screen !== "running") return;
    set({ likes: likes + 1, hearts: [...hearts, `own-${likes}`] });
    act("like", {});
  }

  function settle(uid: string) {
    model.value = settled(model.value, uid);
  }

  function finish() {
    const { begun, pressing } = model.value;
    if (begun === null) return;
    if (pressing) press(false);
    posting?.send("leave", begun.duration_seconds, spoken());
    stop();
    set({ screen: "ended", hearts: [], ripples: [] });
    announce(p.value.ended);
    // The sums at the end, ours among them.
    void posting?.settled().then(async () => {
      const sums = await statistics(kind().dialect, begun.uid, jwt, binOf(begun.duration_seconds, begun.duration_seconds));
      if (sums.ok && model.value.begun === begun) set({ tally: tallyOf(begun.prompt, sums.value) });
    });
  }

  /** The page goes while the prompt runs: others see us leave. */
  function leave() {
    const { screen, pressing } = model.value;
    if (screen !== "running") return;
    // A button that is held is let go first: nobody else could.
    const end: [EventType, EventData][] = pressing ? [["press_prompt_end_response", {}]] : [];
    posting?.part([...end, ["leave", spoken()]], now());
  }

  /** What joining and leaving carry: journeys tell no names. */
  function spoken(): EventData {
    return kind().dialect === "journey" ? {} : { name: model.value.name };
  }

  function stop() {
    clearInterval(beat);
    delivers(true);
    stopLive();
    session.recording?.pause();
    removeEventListener("pagehide", leave);
  }

  function again() {
    stop();
    session.recording = null;
    model.value = { ...initial(model.value.name), behind };
    void look();
  }

  // A page that was left and is shown again from the browser's memory has left the prompt meanwhile.
  addEventListener("pageshow", ({ persisted }) => persisted && model.value.screen === "running" && again());
  void look();
  return session;
}
