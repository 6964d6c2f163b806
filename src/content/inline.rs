//! Figures, references and languages inside texts.
//!
//! In a text, `{= stock.end.all}` prints a figure, `{174 211 = stock.end.all}` prints a number
//! and has it verified, `{#stock}` names the table with the id `stock` by its number, and
//! `{en: Games Week}` says the language of words, which may hold all of these again. Any other
//! pair of braces is only braces, and so is `\{`, from which Markdown takes the backslash.

use std::ops::Range;

use super::pairs::pairs;
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
    let pairs = pairs(text, '{', '}');
    let mut open = pairs.iter().peekable();
    // Where the languages end that are spoken, the innermost last.
    let mut ends: Vec<usize> = Vec::new();
    let mut lines = Lines { text, end: 0 };
    let (mut words, mut from) = (0, 0);
    loop {
        while open.next_if(|(at, _)| **at < from).is_some() {}
        let next = open.peek().map(|(at, _)| **at);
        let Some(at) = next.into_iter().chain(ends.last().copied()).min() else {
            break;
        };
        let piece = if ends.last() == Some(&at) {
            ends.pop();
            Some(Piece::End { range: at..at + 1 })
        } else if let Some((lang, range)) = language_at(text, at) {
            let end = pairs.get(&at).copied().flatten();
            ends.extend(end);
            end.map(|_| Piece::Language { lang, range })
        } else {
            lines.piece(at)
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

/// Reads figures and references, which end in their line.
struct Lines<'a> {
    text: &'a str,
    /// Where the brace or the line ended that was looked for last.
    end: usize,
}

impl<'a> Lines<'a> {
    /// The figure or the reference that the brace at `open` begins, if it begins one.
    fn piece(&mut self, open: usize) -> Option<Piece<'a>> {
        if self.end <= open {
            let rest = &self.text[open..];
            self.end = open + rest.find(['}', '\n']).unwrap_or(rest.len());
        }
        let close = self.end;
        let is_closed = self.text.as_bytes().get(close) == Some(&b'}');
        piece(&self.text[open + 1..close], open..close + 1).filter(|_| is_closed)
    }
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

/// Where words in another language begin that never end: the brace and the language's name, the
/// first of each paragraph.
#[must_use]
pub fn unclosed(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut last) = (Vec::new(), None);
    for (at, _) in pairs(text, '{', '}')
        .iter()
        .filter(|(_, end)| end.is_none())
    {
        if let Some((_, range)) = language_at(text, *at) {
            let is_next = |last: usize| text[last..*at].contains("\n\n");
            found.extend(last.is_none_or(is_next).then_some(range));
            last = Some(*at);
        }
    }
    found
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

/// The language that `{en: ` at `open` names, and the bytes up to the words in it.
fn language_at(text: &str, open: usize) -> Option<(Lang, Range<usize>)> {
    let name = &text[open + 1..];
    let (tag, rest) = name.split_at(name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?);
    let rest = rest.strip_prefix(':')?;
    // Longer words may be well-formed as well, but nobody means a language by them.
    let is_short = matches!(tag.split('-').next().map_or(0, str::len), 2..=3);
    let words = rest.trim_start_matches([' ', '\n']);
    let spaced = words.len() < rest.len() && !words.is_empty() && !words.starts_with('}');
    let lang = language(tag).filter(|_| is_short && spaced)?;
    Some((lang, open..text.len() - words.len()))
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
        for text in [r"\{en: x}", r"\{= a.b}", r"\{#x}", r"{en: x \}"] {
            assert_eq!(short(text), text);
        }
        assert_eq!(short(r"{en: a \} b}"), r"<en>a \} b</>");
        assert_eq!(short(r"\\{en: a}"), r"\\<en>a</>");
        assert_eq!(short("{en: a {de: b}} c}"), "<en>a <de>b</></> c}");
    }

    #[test]
    fn a_language_that_is_never_closed_is_found() {
        for (text, wanted) in [
            ("a {en: b", vec![(2, 7)]),
            ("{en: a\n\n} {de: b}", vec![(0, 5)]),
            ("{en: a {de: b}", vec![(0, 5)]),
            ("{en: a {de: b\n\n{pl: c", vec![(0, 5), (15, 20)]),
            (r"{en: a} {pastaba: b \{en: c {en:", Vec::new()),
        ] {
            let found = unclosed(text);
            let found: Vec<_> = found.iter().map(|it| (it.start, it.end)).collect();
            assert_eq!(found, wanted, "{text}");
        }
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
