// The chat: what was said, and a line to say something.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { clock } from "../../shared/clock";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/icons";
import { nameOf, type Room } from "../shared/room";
import { m } from "../texts";
import { lines, mayWriteAt, type Line, type Model } from "./model";
import type { Session } from "./session";

/** Characters of a message, as the server has them. */
const MESSAGE_MAX = 500;
/** Pixels from the foot within which somebody reads the newest, and is taken along. */
const AT_FOOT_PX = 160;

export function ChatPanel({ model, session, stale }: { model: Model; session: Session; stale: boolean }) {
  const said = lines(model);
  const list = useRef<HTMLDivElement>(null);
  const first = useRef(true);
  /** Pixels between what is seen and the newest. */
  const fromFoot = useRef(0);
  const last = said[said.length - 1];
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    if (first.current || fromFoot.current < AT_FOOT_PX || last?.own) element.scrollTop = element.scrollHeight;
    first.current = false;
  }, [last?.key]);
  return (
    <>
      <div
        ref={list}
        class={`guest-body chat ${stale ? "is-stale" : ""}`}
        role="region"
        aria-label={m.value.tabChat}
        tabIndex={0}
        onScroll={({ currentTarget: at }) => (fromFoot.current = at.scrollHeight - at.scrollTop - at.clientHeight)}
      >
        {said.length === 0 ? (
          <p class="empty hint">{m.value.chatEmpty}</p>
        ) : (
          <ol class="lines" aria-live="polite" aria-relevant="additions">
            {said.map((line, i) => (
              <ChatLine key={line.key} line={line} before={said[i - 1]} room={model.room} />
            ))}
          </ol>
        )}
      </div>
      <div class="chat-say">{model.room.you.muted ? <p class="note">{m.value.muted}</p> : <Say model={model} session={session} />}</div>
    </>
  );
}

function ChatLine({ line, before, room }: { line: Line; before: Line | undefined; room: Room }) {
  const { said, own, state } = line;
  const named = !own && !(before !== undefined && !before.own && before.said.name === said.name);
  return (
    <li class={`line ${own ? "is-own" : ""} ${state === "said" ? "" : "is-going"}`}>
      {named && <span class="line-name">{nameOf(room, said, m.value.host)}</span>}
      <span class="line-text" dir="auto">{said.message}</span>
      <span class="line-time">{state === "said" ? hour(said.at) : state === "kept" ? m.value.keptMessage : m.value.sending}</span>
    </li>
  );
}

/** As `shared/when.ts` writes it, whose file a guest's first load does without. */
const hour = (at: number): string => new Date(at).toLocaleTimeString(t.value.locale, { hour: "2-digit", minute: "2-digit" });

function Say({ model, session }: { model: Model; session: Session }) {
  const [text, setText] = useState("");
  const wait = useWait(mayWriteAt(model));
  const seconds = model.room.settings.slow_mode_seconds;
  // A message that was refused is not lost: it comes back, unless another one is being written.
  const { draft } = model;
  const known = useRef(draft?.no ?? 0);
  useEffect(() => {
    if (draft === null || draft.no === known.current) return;
    known.current = draft.no;
    setText((now) => (now === "" ? draft.text : now));
  }, [draft?.no]);
  return (
    <form
      class="say"
      onSubmit={(event) => {
        event.preventDefault();
        const clean = text.trim();
        if (clean === "" || wait > 0) return;
        session.ask({ kind: "chat", text: clean });
        setText("");
      }}
    >
      <label class="visually-hidden" for="say">
        {m.value.chatLabel}
      </label>
      <input
        id="say"
        class="input"
        value={text}
        maxLength={MESSAGE_MAX}
        placeholder={m.value.chatPlaceholder}
        autocomplete="off"
        enterkeyhint="send"
        aria-describedby={seconds > 0 ? "slow" : undefined}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="button button-main" disabled={wait > 0} aria-label={m.value.send}>
        <Icon name="send" />
      </button>
      {seconds > 0 && (
        <p id="slow" class="hint">
          {wait > 0 ? m.value.slowModeWait(wait) : m.value.slowMode(seconds)}
        </p>
      )}
    </form>
  );
}

/** Whole seconds until a moment of the server's. */
function useWait(until: number): number {
  const left = () => Math.max(0, Math.ceil((until - clock.now()) / 1000));
  const [, redraw] = useState(0);
  const wait = left();
  useEffect(() => {
    if (wait === 0) return;
    const timer = setTimeout(() => redraw((n) => n + 1), 250);
    return () => clearTimeout(timer);
  });
  return wait;
}
