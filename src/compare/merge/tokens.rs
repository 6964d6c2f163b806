//! The words of a line, one by one, and pieces of a line made of them again.

use std::ops::Range;

use crate::document::{Emphasis, Field, Inline, Lang, Meaning, Target, Text};

/// A word, a space or a sign; or a piece of a line that is not to be divided.
#[derive(Debug, Clone)]
pub(super) struct Token<'l> {
    /// What it says. Tokens that say the same are the same.
    pub said: Said<'l>,
    /// What it is.
    pub sort: Sort,
    /// The piece of the line that it is of.
    piece: usize,
    /// Where it is in the text of the piece, in bytes.
    range: Range<usize>,
}

/// What a token says, and in which look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Said<'l> {
    Text(&'l str, Look<'l>),
    Break,
    /// A note at one place is one note; what it says is compared by itself.
    Note,
    Field(Field),
}

/// How a text looks, where it leads, its language, and what it is besides words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Look<'l> {
    emphasis: Emphasis,
    link: Option<&'l Target>,
    lang: Option<&'l Lang>,
    meaning: Option<&'l Meaning>,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A word or a number.
    Word,
    /// Spaces.
    Space,
    /// A sign.
    Sign,
    /// No text.
    Other,
}

/// The tokens of a line in which nothing is marked.
pub(super) fn tokens(line: &[Inline]) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (piece, inline) in line.iter().enumerate() {
        let said = match inline {
            Inline::Text(text) => {
                of_text(text, piece, &mut tokens);
                continue;
            }
            Inline::Break => Said::Break,
            Inline::Note(_) => Said::Note,
            Inline::Field(field) => Said::Field(*field),
            Inline::Revised(..) => continue,
        };
        tokens.push(Token {
            said,
            sort: Sort::Other,
            piece,
            range: 0..0,
        });
    }
    tokens
}

/// What is more than words is not divided.
fn of_text<'l>(text: &'l Text, piece: usize, tokens: &mut Vec<Token<'l>>) {
    let look = Look {
        emphasis: text.emphasis,
        link: text.link.as_ref(),
        lang: text.lang.as_ref(),
        meaning: text.meaning.as_deref(),
    };
    let mut rest = 0..text.text.len();
    while !rest.is_empty() {
        let (length, sort) = match look.meaning {
            Some(_) => (rest.len(), Sort::Word),
            None => first(&text.text[rest.clone()]),
        };
        let range = rest.start..rest.start + length;
        tokens.push(Token {
            said: Said::Text(&text.text[range.clone()], look),
            sort,
            piece,
            range,
        });
        rest.start += length;
    }
}

/// The length in bytes of the first token of a text that is not empty, and what it is.
fn first(text: &str) -> (usize, Sort) {
    let mut signs = text.char_indices().peekable();
    let Some((_, sign)) = signs.next() else {
        return (0, Sort::Other);
    };
    let (sort, mut before) = (sort(sign), sign);
    while let Some((at, sign)) = signs.next() {
        let next = signs.peek().map(|(_, next)| *next);
        let goes_on = match sort {
            Sort::Word => sign.is_alphanumeric() || joins_digits(before, sign, next),
            Sort::Space => sign.is_whitespace(),
            Sort::Sign | Sort::Other => false,
        };
        if !goes_on && !clings(sign) {
            return (at, sort);
        }
        before = sign;
    }
    (text.len(), sort)
}

fn sort(sign: char) -> Sort {
    match sign {
        sign if sign.is_alphanumeric() => Sort::Word,
        sign if sign.is_whitespace() => Sort::Space,
        _ => Sort::Sign,
    }
}

/// Whether a sign stands in a number: `12,5`, `1.1`, `5 092` with a space that does not break.
fn joins_digits(before: char, sign: char, next: Option<char>) -> bool {
    let is_digit = |sign: char| sign.is_ascii_digit();
    matches!(sign, ',' | '.' | '\u{a0}' | '\u{202f}')
        && is_digit(before)
        && next.is_some_and(is_digit)
}

/// Whether a sign belongs to the letter before it: accents, soft hyphens, and what joins signs.
fn clings(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}')
}

/// What tokens say.
pub(super) fn said<'l>(tokens: &[Token<'l>]) -> Vec<Said<'l>> {
    tokens.iter().map(|token| token.said).collect()
}

/// The pieces that tokens in a row were made of, as far as the tokens go.
pub(super) fn pieces(line: &[Inline], tokens: &[Token<'_>]) -> Vec<Inline> {
    let of_one_piece = tokens.chunk_by(|one, next| one.piece == next.piece);
    let pieces = of_one_piece.filter_map(|tokens| {
        let (first, last) = (tokens.first()?, tokens.last()?);
        Some(match line.get(first.piece)? {
            Inline::Text(text) => Inline::Text(Text {
                text: text.text[first.range.start..last.range.end].to_owned(),
                ..text.clone()
            }),
            other => other.clone(),
        })
    });
    pieces.collect()
}
