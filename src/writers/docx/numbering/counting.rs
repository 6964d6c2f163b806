//! Which numbers of a document a word processor can count itself, and in which list.
//!
//! The text must always be what the document says, so a number is counted only where counting
//! gives just that: one that follows the last of its list, or the first of a list of one level.
//! Any other number, such as a 1.3 after 1.1, stays text.
//!
//! Of a document that shows what changed, both forms are counted: a paragraph that is in both needs
//! a list that comes to its number in both, though the two numbers may differ.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use crate::document::{Emphasis, Inline, Number, Revision, Role, Text, numbered, pieces};
use crate::kind::style::{Align, ParagraphStyle};
use crate::writers::docx::text;
use crate::writers::docx::tracking::Form;

use super::{Indent, LEVELS, rest};

/// Word keeps no more than 2,047 definitions of lists, and ours are not the only ones.
const MOST_LISTS: usize = 2_000;

/// Where a number stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::writers::docx) struct Place {
    /// The list, by its number from 0.
    pub(super) list: usize,
    /// The level, from 0.
    pub(super) level: usize,
}

/// What stands between a number and its text (17.9.28).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Suffix {
    /// All up to where the lines below begin.
    Tab,
    /// A space.
    Space,
    /// Nothing.
    Nothing,
}

/// How the numbers of a level look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Level {
    /// The role of its paragraphs.
    pub(super) role: Role,
    /// The number as Word writes it: `%1.%2.`
    pub(super) form: String,
    /// How it differs from its paragraph.
    pub(super) emphasis: Emphasis,
    /// What follows it.
    pub(super) suffix: Suffix,
    /// Where the text stands.
    pub(super) indent: Indent,
}

impl Level {
    /// The level below, the `depth`th from 0, where the document has none: its numbers go on as those
    /// of this one, so that `%1.` becomes `%1.%2.`
    pub(super) fn deeper(&self, depth: usize) -> Self {
        let last = format!("%{depth}");
        let (before, after) = self.form.rsplit_once(&last).unwrap_or((&self.form, ""));
        let between = match before.rsplit_once('%') {
            Some((_, from)) => from.trim_start_matches(|c: char| c.is_ascii_digit()),
            None => ".",
        };
        let form = format!("{before}{last}{between}%{}{after}", depth + 1);
        Self {
            form,
            ..self.clone()
        }
    }
}

/// A list that is counted.
#[derive(Debug)]
pub(super) struct List {
    /// Its first number.
    pub(super) start: u32,
    /// Its levels so far.
    pub(super) levels: Vec<Level>,
    /// The number that was counted last in each form of the document, at each of its levels.
    last: [Vec<u32>; 2],
}

impl List {
    /// Whether a number is the next one at its level: its parents are those counted last, and it
    /// follows the last of its level or begins the level anew.
    fn goes_on_with(&self, form: Form, values: &[u32]) -> bool {
        let Some((value, parents)) = values.split_last() else {
            return false;
        };
        let last = &self.last[form as usize];
        let counted = last.get(parents.len()).copied();
        let first = if parents.is_empty() { self.start } else { 1 };
        let next = counted.map_or(first, |counted| counted + 1);
        last.get(..parents.len()) == Some(parents) && *value == next
    }

    /// Whether a paragraph can have a number of this list at a level.
    fn suits(&self, level: usize, wanted: &Level, after: After) -> bool {
        let Some(own) = self.levels.get(level) else {
            return level == self.levels.len();
        };
        let same_look =
            (&own.role, &own.form, own.emphasis) == (&wanted.role, &wanted.form, wanted.emphasis);
        same_look && (after != After::Text || own.suffix == Suffix::Nothing)
    }
}

/// What stands behind a number in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    Space,
    Text,
    Nothing,
}

impl After {
    fn of(rest: &[Inline]) -> Self {
        match rest.iter().find(|inline| !inline.is_empty()) {
            Some(Inline::Text(text)) if text.text.starts_with(' ') => Self::Space,
            Some(_) => Self::Text,
            None => Self::Nothing,
        }
    }

