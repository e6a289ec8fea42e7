//! What the passing of time brings: one timer for all sockets of a hub.

use bytes::Bytes;

use super::Hub;
use super::conn::{Conn, Loss, Pending, Phase};
use super::pace::Silence;

/// What a ping sent at this moment carries.
pub fn ping_payload(sent_ms: u64) -> [u8; 4] {
    (sent_ms as u32).to_be_bytes()
}

/// What has become due for a socket.
enum Due {
    Ping,
    Close(u16),
    Loss(Loss),
}

impl Hub {
    /// Looks at every socket's row: pings the silent, drops the dead and the stalled.
    pub(super) fn beat(&mut self) {
        let now_ms = self.now_ms();
        let settings = self.common.settings.clone();
        self.rooms.iter_mut().for_each(|(_, room)| room.pace.beat(now_ms, &settings));
        let rooms = &self.rooms;
        let due = |conn: &Conn| {
            let stalled = |pending: &Pending| now_ms - pending.moved_ms >= settings.stalled_after_ms;
            match conn.phase {
                Phase::Closing { until_ms } => return (now_ms >= until_ms).then_some(Due::Loss(Loss::Lingering)),
                Phase::Fated => return Some(Due::Close(1008)),
                Phase::Open => {}
            }
            if conn.pending.as_deref().is_some_and(stalled) {
                Some(Due::Loss(Loss::Stalled))
            } else if conn.partial.is_some() && now_ms - conn.partial_ms >= settings.partial_ms_max {
                Some(Due::Close(1008))
            } else {
                match rooms[conn.room as usize].pace.judge(conn, now_ms, &settings) {
                    Silence::Short => None,
                    Silence::Long => Some(Due::Ping),
                    Silence::TooLong => Some(Due::Loss(Loss::Dead)),
                }
            }
        };
        let all: Vec<(u32, Due)> =
            self.conns.iter().filter_map(|(slot, conn)| Some((slot as u32, due(conn)?))).collect();
        for (slot, due) in all {
            match due {
                Due::Ping => self.ping(slot),
                Due::Close(code) => self.close(slot, Some(code)),
                Due::Loss(loss) => self.lose(slot, loss),
            }
        }
        // A room that ended just as a socket came would leave it unanswered: its door says so when asked.
        let rooms: Vec<u32> = self.rooms.iter().map(|(place, _)| place as u32).collect();
        rooms.into_iter().for_each(|place| self.touch(place));
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
