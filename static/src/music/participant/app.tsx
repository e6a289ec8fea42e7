// Which screen the phone shows: a function of the model.

import { t } from "../../shared/i18n";
import { ConnectionBar, useAway } from "../../shared/ui/connection";
import { Frame } from "../../shared/ui/frame";
import { Toasts } from "../../shared/ui/toast";
import { Waiting } from "../../shared/ui/waiting";
import { m } from "../texts";
import { AddPanel } from "./add";
import { ChatPanel } from "./chat";
import { DoorScreen, ProblemScreen } from "./door";
import { Head, Tabs } from "./frame";
import { MiniNow, NowPlaying } from "./now";
import { QueuePanel } from "./queue";
import type { Session } from "./session";
import { useWide } from "./wide";

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
  const wide = useWide();
  if (model.problem !== null) return <ProblemScreen problem={model.problem} model={model} session={session} />;
  if (model.seat === "none") return <DoorScreen model={model} session={session} />;
  if (model.seat === "joining") return <Connecting what={m.value.entering} retry={session.retry} />;
  if (!model.room.known || (model.seat === "claiming" && model.room.you.guest_id === null)) {
    return <Connecting what={t.value.connecting} retry={session.retry} />;
  }
  const tab = session.tab.value;
  if (wide) {
    const beside = tab === "queue" ? "add" : tab;
    return (
      <div class={`guest is-wide ${away ? "is-away" : ""}`}>
        <Head model={model} />
        <div class="guest-columns">
          <main class={`guest-body ${away ? "is-stale" : ""}`}>
            <NowPlaying model={model} session={session} />
            <QueuePanel model={model} session={session} add={() => document.getElementById("search")?.focus()} />
          </main>
          <div class="guest-beside">
            <Tabs model={model} tab={beside} tabs={["add", "chat"]} show={session.show} />
            {beside === "chat" ? (
              <ChatPanel model={model} session={session} stale={away} />
            ) : (
              <section class={`guest-body ${away ? "is-stale" : ""}`} aria-label={m.value.tabAdd}>
                <AddPanel model={model} session={session} />
              </section>
            )}
          </div>
        </div>
      </div>
    );
  }
  return (
    <div class={`guest tab-${tab} ${away ? "is-away" : ""}`}>
      <Head model={model} />
      {tab !== "queue" && <MiniNow model={model} show={() => session.show("queue")} />}
      {tab === "chat" ? (
        <main class="guest-part">
          <ChatPanel model={model} session={session} stale={away} />
        </main>
      ) : (
        // A new part begins at its top.
        <main key={tab} class={`guest-body ${away ? "is-stale" : ""}`}>
          {tab === "queue" && <NowPlaying model={model} session={session} />}
          {tab === "queue" && <QueuePanel model={model} session={session} add={() => session.show("add")} />}
          {tab === "add" && <AddPanel model={model} session={session} />}
        </main>
      )}
      <Tabs model={model} tab={tab} tabs={["queue", "add", "chat"]} show={session.show} />
    </div>
  );
}

function Connecting({ what, retry }: { what: string; retry: () => void }) {
  return (
    <Frame>
      <Waiting what={what} reason={t.value.connectingReason} retry={t.value.tryAgain} onRetry={retry} />
    </Frame>
  );
}
