// Everything about the chat in one page: how to begin, figures, channels, agents.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Failure } from "../../shared/http";
import { Skeleton } from "../../shared/ui/waiting";
import { Agents } from "./agents";
import { listAgents, listChannels, statistics, type AgentRow, type ChannelRow, type Statistics } from "./api";
import { Channels } from "./channels";
import { Figures, type Period } from "./figures";
import { a } from "./texts";

/** Milliseconds between two looks at who is there. */
const LOOK_EVERY_MS = 5_000;

interface Known {
  channels: ChannelRow[];
  agents: AgentRow[];
  statistics: Statistics;
}

/** The first day of a period, in UTC. */
const firstDay = (period: Period): string => new Date(Date.now() - (period - 1) * 86_400_000).toISOString().slice(0, 10);

export function Talks({ token, refused }: { token: string; refused: () => void }) {
  const [known, setKnown] = useState<Known | null>(null);
  const [trouble, setTrouble] = useState("");
  const [period, setPeriod] = useState<Period>(30);
  const looks = useRef(0);
  const load = useCallback(async () => {
    const look = ++looks.current;
    const [channels, agents, figures] = await Promise.all([listChannels(token), listAgents(token), statistics(token, firstDay(period))]);
    // A later look knows better, and may be at another period.
    if (look !== looks.current) return;
    if (channels.ok && agents.ok && figures.ok) {
      setKnown({ channels: channels.value.channels, agents: agents.value.agents, statistics: figures.value });
      setTrouble("");
      return;
    }
    const failure = [channels, agents, figures].reduce<Failure | null>((found, answer) => found ?? (answer.ok ? null : answer.failure), null);
    if (failure?.status === 401) refused();
    else setTrouble(a.value.failed(failure?.detail ?? ""));
  }, [token, period]);
  useEffect(() => {
    void load();
    const look = () => document.visibilityState === "visible" && void load();
    const timer = setInterval(look, LOOK_EVERY_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      looks.current += 1;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [load]);
  return (
    <>
      <div class="stack-s">
        <h1>{a.value.title}</h1>
        <p class="lead">{a.value.lead}</p>
      </div>
      {trouble !== "" && (
        <p class="notice is-bad" role="alert">
          {trouble}
        </p>
      )}
      {known === null ? trouble === "" && <Skeleton lines={5} /> : <Body token={token} known={known} reload={() => void load()} period={period} choose={setPeriod} />}
    </>
  );
}

interface BodyProps {
  token: string;
  known: Known;
  reload: () => void;
  period: Period;
  choose: (period: Period) => void;
}

function Body({ token, known, reload, period, choose }: BodyProps) {
  const [fresh] = useState(known.channels.length === 0 && known.agents.length === 0);
  return (
    <>
      {fresh && <Begin known={known} />}
      {!fresh && <Figures statistics={known.statistics} period={period} choose={choose} />}
      <Channels token={token} channels={known.channels} reload={reload} />
      <Agents token={token} agents={known.agents} reload={reload} />
    </>
  );
}

/** What an empty server needs; each step is ticked off when it is done. */
function Begin({ known }: { known: Known }) {
  const steps: [string, boolean][] = [
    [a.value.beginChannel, known.channels.length > 0],
    [a.value.beginTag, false],
    [a.value.beginAgent, known.agents.length > 0],
  ];
  return (
    <section class="card stack talks-begin" aria-labelledby="begin-title">
      <h2 id="begin-title">{a.value.begin}</h2>
      <ol>
        {steps.map(([text, isDone], i) => (
          <li key={i} class={isDone ? "is-done" : ""}>
            <span class="talks-step" aria-hidden="true">
              {isDone ? "✓" : i + 1}
            </span>
            {text}
          </li>
        ))}
      </ol>
    </section>
  );
}
