// Ready replies, for all agents: written, changed and removed here.

import { useId, useLayoutEffect, useState } from "preact/hooks";
import { Dialog } from "../../shared/ui/dialog";
import { Icon } from "../../shared/ui/icons";
import { Labelled } from "../../shared/ui/labelled";
import { toast } from "../../shared/ui/toast";
import { undoable } from "../../shared/undo";
import type { Canned } from "../../wire/conversation";
import { usePart, type Session } from "./session";
import { c } from "./texts";

const SHORTCUT = /^[a-z0-9_-]{1,32}$/i;
const TEXT_MAX = 500;

export function CannedDialog({ session, open, close }: { session: Session; open: boolean; close: () => void }) {
  return (
    <Dialog open={open} title={c.value.canned} onClose={close}>
      <Editor session={session} />
    </Dialog>
  );
}

function Editor({ session }: { session: Session }) {
  const [shortcut, setShortcut] = useState("");
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState<("shortcut" | "text")[]>([]);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const id = useId();
  const [leaving, setLeaving] = useState<Canned | null>(null);
  const known = usePart(session, (model) => model.canned);
  const canned = known.filter((reply) => !hidden.has(reply.shortcut));
  const isChange = canned.some((reply) => reply.shortcut === shortcut.toLowerCase());
  const save = () => {
    const name = shortcut.trim().replace(/^\//, "");
    const found = [...(SHORTCUT.test(name) ? [] : (["shortcut"] as const)), ...(text.trim() === "" ? (["text"] as const) : [])];
    setWrong(found);
    if (found[0] !== undefined) return void document.getElementById(`${id}-${found[0]}`)?.focus();
    if (!session.setCanned(name, text.trim())) return void toast(c.value.notSent, { seconds: 6 });
    setLeaving({ shortcut: name.toLowerCase(), text: text.trim() });
  };
  useLayoutEffect(() => {
    // The fields are emptied when it stands in the list: the server may refuse it.
    if (leaving === null || !known.some((reply) => reply.shortcut === leaving.shortcut && reply.text === leaving.text)) return;
    setLeaving(null);
    setShortcut("");
    setText("");
    document.getElementById(`${id}-shortcut`)?.focus();
  }, [known, leaving]);
  const edit = (reply: Canned) => {
    setShortcut(reply.shortcut);
    setText(reply.text);
    setWrong([]);
    document.getElementById(`${id}-text`)?.focus();
  };
  const remove = ({ shortcut: name }: Canned) => {
    const back = () => setHidden((now) => new Set([...now].filter((other) => other !== name)));
    setHidden((now) => new Set([...now, name]));
    undoable({
      text: c.value.cannedRemoved(name),
      undone: back,
      run: () => {
        if (!session.setCanned(name, null)) toast(c.value.notSent, { seconds: 6 });
        back();
      },
    });
  };
  return (
    <div class="stack">
      {canned.length === 0 ? (
        <p class="hint">{c.value.cannedEmpty}</p>
      ) : (
        <ul class="canned-list">
          {canned.map((reply) => (
            <li key={reply.shortcut}>
              <p>
                <strong>/{reply.shortcut}</strong> {reply.text}
              </p>
              <button type="button" class="button button-icon" aria-label={c.value.cannedChange(reply.shortcut)} onClick={() => edit(reply)}>
                <Icon name="edit" />
              </button>
              <button type="button" class="button button-icon" aria-label={c.value.cannedRemove(reply.shortcut)} onClick={() => remove(reply)}>
                <Icon name="trash" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Labelled id={`${id}-shortcut`} label={c.value.cannedShortcut} hint={c.value.cannedShortcutHint} wrong={wrong.includes("shortcut")}>
          {(described) => <input {...described} maxLength={33} autocomplete="off" autocapitalize="off" spellcheck={false} value={shortcut} onInput={(event) => setShortcut(event.currentTarget.value)} />}
        </Labelled>
        <Labelled id={`${id}-text`} label={c.value.cannedText} hint={c.value.cannedTextHint} wrong={wrong.includes("text")}>
          {(described) => <textarea {...described} rows={3} maxLength={TEXT_MAX} value={text} onInput={(event) => setText(event.currentTarget.value)} />}
        </Labelled>
        <button type="submit" class="button button-main">
          {isChange ? c.value.cannedReplace : c.value.cannedSave}
        </button>
      </form>
    </div>
  );
}
