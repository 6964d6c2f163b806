//! Fonts: only the faces and glyphs that the pages use, with the text and width of each.
//!
//! Every face becomes a composite font whose codes are the glyph numbers of its subset
//! (Identity-H, ISO 32000-1, 9.7). A code has one text in the `ToUnicode` map; where the pages use
//! a glyph for different texts, the most frequent one stands in the map, and [`super::content`]
//! tells the others by an `ActualText`.
//!
//! `printpdf` cuts the widths down to whole thousandths of an em, which would move every second
//! glyph. [`Fonts::refine`] replaces them by the exact ones.

use std::collections::BTreeMap;

use lopdf::Object;
use printpdf::{
    Codepoint, FontId, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, Pt, TextItem,
};
use rustybuzz::ttf_parser;
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::file::File;
use crate::kind::style::{Font, Typeface};
use crate::layout::page::Layout;
use crate::writers::run::{clusters, runs};

/// The fonts that the pages use.
pub(super) struct Fonts {
    /// Only those with a glyph on a page.
    used: BTreeMap<Font, FaceFont>,
}

/// One face, cut down to its used glyphs.
pub(super) struct FaceFont {
    name: String,
    program: Vec<u8>,
    weight: u16,
    /// Height of capitals in thousandths of an em.
    cap_height: i64,
    /// How far the face reaches above and below the baseline, in thousandths of an em.
    pub(super) extent: (i64, i64),
    /// The code of each glyph of the font file; 0 for one that is not used.
    codes: Vec<u16>,
    /// What each code stands for.
    glyphs: Vec<CodedGlyph>,
}

/// A glyph of a subset.
pub(super) struct CodedGlyph {
    /// Its number in the subset, which is its code on the page.
    pub(super) code: u16,
    /// The text that the `ToUnicode` map gives.
    pub(super) text: String,
    /// The character by which `printpdf` finds the glyph; none if another glyph has it.
    pub(super) character: Option<char>,
    /// How far it moves the pen, in millionths of an em.
    pub(super) width: i64,
    /// Whether the pages use it; the sign for a missing glyph is there even if they do not.
    is_used: bool,
}

impl CodedGlyph {
    /// The glyph in a show-text operation.
    pub(super) fn shown(&self) -> TextItem {
        match self.character {
            Some(character) => TextItem::Text(character.to_string()),
            None => TextItem::GlyphIds(vec![Codepoint {
                gid: self.code,
                offset: 0.0,
                cid: Some(self.text.clone()),
            }]),
        }
    }
}

/// The name of a face among the resources of a page.
///
/// It must be our own: `printpdf` names fonts at random, and the name goes into the file.
pub(super) fn resource(font: Font) -> FontId {
    FontId(match font {
        Font::Face(face) => format!("{face:?}"),
        Font::Fallback(index) => format!("Fallback{index}"),
    })
}

impl Fonts {
    /// Makes the fonts for the pages.
    pub(super) fn of(layout: &Layout, typeface: &Typeface) -> Result<Self, String> {
        let mut uses: BTreeMap<Font, Uses<'_>> = BTreeMap::new();
        for run in runs(layout) {
            let uses = uses.entry(run.font).or_default();
            for cluster in clusters(run) {
                for (index, glyph) in cluster.glyphs.iter().enumerate() {
                    uses.count(glyph.id, cluster.share(index));
                }
            }
        }
        let mut used = BTreeMap::new();
        for (font, uses) in uses.into_iter().filter(|(_, uses)| !uses.texts.is_empty()) {
            let file = typeface.file(font).unwrap_or_default();
            let made = FaceFont::new(file, &uses);
            used.insert(font, made.map_err(|why| unreadable(font, typeface, &why))?);
        }
        Ok(Self { used })
    }

    /// A font that the pages use.
    pub(super) fn get(&self, font: Font) -> Option<&FaceFont> {
        self.used.get(&font)
    }

    /// Hands the fonts to `printpdf`.
    pub(super) fn install(&self, document: &mut PdfDocument) -> Result<(), String> {
        for (name, font) in &self.used {
            let parsed = font
                .parsed()
                .ok_or_else(|| format!("the subset of the font {} is broken", font.name))?;
            document
                .resources
                .fonts
                .map
                .insert(resource(*name), PdfFont::new(parsed));
        }
        Ok(())
    }

    /// Operations that show every glyph once: `printpdf` embeds the fonts that it sees in use.
    pub(super) fn specimen(&self) -> Vec<Op> {
        let mut operations = Vec::new();
        for (name, font) in &self.used {
            operations.push(Op::SetFont {
                font: PdfFontHandle::External(resource(*name)),
                size: Pt(1.0),
            });
            let shown = font.glyphs.iter().filter(|glyph| glyph.is_used);
            operations.push(Op::ShowText {
                items: shown.map(CodedGlyph::shown).collect(),
            });
        }
        operations
    }

    /// Puts exact widths and heights into the dictionaries that `printpdf` made.
    pub(super) fn refine(&self, file: &mut File) -> Result<(), String> {
        for (name, font) in &self.used {
            let widths = font
                .glyphs
                .iter()
                .map(|glyph| Object::Real(glyph.width as f32 / 1000.0))
                .collect();
            let descendant = file.descendant_font(&resource(*name).0)?;
            descendant.set("W", vec![0.into(), Object::Array(widths)]);
            let descriptor = descendant
                .get(b"FontDescriptor")
                .and_then(Object::as_reference);
            let descriptor = descriptor.map_err(|_| "a font has no descriptor".to_owned())?;
            file.dictionary(descriptor)?
                .set("CapHeight", font.cap_height);
        }
        Ok(())
    }
}

