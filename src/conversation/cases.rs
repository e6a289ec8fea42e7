//! Cases: each begins when a human is asked for and ends when one has done with it, or none came. Statistics are
//! made of them at the desk.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::event::{Event, Leaving};
use super::ids::AgentNo;
use super::state::Talk;
use crate::engine::WallTime;

/// Cases of one conversation that are kept: the desk hears of each change, so only the last ones matter.
const KEPT: usize = 2;

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// From 1.
    pub no: u32,
    pub asked_at: WallTime,
    /// A human's first word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<Step>,
    /// A human has ended it, or silence has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<Step>,
    /// No human came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed_at: Option<WallTime>,
}

/// Something that an agent has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub at: WallTime,
    pub agent: AgentNo,
}

impl Case {
    pub fn is_open(&self) -> bool {
        self.resolved.is_none() && self.missed_at.is_none()
    }
}

/// The last cases of a conversation.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cases(VecDeque<Case>);

impl Cases {
    /// The oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Case> {
        self.0.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn open(&mut self) -> Option<&mut Case> {
        self.0.back_mut().filter(|case| case.is_open())
    }

    fn begin(&mut self, at: WallTime) {
        if self.open().is_some() {
            return;
        }
        let no = self.0.back().map_or(0, |case| case.no) + 1;
        self.0.push_back(Case { no, asked_at: at, answered: None, resolved: None, missed_at: None });
        if self.0.len() > KEPT {
            self.0.pop_front();
        }
    }
}

impl Talk {
    /// What a fact means to the case; to be called before the fact has changed anything else.
    pub(super) fn follow_case(&mut self, event: &Event) {
        match event {
            Event::Escalated { at, .. } | Event::AgentJoined { at, .. } => self.cases.begin(*at),
            Event::AgentSaid { at, agent, .. } => {
                if let Some(case) = self.cases.open() {
                    case.answered.get_or_insert(Step { at: *at, agent: agent.no });
                }
            }
            Event::AssignmentFailed { at, .. } => {
                if let Some(case) = self.cases.open() {
                    case.missed_at = Some(*at);
                }
            }
            Event::AgentLeft { at, why: Leaving::Ended | Leaving::Silent, .. } => {
                let agent = self.stage.agent().map(|agent| agent.no);
                if let (Some(case), Some(agent)) = (self.cases.open(), agent) {
                    case.resolved = Some(Step { at: *at, agent });
                }
            }
            // Another goes on with it.
            Event::AgentLeft { why: Leaving::Gone | Leaving::Transferred, .. } => {}
            Event::Started(_)
            | Event::UserSaid { .. }
            | Event::UserActed { .. }
            | Event::MetadataMerged { .. }
            | Event::BotAnswered { .. }
            | Event::BotFailed { .. }
            | Event::OrderDeclined { .. }
            | Event::Noted { .. }
            | Event::Edited { .. }
            | Event::VisitorRead { .. }
            | Event::AgentRead { .. }
            | Event::FileKept { .. }
            | Event::FilesDropped { .. } => {}
        }
    }
}
