//! Conversations with a bot elsewhere: how long from a visitor's message to the bot's reply, and at what cost.

use std::io;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::folder::TempFolder;
use crate::http::{Http, text};
use crate::servers::{ADMIN, Server, port};
use crate::sums::{PATIENCE, percentiles};
use crate::swarm::{Seen, Swarm};
use crate::table::Table;
use crate::webhook::Bot;

/// Visitors' messages a second.
const MESSAGES_PER_SECOND: usize = 1_000;
/// Conversations that are begun in a second.
const BEGUN_PER_SECOND: usize = 500;
/// Time after the last message in which its reply has to come.
const LAST_WORDS: Duration = Duration::from_secs(3);
/// How long the idle conversations are looked at.
const IDLE: Duration = Duration::from_secs(10);

/// A server with a channel, its visitors, and the bot.
struct House {
    server: Server,
    swarm: Swarm,
    bot: Bot,
    /// The conversation of each socket.
    ids: Vec<String>,
    _data: TempFolder,
}

/// One message of a visitor.
struct Turn {
    due: Instant,
    replied: Option<Instant>,
}

/// All rows.
pub fn run(table: &mut Table, binary: &str, visitors: usize, seconds: usize) -> io::Result<()> {
    let mut house = House::open(table, binary, visitors)?;
    house.idle(table)?;
    house.talk(table, seconds)
}

impl House {
    fn open(table: &mut Table, binary: &str, visitors: usize) -> io::Result<House> {
        let data = TempFolder::new("talks")?;
        let bot = Bot::new()?;
        let env = [("SOIREE_ADMIN_TOKEN", ADMIN), ("SOIREE_PRIVATE_WEBHOOKS", "on")];
        let server = Server::soiree(binary, port(10), &data, &[], &env)?;
        let channel =
            json!({"name": "Bench", "bot": {"kind": "webhook", "url": format!("http://{}/hook", bot.address)}});
        let made = Http::connect(server.address)?.call("POST", "/api/v1/channels", ADMIN, &channel)?;
        let key = text(&made["key"])?;
        let mut swarm = Swarm::new()?;
        swarm.open(server.address, visitors, |_| format!("/ws/conversation?apikey={key}"), |_, _| Ok(()))?;
        swarm.rest(Duration::from_secs(1), |_, _| {})?;
        let mut house = House { server, swarm, bot, ids: vec![String::new(); visitors], _data: data };
        let (before, cpu) = (house.server.resident(), house.server.cpu());
        let greeted = house.begin()?;
        let (memory, cpu) = (house.server.resident() - before, house.server.cpu().since(cpu));
        table.add(
            format!("{visitors} conversations begun, {BEGUN_PER_SECOND} a second, each greeted by the bot elsewhere"),
            "",
            percentiles(&greeted),
            format!("{:.0} µs of CPU each", cpu.seconds() * 1e6 / visitors as f64),
        );
        table.add(
            format!("resident memory for each of them, its socket ({} bytes) aside", before / visitors as u64),
            "",
            format!("{} bytes", memory / visitors as u64),
            format!("{:.1} MB in all", house.server.resident() as f64 / 1e6),
        );
        Ok(house)
    }

    /// Lets every socket begin a conversation; microseconds until each was greeted.
    fn begin(&mut self) -> io::Result<Vec<u32>> {
        let visitors = self.ids.len();
        let mut begun: Vec<Option<Instant>> = vec![None; visitors];
        let (mut greeted, mut next) = (Vec::with_capacity(visitors), 0);
        let start = Instant::now();
        while greeted.len() < visitors {
            if start.elapsed() > PATIENCE {
                return Err(io::Error::other(format!("only {} of {visitors} were greeted", greeted.len())));
            }
            let due = (start.elapsed().as_secs_f64() * BEGUN_PER_SECOND as f64) as usize + 1;
            while next < due.min(visitors) {
                let event =
                    json!({"event_type": "conversation_start", "event_payload": {"userId": format!("guest{next}")}});
                self.swarm.say(next, &json!({"action": "sendMessage", "event": event}).to_string())?;
                begun[next] = Some(Instant::now());
                next += 1;
            }
            self.bot.pump()?;
            let ids = &mut self.ids;
            self.swarm.pump(Duration::ZERO, |client, what| {
                let Seen::Text(text) = what else { return };
                let Ok(told) = serde_json::from_slice::<Value>(text) else { return };
                let payload = &told["event"]["event_payload"];
                match told["event"]["event_type"].as_str() {
                    Some("conversation_start_success") => {
                        ids[client] = payload["conversation_id"].as_str().unwrap_or_default().to_owned();
                    }
                    Some("bot_message") => {
                        greeted.extend(begun[client].take().map(|at| at.elapsed().as_micros() as u32));
                    }
                    _ => {}
                }
            })?;
        }
        Ok(greeted)
    }

