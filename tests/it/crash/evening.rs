//! One scripted random game whose people are cut off again and again.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};

use super::ledger::{Clock, Ledger, Order, QUESTIONS, Step, TIMER_MS, steps};
use crate::kit::{Client, Server, ms, quiz, right, with_host};

/// Seats that a game has before it starts, and at most.
const GUESTS: usize = 6;
const GUESTS_MAX: usize = 12;
const PATIENCE: Duration = Duration::from_secs(10);

struct Person {
    client: Option<Client>,
    /// Pseudonym and token, once told.
    seat: Option<(String, String)>,
    /// What was sent on this connection: question and option.
    sent: Vec<(String, String)>,
    /// Chosen options by question, as told.
    chosen: BTreeMap<String, String>,
    /// The points of the last reveal and the total, as told, with the step.
    revealed: Option<(Step, Value)>,
}

pub struct Evening {
    pub code: String,
    host_id: String,
    rng: StdRng,
    host: Option<Client>,
    stage: Option<Client>,
    people: Vec<Person>,
    ledger: Ledger,
    /// Where the game was when the present connections began.
    base: Step,
    /// An order whose effect was not told yet when it was sent, with the number of steps told then.
    order: Option<(Order, usize)>,
    /// When the power went, and where the game was then at least.
    cut: Instant,
    found: Vec<String>,
    over: bool,
}

impl Evening {
    pub fn new(_: &Server, code: &str, seed: u64) -> Evening {
        Evening {
            code: code.to_owned(),
            host_id: format!("TANNIC-FALCON-{seed:016x}"),
            rng: StdRng::seed_from_u64(seed),
            host: None,
            stage: None,
            people: Vec::new(),
            ledger: Ledger::default(),
            base: Step::Nothing,
            order: None,
            cut: Instant::now(),
            found: Vec::new(),
            over: false,
        }
    }

    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Everybody goes home.
    pub fn rest(&mut self) {
        self.host = None;
        self.stage = None;
        self.people.iter_mut().for_each(|person| person.client = None);
    }

    /// What the host was told so far.
    fn told(&self) -> Vec<Step> {
        self.host.as_ref().map_or_else(|| vec![self.base], |host| steps(self.base, &host.frames()))
    }

    fn step(&self) -> Step {
        *self.told().last().expect("it begins with the base")
    }

    async fn open(&mut self, server: &Server) {
        if self.host.is_none() {
            self.host = Some(Client::open(server, &self.code).await);
        }
        if self.stage.is_none() {
            let mut stage = Client::open(server, &self.code).await;
            stage.say("watch_stage").await;
            stage.expect("stage:state_snapshot").await;
            self.stage = Some(stage);
        }
    }

    async fn send_order(&mut self, order: Order) {
        self.order = Some((order, self.told().len()));
        let message = match order {
            Order::Create => {
                let mut body = with_host(quiz(2, QUESTIONS), &self.host_id);
                body["timerSeconds"] = json!(TIMER_MS / 1000);
                body
            }
            order => json!({ "type": order.kind() }),
        };
        self.host.as_mut().expect("a host").send(message).await;
    }

    /// Orders and waits for the effect.
    async fn order(&mut self, order: Order) {
        let goal = self.step().after(order).expect("an order that fits");
        self.send_order(order).await;
        let until = Instant::now() + PATIENCE;
        while self.step() != goal {
            assert!(Instant::now() < until, "{order:?} in {:?} has no effect; {:?}", self.step(), self.host.as_ref().map(Client::census));
            ms(2).await;
        }
        self.order = None;
    }

    /// Orders something that fits, without waiting for anything.
    pub async fn order_something(&mut self) {
        let step = self.step();
        let orders: Vec<Order> = [Order::Create, Order::Start, Order::Pause, Order::Resume, Order::Reveal, Order::Next]
            .into_iter()
            .filter(|order| step.after(*order).is_some() && (*order != Order::Start || !self.ledger.participants.is_empty()))
            .collect();
        if self.order.is_none() && !orders.is_empty() {
            let order = orders[self.rng.random_range(0..orders.len())];
            self.send_order(order).await;
        }
    }

