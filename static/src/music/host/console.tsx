// `/music/host/CODE`: the host's private control of one music room, and its player.

import { useEffect, useMemo, useState } from "preact/hooks";
import { toggleFullScreen } from "../../shared/full-screen";
import { useKeys } from "../../shared/keys";
import { ConnectionBar, useAway } from "../../shared/ui/connection";
import { KeyHelp } from "../../shared/ui/key-help";
import { Waiting } from "../../shared/ui/waiting";
import { ActionBar } from "./console/action-bar";
import { AddSongs } from "./console/add";
import { Closed } from "./console/closed";
import { useDrag } from "./console/drag";
import { DropDock } from "./console/drop-dock";
import { Head } from "./console/head";
import { HouseList } from "./console/house-list";
import { NowPlaying } from "./console/now-playing";
import { Queue } from "./console/queue";
import { Refused } from "./console/refused";
import { Side } from "./console/side";
import { useMediaKeys } from "./console/media-keys";
import { KEYS, wishOf } from "./keys";
import { canPlay, phaseOf } from "./model";
import { tokenFor } from "./rooms";
import { openSession, type ConsoleSession } from "./session";
import { h } from "./texts";

export function Console({ code }: { code: string }) {
  const [token, setToken] = useState(() => tokenFor(code, location.hash));
  const session = useMemo(() => (token === null ? null : openSession(code, token)), [code, token]);
  useEffect(() => () => session?.close(), [session]);
  useEffect(() => {
    const again = () => setToken(tokenFor(code, location.hash));
    addEventListener("hashchange", again);
    return () => removeEventListener("hashchange", again);
  }, [code]);
  if (session === null) return <Refused code={code} reason="noKey" />;
  return <Opened key={session.token} session={session} />;
}

function Opened({ session }: { session: ConsoleSession }) {
  const { access, refusal, room } = session.model.value;
  const away = useAway(session.link);
  const [help, setHelp] = useState(false);
  const [adding, setAdding] = useState(false);
  const [house, setHouse] = useState(false);
  const drag = useDrag<number>((no, place) => {
    const entry = session.model.peek().room.queue.find((other) => other.no === no);
    if (entry !== undefined) place === "play" ? session.playNow(entry.song_id) : session.removeSong(entry);
  });
  const phase = phaseOf(room);

  useKeys(wishOf, (wish) => {
    if (wish === "help") setHelp((open) => !open);
    else if (wish === "full_screen") toggleFullScreen();
    else if (access !== "granted" || room.closed) return;
    else if (wish === "toggle") canPlay(room) && session.player.toggle();
    else if (wish === "next") session.player.next();
    else if (wish === "add") setAdding(true);
    else session.lock();
  });
  useMediaKeys(session);
  useEffect(() => {
    const song = room.playing?.song.title ?? "";
    document.title = [phase === "playing" ? song : h.value.phases[phase], room.name, "Soirée"].filter((part) => part !== "").join(" – ");
  }, [phase, room.playing?.song.title, room.name, h.value]);

  if (access === "refused") return <Refused code={room.code} reason={refusal?.code ?? "other"} message={refusal?.message} />;
  if (room.closed) return <Closed name={room.name} />;
  if (access === "connecting") {
    return (
      <main id="main" class="frame" tabIndex={-1}>
        <Waiting what={h.value.connecting} reason={h.value.connectingReason} retry={h.value.retry} onRetry={session.retryNow} />
      </main>
    );
  }

  const taken = room.queue.find((entry) => entry.no === drag.item);
  return (
    <div class="console music-console">
      <ConnectionBar away={away} text={h.value.reconnecting} />
      <Head session={session} phase={phase} onHelp={() => setHelp(true)} />
      {/* It scrolls by itself, so the keyboard has to reach it also where nothing in it takes the focus. */}
      <main id="main" class={`console-main ${away ? "is-stale" : ""}`} tabIndex={0}>
        <div class="console-columns music-columns">
          <NowPlaying session={session} drag={drag} />
          <Side session={session} onHouse={() => setHouse(true)} />
          <Queue session={session} drag={drag} onAdd={() => setAdding(true)} onHouse={() => setHouse(true)} />
        </div>
      </main>
      <ActionBar session={session} />
      <AddSongs session={session} open={adding} onClose={() => setAdding(false)} />
      <HouseList session={session} open={house} onClose={() => setHouse(false)} />
      <DropDock drag={drag} />
      {drag.ghost(taken?.song.title)}
      <KeyHelp open={help} onClose={() => setHelp(false)} keys={KEYS} texts={h.value} />
    </div>
  );
}
