//! `aktas explain`.

use std::io::{self, Write};

use super::{ExitStatus, ExplainArgs};
use crate::diagnostics::Code;

/// Tells what a message is about.
pub(super) fn run(args: &ExplainArgs) -> ExitStatus {
    let text = match &args.topic {
        None => list(),
        Some(topic) => match Code::parse(topic) {
            Some(code) => text(code),
            None => return unknown(topic),
        },
    };
    // A reader that has gone away (`aktas explain | head`) has read enough.
    let _ = io::stdout().write_all(text.as_bytes());
    ExitStatus::Success
}

/// The text of a code, in Markdown.
fn text(code: Code) -> String {
    let weight = match code.level() {
        Some(level) => format!(
            "A check, `{}` unless the kind or the document says otherwise: \
             `checks: {{ {code}: … }}` with `error`, `warning`, `note` or `off`.",
            level.as_str()
        ),
        None => "A fault: it weighs the same everywhere.".to_owned(),
    };
    let (summary, text) = (code.summary(), code.text());
    format!("# {code}\n\n{summary} {weight}\n\n{text}")
}

/// Every code with a line about it: first the checks, then the faults.
fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.as_str().len()).max();
    let width = width.unwrap_or_default();
    let line = |code: &Code| {
        let level = code.level().map_or("error", |level| level.as_str());
        format!(
            "{:<width$}  {level:<7}  {}\n",
            code.as_str(),
            code.summary()
        )
    };
    let lines = |adjustable: bool| -> String {
        let codes = Code::ALL.iter();
        codes
            .filter(|code| code.is_adjustable() == adjustable)
            .map(line)
            .collect()
    };
    format!(
        "Checks. A kind (`checks.yaml`) or a document (`checks:`) may say how they weigh:\n\n{}\n\
         Faults. They weigh the same everywhere:\n\n{}\n\
         `aktas explain CODE` tells more.\n",
        lines(true),
        lines(false)
    )
}

fn unknown(topic: &str) -> ExitStatus {
    let hint = match Code::near(topic) {
        Some(code) => format!("did you mean `{code}`?"),
        None => "`aktas explain` lists the codes".to_owned(),
    };
    // Nobody is left to tell if the standard error is closed.
    let _ = writeln!(
        io::stderr(),
        "error: no message has the code `{topic}`\n  = help: {hint}"
    );
    ExitStatus::Rejected
}
