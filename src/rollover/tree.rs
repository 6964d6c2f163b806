//! Places in a YAML text: its lines, and where a value ends.

use std::ops::Range;

use crate::yaml::{Node, Value};

/// The start of the line of a place; a mark of byte order stays before it.
pub(super) fn start_of_line(at: usize, text: &str) -> usize {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    if start == 0 && text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        start
    }
}

/// The end of the line of a place, before its line break.
pub(super) fn end_of_line(at: usize, text: &str) -> usize {
    let length = text[at..].find('\n').unwrap_or(text.len() - at);
    at + text[at..at + length].trim_end_matches('\r').len()
}

/// The line break of a text.
pub(super) fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Whether a list or mapping is written between brackets.
pub(super) fn is_flow(node: &Node, text: &str) -> bool {
    text[node.span.range()].starts_with(['{', '['])
}

/// Where a value ends, without the remarks and blank lines after it.
pub(super) fn end(node: &Node, text: &str) -> usize {
    let range = node.span.range();
    let own = || range.start + text[range.clone()].trim_end().len();
    match &node.value {
        Value::List(items) if !is_flow(node, text) => {
            items.last().map_or_else(own, |last| end(last, text))
        }
        Value::Map(entries) if !is_flow(node, text) => {
            let last = entries.last();
            last.map_or_else(own, |last| {
                end(&last.value, text).max(last.key_span.range().end)
            })
        }
        _ => own(),
    }
}

/// Where the characters of a scalar stand; its place goes on to what follows if it has several lines.
pub(super) fn characters(node: &Node, text: &str) -> Range<usize> {
    let range = node.span.range();
    range.start..range.start + text[range].trim_end().len()
}

/// Where an item of a list begins: at its `-`, if the list is written with them.
pub(super) fn start_of_item(list: &Node, index: usize, text: &str) -> usize {
    let items = list.items();
    let item = items[index].span.range().start;
    let before = match index.checked_sub(1) {
        Some(index) => end(&items[index], text),
        None => list.span.range().start,
    };
    let between = text.get(before..item).unwrap_or_default();
    let mut at = before;
    for line in between.split_inclusive('\n') {
        let words = line.trim_start();
        if words.starts_with('-') && !is_flow(list, text) {
            return at + line.len() - words.len();
        }
        at += line.len();
    }
    item
}

/// The parts of a document that have an `id`, each with its place; a part comes before what it holds.
pub(super) fn named<'a>(node: &'a Node, text: &str, found: &mut Vec<(Range<usize>, &'a str)>) {
    if let Some(id) = node.get("id").and_then(Node::as_str) {
        found.push((node.span.range().start..end(node, text), id));
    }
    node.items()
        .iter()
        .for_each(|item| named(item, text, found));
    node.entries()
        .iter()
        .for_each(|entry| named(&entry.value, text, found));
}

/// Calls a function with every scalar of a value.
pub(super) fn each_scalar<'a>(node: &'a Node, take: &mut impl FnMut(&'a Node)) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(_) => take(node),
        Value::List(items) => items.iter().for_each(|item| each_scalar(item, take)),
        Value::Map(entries) => entries
            .iter()
            .for_each(|entry| each_scalar(&entry.value, take)),
    }
}
