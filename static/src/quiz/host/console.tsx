// `/host/CODE`: the host's private control of one evening.

import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { toggleFullScreen } from "../../shared/full-screen";
import { useKeys } from "../../shared/keys";
import { undoable } from "../../shared/undo";
import { ConnectionBar, useAway } from "../../shared/ui/connection";
import { KeyHelp } from "../../shared/ui/key-help";
import { Waiting } from "../../shared/ui/waiting";
import { titlePage } from "../shared/title";
import { ActionBar } from "./console/action-bar";
import { Ended } from "./console/ended";
import { Head } from "./console/head";
import { Lobby } from "./console/lobby";
import { QuestionView } from "./console/question";
import { Refused } from "./console/refused";
import { openSession, type ConsoleSession } from "./console/session";
import { Standing } from "./console/standing";
import { useCountdownSound } from "./console/use-sound";
import { keyFor } from "./hosts";
import { KEYS, wishOf } from "./keys";
import { coming } from "./model";
import { h } from "./texts";

export function Console({ code }: { code: string }) {
  const [hostId, setHostId] = useState(() => keyFor(code, location.hash));
  const session = useMemo(() => (hostId === null ? null : openSession(code, hostId)), [code, hostId]);
  useEffect(() => () => session?.close(), [session]);
  useEffect(() => {
    // Another host link opened in the same tab changes only the fragment.
    const again = () => setHostId(keyFor(code, location.hash));
    addEventListener("hashchange", again);
    return () => removeEventListener("hashchange", again);
  }, [code]);
  if (session === null) return <Refused code={code} reason="noKey" onKey={setHostId} />;
  return <Opened key={session.hostId} session={session} onKey={setHostId} />;
}

function Opened({ session, onKey }: { session: ConsoleSession; onKey: (hostId: string) => void }) {
  const model = session.model.value;
  const away = useAway(session.link);
  const [standing, setStanding] = useState(false);
  const [help, setHelp] = useState(false);
  const [endNow, setEndNow] = useState<(() => void) | null>(null);

  const end = () => {
    if (endNow !== null) return;
    const now = undoable({
      text: h.value.endPending,
      run: () => {
        setEndNow(null);
        session.act("end");
      },
      undone: () => setEndNow(null),
    });
    setEndNow(() => now);
  };

  useKeys((key, focus) => wishOf(key, focus, model), (wish) => {
    if (wish === "help") setHelp((open) => !open);
    else if (wish === "leaderboard") setStanding((open) => !open);
    else if (wish === "full_screen") toggleFullScreen();
    else if (wish !== "end") session.act(wish);
  });
  useCountdownSound(model);
  useEffect(() => {
    titlePage(model.phase, model.title === "" ? model.code : model.title);
  }, [model.phase, model.title, model.code]);
  // A new step is to be seen; the standing was about the one before. At once: a moment later it would take back what
  // the host has asked for meanwhile.
  useLayoutEffect(() => setStanding(false), [model.phase, model.question?.questionId]);

  if (model.access === "refused" || model.access === "expired") {
    return <Refused code={model.code} reason={model.refusal?.code ?? "other"} message={model.refusal?.message} onKey={onKey} />;
  }
  if (model.access === "connecting") {
    return (
      <main id="main" class="frame" tabIndex={-1}>
        <Waiting what={h.value.connecting} reason={h.value.connectingReason} retry={h.value.retry} onRetry={session.retryNow} />
      </main>
    );
  }

  const board = model.phase === "round_leaderboard";
  const over = model.phase === "ended";
  return (
    <div class="console">
      <ConnectionBar away={away} text={h.value.reconnecting} />
      <Head session={session} onHelp={() => setHelp(true)} onEnd={end} ending={endNow !== null} />
      {/* It scrolls by itself, so the keyboard has to reach it also where nothing in it takes the focus. */}
      <main id="main" class={`console-main ${away ? "is-stale" : ""}`} tabIndex={0}>
        {model.phase === "waiting" && <Lobby session={session} />}
        {model.question !== null && !standing && <QuestionView session={session} />}
        {(board || (standing && !over)) && (
          <Standing
            rankings={model.rankings}
            title={board ? h.value.afterRound(model.round + 1, model.totalRounds) : h.value.standing}
            animate={board}
            onBack={board ? undefined : () => setStanding(false)}
          />
        )}
        {over && <Ended session={session} />}
      </main>
      {!over && <ActionBar session={session} next={h.value.comings[coming(model)]} onStanding={() => setStanding(!standing)} standing={standing} />}
      <KeyHelp open={help} onClose={() => setHelp(false)} keys={KEYS} texts={h.value} />
    </div>
  );
}
