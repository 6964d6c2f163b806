//! What changed since an approval, value by value: two records beside each other.
//!
//! The items of lists are aligned first, so that a row that was put in is one change, and not one
//! of every row after it.

mod told;
mod tree;

use std::collections::BTreeMap;
use std::mem;

pub(crate) use told::plain;
pub use told::{Edit, edit, tell};
use tree::Node;
pub(crate) use tree::{Step, steps};

use crate::likeness::{Item, Pair, align};
use crate::source::Span;

/// A value that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which part of the record it is in.
    pub part: Part,
    /// What happened to it.
    pub sort: Sort,
    /// The path of the value, such as `figures.2027.visits`; of what is gone, the one that it had.
    /// A picture is named by its file, and a line of print by nothing.
    pub path: String,
    /// The path that it had; empty if it is new.
    pub old_path: String,
    /// What it was; of what holds other values, the first of them. None if it is new.
    pub old: Option<String>,
    /// What it is; none if it is gone.
    pub new: Option<String>,
    /// Where the value stands, or what is gone would stand; if the document was looked into.
    pub place: Option<Span>,
}

/// What happened to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sort {
    /// It was another.
    Changed,
    /// It was not there.
    Added,
    /// It is not there any more; now this path stands where it stood.
    Gone {
        /// The path of what follows it, or of the list that it was the last item of.
        near: String,
    },
    /// It stood elsewhere in its list.
    Moved {
        /// Its path then.
        from: String,
    },
}

/// The parts of a record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What the document says.
    #[default]
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

    /// The part of a record that has nothing in it: of print, a list of lines.
    const fn empty(self) -> Node {
        match self {
            Self::Text => Node::List(Vec::new()),
            _ => Node::Map(BTreeMap::new()),
        }
    }
}

/// What changed from one record to another, in the order of the record.
///
/// A change of what is printed is told only if nothing else changed: then it is the kind that
/// prints something else.
#[must_use]
pub fn between(old: &str, new: &str) -> Vec<Change> {
    compare(old, new).0
}

/// What changed (see [`between`]), and which items of the content stand at another path than they
/// did: the new paths by the old ones.
#[must_use]
pub fn compare(old: &str, new: &str) -> (Vec<Change>, BTreeMap<String, String>) {
    let (mut before, mut after) = (tree::read(old), tree::read(new));
    let mut take = |part: Part| {
        let old = before.remove(&part).unwrap_or(part.empty());
        (old, after.remove(&part).unwrap_or(part.empty()))
    };
    let mut comparison = Comparison::default();
    for part in [Part::Content, Part::Rows, Part::Pictures] {
        let (mut old, new) = take(part);
        if part == Part::Rows {
            comparison.follow(&mut old);
        }
        comparison.part = part;
        comparison.values(&old, &new, &At::default());
        comparison.follow_far();
    }
    if comparison.changes.is_empty() {
        comparison.part = Part::Text;
        let (old, new) = take(Part::Text);
        comparison.values(&old, &new, &At::default());
    }
    (comparison.changes, comparison.displaced)
}

