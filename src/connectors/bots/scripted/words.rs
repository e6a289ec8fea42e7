//! How words are compared: without case, accents and signs.

/// A text as its words, each in small letters without accents.
pub fn tokens(text: &str) -> Vec<String> {
    let plain: String = text.chars().flat_map(char::to_lowercase).map(fold).collect::<Vec<_>>().concat();
    plain.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A letter without its accent; German ones as people without an umlaut's key write them.
fn fold(char: char) -> String {
    match char {
        'ä' => "ae".into(),
        'ö' => "oe".into(),
        'ü' => "ue".into(),
        'ß' => "ss".into(),
        'à' | 'á' | 'â' | 'ã' | 'å' => "a".into(),
        'è' | 'é' | 'ê' | 'ë' => "e".into(),
        'ì' | 'í' | 'î' | 'ï' => "i".into(),
        'ò' | 'ó' | 'ô' | 'õ' => "o".into(),
        'ù' | 'ú' | 'û' => "u".into(),
        'ç' => "c".into(),
        'ñ' => "n".into(),
        other => other.into(),
    }
}

/// Whether the words hold a phrase, and of how many words that is. A word of the phrase that ends in `*` stands
/// for all that begin so.
pub fn matches(heard: &[String], phrase: &str) -> Option<usize> {
    let wanted: Vec<(Vec<String>, bool)> =
        phrase.split_whitespace().map(|word| (tokens(word.trim_end_matches('*')), word.ends_with('*'))).collect();
    let wanted: Vec<(String, bool)> = wanted
        .into_iter()
        .flat_map(|(words, open)| {
            let last = words.len().saturating_sub(1);
            words.into_iter().enumerate().map(move |(at, word)| (word, open && at == last)).collect::<Vec<_>>()
        })
        .collect();
    if wanted.is_empty() {
        return None;
    }
    let fits = |window: &[String]| {
        window
            .iter()
            .zip(&wanted)
            .all(|(word, (wanted, open))| if *open { word.starts_with(wanted) } else { word == wanted })
    };
    heard.windows(wanted.len()).any(fits).then_some(wanted.len())
}

/// Whether two texts are the same words.
pub fn same(one: &str, other: &str) -> bool {
    tokens(one) == tokens(other)
}

/// Whether a text names a day.
pub fn is_day(text: &str) -> bool {
    const DAYS: [&str; 20] = [
        "today",
        "tonight",
        "tomorrow",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "heute",
        "morgen",
        "montag*",
        "dienstag*",
        "mittwoch*",
        "donnerstag*",
        "freitag*",
        "samstag*",
        "sonntag*",
        "uebermorgen",
    ];
    let heard = tokens(text);
    DAYS.iter().any(|day| matches(&heard, day).is_some())
}

/// A small number in words.
pub fn number(text: &str) -> Option<i64> {
    const WORDS: [(&str, &str); 12] = [
        ("one", "eins"),
        ("two", "zwei"),
        ("three", "drei"),
        ("four", "vier"),
        ("five", "fuenf"),
        ("six", "sechs"),
        ("seven", "sieben"),
        ("eight", "acht"),
        ("nine", "neun"),
        ("ten", "zehn"),
        ("eleven", "elf"),
        ("twelve", "zwoelf"),
    ];
    let heard = tokens(text);
    let is = |word: &str| heard.iter().any(|heard| heard == word);
    (1..).zip(WORDS).find(|(_, (english, german))| is(english) || is(german)).map(|(number, _)| number)
}
