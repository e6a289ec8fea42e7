//! Guests by seat, with what finds them at once: by token and by name.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::pace::Pace;
use crate::engine::{KeyedHash, RoomTime, SeatNo};
use crate::limits::GUEST_NAME_CHARS_MAX;

/// One guest, or the host. A seat is never given to somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guest {
    pub name: String,
    /// Whether the guest has chosen the name.
    pub named: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<KeyedHash>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub muted: bool,
    /// Its sockets are gone and it had no token.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    /// When it said something last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoke: Option<RoomTime>,
    #[serde(default)]
    pub words: Pace,
    #[serde(default)]
    pub adds: Pace,
}

/// All seats, in order of joining.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Seats {
    list: Vec<Guest>,
    tokens: HashMap<KeyedHash, SeatNo>,
    /// Seats by their names in lower case. Only those who are gone for a moment share one.
    names: HashMap<String, BTreeSet<SeatNo>>,
    /// Guests without a token who may still be here.
    passing: BTreeSet<SeatNo>,
    /// Guests who can come back.
    count: u32,
}

impl Seats {
    /// Takes the next seat.
    pub fn add(&mut self, name: &str, token: Option<KeyedHash>, named: bool) {
        let guest = Guest {
            name: name.to_owned(),
            named,
            token,
            removed: false,
            muted: false,
            gone: false,
            spoke: None,
            words: Pace::default(),
            adds: Pace::default(),
        };
        self.index(self.list.len() as SeatNo, &guest);
        self.list.push(guest);
    }

    /// Gives a guest a name.
    pub fn name(&mut self, seat: SeatNo, name: &str) {
        let Some(guest) = self.list.get_mut(seat as usize) else { return };
        let former = std::mem::replace(&mut guest.name, name.to_owned());
        guest.named = true;
        self.forget_name(&former, seat);
        self.names.entry(key(name)).or_default().insert(seat);
    }

    /// A guest without a token is gone for good.
    pub fn leave(&mut self, seat: SeatNo) {
        if !self.passing.remove(&seat) {
            return;
        }
        if let Some(guest) = self.list.get_mut(seat as usize) {
            guest.gone = true;
            self.count = self.count.saturating_sub(1);
            let name = guest.name.clone();
            self.forget_name(&name, seat);
        }
    }

    /// A guest by its seat, for changes that concern nobody else.
    pub fn get_mut(&mut self, seat: SeatNo) -> Option<&mut Guest> {
        self.list.get_mut(seat as usize)
    }

    /// A guest by its seat.
    pub fn get(&self, seat: SeatNo) -> Option<&Guest> {
        self.list.get(seat as usize)
    }

    /// The seat that a token opens, also that of a removed guest.
    pub fn by_token(&self, token: &KeyedHash) -> Option<(SeatNo, &Guest)> {
        let seat = *self.tokens.get(token)?;
        Some((seat, self.get(seat)?))
    }

    /// Guests without a token who may still be here.
    pub fn passing(&self) -> &BTreeSet<SeatNo> {
        &self.passing
    }

    /// How many seats were ever taken: the next one's number.
    pub fn taken(&self) -> SeatNo {
        self.list.len() as SeatNo
    }

    /// How many guests can be here or come back.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// The wished name, with a number behind it where somebody else bears it. `keeps` says whether a seat still
    /// claims its name.
    pub fn free_name(&self, wish: &str, next: SeatNo, keeps: impl Fn(SeatNo, &Guest) -> bool) -> String {
        let claims = |seat: &SeatNo| self.get(*seat).is_some_and(|guest| *seat != next && keeps(*seat, guest));
        let is_free = |name: &String| !self.names.get(&key(name)).is_some_and(|seats| seats.iter().any(claims));
        let numbered = |number: SeatNo| {
            let number = format!(" {number}");
            let room = GUEST_NAME_CHARS_MAX.saturating_sub(number.chars().count());
            wish.chars().take(room).collect::<String>().trim_end().to_owned() + &number
        };
        // Few share a name; where many do, the seat's number is theirs alone.
        let names = std::iter::once(wish.to_owned()).chain((2..10).map(numbered));
        names.chain(std::iter::once(numbered(next + 10))).find(is_free).unwrap_or_else(|| numbered(next + 10))
    }

    fn forget_name(&mut self, name: &str, seat: SeatNo) {
        let key = key(name);
        if let Some(seats) = self.names.get_mut(&key) {
            seats.remove(&seat);
            if seats.is_empty() {
                self.names.remove(&key);
            }
        }
    }

    fn index(&mut self, seat: SeatNo, guest: &Guest) {
        if let Some(token) = guest.token {
            self.tokens.insert(token, seat);
        }
        if guest.gone {
            return;
        }
        self.count += 1;
        self.names.entry(key(&guest.name)).or_default().insert(seat);
        if guest.token.is_none() {
            self.passing.insert(seat);
        }
    }
}

/// Names are the same whatever the case of their letters.
fn key(name: &str) -> String {
    name.to_lowercase()
}

impl Serialize for Seats {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.list.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Seats {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let list = Vec::<Guest>::deserialize(deserializer)?;
        let mut seats = Seats::default();
        for (seat, guest) in list.iter().enumerate() {
            seats.index(seat as SeatNo, guest);
        }
        seats.list = list;
        Ok(seats)
    }
}
