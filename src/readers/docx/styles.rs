//! Styles: how text looks, by the styles of a DOCX and what stands beside it (ECMA-376 Part 1, 17.7).

use std::collections::HashMap;

use super::xml::Element;
use crate::document::Baseline;
use crate::readers::limits;

/// How characters look, as far as it is said.
#[derive(Debug, Clone, Default)]
pub(super) struct Look {
    pub(super) strong: Option<bool>,
    pub(super) stressed: Option<bool>,
    pub(super) struck: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) baseline: Option<Baseline>,
    pub(super) lang: Option<String>,
}

impl Look {
    /// What the properties of a run say (`w:rPr`).
    pub(super) fn read(properties: &Element) -> Self {
        let either = |one, other| match (properties.switch(one), properties.switch(other)) {
            (None, None) => None,
            (one, other) => Some(one == Some(true) || other == Some(true)),
        };
        Self {
            strong: properties.switch("b"),
            stressed: properties.switch("i"),
            struck: either("strike", "dstrike"),
            hidden: properties.switch("vanish"),
            baseline: baseline(properties),
            lang: properties.value("lang").map(str::to_owned),
        }
    }

    /// This look, and where it says nothing, another.
    pub(super) fn over(&self, other: &Self) -> Self {
        Self {
            strong: self.strong.or(other.strong),
            stressed: self.stressed.or(other.stressed),
            struck: self.struck.or(other.struck),
            hidden: self.hidden.or(other.hidden),
            baseline: self.baseline.or(other.baseline),
            lang: self.lang.clone().or_else(|| other.lang.clone()),
        }
    }

    /// The look of a paragraph's style together with that of a style of characters: a switch that
    /// is on in both is off (17.7.3).
    fn with_characters(&self, characters: &Self) -> Self {
        let both = |one: Option<bool>, other: Option<bool>| match (one, other) {
            (Some(one), Some(other)) => Some(one != other),
            (one, other) => one.or(other),
        };
        Self {
            strong: both(self.strong, characters.strong),
            stressed: both(self.stressed, characters.stressed),
            struck: both(self.struck, characters.struck),
            hidden: both(self.hidden, characters.hidden),
            ..characters.over(self)
        }
    }
}

/// A style.
#[derive(Debug, Default)]
struct Style {
    name: String,
    parent: String,
    heading: Option<u8>,
    centred: Option<bool>,
    new_page: Option<bool>,
    place: InList,
    look: Look,
}

/// The list of a paragraph and its level, as far as it is said.
#[derive(Debug, Clone, Default)]
pub(super) struct InList {
    /// The id of the list; `0` takes the paragraph out of all lists.
    pub(super) list: Option<String>,
    /// The level, from 0.
    pub(super) level: Option<usize>,
}

impl InList {
    /// What the properties of a paragraph say (`w:pPr`).
    pub(super) fn read(properties: &Element) -> Self {
        let place = properties.child("numPr");
        Self {
            list: place.and_then(|place| Some(place.value("numId")?.to_owned())),
            level: place.and_then(|place| place.number("ilvl")),
        }
    }
}

/// What a paragraph is, by its style and what it says itself.
#[derive(Debug, Clone, Default)]
pub(super) struct OfParagraph {
    /// The name of the style.
    pub(super) style: String,
    /// The level among the headings, from 1.
    pub(super) heading: Option<u8>,
    pub(super) centred: bool,
    pub(super) new_page: bool,
    pub(super) place: InList,
    /// The id of the style that puts it into the list, if it does not say so itself.
    pub(super) listed_by: Option<String>,
    pub(super) look: Look,
}

/// The styles of a file.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    plain: String,
    base: Look,
}

impl Styles {
    /// Reads the part of styles.
    pub(super) fn read(part: &Element) -> Self {
        let mut styles = Self::default();
        let Some(root) = part.child("styles") else {
            return styles;
        };
        let base = root.child("docDefaults");
        let base = base.and_then(|base| base.child("rPrDefault")?.child("rPr"));
        styles.base = base.map(Look::read).unwrap_or_default();
        for element in root.children().filter(|one| one.name.as_str() == "style") {
            let id = element.told("styleId").to_owned();
            let is_plain = matches!(element.told("default"), "1" | "true" | "on");
            if is_plain && element.told("type") == "paragraph" {
                styles.plain.clone_from(&id);
            }
            styles.by_id.insert(id, Style::read(element));
        }
        styles
    }

