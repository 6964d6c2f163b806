//! What can be wrong with tracked changes.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::Node;
use super::{Fault, Parts, Report, Rule};

/// The elements that say what became of runs, marks of paragraphs and rows.
const CHANGES: [&str; 4] = ["w:ins", "w:del", "w:moveFrom", "w:moveTo"];

/// What else has an identity and an author, and the ranges of what was moved.
const TOLD: [&str; 3] = ["w:pPrChange", FROM, TO];
const FROM: &str = "w:moveFromRangeStart";
const TO: &str = "w:moveToRangeStart";

/// What holds paragraphs, and ends with one.
const STORIES: [&str; 5] = ["w:body", "w:tc", "w:footnote", "w:hdr", "w:ftr"];

/// Checks the changes of all parts.
pub(super) fn check(parts: &Parts, faults: &mut Vec<Fault>) {
    let mut seen = Seen::default();
    for (part, root) in parts {
        let mut report = Report { part, faults };
        let mut open = BTreeSet::new();
        root.walk(&mut |node, _| {
            seen.identity(node, &mut report);
            seen.range(node, &mut open, &mut report);
            last_mark(node, &mut report);
        });
        for id in open {
            report.add(Rule::UnpairedMove, format!("{id} does not end"));
        }
        deleted(root, false, &mut report);
    }
    let part = "word/document.xml";
    for (name, places) in seen.moves {
        if places != [1, 1] {
            let detail = format!("{name} is from {} places and to {}", places[0], places[1]);
            Report { part, faults }.add(Rule::UnpairedMove, detail);
        }
    }
}

#[derive(Default)]
struct Seen {
    identities: BTreeSet<String>,
    /// How many ranges each move has, from where and to where.
    moves: BTreeMap<String, [usize; 2]>,
}

impl Seen {
    /// A change has an identity of its own, and someone who made it.
    fn identity(&mut self, node: &Node, report: &mut Report<'_>) {
        let name = node.name.as_str();
        if !CHANGES.contains(&name) && !TOLD.contains(&name) {
            return;
        }
        let id = node.attribute("w:id").unwrap_or_default();
        if !self.identities.insert(id.to_owned()) {
            report.add(Rule::DuplicateChange, id);
        }
        if node.attribute("w:author").is_none_or(str::is_empty) {
            report.add(Rule::ChangeWithoutAuthor, id);
        }
    }

    fn range(&mut self, node: &Node, open: &mut BTreeSet<String>, report: &mut Report<'_>) {
        let id = || node.attribute("w:id").unwrap_or_default().to_owned();
        match node.name.as_str() {
            FROM | TO => {
                let name = node.attribute("w:name").unwrap_or_default();
                let places = self.moves.entry(name.to_owned()).or_default();
                places[usize::from(node.name == TO)] += 1;
                open.insert(id());
            }
            "w:moveFromRangeEnd" | "w:moveToRangeEnd" if !open.remove(&id()) => {
                report.add(Rule::UnpairedMove, format!("{} did not begin", id()));
            }
            _ => {}
        }
    }
}

/// Text that is gone has an element of its own, which stands nowhere else.
fn deleted(node: &Node, gone: bool, report: &mut Report<'_>) {
    let name = node.name.as_str();
    let (is_text, is_gone) = (
        matches!(name, "w:t" | "w:instrText"),
        matches!(name, "w:delText" | "w:delInstrText"),
    );
    if is_text && gone || is_gone && !gone {
        report.add(Rule::DeletedText, format!("{name}: {}", node.text));
    }
    let gone = gone || name == "w:del";
    node.children
        .iter()
        .for_each(|child| deleted(child, gone, report));
}

/// The last mark of a cell, a note, a section or the text has no paragraph to join.
fn last_mark(node: &Node, report: &mut Report<'_>) {
    let is_tracked = |paragraph: &Node| {
        let properties = paragraph.find(&["w:pPr", "w:rPr"]);
        properties.is_some_and(|own| CHANGES.iter().any(|name| own.find(&[name]).is_some()))
    };
    if STORIES.contains(&node.name.as_str()) {
        let last = node.all("w:p").last();
        if last.is_some_and(is_tracked) {
            report.add(Rule::LastMark, format!("in {}", node.name));
        }
    }
    let ends_section = node.name == "w:p" && node.find(&["w:pPr", "w:sectPr"]).is_some();
    if ends_section && is_tracked(node) {
        report.add(Rule::LastMark, "of a section");
    }
}
