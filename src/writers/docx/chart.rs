//! Charts as Word's own (ECMA-376 Part 1, 21.2): they stay charts, with their numbers.
//!
//! The part keeps the numbers that it shows, and says where they stand in the [workbook] behind it,
//! which Word opens when a person edits them. What the drawing of the pages decided (whether bars
//! lie, whether numbers have room) holds here too. Shades and patterns are those of the drawing, as
//! near as the names of DrawingML come.

use docx_rs::ParagraphChild;
use rust_decimal::Decimal;

use super::conform::Additions;
use super::drawing::{Frame, MAIN, emu};
use super::workbook;
use super::xml::{RELATIONSHIPS, Xml, clean};
use crate::document::{Amount, Chart, ChartSort, Series};
use crate::kind::style::ChartStyle;
use crate::layout::chart::texture::{Pattern, Texture, stroke, texture};
use crate::layout::page::{Drawing, Shade};
use crate::length::Length;

/// The namespace of charts, written `c:`, which names a chart's data too.
const CHART: (&str, &str) = (
    "xmlns:c",
    "http://schemas.openxmlformats.org/drawingml/2006/chart",
);
/// The identities of the axes.
const AXES: [&str; 2] = ["111111111", "222222222"];

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
            self.xml.open("c:legend", &[]);
            self.value("c:legendPos", "t");
            // Many names need the whole width; few would be spread over it.
            let height = self.drawing.legend;
            self.edge(
                Length::ZERO,
                (self.chart.series.len() > 4).then_some(height),
            );
            self.value("c:overlay", "1");
            self.xml.close();
        }
        self.value("c:plotVisOnly", "1");
        self.value("c:dispBlanksAs", "gap");
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

    fn bars(&mut self) {
        self.xml.open("c:barChart", &[]);
        self.value("c:barDir", if self.drawing.lying { "bar" } else { "col" });
        self.value("c:grouping", "clustered");
        self.value("c:varyColors", "0");
        let count = self.chart.series.len();
        for (index, series) in self.chart.series.iter().enumerate() {
            self.start_series(index, series);
            self.area(texture(index, count));
            self.value("c:invertIfNegative", "0");
            self.labels(series, Some("outEnd"));
            self.data(index, series);
        }
        self.value("c:gapWidth", &self.drawing.gap.clamp(0, 500).to_string());
        self.value("c:overlap", "0");
        self.axes();
    }

    fn lines(&mut self) {
        const DASHES: [&str; 6] = ["solid", "dash", "sysDot", "dashDot", "lgDash", "sysDash"];
        const SYMBOLS: [&str; 6] = ["circle", "square", "triangle", "diamond", "x", "circle"];
        self.xml.open("c:lineChart", &[]);
        self.value("c:grouping", "standard");
        self.value("c:varyColors", "0");
        for (index, series) in self.chart.series.iter().enumerate() {
            self.start_series(index, series);
            let line = stroke(index);
            let width = emu(line.thickness).to_string();
            self.xml.open("c:spPr", &[]);
            self.xml.open("a:ln", &[("w", &width), ("cap", "flat")]);
            self.solid(line.shade);
            self.value("a:prstDash", DASHES[index % DASHES.len()]);
            self.xml.leaf("a:round", &[]);
            self.xml.close();
            self.xml.close();
            self.xml.open("c:marker", &[]);
            self.value("c:symbol", SYMBOLS[index % SYMBOLS.len()]);
            self.value("c:size", "5");
            let filling = if index % 2 == 0 {
                Shade::Black
            } else {
                Shade::White
            };
            self.area(Texture {
                ground: filling,
                pattern: Pattern::Plain,
            });
            self.xml.close();
            self.labels(series, Some("t"));
            self.data_open(index, series);
            self.value("c:smooth", "0");
            self.xml.close();
        }
        self.value("c:marker", "1");
        self.axes();
    }

    fn pie(&mut self) {
        self.xml.open("c:pieChart", &[]);
        self.value("c:varyColors", "1");
        for (index, series) in self.chart.series.iter().enumerate() {
            self.start_series(index, series);
            let slices = series.values.iter().flatten().count().max(2);
            for point in 0..series.values.len() {
                self.xml.open("c:dPt", &[]);
                self.value("c:idx", &point.to_string());
                self.value("c:bubble3D", "0");
                self.area(texture(point, slices));
                self.xml.close();
            }
            self.labels(series, Some("outEnd"));
            self.data(index, series);
        }
        self.value("c:firstSliceAng", "0");
        self.xml.close();
    }

    fn start_series(&mut self, index: usize, series: &Series) {
        let number = index.to_string();
        self.xml.open("c:ser", &[]);
        self.value("c:idx", &number);
        self.value("c:order", &number);
        if !series.name.is_empty() {
            self.xml.open("c:tx", &[]);
            self.words(&workbook::name_of(index), "1");
            self.point(0, &clean(&series.name));
            for _ in 0..3 {
                self.xml.close();
            }
        }
    }

    /// The numbers at bars, points and slices.
    fn labels(&mut self, series: &Series, place: Option<&str>) {
        let is_pie = self.chart.sort == ChartSort::Pie;
        let shown = if self.drawing.with_values { "1" } else { "0" };
        self.xml.open("c:dLbls", &[]);
        let format = self.format(series.values.iter().flatten());
        self.xml.leaf(
            "c:numFmt",
            &[("formatCode", &format), ("sourceLinked", "0")],
        );
        self.no_fill();
        self.letters(
            if is_pie {
                self.size
            } else {
                self.size * 89 / 100
            },
            false,
        );
        if let Some(place) = place {
            self.value("c:dLblPos", place);
        }
        self.value("c:showLegendKey", "0");
        self.value("c:showVal", shown);
        self.value("c:showCatName", if is_pie { "1" } else { "0" });
        self.value("c:showSerName", "0");
        self.value("c:showPercent", "0");
        self.value("c:showBubbleSize", "0");
        if is_pie {
            self.xml.text("c:separator", &[], " – ");
            self.value("c:showLeaderLines", "1");
        }
        self.xml.close();
    }

    /// The names and the numbers of a series, and its end.
    fn data(&mut self, index: usize, series: &Series) {
        self.data_open(index, series);
        self.xml.close();
    }

    fn data_open(&mut self, index: usize, series: &Series) {
        let rows = self.chart.categories.len();
        let count = rows.to_string();
        self.xml.open("c:cat", &[]);
        self.words(&workbook::categories(rows), &count);
        for (index, name) in self.chart.categories.iter().enumerate() {
            self.point(index, &clean(name));
        }
        for _ in 0..3 {
            self.xml.close();
        }
        let format = self.format(series.values.iter().flatten());
        self.xml.open("c:val", &[]);
        self.numbers(&workbook::values_of(index, rows), &format, &count);
        for (index, amount) in series.values.iter().enumerate() {
            if let Some(amount) = amount {
                self.point(index, &amount.value.to_string());
            }
        }
        for _ in 0..3 {
            self.xml.close();
        }
    }

    /// Starts the words of cells, as they are kept.
    fn words(&mut self, cells: &str, count: &str) {
        self.xml.open("c:strRef", &[]);
        self.xml.text("c:f", &[], cells);
        self.xml.open("c:strCache", &[]);
        self.value("c:ptCount", count);
    }

    /// Starts the numbers of cells, as they are kept.
    fn numbers(&mut self, cells: &str, format: &str, count: &str) {
        self.xml.open("c:numRef", &[]);
        self.xml.text("c:f", &[], cells);
        self.xml.open("c:numCache", &[]);
        self.xml.text("c:formatCode", &[], format);
        self.value("c:ptCount", count);
    }

    fn point(&mut self, index: usize, text: &str) {
        self.xml.open("c:pt", &[("idx", &index.to_string())]);
        self.xml.text("c:v", &[], text);
        self.xml.close();
    }

    /// The identities of the axes, the end of the plot, and the axes.
    fn axes(&mut self) {
        for axis in AXES {
            self.value("c:axId", axis);
        }
        self.xml.close();
        self.category_axis();
        self.value_axis();
    }

    fn category_axis(&mut self) {
        let lying = self.drawing.lying;
        self.xml.open("c:catAx", &[]);
        self.value("c:axId", AXES[0]);
        self.xml.open("c:scaling", &[]);
        // Word counts upwards; people read downwards.
        self.value("c:orientation", if lying { "maxMin" } else { "minMax" });
        self.xml.close();
        self.value("c:delete", "0");
        self.value("c:axPos", if lying { "l" } else { "b" });
        self.xml.leaf(
            "c:numFmt",
            &[("formatCode", "General"), ("sourceLinked", "0")],
        );
        self.value("c:majorTickMark", "none");
        self.value("c:minorTickMark", "none");
        // Beside the drawing, also where bars go below zero.
        self.value("c:tickLblPos", "low");
        self.line(Length::milli(850), Shade::Black);
        // Names that all have room lie; where names are left out, a program may turn them.
        self.letters(self.size, self.drawing.every <= 1);
        self.value("c:crossAx", AXES[1]);
        self.value("c:crosses", "autoZero");
        self.value("c:auto", "0");
        self.value("c:lblAlgn", "ctr");
        self.value("c:lblOffset", "100");
        self.value("c:tickLblSkip", &self.drawing.every.max(1).to_string());
        self.value("c:noMultiLvlLbl", "1");
        self.xml.close();
    }

    fn value_axis(&mut self) {
        let lying = self.drawing.lying;
        let marks = &self.chart.axis;
        self.xml.open("c:valAx", &[]);
        self.value("c:axId", AXES[1]);
        self.xml.open("c:scaling", &[]);
        self.value("c:orientation", "minMax");
        if let (Some(first), Some(last)) = (marks.first(), marks.last()) {
            let (first, last) = (first.value.to_string(), last.value.to_string());
            self.value("c:max", &last);
            self.value("c:min", &first);
        }
        self.xml.close();
        self.value("c:delete", "0");
        self.value("c:axPos", if lying { "b" } else { "l" });
        self.xml.open("c:majorGridlines", &[]);
        self.line(Length::milli(350), Shade::Faint);
        self.xml.close();
        self.unit();
        let format = self.format(marks.iter());
        self.xml.leaf(
            "c:numFmt",
            &[("formatCode", &format), ("sourceLinked", "0")],
        );
        self.value("c:majorTickMark", "none");
        self.value("c:minorTickMark", "none");
        self.value("c:tickLblPos", "nextTo");
        self.xml.open("c:spPr", &[]);
        self.xml.open("a:ln", &[]);
        self.xml.leaf("a:noFill", &[]);
        self.xml.close();
        self.xml.close();
        self.letters(self.size, false);
        self.value("c:crossAx", AXES[0]);
        self.value("c:crosses", if lying { "max" } else { "autoZero" });
        self.value("c:crossBetween", "between");
        if let Some(step) = step(marks) {
            self.value("c:majorUnit", &step.to_string());
        }
        self.xml.close();
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

    /// An area and the line around it.
    fn area(&mut self, texture: Texture) {
        self.xml.open("c:spPr", &[]);
        match pattern(texture.pattern) {
            None => self.solid(texture.ground),
            Some(pattern) => {
                self.xml.open("a:pattFill", &[("prst", pattern)]);
                self.colour("a:fgClr", Shade::Black);
                self.colour("a:bgClr", texture.ground);
                self.xml.close();
            }
        }
        self.stroke(Length::milli(500), Shade::Black);
        self.xml.close();
    }

    fn line(&mut self, thickness: Length, shade: Shade) {
        self.xml.open("c:spPr", &[]);
        self.stroke(thickness, shade);
        self.xml.close();
    }

    fn stroke(&mut self, thickness: Length, shade: Shade) {
        let width = emu(thickness).to_string();
        self.xml.open("a:ln", &[("w", &width)]);
        self.solid(shade);
        self.xml.close();
    }

    fn no_fill(&mut self) {
        self.xml.open("c:spPr", &[]);
        self.xml.leaf("a:noFill", &[]);
        self.xml.open("a:ln", &[]);
        self.xml.leaf("a:noFill", &[]);
        self.xml.close();
        self.xml.close();
    }

    fn solid(&mut self, shade: Shade) {
        self.colour("a:solidFill", shade);
    }

    fn colour(&mut self, name: &'static str, shade: Shade) {
        let lightness = shade.lightness();
        let colour = format!("{lightness:02X}{lightness:02X}{lightness:02X}");
        self.xml.open(name, &[]);
        self.value("a:srgbClr", &colour);
        self.xml.close();
    }

    /// How text looks from here on.
    fn letters(&mut self, size: i64, upright: bool) {
        self.xml.open("c:txPr", &[]);
        self.body(upright);
        self.xml.open("a:p", &[]);
        self.xml.open("a:pPr", &[]);
        self.font("a:defRPr", size);
        self.xml.close();
        let lang = if self.lang.is_empty() {
            "lt-LT"
        } else {
            self.lang
        };
        self.xml.leaf("a:endParaRPr", &[("lang", lang)]);
        self.xml.close();
        self.xml.close();
    }

    /// The turning of text; an axis would turn its title.
    fn body(&mut self, upright: bool) {
        let turning = [("rot", "0"), ("vert", "horz")];
        self.xml
            .leaf("a:bodyPr", if upright { &turning } else { &[] });
        self.xml.leaf("a:lstStyle", &[]);
    }

    fn font(&mut self, name: &'static str, size: i64) {
        let size = size.to_string();
        self.xml.open(name, &[("sz", &size), ("b", "0")]);
        self.solid(Shade::Black);
        self.xml.leaf("a:latin", &[("typeface", self.typeface)]);
        self.xml.close();
    }

    /// The format of numbers: grouped, with as many decimals as are printed.
    fn format<'n>(&self, amounts: impl Iterator<Item = &'n Amount>) -> String {
        let amounts: Vec<&Amount> = amounts.collect();
        let decimals = amounts
            .iter()
            .map(|amount| decimals(amount))
            .max()
            .unwrap_or(0);
        let point = if decimals > 0 { "." } else { "" };
        let (locale, rest) = (
            locale(self.lang),
            format!("{point}{}", "0".repeat(decimals)),
        );
        // Not every program takes a space for the sign of groups in this language, so it is written.
        let whole = match amounts.iter().find_map(|amount| group(amount)) {
            None => "0",
            Some(sign) if !sign.is_whitespace() => "#,##0",
            Some(_) => {
                let space = "\"\u{a0}\"";
                return format!(
                    "[>=1000000]{locale}#{space}###{space}##0{rest};\
                     [>=1000]{locale}#{space}##0{rest};{locale}0{rest}"
                );
            }
        };
        format!("{locale}{whole}{rest}")
    }
}

