// How far the song is, drawn here from what the server said last. Only the elements are touched from frame to
// frame, no component is rendered; a pause stops the frames altogether.

import { useEffect, useRef } from "preact/hooks";
import type { Playback } from "../../wire/music";
import { clock } from "../../shared/clock";
import { reducedMotion } from "../../shared/motion";
import { positionMs, progressOf, timeText } from "./playback";

/** Steps of the bar over its whole length: finer ones nobody sees. */
const STEPS = 1_000;
/** Milliseconds between two looks at the clock. */
const LOOK_EVERY_MS = 200;

/** `label` says what it is to those who do not see it. */
export function Progress({ playback, label }: { playback: Playback; label: string }) {
  const bar = useRef<HTMLDivElement>(null);
  const track = useRef<HTMLDivElement>(null);
  const elapsed = useRef<HTMLSpanElement>(null);
  const { percentage, paused, position_ms, at, duration_ms } = playback;

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let shownStep = -1;
    let shownSecond = -1;
    const coarse = reducedMotion();
    const draw = () => {
      clearTimeout(timer);
      const now = clock.now();
      const position = positionMs(playback, now);
      const second = Math.floor((position ?? 0) / 1000);
      const part = progressOf(playback, now);
      if (second !== shownSecond) {
        shownSecond = second;
        if (elapsed.current) elapsed.current.textContent = position === null ? "" : timeText(position);
        track.current?.setAttribute("aria-valuenow", String(Math.round(part * 100)));
      }
      const step = Math.round(part * (coarse ? 100 : STEPS));
      if (step !== shownStep) {
        shownStep = step;
        if (bar.current) bar.current.style.transform = `scaleX(${step / (coarse ? 100 : STEPS)})`;
      }
      if (!paused && part < 1) timer = setTimeout(draw, LOOK_EVERY_MS);
    };
    draw();
    document.addEventListener("visibilitychange", draw);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", draw);
    };
  }, [percentage, paused, position_ms, at, duration_ms]);

  return (
    <div class={`progress ${paused ? "is-standing" : ""}`} data-volatile>
      <div ref={track} class="progress-track" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100}>
        <div ref={bar} class="progress-value" />
      </div>
      <span ref={elapsed} class="progress-elapsed" />
      {duration_ms !== null && <span class="progress-whole">{timeText(duration_ms)}</span>}
    </div>
  );
}
