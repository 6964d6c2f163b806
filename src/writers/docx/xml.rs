//! A part of a package under construction: elements, attributes, text.
//!
//! Thin words over bytes, for a long table has a million elements; quick-xml escapes. An element
//! that is opened is closed by [`Xml::close`] with its own name, so that a part cannot come out
//! unbalanced.

use std::borrow::Cow;

use super::deflated::Deflated;
use super::package::Bytes;

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

/// What every part begins with.
const DECLARATION: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";

/// How many bytes of a long part wait to be deflated together.
const TOGETHER: usize = 64 * 1024;

/// A part under construction.
pub(super) struct Xml {
    out: Vec<u8>,
    open: Vec<&'static str>,
    /// Where what is written goes, if it is too long to wait for the end.
    deflated: Option<Deflated>,
}

impl Xml {
    /// Starts a part: the declaration, and its root element.
    pub(super) fn part(root: &'static str, attributes: Attributes<'_>) -> Self {
        let mut xml = Self::fragment();
        xml.out.reserve(4096);
        xml.out.extend_from_slice(DECLARATION);
        xml.open(root, attributes);
        xml
    }

    /// Starts a part that may be long; [`Xml::finish_long`] hands it out.
    pub(super) fn long_part(
        root: &'static str,
        attributes: Attributes<'_>,
        deflated: Deflated,
    ) -> Self {
        Self {
            deflated: Some(deflated),
            ..Self::part(root, attributes)
        }
    }

    /// Starts a fragment, which has no root and no declaration.
    pub(super) fn fragment() -> Self {
        Self {
            out: Vec::new(),
            open: Vec::new(),
            deflated: None,
        }
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.open.push(name);
        self.start(name, attributes, b">");
    }

    /// Closes the element that was opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.put(&[b"</", name.as_bytes(), b">"]);
        }
        if let Some(deflated) = &mut self.deflated
            && self.out.len() >= TOGETHER
        {
            deflated.add(&self.out);
            self.out.clear();
        }
    }

    /// Writes an element without content.
    pub(super) fn leaf(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.start(name, attributes, b"/>");
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
        self.put(&[escape(text).as_bytes()]);
        self.close();
    }

    /// The bytes written last, for a source that writes XML of its own.
    pub(super) fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.out
    }

    /// Closes all that is open and hands the part out.
    pub(super) fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    /// Closes all that is open and hands the long part out.
    pub(super) fn finish_long(mut self) -> Bytes {
        let deflated = self.deflated.take();
        let rest = self.finish();
        match deflated {
            Some(mut deflated) => {
                deflated.add(&rest);
                Bytes::Deflated(Box::new(deflated))
            }
            None => Bytes::Plain(rest),
        }
    }

    /// Writes attributes, for an element that another source opens.
    pub(super) fn attributes(&mut self, attributes: Attributes<'_>) {
        for (key, value) in attributes {
            let value = escape(value);
            self.put(&[b" ", key.as_bytes(), b"=\"", value.as_bytes(), b"\""]);
        }
    }

    fn start(&mut self, name: &str, attributes: Attributes<'_>, end: &[u8]) {
        self.put(&[b"<", name.as_bytes()]);
        self.attributes(attributes);
        self.put(&[end]);
    }

    fn put(&mut self, pieces: &[&[u8]]) {
        for piece in pieces {
            self.out.extend_from_slice(piece);
        }
    }
}

/// The text as it stands between marks, for what writes it as it is.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    quick_xml::escape::escape(text)
}

/// The text without the characters that XML 1.0 forbids (production 2, `Char`): a control
/// character becomes a space, a character that is none is dropped.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let forbidden = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    if !text.chars().any(forbidden) {
        return Cow::Borrowed(text);
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
