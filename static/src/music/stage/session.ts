// The stage's page at work: it watches, and says nothing.

import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { joinBase, withoutScheme } from "../../shared/join-base";
import type { LinkState } from "../../shared/socket";
import { connectMusic } from "../shared/link";
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
  const link = connectMusic({
    room: code,
    token: null,
    receive(message) {
      model.value = M.receive(model.value, message);
      if (message.type === "room_closed") link.close();
    },
  });
  effect(() => {
    const { room } = model.value;
    document.title = [room.playing?.song.title ?? "", room.name, "Soirée"].filter((part) => part !== "").join(" – ");
  });
  void joinBase().then((found) => (base.value = found));
  return { model, link: link.state, address: computed(() => withoutScheme(base.value)) };
}
