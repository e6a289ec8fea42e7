//! The stream under HTTP. It brings no further requests while its peer does not take the answers to those before: the
//! HTTP service bounds what waits of one answer, but not how many answers without a body wait. And it brings few at a
//! time: the service understands all that it is given at once, and each request takes some kilobytes then.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_rt::net::TcpStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Bytes after which the service has a turn to answer what it has read.
const BURST_BYTES: usize = 8 * 1024;

/// A socket that is read only while it can be written to.
#[derive(Debug)]
pub struct Paced {
    socket: TcpStream,
    /// The kernel takes no more just now.
    is_full: bool,
    /// Bytes read in this turn.
    burst: usize,
}

impl Paced {
    /// Around a socket that has just been accepted.
    pub fn new(socket: TcpStream) -> Paced {
        Paced { socket, is_full: false, burst: 0 }
    }

    /// The socket itself.
    pub fn socket(&self) -> &TcpStream {
        &self.socket
    }

    /// The socket, for whoever takes it out of HTTP.
    pub fn into_socket(self) -> TcpStream {
        self.socket
    }
}

impl AsyncRead for Paced {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.is_full {
            // The write that waits wakes the task.
            return Poll::Pending;
        }
        if self.burst >= BURST_BYTES {
            self.burst = 0;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let before = buffer.filled().len();
        let outcome = Pin::new(&mut self.socket).poll_read(cx, buffer);
        match outcome {
            Poll::Ready(_) => self.burst += buffer.filled().len() - before,
            Poll::Pending => self.burst = 0,
        }
        outcome
    }
}

impl AsyncWrite for Paced {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.socket).poll_write(cx, bytes);
        let was_full = std::mem::replace(&mut self.is_full, outcome.is_pending());
        if was_full && outcome.is_ready() {
            // What was not read meanwhile is to be read now.
            cx.waker().wake_by_ref();
        }
        outcome
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[actix_rt::test]
    async fn what_comes_at_once_is_brought_in_bursts_and_whole() {
        // Given a peer that has sent much at once
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let mut peer = std::net::TcpStream::connect(listener.local_addr().expect("an address")).expect("a connection");
        let socket = listener.accept().expect("accepted").0;
        socket.set_nonblocking(true).expect("non-blocking");
        let mut paced = Paced::new(TcpStream::from_std(socket).expect("a socket of the runtime"));
        let sent = vec![b'x'; 10 * BURST_BYTES];
        peer.write_all(&sent).expect("sent");
        // When it is read as long as there is something, again and again
        let (mut heard, mut turns) = (0, 0);
        std::future::poll_fn(|cx| {
            turns += 1;
            let (mut bytes, mut turn) = ([0; 4_096], 0);
            loop {
                let mut buffer = ReadBuf::new(&mut bytes);
                match Pin::new(&mut paced).poll_read(cx, &mut buffer) {
                    Poll::Ready(outcome) => outcome.expect("readable"),
                    Poll::Pending => break,
                }
                turn += buffer.filled().len();
            }
            heard += turn;
            // Then no turn brings more than a burst and the read that completed it
            assert!(turn < BURST_BYTES + bytes.len(), "{turn} bytes");
            if heard == sent.len() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        // And all of it comes
        assert!(turns >= 10, "{turns} turns");
    }
}
