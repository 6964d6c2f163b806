//! Content: the document as its schema understands it.
//!
//! [`read`] checks a YAML tree against the schema of its kind and gives every scalar its
//! meaning: a term, a reference, Markdown. All faults are told, each once; a value that is
//! faulty is told and then left out, so that one mistake gives one message. A tree with faults
//! is of use only for telling more of them.

mod check;
pub mod inline;
mod levels;
pub mod markdown;
mod notes;
mod pairs;
mod prose;
mod rules;
pub mod undecided;
pub mod when;

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::diagnostics::{Code, Diagnostic, Message, Sink, did_you_mean, say};
use crate::kind::Kind;
use crate::kind::labels::Labels;
pub use crate::kind::schema::Part;
use crate::kind::schema::{Format, Rule};
use crate::source::{Sources, Span};
use crate::yaml::{self, Node};
use markdown::Fault;
use when::{Moment, NoTime, Term, When};

/// A document that was checked.
#[derive(Debug, Clone)]
pub struct Content {
    /// The whole tree.
    pub root: Value,
    /// The stable name of the document.
    pub id: String,
    /// The time that the document is about.
    pub period: Option<Term>,
}

/// A value with its meaning and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// What it means.
    pub data: Data,
    /// Where it stands.
    pub span: Span,
}

/// What a value means.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// One line of Markdown.
    Text(String),
    /// Paragraphs and lists of Markdown.
    Markdown(String),
    /// Words that are printed as they stand.
    Plain(String),
    /// A word that the kind knows: an id, a language, one of several.
    Word(String),
    /// A key of `people`.
    Person(String),
    /// A key of `institutions`.
    Institution(String),
    /// A key of `sources`.
    Source(String),
    /// A key of `figures`.
    Series(String),
    /// Yes or no.
    Boolean(bool),
    /// A term.
    When(When),
    /// The time that a document is about.
    Period(Term),
    /// A day.
    Date(Moment),
    /// An exact number.
    Decimal(Decimal),
    /// A formula over figures, without its `=`.
    Formula(String),
    /// What stands in a cell of a statistics table, as it was written.
    Cell(String),
    /// The path of a file beside the document.
    File(String),
    /// Nothing, where the schema gives that a meaning: an empty cell.
    Nothing,
    /// Items in order.
    List(Vec<Item>),
    /// Entries in the order of the file.
    Map(Vec<Entry>),
    /// Entries that are more than that to the program, such as a statistics table.
    Part(Part, Vec<Entry>),
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The number of the item, if the schema asks for numbers.
    pub number: Option<Number>,
    /// The item.
    pub value: Value,
}

/// The number of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// The key of the highest list that is numbered, such as `goals`.
    pub series: Arc<str>,
    /// As it is printed: `1.`, `1.1.`
    pub text: String,
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Value,
}

impl Number {
    /// The number of the item at an index (from 0) of the list at a path, below that of the item
    /// that holds the list.
    fn below(above: Option<&Self>, index: usize, path: &str) -> Self {
        let key = path.rsplit('.').next().unwrap_or(path);
        let above_text = above.map_or("", |above| above.text.as_str());
        Self {
            series: above.map_or_else(|| key.into(), |above| above.series.clone()),
            text: format!("{above_text}{}.", index + 1),
        }
    }
}

