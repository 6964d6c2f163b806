//! `aktas explain`.

use std::io::{self, Write};

use super::arguments::ExplainArgs;
use super::{ExitStatus, input};
use crate::Run;
use crate::diagnostics::{Code, Language, Message, say};
use crate::figures::tree;
use crate::kind::files::{Files, display};

/// Tells what a message is about, or how a figure came about.
pub(super) fn run(args: &ExplainArgs, language: Language) -> ExitStatus {
    let text = match &args.topic {
        None => list(language),
        Some(topic) => match Code::parse(topic) {
            Some(code) => text(code, language),
            None => match figure(topic, args, language) {
                Ok(text) => text,
                Err(hint) => return unknown(topic, hint, language),
            },
        },
    };
    // A reader that has gone away (`aktas explain | head`) has read enough.
    let _ = io::stdout().write_all(text.as_bytes());
    ExitStatus::Success
}

/// The way of a figure in every document that has it; else what may have been meant.
fn figure(name: &str, args: &ExplainArgs, language: Language) -> Result<String, Option<Message>> {
    let near = Code::near(name).map(|near| say!("did you mean `{near}`?", near));
    // What is wrong with the paths matters only to somebody who asks for a figure.
    let Ok(documents) = input::documents(&args.paths) else {
        let is_there = args.paths.iter().any(|path| path.exists());
        let ask = is_there.then(|| say!("name the document: `aktas explain FIGURE FILE`"));
        return Err(near.or(ask));
    };
    let files = Files::new(Some(args.templates.clone()));
    let mut text = String::new();
    let mut hint = None;
    for path in &documents {
        let mut run = Run::default();
        match crate::run::explain(name, path, &files, &mut run) {
            Some(Ok(step)) => {
                if !text.is_empty() {
                    text.push('\n');
                }
                if documents.len() > 1 {
                    text.push_str(&format!("{}\n", display(path)));
                }
                text.push_str(&tree::tree(&step, &run.sources, language));
            }
            Some(Err((why, more))) => {
                let said = match more {
                    Some(hint) => say!("{why}; {hint}", why, hint),
                    None => why,
                };
                hint.get_or_insert(said);
            }
            None => {}
        }
    }
    if text.is_empty() {
        Err(near.or(hint.filter(|_| documents.len() == 1 || name.contains('.'))))
    } else {
        Ok(text)
    }
}

/// The text of a code, in Markdown.
fn text(code: Code, language: Language) -> String {
    let weight = match code.level() {
        Some(level) => say!(
            "A check, `{level}` unless the kind or the document says otherwise: \
             `checks: {{ {code}: … }}` with `error`, `warning`, `note` or `off`.",
            level = level.as_str(),
            code
        ),
        None => say!("A fault: it weighs the same everywhere."),
    };
    let (summary, text) = (code.summary(language), code.text(language));
    let weight = weight.text(language);
    format!("# {code}\n\n{summary} {weight}\n\n{text}")
}

/// Every code with a line about it: first the checks, then the faults.
fn list(language: Language) -> String {
    let width = Code::ALL.iter().map(|code| code.as_str().len()).max();
    let width = width.unwrap_or_default();
    let line = |code: &Code| {
        // The word for a level is what is written in `checks`, so that it is the same everywhere.
        let level = code.level().map_or("error", |level| level.as_str());
        let summary = code.summary(language);
        format!("{:<width$}  {level:<7}  {summary}\n", code.as_str())
    };
    let lines = |adjustable: bool| -> String {
        let codes = Code::ALL.iter();
        codes
            .filter(|code| code.is_adjustable() == adjustable)
            .map(line)
            .collect()
    };
    let [checks, faults, more] = [
        say!("Checks. A kind (`checks.yaml`) or a document (`checks:`) may say how they weigh:"),
        say!("Faults. They weigh the same everywhere:"),
        say!("`aktas explain CODE` tells more."),
    ]
    .map(|message| message.text(language).into_owned());
    format!(
        "{checks}\n\n{}\n{faults}\n\n{}\n{more}\n",
        lines(true),
        lines(false)
    )
}

fn unknown(topic: &str, hint: Option<Message>, language: Language) -> ExitStatus {
    let hint = hint.unwrap_or_else(|| say!("`aktas explain` lists the codes"));
    let message = say!("there is no message and no figure `{topic}`", topic);
    let [error, help] = ["error", "help"].map(|word| language.translate(word));
    let (message, hint) = (message.text(language), hint.text(language));
    // Nobody is left to tell if the standard error is closed.
    let _ = writeln!(io::stderr(), "{error}: {message}\n  = {help}: {hint}");
    ExitStatus::Rejected
}
