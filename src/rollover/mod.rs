//! Rollover: next year's document from this one's, as edits of its text.
//!
//! The schema says what each value means, and by that it is moved on: times, the years of names and
//! of running text, figures, money. Nothing else of the text changes, no remark and no blank line.
//! What no rule decides is asked in place, as a remark `#? …` that `check` tells until it is deleted.
//! The rules are told to the user in `docs/ROLLOVER.md`: whoever changes one changes the page.

mod around;
mod calendar;
mod edits;
mod figures;
mod money;
mod prose;
mod terms;
mod tree;
mod years;

use std::ops::Range;

use rust_decimal::Decimal;

use crate::content::Part;
use crate::diagnostics::{Language, Message, say};
use crate::kind::Kind;
use crate::kind::schema::{Format, Rule};
use crate::yaml::{Node, Value};
use edits::Edits;
use figures::Figures;
use prose::{Fate, Mention, Sort, Words};
pub use years::Years;
pub(crate) use years::fours;

/// A document of another period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rolled {
    /// Its stable name; empty if it has none.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// Moves a document on.
///
/// `text` is its text and `document` the tree of it; `value` knows the figures by name
/// (`figures.2026.loans`). The remarks are in the language of the document, so that the same
/// document gives the same bytes whoever calls.
#[must_use]
pub fn roll(
    document: &Node,
    text: &str,
    kind: &Kind,
    years: Years,
    value: &dyn Fn(&str) -> Option<Decimal>,
) -> Rolled {
    let mut roller = Roller {
        text,
        kind,
        words: Words::new(&kind.labels),
        years,
        edits: Edits::default(),
        blocks: Vec::new(),
    };
    let id = roller.id(document);
    let Some(rule) = kind.schema.root().resolve(document) else {
        return Rolled {
            id,
            text: text.to_owned(),
        };
    };
    let figures = Figures {
        years,
        text,
        value,
        plans: rule.keys().any(|key| key == "planned"),
        decimal: kind.labels.get("numbers.decimal").unwrap_or("."),
    };
    figures.roll(document, &mut roller.edits);
    roller.value(document, rule, &Place::default());
    // An alias leads back to its anchor.
    roller.blocks.sort_by_key(|block| block.start);
    let language = Language::parse(kind.labels.lang()).unwrap_or_default();
    let text = roller.edits.apply(text, &roller.blocks, language);
    Rolled { id, text }
}

/// The ids of the parts of a document, each with the bytes of the part; the whole has none, and a part
/// comes before what it holds.
#[must_use]
pub fn parts(document: &Node, text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    tree::named(document, text, &mut found);
    let parts = found
        .into_iter()
        .filter(|(range, _)| range.start != document.span.range().start);
    parts.map(|(range, id)| (range, id.to_owned())).collect()
}

/// Where a value stands.
#[derive(Debug, Default, Clone, Copy)]
struct Place<'a> {
    /// The key of the whole document below which it stands.
    part: &'a str,
    /// Whether the whole of it is written anew for every period.
    of_period: bool,
    /// Where its entry or item begins: a remark about it stands above that line.
    start: usize,
}

struct Roller<'a> {
    text: &'a str,
    kind: &'a Kind,
    words: Words<'a>,
    years: Years,
    edits: Edits,
    /// The values of several lines.
    blocks: Vec<Range<usize>>,
}

impl<'a> Roller<'a> {
    /// Gives the document its new name: the old one with its years moved on, or with the new year.
    fn id(&mut self, document: &Node) -> String {
        let Some(node) = document.get("id") else {
            return String::new();
        };
        let old = node.as_str().unwrap_or_default();
        let mut id = self.renamed(old, true);
        if id == old {
            id = format!("{old}-{}", self.years.next());
        }
        let place = node.span.range();
        self.edits
            .replace(place.clone(), self.text[place].replace(old, &id));
        id
    }

    /// A name with its years moved on; those of parts of a document stay where the periods overlap.
    fn renamed(&self, name: &str, whole: bool) -> String {
        let mut out = name.to_owned();
        for (at, year) in fours(name).collect::<Vec<_>>() {
            if self.years.holds(year) && (whole || !self.years.slides) {
                out.replace_range(at..at + 4, &(year + self.years.by).to_string());
            }
        }
        out
    }

