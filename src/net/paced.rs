//! The stream under HTTP. It brings no further requests while its peer does not take the answers to those before: the
//! HTTP service bounds what waits of one answer, but not how many answers without a body wait.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_rt::net::TcpStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A socket that is read only while it can be written to.
#[derive(Debug)]
pub struct Paced {
    socket: TcpStream,
    /// The kernel takes no more just now.
    is_full: bool,
}

impl Paced {
    /// Around a socket that has just been accepted.
    pub fn new(socket: TcpStream) -> Paced {
        Paced { socket, is_full: false }
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
        match self.is_full {
            // The write that waits wakes the task.
            true => Poll::Pending,
            false => Pin::new(&mut self.socket).poll_read(cx, buffer),
        }
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
