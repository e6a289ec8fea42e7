//! After the restart: everybody comes back and looks for differences from what was told.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::evening::{Evening, PATIENCE, Person};
use super::ledger::{Clock, Order, QUESTIONS, Step, TIMER_MS, steps};
use crate::kit::{Client, Frame, Server, right};

impl Evening {
    /// The power is gone: everything that was still told is heard.
    pub async fn hear_the_end(&mut self) {
        self.cut = Instant::now();
        let clients = self.people.iter_mut().map(|person| &mut person.client);
        for client in [&mut self.host, &mut self.stage].into_iter().chain(clients).flatten() {
            client.end(Duration::from_secs(5)).await;
        }
    }

    /// Takes in all that was told on the present connections; they are gone afterwards.
    pub(super) fn settle(&mut self) -> (Step, Option<Order>) {
        let base = self.base;
        let mut longest = vec![base];
        let host = self.host.take().map(|client| client.frames()).unwrap_or_default();
        let stage = self.stage.take().map(|client| client.frames()).unwrap_or_default();
        let mut hear = |who: &str, frames: &[Frame], found: &mut Vec<String>| {
            let told = steps(base, frames);
            let shared = told.len().min(longest.len());
            if told[..shared] != longest[..shared] {
                found.push(format!("{who} was told another game: {told:?}, {longest:?}"));
            }
            if told.len() > longest.len() {
                longest = told;
            }
        };
        for (who, frames) in [("host", &host), ("stage", &stage)] {
            hear(who, frames, &mut self.found);
            self.found.extend(self.ledger.hear(base, frames));
        }
        for person in &mut self.people {
            let Some(client) = person.client.take() else { continue };
            let frames = client.frames();
            hear("somebody", &frames, &mut self.found);
            self.found.extend(self.ledger.hear(base, &frames));
            for (at, frame) in frames.iter().enumerate() {
                let text = |name: &str| frame.json[name].as_str().unwrap_or_default().to_owned();
                match frame.kind() {
                    "participant:joined" => person.seat = Some((text("pseudonym"), text("rejoinToken"))),
                    "answer:accepted" => {
                        let accepted = (text("questionId"), text("optionId"));
                        // What was sent before is decided; what was sent after it may be either way.
                        match person.sent.iter().position(|sent| *sent == accepted) {
                            Some(place) => drop(person.sent.drain(..=place)),
                            None => self.found.push(format!("accepted but never sent: {accepted:?}")),
                        }
                        person.chosen.insert(accepted.0, accepted.1);
                    }
                    "game:answer_revealed" => {
                        let then = *steps(base, &frames[..=at]).last().unwrap_or(&base);
                        person.revealed = Some((then, frame.json.clone()));
                    }
                    _ => {}
                }
            }
        }
        let step = *longest.last().expect("it begins with the base");
        let order = self.order.take().filter(|(_, then)| longest.len() == *then).map(|(order, _)| order);
        (step, order)
    }

    /// Everybody comes back by themselves and looks: what is different from what was told?
    pub async fn compare(&mut self, server: &Server) -> (String, Vec<String>) {
        let (told, order) = self.settle();
        let back = Instant::now();
        let (mut host, snapshot) = self.host_back(server).await;
        let now = match &snapshot {
            Some(snapshot) => Step::of_host(snapshot).unwrap_or(Step::Nothing),
            None => Step::Nothing,
        };
        if now != told && order.and_then(|order| told.after(order)) != Some(now) {
            self.found.push(format!("told {told:?}, {order:?} under way, and found {now:?}"));
        }
        self.base = now;
        let greeting = host.frames()[0].json.clone();
        if greeting["phase"] != now.phase() {
            self.found.push(format!("{greeting} in {now:?}"));
        }
        let Some(snapshot) = snapshot else {
            self.host = Some(host);
            return ("(not created)".to_owned(), std::mem::take(&mut self.found));
        };
        self.compare_list(&mut host, now).await;
        self.compare_clock(&snapshot, told, now, back);
        self.found.extend(self.ledger.hear_options(&snapshot["question"]));
        self.compare_lobby(&snapshot);
        self.host = Some(host);

        let mut stage = Client::open(server, &self.code).await;
        stage.say("watch_stage").await;
        let screen = stage.expect("stage:state_snapshot").await;
        self.found.extend(self.ledger.hear_options(&screen["question"]));
        if screen["phase"] != now.phase()
            || screen["totalCount"].as_u64() != Some(self.ledger.participants.len() as u64)
        {
            self.found.push(format!("stage: {} of {} in {now:?}", screen["phase"], screen["totalCount"]));
        }
        self.stage = Some(stage);

        let mut answered = 0;
        let mut totals: BTreeMap<String, u64> = BTreeMap::new();
        let mut people = std::mem::take(&mut self.people);
        people.retain(|person| person.seat.is_some());
        for person in &mut people {
            if let Some((name, total, has)) = self.compare_person(server, person, now).await {
                answered += u64::from(has);
                totals.insert(name, total);
            }
        }
        self.people = people;
        if now.question().is_some() && snapshot["answeredCount"].as_u64() != Some(answered) {
            self.found.push(format!("answeredCount {} and {answered} have answered", snapshot["answeredCount"]));
        }
        self.compare_results(&snapshot, now, &totals);
        if matches!(now, Step::Board(_) | Step::Ended) {
            self.compare_board(&snapshot["rankings"], &totals, "host");
            self.compare_board(&screen["rankings"], &totals, "stage");
            if let Some((then, rankings)) = self.ledger.board.clone()
                && then == now
            {
                self.compare_board(&rankings, &totals, "as told before");
            }
        }
        (now.phase().to_owned(), std::mem::take(&mut self.found))
    }

