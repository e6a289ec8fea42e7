//! What is in the files that hosts download.

use crate::http::quiz::{csv, table, xlsx};
use crate::quiz::Results;
use crate::quiz::results::{ResultAnswer, ResultParticipant, ResultQuestion, ResultWine};
use crate::quiz::wire::{Category, Phase};

use super::{Inside, get_as, post, quiz};

/// An evening with somebody who wants formulas to be carried out.
fn results() -> Results {
    let question = |id: &str, revealed| ResultQuestion {
        question_id: id.to_owned(),
        prompt: "Which, \"exactly\"?".to_owned(),
        category: Category::GrapeVariety,
        options: ["=1+1", "b", "c", "d"].map(str::to_owned).to_vec(),
        correct_answer: "=1+1".to_owned(),
        revealed,
    };
    let answer = |answer: Option<&str>, points| ResultAnswer {
        question_id: "r0q0".to_owned(),
        answer: answer.map(str::to_owned),
        correct: points > 0,
        points,
    };
    let person = |name: &str, rank, answer| ResultParticipant {
        pseudonym: name.to_owned(),
        rank,
        total_score: 100 * u32::from(rank == 1),
        answers: vec![answer],
    };
    Results {
        code: "ABCD".to_owned(),
        title: "@Evening/../\"x\"".to_owned(),
        created_at: "2026-01-01T00:00:00Z".to_owned(),
        phase: Phase::QuestionRevealed,
        timer_seconds: 60,
        settings: Default::default(),
        wines: vec![ResultWine {
            name: "+Barolo".to_owned(),
            questions: vec![question("r0q0", true), question("r0q1", false)],
        }],
        participants: vec![
            person("VelvetyChateau", 1, answer(Some("=1+1"), 100)),
            person("CrispVine", 2, answer(None, 0)),
        ],
    }
}

#[test]
fn nothing_is_carried_out_as_a_formula() {
    for text in ["=1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1"] {
        assert_eq!(table::safe(text), format!("'{text}"));
    }
    assert_eq!(table::safe("Rosé = pink"), "Rosé = pink");
}

#[test]
fn a_csv_has_a_row_for_each_answer() {
    let bytes = csv::write(&results()).expect("a file");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let text = text.strip_prefix('\u{feff}').expect("the mark that Excel wants");
    assert!(text.ends_with("\r\n"));
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<Vec<String>> =
        reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    assert_eq!(rows.len(), 2);
    let expected =
        ["1", "VelvetyChateau", "100", "1", "'+Barolo", "1", "grape_variety", "Which, \"exactly\"?", "'=1+1"];
    assert_eq!(rows[0][..9], expected);
    assert_eq!(rows[1][8..], ["", "'=1+1", "no", "0", "no"]);
}

#[test]
fn a_workbook_is_written() {
    let bytes = xlsx::write(&results()).expect("a file");
    assert_eq!(&bytes[..2], b"PK");
    for part in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"] {
        assert!(bytes.windows(part.len()).any(|window| window == part.as_bytes()), "{part}");
    }
}

#[actix_web::test]
async fn files_have_safe_names_and_their_type() {
    let inside = Inside::new();
    let mut body = quiz();
    body["title"] = "Soirée \"r\u{f6}d\" / ../etc".into();
    let made = post(&inside, &body).await.json();
    let (code, key) = (made["code"].as_str().expect("a code"), made["hostId"].as_str().expect("a key"));
    for (ending, kind) in [
        ("json", "application/json"),
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ] {
        let answer = get_as(&inside, &format!("/api/v1/quiz/sessions/{code}/results.{ending}"), key).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, kind));
        assert_eq!(answer.header("cache-control"), "no-store");
        if ending != "json" {
            let name = format!("attachment; filename=\"Soir-e-r-d-etc-{code}.{ending}\"");
            assert_eq!(answer.header("content-disposition"), name);
        }
        let stranger = get_as(&inside, &format!("/api/v1/quiz/sessions/{code}/results.{ending}"), "SOMEBODY").await;
        assert_eq!(stranger.problem(404), "SESSION_NOT_FOUND");
    }
}
