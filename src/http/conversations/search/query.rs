//! What is looked for: words, whatever an agent types. There is no syntax that could be wrong.

use crate::engine::fold::fold;
use crate::limits::SEARCH_WORDS_MAX;

/// Characters around a hit.
const EXCERPT_CHARS_MAX: usize = 160;
/// Of them before it.
const BEFORE_CHARS: usize = 40;

/// Folded words; of the last one the beginning is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query(Vec<String>);

impl Query {
    /// Reads what an agent types; `None` where there is no word in it.
    pub fn read(text: &str) -> Option<Query> {
        let folded = fold(text);
        let words: Vec<String> =
            folded.split(' ').filter(|word| !word.is_empty()).take(SEARCH_WORDS_MAX).map(str::to_owned).collect();
        (!words.is_empty()).then_some(Query(words))
    }

    /// As the index is asked: all words, the last as a beginning. Folded words are letters and digits alone, so
    /// nothing in the quotes can end them.
    pub fn matching(&self) -> String {
        let quoted: Vec<String> = self.0.iter().map(|word| format!("\"{word}\"")).collect();
        format!("{}*", quoted.join(" AND "))
    }

    /// The words around the first hit in a text.
    pub fn excerpt(&self, text: &str) -> String {
        let is_hit = |piece: &str| fold(piece).split(' ').any(|word| self.fits(word));
        let at = pieces(text).find(|(_, piece)| is_hit(piece)).map_or(0, |(at, _)| at);
        let begin = text[..at].char_indices().rev().take(BEFORE_CHARS).last().map_or(at, |(begin, _)| begin);
        // Not in the middle of a word, if there is a gap.
        let begin = match text[begin..at].find(char::is_whitespace) {
            Some(gap) if begin > 0 => begin + gap,
            _ => begin,
        };
        let mut chars = text[begin..].trim_start().chars();
        let shown: String = chars.by_ref().take(EXCERPT_CHARS_MAX).collect();
        let (before, after) = (if begin > 0 { "…" } else { "" }, if chars.next().is_some() { "…" } else { "" });
        format!("{before}{}{after}", shown.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn fits(&self, word: &str) -> bool {
        let (last, others) = self.0.split_last().map_or(("", &[][..]), |(last, others)| (last.as_str(), others));
        word.starts_with(last) || others.iter().any(|other| other == word)
    }
}

/// What stands between spaces, with its place.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(|piece| (piece.as_ptr() as usize - text.as_ptr() as usize, piece))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_typed_is_words() {
        for (typed, asked) in [
            ("Grüner  VELTLINER", "\"gruner\" AND \"veltliner\"*"),
            ("a\" OR b*", "\"a\" AND \"or\" AND \"b\"*"),
            ("NEAR(x, 5) - {col}: ^y", "\"near\" AND \"x\" AND \"5\" AND \"col\" AND \"y\"*"),
            ("hart@wine.example", "\"hart\" AND \"wine\" AND \"example\"*"),
            ("\u{0}x\u{0}", "\"x\"*"),
        ] {
            assert_eq!(Query::read(typed).expect("words").matching(), asked, "{typed}");
        }
        for nothing in ["", " ", "!?\"*", "\u{0}", "🍷", "\u{301}"] {
            assert_eq!(Query::read(nothing), None, "{nothing:?}");
        }
        assert_eq!(Query::read(&"word ".repeat(100)).map(|query| query.0.len()), Some(SEARCH_WORDS_MAX));
    }

    #[test]
    fn an_excerpt_shows_the_words_around_the_hit() {
        let query = Query::read("velt").expect("words");
        assert_eq!(query.excerpt("Ein Grüner Véltliner, bitte"), "Ein Grüner Véltliner, bitte");
        let long = format!("{} Veltliner {}", "vorher ".repeat(50), "nachher ".repeat(50));
        let excerpt = query.excerpt(&long);
        assert!(excerpt.starts_with("…vorher") && excerpt.contains("Veltliner nachher") && excerpt.ends_with('…'));
        assert!(excerpt.chars().count() <= EXCERPT_CHARS_MAX + 2, "{excerpt}");
        assert_eq!(query.excerpt("nothing of it"), "nothing of it");
        assert_eq!(query.excerpt(""), "");
        for text in ["🍷".repeat(300) + " velt", "ж".repeat(500), "a\u{301}\u{301} veltliner".to_owned()] {
            assert!(query.excerpt(&text).chars().count() <= EXCERPT_CHARS_MAX + 2);
        }
    }
}
