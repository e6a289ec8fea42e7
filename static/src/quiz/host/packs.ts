// The ready packs: quizzes of real wines that can be started at once. They play with the bottles on the
// table as well as without them: the questions name the wine once its name has been asked for.

import type { QuizBody } from "../../wire/quiz";
import classicsDe from "../../../packs/classics.de.json";
import classicsEn from "../../../packs/classics.en.json";
import germanDe from "../../../packs/german.de.json";
import germanEn from "../../../packs/german.en.json";
import italyDe from "../../../packs/italy.de.json";
import italyEn from "../../../packs/italy.en.json";
import sparklingDe from "../../../packs/sparkling.de.json";
import sparklingEn from "../../../packs/sparkling.en.json";
import worldDe from "../../../packs/world.de.json";
import worldEn from "../../../packs/world.en.json";

export const PACK_IDS = ["classics", "italy", "world", "sparkling", "german"] as const;
export type PackId = (typeof PACK_IDS)[number];

// TypeScript reads the JSON files' categories and lists wider than they are; a test checks every pack.
const packs = {
  en: { classics: classicsEn, italy: italyEn, world: worldEn, sparkling: sparklingEn, german: germanEn },
  de: { classics: classicsDe, italy: italyDe, world: worldDe, sparkling: sparklingDe, german: germanDe },
} as unknown as Record<string, Record<PackId, QuizBody>>;

/** The languages that packs exist in. */
export const PACK_LANGUAGES = Object.keys(packs);

/** A pack in a language; English where there is none in it. */
export function pack(id: PackId, language: string): QuizBody {
  const found = packs[language]?.[id] ?? packs.en?.[id];
  if (found === undefined) throw new Error(`pack ${id} is missing`);
  return found;
}
