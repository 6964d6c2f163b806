//! The parts of a package and how they lead to each other (ECMA-376 Part 2, 6.5).

use std::collections::HashMap;

use super::xml::{self, Element};
use crate::diagnostics::{Message, say};
use crate::readers::package::Package;

/// Where a relationship leads.
#[derive(Debug, Clone, Default)]
pub(super) struct Related {
    /// The end of the name of what it is for, such as `image`.
    kind: String,
    /// The name of a part, or an address if it is outside.
    pub(super) target: String,
    pub(super) is_outside: bool,
}

/// The relationships of a part by their ids.
#[derive(Debug, Clone, Default)]
pub(super) struct Relations(HashMap<String, Related>);

impl Relations {
    pub(super) fn get(&self, id: &str) -> Option<&Related> {
        self.0.get(id)
    }

    /// The part of a kind, of which there is one, such as `styles`.
    pub(super) fn part(&self, kind: &str) -> Option<&str> {
        let mut parts = self.0.values();
        let found = parts.find(|related| related.kind == kind && !related.is_outside);
        found.map(|related| related.target.as_str())
    }
}

/// The parts of a file.
pub(super) struct Parts<'p>(pub(super) &'p Package);

impl Parts<'_> {
    /// The bytes of a part.
    pub(super) fn bytes(&self, name: &str) -> Option<&[u8]> {
        let parts = &self.0.parts;
        let exact = parts.get(name).map(Vec::as_slice);
        // Names of parts are the same in capital and small letters (Part 2, 6.2.2.3).
        let alike = || {
            parts
                .iter()
                .find(|(other, _)| other.eq_ignore_ascii_case(name))
        };
        exact.or_else(|| alike().map(|(_, bytes)| bytes.as_slice()))
    }

    /// A part as a tree; an empty one if there is no such part.
    ///
    /// # Errors
    ///
    /// Says which part cannot be read and why.
    pub(super) fn tree(&self, name: Option<&str>) -> Result<Element, Message> {
        let Some((name, bytes)) = name.and_then(|name| Some((name, self.bytes(name)?))) else {
            return Ok(Element::default());
        };
        xml::parse(bytes)
            .map_err(|error| say!("its part `{name}` cannot be read: {error}", name, error))
    }

    /// The name of the part with the text.
    ///
    /// # Errors
    ///
    /// Says that there is none.
    pub(super) fn text(&self) -> Result<String, Message> {
        let relations = self.relations("")?;
        let usual = "word/document.xml";
        let name = relations.part("officeDocument").unwrap_or(usual).to_owned();
        match self.bytes(&name) {
            Some(_) => Ok(name),
            None => Err(say!("it is no DOCX: it has no part `{name}`", name = usual)),
        }
    }

    /// The relationships of a part; those of the package itself for an empty name.
    pub(super) fn relations(&self, part: &str) -> Result<Relations, Message> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let separator = if folder.is_empty() { "" } else { "/" };
        let part = format!("{folder}{separator}_rels/{name}.rels");
        let tree = self.tree(Some(&part))?;
        let relation = |element: &Element| {
            let kind = element.told("Type").rsplit('/').next().unwrap_or_default();
            let is_outside = element.told("TargetMode").eq_ignore_ascii_case("external");
            let target = element.told("Target");
            let target = if is_outside {
                target.to_owned()
            } else {
                within(folder, target)
            };
            let related = Related {
                kind: kind.to_owned(),
                target,
                is_outside,
            };
            (element.told("Id").to_owned(), related)
        };
        let relations = tree.child("Relationships");
        let relations = relations.into_iter().flat_map(Element::children);
        Ok(Relations(relations.map(relation).collect()))
    }
}

/// The name of a part by a path from a folder.
fn within(folder: &str, path: &str) -> String {
    let from = if path.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = Vec::new();
    for step in from.split('/').chain(path.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}
