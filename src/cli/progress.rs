//! Work over documents: side by side, and how far it has come.
//!
//! Who waits at a terminal sees a line there, on the standard error, from half a second on; it is gone when
//! the work ends, however it ends. Nobody else sees anything: not a pipe, not a program, not who wants quiet.

use std::env;
use std::fmt;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use rayon::prelude::*;

use super::report::Voice;
use crate::diagnostics::{Count, Language, Message, say};
use crate::kind::files::display;

/// How long work goes on before it is shown.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often the line is drawn.
const OFTEN: Duration = Duration::from_millis(100);

/// Work that took so long is foretold, if as much is left.
const LONG: Duration = Duration::from_secs(3);

/// How far work has come; shown until it is dropped.
pub(super) struct Progress {
    bar: ProgressBar,
    shown: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// The progress of work over so many documents or files; shown only to people, who wait for it.
    pub(super) fn of(count: usize, for_people: bool, voice: Voice) -> Self {
        let hidden = ProgressDrawTarget::hidden();
        let bar = ProgressBar::with_draw_target(Some(count as u64), hidden);
        bar.set_style(style(count, voice.language));
        let is_seen = for_people && !voice.quiet && can_be_drawn();
        let shown = is_seen.then(|| {
            let (end, ended) = mpsc::channel();
            let bar = bar.clone();
            (end, thread::spawn(move || show(&bar, &ended)))
        });
        Self { bar, shown }
    }

    /// Says which document is worked on.
    pub(super) fn begins(&self, path: &Path) {
        if self.shown.is_some() {
            self.bar.set_message(display(path));
        }
    }

    /// Says that one more is done.
    pub(super) fn done(&self) {
        self.bar.inc(1);
    }

    /// Writes something else to the terminal, which the line makes room for.
    pub(super) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((end, shown)) = self.shown.take() {
            drop(end);
            // It has only a line to take away.
            let _ = shown.join();
        }
    }
}

/// Draws the line once the work has gone on for a while, and takes it away at its end.
fn show(bar: &ProgressBar, ended: &mpsc::Receiver<()>) {
    if ended.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    bar.set_draw_target(ProgressDrawTarget::stderr());
    bar.enable_steady_tick(OFTEN);
    let _ = ended.recv();
    bar.disable_steady_tick();
    bar.finish_and_clear();
}

/// Whether somebody sees a line that is drawn again and again.
fn can_be_drawn() -> bool {
    let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stderr().is_terminal() && !is_dumb
}

fn style(count: usize, language: Language) -> ProgressStyle {
    let template = if count == 1 {
        "{spinner} {wide_msg}"
    } else {
        "{bar:24} {told}  {wide_msg}"
    };
    let told = move |state: &ProgressState, out: &mut dyn fmt::Write| {
        // What cannot be drawn now is drawn the next time.
        let _ = out.write_str(&told(state).text(language));
    };
    let style = ProgressStyle::with_template(template);
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    // Signs that every terminal has.
    style
        .progress_chars("=> ")
        .tick_chars("|/-\\ ")
        .with_key("told", told)
}

/// How many are done, and how long the others take if that is worth knowing.
fn told(state: &ProgressState) -> Message {
    let (done, n) = (
        state.pos() as usize,
        state.len().unwrap_or_default() as usize,
    );
    let done = say!("{done} of {n}", done = Count(done), n = Count(n));
    let left = state.eta();
    if state.elapsed() < LONG || left < LONG {
        return done;
    }
    let left = match left.as_secs() {
        seconds @ ..120 => say!("about {n} {n:second|seconds} left", n = seconds),
        seconds => say!(
            "about {n} {n:minute|minutes} left",
            n = seconds.div_ceil(60)
        ),
    };
    say!("{done}, {left}", done, left)
}

/// Works on documents on as many threads as were asked for, and returns what came of each in their order.
pub(super) fn every<T: Send>(
    documents: &[PathBuf],
    jobs: Option<u16>,
    progress: &Progress,
    work: impl Fn(&Path) -> T + Sync,
) -> Vec<T> {
    let one = |path: &PathBuf| {
        progress.begins(path);
        let outcome = work(path);
        progress.done();
        outcome
    };
    in_parallel(jobs, || documents.par_iter().map(one).collect())
}

/// Runs work on as many threads as were asked for.
fn in_parallel<T: Send>(jobs: Option<u16>, work: impl FnOnce() -> T + Send) -> T {
    let threads = jobs.map_or(0, usize::from);
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(work),
        // A machine that gives no threads still has this one.
        Err(_) => work(),
    }
}
