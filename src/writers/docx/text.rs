//! Text in a paragraph: runs and links, made with docx-rs.

use docx_rs::{BreakType, Hyperlink, HyperlinkData, ParagraphChild, Run, VertAlignType};

use crate::document::{Baseline, Inline, Target, Text};
use crate::kind::style::ParagraphStyle;

use super::bookmarks::Bookmarks;
use super::conform;
use super::fields;
use super::links::Links;
use super::notes::Notes;
use super::xml::clean;

/// What the text of a part may refer to.
pub(super) struct References<'r, 'a> {
    /// The addresses that the part leads to.
    pub(super) links: &'r mut Links,
    /// The places in the document.
    pub(super) bookmarks: &'r mut Bookmarks,
    /// The notes; none in a part that can hold none.
    pub(super) notes: Option<&'r mut Notes<'a>>,
}

impl References<'_, '_> {
    /// Where a link leads; none for an address that Word would refuse or should not follow.
    fn link(&mut self, target: &Target) -> Option<HyperlinkData> {
        Some(match target {
            Target::Outside(address) => HyperlinkData::External {
                rid: self.links.relationship(address)?,
                path: String::new(),
            },
            Target::Inside(anchor) => HyperlinkData::Anchor {
                anchor: self.bookmarks.name(anchor),
            },
        })
    }
}

/// The pieces of a line as children of a paragraph of that style.
pub(super) fn children(
    content: &[Inline],
    style: &ParagraphStyle,
    references: &mut References<'_, '_>,
) -> Result<Vec<ParagraphChild>, String> {
    let mut children = Vec::with_capacity(content.len());
    for inline in content {
        match inline {
            Inline::Text(text) if text.text.is_empty() => {}
            Inline::Text(text) => add(&mut children, text, style, references),
            Inline::Break => children.push(child(Run::new().add_break(BreakType::TextWrapping))),
            Inline::Note(note) => {
                let notes = references.notes.as_mut();
                let notes = notes.ok_or("a note stands within a note or at the edge of a page")?;
                children.push(child(notes.add(note, references.bookmarks)?));
            }
            Inline::Field(field) => children.extend(fields::page(*field).into_iter().map(child)),
        }
    }
    Ok(children)
}

/// A run as a child of a paragraph.
pub(super) fn child(run: Run) -> ParagraphChild {
    ParagraphChild::Run(Box::new(run))
}

/// Adds a text; one that leads where the text before it leads joins its link.
fn add(
    children: &mut Vec<ParagraphChild>,
    text: &Text,
    style: &ParagraphStyle,
    references: &mut References<'_, '_>,
) {
    let run = child(run(text, style));
    let link = text.link.as_ref().and_then(|to| references.link(to));
    let Some(link) = link else {
        children.push(run);
        return;
    };
    match children.last_mut() {
        Some(ParagraphChild::Hyperlink(last)) if last.link == link => last.children.push(run),
        _ => children.push(hyperlink(link, vec![run])),
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

/// A run says only how it differs from its paragraph. What it says is absolute: `w:b` toggles
/// between styles, not between a style and a run (ECMA-376 Part 1, 17.7.3).
fn run(text: &Text, style: &ParagraphStyle) -> Run {
    let mut run = Run::new().add_text(clean(&text.text));
    if let Some(lang) = &text.lang {
        run = run.style(&conform::lang(lang));
    }
    if text.emphasis.strong && !style.strong {
        run = run.bold();
    }
    if text.emphasis.stressed && !style.stressed {
        run = run.italic();
    }
    match text.emphasis.baseline {
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
