//! What the passing of time brings: one timer for all sockets of a hub.

use bytes::Bytes;

use super::Hub;
use super::conn::{Conn, Loss, Pending, Phase};
use super::pace::{Pace, Silence};

/// What a ping sent at this moment carries.
pub fn ping_payload(sent_ms: u64) -> [u8; 4] {
    (sent_ms as u32).to_be_bytes()
}

/// Beats between two looks at the sockets of a quiet room: none of them has anything to wait for that is
/// measured in seconds, and thousands of rows do not come from the cache.
pub const QUIET_BEATS: u32 = 8;

/// What has become due for a socket.
enum Due {
    Ping,
    Close(u16),
    Loss(Loss),
}

impl Hub {
    /// Looks at every socket's row, in quiet rooms not each time: pings the silent, drops the dead and the
    /// stalled.
    pub(super) fn beat(&mut self) {
        let now_ms = self.now_ms();
        let settings = self.common.settings.clone();
        self.rooms.iter_mut().for_each(|(_, room)| room.pace.beat(now_ms, &settings));
        self.beats = self.beats.wrapping_add(1);
        let due = |pace: &Pace, conn: &Conn| {
            let stalled = |pending: &Pending| now_ms - pending.moved_ms >= settings.stalled_after_ms;
            if conn.phase == Phase::Fated {
                return Some(Due::Close(1008));
            }
            if conn.pending.as_deref().is_some_and(stalled) {
                Some(Due::Loss(Loss::Stalled))
            } else if conn.partial.is_some() && now_ms - conn.partial_ms >= settings.partial_ms_max {
                Some(Due::Close(1008))
            } else {
                match pace.judge(conn, now_ms, &settings) {
                    Silence::Short => None,
                    Silence::Long => Some(Due::Ping),
                    Silence::TooLong => Some(Due::Loss(Loss::Dead)),
                }
            }
        };
        let mut all: Vec<(u32, Due)> = self.lingering(now_ms);
        for (_, room) in &self.rooms {
            if room.pace.is_quiet() && !self.calm && !self.beats.wrapping_add(room.number).is_multiple_of(QUIET_BEATS) {
                continue;
            }
            let conns = room.slots().filter_map(|slot| Some((slot, self.conns.get(slot as usize)?)));
            all.extend(conns.filter_map(|(slot, conn)| Some((slot, due(&room.pace, conn)?))));
        }
        for (slot, due) in all {
            match due {
                Due::Ping => self.ping(slot),
                Due::Close(code) => self.close(slot, Some(code)),
                Due::Loss(loss) => self.lose(slot, loss),
            }
        }
        // Where all are quiet, one beat in the place of eight wakes the machine less often, and its pings leave together.
        self.stirred = !self.closing.is_empty();
        self.calm = !self.stirred && self.rooms.iter().all(|(_, room)| room.pace.is_quiet());
        // A room that ended just as a socket came would leave it unanswered: its door says so when asked.
        let rooms: Vec<u32> = self.rooms.iter().map(|(place, _)| place as u32).collect();
        rooms.into_iter().for_each(|place| self.touch(place));
    }

    /// Those whose time for the close handshake is over; those who are gone are forgotten.
    fn lingering(&mut self, now_ms: u64) -> Vec<(u32, Due)> {
        let conns = &self.conns;
        let mut over = Vec::new();
        self.closing.retain(|(slot, generation)| {
            let conn = conns.get(*slot as usize).filter(|conn| conn.generation == *generation);
            let Some(Phase::Closing { until_ms }) = conn.map(|conn| conn.phase) else { return false };
            if now_ms >= until_ms {
                over.push((*slot, Due::Loss(Loss::Lingering)));
            }
            true
        });
        over
    }

    fn ping(&mut self, slot: u32) {
        let (now_ms, outgoing) = (self.now_ms(), self.limits.outgoing);
        let Some(conn) = self.conns.get_mut(slot as usize) else { return };
        conn.pinged_ms = now_ms;
        let [a, b, c, d] = ping_payload(now_ms);
        let frame = Bytes::copy_from_slice(&[0x89, 4, a, b, c, d]);
        if let Err(loss) = conn.send_one(&frame, outgoing, now_ms) {
            self.lose(slot, loss);
        }
    }
}
