// The results of an evening: standing, question by question, person by person.

import { number, t } from "../../shared/i18n";
import { HostFrame } from "../../shared/ui/host-frame";
import { Icon } from "../../shared/ui/icons";
import { OptionMark } from "../../shared/ui/options";
import { promptOf } from "../shared/prompt";
import { Exports } from "./exports";
import { hostPath } from "./hosts";
import { share, summaries, type QuestionSummary, type ResultParticipant, type Results } from "./results-model";
import { whenOf } from "./session-card";
import { h } from "./texts";

export function ResultsView({ results, hostId }: { results: Results; hostId: string }) {
  const list = summaries(results);
  const over = results.phase === "ended";
  return (
    <HostFrame
      aside={
        <>
          {!over && <a href={hostPath(results.code, hostId)}>{h.value.toConsole}</a>}
          <a href="/host">{h.value.toDashboard}</a>
        </>
      }
    >
      <div class="stack-s">
        <p class="eyebrow">{h.value.resultsTitle}</p>
        <h1>{results.title}</h1>
        <p class="hint">
          <time dateTime={results.createdAt}>{whenOf(results.createdAt)}</time> · {h.value.code} <span class="code">{results.code}</span> ·{" "}
          {h.value.people(results.participants.length)}
        </p>
      </div>
      {!over && <p class="notice">{h.value.resultsRunning}</p>}
      <div class="row no-print results-tools">
        <Exports code={results.code} hostId={hostId} title={results.title} />
        <button type="button" class="button" onClick={() => print()}>
          {h.value.print}
        </button>
      </div>

      <section class="stack" aria-labelledby="standing-title">
        <h2 id="standing-title">{over ? h.value.finalStanding : h.value.standing}</h2>
        {results.participants.length === 0 ? <p class="hint">{h.value.noPeople}</p> : <StandingTable people={results.participants} />}
      </section>

      <section class="stack" aria-labelledby="questions-title">
        <h2 id="questions-title">{h.value.byQuestion}</h2>
        {list.length === 0 && <p class="hint">{h.value.noQuestions}</p>}
        <ol class="summary-list">
          {list.map((summary) => (
            <Summary key={summary.question.questionId} summary={summary} />
          ))}
        </ol>
      </section>

      {list.length > 0 && results.participants.length > 0 && (
        <section class="stack" aria-labelledby="people-title">
          <h2 id="people-title">{h.value.byPerson}</h2>
          <div class="stack-s">
            {results.participants.map((person) => (
              <Person key={person.pseudonym} person={person} list={list} />
            ))}
          </div>
        </section>
      )}
    </HostFrame>
  );
}

function StandingTable({ people }: { people: ResultParticipant[] }) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-labelledby="standing-title">
      <table class="table">
        <thead>
          <tr>
            <th scope="col" class="num">
              {h.value.rank}
            </th>
            <th scope="col">{h.value.name}</th>
            <th scope="col" class="num">
              {h.value.correctShare}
            </th>
            <th scope="col" class="num">
              {h.value.score}
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.pseudonym}>
              <td class="num rank">{number(person.rank)}</td>
              <th scope="row" class="pseudonym">
                {person.pseudonym}
              </th>
              <td class="num">
                {number(person.answers.filter((answer) => answer.correct).length)} / {number(person.answers.length)}
              </td>
              <td class="num">
                <strong>{number(person.totalScore)}</strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Summary({ summary }: { summary: QuestionSummary }) {
  const { question, counts, asked, correct, unanswered } = summary;
  const percent = share(correct, asked);
  return (
    <li class="card summary">
      <div class="summary-head">
        <div class="stack-s">
          <p class="eyebrow">
            {number(summary.number)} · {summary.wine} · {t.value.categories[question.category]}
          </p>
          <h3>{promptOf(question)}</h3>
        </div>
        <p class="summary-share">
          <strong>{number(percent)} %</strong>
          <span class="hint">{h.value.correctShare}</span>
        </p>
      </div>
      <ul class="summary-options">
        {question.options.map((option, i) => {
          const right = option === question.correctAnswer;
          return (
            <li key={option} class={right ? "is-right" : ""}>
              <OptionMark index={i} />
              <span class="summary-option">
                {option}
                {right && (
                  <span class="right-word">
                    <Icon name="check" /> {t.value.right}
                  </span>
                )}
              </span>
              <span class="bar-track" aria-hidden="true">
                <span class={`bar-value summary-${"abcd"[i]}`} style={{ transform: `scaleX(${asked === 0 ? 0 : (counts[i] ?? 0) / asked})` }} />
              </span>
              <span class="num">
                {number(counts[i] ?? 0)} <span class="hint">{number(share(counts[i] ?? 0, asked))} %</span>
              </span>
            </li>
          );
        })}
      </ul>
      {unanswered > 0 && <p class="hint">{h.value.unanswered(unanswered)}</p>}
    </li>
  );
}

function Person({ person, list }: { person: ResultParticipant; list: QuestionSummary[] }) {
  const answers = new Map(person.answers.map((answer) => [answer.questionId, answer]));
  const asked = list.filter(({ question }) => answers.has(question.questionId));
  return (
    <details class="card person-details">
      <summary>
        <span class="rank">{number(person.rank)}</span> <span class="pseudonym">{person.pseudonym}</span>
        <strong class="num">{t.value.points(number(person.totalScore))}</strong>
      </summary>
      <ol class="person-answers">
        {asked.map(({ question, number: place, wine }) => {
          const answer = answers.get(question.questionId);
          return (
            <li key={question.questionId}>
              <span class={`answer-sign ${answer?.correct ? "is-good" : "is-bad"}`}>
                <Icon name={answer?.correct ? "check" : "cross"} />
              </span>
              <span>
                <span class="hint">
                  {number(place)} · {wine} · {promptOf(question)}
                </span>
                <br />
                {answer?.answer ?? h.value.noAnswer}
                {!answer?.correct && <span class="hint"> ({t.value.itWas(question.correctAnswer)})</span>}
              </span>
              <strong class="num">{number(answer?.points ?? 0)}</strong>
            </li>
          );
        })}
      </ol>
    </details>
  );
}
