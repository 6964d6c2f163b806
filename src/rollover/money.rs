//! Amounts of money by year.

use super::edits::Edits;
use super::tree::{end, end_of_line, is_flow, line_break, start_of_line};
use super::years::Years;
use crate::diagnostics::say;
use crate::yaml::{Entry, Node};

/// Moves amounts on: where the periods overlap, the years that stay keep theirs, and the last is open;
/// elsewhere each amount is taken over to its new year, and asked for.
pub(super) fn roll(amounts: &Node, years: Years, text: &str, edits: &mut Edits) {
    let year = |entry: &Entry| entry.key.parse::<i32>().ok();
    let entries = amounts.entries();
    if !years.slides {
        for entry in entries
            .iter()
            .filter(|entry| year(entry).is_some_and(|year| years.holds(year)))
        {
            let new = year(entry).unwrap_or_default() + years.by;
            edits.replace(entry.key_span.range(), written(entry, new, text));
            let at = entry.key_span.range().start;
            edits.ask(
                at,
                say!(
                    "the amounts are those of {was}: write those of {year}",
                    was = entry.key,
                    year = new
                ),
            );
        }
        return;
    }
    let is_over = |entry: &&Entry| year(entry).is_some_and(|year| year < years.next());
    let over: Vec<&Entry> = entries.iter().filter(is_over).collect();
    if !over.is_empty() && over.len() == entries.len() {
        return only_before(&over, years, text, edits);
    }
    for entry in over {
        take_out(entry, amounts, text, edits);
    }
    let last = entries.iter().find(|entry| year(entry) == Some(years.last));
    // What has money for one year only is done once.
    if let Some(last) = last.filter(|_| entries.len() > 1) {
        let at = end(&last.value, text);
        for year in years.last + 1..=years.last + years.by {
            if entries.iter().any(|entry| entry.key == year.to_string()) {
                continue;
            }
            if is_flow(amounts, text) {
                edits.insert(at, &format!(", {}: ~", written(last, year, text)));
            } else {
                let start = last.key_span.range().start;
                let indent = &text[start_of_line(start, text)..start];
                let key = written(last, year, text);
                // In an item of a list the first key stands after a `-`.
                let indent = " ".repeat(indent.chars().count());
                edits.insert(
                    end_of_line(at, text),
                    &format!("{}{indent}{key}: ~", line_break(text)),
                );
            }
        }
    }
}

/// A year in the quotation marks of another.
fn written(entry: &Entry, year: i32, text: &str) -> String {
    text[entry.key_span.range()].replace(&entry.key, &year.to_string())
}

/// Money for years that are over is a work that was done once: nobody knows what it costs again.
fn only_before(over: &[&Entry], years: Years, text: &str, edits: &mut Edits) {
    for (entry, year) in over.iter().zip(years.next()..) {
        edits.replace(entry.key_span.range(), written(entry, year, text));
        let value = entry.value.span.range().start..end(&entry.value, text);
        edits.replace(value, "~");
        let at = entry.key_span.range().start;
        edits.ask(
            at,
            say!(
                "was for {was} only: write what it costs now, or take it out",
                was = entry.key
            ),
        );
    }
}

/// Takes an entry out; a remark after it stays, on a line of its own.
fn take_out(entry: &Entry, amounts: &Node, text: &str, edits: &mut Edits) {
    let (start, end) = (entry.key_span.range().start, end(&entry.value, text));
    let next = amounts
        .entries()
        .iter()
        .find(|next| next.key_span.range().start > start);
    let start_of_next = next.map_or(end, |next| next.key_span.range().start);
    let line = start_of_line(start, text);
    let is_alone = !is_flow(amounts, text) && text[line..start].trim().is_empty();
    if !is_alone {
        // The first of several, or one between brackets: the next one takes its place.
        edits.replace(start..start_of_next, "");
        return;
    }
    let after = text[end..end_of_line(end, text)].trim();
    if after.is_empty() {
        let line_end = end_of_line(end, text);
        let with_break = text[line_end..]
            .find('\n')
            .map_or(line_end, |at| line_end + at + 1);
        edits.replace(line..with_break, "");
    } else {
        edits.replace(start..end_of_line(end, text), after);
    }
}
