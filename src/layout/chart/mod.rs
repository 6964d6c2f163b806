//! Charts: categories and values become a drawing.
//!
//! The drawing is made once and used by all formats that draw. It looks like a chart of a printed
//! yearbook: little ink, light lines to read values by, the number at each bar where there is
//! room. Series differ by shade and texture, lines by dash and marker, so that nothing is lost on
//! a copier. What has no room is cut short with an ellipsis: the chart's words hold all of it.

mod axes;
mod canvas;
mod geometry;
mod legend;
mod lying;
mod pie;
#[cfg(test)]
pub(crate) mod tests;
pub mod texture;
mod upright;

use rust_decimal::prelude::ToPrimitive;

use super::blocks::Composer;
use super::columns::Need;
use super::fonts::Line;
use super::page::{NodeId, NodeRole};
use super::pieces::ParagraphPiece;
use super::redline;
use super::shape::Shaper;
use super::slab::{self, Slab};
use super::stack::Stacker;
use super::text::{self, Content};
use crate::document::{Amount, Chart, ChartSort, Emphasis, Inline, Revision, Text};
use crate::kind::style::{ChartStyle, ParagraphStyle};
use crate::length::Length;

use canvas::Canvas;

/// The share of the letters' size that the numbers at bars have, in thousandths.
const SMALL: i64 = 890;
/// The narrowest chart in a column that has no width of its own.
const NARROWEST: Length = Length::mm(40);
/// The width that a chart in a column would like to have.
const PLEASANT: Length = Length::mm(90);

/// A chart, shaped.
pub(super) struct ChartPiece {
    /// Its place among the charts of the document.
    pub index: usize,
    /// How it shows values.
    sort: ChartSort,
    /// Its look.
    style: ChartStyle,
    /// What its items are content of.
    node: NodeId,
    /// The text above it.
    caption: Option<ParagraphPiece>,
    /// What a comparison says of it.
    revision: Option<Revision>,
    /// The lines of the letters, and of the numbers at bars.
    line: Line,
    small: Line,
    unit: Option<Content>,
    ellipsis: Content,
    categories: Vec<Content>,
    names: Vec<Content>,
    marks: Vec<Mark>,
    /// The values of every series.
    values: Vec<Vec<Option<Mark>>>,
    /// The labels of the slices of a pie.
    slices: Vec<Content>,
}

/// A number and its text, shaped.
struct Mark {
    value: f64,
    text: Content,
}

impl Composer<'_> {
    /// A chart: one figure to who hears the document, with its caption as a part of it.
    pub(super) fn chart(&mut self, chart: &Chart, parent: NodeId) -> ChartPiece {
        let alt = self.told(&chart.alt);
        let node = self.anchored(NodeRole::Figure { alt }, parent, chart.id.as_ref());
        self.structure.nodes[node.0 as usize].places = Box::new([chart.place]);
        let caption = chart
            .caption
            .as_ref()
            .map(|caption| self.caption_above("chart-caption", caption, node));
        let style = self.style.charts.get(&chart.role).cloned();
        let index = self.charts;
        self.charts += 1;
        let style = style.unwrap_or_default();
        let revision = self.revision();
        let piece = ChartPiece::new(chart, style, (node, caption), index, &mut self.shaper);
        ChartPiece { revision, ..piece }
    }
}

