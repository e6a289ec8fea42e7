// The last three steps: third, second, first.

import { useEffect, useState } from "preact/hooks";
import type { RankingEntry } from "../../wire/quiz";
import { number, t } from "../i18n";
import { reducedMotion } from "../motion";

/** Milliseconds between one step and the next. */
const STEP_MS = 1_600;

interface PodiumProps {
  rankings: RankingEntry[];
  /** Everything at once: after a reload, or where somebody has skipped it. */
  instant?: boolean;
  onDone?: () => void;
}

/** Those on each of the three steps, first place first; shared ranks share a step. */
export function podiumSteps(rankings: RankingEntry[]): RankingEntry[][] {
  return [1, 2, 3].map((rank) => rankings.filter((row) => row.rank === rank));
}

/** Names on one step before the rest is a number. */
export const NAMES_PER_STEP = 3;

export function Podium({ rankings, instant = false, onDone }: PodiumProps) {
  const steps = podiumSteps(rankings);
  const still = instant || reducedMotion();
  const [shown, setShown] = useState(still ? 3 : 0);

  useEffect(() => {
    if (still) setShown(3);
  }, [still]);
  useEffect(() => {
    if (shown >= 3) {
      onDone?.();
      return;
    }
    // An empty step (two shared the one above it) needs no moment of its own.
    const empty = steps[2 - shown]?.length === 0;
    const timer = setTimeout(() => setShown(shown + 1), empty ? 0 : STEP_MS);
    return () => clearTimeout(timer);
  }, [shown]);

  return (
    <ol class="podium" aria-label={t.value.podium}>
      {steps.map((rows, i) => (
        <li key={i} class={`podium-step podium-${i + 1} ${3 - i <= shown ? "is-shown" : ""}`} hidden={rows.length === 0}>
          <div class={`podium-names ${rows.length === 1 ? "is-alone" : ""}`}>
            {rows.slice(0, NAMES_PER_STEP).map((row) => (
              <span key={row.pseudonym} class="pseudonym">
                {inWords(row.pseudonym)}
              </span>
            ))}
            {rows.length > NAMES_PER_STEP && <span>{t.value.andMore(rows.length - NAMES_PER_STEP)}</span>}
          </div>
          <div class="podium-block">
            <span class="podium-rank">{i + 1}</span>
            <span class="podium-score">{rows[0] ? t.value.points(number(rows[0].score)) : ""}</span>
          </div>
        </li>
      ))}
    </ol>
  );
}

/** A name that may break between its words (VelvetyChateau), where its step is narrow. */
function inWords(name: string) {
  return name.split(/(?=[A-Z])/).flatMap((word, i) => (i === 0 ? [word] : [<wbr key={i} />, word]));
}
