//! Text in a paragraph: runs and links, made with docx-rs; in the cells of tables, where nearly all
//! of it is, text is written straight.

use std::ops::Range;
use std::sync::Arc;

use docx_rs::{
    BreakType, Hyperlink, HyperlinkData, InsertChild, ParagraphChild, Run, RunChild, VertAlignType,
};

use crate::document::{Baseline, Blank, Emphasis, Inline, Meaning, Revision, Target, Text};
use crate::kind::style::ParagraphStyle;

use super::bookmarks::Bookmarks;
use super::conform::Additions;
use super::controls::Controls;
use super::fields;
use super::links::Links;
use super::notes::Notes;
use super::tracking::{End, Pen, Tracking};
use super::xml::{Xml, clean, escape};

/// What the text of a part may refer to.
pub(super) struct References<'r, 'a, 'c> {
    /// The addresses that the part leads to.
    pub(super) links: &'r mut Links,
    /// The places in the document.
    pub(super) bookmarks: &'r mut Bookmarks,
    /// The places of the document that are filled in by hand.
    pub(super) controls: &'r mut Controls<'c>,
    /// The notes; none in a part that can hold none.
    pub(super) notes: Option<&'r mut Notes<'a>>,
    /// What is known of the changes of the document.
    pub(super) tracking: &'r Tracking,
    /// What a comparison says of all that is being written.
    pub(super) revision: Option<Revision>,
    /// What docx-rs has no words for.
    pub(super) additions: &'r mut Additions,
}

impl References<'_, '_, '_> {
    /// Where a link leads; none for an address that Word would refuse or should not follow.
    fn link(&mut self, target: &Target) -> Option<HyperlinkData> {
        Some(match target {
            Target::Outside(address) => HyperlinkData::External {
                rid: self.links.relationship(address)?,
                path: String::new(),
            },
            Target::Inside(anchor) => HyperlinkData::Anchor {
                anchor: self
                    .bookmarks
                    .leads_to(anchor)
                    .then(|| self.bookmarks.name(anchor))?,
            },
        })
    }

    /// What writes changes.
    pub(super) fn pen(&mut self) -> Pen<'_> {
        Pen {
            tracking: self.tracking,
            bookmarks: self.bookmarks,
            additions: self.additions,
        }
    }

    /// The pieces of a line that a comparison marks, in their change.
    fn revised(
        &mut self,
        revision: Revision,
        pieces: &[Inline],
        style: &ParagraphStyle,
    ) -> Result<Vec<ParagraphChild>, String> {
        let revision = self.tracking.settled(revision);
        let around = self.revision.replace(revision);
        let made = children(pieces, style, self);
        self.revision = around;
        let mut pen = self.pen();
        let start = pen.edge(End::Start, revision);
        let wrapped = pen.wrap(made?, revision);
        let end = pen.edge(End::End, revision);
        Ok(start.into_iter().chain(wrapped).chain(end).collect())
    }

    /// The runs of a text that is the number of what its link leads to: a field that asks for it, and
    /// what stands behind the answer. What is gone asks for nothing: its place may be gone as well.
    fn reference(&mut self, text: &Text, style: &ParagraphStyle) -> Option<(Vec<Run>, Vec<Run>)> {
        let gone = self.revision.is_some_and(|revision| !revision.is_new());
        let (false, Some(Meaning::Reference), Some(Target::Inside(anchor))) =
            (gone, text.meaning.as_deref(), &text.link)
        else {
            return None;
        };
        let (instruction, end) = self.bookmarks.reference(anchor, &text.text)?;
        let field = fields::field(&instruction, part(text, 0..end, style, self.additions));
        let rest = (end < text.text.len())
            .then(|| part(text, end..text.text.len(), style, self.additions));
        Some((field, rest.into_iter().collect()))
    }
}

/// The pieces of a line as children of a paragraph of that style.
pub(super) fn children(
    content: &[Inline],
    style: &ParagraphStyle,
    references: &mut References<'_, '_, '_>,
) -> Result<Vec<ParagraphChild>, String> {
    let mut children = Vec::with_capacity(content.len());
    let mut before = None;
    for inline in content {
        let last = std::mem::take(&mut before);
        match inline {
            Inline::Text(text) if text.text.is_empty() => before = last,
            Inline::Text(text) => {
                before = text.meaning.as_ref();
                let goes_on = last.zip(before).is_some_and(|(a, b)| Arc::ptr_eq(a, b));
                add(&mut children, text, (style, goes_on), references);
            }
            Inline::Break => children.push(child(Run::new().add_break(BreakType::TextWrapping))),
            Inline::Note(note) => {
                let notes = references.notes.as_mut();
                let notes = notes.ok_or("a note stands within a note or at the edge of a page")?;
                let changes = (references.tracking, references.revision);
                let (bookmarks, controls) = (&mut *references.bookmarks, &mut *references.controls);
                children.push(child(notes.add(note, bookmarks, controls, changes)?));
            }
            Inline::Field(field) => children.extend(fields::page(*field).into_iter().map(child)),
            Inline::Revised(revision, pieces) => {
                children.extend(references.revised(*revision, pieces, style)?);
            }
        }
    }
    Ok(children)
}

