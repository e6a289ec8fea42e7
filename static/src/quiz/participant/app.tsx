// Which screen the phone shows: a function of the model.

import { t } from "../../shared/i18n";
import { ConnectionBar, useAway } from "../../shared/ui/connection";
import { Frame } from "../../shared/ui/frame";
import { Waiting } from "../../shared/ui/waiting";
import { JoinScreen, LobbyScreen, ProblemScreen } from "./door";
import type { Model, Problem } from "./model";
import { Head } from "./parts";
import { QuestionScreen } from "./question";
import { RevealScreen } from "./reveal";
import type { Session } from "./session";
import { EndedScreen, LeaderboardScreen } from "./standings";

export function App({ session }: { session: Session }) {
  const model = session.model.value;
  const away = useAway(session.link);
  return (
    <>
      <ConnectionBar away={away} />
      <Screen model={model} away={away} session={session} />
    </>
  );
}

function Screen({ model, away, session }: { model: Model; away: boolean; session: Session }) {
  const problem = model.problem ?? impliedProblem(model);
  if (problem !== null) return <ProblemScreen problem={problem} model={model} session={session} />;
  if (model.seat === "joining") return <Connecting what={t.value.joining} retry={session.retry} />;
  if (!model.known || (model.seat === "claiming" && model.pseudonym === null)) {
    return <Connecting what={t.value.connecting} retry={session.retry} />;
  }
  if (model.seat === "none") return <JoinScreen model={model} join={session.join} />;
  return (
    <div class={`phone phone-${model.phase}`}>
      <Head model={model} />
      <div class={away ? "phone-body is-stale" : "phone-body"}>
        <Phase model={model} away={away} session={session} />
      </div>
    </div>
  );
}

function Phase({ model, away, session }: { model: Model; away: boolean; session: Session }) {
  switch (model.phase) {
    case "waiting":
      return <LobbyScreen model={model} />;
    case "question_open":
    case "question_paused":
      return <QuestionScreen key={model.question?.questionId} model={model} away={away} choose={session.choose} />;
    case "question_revealed":
      return <RevealScreen model={model} />;
    case "round_leaderboard":
      return <LeaderboardScreen model={model} />;
    case "ended":
      return <EndedScreen model={model} />;
  }
}

/** What stands in the way of somebody without a seat, though nobody has refused anything yet. */
function impliedProblem(model: Model): Problem | null {
  if (!model.known || model.seat !== "none") return null;
  if (!model.exists) return { kind: "notFound", code: "SESSION_NOT_FOUND" };
  if (model.phase === "waiting") return null;
  return model.phase === "ended" ? { kind: "over", code: "GAME_STARTED" } : { kind: "started", code: "GAME_STARTED" };
}

function Connecting({ what, retry }: { what: string; retry: () => void }) {
  return (
    <Frame>
      <Waiting what={what} reason={t.value.connectingReason} retry={t.value.tryAgain} onRetry={retry} />
    </Frame>
  );
}
