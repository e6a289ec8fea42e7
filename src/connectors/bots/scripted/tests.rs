//! Stories of the flow that comes with the server, and of flows that are wrong.

use serde_json::{Map, Value, json};

use super::{Flow, WINE_BAR};
use crate::conversation::bot::{BotAnswer, BotCause, BotRequest};
use crate::conversation::ids::{ChannelNo, ConversationId};
use crate::conversation::parts::{ESCALATE, Part};
use crate::conversation::wire::BasicInfo;

struct Guest {
    flow: Flow,
    memory: Value,
    locale: &'static str,
}

impl Guest {
    fn of(locale: &'static str) -> Self {
        let flow = Flow::read(&Value::from(WINE_BAR)).expect("the flow that comes with the server");
        Guest { flow, memory: Value::Null, locale }
    }

    fn ask(&mut self, cause: BotCause) -> BotAnswer {
        let request = BotRequest {
            conversation: ConversationId::new("hart", "acb3b13e-4818-40fa-b57e-d8a80feba5c1"),
            channel: ChannelNo(1),
            turn: 1,
            cause,
            user_id: "hart".to_owned(),
            info: BasicInfo::default(),
            locale: self.locale.to_owned(),
            metadata: Map::new(),
            memory: self.memory.clone(),
            pause_ms: 0,
            patience_ms: 1_000,
        };
        let answer = self.flow.answer(&request);
        self.memory = answer.memory.clone();
        answer
    }

    fn says(&mut self, text: &str) -> BotAnswer {
        self.ask(BotCause::Said { text: text.to_owned(), files: Vec::new() })
    }

    fn hears(&mut self, text: &str) -> String {
        self.says(text).parts.iter().map(Part::preview).collect::<Vec<_>>().join(" | ")
    }
}

#[test]
fn the_greeting_offers_what_the_bot_can_do() {
    let greeting = Guest::of("en").ask(BotCause::Start);
    let [Part::Text { text }, Part::Buttons { buttons }] = &greeting.parts[..] else { panic!("{greeting:?}") };
    assert!(text.starts_with("Good evening"));
    assert_eq!(buttons.options.len(), 4);
    assert_eq!(buttons.options[0].label, buttons.options[0].value);
    assert!(Guest::of("de").ask(BotCause::Start).parts[0].preview().starts_with("Guten Abend"));
}

#[test]
fn words_and_buttons_lead_to_answers() {
    let mut guest = Guest::of("en");
    for text in ["When are you OPEN?", "opening hours please", "Opening hours", "are you open on sunday"] {
        assert!(guest.hears(text).contains("Tuesday to Saturday"), "{text}");
    }
    assert!(guest.hears("Recommend a wine").contains("mood"));
    let cards = guest.says("Something red");
    assert!(matches!(&cards.parts[1], Part::Cards { cards } if cards.len() == 2));
}

#[test]
fn who_writes_german_is_answered_in_german() {
    let mut guest = Guest::of("en");
    assert!(guest.hears("Wann habt ihr geöffnet?").contains("Dienstag"));
    assert!(guest.hears("oeffnungszeiten").contains("Dienstag"));
    assert!(guest.hears("blub").contains("nicht ganz verstanden"));
}

#[test]
fn a_table_is_booked_question_by_question() {
    let mut guest = Guest::of("en");
    assert!(guest.hears("I'd like to book a table").contains("how many"));
    assert!(guest.hears("very many").contains("1 to 40"));
    assert!(guest.hears("we are four").contains("day"));
    assert!(guest.hears("whenever").contains("date"));
    assert!(guest.hears("tomorrow").contains("time"));
    let choice = guest.says("7 pm");
    assert!(matches!(&choice.parts[0], Part::Buttons { buttons } if buttons.options.len() == 3));
    assert!(guest.hears("on the roof").contains("One of these"));
    assert!(guest.hears("on the terrace").contains("name"));
    assert!(guest.hears("Hart").contains("phone"));
    let done = guest.says("0151 234567");
    assert!(done.parts[0].preview().contains("Hart. I have noted a table for 4 on tomorrow at 7 pm (On the terrace)"));
    assert_eq!((done.deeds[0].id.as_str(), &done.deeds[0].data["people"]), ("reservation", &json!("4")));
    assert!(guest.hears("thanks").contains("welcome"), "the form is over");
}

#[test]
fn a_form_can_be_left() {
    let mut guest = Guest::of("de");
    guest.says("Tisch reservieren");
    assert!(guest.hears("abbrechen").contains("nichts reserviert"));
    guest.says("Tisch reservieren");
    let answer = guest.says("ich will mit einem Menschen sprechen");
    assert_eq!(answer.deeds[0].id, ESCALATE);
}

#[test]
fn what_is_not_understood_twice_leads_to_a_human() {
    let mut guest = Guest::of("en");
    assert!(guest.hears("xyzzy").contains("did not quite get that"));
    let again = guest.says("plugh");
    let Some(Part::Buttons { buttons }) = again.parts.last() else { panic!("{again:?}") };
    assert_eq!(buttons.options[0].value, "Talk to a human");
    assert_eq!(guest.says("Talk to a human").deeds[0].id, ESCALATE);
    assert!(guest.hears("frobnicate").contains("did not quite"), "counted anew");
}

#[test]
fn a_flow_that_is_wrong_says_where() {
    let wrong = |text: &str| Flow::read(&Value::from(text)).expect_err("wrong");
    assert!(wrong("name = ").contains("line 1") || wrong("name = ").contains("1 |"));
    let fallback = "[fallback]\nsay = [\"?\"]\n";
    let no_form = format!("[greeting]\nsay = [\"hi\"]\nform = \"table\"\n{fallback}");
    assert_eq!(wrong(&no_form), "there is no form table");
    let no_intent = format!("[greeting.buttons]\ntitle = \"?\"\noptions = [{{label = \"a\", go = \"b\"}}]\n{fallback}");
    assert_eq!(wrong(&no_intent), "a button leads to b, but there is no such intent");
    assert!(wrong(&format!("greting = 1\n{fallback}")).contains("greting"));
    let json = json!({"greeting": {"say": ["hi"]}, "fallback": {"say": ["?"]}});
    assert!(Flow::read(&json).is_ok(), "JSON will do");
}
