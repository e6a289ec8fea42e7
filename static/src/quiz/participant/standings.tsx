// The leaderboard between rounds, and the end, on the phone.

import type { RankingEntry, ReviewEntry } from "../../wire/quiz";
import { number, t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/icons";
import { Leaderboard } from "../../shared/ui/leaderboard";
import { promptOf } from "../shared/prompt";
import type { Model } from "./model";
import { Standing } from "./parts";

/** Rows of the table that the stage shows too. */
const TABLE_ROWS = 10;

/** The own row with its neighbours, best first. */
function neighbours(model: Model): RankingEntry[] {
  const own: RankingEntry = {
    pseudonym: model.pseudonym ?? "",
    score: model.score,
    rank: model.rank,
    ...(model.previousRank === null ? {} : { previousRank: model.previousRank }),
  };
  const rows = [model.ownRank?.above, own, model.ownRank?.below];
  return rows.filter((row): row is RankingEntry => row !== null && row !== undefined);
}

/** How far it is to the next place. */
function gap(model: Model): string {
  const above = model.ownRank?.above;
  if (model.rank === 1) return t.value.inTheLead;
  if (above === null || above === undefined) return "";
  const points = above.score - model.score;
  return points <= 0 ? t.value.gapShared(above.pseudonym) : t.value.gapToNext(number(points), above.pseudonym);
}

export function LeaderboardScreen({ model }: { model: Model }) {
  const last = model.totalRounds > 0 && model.roundIndex + 1 >= model.totalRounds;
  return (
    <main class="standings">
      <p class="eyebrow">{t.value.roundOf(model.roundIndex + 1, Math.max(model.totalRounds, 1))}</p>
      <h1>{t.value.leaderboard}</h1>
      <Standing model={model} />
      {model.ownRank !== null && (
        <section class="card own-place">
          <p class="gap">{gap(model)}</p>
          <Leaderboard rows={neighbours(model)} own={model.pseudonym} />
        </section>
      )}
      <section class="table">
        <h2>{t.value.topTen}</h2>
        <Leaderboard rows={model.rankings.slice(0, TABLE_ROWS)} own={model.pseudonym} animate />
      </section>
      <p class="hint">{!model.hostConnected ? t.value.hostAway : last ? t.value.leaderboardLast : t.value.leaderboardNext}</p>
    </main>
  );
}

export function EndedScreen({ model }: { model: Model }) {
  return (
    <main class="standings ended">
      <section class="result">
        <p class="eyebrow">{model.title}</p>
        <h1>{t.value.endedTitle}</h1>
        <p class="result-rank">
          <span class="visually-hidden">{t.value.place} </span>
          {number(model.rank)}
          <span class="result-of">{t.value.ofTotal(number(Math.max(model.totalCount, model.rank)))}</span>
        </p>
        <p class="result-points">{t.value.points(number(model.score))}</p>
        <p class="hint">{t.value.endedThanks}</p>
      </section>
      {model.review !== null && model.review.length > 0 && <Review answers={model.review} />}
      {model.rankings.length > 0 && (
        <section class="table">
          <h2>{t.value.finalTable}</h2>
          <Leaderboard rows={model.rankings} own={model.pseudonym} />
        </section>
      )}
      <p class="hint">{t.value.linkStays}</p>
      <a class="button button-wide" href="/">
        {t.value.goHome}
      </a>
    </main>
  );
}

/** The own answers, wine by wine. */
function Review({ answers }: { answers: ReviewEntry[] }) {
  const rounds = [...new Set(answers.map((answer) => answer.roundIndex))];
  return (
    <section class="review">
      <h2>{t.value.yourAnswers}</h2>
      {rounds.map((round) => {
        const own = answers.filter((answer) => answer.roundIndex === round);
        return (
          <div key={round} class="review-wine">
            <h3>{own[0]?.wineName}</h3>
            <ul>
              {own.map((answer) => (
                <ReviewLine key={answer.questionIndex} answer={answer} />
              ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}

function ReviewLine({ answer }: { answer: ReviewEntry }) {
  const right = answer.myAnswer === answer.correctAnswer;
  return (
    <li class={right ? "is-right" : "is-other"}>
      <Icon name={right ? "check" : "cross"} />
      <div>
        <p class="label">{promptOf(answer)}</p>
        <p>
          <strong>{answer.correctAnswer}</strong>
          {!right && <span class="review-mine"> · {answer.myAnswer === null ? t.value.noAnswer : `${t.value.yourAnswer}: ${answer.myAnswer}`}</span>}
          <span class="visually-hidden"> {right ? t.value.right : t.value.wrong}</span>
        </p>
      </div>
      <span class="review-points">{answer.points > 0 ? `+${number(answer.points)}` : "0"}</span>
    </li>
  );
}
