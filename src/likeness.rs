//! Two lists beside each other: which item of the one is which of the other.
//!
//! Items that all have a name of their own are told by it, others by what they say. What is in both
//! but in another order was moved; of the others, those between the same neighbours that say nearly
//! the same are one item that changed.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use similar::{Algorithm, capture_diff_slices, diff_ratio};

/// What two lists may have in common.
pub trait Item: Hash + Eq {
    /// What tells it from the other items of its list, whatever it says: an `id` or a `key`.
    fn name(&self) -> Option<&str>;

    /// What of it is compared with others: made once, though an item meets many.
    type Sketch<'a>
    where
        Self: 'a;

    /// Makes what is compared.
    fn sketch(&self) -> Self::Sketch<'_>;

    /// How much of two items is the same, from 0 to 1.
    fn likeness(old: &Self::Sketch<'_>, new: &Self::Sketch<'_>) -> f32;
}

/// An item of one list, of the other, or of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pair {
    /// In both; `moved` if it passed others.
    Both {
        /// Where it was.
        old: usize,
        /// Where it is.
        new: usize,
        /// Whether it stands elsewhere among the others.
        moved: bool,
    },
    /// Only in the old list, at `old`; in the new one it would stand before `before`.
    Gone {
        /// Where it was.
        old: usize,
        /// The item that follows it now.
        before: usize,
    },
    /// Only in the new list.
    Added(usize),
}

/// How much of two items must be alike for one to be the other, changed: from 0 to 1.
const ALIKE: f32 = 0.5;

/// Between the same neighbours, about so many pairs of items are compared at most. Comparing all of
/// them takes the square of their number, so of many items only those near each other are compared.
const MOST_COMPARED: usize = 20_000;

/// If fewer than so many items on either side could be compared with one, none are: the items are
/// paired in their order.
const LEAST_NEAR: usize = 2;

/// Pairs the items of two lists, in the order of the new one.
#[must_use]
pub fn align<T: Item>(old: &[T], new: &[T]) -> Vec<Pair> {
    let same = match (names(old), names(new)) {
        (Some(old), Some(new)) => equals(&old, &new),
        _ => equals(old, new),
    };
    let steady = longest_rising(&same);
    let mut pairs = Pairs {
        old_of: same.iter().map(|old| old.map(|old| (old, true))).collect(),
        is_gone: vec![true; old.len()],
    };
    for (new, old) in &steady {
        pairs.old_of[*new] = Some((*old, false));
    }
    for old in same.into_iter().flatten() {
        pairs.is_gone[old] = false;
    }
    let (mut from_new, mut from_old) = (0, 0);
    for (to_new, to_old) in steady.into_iter().chain([(new.len(), old.len())]) {
        let added = (from_new..to_new).filter(|at| pairs.old_of[*at].is_none());
        let gone = (from_old..to_old).filter(|at| pairs.is_gone[*at]);
        let (gone, added): (Vec<_>, Vec<_>) = (gone.collect(), added.collect());
        for (was, is) in changed(
            &gone,
            &added,
            |at| old[at].sketch(),
            |at| new[at].sketch(),
            T::likeness,
        ) {
            pairs.old_of[is] = Some((was, false));
            pairs.is_gone[was] = false;
        }
        (from_new, from_old) = (to_new + 1, to_old + 1);
    }
    pairs.in_order()
}

/// Which old item each new one is, and whether it was moved; and which old ones are gone.
struct Pairs {
    old_of: Vec<Option<(usize, bool)>>,
    is_gone: Vec<bool>,
}

impl Pairs {
    /// The pairs in the order of the new list; what is gone, after what stood before it.
    fn in_order(self) -> Vec<Pair> {
        let (mut pairs, mut next_old) = (Vec::with_capacity(self.old_of.len()), 0);
        let gone = |pairs: &mut Vec<Pair>, range: std::ops::Range<usize>, before| {
            let gone = range.filter(|old| self.is_gone[*old]);
            pairs.extend(gone.map(|old| Pair::Gone { old, before }));
        };
        for (new, old) in self.old_of.iter().enumerate() {
            match *old {
                Some((old, moved)) => {
                    if !moved {
                        gone(&mut pairs, next_old..old, new);
                        next_old = old + 1;
                    }
                    pairs.push(Pair::Both { old, new, moved });
                }
                None => pairs.push(Pair::Added(new)),
            }
        }
        gone(&mut pairs, next_old..self.is_gone.len(), self.old_of.len());
        pairs
    }
}

