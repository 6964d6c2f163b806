//! What changed since an approval, value by value: two records beside each other.

use std::collections::BTreeMap;

/// A value that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which part of the record it is in.
    pub part: Part,
    /// The path of the value, such as `figures.2027.visits`; of a line of text, empty.
    pub path: String,
    /// What it was, as the record says it; none if it is new.
    pub old: Option<String>,
    /// What it is; none if it is gone.
    pub new: Option<String>,
}

/// The parts of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What the document says.
    Content,
    /// What its tables take from data files.
    Rows,
    /// The files of its pictures.
    Pictures,
    /// What the kind makes of it.
    Text,
}

impl Part {
    fn parse(name: &str) -> Option<Self> {
        match name {
            "content" => Some(Self::Content),
            "rows" => Some(Self::Rows),
            "pictures" => Some(Self::Pictures),
            "text" => Some(Self::Text),
            _ => None,
        }
    }
}

/// What changed from one record to another.
///
/// A change of the text is told only if nothing else changed: then it is the kind that prints
/// something else.
#[must_use]
pub fn between(old: &str, new: &str) -> Vec<Change> {
    let (before, after) = (values(old), values(new));
    let mut changes = Vec::new();
    for (key, was) in &before {
        let is = after.get(key);
        if is != Some(was) {
            changes.push(change(key, Some(was), is));
        }
    }
    let added = after.iter().filter(|(key, _)| !before.contains_key(*key));
    changes.extend(added.map(|(key, is)| change(key, None, Some(is))));
    if changes.iter().any(|change| change.part != Part::Text) {
        changes.retain(|change| change.part != Part::Text);
    }
    changes
}

type Key<'a> = (Part, &'a str, usize);

fn change(key: &Key<'_>, old: Option<&&str>, new: Option<&&str>) -> Change {
    Change {
        part: key.0,
        path: key.1.to_owned(),
        old: old.map(|text| (*text).to_owned()),
        new: new.map(|text| (*text).to_owned()),
    }
}

/// The values of a record by part and path; lines of text by their number.
fn values(record: &str) -> BTreeMap<Key<'_>, &str> {
    let mut values = BTreeMap::new();
    let (mut part, mut starts) = (None, false);
    for (number, line) in record.lines().enumerate() {
        if line.is_empty() {
            starts = true;
        } else if std::mem::take(&mut starts) {
            part = Part::parse(line);
        } else if let Some(part) = part {
            let (key, value) = match line.split_once(" = ") {
                Some((path, value)) if part != Part::Text => ((part, path, 0), value),
                _ => ((part, "", number), line),
            };
            values.insert(key, value);
        }
    }
    values
}
