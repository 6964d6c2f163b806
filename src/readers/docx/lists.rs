//! The numbers of paragraphs, which stand nowhere in the text of a DOCX: Word counts them by
//! `numbering.xml` (ECMA-376 Part 1, 17.9) and the styles.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::styles::OfParagraph;
use super::symbols;
use super::xml::Element;

/// The levels of a list: more there are not.
const LEVELS: usize = 9;

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    font: String,
    /// The level after which it begins anew, from 1; 0 if it never does.
    restarts_after: Option<usize>,
    /// Whether the numbers of all levels are in digits.
    in_digits: bool,
    /// The style whose paragraphs are on this level.
    style: String,
}

#[derive(Debug, Clone, Default)]
struct List {
    definition: String,
    /// The levels that begin anew, or are others.
    starts: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
}

/// Counts the paragraphs of a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Lists {
    definitions: HashMap<String, BTreeMap<usize, Level>>,
    named: HashMap<String, List>,
    /// The numbers that were given last, by the definition: lists of one definition go on.
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    /// The lists that were begun.
    begun: BTreeSet<String>,
}

impl Lists {
    /// Reads the part of numbering.
    pub(super) fn read(part: &Element) -> Self {
        let mut lists = Self::default();
        let Some(root) = part.child("numbering") else {
            return lists;
        };
        // A definition may be that of a style of lists, which another definition is.
        let (mut linked, mut of_style) = (Vec::new(), HashMap::new());
        for element in root.children() {
            match element.name.as_str() {
                "abstractNum" => {
                    let id = element.told("abstractNumId").to_owned();
                    if let Some(style) = element.value("numStyleLink") {
                        linked.push((id.clone(), style.to_owned()));
                    }
                    if let Some(style) = element.value("styleLink") {
                        of_style.insert(style.to_owned(), id.clone());
                    }
                    lists.definitions.insert(id, levels(element));
                }
                "num" => {
                    let id = element.told("numId").to_owned();
                    lists.named.insert(id, List::read(element));
                }
                _ => {}
            }
        }
        for (id, style) in linked {
            let levels = of_style
                .get(&style)
                .and_then(|id| lists.definitions.get(id));
            if let Some(levels) = levels.cloned() {
                lists.definitions.insert(id, levels);
            }
        }
        lists
    }

    /// The number of the next paragraph and its level, from 0; none if it is in no list.
    pub(super) fn label(&mut self, paragraph: &OfParagraph) -> Option<(String, u8)> {
        let id = paragraph.place.list.as_ref()?;
        let list = self.named.get(id)?;
        let levels = self.definitions.get(&list.definition)?;
        let of = |level: usize| list.levels.get(&level).or_else(|| levels.get(&level));
        let level = self.level(paragraph, list)?;
        let this = of(level)?;
        let begins = |level: usize| of(level).map_or(1, |level| level.start);
        let counts = self.counts.entry(list.definition.clone()).or_default();
        if self.begun.insert(id.clone()) {
            for (level, start) in &list.starts {
                if let Some(count) = counts.get_mut(*level) {
                    *count = start.checked_sub(1);
                }
            }
        }
        // A list that starts at 0 has no number before its first.
        let next = |old: u32| old.saturating_add(1);
        counts[level] = Some(counts[level].map_or_else(|| begins(level), next));
        for (deeper, count) in counts.iter_mut().enumerate().skip(level + 1) {
            let after = of(deeper).and_then(|level| level.restarts_after);
            if after.is_none_or(|after| level < after) {
                *count = None;
            }
        }
        let label = match this.format.as_str() {
            "none" => without_places(&this.text),
            "bullet" => bullet(this),
            _ => this.label(level, counts, of),
        };
        u8::try_from(level).ok().map(|level| (label, level))
    }

    fn level(&self, paragraph: &OfParagraph, list: &List) -> Option<usize> {
        let by_style = || {
            let style = paragraph.listed_by.as_ref()?;
            let levels = self.definitions.get(&list.definition)?;
            let mut levels = list.levels.iter().chain(levels);
            let found = levels.find(|(_, level)| level.style == *style);
            found.map(|(level, _)| *level)
        };
        let level = paragraph.place.level.or_else(by_style).unwrap_or(0);
        (level < LEVELS).then_some(level)
    }
}

