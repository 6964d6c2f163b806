//! What can be wrong with what leads from one place to another: bookmarks and notes.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::Node;
use super::{Fault, Parts, Report, Rule};

/// Word takes no longer name of a bookmark.
const LONGEST: usize = 40;

/// Checks the bookmarks and the notes of all parts.
pub(super) fn check(parts: &Parts, faults: &mut Vec<Fault>) {
    let mut seen = Seen::default();
    for (part, root) in parts {
        let mut report = Report { part, faults };
        let mut open = BTreeSet::new();
        root.walk(&mut |node, _| seen.element(node, &mut open, &mut report));
        for id in open {
            report.add(Rule::UnpairedBookmark, format!("{id} does not end"));
        }
    }
    for (name, part) in &seen.wanted {
        if !seen.names.contains(&name.to_lowercase()) {
            let mut report = Report { part, faults };
            report.add(Rule::DanglingAnchor, (*name).to_owned());
        }
    }
    notes(parts, faults);
    placeholders(parts, faults);
}

/// The bookmarks of the parts so far, and what leads to them.
#[derive(Default)]
struct Seen<'a> {
    /// In lower case: Word takes `a` and `A` for one.
    names: BTreeSet<String>,
    ids: BTreeSet<&'a str>,
    /// The names that links lead to, each with a part that has such a link.
    wanted: BTreeMap<&'a str, String>,
}

impl<'a> Seen<'a> {
    /// Looks at an element; `open` are the bookmarks that have begun and not ended.
    fn element(&mut self, node: &'a Node, open: &mut BTreeSet<&'a str>, report: &mut Report<'_>) {
        let id = node.attribute("w:id").unwrap_or_default();
        match node.name.as_str() {
            "w:bookmarkStart" => {
                let name = node.attribute("w:name").unwrap_or_default();
                if !self.names.insert(name.to_lowercase()) {
                    report.add(Rule::DuplicateBookmark, name.to_owned());
                }
                if !is_name(name) {
                    report.add(Rule::BookmarkName, name.to_owned());
                }
                if !self.ids.insert(id) {
                    report.add(Rule::DuplicateBookmark, id.to_owned());
                }
                open.insert(id);
            }
            "w:bookmarkEnd" if !open.remove(id) => {
                report.add(Rule::UnpairedBookmark, format!("{id} has not begun"));
            }
            "w:hyperlink" => self.want(node.attribute("w:anchor"), report),
            "w:instrText" => self.want(asked(&node.text), report),
            _ => {}
        }
    }

    fn want(&mut self, name: Option<&'a str>, report: &Report<'_>) {
        if let Some(name) = name {
            let part = || report.part.to_owned();
            self.wanted.entry(name).or_insert_with(part);
        }
    }
}

/// The bookmark that a field asks for (17.16.5.45, 17.16.5.51, 17.16.5.42).
fn asked(instruction: &str) -> Option<&str> {
    let mut words = instruction.split_ascii_whitespace();
    let asks = ["PAGEREF", "REF", "NOTEREF"].contains(&words.next()?);
    words.next().filter(|name| asks && !name.starts_with('\\'))
}

/// Letters, digits and `_`, and no digit first.
fn is_name(name: &str) -> bool {
    let letters = name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let first = name.chars().next();
    letters && first.is_some_and(|c| !c.is_numeric()) && name.chars().count() <= LONGEST
}

/// Checks that every note has one number in the text. Those of a type are no notes but rules.
fn notes(parts: &Parts, faults: &mut Vec<Fault>) {
    let mut report = Report {
        part: "word/footnotes.xml",
        faults,
    };
    let elements = |part: &str, name: &'static str| {
        let mut found = Vec::new();
        if let Some(root) = parts.get(part) {
            root.walk(&mut |node, _| found.extend(Some(node).filter(|node| node.name == name)));
        }
        found
    };
    let notes = elements(report.part, "w:footnote");
    let notes = notes
        .iter()
        .filter(|note| note.attribute("w:type").is_none());
    // How often each is there, and how often something leads to it.
    let mut counts: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for note in notes {
        counts
            .entry(note.attribute("w:id").unwrap_or_default())
            .or_default()
            .0 += 1;
    }
    for reference in elements("word/document.xml", "w:footnoteReference") {
        let id = reference.attribute("w:id").unwrap_or_default();
        counts.entry(id).or_default().1 += 1;
    }
    for (id, (notes, references)) in counts {
        if (notes, references) != (1, 1) {
            let told = format!("{id}: {notes} notes, {references} numbers in the text");
            report.add(Rule::LooseNote, told);
        }
    }
}

/// Checks that the glossary holds what controls show until they are filled in.
fn placeholders(parts: &Parts, faults: &mut Vec<Fault>) {
    let glossary = parts.get("word/glossary/document.xml");
    let entries = glossary.and_then(|root| root.find(&["w:docParts"]));
    let entries = entries.into_iter().flat_map(|all| all.all("w:docPart"));
    let entries: BTreeSet<&str> = entries
        .filter_map(|entry| entry.value(&["w:docPartPr", "w:name"]))
        .collect();
    for (part, root) in parts {
        let mut report = Report { part, faults };
        root.walk(&mut |node, _| {
            if node.name == "w:placeholder"
                && let Some(name) = node.value(&["w:docPart"])
                && !entries.contains(name)
            {
                report.add(Rule::PlaceholderMissing, name);
            }
        });
    }
}
