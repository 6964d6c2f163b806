//! The numbers of paragraphs, which stand nowhere in the text of a DOCX: Word counts them by
//! `numbering.xml` (ECMA-376 Part 1, 17.9) and the styles.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use super::limits;
use crate::writers::docx::reading::{attribute, resolved};

/// The list of a paragraph and its level, as far as it is said.
#[derive(Debug, Clone, Default)]
pub(super) struct InList {
    pub(super) list: Option<String>,
    pub(super) level: Option<usize>,
}

impl InList {
    /// Takes note of an element of `w:numPr`.
    pub(super) fn take(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            b"numId" => self.list = Some(value(element)),
            b"ilvl" => self.level = value(element).parse().ok(),
            _ => {}
        }
    }
}

#[derive(Debug, Default)]
struct Style {
    parent: String,
    place: InList,
}

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
}

#[derive(Debug, Default)]
struct List {
    definition: String,
    /// The levels that begin anew, or are others.
    starts: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
}

/// Counts the paragraphs of a file.
#[derive(Debug, Default)]
pub(super) struct Lists {
    styles: BTreeMap<String, Style>,
    /// The style of paragraphs that name none.
    plain: String,
    definitions: BTreeMap<String, BTreeMap<usize, Level>>,
    named: BTreeMap<String, List>,
    /// The numbers that were given last, by the definition: lists of one definition go on.
    counts: BTreeMap<String, Vec<Option<u32>>>,
    /// The lists that were begun.
    begun: BTreeMap<String, bool>,
}

/// The value of an element.
pub(super) fn value(element: &BytesStart<'_>) -> String {
    told(element, "val")
}

/// An attribute of an element, empty if there is none.
pub(super) fn told(element: &BytesStart<'_>, name: &str) -> String {
    attribute(element, name).ok().flatten().unwrap_or_default()
}

/// A piece of a part.
pub(super) enum Piece<'a> {
    Start(&'a BytesStart<'a>),
    /// The end of an element with this name, also of one that is empty.
    End(&'a [u8]),
    Text(&'a str),
}

/// Goes through a part, piece by piece.
pub(super) fn pieces(xml: &[u8], mut each: impl FnMut(Piece<'_>)) {
    let mut reader = quick_xml::Reader::from_reader(xml);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => each(Piece::Start(&element)),
            Ok(Event::Empty(element)) => {
                each(Piece::Start(&element));
                each(Piece::End(element.local_name().as_ref()));
            }
            Ok(Event::End(element)) => each(Piece::End(element.local_name().as_ref())),
            Ok(Event::Text(said)) => each(Piece::Text(&said.decode().unwrap_or_default())),
            Ok(Event::CData(said)) => each(Piece::Text(&said.decode().unwrap_or_default())),
            Ok(Event::GeneralRef(said)) => each(Piece::Text(&resolved(&said).unwrap_or_default())),
            // That a part with words can be read was found out when they were.
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

impl Lists {
    pub(super) fn read(styles: &[u8], numbering: &[u8]) -> Self {
        let mut lists = Self::default();
        lists.styles(styles);
        lists.numbering(numbering);
        lists
    }

    fn styles(&mut self, xml: &[u8]) {
        let mut id = String::new();
        let each = |piece: Piece<'_>| {
            let Piece::Start(element) = piece else { return };
            if element.local_name().as_ref() == b"style" {
                id = told(element, "styleId");
                let is_plain = matches!(told(element, "default").as_str(), "1" | "true" | "on");
                if is_plain && told(element, "type") == "paragraph" {
                    self.plain.clone_from(&id);
                }
                self.styles.insert(id.clone(), Style::default());
            } else if let Some(style) = self.styles.get_mut(&id) {
                if element.local_name().as_ref() == b"basedOn" {
                    style.parent = value(element);
                }
                style.place.take(element);
            }
        };
        pieces(xml, each);
    }

    fn numbering(&mut self, xml: &[u8]) {
        let (mut definition, mut list, mut level) = (None::<String>, None::<String>, 0);
        let each = |piece: Piece<'_>| {
            let Piece::Start(element) = piece else { return };
            let number = || value(element).parse().unwrap_or_default();
            match element.local_name().as_ref() {
                b"abstractNum" => {
                    (definition, list) = (Some(told(element, "abstractNumId")), None);
                }
                b"num" => (definition, list) = (None, Some(told(element, "numId"))),
                b"lvl" | b"lvlOverride" => level = told(element, "ilvl").parse().unwrap_or(0),
                b"abstractNumId" => {
                    if let Some(list) = &list {
                        self.named.entry(list.clone()).or_default().definition = value(element);
                    }
                }
                b"startOverride" => {
                    if let Some(list) = &list {
                        let list = self.named.entry(list.clone()).or_default();
                        list.starts.insert(level, number());
                    }
                }
                name @ (b"start" | b"numFmt" | b"lvlText") => {
                    let levels = match (&definition, &list) {
                        (Some(id), _) => self.definitions.entry(id.clone()).or_default(),
                        (None, Some(id)) => &mut self.named.entry(id.clone()).or_default().levels,
                        (None, None) => return,
                    };
                    let level = levels.entry(level).or_default();
                    match name {
                        b"start" => level.start = number(),
                        b"numFmt" => level.format = value(element),
                        _ => level.text = value(element),
                    }
                }
                _ => {}
            }
        };
        pieces(xml, each);
    }

    /// The number of the next paragraph, by its style and what it says itself; empty if it has none.
    pub(super) fn label(&mut self, style: &str, mut place: InList) -> String {
        let mut style = if style.is_empty() { &self.plain } else { style };
        for _ in 0..limits::DEPTH {
            let Some(found) = self.styles.get(style) else {
                break;
            };
            place.list = place.list.or_else(|| found.place.list.clone());
            place.level = place.level.or(found.place.level);
            style = &found.parent;
        }
        let (Some(id), level) = (place.list, place.level.unwrap_or(0)) else {
            return String::new();
        };
        let Some(list) = self.named.get(&id) else {
            return String::new();
        };
        let Some(levels) = self.definitions.get(&list.definition) else {
            return String::new();
        };
        let of = |level| list.levels.get(&level).or_else(|| levels.get(&level));
        let Some(this) = of(level).filter(|_| level < 9) else {
            return String::new();
        };
        let begins = |level: usize| of(level).map_or(1, |level| level.start);
        let counts = self.counts.entry(list.definition.clone());
        let counts = counts.or_insert_with(|| vec![None; 9]);
        if self.begun.insert(id.clone(), true).is_none() {
            for (level, start) in &list.starts {
                if let Some(count) = counts.get_mut(*level) {
                    *count = start.checked_sub(1);
                }
            }
        }
        counts[level] =
            Some(counts[level].map_or_else(|| begins(level), |old| old.saturating_add(1)));
        counts[level + 1..].fill(None);
        // Which sign stands before an item is a matter of looks, as long as it is no number.
        if this.format == "bullet" && !this.text.contains(char::is_alphanumeric) {
            return "•".to_owned();
        }
        let mut text = this.text.clone();
        for (place, count) in counts.iter().enumerate().take(level + 1) {
            let count = count.unwrap_or_else(|| begins(place));
            let format = of(place).map_or("", |level| &level.format);
            text = text.replace(&format!("%{}", place + 1), &counted(count, format));
        }
        text
    }
}

/// A number as a list writes it; what is not decimal is told by the name of its form.
fn counted(number: u32, format: &str) -> String {
    match format {
        "" | "decimal" => number.to_string(),
        _ => format!("{format}{number}"),
    }
}
