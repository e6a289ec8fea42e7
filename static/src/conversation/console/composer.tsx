// The answer, or a note that only colleagues see. A slash finds a ready reply.

import { useEffect, useRef, useState } from "preact/hooks";
import { toast } from "../../shared/ui/toast";
import { cannedFor } from "./model";
import type { Session } from "./session";
import { c } from "./texts";

export function Composer({ session, mine }: { session: Session; mine: boolean }) {
  const [text, setText] = useState("");
  const [asNote, setAsNote] = useState(false);
  const [at, setAt] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  const note = asNote || !mine;
  const canned = note ? [] : cannedFor(session.model.value, text);
  useEffect(() => field.current?.focus(), []);
  const send = () => {
    const words = text.trim();
    if (words === "") return;
    if (!(note ? session.note(words) : session.say(words))) return void toast(c.value.notSent, { seconds: 6 });
    setText("");
  };
  const use = (reply: string) => {
    setText(reply);
    setAt(0);
    field.current?.focus();
  };
  const key = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (canned.length > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp") && !event.altKey) {
      event.preventDefault();
      setAt((at + (event.key === "ArrowDown" ? 1 : canned.length - 1)) % canned.length);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const reply = canned[at] ?? canned[0];
      if (reply !== undefined) use(reply.text);
      else send();
    }
  };
  return (
    <form
      class={`composer ${note ? "is-note" : ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {!mine && <p class="hint">{c.value.notYours}</p>}
      {canned.length > 0 && (
        <ul class="canned" aria-label={c.value.canned}>
          {canned.map((reply, i) => (
            <li key={reply.shortcut}>
              <button type="button" class={i === at ? "is-on" : ""} onClick={() => use(reply.text)}>
                <strong>/{reply.shortcut}</strong> {reply.text}
              </button>
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
        aria-label={note ? c.value.note : c.value.reply}
        placeholder={note ? c.value.note : c.value.reply}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
          if (!note) session.typing(event.currentTarget.value !== "");
        }}
        onKeyDown={key}
      />
      <div class="row">
        {mine && (
          <label class="desk-switch">
            <input type="checkbox" checked={asNote} onChange={(event) => setAsNote(event.currentTarget.checked)} /> {c.value.asNote}
          </label>
        )}
        <span class="hint composer-hint">{c.value.replyHint}</span>
        <button type="submit" class="button button-main" disabled={text.trim() === ""}>
          {note ? c.value.addNote : c.value.send}
        </button>
      </div>
    </form>
  );
}
