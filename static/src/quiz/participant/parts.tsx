// Parts of the phone's screens: the head, the answer's state, own standing.

import { useState } from "preact/hooks";
import { number, t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/dialog";
import { Icon } from "../../shared/ui/icons";
import { letterOf } from "../../shared/ui/options";
import { Preferences } from "../../shared/ui/preferences";
import { RankChange } from "../../shared/ui/leaderboard";
import type { Model } from "./model";

/** Who one is, the score, and the preferences. */
export function Head({ model }: { model: Model }) {
  const [open, setOpen] = useState(false);
  const playing = model.phase !== "waiting";
  return (
    <header class="head">
      <span class="head-name pseudonym">{model.pseudonym}</span>
      {playing && (
        <span class="head-score">
          <span class="visually-hidden">{t.value.total} </span>
          {number(model.score)}
        </span>
      )}
      <button type="button" class="button button-icon" aria-label={t.value.settings} onClick={() => setOpen(true)}>
        <Icon name="more" />
      </button>
      <Dialog open={open} title={t.value.settings} onClose={() => setOpen(false)}>
        <Preferences />
      </Dialog>
    </header>
  );
}

/** Where in the evening we are. */
export function Where({ model }: { model: Model }) {
  const q = model.question;
  if (q === null) return null;
  return (
    <p class="eyebrow">
      {t.value.roundOf(q.roundIndex + 1, q.totalRounds)} · {t.value.questionOf(q.questionIndex + 1, q.totalQuestions)}
    </p>
  );
}

/** How far the own answer got, in words; never empty once the question is asked. */
export function answerState(model: Model, away: boolean): string {
  const texts = t.value;
  const choice = model.choice;
  if (choice === null) return texts.chooseOne;
  const letter = letterOf(model.question?.options.findIndex((option) => option.id === choice.optionId) ?? -1);
  if (choice.state === "saved") return texts.saved(letter);
  return choice.state === "kept" && away ? texts.keptOffline(letter) : texts.saving(letter);
}

/** The note under a question whose answer came too late. */
export function MissedNote({ model }: { model: Model }) {
  const missed = model.missed;
  if (missed === null || missed.questionId !== model.question?.questionId) return null;
  return (
    <p class="note note-bad">
      <strong>
        {missed.lateMs === null ? t.value.answerRefused : t.value.tooLate(number(Math.max(0.1, Math.round(missed.lateMs / 100) / 10)))}
      </strong>{" "}
      {t.value.tooLateNext}
    </p>
  );
}

/** Total, place, and how the place has changed. */
export function Standing({ model }: { model: Model }) {
  const total = Math.max(model.totalCount, model.rank);
  return (
    <dl class="standing">
      <div>
        <dt>{t.value.total}</dt>
        <dd>{number(model.score)}</dd>
      </div>
      <div>
        <dt>{t.value.place}</dt>
        <dd>
          {model.rank > 0 ? t.value.placeOf(number(model.rank), number(total)) : "–"}
          <RankChange rank={model.rank} previous={model.previousRank} />
        </dd>
      </div>
    </dl>
  );
}
