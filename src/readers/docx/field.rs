//! Fields: text that a program puts in, by what it was asked for (ECMA-376 Part 1, 17.16).

use super::xml::Element;

/// A field that is open.
#[derive(Debug, Default)]
pub(super) struct Field {
    /// What it asks for.
    pub(super) asked: String,
    /// Whether what is read now is its answer.
    pub(super) answers: bool,
    /// The text that stands in what it asks for, which nobody sees.
    pub(super) unseen: String,
    /// What a field of a form shows that has no answer.
    pub(super) shown: Option<String>,
}

impl Field {
    /// A field that begins (`w:fldChar`).
    pub(super) fn begin(element: &Element) -> Self {
        Self {
            shown: element.child("ffData").and_then(of_form),
            ..Self::default()
        }
    }

    /// The address that it links to, if it does.
    pub(super) fn link(&self) -> Option<String> {
        let rest = self.asked.trim_start();
        let word = rest.get(.."HYPERLINK".len())?;
        if !word.eq_ignore_ascii_case("HYPERLINK") {
            return None;
        }
        let rest = rest[word.len()..].trim_start();
        let address = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => rest.split_whitespace().next(),
        };
        // `\l` leads to a place of the document itself.
        let address = address.filter(|address| !address.is_empty() && !address.starts_with('\\'));
        address.map(str::to_owned)
    }
}

/// What a box to tick or a list to choose from shows.
fn of_form(data: &Element) -> Option<String> {
    if let Some(tick) = data.child("checkBox") {
        let is_on = tick.switch("checked").or_else(|| tick.switch("default"));
        return Some(if is_on == Some(true) { "☑" } else { "☐" }.to_owned());
    }
    let list = data.child("ddList")?;
    let chosen = list.number("result").or_else(|| list.number("default"));
    let mut entries = list
        .children()
        .filter(|one| one.name.as_str() == "listEntry");
    entries
        .nth(chosen.unwrap_or(0))
        .map(|entry| entry.told("val").to_owned())
}
