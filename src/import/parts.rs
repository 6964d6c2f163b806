//! Sections of text, lists, tables and pictures, as every kind may hold them.

use crate::diagnostics::say;

use super::draft::{Draft, Entries};
use super::notes::{Place, Sort};
use super::outline::{Grid, Part};
use super::rows::numbered;
use super::table::{has_formula, statistics};
use super::text::{Text, markdown};
use super::words::{GOAL, OBJECTIVE, after};
use super::yaml::{Node, Value};

/// A section: its heading and what stands below it.
#[derive(Debug, Default)]
pub(super) struct Section {
    /// The heading; none for what stands before the first.
    pub heading: Option<Text>,
    /// What it holds.
    pub parts: Vec<Part>,
}

/// Divides parts at the headings of the highest level.
#[must_use]
pub(super) fn sections(parts: Vec<Part>) -> Vec<Section> {
    let levels = Levels::of(&parts);
    let mut sections = vec![Section::default()];
    let mut before = String::new();
    for part in parts {
        // What a colon announces is no heading, however bold it is.
        let announced = !levels.styled && before.ends_with(':');
        before = match &part {
            Part::Text(text) => text.plain(),
            _ => String::new(),
        };
        match part {
            Part::Text(text) if !announced && levels.level(&text) == Some(levels.top) => sections
                .push(Section {
                    heading: Some(text),
                    parts: Vec::new(),
                }),
            part => {
                if let Some(last) = sections.last_mut() {
                    last.parts.push(part);
                }
            }
        }
    }
    sections.retain(|section| section.heading.is_some() || !section.parts.is_empty());
    sections
}

/// How a document marks its headings.
struct Levels {
    /// Whether by styles; else capitals and bold letters count.
    styled: bool,
    /// The highest level that it has.
    top: u8,
}

impl Levels {
    fn of(parts: &[Part]) -> Self {
        let texts = || {
            parts.iter().filter_map(|part| match part {
                Part::Text(text) => Some(text),
                _ => None,
            })
        };
        let styled = texts().any(|text| text.heading.is_some());
        let levels = Self { styled, top: 1 };
        let top = texts().filter_map(|text| levels.level(text)).min();
        Self {
            styled,
            top: top.unwrap_or(1),
        }
    }

    fn level(&self, text: &Text) -> Option<u8> {
        if self.styled {
            return text.heading;
        }
        let plain = text.plain();
        let is_short = plain.chars().count() <= 150 && !plain.ends_with([':', ';', ',']);
        let leads = [GOAL, OBJECTIVE]
            .iter()
            .any(|leads| after(&numbered(text).1.plain(), leads).is_some());
        let may = is_short && !leads && text.depth.is_none() && !text.is_caption;
        match (may, text.is_capitals(), text.is_strong()) {
            (true, true, _) => Some(1),
            (true, false, true) => Some(2),
            _ => None,
        }
    }
}

