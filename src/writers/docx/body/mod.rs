//! `document.xml`: the blocks one after the other.
//!
//! Paragraphs, runs, links and the properties of sections are made with docx-rs, each written and
//! [conformed](super::conform) at once; tables are written straight. The last paragraph waits for what follows it:
//! a table asks it for space, the end of a section puts its properties into it.

mod blocks;
mod built;
mod cell;
mod closing;
mod contents;
mod figure;
mod items;
mod marked;
mod table;

use docx_rs::BuildXML;

use crate::document::{Anchor, Block, Contents, Document, Heading, Revision, Table};
use crate::kind::style::{Sheet, Style, Words};
use crate::layout::page::TableColumns;
use crate::length::Length;

use super::Measures;
use super::bookmarks::{self, Bookmarks};
use super::conform::{Additions, conform};
use super::controls::Controls;
use super::deflated::Deflated;
use super::headers::Edges;
use super::links::Links;
use super::media::Media;
use super::names::Names;
use super::notes::Notes;
use super::numbering::{Numbering, Survey};
use super::package::{Kind, Part};
use super::sections;
use super::sequences::Sequences;
use super::styles::Uses;
use super::tracking::{self, Form, Tracking};
use super::xml::{RELATIONSHIPS, WORD, Xml};

use blocks::Context;
use built::Built;
use marked::Behind;

/// The part, and what its text needs in others.
pub(super) struct Body<'a> {
    /// `document.xml`.
    pub(super) part: Part,
    /// The part of the footnotes, if there are any.
    pub(super) notes: Option<Part>,
    /// The places that links lead to.
    pub(super) bookmarks: Bookmarks,
    /// The places to be filled in.
    pub(super) controls: Controls<'a>,
    /// The lists.
    pub(super) numbering: Numbering,
    /// The pictures.
    pub(super) media: Media,
    /// The parts of the charts in order, each with its workbook.
    pub(super) charts: Vec<(Vec<u8>, Vec<u8>)>,
}

/// Writes the part.
pub(super) fn write<'a>(
    document: &'a Document,
    style: &'a Style,
    shared: (&'a Uses, &'a Names, &'a Tracking),
    measures: Measures<'a>,
    words: &'a Words,
) -> Result<Body<'a>, String> {
    let mut flow = Flow::new(document, style, shared, measures, words);
    let edges = Edges::of(document, style);
    let runs = sections::runs(document);
    let last = runs.len() - 1;
    for (index, run) in runs.iter().enumerate() {
        let edge = if index == 0 {
            Before::Top
        } else {
            Before::Break
        };
        flow.start(style.page.sheet(run.orientation), edge);
        for index in 0..run.blocks.len() {
            flow.block(&run.blocks[index..])?;
        }
        let properties = sections::properties(&style.page, edges, run.orientation, index == 0);
        flow.end(properties, index == last)?;
    }
    Ok(flow.finish())
}

struct Flow<'a> {
    context: Context<'a>,
    xml: Xml,
    tables: std::slice::Iter<'a, TableColumns>,
    /// The headings of the document, each with its page.
    headings: Vec<(&'a Heading, Option<usize>)>,
    /// How many of them were written.
    headings_so_far: usize,
    /// The tables of contents.
    contents: Vec<Contents>,
    page_width: Length,
    page_height: Length,
    before: Before,
    /// The paragraph that waits, and those behind it that are new or gone.
    waiting: Vec<Built<'a>>,
}

/// What stands before the next block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The upper edge of the first page.
    Top,
    /// The upper edge of the first page of another section.
    Break,
    /// A paragraph.
    Paragraph,
    /// A table that wants this space below it.
    Table(Length),
}

