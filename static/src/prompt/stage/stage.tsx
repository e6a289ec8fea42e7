// Everybody's answers, large: what is asked, how the room answers by now, and how one joins.

import { useEffect, useState } from "preact/hooks";
import { number } from "../../shared/i18n";
import { useJoinBase, withoutScheme } from "../../shared/join-base";
import { QrCode } from "../../shared/ui/qr";
import { Heart } from "../shared/heart";
import { lookBehind, type Behind } from "../shared/begin";
import { average } from "../shared/tally";
import { Totals } from "../shared/totals";
import { p } from "../texts";
import { useHearts, useTotals } from "./totals";

/** Milliseconds until what stands behind the link is read again: its token expires. And until it is tried again. */
const LOOK_EVERY_MS = 15 * 60 * 1000;
const RETRY_MS = 3_000;

export function Stage({ name }: { name: string }) {
  const [behind, setBehind] = useState<Behind | null>(null);
  const [gone, setGone] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      const found = await lookBehind(name);
      if (found.ok) setBehind(found.value);
      setGone(!found.ok && found.failure.status === 404);
      timer = setTimeout(() => void look(), found.ok ? LOOK_EVERY_MS : RETRY_MS);
    };
    void look();
    return () => clearTimeout(timer);
  }, [name]);
  if (behind !== null && !gone) return <Room behind={behind} />;
  return <main class="room-stage room-note">{gone ? p.value.notFound : p.value.preparing}</main>;
}

function Room({ behind }: { behind: Behind }) {
  const { tally, away } = useTotals(behind);
  const hearts = useHearts(tally.likes);
  const base = useJoinBase();
  const mean = behind.prompt.style === "numeric" ? average(behind.prompt, tally) : null;
  const path = `/p/${encodeURIComponent(behind.identifier)}`;
  return (
    <div class={`room-stage ${away ? "is-stale" : ""}`}>
      <main class="room-main">
        <h1>{behind.prompt.text}</h1>
        {behind.prompt.style === "press" ? (
          <div class="room-press">
            <strong class="tabular">{number(tally.presses)}</strong>
            <span>{p.value.pressesWord}</span>
          </div>
        ) : tally.active.every((count) => count === 0) ? (
          <p class="room-note">{p.value.stageWaiting}</p>
        ) : (
          <Totals question={behind.prompt} tally={tally} />
        )}
        {mean !== null && (
          <p class="room-mean">
            {p.value.average} <strong class="tabular">{number(Math.round(mean * 10) / 10)}</strong>
          </p>
        )}
      </main>
      <aside class="room-join">
        <p class="room-join-title">{p.value.stageJoin}</p>
        <QrCode code={behind.identifier} kind="prompt" />
        <p class="room-address">{withoutScheme(`${base}${path}`)}</p>
        <p class="tabular">{p.value.stagePeople(tally.users)}</p>
        <p class="tabular room-likes">
          <Heart /> {number(tally.likes)}
        </p>
      </aside>
      <div class="room-hearts" aria-hidden="true">
        {hearts.map((id) => (
          <span key={id} style={{ insetInlineEnd: `${(id * 37) % 90}%` }}>
            <Heart />
          </span>
        ))}
      </div>
    </div>
  );
}