    fn value(&mut self, node: &'a Node, rule: Rule<'_>, place: &Place<'a>) {
        let place = *place;
        match &node.value {
            Value::Null => {}
            Value::Scalar(text) => {
                let range = tree::characters(node, self.text);
                if self.text[range.clone()].contains('\n') {
                    self.blocks.push(range.clone());
                }
                self.scalar(text, rule.format(), range, place);
            }
            Value::List(items) => {
                let of_items = rule.items();
                for (index, item) in items.iter().enumerate() {
                    if let Some(rule) = of_items.and_then(|rule| rule.resolve(item)) {
                        let start = tree::start_of_item(node, index, self.text);
                        self.value(item, rule, &Place { start, ..place });
                    }
                }
            }
            Value::Map(_) => self.mapping(node, rule, place),
        }
    }

    fn mapping(&mut self, node: &'a Node, rule: Rule<'_>, place: Place<'a>) {
        match rule.part() {
            Some(Part::Amounts) => {
                return money::roll(node, self.years, self.text, &mut self.edits);
            }
            Some(Part::Table) => self.table(node, place.start),
            Some(Part::Targets) => {
                if let Some(year) = node.get("year") {
                    self.name(tree::characters(year, self.text));
                }
            }
            _ => {}
        }
        for entry in node.entries() {
            if rule.key_format() == Format::Id {
                self.name(entry.key_span.range());
            }
            let start = entry.key_span.range().start;
            let part = if place.part.is_empty() {
                &entry.key
            } else {
                place.part
            };
            let is_told = matches!(part, "figures" | "planned");
            let rule = rule.property(&entry.key);
            let is_of_period = rule.is_some_and(Rule::is_of_period);
            if is_of_period && !place.of_period {
                let question = say!("was written for the old period: write it anew");
                self.edits.ask(start, question);
            }
            let of_period = place.of_period || is_of_period;
            let rule = rule.and_then(|rule| rule.resolve(&entry.value));
            if let (Some(rule), false) = (rule, is_told) {
                self.value(
                    &entry.value,
                    rule,
                    &Place {
                        part,
                        of_period,
                        start,
                    },
                );
            }
        }
    }

    fn scalar(&mut self, text: &str, format: Format, range: Range<usize>, place: Place<'_>) {
        match format {
            Format::Period => {
                let moved = years::moved(&self.text[range.clone()], self.years.by);
                self.edits.replace(range, moved);
            }
            Format::When | Format::Date => self.term(text, range, place.start),
            Format::Id if place.part == "id" => {}
            Format::Id | Format::Person | Format::Institution | Format::Source | Format::Series => {
                self.name(range);
            }
            Format::Formula => self.formula(range),
            Format::Figure | Format::Cell if text.trim_start().starts_with('=') => {
                self.formula(range);
            }
            Format::Text | Format::Plain => self.prose(range, place.part == "title", place.start),
            Format::Markdown => self.paragraphs(range, place),
            Format::Cell if crate::content::parse_decimal(text).is_none() => {
                self.prose(range, true, place.start);
            }
            Format::File => self.file(text, place.start),
            _ => {}
        }
    }

    fn term(&mut self, text: &str, range: Range<usize>, start: usize) {
        let Some(moved) = terms::term(text.trim(), self.years, &self.kind.labels) else {
            return;
        };
        if let Some(question) = moved.question {
            self.edits.ask(start, question);
        }
        let written = self.text[range.clone()].replace(text.trim(), &moved.text);
        self.edits.replace(range, written);
    }

    fn name(&mut self, range: Range<usize>) {
        let old = &self.text[range.clone()];
        let new = self.renamed(old, false);
        if new != old {
            self.edits.replace(range, new);
        }
    }

    /// Moves the years of the names of a formula on: `figures.2027.loans`, and not the number 2027.
    fn formula(&mut self, range: Range<usize>) {
        let formula = &self.text[range.clone()];
        let moved = self.years.formula(formula);
        if moved != formula {
            self.edits.replace(range, moved);
        }
    }

