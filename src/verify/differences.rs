//! Where the words of two files differ: first line by line, then word by word.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{Line, Place, Words};

/// How many differences are told.
pub(super) const SHOWN: usize = 10;

/// How many pairs of lines are looked at for the shortest way from one text to another; texts that
/// differ in more are compared line by line.
const PAIRS: usize = 25_000_000;

/// How many words around a difference are told, so that it can be found.
const AROUND: usize = 3;

/// A place where the words are others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where in the file; of what is gone, where it was.
    pub place: Place,
    /// The page, if the file has pages.
    pub page: Option<usize>,
    /// The words that should be there, with some around them; empty if there should be none.
    pub wanted: String,
    /// The words that are there.
    pub found: String,
}

/// Where two texts differ.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Differences {
    /// The first of them.
    pub shown: Vec<Difference>,
    /// How many there are.
    pub count: usize,
}

/// Compares the words of a file with those that it should have; empty if they are the same.
pub(super) fn between(wanted: &Words, found: &Words) -> Differences {
    let mut all = Differences::default();
    if wanted.tagged && found.tagged {
        all.tagged(&wanted.lines, &found.lines);
        let outside = |text: &String, is: bool| Difference {
            place: Place::Outside,
            page: None,
            wanted: if is { String::new() } else { text.clone() },
            found: if is { text.clone() } else { String::new() },
        };
        wanted
            .others
            .difference(&found.others)
            .for_each(|text| all.add(outside(text, false)));
        found
            .others
            .difference(&wanted.others)
            .for_each(|text| all.add(outside(text, true)));
    } else if run_together(wanted) != run_together(found) {
        all.loosely(wanted, found);
    }
    all
}

