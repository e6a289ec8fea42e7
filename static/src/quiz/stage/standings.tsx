// The leaderboard between rounds and the podium at the end, on the projector.

import { useEffect, useState } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Leaderboard } from "../../shared/ui/leaderboard";
import { NAMES_PER_STEP, Podium, podiumSteps } from "../../shared/ui/podium";
import type { Model } from "./model";

const ROWS = 10;

export function LeaderboardScreen({ model }: { model: Model }) {
  const rows = model.rankings.slice(0, ROWS);
  return (
    <main class="ranks" style={{ "--rows": String(rows.length) }}>
      <header>
        <h1>{t.value.leaderboard}</h1>
        <p>{t.value.roundOf(model.roundIndex + 1, Math.max(1, model.totalRounds))}</p>
      </header>
      <Leaderboard rows={rows} animate={model.live} />
    </main>
  );
}

/** Milliseconds that the podium stands alone once all are on it. */
const PODIUM_ALONE_MS = 4_000;

export function EndedScreen({ model }: { model: Model }) {
  // A reload shows at once what the others have seen grow.
  const [skipped, setSkipped] = useState(!model.live);
  const [complete, setComplete] = useState(!model.live);
  useEffect(() => {
    const skip = () => {
      setSkipped(true);
      setComplete(true);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === " " || event.key === "Enter" || event.key === "ArrowRight") skip();
    };
    addEventListener("keydown", onKey);
    addEventListener("dblclick", skip);
    return () => {
      removeEventListener("keydown", onKey);
      removeEventListener("dblclick", skip);
    };
  }, []);
  const steps = podiumSteps(model.rankings).filter((step) => step.length > 0);
  const onSteps = steps.flatMap((step) => step.slice(0, NAMES_PER_STEP));
  // Those on the steps are named there; below them the list goes on, if anybody is left.
  const rest = model.rankings.filter((row) => !onSteps.includes(row)).slice(0, ROWS - onSteps.length);
  const longest = Math.max(8, ...onSteps.map((row) => row.pseudonym.length));
  const lines = Math.max(1, ...steps.map((step) => Math.min(step.length, NAMES_PER_STEP + 1)));
  const room = { "--lines": String(lines), "--steps": String(steps.length), "--letters": String(longest), "--rows": String(rest.length) };
  return (
    <main class={`finale ${complete ? "is-complete" : ""} ${rest.length === 0 ? "is-podium-only" : ""}`} style={room}>
      <header>
        <p>{t.value.stageFinal}</p>
        <h1>{model.title}</h1>
      </header>
      <div class="finale-podium">
        <Podium rankings={model.rankings} instant={skipped} onDone={() => setTimeout(() => setComplete(true), skipped ? 0 : PODIUM_ALONE_MS)} />
      </div>
      {complete && rest.length > 0 && <Leaderboard rows={rest} />}
      {!complete && (
        <button type="button" class="button controls-skip" onClick={() => (setSkipped(true), setComplete(true))}>
          {t.value.stageSkip}
        </button>
      )}
    </main>
  );
}
