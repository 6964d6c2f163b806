//! The glossary: what the controls of a document show until someone fills them in (ECMA-376 Part 1,
//! 11.3.8 and 17.12).
//!
//! The text of a blank stands in its control and, once more, as an entry here. Word shows the first
//! until a person types over it, and takes the second when what was typed is deleted again; without
//! an entry it would ask in its own words and language to „click here“. The entry has no style of
//! its own, such as the grey of Word's own prompts: a draft is printed with the blanks as lines to be
//! filled in by pen, and looks as its PDF does.

use super::package::{Kind, Part};
use super::signature::identity;
use super::xml::{WORD, Xml, clean};

/// What a control shows until it is filled in.
pub(super) struct Placeholder {
    /// The name by which the control knows it.
    pub(super) name: String,
    /// The text.
    pub(super) text: String,
}

/// Writes the glossary of a document with this stable name, and the styles of the glossary; nothing
/// for a document in which all is filled in.
pub(super) fn parts(placeholders: &[Placeholder], document: &str, styles: Vec<u8>) -> Vec<Part> {
    if placeholders.is_empty() {
        return Vec::new();
    }
    let mut xml = Xml::part("w:glossaryDocument", &[WORD]);
    xml.open("w:docParts", &[]);
    for placeholder in placeholders {
        placeholder.write(&mut xml, document);
    }
    vec![
        Part::new(Kind::Glossary, xml.finish()),
        Part::new(Kind::GlossaryStyles, styles),
    ]
}

impl Placeholder {
    /// Writes the entry: an inline text of the sort that controls show (17.12.15).
    fn write(&self, xml: &mut Xml, document: &str) {
        xml.open("w:docPart", &[]);
        xml.open("w:docPartPr", &[]);
        xml.value("w:name", &self.name);
        xml.open("w:category", &[]);
        xml.value("w:name", "General");
        xml.value("w:gallery", "placeholder");
        xml.close();
        xml.open("w:types", &[]);
        xml.value("w:type", "bbPlcHdr");
        xml.close();
        xml.open("w:behaviors", &[]);
        xml.value("w:behavior", "content");
        xml.close();
        let entry = format!("{document}/placeholder/{}", self.name);
        xml.value("w:guid", &identity(&entry));
        xml.close();
        xml.open("w:docPartBody", &[]);
        xml.open("w:p", &[]);
        xml.open("w:r", &[]);
        xml.text("w:t", &[("xml:space", "preserve")], &clean(&self.text));
        for _ in 0..4 {
            xml.close();
        }
    }
}
