//! Pictures that have too few pixels for the size in which they are printed.

use std::sync::Arc;

use super::Stated;
use crate::content::Part;
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::document::{Block, Encoding, Figure, Image, Section};
use crate::kind::style::Style;
use crate::length::Length;

/// The fewest pixels to the inch with which a picture on paper does not look coarse to a reader at
/// arm's length.
const FEWEST: i64 = 150;

/// Tells of the pictures that will look coarse, where the content names them.
pub(super) fn tell(sections: &[Section], stated: &Stated<'_>, style: &Style, sink: &mut Sink) {
    let shown = shown(sections, style);
    for (path, picture) in stated.content.root.parts(Part::Picture) {
        let Some(file) = picture.get("file") else {
            continue;
        };
        let name = file.as_str().unwrap_or_default();
        let image = stated.attachments.images.get(name);
        let widths = shown
            .iter()
            .filter(|(known, _)| image.is_some_and(|image| Arc::ptr_eq(image, known)));
        let widest = widths.map(|(image, width)| (*width, image.width)).max();
        let Some((width, pixels)) = widest else {
            continue;
        };
        let milli_inches = width.to_milli() / 72;
        let found = i64::from(pixels) * 1000 / milli_inches.max(1);
        if found >= FEWEST {
            continue;
        }
        let message =
            format!("`{name}` has {found} pixels to the inch, and will look coarse on paper");
        let wanted = (milli_inches * FEWEST).div_euclid(1000) + 1;
        let hint =
            format!("take a picture of at least {wanted} pixels in width, or a drawing in SVG");
        let diagnostic = Diagnostic::check(Code::CoarsePicture, file.span, message);
        sink.push(diagnostic.path(format!("{path}.file")).hint(hint));
    }
}

/// The pictures of pixels with the widths that they have.
fn shown<'a>(sections: &'a [Section], style: &Style) -> Vec<(&'a Arc<Image>, Length)> {
    let mut shown = Vec::new();
    for section in sections {
        let sheet = style.page.sheet(section.orientation);
        let room = (sheet.text_width(), sheet.text_height());
        for block in &section.blocks {
            if let Block::Figure(figure) = block {
                shown.extend(widths(figure, style, room));
            }
        }
    }
    shown
}

fn widths<'a>(
    figure: &'a Figure,
    style: &Style,
    room: (Length, Length),
) -> Vec<(&'a Arc<Image>, Length)> {
    let pictures = figure.pictures.iter();
    let pixels: Vec<_> = pictures
        .clone()
        .map(|picture| (picture.image.width, picture.image.height))
        .collect();
    let row = style
        .figures
        .get(&figure.role)
        .map(|style| style.row(&pixels, room));
    let sizes = row.map_or(Vec::new(), |row| row.sizes);
    pictures
        .zip(sizes)
        .filter(|(picture, _)| picture.image.encoding != Encoding::Svg)
        .map(|(picture, (width, _))| (&picture.image, width))
        .collect()
}
