//! Pictures as external objects, each once in the file: image XObjects (ISO 32000-1, 8.9.5) of
//! pixels, and the places of the [`super::drawings`].
//!
//! A JPEG file is taken as it is. A PNG file is decoded and written as plain samples of eight
//! bits, its transparency as a mask of its own. Colours are those of the device, which the output
//! intent says to be sRGB.

use std::collections::BTreeMap;
use std::io::Cursor;

use printpdf::{
    DictItem, ExternalStream, ExternalXObject, Op, PdfDocument, XObject, XObjectId,
    XObjectTransform,
};

use super::content::pt;
use super::file::count;
use crate::document::{Encoding, Image};
use crate::layout::page::{Layout, Shape};
use crate::length::Length;
use crate::writers::images::Images;

/// All pictures of the pages.
pub(super) fn of(layout: &Layout) -> Images {
    let mut images = Images::default();
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        if let Shape::Picture { image, .. } = &item.shape {
            images.number(image);
        }
    }
    images
}

/// The name of a picture among the resources of a page: our own, since `printpdf` would take a
/// random one.
pub(super) fn resource(number: usize) -> XObjectId {
    XObjectId(format!("Image{}", number + 1))
}

/// Puts the pictures into the file.
pub(super) fn install(images: &Images, document: &mut PdfDocument) -> Result<(), String> {
    for (number, image) in images.iter().enumerate() {
        let stream = match image.encoding {
            Encoding::Jpeg { colour } => jpeg(image, colour),
            Encoding::Png => png(image)?,
            Encoding::Svg => place(),
        };
        let object = ExternalXObject {
            stream,
            width: None,
            height: None,
            dpi: None,
        };
        let objects = &mut document.resources.xobjects.map;
        objects.insert(resource(number), XObject::External(object));
    }
    Ok(())
}

/// Draws a picture: its unit square is stretched to its size, with the lower left corner at
/// `corner` from the lower left corner of the page.
pub(super) fn draw(
    number: usize,
    (left, bottom): (Length, Length),
    (width, height): (Length, Length),
) -> Op {
    let transform = XObjectTransform {
        translate_x: Some(pt(left)),
        translate_y: Some(pt(bottom)),
        scale_x: Some(pt(width).0),
        scale_y: Some(pt(height).0),
        no_auto_scale: true,
        ..XObjectTransform::default()
    };
    Op::UseXobject {
        id: resource(number),
        transform,
    }
}

/// A dictionary of samples of eight bits.
fn entries(image: &Image, space: &str) -> BTreeMap<String, DictItem> {
    let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
    let side = |pixels: u32| DictItem::Int(count(pixels as usize));
    let entries = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", side(image.width)),
        ("Height", side(image.height)),
        ("ColorSpace", name(space)),
        ("BitsPerComponent", DictItem::Int(8)),
    ];
    let owned = entries.into_iter();
    owned.map(|(key, value)| (key.to_owned(), value)).collect()
}

/// What stands for a drawing until all objects have their numbers.
fn place() -> ExternalStream {
    ExternalStream {
        dict: BTreeMap::new(),
        content: Vec::new(),
        compress: false,
    }
}

fn space(colour: bool) -> &'static str {
    if colour { "DeviceRGB" } else { "DeviceGray" }
}

fn jpeg(image: &Image, colour: bool) -> ExternalStream {
    let mut dict = entries(image, space(colour));
    dict.insert("Filter".to_owned(), DictItem::Name(b"DCTDecode".to_vec()));
    ExternalStream {
        dict,
        content: image.bytes.clone(),
        compress: false,
    }
}

fn png(image: &Image) -> Result<ExternalStream, String> {
    let broken = |error: png::DecodingError| format!("a picture cannot be decoded: {error}");
    let mut decoder = png::Decoder::new(Cursor::new(image.bytes.as_slice()));
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(broken)?;
    let (colour_type, _) = reader.output_color_type();
    let (colour, masked) = match colour_type {
        png::ColorType::Grayscale => (false, false),
        png::ColorType::GrayscaleAlpha => (false, true),
        png::ColorType::Rgba => (true, true),
        png::ColorType::Rgb | png::ColorType::Indexed => (true, false),
    };
    let size = reader.output_buffer_size();
    let mut samples = vec![0; size.ok_or("a picture is too large")?];
    let frame = reader.next_frame(&mut samples).map_err(broken)?;
    samples.truncate(frame.buffer_size());
    let mut dict = entries(image, space(colour));
    if masked {
        let (opaque, mask) = divide(&samples, if colour { 3 } else { 1 });
        samples = opaque;
        // A mask that hides nothing would only make the page harder to print.
        if mask.iter().any(|alpha| *alpha < u8::MAX) {
            let mask = ExternalStream {
                dict: entries(image, space(false)),
                content: mask,
                compress: true,
            };
            dict.insert("SMask".to_owned(), DictItem::Stream { stream: mask });
        }
    }
    Ok(ExternalStream {
        dict,
        content: samples,
        compress: true,
    })
}

/// Parts the colours of pixels, each of `components`, from the opacity behind them.
fn divide(samples: &[u8], components: usize) -> (Vec<u8>, Vec<u8>) {
    let pixels = samples.len() / (components + 1);
    let mut colours = Vec::with_capacity(pixels * components);
    let mut opacity = Vec::with_capacity(pixels);
    for pixel in samples.chunks_exact(components + 1) {
        let (colour, alpha) = pixel.split_at(components);
        colours.extend_from_slice(colour);
        opacity.extend_from_slice(alpha);
    }
    (colours, opacity)
}