    /// What stands behind the numbers of all forms of a paragraph.
    fn both(self, other: Self) -> Self {
        match (self, other) {
            (Self::Text, _) | (_, Self::Text) => Self::Text,
            (Self::Space, Self::Space) => Self::Space,
            _ => Self::Nothing,
        }
    }
}

/// The number that a paragraph begins with, in each of the forms in which it is there.
struct Wanted<'c> {
    series: &'c Arc<str>,
    numbers: Vec<(Form, &'c [u32])>,
    level: Level,
    after: After,
}

impl<'c> Wanted<'c> {
    /// What is wanted of the forms of a paragraph; none if one has no number that Word can count, or
    /// the numbers differ in more than their values.
    fn of(
        forms: &'c [(Form, Cow<'_, [Inline]>)],
        role: &Role,
        style: &ParagraphStyle,
    ) -> Option<Self> {
        let mut wanted: Option<Self> = None;
        for (form, content) in forms {
            let one = Self::of_form(*form, content, role, style)?;
            match &mut wanted {
                None => wanted = Some(one),
                Some(wanted) => wanted.join(one)?,
            }
        }
        let mut wanted = wanted?;
        wanted.level.suffix = match wanted.after {
            After::Space if style.hangs() => Suffix::Tab,
            After::Space => Suffix::Space,
            After::Text | After::Nothing => Suffix::Nothing,
        };
        Some(wanted)
    }

    fn of_form(
        in_form: Form,
        content: &'c [Inline],
        role: &Role,
        style: &ParagraphStyle,
    ) -> Option<Self> {
        let (text, number, rest) = numbered(content)?;
        // A number that is aligned by its decimal sign stands in a tab stop.
        if text.link.is_some() || style.align == Align::Decimal {
            return None;
        }
        let level = Level {
            role: role.clone(),
            form: form(&text.text, &number.values)?,
            emphasis: text::beyond(text, style),
            suffix: Suffix::Nothing,
            indent: Indent {
                left: style.indent,
                hanging: -style.first_line,
            },
        };
        Some(Self {
            series: &number.series,
            numbers: vec![(in_form, &number.values)],
            level,
            after: After::of(rest),
        })
    }

    fn join(&mut self, other: Self) -> Option<()> {
        let same = self.series == other.series && self.level == other.level;
        self.numbers.extend(other.numbers);
        self.after = self.after.both(other.after);
        same.then_some(())
    }

    /// The level, from 0; the forms of the numbers are the same, so all have as many.
    fn depth(&self) -> usize {
        self.numbers
            .first()
            .map_or(0, |(_, values)| values.len() - 1)
    }
}

/// Whether a line may begin with a number in all its forms: most do not, and cost nothing more.
fn begins_with_number(content: &[Inline]) -> Option<()> {
    let (_, first) = pieces(content).next()?;
    matches!(first, Inline::Text(text) if text.number().is_some()).then_some(())
}

/// The forms of a line; the line itself if it is the same in both.
fn forms(content: &[Inline], revision: Option<Revision>) -> Vec<(Form, Cow<'_, [Inline]>)> {
    if revision.is_none() && !content.iter().any(Inline::is_revised) {
        return vec![(Form::Was, content.into()), (Form::Is, content.into())];
    }
    let there = Form::BOTH.into_iter().filter(|form| form.has(revision));
    there.map(|form| (form, form.of(content).into())).collect()
}

/// The number that a heading begins with as it is now, if it is there.
pub(super) fn standing_number(content: &[Inline], revision: Option<Revision>) -> Option<Text> {
    let forms = forms(content, revision);
    let (_, now) = forms.iter().find(|(form, _)| *form == Form::Is)?;
    numbered(now).map(|(text, ..)| text.clone())
}

/// The lists of one series.
#[derive(Debug, Default)]
struct Series {
    newest: usize,
    /// The last list in which a role was used at a level.
    users: BTreeMap<(usize, Role), usize>,
}

