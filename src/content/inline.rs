//! Figures, references and languages inside texts.
//!
//! In a text, `{= stock.end.all}` prints a figure, `{174 211 = stock.end.all}` prints a number
//! and has it verified, `{#stock}` names the table with the id `stock` by its number, and
//! `{en: Games Week}` says the language of words, which may hold all of these again. Any other
//! pair of braces is only braces.

use std::ops::Range;

use super::{markdown, parse_decimal};
use crate::document::{Lang, language};

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words as they are.
    Words(&'a str),
    /// A figure.
    Figure {
        /// The number that the author states, as it was written.
        stated: Option<&'a str>,
        /// The formula.
        formula: &'a str,
        /// The bytes of the whole in the text.
        range: Range<usize>,
    },
    /// A reference to a table or chart.
    Reference {
        /// Its id.
        id: &'a str,
        /// The bytes of the whole in the text.
        range: Range<usize>,
    },
    /// From here on the words are in another language.
    Language {
        /// The language.
        lang: Lang,
        /// The bytes of the brace and the name of the language.
        range: Range<usize>,
    },
    /// The words of the last such language end.
    End {
        /// The bytes of the brace.
        range: Range<usize>,
    },
}

/// Divides a text into words, figures, references and languages; nothing is lost.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    // Where the languages end that are spoken, the innermost last.
    let mut ends: Vec<usize> = Vec::new();
    let (mut words, mut from) = (0, 0);
    while let Some(at) = text[from..].find(['{', '}']).map(|at| from + at) {
        let piece = if ends.last() == Some(&at) {
            ends.pop();
            Some(Piece::End { range: at..at + 1 })
        } else if text.as_bytes()[at] == b'{' {
            piece_at(text, at, &mut ends)
        } else {
            None
        };
        from = at + 1;
        let Some(piece) = piece else { continue };
        if words < at {
            pieces.push(Piece::Words(&text[words..at]));
        }
        from = piece.range().map_or(from, |range| range.end);
        words = from;
        pieces.push(piece);
    }
    if words < text.len() {
        pieces.push(Piece::Words(&text[words..]));
    }
    pieces
}

impl Piece<'_> {
    /// The bytes in the text; none of words, which are told by what stands around them.
    fn range(&self) -> Option<Range<usize>> {
        match self {
            Self::Words(_) => None,
            Self::Figure { range, .. }
            | Self::Reference { range, .. }
            | Self::Language { range, .. }
            | Self::End { range } => Some(range.clone()),
        }
    }
}

/// The characters of a line without its markup, its notes and the names of languages.
#[must_use]
pub fn plain(text: &str) -> String {
    let words = pieces(text).into_iter().map(|piece| match piece {
        Piece::Words(words) => words,
        Piece::Figure { range, .. } | Piece::Reference { range, .. } => &text[range],
        Piece::Language { .. } | Piece::End { .. } => "",
    });
    markdown::plain(&words.collect::<String>())
}

/// What the brace at `open` begins, if it is not only a brace.
fn piece_at<'a>(text: &'a str, open: usize, ends: &mut Vec<usize>) -> Option<Piece<'a>> {
    if let Some((lang, range)) = language_at(text, open) {
        let outer = ends.last().copied().unwrap_or(text.len());
        let end = closing(&text[..outer], range.end)?;
        ends.push(end);
        return Some(Piece::Language { lang, range });
    }
    let close = open + text[open..].find(['}', '\n'])?;
    let is_closed = text.as_bytes()[close] == b'}';
    piece(&text[open + 1..close], open..close + 1).filter(|_| is_closed)
}

/// The language that `{en: ` at `open` names, and the bytes up to the words in it.
fn language_at(text: &str, open: usize) -> Option<(Lang, Range<usize>)> {
    let (tag, rest) = text[open + 1..].split_once(':')?;
    // Longer words may be well-formed as well, but nobody means a language by them.
    let is_short = matches!(tag.split('-').next().map_or(0, str::len), 2..=3);
    let words = rest.trim_start_matches([' ', '\n']);
    let spaced = words.len() < rest.len() && !words.is_empty() && !words.starts_with('}');
    let lang = language(tag).filter(|_| is_short && spaced)?;
    Some((lang, open..text.len() - words.len()))
}

