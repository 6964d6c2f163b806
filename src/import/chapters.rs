//! The numbers of chapters that a line of their own says: „I SKYRIUS“.

use super::outline::Part;
use super::text::Text;
use super::words::CHAPTERS;

/// Makes the number of a chapter the label of its name, which stands after it or in the next
/// paragraph.
#[must_use]
pub(super) fn labelled(parts: Vec<Part>) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    // The number of a chapter whose name is the next paragraph.
    let mut waiting: Option<Text> = None;
    for part in parts {
        let Part::Text(text) = part else {
            out.extend(waiting.take().map(Part::Text));
            out.push(part);
            continue;
        };
        if let Some(number) = waiting.take() {
            if numbered(&text).is_none() && text.label.is_empty() && is_name(&text, &number) {
                out.push(Part::Text(named(text, &number)));
                continue;
            }
            out.push(Part::Text(number));
        }
        match numbered(&text) {
            Some((_, name)) if name.is_empty() => waiting = Some(text),
            Some((number, name)) => out.push(Part::Text(Text {
                label: number,
                ..text.ending(&name)
            })),
            None => out.push(Part::Text(text)),
        }
    }
    out.extend(waiting.map(Part::Text));
    out
}

fn named(name: Text, number: &Text) -> Text {
    Text {
        number: number.number,
        heading: number.heading.or(name.heading),
        label: number.plain(),
        ..name
    }
}

/// Whether a paragraph looks like the number before it, and so is its name.
fn is_name(text: &Text, number: &Text) -> bool {
    text.heading.is_some()
        || text.is_capitals()
        || text.is_strong() && number.is_strong()
        || text.centred && number.centred
}

/// The number of a chapter, with its word, that a text begins with, and what follows.
fn numbered(text: &Text) -> Option<(String, String)> {
    let plain = text.plain();
    let (number, rest) = plain.split_once([' ', '\u{a0}'])?;
    let is_roman = !number.is_empty() && number.bytes().all(|b| b"IVXL".contains(&b));
    let length = rest.find([' ', '.', ':']).unwrap_or(rest.len());
    let word = rest[..length].to_lowercase();
    if !is_roman || !CHAPTERS.contains(&word.as_str()) {
        return None;
    }
    let name = rest[length..].trim_start_matches([' ', '.', ':', '–']);
    Some((format!("{number} {}", &rest[..length]), name.to_owned()))
}
