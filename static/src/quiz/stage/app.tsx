// Which screen the projector shows: a function of the model.

import { useEffect, useState } from "preact/hooks";
import { t } from "../../shared/i18n";
import { ConnectionBar, useAway } from "../../shared/ui/connection";
import { Dialog } from "../../shared/ui/dialog";
import { Icon } from "../../shared/ui/icons";
import { Preferences } from "../../shared/ui/preferences";
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
      <Controls />
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

/** Milliseconds without a move of the mouse after which the controls hide. */
const IDLE_MS = 2_500;

/** Full screen and preferences; only for somebody at the machine, gone when nobody moves. */
function Controls() {
  const [idle, setIdle] = useState(true);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wake = () => {
      setIdle(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(true), IDLE_MS);
    };
    const onKey = (event: KeyboardEvent) => {
      wake();
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (plain && event.key.toLowerCase() === "f" && !(event.target instanceof HTMLSelectElement)) toggleFullScreen();
    };
    addEventListener("pointermove", wake);
    addEventListener("keydown", onKey);
    return () => {
      clearTimeout(timer);
      removeEventListener("pointermove", wake);
      removeEventListener("keydown", onKey);
    };
  }, []);
  useEffect(() => {
    document.documentElement.classList.toggle("is-idle", idle && !open);
  }, [idle, open]);
  return (
    <div class="controls">
      <button type="button" class="button" onClick={() => setOpen(true)}>
        {t.value.settings}
      </button>
      <button type="button" class="button" onClick={toggleFullScreen}>
        <Icon name="full" /> {t.value.stageFullScreen}
      </button>
      <Dialog open={open} title={t.value.settings} onClose={() => setOpen(false)}>
        <Preferences />
      </Dialog>
    </div>
  );
}

function toggleFullScreen() {
  const root = document.documentElement;
  // Refused without a gesture, or where there is none; the button stays.
  const change = document.fullscreenElement ? document.exitFullscreen?.() : root.requestFullscreen?.();
  change?.catch(() => undefined);
}