    async fn host_back(&mut self, server: &Server) -> (Client, Option<Value>) {
        let mut host = Client::open(server, &self.code).await;
        host.name = format!("host of {}", self.code);
        host.send(json!({ "type": "rejoin_host", "hostId": self.host_id })).await;
        let told = host
            .wait("a snapshot or an error", PATIENCE, |told| {
                told["type"] == "host:state_snapshot" || told["type"] == "error"
            })
            .await;
        if told["type"] == "error" {
            if told["code"] != "SESSION_NOT_FOUND" {
                self.found.push(format!("the host is refused: {told}"));
            }
            return (host, None);
        }
        (host, Some(told))
    }

    async fn compare_list(&mut self, host: &mut Client, now: Step) {
        let list = host.wait("the list of sessions", PATIENCE, |told| told["type"] == "sessions:list").await;
        let status = match now {
            Step::Nothing | Step::Waiting => "waiting",
            Step::Ended => "ended",
            Step::Open(_) | Step::Paused(_) | Step::Revealed(_) | Step::Board(_) => "active",
        };
        let rows = list["sessions"].as_array().cloned().unwrap_or_default();
        if !rows.iter().any(|row| row["code"] == self.code.as_str() && row["status"] == status) {
            self.found.push(format!("{list} does not list {} as {status}", self.code));
        }
    }

    /// The clock stood still while the server was down.
    fn compare_clock(&mut self, snapshot: &Value, told: Step, now: Step, back: Instant) {
        let (Step::Open(question) | Step::Paused(question)) = now else {
            return;
        };
        let Some(remaining) = snapshot["remainingMs"].as_u64() else {
            self.found.push(format!("no remainingMs in {now:?}"));
            return;
        };
        let expected = match (self.ledger.clocks.get(&question), told) {
            (Some(clock), Step::Open(before)) if before == question => {
                clock.remaining_ms as i64 - self.cut.saturating_duration_since(clock.at).as_millis() as i64
            }
            (Some(clock), Step::Paused(before)) if before == question => clock.remaining_ms as i64,
            _ => TIMER_MS as i64,
        };
        let since = back.elapsed().as_millis() as i64 + 1_000;
        let fits = match (told, now) {
            (Step::Paused(_), Step::Paused(_)) => remaining as i64 == expected,
            _ => (expected - 2_000 - since..=expected + 2_000).contains(&(remaining as i64)),
        };
        if !fits {
            self.found.push(format!("remainingMs {remaining} where {expected} was left ({told:?}, now {now:?})"));
        }
        self.ledger.clocks.insert(question, Clock { at: Instant::now(), remaining_ms: remaining });
    }

    /// Everybody who was told of a seat has it, in the order that was told.
    fn compare_lobby(&mut self, snapshot: &Value) {
        let names: Vec<String> = serde_json::from_value(snapshot["participants"].clone()).unwrap_or_default();
        let before = std::mem::replace(&mut self.ledger.participants, names.clone());
        if names.len() < before.len() || names[..before.len()] != before[..] {
            self.found.push(format!("participants {before:?} became {names:?}"));
        }
        let under_way = self.people.iter().filter(|person| person.seat.is_none()).count();
        let known = self.people.iter().filter_map(|person| person.seat.as_ref());
        let known: Vec<&String> = known.map(|(name, _)| name).collect();
        if let Some(lost) = known.iter().find(|name| !names.contains(name)) {
            self.found.push(format!("{lost} has lost the seat"));
        }
        let new = names.iter().filter(|name| !known.contains(name) && !before.contains(name)).count();
        if new > under_way {
            self.found.push(format!("{new} new participants, and {under_way} were joining"));
        }
    }

