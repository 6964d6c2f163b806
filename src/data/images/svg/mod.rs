//! SVG drawings, made plain: lines and areas, with nothing in them that a program could show in its
//! own way.
//!
//! A drawing is read without files and without a network, its texts are set in the typeface of the
//! document, and it is written out again as paths with colours. What a word processor, a browser
//! and the PDF get is that one text, so that they show the same and need no font.

mod guard;
mod shown;

use std::str;
use std::sync::{Arc, Mutex, PoisonError};

use resvg::usvg::roxmltree::{Document, Error, ParsingOptions};
use resvg::usvg::{
    FontResolver, ImageHrefResolver, Indent, Options, Size, Tree, WriteOptions, fontdb,
};

use super::{Fault, MAX_SIDE, Sound};
use crate::diagnostics::{Message, say};
use crate::document::{Encoding, Image};
use crate::kind::style::Typeface;

/// The namespace of SVG.
const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// How deep parts may stand in each other: a reader of PDF keeps 28 states at once (ISO 32000-1,
/// annex C), and some are for the page and the path.
const MAX_DEPTH: usize = 20;

const TO_SHAPES: Message =
    say!("turn it into plain shapes in the program for drawings, or save the drawing as PNG");
const SIMPLER: Message = say!("draw it with fewer parts, or save the drawing as PNG");
const BROKEN: Message = say!("open the drawing in a browser to check it, and save it anew");

/// Whether a file means to be an SVG drawing: XML with that element, and no page around it.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    // In UTF-16, every other byte of these is zero.
    let start = bytes.iter().filter(|byte| **byte != 0);
    let mut start = start.skip_while(|byte| !byte.is_ascii() || byte.is_ascii_whitespace());
    if start.next() != Some(&b'<') {
        return false;
    }
    let root = bytes.windows(5).position(|window| {
        let plain = window.starts_with(b"<svg");
        plain || (window.starts_with(b"<\0s\0v"))
    });
    root.is_some_and(|root| {
        let before = String::from_utf8_lossy(&bytes[..root.min(4096)]);
        !before.to_lowercase().contains("<html")
    })
}

/// The picture of an SVG file.
pub(super) fn read(bytes: &[u8], typeface: &Typeface) -> Result<Sound, Fault> {
    let text = str::from_utf8(bytes).map_err(|_| {
        let message = say!("is an SVG file in another encoding than UTF-8");
        Fault::new(message, say!("save the drawing anew, encoded as UTF-8"))
    })?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let source = parse(text)?;
    guard::check(&source)?;
    let has_text = source
        .descendants()
        .any(|node| node.has_tag_name((NAMESPACE, "text")));
    let missing = Mutex::default();
    let options = options(has_text.then_some(typeface), &missing);
    let tree =
        Tree::from_xmltree(&source, &options).map_err(|error| broken(&error.to_string().into()))?;
    if let Some(sign) = *missing.lock().unwrap_or_else(PoisonError::into_inner) {
        return Err(guard::missing(sign));
    }
    let other_font = shown::check(&tree, typeface)?;
    let (image, remark) = (plain(&tree)?, other_font.as_deref().map(remark));
    Ok(Sound {
        image: Arc::new(image),
        remark,
    })
}

/// What the author should know of a drawing with text in another font.
fn remark(font: &str) -> Fault {
    let message = say!(
        "has text in `{font}`, which is set in the typeface of the document",
        font
    );
    Fault::new(
        message,
        say!("turn the text into paths in the program for drawings, so that it keeps its look"),
    )
}

fn broken(why: &Message) -> Fault {
    Fault::new(say!("is a broken SVG file: {why}", why), BROKEN)
}

/// The elements of the file.
fn parse(text: &str) -> Result<Document<'_>, Fault> {
    guard::check_text(text)?;
    let options = ParsingOptions {
        allow_dtd: true,
        // Beside elements there are texts, comments and the notes of the program that drew.
        nodes_limit: 4 * guard::MAX_ELEMENTS as u32,
    };
    Document::parse_with_options(text, options).map_err(|error| match error {
        Error::NodesLimitReached => guard::too_many(),
        error => broken(&error.to_string().into()),
    })
}

/// How a drawing is read: at 96 pixels to the inch, without the pictures and fonts of the machine.
/// A sign that no font has goes to `missing`.
fn options<'a>(typeface: Option<&Typeface>, missing: &'a Mutex<Option<char>>) -> Options<'a> {
    let fallback = FontResolver::default_fallback_selector();
    let mut fonts = fontdb::Database::new();
    if let Some(typeface) = typeface {
        for file in typeface.files.iter().chain(&typeface.fallbacks) {
            fonts.load_font_source(fontdb::Source::Binary(Arc::new(file.clone())));
        }
        let first = fonts.faces().next().and_then(|face| face.families.first());
        if let Some((family, _)) = first.cloned() {
            // What is not found by its name is set in this.
            fonts.set_serif_family(family);
        }
    }
    Options {
        fontdb: Arc::new(fonts),
        font_resolver: FontResolver {
            select_fallback: Box::new(move |sign, known, fonts| {
                let found = fallback(sign, known, fonts);
                if found.is_none() {
                    *missing.lock().unwrap_or_else(PoisonError::into_inner) = Some(sign);
                }
                found
            }),
            ..FontResolver::default()
        },
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

/// The drawing in plain words of SVG, in a whole number of pixels.
fn plain(tree: &Tree) -> Result<Image, Fault> {
    let options = WriteOptions {
        indent: Indent::None,
        ..WriteOptions::default()
    };
    let text = tree.to_string(&options);
    // The root is ours: with the box that lets the drawing be shown in any size, and with whole
    // pixels, into which it is fitted without being stretched.
    let (_, parts) = text
        .split_once('>')
        .ok_or_else(|| broken(&say!("it has no root")))?;
    let (width, height) = pixels(tree.size());
    let (own_width, own_height) = (tree.size().width(), tree.size().height());
    let mut text = format!(
        "<svg xmlns=\"{NAMESPACE}\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {own_width} {own_height}\">"
    );
    text.push_str(parts);
    // What the writers will do must not fail there.
    let again = Tree::from_str(&text, &Options::default());
    if !again.is_ok_and(|tree| pixels(tree.size()) == (width, height)) {
        return Err(broken(&say!("it cannot be written in a plain way")));
    }
    Ok(Image {
        encoding: Encoding::Svg,
        bytes: text.into_bytes(),
        width,
        height,
    })
}

/// A size in whole pixels, on no side more than pictures may have.
fn pixels(size: Size) -> (u32, u32) {
    let longest = size.width().max(size.height());
    let scale = (MAX_SIDE as f32 / longest).min(1.0);
    let whole = |side: f32| ((side * scale).round() as u32).max(1);
    (whole(size.width()), whole(size.height()))
}

#[cfg(test)]
mod tests;
