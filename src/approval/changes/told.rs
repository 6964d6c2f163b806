//! Changes in words: one place for the messages of a build, `approve` and `status`.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::{Change, Part, Sort};
use crate::diagnostics::{Message, say};
use crate::source::Sources;

/// The longest text that is told whole, in characters; of a longer one, the words that changed.
const LONG: usize = 60;

/// How many words stand around those that changed in a long text.
const AROUND: usize = 3;

/// A change in one line, such as `` `figures.2027.visits`: was „5092“, is „5093“ ``.
///
/// A value of a data file is named by the file and its place there.
#[must_use]
pub fn tell(change: &Change, sources: &Sources) -> Message {
    let value = named(change, sources);
    let whole = |text: &Option<String>| shortened(text.as_deref().unwrap_or_default());
    match (&change.sort, &change.old, &change.new) {
        (Sort::Moved { from }, ..) if change.part != Part::Text => {
            say!(
                "`{value}` stood at `{from}`: „{new}“",
                value,
                from,
                new = whole(&change.new)
            )
        }
        (_, Some(_), Some(_)) if change.part == Part::Pictures => {
            say!("the picture `{value}` is another file", value)
        }
        (_, Some(old), Some(new)) => {
            let Edit { old, new, .. } = edit(old, new);
            match change.part {
                Part::Text => say!("the kind prints „{new}“, and printed „{old}“", new, old),
                _ => say!("`{value}`: was „{old}“, is „{new}“", value, old, new),
            }
        }
        (_, None, _) => match change.part {
            Part::Text => say!(
                "the kind prints „{new}“, and did not",
                new = whole(&change.new)
            ),
            Part::Pictures => say!("the picture `{value}` is new", value),
            _ => say!("`{value}` is new: „{new}“", value, new = whole(&change.new)),
        },
        (_, _, None) => match change.part {
            Part::Text => say!(
                "the kind does not print „{old}“, and did",
                old = whole(&change.old)
            ),
            Part::Pictures => say!("the picture `{value}` is gone", value),
            _ => say!(
                "`{value}` is gone: „{old}“",
                value,
                old = whole(&change.old)
            ),
        },
    }
}

/// What a change is of: a path of the document, or a place in a data file.
fn named(change: &Change, sources: &Sources) -> String {
    match change.place {
        Some(place) if change.part == Part::Rows && change.new.is_some() => {
            sources.get(place.file).place(place.range().start)
        }
        _ => change.path.clone(),
    }
}

/// The words in which two texts differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The words that were: a short text as a whole, of a long one those that changed, with a few
    /// around them.
    pub old: String,
    /// The words that are.
    pub new: String,
    /// The bytes of the new text that differ, from the first to the last; empty where something
    /// was left out.
    pub differs: Range<usize>,
}

/// Finds what differs between two texts, word by word; in a single word, letter by letter.
#[must_use]
pub fn edit(old: &str, new: &str) -> Edit {
    let (old_words, new_words) = (words(old), words(new));
    let texts = |words: &[Range<usize>], text: &str| -> Vec<String> {
        words
            .iter()
            .map(|word| text[word.clone()].to_owned())
            .collect()
    };
    let (was, is) = (texts(&old_words, old), texts(&new_words, new));
    let steps = capture_diff_slices(Algorithm::Myers, &was, &is);
    let mut changed = steps.iter().filter(|step| step.tag() != DiffTag::Equal);
    let first = changed.next();
    let last = changed.next_back().or(first);
    let (Some(first), Some(last)) = (first, last) else {
        return Edit {
            old: shortened(old),
            new: shortened(new),
            differs: 0..0,
        };
    };
    let old_range = first.old_range().start..last.old_range().end;
    let new_range = first.new_range().start..last.new_range().end;
    let bytes = |words: &[Range<usize>], range: &Range<usize>, text: &str| {
        let start = words.get(range.start).map_or(text.len(), |word| word.start);
        let end = range.end.checked_sub(1).and_then(|last| words.get(last));
        start..end.map_or(start, |word| word.end).max(start)
    };
    let differs = bytes(&new_words, &new_range, new);
    let differed = bytes(&old_words, &old_range, old);
    let one = old_range.len() == 1 && new_range.len() == 1;
    Edit {
        old: excerpt(old, &old_words, &old_range),
        new: excerpt(new, &new_words, &new_range),
        differs: if one {
            letters(&old[differed], &new[differs.clone()], differs.start)
        } else {
            differs
        },
    }
}