    /// Moves the years of a paragraph on, and asks where it told of the year before: what happened
    /// in one year did not happen in the next.
    fn paragraphs(&mut self, range: Range<usize>, place: Place<'_>) {
        let before = self.years.before();
        let mentions = self.words.mentions(&self.text[range.clone()]);
        let is_of_before = |mention: &Mention| {
            mention.first == before
                && mention.sort == Sort::Year
                && mention.fate(self.years) == Fate::Moves
        };
        if !place.of_period && mentions.iter().any(is_of_before) {
            let question = say!(
                "told of {was}, and now says {year}: write what is true of {year}",
                was = before,
                year = before + self.years.by
            );
            self.edits.ask(place.start, question);
        }
        self.prose(range, false, place.start);
    }

    fn prose(&mut self, range: Range<usize>, is_title: bool, start: usize) {
        let text = &self.text[range.clone()];
        for mention in self.words.mentions(text) {
            let fate = match mention.fate(self.years) {
                Fate::StaysAsked if is_title && mention.sort == Sort::Number => Fate::Moves,
                fate => fate,
            };
            let at = range.start + mention.range.start..range.start + mention.range.end;
            if mention.sort == Sort::Formula {
                self.formula_in_text(&mention, at, text);
                continue;
            }
            if matches!(fate, Fate::Moves | Fate::MovesDay) {
                self.edits.replace(at, mention.moved(text, self.years.by));
            }
            if let Some(question) = question(&mention, fate, text, self.years.by) {
                self.edits.ask(start, question);
            }
        }
    }

    /// Of a formula in a text only names move on.
    fn formula_in_text(&mut self, mention: &Mention, at: Range<usize>, text: &str) {
        let before = &text[..mention.range.start];
        let is_name = before.ends_with(|c: char| c.is_ascii_lowercase() || matches!(c, '.' | '-'));
        if is_name && mention.fate(self.years) == Fate::Moves {
            self.edits.replace(at, mention.moved(text, self.years.by));
        }
    }

    /// A file that carries a year is of that year; nobody knows whether there is another.
    fn file(&mut self, name: &str, at: usize) {
        let mut years = fours(name).map(|(_, year)| year);
        if let Some(year) = years.find(|year| self.years.holds(*year)) {
            let question = say!(
                "the file is of {was}: name that of {year}",
                was = year,
                year = year + self.years.by
            );
            self.edits.ask(at, question);
        }
    }

    /// The numbers of a table are of the old period.
    fn table(&mut self, table: &Node, start: usize) {
        let mut numbers = false;
        if let Some(rows) = table.get("rows") {
            tree::each_scalar(rows, &mut |cell| {
                let text = cell.as_str().unwrap_or_default();
                numbers |= crate::content::parse_decimal(text).is_some();
            });
        }
        if numbers {
            self.edits.ask(
                start,
                say!("the numbers of the table are of the old period: write the new ones"),
            );
        }
    }
}

/// What is asked of a year in a text.
fn question(mention: &Mention, fate: Fate, text: &str, by: i32) -> Option<Message> {
    let words = around(text, &mention.range);
    match fate {
        Fate::MovesDay => {
            let was = mention.first;
            let new = was + by;
            Some(say!(
                "days of {was} were moved to {new}: check `{words}`",
                was,
                new,
                words
            ))
        }
        Fate::StaysAsked => Some(say!("left as it is: `{words}`", words)),
        Fate::Moves | Fate::Stays => None,
    }
}

/// A few words around a place, on one line.
fn around(text: &str, range: &Range<usize>) -> String {
    let before: Vec<&str> = text[..range.start].split_whitespace().collect();
    let after: Vec<&str> = text[range.end..].split_whitespace().collect();
    let touching = |text: &str| !text.is_empty() && !text.starts_with(char::is_whitespace);
    let start = before[before.len().saturating_sub(2)..].join(" ");
    let end = after[..after.len().min(4)].join(" ");
    let first_gap =
        if start.is_empty() || text[..range.start].ends_with(|c: char| !c.is_whitespace()) {
            ""
        } else {
            " "
        };
    let last_gap = if end.is_empty() || touching(&text[range.end..]) {
        ""
    } else {
        " "
    };
    let words = format!("{start}{first_gap}{}{last_gap}{end}", &text[range.clone()]);
    let words = words.trim_start_matches(['|', '>', '-', ' ']);
    words.trim_matches(['"', '\'']).to_owned()
}
