//! The paragraphs of a cell.
//!
//! Nearly every cell of a long table holds one paragraph of plain text, and such a one is written
//! straight; any other is made as outside of tables.

use std::borrow::Cow;

use docx_rs::{AlignmentType, Justification, Tab, TabValueType};

use crate::document::{Block, Inline};
use crate::kind::style::{Align, ParagraphStyle};
use crate::length::Length;
use crate::writers::docx::names;
use crate::writers::docx::numbering::Numbered;
use crate::writers::docx::styles::outline_value;
use crate::writers::docx::text;
use crate::writers::docx::xml::Xml;

use super::blocks::Context;
use super::built::{Built, position};
use super::marked::{self, Behind};

/// The role of the paragraph in a cell that says nothing.
const EMPTY_CELL: &str = "table-cell";

/// A paragraph of a cell.
pub(super) enum Paragraph<'a, 'd> {
    /// Nothing but text.
    Plain(Plain<'a, 'd>),
    /// With what is made outside of tables too: links, notes, labels of lists.
    Made(Built<'a>),
}

/// A paragraph of plain text.
pub(super) struct Plain<'a, 'd> {
    role: &'d str,
    style: &'a ParagraphStyle,
    content: Cow<'d, [Inline]>,
    /// What numbers it.
    numbered: Option<Numbered>,
    /// Whether its role is that of a heading, which it is not.
    body: bool,
    /// Where its decimal sign stands.
    decimal: Option<Length>,
    /// Whether the style of the table makes it bold.
    in_first_row: bool,
}

/// The paragraphs of the blocks of a cell, at least one: a cell always ends with one (ECMA-376
/// Part 1, 17.4.65).
pub(super) fn paragraphs<'a, 'd>(
    context: &mut Context<'a>,
    blocks: &'d [Block],
) -> Result<Vec<Paragraph<'a, 'd>>, String> {
    let mut paragraphs = Vec::with_capacity(blocks.len().max(1));
    let is_marked = context.revision.is_some() || blocks.iter().any(has_marked);
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) if !is_marked && text::is_straight(&paragraph.content) => {
                let mut plain = plain(context, &paragraph.role, &paragraph.content)?;
                let counted = (context.numbering).counted(
                    &paragraph.role,
                    plain.style,
                    &paragraph.content,
                    None,
                );
                if let Some((numbered, rest)) = counted {
                    (plain.numbered, plain.content) = (numbered, rest);
                }
                paragraphs.push(Paragraph::Plain(plain));
            }
            // A row is as tall as its text, and nobody has asked how tall a drawing makes it.
            block if is_drawn(block) => {
                return Err("a picture or a chart stands within a cell".to_owned());
            }
            block => {
                let mut made = Vec::new();
                context.block(block, 0, &mut made)?;
                if let Some(revision) = context.revision {
                    marked::mark(&mut made, revision);
                }
                paragraphs.extend(made.into_iter().map(Paragraph::Made));
            }
        }
    }
    if paragraphs.is_empty() {
        paragraphs.push(Paragraph::Plain(plain(context, EMPTY_CELL, &[])?));
    }
    Ok(paragraphs)
}

/// Writes the paragraphs of a cell; `keep` has its row stay with the next one.
pub(super) fn write<'a>(
    context: &mut Context<'a>,
    paragraphs: Vec<Paragraph<'a, '_>>,
    keep: bool,
    xml: &mut Xml,
) -> Result<(), String> {
    let mut waiting: Vec<Built<'a>> = Vec::new();
    for paragraph in paragraphs {
        // Only those behind the last that stays wait for the end of the cell.
        if !paragraph.is_marked() {
            let mut before = waiting.drain(..);
            before.try_for_each(|built| context.write(built, xml))?;
        }
        match paragraph {
            Paragraph::Plain(plain) => plain.write(keep, xml),
            Paragraph::Made(mut built) => {
                built.keep(keep);
                waiting.push(built);
            }
        }
    }
    let behind = match context.revision {
        Some(_) => Behind::Row,
        None => Behind::Cell(names::paragraph_id(EMPTY_CELL)),
    };
    context.settle(&mut waiting, behind);
    let mut last = waiting.into_iter();
    last.try_for_each(|built| context.write(built, xml))
}

