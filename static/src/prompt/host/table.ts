// What happened, as a table for spreadsheets.

import { answerText } from "../shared/answer-text";
import { answered, nameIn, type Happening } from "../shared/dialect";
import type { Question } from "../../wire/prompt";

/** Head and rows: second, type, answer in words and as a number, name, session, event. */
export function table(question: Question, happenings: Happening[]): string[][] {
  const rows = happenings.map((one) => {
    const value = answered(one.data);
    return [
      String(one.time),
      one.type,
      value === null ? "" : answerText(question, value),
      value === null ? "" : String(value),
      nameIn(one.data),
      one.session ?? "",
      one.uid,
    ];
  });
  return [["second", "event", "answer", "value", "name", "session", "uid"], ...rows];
}
