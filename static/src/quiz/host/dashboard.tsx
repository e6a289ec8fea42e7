// `/host`: ready packs, running evenings, own quizzes, past evenings, and signing in from another device.

import { useEffect, useState } from "preact/hooks";
import { adminToken } from "../../shared/admin";
import type { Failure } from "../../shared/http";
import { undoable } from "../../shared/undo";
import { AdminLinks } from "../../shared/ui/admin-links";
import { HostFrame } from "../../shared/ui/host-frame";
import { MusicRooms } from "../../music/host/rooms-view";
import { Skeleton } from "../../shared/ui/waiting";
import { deleteSession, listSessions } from "./api";
import { hostKeys, type HostKey } from "./hosts";
import { KeyRing } from "./key-ring";
import { MyQuizzes } from "./my-quizzes";
import { Packs } from "./packs-view";
import { SessionCard, type OwnSession } from "./session-card";
import { failureText, h } from "./texts";
import { toast } from "../../shared/ui/toast";

export function Dashboard() {
  const [keys, setKeys] = useState<HostKey[]>(hostKeys);
  const { sessions, failure, reload } = useSessions(keys);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  // The sign-in link that the server prints leads here: what it brings is kept for the administrator's pages.
  useEffect(() => void adminToken(), []);

  const remove = (session: OwnSession) => {
    const id = idOf(session);
    const back = () => setHidden((now) => new Set([...now].filter((other) => other !== id)));
    setHidden((now) => new Set([...now, id]));
    undoable({
      text: h.value.sessionDeleted(session.title),
      undone: back,
      run: () => {
        void deleteSession(session.code, session.hostId, true).then((answer) => {
          // Gone already is as good as deleted.
          if (answer.ok || answer.failure.status === 404) return;
          back();
          toast(h.value.deleteFailed(session.title), { seconds: 8 });
        });
      },
    });
  };

  const shown = (sessions ?? []).filter((session) => !hidden.has(idOf(session)));
  const running = shown.filter((session) => session.status !== "ended");
  const past = shown.filter((session) => session.status === "ended");

  return (
    <HostFrame aside={<a href="/">{h.value.backHome}</a>}>
      <div class="stack-s">
        <h1>{h.value.dashTitle}</h1>
        <p class="lead">{h.value.dashLead}</p>
      </div>

      {running.length > 0 && <SessionList id="running" title={h.value.running} sessions={running} onDelete={remove} />}
      <Packs />
      <MyQuizzes />
      <MusicRooms />

      <section class="stack" aria-labelledby="past-title">
        <h2 id="past-title">{h.value.past}</h2>
        {failure !== null && (
          <div class="notice is-bad" role="alert">
            <p>
              {h.value.sessionsFailed} {failureText(failure)}
            </p>
            <button type="button" class="button" onClick={reload}>
              {h.value.retry}
            </button>
          </div>
        )}
        {sessions === null && failure === null && (
          <div role="status">
            <span class="visually-hidden">{h.value.loadingSessions}</span>
            <Skeleton lines={2} />
          </div>
        )}
        {sessions !== null && past.length === 0 && <p class="hint">{h.value.pastEmpty}</p>}
        {past.length > 0 && (
          <ul class="session-list">
            {past.map((session) => (
              <SessionCard key={idOf(session)} session={session} onDelete={() => remove(session)} />
            ))}
          </ul>
        )}
      </section>

      <KeyRing keys={keys} onChange={setKeys} />
      <AdminLinks />
    </HostFrame>
  );
}

const idOf = (session: OwnSession): string => `${session.code} ${session.createdAt}`;

interface SessionListProps {
  id: string;
  title: string;
  sessions: OwnSession[];
  onDelete: (session: OwnSession) => void;
}

function SessionList({ id, title, sessions, onDelete }: SessionListProps) {
  return (
    <section class="stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <ul class="session-list">
        {sessions.map((session) => (
          <SessionCard key={idOf(session)} session={session} onDelete={() => onDelete(session)} />
        ))}
      </ul>
    </section>
  );
}

interface Sessions {
  /** `null` until told. */
  sessions: OwnSession[] | null;
  failure: Failure | null;
  reload: () => void;
}

/** The sessions of all keys, newest first. */
function useSessions(keys: HostKey[]): Sessions {
  const [sessions, setSessions] = useState<OwnSession[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [turn, setTurn] = useState(0);
  const ids = keys.map((key) => key.hostId).join("\n");

  useEffect(() => {
    let current = true;
    const load = async () => {
      const answers = await Promise.all(
        keys.map(async ({ hostId }) => ({ hostId, answer: await listSessions(hostId) })),
      );
      if (!current) return;
      const found: OwnSession[] = [];
      let failed: Failure | null = null;
      for (const { hostId, answer } of answers) {
        if (answer.ok) found.push(...answer.value.sessions.map((session) => ({ ...session, hostId })));
        // A key whose evenings are all gone is no reason to complain.
        else if (answer.failure.status !== 401 && answer.failure.status !== 404) failed = answer.failure;
      }
      found.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
      setFailure(failed);
      if (failed === null || found.length > 0) setSessions(found);
    };
    void load();
    return () => {
      current = false;
    };
  }, [ids, turn]);

  useEffect(() => {
    // Coming back from a console, the list is another one.
    const again = () => document.visibilityState === "visible" && setTurn((n) => n + 1);
    document.addEventListener("visibilitychange", again);
    return () => document.removeEventListener("visibilitychange", again);
  }, []);

  return { sessions, failure, reload: () => setTurn((n) => n + 1) };
}