impl Value {
    /// The value of a key, if this is a mapping that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries()
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.value)
    }

    /// The entries, if this is a mapping; else none.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.data {
            Data::Map(entries) | Data::Part(_, entries) => entries,
            _ => &[],
        }
    }

    /// The items, if this is a list; else none.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        match &self.data {
            Data::List(items) => items,
            _ => &[],
        }
    }

    /// The characters, if this is text of some sort.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text)
            | Data::Markdown(text)
            | Data::Plain(text)
            | Data::Word(text)
            | Data::Person(text)
            | Data::Institution(text)
            | Data::Source(text)
            | Data::Series(text)
            | Data::Formula(text)
            | Data::Cell(text)
            | Data::File(text) => Some(text),
            _ => None,
        }
    }

    /// The exact number, if this is one.
    #[must_use]
    pub fn as_decimal(&self) -> Option<Decimal> {
        match self.data {
            Data::Decimal(number) => Some(number),
            _ => None,
        }
    }

    /// Whether this is `true`; `other` if it is no truth value.
    #[must_use]
    pub fn is_true(&self, other: bool) -> bool {
        match self.data {
            Data::Boolean(yes) => yes,
            _ => other,
        }
    }

    /// Every part of this sort in this value, in the order of the file, each with its path from
    /// here, such as `sections[1].parts[0].table`.
    #[must_use]
    pub fn parts(&self, part: Part) -> Vec<(String, &Self)> {
        let mut found = Vec::new();
        self.gather(part, &mut String::new(), &mut found);
        found
    }

    fn gather<'a>(&'a self, part: Part, path: &mut String, found: &mut Vec<(String, &'a Self)>) {
        if matches!(self.data, Data::Part(own, _) if own == part) {
            found.push((path.clone(), self));
        }
        let here = path.len();
        for (index, item) in self.items().iter().enumerate() {
            // Writing to memory cannot fail.
            let _ = write!(path, "[{index}]");
            item.value.gather(part, path, found);
            path.truncate(here);
        }
        for entry in self.entries() {
            let dot = if here == 0 { "" } else { "." };
            path.extend([dot, &entry.key]);
            entry.value.gather(part, path, found);
            path.truncate(here);
        }
    }
}

/// Checks a document against its kind; `None` if not even its shape can be told.
///
/// Faults go into the sink, which knows from here on how much each check weighs; what is returned
/// has only the parts without fault.
pub fn read(document: &Node, kind: &Kind, sources: &Sources, sink: &mut Sink) -> Option<Content> {
    let levels = levels::read(document, kind, sink);
    sink.set_levels(levels);
    check::check(document, &kind.schema, sink);
    let rule = kind.schema.root().resolve(document)?;
    let mut reader = Reader {
        labels: &kind.labels,
        sources,
        sink,
    };
    let root = reader.value(document, rule, None, "")?;
    let period = root.get("period").and_then(|value| match value.data {
        Data::Period(term) => Some(term),
        _ => None,
    });
    let id = root
        .get("id")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let content = Content { root, id, period };
    rules::check(&content, document, sink);
    prose::check(&content, &kind.labels, sources, sink);
    undecided::check(&content, document, sources, sink);
    Some(content)
}

/// The first character of a text that no format can carry, and that nobody sees in an editor.
#[must_use]
pub fn control_character(text: &str) -> Option<char> {
    text.chars().find(|c| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(
                c,
                '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}' | '\u{feff}'
            )
    })
}

struct Reader<'a> {
    labels: &'a Labels,
    sources: &'a Sources,
    sink: &'a mut Sink,
}