    /// One participant's own picture: name, total and whether the present question is answered.
    async fn compare_person(&mut self, server: &Server, person: &mut Person, now: Step) -> Option<(String, u64, bool)> {
        let (name, token) = person.seat.clone()?;
        let mut client = Client::open(server, &self.code).await;
        client.name = format!("{name} of {}", self.code);
        client.send(json!({ "type": "rejoin_session", "rejoinToken": token })).await;
        let told = client
            .wait("a snapshot or an error", PATIENCE, |told| {
                told["type"] == "participant:state_snapshot" || told["type"] == "error"
            })
            .await;
        person.client = Some(client);
        if told["type"] == "error" {
            self.found.push(format!("{name} is refused: {told}"));
            return None;
        }
        if told["pseudonym"] != name.as_str() || told["phase"] != now.phase() {
            self.found.push(format!("{name} is {} in {} where it is {now:?}", told["pseudonym"], told["phase"]));
        }
        self.found.extend(self.ledger.hear_options(&told["question"]));
        let sent = std::mem::take(&mut person.sent);
        if now.question().is_some() {
            let question = told["question"]["questionId"].as_str().unwrap_or_default().to_owned();
            let chosen = told["selectedOptionId"].as_str().map(str::to_owned);
            let was = person.chosen.get(&question).cloned();
            let under_way = sent.iter().any(|(of, option)| *of == question && Some(option) == chosen.as_ref());
            if chosen != was && !under_way {
                self.found
                    .push(format!("{name} had chosen {was:?} of {question} and now {chosen:?}; under way {sent:?}"));
            }
            if let Some(chosen) = chosen {
                person.chosen.insert(question, chosen);
            }
        }
        let total: u64 = (0..now.scored()).map(|question| self.points(person, question)).sum();
        if told["score"].as_u64() != Some(total) {
            self.found
                .push(format!("{name} has {} where {total} was scored in {now:?}: {:?}", told["score"], person.chosen));
        }
        if let Step::Revealed(question) = now {
            let points = self.points(person, question);
            if (told["myPoints"].as_u64(), told["myTotalScore"].as_u64()) != (Some(points), Some(total)) {
                self.found.push(format!(
                    "{name}: {} and {} where {points} and {total} are right",
                    told["myPoints"], told["myTotalScore"]
                ));
            }
            if let Some((then, revealed)) = &person.revealed
                && *then == now
                && (revealed["myPoints"] != told["myPoints"] || revealed["myTotalScore"] != told["myTotalScore"])
            {
                self.found
                    .push(format!("{name} was told {revealed}, now {} and {}", told["myPoints"], told["myTotalScore"]));
            }
        }
        Some((name, total, told["selectedOptionId"].is_string()))
    }

    /// The tester knows the correct option by its text.
    fn points(&self, person: &Person, question: usize) -> u64 {
        let (round, number) = (question / QUESTIONS, question % QUESTIONS);
        let id = format!("r{round}q{number}");
        let options = self.ledger.options.get(&id).and_then(Value::as_array);
        let correct =
            options.and_then(|options| options.iter().find(|option| option["text"] == right(round, number).as_str()));
        let chosen = person.chosen.get(&id);
        if correct.is_some_and(|correct| chosen.is_some_and(|chosen| correct["id"] == chosen.as_str())) {
            100
        } else {
            0
        }
    }

    fn compare_results(&mut self, snapshot: &Value, now: Step, totals: &BTreeMap<String, u64>) {
        if !matches!(now, Step::Revealed(_)) {
            return;
        }
        let rows = snapshot["results"].as_array().cloned().unwrap_or_default();
        if rows.len() != self.ledger.participants.len() {
            self.found.push(format!("{} results for {} participants", rows.len(), self.ledger.participants.len()));
        }
        for row in &rows {
            let expected = row["pseudonym"].as_str().and_then(|name| totals.get(name)).copied().unwrap_or(0);
            if row["totalScore"].as_u64() != Some(expected) {
                self.found.push(format!("{row} where {expected} was scored"));
            }
        }
        if let Some((then, results)) = &self.ledger.results
            && *then == now
            && results.as_array() != Some(&rows)
        {
            self.found.push(format!("results as told {results}, now {rows:?}"));
        }
    }

    /// Score descending, shared ranks, ties in order of joining.
    fn compare_board(&mut self, rankings: &Value, totals: &BTreeMap<String, u64>, whose: &str) {
        let score = |name: &String| totals.get(name).copied().unwrap_or(0);
        let mut names = self.ledger.participants.clone();
        names.sort_by_key(|name| std::cmp::Reverse(score(name)));
        let rank = |name: &String| 1 + names.iter().filter(|other| score(other) > score(name)).count() as u64;
        let expected: Vec<(String, u64, u64)> =
            names.iter().map(|name| (name.clone(), score(name), rank(name))).collect();
        let rows = rankings.as_array().cloned().unwrap_or_default();
        let rows: Vec<(String, u64, u64)> = rows
            .iter()
            .map(|row| {
                let number = |name: &str| row[name].as_u64().unwrap_or(u64::MAX);
                (row["pseudonym"].as_str().unwrap_or_default().to_owned(), number("score"), number("rank"))
            })
            .collect();
        if rows != expected {
            self.found.push(format!("leaderboard ({whose}) {rows:?} where {expected:?} is right"));
        }
    }
}
