//! Fonts: the files that the pages show their words with, each a family of its own.
//!
//! A family of one file leaves a browser nothing to choose: it neither slants nor thickens letters,
//! and takes no other weight.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::kind::style::{Face, Font, Typeface};
use crate::layout::page::Layout;
use crate::writers::run::runs;

/// A font file that pages use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFile<'a> {
    /// The family that the pages name, which serves as the name of the file, too: `aktas-regular`.
    pub family: Cow<'static, str>,
    /// The file.
    pub bytes: &'a [u8],
}

/// The font files that the pages use, in the order of [`Font`]. Their weight and style are normal,
/// whatever the letters look like.
#[must_use]
pub fn fonts<'a>(layout: &Layout, typeface: &'a Typeface) -> Vec<FontFile<'a>> {
    let used: BTreeSet<Font> = runs(layout).map(|run| run.font).collect();
    let used = used.into_iter();
    let file = |font| {
        let bytes = typeface.file(font)?;
        let family = family(font);
        Some(FontFile { family, bytes })
    };
    used.filter_map(file).collect()
}

/// The rules of CSS that tell a browser of font files in a folder of the server: `fonts`.
#[must_use]
pub fn font_faces(fonts: &[FontFile<'_>], folder: &str) -> String {
    let mut css = String::new();
    for FontFile { family, .. } in fonts {
        let _ = writeln!(
            css,
            "@font-face{{font-family:{family};src:url({folder}/{family}.ttf);font-display:block}}"
        );
    }
    css
}

/// The name of the family of a font.
pub(super) fn family(font: Font) -> Cow<'static, str> {
    Cow::Borrowed(match font {
        Font::Face(Face::Regular) => "aktas-regular",
        Font::Face(Face::Bold) => "aktas-bold",
        Font::Face(Face::Italic) => "aktas-italic",
        Font::Face(Face::BoldItalic) => "aktas-bold-italic",
        Font::Fallback(index) => {
            return Cow::Owned(format!("aktas-fallback-{}", u16::from(index) + 1));
        }
    })
}