impl<'a> Flow<'a> {
    fn new(
        document: &'a Document,
        style: &'a Style,
        (uses, names, tracking): (&'a Uses, &'a Names, &'a Tracking),
        measures: Measures<'a>,
        words: &'a Words,
    ) -> Self {
        let text = Deflated::new(&Kind::Document.path());
        let mut xml = Xml::long_part("w:document", &[WORD, RELATIONSHIPS], text);
        xml.open("w:body", &[]);
        let survey = Survey::of(document, style);
        let context = Context {
            style,
            uses,
            names,
            links: Links::default(),
            notes: Notes::new(style),
            bookmarks: Bookmarks::new(survey.shown, survey.places),
            controls: Controls::new(words, &document.properties.lang),
            numbering: Numbering::new(survey.links),
            sequences: Sequences::default(),
            document: &document.properties.id,
            lang: &document.properties.lang,
            charts_to_come: measures.charts.iter(),
            charts: Vec::new(),
            width: Length::ZERO,
            height: Length::ZERO,
            media: Media::default(),
            drawings: 0,
            signatures: 0,
            additions: Additions::default(),
            tracking,
            revision: None,
        };
        let pages = measures.headings.iter().copied().map(Some);
        let pages = pages.chain(std::iter::repeat(None));
        Self {
            context,
            xml,
            tables: measures.tables.iter(),
            headings: document.headings().zip(pages).collect(),
            headings_so_far: 0,
            contents: document.contents().collect(),
            page_width: Length::ZERO,
            page_height: Length::ZERO,
            before: Before::Top,
            waiting: Vec::new(),
        }
    }

    fn start(&mut self, page: Sheet, edge: Before) {
        self.page_width = page.text_width();
        self.page_height = page.text_height();
        self.before = edge;
    }

    /// Adds the first of these blocks.
    fn block(&mut self, blocks: &[&Block]) -> Result<(), String> {
        let Some((revision, block)) = blocks.first().map(|block| block.revised()) else {
            return Ok(());
        };
        self.context.width = self.page_width;
        self.context.height = self.page_height;
        let stays = closing::stays(&self.context, blocks);
        let mut paragraphs = Vec::new();
        match block {
            Block::Table(table) => return self.table(table, stays, revision),
            // It is of the document as it is now; Word makes it anew as a whole.
            Block::Contents(contents) if Form::Is.has(revision) => return self.contents(*contents),
            Block::Contents(_) => return Ok(()),
            Block::Heading(heading) => self.heading(heading, revision, &mut paragraphs)?,
            block => self
                .context
                .whole(revision, &mut paragraphs, |context, out| {
                    context.block(block, 0, out)
                })?,
        }
        let held = if stays { closing::held(block) } else { 0 };
        for built in paragraphs.iter_mut().rev().take(held) {
            built.paragraph.property.keep_next = Some(true);
        }
        paragraphs
            .into_iter()
            .try_for_each(|built| self.push(built))
    }

    /// Adds a heading, to which a table of contents may lead.
    fn heading(
        &mut self,
        heading: &Heading,
        revision: Option<Revision>,
        out: &mut Vec<Built<'a>>,
    ) -> Result<(), String> {
        let stands = Form::Is.has(revision);
        let is_listed = self.contents.iter().any(|contents| contents.lists(heading));
        let name = bookmarks::of_contents(self.headings_so_far);
        self.headings_so_far += usize::from(stands);
        self.context.whole(revision, out, |context, out| {
            let mut built = context.heading(heading)?;
            if stands && is_listed {
                let children = &mut built.paragraph.children;
                context.bookmarks.around(name, children);
            }
            out.push(built);
            Ok(())
        })
    }

    /// Adds a paragraph. At the top of a page it has no space above; Word keeps that at the top of
    /// a section.
    fn push(&mut self, mut built: Built<'a>) -> Result<(), String> {
        if built.marked.text.is_none() {
            self.flush()?;
        }
        match self.before {
            Before::Top | Before::Break => built.before = Some(Length::ZERO),
            Before::Paragraph => {}
            Before::Table(space) => built.before_at_least(space),
        }
        self.before = Before::Paragraph;
        self.waiting.push(built);
        Ok(())
    }

    /// Writes what waits: a paragraph follows that is there in both forms of the document.
    fn flush(&mut self) -> Result<(), String> {
        let mut waiting = self.waiting.drain(..);
        waiting.try_for_each(|built| self.context.write(built, &mut self.xml))
    }

    /// Settles how what waits ends before a table or the end of a section.
    fn settle(&mut self) {
        self.context.settle(&mut self.waiting, Behind::Gap);
    }

    /// Adds a table, whose last row may stay with what follows. It has no space of its own around
    /// it: its neighbours give theirs.
    fn table(
        &mut self,
        table: &Table,
        stays: bool,
        revision: Option<Revision>,
    ) -> Result<(), String> {
        let style = self.context.style.tables.get(&table.role);
        let space = style
            .ok_or_else(|| format!("the style knows no table `{}`", table.role))?
            .space;
        let measured = self
            .tables
            .next()
            .ok_or("the layout has fewer tables than the document")?;
        if let Some(last) = self.waiting.last_mut() {
            last.after_at_least(space);
        }
        let place = table.id.as_ref();
        if let Some(caption) = &table.caption {
            self.context.width = self.page_width;
            let mut made = Vec::new();
            self.context.whole(revision, &mut made, |context, out| {
                let mut caption = context.caption("table-caption", caption, place)?;
                caption.paragraph.property.keep_next = Some(true);
                context.mark(place, &mut caption);
                out.push(caption);
                Ok(())
            })?;
            made.into_iter()
                .try_for_each(|caption| self.push(caption))?;
        } else if let Before::Table(before) = self.before {
            self.gap(before.max(space), revision)?;
        } else if self.before == Before::Break {
            self.gap(Length::ZERO, revision)?;
        }
        self.settle();
        self.flush()?;
        self.context.revision = revision.map(tracking::plain);
        if table.caption.is_none() {
            self.bookmark(place);
        }
        let around = (self.page_height, stays);
        let written = table::write(&mut self.context, &mut self.xml, table, measured, around);
        self.context.revision = None;
        self.before = Before::Table(space);
        written
    }

    /// Marks the place of what comes next, which is no paragraph (ECMA-376 Part 1, 17.13.6.2).
    fn bookmark(&mut self, anchor: Option<&Anchor>) {
        let revision = self.context.revision;
        let Some(anchor) = anchor.filter(|it| self.context.bookmarks.marks(it, revision)) else {
            return;
        };
        let name = self.context.bookmarks.name(anchor);
        let id = self.context.bookmarks.next().to_string();
        let start = [("w:id", id.as_str()), ("w:name", name.as_str())];
        self.xml.leaf("w:bookmarkStart", &start);
        self.xml.leaf("w:bookmarkEnd", &start[..1]);
    }

    /// Keeps two tables apart, which Word would join; without the second, nothing is to be kept.
    /// Before a table that begins a section it carries the break of the page: LibreOffice leaves a
    /// table on the paper of the section before.
    fn gap(&mut self, space: Length, revision: Option<Revision>) -> Result<(), String> {
        let spacing = docx_rs::LineSpacing::new().after(space.to_twips().max(0) as u32);
        let mut made = Vec::new();
        self.context
            .whole(revision.map(tracking::plain), &mut made, |_, out| {
                let mut gap = Built::gap();
                gap.paragraph.property.line_spacing = Some(spacing);
                out.push(gap);
                Ok(())
            })?;
        let mut made = made.into_iter();
        made.try_for_each(|gap| self.context.write(gap, &mut self.xml))
    }

    /// Ends a section: in its last paragraph, or in the body for the last section (ECMA-376 Part 1,
    /// 17.6.18). A table has no place for it and no right to be the last.
    fn end(&mut self, properties: docx_rs::SectionProperty, last: bool) -> Result<(), String> {
        self.settle();
        let mut built = self.waiting.pop().unwrap_or_else(Built::gap);
        self.flush()?;
        if !last {
            built.paragraph.property.section_property = Some(properties);
            return self.context.write(built, &mut self.xml);
        }
        self.context.write(built, &mut self.xml)?;
        conform(
            &properties.build(),
            &self.context.additions,
            self.xml.bytes(),
        )
    }

    fn finish(self) -> Body<'a> {
        Body {
            part: Part {
                kind: Kind::Document,
                bytes: self.xml.finish_long(),
                links: self.context.links,
            },
            notes: self.context.notes.finish(),
            bookmarks: self.context.bookmarks,
            controls: self.context.controls,
            numbering: self.context.numbering,
            media: self.context.media,
            charts: self.context.charts,
        }
    }
}