impl List {
    fn read(element: &Element) -> Self {
        let mut list = Self {
            definition: element
                .value("abstractNumId")
                .unwrap_or_default()
                .to_owned(),
            ..Self::default()
        };
        let overrides = element
            .children()
            .filter(|one| one.name.as_str() == "lvlOverride");
        for other in overrides {
            let level = other.told("ilvl").parse().unwrap_or(0);
            if let Some(start) = other.number("startOverride") {
                list.starts.insert(level, start);
            }
            list.levels.extend(levels(other));
        }
        list
    }
}

fn levels(element: &Element) -> BTreeMap<usize, Level> {
    let levels = element
        .children()
        .filter(|child| child.name.as_str() == "lvl");
    levels
        .map(|level| (level.told("ilvl").parse().unwrap_or(0), Level::read(level)))
        .collect()
}

impl Level {
    fn read(element: &Element) -> Self {
        let text = |name| element.value(name).unwrap_or_default().to_owned();
        let fonts = element.child("rPr").and_then(|look| look.child("rFonts"));
        Self {
            start: element.number("start").unwrap_or(0),
            format: text("numFmt"),
            text: text("lvlText"),
            font: fonts.map_or("", |fonts| fonts.told("ascii")).to_owned(),
            restarts_after: element.number("lvlRestart"),
            in_digits: element.switch("isLgl") == Some(true),
            style: text("pStyle"),
        }
    }

    /// The label with the numbers of its level and those above.
    fn label<'a>(
        &self,
        level: usize,
        counts: &[Option<u32>; LEVELS],
        of: impl Fn(usize) -> Option<&'a Self>,
    ) -> String {
        let (mut label, mut signs) = (String::new(), self.text.chars().peekable());
        while let Some(sign) = signs.next() {
            let place = signs.peek().and_then(|next| next.to_digit(10));
            let place = place.filter(|place| sign == '%' && *place > 0);
            let Some(place) = place else {
                label.push(sign);
                continue;
            };
            signs.next();
            let place = place as usize - 1;
            if place > level {
                continue;
            }
            let told = of(place);
            let count = counts[place].unwrap_or_else(|| told.map_or(1, |level| level.start));
            let format = told.map_or("", |level| &level.format);
            label.push_str(&counted(
                count,
                if self.in_digits { "decimal" } else { format },
            ));
        }
        label
    }
}

/// A label whose numbers are not shown.
fn without_places(text: &str) -> String {
    let (mut label, mut signs) = (String::new(), text.chars().peekable());
    while let Some(sign) = signs.next() {
        if sign == '%' && signs.next_if(char::is_ascii_digit).is_some() {
            continue;
        }
        label.push(sign);
    }
    label
}

/// The sign before an item, whatever font it is drawn in.
fn bullet(level: &Level) -> String {
    let sign = |sign: char| {
        if symbols::is_private(sign) || symbols::is_pictorial(&level.font) {
            symbols::of_font(&level.font, sign.into()).unwrap_or('•')
        } else {
            sign
        }
    };
    match level.text.trim() {
        "" => "•".to_owned(),
        // Word draws the middle bullet with the letter of a typewriter.
        "o" => "◦".to_owned(),
        text => text.chars().map(sign).collect(),
    }
}

/// A number as a list writes it (17.18.59); what is rare is written in digits.
pub(super) fn counted(number: u32, format: &str) -> String {
    match format {
        "none" | "bullet" => String::new(),
        "decimalZero" if number < 10 => format!("0{number}"),
        "lowerLetter" => letters(number).to_lowercase(),
        "upperLetter" => letters(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        _ => number.to_string(),
    }
}

/// `A` to `Z`, then `AA`, `BB`, as Word counts.
fn letters(number: u32) -> String {
    let Some(index) = number.checked_sub(1).filter(|index| *index < 780) else {
        return number.to_string();
    };
    let letter = char::from(b'A' + u8::try_from(index % 26).unwrap_or(0));
    std::iter::repeat_n(letter, index as usize / 26 + 1).collect()
}

fn roman(number: u32) -> String {
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let signs = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let (mut left, mut roman) = (number, String::new());
    for (value, sign) in signs {
        while left >= value {
            roman.push_str(sign);
            left -= value;
        }
    }
    roman
}
