//! PNG files, decoded once.

use std::io::{Cursor, ErrorKind};

use super::upright::check_upright;
use super::{END_MISSING, Fault, SPOILT, check_size, check_square};
use crate::document::{Encoding, Image};

/// The picture of a PNG file.
pub(super) fn read(bytes: Vec<u8>) -> Result<Image, Fault> {
    let broken = |error: png::DecodingError| match error {
        png::DecodingError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => {
            Fault::broken("PNG", &END_MISSING)
        }
        _ => Fault::broken("PNG", &SPOILT),
    };
    let mut decoder = png::Decoder::new(Cursor::new(bytes.as_slice()));
    // Comments and colour profiles are not shown; a broken one does not spoil the picture.
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let header = decoder.read_header_info().map_err(broken)?;
    let (width, height) = (header.width, header.height);
    check_size(width, height)?;
    let mut reader = decoder.read_info().map_err(broken)?;
    // Row by row: the pixels are only looked at.
    while reader.next_row().map_err(broken)?.is_some() {}
    reader.finish().map_err(broken)?;
    if let Some(exif) = &reader.info().exif_metadata {
        check_upright(exif)?;
    }
    if let Some(resolution) = reader.info().pixel_dims {
        check_square(resolution.xppu, resolution.yppu)?;
    }
    drop(reader);
    Ok(Image {
        encoding: Encoding::Png,
        bytes,
        width,
        height,
    })
}
