//! A server for stories: the desk, conversations, visitors, agents, bots; errands travel until somebody lets
//! them arrive, are lost in a crash, or come twice.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::shell::Shell;
use crate::conversation::bot::{BotAnswer, BotFault, BotRequest};
use crate::conversation::command::{
    AgentAsk, Command, FromAgent, FromVisitor, NewConversation, NewMessage, VisitorAsk,
};
use crate::conversation::console::ConsoleMessage;
use crate::conversation::event::{AgentFacts, ChannelFacts};
use crate::conversation::ids::{AgentNo, ChannelNo, ConversationId};
use crate::conversation::parts::{Deed, ESCALATE, Part};
use crate::conversation::state::Talk;
use crate::conversation::wire::BasicInfo;
use crate::conversation::{self, Conversation, ConversationSettings};
use crate::desk::command::{Command as DeskCommand, DeskAsk, FromAgent as DeskFromAgent, NewAgent};
use crate::desk::{self, Desk, DeskSettings};
use crate::engine::{ConnId, RoomTime};

pub const CHANNEL: ChannelNo = ChannelNo(1);

/// Something on its way between rooms.
#[derive(Debug, Clone)]
pub enum Travelling {
    Desk(Box<DeskCommand>),
    Conversation(usize, Box<Command>),
    Bot(usize, Box<BotRequest>),
}

/// Everything.
pub struct World {
    pub desk: Shell<Desk>,
    pub talks: Vec<Shell<Conversation>>,
    pub travelling: Vec<Travelling>,
    /// How the bot answers; `None`: not at all.
    pub bot: fn(&BotRequest) -> Option<Result<BotAnswer, BotFault>>,
    pub now: RoomTime,
    agents: BTreeMap<AgentNo, Vec<ConnId>>,
    conns: u32,
}

/// A bot that says what it has heard, and calls a human when told to.
pub fn echo(request: &BotRequest) -> Option<Result<BotAnswer, BotFault>> {
    use crate::conversation::bot::BotCause;
    let count = request.memory.as_u64().unwrap_or(0) + 1;
    let mut answer = BotAnswer { memory: json!(count), ..BotAnswer::default() };
    match &request.cause {
        BotCause::Start => answer.parts.push(Part::text("Welcome!")),
        BotCause::Said { text, .. } => {
            answer.parts.push(Part::text(format!("You said: {text}")));
            if text == "human" {
                answer.deeds.push(deed(ESCALATE));
            }
        }
        BotCause::Acted(deed) => answer.parts.push(Part::text(format!("You did: {}", deed.id))),
    }
    Some(Ok(answer))
}

pub fn deed(id: &str) -> Deed {
    Deed { id: id.to_owned(), data: json!({}), kind: "normal".to_owned() }
}

impl World {
    pub fn begin() -> Self {
        let mut desk = Shell::new("desk", DeskSettings { agent_capacity: 2, ..DeskSettings::default() });
        desk.call(DeskCommand::Open).expect("the desk opens");
        World {
            desk,
            talks: Vec::new(),
            travelling: Vec::new(),
            bot: echo,
            now: RoomTime(0),
            agents: BTreeMap::new(),
            conns: 0,
        }
    }

    pub fn conn(&mut self) -> ConnId {
        self.conns += 1;
        ConnId { hub: 0, slot: self.conns, generation: 0 }
    }

    // ---- visitors ----

    /// A visitor begins a conversation; its place and the socket.
    pub fn visitor(&mut self, user: &str) -> (usize, ConnId) {
        let place = self.talks.len();
        let random = format!("{place:08x}-0000-4000-8000-000000000000");
        let id = ConversationId::new(user, &random);
        let mut room = Shell::new(id.as_str(), ConversationSettings::default());
        room.now = self.now;
        self.talks.push(room);
        let conn = self.conn();
        let channel = ChannelFacts {
            no: CHANNEL,
            name: "Wine bar".to_owned(),
            bot_name: "Cellar".to_owned(),
            ..ChannelFacts::default()
        };
        let new = NewConversation {
            channel,
            user_id: user.to_owned(),
            info: BasicInfo::default(),
            metadata: Map::new(),
            locale: None,
        };
        self.talks[place].enter(conn, None);
        self.talks[place].say_to(conn, Command::Start(Box::new(new))).expect("a conversation begins");
        self.collect();
        (place, conn)
    }

