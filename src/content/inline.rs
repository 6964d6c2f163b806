//! Figures and references inside texts.
//!
//! In a text, `{= stock.end.all}` prints a figure, `{174 211 = stock.end.all}` prints a number
//! and has it verified, and `{#stock}` names the table with the id `stock` by its number. Any
//! other pair of braces is only braces.

use std::ops::Range;

use super::parse_decimal;

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
}

/// Divides a text into words, figures and references; nothing is lost.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut words = 0;
    let mut from = 0;
    while let Some(open) = text[from..].find('{').map(|at| from + at) {
        let Some(close) = text[open..].find(['}', '\n']).map(|at| open + at) else {
            break;
        };
        let piece = piece(&text[open + 1..close], open..close + 1);
        match piece.filter(|_| text.as_bytes()[close] == b'}') {
            Some(piece) => {
                if words < open {
                    pieces.push(Piece::Words(&text[words..open]));
                }
                pieces.push(piece);
                from = close + 1;
                words = from;
            }
            None => from = open + 1,
        }
    }
    if words < text.len() {
        pieces.push(Piece::Words(&text[words..]));
    }
    pieces
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
        let lengths: usize = found
            .iter()
            .map(|piece| match piece {
                Piece::Words(words) => words.len(),
                Piece::Figure { range, .. } | Piece::Reference { range, .. } => range.len(),
            })
            .sum();
        assert_eq!(lengths, text.len());
    }
}
