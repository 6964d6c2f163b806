//! Comments: what people noted, and which text they are about (ECMA-376 Part 1, 17.13.4).

use std::collections::HashMap;

use super::xml::{Element, Node};
use crate::readers::Comment;

/// So many comments may be about one text; of more, only those that began first.
const OPEN: usize = 50;

/// The comments of a file.
#[derive(Debug, Default)]
pub(super) struct Comments {
    pub(super) all: Vec<Comment>,
    /// The places of comments by their ids.
    places: HashMap<String, usize>,
    /// Those that are about the text that is read.
    open: Vec<usize>,
    /// Whether a comment has got text that it is about.
    is_placed: Vec<bool>,
}

impl Comments {
    /// Reads the part of comments, and the one that says which answers which.
    pub(super) fn read(part: &Element, extended: &Element) -> Self {
        let mut read = Self::default();
        let mut paragraphs = HashMap::new();
        for (place, element) in part.all("comment").into_iter().enumerate() {
            read.places.insert(element.told("id").to_owned(), place);
            let lines = element.all("p");
            if let Some(last) = lines.last() {
                paragraphs.insert(last.told("paraId").to_owned(), place);
            }
            let lines = lines.into_iter().map(words).collect::<Vec<_>>();
            read.all.push(Comment {
                author: element.told("author").to_owned(),
                date: element.date().to_owned(),
                text: lines.join("\n").trim().to_owned(),
                ..Comment::default()
            });
        }
        for element in extended.all("commentEx") {
            let of = |name| paragraphs.get(element.told(name)).copied();
            let Some(place) = of("paraId") else { continue };
            read.all[place].is_settled = matches!(element.told("done"), "1" | "true");
            read.all[place].answers = of("paraIdParent").filter(|other| *other != place);
        }
        read.is_placed = vec![false; read.all.len()];
        read
    }

    /// A comment begins to be about the text.
    pub(super) fn begin(&mut self, id: &str) {
        if let Some(place) = self.places.get(id)
            && self.open.len() < OPEN
            && !self.open.contains(place)
        {
            self.open.push(*place);
        }
    }

    /// A comment ends; its place, if it is about no text yet.
    pub(super) fn end(&mut self, id: &str) -> Option<usize> {
        let place = *self.places.get(id)?;
        self.open.retain(|open| *open != place);
        let is_placed = self.is_placed.get_mut(place)?;
        (!std::mem::replace(is_placed, true)).then_some(place)
    }

    /// The comments that are about the text that is read now.
    pub(super) fn here(&mut self) -> Vec<usize> {
        for place in &self.open {
            self.is_placed[*place] = true;
        }
        self.open.clone()
    }
}

/// The words of a paragraph, whatever their looks.
pub(super) fn words(element: &Element) -> String {
    let mut text = String::new();
    gather(element, &mut text);
    text
}

fn gather(element: &Element, text: &mut String) {
    for node in &element.nodes {
        let Node::Element(element) = node else {
            continue;
        };
        match element.name.as_str() {
            "t" => text.push_str(&element.text()),
            // A value of a chart.
            "v" => {
                text.push_str(&element.text());
                text.push(' ');
            }
            "tab" | "br" | "cr" => text.push(' '),
            "noBreakHyphen" => text.push('\u{2011}'),
            "pPr" | "rPr" => {}
            _ => gather(element, text),
        }
    }
}