    /// Lets the game go on for a while, with answers, changes, pauses and joins under way.
    pub async fn live(&mut self, server: &Server, life: Duration) {
        self.open(server).await;
        let until = Instant::now() + life;
        while Instant::now() < until {
            match self.step() {
                Step::Nothing => {
                    if self.order.is_none() && self.rng.random_bool(0.4) {
                        self.send_order(Order::Create).await;
                    }
                }
                Step::Waiting if self.people.len() < GUESTS_MAX => {
                    self.begin_to_join(server).await;
                    if self.rng.random_bool(0.5) {
                        continue;
                    }
                }
                Step::Open(_) | Step::Paused(_) => {
                    self.answer_something().await;
                    let turn = self.rng.random_range(0..40);
                    match (self.step(), turn) {
                        (Step::Open(_), 0) => self.order(Order::Pause).await,
                        (Step::Paused(_), 0..4) => self.order(Order::Resume).await,
                        _ => {}
                    }
                }
                Step::Waiting | Step::Revealed(_) | Step::Board(_) | Step::Ended => {}
            }
            ms(self.rng.random_range(2..25)).await;
        }
    }

    async fn begin_to_join(&mut self, server: &Server) {
        let mut client = Client::open(server, &self.code).await;
        client.send(json!({ "type": "join_session", "code": self.code })).await;
        let client = Some(client);
        self.people.push(Person { client, seat: None, sent: Vec::new(), chosen: BTreeMap::new(), revealed: None });
    }

    fn question_id(&self) -> Option<String> {
        let question = self.step().question()?;
        let frames = self.host.as_ref()?.frames();
        let asked = frames.iter().rev().find(|frame| frame.kind() == "game:question").map(|frame| &frame.json);
        let asked = asked.filter(|asked| {
            let number = |name: &str| asked[name].as_u64().unwrap_or_default() as usize;
            number("roundIndex") * QUESTIONS + number("questionIndex") == question
        });
        match asked {
            Some(asked) => asked["questionId"].as_str().map(str::to_owned),
            None => Some(format!("r{}q{}", question / QUESTIONS, question % QUESTIONS)),
        }
    }

    async fn answer_something(&mut self) {
        let Some(question) = self.question_id() else { return };
        let known = self.ledger.options.get(&question).cloned().or_else(|| {
            let frames = self.host.as_ref()?.frames();
            Some(frames.iter().rev().find(|frame| frame.json["questionId"] == question.as_str())?.json["options"].clone())
        });
        let Some(options) = known else { return };
        let (who, which) = (self.rng.random_range(0..self.people.len()), self.rng.random_range(0..4));
        let option = options[which]["id"].as_str().unwrap_or_default().to_owned();
        let person = &mut self.people[who];
        let (Some(client), Some(_)) = (&mut person.client, &person.seat) else { return };
        client.send(json!({ "type": "submit_answer", "questionId": question, "optionId": option })).await;
        person.sent.push((question, option));
    }

    /// The power is gone: everything that was still told is heard.
    pub async fn hear_the_end(&mut self) {
        self.cut = Instant::now();
        let clients = self.people.iter_mut().map(|person| &mut person.client);
        for client in [&mut self.host, &mut self.stage].into_iter().chain(clients).flatten() {
            client.end(Duration::from_secs(5)).await;
        }
    }

