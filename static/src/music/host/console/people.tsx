// Who is here, with what they added; each to be muted or removed.

import { useJoinBase, withoutScheme } from "../../../shared/join-base";
import { Icon } from "../../../shared/ui/icons";
import { nameOf } from "../../shared/room";
import { waitingBy } from "../model";
import type { ConsoleSession } from "../session";
import { h } from "../texts";

/** Names drawn at once; a crowd beyond is counted. */
const NAMES_MAX = 300;

export function People({ session }: { session: ConsoleSession }) {
  const { room } = session.model.value;
  const base = useJoinBase();
  const leaving = session.leaving.value;
  const waiting = waitingBy(room);
  const here = room.people.filter((person) => !leaving.has(person.guest_id));
  const shown = here.slice(0, NAMES_MAX);
  const cut = room.people_count - leaving.size - shown.length;
  if (!here.some((person) => person.role !== "host")) {
    return (
      <p class="lobby-empty">
        {h.value.peopleEmpty} <strong>{withoutScheme(base)}</strong>
      </p>
    );
  }
  return (
    <ul class="people">
      {shown.map((person) => {
        const { guest_id, name, role, muted } = person;
        const songs = waiting.get(guest_id) ?? 0;
        const own = guest_id === room.you.guest_id;
        const called = nameOf(room, person, h.value.host);
        return (
          <li key={guest_id} class="person">
            <span class="person-text">
              <span class="pseudonym">
                {called}
                {own && ` (${h.value.you})`}
              </span>
              <span class="hint">
                {[role === "host" && called !== h.value.host ? h.value.host : "", muted ? h.value.mutedWord : "", songs > 0 ? h.value.songsOf(songs) : ""].filter((part) => part).join(" · ")}
              </span>
            </span>
            {role !== "host" && (
              <span class="row tight">
                <button
                  type="button"
                  class="button button-icon"
                  aria-pressed={muted}
                  aria-label={muted ? h.value.unmuteNamed(name) : h.value.muteNamed(name)}
                  title={muted ? h.value.unmute : h.value.mute}
                  onClick={() => session.mute(person)}
                >
                  <Icon name={muted ? "chatOff" : "chat"} />
                </button>
                <button type="button" class="button button-icon" aria-label={h.value.kickNamed(name)} title={h.value.remove} onClick={() => session.removePerson(person)}>
                  <Icon name="cross" />
                </button>
              </span>
            )}
          </li>
        );
      })}
      {cut > 0 && <li class="hint">{h.value.peopleCut(cut)}</li>}
    </ul>
  );
}