impl ChartPiece {
    /// Shapes a chart; all that it says belongs to `node`.
    pub(super) fn new(
        chart: &Chart,
        style: ChartStyle,
        (node, caption): (NodeId, Option<ParagraphPiece>),
        index: usize,
        shaper: &mut Shaper,
    ) -> Self {
        let letters = ParagraphStyle {
            size: style.size,
            ..ParagraphStyle::default()
        };
        let numbers = ParagraphStyle {
            size: style.size.per_mille(SMALL),
            ..ParagraphStyle::default()
        };
        let (line, small) = (
            shaper.fonts.line(letters.size, 1000),
            shaper.fonts.line(numbers.size, 1000),
        );
        let mut shape = |words: &str, style: &ParagraphStyle| {
            let inline = Inline::Text(Text {
                text: words.to_owned(),
                emphasis: Emphasis::default(),
                link: None,
                lang: None,
                meaning: None,
                place: chart.place,
            });
            let mut content = text::shape(&[inline], style, shaper, |_, _| node);
            // What follows is other text, also to who copies it.
            content.end_with_space = true;
            content
        };
        let mut mark = |amount: &Amount, style: &ParagraphStyle| Mark {
            value: amount.value.to_f64().unwrap_or_default(),
            text: shape(&amount.text, style),
        };
        let marks = chart
            .axis
            .iter()
            .map(|amount| mark(amount, &letters))
            .collect();
        let mut row = |values: &[Option<Amount>]| {
            let mut value = |amount: &Amount| mark(amount, &numbers);
            values
                .iter()
                .map(|amount| amount.as_ref().map(&mut value))
                .collect()
        };
        let values = chart
            .series
            .iter()
            .map(|series| row(&series.values))
            .collect();
        let slices = match (chart.sort, chart.series.first()) {
            (ChartSort::Pie, Some(series)) => chart
                .categories
                .iter()
                .zip(&series.values)
                .map(|(category, amount)| {
                    let amount = amount.as_ref().map_or("", |amount| amount.text.as_str());
                    shape(
                        &format!("{category} –\u{a0}{}", amount.replace(' ', "\u{a0}")),
                        &letters,
                    )
                })
                .collect(),
            _ => Vec::new(),
        };
        Self {
            index,
            sort: chart.sort,
            style,
            node,
            caption,
            revision: None,
            line,
            small,
            unit: (!chart.unit.is_empty()).then(|| shape(&chart.unit, &letters)),
            ellipsis: shape("…", &letters),
            categories: chart
                .categories
                .iter()
                .map(|name| shape(name, &letters))
                .collect(),
            names: chart
                .series
                .iter()
                .map(|series| shape(&series.name, &letters))
                .collect(),
            marks,
            values,
            slices,
        }
    }

    /// The least and the greatest number that the axis must reach.
    fn range(&self) -> (f64, f64) {
        let values = self.values.iter().flatten().flatten();
        let all = self.marks.iter().chain(values).map(|mark| mark.value);
        // Bars start at zero; an axis that did not would lie.
        let zero = (self.sort == ChartSort::Bar).then_some(0.0);
        let (low, high) = all
            .chain(zero)
            .fold((f64::MAX, f64::MIN), |(low, high), value| {
                (low.min(value), high.max(value))
            });
        if low < high {
            (low, high)
        } else {
            (low - 1.0, low + 1.0)
        }
    }

    /// What a column needs for the chart.
    pub(super) fn need(&self) -> Need {
        let (least, wanted) = match self.style.width {
            Some(width) => (width, width),
            None => (NARROWEST, PLEASANT),
        };
        Need {
            divided: least.min(NARROWEST),
            whole: least.min(PLEASANT),
            unbroken: wanted,
        }
    }
}

/// The slabs of a chart: its caption, and the drawing, which stay together.
pub(super) fn stack(mut piece: ChartPiece, stacker: &mut Stacker) -> Vec<Slab> {
    let mut slabs = match piece.caption.take() {
        Some(caption) => stacker.paragraph(caption),
        None => Vec::new(),
    };
    let width = piece
        .style
        .width
        .unwrap_or(stacker.width)
        .min(stacker.width);
    let room = stacker.page_height.left_after(slab::height(&slabs));
    // Under a caption that leaves no room on its page, a drawing takes the next page.
    let room = if room < stacker.page_height / 2 {
        stacker.page_height
    } else {
        room
    };
    let canvas = Canvas::new(stacker.fonts, piece.node, &piece.ellipsis);
    let drawing = match piece.sort {
        ChartSort::Pie => pie::draw(&piece, canvas, width, room),
        ChartSort::Bar if lying::is_better(&piece, &canvas, width) => {
            lying::draw(&piece, canvas, width, room)
        }
        ChartSort::Bar | ChartSort::Line => upright::draw(&piece, canvas, width, room),
    };
    let mut items = drawing.items.clone();
    if let Some(revision) = piece.revision {
        let edges = [Length::ZERO, Length::ZERO, drawing.width, drawing.height];
        items.extend(redline::frame(edges, revision));
    }
    let slab = Slab {
        after: piece.style.space_after,
        ..Slab::plain(drawing.height, items)
    };
    stacker.keep_drawing(piece.index, drawing);
    slabs.push(slab);
    slabs[0].before = slabs[0].before.max(piece.style.space_before);
    slabs
}

/// A part of a length.
fn part(length: Length, share: f64) -> Length {
    Length::milli((length.to_milli() as f64 * share).round() as i64)
}