/// A run as a child of a paragraph.
pub(super) fn child(run: Run) -> ParagraphChild {
    ParagraphChild::Run(Box::new(run))
}

/// A run that holds nothing but an addition.
pub(super) fn holding(addition: &str) -> ParagraphChild {
    child(Run::new().style(addition))
}

/// Adds a text; one that leads where the text before it leads joins its link. One that goes on with
/// what the text before it is joins its control.
///
/// A field has a link of its own: what LibreOffice 7.4 saves of one that it shares has words within
/// the field, where no one sees them.
fn add(
    children: &mut Vec<ParagraphChild>,
    text: &Text,
    (style, goes_on): (&ParagraphStyle, bool),
    references: &mut References<'_, '_, '_>,
) {
    if let (Some((field, rest)), Some(to)) = (references.reference(text, style), &text.link) {
        for runs in [field, rest].into_iter().filter(|runs| !runs.is_empty()) {
            let runs: Vec<ParagraphChild> = runs.into_iter().map(child).collect();
            match references.link(to) {
                Some(link) => children.push(hyperlink(link, runs)),
                None => children.extend(runs),
            }
        }
        return;
    }
    let run = run(text, style, references.additions);
    let link = text.link.as_ref().and_then(|to| references.link(to));
    let Some(link) = link else {
        return put(children, run, (text, goes_on), references);
    };
    match children.last_mut() {
        Some(ParagraphChild::Hyperlink(last)) if last.link == link && !is_field(last) => {
            put(&mut last.children, run, (text, goes_on), references);
        }
        _ => {
            let mut linked = Vec::new();
            put(&mut linked, run, (text, false), references);
            children.push(hyperlink(link, linked));
        }
    }
}

/// Whether a link is that of a field.
fn is_field(link: &Hyperlink) -> bool {
    let first = match link.children.first() {
        Some(ParagraphChild::Run(first)) => first,
        Some(ParagraphChild::Insert(change)) => match change.children.first() {
            Some(InsertChild::Run(first)) => first,
            _ => return false,
        },
        _ => return false,
    };
    matches!(first.children.first(), Some(RunChild::FieldChar(_)))
}

/// What a text stands for that is to be filled in by hand.
fn blank(text: &Text) -> Option<Blank> {
    match text.meaning.as_deref()? {
        Meaning::Blank(blank) => Some(*blank),
        Meaning::Number(_) | Meaning::Reference => None,
    }
}

/// Puts a run at the end of a line, in a control if it is to be filled in; but a change holds no
/// control, which would stay when the change is rejected.
fn put(
    line: &mut Vec<ParagraphChild>,
    run: Run,
    (text, goes_on): (&Text, bool),
    references: &mut References<'_, '_, '_>,
) {
    let Some(blank) = blank(text).filter(|_| references.revision.is_none()) else {
        return line.push(child(run));
    };
    let (said, controls) = (text.text.as_str(), &mut *references.controls);
    match line.last_mut() {
        Some(ParagraphChild::StructuredDataTag(control)) if goes_on => {
            controls.join(control, (said, run));
        }
        _ => line.push(controls.around(blank, (said, run), references.additions)),
    }
}

/// A link by hand: `Hyperlink::new` takes its identity from a counter that all threads share.
pub(super) fn hyperlink(link: HyperlinkData, children: Vec<ParagraphChild>) -> ParagraphChild {
    ParagraphChild::Hyperlink(Hyperlink {
        link,
        history: None,
        children,
    })
}

/// How the emphasis of a text differs from that of a paragraph of a style: a run says nothing else.
/// What it says is absolute: `w:b` toggles between styles, not between a style and a run (ECMA-376
/// Part 1, 17.7.3).
pub(super) fn beyond(text: &Text, style: &ParagraphStyle) -> Emphasis {
    Emphasis {
        strong: text.emphasis.strong && !style.strong,
        stressed: text.emphasis.stressed && !style.stressed,
        baseline: text.emphasis.baseline,
    }
}

fn run(text: &Text, style: &ParagraphStyle, additions: &mut Additions) -> Run {
    part(text, 0..text.text.len(), style, additions)
}

