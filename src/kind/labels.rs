//! The words that a document prints in its language.
//!
//! Read from `labels.<lang>.yaml` of the common templates and of the kind; the kind's words
//! stand before the common ones. Nothing else in the program knows a language.

use crate::yaml::{Entry, Node, Value};

/// The words of one language for one kind.
#[derive(Debug, Clone)]
pub struct Labels {
    root: Node,
}

impl Labels {
    /// Makes labels of the merged files.
    #[must_use]
    pub fn new(root: Node) -> Self {
        Self { root }
    }

    /// The words at a path such as `dates.day`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.node(path)?.as_str()
    }

    /// The item `index` (from 0) of the list at a path, such as the months.
    #[must_use]
    pub fn item(&self, path: &str, index: usize) -> Option<&str> {
        self.node(path)?.items().get(index)?.as_str()
    }

    /// The words of the list at a path; none if there is no list.
    #[must_use]
    pub fn list(&self, path: &str) -> Vec<&str> {
        let items = self.node(path).map(Node::items).unwrap_or_default();
        items.iter().filter_map(Node::as_str).collect()
    }

    /// The entries of the mapping at a path.
    #[must_use]
    pub fn entries(&self, path: &str) -> &[Entry] {
        self.node(path).map(Node::entries).unwrap_or_default()
    }

    /// All labels, for templates.
    #[must_use]
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The language as a BCP 47 tag, such as `lt-LT`.
    #[must_use]
    pub fn lang(&self) -> &str {
        self.get("lang").unwrap_or("und")
    }

    fn node(&self, path: &str) -> Option<&Node> {
        path.split('.')
            .try_fold(&self.root, |node, key| node.get(key))
    }
}

/// Lays one tree over another: mappings are joined key by key, anything else is replaced.
#[must_use]
pub fn overlay(base: Node, over: Node) -> Node {
    match (base.value, over.value) {
        (Value::Map(entries), Value::Map(changes)) => {
            let value = Value::Map(join(entries, changes));
            Node {
                value,
                span: over.span,
            }
        }
        (_, value) => Node {
            value,
            span: over.span,
        },
    }
}

fn join(mut entries: Vec<Entry>, changes: Vec<Entry>) -> Vec<Entry> {
    for change in changes {
        match entries.iter().position(|entry| entry.key == change.key) {
            Some(index) => {
                let base = entries[index].clone();
                entries[index] = Entry {
                    value: overlay(base.value, change.value),
                    ..change
                };
            }
            None => entries.push(change),
        }
    }
    entries
}
