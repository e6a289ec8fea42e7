// Beside the music: who is here, what is said, how to get in, what is allowed. One at a time, as tabs; where there
// is no room beside it they stand above the queue, and are closed until one is asked for.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "../../../shared/ui/icons";
import { guestsHere, unread } from "../model";
import type { ConsoleSession } from "../session";
import { h } from "../texts";
import { Chat } from "./chat";
import { People } from "./people";
import { Settings } from "./settings";
import { Share } from "./share";

const TABS = ["share", "people", "chat", "settings"] as const;
type Tab = (typeof TABS)[number];
/** As in `host.css`. */
const WIDE = "(min-width: 60rem)";
const ICONS: Record<Tab, IconName> = { share: "link", people: "people", chat: "chat", settings: "settings" };

export function Side({ session, onHouse }: { session: ConsoleSession; onHouse: () => void }) {
  const wide = () => matchMedia(WIDE).matches;
  const [tab, setTab] = useState<Tab | null>(() => (wide() ? "share" : null));
  const list = useRef<HTMLDivElement>(null);
  const model = session.model.value;
  const labels: Record<Tab, string> = { share: h.value.shareTitle, people: h.value.peopleTitle, chat: h.value.chatTitle, settings: h.value.settingsTitle };
  const badge = unread(model);

  useEffect(() => {
    if (tab === "chat" && document.visibilityState === "visible") session.readChat();
  }, [tab, model.room.chat]);

  const move = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const at = tab === null ? 0 : TABS.indexOf(tab);
    const next = TABS[(at + by + TABS.length) % TABS.length]!;
    setTab(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };

  const panels: Record<Tab, () => ComponentChildren> = {
    share: () => <Share session={session} />,
    people: () => <People session={session} />,
    chat: () => <Chat session={session} />,
    settings: () => <Settings session={session} onHouse={onHouse} />,
  };
  return (
    <div class="side">
      <div class="tabs" role="tablist" ref={list} onKeyDown={move}>
        {TABS.map((one) => (
          <button
            key={one}
            id={`tab-${one}`}
            type="button"
            role="tab"
            class="tab"
            aria-selected={tab === one}
            aria-controls={tab === one ? "side-panel" : undefined}
            tabIndex={(tab ?? TABS[0]) === one ? 0 : -1}
            onClick={() => setTab(tab === one && !wide() ? null : one)}
          >
            <Icon name={ICONS[one]} /> <span>{labels[one]}</span>
            {one === "people" && guestsHere(model.room) > 0 && <span class="count">{guestsHere(model.room)}</span>}
            {one === "chat" && badge > 0 && tab !== "chat" && (
              <span class="badge">
                <span aria-hidden="true">{badge}</span>
                <span class="visually-hidden">{h.value.unread(badge)}</span>
              </span>
            )}
          </button>
        ))}
      </div>
      {tab !== null && (
        <section id="side-panel" class="side-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
          {panels[tab]()}
        </section>
      )}
    </div>
  );
}
