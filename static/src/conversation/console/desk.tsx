// The whole console: inbox, conversation, visitor. On a phone one of them at a time.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useKeys } from "../../shared/keys";
import { ConnectionBar, useAway } from "../../shared/ui/connection";
import { Dialog } from "../../shared/ui/dialog";
import { Brand } from "../../shared/ui/frame";
import { Icon } from "../../shared/ui/icons";
import { Preferences } from "../../shared/ui/preferences";
import { toast } from "../../shared/ui/toast";
import { Awaited } from "../../shared/ui/waiting";
import type { Presence } from "../../wire/conversation";
import { alertsOn, awaitTouch, startAlerts, stopAlerts } from "./alert";
import { CannedDialog } from "./canned-dialog";
import type { ComposerKeys } from "./composer";
import { Inbox } from "./inbox";
import { KEYS, wishOf, type Wish } from "./keys";
import { neighbour, unread } from "./model";
import { nameOf } from "./names";
import { usePart, type Session } from "./session";
import { c, faultText } from "./texts";
import { Thread } from "./thread";
import { TransferDialog } from "./transfer-dialog";
import { Visitor } from "./visitor";

const PRESENCES: Presence[] = ["online", "away"];

/** Which dialog is open. */
type Shown = "none" | "canned" | "transfer" | "visitor" | "help";

export function Desk({ session, drop }: { session: Session; drop: () => void }) {
  const openId = usePart(session, (model) => model.openId);
  const view = usePart(session, (model) => model.view);
  const known = usePart(session, (model) => model.known);
  const waiting = usePart(session, unread);
  const isMine = usePart(session, ({ view, me }) => view?.status.holder === "agent" && view.status.agent_id === me);
  const away = useAway(session.state);
  const [shown, setShown] = useState<Shown>("none");
  const composer = useRef<ComposerKeys | null>(null);
  const search = useRef<HTMLInputElement | null>(null);
  const title = `${waiting > 0 ? `(${waiting}) ` : ""}${c.value.inbox} – Soirée`;
  useEffect(() => void (document.title = title), [title]);
  useEffect(awaitTouch, []);
  const wish = (what: Wish) => {
    switch (what) {
      case "next":
      case "previous": {
        const next = neighbour(session.model.value, what === "next" ? 1 : -1);
        return next !== null && session.open(next);
      }
      case "search":
        return search.current?.focus();
      case "take":
        return view !== null && view.status.holder !== "agent" && session.take();
      case "end":
        return isMine && session.end();
      case "transfer":
        return isMine && setShown("transfer");
      case "reply":
      case "note":
        return composer.current?.focus(what === "note");
      case "canned":
        return setShown("canned");
      case "help":
        return setShown((now) => (now === "help" ? "none" : "help"));
    }
  };
  useKeys<Wish>(wishOf, (what) => void wish(what));
  const shut = () => setShown("none");
  const show = useMemo(() => ({ canned: () => setShown("canned"), transfer: () => setShown("transfer"), visitor: () => setShown("visitor") }), []);
  return (
    <div class={`desk ${openId === null ? "" : "has-open"}`}>
      <ConnectionBar away={away} text={c.value.away} />
      <header class="desk-head">
        <Brand />
        <div class="row">
          <Switches session={session} />
          <button type="button" class="button button-quiet desk-keys" aria-haspopup="dialog" onClick={() => setShown("help")}>
            {c.value.keys}
          </button>
          <button type="button" class="button button-quiet" onClick={drop}>
            {c.value.signOut}
          </button>
        </div>
      </header>
      {!known ? (
        <main class="desk-wait">
          <Awaited what={c.value.connecting} />
        </main>
      ) : (
        <div class="desk-body">
          <Inbox session={session} search={search} />
          <main class="desk-main" id="main">
            {openId === null ? (
              <Nothing session={session} />
            ) : (
              <Thread session={session} key={openId} keys={composer} editCanned={show.canned} transfer={show.transfer} about={show.visitor} />
            )}
          </main>
          {view !== null && (
            <aside class="visitor" aria-label={c.value.visitor}>
              <h2>{nameOf(view)}</h2>
              <Visitor view={view} />
            </aside>
          )}
        </div>
      )}
      <footer class="desk-foot">
        <Preferences />
      </footer>
      <CannedDialog session={session} open={shown === "canned"} close={shut} />
      <TransferDialog session={session} open={shown === "transfer"} close={shut} />
      <Dialog open={shown === "visitor" && view !== null} title={view === null ? c.value.visitor : nameOf(view)} onClose={shut}>
        {view !== null && <Visitor view={view} />}
      </Dialog>
      <Dialog open={shown === "help"} title={c.value.keys} onClose={shut}>
        <dl class="key-list">
          {KEYS.map(({ keys, wish: what }) => (
            <div key={keys}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{c.value.wishes[what]}</dd>
            </div>
          ))}
        </dl>
        <p class="hint">{c.value.keysHint}</p>
      </Dialog>
    </div>
  );
}

/** No conversation is shown: what the agent may expect. */
function Nothing({ session }: { session: Session }) {
  const isAway = session.presence.value !== "online";
  const fault = usePart(session, (model) => model.fault);
  return (
    <div class="desk-empty">
      {fault !== null && (
        <p class="notice is-bad" role="alert">
          {faultText(fault)}
        </p>
      )}
      <span class="desk-mark">
        <Icon name="chat" />
      </span>
      <h1>{isAway ? c.value.awayTitle : c.value.onlineTitle}</h1>
      <p>
        {c.value.pick} {isAway ? c.value.awayLead : c.value.onlineLead}
      </p>
      {isAway && (
        <button type="button" class="button button-main" onClick={() => session.setPresence("online")}>
          {c.value.goOnline}
        </button>
      )}
      <p class="hint desk-keys">{c.value.pickKeys}</p>
    </div>
  );
}

function Switches({ session }: { session: Session }) {
  const [alerts, setOn] = useState(alertsOn);
  const switchAlerts = (on: boolean) => {
    setOn(on);
    if (!on) return stopAlerts();
    void startAlerts().then((isWhole) => isWhole || toast(c.value.toneOnly, { seconds: 8 }));
  };
  return (
    <>
      <label class="desk-switch desk-presence">
        <span>{c.value.presenceLabel}</span>
        <select value={session.presence.value} onChange={(event) => session.setPresence(event.currentTarget.value as Presence)}>
          {PRESENCES.map((state) => (
            <option key={state} value={state}>
              {c.value.presence[state]}
            </option>
          ))}
        </select>
      </label>
      <label class="desk-switch">
        <input
          type="checkbox"
          checked={alerts}
          onChange={(event) => switchAlerts(event.currentTarget.checked)}
        />
        <span>{c.value.alerts}</span>
      </label>
    </>
  );
}
