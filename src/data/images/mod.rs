//! Pictures: PNG, JPEG and SVG files that a document names.
//!
//! What a picture is, its bytes say and not its name. Every picture is decoded once, so that no
//! writer meets a broken one; its size is read before that, so that a small file that claims to
//! be a huge picture takes no memory. A picture on which programs disagree (CMYK, a turned
//! photograph) is refused: the three formats are to show the same.

mod jpeg;
mod png;
mod svg;
mod upright;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::Attachments;
use super::files;
use crate::content::{Content, Part, Value};
use crate::diagnostics::{Code, Diagnostic, Message, Sink, say};
use crate::document::Image;
use crate::kind::style::Typeface;

/// The largest file of a picture.
const MAX_BYTES: u64 = 32 << 20;
/// The most pixels on a side.
const MAX_SIDE: u32 = 10_000;
/// The most pixels.
const MAX_PIXELS: u64 = 64_000_000;

/// Reads the pictures that a document names, each file once.
pub(super) fn load(
    content: &Content,
    folder: &Path,
    typeface: &Typeface,
    attachments: &mut Attachments,
    sink: &mut Sink,
) {
    let mut reader = Reader {
        folder,
        typeface,
        read: BTreeMap::new(),
        by_digest: BTreeMap::new(),
        attachments,
        sink,
    };
    for (path, picture) in content.root.parts(Part::Picture) {
        reader.picture(&path, picture);
    }
}

struct Reader<'a> {
    folder: &'a Path,
    /// What the texts of drawings are set in.
    typeface: &'a Typeface,
    /// The paths that were tried, so that a fault is told at each place but a file is read once.
    read: BTreeMap<String, Result<Sound, Fault>>,
    /// The pictures by what they are: the same one under two names is one.
    by_digest: BTreeMap<[u8; 32], Sound>,
    attachments: &'a mut Attachments,
    sink: &'a mut Sink,
}

impl Reader<'_> {
    fn picture(&mut self, path: &str, picture: &Value) {
        let Some(file) = picture.get("file") else {
            return;
        };
        let name = file.as_str().unwrap_or_default();
        self.alt(path, picture, name);
        if !self.read.contains_key(name) {
            let Some(bytes) = files::read(self.folder, name, file.span, MAX_BYTES, self.sink)
            else {
                return;
            };
            let image = self.image(name, bytes);
            self.read.insert(name.to_owned(), image);
        }
        let (fault, tell): (_, fn(_, _, _) -> _) = match self.read.get(name) {
            Some(Ok(sound)) => {
                let image = sound.image.clone();
                self.attachments.images.insert(name.to_owned(), image);
                (sound.remark.as_ref(), Diagnostic::warning)
            }
            Some(Err(fault)) => (Some(fault), Diagnostic::error),
            None => (None, Diagnostic::error),
        };
        if let Some(fault) = fault {
            let message = say!("`{name}` {what}", name, what = fault.message);
            let diagnostic = tell(Code::InvalidPicture, file.span, message);
            let diagnostic = diagnostic.path(format!("{path}.file"));
            self.sink.push(diagnostic.hint(fault.hint.clone()));
        }
    }

    fn image(&mut self, name: &str, bytes: Vec<u8>) -> Result<Sound, Fault> {
        let digest: [u8; 32] = Sha256::digest(&bytes).into();
        self.attachments.digests.insert(name.to_owned(), digest);
        if let Some(sound) = self.by_digest.get(&digest) {
            return Ok(sound.clone());
        }
        let sound = decode(bytes, self.typeface)?;
        self.by_digest.insert(digest, sound.clone());
        Ok(sound)
    }

    /// The name of the file is no description of what is to be seen.
    fn alt(&mut self, path: &str, picture: &Value, file: &str) {
        let Some(alt) = picture.get("alt") else {
            return;
        };
        let text = alt.as_str().unwrap_or_default().trim().to_lowercase();
        let name = file.rsplit('/').next().unwrap_or(file).to_lowercase();
        let stem = name
            .rsplit_once('.')
            .map_or(name.as_str(), |(stem, _)| stem);
        if [name.as_str(), stem, &file.to_lowercase()].contains(&text.as_str()) {
            let message =
                say!("`alt` repeats the name of the file and does not say what is to be seen");
            let diagnostic = Diagnostic::warning(Code::InvalidPicture, alt.span, message);
            self.sink
                .push(diagnostic.path(format!("{path}.alt")).hint(say!(
                    "describe the picture in a sentence to somebody who does not see it"
                )));
        }
    }
}

/// A picture that can be shown, and what its author should know all the same.
#[derive(Debug, Clone)]
struct Sound {
    image: Arc<Image>,
    remark: Option<Fault>,
}

impl From<Image> for Sound {
    fn from(image: Image) -> Self {
        Self {
            image: Arc::new(image),
            remark: None,
        }
    }
}

