//! The statistics for whoever asks: a period's cells, added up.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::state::Desk;
use super::stats::{Cell, DayNo, Times};
use super::wire::{AgentFigures, ChannelFigures, DayFigures, Figures, Now, Spread, Statistics};
use crate::conversation::console::Presence;
use crate::conversation::ids::{AgentNo, ChannelNo};
use crate::conversation::wire::Holder;
use crate::engine::WallTime;

/// Cells, added up.
#[derive(Debug, Default)]
struct Sum {
    asked: u32,
    missed: u32,
    first_response: Times,
    resolution: Times,
}

impl Sum {
    fn add(&mut self, cell: &Cell) {
        self.asked = self.asked.saturating_add(cell.asked);
        self.missed = self.missed.saturating_add(cell.missed);
        self.first_response.join(&cell.first_response);
        self.resolution.join(&cell.resolution);
    }

    fn figures(&self) -> Figures {
        Figures {
            asked: self.asked,
            missed: self.missed,
            answered: self.first_response.count,
            resolved: self.resolution.count,
            first_response: spread(&self.first_response),
            resolution: spread(&self.resolution),
        }
    }
}

fn spread(times: &Times) -> Option<Spread> {
    let seconds = |ms: u64| ms as f64 / 1_000.0;
    (times.count > 0).then(|| Spread {
        mean_seconds: seconds(times.sum_ms / u64::from(times.count)),
        median_seconds: seconds(times.percentile_ms(50)),
        p90_seconds: seconds(times.percentile_ms(90)),
        max_seconds: seconds(times.max_ms),
    })
}

/// A day as it is written.
pub fn day_text(day: DayNo) -> String {
    NaiveDate::from_epoch_days(day).map_or_else(String::new, |date| date.to_string())
}

impl Desk {
    /// The statistics of a period, both days included; of one channel, or of all.
    pub fn statistics(&self, now: WallTime, (from, to): (DayNo, DayNo), only: Option<ChannelNo>) -> Statistics {
        let (mut total, mut channels, mut agents) = (Sum::default(), BTreeMap::new(), BTreeMap::new());
        let mut days = Vec::new();
        for (day, cells) in self.stats.days(from, to) {
            let mut of_day = Sum::default();
            for cell in cells.iter().filter(|cell| only.is_none_or(|only| cell.channel == only)) {
                of_day.add(cell);
                total.add(cell);
                channels.entry(cell.channel).or_insert_with(Sum::default).add(cell);
                if let Some(agent) = cell.agent {
                    agents.entry(agent).or_insert_with(Sum::default).add(cell);
                }
            }
            days.push(DayFigures { day: day_text(day), figures: of_day.figures() });
        }
        let (everywhere, by_channel) = self.now(now, only);
        Statistics {
            from: day_text(from),
            to: day_text(to),
            now: everywhere,
            total: total.figures(),
            channels: self.channel_figures(&channels, &by_channel, only),
            agents: self.agent_figures(&agents),
            days,
        }
    }

    /// Who waits and who talks, in all and by channel.
    fn now(&self, now: WallTime, only: Option<ChannelNo>) -> (Now, BTreeMap<ChannelNo, Now>) {
        let (mut all, mut by_channel) = (Now::default(), BTreeMap::new());
        for row in self.rows().values().filter(|row| only.is_none_or(|only| row.report.channel == only)) {
            let of_channel = by_channel.entry(row.report.channel).or_insert_with(Now::default);
            for counts in [&mut all, of_channel] {
                match row.holder() {
                    Holder::Queue => {
                        let since = row.report.waiting_since.unwrap_or(now);
                        let waited = u32::try_from((now.0 - since.0).max(0) / 1_000).unwrap_or(u32::MAX);
                        counts.waiting += 1;
                        counts.longest_wait_seconds = counts.longest_wait_seconds.max(Some(waited));
                    }
                    Holder::Agent => counts.with_agents += 1,
                    Holder::Bot => {}
                }
            }
        }
        (all, by_channel)
    }

    /// All channels whose keys count, and those of which there are figures.
    fn channel_figures(
        &self,
        sums: &BTreeMap<ChannelNo, Sum>,
        now: &BTreeMap<ChannelNo, Now>,
        only: Option<ChannelNo>,
    ) -> Vec<ChannelFigures> {
        let shown = |(no, channel): &(&ChannelNo, &super::state::Channel)| {
            only.is_none_or(|only| only == **no) && (!channel.is_revoked || sums.contains_key(no))
        };
        let figures = |(no, channel): (&ChannelNo, &super::state::Channel)| ChannelFigures {
            channel_id: no.to_string(),
            name: channel.name.clone(),
            now: now.get(no).copied().unwrap_or_default(),
            figures: sums.get(no).map(Sum::figures).unwrap_or_default(),
        };
        self.channels.iter().filter(shown).map(figures).collect()
    }

    fn agent_figures(&self, sums: &BTreeMap<AgentNo, Sum>) -> Vec<AgentFigures> {
        let shown = self.agents.iter().filter(|(no, agent)| !agent.is_revoked || sums.contains_key(no));
        let figures = |(no, agent): (&AgentNo, &super::state::Agent)| AgentFigures {
            agent_id: no.to_string(),
            name: agent.name.clone(),
            presence: if agent.lost_at.is_some() { Presence::Offline } else { agent.presence },
            load: agent.load,
            figures: sums.get(no).map(Sum::figures).unwrap_or_default(),
        };
        shown.map(figures).collect()
    }
}
