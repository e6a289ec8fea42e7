//! One of each message that clients send, with the command that it means.

use crate::engine::Secret;
use crate::quiz::command::{Command, NewQuestion, NewQuiz, NewWine};
use crate::quiz::wire::{Category, ClientMessage, Question, QuizBody, Scoring, Settings, Wine};

type Sent = (&'static str, ClientMessage, Command);

/// Every message in every shape.
pub fn client_messages() -> Vec<Sent> {
    let mut all = vec![create_session(), create_session_by_default()];
    all.extend(of_participants());
    all.extend(of_hosts());
    all
}

fn distractors() -> [String; 3] {
    ["Burgundy", "Rioja", "Mosel"].map(str::to_owned)
}

fn create_session() -> Sent {
    let question = |category, prompt: Option<&str>| Question {
        category,
        prompt: prompt.map(str::to_owned),
        correct_answer: "Piedmont".to_owned(),
        distractors: distractors(),
    };
    let meant = |category, prompt: Option<&str>| NewQuestion {
        category,
        prompt: prompt.map(str::to_owned),
        correct_answer: "Piedmont".to_owned(),
        distractors: distractors(),
    };
    let own = Some("Where do these grapes grow?");
    let message = ClientMessage::CreateSession {
        host_id: "TANNIC-FALCON".to_owned(),
        quiz: QuizBody {
            title: Some("Wine night".to_owned()),
            timer_seconds: Some(45.0),
            wines: vec![Wine {
                name: "Barolo 2016".to_owned(),
                questions: vec![
                    question(Category::Color, None),
                    question(Category::Country, own),
                    question(Category::GrapeVariety, None),
                    question(Category::VintageYear, None),
                    question(Category::WineName, None),
                ],
            }],
            settings: Some(Settings { scoring: Scoring::Speed }),
        },
    };
    let command = Command::Create(Box::new(NewQuiz {
        title: "Wine night".to_owned(),
        host_id: Secret::new("TANNIC-FALCON"),
        timer_seconds: 45,
        wines: vec![NewWine {
            name: "Barolo 2016".to_owned(),
            questions: vec![
                meant(Category::Color, None),
                meant(Category::Country, own),
                meant(Category::GrapeVariety, None),
                meant(Category::VintageYear, None),
                meant(Category::WineName, None),
            ],
        }],
        scoring: Scoring::Speed,
    }));
    ("create_session", message, command)
}

fn create_session_by_default() -> Sent {
    let question = Question {
        category: Category::Country,
        prompt: None,
        correct_answer: "Italy".to_owned(),
        distractors: distractors(),
    };
    let message = ClientMessage::CreateSession {
        host_id: "OAKY-OTTER".to_owned(),
        quiz: QuizBody {
            title: None,
            timer_seconds: None,
            wines: vec![Wine { name: "Soave".to_owned(), questions: vec![question] }],
            settings: None,
        },
    };
    let meant = NewQuestion {
        category: Category::Country,
        prompt: None,
        correct_answer: "Italy".to_owned(),
        distractors: distractors(),
    };
    let command = Command::Create(Box::new(NewQuiz {
        title: "Soave".to_owned(),
        host_id: Secret::new("OAKY-OTTER"),
        timer_seconds: 60,
        wines: vec![NewWine { name: "Soave".to_owned(), questions: vec![meant] }],
        scoring: Scoring::Flat,
    }));
    ("create_session.defaults", message, command)
}

fn of_participants() -> Vec<Sent> {
    let code = |code: &str| code.to_owned();
    let token = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    vec![
        ("join_session", ClientMessage::JoinSession { code: code("4711") }, Command::Join { code: code("4711") }),
        (
            "join_session.room",
            ClientMessage::JoinSession { code: String::new() },
            Command::Join { code: String::new() },
        ),
        (
            "rejoin_session",
            ClientMessage::RejoinSession { rejoin_token: token.to_owned() },
            Command::RejoinSeat { token: Secret::new(token) },
        ),
        (
            "submit_answer",
            ClientMessage::SubmitAnswer { question_id: "r0q1".to_owned(), option_id: "r0q1-c".to_owned() },
            Command::Answer { question_id: "r0q1".to_owned(), option_id: "r0q1-c".to_owned() },
        ),
        ("watch_stage", ClientMessage::WatchStage, Command::WatchStage),
        ("time_request", ClientMessage::TimeRequest { client_time: 1234.5 }, Command::Time { client_time: 1234.5 }),
    ]
}

fn of_hosts() -> Vec<Sent> {
    vec![
        (
            "rejoin_host",
            ClientMessage::RejoinHost { host_id: "TANNIC-FALCON".to_owned() },
            Command::RejoinHost { host_id: Secret::new("TANNIC-FALCON") },
        ),
        ("host:start", ClientMessage::HostStart, Command::Start),
        ("host:pause", ClientMessage::HostPause, Command::Pause),
        ("host:resume", ClientMessage::HostResume, Command::Resume),
        ("host:reveal", ClientMessage::HostReveal, Command::Reveal),
        ("host:next", ClientMessage::HostNext, Command::Next),
        ("host:end", ClientMessage::HostEnd, Command::End),
        ("host:extend", ClientMessage::HostExtend { seconds: 10 }, Command::Extend { seconds: 10 }),
        ("host:lock", ClientMessage::HostLock { locked: true }, Command::Lock { locked: true }),
        (
            "host:kick",
            ClientMessage::HostKick { pseudonym: "VelvetyChateau".to_owned() },
            Command::Kick { pseudonym: "VelvetyChateau".to_owned() },
        ),
    ]
}