/// Why a picture cannot be shown: what follows its name, and what can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    message: Message,
    hint: Message,
}

impl Fault {
    fn new(message: Message, hint: Message) -> Self {
        Self { message, hint }
    }

    fn broken(format: &str, why: &Message) -> Self {
        Self::new(
            say!("is a broken {format} file: {why}", format, why),
            say!("open the picture in a viewer to check it, and copy or export it anew"),
        )
    }
}

/// How a file can be broken.
const END_MISSING: Message = say!("its end is missing");
const SPOILT: Message = say!("its data cannot be decoded");

const TO_PNG_OR_JPEG: Message =
    say!("open it in a program for pictures and save it as PNG or JPEG");

/// The picture of a file, after all of it was decoded once; `typeface` is for the texts of a
/// drawing.
fn decode(bytes: Vec<u8>, typeface: &Typeface) -> Result<Sound, Fault> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Ok(png::read(bytes)?.into())
    } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Ok(jpeg::read(bytes)?.into())
    } else if svg::is_svg(&bytes) {
        svg::read(&bytes, typeface)
    } else {
        let message = match other_format(&bytes) {
            Some(format) => say!(
                "is {format}, and only PNG, JPEG and SVG can be shown",
                format
            ),
            None => say!("is neither PNG, JPEG nor SVG"),
        };
        Err(Fault::new(message, TO_PNG_OR_JPEG))
    }
}

/// What a file of no known format seems to be, by its first bytes.
fn other_format(bytes: &[u8]) -> Option<Message> {
    let at = |place: usize, sign: &[u8]| bytes.get(place..place + sign.len()) == Some(sign);
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_lowercase();
    let found = [
        (bytes.is_empty(), say!("an empty file")),
        (at(0, b"GIF8"), say!("a GIF picture")),
        (at(0, b"RIFF") && at(8, b"WEBP"), say!("a WebP picture")),
        (
            at(4, b"ftyphei") || at(4, b"ftypmif1"),
            say!("a HEIC picture"),
        ),
        (at(4, b"ftypavif"), say!("an AVIF picture")),
        (at(0, b"%PDF-"), say!("a PDF document")),
        (at(0, b"II*\0") || at(0, b"MM\0*"), say!("a TIFF picture")),
        (at(0, b"BM"), say!("a BMP picture")),
        (at(0, b"\x1f\x8b"), say!("a compressed file, such as SVGZ")),
        (start.contains("<html"), say!("a web page")),
    ];
    found.into_iter().find(|(is, _)| *is).map(|(_, name)| name)
}

/// Refuses a picture that is too large to be decoded.
fn check_size(width: u32, height: u32) -> Result<(), Fault> {
    let hint = say!("scale the picture down; 2000 pixels fill the width of a page");
    if width == 0 || height == 0 {
        return Err(Fault::new(say!("has no pixels"), TO_PNG_OR_JPEG));
    }
    if width.max(height) > MAX_SIDE {
        let message = say!(
            "has {width} × {height} pixels; {most} is the most on a side",
            width,
            height,
            most = MAX_SIDE
        );
        return Err(Fault::new(message, hint));
    }
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_PIXELS {
        let message = say!(
            "has {width} × {height} pixels; {most} million is the most in all",
            width,
            height,
            most = MAX_PIXELS / 1_000_000
        );
        return Err(Fault::new(message, hint));
    }
    Ok(())
}

/// Refuses a picture that has another resolution across than down, as that of a fax: a viewer makes
/// its pixels long, a browser makes them square. Rounding to whole pixels of an inch is no difference.
fn check_square(across: u32, down: u32) -> Result<(), Fault> {
    let (across, down) = (u64::from(across), u64::from(down));
    if across == 0 || down == 0 || across.abs_diff(down) * 50 <= across.max(down) {
        return Ok(());
    }
    let message = say!(
        "has pixels that are not square ({across} across to {down} down), which programs show \
         differently",
        across,
        down
    );
    let hint = say!(
        "open it in a program for pictures, and scale it to the same resolution across and down"
    );
    Err(Fault::new(message, hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_picture_is_named() {
        let told = |bytes: &[u8]| other_format(bytes).map(|name| name.to_string());
        let named = |bytes| told(bytes).unwrap_or_default();
        assert_eq!(named(b"RIFF\x10\0\0\0WEBPVP8 "), "a WebP picture");
        assert_eq!(named(b"\0\0\0\x18ftypheic\0\0"), "a HEIC picture");
        assert_eq!(named(b"%PDF-1.7\n"), "a PDF document");
        assert_eq!(named(b"II*\0\x08\0\0\0"), "a TIFF picture");
        assert_eq!(named(b"<!DOCTYPE HTML><html><svg>"), "a web page");
        assert_eq!(named(b"\x1f\x8b\x08\0"), "a compressed file, such as SVGZ");
        assert_eq!(named(b""), "an empty file");
        assert_eq!(named(b"Tekstas"), "");
    }
}
