// Everybody's answers, large: what is asked, how the room answers by now, and how one joins.

import { useEffect, useState } from "preact/hooks";
import { number, t } from "../../shared/i18n";
import { useJoinBase, withoutScheme } from "../../shared/join-base";
import { ConnectionBar } from "../../shared/ui/connection";
import { Icon } from "../../shared/ui/icons";
import { QrCode } from "../../shared/ui/qr";
import { StageControls } from "../../shared/ui/stage-controls";
import type { Behind } from "../../wire/prompt";
import { codeOf, lookBehind } from "../shared/begin";
import { Heart } from "../shared/heart";
import { average, choices, nobody, type Tally } from "../shared/tally";
import { Totals } from "../shared/totals";
import { useTotals } from "../shared/use-totals";
import { p } from "../texts";
import { heartDelay, useHearts } from "./hearts";

/** Milliseconds between two readings of the sums. */
const SUMS_EVERY_MS = 1_000;
/** Milliseconds until what stands behind the link is read again: its token expires. And until it is tried again. */
const LOOK_EVERY_MS = 15 * 60 * 1000;
const RETRY_MS = 3_000;
/** The same where there is nothing: failed look-ups are counted, and a whole venue may share one address. */
const GONE_RETRY_MS = 60_000;

export function Stage({ name }: { name: string }) {
  const [behind, setBehind] = useState<Behind | null>(null);
  const [gone, setGone] = useState(false);
  // Looks that were asked for: the sums cannot be read any more, and perhaps there is nothing left.
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      const found = await lookBehind(name);
      const isGone = !found.ok && found.failure.status === 404;
      if (found.ok) setBehind(found.value);
      setGone(isGone);
      timer = setTimeout(() => void look(), found.ok ? LOOK_EVERY_MS : isGone ? GONE_RETRY_MS : RETRY_MS);
    };
    void look();
    return () => clearTimeout(timer);
  }, [name, looks]);
  return (
    <>
      {behind !== null && !gone ? <Room behind={behind} lookAgain={() => setLooks((count) => count + 1)} /> : <Notice gone={gone} />}
      <StageControls />
    </>
  );
}

function Notice({ gone }: { gone: boolean }) {
  return (
    <div class="stage">
      <main class="unopened">
        <span class="unopened-mark">
          <Icon name="people" />
        </span>
        <h1>{gone ? p.value.notFound : p.value.preparing}</h1>
        {gone && <p class="soft">{p.value.notFoundWhat}</p>}
      </main>
    </div>
  );
}

function Room({ behind, lookAgain }: { behind: Behind; lookAgain: () => void }) {
  const { tally, away } = useTotals(behind, SUMS_EVERY_MS);
  useEffect(() => {
    if (away) lookAgain();
  }, [away]);
  const hearts = useHearts(tally === nobody ? null : tally.likes);
  return (
    <>
      <ConnectionBar away={away} text={t.value.stageOff} />
      <div class={`stage prompt-stage ${away ? "is-stale" : ""}`}>
        <main class="room">
          <section class="room-asked">
            <h1 class={behind.prompt.text.length > LONG_TEXT ? "is-long" : ""}>{behind.prompt.text}</h1>
            <Answers behind={behind} tally={tally} />
          </section>
          <Invite behind={behind} />
          <p class="room-people tabular">
            {tally.users > 0 && <span>{p.value.stagePeople(tally.users)}</span>}
            {tally.likes > 0 && (
              <span class="room-likes" aria-label={p.value.likes(tally.likes)}>
                <Heart /> {number(tally.likes)}
              </span>
            )}
          </p>
        </main>
        <div class="room-hearts" aria-hidden="true">
          {hearts.map((id) => (
            <span key={id} style={{ insetInlineEnd: `${(id * 37) % 90}%`, animationDelay: `${heartDelay(id)}ms` }}>
              <Heart />
            </span>
          ))}
        </div>
      </div>
    </>
  );
}

/** Characters from which a question is written smaller. */
const LONG_TEXT = 44;

function Answers({ behind, tally }: { behind: Behind; tally: Tally }) {
  const { prompt } = behind;
  if (prompt.style === "press") {
    return (
      <div class="room-press">
        <strong class="tabular">{number(tally.presses)}</strong>
        <span>{p.value.pressesWord}</span>
      </div>
    );
  }
  if (tally.active.every((count) => count === 0)) return <p class="room-note soft">{p.value.stageWaiting}</p>;
  if (prompt.style !== "numeric") return <Totals question={prompt} tally={tally} />;
  const mean = average(prompt, tally);
  return <Columns numbers={choices(prompt)} tally={tally} mean={mean} />;
}

/** Numbers side by side, as the phones show them, with the average large. */
function Columns({ numbers, tally, mean }: { numbers: number[]; tally: Tally; mean: number | null }) {
  const most = Math.max(...tally.active, 1);
  const all = tally.active.reduce((sum, count) => sum + count, 0);
  return (
    <div class="room-numbers">
      <ol class="room-columns">
        {numbers.map((value, i) => {
          const count = tally.active[i] ?? 0;
          return (
            <li key={value} class={count === most ? "is-most" : ""}>
              <span class="room-share tabular">{count > 0 && `${number(Math.round((count / all) * 100))} %`}</span>
              <span class="room-column" aria-hidden="true">
                <span style={{ transform: `scaleY(${count / most})` }} />
              </span>
              <span class="room-number tabular">{number(value)}</span>
            </li>
          );
        })}
      </ol>
      {mean !== null && (
        <p class="room-mean">
          {p.value.average} <strong class="tabular">{number(Math.round(mean * 10) / 10)}</strong>
        </p>
      )}
    </div>
  );
}

function Invite({ behind }: { behind: Behind }) {
  const base = useJoinBase();
  const code = codeOf(behind);
  return (
    <section class="room-join">
      <p class="room-join-title">{p.value.stageJoin}</p>
      <div class="room-qr">
        <QrCode code={behind.identifier} kind="prompt" />
      </div>
      {code !== null && (
        <>
          <p class="room-address soft">{withoutScheme(base)}</p>
          <p class="room-code" style={{ "--letters": String(Math.max(5, code.length)) }}>
            <span class="visually-hidden">{t.value.stageCode} </span>
            {code}
          </p>
        </>
      )}
    </section>
  );
}