/// Whether a comparison marks some paragraph of a block as a whole.
fn has_marked(block: &Block) -> bool {
    match block {
        Block::Revised(..) => true,
        Block::List(list) => list
            .items
            .iter()
            .any(|item| item.revision.is_some() || item.blocks.iter().any(has_marked)),
        _ => false,
    }
}

/// Whether there is a picture or a chart in a block.
fn is_drawn(block: &Block) -> bool {
    match block.revised().1 {
        Block::Figure(_) | Block::Chart(_) => true,
        Block::List(list) => list
            .items
            .iter()
            .flat_map(|item| &item.blocks)
            .any(is_drawn),
        _ => false,
    }
}

fn plain<'a, 'd>(
    context: &Context<'a>,
    role: &'d str,
    content: &'d [Inline],
) -> Result<Plain<'a, 'd>, String> {
    Ok(Plain {
        role,
        style: context.look(role)?,
        content: Cow::Borrowed(content),
        numbered: None,
        body: context.uses.level(role).is_some(),
        decimal: None,
        in_first_row: false,
    })
}

impl<'a> Paragraph<'a, '_> {
    /// How its role looks.
    pub(super) fn style(&self) -> &'a ParagraphStyle {
        match self {
            Self::Plain(plain) => plain.style,
            Self::Made(built) => built.style,
        }
    }

    /// Whether a comparison marks it as a whole.
    fn is_marked(&self) -> bool {
        matches!(self, Self::Made(built) if built.marked.text.is_some())
    }

    /// Aligns a number by its decimal sign: in a cell, the first tab stop does so without a tab
    /// sign in a paragraph at the left (17.3.1.37 and 17.18.84).
    pub(super) fn align(&mut self, place: Length) {
        if self.style().align != Align::Decimal {
            return;
        }
        match self {
            Self::Plain(plain) => plain.decimal = Some(place),
            Self::Made(built) => {
                let stop = Tab::new().val(TabValueType::Decimal).pos(position(place));
                let property = &mut built.paragraph.property;
                property.tabs.push(stop);
                property.alignment = Some(Justification::new(AlignmentType::Left.to_string()));
            }
        }
    }

    /// Leaves to the style of the table what that says of a header role in the first row.
    pub(super) fn in_first_row(&mut self, head: &str) {
        match self {
            Self::Plain(plain) => plain.in_first_row = plain.role == head,
            Self::Made(built) => {
                let style = &mut built.paragraph.property.style;
                if style
                    .as_ref()
                    .is_some_and(|style| style.val == names::paragraph_id(head))
                {
                    *style = Some(docx_rs::ParagraphStyle::new(Some(names::first_row_id(
                        head,
                    ))));
                }
            }
        }
    }
}

impl Plain<'_, '_> {
    /// Writes the paragraph with its properties in the order of 17.3.1.26.
    fn write(&self, keep: bool, xml: &mut Xml) {
        xml.open("w:p", &[]);
        xml.open("w:pPr", &[]);
        let id = if self.in_first_row {
            names::first_row_id(self.role)
        } else {
            names::paragraph_id(self.role)
        };
        xml.value("w:pStyle", &id);
        if keep && !self.style.keep_with_next {
            xml.toggle("w:keepNext", true);
        }
        if let Some(numbered) = self.numbered {
            numbered.write(xml);
        }
        if let Some(place) = self.decimal {
            let place = position(place).to_string();
            xml.open("w:tabs", &[]);
            xml.leaf("w:tab", &[("w:val", "decimal"), ("w:pos", &place)]);
            xml.close();
            xml.value("w:jc", "left");
        }
        if self.body {
            xml.value("w:outlineLvl", &outline_value(None).to_string());
        }
        xml.close();
        text::write_straight(xml, &self.content, self.style);
        xml.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Baseline, Emphasis, Text};
    use crate::kind::style::Words;
    use crate::source::{Sources, Span};
    use crate::writers::docx::body::built::paragraph;
    use crate::writers::docx::bookmarks::Bookmarks;
    use crate::writers::docx::conform::Additions;
    use crate::writers::docx::controls::Controls;
    use crate::writers::docx::links::Links;
    use crate::writers::docx::text::References;
    use crate::writers::docx::tracking::Tracking;

