//! Opening hours: who asks for a human outside of them is told so at once, and when somebody is there again. And
//! what the statistics say of it all.

use super::world::{CHANNEL, World, deed};
use crate::conversation::command::{AgentAsk, VisitorAsk};
use crate::conversation::parts::ESCALATE;
use crate::desk::channel::{BotChoice, ChannelSettings};
use crate::desk::command::{Command as DeskCommand, NewChannel};
use crate::desk::hours::{Day, Hours, Opening};
use crate::desk::stats::day_of;
use crate::engine::WallTime;

pub fn channel(hours: Option<Hours>) -> Box<NewChannel> {
    let settings = ChannelSettings { hours, ..ChannelSettings::default() };
    Box::new(NewChannel { name: "Wine bar".to_owned(), bot: BotChoice::default(), settings })
}

/// Open all day on some days.
fn on(days: &[Day]) -> Option<Hours> {
    let all_day = Opening { days: days.to_vec(), from: "00:00".to_owned(), to: "24:00".to_owned() };
    let week = if days.is_empty() { Vec::new() } else { vec![all_day] };
    Some(Hours { time_zone: "UTC".to_owned(), week, closed: Vec::new() })
}

#[test]
fn outside_the_hours_nobody_is_asked_though_agents_are_there() {
    let mut world = World::begin();
    world.desk.call(DeskCommand::AddChannel(channel(on(&[])))).expect("a channel");
    let (ada, _) = world.present("Ada");
    let (talk, conn) = world.visitor("hart");
    world.settle();
    world.frames(talk, conn);
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.settle();
    let frames = world.frames(talk, conn);
    let update = frames.iter().find(|frame| frame["event"]["event_type"] == "conversation_update").expect("an update");
    let payload = &update["event"]["event_payload"];
    assert_eq!((&payload["type"], &payload["data"]["reason"]), (&"failedAgentAssignment".into(), &"closed".into()));
    assert!(frames.iter().any(|frame| frame["event"]["event_type"] == "livechat_message"), "it is said in words");
    assert_eq!((world.agent_of(talk), world.desk.machine.agents[&ada].load), (None, 0));

    // The hours are changed: now there is somebody.
    world.desk.call(DeskCommand::ChangeChannel(CHANNEL, channel(on(&Day::ALL)))).expect("changed");
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.settle();
    assert_eq!(world.agent_of(talk), Some(ada));
}

#[test]
fn when_somebody_is_there_again_is_told_with_the_refusal() {
    let mut world = World::begin();
    // Every day but the one that it is.
    let wall = world.desk.wall();
    let today = usize::try_from((day_of(wall) + 3).rem_euclid(7)).expect("a day of the week");
    let others: Vec<Day> = Day::ALL.into_iter().filter(|day| *day != Day::ALL[today]).collect();
    world.desk.call(DeskCommand::AddChannel(channel(on(&others)))).expect("a channel");
    let (talk, conn) = world.visitor("hart");
    world.settle();
    world.frames(talk, conn);
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.settle();
    let frames = world.frames(talk, conn);
    let opens = frames.iter().find_map(|frame| frame["event"]["event_payload"]["data"]["opens_at"].as_str());
    let tomorrow = WallTime((i64::from(day_of(wall)) + 1) * 86_400_000);
    assert_eq!(opens, Some(crate::conversation::transcript::rfc3339(tomorrow).as_str()), "{frames:?}");
}

#[test]
fn with_a_channel_that_is_revoked_the_wait_is_over() {
    let mut world = World::begin();
    world.desk.call(DeskCommand::AddChannel(channel(None))).expect("a channel");
    let (ada, _) = world.present("Ada");
    // She has as many as she takes.
    let talks: Vec<_> = (0..3).map(|number| world.visitor(&format!("guest{number}"))).collect();
    for (talk, conn) in &talks {
        world.ask(*talk, *conn, VisitorAsk::Act(deed(ESCALATE)));
        world.settle();
    }
    let (last, conn) = talks[2];
    assert!(world.desk.machine.has_waiting());
    world.types(last, conn);
    world.desk.call(DeskCommand::RevokeChannel(CHANNEL)).expect("revoked");
    world.wait(6_000);
    assert_eq!(world.types(last, conn), ["failedAgentAssignment", "livechat_message", "conversation_status"]);
    assert!(!world.desk.machine.has_waiting());
    assert_eq!(world.agent_of(talks[0].0), Some(ada), "who talks to somebody goes on");
}

#[test]
fn first_responses_resolutions_and_misses_are_counted_once_each() {
    let mut world = World::begin();
    world.desk.call(DeskCommand::AddChannel(channel(None))).expect("a channel");
    let (talk, conn) = world.visitor("hart");
    // Nobody is there: missed.
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.settle();
    let (ada, _) = world.present("Ada");
    world.ask(talk, conn, VisitorAsk::Act(deed(ESCALATE)));
    world.settle();
    world.wait(30_000);
    world.agent_says(ada, talk, "Here.");
    world.wait(30_000);
    world.agent_says(ada, talk, "Still here.");
    world.wait(30_000);
    world.agent_asks(ada, talk, AgentAsk::End);
    world.settle();
    // What is told twice, also after a crash, counts once.
    world.crash();
    world.settle();
    let now = world.desk.wall();
    let statistics = world.desk.machine.statistics(now, (day_of(now) - 1, day_of(now) + 1), None);
    let total = &statistics.total;
    assert_eq!((total.asked, total.missed, total.answered, total.resolved), (2, 1, 1, 1), "{statistics:?}");
    let (first, end) = (total.first_response.expect("a time"), total.resolution.expect("a time"));
    assert!((29.0..=33.0).contains(&first.mean_seconds), "{first:?}");
    assert!((88.0..=96.0).contains(&end.mean_seconds), "{end:?}");
    assert_eq!((end.median_seconds, end.p90_seconds), (end.mean_seconds, end.mean_seconds), "of one, all are the same");
    assert_eq!((statistics.now.waiting, statistics.now.with_agents), (0, 0));
    let of_ada = statistics.agents.iter().find(|agent| agent.name == "Ada").expect("her row");
    assert_eq!((of_ada.figures.answered, of_ada.figures.resolved), (1, 1));
}
