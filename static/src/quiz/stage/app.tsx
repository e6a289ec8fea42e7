// Which screen the projector shows: a function of the model.

import { t } from "../../shared/i18n";
import { ConnectionBar, useAway } from "../../shared/ui/connection";
import { StageControls } from "../../shared/ui/stage-controls";
import type { Model } from "./model";
import { QuestionScreen } from "./question";
import type { Session } from "./session";
import { EndedScreen, LeaderboardScreen } from "./standings";
import { UnopenedScreen, WaitingScreen } from "./waiting";

export function App({ session }: { session: Session }) {
  const model = session.model.value;
  const away = useAway(session.link);
  return (
    <>
      <ConnectionBar away={away} text={t.value.stageOff} />
      <div class={`stage stage-${model.phase} ${away ? "is-stale" : ""} ${hostLost(model) ? "is-hostless" : ""}`}>
        <Phase model={model} address={session.address.value} />
      </div>
      <HostLost model={model} />
      <StageControls />
    </>
  );
}

function Phase({ model, address }: { model: Model; address: string }) {
  if (!model.known || !model.exists) return <UnopenedScreen model={model} address={address} />;
  switch (model.phase) {
    case "waiting":
      return <WaitingScreen model={model} address={address} />;
    case "question_open":
    case "question_paused":
    case "question_revealed":
      return <QuestionScreen key={model.question?.questionId} model={model} address={address} />;
    case "round_leaderboard":
      return <LeaderboardScreen model={model} />;
    case "ended":
      return <EndedScreen model={model} />;
  }
}

/** The host's link is gone, and no other text says so: while paused the pause's own does. */
const hostLost = (model: Model): boolean =>
  model.exists && !model.hostConnected && model.phase !== "ended" && model.phase !== "question_paused";

/** Says that the host's link is gone. */
function HostLost({ model }: { model: Model }) {
  const lost = hostLost(model);
  return (
    <div class="host-lost" role="status">
      {lost && (
        <p>
          <strong>{t.value.stageHostLost}</strong>{" "}
          {model.phase === "question_open" ? t.value.stageHostLostRuns : t.value.stageHostLostNote}
        </p>
      )}
    </div>
  );
}
