// Which screen the phone shows: a function of the model.

import { t } from "../../shared/i18n";
import { ConnectionBar, useAway } from "../../shared/ui/connection";
import { Frame } from "../../shared/ui/frame";
import { Toasts } from "../../shared/ui/toast";
import { Awaited } from "../../shared/ui/waiting";
import { m } from "../texts";
import { AddPanel } from "./add";
import { ChatPanel } from "./chat";
import { DoorScreen, ProblemScreen } from "./door";
import { Head, Tabs } from "./frame";
import { MiniNow, NowPlaying } from "./now";
import { QueuePanel } from "./queue";
import type { Session } from "./session";

export function App({ session }: { session: Session }) {
  const away = useAway(session.link) && session.model.value.problem === null;
  return (
    <>
      <ConnectionBar away={away} text={m.value.reconnecting} />
      <Screen session={session} away={away} />
      <Toasts />
    </>
  );
}

function Screen({ session, away }: { session: Session; away: boolean }) {
  const model = session.model.value;
  if (model.problem !== null) return <ProblemScreen problem={model.problem} model={model} session={session} />;
  if (model.seat === "none") return <DoorScreen model={model} session={session} />;
  if (model.seat === "joining") return <Waiting what={m.value.entering} retry={session.retry} />;
  if (!model.room.known || (model.seat === "claiming" && model.room.you.guest_id === null)) {
    return <Waiting what={t.value.connecting} retry={session.retry} />;
  }
  const tab = session.tab.value;
  return (
    <div class={`guest tab-${tab} ${away ? "is-away" : ""}`}>
      <Head model={model} />
      {tab !== "queue" && <MiniNow model={model} show={() => session.show("queue")} />}
      {tab === "chat" ? (
        <ChatPanel model={model} session={session} stale={away} />
      ) : (
        // A new part begins at its top.
        <main key={tab} class={`guest-body ${away ? "is-stale" : ""}`}>
          {tab === "queue" && <NowPlaying model={model} session={session} />}
          {tab === "queue" && <QueuePanel model={model} session={session} />}
          {tab === "add" && <AddPanel model={model} session={session} />}
        </main>
      )}
      <Tabs model={model} tab={tab} show={session.show} />
    </div>
  );
}

function Waiting({ what, retry }: { what: string; retry: () => void }) {
  return (
    <Frame>
      <Awaited
        what={what}
        reason={
          <>
            <p>{t.value.connectingReason}</p>
            <button type="button" class="button" onClick={retry}>
              {t.value.tryAgain}
            </button>
          </>
        }
      />
    </Frame>
  );
}