    /// A style and those that it is based on, the nearest first.
    fn chain<'a>(&'a self, id: &'a str) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let first = self.by_id.get_key_value(id);
        let parent = |(_, style): &(&'a String, &'a Style)| self.by_id.get_key_value(&style.parent);
        std::iter::successors(first, parent)
            .take(limits::DEPTH)
            .map(|(id, style)| (id.as_str(), style))
    }

    fn look(&self, id: &str) -> Look {
        let looks = self.chain(id).map(|(_, style)| &style.look);
        looks.fold(Look::default(), |nearer, look| nearer.over(look))
    }

    /// What a paragraph is, by its properties.
    pub(super) fn paragraph(&self, properties: Option<&Element>) -> OfParagraph {
        let none = Element::default();
        let properties = properties.unwrap_or(&none);
        let own = Style::of_paragraph(properties);
        let id = properties.value("pStyle").unwrap_or(&self.plain);
        let mut told = OfParagraph {
            style: self
                .by_id
                .get(id)
                .map_or(id, |style| &style.name)
                .to_owned(),
            place: own.place,
            look: self.look(id),
            ..OfParagraph::default()
        };
        let (mut heading, mut centred, mut new_page) = (own.heading, own.centred, own.new_page);
        for (id, style) in self.chain(id) {
            heading = heading.or(style.heading);
            centred = centred.or(style.centred);
            new_page = new_page.or(style.new_page);
            if told.place.list.is_none() && style.place.list.is_some() {
                told.listed_by = Some(id.to_owned());
                told.place.list.clone_from(&style.place.list);
            }
            told.place.level = told.place.level.or(style.place.level);
        }
        // Headings of programs that give them no level have it in their name.
        let named = || self.chain(id).find_map(|(_, style)| in_name(&style.name));
        told.heading = heading.or_else(named).filter(|level| *level <= 9);
        told.centred = centred == Some(true);
        told.new_page = new_page == Some(true);
        told
    }

    /// How a run looks in a paragraph, by its properties.
    pub(super) fn run(&self, paragraph: &Look, properties: Option<&Element>) -> Look {
        let look = match properties {
            None => paragraph.clone(),
            Some(properties) => {
                let style = properties.value("rStyle").unwrap_or_default();
                let styled = paragraph.with_characters(&self.look(style));
                Look::read(properties).over(&styled)
            }
        };
        look.over(&self.base)
    }
}

impl Style {
    fn read(element: &Element) -> Self {
        let properties = element.child("pPr");
        let of_paragraph = properties.map(Self::of_paragraph).unwrap_or_default();
        Self {
            name: element.value("name").unwrap_or_default().to_owned(),
            parent: element.value("basedOn").unwrap_or_default().to_owned(),
            look: element.child("rPr").map(Look::read).unwrap_or_default(),
            ..of_paragraph
        }
    }

    fn of_paragraph(properties: &Element) -> Self {
        Self {
            heading: properties
                .number("outlineLvl")
                .map(|level: u8| level.saturating_add(1)),
            centred: properties.value("jc").map(|side| side == "center"),
            new_page: properties.switch("pageBreakBefore"),
            place: InList::read(properties),
            ..Self::default()
        }
    }
}

/// The level of a heading that its style is named by, such as `heading 2`.
fn in_name(name: &str) -> Option<u8> {
    let (word, level) = name.split_once(' ')?;
    let level = level.parse().ok().filter(|level| (1..=9).contains(level));
    level.filter(|_| word.eq_ignore_ascii_case("heading"))
}

/// Whether text is raised or lowered, by a look for that (17.3.2.42) or by moving it (17.3.2.24),
/// as `LibreOffice` does with text of other programs.
fn baseline(properties: &Element) -> Option<Baseline> {
    let moved = |by: &str| match by.parse::<i32>() {
        Ok(by) if by > 0 => Baseline::Raised,
        Ok(by) if by < 0 => Baseline::Lowered,
        _ => Baseline::Normal,
    };
    match properties.value("vertAlign") {
        Some("superscript") => Some(Baseline::Raised),
        Some("subscript") => Some(Baseline::Lowered),
        aligned => properties
            .value("position")
            .map(moved)
            .or(aligned.map(|_| Baseline::Normal)),
    }
}
