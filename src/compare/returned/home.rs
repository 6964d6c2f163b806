//! Where a text of the document was written, and what a reader calls that place.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rust_decimal::Decimal;
use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::line::{Ours, Written};
use crate::approval::changes::Part;
use crate::compare::Form;
use crate::content::{Data, Value};
use crate::figures::spelled;
use crate::source::{FileId, Sources, Span};

/// Where a text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The author wrote it at the path.
    Written,
    /// It stands in a file of data beside the document.
    Data,
    /// It is printed for a key, such as that of a person; what stands there is written elsewhere.
    Named,
    /// It is computed from what stands at the path.
    Computed,
    /// It is left to be filled in, and is when an act is recorded.
    Recorded,
    /// The template of the kind writes it.
    Template,
}

/// Where a part of the document was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// Where its text comes from.
    pub origin: Origin,
    /// The path in the document, such as `sections[3].heading`; empty if the template writes it.
    pub path: String,
    /// The place; none if nothing of the document is near.
    pub place: Option<Span>,
    /// What a reader calls the parts that hold it, the outermost first.
    pub names: Vec<String>,
    /// Whether the document has changed there since the file was made from it.
    pub has_changed: bool,
}

/// The paths of all that a document says.
pub(super) struct Homes<'a> {
    form: &'a Form,
    sources: &'a Sources,
    values: HashMap<Span, (String, Origin)>,
    /// The files of data.
    data: HashSet<FileId>,
    content: FileId,
}

impl<'a> Homes<'a> {
    pub(super) fn new(form: &'a Form, sources: &'a Sources) -> Self {
        let mut homes = Self {
            form,
            sources,
            values: HashMap::new(),
            data: HashSet::new(),
            content: form.content.root.span.file,
        };
        homes.walk(&form.content.root, String::new());
        for rows in form.attachments.rows.values() {
            let cells = rows.iter().flatten();
            homes.data.extend(cells.map(|cell| cell.span.file));
        }
        homes.data.remove(&homes.content);
        homes
    }

    fn walk(&mut self, value: &Value, path: String) {
        let origin = match &value.data {
            Data::Text(_)
            | Data::Markdown(_)
            | Data::Plain(_)
            | Data::Word(_)
            | Data::When(_)
            | Data::Period(_)
            | Data::Date(_)
            | Data::Decimal(_)
            | Data::Nothing
            | Data::Boolean(_)
            | Data::File(_)
            | Data::Part(crate::content::Part::Picture, _) => Origin::Written,
            Data::Cell(text) if !text.trim_start().starts_with('=') => Origin::Written,
            Data::Person(_) | Data::Institution(_) | Data::Source(_) => Origin::Named,
            _ => Origin::Computed,
        };
        for (index, item) in value.items().iter().enumerate() {
            self.walk(&item.value, format!("{path}[{index}]"));
        }
        for entry in value.entries() {
            let dot = if path.is_empty() { "" } else { "." };
            self.walk(&entry.value, format!("{path}{dot}{}", entry.key));
        }
        // A list of one item may stand where the item does: the item was written.
        self.values.entry(value.span).or_insert((path, origin));
    }

    /// Where a part of a line comes from, with its path.
    fn found(&self, written: Written) -> (Origin, &str) {
        let Written { place, is_blank } = written;
        match self.values.get(&place) {
            Some((path, origin)) => (if is_blank { Origin::Recorded } else { *origin }, path),
            None if is_blank => (Origin::Recorded, ""),
            None if self.data.contains(&place.file) => (Origin::Data, ""),
            None if place.file == self.content => (Origin::Computed, self.around(place)),
            None => (Origin::Template, ""),
        }
    }

    /// The path of the smallest value around a place.
    fn around(&self, place: Span) -> &str {
        let mut value = &self.form.content.root;
        loop {
            let items = value.items().iter().map(|item| &item.value);
            let mut within = items.chain(value.entries().iter().map(|entry| &entry.value));
            let inner =
                within.find(|one| one.span.start <= place.start && place.end <= one.span.end);
            match inner {
                Some(inner) => value = inner,
                None => return self.values.get(&value.span).map_or("", |(path, _)| path),
            }
        }
    }

    /// The home of a part of a line; `differs` are the bytes of it that are no longer so.
    pub(super) fn of_part(&self, line: &Ours, part: usize, differs: usize) -> Home {
        let written = &line.parts[part].1;
        let (origin, path) = self.found(*written);
        let range = whole(line, part);
        let text = line
            .text
            .as_str()
            .get(range.start..range.end.min(line.text.as_str().len()));
        let place = match origin {
            Origin::Template => None,
            Origin::Written => {
                let at = differs.saturating_sub(range.start);
                Some(self.word(written.place, text.unwrap_or_default(), at))
            }
            _ => Some(written.place.start()),
        };
        Home {
            origin,
            path: path.to_owned(),
            place,
            names: self.names(path),
            has_changed: false,
        }
    }

