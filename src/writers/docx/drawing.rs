//! Drawings in the line of a text: what pictures and charts have in common.
//!
//! A drawing stands in a run (ECMA-376 Part 1, 20.4.2.8), so that it stays where it is whatever a
//! person adds above it. docx-rs names every picture alike, knows no charts and no words for those
//! who see neither, so drawings are additions to what it writes.

use docx_rs::ParagraphChild;

use super::conform::Additions;
use super::text;
use super::xml::{Xml, clean};
use crate::length::Length;

/// The namespace of drawings, written `a:`.
pub(super) const MAIN: (&str, &str) = (
    "xmlns:a",
    "http://schemas.openxmlformats.org/drawingml/2006/main",
);
/// The namespace of drawings in a text, written `wp:`.
const PLACED: (&str, &str) = (
    "xmlns:wp",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
);

/// The place of a drawing in a text: its identity, its words and its size.
pub(super) struct Frame {
    id: String,
    name: String,
    words: String,
    width: String,
    height: String,
}

impl Frame {
    /// A frame. `id` is that of the drawing, which no other in the document has; `name` is for a
    /// list of objects, and `alt` says what is to be seen.
    pub(super) fn new(
        id: usize,
        name: String,
        alt: &str,
        (width, height): (Length, Length),
    ) -> Self {
        Self {
            id: id.to_string(),
            name,
            words: clean(alt).into_owned(),
            width: emu(width).max(1).to_string(),
            height: emu(height).max(1).to_string(),
        }
    }

    /// The attributes that tell identity, name and words.
    pub(super) fn told(&self) -> [(&str, &str); 3] {
        [
            ("id", &self.id),
            ("name", &self.name),
            ("descr", &self.words),
        ]
    }

    /// The attributes that tell the size.
    pub(super) fn extent(&self) -> [(&str, &str); 2] {
        [("cx", &self.width), ("cy", &self.height)]
    }

    /// A run that holds the drawing; `inside` writes what is drawn, of the sort that `uri` names.
    /// Who drags a corner of a drawing with `fixed_shape` keeps its proportions.
    pub(super) fn run(
        &self,
        additions: &mut Additions,
        uri: &str,
        fixed_shape: bool,
        inside: impl FnOnce(&mut Xml),
    ) -> ParagraphChild {
        let mut xml = Xml::fragment();
        let [above, below, left, right] =
            ["distT", "distB", "distL", "distR"].map(|side| (side, "0"));
        xml.open("w:drawing", &[]);
        xml.open("wp:inline", &[PLACED, above, below, left, right]);
        xml.leaf("wp:extent", &self.extent());
        xml.leaf("wp:docPr", &self.told());
        xml.open("wp:cNvGraphicFramePr", &[]);
        if fixed_shape {
            xml.leaf("a:graphicFrameLocks", &[MAIN, ("noChangeAspect", "1")]);
        }
        xml.close();
        xml.open("a:graphic", &[MAIN]);
        xml.open("a:graphicData", &[("uri", uri)]);
        inside(&mut xml);
        text::holding(&additions.add("w:drawing", xml.finish()))
    }
}

/// A length in English Metric Units, 12 700 of which are a point; never larger than it is.
pub(super) fn emu(length: Length) -> i64 {
    length.to_milli() * 127 / 10
}