/// The names of items, if each has its own.
fn names<T: Item>(items: &[T]) -> Option<Vec<&str>> {
    let names: Vec<&str> = items.iter().map(Item::name).collect::<Option<_>>()?;
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();
    (sorted.len() == names.len()).then_some(names)
}

/// For each new item, the old one that it equals: of equal ones, the first is the first.
fn equals<T: Hash + Eq>(old: &[T], new: &[T]) -> Vec<Option<usize>> {
    let mut places: HashMap<&T, VecDeque<usize>> = HashMap::new();
    for (at, item) in old.iter().enumerate() {
        places.entry(item).or_default().push_back(at);
    }
    let found = new.iter().map(|item| places.get_mut(item)?.pop_front());
    found.collect()
}

/// The most pairs of (new, old) that are in the same order in both lists: the items that stayed
/// where they were, when as few as can be were moved.
fn longest_rising(old_of: &[Option<usize>]) -> Vec<(usize, usize)> {
    let pairs: Vec<(usize, usize)> = old_of
        .iter()
        .enumerate()
        .filter_map(|(new, old)| Some((new, (*old)?)))
        .collect();
    // For each length, the pair that ends the run of that length with the smallest old place.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    for (index, (_, old)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *old);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut run = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(index) = at {
        run.push(pairs[index]);
        at = before[index];
    }
    run.reverse();
    run
}

/// Which of the items that are gone became which of those that were added, in order.
fn changed<S>(
    gone: &[usize],
    added: &[usize],
    was: impl Fn(usize) -> S,
    is: impl Fn(usize) -> S,
    likeness: impl Fn(&S, &S) -> f32,
) -> Vec<(usize, usize)> {
    let near = match MOST_COMPARED / gone.len().max(added.len()).max(1) {
        all if all >= gone.len().min(added.len()) => usize::MAX,
        some => some / 2,
    };
    if gone.len() * added.len() <= 1 || near < LEAST_NEAR {
        return gone.iter().copied().zip(added.iter().copied()).collect();
    }
    let was: Vec<S> = gone.iter().map(|at| was(*at)).collect();
    let is: Vec<S> = added.iter().map(|at| is(*at)).collect();
    let columns = |i: usize| {
        let middle = i * added.len() / gone.len();
        middle.saturating_sub(near)
            ..middle
                .saturating_add(near)
                .saturating_add(1)
                .min(added.len())
    };
    // The best likeness of the items from each pair of places on, and the way to it.
    let mut best: Vec<(usize, Vec<(f32, Way)>)> = vec![(0, Vec::new()); gone.len() + 1];
    for i in (0..gone.len()).rev() {
        let range = columns(i);
        let mut row = vec![(0.0, Way::Gone); range.len()];
        for j in range.clone().rev() {
            let like = likeness(&was[i], &is[j]);
            let below = |j: usize| at(&best[i + 1], j).map_or(0.0, |best| best.0);
            let after = row
                .get(j + 1 - range.start)
                .map_or(0.0, |best: &(f32, Way)| best.0);
            let ways = [
                (below(j), Way::Gone),
                (after, Way::Added),
                (like + below(j + 1), Way::Both),
            ];
            let allowed = if like >= ALIKE { &ways[..] } else { &ways[..2] };
            let better = |a: (f32, Way), b: &(f32, Way)| if b.0 > a.0 { *b } else { a };
            row[j - range.start] = allowed.iter().fold(ways[0], better);
        }
        best[i] = (range.start, row);
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < gone.len() && j < added.len() {
        // Before the first near one are those that are only added.
        let way = match at(&best[i], j) {
            _ if j < best[i].0 => Way::Added,
            Some((_, way)) => *way,
            None => Way::Gone,
        };
        if way == Way::Both {
            pairs.push((gone[i], added[j]));
        }
        i += usize::from(way != Way::Added);
        j += usize::from(way != Way::Gone);
    }
    pairs
}

/// The entry of a row from a column on; a row starts at some column, and ends at one.
fn at<T>(row: &(usize, Vec<T>), column: usize) -> Option<&T> {
    row.1.get(column.saturating_sub(row.0))
}

/// What becomes of the next two items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Gone,
    Added,
    Both,
}

