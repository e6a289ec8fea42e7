// Before a seat, and where there is none: join, lobby, and what can go wrong.

import { lookAlikes } from "../../shared/code";
import { number, t } from "../../shared/i18n";
import { Frame } from "../../shared/ui/frame";
import { Icon } from "../../shared/ui/icons";
import type { Model, Problem } from "./model";
import type { Session } from "./session";

export function JoinScreen({ model, join }: { model: Model; join: () => void }) {
  return (
    <Frame>
      <section class="door">
        <p class="eyebrow">{t.value.joinAsk}</p>
        <h1>{model.title ?? t.value.joinUntitled(model.code)}</h1>
        <p class="door-code">
          {t.value.stageCode} <strong>{model.code}</strong>
        </p>
        <button type="button" class="button button-main button-large button-wide" onClick={join}>
          {t.value.joinButton} <Icon name="arrow" />
        </button>
        <p class="hint">{t.value.joinNote}</p>
      </section>
    </Frame>
  );
}

/** Names of others shown in the lobby. */
const NAMES_SHOWN = 12;

export function LobbyScreen({ model }: { model: Model }) {
  const others = model.lobby.filter((name) => name !== model.pseudonym);
  const count = Math.max(model.lobbyCount, 1);
  const shown = others.slice(-NAMES_SHOWN).reverse();
  const more = count - 1 - shown.length;
  return (
    <main class="lobby">
      <section class="lobby-name">
        <span class="lobby-mark">
          <Icon name="glass" />
        </span>
        <h1>
          <span class="lobby-in">{t.value.youAreIn}</span> <span class="lobby-pseudonym">{model.pseudonym}</span>
        </h1>
        <p>{t.value.lobbyNext}</p>
      </section>
      <section class="lobby-others">
        <h2>{t.value.lobbyCount(count)}</h2>
        {shown.length > 0 && (
          <ul class="chips">
            {shown.map((name) => (
              <li key={name} class="chip pseudonym">
                {name}
              </li>
            ))}
            {more > 0 && <li class="chip chip-more">+{number(more)}</li>}
          </ul>
        )}
      </section>
      <p class="hint lobby-title">
        {model.title} · {t.value.stageCode} {model.code}
      </p>
    </main>
  );
}

/** What happened, what to do next, and the code. */
export function ProblemScreen({ problem, model, session }: { problem: Problem; model: Model; session: Session }) {
  const texts = t.value.problems[problem.kind];
  const again = problem.kind === "full" || problem.kind === "locked" || problem.kind === "busy" || problem.kind === "other";
  const stage = problem.kind === "full" || problem.kind === "started" || problem.kind === "over" || problem.kind === "removed";
  return (
    <Frame>
      <section class="door problem" role={problem.kind === "removed" ? "alert" : undefined}>
        <h1>{texts.title}</h1>
        <p class="problem-what">{texts.what(model.code)}</p>
        <p>{texts.next}</p>
        {problem.kind === "notFound" &&
          lookAlikes(model.code).map((other) => (
            <a key={other} class="button button-wide" href={`/j/${encodeURIComponent(other)}`}>
              {t.value.didYouMean(other)}
            </a>
          ))}
        {again && (
          <button type="button" class="button button-main button-wide" onClick={session.join}>
            {t.value.tryAgain}
          </button>
        )}
        {problem.kind === "seatLost" && model.phase === "waiting" && (
          <button type="button" class="button button-main button-wide" onClick={session.join}>
            {t.value.joinButton}
          </button>
        )}
        {problem.kind === "moved" && (
          <button type="button" class="button button-main button-wide" onClick={session.useHere}>
            {t.value.useHere}
          </button>
        )}
        {stage && (
          <a class="button button-wide" href={`/stage/${encodeURIComponent(model.code)}`}>
            {t.value.seeScreen}
          </a>
        )}
        <a class={`button button-wide ${problem.kind === "notFound" ? "button-main" : ""}`} href="/">
          {t.value.goHome}
        </a>
        <p class="hint">{t.value.errorCode(problem.code)}</p>
      </section>
    </Frame>
  );
}
