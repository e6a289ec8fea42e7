//! Tables whose keys are numbers that the server itself gave out: nobody can choose them so that they
//! collide, so a multiplication is hash enough. Room and roster look one up for each message.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A table by our own numbers.
pub type Numbered<K, V> = HashMap<K, V, BuildHasherDefault<Mixer>>;

/// Mixes numbers as `rustc` does.
#[derive(Debug, Default, Clone, Copy)]
pub struct Mixer(u64);

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u16(&mut self, number: u16) {
        self.write_u64(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn finish(&self) -> u64 {
        // A table takes its place from the low bits, and the high ones are the better mixed.
        self.0.rotate_left(26)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_lie_far_apart() {
        let places: std::collections::HashSet<u64> = (0..4_096u32)
            .map(|number| {
                let mut mixer = Mixer::default();
                mixer.write_u32(number);
                mixer.finish() % 8_192
            })
            .collect();
        assert!(places.len() > 3_000, "only {} places", places.len());
    }
}
