//! Two lists in one: the items of both in an order that is that of each.

use std::collections::HashMap;

use super::sketch::Sketch;
use crate::likeness::{Item as _, Pair, align};

/// What became of an item. A plan holds the places of items in their lists; [`fill`] puts the items
/// there.
#[derive(Debug, Clone, Copy)]
pub(super) enum Woven<T> {
    /// It is in both lists, and can be shown as one.
    Stays(T, T),
    /// Another stands in its place.
    Replaced(T, T),
    /// It is gone; or was moved away, as the move of this number.
    Gone(T, Option<u32>),
    /// It is new; or was moved here.
    New(T, Option<u32>),
}

/// Plans the one list. `fits` says whether an item can be shown as one with another that it is like
/// to some degree. Moves are counted on in `moves`; without it, what was moved is gone and new.
pub(super) fn weave(
    mut old: Vec<Sketch>,
    mut new: Vec<Sketch>,
    fits: impl Fn(usize, usize, f32) -> bool,
    mut moves: Option<&mut u32>,
) -> Vec<Woven<usize>> {
    let joined = |was: usize, is: usize, like| {
        if fits(was, is, like) {
            Woven::Stays(was, is)
        } else {
            Woven::Replaced(was, is)
        }
    };
    // Most cells hold one paragraph.
    if let ([was], [is]) = (old.as_slice(), new.as_slice()) {
        return vec![joined(0, 0, Sketch::likeness(&was, &is))];
    }
    tell_apart(&mut old, &mut new);
    let mut steady = Vec::new();
    let (mut away, mut here) = (vec![None; old.len()], vec![None; new.len()]);
    for pair in align(&old, &new) {
        match pair {
            Pair::Both {
                old,
                new,
                moved: false,
            } => steady.push((old, new)),
            Pair::Both { old: was, new, .. } if old[was].is_worth_moving() => {
                let number = moves.as_deref_mut().map(|moves| {
                    *moves += 1;
                    *moves
                });
                (away[was], here[new]) = (number, number);
            }
            _ => {}
        }
    }
    let mut plan = Vec::with_capacity(old.len() + new.len());
    let (mut from_old, mut from_new) = (0, 0);
    let ends = [(old.len(), new.len())];
    for (to_old, to_new) in steady.into_iter().chain(ends) {
        plan.extend((from_old..to_old).map(|at| Woven::Gone(at, away[at])));
        plan.extend((from_new..to_new).map(|at| Woven::New(at, here[at])));
        if let (Some(was), Some(is)) = (old.get(to_old), new.get(to_new)) {
            plan.push(joined(to_old, to_new, Sketch::likeness(&was, &is)));
        }
        (from_old, from_new) = (to_old + 1, to_new + 1);
    }
    plan
}

/// Items that say the same are told apart by what stands before them, so that one more of them is
/// not taken for all of them moved.
fn tell_apart(old: &mut [Sketch], new: &mut [Sketch]) {
    let mut counts: HashMap<u64, (u32, u32)> = HashMap::new();
    old.iter()
        .for_each(|item| counts.entry(item.key).or_default().0 += 1);
    new.iter()
        .for_each(|item| counts.entry(item.key).or_default().1 += 1);
    for items in [old, new] {
        let mut before = 0;
        for item in items {
            let key = item.key;
            if counts
                .get(&key)
                .is_some_and(|(old, new)| *old > 1 || *new > 1)
            {
                item.follow(before);
            }
            before = key;
        }
    }
}

/// Puts the items into a plan. Both lists are used up in their order, as a plan keeps it.
pub(super) fn fill<T>(
    plan: Vec<Woven<usize>>,
    old: Vec<T>,
    new: Vec<T>,
) -> impl Iterator<Item = Woven<T>> {
    let (mut old, mut new) = (old.into_iter(), new.into_iter());
    plan.into_iter().filter_map(move |step| {
        Some(match step {
            Woven::Stays(..) => Woven::Stays(old.next()?, new.next()?),
            Woven::Replaced(..) => Woven::Replaced(old.next()?, new.next()?),
            Woven::Gone(_, number) => Woven::Gone(old.next()?, number),
            Woven::New(_, number) => Woven::New(new.next()?, number),
        })
    })
}
