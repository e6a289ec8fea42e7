//! The packets of the server as text, in both dialects.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use crate::prompt::Dialect;
use crate::prompt::wire::{Icon, Published, interactive_prompt as ip, journey};

/// What the uids of packets begin with.
const WORD: &str = "oseh_packet_";
/// Characters of a packet's uid.
const UID_CHARS: usize = WORD.len() + 22;

/// Names packets: no two alike, without asking for chance at each.
#[derive(Debug)]
pub struct PacketUids {
    seed: [u64; 2],
    count: u64,
}

impl PacketUids {
    /// `seed` is random.
    pub fn new(seed: [u64; 2]) -> Self {
        PacketUids { seed, count: 0 }
    }

    /// The next one.
    pub fn draw(&mut self) -> String {
        self.count += 1;
        let [a, b] = self.seed;
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&mixed(a.wrapping_add(self.count)).to_le_bytes());
        bytes[8..].copy_from_slice(&mixed(b ^ self.count.rotate_left(32)).to_le_bytes());
        let mut uid = String::with_capacity(UID_CHARS);
        uid.push_str(WORD);
        URL_SAFE_NO_PAD.encode_string(bytes, &mut uid);
        uid
    }
}

/// The finaliser of SplitMix64, a permutation of all words.
fn mixed(mut word: u64) -> u64 {
    word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

/// Why a socket is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The message is not as it should be; says what was expected.
    Unprocessable(String),
    /// The token is not good, or for another prompt.
    Forbidden,
    NotFound,
    /// The prompt cannot be read now.
    Unavailable,
}

impl Fault {
    fn parts(&self) -> (u16, &'static str, &str) {
        match self {
            Fault::Unprocessable(message) => (422, "unprocessable_entity", message),
            Fault::Forbidden => (403, "forbidden", "The jwt is not valid for this."),
            Fault::NotFound => (404, "not_found", "There is no such thing any more."),
            Fault::Unavailable => (503, "service_unavailable", "It cannot be read now; try again in a moment."),
        }
    }
}

/// What the server says, except for batches.
#[derive(Debug, Clone, PartialEq)]
pub enum Packet {
    SyncRequest,
    AuthResponse,
    Latency { prompt_time: f64 },
    Error(Fault),
}

/// A packet as text.
pub fn packet(dialect: Dialect, uid: String, packet: &Packet) -> Vec<u8> {
    let success = !matches!(packet, Packet::Error(_));
    match dialect {
        Dialect::InteractivePrompt => {
            let said = match packet {
                Packet::SyncRequest => ip::Said::SyncRequest {},
                Packet::AuthResponse => ip::Said::AuthResponse {},
                Packet::Latency { prompt_time } => {
                    ip::Said::LatencyDetection { expected_receive_prompt_time: *prompt_time }
                }
                Packet::Error(fault) => {
                    let (code, kind, message) = fault.parts();
                    ip::Said::Error { code, kind: kind.to_owned(), message: message.to_owned() }
                }
            };
            written(&ip::ServerMessage { success, uid, said })
        }
        Dialect::Journey => {
            let said = match packet {
                Packet::SyncRequest => journey::Said::SyncRequest {},
                Packet::AuthResponse => journey::Said::AuthResponse {},
                Packet::Latency { prompt_time } => {
                    journey::Said::LatencyDetection { expected_receive_journey_time: *prompt_time }
                }
                Packet::Error(fault) => {
                    let (code, kind, message) = fault.parts();
                    journey::Said::Error { code, kind: kind.to_owned(), message: message.to_owned() }
                }
            };
            written(&journey::ServerMessage { success, uid, said })
        }
    }
}

/// An event as it stands in batches: written once, however many batches it is in.
pub fn event(dialect: Dialect, event: &Published, icon: Option<Icon>) -> Vec<u8> {
    match dialect {
        Dialect::InteractivePrompt => written(&ip::LiveEvent::of(event, icon)),
        Dialect::Journey => written(&journey::LiveEvent::of(event)),
    }
}

/// A batch of events that are written already; the same in both dialects.
pub fn batch<'a>(uid: &str, events: impl Iterator<Item = &'a [u8]> + Clone) -> Vec<u8> {
    const MIDDLE: &[u8] = br#"","type":"event_batch","data":{"events":["#;
    const HEAD: &[u8] = br#"{"success":true,"uid":""#;
    let bytes: usize = events.clone().map(|event| event.len() + 1).sum();
    let mut text = Vec::with_capacity(HEAD.len() + uid.len() + MIDDLE.len() + bytes + 3);
    text.extend_from_slice(HEAD);
    text.extend_from_slice(uid.as_bytes());
    text.extend_from_slice(MIDDLE);
    for (place, event) in events.enumerate() {
        if place > 0 {
            text.push(b',');
        }
        text.extend_from_slice(event);
    }
    text.extend_from_slice(b"]}}");
    text
}

fn written(value: &impl Serialize) -> Vec<u8> {
    // Texts and finite numbers can always be written.
    serde_json::to_vec(value).unwrap_or_default()
}