/// Where the brace stands that closes what began before `from`: in the same paragraph.
fn closing(text: &str, from: usize) -> Option<usize> {
    let (mut depth, mut line_is_empty) = (0_usize, false);
    for (at, c) in text[from..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return Some(from + at),
            '}' => depth -= 1,
            '\n' if line_is_empty => return None,
            _ => {}
        }
        line_is_empty = c == '\n' || (line_is_empty && c == ' ');
    }
    None
}

fn piece(inside: &str, range: Range<usize>) -> Option<Piece<'_>> {
    if let Some(id) = inside.strip_prefix('#') {
        let is_id = id.starts_with(|c: char| c.is_ascii_lowercase())
            && id
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        return is_id.then_some(Piece::Reference { id, range });
    }
    let (stated, formula) = inside.split_once('=')?;
    let (stated, formula) = (stated.trim(), formula.trim());
    let stated = (!stated.is_empty()).then_some(stated);
    let is_number = stated.is_none_or(|stated| parse_decimal(stated).is_some());
    (is_number && !formula.is_empty()).then_some(Piece::Figure {
        stated,
        formula,
        range,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How long the pieces are together.
    fn length(pieces: &[Piece<'_>]) -> usize {
        let length = |piece: &Piece<'_>| match piece {
            Piece::Words(words) => words.len(),
            piece => piece.range().map_or(0, |range| range.len()),
        };
        pieces.iter().map(length).sum()
    }

    /// The pieces in short: languages as `<en>` and `</>`.
    fn short(text: &str) -> String {
        let found = pieces(text);
        assert_eq!(length(&found), text.len(), "{text}");
        let short = found.iter().map(|piece| match piece {
            Piece::Words(words) => (*words).to_owned(),
            Piece::Figure { formula, .. } => format!("<={formula}>"),
            Piece::Reference { id, .. } => format!("<#{id}>"),
            Piece::Language { lang, .. } => format!("<{lang}>"),
            Piece::End { .. } => "</>".to_owned(),
        });
        short.collect()
    }

    #[test]
    fn words_in_a_language_may_hold_pieces_again() {
        for (text, wanted) in [
            ("a {en: Games *Week*} b", "a <en>Games *Week*</> b"),
            (
                "{EN-gb: {= a.b} of {de: x {#t}} y}.",
                "<en-GB><=a.b> of <de>x <#t></> y</>.",
            ),
            ("{en: {x} y}", "<en>{x} y</>"),
            ("{en:\n  x\n  y}", "<en>x\n  y</>"),
        ] {
            assert_eq!(short(text), wanted);
        }
    }

    #[test]
    fn other_braces_with_a_colon_are_only_braces() {
        for text in [
            "{en:x}",
            "{en: }",
            "{pastaba: x}",
            "{a: x}",
            "{en_GB: x}",
            "{en: x",
            "{en: x\n\ny}",
            "{: x}",
            "{en-: x}",
            "}{",
        ] {
            assert_eq!(short(text), text);
        }
        assert_eq!(short("{en: a {de: b}"), "{en: a <de>b</>");
        assert_eq!(short("{en: a {de: b}} c}"), "<en>a <de>b</></> c}");
    }

    #[test]
    fn plain_words_have_no_languages_and_notes() {
        assert_eq!(plain("*a* {en: b {de: c}}^[d *e*] f"), "a b c f");
    }

    #[test]
    fn figures_and_references_are_found_and_other_braces_stay() {
        let text = "Iš viso {32 = 8 + 24}, žr. {#stock}; {= a.b.c} {ne} {a = b}";
        let found = pieces(text);
        assert_eq!(found[0], Piece::Words("Iš viso "));
        let Piece::Figure {
            stated,
            formula,
            range,
        } = &found[1]
        else {
            panic!("a figure, found {:?}", found[1]);
        };
        assert_eq!(
            (*stated, *formula, &text[range.clone()]),
            (Some("32"), "8 + 24", "{32 = 8 + 24}")
        );
        assert!(matches!(found[3], Piece::Reference { id: "stock", .. }));
        assert!(matches!(
            found[5],
            Piece::Figure {
                stated: None,
                formula: "a.b.c",
                ..
            }
        ));
        assert_eq!(found[6], Piece::Words(" {ne} {a = b}"));
        assert_eq!(length(&found), text.len());
    }
}
