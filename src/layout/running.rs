//! Running heads and feet: what stands at the edges of the pages.
//!
//! It is laid out when it is known how many pages there are, but its height is needed before the
//! first line is put on a page. So it is measured with numbers as wide as any will be.

use super::blocks::{Composer, NOBODY, first_place};
use super::legend;
use super::lines::{self, Frame};
use super::page::{Artifact, Item, NodeId, Page};
use super::slab;
use super::text::Content;
use crate::document::{self, Document, Emphasis, Field, Inline, Orientation, Paragraph, Text};
use crate::kind::style::{ParagraphStyle, Sheet};
use crate::length::Length;

/// The distance of the text from what runs above and below it.
const GAP: Length = Length::mm(3);
/// The most of a page's height that a head or a foot takes from the text, as its divisor.
const LEAST_SHARE: i64 = 4;

/// What is known of a page only at the end.
#[derive(Debug, Clone, Copy)]
struct Numbers {
    page: usize,
    pages: usize,
}

impl Numbers {
    /// Numbers that no number of a page is wider than.
    const WIDEST: Self = Self {
        page: 8888,
        pages: 8888,
    };

    fn show(self, field: Field) -> String {
        match field {
            Field::Page => self.page.to_string(),
            Field::Pages => self.pages.to_string(),
        }
    }

    /// Content that is nothing but fields, which were written in no place that could be told.
    fn alone(self, content: &[Inline]) -> String {
        let show = |inline: &Inline| match inline {
            Inline::Field(field) => self.show(*field),
            Inline::Text(_) | Inline::Break | Inline::Note(_) | Inline::Revised(..) => {
                " ".to_owned()
            }
        };
        content.iter().map(show).collect()
    }
}

/// What runs at the edges of the pages of a document.
pub(super) struct Running {
    edges: document::Running,
    /// The node of the legend at the head of the first page.
    legend: Option<NodeId>,
}

impl Running {
    /// Where the document says nothing, the number of the page runs at the head.
    pub(super) fn of(document: &Document, legend: Option<NodeId>) -> Self {
        let mut edges = document.running.clone();
        if edges.is_empty() {
            edges.head.push(Paragraph {
                role: "page-number".into(),
                content: vec![Inline::Field(Field::Page)],
            });
        }
        Self { edges, legend }
    }

    /// A page as it lies, with the area of the text between head and foot.
    ///
    /// It is the same on the pages that show no head, so that all pages of a document are alike.
    pub(super) fn sheet(&self, orientation: Orientation, composer: &mut Composer) -> Sheet {
        let top = composer.style.page.number_top;
        let mut sheet = composer.style.page.sheet(orientation);
        let most = sheet.height / LEAST_SHARE;
        let mut needed = |edge: &[Paragraph]| {
            let (lines, height) = composer.edge(edge, sheet, Numbers::WIDEST);
            let needed = (top + height + GAP).min(most);
            if lines.is_empty() {
                Length::ZERO
            } else {
                needed
            }
        };
        let (head, foot) = (needed(&self.edges.head), needed(&self.edges.foot));
        let head = head.max(self.legend_need(sheet, composer).min(most));
        sheet.margins.top = sheet.margins.top.max(head);
        sheet.margins.bottom = sheet.margins.bottom.max(foot);
        sheet
    }

    /// Writes heads and feet on the pages, from the first that shows them.
    pub(super) fn write(&self, pages: &mut [Page], composer: &mut Composer) {
        let style = &composer.style.page;
        let (first, top) = (style.numbered_from, style.number_top);
        let all = pages.len();
        for (index, page) in pages.iter_mut().enumerate().skip(first.saturating_sub(1)) {
            let numbers = Numbers {
                page: index + 1,
                pages: all,
            };
            let sheet = composer.style.page.sheet(orientation(page, composer));
            let (mut head, _) = composer.edge(&self.edges.head, sheet, numbers);
            slab::shift(&mut head, Length::ZERO, top);
            slab::make_artifact(&mut head, Artifact::Head);
            page.items.splice(0..0, head);
            let (mut foot, height) = composer.edge(&self.edges.foot, sheet, numbers);
            slab::shift(&mut foot, Length::ZERO, sheet.height - top - height);
            slab::make_artifact(&mut foot, Artifact::Foot);
            page.items.append(&mut foot);
        }
        self.write_legend(pages, composer);
    }

