//! When the hub looks at its sockets.
//!
//! While little is said, the kernel wakes the hub for each event. Where much is said, the waking is most of what
//! a small message costs: cold caches, two epoll sets, a turn of the runtime. The hub then looks by itself at the
//! strokes of a timer and takes what has come together, as drivers of network cards do (interrupt moderation).

use std::future::Future;
use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use mio::Events;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::time::{Instant, Sleep, sleep};

/// Events that one look takes from the kernel, so that a turn ends and others get their time.
const EVENTS_PER_LOOK: usize = 1024;
/// Two looks that follow each other faster than this are lively.
const LIVELY_GAP: Duration = Duration::from_millis(2);
/// So many lively looks in a row begin the strokes.
const LIVELY_LOOKS: u32 = 16;
/// From one look by the timer to the next. What is said waits so much longer at most, and a millisecond, which
/// is the timer's grain.
const STROKE: Duration = Duration::from_millis(2);
/// So many strokes in a row that brought one event at most end the strokes.
const VAIN_STROKES: u32 = 4;

/// The sockets' epoll set, and how the hub learns that it has something.
pub struct Watch {
    /// The kernel's word. None while the timer strikes. It stands before `poll`, whose descriptor it watches: fields
    /// are dropped in order.
    word: Option<AsyncFd<RawFd>>,
    poll: mio::Poll,
    events: Events,
    stroke: Pin<Box<Sleep>>,
    looked: Instant,
    /// Lively looks in a row; while the timer strikes: strokes in a row that were in vain.
    in_a_row: u32,
}

impl Watch {
    /// An empty set, watched for each event. Must be called within a runtime.
    ///
    /// Fails where the system gives no epoll set.
    pub fn new() -> io::Result<Watch> {
        let poll = mio::Poll::new()?;
        Ok(Watch {
            word: Some(listen(&poll)?),
            poll,
            events: Events::with_capacity(EVENTS_PER_LOOK),
            stroke: Box::pin(sleep(Duration::ZERO)),
            looked: Instant::now(),
            in_a_row: 0,
        })
    }

    /// Where sockets are registered.
    pub fn registry(&self) -> &mio::Registry {
        self.poll.registry()
    }

    /// Takes the events that have come, if it is time to look; `each` hears of them. `true`: there are more than one
    /// look takes.
    pub fn look(&mut self, cx: &mut Context<'_>, mut each: impl FnMut(&mio::event::Event)) -> bool {
        match self.word {
            Some(_) => self.look_at_word(cx, &mut each),
            None => self.look_at_stroke(cx, &mut each),
        }
    }

    fn look_at_word(&mut self, cx: &mut Context<'_>, each: &mut impl FnMut(&mio::event::Event)) -> bool {
        let mut seen = 0;
        while let Some(word) = &mut self.word
            && let Poll::Ready(outcome) = word.poll_read_ready_mut(cx)
        {
            let Ok(mut guard) = outcome else { return false };
            let Some(count) = take(&mut self.poll, &mut self.events, each) else { continue };
            seen += count;
            if count == EVENTS_PER_LOOK {
                return true;
            }
            guard.clear_ready();
        }
        if seen > 0 {
            self.count_lively(cx);
        }
        false
    }

    fn look_at_stroke(&mut self, cx: &mut Context<'_>, each: &mut impl FnMut(&mio::event::Event)) -> bool {
        if self.stroke.as_mut().poll(cx).is_pending() {
            return false;
        }
        let count = take(&mut self.poll, &mut self.events, each).unwrap_or(0);
        if count == EVENTS_PER_LOOK {
            return true;
        }
        self.in_a_row = if count > 1 { 0 } else { self.in_a_row + 1 };
        if self.in_a_row >= VAIN_STROKES {
            match listen(&self.poll) {
                Ok(word) => {
                    self.word = Some(word);
                    self.in_a_row = 0;
                    return self.look_at_word(cx, each);
                }
                // The timer serves as well; it only costs more where nobody says anything.
                Err(error) => log::debug!("The sockets' epoll set cannot be watched just now: {error}"),
            }
        }
        self.strike(cx);
        false
    }

