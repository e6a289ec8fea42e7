// The music rooms of this browser, and a new one; part of the host's dashboard too.

import "./rooms.css";
import { useId, useState } from "preact/hooks";
import { Icon } from "../../shared/ui/icons";
import { PasteForm } from "../../shared/ui/paste-form";
import { toast } from "../../shared/ui/toast";
import { momentText } from "../../shared/when";
import { createRoom } from "./api";
import { consolePath, dropRoom, keepRoom, ownRooms, readHostLink, stagePath, type OwnRoom } from "./rooms";
import { failureText, h } from "./texts";

/** Characters of a room's name. */
const NAME_MAX = 80;

export function MusicRooms() {
  const [rooms, setRooms] = useState(ownRooms);
  const forget = (room: OwnRoom) => {
    dropRoom(room.roomId);
    setRooms(ownRooms());
    toast(h.value.forgotten(room.name), {
      undo: () => {
        keepRoom(room);
        setRooms(ownRooms());
      },
    });
  };
  return (
    <section class="stack" aria-labelledby="rooms-title">
      <div class="stack-s">
        <h2 id="rooms-title">{h.value.roomsTitle}</h2>
        <p class="hint">{h.value.roomsLead}</p>
      </div>
      <NewRoom />
      {rooms.length === 0 ? (
        <p class="hint">{h.value.roomsEmpty}</p>
      ) : (
        <ul class="session-list">
          {rooms.map((room) => (
            <RoomCard key={room.roomId} room={room} onForget={() => forget(room)} />
          ))}
        </ul>
      )}
      <OtherDevice />
    </section>
  );
}

function NewRoom() {
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  const id = useId();
  const make = async () => {
    const wished = name.trim();
    setMissing(wished === "");
    if (wished === "" || busy) return;
    setBusy(true);
    const answer = await createRoom(wished);
    setBusy(false);
    if (!answer.ok) {
      toast(failureText(answer.failure), { seconds: 8 });
      return;
    }
    const { room_id, code, host_token } = answer.value;
    keepRoom({ roomId: room_id, code, name: wished, token: host_token, at: Date.now() });
    location.assign(consolePath(code, host_token));
  };
  return (
    <form
      class="card field music-new"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <label for={id}>{h.value.nameLabel}</label>
      <div class="row grow">
        <input
          id={id}
          value={name}
          maxLength={NAME_MAX}
          placeholder={h.value.namePlaceholder}
          autocomplete="off"
          onInput={(event) => {
            setName(event.currentTarget.value);
            setMissing(false);
          }}
          aria-invalid={missing}
          aria-describedby={missing ? `${id}-bad` : undefined}
        />
        <button type="submit" class="button button-main" disabled={busy}>
          <Icon name="plus" /> {busy ? h.value.making : h.value.newRoom}
        </button>
      </div>
      {missing && (
        <p id={`${id}-bad`} class="hint is-error" role="alert">
          {h.value.nameMissing}
        </p>
      )}
    </form>
  );
}

function RoomCard({ room, onForget }: { room: OwnRoom; onForget: () => void }) {
  const { code, name, token, closed = false } = room;
  return (
    <li class="card session-card">
      <div class="session-what">
        <p class="eyebrow">
          <span class={`status ${closed ? "music-closed" : "music-open"}`}>{closed ? h.value.closed : h.value.open}</span>
          <span class="code">{code}</span>
        </p>
        <h3>{name}</h3>
        <p class="hint">{h.value.visited(momentText(room.at))}</p>
      </div>
      <div class="row session-actions">
        {!closed && (
          <a class="button button-main" href={consolePath(code, token)} aria-label={h.value.named(h.value.openConsole, name)}>
            {h.value.openConsole}
          </a>
        )}
        {!closed && (
          <a class="button" href={stagePath(code)} target="_blank" rel="noopener" aria-label={h.value.named(h.value.openStage, name)}>
            {h.value.openStage}
          </a>
        )}
        <button type="button" class="button button-icon" aria-label={h.value.named(h.value.forget, name)} title={h.value.forget} onClick={onForget}>
          <Icon name="cross" />
        </button>
      </div>
    </li>
  );
}

/** Opens a room by the link that another device has copied. */
export function OtherDevice({ open = false }: { open?: boolean }) {
  const take = (pasted: string) => {
    const found = readHostLink(pasted);
    if (found === null) return false;
    const path = consolePath(found.code, found.token);
    // The same room with another key differs in the fragment alone: then it has to be loaded by hand.
    const same = location.pathname === new URL(path, location.href).pathname;
    location.assign(path);
    if (same) location.reload();
    return true;
  };
  return (
    <details class="music-other" open={open}>
      <summary>{h.value.otherTitle}</summary>
      <PasteForm label={h.value.otherLabel} button={h.value.otherOpen} bad={h.value.otherBad} take={take}>
        <p class="hint">{h.value.otherLead}</p>
      </PasteForm>
    </details>
  );
}
