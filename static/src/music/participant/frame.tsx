// What stands around every part of the room: its name, and the way from part to part.

import { useState } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/dialog";
import { Icon, type IconName } from "../../shared/ui/icons";
import { Preferences } from "../../shared/ui/preferences";
import { m } from "../texts";
import { unread, type Model } from "./model";
import type { Tab } from "./session";

export function Head({ model }: { model: Model }) {
  const [open, setOpen] = useState(false);
  const { room } = model;
  return (
    <header class="guest-head">
      <h1 class="one-line">{room.name}</h1>
      <p class="guest-people">
        <Icon name="people" /> {m.value.people(Math.max(1, room.people_count))}
      </p>
      <button type="button" class="button button-icon" aria-label={t.value.settings} onClick={() => setOpen(true)}>
        <Icon name="more" />
      </button>
      <Dialog open={open} title={t.value.settings} onClose={() => setOpen(false)}>
        <p>{m.value.asName(room.you.name ?? "")}</p>
        <p class="hint">
          {room.name} · {t.value.stageCode} {room.code}
        </p>
        <Preferences />
      </Dialog>
    </header>
  );
}

const ICONS: Record<Tab, IconName> = { queue: "queue", add: "plus", chat: "chat" };

interface TabsProps {
  model: Model;
  tab: Tab;
  tabs: Tab[];
  show: (tab: Tab) => void;
}

export function Tabs({ model, tab, tabs, show }: TabsProps) {
  const names = { queue: m.value.tabQueue, add: m.value.tabAdd, chat: m.value.tabChat };
  const news = tab === "chat" ? 0 : unread(model);
  return (
    <nav class="tabs" aria-label={m.value.tabs}>
      {tabs.map((one) => (
        <button
          key={one}
          type="button"
          class="tab"
          aria-current={one === tab ? "page" : undefined}
          onClick={() => show(one)}
        >
          <Icon name={ICONS[one]} />
          <span>{names[one]}</span>
          {one === "chat" && news > 0 && (
            <span class="badge">
              <span aria-hidden="true">{news > 99 ? "99+" : news}</span>
              <span class="visually-hidden">{m.value.unread(news)}</span>
            </span>
          )}
        </button>
      ))}
    </nav>
  );
}
