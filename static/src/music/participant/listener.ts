// Listening along: a player of the guest's own that keeps in step with the host's by the server's clock. Off
// until a tap starts it, as browsers want it.

import { signal, type ReadonlySignal } from "@preact/signals";
import type { Playing } from "../../wire/music";
import { clock } from "../../shared/clock";
import { correction, JumpDelay } from "../shared/follow";
import { positionMs } from "../shared/playback";

/** `blocked`: the browser wants another tap; `noStream`, `refused`, `failed`: this song cannot be heard here. */
export type Listening = "off" | "starting" | "on" | "waiting" | "blocked" | "noStream" | "refused" | "failed";

/** States in which nothing can be kept in step. */
const CANNOT: ReadonlySet<Listening> = new Set(["blocked", "noStream", "refused", "failed"]);

export interface Listener {
  state: ReadonlySignal<Listening>;
  /** Has to be called from a tap the first time. */
  toggle(): void;
  /** What plays in the room. */
  follow(playing: Playing | null): void;
}

/** Milliseconds between two looks at the distance. */
const LOOK_EVERY_MS = 100;
/** Looks after a jump until its distance tells how long it took. */
const LOOKS_TO_SETTLE = 3;

export function createListener(): Listener {
  const state = signal<Listening>("off");
  const delay = new JumpDelay();
  let audio: HTMLAudioElement | null = null;
  let playing: Playing | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;
  let settling = 0;
  let starting = false;

  function toggle() {
    if (state.value === "blocked") {
      begin();
      return;
    }
    if (state.value !== "off") {
      off();
      return;
    }
    audio ??= element();
    state.value = "starting";
    begin();
    timer = setInterval(look, LOOK_EVERY_MS);
  }

  function off() {
    clearInterval(timer);
    state.value = "off";
    audio?.pause();
  }

  function element(): HTMLAudioElement {
    const made = document.createElement("audio");
    made.preload = "auto";
    made.hidden = true;
    made.addEventListener("error", () => {
      if (state.value === "off" || playing === null) return;
      state.value = "failed";
      void wonder(made.src);
    });
    made.addEventListener("pause", () => {
      // Not by us: headphones were pulled out, or a call came.
      const byUs = made.ended || playing === null || playing.playback.paused || starting;
      if (!byUs && !document.hidden && state.value === "on") off();
    });
    document.body.append(made);
    return made;
  }

  /** An element does not tell why it failed. The server does: songs may be for those in the host's network alone. */
  async function wonder(address: string) {
    const answer = await fetch(address, { headers: { range: "bytes=0-0" } }).catch(() => null);
    if (answer?.status === 403 && audio?.src === address && state.value === "failed") state.value = "refused";
  }

  function follow(next: Playing | null) {
    const changed = next?.song.song_id !== playing?.song.song_id || next?.playback.position_ms !== playing?.playback.position_ms;
    playing = next;
    if (state.value !== "off" && changed) begin();
  }

  /** Brings the player to the song of the room. */
  function begin() {
    if (audio === null) return;
    if (playing === null) {
      audio.pause();
      state.value = "waiting";
      return;
    }
    const { stream_url } = playing.song;
    if (stream_url === null) {
      audio.pause();
      state.value = "noStream";
      return;
    }
    const address = new URL(stream_url, location.href).href;
    if (audio.src !== address) {
      audio.src = address;
      state.value = "starting";
    }
    if (playing.playback.paused) {
      // The tap that we are in is the one that allows to play later.
      if (state.value === "starting" || state.value === "blocked") start(() => playing?.playback.paused === true && audio?.pause());
      else audio.pause();
      return;
    }
    start();
  }

  function start(then?: () => void) {
    if (audio === null || starting) return;
    starting = true;
    audio
      .play()
      .then(
        () => {
          if (state.value !== "off") state.value = "on";
          then?.();
        },
        (reason: unknown) => {
          if (state.value === "off") return;
          const name = reason instanceof DOMException ? reason.name : "";
          if (name === "NotAllowedError") state.value = "blocked";
          else if (name !== "AbortError" && state.value !== "refused") state.value = "failed";
        },
      )
      .finally(() => (starting = false));
  }

  function look() {
    if (audio === null || playing === null || CANNOT.has(state.value)) return;
    const target = positionMs(playing.playback, clock.now());
    if (target === null || audio.readyState < HTMLMediaElement.HAVE_METADATA || audio.seeking) return;
    const { paused, duration_ms } = playing.playback;
    if (paused) {
      if (!audio.paused && !starting) audio.pause();
      if (Math.abs(audio.currentTime * 1000 - target) > 50) audio.currentTime = target / 1000;
      settling = 0;
      return;
    }
    // At its end the next song is on its way.
    if (audio.ended || (duration_ms !== null && target >= duration_ms - LOOK_EVERY_MS)) return;
    if (audio.paused) {
      start();
      return;
    }
    if (audio.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) return;
    const ahead = audio.currentTime * 1000 - target;
    audio.dataset.ahead = String(Math.round(ahead));
    if (settling > 0) {
      settling -= 1;
      if (settling === 0) delay.learn(-ahead);
      else return;
    }
    const step = correction(ahead);
    if (step.jump) {
      audio.currentTime = (target + delay.expected) / 1000;
      audio.playbackRate = 1;
      settling = LOOKS_TO_SETTLE;
    } else if (audio.playbackRate !== step.rate) {
      audio.playbackRate = step.rate;
    }
  }

  return { state, toggle, follow };
}
