//! Names for participants: two words of the wine's vocabulary.
//!
//! Every pair is kind whoever bears it: words that describe a person's body or character badly are left
//! out (no "flabby", no "thin"). Among the first 64 of a session no word comes twice.

const ADJECTIVES: [&str; 64] = [
    "Amber",
    "Aromatic",
    "Autumnal",
    "Balanced",
    "Blooming",
    "Bold",
    "Bright",
    "Bubbly",
    "Buttery",
    "Candied",
    "Charming",
    "Cheerful",
    "Classic",
    "Cool",
    "Coral",
    "Crimson",
    "Crisp",
    "Crystal",
    "Dapper",
    "Dazzling",
    "Elegant",
    "Fabled",
    "Festive",
    "Floral",
    "Fragrant",
    "Fresh",
    "Fruity",
    "Gentle",
    "Gilded",
    "Golden",
    "Graceful",
    "Grand",
    "Harmonic",
    "Honeyed",
    "Jolly",
    "Joyful",
    "Jovial",
    "Lively",
    "Luminous",
    "Lavish",
    "Mellow",
    "Mineral",
    "Noble",
    "Minty",
    "Opulent",
    "Peachy",
    "Peppery",
    "Plummy",
    "Polished",
    "Radiant",
    "Refined",
    "Rosy",
    "Ruby",
    "Silken",
    "Smoky",
    "Sparkling",
    "Spicy",
    "Structured",
    "Sunny",
    "Toasty",
    "Velvety",
    "Vibrant",
    "Vintage",
    "Zesty",
];

const NOUNS: [&str; 64] = [
    "Acacia",
    "Almond",
    "Apricot",
    "Barrel",
    "Basket",
    "Berry",
    "Blossom",
    "Bottle",
    "Bouquet",
    "Carafe",
    "Cassis",
    "Cedar",
    "Cellar",
    "Chalice",
    "Chateau",
    "Cherry",
    "Chestnut",
    "Citrus",
    "Cloister",
    "Clove",
    "Cork",
    "Cuvee",
    "Decanter",
    "Domaine",
    "Estate",
    "Falcon",
    "Fennel",
    "Fig",
    "Finch",
    "Flute",
    "Garden",
    "Goblet",
    "Granite",
    "Grape",
    "Grove",
    "Harvest",
    "Hazel",
    "Heron",
    "Hillside",
    "Honey",
    "Jasmine",
    "Laurel",
    "Lavender",
    "Limestone",
    "Magnum",
    "Meadow",
    "Mulberry",
    "Nectar",
    "Oak",
    "Orchard",
    "Pergola",
    "Quince",
    "Raspberry",
    "River",
    "Saffron",
    "Sommelier",
    "Tendril",
    "Terrace",
    "Terroir",
    "Trellis",
    "Truffle",
    "Valley",
    "Vine",
    "Violet",
];

/// Pairs of words.
const PAIRS: u64 = 64 * 64;

/// The `n`th name, from 0, of the session with this `salt`. All names of a session differ; once the pairs
/// run out they come again with a number.
pub fn nth(salt: u64, n: u32) -> String {
    let n = u64::from(n);
    let (lap, place) = (n / PAIRS, n % PAIRS);
    // Odd steps visit all 64 words before one returns. Another 64 later the adjectives have moved on by
    // one against the nouns, so that no pair returns before all were used.
    let step = |bits: u64| (bits % 32) * 2 + 1;
    let noun = (salt % 64 + place * step(salt >> 8)) % 64;
    let adjective = ((salt >> 16) % 64 + place * step(salt >> 24) + place / 64) % 64;
    let (adjective, noun) = (ADJECTIVES[adjective as usize], NOUNS[noun as usize]);
    match lap {
        0 => format!("{adjective}{noun}"),
        lap => format!("{adjective}{noun}{}", lap + 1),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn all_names_of_a_session_differ_and_numbers_come_last() {
        for salt in [0, 1, 0x1234_5678_9abc_def0, u64::MAX] {
            let names: HashSet<String> = (0..10_000).map(|n| nth(salt, n)).collect();
            assert_eq!(names.len(), 10_000);
            assert!((0..4_096).all(|n| nth(salt, n).chars().all(char::is_alphabetic)));
            assert!(nth(salt, 4_096).ends_with('2'));
        }
    }

    #[test]
    fn the_vocabulary_has_no_word_twice() {
        let words: HashSet<&str> = ADJECTIVES.iter().chain(&NOUNS).copied().collect();
        assert_eq!(words.len(), 128);
    }
}