    fn idle(&mut self, table: &mut Table) -> io::Result<()> {
        self.swarm.rest(Duration::from_secs(2), |_, _| {})?;
        let before = self.server.cpu();
        self.swarm.rest(IDLE, |_, _| {})?;
        let used = self.server.cpu().since(before);
        table.add(
            format!("{} open conversations in which nobody says anything", self.ids.len()),
            "",
            format!("{:.1} ms of CPU a second", used.seconds() * 1e3 / IDLE.as_secs_f64()),
            "",
        );
        Ok(())
    }

    /// Lets visitors say things for so many seconds.
    fn talk(&mut self, table: &mut Table, seconds: usize) -> io::Result<()> {
        let (visitors, all) = (self.ids.len(), MESSAGES_PER_SECOND * seconds);
        let (cpu, lost, asked) = (self.server.cpu(), self.swarm.lost(), self.bot.answered);
        let mut turns = Turns { all: Vec::with_capacity(all), replies: 0, strange: 0 };
        let start = Instant::now();
        let until = Duration::from_secs(seconds as u64) + LAST_WORDS;
        while (turns.all.len() < all || turns.replies < all) && start.elapsed() < until {
            let due = (start.elapsed().as_secs_f64() * MESSAGES_PER_SECOND as f64) as usize;
            while turns.all.len() < due.min(all) {
                self.say_next(&mut turns, start)?;
            }
            self.bot.pump()?;
            self.swarm.pump(Duration::ZERO, |client, what| {
                if let Seen::Text(text) = what {
                    turns.hear(text, client, visitors);
                }
            })?;
        }
        let took = start.elapsed();
        let used = self.server.cpu().since(cpu);
        let (missing, strange, lost) = (all - turns.replies, turns.strange, self.swarm.lost() - lost);
        table.add(
            format!("{visitors} conversations, {MESSAGES_PER_SECOND} messages a second for {seconds} s: from a message to the bot's reply"),
            "",
            percentiles(&turns.receipts()),
            format!("{} messages, {missing} without a reply, {strange} strange ones, {lost} sockets lost", turns.all.len()),
        );
        table.add(
            "the same: server CPU per turn (two fsynced facts, the request to the bot, two frames)",
            "",
            format!("{:.0} µs", used.seconds() * 1e6 / all as f64),
            format!(
                "{:.0} µs of it in user space; {:.0} % of a core; {} requests over {} connections; {:.1} MB resident",
                used.user_seconds() * 1e6 / all as f64,
                used.seconds() / took.as_secs_f64() * 100.0,
                self.bot.answered - asked,
                self.bot.connections(),
                self.server.resident() as f64 / 1e6,
            ),
        );
        match (missing, strange, lost) {
            (0, 0, 0) => Ok(()),
            (missing, strange, lost) => Err(io::Error::other(format!(
                "{missing} messages without a reply, {strange} strange replies, {lost} sockets lost"
            ))),
        }
    }

    /// Lets the next visitor say the next thing: its number.
    fn say_next(&mut self, turns: &mut Turns, start: Instant) -> io::Result<()> {
        let number = turns.all.len();
        let client = number % self.ids.len();
        let payload = json!({"type": "message_create", "client_msg_id": number.to_string(),
            "conversation_id": self.ids[client], "content": {"type": "text", "text": number.to_string()}});
        let event = json!({"event_type": "user_message", "event_payload": payload});
        self.swarm.say(client, &json!({"action": "sendMessage", "event": event}).to_string())?;
        let due = start + Duration::from_secs_f64(number as f64 / MESSAGES_PER_SECOND as f64);
        turns.all.push(Turn { due, replied: None });
        Ok(())
    }
}

/// What visitors have said, in its order, and what came back.
struct Turns {
    all: Vec<Turn>,
    replies: usize,
    strange: usize,
}

impl Turns {
    /// Takes what a client heard.
    fn hear(&mut self, text: &[u8], client: usize, visitors: usize) {
        let Ok(told) = serde_json::from_slice::<Value>(text) else { return };
        if told["event"]["event_type"] != "bot_message" {
            return;
        }
        let said = told["event"]["event_payload"]["content"][0]["text"].as_str().unwrap_or_default();
        let number = said.strip_prefix("You said: ").and_then(|number| number.parse::<usize>().ok());
        let turn = number.filter(|number| number % visitors == client).and_then(|number| self.all.get_mut(number));
        match turn {
            Some(turn) if turn.replied.is_none() => {
                turn.replied = Some(Instant::now());
                self.replies += 1;
            }
            // The fallback, a reply to somebody else, or one told twice.
            _ => self.strange += 1,
        }
    }

    /// Microseconds from the moment at which each was due to its reply.
    fn receipts(&self) -> Vec<u32> {
        let late = |turn: &Turn| turn.replied.map(|at| at.duration_since(turn.due).as_micros() as u32);
        self.all.iter().filter_map(late).collect()
    }
}
