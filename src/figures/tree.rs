//! The way of a figure as a tree of text.

use rust_decimal::Decimal;

use super::explain::Step;
use super::spelled;
use crate::source::{Sources, Span};

/// Writes the way of a figure: each formula with its values, each operand below, every place.
#[must_use]
pub fn tree(step: &Step, sources: &Sources) -> String {
    let mut out = String::new();
    branch(step, sources, "", "", &mut out);
    out
}

/// Writes one figure after `first`, and all that belongs to it after `rest`.
fn branch(step: &Step, sources: &Sources, first: &str, rest: &str, out: &mut String) {
    let value = step.value.map_or_else(|| "–".to_owned(), number);
    out.push_str(&format!("{first}{} = {value}\n", step.name));
    let stem = if step.operands.is_empty() {
        "   "
    } else {
        "│  "
    };
    let mut line = |words: String| out.push_str(&format!("{rest}{stem}{words}\n"));
    if let Some((formula, span)) = &step.formula {
        let worked = step.worked.as_ref().filter(|worked| *worked != formula);
        let mut words = formula.clone();
        if let Some(worked) = worked {
            words.push_str(&format!(" = {worked}"));
        }
        if let Some(exact) = step.exact {
            words.push_str(&format!(" = {}, rounded to {value}", shortened(exact)));
        }
        line(words);
        line(format!("the formula: {}", place(*span, sources)));
    }
    match (step.stated, step.value) {
        (Some(stated), Some(value)) if stated != value => {
            line(format!("stated as {}, which is not right", number(stated)));
        }
        (Some(_), _) => line("stated beside the formula, and right".to_owned()),
        (None, _) => {}
    }
    if let Some(span) = step
        .place
        .filter(|_| step.formula.is_none() || step.stated.is_some())
    {
        line(format!("stated: {}", place(span, sources)));
    }
    let count = step.operands.len();
    for (index, operand) in step.operands.iter().enumerate() {
        let last = index + 1 == count && step.more == 0;
        let (knot, below) = if last {
            ("└─ ", "   ")
        } else {
            ("├─ ", "│  ")
        };
        branch(
            operand,
            sources,
            &format!("{rest}{knot}"),
            &format!("{rest}{below}"),
            out,
        );
    }
    if step.more > 0 {
        out.push_str(&format!("{rest}└─ and {} more\n", step.more));
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

fn place(span: Span, sources: &Sources) -> String {
    sources.get(span.file).place(span.range().start)
}
