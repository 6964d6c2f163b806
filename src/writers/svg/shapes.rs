//! Shapes: rules, the lines and areas of charts, and pictures.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::document::{Encoding, Image};
use crate::layout::page::{Path, Point, Rule};
use crate::length::Length;
use crate::writers::drawing::{data, grey, number, point};

/// Rules of one thickness and colour, which are drawn together.
#[derive(Default)]
pub(super) struct Rules {
    data: String,
    thickness: Length,
    colour: String,
}

impl Rules {
    /// Adds a rule; writes those before it if they look otherwise.
    pub(super) fn add(&mut self, rule: &Rule, colour: String, out: &mut String) {
        if (self.thickness, &self.colour) != (rule.thickness, &colour) {
            self.write(out);
            (self.thickness, self.colour) = (rule.thickness, colour);
        }
        let _ = write!(self.data, "M{}L{}", point(rule.from), point(rule.to));
    }

    /// Writes the rules that are not yet written.
    pub(super) fn write(&mut self, out: &mut String) {
        if self.data.is_empty() {
            return;
        }
        let _ = write!(
            out,
            "<path d=\"{}\" stroke=\"{}\" stroke-width=\"{}\"/>",
            self.data,
            self.colour,
            number(self.thickness)
        );
        self.data.clear();
    }
}

/// Draws lines and areas.
pub(super) fn path(path: &Path, out: &mut String) {
    let fill = path.fill.map_or("none".to_owned(), grey);
    let _ = write!(out, "<path d=\"{}\" fill=\"{fill}\"", data(&path.outlines));
    if let Some(stroke) = &path.stroke {
        let (shade, thickness) = (grey(stroke.shade), number(stroke.thickness));
        let _ = write!(out, " stroke=\"{shade}\" stroke-width=\"{thickness}\"");
        if !stroke.dash.is_empty() {
            let dash = stroke.dash.iter().map(|part| number(*part));
            let dash = dash.collect::<Vec<_>>().join(" ");
            let _ = write!(out, " stroke-dasharray=\"{dash}\"");
        }
    }
    out.push_str("/>");
}

/// Draws a picture at a place, stretched to a size.
pub(super) fn picture(image: &Image, (x, y): Point, (width, height): Point, out: &mut String) {
    let [x, y, width, height] = [x, y, width, height].map(number);
    let _ = write!(
        out,
        "<image x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" preserveAspectRatio=\"none\" href=\"data:{};base64,",
        media_type(image)
    );
    STANDARD.encode_string(&image.bytes, out);
    out.push_str("\"/>");
}

fn media_type(image: &Image) -> &'static str {
    match image.encoding {
        Encoding::Jpeg { .. } => "image/jpeg",
        Encoding::Png => "image/png",
        Encoding::Svg => "image/svg+xml",
    }
}
