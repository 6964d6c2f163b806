//! Charts: the drawing of the pages as SVG in the page itself.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Writer, css};
use crate::document::{Chart, Role};
use crate::kind::style::{ChartStyle, Face, Font};
use crate::layout::page::{Drawing, GlyphRun, Outline, Path, Segment, Shade, Shape};
use crate::length::Length;
use crate::writers::drawing::{data, grey, number};

/// The class of a chart of this role.
fn chart_class(role: &str) -> String {
    css::class("c", role)
}

/// The class of what has this shade: in the dark, ink is light.
fn shade_class(part: &str, shade: Shade) -> String {
    format!("{part}{}", shade.lightness())
}

/// The rules of all charts. A shade mixes ink and paper, whatever they are.
pub(super) fn rules(css: &mut String, charts: &BTreeMap<Role, ChartStyle>) {
    css.push_str("figure.chart{break-inside:avoid;overflow-x:auto;}\nfigure.chart svg{display:block;width:100%;height:auto;}\nfigure.chart text{fill:var(--ink);white-space:pre;}\n");
    for shade in Shade::ALL {
        let ink = (255 - u32::from(shade.lightness())) * 1000 / 255;
        let mix = format!(
            "color-mix(in srgb,var(--ink) {}.{}%,var(--sheet))",
            ink / 10,
            ink % 10
        );
        let (fill, line) = (shade_class("f", shade), shade_class("l", shade));
        let _ = writeln!(
            css,
            "figure.chart .{fill}{{fill:{mix};}} figure.chart .{line}{{stroke:{mix};}}"
        );
    }
    for (role, style) in charts {
        let class = chart_class(role);
        let _ = writeln!(
            css,
            "figure.{class}{{margin:{} 0 {};}}",
            style.space_before, style.space_after
        );
    }
}

impl Writer<'_> {
    /// Writes a chart: its caption, and its drawing, which is one picture to who hears the page.
    pub(super) fn chart(&mut self, chart: &Chart) {
        let class = format!("chart {}", chart_class(&chart.role));
        self.placed("figure", chart.id.as_ref(), &class);
        if let Some(caption) = &chart.caption {
            self.whole(
                "figcaption",
                &[("class", &css::paragraph_class("chart-caption"))],
                caption,
            );
            self.html.push('\n');
        }
        if let Some(drawing) = self.charts.next() {
            self.drawing(drawing, &chart.alt);
        }
        self.close("figure");
    }

    fn drawing(&mut self, drawing: &Drawing, alt: &str) {
        let (width, height) = (number(drawing.width), number(drawing.height));
        // Smaller letters than three quarters are none: a narrow screen moves the drawing sideways.
        let least = number(drawing.width * 3 / 4);
        self.open(
            "svg",
            &[
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("role", "img"),
                ("aria-label", alt),
                ("viewBox", &format!("0 0 {width} {height}")),
                ("style", &format!("min-width:{least}pt;max-width:{width}pt")),
            ],
        );
        self.html.push('\n');
        for item in &drawing.items {
            match &item.shape {
                Shape::Path(path) => self.path(path),
                Shape::Glyphs(run) => self.run(run),
                // No chart has a picture in it.
                Shape::Picture { .. } => {}
                Shape::Rule(rule) => {
                    let outline = Outline {
                        start: rule.from,
                        segments: vec![Segment::Line(rule.to)],
                        closed: false,
                    };
                    let width = number(rule.thickness);
                    let (data, line) = (data(&[outline]), shade_class("l", Shade::Black));
                    self.open(
                        "path",
                        &[
                            ("d", &data),
                            ("class", &line),
                            ("stroke", "#000"),
                            ("stroke-width", &width),
                        ],
                    );
                    self.close("path");
                }
            }
            self.html.push('\n');
        }
        self.close("svg");
    }

    /// The attributes of colour serve where the classes are not known: in a drawing that was
    /// taken out of the page.
    fn path(&mut self, path: &Path) {
        let data = data(&path.outlines);
        let fill = path.fill.map_or("none".to_owned(), grey);
        let mut classes: Vec<String> = path
            .fill
            .map(|shade| shade_class("f", shade))
            .into_iter()
            .collect();
        let mut attributes = vec![("d", data), ("fill", fill)];
        if let Some(stroke) = &path.stroke {
            classes.push(shade_class("l", stroke.shade));
            attributes.push(("stroke", grey(stroke.shade)));
            attributes.push(("stroke-width", number(stroke.thickness)));
            if !stroke.dash.is_empty() {
                let dash: Vec<String> = stroke.dash.iter().map(|part| number(*part)).collect();
                attributes.push(("stroke-dasharray", dash.join(" ")));
            }
        }
        attributes.push(("class", classes.join(" ")));
        let attributes: Vec<(&str, &str)> = attributes
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        self.open("path", &attributes);
        self.close("path");
    }

    /// Text stays text. Its length is told, so that another typeface takes no other room.
    fn run(&mut self, run: &GlyphRun) {
        let shown = run.text.trim_end_matches([' ', '\u{a0}']);
        if shown.is_empty() {
            return;
        }
        let glyphs = run
            .glyphs
            .iter()
            .filter(|glyph| (glyph.text.start as usize) < shown.len());
        let length: Length = glyphs.map(|glyph| glyph.advance).sum();
        let (x, y, size) = (number(run.x), number(run.y), number(run.size));
        let length = number(length);
        let mut attributes = vec![
            ("x", x.as_str()),
            ("y", y.as_str()),
            ("font-size", size.as_str()),
            ("textLength", length.as_str()),
            ("lengthAdjust", "spacingAndGlyphs"),
        ];
        if matches!(run.font, Font::Face(Face::Bold | Face::BoldItalic)) {
            attributes.push(("font-weight", "bold"));
        }
        if matches!(run.font, Font::Face(Face::Italic | Face::BoldItalic)) {
            attributes.push(("font-style", "italic"));
        }
        self.open("text", &attributes);
        self.text(&shown.replace('\u{ad}', "‐"));
        self.close("text");
    }
}
