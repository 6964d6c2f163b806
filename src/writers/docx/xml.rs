//! A part of a package under construction: elements, attributes, text.
//!
//! Thin words over the writer of quick-xml, which escapes. An element that is opened is closed
//! by [`Xml::close`] with its own name, so that a part cannot come out unbalanced.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// The namespace of `WordprocessingML` (ECMA-376 Part 1, transitional), written `w:`.
pub(super) const WORD: (&str, &str) = (
    "xmlns:w",
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
);

/// The namespace by which a part names its relationships, written `r:`.
pub(super) const RELATIONSHIPS: (&str, &str) = (
    "xmlns:r",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
);

/// Attributes in the order in which they are written.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

/// A part under construction.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
    open: Vec<&'static str>,
}

impl Xml {
    /// Starts a part: the declaration, and its root element.
    pub(super) fn part(root: &'static str, attributes: Attributes<'_>) -> Self {
        let mut xml = Self {
            writer: Writer::new(Vec::with_capacity(4096)),
            open: Vec::new(),
        };
        xml.put(Event::Decl(BytesDecl::new(
            "1.0",
            Some("UTF-8"),
            Some("yes"),
        )));
        xml.open(root, attributes);
        xml
    }

    /// Starts a fragment, which has no root and no declaration.
    pub(super) fn fragment() -> Self {
        Self {
            writer: Writer::new(Vec::new()),
            open: Vec::new(),
        }
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.open.push(name);
        self.put(Event::Start(start(name, attributes)));
    }

    /// Closes the element that was opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.put(Event::End(BytesEnd::new(name)));
        }
    }

    /// Writes an element without content.
    pub(super) fn leaf(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.put(Event::Empty(start(name, attributes)));
    }

    /// Writes an element whose only attribute is `w:val`.
    pub(super) fn value(&mut self, name: &'static str, value: &str) {
        self.leaf(name, &[("w:val", value)]);
    }

    /// Writes an element that switches a property on (no value) or off (`0`).
    ///
    /// ECMA-376 Part 1, 17.17.4: a missing `w:val` means true.
    pub(super) fn toggle(&mut self, name: &'static str, on: bool) {
        self.leaf(name, if on { &[] } else { &[("w:val", "0")] });
    }

    /// Writes an element that holds nothing but text.
    pub(super) fn text(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.open(name, attributes);
        self.put(Event::Text(BytesText::new(text)));
        self.close();
    }

    /// The bytes written so far, for a source that writes XML of its own.
    pub(super) fn bytes(&mut self) -> &mut Vec<u8> {
        self.writer.get_mut()
    }

    /// Closes all that is open and hands the part out.
    pub(super) fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.close();
        }
        self.writer.into_inner()
    }

    fn put(&mut self, event: Event<'_>) {
        let written = self.writer.write_event(event);
        debug_assert!(written.is_ok(), "writing to memory cannot fail");
    }
}

fn start<'a>(name: &'a str, attributes: Attributes<'a>) -> BytesStart<'a> {
    BytesStart::new(name).with_attributes(attributes.iter().copied())
}

/// The text as it stands between marks, for what writes it as it is.
pub(super) fn escape(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

/// The text without the characters that XML 1.0 forbids (production 2, `Char`): a control
/// character becomes a space, a character that is none is dropped.
pub(super) fn clean(text: &str) -> String {
    let forbidden = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    if !text.chars().any(forbidden) {
        return text.to_owned();
    }
    text.chars()
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_balanced_and_escaped() {
        let mut xml = Xml::part("a", &[("x", "\"<&")]);
        xml.open("b", &[]);
        xml.text("c", &[], "1 < 2 & 3");
        let part = String::from_utf8(xml.finish()).unwrap_or_default();
        assert_eq!(
            part,
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
             <a x=\"&quot;&lt;&amp;\"><b><c>1 &lt; 2 &amp; 3</c></b></a>"
        );
    }

    #[test]
    fn characters_that_xml_forbids_do_not_pass() {
        assert_eq!(
            clean("a\u{1}b\u{b}c\u{fffe}d\n\te\u{a0}f"),
            "a b cd  e\u{a0}f"
        );
    }
}