    /// Takes in all that was told on the present connections; they are gone afterwards.
    fn settle(&mut self) -> (Step, Option<Order>) {
        let base = self.base;
        let mut longest = vec![base];
        let host = self.host.take().map(|client| client.frames()).unwrap_or_default();
        let stage = self.stage.take().map(|client| client.frames()).unwrap_or_default();
        for frames in [&host, &stage] {
            let told = steps(base, frames);
            let shared = told.len().min(longest.len());
            if told[..shared] != longest[..shared] {
                self.found.push(format!("host and stage were told different games: {told:?}, {longest:?}"));
            }
            if told.len() > longest.len() {
                longest = told;
            }
            self.found.extend(self.ledger.hear(base, frames));
        }
        let step = *longest.last().expect("it begins with the base");
        for person in &mut self.people {
            let Some(client) = person.client.take() else { continue };
            let frames = client.frames();
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
        for (pseudonym, _) in self.people.iter().filter_map(|person| person.seat.as_ref()) {
            if !self.ledger.participants.contains(pseudonym) && step != Step::Waiting {
                self.found.push(format!("{pseudonym} joined and is in no lobby"));
            }
        }
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
        if screen["phase"] != now.phase() || screen["totalCount"].as_u64() != Some(self.ledger.participants.len() as u64) {
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
            .wait("a snapshot or an error", PATIENCE, |told| told["type"] == "host:state_snapshot" || told["type"] == "error")
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
            self.ledger.clock = None;
            return;
        };
        let Some(remaining) = snapshot["remainingMs"].as_u64() else {
            self.found.push(format!("no remainingMs in {now:?}"));
            return;
        };
        let expected = match (self.ledger.clock, told) {
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
        self.ledger.clock = Some(Clock { at: Instant::now(), remaining_ms: remaining });
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
            .wait("a snapshot or an error", PATIENCE, |told| told["type"] == "participant:state_snapshot" || told["type"] == "error")
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
                self.found.push(format!("{name} had chosen {was:?} of {question} and now {chosen:?}; under way {sent:?}"));
            }
            if let Some(chosen) = chosen {
                person.chosen.insert(question, chosen);
            }
        }
        let total: u64 = (0..now.scored()).map(|question| self.points(person, question)).sum();
        if told["score"].as_u64() != Some(total) {
            self.found.push(format!("{name} has {} where {total} was scored in {now:?}: {:?}", told["score"], person.chosen));
        }
        if let Step::Revealed(question) = now {
            let points = self.points(person, question);
            if (told["myPoints"].as_u64(), told["myTotalScore"].as_u64()) != (Some(points), Some(total)) {
                self.found.push(format!("{name}: {} and {} where {points} and {total} are right", told["myPoints"], told["myTotalScore"]));
            }
            if let Some((then, revealed)) = &person.revealed
                && *then == now
                && (revealed["myPoints"] != told["myPoints"] || revealed["myTotalScore"] != told["myTotalScore"])
            {
                self.found.push(format!("{name} was told {revealed}, now {} and {}", told["myPoints"], told["myTotalScore"]));
            }
        }
        Some((name, total, told["selectedOptionId"].is_string()))
    }

    /// The tester knows the correct option by its text.
    fn points(&self, person: &Person, question: usize) -> u64 {
        let (round, number) = (question / QUESTIONS, question % QUESTIONS);
        let id = format!("r{round}q{number}");
        let options = self.ledger.options.get(&id).and_then(Value::as_array);
        let correct = options.and_then(|options| options.iter().find(|option| option["text"] == right(round, number).as_str()));
        let chosen = person.chosen.get(&id);
        if correct.is_some_and(|correct| chosen.is_some_and(|chosen| correct["id"] == chosen.as_str())) { 100 } else { 0 }
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
        let expected: Vec<(String, u64, u64)> = names.iter().map(|name| (name.clone(), score(name), rank(name))).collect();
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

    /// One step further, everything told.
    pub async fn proceed(&mut self, server: &Server) {
        self.open(server).await;
        match self.step() {
            Step::Nothing => self.order(Order::Create).await,
            Step::Waiting => {
                while self.people.iter().filter(|person| person.seat.is_some()).count() < GUESTS {
                    self.begin_to_join(server).await;
                    self.everybody_is_heard().await;
                }
                self.everybody_is_heard().await;
                self.order(Order::Start).await;
                self.everybody_is_heard().await;
            }
            Step::Open(_) => {
                for _ in 0..GUESTS {
                    self.answer_something().await;
                }
                self.everybody_is_heard().await;
                let order = if self.rng.random_bool(0.5) { Order::Pause } else { Order::Reveal };
                self.order(order).await;
            }
            Step::Paused(_) => {
                self.everybody_is_heard().await;
                let order = if self.rng.random_bool(0.5) { Order::Resume } else { Order::Reveal };
                self.order(order).await;
            }
            Step::Revealed(_) | Step::Board(_) => self.order(Order::Next).await,
            Step::Ended => self.over = true,
        }
    }

    /// Nothing of anybody is under way any more; seats that were told are known.
    async fn everybody_is_heard(&mut self) {
        for person in &mut self.people {
            let Some(client) = &mut person.client else { continue };
            client.sync().await;
            if person.seat.is_none() {
                let joined = client.all("participant:joined");
                let joined = joined.first().map(|frame| frame.json.clone());
                person.seat = joined.map(|joined| {
                    let text = |name: &str| joined[name].as_str().unwrap_or_default().to_owned();
                    (text("pseudonym"), text("rejoinToken"))
                });
            }
        }
    }
}
