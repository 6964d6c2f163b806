//! A record read back: its parts as trees of values.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Part;
use crate::likeness::{self, Item};

/// A value of a record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Node {
    /// A value that holds no others, as the record spells it.
    Leaf(String),
    /// Items in order.
    List(Vec<Node>),
    /// Entries by key.
    Map(BTreeMap<String, Node>),
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// To the value of a key.
    Key(String),
    /// To an item.
    Index(usize),
}

/// The parts of a record. What is no line of a record is passed over.
pub(super) fn read(record: &str) -> BTreeMap<Part, Node> {
    let mut parts = BTreeMap::new();
    let (mut part, mut starts) = (None, false);
    for line in record.lines() {
        if line.is_empty() {
            starts = true;
        } else if std::mem::take(&mut starts) {
            part = Part::parse(line);
        } else if let Some(part) = part {
            let root = parts.entry(part).or_insert_with(|| part.empty());
            match (root, steps(line)) {
                (Node::List(lines), _) => lines.push(Node::Leaf(line.to_owned())),
                (root, (steps, Some(value))) if part == Part::Rows => {
                    root.insert(&of_cell(line, &steps), value);
                }
                (root, (steps, Some(value))) => root.insert(&steps, value),
                _ => {}
            }
        }
    }
    parts
}

/// The steps to a cell of a data file: its table, which is one step, the row and the column.
fn of_cell(line: &str, steps: &[Step]) -> Vec<Step> {
    let Some([row @ Step::Index(y), column @ Step::Index(x)]) = steps.last_chunk() else {
        return steps.to_vec();
    };
    let end = format!("[{y}][{x}] = ");
    let table = line.find(&end).map_or(line, |at| &line[..at]);
    vec![Step::Key(table.to_owned()), row.clone(), column.clone()]
}

/// The steps of a path, and the value that stands after it in a line ` = value`.
pub(crate) fn steps(line: &str) -> (Vec<Step>, Option<&str>) {
    let (mut steps, mut rest) = (Vec::new(), line);
    while !rest.is_empty() {
        if let Some(value) = rest.strip_prefix(" = ") {
            return (steps, Some(value));
        }
        rest = rest.strip_prefix('.').unwrap_or(rest);
        if let Some(index) = rest.strip_prefix('[') {
            let (digits, after) = index.split_once(']').unwrap_or((index, ""));
            steps.extend(digits.parse().ok().map(Step::Index));
            rest = after;
        } else {
            let end = end_of_key(rest);
            steps.push(Step::Key(unescaped(&rest[..end])));
            rest = &rest[end..];
        }
    }
    (steps, None)
}

/// Where a key ends; one in quotation marks at the next that is not escaped.
fn end_of_key(text: &str) -> usize {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(['.', '[', ' ']).unwrap_or(text.len());
        // A path has no empty step, and this must get on.
        return end.max(text.chars().next().map_or(0, char::len_utf8));
    };
    let mut escaped = false;
    for (at, sign) in quoted.char_indices() {
        match sign {
            '"' if !escaped => return at + 2,
            sign => escaped = sign == '\\' && !escaped,
        }
    }
    text.len()
}

/// A text of a record as a reader wants it: without its quotation marks and their escapes. What
/// is not seen stays escaped, so that it is seen.
pub(crate) fn unescaped(spelt: &str) -> String {
    match spelt
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
    {
        Some(text) => text.replace("\\\"", "\"").replace("\\\\", "\\"),
        None => spelt.to_owned(),
    }
}

impl Node {
    fn leaf(value: &str) -> Self {
        match value {
            "[]" => Self::List(Vec::new()),
            "{}" => Self::Map(BTreeMap::new()),
            value => Self::Leaf(value.to_owned()),
        }
    }

    fn insert(&mut self, steps: &[Step], value: &str) {
        let Some((step, rest)) = steps.split_first() else {
            *self = Self::leaf(value);
            return;
        };
        match step {
            Step::Key(key) => {
                if !matches!(self, Self::Map(_)) {
                    *self = Self::Map(BTreeMap::new());
                }
                if let Self::Map(entries) = self {
                    let entry = entries.entry(key.clone());
                    entry.or_insert(Self::leaf("{}")).insert(rest, value);
                }
            }
            Step::Index(index) => {
                if !matches!(self, Self::List(_)) {
                    *self = Self::List(Vec::new());
                }
                if let Self::List(items) = self {
                    // The items of a record come in order, each with a value.
                    if *index >= items.len() {
                        items.push(Self::leaf("{}"));
                    }
                    let index = (*index).min(items.len() - 1);
                    items[index].insert(rest, value);
                }
            }
        }
    }