impl Draft<'_> {
    /// The parts of a section: texts, tables, pictures in order.
    pub(super) fn parts(&mut self, parts: &[Part]) -> Vec<Node> {
        let levels = Levels::of(parts);
        let mut out = Vec::new();
        let mut texts: Vec<Text> = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let next = parts.get(index + 1);
            match part {
                Part::Text(text)
                    if levels.level(text).is_some()
                        && (levels.styled || !matches!(next, Some(Part::Table(_)))) =>
                {
                    flush(&mut texts, &mut out);
                    let heading = self.heading(text);
                    out.push(part_of("heading", heading));
                }
                Part::Text(text) => texts.push(text.clone()),
                Part::Table(grid) => {
                    let caption = caption(&mut texts);
                    flush(&mut texts, &mut out);
                    self.table(grid, caption, &mut texts, &mut out);
                }
                Part::Picture(picture) => {
                    flush(&mut texts, &mut out);
                    let picture = self.picture(picture, None);
                    out.extend(picture.map(|node| part_of("picture", node)));
                }
            }
        }
        flush(&mut texts, &mut out);
        out
    }

    /// A table; one that has no rows below its head is said as text.
    fn table(
        &mut self,
        grid: &Grid,
        caption: Option<Text>,
        texts: &mut Vec<Text>,
        out: &mut Vec<Node>,
    ) {
        let id = self.table_id();
        let line = caption.as_ref().map(|text| self.caption(text));
        match statistics(grid, &id, line.as_deref(), &mut self.notes) {
            Some(node) => {
                if has_formula(&node) {
                    let why =
                        say!("a stated sum is kept as it was written, even if it is not right");
                    self.eased.insert("wrong-total", why);
                }
                out.push(part_of("table", node));
            }
            None => {
                texts.extend(caption);
                texts.extend(self.rows_as_text(grid));
            }
        }
    }

    /// The caption without the number of the table, which is counted anew.
    fn caption(&mut self, text: &Text) -> String {
        let plain = text.plain();
        let number = plain.split_once(' ').filter(|(number, rest)| {
            number
                .trim_end_matches('.')
                .bytes()
                .all(|b| b.is_ascii_digit())
                && rest.to_lowercase().starts_with("lentelė")
        });
        let Some((number, rest)) = number else {
            return text.line();
        };
        let rest = rest["lentelė".len()..].trim_start_matches(['.', ' ', ':']);
        let left = format!("{number} lentelė");
        self.notes
            .push(Sort::Recounted, Place::Paragraph(text.number), left);
        text.ending(rest).line()
    }

    /// The rows of a table as paragraphs, where a kind has no place for a table.
    pub(super) fn rows_as_text(&mut self, grid: &Grid) -> Vec<Text> {
        let place = Place::Cell {
            table: grid.number,
            row: 1,
            column: None,
        };
        if grid.rows.iter().all(|row| row.said().next().is_none()) {
            let message = say!("a table that says nothing was left out");
            self.notes.say(Sort::Told, place, "", message);
            return Vec::new();
        }
        let message = say!("a table, now a paragraph for each row");
        self.notes.say(Sort::Kept, place, "", message);
        let rows = grid.rows.iter().map(|row| {
            let cells: Vec<String> = row.said().map(super::outline::GridCell::plain).collect();
            Text::plainly(&cells.join("; "))
        });
        rows.filter(|text| !text.plain().is_empty()).collect()
    }

    /// Parts as paragraphs, where a kind has no place for tables and pictures.
    pub(super) fn as_texts(&mut self, parts: &[Part]) -> Vec<Text> {
        let mut texts = Vec::new();
        for part in parts {
            match part {
                Part::Text(text) => texts.push(text.clone()),
                Part::Table(grid) => texts.extend(self.rows_as_text(grid)),
                Part::Picture(picture) => {
                    self.picture(picture, None);
                    let message = say!(
                        "the kind has no place for pictures; it is written beside the document"
                    );
                    self.notes.say(
                        Sort::Told,
                        Place::Picture(picture.name.clone()),
                        &picture.alt,
                        message,
                    );
                }
            }
        }
        texts
    }
}

/// Says the texts that were gathered as one part.
fn flush(texts: &mut Vec<Text>, out: &mut Vec<Node>) {
    if !texts.is_empty() {
        out.push(part_of("text", Value::Blocks(markdown(texts)).into()));
        texts.clear();
    }
}

/// A part with one key.
fn part_of(key: &str, node: Node) -> Node {
    let entries: Entries = vec![(key.to_owned(), node)];
    Value::Map(entries).into()
}

/// The caption that the last of the texts before a table is, taken from them.
fn caption(texts: &mut Vec<Text>) -> Option<Text> {
    let last = texts.last()?;
    let plain = last.plain();
    let is_short =
        plain.chars().count() < 150 && !plain.ends_with([':', ';', '.']) && last.depth.is_none();
    let numbered = plain
        .to_lowercase()
        .split(' ')
        .nth(1)
        .is_some_and(|word| word.starts_with("lentelė"));
    let is_one = last.is_caption || numbered || is_short && (last.is_strong() || last.centred);
    is_one.then(|| texts.pop())?
}
