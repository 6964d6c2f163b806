//! How a text must look to mean what its format says, as far as an editor can tell.
//!
//! What is refused here `aktas check` refuses, too; it knows more (a 31st of June, the words of a
//! language, the period), so a text that is let through here may still be wrong.

use serde_json::{Map, Value};

use super::format_of;
use crate::diagnostics::{Language, Message, say};
use crate::kind::schema::Format;

/// A day, a month, a quarter, a half-year or a year.
const MOMENT: &str = "[0-9]{4}(-(Q[1-4]|H[12]|(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?))?";

/// Adds the pattern of a format, and what to say of a value that is none.
pub(super) fn add(rule: &Map<String, Value>, written: &mut Map<String, Value>, language: Language) {
    if let Some(wanted) = wanted_choice(written) {
        say_wrong(written, "errorMessage", &wanted, language);
        return;
    }
    let Some(format) = format_of(rule) else {
        // Not of mappings: there the server would say it of unknown and missing keys, too.
        if written.get("type").is_some_and(|shape| shape == "array") {
            say_wrong(written, "errorMessage", &shape(written), language);
        }
        return;
    };
    if let Some(pattern) = pattern(format) {
        written.insert("pattern".to_owned(), pattern.into());
        say_wrong(written, "patternErrorMessage", &wanted(format), language);
    }
    if written.contains_key("type") {
        say_wrong(written, "errorMessage", &wanted(format), language);
    }
    // JSON Schema has a format of this name, about which an editor would speak in words of its own.
    written.shift_remove("format");
}

fn say_wrong(written: &mut Map<String, Value>, word: &str, wanted: &Message, language: Language) {
    let message = say!("{wanted} is wanted here", wanted = wanted.clone());
    let text = message.text(language).into_owned();
    written.insert(word.to_owned(), text.into());
}

/// One of several values.
fn wanted_choice(written: &Map<String, Value>) -> Option<Message> {
    let values = written.get("enum")?.as_array()?;
    let values = values.iter().map(|value| match value {
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    });
    let list = values.collect::<Vec<_>>().join(", ");
    Some(say!("one of {list}", list))
}

/// What a value of this format is called.
fn wanted(format: Format) -> Message {
    match format {
        Format::Text | Format::Plain | Format::Word => say!("a text on one line"),
        Format::Markdown => say!("a text"),
        Format::Id => {
            say!("a name of lower-case Latin letters, digits and hyphens, such as `reading-day`")
        }
        Format::Person => say!("a key of `people`"),
        Format::Institution => say!("a key of `institutions`"),
        Format::Source => say!("a key of `sources`"),
        Format::Series => say!("a key of `figures`, such as `2027`"),
        Format::Boolean => say!("`true` or `false`"),
        Format::When => say!(
            "a time such as `2027-09-19`, `2027-09`, `2027-Q4`, `2027-03..2027-12` or `continuous`"
        ),
        Format::Period => say!("a period such as `2027` or `2026-09..2027-08`"),
        Format::Date => say!("a date such as `2027-01-08`"),
        Format::Decimal => say!("a number such as `1200` or `12,5`"),
        Format::Integer => say!("a whole number"),
        Format::Figure => say!("a number such as `12,5`, `~`, or `=` and a formula"),
        Format::Formula => say!("a formula such as `sum(above)`"),
        Format::Cell => say!("a number, a text or `~`"),
        Format::File => say!("the path of a file"),
        Format::Language => say!("a language such as `lt`"),
    }
}

/// The pattern of a text of this format; none where every text will do.
fn pattern(format: Format) -> Option<String> {
    let term = format!("{MOMENT}(\\.\\.{MOMENT})?");
    let number =
        "[-\u{2212}]?(0|[1-9][0-9]*|[1-9][0-9]{0,2}([ \u{a0}\u{202f}][0-9]{3})+)([.,][0-9]+)?";
    Some(match format {
        Format::Id => "^[a-z][a-z0-9-]*$".to_owned(),
        Format::Integer => "^(0|-?[1-9][0-9]{0,17})$".to_owned(),
        Format::Boolean => "^(true|false)$".to_owned(),
        Format::Date => "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$".to_owned(),
        Format::Period => format!("^{term}$"),
        Format::When => format!("^([a-z][a-z0-9-]*|until {MOMENT}|{term}( or {term})?)$"),
        Format::Decimal => format!("^{number}$"),
        Format::Figure => format!("^(=.*|{number})$"),
        Format::Language => "^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$".to_owned(),
        _ => return None,
    })
}

/// What sort of value a rule without words of its own allows.
pub(super) fn shape(rule: &Map<String, Value>) -> Message {
    match rule.get("type").and_then(Value::as_str) {
        Some("array") => say!("a list"),
        Some("object") => say!("a mapping"),
        _ => say!("a text"),
    }
}
