//! `aktas preview` and `aktas build --watch` over the real program: who is answered, what is shown after
//! which save, and how it ends.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/command.rs"]
#[allow(dead_code, reason = "each file of tests uses some of it")]
mod command;
#[path = "preview/doors.rs"]
mod doors;
#[path = "preview/ends.rs"]
mod ends;
#[path = "preview/following.rs"]
mod following;
#[path = "support/project.rs"]
mod project;
#[path = "preview/saves.rs"]
mod saves;
#[path = "preview/served.rs"]
mod served;