    /// The values that it holds, by their paths from here, in the order of the record.
    pub(super) fn leaves(&self) -> Vec<(String, &str)> {
        let mut found = Vec::new();
        self.gather(String::new(), &mut found);
        found
    }

    fn gather<'a>(&'a self, path: String, found: &mut Vec<(String, &'a str)>) {
        match self {
            Self::Leaf(value) => found.push((path, value)),
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    item.gather(format!("{path}[{index}]"), found);
                }
            }
            Self::Map(entries) => {
                for (key, value) in entries {
                    value.gather(format!("{path}.{key}"), found);
                }
            }
        }
    }

    /// The value in a few words: what it is, or of one that holds others, the first of them.
    pub(super) fn summary(&self) -> String {
        if let Self::Leaf(value) = self {
            return unescaped(value);
        }
        let leaves = self.leaves().into_iter().take(SUMMED_UP);
        let words: Vec<String> = leaves.map(|(_, value)| unescaped(value)).collect();
        words.join(", ")
    }
}

impl Item for Node {
    /// The value of a key that tells an item from others.
    fn name(&self) -> Option<&str> {
        let Self::Map(entries) = self else {
            return None;
        };
        match entries.get("id").or_else(|| entries.get("key")) {
            Some(Self::Leaf(name)) => Some(name),
            _ => None,
        }
    }

    type Sketch<'a> = Sketch<'a>;

    fn sketch(&self) -> Sketch<'_> {
        Sketch::of(self)
    }

    fn likeness(old: &Sketch<'_>, new: &Sketch<'_>) -> f32 {
        2.0 * old.in_common(new) / (old.leaves.len() + new.leaves.len()).max(1) as f32
    }
}

/// The values in an item, for comparing it with others.
pub(super) struct Sketch<'a> {
    /// The values by their paths, in the order of these.
    leaves: Vec<(String, &'a str)>,
    /// For each value, a digest of it and of the keys that lead to it, in rising order; and which it is.
    digests: Vec<(u64, usize)>,
}

/// How many values of an item that are not as they were are compared word by word.
const WORD_BY_WORD: usize = 32;

impl<'a> Sketch<'a> {
    fn of(item: &'a Node) -> Self {
        let mut leaves = item.leaves();
        leaves.sort_unstable();
        let digest = |path: &str, value: &str| {
            let mut hasher = DefaultHasher::new();
            (without_indices(path), value).hash(&mut hasher);
            hasher.finish()
        };
        let values = leaves.iter().enumerate();
        let mut digests: Vec<(u64, usize)> = values
            .map(|(at, (path, value))| (digest(path, value), at))
            .collect();
        digests.sort_unstable();
        Self { leaves, digests }
    }

    /// How many values are the same, with the shares of those that changed. Of a list in the item,
    /// where a value stands does not count if it says the same.
    fn in_common(&self, new: &Self) -> f32 {
        let (mut i, mut j, mut same, mut others) = (0, 0, 0, Vec::new());
        while let Some((digest, at)) = new.digests.get(j) {
            match self.digests.get(i).map(|(was, _)| was.cmp(digest)) {
                Some(Ordering::Less) => i += 1,
                Some(Ordering::Equal) => {
                    same += 1;
                    (i, j) = (i + 1, j + 1);
                }
                Some(Ordering::Greater) | None => {
                    others.push(*at);
                    j += 1;
                }
            }
        }
        let others = others.into_iter().take(WORD_BY_WORD);
        let shares = others.filter_map(|at| {
            let (path, text) = &new.leaves[at];
            let was = self
                .leaves
                .binary_search_by(|(was, _)| was.cmp(path))
                .ok()?;
            Some(likeness::of_texts(self.leaves[was].1, text))
        });
        same as f32 + shares.sum::<f32>()
    }
}

/// A path from key to key, whichever items of lists it leads through.
fn without_indices(path: &str) -> String {
    let mut keys = String::with_capacity(path.len());
    let mut inside = false;
    for sign in path.chars() {
        inside |= sign == '[';
        keys.extend((!inside).then_some(sign));
        inside &= sign != ']';
    }
    keys
}

/// How many of the values in a value are told, of all.
const SUMMED_UP: usize = 8;
