//! What holds for elements of all sorts: their attributes, what they may hold, and how faults are
//! told.

use super::inline::INLINES;
use super::{BLOCKS, Builder};
use crate::diagnostics::{Code, Diagnostic, Message, did_you_mean, say};
use crate::document::Role;
use crate::source::Span;
use crate::template::markup::{Child, Element};

/// The largest number of columns or rows that a cell may cover.
pub(super) const MAX_SPAN: usize = 1000;

/// The elements that stand only in others.
const ELSEWHERE: [&str; 22] = [
    "header",
    "section",
    "footer",
    "field",
    "li",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "img",
    "figcaption",
    "unit",
    "axis",
    "tick",
    "categories",
    "category",
    "series",
    "name",
    "value",
];

/// The value of an attribute, as a message says what was found.
pub(super) fn found(value: Option<&str>) -> Message {
    value.map_or_else(|| say!("nothing"), |value| format!("`{value}`").into())
}

impl Builder<'_> {
    /// The role that an element names, or `other`; either must be known to the style.
    pub(super) fn role(&mut self, element: &Element<'_>, other: &Role) -> Role {
        let name = element.attribute("role").unwrap_or(other);
        if let Some((role, _)) = self.style.paragraphs.get_key_value(name) {
            return role.clone();
        }
        let known = self.style.paragraphs.keys().map(|role| &**role);
        let hint = did_you_mean(name, known).map(|near| say!("did you mean `{near}`?", near));
        let message = say!("the style has no paragraph `{name}`", name);
        self.sink
            .push(Diagnostic::error(Code::InvalidMarkup, element.place, message).maybe_hint(hint));
        other.clone()
    }

    pub(super) fn number(&mut self, element: &Element<'_>, name: &str, other: usize) -> usize {
        let Some(text) = element.attribute(name) else {
            return other;
        };
        match text.parse() {
            Ok(number @ 1..=MAX_SPAN) => number,
            _ => {
                let message = say!(
                    "`{name}` must be a number from 1 to {most}, found `{text}`",
                    name,
                    most = MAX_SPAN,
                    text
                );
                self.fault(element.place, message);
                other
            }
        }
    }

    /// Whether an attribute says `yes`; without it, no.
    pub(super) fn yes(&mut self, element: &Element<'_>, name: &str) -> bool {
        match element.attribute(name) {
            None | Some("no") => false,
            Some("yes") => true,
            Some(other) => {
                let message = say!(
                    "`{name}` must be `yes` or `no`, found `{other}`",
                    name,
                    other
                );
                self.fault(element.place, message);
                false
            }
        }
    }

    /// The elements that an element holds; text between them is told.
    pub(super) fn elements<'e, 'm>(&mut self, parent: &'e Element<'m>) -> Vec<&'e Element<'m>> {
        let mut elements = Vec::new();
        for child in &parent.children {
            match child {
                Child::Element(element) => elements.push(element),
                Child::Text(text) if text.trim().is_empty() => {}
                Child::Text(text) => self.loose_text(text, parent.place),
            }
        }
        elements
    }

    pub(super) fn attributes(&mut self, element: &Element<'_>, known: &[&str]) {
        for (name, _) in &element.attributes {
            if !known.contains(name) {
                let hint = did_you_mean(name, known.iter().copied())
                    .map(|near| say!("did you mean `{near}`?", near));
                let message = say!(
                    "`<{element}>` has no attribute `{name}`",
                    element = element.name,
                    name
                );
                self.sink.push(
                    Diagnostic::error(Code::InvalidMarkup, element.place, message).maybe_hint(hint),
                );
            }
        }
    }

    pub(super) fn empty(&mut self, element: &Element<'_>) {
        if !element.children.is_empty() {
            self.fault(
                element.place,
                say!("`<{element}/>` holds nothing", element = element.name),
            );
        }
    }

    pub(super) fn misplaced(&mut self, element: &Element<'_>, wanted: &[&str]) {
        let name = element.name;
        let known = BLOCKS.contains(&name) || INLINES.contains(&name) || ELSEWHERE.contains(&name);
        let message = if known {
            say!("`<{name}>` cannot stand here", name)
        } else {
            say!("there is no element `<{name}>`", name)
        };
        let near = match name {
            "b" => Some("strong"),
            "i" => Some("em"),
            // `t` is what the tool itself writes.
            _ => did_you_mean(name, wanted.iter().copied().filter(|wanted| *wanted != "t")),
        };
        let hint = match near {
            Some(near) if !known && wanted.contains(&near) => {
                say!("did you mean `<{near}>`?", near)
            }
            _ => say!(
                "here can stand: {list}",
                list = wanted
                    .iter()
                    .filter(|wanted| **wanted != "t")
                    .map(|name| format!("`<{name}>`"))
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
        };
        self.sink
            .push(Diagnostic::error(Code::InvalidMarkup, element.place, message).hint(hint));
    }

    pub(super) fn loose_text(&mut self, text: &str, place: Span) {
        let start: String = text.trim().chars().take(30).collect();
        let message = say!("the text `{start}` stands in no paragraph", start);
        self.sink.push(
            Diagnostic::error(Code::InvalidMarkup, place, message)
                .hint(say!("put it into a `<p>`")),
        );
    }

    pub(super) fn fault(&mut self, place: Span, message: Message) {
        self.sink
            .push(Diagnostic::error(Code::InvalidMarkup, place, message));
    }
}
