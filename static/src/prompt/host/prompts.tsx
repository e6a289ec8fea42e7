// All prompts, and a form for a new one.

import { useEffect, useState } from "preact/hooks";
import { Icon } from "../../shared/ui/icons";
import { toast } from "../../shared/ui/toast";
import { Skeleton } from "../../shared/ui/waiting";
import { undoable } from "../../shared/undo";
import { momentText } from "../../shared/when";
import type { Made } from "../../wire/prompt";
import { p } from "../texts";
import { deletePrompt, listPrompts } from "./api";
import { NewPromptForm } from "./new-prompt";

export function Prompts({ token, refused }: { token: string; refused: () => void }) {
  const [prompts, setPrompts] = useState<Made[] | null>(null);
  const [trouble, setTrouble] = useState("");
  const load = async () => {
    const answer = await listPrompts(token);
    if (answer.ok) setPrompts(answer.value.prompts);
    else if (answer.failure.status === 401) refused();
    else setTrouble(p.value.failed(answer.failure.detail));
  };
  useEffect(() => void load(), [token]);
  const remove = (prompt: Made) => {
    setPrompts((now) => now?.filter((other) => other.uid !== prompt.uid) ?? null);
    const back = () => void load();
    undoable({
      text: p.value.removed(prompt.prompt.text),
      undone: back,
      run: () =>
        void deletePrompt(token, prompt.uid, true).then((answer) => {
          if (answer.ok || answer.failure.status === 404) return;
          back();
          toast(p.value.removeFailed(prompt.prompt.text), { seconds: 8 });
        }),
    });
  };
  return (
    <>
      <div class="stack-s">
        <h1>{p.value.hostTitle}</h1>
        <p class="lead">{p.value.hostLead}</p>
      </div>
      <NewPromptForm token={token} made={(prompt) => location.assign(`/prompts/${encodeURIComponent(prompt.uid)}`)} />
      <section class="stack">
        {trouble !== "" && (
          <p class="notice is-bad" role="alert">
            {trouble}
          </p>
        )}
        {prompts === null && trouble === "" && <Skeleton lines={3} />}
        {prompts?.length === 0 && <p class="hint">{p.value.hostEmpty}</p>}
        <ul class="session-list">
          {prompts?.map((prompt) => (
            <li key={prompt.uid} class="card session-card">
              <div class="session-what">
                <p class="eyebrow">
                  <span>{p.value.styles[prompt.prompt.style]}</span>
                  <span>{p.value.seconds(prompt.duration_seconds)}</span>
                </p>
                <h2>{prompt.prompt.text}</h2>
                <p class="hint">
                  {p.value.sessions(prompt.sessions)} · {momentText(Date.parse(prompt.created_at))}
                </p>
              </div>
              <div class="row session-actions">
                <a class="button button-main" href={`/prompts/${encodeURIComponent(prompt.uid)}`} aria-label={`${p.value.open}: ${prompt.prompt.text}`}>
                  {p.value.open}
                </a>
                <button type="button" class="button button-icon" aria-label={`${p.value.remove}: ${prompt.prompt.text}`} onClick={() => remove(prompt)}>
                  <Icon name="trash" />
                </button>
              </div>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