    /// Counts looks that follow each other fast; many in a row begin the strokes.
    fn count_lively(&mut self, cx: &mut Context<'_>) {
        let now = Instant::now();
        self.in_a_row = if now - self.looked < LIVELY_GAP { self.in_a_row + 1 } else { 0 };
        self.looked = now;
        if self.in_a_row >= LIVELY_LOOKS {
            self.word = None;
            self.in_a_row = 0;
            self.strike(cx);
        }
    }

    /// Sets the timer for the next look.
    fn strike(&mut self, cx: &mut Context<'_>) {
        self.stroke.as_mut().reset(Instant::now() + STROKE);
        if self.stroke.as_mut().poll(cx).is_ready() {
            cx.waker().wake_by_ref();
        }
    }
}

/// Asks the runtime for the kernel's word on a set.
fn listen(poll: &mio::Poll) -> io::Result<AsyncFd<RawFd>> {
    // SAFETY: the descriptor is that of the `mio::Poll` beside which the watch keeps this, and which it drops after it.
    unsafe { AsyncFd::register_with_interest(poll.as_raw_fd(), Interest::READABLE) }.map_err(io::Error::from)
}

/// Takes what has come, without waiting. `None`: a signal came between.
fn take(poll: &mut mio::Poll, events: &mut Events, each: &mut impl FnMut(&mio::event::Event)) -> Option<usize> {
    match poll.poll(events, Some(Duration::ZERO)) {
        Ok(()) => {
            events.iter().for_each(each);
            Some(events.iter().count())
        }
        Err(error) if error.kind() == io::ErrorKind::Interrupted => None,
        Err(error) => {
            log::error!("The sockets' epoll set fails: {error}");
            Some(0)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::{TcpListener, TcpStream};

    use mio::Token;

    use super::*;

    /// Looks until `count` events have come; answers with the milliseconds that it took.
    async fn hear(watch: &mut Watch, count: usize) -> u128 {
        let (start, mut heard) = (Instant::now(), 0);
        std::future::poll_fn(|cx| {
            let more = watch.look(cx, |_| heard += 1);
            match heard >= count {
                true => Poll::Ready(()),
                false if more => {
                    cx.waker().wake_by_ref();
                    Poll::Pending
                }
                false => Poll::Pending,
            }
        })
        .await;
        start.elapsed().as_millis()
    }

    fn socket(watch: &Watch) -> (TcpStream, mio::net::TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let far = TcpStream::connect(listener.local_addr().expect("an address")).expect("a connection");
        far.set_nodelay(true).expect("no delay");
        let near = listener.accept().expect("accepted").0;
        near.set_nonblocking(true).expect("non-blocking");
        let mut near = mio::net::TcpStream::from_std(near);
        watch.registry().register(&mut near, Token(0), mio::Interest::READABLE).expect("registered");
        (far, near)
    }

    #[tokio::test]
    async fn a_lively_set_is_looked_at_by_the_timer_and_a_calm_one_is_waited_for_again() {
        // Given a socket that says something, again and again, as soon as it was heard
        let mut watch = Watch::new().expect("an epoll set");
        let (mut far, _near) = socket(&watch);
        let mut said = 0;
        while watch.word.is_some() && said < 10_000 {
            far.write_all(b"x").expect("said");
            hear(&mut watch, 1).await;
            said += 1;
        }
        // Then the timer has taken over, and what is said is still heard
        assert!(watch.word.is_none(), "after {said} words");
        far.write_all(b"x").expect("said");
        hear(&mut watch, 1).await;
        // When it is silent, the kernel's word is waited for again
        let silence = tokio::time::timeout(Duration::from_millis(200), hear(&mut watch, 1)).await;
        assert!(silence.is_err() && watch.word.is_some());
        // And it comes
        far.write_all(b"x").expect("said");
        hear(&mut watch, 1).await;
    }

    #[tokio::test]
    async fn what_comes_while_nobody_looks_is_heard_at_the_next_look() {
        // Given a set whose timer strikes
        let mut watch = Watch::new().expect("an epoll set");
        let mut sockets: Vec<_> = (0..8).map(|_| socket(&watch)).collect();
        watch.word = None;
        std::future::poll_fn(|cx| {
            watch.strike(cx);
            Poll::Ready(())
        })
        .await;
        // When all say something at once, then one look takes it all
        sockets.iter_mut().for_each(|(far, _)| far.write_all(b"x").expect("said"));
        hear(&mut watch, 8).await;
    }
}
