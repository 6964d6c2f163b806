//! JPEG files, decoded once.

use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::upright::check_upright;
use super::{END_MISSING, Fault, SPOILT, check_size, check_square};
use crate::diagnostics::say;
use crate::document::{Encoding, Image};

/// The picture of a JPEG file.
pub(super) fn read(bytes: Vec<u8>) -> Result<Image, Fault> {
    let broken = |error| match error {
        DecodeErrors::ExhaustedData => Fault::broken("JPEG", &END_MISSING),
        _ => Fault::broken("JPEG", &SPOILT),
    };
    // Brightness alone tells as well as all colours whether the data is whole, in a third of the
    // memory.
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes.as_slice()), options);
    decoder.decode_headers().map_err(broken)?;
    let info = decoder.info();
    let (width, height) = info.map_or((0, 0), |info| {
        (u32::from(info.width), u32::from(info.height))
    });
    check_size(width, height)?;
    let colour = match decoder.input_colorspace() {
        Some(ColorSpace::Luma) => false,
        Some(ColorSpace::YCbCr) => true,
        Some(ColorSpace::CMYK | ColorSpace::YCCK) => {
            return Err(Fault::new(
                say!(
                    "is a JPEG file in the colours of print (CMYK), which screens show differently"
                ),
                say!("open it in a program for pictures and save it in RGB"),
            ));
        }
        _ => {
            return Err(Fault::new(
                say!("is a JPEG file that keeps its colours in an unusual way"),
                say!("open it in a program for pictures and save it as an ordinary JPEG in RGB"),
            ));
        }
    };
    if let Some(exif) = decoder.exif() {
        check_upright(exif)?;
    }
    if let Some((across, down)) = resolution(&bytes) {
        check_square(across, down)?;
    }
    decoder.decode().map_err(broken)?;
    // The decoder fills what is missing at the end with grey.
    if !bytes[bytes.len().saturating_sub(64)..]
        .windows(2)
        .any(|pair| pair == [0xFF, 0xD9])
    {
        return Err(Fault::broken("JPEG", &END_MISSING));
    }
    Ok(Image {
        encoding: Encoding::Jpeg { colour },
        bytes,
        width,
        height,
    })
}

/// The resolution across and down, in whatever unit: the first segment of a JFIF file tells it
/// (ITU-T T.871, 10.1).
fn resolution(bytes: &[u8]) -> Option<(u32, u32)> {
    let segment = bytes.get(2..18)?;
    let is_jfif = segment.starts_with(&[0xFF, 0xE0]) && segment[4..].starts_with(b"JFIF\0");
    let number = |at: usize| u32::from(u16::from_be_bytes([segment[at], segment[at + 1]]));
    is_jfif.then(|| (number(12), number(14)))
}
