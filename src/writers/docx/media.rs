//! Pictures in the package.
//!
//! A drawing is there twice: as it is, for programs that know SVG, and painted, for those that do
//! not (MS-ODRAWXML, 2.1.1611 and the extension of `a:blip` that it names). It is painted once,
//! for the largest size in which it is shown.

use std::borrow::Cow;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::names;
use crate::document::{Encoding, Image};
use crate::length::Length;
use crate::writers::images::Images;

/// The pixels to the inch of a painted drawing: what a printer of an office shows.
const RESOLUTION: f64 = 300.0;

/// The most pixels of a painted drawing: half of a page in that resolution. It is only shown where
/// the drawing itself cannot be.
const MAX_PIXELS: f64 = 4_000_000.0;

/// The pictures of a text, and the largest size of each.
#[derive(Default)]
pub(super) struct Media {
    images: Images,
    sizes: Vec<(Length, Length)>,
}

/// A picture in the package.
pub(super) struct Picture<'a> {
    /// The identity of its relationship.
    pub(super) relationship: String,
    /// Where it stands, from the folder of the text.
    pub(super) path: String,
    /// Its bytes.
    pub(super) bytes: Cow<'a, [u8]>,
}

/// The identities of the relationships to a picture.
pub(super) struct Shown {
    /// To what every program can show.
    pub(super) pixels: String,
    /// To the drawing, if it is one.
    pub(super) drawing: Option<String>,
}

/// The endings of names, and what each says.
pub(super) const ENDINGS: [(&str, &str); 3] = [
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
];

impl Media {
    /// Tells that a picture is shown in a size.
    pub(super) fn show(&mut self, image: &Arc<Image>, size: (Length, Length)) -> Shown {
        let number = self.images.number(image);
        match self.sizes.get_mut(number) {
            Some(largest) if largest.0 < size.0 => *largest = size,
            Some(_) => {}
            None => self.sizes.push(size),
        }
        let drawing = image.encoding == Encoding::Svg;
        Shown {
            pixels: names::image_relationship(number),
            drawing: drawing.then(|| names::drawing_relationship(number)),
        }
    }

    /// All that goes into the package.
    pub(super) fn pictures(&self) -> Result<Vec<Picture<'_>>, String> {
        let mut pictures = Vec::new();
        for (number, (image, size)) in self.images.iter().zip(&self.sizes).enumerate() {
            let mut add = |relationship, ending, bytes| {
                let path = format!("media/image{}.{ending}", number + 1);
                pictures.push(Picture {
                    relationship,
                    path,
                    bytes,
                });
            };
            let pixels = names::image_relationship(number);
            let bytes = Cow::Borrowed(image.bytes.as_slice());
            match image.encoding {
                Encoding::Jpeg { .. } => add(pixels, "jpeg", bytes),
                Encoding::Png => add(pixels, "png", bytes),
                Encoding::Svg => {
                    add(pixels, "png", paint(image, *size)?.into());
                    add(names::drawing_relationship(number), "svg", bytes);
                }
            }
        }
        Ok(pictures)
    }
}

/// A drawing as a PNG file for this size, on no ground.
fn paint(image: &Image, size: (Length, Length)) -> Result<Vec<u8>, String> {
    let broken = |why: &str| format!("a drawing cannot be painted: {why}");
    let text = str::from_utf8(&image.bytes).map_err(|error| broken(&error.to_string()))?;
    let tree = Tree::from_str(text, &Options::default());
    let tree = tree.map_err(|error| broken(&error.to_string()))?;
    let (width, height) = pixels(size);
    let mut pixmap = Pixmap::new(width, height).ok_or_else(|| broken("it is too large"))?;
    let scale = Transform::from_scale(
        width as f32 / tree.size().width(),
        height as f32 / tree.size().height(),
    );
    resvg::render(&tree, scale, &mut pixmap.as_mut());
    let file = pixmap.encode_png();
    file.map_err(|error| broken(&error.to_string()))
}

/// How many pixels a picture of this size has.
fn pixels((width, height): (Length, Length)) -> (u32, u32) {
    let across = |length: Length| length.to_pt() / 72.0 * RESOLUTION;
    let all = across(width) * across(height);
    let scale = (MAX_PIXELS / all).sqrt().min(1.0);
    let whole = |length: Length| ((across(length) * scale).round() as u32).max(1);
    (whole(width), whole(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_painted_for_paper_but_not_without_end() {
        assert_eq!(pixels((Length::pt(72), Length::pt(36))), (300, 150));
        assert_eq!(pixels((Length::milli(1), Length::milli(1))), (1, 1));
        let (width, height) = pixels((Length::pt(1440), Length::pt(1440)));
        assert_eq!((width, height), (2000, 2000));
    }
}
