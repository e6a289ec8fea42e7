//! One message that ends differently for each of many seats: what is the same is written once.

use super::SeatNo;

/// What each of many seats hears at the end of one message, all in one buffer.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Endings {
    text: Vec<u8>,
    /// Where each seat's ending ends in the text.
    ends: Vec<(SeatNo, usize)>,
}

impl Endings {
    /// None yet, with room for so many seats and bytes.
    pub fn with_capacity(seats: usize, bytes: usize) -> Endings {
        Endings { text: Vec::with_capacity(bytes), ends: Vec::with_capacity(seats) }
    }

    /// Adds a seat's ending: what `write` appends to the text. It takes the place of the message's last byte,
    /// so behind an object it is more members and a closing brace.
    pub fn add(&mut self, seat: SeatNo, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.text);
        self.ends.push((seat, self.text.len()));
    }

    /// Whether nobody hears anything.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many seats hear something.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Every seat with the place of its ending in the text.
    pub fn iter(&self) -> impl Iterator<Item = (SeatNo, std::ops::Range<usize>)> + '_ {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(_, end)| *end));
        self.ends.iter().zip(starts).map(|((seat, end), start)| (*seat, start..*end))
    }

    /// All endings, one behind the other.
    pub fn into_text(self) -> Vec<u8> {
        self.text
    }

    /// The part of a message's text that stays before an ending.
    pub fn head(message: &[u8]) -> &[u8] {
        message.split_last().map_or(message, |(_, head)| head)
    }

    /// What each seat hears of a message with this text, whole.
    pub fn whole<'a>(&'a self, message: &'a [u8]) -> impl Iterator<Item = (SeatNo, Vec<u8>)> + 'a {
        self.iter().map(|(seat, range)| (seat, [Endings::head(message), &self.text[range]].concat()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_seat_hears_the_message_with_its_own_end() {
        let mut endings = Endings::default();
        endings.add(3, |text| text.extend_from_slice(br#","mine":1}"#));
        endings.add(5, |text| text.extend_from_slice(b"}"));
        let heard: Vec<_> = endings.whole(br#"{"all":0}"#).collect();
        assert_eq!(heard, [(3, br#"{"all":0,"mine":1}"#.to_vec()), (5, br#"{"all":0}"#.to_vec())]);
    }
}
