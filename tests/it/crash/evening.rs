//! One scripted random game whose people are cut off again and again.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};

use super::ledger::{Ledger, Order, QUESTIONS, Step, TIMER_MS, steps};
use crate::kit::{Client, Server, ms, quiz, with_host};

/// Seats that a game has before it starts, and at most.
const GUESTS: usize = 6;
const GUESTS_MAX: usize = 12;
pub const PATIENCE: Duration = Duration::from_secs(10);

pub struct Person {
    pub(super) client: Option<Client>,
    /// Pseudonym and token, once told.
    pub(super) seat: Option<(String, String)>,
    /// What was sent on this connection: question and option.
    pub(super) sent: Vec<(String, String)>,
    /// Chosen options by question, as told.
    pub(super) chosen: BTreeMap<String, String>,
    /// The points of the last reveal and the total, as told, with the step.
    pub(super) revealed: Option<(Step, Value)>,
}

pub struct Evening {
    pub code: String,
    pub(super) host_id: String,
    pub(super) rng: StdRng,
    pub(super) host: Option<Client>,
    pub(super) stage: Option<Client>,
    pub(super) people: Vec<Person>,
    pub(super) ledger: Ledger,
    /// Where the game was when the present connections began.
    pub(super) base: Step,
    /// An order whose effect was not told yet when it was sent, with the number of steps told then.
    pub(super) order: Option<(Order, usize)>,
    /// When the power went, and where the game was then at least.
    pub(super) cut: Instant,
    pub(super) found: Vec<String>,
    pub(super) over: bool,
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
        (self.base, _) = self.settle();
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
            assert!(
                Instant::now() < until,
                "{order:?} in {:?} has no effect; {:?}",
                self.step(),
                self.host.as_ref().map(Client::census)
            );
            ms(2).await;
        }
        self.order = None;
    }

    /// Orders something that fits, without waiting for anything.
    pub async fn order_something(&mut self) {
        let step = self.step();
        let orders: Vec<Order> = [Order::Create, Order::Start, Order::Pause, Order::Resume, Order::Reveal, Order::Next]
            .into_iter()
            .filter(|order| {
                step.after(*order).is_some() && (*order != Order::Start || !self.ledger.participants.is_empty())
            })
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
            Some(
                frames.iter().rev().find(|frame| frame.json["questionId"] == question.as_str())?.json["options"]
                    .clone(),
            )
        });
        let Some(options) = known else { return };
        if self.people.is_empty() {
            return;
        }
        let (who, which) = (self.rng.random_range(0..self.people.len()), self.rng.random_range(0..4));
        let option = options[which]["id"].as_str().unwrap_or_default().to_owned();
        let person = &mut self.people[who];
        let (Some(client), Some(_)) = (&mut person.client, &person.seat) else { return };
        client.send(json!({ "type": "submit_answer", "questionId": question, "optionId": option })).await;
        person.sent.push((question, option));
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
