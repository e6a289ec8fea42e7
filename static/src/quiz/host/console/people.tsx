// Names with their links, each to be removed.

import type { ComponentChildren } from "preact";
import { Icon } from "../../../shared/ui/icons";
import { linkOf } from "../model";
import { h } from "../texts";
import { undoable } from "../../../shared/undo";
import type { ConsoleSession } from "./session";

/** Names drawn at once; a crowd beyond is counted. */
const NAMES_MAX = 300;

interface PeopleProps {
  session: ConsoleSession;
  names: string[];
  /** What stands behind a name. */
  state?: (name: string) => ComponentChildren;
}

export function People({ session, names, state }: PeopleProps) {
  const model = session.model.value;
  const leaving = session.leaving.value;
  const shown = names.filter((name) => !leaving.has(name)).slice(0, NAMES_MAX);
  const kick = (name: string) => {
    const back = () => {
      session.leaving.value = new Set([...session.leaving.value].filter((other) => other !== name));
    };
    session.leaving.value = new Set([...session.leaving.value, name]);
    undoable({
      text: h.value.kicked(name),
      undone: back,
      run: () => {
        session.kick(name);
        back();
      },
    });
  };
  return (
    <ul class="people">
      {shown.map((name) => {
        const link = linkOf(model, name);
        return (
          <li key={name} class="person">
            <span class={`dot dot-${link}`} title={h.value.links[link]}>
              <span class="visually-hidden">{h.value.links[link]}:</span>
            </span>
            <span class="pseudonym">{name}</span>
            {link === "gone" && <span class="hint person-note">{h.value.links.gone}</span>}
            {link === "slow" && <span class="hint person-note">{h.value.links.slow}</span>}
            {state?.(name)}
            <button type="button" class="button button-icon" aria-label={h.value.kickNamed(name)} title={h.value.kick} onClick={() => kick(name)}>
              <Icon name="cross" />
            </button>
          </li>
        );
      })}
      {names.length - leaving.size > shown.length && <li class="hint">{h.value.namesCut(names.length - leaving.size - shown.length)}</li>}
    </ul>
  );
}
