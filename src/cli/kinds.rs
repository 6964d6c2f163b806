//! `aktas kinds`.

use std::env;
use std::io::{self, IsTerminal, Write};

use serde_json::json;

use super::ExitStatus;
use super::arguments::{KindsArgs, ListFormat};
use super::columns::wrapped;
use crate::diagnostics::{Language, say};
use crate::kind::about::{self, About};
use crate::kind::files::{Files, Origin};

/// How wide a terminal is that somebody has not made narrower.
const WIDTH: usize = 80;

/// How far what belongs to a kind stands from the edge.
const INDENT: &str = "  ";

/// Tells which kinds of documents there are.
pub(super) fn run(args: &KindsArgs, language: Language) -> ExitStatus {
    let files = Files::new(Some(args.templates.clone()));
    let kinds = about::all(&files, language.code());
    let text: String = match args.format {
        ListFormat::Json => kinds.iter().map(line).collect(),
        ListFormat::Human => {
            let kinds = kinds.iter().map(|kind| drawn(kind, language));
            let kinds: Vec<String> = kinds.collect();
            let more = say!("to begin one: `aktas new KIND`; to change one: `aktas eject KIND`");
            format!("{}\n{}\n", kinds.join("\n"), more.text(language))
        }
    };
    // A reader that has gone away (`aktas kinds | head`) has read enough.
    let _ = io::stdout().write_all(text.as_bytes());
    ExitStatus::Success
}

/// A kind with its name, what it is for, and the shape of a page of it.
fn drawn(kind: &About, language: Language) -> String {
    let whose = match kind.origin {
        Origin::BuiltIn => None,
        Origin::Changed => Some(say!("changed in this project")),
        Origin::Own => Some(say!("of this project")),
    };
    let whose = whose.map_or(String::new(), |whose| {
        format!(" ({})", whose.text(language))
    });
    let mut text = format!("{} – {}{whose}\n", bold(&kind.name), kind.title);
    for line in wrapped(&kind.description, WIDTH - 2 * INDENT.len()) {
        text += &format!("{INDENT}{line}\n");
    }
    if !kind.shape.is_empty() {
        text.push('\n');
    }
    for line in kind.shape.lines() {
        text += format!("{INDENT}{INDENT}{line}").trim_end();
        text.push('\n');
    }
    text
}

/// A name that stands out on a terminal, and is plain elsewhere (no-color.org).
fn bold(name: &str) -> String {
    let is_plain = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if is_plain || !io::stdout().is_terminal() {
        return name.to_owned();
    }
    format!("\u{1b}[1m{name}\u{1b}[0m")
}

/// A kind for programs.
fn line(kind: &About) -> String {
    let origin = match kind.origin {
        Origin::BuiltIn => "built-in",
        Origin::Changed => "changed",
        Origin::Own => "own",
    };
    let told = json!({
        "kind": kind.name,
        "name": kind.title,
        "description": kind.description,
        "shape": kind.shape,
        "origin": origin,
    });
    format!("{told}\n")
}