fn unreadable(font: Font, typeface: &Typeface, why: &str) -> String {
    format!(
        "the font file of `{}` ({font:?}) cannot be used: {why}",
        typeface.name
    )
}

/// Which texts each glyph of a face shows, and how often.
#[derive(Default)]
struct Uses<'a> {
    texts: BTreeMap<u16, Vec<(&'a str, usize)>>,
}

impl<'a> Uses<'a> {
    fn count(&mut self, glyph: u16, text: &'a str) {
        let texts = self.texts.entry(glyph).or_default();
        match texts.iter_mut().find(|(known, _)| *known == text) {
            Some((_, count)) => *count += 1,
            None => texts.push((text, 1)),
        }
    }
}

/// The most frequent text; of several, the one that comes first on the pages.
fn usual_text<'a>(texts: &[(&'a str, usize)]) -> &'a str {
    let best = texts.iter().rev().max_by_key(|(_, count)| *count);
    best.map_or("", |(text, _)| text)
}

impl FaceFont {
    fn new(data: &[u8], uses: &Uses<'_>) -> Result<Self, String> {
        let face = ttf_parser::Face::parse(data, 0).map_err(|error| error.to_string())?;
        let glyphs: Vec<u16> = uses.texts.keys().copied().collect();
        if let Some(id) = glyphs.iter().find(|id| !has_glyph(&face, **id)) {
            return Err(format!(
                "it has no glyph {id} to show (ISO 19005-2, 6.2.11.8)"
            ));
        }
        let remapper = GlyphRemapper::new_from_glyphs_sorted(&glyphs);
        let program = subsetter::subset(data, 0, &remapper).map_err(|error| error.to_string())?;
        let em = |units: i16| i64::from(units) * 1000 / i64::from(face.units_per_em()).max(1);
        Ok(Self {
            name: format!("{}+{}", subset_tag(&program), postscript_name(&face)),
            program,
            weight: face.weight().to_number(),
            cap_height: em(face.capital_height().unwrap_or(face.ascender())),
            extent: (em(face.ascender()), em(face.descender())),
            codes: codes(&face, &remapper),
            glyphs: coded_glyphs(&face, &remapper, uses),
        })
    }

    /// The glyph of the subset for a glyph of the font file.
    pub(super) fn glyph(&self, id: u16) -> &CodedGlyph {
        let code = self.codes.get(usize::from(id)).copied().unwrap_or(0);
        &self.glyphs[usize::from(code)]
    }

    /// All glyphs by code.
    #[cfg(test)]
    pub(super) fn glyphs(&self) -> &[CodedGlyph] {
        &self.glyphs
    }

    fn parsed(&self) -> Option<ParsedFont> {
        let mut font = ParsedFont::from_bytes(&self.program, 0, &mut Vec::new())?;
        font.font_name = Some(self.name.clone());
        // The subset lost the tables that tell these.
        font.pdf_font_metrics.us_weight_class = self.weight;
        for glyph in &self.glyphs {
            if let Some(character) = glyph.character {
                font.set_codepoint_mapping(character.into(), glyph.code);
            }
        }
        Some(font)
    }
}

/// Whether a glyph is one that shows something: glyph 0 stands for those that a font lacks.
fn has_glyph(face: &ttf_parser::Face<'_>, id: u16) -> bool {
    (1..face.number_of_glyphs()).contains(&id)
}

fn codes(face: &ttf_parser::Face<'_>, remapper: &GlyphRemapper) -> Vec<u16> {
    (0..face.number_of_glyphs())
        .map(|id| remapper.get(id).unwrap_or(0))
        .collect()
}

/// What each code stands for. Code 0 is the sign for a missing glyph and always there.
fn coded_glyphs(
    face: &ttf_parser::Face<'_>,
    remapper: &GlyphRemapper,
    uses: &Uses<'_>,
) -> Vec<CodedGlyph> {
    let units = i64::from(face.units_per_em()).max(1);
    let mut taken = std::collections::BTreeSet::new();
    let coded = remapper.remapped_gids().zip(0..).map(|(id, code)| {
        let text = uses
            .texts
            .get(&id)
            .map_or("\u{FFFD}", |texts| usual_text(texts));
        let advance = face.glyph_hor_advance(ttf_parser::GlyphId(id)).unwrap_or(0);
        CodedGlyph {
            code,
            text: text.to_owned(),
            character: only_character(text).filter(|character| taken.insert(*character)),
            width: (i64::from(advance) * 1_000_000 + units / 2) / units,
            is_used: uses.texts.contains_key(&id),
        }
    });
    coded.collect()
}

fn only_character(text: &str) -> Option<char> {
    let mut characters = text.chars();
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}

/// The six letters that tell subsets of one font apart (ISO 32000-1, 9.6.4).
fn subset_tag(program: &[u8]) -> String {
    Sha256::digest(program)
        .iter()
        .take(6)
        .map(|byte| char::from(b'A' + byte % 26))
        .collect()
}

fn postscript_name(face: &ttf_parser::Face<'_>) -> String {
    let names = face
        .names()
        .into_iter()
        .filter(|name| name.name_id == ttf_parser::name_id::POST_SCRIPT_NAME);
    let name = names
        .into_iter()
        .find_map(|name| name.to_string())
        .unwrap_or_default();
    let letters: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    if letters.is_empty() {
        "Font".to_owned()
    } else {
        letters
    }
}