impl Reader<'_> {
    /// Gives a value its meaning; `None` if it has a fault, which is told here or by the schema.
    fn value(
        &mut self,
        node: &Node,
        rule: Rule<'_>,
        number: Option<&Number>,
        path: &str,
    ) -> Option<Value> {
        if !rule.allows(node) {
            return None;
        }
        let data = match &node.value {
            yaml::Value::Null if rule.allows_nothing() => Data::Nothing,
            yaml::Value::Null => return None,
            yaml::Value::Scalar(text) => self.scalar(text, rule.format(), node.span, path)?,
            yaml::Value::List(items) => Data::List(self.items(items, rule, number, path)),
            yaml::Value::Map(entries) => {
                let entries = self.entries(entries, rule, number, path);
                match rule.part() {
                    Some(part) => Data::Part(part, entries),
                    None => Data::Map(entries),
                }
            }
        };
        Some(Value {
            data,
            span: node.span,
        })
    }

    fn items(
        &mut self,
        nodes: &[Node],
        rule: Rule<'_>,
        number: Option<&Number>,
        path: &str,
    ) -> Vec<Item> {
        let mut items = Vec::with_capacity(nodes.len());
        let Some(of_items) = rule.items() else {
            return items;
        };
        for (index, node) in nodes.iter().enumerate() {
            let own = rule.numbered().then(|| Number::below(number, index, path));
            let inner = own.as_ref().or(number);
            let rule = of_items.resolve(node);
            let value =
                rule.and_then(|rule| self.value(node, rule, inner, &format!("{path}[{index}]")));
            items.extend(value.map(|value| Item {
                number: own.clone(),
                value,
            }));
        }
        items
    }

    fn entries(
        &mut self,
        nodes: &[yaml::Entry],
        rule: Rule<'_>,
        number: Option<&Number>,
        path: &str,
    ) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::with_capacity(nodes.len());
        for yaml::Entry {
            key,
            key_span,
            value: node,
        } in nodes
        {
            let twice = entries.iter().any(|entry| entry.key == *key);
            let rule = rule.property(key).and_then(|rule| rule.resolve(node));
            let dot = if path.is_empty() { "" } else { "." };
            if let (false, Some(rule)) = (twice, rule) {
                let value = self.value(node, rule, number, &format!("{path}{dot}{key}"));
                entries.extend(value.map(|value| Entry {
                    key: key.clone(),
                    key_span: *key_span,
                    value,
                }));
            }
        }
        entries
    }

    fn scalar(&mut self, text: &str, format: Format, span: Span, path: &str) -> Option<Data> {
        let text = text.to_owned();
        self.no_control_characters(&text, span, path)?;
        match format {
            // Nothing is told by the schema.
            Format::When | Format::Period | Format::Date | Format::Decimal | Format::Figure
                if text.trim().is_empty() =>
            {
                None
            }
            Format::Text => {
                self.markdown(&text, markdown::faults_of_line(&text), span, path);
                Some(Data::Text(text))
            }
            Format::Markdown => {
                self.markdown(&text, markdown::faults(&text), span, path);
                Some(Data::Markdown(text))
            }
            Format::Plain => Some(Data::Plain(text)),
            Format::Word | Format::Id | Format::Language => Some(Data::Word(text)),
            Format::Person => Some(Data::Person(text)),
            Format::Institution => Some(Data::Institution(text)),
            Format::Source => Some(Data::Source(text)),
            Format::Series => Some(Data::Series(text)),
            Format::Boolean => text.parse().ok().map(Data::Boolean),
            Format::When => self.when(&text, span, path).map(Data::When),
            Format::Period => self.term(&text, span, path).map(Data::Period),
            Format::Date => self.date(&text, span, path).map(Data::Date),
            Format::Decimal => self.decimal(&text, span, path).map(Data::Decimal),
            // What is no number is told by the schema.
            Format::Integer => parse_decimal(&text).map(Data::Decimal),
            Format::Figure => match text.trim_start().strip_prefix('=') {
                Some(formula) => Some(Data::Formula(formula.trim().to_owned())),
                None => self.decimal(&text, span, path).map(Data::Decimal),
            },
            Format::Formula => {
                let formula = text.trim().trim_start_matches('=').trim();
                Some(Data::Formula(formula.to_owned()))
            }
            Format::Cell => {
                self.markdown(&text, markdown::faults_of_line(&text), span, path);
                Some(Data::Cell(text))
            }
            Format::File => Some(Data::File(text)),
        }
    }

    /// Characters that no format can carry, and that nobody sees in an editor.
    fn no_control_characters(&mut self, text: &str, span: Span, path: &str) -> Option<()> {
        let Some(bad) = control_character(text) else {
            return Some(());
        };
        let message = say!(
            "the text holds the control character U+{number}",
            number = format!("{:04X}", u32::from(bad))
        );
        let diagnostic = Diagnostic::error(Code::InvalidValue, span, message).path(path);
        self.sink.push(diagnostic.hint(say!(
            "remove it; it often comes along when text is copied from a PDF"
        )));
        None
    }

    /// Tells Markdown that a document has no place for, at its words if they stand so in the file.
    fn markdown(&mut self, text: &str, faults: Vec<Fault>, span: Span, path: &str) {
        for fault in faults {
            let place = fault.range.and_then(|range| self.place(text, range, span));
            let place = place.unwrap_or(span);
            let diagnostic = Diagnostic::error(Code::UnsupportedMarkdown, place, fault.message);
            self.sink.push(diagnostic.path(path).hint(fault.hint));
        }
    }

    /// Where a part of a text stands in the file, if it stands there in the same words.
    fn place(&self, text: &str, part: Range<usize>, span: Span) -> Option<Span> {
        let words = text.get(part.clone())?;
        let earlier = text[..part.start].matches(words).count();
        let mut from = 0;
        for _ in 0..earlier {
            let found = self.sources.find(words, span, from)?;
            from = found.range().end - span.range().start;
        }
        self.sources.find(words, span, from)
    }

    fn when(&mut self, text: &str, span: Span, path: &str) -> Option<When> {
        let labels = self.labels;
        let words = labels.entries("terms");
        match When::parse(text, |word| words.iter().any(|entry| entry.key == word)) {
            Ok(when) => Some(when),
            Err(why) => {
                // The author may have written the words that are printed.
                let is_printed = |node: &Node| node.as_str() == Some(text);
                let printed = words.iter().find(|entry| {
                    is_printed(&entry.value)
                        || entry
                            .value
                            .entries()
                            .iter()
                            .any(|form| is_printed(&form.value))
                });
                let near = printed.map(|entry| entry.key.as_str());
                // A deadline may have been written as it is printed: „iki 2027-12-15“.
                let printed = labels.get("dates.until").and_then(|form| {
                    let (before, _) = form.split_once("{term}")?;
                    text.strip_prefix(before)
                });
                if let Some(term) = printed.filter(|term| Moment::parse(term).is_ok()) {
                    let hint = say!("did you mean `until {term}`?", term);
                    self.not_a_date(text, why, span, path, hint);
                    return None;
                }
                let near = near
                    .or_else(|| did_you_mean(text, words.iter().map(|entry| entry.key.as_str())));
                let hint = say!(
                    "write a day `2027-09-19`, a month `2027-09`, a quarter `2027-Q3`, \
                            a range `2027-03..2027-12`, a word such as `continuous`, \
                            or free words as `{{ text: … }}`"
                );
                let hint = near.map_or(hint, |near| say!("did you mean `{near}`?", near));
                self.not_a_date(text, why, span, path, hint);
                None
            }
        }
    }

    fn term(&mut self, text: &str, span: Span, path: &str) -> Option<Term> {
        let term = Term::parse(text.trim());
        let hint = say!(
            "write a year `2027`, or the first and the last: months `2026-09..2027-08`, \
                    years `2027..2029`"
        );
        term.map_err(|why| self.not_a_date(text, why, span, path, hint))
            .ok()
    }

    fn date(&mut self, text: &str, span: Span, path: &str) -> Option<Moment> {
        let moment = Moment::parse(text.trim()).and_then(|moment| match moment {
            Moment::Day(_) => Ok(moment),
            _ => Err(NoTime::NotADay),
        });
        let hint = say!("write year, month and day, as in `2027-09-19`");
        moment
            .map_err(|why| self.not_a_date(text, why, span, path, hint))
            .ok()
    }

    /// Tells why a text is no time; `hint` says how times are written.
    fn not_a_date(&mut self, text: &str, why: NoTime, span: Span, path: &str, hint: Message) {
        let hint = match when::respelt(text) {
            Some(moment) => Some(say!("did you mean `{moment}`?", moment)),
            None => why.is_of_writing().then_some(hint),
        };
        let diagnostic = Diagnostic::error(Code::InvalidDate, span, why.message(text));
        self.sink.push(diagnostic.path(path).maybe_hint(hint));
    }

    fn decimal(&mut self, text: &str, span: Span, path: &str) -> Option<Decimal> {
        if let Some((message, hint)) = sign_of_groups(text, self.labels) {
            let diagnostic = Diagnostic::error(Code::WrongType, span, message).path(path);
            self.sink.push(diagnostic.hint(hint));
            return None;
        }
        let number = parse_decimal(text);
        if number.is_none() {
            let message = say!("`{text}` is not a number", text);
            let diagnostic = Diagnostic::error(Code::WrongType, span, message).path(path);
            self.sink.push(diagnostic.hint(say!(
                "write digits, for example `25006`, `12,5` or `1200.00`"
            )));
        }
        number
    }
}

