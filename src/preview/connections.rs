//! Connections: only so many, and none that is silent for long.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};

/// How many connections there may be at once. A browser has six for a site, and one for events.
const MOST: usize = 64;

/// How long nothing may be heard or said on a connection. Where events are awaited, something is said more
/// often than that.
const SILENCE: Duration = Duration::from_secs(20);

/// Listens for connections while there are not too many.
pub(super) struct Few {
    listener: TcpListener,
    free: Arc<Semaphore>,
    silence: Duration,
}

impl Few {
    pub(super) fn new(listener: TcpListener) -> Self {
        Self {
            listener,
            free: Arc::new(Semaphore::new(MOST)),
            silence: SILENCE,
        }
    }
}

impl Listener for Few {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let place = Arc::clone(&self.free).acquire_owned().await.ok();
        let (stream, address) = Listener::accept(&mut self.listener).await;
        // Answers are small and awaited.
        let _ = stream.set_nodelay(true);
        let connection = Connection {
            stream,
            limit: self.silence,
            silence: Box::pin(sleep(self.silence)),
            _place: place,
        };
        (connection, address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

/// A connection, which ends when it is silent for too long.
pub(super) struct Connection {
    stream: TcpStream,
    limit: Duration,
    silence: Pin<Box<Sleep>>,
    _place: Option<OwnedSemaphorePermit>,
}

impl Connection {
    /// Begins to wait anew if something happened; else says whether the wait was too long.
    fn heard<T>(&mut self, cx: &mut Context<'_>, what: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if what.is_ready() {
            let limit = Instant::now() + self.limit;
            self.silence.as_mut().reset(limit);
            return what;
        }
        match self.silence.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        self.heard(cx, read)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.heard(cx, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use tokio::runtime::Builder;

    use super::*;

    #[test]
    fn a_connection_that_is_silent_ends_and_makes_room() {
        let runtime = Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let address = listener.local_addr().expect("an address");
            let mut few = Few {
                silence: Duration::from_millis(20),
                ..Few::new(listener)
            };
            let _silent = TcpStream::connect(address).await.expect("a connection");
            let (mut connection, _) = few.accept().await;
            assert_eq!(few.free.available_permits(), MOST - 1);
            let mut room = [0];
            let mut bytes = ReadBuf::new(&mut room);
            let read = poll_fn(|cx| Pin::new(&mut connection).poll_read(cx, &mut bytes)).await;
            let error = read.expect_err("nothing was said");
            assert_eq!(error.kind(), io::ErrorKind::TimedOut);
            drop(connection);
            assert_eq!(few.free.available_permits(), MOST);
        });
    }
}
