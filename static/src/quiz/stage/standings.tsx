// The leaderboard between rounds and the podium at the end, on the projector.

import { useEffect, useState } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Leaderboard } from "../../shared/ui/leaderboard";
import { Podium } from "../../shared/ui/podium";
import type { Model } from "./model";

const ROWS = 10;

export function LeaderboardScreen({ model }: { model: Model }) {
  return (
    <main class="ranks">
      <header>
        <h1>{t.value.leaderboard}</h1>
        <p>{t.value.roundOf(model.roundIndex + 1, Math.max(1, model.totalRounds))}</p>
      </header>
      <Leaderboard rows={model.rankings.slice(0, ROWS)} animate={model.live} />
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
  return (
    <main class={`finale ${complete ? "is-complete" : ""}`}>
      <header>
        <p>{t.value.stageFinal}</p>
        <h1>{model.title}</h1>
      </header>
      <Podium rankings={model.rankings} instant={skipped} onDone={() => setTimeout(() => setComplete(true), skipped ? 0 : PODIUM_ALONE_MS)} />
      {complete && <Leaderboard rows={model.rankings.slice(0, ROWS)} />}
      {!complete && (
        <button type="button" class="button controls-skip" onClick={() => (setSkipped(true), setComplete(true))}>
          {t.value.stageSkip}
        </button>
      )}
    </main>
  );
}
