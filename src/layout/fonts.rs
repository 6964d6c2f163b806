//! Fonts: the faces of a typeface, and the fonts that are asked for signs that these lack.
//!
//! The files that are part of the program are read once in a process, whatever the documents, and
//! a fallback among them only when a document first has a sign that the faces lack.

use std::borrow::Cow;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::font::FontFace;
use super::shape::WordGlyph;
use crate::diagnostics::{Message, say};
use crate::kind::style::{Face, Font, Typeface};
use crate::length::Length;

/// The fonts of a typeface, ready to shape.
pub struct Fonts<'a> {
    faces: [Read<'a>; 4],
    fallbacks: Vec<Source<'a>>,
    /// Whether letters such as „fi“ are joined.
    pub(super) ligatures: bool,
}

/// A font that is read.
enum Read<'a> {
    /// From a file of the program.
    BuiltIn(&'static FontFace<'static>),
    /// From a file of the project.
    Own(Box<FontFace<'a>>),
}

/// A font that may still have to be read.
enum Source<'a> {
    BuiltIn(&'static BuiltIn),
    Own(Box<FontFace<'a>>),
}

/// A font file that is part of the program.
struct BuiltIn {
    file: &'static [u8],
    font: OnceLock<Option<FontFace<'static>>>,
}

impl BuiltIn {
    /// The one that keeps what is read of this file until the process ends.
    fn of(file: &'static [u8]) -> &'static Self {
        static KNOWN: Mutex<Vec<&BuiltIn>> = Mutex::new(Vec::new());
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.iter().find(|known| std::ptr::eq(known.file, file)) {
            return found;
        }
        let font = OnceLock::new();
        // There are no more of them than files in the program.
        let made: &'static Self = Box::leak(Box::new(Self { file, font }));
        known.push(made);
        made
    }

    fn font(&'static self) -> Option<&'static FontFace<'static>> {
        self.font.get_or_init(|| FontFace::new(self.file)).as_ref()
    }
}

impl<'a> Source<'a> {
    #[expect(
        clippy::ptr_arg,
        reason = "only a file that is part of the program is borrowed"
    )]
    fn new(file: &'a Cow<'static, [u8]>) -> Option<Self> {
        Some(match file {
            Cow::Borrowed(file) => Self::BuiltIn(BuiltIn::of(file)),
            Cow::Owned(file) => Self::Own(Box::new(FontFace::new(file)?)),
        })
    }

    fn font(&self) -> Option<&FontFace<'a>> {
        match self {
            Self::BuiltIn(file) => file.font(),
            Self::Own(font) => Some(font),
        }
    }

    fn read(self) -> Option<Read<'a>> {
        match self {
            Self::BuiltIn(file) => file.font().map(Read::BuiltIn),
            Self::Own(font) => Some(Read::Own(font)),
        }
    }
}

impl<'a> Read<'a> {
    fn font(&self) -> &FontFace<'a> {
        match self {
            Self::BuiltIn(font) => font,
            Self::Own(font) => font,
        }
    }
}

/// What a message calls the file of a face.
fn name_of(face: Face) -> Message {
    match face {
        Face::Regular => say!("Regular"),
        Face::Bold => say!("Bold"),
        Face::Italic => say!("Italic"),
        Face::BoldItalic => say!("BoldItalic"),
    }
}

impl<'a> Fonts<'a> {
    /// Reads the files of a typeface.
    ///
    /// # Errors
    ///
    /// Says which of the files is not a font, or has no glyph that could stand for others.
    pub fn new(typeface: &'a Typeface) -> Result<Self, Message> {
        let unusable = |which: Message| {
            let name = &typeface.name;
            say!(
                "the file for {which} of `{name}` is not a usable font",
                which,
                name
            )
        };
        let face = |face: Face| {
            Source::new(&typeface.files[face as usize])
                .and_then(Source::read)
                .filter(|read| read.font().can_stand_alone())
                .ok_or_else(|| unusable(name_of(face)))
        };
        let fallback = |(number, file)| {
            Source::new(file).ok_or_else(|| unusable(say!("fallback {number}", number)))
        };
        let fallbacks: Result<_, Message> = (1..).zip(&typeface.fallbacks).map(fallback).collect();
        Ok(Self {
            faces: [
                face(Face::Regular)?,
                face(Face::Bold)?,
                face(Face::Italic)?,
                face(Face::BoldItalic)?,
            ],
            fallbacks: fallbacks?,
            ligatures: typeface.ligatures,
        })
    }

    /// One of the faces.
    #[must_use]
    pub(super) fn face(&self, face: Face) -> &FontFace<'a> {
        self.faces[face as usize].font()
    }

    /// One of the fonts; the upright face for a fallback that there is not.
    pub(super) fn font(&self, font: Font) -> &FontFace<'a> {
        let fallback = match font {
            Font::Face(face) => return self.face(face),
            Font::Fallback(index) => self.fallbacks.get(usize::from(index)),
        };
        fallback
            .and_then(Source::font)
            .unwrap_or_else(|| self.face(Face::Regular))
    }

    /// The fonts that are asked for a sign, in turn.
    pub(super) fn asked(&self, face: Face) -> impl Iterator<Item = (Font, &FontFace<'a>)> {
        let fallbacks = self.fallbacks.iter().zip(0..);
        let fallbacks =
            fallbacks.filter_map(|(source, index)| Some((Font::Fallback(index), source.font()?)));
        std::iter::once((Font::Face(face), self.face(face))).chain(fallbacks)
    }

    /// How far the glyph after this one is, at a size of type.
    pub(super) fn advance(&self, glyph: &WordGlyph, size: Length) -> Length {
        self.font(glyph.font).scale(i64::from(glyph.advance), size)
    }

    /// The distance of two baselines at this size, and how deep letters reach below the line.
    ///
    /// This is the line of word processors: ascent, descent and gap of the upright face, times
    /// `leading` thousandths. What is more than ascent and descent stands above the letters.
    #[must_use]
    pub(super) fn line(&self, size: Length, leading: i64) -> Line {
        let face = self.face(Face::Regular);
        let natural = face.ascent + face.descent + face.gap;
        Line {
            height: face.scale(natural, size).per_mille(leading),
            depth: face.scale(face.descent, size),
        }
    }
}

/// The vertical measures of a line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// From the top of the line to the top of the next.
    pub height: Length,
    /// From the baseline to the bottom of the line.
    pub depth: Length,
}
