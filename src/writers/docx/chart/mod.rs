//! Charts as Word's own (ECMA-376 Part 1, 21.2): they stay charts, with their numbers.
//!
//! The part keeps the numbers that it shows, and says where they stand in the
//! [workbook](super::workbook) behind it, which Word opens when a person edits them. What the drawing
//! of the pages decided (whether bars lie, whether numbers have room) holds here too. Shades and
//! patterns are those of the drawing, as near as the names of DrawingML come.

mod axes;
mod formats;
mod looks;
mod series;

use docx_rs::ParagraphChild;

use super::conform::Additions;
use super::drawing::{Frame, MAIN};
use super::xml::{RELATIONSHIPS, Xml, clean};
use crate::document::{Chart, ChartSort};
use crate::kind::style::ChartStyle;
use crate::layout::page::Drawing;
use crate::length::Length;

/// The namespace of charts, written `c:`, which names a chart's data too.
const CHART: (&str, &str) = (
    "xmlns:c",
    "http://schemas.openxmlformats.org/drawingml/2006/chart",
);

/// The relationship of a chart to its workbook.
pub(super) const WORKBOOK: &str = "rId1";

/// The relationship of the chart with this number, from 1.
pub(super) fn relationship(number: usize) -> String {
    format!("rIdChart{number}")
}

/// The run that holds a chart. `id` is that of the drawing, which no other in the document has.
pub(super) fn run(
    additions: &mut Additions,
    chart: &Chart,
    drawing: &Drawing,
    number: usize,
    id: usize,
) -> ParagraphChild {
    let size = (drawing.width, drawing.height);
    let frame = Frame::new(id, format!("Chart {number}"), &chart.alt, size);
    frame.run(additions, CHART.1, false, |xml| {
        xml.leaf("c:chart", &[CHART, ("r:id", &relationship(number))]);
    })
}

/// A part of the whole, with five decimals.
fn share(part: Length, whole: Length) -> String {
    let share = Length::milli(100_000)
        .share(part.to_milli(), whole.to_milli())
        .to_milli();
    format!("{}.{:05}", share / 100_000, share % 100_000)
}

/// The part of a chart. `lang` is the language of the document, `typeface` the name of its font.
pub(super) fn part(
    chart: &Chart,
    drawing: &Drawing,
    style: &ChartStyle,
    (lang, typeface): (&str, &str),
) -> Vec<u8> {
    let mut xml = Xml::part("c:chartSpace", &[CHART, MAIN, RELATIONSHIPS]);
    value(&mut xml, "c:date1904", "0");
    if !lang.is_empty() {
        value(&mut xml, "c:lang", lang);
    }
    value(&mut xml, "c:roundedCorners", "0");
    let size = (style.size.to_milli() / 10).clamp(100, 400_000);
    let mut writer = Writer {
        xml,
        chart,
        drawing,
        lang,
        typeface,
        size,
    };
    writer.chart();
    writer.finish()
}

fn value(xml: &mut Xml, name: &'static str, value: &str) {
    xml.leaf(name, &[("val", value)]);
}

struct Writer<'a> {
    xml: Xml,
    chart: &'a Chart,
    drawing: &'a Drawing,
    lang: &'a str,
    typeface: &'a str,
    /// The size of the letters in hundredths of a point.
    size: i64,
}

impl Writer<'_> {
    fn chart(&mut self) {
        self.xml.open("c:chart", &[]);
        // A pie has no axis that could tell its unit.
        if self.chart.sort == ChartSort::Pie {
            self.unit();
        }
        self.value("c:autoTitleDeleted", "1");
        self.xml.open("c:plotArea", &[]);
        self.plot();
        match self.chart.sort {
            ChartSort::Bar => self.bars(),
            ChartSort::Line => self.lines(),
            ChartSort::Pie => self.pie(),
        }
        self.no_fill();
        self.xml.close();
        if self.chart.series.len() > 1 {
            self.legend();
        }
        self.value("c:plotVisOnly", "1");
        self.value("c:dispBlanksAs", "gap");
        self.xml.close();
    }

    /// The names of the series, above the values.
    fn legend(&mut self) {
        self.xml.open("c:legend", &[]);
        self.value("c:legendPos", "t");
        // Many names need the whole width; few would be spread over it.
        let is_long = self.chart.series.len() > 4;
        self.edge(Length::ZERO, is_long.then_some(self.drawing.legend));
        self.value("c:overlay", "1");
        self.xml.close();
    }

    /// The place of the values: that of the drawing, so that the pages look alike.
    fn plot(&mut self) {
        let [left, top, right, bottom] = self.drawing.plot;
        let (width, height) = (self.drawing.width, self.drawing.height);
        self.xml.open("c:layout", &[]);
        self.xml.open("c:manualLayout", &[]);
        self.value("c:layoutTarget", "inner");
        self.value("c:xMode", "edge");
        self.value("c:yMode", "edge");
        self.value("c:x", &share(left, width));
        self.value("c:y", &share(top, height));
        self.value("c:w", &share(right - left, width));
        self.value("c:h", &share(bottom - top, height));
        self.xml.close();
        self.xml.close();
    }

    fn finish(mut self) -> Vec<u8> {
        self.no_fill();
        self.letters(self.size, false);
        self.xml.open("c:externalData", &[("r:id", WORKBOOK)]);
        // Word need not read the workbook to show the chart.
        self.value("c:autoUpdate", "0");
        self.xml.finish()
    }

    fn value(&mut self, name: &'static str, text: &str) {
        value(&mut self.xml, name, text);
    }

    /// The unit as a title: above the axis, at the left.
    fn unit(&mut self) {
        if self.chart.unit.is_empty() {
            return;
        }
        self.xml.open("c:title", &[]);
        self.xml.open("c:tx", &[]);
        self.xml.open("c:rich", &[]);
        self.body(true);
        self.xml.open("a:p", &[]);
        self.xml.open("a:pPr", &[]);
        self.font("a:defRPr", self.size);
        self.xml.close();
        self.xml.open("a:r", &[]);
        self.font("a:rPr", self.size);
        self.xml.text("a:t", &[], &clean(&self.chart.unit));
        for _ in 0..4 {
            self.xml.close();
        }
        self.edge(self.drawing.legend, None);
        self.value("c:overlay", "1");
        self.xml.close();
    }

    /// A place at the left edge; with a height, over the whole width.
    fn edge(&mut self, top: Length, height: Option<Length>) {
        self.xml.open("c:layout", &[]);
        self.xml.open("c:manualLayout", &[]);
        self.value("c:xMode", "edge");
        self.value("c:yMode", "edge");
        self.value("c:x", "0");
        self.value("c:y", &share(top, self.drawing.height));
        if let Some(height) = height {
            self.value("c:w", "1");
            self.value("c:h", &share(height, self.drawing.height));
        }
        self.xml.close();
        self.xml.close();
    }
}
