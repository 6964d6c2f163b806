//! Runs of glyphs and the characters that they show.
//!
//! A reader program finds the text of a page by asking every glyph for its characters. One
//! glyph can show several characters (a ligature), and several glyphs one character (a letter
//! with an accent set apart). A [`Cluster`] is the smallest piece in which the two agree.
//!
//! A hyphen that only the line break made shows U+00AD, as tagged PDF wants it (ISO 32000-1,
//! 14.8.2.2.3). Of 55 divided words of the examples, poppler's structure text and MuPDF with
//! `dehyphenate` then give all whole, `pdf.js` gives them without the hyphen, and poppler's,
//! MuPDF's and pdfminer's plain texts give the soft hyphen, which no reader shows, before the end
//! of the line; pdfium marks every hyphen at a line's end, whatever it shows. With U+002D only
//! `pdftotext` without options gives the words whole in addition, and structure text, `-raw`,
//! `-layout`, `pdf.js` and pdfminer keep a hyphen that is not of the word. An empty `ActualText`
//! around the hyphen makes poppler lose the rest of the sequence.

use crate::layout::page::{Glyph, GlyphRun, Item, Layout, Shape};
use crate::length::Length;

/// The character of a glyph that adds nothing to the text of its cluster: a zero-width space,
/// since PDF/A asks for some character of every glyph (ISO 19005-2, 6.2.11.7.2).
const NOTHING: &str = "\u{200B}";

/// Glyphs that show a piece of text together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cluster<'a> {
    /// The glyphs from left to right, at least one.
    pub(super) glyphs: &'a [Glyph],
    /// What they show.
    pub(super) text: &'a str,
}

impl<'a> Cluster<'a> {
    /// Whether the text can be told glyph by glyph.
    pub(super) fn divides(&self) -> bool {
        !self.text.is_empty()
            && (self.glyphs.len() == 1 || self.text.chars().count() == self.glyphs.len())
    }

    /// What the glyph at `index` shows.
    ///
    /// A non-breaking space has done its work once lines are broken; a reader who looks for
    /// „2027 m.“ must find it by typing a space.
    pub(super) fn share(&self, index: usize) -> &'a str {
        match self.own_share(index) {
            "\u{A0}" => " ",
            share => share,
        }
    }

    fn own_share(&self, index: usize) -> &'a str {
        if self.text.is_empty() {
            return NOTHING;
        }
        if self.glyphs.len() == 1 {
            return self.text;
        }
        if self.divides() {
            let mut characters = self.text.char_indices().skip(index);
            let start = characters.next().map_or(self.text.len(), |(at, _)| at);
            let end = characters.next().map_or(self.text.len(), |(at, _)| at);
            return &self.text[start..end];
        }
        if index == 0 { self.text } else { NOTHING }
    }
}

/// The clusters of a run from left to right.
pub(super) fn clusters(run: &GlyphRun) -> impl Iterator<Item = Cluster<'_>> {
    let mut rest = run.glyphs.as_slice();
    std::iter::from_fn(move || {
        let (first, others) = rest.split_first()?;
        let more = others
            .iter()
            .take_while(|glyph| glyph.text.is_empty())
            .count();
        let (glyphs, left) = rest.split_at(1 + more);
        rest = left;
        let range = first.text.start as usize..first.text.end as usize;
        Some(Cluster {
            glyphs,
            text: run.text.get(range).unwrap_or(""),
        })
    })
}

/// The runs of all pages in order.
pub(super) fn runs(layout: &Layout) -> impl Iterator<Item = &GlyphRun> {
    layout
        .pages
        .iter()
        .flat_map(|page| &page.items)
        .filter_map(glyphs_of)
}

/// The run of an item, if it is one that leaves a trace.
pub(super) fn glyphs_of(item: &Item) -> Option<&GlyphRun> {
    match &item.shape {
        Shape::Glyphs(run) if !run.glyphs.is_empty() && run.size.to_milli() > 0 => Some(run),
        _ => None,
    }
}

/// The text of several runs, put together to one line.
#[derive(Default)]
pub(super) struct Sentence {
    text: String,
    /// Where the last run ends, its baseline and its size.
    end: Option<(Length, Length, Length)>,
}

impl Sentence {
    /// Adds a run. A hyphen that only the line break made vanishes; another line starts a new word
    /// unless the one before it ends in a hyphen, and so does a run that stands apart.
    pub(super) fn add(&mut self, run: &GlyphRun) {
        let width: Length = run.glyphs.iter().map(|glyph| glyph.advance).sum();
        if let Some((end, baseline, size)) = self.end.replace((run.x + width, run.y, run.size)) {
            // Raised letters stand on their line.
            let apart = run.y.max(baseline) - run.y.min(baseline);
            let same_line = apart <= run.size.max(size) / 2 && run.x + size >= end;
            let goes_on = if same_line {
                run.x <= end + size / 5
            } else {
                self.text.ends_with(['\u{AD}', '-', '\u{2010}'])
            };
            if !goes_on {
                self.text.push(' ');
            }
        }
        if self.text.ends_with('\u{AD}') {
            self.text.pop();
        }
        self.text.push_str(&run.text);
    }

    /// The text, with single spaces.
    pub(super) fn tidy(&self) -> String {
        self.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
