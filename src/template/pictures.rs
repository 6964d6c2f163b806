//! Pictures that have too few pixels for the size in which they are printed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::content::{Content, Part};
use crate::diagnostics::{Code, Diagnostic, Sink, say};
use crate::document::{Block, Encoding, Figure, Image, Section};
use crate::kind::style::Style;
use crate::length::Length;
use crate::source::Span;

/// The fewest pixels to the inch with which a picture on paper does not look coarse to a reader at
/// arm's length.
const FEWEST: i64 = 150;

/// A picture that the content names.
pub(super) struct Named {
    /// Where in the tree of the content it is.
    path: String,
    /// The name of its file.
    file: String,
    /// Where that name was written.
    place: Span,
}

/// The pictures that the content names.
pub(super) fn named(content: &Content) -> Vec<Named> {
    let pictures = content.root.parts(Part::Picture);
    let named = pictures.into_iter().filter_map(|(path, picture)| {
        let file = picture.get("file")?;
        Some(Named {
            path: format!("{path}.file"),
            file: file.as_str().unwrap_or_default().to_owned(),
            place: file.span,
        })
    });
    named.collect()
}

/// Tells of the pictures that will look coarse, where the content names them.
pub(super) fn tell(
    sections: &[Section],
    named: &[Named],
    (images, style): (&BTreeMap<String, Arc<Image>>, &Style),
    sink: &mut Sink,
) {
    let shown = shown(sections, style);
    for Named { path, file, place } in named {
        let image = images.get(file);
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
        let message = say!(
            "`{file}` has {found} pixels to the inch, and will look coarse on paper",
            file,
            found
        );
        let wanted = (milli_inches * FEWEST).div_euclid(1000) + 1;
        let hint = say!(
            "take a picture of at least {wanted} pixels in width, or a drawing in SVG",
            wanted
        );
        let diagnostic = Diagnostic::check(Code::CoarsePicture, *place, message);
        sink.push(diagnostic.path(path).hint(hint));
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