    /// A further socket of a visitor.
    pub fn attach(&mut self, talk: usize, since: Option<&str>) -> ConnId {
        let conn = self.conn();
        self.talks[talk].enter(conn, None);
        self.ask_since(talk, conn, since, VisitorAsk::Resume);
        conn
    }

    pub fn ask(&mut self, talk: usize, conn: ConnId, ask: VisitorAsk) {
        self.ask_since(talk, conn, None, ask);
    }

    pub fn ask_since(&mut self, talk: usize, conn: ConnId, since: Option<&str>, ask: VisitorAsk) {
        let asked = FromVisitor { channel: CHANNEL, since: since.map(str::to_owned), ask };
        self.talks[talk].say_to(conn, Command::Visitor(Box::new(asked))).expect("refusals are words");
        self.collect();
    }

    pub fn says(&mut self, talk: usize, conn: ConnId, text: &str) {
        self.ask(talk, conn, message(None, text));
    }

    /// What a visitor's socket heard since it was asked last, as frames.
    pub fn frames(&mut self, talk: usize, conn: ConnId) -> Vec<Value> {
        use crate::engine::Machine;
        let heard = self.talks[talk].heard.remove(&conn).unwrap_or_default();
        let frame = |message: &conversation::Said| {
            let mut bytes = Vec::new();
            Conversation::encode(message, &mut bytes);
            serde_json::from_slice(&bytes).expect("JSON")
        };
        heard.iter().map(frame).collect()
    }

    /// The same, as types; of updates their kind.
    pub fn types(&mut self, talk: usize, conn: ConnId) -> Vec<String> {
        let name = |frame: &Value| match frame.pointer("/event/event_type").and_then(Value::as_str) {
            Some("conversation_update") => frame["event"]["event_payload"]["type"].as_str().expect("a kind").to_owned(),
            Some(name) => name.to_owned(),
            None => frame["type"].as_str().expect("a type").to_owned(),
        };
        self.frames(talk, conn).iter().map(name).collect()
    }

    pub fn talk(&self, talk: usize) -> &Talk {
        self.talks[talk].machine.talk.as_deref().expect("a conversation")
    }

    // ---- agents ----

    /// A new agent, offline.
    pub fn agent(&mut self, name: &str) -> AgentNo {
        let new = NewAgent { name: name.to_owned(), picture: None, capacity: None };
        let made = self.desk.call(DeskCommand::AddAgent(new)).expect("an agent is made");
        let [desk::Said::Made { id, .. }] = &made[..] else { panic!("{made:?}") };
        AgentNo::parse(id).expect("an agent's id")
    }

    /// An agent opens the console.
    pub fn arrives(&mut self, no: AgentNo) -> ConnId {
        let conn = self.conn();
        self.agents.entry(no).or_default().push(conn);
        self.desk.enter(conn, Some(&no.to_string()));
        self.collect();
        conn
    }

    /// All sockets of an agent vanish.
    pub fn vanishes(&mut self, no: AgentNo) {
        for conn in self.agents.remove(&no).unwrap_or_default() {
            self.desk.leave(conn);
            self.talks.iter_mut().for_each(|talk| talk.leave(conn));
        }
    }

    /// An agent who is there and free.
    pub fn present(&mut self, name: &str) -> (AgentNo, ConnId) {
        let no = self.agent(name);
        (no, self.arrives(no))
    }

    pub fn asks_desk(&mut self, no: AgentNo, ask: DeskAsk) {
        let Some(conn) = self.agents.get(&no).and_then(|conns| conns.last()).copied() else { return };
        let asked = DeskFromAgent { agent: no, request: None, ask };
        self.desk.say_to(conn, DeskCommand::Agent(Box::new(asked))).expect("refusals are words");
        self.collect();
    }

    /// An agent asks something of a conversation, over a socket that comes for it.
    pub fn agent_asks(&mut self, no: AgentNo, talk: usize, ask: AgentAsk) {
        let Some(conn) = self.agents.get(&no).and_then(|conns| conns.last()).copied() else { return };
        let room = &mut self.talks[talk];
        if !room.roster.contains(conn) {
            room.enter(conn, None);
        }
        let name = self.desk.machine.agents[&no].name.clone();
        let asked = FromAgent { agent: AgentFacts { no, name, picture: None }, request: None, ask };
        room.say_to(conn, Command::Agent(Box::new(asked))).expect("refusals are words");
        self.collect();
    }

