//! Word by word: what stayed of a text, what is gone, and what is new.

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// What became of a piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is in both texts.
    Kept,
    /// It is in the old text only.
    Gone,
    /// It is in the new text only.
    New,
}

/// A piece of one text or of two, with the spaces in and around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What became of it.
    pub fate: Fate,
    /// What it says.
    pub text: String,
}

/// Compares two texts. All pieces that are not new make the old text, all that are not gone the new
/// one.
#[must_use]
pub fn words(old: &str, new: &str) -> Vec<Piece> {
    let (was, is) = (tokens(old), tokens(new));
    let steps = capture_diff_slices(Algorithm::Patience, &was, &is);
    let mut pieces: Vec<Piece> = Vec::new();
    for step in steps {
        let (old, new) = (
            was[step.old_range()].concat(),
            is[step.new_range()].concat(),
        );
        match step.tag() {
            DiffTag::Equal => push(&mut pieces, Fate::Kept, &new),
            _ => {
                push(&mut pieces, Fate::Gone, &old);
                push(&mut pieces, Fate::New, &new);
            }
        }
    }
    joined(pieces)
}

/// A word, a number as it is written with its groups and decimals, or a single sign between them.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    for (at, sign) in text.char_indices() {
        let end = at + sign.len_utf8();
        if !sign.is_alphanumeric() && !is_in_number(&text[..at], sign, &text[end..]) {
            tokens.extend([&text[start..at], &text[at..end]]);
            start = end;
        }
    }
    tokens.push(&text[start..]);
    tokens.retain(|token| !token.is_empty());
    tokens
}

/// Whether a sign between digits parts the groups or the decimals of one number.
fn is_in_number(before: &str, sign: char, after: &str) -> bool {
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let follows = before.ends_with(|sign: char| sign.is_ascii_digit());
    match sign {
        ',' | '.' => follows && digits > 0,
        ' ' | '\u{a0}' | '\u{202f}' => follows && digits == 3,
        _ => false,
    }
}

fn push(pieces: &mut Vec<Piece>, fate: Fate, text: &str) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.fate == fate => last.text.push_str(text),
        _ => pieces.push(Piece {
            fate,
            text: text.to_owned(),
        }),
    }
}

/// Makes one change of changes with nothing between them that anybody reads: words one after the
/// other that are all others are read as a whole, not each beside what it was.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let is_nothing = |text: &str| !text.contains(char::is_alphanumeric) && text.len() < 3;
    let (mut out, mut gone, mut new) = (Vec::new(), String::new(), String::new());
    let last = pieces.len().saturating_sub(1);
    for (index, piece) in pieces.into_iter().enumerate() {
        let between = index < last && (!gone.is_empty() || !new.is_empty());
        match piece.fate {
            Fate::Gone => gone.push_str(&piece.text),
            Fate::New => new.push_str(&piece.text),
            Fate::Kept if between && is_nothing(&piece.text) => {
                gone.push_str(&piece.text);
                new.push_str(&piece.text);
            }
            Fate::Kept => {
                push(&mut out, Fate::Gone, &std::mem::take(&mut gone));
                push(&mut out, Fate::New, &std::mem::take(&mut new));
                push(&mut out, Fate::Kept, &piece.text);
            }
        }
    }
    push(&mut out, Fate::Gone, &gone);
    push(&mut out, Fate::New, &new);
    out
}

/// How many words of what stayed are told on each side of what did not.
const AROUND: usize = 6;

/// The pieces with the middle of what stayed left out, where it is long.
#[must_use]
pub fn abridged(pieces: &[Piece]) -> Vec<Piece> {
    let last = pieces.len().saturating_sub(1);
    let short = pieces.iter().enumerate().map(|(index, piece)| {
        let text = match piece.fate {
            Fate::Kept => middle_out(&piece.text, index > 0, index < last),
            _ => piece.text.clone(),
        };
        Piece { text, ..*piece }
    });
    short.collect()
}

/// A text of which the beginning and the end stay, or only one of them.
fn middle_out(text: &str, start: bool, end: bool) -> String {
    let spaces: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    let sides = usize::from(start) + usize::from(end);
    if spaces.len() <= AROUND * sides.max(1) + 1 {
        return text.to_owned();
    }
    let head = if start { &text[..spaces[AROUND]] } else { "" };
    let tail = if end {
        &text[spaces[spaces.len() - AROUND - 1] + 1..]
    } else {
        ""
    };
    let (before, after) = (if start { " " } else { "" }, if end { " " } else { "" });
    format!("{head}{before}…{after}{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: &str, new: &str) -> String {
        let pieces = words(old, new);
        let side = |not: Fate| -> String {
            let pieces = pieces.iter().filter(|piece| piece.fate != not);
            pieces.map(|piece| piece.text.as_str()).collect()
        };
        assert_eq!(
            (side(Fate::New), side(Fate::Gone)),
            (old.into(), new.into())
        );
        let told = pieces.iter().map(|Piece { fate, text }| match fate {
            Fate::Kept => text.clone(),
            Fate::Gone => format!("[-{text}-]"),
            Fate::New => format!("{{+{text}+}}"),
        });
        told.collect()
    }

    #[test]
    fn each_edit_of_a_text_is_told_apart() {
        assert_eq!(
            told("a b c d e", "a x c d y"),
            "a [-b-]{+x+} c d [-e-]{+y+}"
        );
        assert_eq!(told("2027-09-19", "2027-10-19"), "2027-[-09-]{+10+}-19");
        assert_eq!(told("visi, kas", "visi kas"), "visi[-,-] kas");
        assert_eq!(
            told("10 550, 12,5", "10 600, 12,7"),
            "[-10 550, 12,5-]{+10 600, 12,7+}"
        );
        assert_eq!(
            told("per 10 550 val.", "per 10 600 val."),
            "per [-10 550-]{+10 600+} val."
        );
        assert_eq!(told("a", "a"), "a");
        assert_eq!(told("", "a b"), "{+a b+}");
        assert_eq!(told("one two", "three four"), "[-one two-]{+three four+}");
    }

    #[test]
    fn of_a_long_text_the_words_around_an_edit_are_told() {
        let text: Vec<String> = (1..30).map(|n| format!("w{n}")).collect();
        let text = text.join(" ");
        let short = abridged(&words(&text, &text.replace("w15", "x")));
        let short: Vec<&str> = short.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(
            short,
            [
                "… w9 w10 w11 w12 w13 w14 ",
                "w15",
                "x",
                " w16 w17 w18 w19 w20 w21 …"
            ]
        );
    }
}
