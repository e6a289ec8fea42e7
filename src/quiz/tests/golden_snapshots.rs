//! Snapshots for the golden files: each surface in an early phase, at the reveal and at the end.

use super::golden_server::{NOW, distribution, links, names, own_rank, question, rankings, results, review};
use crate::quiz::wire::{
    Category, HostSnapshot, ParticipantSnapshot, Phase, Question, QuestionPayload, Scoring, ServerMessage, Settings,
    StageSnapshot, Wine,
};

/// Every shape of the three.
pub fn messages() -> Vec<(&'static str, ServerMessage)> {
    let host = |snapshot| ServerMessage::HostStateSnapshot(Box::new(snapshot));
    let participant = |snapshot| ServerMessage::ParticipantStateSnapshot(Box::new(snapshot));
    let stage = |snapshot| ServerMessage::StageStateSnapshot(Box::new(snapshot));
    vec![
        ("host:state_snapshot", host(host_open())),
        ("host:state_snapshot.waiting", host(host_waiting())),
        ("host:state_snapshot.revealed", host(host_revealed())),
        ("participant:state_snapshot", participant(participant_open())),
        ("participant:state_snapshot.paused", participant(participant_paused())),
        ("participant:state_snapshot.revealed", participant(participant_revealed())),
        ("participant:state_snapshot.ended", participant(participant_ended())),
        ("stage:state_snapshot", stage(stage_open())),
        ("stage:state_snapshot.empty", stage(stage_empty())),
        ("stage:state_snapshot.revealed", stage(stage_revealed())),
        ("stage:state_snapshot.ended", stage(stage_ended())),
    ]
}

fn closed_question() -> QuestionPayload {
    QuestionPayload { deadline: None, ..question() }
}

fn host_waiting() -> HostSnapshot {
    HostSnapshot {
        code: "4711".to_owned(),
        host_id: "TANNIC-FALCON".to_owned(),
        phase: Phase::Waiting,
        participants: names(),
        question: None,
        rankings: Vec::new(),
        title: "Wine night".to_owned(),
        wines: vec![Wine {
            name: "Barolo 2016".to_owned(),
            questions: vec![Question {
                category: Category::Country,
                prompt: None,
                correct_answer: "Italy".to_owned(),
                distractors: ["France", "Spain", "Germany"].map(str::to_owned),
            }],
        }],
        timer_seconds: 60,
        current_round: 0,
        current_question: 0,
        remaining_ms: None,
        deadline: None,
        server_time: NOW,
        answered_count: 0,
        total_count: 2,
        answered: Vec::new(),
        distribution: Vec::new(),
        correct_option_id: None,
        results: None,
        settings: Settings { scoring: Scoring::Flat },
        locked: false,
        links: links(),
    }
}

fn host_open() -> HostSnapshot {
    HostSnapshot {
        phase: Phase::QuestionOpen,
        question: Some(question()),
        rankings: rankings([None, None]),
        current_question: 1,
        remaining_ms: Some(60_000),
        deadline: Some(NOW + 60_000),
        answered_count: 2,
        answered: names(),
        distribution: distribution(),
        ..host_waiting()
    }
}

fn host_revealed() -> HostSnapshot {
    HostSnapshot {
        phase: Phase::QuestionRevealed,
        question: Some(closed_question()),
        remaining_ms: None,
        deadline: None,
        correct_option_id: Some("r0q1-a".to_owned()),
        results: Some(results()),
        ..host_open()
    }
}

fn participant_open() -> ParticipantSnapshot {
    ParticipantSnapshot {
        pseudonym: "CrispBarrel".to_owned(),
        phase: Phase::QuestionOpen,
        question: Some(question()),
        code: "4711".to_owned(),
        title: "Wine night".to_owned(),
        selected_option_id: Some("r0q1-c".to_owned()),
        remaining_ms: Some(60_000),
        deadline: Some(NOW + 60_000),
        server_time: NOW,
        score: 100,
        rank: 2,
        round_index: 0,
        total_rounds: 2,
        answered_count: 2,
        total_count: 2,
        host_connected: true,
        rankings: None,
        own_rank: None,
        correct_option_id: None,
        my_points: None,
        my_total_score: None,
        previous_rank: None,
        distribution: None,
        review: None,
    }
}

fn participant_paused() -> ParticipantSnapshot {
    ParticipantSnapshot {
        phase: Phase::QuestionPaused,
        question: Some(closed_question()),
        selected_option_id: None,
        remaining_ms: Some(41_500),
        deadline: None,
        host_connected: false,
        ..participant_open()
    }
}

fn participant_revealed() -> ParticipantSnapshot {
    ParticipantSnapshot {
        phase: Phase::QuestionRevealed,
        question: Some(closed_question()),
        remaining_ms: None,
        deadline: None,
        correct_option_id: Some("r0q1-a".to_owned()),
        my_points: Some(0),
        my_total_score: Some(100),
        previous_rank: Some(2),
        distribution: Some(distribution()),
        ..participant_open()
    }
}

fn participant_ended() -> ParticipantSnapshot {
    ParticipantSnapshot {
        phase: Phase::Ended,
        question: None,
        selected_option_id: None,
        remaining_ms: None,
        deadline: None,
        rankings: Some(rankings([Some(1), Some(1)])),
        own_rank: Some(own_rank()),
        review: Some(review()),
        ..participant_open()
    }
}

fn stage_empty() -> StageSnapshot {
    StageSnapshot {
        code: "4711".to_owned(),
        title: String::new(),
        phase: Phase::Waiting,
        exists: false,
        participants: Vec::new(),
        question: None,
        remaining_ms: None,
        deadline: None,
        server_time: NOW,
        answered_count: 0,
        total_count: 0,
        round_index: 0,
        total_rounds: 0,
        host_connected: false,
        locked: false,
        correct_option_id: None,
        distribution: None,
        rankings: None,
    }
}

fn stage_open() -> StageSnapshot {
    StageSnapshot {
        title: "Wine night".to_owned(),
        phase: Phase::QuestionOpen,
        exists: true,
        participants: names(),
        question: Some(question()),
        remaining_ms: Some(60_000),
        deadline: Some(NOW + 60_000),
        answered_count: 2,
        total_count: 2,
        total_rounds: 2,
        host_connected: true,
        ..stage_empty()
    }
}

fn stage_revealed() -> StageSnapshot {
    StageSnapshot {
        phase: Phase::QuestionRevealed,
        question: Some(closed_question()),
        remaining_ms: None,
        deadline: None,
        correct_option_id: Some("r0q1-a".to_owned()),
        distribution: Some(distribution()),
        ..stage_open()
    }
}

fn stage_ended() -> StageSnapshot {
    StageSnapshot {
        phase: Phase::Ended,
        question: None,
        remaining_ms: None,
        deadline: None,
        rankings: Some(rankings([None, None])),
        ..stage_open()
    }
}
