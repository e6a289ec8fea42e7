//! Results for the host: json, csv, xlsx; with nothing in them that a spreadsheet would carry out.

use std::io::Read;

use serde_json::{Value, json};

use crate::kit::{Guest, Host, Server, http, quiz};

#[tokio::test]
async fn results_hold_everything_and_no_formula() {
    let server = Server::start().await;
    let http = http();
    let mut body = quiz(1, 2);
    body["wines"][0]["name"] = json!("=HYPERLINK(\"http://evil.example\";\"wine\")");
    body["wines"][0]["questions"][0]["correctAnswer"] = json!("=1+1");
    body["wines"][0]["questions"][0]["distractors"] = json!(["+49 30", "-1", "@SUM(A1)"]);
    body["title"] = json!("Rosé; \"quoted\", and more");
    let mut host = Host::create(&server, "RESULTS", body).await;
    let mut guest = Guest::join(&server, "RESULTS").await;
    let mut other = Guest::join(&server, "RESULTS").await;
    host.say("host:start").await;
    let question = host.expect("game:question").await;
    guest.answer(&question, "=1+1").await;
    other.answer(&question, "@SUM(A1)").await;
    host.say("host:reveal").await;
    host.say("host:next").await;
    let question = host.expect_where("game:question", |told| told["questionIndex"] == 1).await;
    guest.answer(&question, "Grape 0.1").await;
    host.say("host:reveal").await;
    host.expect_where("game:answer_revealed", |told| told["correctOptionId"] != Value::Null).await;
    host.say("host:end").await;
    host.expect("session:ended").await;

    let get = async |ending: &str| {
        let url = server.url(&format!("/api/v1/quiz/sessions/RESULTS/results.{ending}"));
        let answer = http.get(url).bearer_auth(&host.host_id).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{ending}");
        let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
        (kind, answer.bytes().await.unwrap().to_vec())
    };
    let (kind, bytes) = get("json").await;
    assert!(kind.starts_with("application/json"), "{kind}");
    let text = String::from_utf8(bytes).unwrap();
    let results: Value = serde_json::from_str(&text).unwrap();
    assert!(results.is_object() || results.is_array());
    for part in [guest.pseudonym.as_str(), other.pseudonym.as_str(), "Grape 0.1", "=1+1", "@SUM(A1)", "200"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains(&guest.token) && !text.contains(&host.host_id));

    let (kind, bytes) = get("csv").await;
    assert!(kind.starts_with("text/csv"), "{kind}");
    let text = String::from_utf8(bytes).unwrap();
    let text = text.trim_start_matches('\u{feff}');
    let mut cells = 0;
    for delimiter in [b',', b';'] {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let records: Vec<csv::StringRecord> = reader.records().map(|record| record.unwrap()).collect();
        if records[0].len() < 3 {
            continue;
        }
        for cell in records.iter().flatten() {
            cells += 1;
            let number = cell.parse::<f64>().is_ok();
            assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "a formula in a cell: {cell}");
        }
    }
    assert!(cells > 10, "{text}");
    for part in [guest.pseudonym.as_str(), other.pseudonym.as_str(), "Grape 0.1", "1+1", "SUM(A1)"] {
        assert!(text.contains(part), "{part} in {text}");
    }

    let (kind, bytes) = get("xlsx").await;
    assert_eq!(kind, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assert_eq!(&bytes[..2], b"PK");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let (mut names, mut all) = (Vec::new(), String::new());
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        names.push(file.name().map(|name| name.into_owned()).unwrap_or_default());
        let mut text = String::new();
        if file.read_to_string(&mut text).is_ok() {
            all.push_str(&text);
        }
    }
    assert!(names.iter().any(|name| name == "xl/workbook.xml"), "{names:?}");
    assert!(!all.contains("<f>"), "no formula");
    for part in [guest.pseudonym.as_str(), other.pseudonym.as_str(), "Grape 0.1", "SUM(A1)"] {
        assert!(all.contains(part), "{part} in the workbook");
    }
    for start in ["<t>=", "<t>+", "<t>@", "<t xml:space=\"preserve\">="] {
        assert!(!all.contains(start), "{start}: unescaped in the workbook");
    }
}