impl Differences {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    fn tagged(&mut self, wanted: &[Line], found: &[Line]) {
        let same = |(one, other): &(&Line, &Line)| one.text == other.text;
        let before = wanted.iter().zip(found).take_while(same).count();
        let (wanted, found) = (&wanted[before..], &found[before..]);
        let after = wanted
            .iter()
            .rev()
            .zip(found.iter().rev())
            .take_while(same)
            .count();
        let wanted = &wanted[..wanted.len() - after];
        let found = &found[..found.len() - after];
        if wanted.len().saturating_mul(found.len()) > PAIRS {
            return self.lines(wanted, found);
        }
        let texts = |lines: &[Line]| {
            lines
                .iter()
                .map(|line| line.text.clone())
                .collect::<Vec<_>>()
        };
        let ops = capture_diff_slices(Algorithm::Myers, &texts(wanted), &texts(found));
        for op in ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
            self.lines(&wanted[op.old_range()], &found[op.new_range()]);
        }
    }

    pub(super) fn add(&mut self, difference: Difference) {
        self.count += 1;
        if self.shown.len() < SHOWN {
            self.shown.push(difference);
        }
    }

    /// Lines that took the place of others: paired in order, what is left over came or went.
    fn lines(&mut self, wanted: &[Line], found: &[Line]) {
        for index in 0..wanted.len().max(found.len()) {
            match (wanted.get(index), found.get(index)) {
                // In a text that is compared line by line, some are the same.
                (Some(wanted), Some(found)) if wanted.text == found.text => {}
                (Some(wanted), Some(found)) => self.words(&wanted.text, found),
                (Some(gone), None) => self.add(Difference {
                    place: gone.place,
                    page: gone.page,
                    wanted: gone.text.clone(),
                    found: String::new(),
                }),
                (None, Some(new)) => self.add(Difference {
                    place: new.place,
                    page: new.page,
                    wanted: String::new(),
                    found: new.text.clone(),
                }),
                (None, None) => {}
            }
        }
    }

    /// The words of a line that are others.
    fn words(&mut self, wanted: &str, found: &Line) {
        let (old, new): (Vec<&str>, Vec<&str>) =
            (wanted.split(' ').collect(), found.text.split(' ').collect());
        let before = old
            .iter()
            .zip(&new)
            .take_while(|(one, other)| one == other)
            .count();
        let rest = old.len().min(new.len()) - before;
        let after = old.iter().rev().zip(new.iter().rev()).take(rest);
        let after = after.take_while(|(one, other)| one == other).count();
        self.add(Difference {
            place: found.place,
            page: found.page,
            wanted: around(&old, before, old.len() - after),
            found: around(&new, before, new.len() - after),
        });
    }

    /// One of the two does not tell its lines: the first word that is another is told.
    fn loosely(&mut self, wanted: &Words, found: &Words) {
        let words = |words: &Words| -> Vec<(String, Option<usize>)> {
            let lines = words.lines.iter();
            lines
                .flat_map(|line| {
                    line.text
                        .split(' ')
                        .map(|word| (word.to_owned(), line.page))
                })
                .collect()
        };
        let (wanted, found) = (words(wanted), words(found));
        let same = wanted
            .iter()
            .zip(&found)
            .take_while(|(one, other)| one.0 == other.0)
            .count();
        let from = |words: &[(String, Option<usize>)]| {
            let some = words.iter().skip(same).take(2 * AROUND + 1);
            some.map(|(word, _)| word.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        self.add(Difference {
            place: Place::Outside,
            page: found.get(same).or(found.last()).and_then(|(_, page)| *page),
            wanted: from(&wanted),
            found: from(&found),
        });
    }
}

/// The words of a range and a few around them.
fn around(words: &[&str], start: usize, end: usize) -> String {
    let (from, to) = (
        start.saturating_sub(AROUND),
        (end + AROUND).min(words.len()),
    );
    let mut text = words[from..to].join(" ");
    if from > 0 {
        text.insert_str(0, "… ");
    }
    if to < words.len() {
        text.push_str(" …");
    }
    text
}

/// All signs of a text but its spaces, which a file without structure does not tell; in any order
/// of what stands outside.
fn run_together(words: &Words) -> String {
    let lines = words.lines.iter().map(|line| line.text.as_str());
    lines.flat_map(str::split_whitespace).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(texts: &[&str]) -> Words {
        let line = |(index, text): (usize, &&str)| Line {
            place: Place::Paragraph(index + 1),
            page: None,
            text: (*text).to_owned(),
        };
        Words {
            lines: texts.iter().enumerate().map(line).collect(),
            tagged: true,
            ..Words::default()
        }
    }

    fn told(wanted: &[&str], found: &[&str]) -> Vec<(Place, String, String)> {
        let all = between(&words(wanted), &words(found));
        assert_eq!(all.count, all.shown.len());
        let shown = all.shown.into_iter();
        shown
            .map(|one| (one.place, one.wanted, one.found))
            .collect()
    }

    #[test]
    fn a_changed_word_is_told_with_those_around_it() {
        let wanted = [
            "Planas",
            "Per metus bus surengta 12 renginių visai bendruomenei",
        ];
        let found = [
            "Planas",
            "Per metus bus surengta 21 renginių visai bendruomenei",
        ];
        let told = told(&wanted, &found);
        let (old, new) = (
            "… metus bus surengta 12 renginių visai bendruomenei",
            "… metus bus surengta 21 renginių visai bendruomenei",
        );
        assert_eq!(
            told,
            [(Place::Paragraph(2), old.to_owned(), new.to_owned())]
        );
    }

    #[test]
    fn a_line_that_came_does_not_change_those_after_it() {
        let told = told(&["a", "b", "c"], &["a", "x", "b", "c"]);
        assert_eq!(told, [(Place::Paragraph(2), String::new(), "x".to_owned())]);
    }

    #[test]
    fn no_more_than_the_first_are_shown_and_all_are_counted() {
        let (old, new) = (vec!["a"; 40], vec!["b"; 40]);
        let all = between(&words(&old), &words(&new));
        assert_eq!((all.shown.len(), all.count), (SHOWN, 40));
    }
}
