// Rows of a leaderboard, moving from the old order to the new one.

import { useLayoutEffect, useRef } from "preact/hooks";
import type { RankingEntry } from "../../wire/quiz";
import { number, t } from "../i18n";
import { reducedMotion } from "../motion";
import { Icon } from "./icons";

/** Milliseconds of the way from the old place to the new one. */
export const RANK_MOTION_MS = 1_200;

interface LeaderboardProps {
  rows: RankingEntry[];
  /** Marked as the reader's own. */
  own?: string | null;
  /** Shows the way from the old order (`previousRank`) to the new. */
  animate?: boolean;
}

/** Where each row stood before, as an index among the rows shown: by old rank, newcomers last. */
export function formerIndexes(rows: RankingEntry[]): number[] {
  const order = rows
    .map((row, index) => ({ index, rank: row.previousRank ?? Number.MAX_SAFE_INTEGER }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index);
  const former: number[] = [];
  order.forEach(({ index }, place) => (former[index] = place));
  return former;
}

export function Leaderboard({ rows, own, animate = false }: LeaderboardProps) {
  const list = useRef<HTMLOListElement>(null);
  const key = rows.map((row) => `${row.rank}${row.pseudonym}`).join();

  useLayoutEffect(() => {
    const items = list.current ? ([...list.current.children] as HTMLElement[]) : [];
    if (!animate || reducedMotion() || !rows.some((row) => row.previousRank !== undefined)) return;
    const tops = items.map((item) => item.offsetTop);
    formerIndexes(rows).forEach((former, index) => {
      const [from, to] = [tops[former], tops[index]];
      if (from === undefined || to === undefined || from === to) return;
      items[index]?.animate(
        [{ transform: `translateY(${from - to}px)` }, { transform: "none" }],
        { duration: RANK_MOTION_MS, delay: 250, fill: "backwards", easing: "cubic-bezier(0.3, 0, 0.1, 1)" },
      );
    });
  }, [key, animate]);

  return (
    <ol class="leaderboard" ref={list}>
      {rows.map((row) => (
        <li key={row.pseudonym} class={row.pseudonym === own ? "is-own" : ""} data-rank={row.rank}>
          <span class="rank">{number(row.rank)}</span>
          <span class="pseudonym">
            <span>{row.pseudonym}</span>
            {row.pseudonym === own && <span class="visually-hidden"> ({t.value.you})</span>}
          </span>
          <RankChange rank={row.rank} previous={row.previousRank} />
          <span class="score">{number(row.score)}</span>
        </li>
      ))}
    </ol>
  );
}

/** Places gained or lost, as an arrow, a number and a word for those who do not see the arrow. */
export function RankChange({ rank, previous }: { rank: number; previous?: number | null }) {
  const by = previous === undefined || previous === null ? 0 : previous - rank;
  if (by === 0) return <span class="rank-change" />;
  return (
    <span class={`rank-change ${by > 0 ? "is-up" : "is-down"}`}>
      <Icon name={by > 0 ? "up" : "down"} />
      <span aria-hidden="true">{Math.abs(by)}</span>
      <span class="visually-hidden">{by > 0 ? t.value.upBy(by) : t.value.downBy(-by)}</span>
    </span>
  );
}
