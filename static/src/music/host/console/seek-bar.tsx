// The place in the song, to be seen and to be changed. Drawn from the player itself, not from renderings; while a
// hand or a key is on it, it shows where it would go.

import { useLayoutEffect, useRef } from "preact/hooks";
import { timeText } from "../../shared/playback";
import type { Player } from "../player";
import { h } from "../texts";

/** Milliseconds between two looks at the player. */
const LOOK_EVERY_MS = 200;
/** Milliseconds by which a key moves. */
const STEP_MS = 5_000;
/** Milliseconds for which a key's place stands, until the player has followed. */
const SETTLE_MS = 600;

export function SeekBar({ player, songId }: { player: Player; songId: string }) {
  const input = useRef<HTMLInputElement>(null);
  const elapsed = useRef<HTMLSpanElement>(null);
  const whole = useRef<HTMLSpanElement>(null);
  const held = useRef(false);
  const heldUntil = useRef(0);

  const show = (place: number, duration: number | null) => {
    const text = timeText(place);
    const of = duration === null ? "" : timeText(duration);
    if (elapsed.current && elapsed.current.textContent !== text) elapsed.current.textContent = text;
    if (whole.current && whole.current.textContent !== of) whole.current.textContent = of;
    input.current?.setAttribute("aria-valuetext", of === "" ? text : h.peek().seekText(text, of));
    if (input.current) input.current.style.setProperty("--part", String(duration ? Math.min(1, place / duration) : 0));
  };

  // Before it is painted: a slider that has not been told a place stands in its middle.
  useLayoutEffect(() => {
    const draw = () => {
      const slider = input.current;
      if (slider === null) return;
      const duration = player.durationMs();
      slider.disabled = duration === null;
      slider.max = String(Math.round(duration ?? 0));
      if (held.current || Date.now() < heldUntil.current) return;
      const place = player.placeMs();
      slider.value = String(Math.round(place));
      show(place, duration);
    };
    draw();
    const timer = setInterval(draw, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [player, songId]);

  return (
    <div class="seek" data-volatile>
      <input
        ref={input}
        type="range"
        min="0"
        step={STEP_MS / 1000}
        aria-label={h.value.seek}
        onPointerDown={() => (held.current = true)}
        onInput={(event) => {
          show(event.currentTarget.valueAsNumber, player.durationMs());
          if (!held.current) heldUntil.current = Date.now() + SETTLE_MS;
        }}
        onChange={(event) => {
          held.current = false;
          heldUntil.current = Date.now() + SETTLE_MS;
          player.seek(event.currentTarget.valueAsNumber);
        }}
        onPointerUp={() => (held.current = false)}
        onPointerCancel={() => (held.current = false)}
        onKeyDown={(event) => {
          const by = { ArrowRight: STEP_MS, ArrowUp: STEP_MS, ArrowLeft: -STEP_MS, ArrowDown: -STEP_MS }[event.key];
          const duration = player.durationMs();
          if (by === undefined || duration === null) return;
          event.preventDefault();
          const place = Math.min(duration, Math.max(0, event.currentTarget.valueAsNumber + by));
          event.currentTarget.value = String(place);
          heldUntil.current = Date.now() + SETTLE_MS;
          show(place, duration);
          player.seek(place);
        }}
      />
      <span ref={elapsed} class="seek-elapsed" />
      <span ref={whole} class="seek-whole" />
    </div>
  );
}
