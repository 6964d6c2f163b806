//! The series of a chart: its bars, lines or slices, and the numbers that these show.

use super::Writer;
use crate::document::{ChartSort, Series};
use crate::layout::chart::texture::{Pattern, Texture, stroke, texture};
use crate::layout::page::Shade;
use crate::writers::docx::drawing::emu;
use crate::writers::docx::workbook;
use crate::writers::docx::xml::clean;

impl Writer<'_> {
    pub(super) fn bars(&mut self) {
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

    pub(super) fn lines(&mut self) {
        const DASHES: [&str; 6] = ["solid", "dash", "sysDot", "dashDot", "lgDash", "sysDash"];
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
            self.marker(index);
            self.labels(series, Some("t"));
            self.data_open(index, series);
            self.value("c:smooth", "0");
            self.xml.close();
        }
        self.value("c:marker", "1");
        self.axes();
    }

    /// The sign at the points of a line.
    fn marker(&mut self, index: usize) {
        const SYMBOLS: [&str; 6] = ["circle", "square", "triangle", "diamond", "x", "circle"];
        self.xml.open("c:marker", &[]);
        self.value("c:symbol", SYMBOLS[index % SYMBOLS.len()]);
        self.value("c:size", "5");
        let ground = [Shade::Black, Shade::White][index % 2];
        self.area(Texture {
            ground,
            pattern: Pattern::Plain,
        });
        self.xml.close();
    }

    pub(super) fn pie(&mut self) {
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
}
