//! Notes that are written where they belong: `word^[the note]`.
//!
//! The form is that of pandoc. It is found before Markdown is read, so that a note is a text of
//! its own: emphasis does not reach from one into the other.

use std::ops::Range;

use super::pairs::pairs;

/// What begins a note.
const OPENING: &str = "^[";

/// The notes of a text: where the words of each stand between its brackets; or, if it is never
/// closed in its paragraph, where it begins. What a note holds is not looked into.
pub(super) fn all(text: &str) -> Vec<Result<Range<usize>, usize>> {
    let mut notes = Vec::new();
    if !text.contains(OPENING) {
        return notes;
    }
    let mut from = 0;
    for (bracket, end) in pairs(text, '[', ']') {
        let inside = bracket + 1;
        let at = inside.saturating_sub(OPENING.len());
        if at < from || !text[at..].starts_with(OPENING) || is_escaped(text, at) {
            continue;
        }
        from = end.map_or(inside, |end| end + 1);
        notes.push(end.map_or(Err(at), |end| Ok(inside..end)));
    }
    notes
}

/// Whether backslashes before a place make the sign there one like others.
fn is_escaped(text: &str, at: usize) -> bool {
    let backslashes = text[..at].bytes().rev().take_while(|byte| *byte == b'\\');
    backslashes.count() % 2 == 1
}

/// Puts a mark in the place of every note, by its number from 0; gives the texts of the notes.
pub(super) fn take(text: &str, mark: impl Fn(usize) -> String) -> (String, Vec<&str>) {
    let (mut out, mut notes) = (String::with_capacity(text.len()), Vec::new());
    let mut copied = 0;
    for inside in all(text).into_iter().flatten() {
        out.push_str(&text[copied..inside.start - OPENING.len()]);
        out.push_str(&mark(notes.len()));
        copied = inside.end + 1;
        notes.push(&text[inside]);
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
