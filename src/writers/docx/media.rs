//! Pictures in the package.
//!
//! A drawing is there twice: as it is, for programs that know SVG, and painted, for those that do
//! not (MS-ODRAWXML, 2.1.1611 and the extension of `a:blip` that it names). It is painted once,
//! for the largest size in which it is shown.

use std::borrow::Cow;
use std::sync::Arc;

use super::paint::paint;
use crate::document::{Encoding, Image};
use crate::length::Length;
use crate::writers::images::Images;

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

/// A picture that is shown: the identities of its relationships.
pub(super) struct Embedded {
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
    pub(super) fn show(&mut self, image: &Arc<Image>, size: (Length, Length)) -> Embedded {
        let number = self.images.number(image);
        match self.sizes.get_mut(number) {
            Some(largest) if largest.0 < size.0 => *largest = size,
            Some(_) => {}
            None => self.sizes.push(size),
        }
        let drawing = image.encoding == Encoding::Svg;
        Embedded {
            pixels: pixels_relationship(number),
            drawing: drawing.then(|| drawing_relationship(number)),
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
            let pixels = pixels_relationship(number);
            let bytes = Cow::Borrowed(image.bytes.as_slice());
            match image.encoding {
                Encoding::Jpeg { .. } => add(pixels, "jpeg", bytes),
                Encoding::Png => add(pixels, "png", bytes),
                Encoding::Svg => {
                    add(pixels, "png", paint(&image.bytes, *size)?.into());
                    add(drawing_relationship(number), "svg", bytes);
                }
            }
        }
        Ok(pictures)
    }
}

/// The relationship to a picture, by its number from 0.
fn pixels_relationship(number: usize) -> String {
    format!("rIdImage{}", number + 1)
}

/// The relationship to the drawing that the picture of this number is painted from.
fn drawing_relationship(number: usize) -> String {
    format!("rIdDrawing{}", number + 1)
}
