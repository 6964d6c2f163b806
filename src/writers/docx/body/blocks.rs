//! Blocks as paragraphs, made with docx-rs.

use docx_rs::{OutlineLvl, ParagraphChild, SpecialIndentType};

use crate::document::{Anchor, Block, Chart, Heading, Inline, List, ListItem, Revision, Role};
use crate::kind::style::{ParagraphStyle, Style};
use crate::layout::page::Drawing;
use crate::length::Length;
use crate::writers::docx::bookmarks::Bookmarks;
use crate::writers::docx::chart;
use crate::writers::docx::conform::Additions;
use crate::writers::docx::controls::Controls;
use crate::writers::docx::links::Links;
use crate::writers::docx::media::Media;
use crate::writers::docx::names::{self, Names};
use crate::writers::docx::notes::Notes;
use crate::writers::docx::numbering::{Indent, Numbered, Numbering};
use crate::writers::docx::sequences::{self, Sequences};
use crate::writers::docx::styles::{Uses, outline_value};
use crate::writers::docx::text::{self, References};
use crate::writers::docx::tracking::{self, Tracking};

use super::built::{Built, paragraph};
use super::items::{self, Labels};
use crate::writers::docx::workbook::workbook;

/// What all blocks need.
pub(super) struct Context<'a> {
    pub(super) style: &'a Style,
    /// What the styles say besides looks.
    pub(super) uses: &'a Uses,
    /// What a person calls the looks.
    pub(super) names: &'a Names,
    pub(super) links: Links,
    pub(super) notes: Notes<'a>,
    pub(super) bookmarks: Bookmarks,
    pub(super) controls: Controls<'a>,
    pub(super) numbering: Numbering,
    pub(super) sequences: Sequences,
    /// The stable name of the document.
    pub(super) document: &'a str,
    /// Its language.
    pub(super) lang: &'a str,
    /// The drawings of the charts still to come.
    pub(super) charts_to_come: std::slice::Iter<'a, Drawing>,
    /// The parts of the charts so far, each with its workbook.
    pub(super) charts: Vec<(Vec<u8>, Vec<u8>)>,
    /// The width that the text has: of the page, or of the cell.
    pub(super) width: Length,
    /// The height of the text on a page.
    pub(super) height: Length,
    pub(super) media: Media,
    /// How many pictures and charts were written: Word wants a number for each.
    pub(super) drawings: usize,
    /// How many lines to be signed with a certificate.
    pub(super) signatures: usize,
    /// What docx-rs has no words for.
    pub(super) additions: Additions,
    /// What is known of the changes of the document.
    pub(super) tracking: &'a Tracking,
    /// What a comparison says of what is being written, as a whole.
    pub(super) revision: Option<Revision>,
}

impl<'a> Context<'a> {
    /// Adds the paragraphs of a block; `depth` is that of a list among them, from 0.
    pub(super) fn block(
        &mut self,
        block: &Block,
        depth: usize,
        out: &mut Vec<Built<'a>>,
    ) -> Result<(), String> {
        match block {
            Block::Heading(heading) => out.push(self.heading(heading)?),
            Block::Paragraph(paragraph) => {
                let built = self.counted(&paragraph.role, &paragraph.content)?;
                out.push(self.below_headings(&paragraph.role, built));
            }
            Block::List(list) => self.list(list, depth, out)?,
            Block::Figure(figure) => self.figure(figure, out)?,
            Block::Chart(chart) => self.chart(chart, out)?,
            Block::Contents(_) => {
                return Err("a table of contents stands within a list or a cell".to_owned());
            }
            Block::Mark(mark) => self.approval(mark, out)?,
            Block::Signature(signature) => out.push(self.signature(signature)?),
            Block::ClosingRule(role) => out.push(self.closing_rule(role)?),
            Block::Revised(revision, block) => {
                let write = |it: &mut Self, out: &mut Vec<_>| it.block(block, depth, out);
                self.whole(Some(*revision), out, write)?;
            }
            Block::Table(table) => {
                return Err(format!(
                    "a table `{}` stands within a list or a cell",
                    table.role
                ));
            }
        }
        Ok(())
    }

