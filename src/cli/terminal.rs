//! The terminal: work that goes on until it is ended ends with it.

use std::io::{self, IsTerminal};
use std::time::Duration;

/// How often a terminal is looked for.
pub(super) const OFTEN: Duration = Duration::from_millis(500);

/// The terminal that a program was started from, if it was.
pub(super) struct Terminal(bool);

impl Terminal {
    /// The one that the standard input is of.
    pub(super) fn of_start() -> Self {
        Self(io::stdin().is_terminal())
    }

    /// Whether it was closed. The system usually ends the program then, but not if it was told to let it
    /// live on (`nohup`), nor if the program does not stand under that terminal.
    pub(super) fn is_closed(&self) -> bool {
        self.0 && !io::stdin().is_terminal()
    }
}
