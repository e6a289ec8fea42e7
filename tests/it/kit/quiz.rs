//! Quizzes to play, in which the tester knows the correct option by its text.

use serde_json::{Value, json};

const CATEGORIES: [&str; 5] = ["color", "country", "grape_variety", "vintage_year", "wine_name"];

/// `create_session` of so many wines with so many questions each; without `hostId`.
pub fn quiz(wines: usize, questions: usize) -> Value {
    let wine = |round: usize| {
        let question = |number: usize| {
            json!({
                "category": CATEGORIES[(round * questions + number) % CATEGORIES.len()],
                "correctAnswer": right(round, number),
                "distractors": [
                    format!("Apple {round}.{number}"),
                    format!("Pear {round}.{number}"),
                    format!("Quince {round}.{number}"),
                ],
            })
        };
        json!({ "name": format!("Secretwine {round}"), "questions": (0..questions).map(question).collect::<Vec<_>>() })
    };
    json!({
        "type": "create_session",
        "title": "An evening",
        "timerSeconds": 60,
        "wines": (0..wines).map(wine).collect::<Vec<_>>(),
    })
}

/// The text of the correct option.
pub fn right(round: usize, question: usize) -> String {
    format!("Grape {round}.{question}")
}

/// The id of the option with this text in a question's payload.
#[track_caller]
pub fn option(question: &Value, text: &str) -> String {
    let options = question["options"].as_array().expect("options");
    let found = options.iter().find(|option| option["text"] == text);
    found.unwrap_or_else(|| panic!("no option {text} in {question}"))["id"].as_str().expect("an id").to_owned()
}

/// The same with a host's secret.
pub fn with_host(mut quiz: Value, host_id: &str) -> Value {
    quiz["hostId"] = host_id.into();
    quiz
}
