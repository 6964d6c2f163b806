//! What a document leaves open: remarks `#? …`, and numbers that are yet to come (`~`).
//!
//! A remark of YAML that begins with `#?` says what is to be decided at the line below it or at its
//! own. Anybody may write one; `aktas rollover` writes them where its rules do not reach. It is
//! told until it is deleted. A figure of a year or an amount of money may be `~`: it prints nothing, and is
//! told until it is written.

use super::{Content, Data, Entry, Part, Value as Meant};
use crate::diagnostics::{Code, Diagnostic, Sink, say};
use crate::source::{FileId, Sources, Span};
use crate::yaml::{Node, Value};

/// How a remark begins that says what is to be decided.
pub const SIGN: &str = "#?";

/// Tells what is left open: a warning each, until the document is to be approved.
pub fn check(content: &Content, document: &Node, sources: &Sources, sink: &mut Sink) {
    let file = document.span.file;
    for remark in remarks(document, file, sources) {
        let words = sources.slice(remark)[SIGN.len()..].trim().to_owned();
        let message = if words.is_empty() {
            say!("something is still to be decided here")
        } else {
            say!("to be decided: {what}", what = words)
        };
        sink.push(
            Diagnostic::warning(Code::Undecided, remark, message).hint(say!(
                "decide it, then delete the remark `{sign}`",
                sign = SIGN
            )),
        );
    }
    let years = content.root.get("figures").map(Meant::entries);
    for year in years.unwrap_or_default() {
        missing(&year.value, &format!("figures.{}", year.key), sink);
    }
    for (path, amounts) in content.root.parts(Part::Amounts) {
        missing(amounts, &path, sink);
    }
}

/// Tells the numbers of a mapping that are yet to come, all of them at once.
fn missing(value: &Meant, path: &str, sink: &mut Sink) {
    let is_open = |entry: &&Entry| entry.value.data == Data::Nothing;
    let open: Vec<&Entry> = value.entries().iter().filter(is_open).collect();
    let Some(first) = open.first() else { return };
    let keys: Vec<String> = open
        .iter()
        .map(|entry| format!("`{}`", entry.key))
        .collect();
    let message = say!(
        "`{path}` does not say yet: {keys}",
        path,
        keys = keys.join(", ")
    );
    let fault = Diagnostic::warning(Code::Undecided, first.value.span, message).path(path);
    sink.push(fault.hint(say!("write the number in place of `~`")));
}

/// The remarks that begin with [`SIGN`], in the order of the file, without the ends of their lines.
fn remarks(document: &Node, file: FileId, sources: &Sources) -> Vec<Span> {
    let text: &str = &sources.get(file).text;
    let mut found = Vec::new();
    let mut scalars = Vec::new();
    for (at, _) in text.match_indices(SIGN) {
        // Few documents have any, so that the scalars are gathered only for those.
        if scalars.is_empty() {
            gather(document, text, &mut scalars);
            scalars.sort_unstable();
        }
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = scalars.partition_point(|(start, _)| *start <= at);
        // Aliases stand at the places of their anchors, so that no two of these overlap in part.
        let end = scalars[..before].last().map_or(0, |(_, end)| *end);
        let open = &text[end.max(line).min(at)..at];
        let begins = |part: &str| part.is_empty() || part.ends_with(char::is_whitespace);
        let is_first = !open
            .match_indices('#')
            .any(|(sign, _)| begins(&open[..sign]));
        if end <= at && begins(&text[line..at]) && is_first {
            let length = text[at..].find('\n').unwrap_or(text.len() - at);
            let words = text[at..at + length].trim_end();
            found.push(Span::new(file, at..at + words.len()));
        }
    }
    found
}

/// The places of the characters of all keys and scalars.
fn gather(node: &Node, text: &str, scalars: &mut Vec<(usize, usize)>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(_) => scalars.push(characters(node.span, text)),
        Value::List(items) => items.iter().for_each(|item| gather(item, text, scalars)),
        Value::Map(entries) => {
            for entry in entries {
                scalars.push(characters(entry.key_span, text));
                gather(&entry.value, text, scalars);
            }
        }
    }
}

/// Where the characters of a scalar stand: the place of one of several lines goes on to what follows.
fn characters(span: Span, text: &str) -> (usize, usize) {
    let range = span.range();
    (range.start, range.start + text[range].trim_end().len())
}
