// The stage's page at work: it watches, and says nothing.

import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { clock } from "../../shared/clock";
import { joinBase, withoutScheme } from "../../shared/join-base";
import type { LinkState } from "../../shared/socket";
import { connectQuiz, type ServerMessage } from "../shared/link";
import { titlePage } from "../shared/title";
import * as M from "./model";

export interface Session {
  model: ReadonlySignal<M.Model>;
  link: ReadonlySignal<LinkState>;
  /** The address that people open, without scheme. */
  address: ReadonlySignal<string>;
}

export function startSession(code: string): Session {
  const model = signal(M.initial(code));
  const base = signal(location.origin);
  const link = connectQuiz({
    code,
    hello: () => [{ type: "watch_stage" }],
    ticking: () => model.value.phase === "question_open" || model.value.phase === "question_paused",
    receive(message: ServerMessage) {
      const { phase, deadline, exists } = model.value;
      if (message.type === "game:timer_tick" && phase === "question_open" && deadline !== null) {
        clock.observe(deadline - message.remainingMs);
      }
      model.value = M.receive(model.value, message);
      // A session has just been founded in a room that was watched before.
      if (!exists && message.type === "lobby:updated") link.send({ type: "watch_stage" });
    },
  });
  effect(() => {
    if (model.value.exists) titlePage(model.value.phase, model.value.title ?? "");
  });
  void joinBase().then((found) => (base.value = found));
  return { model, link: link.state, address: computed(() => withoutScheme(base.value)) };
}
