//! What a comparison says of paragraphs, and their marks.
//!
//! The mark at the end of a paragraph parts it from the next, and it is the mark that is new or gone
//! with a whole paragraph (ECMA-376 Part 1, 17.13.5.15). The last mark of a cell or a section cannot
//! go, nor does LibreOffice let one go before a table. So where the last paragraph of a cell is new or
//! gone, the mark before it is: the text of the paragraph that stays then ends with the last mark,
//! whose properties have changed. Elsewhere a gap stands behind such paragraphs.

use docx_rs::{BuildXML, ParagraphProperty, Run};

use crate::document::{Inline, Revision, pieces};
use crate::writers::docx::conform::conform;
use crate::writers::docx::text::child;
use crate::writers::docx::tracking::{self, End, Pen};
use crate::writers::docx::xml::Xml;

use super::blocks::Context;
use super::built::{Built, paragraph};

/// What a comparison says of a paragraph.
#[derive(Default)]
pub(super) struct Marked {
    /// What became of all of its text; nothing of a paragraph that is in both forms.
    pub(super) text: Option<Revision>,
    /// What became of its mark.
    mark: Option<Revision>,
    /// Whether what was moved begins with it, and whether it ends with it.
    begins: bool,
    ends: bool,
    /// Its text, if its changes are told in it already.
    is_told: bool,
    /// The properties that it had, if it has others.
    had: Option<Box<ParagraphProperty>>,
}

/// What stands behind the last of some paragraphs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Behind {
    /// The end of a cell whose row is new or gone as a whole.
    Row,
    /// The end of a cell. Where no other paragraph is left, it has one of this style that says nothing.
    Cell(String),
    /// A table or the end of a section, before which a paragraph that says nothing takes no room.
    Gap,
}

impl<'a> Context<'a> {
    /// Writes what a comparison may mark as a whole.
    pub(super) fn whole(
        &mut self,
        revision: Option<Revision>,
        out: &mut Vec<Built<'a>>,
        write: impl FnOnce(&mut Self, &mut Vec<Built<'a>>) -> Result<(), String>,
    ) -> Result<(), String> {
        match revision {
            Some(revision) => self.revised(revision, out, write),
            None => write(self, out),
        }
    }

    /// Writes what a comparison marks as a whole.
    fn revised(
        &mut self,
        revision: Revision,
        out: &mut Vec<Built<'a>>,
        write: impl FnOnce(&mut Self, &mut Vec<Built<'a>>) -> Result<(), String>,
    ) -> Result<(), String> {
        let revision = self.tracking.settled(revision);
        let (around, from) = (self.revision.replace(revision), out.len());
        let written = write(self, out);
        self.revision = around;
        let made = &mut out[from..];
        mark(made, revision);
        if let [first, ..] = made {
            first.marked.begins = true;
        }
        if let [.., last] = made {
            last.marked.ends = true;
        }
        written
    }

    /// The paragraph of a line that may be there in one form only: a line of a mark, a caption. It is
    /// new or gone if all of its pieces are.
    pub(super) fn whole_line(content: &[Inline], built: &mut Built<'_>) {
        let mut revisions = pieces(content).map(|(revision, _)| revision.map(tracking::plain));
        if let Some(Some(first)) = revisions.next()
            && revisions.all(|other| other == Some(first))
        {
            built.marked.text = Some(first);
            built.marked.mark = Some(first);
            built.marked.is_told = true;
        }
    }

    /// Writes a paragraph with what a comparison says of it.
    pub(super) fn write(&mut self, mut built: Built<'a>, xml: &mut Xml) -> Result<(), String> {
        self.tell(&mut built);
        let marked = std::mem::take(&mut built.marked);
        let property = &mut built.paragraph.property;
        let mut pen = self.pen();
        if let Some(mark) = marked.mark {
            pen.mark(mark, property);
        }
        if let Some(had) = marked.had {
            let mut was = Vec::new();
            conform(&had.build(), pen.additions, &mut was)?;
            pen.had(&was, property);
        }
        built.write(&self.additions, xml)?;
        if let (Some(revision), true, Some(_)) = (marked.text, marked.ends, marked.mark) {
            self.pen().write_edge(End::End, revision, xml);
        }
        Ok(())
    }

    /// Puts the text of a paragraph that is new or gone into changes.
    fn tell(&mut self, built: &mut Built<'_>) {
        let Some(revision) = built.marked.text else {
            return;
        };
        if std::mem::replace(&mut built.marked.is_told, true) {
            return;
        }
        let children = std::mem::take(&mut built.paragraph.children);
        let mut pen = self.pen();
        let start = built.marked.begins.then(|| pen.edge(End::Start, revision));
        let wrapped = pen.wrap(children, revision);
        // The mark belongs to what was moved if it goes with it.
        let inside = built.marked.ends && built.marked.mark.is_none();
        let end = inside.then(|| pen.edge(End::End, revision));
        let [start, end] = [start, end].map(Option::flatten);
        built.paragraph.children = start.into_iter().chain(wrapped).chain(end).collect();
    }

    /// Settles which marks are new or gone, where paragraphs end. The first of them may be there in
    /// both forms; the others are in one.
    ///
    /// What changes the properties of a paragraph is one more change to decide about, and LibreOffice
    /// 7.4 takes no number back: so outside of cells, paragraphs that differ end with a gap.
    pub(super) fn settle(&mut self, paragraphs: &mut Vec<Built<'a>>, behind: Behind) {
        paragraphs.iter_mut().for_each(Built::settle_spaces);
        let last = |new: bool| {
            let of = |built: &Built<'_>| built.marked.text.map(Revision::is_new) == Some(new);
            paragraphs.iter().rposition(of)
        };
        let (gone, new) = (last(false), last(true));
        let Some(one) = gone.or(new) else { return };
        let first = paragraphs[0].marked.text.is_none().then_some(0);
        let other = gone.and(new).or(first);
        let property = |at: usize| &paragraphs[at].paragraph.property;
        let alike = other.is_some_and(|other| property(one) == property(other));
        match (gone, new) {
            _ if behind == Behind::Gap && !alike => paragraphs.extend(gap(paragraphs)),
            (Some(gone), Some(new)) => {
                let (gone, new) = if gone > new {
                    (paragraphs.remove(gone), paragraphs.remove(new))
                } else {
                    let new = paragraphs.remove(new);
                    (paragraphs.remove(gone), new)
                };
                let joined = self.joined(gone, new);
                paragraphs.push(joined);
            }
            _ => end(paragraphs, behind),
        }
    }

    /// One paragraph of the text that is gone and the text that is new.
    fn joined(&mut self, mut gone: Built<'a>, mut new: Built<'a>) -> Built<'a> {
        for built in [&mut gone, &mut new] {
            built.marked.mark = None;
            self.tell(built);
        }
        let text = std::mem::take(&mut new.paragraph.children);
        new.paragraph.children = gone.paragraph.children;
        new.paragraph.children.extend(text);
        let had = Box::new(gone.paragraph.property);
        new.marked = Marked {
            had: (*had != new.paragraph.property).then_some(had),
            ..Marked::default()
        };
        new
    }

    /// What writes changes.
    pub(super) fn pen(&mut self) -> Pen<'_> {
        Pen {
            tracking: self.tracking,
            bookmarks: &mut self.bookmarks,
            additions: &mut self.additions,
        }
    }
}

