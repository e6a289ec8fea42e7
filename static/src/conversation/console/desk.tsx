// The whole console: inbox, conversation, visitor. On a phone one of them at a time.

import { useEffect, useState } from "preact/hooks";
import { ConnectionBar, useAway } from "../../shared/ui/connection";
import { Brand } from "../../shared/ui/frame";
import { Preferences } from "../../shared/ui/preferences";
import { Awaited } from "../../shared/ui/waiting";
import type { Presence } from "../../wire/conversation";
import { alertsOn, setAlerts } from "./alert";
import { Inbox } from "./inbox";
import { neighbour, unread } from "./model";
import type { Session } from "./session";
import { c } from "./texts";
import { Thread } from "./thread";
import { Visitor } from "./visitor";

const PRESENCES: Presence[] = ["online", "away"];

export function Desk({ session, drop }: { session: Session; drop: () => void }) {
  const model = session.model.value;
  const away = useAway(session.state);
  const waiting = unread(model);
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) Soirée` : "Soirée";
  }, [waiting]);
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (!event.altKey || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
      event.preventDefault();
      const next = neighbour(session.model.value, event.key === "ArrowDown" ? 1 : -1);
      if (next !== null) session.open(next);
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, [session]);
  return (
    <div class={`desk ${model.openId === null ? "" : "has-open"}`}>
      <ConnectionBar away={away} />
      <header class="desk-head">
        <Brand />
        <div class="row">
          <Switches session={session} />
          <button type="button" class="button button-quiet" onClick={drop}>
            {c.value.signOut}
          </button>
        </div>
      </header>
      {!model.known ? (
        <main class="desk-wait">
          <Awaited what={c.value.connecting} />
        </main>
      ) : (
        <div class="desk-body">
          <Inbox session={session} />
          <main class="desk-main" id="main">
            {model.openId === null ? (
              <div class="desk-empty">
                <p>{c.value.pick}</p>
                <p class="hint">{c.value.pickKeys}</p>
              </div>
            ) : (
              <Thread session={session} key={model.openId} />
            )}
          </main>
          {model.view !== null && <Visitor view={model.view} />}
        </div>
      )}
      <footer class="desk-foot">
        <Preferences />
      </footer>
    </div>
  );
}

function Switches({ session }: { session: Session }) {
  const [alerts, setOn] = useState(alertsOn);
  return (
    <>
      <label class="desk-switch">
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
          onChange={(event) => {
            setOn(event.currentTarget.checked);
            void setAlerts(event.currentTarget.checked);
          }}
        />
        <span>{c.value.alerts}</span>
      </label>
    </>
  );
}
