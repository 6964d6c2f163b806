//! `footnotes.xml`: the notes, which Word numbers and places itself.
//!
//! docx-rs has no words for the number in a note nor for the rule above the notes, so the frame is
//! written straight; the text is made with docx-rs, as that of all parts.

use docx_rs::{BuildXML, FootnoteReference, Run, RunChild};

use crate::document::{Note, Revision};
use crate::kind::style::{ParagraphStyle, Style};
use crate::length::Length;

use super::bookmarks::Bookmarks;
use super::conform::{Additions, conform};
use super::controls::Controls;
use super::links::Links;
use super::names;
use super::package::{Bytes, Kind, Part};
use super::text::{self, References};
use super::tracking::{self, Tracking};
use super::xml::{RELATIONSHIPS, WORD, Xml};

/// The role of the text of a note.
pub(super) const ROLE: &str = "footnote";

/// The rule above the notes, and that above a note that goes on from the page before; they are
/// notes with these identities (ECMA-376 Part 1, 17.11.23, 17.18.33).
pub(super) const SEPARATORS: [(&str, &str); 2] =
    [("separator", "-1"), ("continuationSeparator", "0")];

/// The notes of a document.
pub(super) struct Notes<'a> {
    style: Option<&'a ParagraphStyle>,
    xml: Xml,
    links: Links,
    additions: Additions,
    count: u32,
}

impl<'a> Notes<'a> {
    /// No notes yet.
    pub(super) fn new(style: &'a Style) -> Self {
        let mut xml = Xml::part("w:footnotes", &[WORD, RELATIONSHIPS]);
        for (kind, id) in SEPARATORS {
            xml.open("w:footnote", &[("w:type", kind), ("w:id", id)]);
            xml.open("w:p", &[]);
            xml.open("w:r", &[]);
            xml.leaf(
                if id == "0" {
                    "w:continuationSeparator"
                } else {
                    "w:separator"
                },
                &[],
            );
            // The run, the paragraph, the note.
            for _ in 0..3 {
                xml.close();
            }
        }
        Self {
            style: style.paragraphs.get(ROLE),
            xml,
            links: Links::default(),
            additions: Additions::default(),
            count: 0,
        }
    }

    /// Writes a note; gives the run that refers to it. In a change, its text is changed so too.
    ///
    /// A document that shows what changed has the numbers of two documents; Word counts those that
    /// are there.
    pub(super) fn add(
        &mut self,
        note: &Note,
        bookmarks: &mut Bookmarks,
        controls: &mut Controls<'_>,
        (tracking, revision): (&Tracking, Option<Revision>),
    ) -> Result<Run, String> {
        self.count += 1;
        if note.number != self.count && !tracking.is_told() {
            // Word counts the notes itself: its number would be another than that of the pages.
            let number = note.number;
            return Err(format!("note {number} comes as number {}", self.count));
        }
        let style = self
            .style
            .ok_or_else(|| format!("the style knows no role `{ROLE}`"))?;
        let mut references = References {
            links: &mut self.links,
            bookmarks,
            controls,
            notes: None,
            tracking,
            revision: revision.map(tracking::plain),
            additions: &mut self.additions,
        };
        let mut children = text::children(&note.content, style, &mut references)?;
        if let Some(revision) = references.revision {
            children = references.pen().wrap(children, revision);
        }
        let xml = &mut self.xml;
        xml.open("w:footnote", &[("w:id", &self.count.to_string())]);
        xml.open("w:p", &[]);
        xml.open("w:pPr", &[]);
        xml.value("w:pStyle", &names::paragraph_id(ROLE));
        xml.close();
        number(xml, style);
        for child in children {
            conform(&child.build(), &self.additions, xml.bytes())?;
        }
        xml.close();
        xml.close();
        Ok(reference(self.count))
    }

    /// The part, if there are notes.
    pub(super) fn finish(self) -> Option<Part> {
        (self.count > 0).then(|| Part {
            kind: Kind::Notes,
            bytes: Bytes::Plain(self.xml.finish()),
            links: self.links,
        })
    }
}

/// The number at the start of a note (17.11.13), and what parts it from the text: up to where the
/// lines below begin, if they begin further right.
fn number(xml: &mut Xml, style: &ParagraphStyle) {
    xml.open("w:r", &[]);
    xml.open("w:rPr", &[]);
    xml.value("w:rStyle", names::FOOTNOTE_REFERENCE);
    xml.close();
    xml.leaf("w:footnoteRef", &[]);
    xml.close();
    xml.open("w:r", &[]);
    if style.first_line < Length::ZERO {
        xml.leaf("w:tab", &[]);
    } else {
        xml.text("w:t", &[("xml:space", "preserve")], " ");
    }
    xml.close();
}

/// The number in the text (17.11.14).
fn reference(number: u32) -> Run {
    let mut run = Run::new().style(names::FOOTNOTE_REFERENCE);
    let reference = FootnoteReference {
        id: number as usize,
        style: names::FOOTNOTE_REFERENCE.to_owned(),
        content: Vec::new(),
    };
    run.children.push(RunChild::FootnoteReference(reference));
    run
}