/// Counts the numbers of a document in their order.
#[derive(Debug, Default)]
pub(super) struct Counter {
    /// The lists so far.
    pub(super) lists: Vec<List>,
    series: BTreeMap<Arc<str>, Series>,
}

impl Counter {
    /// Counts the number that a paragraph begins with, if it can be counted; gives its place, and
    /// what remains to be written as text.
    pub(super) fn place<'c>(
        &mut self,
        role: &Role,
        style: &ParagraphStyle,
        content: &'c [Inline],
        revision: Option<Revision>,
    ) -> Option<(Place, Cow<'c, [Inline]>)> {
        begins_with_number(content)?;
        let forms = forms(content, revision);
        let wanted = Wanted::of(&forms, role, style)?;
        let level = wanted.depth();
        let known = self.going_on(&wanted);
        let suffix = known.and_then(|list| Some(self.lists[list].levels.get(level)?.suffix));
        let suffix = suffix.unwrap_or(wanted.level.suffix);
        let rest = rest::without_number(content, suffix != Suffix::Nothing)?;
        let list = known.or_else(|| self.begun(&wanted))?;
        let counted = self.lists.get_mut(list)?;
        for (form, values) in &wanted.numbers {
            counted.last[*form as usize] = values.to_vec();
        }
        let series = self.series.entry(wanted.series.clone()).or_default();
        series.users.insert((level, role.clone()), list);
        if counted.levels.len() == level {
            counted.levels.push(wanted.level);
        }
        Some((Place { list, level }, rest))
    }

    /// The list that a number goes on with: the newest of its series, or the one in which the role
    /// was used last, for two lists may go on side by side.
    fn going_on(&self, wanted: &Wanted<'_>) -> Option<usize> {
        let series = self.series.get(wanted.series)?;
        let level = wanted.depth();
        let used = series
            .users
            .get(&(level, wanted.level.role.clone()))
            .copied();
        let mut lists = [Some(series.newest), used].into_iter().flatten();
        lists.find(|list| {
            let list = &self.lists[*list];
            let mut numbers = wanted.numbers.iter();
            numbers.all(|(form, values)| list.goes_on_with(*form, values))
                && list.suits(level, &wanted.level, wanted.after)
        })
    }

    /// A new list, which begins with a number of one level.
    fn begun(&mut self, wanted: &Wanted<'_>) -> Option<usize> {
        let (_, [start]) = *wanted.numbers.first()? else {
            return None;
        };
        let begin_alike = wanted.numbers.iter().all(|(_, values)| *values == [*start]);
        if !begin_alike || self.lists.len() >= MOST_LISTS {
            return None;
        }
        self.lists.push(List {
            start: *start,
            levels: Vec::new(),
            last: Default::default(),
        });
        let newest = self.lists.len() - 1;
        let series = self.series.entry(wanted.series.clone()).or_default();
        series.newest = newest;
        Some(newest)
    }
}

/// A printed number with its values left open: `%1.%2.` for `3.14.`; none if it says other values,
/// or Word cannot count so.
fn form(printed: &str, values: &[u32]) -> Option<String> {
    if values.is_empty()
        || values.len() > LEVELS
        || values.iter().any(|value| *value > Number::LARGEST)
    {
        return None;
    }
    let (mut form, mut rest) = (String::new(), printed);
    for (index, value) in values.iter().enumerate() {
        let (before, from) = rest.split_at(rest.find(char::is_numeric)?);
        rest = from.strip_prefix(value.to_string().as_str())?;
        if rest.starts_with(char::is_numeric) || (index > 0 && before.is_empty()) {
            return None;
        }
        let _ = write!(form, "{before}%{}", index + 1);
    }
    form.push_str(rest);
    let plain = |c: char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    let signs = form.matches('%').count();
    let sound = !rest.contains(char::is_numeric) && form.chars().all(plain);
    (sound && signs == values.len()).then_some(form)
}

#[cfg(test)]
mod tests;
