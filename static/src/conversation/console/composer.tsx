// The answer, or a note that only colleagues see. A slash finds a ready reply; files come by the button, by paste or drop.

import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../shared/ui/icons";
import type { Canned, StatusView } from "../../wire/conversation";
import { Attach, hasReady, takeReady } from "./files";
import { cannedFor, slashed, withCanned } from "./model";
import { usePart, type Session } from "./session";
import { c } from "./texts";

/** What the composer lets the keys of the page do. */
export interface ComposerKeys {
  focus(asNote: boolean): void;
}

/** Whether there are likely keys to type with: on a touch screen a field with the focus covers half of it with others. */
export const hasKeys = (): boolean => matchMedia("(hover: hover)").matches;

interface ComposerProps {
  session: Session;
  id: string;
  status: StatusView;
  mine: boolean;
  keys: { current: ComposerKeys | null };
  editCanned: () => void;
}

/** Why no answer can be given here. */
function whose(status: StatusView): string {
  switch (status.holder) {
    case "bot":
      return c.value.notYours;
    case "queue":
      return c.value.notYoursQueue;
    case "agent":
      return c.value.notYoursAgent(status.agent_name ?? c.value.from.agent);
  }
}

export function Composer({ session, id, status, mine, keys, editCanned }: ComposerProps) {
  const [text, setText] = useState(() => session.draft(id).text);
  const [cursor, setCursor] = useState(0);
  const [asNote, setAsNote] = useState(() => session.draft(id).asNote);
  const [at, setAt] = useState(0);
  const [shut, setShut] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const place = useRef<number | null>(null);
  const listId = useId();
  const note = asNote || !mine;
  const known = usePart(session, (model) => model.canned);
  const canned = note || shut ? [] : cannedFor(known, slashed(text, cursor));
  useLayoutEffect(() => {
    // At once: a focus that comes a moment later takes the keys of whoever has gone on.
    if (hasKeys()) field.current?.focus({ preventScroll: true });
  }, []);
  const wasMine = useRef(mine);
  useLayoutEffect(() => {
    // What was begun for colleagues is not for the visitor, only because the conversation has become ours.
    if (mine && !wasMine.current && text !== "") setAsNote(true);
    wasMine.current = mine;
  }, [mine]);
  useLayoutEffect(() => {
    // After a ready reply the cursor stands behind it.
    if (place.current === null) return;
    field.current?.setSelectionRange(place.current, place.current);
    place.current = null;
  });
  keys.current = {
    focus(wish) {
      setAsNote(wish);
      field.current?.focus();
    },
  };
  const write = (next: string, where: number) => {
    setText(next);
    setCursor(where);
    setAt(0);
    setShut(false);
    session.keepDraft(id, { text: next, asNote: note });
    if (!note) session.typing(next !== "");
  };
  const send = () => {
    const words = text.trim();
    if (words === "" && (note || !hasReady(id))) return;
    if (note) session.note(words);
    else session.say(words, takeReady(id));
    write("", 0);
    setAsNote(false);
  };
  const use = (reply: Canned) => {
    const next = withCanned(text, cursor, reply.text);
    place.current = next.cursor;
    write(next.text, next.cursor);
    field.current?.focus();
  };
  const key = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const isOpen = canned.length > 0;
    if (isOpen && (event.key === "ArrowDown" || event.key === "ArrowUp") && !event.altKey) {
      event.preventDefault();
      setAt((at + (event.key === "ArrowDown" ? 1 : canned.length - 1)) % canned.length);
    } else if (isOpen && (event.key === "Enter" || event.key === "Tab") && !event.shiftKey) {
      event.preventDefault();
      const reply = canned[at] ?? canned[0];
      if (reply !== undefined) use(reply);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape") {
      event.preventDefault();
      // The first one shuts the list, the next one leaves the field, so that the page's keys work.
      if (isOpen) setShut(true);
      else field.current?.blur();
    }
  };
  const moved = (event: Event) => setCursor((event.currentTarget as HTMLTextAreaElement).selectionEnd);
  return (
    <form
      class={`composer ${note ? "is-note" : ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {!mine && <p class="hint">{whose(status)}</p>}
      {canned.length > 0 && (
        <ul class="canned" role="listbox" id={listId} aria-label={c.value.canned}>
          {canned.map((reply, i) => (
            <li
              key={reply.shortcut}
              id={`${listId}-${i}`}
              role="option"
              aria-selected={i === at}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => use(reply)}
            >
              <strong>/{reply.shortcut}</strong> {reply.text}
            </li>
          ))}
        </ul>
      )}
      <textarea
        ref={field}
        class="input"
        rows={2}
        maxLength={4000}
        value={text}
        aria-autocomplete="list"
        aria-controls={canned.length > 0 ? listId : undefined}
        aria-activedescendant={canned.length > 0 ? `${listId}-${at}` : undefined}
        aria-label={note ? c.value.note : c.value.reply}
        placeholder={note ? c.value.note : c.value.reply}
        onInput={(event) => write(event.currentTarget.value, event.currentTarget.selectionEnd)}
        onKeyDown={key}
        onKeyUp={moved}
        onClick={moved}
      />
      <div class="row">
        {mine && (
          <label class="desk-switch">
            <input type="checkbox" checked={asNote} onChange={(event) => setAsNote(event.currentTarget.checked)} /> {c.value.asNote}
          </label>
        )}
        {!note && <Attach conversation={id} />}
        <button type="button" class="button button-quiet composer-canned" onClick={editCanned}>
          <Icon name="edit" /> <span>{c.value.canned}</span>
        </button>
        <span class="hint composer-hint">{note ? c.value.noteHint : c.value.replyHint}</span>
        <button type="submit" class="button button-main" disabled={text.trim() === "" && (note || !hasReady(id))}>
          {note ? c.value.addNote : c.value.send}
        </button>
      </div>
    </form>
  );
}
