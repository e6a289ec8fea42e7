// What became of a session, as `results.json` tells it, and what the results page works out of it. Pure.

import en from "../../locales/en";
import type { Category, Phase, QuizBody, Settings } from "../../wire/quiz";

export interface ResultQuestion {
  questionId: string;
  prompt: string;
  category: Category;
  /** In the order in which they were shown. */
  options: string[];
  correctAnswer: string;
  /** Whether it was asked and its answer revealed. */
  revealed: boolean;
}

export interface ResultAnswer {
  questionId: string;
  /** The chosen option's text; `null` without an answer. */
  answer: string | null;
  correct: boolean;
  points: number;
}

export interface ResultParticipant {
  pseudonym: string;
  rank: number;
  totalScore: number;
  /** One for each revealed question. */
  answers: ResultAnswer[];
}

export interface Results {
  code: string;
  title: string;
  /** RFC 3339, UTC. */
  createdAt: string;
  phase: Phase;
  /** Absent in results of older servers. */
  timerSeconds?: number;
  settings?: Settings;
  wines: { name: string; questions: ResultQuestion[] }[];
  /** By rank. */
  participants: ResultParticipant[];
}

/** A question with how it was answered. */
export interface QuestionSummary {
  question: ResultQuestion;
  wine: string;
  /** From 1, over the whole evening. */
  number: number;
  /** How many chose each option, in the options' order. */
  counts: number[];
  correct: number;
  /** How many were there to answer: who joined later is not counted as having missed it. */
  asked: number;
  unanswered: number;
}

/** Every question that was revealed, in the order of asking. */
export function summaries(results: Results): QuestionSummary[] {
  const list: QuestionSummary[] = [];
  let number = 0;
  for (const wine of results.wines) {
    for (const question of wine.questions) {
      number += 1;
      if (!question.revealed) continue;
      const answers = results.participants.flatMap((p) => p.answers.filter((a) => a.questionId === question.questionId));
      list.push({
        question,
        wine: wine.name,
        number,
        counts: question.options.map((option) => answers.filter((a) => a.answer === option).length),
        correct: answers.filter((a) => a.correct).length,
        asked: answers.length,
        unanswered: answers.filter((a) => a.answer === null).length,
      });
    }
  }
  return list;
}

/** The share of a whole in whole per cent; 0 of 0 is 0. */
export const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 100));

/** The quiz of these results, to be run again. */
export function bodyOfResults(results: Results): QuizBody {
  return {
    title: results.title,
    ...(results.timerSeconds === undefined ? {} : { timerSeconds: results.timerSeconds }),
    ...(results.settings === undefined ? {} : { settings: results.settings }),
    wines: results.wines.map((wine) => ({
      name: wine.name,
      questions: wine.questions.map((question) => {
        const [a = "", b = "", c = ""] = question.options.filter((option) => option !== question.correctAnswer);
        return {
          category: question.category,
          // The usual wording is left to the server, so that phones show it in their own language.
          ...(question.prompt === en.prompts[question.category] ? {} : { prompt: question.prompt }),
          correctAnswer: question.correctAnswer,
          distractors: [a, b, c],
        };
      }),
    })),
  };
}