    const ROLE: &str = "table-cell";

    fn text(text: &str, emphasis: Emphasis, lang: Option<&str>) -> Inline {
        Inline::Text(Text {
            meaning: None,
            text: text.to_owned(),
            emphasis,
            link: None,
            place: Span::new(Sources::default().add("plan.yaml", ""), 0..0),
            lang: lang.map(Into::into),
        })
    }

    /// Lines of plain text with all that plain text can have.
    fn lines() -> Vec<Vec<Inline>> {
        let bits = |number: u32, bit: u32| number & (1 << bit) != 0;
        let emphases = (0..12).map(|number| Emphasis {
            strong: bits(number, 0),
            stressed: bits(number, 1),
            baseline: [Baseline::Normal, Baseline::Raised, Baseline::Lowered][number as usize / 4],
        });
        let mut lines: Vec<Vec<Inline>> = emphases
            .flat_map(|emphasis| {
                [None, Some("en-GB")].map(|lang| vec![text("žodis", emphasis, lang)])
            })
            .collect();
        let plain = |words| text(words, Emphasis::default(), None);
        lines.push(Vec::new());
        lines.push(vec![plain("a"), Inline::Break, plain(""), plain(" b ")]);
        lines.push(vec![plain("<a> & \"b\" 'c' \u{1}\t\n]]>\u{fffe}d")]);
        lines.push(vec![plain(
            "\u{ad}vie\u{ad}nas\u{2011}du\u{2011} 😀 e\u{301} א",
        )]);
        lines
    }

    fn made<'a>(
        style: &'a ParagraphStyle,
        line: &[Inline],
        body: bool,
        numbered: Option<Numbered>,
        additions: &mut Additions,
    ) -> Paragraph<'a, 'static> {
        let words = Words::default();
        let mut references = References {
            links: &mut Links::default(),
            bookmarks: &mut Bookmarks::default(),
            controls: &mut Controls::new(&words, ""),
            notes: None,
            tracking: &Tracking::default(),
            revision: None,
            additions,
        };
        let children = text::children(line, style, &mut references).expect("it is plain text");
        let mut paragraph = paragraph(&names::paragraph_id(ROLE), children);
        if body {
            let level = outline_value(None).into();
            paragraph.property.outline_lvl = Some(docx_rs::OutlineLvl::new(level));
        }
        let mut built = Built::new(paragraph, style);
        if let Some(numbered) = numbered {
            built.number(numbered);
        }
        Paragraph::Made(built)
    }

    fn written(
        mut paragraph: Paragraph<'_, '_>,
        place: Option<Length>,
        keep: bool,
        additions: &Additions,
    ) -> String {
        if let Some(place) = place {
            paragraph.align(place);
        }
        let mut xml = Xml::fragment();
        match paragraph {
            Paragraph::Plain(plain) => plain.write(keep, &mut xml),
            Paragraph::Made(mut built) => {
                built.keep(keep);
                built.write(additions, &mut xml).expect("it can be written");
            }
        }
        String::from_utf8(xml.finish()).expect("XML is text")
    }

    /// Otherwise a cell would look different as soon as there is a link in it.
    #[test]
    fn plain_text_is_written_as_any_other() {
        let mut style = ParagraphStyle {
            align: Align::Decimal,
            ..ParagraphStyle::default()
        };
        for strong in [false, true] {
            style.strong = strong;
            style.stressed = strong;
            for content in &lines() {
                assert!(text::is_straight(content));
                for (keep, body) in [(false, false), (true, false), (false, true), (true, true)] {
                    let (list, place) = (Numbered { num: 7, level: 2 }, Length::mm(20));
                    let pairs = [(None, None), (Some(list), None), (None, Some(place))];
                    for (numbered, decimal) in pairs {
                        let plain = Paragraph::Plain(Plain {
                            role: ROLE,
                            style: &style,
                            content: content.into(),
                            numbered,
                            body,
                            decimal: None,
                            in_first_row: false,
                        });
                        let mut additions = Additions::default();
                        let made = made(&style, content, body, numbered, &mut additions);
                        let wanted = written(made, decimal, keep, &additions);
                        assert_eq!(written(plain, decimal, keep, &additions), wanted);
                    }
                }
            }
        }
    }
}
