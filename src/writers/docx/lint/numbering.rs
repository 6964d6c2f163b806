//! What can be wrong with lists: paragraphs, the lists that they name, and the definitions of those.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::Node;
use super::{Fault, Parts, Report, Rule};

const PART: &str = "word/numbering.xml";

/// How many levels a person can move a paragraph through (17.9.3).
const LEVELS: usize = 9;

/// The lists of a document, and which of them are used.
pub(super) struct Numbering<'a> {
    /// The definition of each list.
    lists: BTreeMap<&'a str, &'a str>,
    /// The levels of each definition.
    definitions: BTreeMap<&'a str, BTreeSet<&'a str>>,
    used: BTreeSet<String>,
}

impl<'a> Numbering<'a> {
    pub(super) fn of(parts: &'a Parts) -> Self {
        let elements = |name: &'static str| {
            parts
                .get(PART)
                .into_iter()
                .flat_map(move |root| root.all(name))
        };
        let lists = elements("w:num").map(|list| {
            let definition = list.value(&["w:abstractNumId"]).unwrap_or_default();
            (list.attribute("w:numId").unwrap_or_default(), definition)
        });
        let definitions = elements("w:abstractNum").map(|definition| {
            let levels = definition
                .all("w:lvl")
                .filter_map(|level| level.attribute("w:ilvl"));
            let id = definition.attribute("w:abstractNumId").unwrap_or_default();
            (id, levels.collect())
        });
        Self {
            lists: lists.collect(),
            definitions: definitions.collect(),
            used: BTreeSet::new(),
        }
    }

    /// Checks the numbering of a paragraph or a style.
    pub(super) fn check(&mut self, node: &Node, report: &mut Report<'_>) {
        if node.name != "w:numPr" {
            return;
        }
        // 0 takes a paragraph out of the numbering of its style.
        let Some(list) = node.value(&["w:numId"]).filter(|list| *list != "0") else {
            return;
        };
        self.used.insert(list.to_owned());
        let Some(definition) = self.lists.get(list) else {
            report.add(Rule::UnknownNumbering, list);
            return;
        };
        let level = node.value(&["w:ilvl"]).unwrap_or("0");
        let levels = self.definitions.get(definition);
        if levels.is_some_and(|levels| !levels.contains(level)) {
            report.add(Rule::LevelBeyondList, format!("level {level} of {list}"));
        }
    }

    /// Checks the lists, when all paragraphs were met.
    pub(super) fn check_unused(&self, faults: &mut Vec<Fault>) {
        let mut report = Report { part: PART, faults };
        let mut wanted = BTreeSet::new();
        for (list, definition) in &self.lists {
            wanted.insert(definition);
            if !self.used.contains(*list) {
                report.add(Rule::UnusedNumbering, format!("list {list}"));
            }
            if !self.definitions.contains_key(definition) {
                report.add(
                    Rule::UnknownDefinition,
                    format!("{definition} of list {list}"),
                );
            }
        }
        for (definition, levels) in &self.definitions {
            if !wanted.contains(definition) {
                report.add(Rule::UnusedNumbering, format!("definition {definition}"));
            }
            if levels.len() < LEVELS {
                report.add(
                    Rule::LevelsMissing,
                    format!("definition {definition} has {}", levels.len()),
                );
            }
        }
    }
}
