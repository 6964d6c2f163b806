//! The changes that a figure follows from: those at the places of the figures that it is computed
//! from, along the graph of the index.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::Form;
use crate::approval::changes::{Sort, is_within};
use crate::compare::meaning::Difference;
use crate::content;
use crate::figures::index::{At, Figure, Index};
use crate::source::Span;

/// The changes by which a figure differs.
type Set = Rc<BTreeSet<usize>>;

/// The changes, and which figures of each form are computed from them.
pub(super) struct Causes<'a> {
    pub(super) old: Reached,
    pub(super) new: Reached,
    pub(super) changes: &'a [Difference],
}

impl Causes<'_> {
    /// The changes that a figure follows from: what it was computed from and is, else what stands
    /// around it, such as its decimals.
    pub(super) fn of(
        &self,
        old: Option<usize>,
        new: Option<usize>,
        at: &At,
        form: &Form,
    ) -> Vec<usize> {
        let mut found = BTreeSet::new();
        for moved in [false, true] {
            for (reached, number) in [(&self.old, old), (&self.new, new)] {
                let sets = if moved {
                    &reached.moved
                } else {
                    &reached.changed
                };
                found.extend(
                    number
                        .iter()
                        .flat_map(|number| sets[*number].iter())
                        .copied(),
                );
            }
            if !found.is_empty() {
                return found.into_iter().collect();
            }
        }
        let around = match at {
            At::Cell(table, ..) => {
                let tables = form.content.root.parts(content::Part::Table);
                tables.get(*table).map(|(path, _)| path.clone())
            }
            At::Chart(path, ..) | At::Sum(path, _) | At::Text(path, ..) => Some(path.clone()),
            At::Indicator(..) => Some("indicators".to_owned()),
            At::Figure(year, _) => Some(format!("figures.{year}")),
            At::Difference(..) => Some("plan".to_owned()),
            At::Stated | At::Total(_) | At::Source(..) => None,
        };
        let changes = self.changes.iter().enumerate();
        let near = changes.filter(|(_, one)| {
            around
                .as_ref()
                .is_some_and(|around| is_within(&one.change.path, around))
        });
        near.map(|(number, _)| number).collect()
    }
}

/// For each figure of an index, the changes that it is computed from.
pub(super) struct Reached {
    changed: Vec<Set>,
    /// Those that only moved: where a row stands matters to a subtotal.
    moved: Vec<Set>,
}

impl Reached {
    pub(super) fn by(
        changes: &[Difference],
        index: &Index,
        whole: impl Fn(&Difference) -> Option<Span>,
    ) -> Self {
        let spans = |moved: bool| {
            let changes = changes.iter().enumerate();
            let meant =
                changes.filter(|(_, one)| matches!(one.change.sort, Sort::Moved { .. }) == moved);
            let spans = meant.filter_map(|(number, one)| Some((whole(one)?, number)));
            let mut spans: Vec<(Span, usize)> = spans.collect();
            spans.sort_unstable();
            reach(index, &spans)
        };
        Self {
            changed: spans(false),
            moved: spans(true),
        }
    }
}

/// The changes at the places of the figures that each figure is computed from, itself included.
fn reach(index: &Index, spans: &[(Span, usize)]) -> Vec<Set> {
    let nothing = Set::default();
    let mut sets: Vec<Option<Set>> = vec![None; index.figures.len()];
    let mut entered = vec![false; index.figures.len()];
    for start in 0..index.figures.len() {
        // However long the way is, it takes no more of the stack.
        let mut way = vec![start];
        while let Some(at) = way.pop() {
            if sets[at].is_some() {
                continue;
            }
            let figure = &index.figures[at];
            if !std::mem::replace(&mut entered[at], true) {
                way.push(at);
                let unknown = figure.operands.iter().filter(|of| sets[**of].is_none());
                way.extend(unknown.filter(|of| !entered[**of]));
                continue;
            }
            let own = own(figure, spans);
            let inner = figure.operands.iter();
            let inner = inner.filter_map(|of| sets[*of].clone());
            let inner: Vec<Set> = inner.filter(|set| !set.is_empty()).collect();
            sets[at] = Some(match (own.is_empty(), inner.as_slice()) {
                (true, []) => nothing.clone(),
                (true, [one]) => one.clone(),
                _ => {
                    let all = inner.iter().flat_map(|set| set.iter().copied());
                    Rc::new(all.chain(own).collect())
                }
            });
        }
    }
    sets.into_iter().map(Option::unwrap_or_default).collect()
}

/// The changes at the place of a figure that is stated, or of the formula of one that is not.
fn own(figure: &Figure, spans: &[(Span, usize)]) -> Vec<usize> {
    let place = match &figure.formula {
        Some((_, place)) => Some(*place),
        None => figure.place.filter(|_| figure.at == At::Stated),
    };
    let Some(place) = place else {
        return Vec::new();
    };
    let after = spans.partition_point(|(span, _)| *span <= place);
    let first = after.saturating_sub(1);
    let near = spans[first..].iter().take_while(|(span, _)| {
        span.file < place.file
            || (span.file == place.file && span.start < place.end.max(place.start + 1))
    });
    let touch = |span: &Span| span.file == place.file && span.end > place.start;
    near.filter(|(span, _)| touch(span))
        .map(|(_, number)| *number)
        .collect()
}
