//! The lines in the text of a document on which somebody is to sign with a certificate
//! (ISO/IEC 29500-4, 14.2.2.30).

use std::collections::BTreeSet;

use quick_xml::events::Event;
use quick_xml::name::ResolveResult;
use quick_xml::{NsReader, XmlVersion};

use crate::diagnostics::{Message, say};

/// The namespace of what Office adds to VML.
const OFFICE: &[u8] = b"urn:schemas-microsoft-com:office:office";

/// A line to be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// By which a signature names it.
    pub(super) id: String,
    /// Who is expected to sign.
    pub(super) signer: String,
}

impl Line {
    /// Whether the line is for somebody of that name, however certificates order and spell names:
    /// `ŠVIESŪNĖ DAIVA` is `Daiva Šviesūnė`.
    pub(super) fn is_of(&self, name: &str) -> bool {
        let words = |name: &str| -> BTreeSet<String> {
            name.split_whitespace().map(str::to_lowercase).collect()
        };
        words(&self.signer) == words(name)
    }
}

/// The lines of a text, in its order.
///
/// # Errors
///
/// Says that the text cannot be read.
pub(super) fn lines(text: &[u8]) -> Result<Vec<Line>, Message> {
    let malformed = || say!("its XML is not well-formed");
    let text = str::from_utf8(text).map_err(|_| say!("it is not XML in UTF-8"))?;
    let mut reader = NsReader::from_str(text);
    let mut lines = Vec::new();
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|_| malformed())?;
        let start = match event {
            Event::Start(start) | Event::Empty(start) => start,
            Event::Eof => return Ok(lines),
            _ => continue,
        };
        let here = matches!(namespace, ResolveResult::Bound(it) if it.into_inner() == OFFICE);
        if !here || start.local_name().into_inner() != b"signatureline" {
            continue;
        }
        let mut line = Line {
            id: String::new(),
            signer: String::new(),
        };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| malformed())?;
            let place = match attribute.key.local_name().into_inner() {
                b"id" => &mut line.id,
                b"suggestedsigner" => &mut line.signer,
                _ => continue,
            };
            let value = attribute.normalized_value(XmlVersion::Explicit1_0);
            *place = value.map_err(|_| malformed())?.into_owned();
        }
        lines.push(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_in_any_order_and_case() {
        let line = Line {
            id: String::new(),
            signer: "Daiva Šviesūnė".to_owned(),
        };
        assert!(line.is_of("ŠVIESŪNĖ  DAIVA"));
        assert!(!line.is_of("Daiva") && !line.is_of("Daiva Šviesūnienė") && !line.is_of(""));
    }

    #[test]
    fn lines_are_known_by_their_namespace() {
        let text = br#"<w xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="other">
            <o:signatureline id="{1}" o:suggestedsigner="A &amp; B" o:suggestedsigner2="C"/>
            <x:signatureline id="{2}"/><o:lock id="{3}"/></w>"#;
        let line = Line {
            id: "{1}".to_owned(),
            signer: "A & B".to_owned(),
        };
        assert_eq!(lines(text), Ok(vec![line]));
        assert!(lines(b"<a></b>").is_err());
    }
}
