// Which screen the page shows: a function of the model.

import { t } from "../../shared/i18n";
import { Frame } from "../../shared/ui/frame";
import { Toasts } from "../../shared/ui/toast";
import { Awaited } from "../../shared/ui/waiting";
import { p } from "../texts";
import { DoorScreen } from "./door";
import { EndScreen } from "./end";
import type { Model } from "./model";
import { RunningScreen } from "./running";
import type { Session } from "./session";

export function App({ session }: { session: Session }) {
  return (
    <>
      <Screen model={session.model.value} session={session} />
      <Toasts />
    </>
  );
}

function Screen({ model, session }: { model: Model; session: Session }) {
  switch (model.screen) {
    case "door":
      return <DoorScreen model={model} begin={session.begin} />;
    case "looking":
    case "preparing":
      return (
        <Frame>
          <Awaited what={p.value.preparing} />
        </Frame>
      );
    case "countdown":
      return (
        <main class="countdown">
          <h1>{model.begun?.prompt.text}</h1>
          <p class="countdown-label">{p.value.startsIn}</p>
          <p class="countdown-number" key={Math.ceil(-model.time)}>
            {Math.max(1, Math.ceil(-model.time))}
          </p>
        </main>
      );
    case "running":
      return <RunningScreen model={model} session={session} />;
    case "ended":
      return <EndScreen model={model} again={session.again} />;
    case "problem":
      return <ProblemScreen model={model} again={session.again} />;
  }
}

function ProblemScreen({ model, again }: { model: Model; again: () => void }) {
  const { kind, detail } = model.problem ?? { kind: "refused" as const, detail: "" };
  const title = kind === "notFound" ? p.value.notFound : kind === "unreachable" ? p.value.unreachable : p.value.refused(detail);
  const what = kind === "notFound" ? p.value.notFoundWhat : kind === "unreachable" ? p.value.unreachableWhat : "";
  return (
    <Frame>
      <section class="prompt-door" role="alert">
        <h1>{title}</h1>
        {what !== "" && <p>{what}</p>}
        <button type="button" class="button button-main button-wide" onClick={again}>
          {t.value.tryAgain}
        </button>
        <a class="button button-wide" href="/">
          {t.value.goHome}
        </a>
      </section>
    </Frame>
  );
}
