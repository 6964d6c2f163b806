//! The way of a figure as a tree of text.

use rust_decimal::Decimal;

use super::explain::Step;
use super::spelled;
use crate::diagnostics::{Language, Message, say};
use crate::source::{Sources, Span};

/// Writes the way of a figure: each formula with its values, each operand below, every place.
#[must_use]
pub fn tree(step: &Step, sources: &Sources, language: Language) -> String {
    let mut out = String::new();
    let tree = Tree { sources, language };
    tree.branch(step, "", "", &mut out);
    out
}

struct Tree<'a> {
    sources: &'a Sources,
    language: Language,
}

impl Tree<'_> {
    /// Writes one figure after `first`, and all that belongs to it after `rest`.
    fn branch(&self, step: &Step, first: &str, rest: &str, out: &mut String) {
        let value = step.value.map_or_else(|| "–".to_owned(), number);
        out.push_str(&format!("{first}{} = {value}\n", step.name));
        let stem = if step.operands.is_empty() {
            "   "
        } else {
            "│  "
        };
        for line in self.lines(step, &value) {
            let words = line.text(self.language);
            out.push_str(&format!("{rest}{stem}{words}\n"));
        }
        let count = step.operands.len();
        for (index, operand) in step.operands.iter().enumerate() {
            let last = index + 1 == count && step.more == 0;
            let (knot, below) = if last {
                ("└─ ", "   ")
            } else {
                ("├─ ", "│  ")
            };
            self.branch(
                operand,
                &format!("{rest}{knot}"),
                &format!("{rest}{below}"),
                out,
            );
        }
        if step.more > 0 {
            let more = say!("and {n} more", n = step.more);
            out.push_str(&format!("{rest}└─ {}\n", more.text(self.language)));
        }
    }

    /// What there is to say of one figure; `value` is its value in words.
    fn lines(&self, step: &Step, value: &str) -> Vec<Message> {
        let mut lines = Vec::new();
        if let Some((formula, span)) = &step.formula {
            let worked = step.worked.as_ref();
            let worked = worked.filter(|worked| worked.to_string() != *formula);
            let mut words = match worked {
                Some(worked) => say!("{formula} = {worked}", formula, worked),
                None => formula.as_str().into(),
            };
            if let Some(exact) = step.exact {
                words = say!(
                    "{formula} = {exact}, rounded to {value}",
                    formula = words,
                    exact = shortened(exact),
                    value
                );
            }
            lines.push(words);
            lines.push(say!("the formula: {place}", place = self.place(*span)));
        }
        match (step.stated, step.value) {
            (Some(stated), Some(value)) if stated != value => lines.push(say!(
                "stated as {number}, which is not right",
                number = number(stated)
            )),
            (Some(_), _) => lines.push(say!("stated beside the formula, and right")),
            (None, _) => {}
        }
        if let Some(span) = step
            .place
            .filter(|_| step.formula.is_none() || step.stated.is_some())
        {
            lines.push(say!("stated: {place}", place = self.place(span)));
        }
        lines
    }

    fn place(&self, span: Span) -> String {
        self.sources.get(span.file).place(span.range().start)
    }
}

fn number(value: Decimal) -> String {
    spelled(value, " ,")
}

/// A number with so many decimals that one sees how it is rounded, and a sign if there are more.
fn shortened(value: Decimal) -> String {
    let short = value.trunc_with_scale(value.scale().min(DECIMALS));
    let more = if short == value { "" } else { "…" };
    format!("{}{more}", number(short))
}

/// How many decimals of an exact value are shown.
const DECIMALS: u32 = 6;