/// How much of two texts is the same, word by word, from 0 to 1.
#[must_use]
pub fn of_texts(old: &str, new: &str) -> f32 {
    let old: Vec<&str> = old.split(' ').collect();
    let new: Vec<&str> = new.split(' ').collect();
    let steps = capture_diff_slices(Algorithm::Myers, &old, &new);
    diff_ratio(&steps, old.len(), new.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(PartialEq, Eq, Hash, Clone)]
    struct Words(String);

    impl Item for Words {
        fn name(&self) -> Option<&str> {
            None
        }

        type Sketch<'a> = &'a str;

        fn sketch(&self) -> &str {
            &self.0
        }

        fn likeness(old: &&str, new: &&str) -> f32 {
            of_texts(old, new)
        }
    }

    /// Aligns lists of texts: `b` stays, `>c` was moved, `+d` is new, `-e` gone, `f~g` changed.
    fn aligned(old: &str, new: &str) -> String {
        let items = |text: &str| -> Vec<Words> {
            let items = text.split(';').filter(|item| !item.is_empty());
            items.map(|item| Words(item.to_owned())).collect()
        };
        let (old, new) = (items(old), items(new));
        let text = |item: &Words| item.0.clone();
        let told = align(&old, &new).into_iter().map(|pair| match pair {
            Pair::Both {
                old: was,
                new: is,
                moved: false,
            } if old[was] == new[is] => text(&new[is]),
            Pair::Both {
                old: was,
                new: is,
                moved: false,
            } => {
                format!("{}~{}", text(&old[was]), text(&new[is]))
            }
            Pair::Both { new: is, .. } => format!(">{}", text(&new[is])),
            Pair::Gone { old: was, before } => format!("-{}@{before}", text(&old[was])),
            Pair::Added(is) => format!("+{}", text(&new[is])),
        });
        told.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn items_are_told_from_each_other() {
        assert_eq!(aligned("a;b;c", "a;x;b;c"), "a +x b c");
        assert_eq!(aligned("a;b;c", "a;c"), "a -b@1 c");
        assert_eq!(aligned("a;b;c;d", "d;a;b;c"), ">d a b c");
        assert_eq!(aligned("a;b;c", "a;x;c"), "a b~x c");
        assert_eq!(aligned("a;b;b;c", "a;b;c"), "a b -b@2 c");
        assert_eq!(aligned("", "a"), "+a");
        assert_eq!(aligned("a", ""), "-a@0");
        assert_eq!(
            aligned("a;one two three;z", "a;new;one two four;z"),
            "a +new one two three~one two four z"
        );
        assert_eq!(aligned("a;b;c", "x;y;c"), "+x +y -a@2 -b@2 c");
    }

    #[test]
    fn in_a_long_list_of_which_all_changed_each_is_found() {
        let item = |n: usize, year: &str| Words(format!("priemonė {n} vyksta {year} metais"));
        let old: Vec<Words> = (0..800).map(|n| item(n, "2026")).collect();
        let mut new: Vec<Words> = (0..800).map(|n| item(n, "2027")).collect();
        new.insert(0, Words("naujas tikslas".to_owned()));
        new.remove(400);
        let pairs = align(&old, &new).into_iter();
        let found = pairs.filter(|pair| matches!(pair, Pair::Both { old, new, .. } if *new == old + usize::from(*old < 399)));
        assert_eq!(found.count(), 799);
    }

    #[test]
    fn a_long_list_in_another_order_is_aligned_at_once() {
        let items: Vec<Words> = (0..20_000).map(|n| Words(n.to_string())).collect();
        let turned: Vec<Words> = items.iter().rev().cloned().collect();
        let moved = align(&items, &turned).into_iter();
        let moved = moved.filter(|pair| matches!(pair, Pair::Both { moved: true, .. }));
        assert_eq!(moved.count(), items.len() - 1);
        let others: Vec<Words> = (0..20_000).map(|n| Words(format!("x{n}"))).collect();
        assert_eq!(align(&items, &others).len(), items.len());
    }
}