/// The run of a part of a text.
pub(super) fn part(
    text: &Text,
    range: Range<usize>,
    style: &ParagraphStyle,
    additions: &mut Additions,
) -> Run {
    let emphasis = beyond(text, style);
    let mut run = Run::new().add_text(clean(&text.text[range]));
    if let Some(lang) = &text.lang {
        let mut xml = Xml::fragment();
        xml.value("w:lang", lang);
        run = run.style(&additions.add("w:lang", xml.finish()));
    }
    if emphasis.strong {
        run = run.bold();
    }
    if emphasis.stressed {
        run = run.italic();
    }
    match emphasis.baseline {
        Baseline::Normal => {}
        Baseline::Raised => {
            run.run_property = run.run_property.vert_align(VertAlignType::SuperScript);
        }
        Baseline::Lowered => {
            run.run_property = run.run_property.vert_align(VertAlignType::SubScript);
        }
    }
    run
}

/// Whether a line is nothing but text, which [`write_straight`] can write.
pub(super) fn is_straight(content: &[Inline]) -> bool {
    content.iter().all(|inline| match inline {
        Inline::Text(text) => text.link.is_none() && blank(text).is_none(),
        Inline::Break => true,
        Inline::Note(_) | Inline::Field(_) | Inline::Revised(..) => false,
    })
}

/// Writes a line that [is nothing but text](is_straight) as docx-rs and the conform pass would,
/// without either: most of a long document are the cells of its tables, and most of a cell is such
/// a line.
pub(super) fn write_straight(xml: &mut Xml, content: &[Inline], style: &ParagraphStyle) {
    for inline in content {
        match inline {
            Inline::Text(text) if text.text.is_empty() => {}
            Inline::Text(text) => {
                xml.open("w:r", &[]);
                write_look(xml, beyond(text, style), text.lang.as_deref());
                xml.open("w:t", &[("xml:space", "preserve")]);
                put_shown(escape(&clean(&text.text)).as_bytes(), "w:t", xml.bytes());
                xml.close();
                xml.close();
            }
            Inline::Break => {
                xml.open("w:r", &[]);
                xml.leaf("w:br", &[("w:type", "textWrapping")]);
                xml.close();
            }
            Inline::Note(_) | Inline::Field(_) | Inline::Revised(..) => {}
        }
    }
}

/// Writes the properties of a run that differs so from its paragraph, in the order of 17.3.2.28.
pub(super) fn write_look(xml: &mut Xml, emphasis: Emphasis, lang: Option<&str>) {
    if emphasis == Emphasis::default() && lang.is_none() {
        return;
    }
    xml.open("w:rPr", &[]);
    if emphasis.strong {
        xml.toggle("w:b", true);
        xml.toggle("w:bCs", true);
    }
    if emphasis.stressed {
        xml.toggle("w:i", true);
        xml.toggle("w:iCs", true);
    }
    match emphasis.baseline {
        Baseline::Normal => {}
        Baseline::Raised => xml.value("w:vertAlign", "superscript"),
        Baseline::Lowered => xml.value("w:vertAlign", "subscript"),
    }
    if let Some(lang) = lang {
        xml.value("w:lang", lang);
    }
    xml.close();
}

/// A character that Word shows as any other, and the element that it means (17.3.3.29, 17.3.3.18).
struct Hyphen {
    character: &'static [u8],
    element: &'static [u8],
}

const HYPHENS: [Hyphen; 2] = [
    Hyphen {
        character: "\u{ad}".as_bytes(),
        element: b"<w:softHyphen/>",
    },
    Hyphen {
        character: "\u{2011}".as_bytes(),
        element: b"<w:noBreakHyphen/>",
    },
];

/// Writes escaped text into the element of that name, a `w:t` or that of deleted text: hyphens that
/// are elements of their own stand between texts.
pub(super) fn put_shown(text: &[u8], name: &str, out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some((at, hyphen)) = next_hyphen(rest) {
        out.extend_from_slice(&rest[..at]);
        for piece in [
            b"</",
            name.as_bytes(),
            b">",
            hyphen.element,
            b"<",
            name.as_bytes(),
        ] {
            out.extend_from_slice(piece);
        }
        out.extend_from_slice(b" xml:space=\"preserve\">");
        rest = &rest[at + hyphen.character.len()..];
    }
    out.extend_from_slice(rest);
}

fn next_hyphen(text: &[u8]) -> Option<(usize, &'static Hyphen)> {
    if text.is_ascii() {
        return None;
    }
    let at = |at: usize| {
        HYPHENS
            .iter()
            .find(|hyphen| text[at..].starts_with(hyphen.character))
    };
    (0..text.len()).find_map(|index| Some((index, at(index)?)))
}
