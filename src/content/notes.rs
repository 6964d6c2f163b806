//! Notes that are written where they belong: `word^[the note]`.
//!
//! The form is that of pandoc. It is found before Markdown is read, so that a note is a text of
//! its own: emphasis does not reach from one into the other.

use std::ops::Range;

/// What begins a note.
const OPENING: &str = "^[";

/// Where the text of the next note stands between its brackets, from byte `from` on; or, if it is
/// never closed, where it begins.
pub(super) fn next(text: &str, mut from: usize) -> Option<Result<Range<usize>, usize>> {
    while let Some(at) = text[from..].find(OPENING).map(|at| from + at) {
        let inside = at + OPENING.len();
        let backslashes = text[..at].bytes().rev().take_while(|byte| *byte == b'\\');
        if backslashes.count() % 2 == 0 {
            return Some(closing(text, inside).map_or(Err(at), |end| Ok(inside..end)));
        }
        from = inside;
    }
    None
}

/// Where the bracket stands that closes what began before `from`: in the same paragraph.
fn closing(text: &str, from: usize) -> Option<usize> {
    let (mut depth, mut escaped, mut line_is_empty) = (0_usize, false, false);
    for (at, c) in text[from..].char_indices() {
        match c {
            _ if escaped => {}
            '[' => depth += 1,
            ']' if depth == 0 => return Some(from + at),
            ']' => depth -= 1,
            '\n' if line_is_empty => return None,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        line_is_empty = c == '\n' || (line_is_empty && c == ' ');
    }
    None
}

/// Puts a mark in the place of every note, by its number from 0; gives the texts of the notes.
pub(super) fn take(text: &str, mark: impl Fn(usize) -> String) -> (String, Vec<&str>) {
    let (mut out, mut notes) = (String::with_capacity(text.len()), Vec::new());
    let (mut copied, mut from) = (0, 0);
    while let Some(found) = next(text, from) {
        match found {
            Ok(inside) => {
                out.push_str(&text[copied..inside.start - OPENING.len()]);
                out.push_str(&mark(notes.len()));
                (copied, from) = (inside.end + 1, inside.end + 1);
                notes.push(&text[inside]);
            }
            Err(at) => from = at + OPENING.len(),
        }
    }
    out.push_str(&text[copied..]);
    (out, notes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_taken_out_with_all_that_they_hold() {
        let (text, notes) = take(r"a^[b [c](d) \] e]. f^[g] \^[h] ^[i", |number| {
            format!("<{number}>")
        });
        assert_eq!(text, r"a<0>. f<1> \^[h] ^[i");
        assert_eq!(notes, [r"b [c](d) \] e", "g"]);
        assert_eq!(take("a^[b\n\nc]", |_| String::new()).1, Vec::<&str>::new());
        assert_eq!(take("a^[b\nc]", |_| String::new()).1, ["b\nc"]);
    }
}