    /// Says of a home whether the words that are gone from there were computed: a figure in a text,
    /// or one that the kind prints.
    pub(super) fn settle(&self, home: &mut Home, gone: &str) {
        let has_number = gone.bytes().any(|sign| sign.is_ascii_digit());
        if !has_number {
            return;
        }
        if home.origin == Origin::Written {
            let value = self.values.iter().find(|(_, (path, _))| *path == home.path);
            let written = value.map_or("", |(span, _)| self.sources.slice(*span));
            let words = gone.split_whitespace().collect::<Vec<_>>().join(" ");
            if written.contains("{=") && !written.contains(words.as_str()) {
                home.origin = Origin::Computed;
            }
        } else if home.origin == Origin::Template {
            let figures = &self.form.figures(self.sources).figures;
            let printed = |value| spelled(value, " ,").replace('\u{a0}', " ");
            let is_it = |value: Decimal| gone.contains(printed(value).as_str());
            if figures.iter().any(|figure| figure.value.is_some_and(is_it)) {
                home.origin = Origin::Computed;
            }
        }
    }

    /// Whether two parts of a line are one value.
    pub(super) fn are_one(&self, one: Written, other: Written) -> bool {
        let template = |written| self.found(written).0 == Origin::Template;
        one == other || (template(one) && template(other))
    }

    /// Whether the author can change a part at its place.
    pub(super) fn is_written(&self, written: Written) -> bool {
        self.found(written).0 <= Origin::Named
    }

    /// The home of lines that belong together, such as those of a row: what all of them are in.
    pub(super) fn of_lines<'l>(&self, lines: impl IntoIterator<Item = &'l Ours>) -> Option<Home> {
        let mut parts: Vec<(&Ours, usize, Origin, &str)> = Vec::new();
        for line in lines {
            for (part, (range, written)) in line.parts.iter().enumerate() {
                if !range.is_empty() {
                    let (origin, path) = self.found(*written);
                    parts.push((line, part, origin, path));
                }
            }
        }
        let best = parts.iter().map(|(_, _, origin, _)| *origin).min()?;
        let best = best.max(Origin::Named);
        parts.retain(|(_, _, origin, _)| *origin <= best);
        let (line, part, origin, path) = *parts.first()?;
        if parts.iter().all(|(_, _, _, other)| *other == path) {
            // A value of many lines: where the first of these begins.
            return Some(self.of_part(line, part, line.parts[part].0.start));
        }
        let common = parts
            .iter()
            .fold(path, |common, (_, _, _, path)| shared(common, path));
        let place = self.values.iter().find(|(_, (path, _))| path == common);
        let place = place.map_or(line.parts[part].1.place, |(span, _)| *span);
        Some(Home {
            origin,
            path: common.to_owned(),
            place: (origin != Origin::Template).then(|| place.start()),
            names: self.names(common),
            has_changed: false,
        })
    }

    fn names(&self, path: &str) -> Vec<String> {
        if path.is_empty() {
            return Vec::new();
        }
        self.form.name(Part::Content, path, self.sources)
    }

    /// The place of the word that stands at a byte of what is printed of a value.
    fn word(&self, place: Span, printed: &str, at: usize) -> Span {
        let text = &self.sources.get(place.file).text;
        let Some(written) = text.get(place.range()) else {
            return place.start();
        };
        let (words, sources) = (with_places(printed), with_places(written));
        let wanted = words
            .iter()
            .rposition(|(start, _)| *start <= at)
            .unwrap_or(0);
        let texts = |words: &[(usize, &str)]| -> Vec<String> {
            words.iter().map(|(_, word)| (*word).to_owned()).collect()
        };
        let (old, new) = (texts(&words), texts(&sources));
        let steps = capture_diff_slices(Algorithm::Myers, &old, &new);
        let found = steps.iter().find_map(|step| {
            let range = step.old_range();
            let inside = range.contains(&wanted);
            match step.tag() {
                DiffTag::Equal if inside => Some(step.new_range().start + wanted - range.start),
                _ if inside => Some(step.new_range().start),
                _ => None,
            }
        });
        let start = found.and_then(|index| sources.get(index));
        let start = start.map_or(0, |(start, _)| *start) + place.range().start;
        Span::new(place.file, start..start)
    }
}

/// Where a value stands in a line, one part of which is told: parts of many looks may be one value,
/// and a word is found better among more of them.
fn whole(line: &Ours, part: usize) -> Range<usize> {
    let (range, written) = &line.parts[part];
    let is_it = |(_, other): &&(Range<usize>, Written)| other == written;
    let before = line.parts[..part].iter().rev().take_while(is_it).last();
    let after = line.parts[part..].iter().take_while(is_it).last();
    let start = before.map_or(range.start, |(range, _)| range.start);
    start..after.map_or(range.end, |(range, _)| range.end)
}

/// The words of a text with the bytes where they start.
fn with_places(text: &str) -> Vec<(usize, &str)> {
    let words = text.split_whitespace();
    let start = text.as_ptr() as usize;
    words
        .map(|word| (word.as_ptr() as usize - start, word))
        .collect()
}

/// The path that two paths are in.
fn shared<'a>(one: &'a str, other: &str) -> &'a str {
    if one == other {
        return one;
    }
    let same = one
        .bytes()
        .zip(other.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    let ends = |path: &str| path.len() == same || matches!(path.as_bytes()[same], b'.' | b'[');
    if ends(one) && ends(other) {
        return &one[..same];
    }
    let cut = one[..same].rfind(['.', '[']).unwrap_or(0);
    &one[..cut]
}