/// Whether a path is another, or leads on from there.
pub(crate) fn is_within(path: &str, other: &str) -> bool {
    let rest = path.strip_prefix(other);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Items by the keys of their lists and their names there.
fn by_name(items: &[Far]) -> BTreeMap<(String, Option<&str>), Vec<&Far>> {
    let mut named: BTreeMap<_, Vec<&Far>> = BTreeMap::new();
    for far in items {
        named.entry(far.name()).or_default().push(far);
    }
    named
}

/// The path that a value had, and that it has.
#[derive(Debug, Clone, Default)]
struct At {
    old: String,
    new: String,
    /// Whether it is an item of a list, or the cells of one.
    in_list: bool,
}

impl At {
    /// The value of a key; of a table or a picture, the key is all of its path.
    fn key(&self, key: &str, part: Part) -> Self {
        let below = |path: &str| {
            if part != Part::Content {
                return key.to_owned();
            }
            let mut path = path.to_owned();
            path.push_str(if path.is_empty() { "" } else { "." });
            super::record::push_key(&mut path, key);
            path
        };
        Self {
            old: below(&self.old),
            new: below(&self.new),
            in_list: self.in_list && key == "cells",
        }
    }

    fn items(&self, old: usize, new: usize) -> Self {
        Self {
            old: format!("{}[{old}]", self.old),
            new: format!("{}[{new}]", self.new),
            in_list: true,
        }
    }
}

#[derive(Default)]
struct Comparison {
    part: Part,
    changes: Vec<Change>,
    /// The items of the content that have another path than they had.
    displaced: BTreeMap<String, String>,
    /// The items with names that are gone from a list of the content.
    gone: Vec<Far>,
    /// Those that were added to one.
    added: Vec<Far>,
}

/// An item that may be in another list than it was.
struct Far {
    item: Node,
    at: At,
    /// The change that tells it.
    change: usize,
}

impl Far {
    /// The key of its list, and its name there.
    fn name(&self) -> (String, Option<&str>) {
        let path = if self.at.new.is_empty() {
            &self.at.old
        } else {
            &self.at.new
        };
        let list = path.rsplit_once('[').map_or("", |(list, _)| list);
        let key = list.rsplit('.').next().unwrap_or(list);
        (key.to_owned(), self.item.name())
    }
}

impl Comparison {
    /// Gives tables the paths that they have now, and leaves out those whose place is new or gone:
    /// that is told of what holds them.
    fn follow(&self, tables: &mut Node) {
        let Node::Map(tables) = tables else { return };
        for (path, table) in mem::take(tables) {
            let holders = self.displaced.iter().rev();
            let holders = holders.filter(|(old, _)| is_within(&path, old));
            let path = match holders.max_by_key(|(old, _)| old.len()) {
                Some((old, new)) => format!("{new}{}", &path[old.len()..]),
                None => path,
            };
            tables.insert(path, table);
        }
    }

    /// Whether a value stands in one that is new, or stood in one that is gone.
    fn is_told(&self, path: &str, sort: &Sort) -> bool {
        // The content comes first. Of the rows there may be many changes, and each asks this.
        let in_content = |change: &&Change| change.part == Part::Content;
        self.changes.iter().take_while(in_content).any(|change| {
            let same = mem::discriminant(&change.sort) == mem::discriminant(sort);
            same && is_within(path, &change.path)
        })
    }

    fn values(&mut self, old: &Node, new: &Node, at: &At) {
        match (old, new) {
            (old, new) if old == new => {}
            (Node::Map(was), Node::Map(is)) => self.entries(was, is, at),
            // A list in a list is a row: its items are told by their columns.
            (Node::List(was), Node::List(is)) if at.in_list && was.len() == is.len() => {
                for (column, (was, is)) in was.iter().zip(is).enumerate() {
                    self.values(was, is, &at.items(column, column));
                }
            }
            (Node::List(was), Node::List(is)) => self.items(was, is, at),
            _ => self.push(Sort::Changed, at, Some(old), Some(new)),
        }
    }

    fn entries(&mut self, old: &BTreeMap<String, Node>, new: &BTreeMap<String, Node>, at: &At) {
        let mut keys: Vec<&String> = old.keys().chain(new.keys()).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let inner = at.key(key, self.part);
            match (old.get(key), new.get(key)) {
                (Some(was), Some(is)) => self.values(was, is, &inner),
                (was @ Some(_), None) => {
                    let near = at.new.clone();
                    self.push(Sort::Gone { near }, &inner, was, None);
                }
                (_, is) => self.push(Sort::Added, &inner, None, is),
            }
        }
    }

    fn items(&mut self, old: &[Node], new: &[Node], at: &At) {
        for pair in align(old, new) {
            match pair {
                Pair::Both {
                    old: was,
                    new: is,
                    moved,
                } => {
                    let inner = at.items(was, is);
                    if self.part == Part::Content && inner.old != inner.new {
                        let (old, new) = (inner.old.clone(), inner.new.clone());
                        self.displaced.insert(old, new);
                    }
                    if moved {
                        let from = inner.old.clone();
                        let (was, is) = (Some(&old[was]), Some(&new[is]));
                        self.push(Sort::Moved { from }, &inner, was, is);
                    }
                    self.values(&old[was], &new[is], &inner);
                }
                Pair::Gone { old: was, before } => {
                    let inner = at.items(was, before);
                    let followed = before < new.len();
                    let near = if followed { &inner.new } else { &at.new };
                    let near = near.clone();
                    let at = At {
                        new: String::new(),
                        ..inner.clone()
                    };
                    self.gone.extend(self.keep(&old[was], at));
                    self.push(Sort::Gone { near }, &inner, Some(&old[was]), None);
                }
                Pair::Added(is) => {
                    let inner = at.items(is, is);
                    self.added.extend(self.keep(&new[is], inner.clone()));
                    self.push(Sort::Added, &inner, None, Some(&new[is]));
                }
            }
        }
    }

    /// Keeps an item for [`Self::follow_far`], if it could be found by its name in another list.
    fn keep(&self, item: &Node, at: At) -> Option<Far> {
        let named = self.part == Part::Content && item.name().is_some();
        named.then(|| Far {
            item: item.clone(),
            at,
            change: self.changes.len(),
        })
    }

    /// Tells of items that are gone from one list and were added to another, as a measure that has
    /// another goal now, that they moved, and what changed in them.
    fn follow_far(&mut self) {
        let (gone, added) = (mem::take(&mut self.gone), mem::take(&mut self.added));
        let mut told = BTreeMap::new();
        let (gone, added) = (by_name(&gone), by_name(&added));
        for (name, new) in added {
            let (Some([old]), [new]) = (gone.get(&name).map(Vec::as_slice), new.as_slice()) else {
                continue;
            };
            let at = At {
                old: old.at.old.clone(),
                new: new.at.new.clone(),
                in_list: true,
            };
            let before = self.changes.len();
            let from = at.old.clone();
            self.push(Sort::Moved { from }, &at, Some(&old.item), Some(&new.item));
            self.values(&old.item, &new.item, &at);
            told.insert(old.change, Vec::new());
            told.insert(new.change, self.changes.split_off(before));
            self.displaced.insert(at.old, at.new);
        }
        let changes = mem::take(&mut self.changes).into_iter().enumerate();
        let changes = changes.flat_map(|(at, change)| told.remove(&at).unwrap_or(vec![change]));
        self.changes = changes.collect();
    }

    fn push(&mut self, sort: Sort, at: &At, old: Option<&Node>, new: Option<&Node>) {
        let path = if new.is_some() { &at.new } else { &at.old };
        if self.part == Part::Rows && self.is_told(path, &sort) {
            return;
        }
        let is_line = self.part == Part::Text;
        let told = |path: &str| if is_line { "" } else { path }.to_owned();
        self.changes.push(Change {
            part: self.part,
            sort,
            path: told(path),
            old_path: told(if old.is_some() { &at.old } else { "" }),
            old: old.map(Node::summary),
            new: new.map(Node::summary),
            place: None,
        });
    }
}
