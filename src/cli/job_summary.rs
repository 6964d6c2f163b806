//! The summary of a step of GitHub Actions, in Markdown.
//!
//! GitHub shows ten errors and ten warnings of a step as annotations and no more; the summary has all.

use std::env;
use std::fs::OpenOptions;
use std::io::Write;

use crate::diagnostics::{Diagnostic, Language, Place};
use crate::source::Sources;

/// The file to which a step adds its summary; GitHub says it in this variable.
const FILE: &str = "GITHUB_STEP_SUMMARY";

/// The most rows that a summary has: GitHub refuses one of more than a megabyte.
const ROWS: usize = 1000;

/// What is told of a step.
#[derive(Debug, Default)]
pub(super) struct JobSummary {
    line: String,
    rows: Vec<String>,
}

impl JobSummary {
    /// Adds a message about a `file` named from the root of the repository.
    pub(super) fn add(
        &mut self,
        diagnostic: &Diagnostic,
        sources: &Sources,
        file: &str,
        language: Language,
    ) {
        if self.rows.len() == ROWS {
            return;
        }
        let place = match diagnostic.place {
            Place::Span(span) => {
                let source = sources.get(span.file);
                let place = source.place(span.range().start);
                format!(
                    "{file}{}",
                    place.strip_prefix(&source.name).unwrap_or_default()
                )
            }
            Place::File(_) => file.to_owned(),
        };
        let severity = language.translate(diagnostic.severity.as_str());
        let message = diagnostic.message.text(language);
        self.rows.push(format!(
            "| {} | {severity} `{}` | {} |",
            cell(&place),
            diagnostic.code,
            cell(&message)
        ));
    }

    /// Says what was done.
    pub(super) fn sum_up(&mut self, line: &str) {
        line.clone_into(&mut self.line);
    }

    /// Adds the summary to the file of the step, if there is one. That it cannot be written is no fault of
    /// the documents.
    pub(super) fn write(&self) {
        let Some(file) = env::var_os(FILE).filter(|file| !file.is_empty()) else {
            return;
        };
        if let Ok(mut file) = OpenOptions::new().append(true).create(true).open(file) {
            let _ = file.write_all(self.text().as_bytes());
        }
    }

    fn text(&self) -> String {
        let mut text = format!("**aktas**: {}\n\n", cell(&self.line));
        if !self.rows.is_empty() {
            text += &format!("| | | |\n|---|---|---|\n{}\n\n", self.rows.join("\n"));
        }
        text
    }
}

/// A text as a cell of a table, on one line. What Markdown and HTML would take for their own is a sign.
fn cell(text: &str) -> String {
    let mut cell = String::new();
    let mut code = false;
    for sign in text.chars() {
        code ^= sign == '`';
        match sign {
            '|' => cell.push_str("\\|"),
            '\n' | '\r' => cell.push(' '),
            '<' if !code => cell.push_str("&lt;"),
            '*' | '_' | '[' | '\\' if !code => cell.extend(['\\', sign]),
            _ => cell.push(sign),
        }
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_a_cell_whatever_it_holds() {
        assert_eq!(
            cell("a|b\n<b> *c* `x_y | <b>`"),
            "a\\|b &lt;b> \\*c\\* `x_y \\| <b>`"
        );
    }
}
