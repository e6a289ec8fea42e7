// One screen, drawn from a fixture: /phone/NAME or /stage/NAME. Development only.

import { signal } from "@preact/signals";
import { startPage } from "../src/shared/ui/start";
import { App as Phone } from "../src/quiz/participant/app";
import { App as Stage } from "../src/quiz/stage/app";
import { choose } from "../src/quiz/participant/model";
import type { LinkState } from "../src/shared/socket";
import { App as Guest } from "../src/music/participant/app";
import type { Listening } from "../src/music/participant/listener";
import { ask } from "../src/music/participant/model";
import type { Tab } from "../src/music/participant/session";
import { App as Evening } from "../src/music/stage/app";
import { phones, stages } from "./fixtures";
import { evenings, guests } from "./music-fixtures";

const [, surface = "", name = ""] = location.pathname.split("/");
const link = signal<LinkState>({ kind: name.endsWith("-away") ? "reconnecting" : "open", since: 0 });
const idle = () => undefined;

if (surface === "phone" && phones[name]) {
  const model = signal(phones[name]);
  const pick = (optionId: string) => (model.value = choose(model.value, optionId));
  startPage(<Phone session={{ model, link, join: idle, useHere: idle, choose: pick, retry: idle }} />);
} else if (surface === "stage" && stages[name]) {
  const session = { model: signal(stages[name]), link, address: signal("192.168.1.20:8080") };
  startPage(<Stage session={session} />, { theme: "dark", themeScope: "stage" });
} else if (surface === "guest" && guests[name]) {
  const model = signal(guests[name]);
  const first = (["add", "chat"] as const).find((one) => name.startsWith(one)) ?? "queue";
  const tab = signal<Tab>(first);
  const state = signal<Listening>((["on", "blocked", "noStream"] as const).find((one) => name.endsWith(`-${one}`)) ?? "off");
  startPage(
    <Guest
      session={{
        model, link, tab, nameRefused: signal(name === "door-refused"), leaving: signal(new Set<number>()),
        listener: { state, toggle: () => (state.value = state.value === "off" ? "on" : "off") },
        show: (next) => (tab.value = next), join: idle, joinAgain: idle, retry: idle, takeOut: idle,
        ask: (wish) => (model.value = ask(model.value, wish, Date.now())),
      }}
    />,
  );
} else if (surface === "evening" && evenings[name]) {
  const session = { model: signal(evenings[name]), link, address: signal("192.168.1.20:8080") };
  startPage(<Evening session={session} />, { theme: "dark", themeScope: "stage" });
} else {
  const lists: [string, string[]][] = [["phone", Object.keys(phones)], ["stage", Object.keys(stages)], ["guest", Object.keys(guests)], ["evening", Object.keys(evenings)]];
  startPage(
    <ul>
      {lists.flatMap(([folder, all]) => all.map((one) => <li><a href={`/${folder}/${one}`}>{folder}/{one}</a></li>))}
    </ul>,
  );
}
