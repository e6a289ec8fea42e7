//! One of each message that the server says, in every shape.

use super::golden_snapshots as snapshots;
use crate::engine::SessionStatus;
use crate::quiz::wire::{
    AnswerResult, AnswerRevealed, Category, LinkQuality, OptionCount, OwnRank, Phase, QuestionOption, QuestionPayload,
    RankingEntry, ReviewEntry, ServerMessage, SessionEntry,
};

type Said = (&'static str, ServerMessage);

/// Epoch milliseconds of the moment at which all these are said.
pub const NOW: i64 = 1_767_290_400_000;

/// Every message in every shape.
pub fn server_messages() -> Vec<Said> {
    let mut all = of_the_lobby();
    all.extend(of_the_question());
    all.extend(of_the_reveal());
    all.extend(of_leaderboards());
    all.extend(of_links());
    all.extend(snapshots::messages());
    all
}

/// Two participants.
pub fn names() -> Vec<String> {
    ["VelvetyChateau", "CrispBarrel"].map(str::to_owned).to_vec()
}

/// An open question.
pub fn question() -> QuestionPayload {
    let texts = ["Italy", "France", "Spain", "Germany"];
    QuestionPayload {
        question_id: "r0q1".to_owned(),
        prompt: "Which country does this wine come from?".to_owned(),
        category: Category::Country,
        options: ('a'..='d')
            .zip(texts)
            .map(|(letter, text)| QuestionOption { id: format!("r0q1-{letter}"), text: text.to_owned() })
            .collect(),
        round_index: 0,
        question_index: 1,
        total_questions: 3,
        total_rounds: 2,
        timer_ms: 60_000,
        deadline: Some(NOW + 60_000),
        server_time: NOW,
    }
}

/// How two participants chose.
pub fn distribution() -> Vec<OptionCount> {
    let counts = ('a'..='d').zip([1, 0, 1, 0]);
    counts.map(|(letter, count)| OptionCount { option_id: format!("r0q1-{letter}"), count }).collect()
}

/// A leaderboard of two.
pub fn rankings(previous: [Option<u32>; 2]) -> Vec<RankingEntry> {
    let rows = names().into_iter().zip([(200, 1), (100, 2)]).zip(previous);
    rows.map(|((pseudonym, (score, rank)), previous_rank)| RankingEntry { pseudonym, score, rank, previous_rank })
        .collect()
}

/// A host's results of the reveal.
pub fn results() -> Vec<AnswerResult> {
    let rows = names().into_iter().zip([(100, 200, Some("r0q1-a")), (0, 100, Some("r0q1-c"))]);
    rows.map(|(pseudonym, (points, total_score, option))| AnswerResult {
        pseudonym: pseudonym.into(),
        points,
        total_score,
        option_id: option.map(Into::into),
    })
    .collect()
}

/// The second's own place.
pub fn own_rank() -> OwnRank {
    OwnRank {
        rank: 2,
        score: 100,
        previous_rank: Some(1),
        above: rankings([Some(1), Some(1)]).into_iter().next(),
        below: None,
        total_count: 2,
    }
}

/// Own answers in review.
pub fn review() -> Vec<ReviewEntry> {
    let entry = |question_index, my_answer: Option<&str>, points| ReviewEntry {
        round_index: 0,
        question_index,
        wine_name: "Barolo 2016".to_owned(),
        prompt: "Which country does this wine come from?".to_owned(),
        category: Category::Country,
        correct_answer: "Italy".to_owned(),
        my_answer: my_answer.map(str::to_owned),
        points,
    };
    vec![entry(0, Some("Italy"), 100), entry(1, None, 0)]
}

/// A connected participant and one who is away.
pub fn links() -> Vec<LinkQuality> {
    let rows = names().into_iter().zip([(true, Some(23)), (false, None)]);
    rows.map(|(pseudonym, (connected, rtt_ms))| LinkQuality { pseudonym, connected, rtt_ms }).collect()
}

fn of_the_lobby() -> Vec<Said> {
    let code = || "4711".to_owned();
    let entry = |code: &str, status, final_rankings| SessionEntry {
        code: code.to_owned(),
        title: "Wine night".to_owned(),
        created_at: "2026-01-01T18:00:00.000Z".to_owned(),
        status,
        participant_count: 2,
        final_rankings,
    };
    let empty = ServerMessage::StateSnapshot {
        phase: Phase::Waiting,
        code: code(),
        exists: false,
        title: None,
        server_time: NOW,
    };
    let running = ServerMessage::StateSnapshot {
        phase: Phase::QuestionOpen,
        code: code(),
        exists: true,
        title: Some("Wine night".to_owned()),
        server_time: NOW,
    };
    let sessions = vec![
        entry("4711", SessionStatus::Active, None),
        entry("4712", SessionStatus::Waiting, None),
        entry("4713", SessionStatus::Ended, Some(rankings([None, None]))),
    ];
    vec![
        ("server:state_snapshot", running),
        ("server:state_snapshot.empty", empty),
        ("session:created", ServerMessage::SessionCreated { code: code(), host_id: "TANNIC-FALCON".to_owned() }),
        (
            "participant:joined",
            ServerMessage::ParticipantJoined {
                pseudonym: "VelvetyChateau".to_owned(),
                rejoin_token: "0f1e2d3c4b5a69788796a5b4c3d2e1f0".to_owned(),
            },
        ),
        ("lobby:updated", ServerMessage::LobbyUpdated { participants: names(), count: 2 }),
        ("lobby:locked", ServerMessage::LobbyLocked { locked: true }),
        ("sessions:list", ServerMessage::SessionsList { sessions }),
        ("sessions:list.empty", ServerMessage::SessionsList { sessions: Vec::new() }),
    ]
}

fn of_the_question() -> Vec<Said> {
    let (remaining_ms, server_time) = (41_500, NOW);
    let deadline = NOW + 41_500;
    let extended = |deadline| ServerMessage::TimerExtended { remaining_ms, timer_ms: 70_000, deadline, server_time };
    vec![
        ("game:question", ServerMessage::GameQuestion(question())),
        ("game:timer_tick", ServerMessage::TimerTick { remaining_ms: 41_000 }),
        ("game:timer_paused", ServerMessage::TimerPaused { remaining_ms }),
        ("game:timer_resumed", ServerMessage::TimerResumed { remaining_ms, deadline, server_time }),
        ("game:timer_extended", extended(Some(deadline))),
        ("game:timer_extended.paused", extended(None)),
        (
            "game:participant_answered",
            ServerMessage::ParticipantAnswered {
                answered_count: 2,
                total_count: 2,
                answered: names(),
                distribution: distribution(),
            },
        ),
        ("game:progress", ServerMessage::Progress { answered_count: 18, total_count: 30 }),
        (
            "answer:accepted",
            ServerMessage::AnswerAccepted { question_id: "r0q1".to_owned(), option_id: "r0q1-c".to_owned() },
        ),
    ]
}

fn of_the_reveal() -> Vec<Said> {
    let correct_option_id = || "r0q1-a".to_owned();
    let participant = |my_option_id: Option<&str>, my_points, my_total_score| AnswerRevealed::Participant {
        correct_option_id: correct_option_id(),
        my_points,
        my_total_score,
        my_option_id: my_option_id.map(str::to_owned),
        rank: 1,
        previous_rank: 2,
        distribution: distribution(),
    };
    let host = AnswerRevealed::Host {
        correct_option_id: correct_option_id(),
        results: results(),
        distribution: distribution(),
    };
    let public = AnswerRevealed::Public { correct_option_id: correct_option_id(), distribution: distribution() };
    vec![
        ("game:answer_revealed.host", ServerMessage::AnswerRevealed(host)),
        ("game:answer_revealed.participant", ServerMessage::AnswerRevealed(participant(Some("r0q1-a"), 100, 200))),
        ("game:answer_revealed.silent", ServerMessage::AnswerRevealed(participant(None, 0, 100))),
        ("game:answer_revealed.public", ServerMessage::AnswerRevealed(public)),
    ]
}

fn of_leaderboards() -> Vec<Said> {
    let round = |round_index, rankings| ServerMessage::RoundLeaderboard {
        rankings,
        round_index,
        total_rounds: 2,
        total_count: 2,
    };
    let last = ServerMessage::FinalLeaderboard { rankings: rankings([Some(1), Some(2)]), total_count: 2 };
    vec![
        ("game:round_leaderboard.first", round(0, rankings([None, None]))),
        ("game:round_leaderboard", round(1, rankings([Some(2), Some(1)]))),
        ("game:final_leaderboard", last),
        ("game:own_rank", ServerMessage::OwnRank(own_rank())),
        ("game:review", ServerMessage::Review { answers: review() }),
        ("session:ended", ServerMessage::SessionEnded),
    ]
}

fn of_links() -> Vec<Said> {
    let error = |code: &str, message: &str, field: Option<&str>| ServerMessage::Error {
        message: message.to_owned(),
        code: code.to_owned(),
        field: field.map(str::to_owned),
    };
    let field = "wines[2].questions[0].distractors";
    vec![
        ("seat:moved", ServerMessage::SeatMoved),
        ("seat:removed", ServerMessage::SeatRemoved),
        ("host:presence", ServerMessage::HostPresence { connected: false }),
        ("host:links", ServerMessage::HostLinks { links: links() }),
        ("server:time", ServerMessage::ServerTime { client_time: 1234.5, server_time: NOW }),
        ("error", error("NOT_HOST", "Only the host can do this.", None)),
        ("error.field", error("INVALID_FIELD", &format!("{field}: expected an array of exactly 3 texts"), Some(field))),
    ]
}
