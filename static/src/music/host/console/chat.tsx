// What is said, newest at the foot.

import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { timeText } from "../../../shared/when";
import { nameOf } from "../../shared/room";
import type { ConsoleSession } from "../session";
import { h } from "../texts";

/** Characters of one message. */
const MESSAGE_MAX = 500;
/** Pixels from the foot within which somebody reads along: then new messages scroll in. */
const NEAR_FOOT_PX = 60;

export function Chat({ session }: { session: ConsoleSession }) {
  const { room } = session.model.value;
  const [text, setText] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const atFoot = useRef(true);
  const id = useId();

  useLayoutEffect(() => {
    if (list.current && atFoot.current) list.current.scrollTop = list.current.scrollHeight;
  }, [room.chat]);

  const say = () => {
    const message = text.trim();
    if (message !== "" && session.send({ type: "chat_message", message })) setText("");
  };
  return (
    <div class="chat">
      {room.chat.length === 0 && <p class="hint">{h.value.chatEmpty}</p>}
      <div
        class="chat-list"
        ref={list}
        role="log"
        aria-label={h.value.chatTitle}
        tabIndex={0}
        hidden={room.chat.length === 0}
        onScroll={({ currentTarget: at }) => (atFoot.current = at.scrollHeight - at.scrollTop - at.clientHeight < NEAR_FOOT_PX)}
      >
        <ol>
          {room.chat.map((entry) => (
            <li key={entry.id} class={entry.guest_id === room.you.guest_id ? "is-own" : ""}>
              <p class="hint">
                <strong>{nameOf(room, entry, h.value.host)}</strong> <time>{timeText(entry.at)}</time>
              </p>
              <p class="chat-text" dir="auto">{entry.message}</p>
            </li>
          ))}
        </ol>
      </div>
      <form
        class="row grow"
        onSubmit={(event) => {
          event.preventDefault();
          say();
        }}
      >
        <label class="visually-hidden" for={id}>
          {h.value.chatLabel}
        </label>
        <input id={id} class="input" value={text} maxLength={MESSAGE_MAX} placeholder={h.value.chatLabel} autocomplete="off" onInput={(event) => setText(event.currentTarget.value)} />
        <button type="submit" class="button" disabled={text.trim() === ""}>
          {h.value.chatSend}
        </button>
      </form>
    </div>
  );
}