    /// The height from the upper edge of a page to the text that the legend needs.
    fn legend_need(&self, sheet: Sheet, composer: &mut Composer) -> Length {
        let Some(node) = self.legend else {
            return Length::ZERO;
        };
        let (_, height) = composer.legend_lines(node, legend::all(), sheet);
        self.legend_top(sheet, composer) + height + GAP
    }

    /// Where the legend starts: below the head, if the first page has one.
    fn legend_top(&self, sheet: Sheet, composer: &mut Composer) -> Length {
        let style = &composer.style.page;
        let (first, top) = (style.numbered_from, style.number_top);
        if first > 1 {
            return top;
        }
        top + composer.edge(&self.edges.head, sheet, Numbers::WIDEST).1
    }

    /// Writes the legend on the first page, before all other text.
    fn write_legend(&self, pages: &mut [Page], composer: &mut Composer) {
        let looks = legend::looks_of(pages);
        let (Some(node), Some(page)) = (self.legend, pages.first_mut()) else {
            return;
        };
        if looks.is_empty() {
            return;
        }
        let sheet = composer.style.page.sheet(orientation(page, composer));
        let top = self.legend_top(sheet, composer);
        let (mut lines, _) = composer.legend_lines(node, &looks, sheet);
        slab::shift(&mut lines, Length::ZERO, top);
        page.items.splice(0..0, lines);
    }
}

fn orientation(page: &Page, composer: &Composer) -> Orientation {
    if page.width == composer.style.page.width {
        Orientation::Portrait
    } else {
        Orientation::Landscape
    }
}

impl Composer<'_> {
    /// The lines of a head or a foot from its upper edge, and their height.
    fn edge(&mut self, edge: &[Paragraph], sheet: Sheet, numbers: Numbers) -> (Vec<Item>, Length) {
        let (mut items, mut y) = (Vec::new(), Length::ZERO);
        let mut above: Option<Length> = None;
        for paragraph in edge {
            let style = self.look(&paragraph.role);
            let line = self.fonts.line(style.size, style.leading);
            let content = self.running_text(&paragraph.content, &style, numbers);
            y += above.map_or(Length::ZERO, |above| above.max(style.space_before));
            above = Some(style.space_after);
            for mut set in lines::set(&content, frame(&style, sheet), self.fonts) {
                slab::shift(&mut set, Length::ZERO, y + line.height - line.depth);
                items.append(&mut set);
                y += line.height;
            }
        }
        (items, y)
    }

    /// Text with numbers in place of its fields.
    fn running_text(
        &mut self,
        content: &[Inline],
        style: &ParagraphStyle,
        numbers: Numbers,
    ) -> Content {
        let Some(place) = first_place(content) else {
            return self.label(&numbers.alone(content), style, NOBODY);
        };
        let show = |inline: &Inline| match inline {
            Inline::Field(field) => Inline::Text(Text {
                text: numbers.show(*field),
                emphasis: Emphasis::default(),
                link: None,
                lang: None,
                meaning: None,
                place,
            }),
            Inline::Text(_) | Inline::Break | Inline::Note(_) | Inline::Revised(..) => {
                inline.clone()
            }
        };
        let content: Vec<Inline> = content.iter().map(show).collect();
        self.shape_artifact(&content, style)
    }
}

/// Between the margins of the text; what is indented over most of the width is moved back.
fn frame(style: &ParagraphStyle, sheet: Sheet) -> Frame {
    let width = sheet.text_width();
    let indent = style.indent.min(width * 2 / 3);
    Frame {
        left: sheet.margins.left + indent,
        first: style.first_line.min(width / 3).max(-indent),
        right: sheet.margins.left + width,
        align: style.align,
    }
}
