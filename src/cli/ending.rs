//! The end of work that goes on until it is ended: by whoever started it, or with the terminal.

use std::future::poll_fn;
use std::io::{self, IsTerminal};
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use tokio::runtime::Builder;

/// How often the end is looked for.
pub(super) const OFTEN: Duration = Duration::from_millis(200);

/// How the process ends if it is asked a second time while it still works, as a shell tells of Ctrl+C.
const CUT_SHORT: i32 = 130;

/// The end, which is waited for.
pub(super) struct Ending {
    /// Whether the standard input was that of a terminal at the start.
    had_terminal: bool,
    is_asked_for: Arc<AtomicBool>,
}

impl Ending {
    /// From now on the program is not ended by signals, but told of them.
    pub(super) fn awaited() -> Self {
        let is_asked_for = Arc::new(AtomicBool::new(false));
        // Signals that cannot be heard end the program at once, as they always do.
        let _ = hear(Arc::clone(&is_asked_for));
        Self {
            had_terminal: io::stdin().is_terminal(),
            is_asked_for,
        }
    }

    /// Whether the program is to end. Its terminal may have been closed without a signal: if it was told to
    /// live on (`nohup`), or does not stand under that terminal.
    pub(super) fn is_here(&self) -> bool {
        let is_closed = self.had_terminal && !io::stdin().is_terminal();
        is_closed || self.is_asked_for.load(Ordering::Relaxed)
    }
}

/// Notes the first signal. The second ends the program, whatever it is doing.
#[expect(clippy::exit, reason = "the thread that works may not come to its end")]
fn hear(is_asked_for: Arc<AtomicBool>) -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    let mut signals = {
        let _inside = runtime.enter();
        signals()?
    };
    let thread = thread::Builder::new().name("ending".to_owned());
    thread.spawn(move || {
        let mut hears = || {
            runtime.block_on(poll_fn(|cx| {
                let mut heard = signals.iter_mut().map(|signal| signal.poll_recv(cx));
                heard
                    .find(std::task::Poll::is_ready)
                    .unwrap_or(std::task::Poll::Pending)
            }))
        };
        hears();
        is_asked_for.store(true, Ordering::Relaxed);
        hears();
        process::exit(CUT_SHORT);
    })?;
    Ok(())
}

/// Ctrl+C, the end of the session, and what a terminal says when it is closed.
#[cfg(unix)]
fn signals() -> io::Result<Vec<tokio::signal::unix::Signal>> {
    use tokio::signal::unix::{SignalKind, signal};
    let kinds = [
        SignalKind::interrupt(),
        SignalKind::terminate(),
        SignalKind::hangup(),
    ];
    let heard = kinds.into_iter().filter(|kind| !is_ignored(*kind));
    heard.map(signal).collect()
}

/// Whether the program was started so that this signal does nothing (`nohup`), where the system tells.
#[cfg(unix)]
fn is_ignored(kind: tokio::signal::unix::SignalKind) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|digits| u64::from_str_radix(digits.trim(), 16).ok());
    ignored.is_some_and(|ignored| ignored >> (kind.as_raw_value() - 1) & 1 == 1)
}

/// Ctrl+C.
#[cfg(windows)]
fn signals() -> io::Result<Vec<tokio::signal::windows::CtrlC>> {
    Ok(vec![tokio::signal::windows::ctrl_c()?])
}