/// The sign between the groups of digits of a number, if it is printed with one.
fn group(amount: &Amount) -> Option<char> {
    let text = amount
        .text
        .trim_start_matches(|c: char| !c.is_ascii_digit());
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let whole = amount.value.trunc().abs().normalize().to_string().len();
    text[digits..].chars().next().filter(|_| digits < whole)
}

/// The language of numbers, in the words of a format code ([MS-LCID]); else that of the machine.
fn locale(lang: &str) -> &'static str {
    match lang.split('-').next() {
        Some("lt") => "[$-427]",
        Some("en") => "[$-409]",
        _ => "",
    }
}

/// How many decimals a number is printed with: the digits of the text that are not those before
/// the sign of decimals, whatever that sign is.
fn decimals(amount: &Amount) -> usize {
    let digits = amount.text.chars().filter(char::is_ascii_digit).count();
    let whole = amount.value.trunc().abs().normalize().to_string().len();
    digits.saturating_sub(whole).min(28)
}

/// The step of the marks, if they have one.
fn step(marks: &[Amount]) -> Option<Decimal> {
    let step = marks.get(1)?.value.checked_sub(marks.first()?.value)?;
    let even = marks
        .windows(2)
        .all(|pair| pair[1].value.checked_sub(pair[0].value) == Some(step));
    even.then(|| step.normalize())
}

/// The pattern of DrawingML (20.1.10.33) that comes nearest.
fn pattern(pattern: Pattern) -> Option<&'static str> {
    match pattern {
        Pattern::Plain => None,
        Pattern::Rising => Some("wdUpDiag"),
        Pattern::Falling => Some("wdDnDiag"),
        Pattern::Crossed => Some("diagCross"),
        Pattern::Level => Some("horz"),
        Pattern::Standing => Some("vert"),
        Pattern::Squared => Some("smGrid"),
        Pattern::Dotted => Some("pct20"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_those_that_are_printed() {
        let printed = |value: &str, text: &str| {
            let value = value.parse().unwrap_or_default();
            decimals(&Amount {
                value,
                text: text.to_owned(),
            })
        };
        assert_eq!(printed("5092", "5 092"), 0);
        assert_eq!(printed("1234.5", "1 234,5"), 1);
        assert_eq!(printed("-0.25", "−0,25"), 2);
        assert_eq!(printed("3", "3,00"), 2);
        assert_eq!(printed("0", "0"), 0);
    }
}
