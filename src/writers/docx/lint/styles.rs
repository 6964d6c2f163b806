//! What can be wrong with styles: what names them, and what they name.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::Node;
use super::{Fault, Parts, Report, Rule};

const PART: &str = "word/styles.xml";

/// The styles of a document by their identities.
pub(super) struct Styles<'a> {
    all: Vec<&'a Node>,
    types: BTreeMap<&'a str, &'a str>,
}

impl<'a> Styles<'a> {
    pub(super) fn of(parts: &'a Parts) -> Self {
        let all: Vec<&Node> = parts
            .get(PART)
            .into_iter()
            .flat_map(|root| root.all("w:style"))
            .collect();
        let types = all.iter().map(|style| (identity(style), kind(style)));
        Self {
            types: types.collect(),
            all,
        }
    }

    /// Checks an element that names a style.
    pub(super) fn check(&self, node: &Node, report: &mut Report<'_>) {
        let wanted = match node.name.as_str() {
            "w:pStyle" => "paragraph",
            "w:rStyle" => "character",
            "w:tblStyle" | "w:defaultTableStyle" => "table",
            _ => return,
        };
        self.named(node.attribute("w:val"), wanted, report);
    }

    fn named(&self, id: Option<&str>, wanted: &str, report: &mut Report<'_>) {
        let id = id.unwrap_or_default();
        match self.types.get(id) {
            None => report.add(Rule::UnknownStyle, id),
            Some(found) if *found != wanted => {
                report.add(Rule::StyleOfAnotherType, format!("{id} is of type {found}"));
            }
            Some(_) => {}
        }
    }

    /// Checks the styles themselves: a style is based on one of its own type, which does not lead back
    /// to it, is followed by one of its type, and linked to one of another.
    pub(super) fn check_all(&self, faults: &mut Vec<Fault>) {
        let mut report = Report { part: PART, faults };
        let mut names = BTreeSet::new();
        let bases: BTreeMap<&str, &str> = self
            .all
            .iter()
            .filter_map(|style| Some((identity(style), style.value(&["w:basedOn"])?)))
            .collect();
        for style in &self.all {
            let name = style.value(&["w:name"]).unwrap_or_default().to_lowercase();
            if !names.insert(name.clone()) {
                report.add(Rule::DuplicateStyleName, name);
            }
            let linked = if kind(style) == "paragraph" {
                "character"
            } else {
                "paragraph"
            };
            let ways = [
                ("w:basedOn", kind(style)),
                ("w:next", kind(style)),
                ("w:link", linked),
            ];
            for (way, wanted) in ways {
                if let Some(to) = style.find(&[way]) {
                    self.named(to.attribute("w:val"), wanted, &mut report);
                }
            }
            if leads_back(identity(style), &bases) {
                report.add(Rule::StyleCircle, identity(style));
            }
        }
    }
}

fn identity(style: &Node) -> &str {
    style.attribute("w:styleId").unwrap_or_default()
}

/// The type of a style; paragraph if it says none (17.7.4.17).
fn kind(style: &Node) -> &str {
    style.attribute("w:type").unwrap_or("paragraph")
}

fn leads_back(id: &str, bases: &BTreeMap<&str, &str>) -> bool {
    let mut above = bases.get(id);
    for _ in 0..bases.len() {
        match above {
            Some(base) if *base == id => return true,
            Some(base) => above = bases.get(base),
            None => return false,
        }
    }
    false
}
