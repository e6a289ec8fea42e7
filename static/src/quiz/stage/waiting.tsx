// The lobby on the projector: how to join, and who is here.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { number, t } from "../../shared/i18n";
import { QrCode } from "../../shared/ui/qr";
import { Icon } from "../../shared/ui/icons";
import { NAMES_MAX, type Model } from "./model";

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
    <main class="waiting">
      <h1 class="waiting-title">{model.title}</h1>
      <section class="waiting-join">
        <p class="soft">{t.value.stageJoinAt}</p>
        <p class={`address ${address.length > 22 ? "is-long" : ""}`}>{address}</p>
        <p class="soft">{t.value.stageCode}</p>
        <p class={`code ${model.code.length > 5 ? "is-long" : ""}`}>{model.code}</p>
      </section>
      <div class="waiting-qr">
        <QrCode code={model.code} />
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
    return () => removeEventListener("resize", measure);
  }, []);
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null || element.scrollHeight <= element.clientHeight + 1 || fit <= 1) return;
    const bottom = element.getBoundingClientRect().bottom;
    const fitting = [...element.children].filter((child) => child.getBoundingClientRect().bottom <= bottom + 1).length;
    // One place less at least, so that this comes to an end, and the number of the others has room.
    setFit(Math.max(1, Math.min(fitting - 1, shown.length - 1)));
  });

  return (
    <ul class="names" ref={list}>
      {shown.map((name) => (
        <li key={name} class="pseudonym">
          {name}
        </li>
      ))}
      {more > 0 && <li class="names-more">{t.value.stageMore(number(more))}</li>}
    </ul>
  );
}