    pub fn agent_says(&mut self, no: AgentNo, talk: usize, text: &str) {
        let client_id = Some(format!("{}-{text}", self.talk(talk).last_no()));
        let message = NewMessage { client_id, parts: vec![Part::text(text)], ack: false, is_left: false };
        self.agent_asks(no, talk, AgentAsk::Say(message));
    }

    /// What an agent's socket heard from the desk and the conversations since it was asked last.
    pub fn console(&mut self, conn: ConnId) -> Vec<ConsoleMessage> {
        let mut all = Vec::new();
        for said in self.desk.heard.remove(&conn).unwrap_or_default() {
            if let desk::Said::Agent(message) = said {
                all.push(message);
            }
        }
        for talk in &mut self.talks {
            for said in talk.heard.remove(&conn).unwrap_or_default() {
                if let conversation::Said::Agent(message) = said {
                    all.push(message);
                }
            }
        }
        all
    }

    /// Who has a conversation, as itself knows it.
    pub fn agent_of(&self, talk: usize) -> Option<AgentNo> {
        self.talk(talk).stage.agent().map(|agent| agent.no)
    }

    // ---- errands ----

    /// Takes what the rooms have asked for.
    pub fn collect(&mut self) {
        for errand in std::mem::take(&mut self.desk.errands) {
            let place = self.talks.iter().position(|talk| talk.name == errand.conversation.as_str());
            if let Some(place) = place {
                self.travelling.push(Travelling::Conversation(place, Box::new(Command::Desk(errand.order))));
            }
        }
        for (place, talk) in self.talks.iter_mut().enumerate() {
            for errand in std::mem::take(&mut talk.errands) {
                self.travelling.push(match errand {
                    conversation::Errand::Report(report) => Travelling::Desk(Box::new(DeskCommand::Report(report))),
                    conversation::Errand::Ask(request) => Travelling::Bot(place, request),
                });
            }
        }
    }

    /// One of those that travel arrives.
    pub fn arrive(&mut self, at: usize) {
        let one = self.travelling.remove(at);
        self.deliver(one);
    }

    /// One of them arrives, and will again.
    pub fn arrive_twice(&mut self, at: usize) {
        let one = self.travelling[at].clone();
        self.deliver(one);
    }

    fn deliver(&mut self, one: Travelling) {
        match one {
            Travelling::Desk(command) => drop(self.desk.call(*command).expect("the desk takes reports")),
            Travelling::Conversation(place, command) => {
                drop(self.talks[place].call(*command).expect("a conversation takes orders"));
            }
            Travelling::Bot(place, request) => {
                if let Some(outcome) = (self.bot)(&request) {
                    let command = Command::Answered { turn: request.turn, outcome: Box::new(outcome) };
                    self.travelling.push(Travelling::Conversation(place, Box::new(command)));
                }
            }
        }
        self.collect();
    }

    /// Lets everything that falls due happen and everything that travels arrive, until nothing is left to do.
    pub fn settle(&mut self) {
        for _ in 0..10_000 {
            self.desk.until(self.now);
            for talk in &mut self.talks {
                talk.until(self.now);
            }
            self.collect();
            match self.travelling.is_empty() {
                true if self.desk.next_due().is_none_or(|due| due > self.now) => return,
                true => {}
                false => self.arrive(0),
            }
        }
        panic!("the rooms never come to rest: {:?}", self.travelling);
    }

    /// Time passes, second by second, with everything that it brings.
    pub fn wait(&mut self, ms: u64) {
        let end = self.now.plus(ms);
        while self.now < end {
            self.now = RoomTime((self.now.0 + 1_000).min(end.0));
            self.settle();
        }
    }

    /// Time passes, and nothing arrives meanwhile.
    pub fn pass(&mut self, ms: u64) {
        self.now = self.now.plus(ms);
        self.desk.until(self.now);
        let now = self.now;
        self.talks.iter_mut().for_each(|talk| talk.until(now));
        self.collect();
    }

    /// The server is killed and started again; nobody is connected, nothing travels any more.
    pub fn crash(&mut self) {
        self.travelling.clear();
        self.agents.clear();
        self.desk.crash();
        self.talks.iter_mut().for_each(Shell::crash);
        self.collect();
    }
}

/// Something that a visitor says.
pub fn message(client_id: Option<&str>, text: &str) -> VisitorAsk {
    let client_id = client_id.map(str::to_owned);
    VisitorAsk::Say(NewMessage { client_id, parts: vec![Part::text(text)], ack: false, is_left: false })
}
