//! Tracked changes: who did what, and which two places of a move belong together.

use std::collections::HashMap;

use super::xml::Element;
use crate::document::Revision;
use crate::readers::Revised;

/// The moves of a file.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// The numbers of moves by their names.
    numbers: HashMap<String, u32>,
    /// The ranges that are open: their ids, and the numbers of their moves.
    open: Vec<(String, u32)>,
}

impl Moves {
    /// Takes note of where a range begins or ends.
    pub(super) fn mark(&mut self, element: &Element) {
        let id = element.told("id");
        match element.name.as_str() {
            "moveFromRangeStart" | "moveToRangeStart" => {
                let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX) + 1;
                let name = element.told("name").to_owned();
                let number = *self.numbers.entry(name).or_insert(next);
                self.open.push((id.to_owned(), number));
            }
            _ => self.open.retain(|(open, _)| open != id),
        }
    }

    /// What an element says of what it holds; none if it is no tracked change.
    pub(super) fn revised(&self, element: &Element) -> Option<Revised> {
        let number = self.open.last().map(|(_, number)| *number);
        let revision = match (element.name.as_str(), number) {
            ("moveTo", Some(number)) => Revision::MovedHere(number),
            ("moveFrom", Some(number)) => Revision::MovedAway(number),
            ("ins" | "cellIns" | "moveTo", _) => Revision::Inserted,
            ("del" | "cellDel" | "moveFrom", _) => Revision::Deleted,
            _ => return None,
        };
        Some(Revised {
            revision,
            author: element.told("author").to_owned(),
            date: element.date().to_owned(),
        })
    }

    /// What the properties of a paragraph's mark, a row or a cell say of it as a whole.
    pub(super) fn of(&self, properties: Option<&Element>) -> Option<Revised> {
        let mut told = properties?.children().filter_map(|one| self.revised(one));
        let first = told.next();
        // What was put in and taken out again is gone.
        let last = told.last();
        last.or(first)
    }
}
