// `/host/new`: writing a quiz. Everything is kept in the browser as it is typed.

import { useEffect, useRef, useState } from "preact/hooks";
import { announce } from "../../../shared/announce";
import { Icon } from "../../../shared/ui/icons";
import { toast } from "../../../shared/ui/toast";
import { begin } from "../begin";
import * as d from "../draft";
import { HostFrame } from "../../../shared/ui/host-frame";
import { draftOf, keepDraft } from "../library";
import type { Imported, Notice } from "../table";
import { h } from "../texts";
import { Basics } from "./basics";
import { EditorContext, fieldId, type EditorTools } from "./context";
import { Issues } from "./issues";
import { Tools } from "./tools";
import { WineCard } from "./wine-card";

/** Milliseconds of silence after which a change is kept. */
const SAVE_AFTER_MS = 400;

export function Editor({ id }: { id: string | null }) {
  const [draft, setDraft] = useState<d.Draft>(() => draftOf(id));
  const [closed, setClosed] = useState<ReadonlySet<string>>(() => new Set(draft.wines.slice(1).map((wine) => wine.id)));
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [showAll, setShowAll] = useState(false);
  const [notices, setNotices] = useState<Notice[]>([]);
  const [serverIssue, setServerIssue] = useState<{ text: string; at: Omit<d.Issue, "kind"> | null } | null>(null);
  const [starting, setStarting] = useState(false);
  const kept = useSaving(draft);
  const issues = d.issuesOf(draft);

  const change = (next: (draft: d.Draft) => d.Draft) => {
    setServerIssue(null);
    setDraft(next);
  };

  const setOpen = (wineId: string, open: boolean) =>
    setClosed((now) => new Set(open ? [...now].filter((other) => other !== wineId) : [...now, wineId]));

  const goTo = (issue: Omit<d.Issue, "kind">) => {
    if (issue.wineId !== undefined) setOpen(issue.wineId, true);
    // The card has to be open before its field can take the focus.
    setTimeout(() => document.getElementById(fieldId(issue))?.focus(), 60);
  };

  const tools: EditorTools = {
    change,
    issueAt: (place) => {
      const key = fieldId(place);
      if (!showAll && !touched.has(key)) return undefined;
      return issues.find((issue) => fieldId(issue) === key);
    },
    touch: (place) => setTouched((now) => (now.has(fieldId(place)) ? now : new Set([...now, fieldId(place)]))),
  };

  const take = (imported: Imported) => {
    setNotices(imported.notices);
    if (imported.wines.length === 0) return;
    change((now) => {
      const title = now.title.trim() === "" ? (imported.title ?? now.title) : now.title;
      const blank = d.isBlank(now);
      return {
        ...d.withImported(now, imported.wines),
        title,
        timerSeconds: blank ? (imported.timerSeconds ?? now.timerSeconds) : now.timerSeconds,
        scoring: blank ? (imported.scoring ?? now.scoring) : now.scoring,
      };
    });
    setClosed((now) => new Set([...now, ...imported.wines.map((wine) => wine.id)]));
    setShowAll(true);
    const questions = imported.wines.reduce((sum, wine) => sum + wine.questions.length, 0);
    toast(h.value.imported(imported.wines.length, questions));
  };

  const addWine = () => {
    const wine = d.emptyWine();
    change((now) => d.withWines(now, [...now.wines, wine]));
    goTo({ field: "name", wineId: wine.id });
  };

  const removeWine = (wine: d.DraftWine, index: number) => {
    change((now) => d.removeWine(now, wine.id));
    toast(h.value.wineDeleted(wine.name.trim() || h.value.wineNumber(index + 1)), {
      undo: () => change((now) => d.withWines(now, [...now.wines.slice(0, index), wine, ...now.wines.slice(index)])),
    });
  };

  const moveWine = (wine: d.DraftWine, to: number) => {
    const place = Math.max(0, Math.min(draft.wines.length - 1, to));
    change((now) => d.withWines(now, d.movedTo(now.wines, wine.id, place)));
    announce(h.value.movedTo(wine.name.trim() || h.value.wineNumber(place + 1), place + 1, draft.wines.length));
  };

  const start = async () => {
    const first = issues[0];
    if (first !== undefined) {
      setShowAll(true);
      goTo(first);
      return;
    }
    setStarting(true);
    keepDraft(draft);
    const failure = await begin(d.toBody(draft));
    setStarting(false);
    const error = failure?.errors[0];
    if (error !== undefined) setServerIssue({ text: error.detail, at: d.locate(draft, error.field) });
  };

  const allClosed = draft.wines.every((wine) => closed.has(wine.id));

  return (
    <EditorContext.Provider value={tools}>
      <HostFrame
        aside={
          <a class="button button-quiet" href="/host">
            {h.value.back}
          </a>
        }
      >
        <h1>{id === null ? h.value.editorNew : h.value.editorTitle}</h1>
        <Basics draft={draft} />
        <Tools draft={draft} onImported={take} notices={notices} />

        <section class="stack" aria-labelledby="wines-title">
          <div class="section-head">
            <h2 id="wines-title">{h.value.fields.wines}</h2>
            {draft.wines.length > 1 && (
              <button type="button" class="button button-quiet" onClick={() => setClosed(new Set(allClosed ? [] : draft.wines.map((wine) => wine.id)))}>
                {allClosed ? h.value.expandAll : h.value.collapseAll}
              </button>
            )}
          </div>
          <ol class="stack">
            {draft.wines.map((wine, index) => (
              <WineCard
                key={wine.id}
                wine={wine}
                index={index}
                of={draft.wines.length}
                open={!closed.has(wine.id)}
                issues={showAll ? issues.filter((issue) => issue.wineId === wine.id).length : 0}
                onOpen={(open) => setOpen(wine.id, open)}
                onMove={(to) => moveWine(wine, to)}
                onDropped={(wineId) => change((now) => d.withWines(now, d.movedTo(now.wines, wineId, index)))}
                onDuplicate={() => change((now) => d.duplicateWine(now, wine.id))}
                onRemove={() => removeWine(wine, index)}
              />
            ))}
          </ol>
          <button id={fieldId({ field: "wines" })} type="button" class="button button-add" disabled={draft.wines.length >= d.LIMITS.wines} onClick={addWine}>
            <Icon name="plus" /> {h.value.addWine}
          </button>
        </section>

        {showAll && issues.length > 0 && <Issues issues={issues} onGoTo={goTo} />}
        {serverIssue !== null && (
          <div class="notice is-bad" role="alert">
            <p>
              {h.value.serverIssue} {serverIssue.text}
            </p>
            {serverIssue.at !== null && (
              <button type="button" class="button" onClick={() => serverIssue.at !== null && goTo(serverIssue.at)}>
                {h.value.fields[serverIssue.at.field]}
              </button>
            )}
          </div>
        )}

        <div class="editor-foot">
          <p class={kept ? "hint" : "hint is-error"} role="status">
            {d.isBlank(draft) ? h.value.startHint : kept ? h.value.saved : h.value.saveFailed}
          </p>
          <button type="button" class="button button-main button-large" disabled={starting} onClick={() => void start()}>
            {starting ? h.value.starting : h.value.startQuiz} <Icon name="arrow" />
          </button>
        </div>
      </HostFrame>
    </EditorContext.Provider>
  );
}

/** Keeps the draft a moment after each change, and when the page goes. Answers whether the browser does. */
function useSaving(draft: d.Draft): boolean {
  const [kept, setKept] = useState(true);
  const latest = useRef(draft);
  const clean = useRef(draft);
  latest.current = draft;

  useEffect(() => {
    const save = () => {
      if (latest.current === clean.current) return;
      clean.current = latest.current;
      setKept(keepDraft(latest.current));
      // A reload then opens the same quiz.
      history.replaceState(null, "", `/host/new?quiz=${encodeURIComponent(latest.current.id)}`);
    };
    const timer = setTimeout(save, SAVE_AFTER_MS);
    addEventListener("pagehide", save);
    return () => {
      clearTimeout(timer);
      removeEventListener("pagehide", save);
    };
  }, [draft]);

  return kept;
}