/// The paragraph that says nothing behind others; it stays with what follows if the last of them does.
///
/// Where the others go, LibreOffice 7.4 joins the two. An empty second one takes the look and the
/// number of the first, one with a sign keeps its own: so there is a space in it.
fn gap<'a>(paragraphs: &[Built<'a>]) -> Option<Built<'a>> {
    let last = paragraphs.last()?;
    let keeps = last.paragraph.property.keep_next;
    let mut gap = Built::gap();
    gap.paragraph.children.push(child(Run::new().add_text(" ")));
    gap.keep(keeps.unwrap_or(last.style.keep_with_next));
    Some(gap)
}

/// Ends paragraphs of which the last are all new, or all gone.
fn end(paragraphs: &mut [Built<'_>], behind: Behind) {
    let stays = paragraphs
        .first()
        .is_some_and(|first| first.marked.text.is_none());
    let [.., last] = paragraphs else { return };
    let Some(revision) = last.marked.text else {
        return;
    };
    last.marked.mark = None;
    let (last, other) = match (paragraphs, stays, behind) {
        ([first, .., last], true, _) => {
            first.marked.mark = Some(tracking::plain(revision));
            (last, first.paragraph.property.clone())
        }
        ([.., last], _, Behind::Cell(style)) => (last, paragraph(&style, Vec::new()).property),
        _ => return,
    };
    let own = &mut last.paragraph.property;
    let had = if revision.is_new() {
        other
    } else {
        std::mem::replace(own, other)
    };
    last.marked.had = (had != *own).then(|| Box::new(had));
}

/// Says of paragraphs what became of them.
pub(super) fn mark(paragraphs: &mut [Built<'_>], revision: Revision) {
    for built in paragraphs {
        built.marked.text = Some(revision);
        built.marked.mark = Some(revision);
    }
}
