// The lobby on the projector: how to join, and who is here.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { number, t } from "../../shared/i18n";
import { QrCode } from "../../shared/ui/qr";
import { Icon } from "../../shared/ui/icons";
import { NAMES_MAX, type Model } from "./model";
import { soften } from "./soften";

/** A room that is watched before its session exists. */
export function UnopenedScreen({ model, address }: { model: Model; address: string }) {
  return (
    <main class="unopened">
      <span class="unopened-mark">
        <Icon name="glass" />
      </span>
      <h1>{model.known ? t.value.stageWaiting : t.value.connecting}</h1>
      <p>
        {address} · {t.value.stageCode} <strong class="code-inline">{model.code}</strong>
      </p>
      <p class="soft">{t.value.stageWaitingNote}</p>
    </main>
  );
}

export function WaitingScreen({ model, address }: { model: Model; address: string }) {
  return (
    <main class={`waiting ${crowdOf(model.count)}`}>
      <div class="waiting-hero">
        <section class="waiting-join">
          <h1 class="waiting-title">{soften(model.title ?? "")}</h1>
          <div>
            <p class="soft">{t.value.stageJoinAt}</p>
            <p class="address" style={{ "--letters": String(Math.max(12, address.length)) }}>
              {address}
            </p>
          </div>
          <div class="waiting-code">
            <p class="soft">{t.value.stageCode}</p>
            <p class="code" style={{ "--letters": String(Math.max(3, model.code.length)) }}>
              {model.code}
            </p>
          </div>
        </section>
        <div class="waiting-qr">
          <QrCode code={model.code} />
        </div>
      </div>
      <section class="waiting-people">
        <p class="waiting-count" aria-live="polite">
          {model.count === 0 ? (
            t.value.stageFirst
          ) : (
            <>
              <strong>{number(model.count)}</strong> {t.value.stagePlayers(String(model.count))}
            </>
          )}
          {model.locked && (
            <span class="waiting-locked">
              <Icon name="lock" /> {t.value.stageLocked}
            </span>
          )}
        </p>
        <Names names={model.participants} count={model.count} />
      </section>
    </main>
  );
}

/** Guests up to which the names are written large, and larger. */
const FEW = 4;
const SOME = 12;

const crowdOf = (count: number): string => (count === 0 ? "is-empty" : count <= FEW ? "is-few" : count <= SOME ? "is-some" : "is-many");

/** The newest names, as many as fit in full size, then how many more there are. */
function Names({ names, count }: { names: string[]; count: number }) {
  const list = useRef<HTMLUListElement>(null);
  const [fit, setFit] = useState(NAMES_MAX);
  const newest = [...names].reverse().slice(0, NAMES_MAX);
  const shown = newest.slice(0, fit);
  const more = count - shown.length;

  useLayoutEffect(() => {
    const measure = () => setFit(NAMES_MAX);
    addEventListener("resize", measure);
    measure();
    return () => removeEventListener("resize", measure);
  }, [names, count]);
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null || fit <= 1) return;
    // By their places in the layout: while they float in, they are drawn elsewhere.
    const fits = (child: HTMLElement) => child.offsetTop + child.offsetHeight <= element.clientHeight + 1;
    const children = [...element.children] as HTMLElement[];
    const fitting = children.filter(fits).length;
    if (fitting === children.length) return;
    // One place less at least, so that this comes to an end, and the number of the others has room.
    setFit(Math.max(1, Math.min(fitting - 1, shown.length - 1)));
  });

  if (names.length === 0) return null;
  return (
    <ul class="names" ref={list}>
      {shown.map((name, i) => (
        <li key={name} class="pseudonym" style={{ "--turn": String(i) }}>
          {name}
        </li>
      ))}
      {more > 0 && <li class="names-more">{t.value.stageMore(number(more))}</li>}
    </ul>
  );
}
