// Places where a very long word may be divided. Few browsers on the machines behind projectors bring a dictionary
// of syllables for every language, and a word cut at the edge of its tile leaves rests of two letters.

/** Letters from which a word is given places to divide it. */
export const LONG_WORD = 16;
/** Letters that stay together at each end of a word. */
const END = 4;
/** The soft hyphen: seen only where the word is divided. */
const SOFT_HYPHEN = "\u00ad";

/** A vowel, then the last consonant (or a pair spoken as one) before the next vowel: the syllable begins there. */
const SYLLABLE = /([aeiouyäöüáéíóúàèìòùâêîôû])([^aeiouyäöüáéíóúàèìòùâêîôû]*?)((?:sch|ch|ck|ph|th|qu|[^\W\d_aeiouy])(?=[aeiouyäöüáéíóúàèìòùâêîôû]))/giu;

/** The same text with soft hyphens in its very long words. */
export function soften(text: string): string {
  return text.replace(/\p{L}+/gu, (word) => (word.length < LONG_WORD ? word : softenWord(word)));
}

function softenWord(word: string): string {
  return word.replace(SYLLABLE, (whole, vowel: string, coda: string, onset: string, at: number) => {
    const place = at + vowel.length + coda.length;
    return place < END || place > word.length - END ? whole : vowel + coda + SOFT_HYPHEN + onset;
  });
}