/// The letters between those with which both words begin and those with which both end.
fn letters(old: &str, new: &str, start: usize) -> Range<usize> {
    let same = |(a, b): &(char, char)| a == b;
    let count = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
        pairs
            .take_while(same)
            .map(|(sign, _)| sign.len_utf8())
            .sum()
    };
    let before = count(&mut new.chars().zip(old.chars()));
    let (new_rest, old_rest) = (&new[before..], &old[before..]);
    let after = count(&mut new_rest.chars().rev().zip(old_rest.chars().rev()));
    start + before..start + new.len() - after
}

/// Where the words of a text are.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = 0;
    for word in text.split(' ') {
        if !word.is_empty() {
            words.push(start..start + word.len());
        }
        start += word.len() + 1;
    }
    words
}

/// A short text whole; of a long one the words in a range with a few around them.
fn excerpt(text: &str, words: &[Range<usize>], range: &Range<usize>) -> String {
    if text.chars().count() <= LONG {
        return plain(text);
    }
    let from = range.start.saturating_sub(AROUND);
    let to = (range.end + AROUND).min(words.len());
    let Some(inside) = words.get(from..to).filter(|inside| !inside.is_empty()) else {
        return shortened(text);
    };
    let bytes = inside[0].start..inside[inside.len() - 1].end;
    let before = if from > 0 { "… " } else { "" };
    let after = if to < words.len() { " …" } else { "" };
    format!("{before}{}{after}", cut(&text[bytes], 4 * LONG))
}

/// The beginning of a long text.
fn shortened(text: &str) -> String {
    cut(text, LONG)
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => {
            let end = text[..end].rfind(' ').unwrap_or(end);
            format!("{} …", plain(&text[..end]))
        }
        None => plain(text),
    }
}

/// A text of a record as its author knows it: a line end, which a record escapes, is a space here.
pub(crate) fn plain(text: &str) -> String {
    let (mut plain, mut signs) = (String::with_capacity(text.len()), text.chars());
    while let Some(sign) = signs.next() {
        match (sign, signs.clone().next()) {
            ('\\', Some('n')) => plain.push(' '),
            ('\\', Some(next @ ('\\' | '"'))) => plain.push(next),
            _ => {
                plain.push(sign);
                continue;
            }
        }
        signs.next();
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_found_to_the_letter() {
        let differs = |old: &str, new: &str| {
            let edit = edit(old, new);
            new[edit.differs].to_owned()
        };
        assert_eq!(differs("5092", "5093"), "3");
        assert_eq!(differs("12,5", "112,5"), "1");
        assert_eq!(differs("112", "12"), "");
        assert_eq!(differs("visi žmonės ten", "visi žvėrys ten"), "vėry");
        assert_eq!(differs("a b c d", "a x y d"), "x y");
        assert_eq!(differs("a b", "a b c"), "c");
        assert_eq!(differs("", "a"), "a");
        assert_eq!(differs("a", "a"), "");
    }

    #[test]
    fn a_text_is_shown_without_the_escapes_of_a_record() {
        let edit = edit(r"viena\ndu \\n", r#"viena\ntrys \"a\""#);
        assert_eq!(edit.old, r"viena du \n");
        assert_eq!(edit.new, r#"viena trys "a""#);
    }

    #[test]
    fn of_a_long_text_the_words_that_changed_are_told() {
        let old: Vec<String> = (1..40).map(|n| format!("žodis{n}")).collect();
        let old = old.join(" ");
        let edit = edit(&old, &old.replace("žodis20", "kitas"));
        assert_eq!(
            edit.old,
            "… žodis17 žodis18 žodis19 žodis20 žodis21 žodis22 žodis23 …"
        );
        assert_eq!(
            edit.new,
            "… žodis17 žodis18 žodis19 kitas žodis21 žodis22 žodis23 …"
        );
    }
}
