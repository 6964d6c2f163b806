//! The server: on this machine alone, until the desk is cleared.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use axum::Router;
use tokio::runtime::Builder;
use tokio::sync::watch::Receiver;

use super::connections::Few;
use super::desk::Desk;
use super::guard::Guard;
use super::routes::Routes;
use super::shown::Shown;
use super::token::Token;

/// How long the pages have to hear that it is over.
const FAREWELL: Duration = Duration::from_millis(500);

/// A server that hands out what is shown.
pub struct Server {
    address: String,
    thread: JoinHandle<()>,
}

impl Server {
    /// Starts a server at a port, or at any that is free if it is 0.
    ///
    /// # Errors
    ///
    /// Says why it cannot listen there.
    pub fn start(desk: &Desk, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        let token = Token::new().ok_or(io::ErrorKind::Unsupported)?;
        let address = format!("http://127.0.0.1:{port}/{}/", token.as_str());
        let routes = Routes::new(Guard::new(port), token, desk);
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let shown = desk.shown();
        let thread = thread::Builder::new().name("preview".to_owned());
        let thread = thread.spawn(move || {
            // What goes wrong with a connection is no concern of the others.
            let _ = runtime.block_on(serve(listener, routes, shown));
            runtime.shutdown_background();
        })?;
        Ok(Self { address, thread })
    }

    /// Where the page is, with the token.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Waits for a moment until the pages have heard that it is over, which the desk's end tells them.
    pub fn end(self, desk: Desk) {
        drop(desk);
        let until = Instant::now() + FAREWELL;
        while !self.thread.is_finished() && Instant::now() < until {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Answers until nothing more will be shown.
async fn serve(
    listener: TcpListener,
    routes: Routes,
    mut shown: Receiver<Arc<Shown>>,
) -> io::Result<()> {
    let listener = Few::new(tokio::net::TcpListener::from_std(listener)?);
    let router = Router::new()
        .fallback(super::routes::answer)
        .with_state(Arc::new(routes));
    let over = async move { while shown.changed().await.is_ok() {} };
    axum::serve(listener, router)
        .with_graceful_shutdown(over)
        .await
}
