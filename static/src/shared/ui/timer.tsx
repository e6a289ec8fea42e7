// The countdown, drawn here from the server's deadline. Only the element is touched from frame to frame, no
// component is rendered; a pause stops the frames altogether.

import { useEffect, useRef } from "preact/hooks";
import { clock } from "../clock";
import { t } from "../i18n";
import { reducedMotion } from "../motion";

export interface TimerProps {
  /** Server's epoch milliseconds of the close; `null` while the clock stands. */
  deadline: number | null;
  /** Milliseconds left, shown while the clock stands. */
  remainingMs: number;
  /** The whole time, in milliseconds. */
  totalMs: number;
  look: "ring" | "bar";
}

/** Milliseconds left at which the colour turns. */
export const URGENT_MS = 5_000;
/** Circumference of the ring in its own units. */
const RING = 100;

/** Whole seconds to show for what is left: 0 only when it is over. */
export const secondsLeft = (ms: number): number => Math.ceil(Math.max(0, ms) / 1000);

export function Timer({ deadline, remainingMs, totalMs, look }: TimerProps) {
  const root = useRef<HTMLDivElement>(null);
  const digits = useRef<HTMLSpanElement>(null);
  const ring = useRef<SVGCircleElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const left = () => (deadline === null ? remainingMs : clock.remaining(deadline));

  useEffect(() => {
    let frame = 0;
    let shownSeconds = -1;
    let shownStep = -1;
    const steps = reducedMotion() ? Math.max(1, Math.round(totalMs / 1000)) : 600;
    const draw = () => {
      const ms = left();
      const seconds = secondsLeft(ms);
      if (seconds !== shownSeconds) {
        shownSeconds = seconds;
        if (digits.current) digits.current.textContent = String(seconds);
        root.current?.classList.toggle("is-urgent", deadline !== null && ms <= URGENT_MS);
      }
      const step = Math.round(Math.min(1, ms / Math.max(1, totalMs)) * steps);
      if (step !== shownStep) {
        shownStep = step;
        const part = step / steps;
        if (ring.current) ring.current.style.strokeDashoffset = String(RING * (1 - part));
        if (bar.current) bar.current.style.transform = `scaleX(${part})`;
      }
      if (deadline !== null && ms > 0) frame = requestAnimationFrame(draw);
    };
    draw();
    // A hidden page gets no frames; draw the truth when it comes back, and after the clock was corrected.
    const onVisible = () => {
      cancelAnimationFrame(frame);
      draw();
    };
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [deadline, remainingMs, totalMs, look]);

  const standing = deadline === null;
  return (
    <div ref={root} class={`timer timer-${look} ${standing ? "is-standing" : ""}`} role="timer" aria-label={t.value.timeLeft}>
      {look === "ring" ? (
        <svg viewBox="0 0 36 36" aria-hidden="true">
          <circle class="timer-track" cx="18" cy="18" r="15.915" />
          <circle ref={ring} class="timer-value" cx="18" cy="18" r="15.915" pathLength={RING} stroke-dasharray={String(RING)} />
        </svg>
      ) : (
        <div class="timer-track">
          <div ref={bar} class="timer-value" />
        </div>
      )}
      <span ref={digits} class="timer-digits">
        {secondsLeft(left())}
      </span>
    </div>
  );
}
