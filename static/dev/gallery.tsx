// One screen, drawn from a fixture: /phone/NAME or /stage/NAME. Development only.

import { signal } from "@preact/signals";
import { startPage } from "../src/shared/ui/start";
import { App as Phone } from "../src/quiz/participant/app";
import { App as Stage } from "../src/quiz/stage/app";
import { choose } from "../src/quiz/participant/model";
import type { LinkState } from "../src/shared/socket";
import { phones, stages } from "./fixtures";

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
} else {
  const lists: [string, string[]][] = [["phone", Object.keys(phones)], ["stage", Object.keys(stages)]];
  startPage(
    <ul>
      {lists.flatMap(([folder, all]) => all.map((one) => <li><a href={`/${folder}/${one}`}>{folder}/{one}</a></li>))}
    </ul>,
  );
}
