//! What an import tells of its work: what it derived, left out, kept as text, could not place.

use std::collections::HashMap;

use crate::diagnostics::{Language, Message, say};

use super::yaml::Node;

/// Where in the source something stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// In a paragraph, counted from 1 with the empty ones.
    Paragraph(usize),
    /// In a table.
    Cell {
        /// Which table, from 1.
        table: usize,
        /// Which row, from 1.
        row: usize,
        /// Which column, from 1, if it is about one cell.
        column: Option<usize>,
    },
    /// A picture by its name.
    Picture(String),
    /// What runs at the edge of the pages.
    Running,
    /// A comment.
    Comment,
    /// The document as a whole.
    Document,
}

impl Place {
    /// The place in words.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Paragraph(number) => say!("paragraph {number}", number),
            Self::Cell {
                table,
                row,
                column: None,
            } => say!("table {table}, row {row}", table, row),
            Self::Cell {
                table,
                row,
                column: Some(column),
            } => say!(
                "table {table}, row {row}, column {column}",
                table,
                row,
                column
            ),
            Self::Picture(name) => say!("picture `{name}`", name),
            Self::Running => say!("header or footer of the pages"),
            Self::Comment => say!("comment"),
            Self::Document => say!("document"),
        }
    }
}

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// The kind needs it and the document does not tell it: it was derived.
    Derived,
    /// The kind needs it, and nothing tells it: it must be written in the place of `[…]`.
    Missing,
    /// It was not understood, and is kept as text.
    Kept,
    /// It stands in the file as a comment, for the author to place.
    Left,
    /// A number that is counted anew.
    Recounted,
    /// Text that the kind prints itself.
    Printed,
    /// The number and date of an act, which `aktas approve` records.
    Act,
    /// What else is to be told.
    Told,
}

impl Sort {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 8] = [
        Self::Missing,
        Self::Derived,
        Self::Left,
        Self::Kept,
        Self::Act,
        Self::Recounted,
        Self::Printed,
        Self::Told,
    ];

    /// What stands over those of the sort.
    #[must_use]
    pub fn heading(self) -> Message {
        match self {
            Self::Derived => {
                say!("derived, as the document does not say it; look whether it is right:")
            }
            Self::Missing => say!("not in the document; write it in the place of `[…]`:"),
            Self::Kept => say!("not understood, kept as text:"),
            Self::Left => say!("not placed; it stands as a comment at the end of the file:"),
            Self::Recounted => say!("numbers left out, as `aktas` counts anew:"),
            Self::Printed => say!("left out, as the kind prints it itself:"),
            Self::Act => say!("not taken over; `aktas approve` records it:"),
            Self::Told => say!("also:"),
        }
    }
}

/// One thing that is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// What became of it.
    pub sort: Sort,
    /// Where it stands in the source.
    pub place: Place,
    /// The words of the source; may be empty.
    pub text: String,
    /// What there is to say besides; may be empty.
    pub message: Message,
}

/// What is told of an import.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Notes(pub Vec<Note>);

impl Notes {
    /// Tells words of the source.
    pub fn push(&mut self, sort: Sort, place: Place, text: impl Into<String>) {
        self.say(sort, place, text, Message::Verbatim(String::new()));
    }

    /// Tells words of the source, and something of them.
    pub fn say(&mut self, sort: Sort, place: Place, text: impl Into<String>, message: Message) {
        self.0.push(Note {
            sort,
            place,
            text: text.into(),
            message,
        });
    }

    /// Those of a sort as lines; numbers and printed words, of which there are many, as one.
    #[must_use]
    pub fn lines(&self, sort: Sort, language: Language) -> Vec<String> {
        let notes = self.0.iter().filter(|note| note.sort == sort);
        if matches!(sort, Sort::Recounted | Sort::Printed) {
            let mut texts: Vec<(&str, usize)> = Vec::new();
            for note in notes {
                match texts.iter_mut().find(|(text, _)| *text == note.text) {
                    Some((_, count)) => *count += 1,
                    None => texts.push((&note.text, 1)),
                }
            }
            let times = |(text, count): (&str, usize)| match count {
                1 => format!("`{text}`"),
                count => format!("`{text}` ({count})"),
            };
            let texts: Vec<String> = texts.into_iter().map(times).collect();
            return if texts.is_empty() {
                texts
            } else {
                vec![texts.join(", ")]
            };
        }
        notes.map(|note| line(note, language)).collect()
    }
}

fn line(note: &Note, language: Language) -> String {
    let place = note.place.message();
    let parts = [
        place.text(language).into_owned(),
        quoted(&note.text),
        note.message.text(language).into_owned(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(": ")
}

fn quoted(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("`{text}`")
    }
}

/// Finds what the file would not say: the sources whose words are neither in the tree nor told.
#[must_use]
pub(super) fn unaccounted(
    sources: &[(Place, String)],
    tree: &[(String, Node)],
    notes: &Notes,
) -> Vec<(Place, String)> {
    let mut told: HashMap<String, usize> = HashMap::new();
    let mut tell = |text: &str| {
        for word in words(text) {
            *told.entry(word).or_default() += 1;
        }
    };
    for (key, node) in tree {
        tell(key);
        // Signs of emphasis may stand within a word; those that are characters have a backslash.
        node.every_text(&mut |text| tell(&text.replace("\\*", " ").replace('*', "")));
    }
    let lost = |note: &&Note| !matches!(note.sort, Sort::Kept | Sort::Derived | Sort::Missing);
    notes
        .0
        .iter()
        .filter(lost)
        .for_each(|note| tell(&note.text));
    let missing = sources.iter().filter(|(_, text)| {
        let mut all = true;
        for word in words(text) {
            match told.get_mut(&word) {
                Some(count) if *count > 0 => *count -= 1,
                _ => all = false,
            }
        }
        !all
    });
    missing.cloned().collect()
}

/// The words of a text in small letters: letters and digits together, without signs.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase)
}
