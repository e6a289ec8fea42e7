// One visit: from the name at the door to the end, with everything that goes over the network.

import { signal, type ReadonlySignal } from "@preact/signals";
import type { Failure } from "../../shared/http";
import { toast } from "../../shared/ui/toast";
import type { Behind, EventData, EventType, RecordingLink } from "../../wire/prompt";
import { binOf, faces, history, post, statistics, type Begun } from "../shared/api";
import { begin as beginSession, lookBehind } from "../shared/begin";
import { Company } from "../shared/company";
import { listen } from "../shared/live";
import { tallyOf } from "../shared/tally";
import { forgetGuest, guestOf, knownGuest } from "../shared/user";
import { p } from "../texts";
import { answer, COUNTDOWN_S, happened, initial, isOver, settled, type Model } from "./model";

/** Milliseconds between two looks at the clock. */
const BEAT_MS = 50;
/** Seconds of history that are fetched at once, and how early. */
const HISTORY_S = 8;
const HISTORY_AHEAD_S = 4;
/** Seconds between two readings of the sums, and of the faces. */
const SUMS_EVERY_S = 2;
const FACES_EVERY_S = 5;
const FACES_SHOWN = 5;
/** Tries of one post, and milliseconds between them. */
const POST_TRIES = 4;
const POST_WAIT_MS = 700;
/** Seconds by which a recording that begins late is moved to our own second. */
const SEEK_S = 0.3;
/** Seconds between two things that we do, at least: the server takes none of a kind twice at one time. */
const STEP_S = 0.001;
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
  const company = new Company();
  let bearer = "";
  let behind: Behind | null = null;
  let zero = 0;
  let stopLive = () => {};
  let beat: ReturnType<typeof setInterval> | undefined;
  let fetched = 0;
  let summed = -Infinity;
  let seen = -Infinity;
  let latest = 0;
  // Posts leave one after the other: a later one must not overtake an earlier one.
  let queue: Promise<unknown> = Promise.resolve();
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
    company.as(begun.session_uid);
    zero = performance.now() + COUNTDOWN_S * 1000;
    (fetched = 0), (summed = -Infinity), (seen = -Infinity), (latest = 0);
    set({ screen: "countdown", begun, time: -COUNTDOWN_S });
    if (begun.recording !== undefined) session.recording ??= recordingOf(begun.recording);
    stopLive = listen({ dialect, uid: begun.uid, jwt: () => begun.jwt, now, receive: (happenings) => company.add(happenings, now()) });
    beat = setInterval(tick, BEAT_MS);
    addEventListener("pagehide", leave);
    tick();
  }

  function tick() {
    const { begun, screen } = model.value;
    if (begun === null) return;
    const time = now();
    if (screen === "countdown" && time >= 0) start(begun);
    follow();
    fetchAround(begun, time);
    let next: Model = { ...model.value, time, peak: Math.max(model.value.peak, model.value.tally.users) };
    for (const one of company.take(time)) next = happened(next, one);
    model.value = next;
    if (isOver(next)) finish();
  }

  function start(begun: Begun) {
    set({ screen: "running", tally: { ...model.value.tally, users: model.value.tally.users + 1 } });
    sound();
    send(begun, "join", now(), spoken());
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
    if (fetched < begun.duration_seconds && time + HISTORY_AHEAD_S >= fetched) {
      const from = fetched;
      fetched += HISTORY_S;
      void history(dialect, begun.uid, begun.jwt, from, fetched).then((found) => found.ok && company.add(found.value, now()));
    }
    if (time >= 0 && time - summed >= SUMS_EVERY_S) {
      summed = time;
      const bin = binOf(time, begun.duration_seconds);
      void statistics(dialect, begun.uid, begun.jwt, bin).then((sums) => {
        if (sums.ok && model.value.screen === "running") set({ tally: tallyOf(begun.prompt, sums.value) });
      });
    }
    if (time >= 0 && time - seen >= FACES_EVERY_S) {
      seen = time;
      void faces(dialect, begun.uid, begun.jwt, Math.min(time, begun.duration_seconds), FACES_SHOWN).then((found) => found.ok && set({ faces: found.value }));
    }
  }

  function send(begun: Begun, type: EventType, time: number, data: object) {
    // A recording may set our clock back a little; what we do stays in order all the same.
    const at = Math.min(Math.max(time, latest), begun.duration_seconds);
    latest = at + STEP_S;
    const attempt = async (tries: number): Promise<void> => {
      const answer = await post(kind().dialect, begun, bearer, type, at, data as EventData);
      const passing = !answer.ok && (answer.failure.status === 0 || answer.failure.status >= 500 || answer.failure.status === 429);
      if (!passing) return;
      if (tries === POST_TRIES) toast(p.value.notSent);
      await new Promise((resolve) => setTimeout(resolve, POST_WAIT_MS));
      if (tries > 1) return attempt(tries - 1);
    };
    queue = queue.then(() => attempt(POST_TRIES));
  }

  function choose(value: number) {
    const { begun, screen, mine } = model.value;
    if (begun === null || screen !== "running" || mine === value) return;
    model.value = answer(model.value, value);
    const { style } = begun.prompt;
    if (style === "numeric") send(begun, "numeric_prompt_response", now(), { rating: value });
    else if (style === "color") send(begun, "color_prompt_response", now(), { index: value });
    else if (style === "word") send(begun, "word_prompt_response", now(), { index: value });
  }

  function press(down: boolean) {
    const { begun, screen, pressing, tally } = model.value;
    if (begun === null || screen !== "running" || pressing === down) return;
    const moved = { ...tally, pressing: Math.max(0, tally.pressing + (down ? 1 : -1)), presses: tally.presses + (down ? 1 : 0) };
    set({ pressing: down, tally: moved });
    send(begun, down ? "press_prompt_start_response" : "press_prompt_end_response", now(), {});
  }

  function like() {
    const { begun, screen, tally, likes, hearts } = model.value;
    if (begun === null || screen !== "running") return;
    set({ likes: likes + 1, tally: { ...tally, likes: tally.likes + 1 }, hearts: [...hearts, `own-${likes}`] });
    send(begun, "like", now(), {});
  }

  function settle(uid: string) {
    model.value = settled(model.value, uid);
  }

  function finish() {
    const { begun, pressing } = model.value;
    if (begun === null) return;
    if (pressing) press(false);
    send(begun, "leave", begun.duration_seconds, spoken());
    stop();
    set({ screen: "ended", hearts: [], ripples: [] });
    // The sums at the end, ours among them.
    void queue.then(async () => {
      const sums = await statistics(kind().dialect, begun.uid, begun.jwt, binOf(begun.duration_seconds, begun.duration_seconds));
      if (sums.ok) set({ tally: tallyOf(begun.prompt, sums.value) });
    });
  }

  /** The page goes while the prompt runs: others see us leave. */
  function leave() {
    const { begun, screen } = model.value;
    if (begun === null || screen !== "running") return;
    void post(kind().dialect, begun, bearer, "leave", now(), spoken() as EventData, true);
  }

  /** What joining and leaving carry: journeys tell no names. */
  function spoken(): object {
    return kind().dialect === "journey" ? {} : { name: model.value.name };
  }

  function stop() {
    clearInterval(beat);
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

  void look();
  return session;
}

function recordingOf({ url, media_type }: RecordingLink): HTMLMediaElement {
  const media = document.createElement(media_type.startsWith("video/") ? "video" : "audio");
  media.src = url;
  media.preload = "auto";
  media.setAttribute("playsinline", "");
  return media;
}

/** Plays for a moment without a sound, which lets it sound later. Where it is so slow to come that it is wanted by then, it plays on. */
function unlock(media: HTMLMediaElement, isWanted: () => boolean): void {
  media.muted = true;
  const still = () => {
    media.muted = false;
    if (isWanted()) return;
    media.pause();
    media.currentTime = 0;
  };
  void media.play().then(still, still);
}
