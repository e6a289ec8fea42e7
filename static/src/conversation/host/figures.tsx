// Figures: who waits now, and what people have done in the last days.

import { useId } from "preact/hooks";
import type { Figures as Row, Spread, Statistics } from "../../wire/desk";
import { duration } from "./duration";
import { a } from "./texts";

/** Days of the period, today included. */
export const PERIODS = [1, 7, 30, 90] as const;
export type Period = (typeof PERIODS)[number];

interface FiguresProps {
  statistics: Statistics;
  period: Period;
  choose: (period: Period) => void;
}

export function Figures({ statistics, period, choose }: FiguresProps) {
  const { now, total, channels, agents } = statistics;
  const id = useId();
  const wait = now.longest_wait_seconds;
  return (
    <section class="stack" aria-labelledby="figures-title">
      <div class="section-head">
        <div class="stack-s">
          <h2 id="figures-title">{a.value.figures}</h2>
          <p class="hint">{a.value.figuresLead}</p>
        </div>
        <div class="field talks-period">
          <label for={id}>{a.value.period}</label>
          <select id={id} value={String(period)} onChange={(event) => choose(PERIODS.find((days) => String(days) === event.currentTarget.value) ?? 30)}>
            {PERIODS.map((days) => (
              <option key={days} value={String(days)}>
                {a.value.lastDays(days)}
              </option>
            ))}
          </select>
        </div>
      </div>
      <dl class="talks-figures">
        <Figure name={a.value.waitingNow} value={String(now.waiting)} note={wait === null ? a.value.nobodyWaits : a.value.longestWait(duration(wait))} />
        <Figure name={a.value.withAgents} value={String(now.with_agents)} note={a.value.withAgentsNote} />
        <Figure name={a.value.firstResponse} value={middle(total.first_response)} note={slowest(total.first_response)} />
        <Figure name={a.value.resolution} value={middle(total.resolution)} note={slowest(total.resolution)} />
        <Figure name={a.value.asked} value={String(total.asked)} note={a.value.missed(total.missed)} />
      </dl>
      {(channels.length > 1 || agents.length > 0) && (
        <details class="talks-more">
          <summary>{a.value.figuresMore}</summary>
          <div class="stack">
            {channels.length > 1 && <Table caption={a.value.channels} rows={channels.map(({ channel_id, name, now, figures }) => ({ id: channel_id, name, now: now.waiting, figures }))} withAsked />}
            {agents.length > 0 && <Table caption={a.value.agents} rows={agents.map(({ agent_id, name, load, figures }) => ({ id: agent_id, name, now: load, figures }))} />}
          </div>
        </details>
      )}
    </section>
  );
}

const middle = (spread: Spread | null): string => (spread === null ? "–" : duration(spread.median_seconds));
const slowest = (spread: Spread | null): string => (spread === null ? a.value.noneYet : a.value.nineOfTen(duration(spread.p90_seconds)));

function Figure({ name, value, note }: { name: string; value: string; note: string }) {
  return (
    <div class="talks-figure">
      <dt>{name}</dt>
      <dd>{value}</dd>
      <dd class="hint">{note}</dd>
    </div>
  );
}

interface TableProps {
  caption: string;
  rows: { id: string; name: string; now: number; figures: Row }[];
  /** Nobody is asked for by name: agents have no such figures. */
  withAsked?: boolean;
}

function Table({ caption, rows, withAsked = false }: TableProps) {
  return (
    <div class="talks-table" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{a.value.name}</th>
            <th scope="col">{withAsked ? a.value.waitingNow : a.value.withAgents}</th>
            {withAsked && <th scope="col">{a.value.asked}</th>}
            {withAsked && <th scope="col">{a.value.missedShort}</th>}
            <th scope="col">{a.value.answered}</th>
            <th scope="col">{a.value.firstResponse}</th>
            <th scope="col">{a.value.resolution}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, now, figures }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td>{now}</td>
              {withAsked && <td>{figures.asked}</td>}
              {withAsked && <td>{figures.missed}</td>}
              <td>{figures.answered}</td>
              <td>{middle(figures.first_response)}</td>
              <td>{middle(figures.resolution)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
