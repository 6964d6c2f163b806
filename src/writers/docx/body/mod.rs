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
mod table;

use docx_rs::BuildXML;

use crate::document::{Anchor, Block, Contents, Document, Heading, Table};
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
use super::names::{self, Names};
use super::notes::Notes;
use super::numbering::{Numbering, Survey};
use super::package::{Kind, Part};
use super::sections;
use super::sequences::Sequences;
use super::styles::Uses;
use super::xml::{RELATIONSHIPS, WORD, Xml};

use blocks::Context;
use built::{Built, paragraph};

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
    (uses, names): (&'a Uses, &'a Names),
    measures: Measures<'a>,
    words: &'a Words,
) -> Result<Body<'a>, String> {
    let mut flow = Flow::new(document, style, (uses, names), measures, words);
    let edges = Edges::of(document, style);
    let runs = sections::runs(document);
    let last = runs.len() - 1;
    for (index, run) in runs.iter().enumerate() {
        flow.start(style.page.sheet(run.orientation));
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
    /// The paragraph that waits.
    last: Option<Built<'a>>,
}

/// What stands before the next block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The upper edge of a page.
    Top,
    /// A paragraph.
    Paragraph,
    /// A table that wants this space below it.
    Table(Length),
}

impl<'a> Flow<'a> {
    fn new(
        document: &'a Document,
        style: &'a Style,
        (uses, names): (&'a Uses, &'a Names),
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
            bookmarks: Bookmarks::new(survey.shown),
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
            last: None,
        }
    }

    fn start(&mut self, page: Sheet) {
        self.page_width = page.text_width();
        self.page_height = page.text_height();
        self.before = Before::Top;
    }

    /// Adds the first of these blocks.
    fn block(&mut self, blocks: &[&Block]) -> Result<(), String> {
        let Some(block) = blocks.first() else {
            return Ok(());
        };
        self.context.width = self.page_width;
        self.context.height = self.page_height;
        let stays = closing::stays(&self.context, blocks);
        let mut paragraphs = Vec::new();
        match block {
            Block::Table(table) => return self.table(table, stays),
            Block::Contents(contents) => return self.contents(*contents),
            Block::Heading(heading) => paragraphs.push(self.heading(heading)?),
            block => self.context.block(block, 0, &mut paragraphs)?,
        }
        let held = if stays { closing::held(block) } else { 0 };
        for built in paragraphs.iter_mut().rev().take(held) {
            built.paragraph.property.keep_next = Some(true);
        }
        paragraphs
            .into_iter()
            .try_for_each(|built| self.push(built))
    }

    /// A heading, to which a table of contents may lead.
    fn heading(&mut self, heading: &Heading) -> Result<Built<'a>, String> {
        let mut built = self.context.heading(heading)?;
        if self.contents.iter().any(|contents| contents.lists(heading)) {
            let name = bookmarks::of_contents(self.headings_so_far);
            let children = &mut built.paragraph.children;
            self.context.bookmarks.around(name, children);
        }
        self.headings_so_far += 1;
        Ok(built)
    }

    /// Adds a paragraph. At the top of a page it has no space above; Word keeps that at the top of
    /// a section.
    fn push(&mut self, mut built: Built<'a>) -> Result<(), String> {
        self.flush()?;
        match self.before {
            Before::Top => built.before = Some(Length::ZERO),
            Before::Paragraph => {}
            Before::Table(space) => built.before_at_least(space),
        }
        self.before = Before::Paragraph;
        self.last = Some(built);
        Ok(())
    }

    fn flush(&mut self) -> Result<(), String> {
        match self.last.take() {
            Some(built) => built.write(&self.context.additions, &mut self.xml),
            None => Ok(()),
        }
    }

    /// Adds a table, whose last row may stay with what follows. It has no space of its own around
    /// it: its neighbours give theirs.
    fn table(&mut self, table: &Table, stays: bool) -> Result<(), String> {
        let style = self.context.style.tables.get(&table.role);
        let space = style
            .ok_or_else(|| format!("the style knows no table `{}`", table.role))?
            .space;
        let measured = self
            .tables
            .next()
            .ok_or("the layout has fewer tables than the document")?;
        if let Some(last) = &mut self.last {
            last.after_at_least(space);
        }
        if let Some(caption) = &table.caption {
            self.context.width = self.page_width;
            let place = table.id.as_ref();
            let mut caption = self.context.caption("table-caption", caption, place)?;
            caption.paragraph.property.keep_next = Some(true);
            self.context.mark(place, &mut caption);
            self.push(caption)?;
            self.flush()?;
        } else {
            if let Before::Table(before) = self.before {
                self.gap(before.max(space))?;
            }
            self.flush()?;
            self.bookmark(table.id.as_ref());
        }
        table::write(
            &mut self.context,
            &mut self.xml,
            table,
            measured,
            (self.page_height, stays),
        )?;
        self.before = Before::Table(space);
        Ok(())
    }

    /// Marks the place of what comes next, which is no paragraph (ECMA-376 Part 1, 17.13.6.2).
    fn bookmark(&mut self, anchor: Option<&Anchor>) {
        let Some(anchor) = anchor else { return };
        let name = self.context.bookmarks.name(anchor);
        let id = self.context.bookmarks.next().to_string();
        let start = [("w:id", id.as_str()), ("w:name", name.as_str())];
        self.xml.leaf("w:bookmarkStart", &start);
        self.xml.leaf("w:bookmarkEnd", &start[..1]);
    }

    /// Keeps two tables apart, which Word would join.
    fn gap(&mut self, space: Length) -> Result<(), String> {
        let spacing = docx_rs::LineSpacing::new().after(space.to_twips().max(0) as u32);
        let mut gap = paragraph(names::GAP, Vec::new());
        gap.property.line_spacing = Some(spacing);
        conform(&gap.build(), &self.context.additions, self.xml.bytes())
    }

    /// Ends a section: in its last paragraph, or in the body for the last section (ECMA-376 Part 1,
    /// 17.6.18). A table has no place for it and no right to be the last.
    fn end(&mut self, properties: docx_rs::SectionProperty, last: bool) -> Result<(), String> {
        let mut built = self.last.take().unwrap_or_else(Built::gap);
        if !last {
            built.paragraph.property.section_property = Some(properties);
            return built.write(&self.context.additions, &mut self.xml);
        }
        built.write(&self.context.additions, &mut self.xml)?;
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