    /// How a role looks.
    pub(super) fn look(&self, role: &str) -> Result<&'a ParagraphStyle, String> {
        let style = self.style.paragraphs.get(role);
        style.ok_or_else(|| format!("the style knows no role `{role}`"))
    }

    /// A paragraph of a role.
    pub(super) fn paragraph(
        &mut self,
        role: &str,
        content: &[Inline],
    ) -> Result<Built<'a>, String> {
        let style = self.look(role)?;
        let children = self.children(content, style)?;
        let paragraph = paragraph(&names::paragraph_id(role), children);
        Ok(Built::new(paragraph, style))
    }

    /// The pieces of a line in a paragraph of that style.
    pub(super) fn children(
        &mut self,
        content: &[Inline],
        style: &ParagraphStyle,
    ) -> Result<Vec<ParagraphChild>, String> {
        text::children(content, style, &mut self.references())
    }

    /// What the text may refer to.
    fn references(&mut self) -> References<'_, 'a, 'a> {
        References {
            links: &mut self.links,
            bookmarks: &mut self.bookmarks,
            controls: &mut self.controls,
            notes: Some(&mut self.notes),
            tracking: self.tracking,
            revision: self.revision,
            additions: &mut self.additions,
        }
    }

    /// Makes a paragraph the place that an anchor names.
    pub(super) fn mark(&mut self, anchor: Option<&Anchor>, built: &mut Built<'_>) {
        if let Some(anchor) = anchor.filter(|it| self.bookmarks.marks(it, self.revision)) {
            let name = self.bookmarks.name(anchor);
            self.bookmarks.around(name, &mut built.paragraph.children);
        }
    }

    /// A paragraph of a role; the number that it begins with is Word's own wherever Word would
    /// count to it.
    fn counted(&mut self, role: &Role, content: &[Inline]) -> Result<Built<'a>, String> {
        let style = self.look(role)?;
        let counted = (self.numbering).counted(role, style, content, self.revision);
        let Some((numbered, rest)) = counted else {
            return self.paragraph(role, content);
        };
        let mut built = self.paragraph(role, &rest)?;
        if let Some(numbered) = numbered {
            built.number(numbered);
        }
        Ok(built)
    }

    /// The caption of a place; its number is one that Word counts.
    pub(super) fn caption(
        &mut self,
        role: &str,
        content: &[Inline],
        place: Option<&Anchor>,
    ) -> Result<Built<'a>, String> {
        let style = self.look(role)?;
        let children = self.caption_children(content, style, place)?;
        let paragraph = paragraph(&names::paragraph_id(role), children);
        let mut built = Built::new(paragraph, style);
        Self::whole_line(content, &mut built);
        Ok(built)
    }

    fn caption_children(
        &mut self,
        content: &[Inline],
        style: &ParagraphStyle,
        place: Option<&Anchor>,
    ) -> Result<Vec<ParagraphChild>, String> {
        if let Some((at, number)) = sequences::number(content) {
            let instruction = self.sequences.instruction(&number, self.revision);
            let mut children = self.children(&content[..at], style)?;
            let place = place.filter(|place| self.bookmarks.marks(place, self.revision));
            let mut references = self.references();
            children.extend(number.children(&instruction, style, place, &mut references));
            children.extend(self.children(&content[at + 1..], style)?);
            return Ok(children);
        }
        let Some(at) = content.iter().position(sequences::is_counted) else {
            return self.children(content, style);
        };
        // The number of one form, or those of both, each in its change.
        let mut children = self.children(&content[..at], style)?;
        for inline in &content[at..] {
            match inline {
                Inline::Revised(revision, pieces) if sequences::is_counted(inline) => {
                    let revision = tracking::plain(*revision);
                    let around = self.revision.replace(revision);
                    let made = self.caption_children(pieces, style, place);
                    self.revision = around;
                    children.extend(self.pen().wrap(made?, revision));
                }
                inline => children.extend(self.children(std::slice::from_ref(inline), style)?),
            }
        }
        Ok(children)
    }

    /// A paragraph that is no heading, also where its role is that of one.
    fn below_headings(&self, role: &str, mut built: Built<'a>) -> Built<'a> {
        if self.uses.level(role).is_some() {
            built.paragraph.property.outline_lvl = Some(outline_level(None));
        }
        built
    }

    pub(super) fn heading(&mut self, heading: &Heading) -> Result<Built<'a>, String> {
        let mut built = self.counted(&heading.role, &heading.content)?;
        self.mark(Some(&heading.id), &mut built);
        if self.uses.level(&heading.role) != Some(heading.level) {
            built.paragraph.property.outline_lvl = Some(outline_level(Some(heading.level)));
        }
        Ok(built)
    }

    fn list(&mut self, list: &List, depth: usize, out: &mut Vec<Built<'a>>) -> Result<(), String> {
        let numbered = self.numbering.list(list.marker, depth);
        let labels = (numbered, first_role(list));
        list.items.iter().try_for_each(|item| {
            let write = |it: &mut Self, out: &mut Vec<_>| it.item(item, labels, depth, out);
            self.whole(item.revision, out, write)
        })
    }

    /// Adds an item: its first paragraph has the label, the others stand below its text. An item that
    /// begins with something else, or with nothing, has a paragraph of that role for its label alone.
    fn item(
        &mut self,
        item: &ListItem,
        (numbered, role): (Numbered, &str),
        depth: usize,
        out: &mut Vec<Built<'a>>,
    ) -> Result<(), String> {
        let blocks = items::labelled_alike(&item.blocks);
        let mut labels = Labels::new(numbered);
        for revision in labels.alone(&blocks) {
            self.whole(revision, out, |it, out| {
                let built = it.paragraph(role, &[])?;
                out.push(it.placed(built, Some(numbered), depth));
                Ok(())
            })?;
        }
        for (index, block) in blocks.iter().enumerate() {
            let (revision, block) = block.revised();
            let label = match block {
                Block::Paragraph(_) => labels.take(revision),
                _ => None,
            };
            let announces = block.announces(blocks.get(index + 1));
            self.whole(revision, out, |it, out| {
                it.in_item(block, (label, announces), depth, out)
            })?;
        }
        Ok(())
    }

    /// Adds a block of an item.
    fn in_item(
        &mut self,
        block: &Block,
        (label, announces): (Option<Numbered>, bool),
        depth: usize,
        out: &mut Vec<Built<'a>>,
    ) -> Result<(), String> {
        match block {
            Block::Paragraph(paragraph) => {
                let mut built = self.paragraph(&paragraph.role, &paragraph.content)?;
                if announces {
                    built.paragraph.property.keep_next = Some(true);
                }
                let built = self.below_headings(&paragraph.role, built);
                out.push(self.placed(built, label, depth));
            }
            Block::List(list) => self.list(list, depth + 1, out)?,
            other => self.block(other, depth + 1, out)?,
        }
        Ok(())
    }

    fn placed(&mut self, mut built: Built<'a>, label: Option<Numbered>, depth: usize) -> Built<'a> {
        let indent = Indent::new(built.style, depth);
        let left = Some(indent.left.to_twips() as i32);
        let first = match label {
            Some(_) if indent.hanging >= Length::ZERO => {
                SpecialIndentType::Hanging(indent.hanging.to_twips() as i32)
            }
            Some(_) => SpecialIndentType::FirstLine((-indent.hanging).to_twips() as i32),
            None => SpecialIndentType::FirstLine(0),
        };
        let placed =
            label.is_some_and(|label| self.numbering.places(built.style, label.level, indent));
        if let Some(label) = label {
            built.number(label);
        }
        if !placed {
            built.paragraph.property.indent =
                Some(docx_rs::Indent::new(left, Some(first), None, None));
        }
        built
    }

    /// Adds a chart and its caption, which stays on its page.
    fn chart(&mut self, chart: &Chart, out: &mut Vec<Built<'a>>) -> Result<(), String> {
        let drawing = self
            .charts_to_come
            .next()
            .ok_or("the layout has fewer charts than the document")?;
        let style = self.style.charts.get(&chart.role);
        let style = style.ok_or_else(|| format!("the style knows no chart `{}`", chart.role))?;
        if let Some(caption) = &chart.caption {
            let mut built = self.caption("chart-caption", caption, chart.id.as_ref())?;
            built.paragraph.property.keep_next = Some(true);
            built.before_at_least(style.space_before);
            self.mark(chart.id.as_ref(), &mut built);
            out.push(built);
        }
        let names = (self.lang, self.style.typeface.name.as_str());
        let part = chart::part(chart, drawing, style, names);
        self.charts.push((part, workbook(chart)?));
        let mut built = self.paragraph("chart", &[])?;
        self.drawings += 1;
        let (number, id) = (self.charts.len(), self.drawings);
        let run = chart::run(&mut self.additions, chart, drawing, number, id);
        built.paragraph.children.push(run);
        if chart.caption.is_none() {
            self.mark(chart.id.as_ref(), &mut built);
            built.before_at_least(style.space_before);
        }
        built.after_at_least(style.space_after);
        out.push(built);
        Ok(())
    }
}

fn outline_level(level: Option<u8>) -> OutlineLvl {
    OutlineLvl::new(outline_value(level).into())
}

/// The role of the first paragraph of a list.
fn first_role(list: &List) -> &str {
    let block = list.items.first().and_then(|item| item.blocks.first());
    match block.map(|block| block.revised().1) {
        Some(Block::Paragraph(paragraph)) => &paragraph.role,
        Some(Block::List(list)) => first_role(list),
        _ => "body",
    }
}