/// Reads an exact number: `25006`, `12.5`, `12,5`, `1 200,00` with spaces between groups of three.
///
/// At most 24 digits, so that sums stay exact.
#[must_use]
pub fn parse_decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let (whole, decimals) = digits.split_once([',', '.']).unwrap_or((digits, "0"));
    let mut groups = whole.split([' ', '\u{a0}', '\u{202f}']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let numeric = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let grouped = rest.is_empty() || first.len() <= 3;
    if !numeric(first)
        || !grouped
        || !numeric(decimals)
        // `0412` is the number of something, not how many there are.
        || (first.len() > 1 && first.starts_with('0'))
        || !rest.iter().all(|group| group.len() == 3 && numeric(group))
    {
        return None;
    }
    let digits = format!("{first}{}", rest.concat());
    let decimals = digits_after_point(text).map_or("", |_| decimals);
    if digits.len() + decimals.len() > 24 {
        return None;
    }
    let point = if decimals.is_empty() { "" } else { "." };
    format!("{sign}{digits}{point}{decimals}").parse().ok()
}

/// What to say of `1,250` in a language that has the comma between groups of three, or of `1.250`
/// in one that has the comma before decimals, and a hint: both signs are those of decimals here, and
/// the number would be another one.
pub(crate) fn sign_of_groups(text: &str, labels: &Labels) -> Option<(Message, Message)> {
    let sign = if labels.get("numbers.group") == Some(",") {
        ','
    } else if labels.get("numbers.decimal") == Some(",") {
        '.'
    } else {
        return None;
    };
    let trimmed = text.trim();
    let mut groups = trimmed.trim_start_matches(['-', '\u{2212}']).split(sign);
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = matches!(first.len(), 1..=3) && digits(first) && first != "0";
    let grouped = grouped && !rest.is_empty();
    let grouped = grouped && rest.iter().all(|group| group.len() == 3 && digits(group));
    grouped.then(|| {
        let together = trimmed.replace(sign, "");
        if sign == ',' {
            let message = say!(
                "`{text}` may be read in two ways: its comma could stand for decimals",
                text
            );
            let hint = say!(
                "write `{together}`; a fraction has a point, as in `12.5`",
                together
            );
            (message, hint)
        } else {
            let message = say!(
                "`{text}` may be read in two ways: its point could stand for decimals",
                text
            );
            let hint = say!(
                "write `{together}`; a fraction has a comma, as in `\"12,5\"`",
                together
            );
            (message, hint)
        }
    })
}

fn digits_after_point(text: &str) -> Option<usize> {
    text.find([',', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_and_keep_their_decimals() {
        let read = |text| parse_decimal(text).map(|number| number.to_string());
        assert_eq!(read("25006").as_deref(), Some("25006"));
        assert_eq!(read("12,50").as_deref(), Some("12.50"));
        assert_eq!(read("-1 200.00").as_deref(), Some("-1200.00"));
        assert_eq!(read("174\u{a0}214").as_deref(), Some("174214"));
        for wrong in [
            "", "0412", "16 0421", "12,", ",5", "1.200,00", "tūkst.", "1e5", "--1", "12 34",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
