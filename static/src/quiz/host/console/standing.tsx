// The full table, with a field to find a name in it.

import { useId, useState } from "preact/hooks";
import { Leaderboard } from "../../../shared/ui/leaderboard";
import type { RankingEntry } from "../../../wire/quiz";
import { h } from "../texts";

interface StandingProps {
  rankings: RankingEntry[];
  title: string;
  animate?: boolean;
  /** Offers the way back to the question. */
  onBack?: (() => void) | undefined;
}

/** Rows drawn at once; finding a name looks at all. */
const ROWS_MAX = 500;

export function Standing({ rankings, title, animate = false, onBack }: StandingProps) {
  const [wanted, setWanted] = useState("");
  const id = useId();
  const needle = wanted.trim().toLowerCase();
  const found = needle === "" ? rankings : rankings.filter((row) => row.pseudonym.toLowerCase().includes(needle));
  return (
    <section class="stack standing" aria-labelledby={`${id}-title`}>
      <div class="section-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {onBack && (
          <button type="button" class="button" onClick={onBack}>
            {h.value.hideStanding}
          </button>
        )}
      </div>
      <div class="field find">
        <label for={id}>{h.value.findName}</label>
        <input id={id} type="search" value={wanted} autocomplete="off" spellcheck={false} onInput={(event) => setWanted(event.currentTarget.value)} />
      </div>
      <p class={found.length === 0 && needle !== "" ? "hint" : "visually-hidden"} role="status">
        {found.length === 0 && needle !== "" ? h.value.nothingFound : ""}
      </p>
      <Leaderboard rows={found.slice(0, ROWS_MAX)} animate={animate && needle === ""} />
      {found.length > ROWS_MAX && <p class="hint">{h.value.namesCut(found.length - ROWS_MAX)}</p>}
    </section>
  );
}
