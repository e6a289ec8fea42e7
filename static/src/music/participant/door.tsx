// Before a place in the room, and where there is none: a name, and what can go wrong.

import { useState } from "preact/hooks";
import { lookAlikes } from "../../shared/code";
import { t } from "../../shared/i18n";
import { Frame } from "../../shared/ui/frame";
import { Icon } from "../../shared/ui/icons";
import { lastName } from "../shared/places";
import { m } from "../texts";
import type { Model, Problem } from "./model";
import type { Session } from "./session";

/** Characters of a name, as the server has them. */
const NAME_MAX = 40;

export function DoorScreen({ model, session }: { model: Model; session: Session }) {
  const [name, setName] = useState(lastName);
  const [missing, setMissing] = useState(false);
  const error = missing ? m.value.nameMissing : session.nameRefused.value ? m.value.nameRefused : null;
  return (
    <Frame>
      <form
        class="door"
        onSubmit={(event) => {
          event.preventDefault();
          const clean = name.trim();
          if (clean === "") setMissing(true);
          else session.join(clean);
        }}
      >
        <p class="eyebrow">{m.value.doorAsk}</p>
        <h1>{model.room.name || m.value.doorUntitled(model.code)}</h1>
        <div class="field">
          <label for="name">{m.value.nameLabel}</label>
          <input
            id="name"
            class="input"
            value={name}
            maxLength={NAME_MAX}
            autocomplete="nickname"
            enterkeyhint="go"
            aria-invalid={error !== null}
            aria-describedby="name-hint"
            onInput={(event) => {
              setName(event.currentTarget.value);
              setMissing(false);
            }}
          />
          <p id="name-hint" class={error === null ? "hint" : "hint is-error"} role={error === null ? undefined : "alert"}>
            {error ?? m.value.nameHint}
          </p>
        </div>
        <button type="submit" class="button button-main button-large button-wide">
          {m.value.enter} <Icon name="arrow" />
        </button>
      </form>
    </Frame>
  );
}

/** What happened, what to do next, and the code. */
export function ProblemScreen({ problem, model, session }: { problem: Problem; model: Model; session: Session }) {
  const texts = m.value.problems[problem.kind];
  const again = problem.kind === "full" || problem.kind === "busy" || problem.kind === "other";
  return (
    <Frame>
      <section class="door problem" role={problem.kind === "removed" ? "alert" : undefined}>
        <h1>{texts.title}</h1>
        <p class="problem-what">{texts.what(model.code)}</p>
        <p>{texts.next}</p>
        {problem.kind === "notFound" &&
          lookAlikes(model.code).map((other) => (
            <a key={other} class="button button-wide" href={`/m/${encodeURIComponent(other)}`}>
              {t.value.didYouMean(other)}
            </a>
          ))}
        {again && (
          <button type="button" class="button button-main button-wide" onClick={session.retry}>
            {t.value.tryAgain}
          </button>
        )}
        {problem.kind === "seatLost" && (
          <button type="button" class="button button-main button-wide" onClick={session.joinAgain}>
            {m.value.joinAgain}
          </button>
        )}
        <a class={`button button-wide ${problem.kind === "notFound" ? "button-main" : ""}`} href="/">
          {t.value.goHome}
        </a>
        <p class="hint">{t.value.errorCode(problem.code)}</p>
      </section>
    </Frame>
  );
}
