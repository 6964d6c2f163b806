//! A comparison in words: for a terminal, for programs, for a merge request, and as a page.
//!
//! All forms tell the same: each change at its place with what changed word by word, and below the
//! first change that it follows from, each figure that follows, with all changes that it follows
//! from.

mod html;
mod human;
mod json;
mod markdown;
mod returned;

use rust_decimal::Decimal;

use super::following::Follow;
use super::meaning::{Comparison, Difference};
use crate::approval::changes::{Part, Sort};
use crate::diagnostics::{Language, Message, say};
use crate::figures::spelled;
use crate::source::{Sources, Span};

pub use human::Screen;
pub use returned::ToldReturned;

/// A comparison, and what there is to know of it for telling it.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// What differs.
    pub comparison: &'a Comparison,
    /// The files that the places are in, of both forms.
    pub sources: &'a Sources,
    /// What the old form is called, such as `HEAD~1:content/plan.yaml`.
    pub old: &'a str,
    /// What the new form is called.
    pub new: &'a str,
    /// The language of the document, as `lt`.
    pub lang: &'a str,
    /// The language of what is said.
    pub language: Language,
}

impl Told<'_> {
    /// For a person at a terminal.
    #[must_use]
    pub fn human(&self, screen: Screen) -> String {
        human::render(self, screen)
    }

    /// As one JSON object (`docs/DIFF.md`), with a line end.
    #[must_use]
    pub fn json(&self) -> String {
        json::render(self)
    }

    /// As Markdown, for a merge request.
    #[must_use]
    pub fn markdown(&self) -> String {
        markdown::render(self)
    }

    /// As a page of HTML that stands alone.
    #[must_use]
    pub fn html(&self) -> String {
        html::render(self)
    }

    fn say(&self, message: &Message) -> String {
        message.text(self.language).into_owned()
    }

    fn changes(&self) -> &[Difference] {
        &self.comparison.changes
    }

    /// How much changed, in one line.
    fn summary(&self) -> Message {
        let (changes, figures) = (self.changes().len(), self.comparison.follows.len());
        if self.comparison.is_empty() {
            return say!("nothing changed");
        }
        let changes = say!("{n} {n:change|changes}", n = changes);
        if figures == 0 {
            return changes;
        }
        say!(
            "{changes}, {n} {n:figure that follows|figures that follow}",
            changes,
            n = figures
        )
    }

    /// What cannot be told of the comparison.
    fn caveat(&self) -> Option<Message> {
        (!self.comparison.has_figures).then(|| {
            say!(
                "the figures that follow are not known: of the old text only the record is there, and git does not have its files"
            )
        })
    }

    /// The figures that are told below a change: those that follow from it first of all.
    fn below(&self, change: usize) -> impl Iterator<Item = &Follow> {
        let follows = self.comparison.follows.iter();
        follows.filter(move |follow| follow.from.first() == Some(&change))
    }

    /// The figures that follow from no change of the content: the kind computes them otherwise.
    fn of_kind(&self) -> impl Iterator<Item = &Follow> {
        self.comparison
            .follows
            .iter()
            .filter(|follow| follow.from.is_empty())
    }

    /// The numbers, from 1, of the other changes that a figure follows from.
    fn others(follow: &Follow) -> Option<Message> {
        let others: Vec<String> = follow
            .from
            .iter()
            .skip(1)
            .map(|at| (at + 1).to_string())
            .collect();
        (!others.is_empty()).then(|| say!("also from {list}", list = listed(&others)))
    }

    /// What a reader calls what changed.
    fn name(&self, one: &Difference) -> String {
        match one.change.part {
            Part::Text => self.say(&say!("what the kind prints")),
            _ => one.name.join(" › "),
        }
    }

    /// What happened to it, where the words do not say it.
    fn event(one: &Difference) -> Option<Message> {
        match &one.change.sort {
            Sort::Moved { from } => Some(say!("stood at `{from}`", from)),
            Sort::Added => Some(say!("new")),
            Sort::Gone { .. } => Some(say!("gone")),
            Sort::Changed if one.change.part == Part::Pictures => Some(say!("another picture")),
            Sort::Changed if one.follows => Some(say!("stated beside the formula, and follows")),
            Sort::Changed => None,
        }
    }

    fn place(&self, place: Option<Span>) -> Option<String> {
        let place = place?;
        Some(self.sources.get(place.file).place(place.range().start))
    }

    /// Where it stands, and where it stood.
    fn places(&self, one: &Difference) -> Vec<Message> {
        let is_gone = matches!(one.change.sort, Sort::Gone { .. });
        let now = self.place(one.new_place.filter(|_| !is_gone));
        let was = self.place(one.old_place);
        let now = now.map(Message::from);
        now.into_iter()
            .chain(was.map(|place| say!("was {place}", place)))
            .collect()
    }
}

/// A number as it is printed, in one piece, or a dash.
fn number(value: Option<Decimal>) -> String {
    let number = value.map(|value| spelled(value, " ,").replace(' ', "\u{a0}"));
    number.unwrap_or_else(|| "–".to_owned())
}

/// Numbers of which only the first are told where there are very many.
fn listed(numbers: &[String]) -> String {
    const SHOWN: usize = 12;
    let more = if numbers.len() > SHOWN { ", …" } else { "" };
    format!("{}{more}", numbers[..numbers.len().min(SHOWN)].join(", "))
}

/// The sign of what happened.
fn sign(sort: &Sort) -> char {
    match sort {
        Sort::Changed => '~',
        Sort::Added => '+',
        Sort::Gone { .. } => '-',
        Sort::Moved { .. } => '>',
    }
}
