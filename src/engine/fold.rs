//! Texts as search compares them: without case, accents and punctuation.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text in lower case, its letters without accents, its words behind one space each. What is written
/// inside words (`don't`) vanishes, all other punctuation parts them.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.nfkd().filter(|character| !is_combining_mark(*character)) {
        match character {
            '\'' | '’' | 'ʼ' | '`' | '´' | '\u{ad}' => {}
            _ if !character.is_alphanumeric() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            _ => match plain_letters(character) {
                Some(letters) => folded.push_str(letters),
                None => folded.extend(character.to_lowercase().filter(|character| !is_combining_mark(*character))),
            },
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// Letters that are no accented ones to Unicode, but are on most keyboards written otherwise.
fn plain_letters(character: char) -> Option<&'static str> {
    Some(match character {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ħ' | 'Ħ' => "h",
        'ŧ' | 'Ŧ' => "t",
        'ı' => "i",
        // At the end of a word it has a form of its own.
        'ς' => "σ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_punctuation_are_forgiven() {
        for (text, folded) in [
            ("Café del Mar", "cafe del mar"),
            ("CAFE\u{301}", "cafe"),
            ("Straße", "strasse"),
            ("STRASSE", "strasse"),
            ("Røyksopp", "royksopp"),
            ("Sigur Rós: Ágætis byrjun", "sigur ros agaetis byrjun"),
            ("İstanbul", "istanbul"),
            ("Don't Stop", "dont stop"),
            ("Don’t   Stop!", "dont stop"),
            ("AC/DC", "ac dc"),
            ("Мо\u{439}", "мои"),
            ("ﬁne", "fine"),
            ("東京", "東京"),
            ("  !? ", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }
}
