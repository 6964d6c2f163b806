//! Line breaking: where the lines of a segment end.
//!
//! All line ends are chosen together so that the sum of the lines' demerits is least (Knuth and
//! Plass, 1981), in whole numbers. A line that is too loose is bad but never refused, so there is
//! always an answer; only what cannot be divided at all may be wider than its line.

use super::text::Item;
use crate::length::Length;

/// The room for lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    /// Width of the first line.
    pub first: Length,
    /// Width of the others.
    pub other: Length,
    /// Whether lines are stretched to their width.
    pub justified: bool,
}

impl Room {
    /// The width of a line.
    pub(super) fn of_line(self, number: usize) -> Length {
        if number == 0 { self.first } else { self.other }
    }

    /// The width that every line has.
    pub(super) fn least(self) -> Length {
        self.first.min(self.other)
    }
}

/// A line as a range of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineEnd {
    /// The first item.
    pub start: usize,
    /// The item after the last: a glue or a break that the line ends at, or the end.
    pub end: usize,
}

/// A space may shrink by this many thousandths of its width.
const SHRINK: i64 = 330;
/// A space is stretched by this many thousandths of its width before a line looks loose.
const STRETCH: i64 = 500;
/// Lines that are not justified look even when they differ by less than the width divided by this.
const RAGGED_SHARE: i64 = 3;
/// Looser lines than this (in thousandths of the stretch) are all equally bad.
const LOOSEST: i64 = 30_000;
/// What a line costs that is much looser or tighter than the one above it.
const UNEVEN: i64 = 10_000;
/// What every line costs, so that fewer lines are better.
const LINE: i64 = 10;
/// What a hyphen costs.
const HYPHEN: i64 = 200 * 200;
/// What a hyphen costs where lines are not justified: more than a line with nine tenths empty, so
/// that only what does not fit otherwise is divided.
const HYPHEN_RAGGED: i64 = 2000 * 2000;
/// What a second hyphen in a row costs.
const HYPHENS_TWO: i64 = 10_000;
/// What a third hyphen in a row costs.
const HYPHENS_THREE: i64 = 1_000_000;
/// What a hyphen before the last line costs.
const HYPHEN_LAST: i64 = 20_000;
/// What a last line costs that is nothing but the rest of a word, and shorter than [`STUB`] hyphens:
/// more than a line with spaces of three times their width, so that such a word goes down whole if
/// it can.
const FRAGMENT: i64 = 4_000_000;
/// How many hyphens wide a rest of a word looks like a line, not like a mistake: some four letters.
const STUB: i64 = 6;
/// What it costs to end a line where only lack of room allows it.
const EMERGENCY: i64 = 10_000_000_000;
/// What a line costs that is too wide.
const OVERFULL: i64 = 1_000_000_000_000_000;
/// More line starts than this are not kept in mind at once. Ordinary text has some 40 of them in
/// the width of a line; only empty items could heap up more.
const MOST_ACTIVE: usize = 300;

/// Breaks the items of a segment into lines, at least one.
pub(super) fn lines(items: &[Item], room: Room) -> Vec<LineEnd> {
    if let Some(line) = single_line(items, room) {
        return vec![line];
    }
    Breaker::new(items, room).run()
}

/// The only line of a segment that fits in one.
fn single_line(items: &[Item], room: Room) -> Option<LineEnd> {
    let natural: Length = items.iter().map(width).sum();
    (natural <= room.first).then_some(LineEnd {
        start: 0,
        end: items.len(),
    })
}

/// The width of an item within a line.
pub(super) fn width(item: &Item) -> Length {
    match item {
        Item::Box { width, .. } | Item::Glue { width, .. } => *width,
        Item::Hyphen { .. } | Item::Break { .. } => Length::ZERO,
    }
}

/// How much the spaces of a line may shrink.
pub(super) fn shrink(line: &[Item]) -> Length {
    let glue = line.iter().filter(|item| matches!(item, Item::Glue { .. }));
    Length::milli(glue.map(width).sum::<Length>().to_milli() * SHRINK / 1000)
}

/// The sums of widths up to an item.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    width: i64,
    glue: i64,
}

/// How tight a justified line is; two that differ by more than a step must not be neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Tight,
    Decent,
    Loose,
    VeryLoose,
}

impl Fit {
    const COUNT: usize = 4;

    fn is_far_from(self, other: Self) -> bool {
        (self as usize).abs_diff(other as usize) > 1
    }
}

/// A place where a line can start.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// The first item of the line.
    start: usize,
    /// The item at which the line before ends.
    end: usize,
    /// How many lines end before it.
    line: usize,
    demerits: i64,
    /// How many lines before it end with a hyphen, in a row.
    hyphens: u8,
    /// How tight the line before it is.
    fit: Fit,
    before: Option<usize>,
}

struct Breaker<'a> {
    items: &'a [Item],
    room: Room,
    sums: Vec<Sums>,
    nodes: Vec<Node>,
    active: Vec<usize>,
}

impl<'a> Breaker<'a> {
    fn new(items: &'a [Item], room: Room) -> Self {
        let mut sums = Vec::with_capacity(items.len() + 1);
        let mut sum = Sums::default();
        sums.push(sum);
        for item in items {
            sum.width += width(item).to_milli();
            if let Item::Glue { width, .. } = item {
                sum.glue += width.to_milli();
            }
            sums.push(sum);
        }
        let first = Node {
            start: 0,
            end: 0,
            line: 0,
            demerits: 0,
            hyphens: 0,
            fit: Fit::Decent,
            before: None,
        };
        Self {
            items,
            room,
            sums,
            nodes: vec![first],
            active: vec![0],
        }
    }

    fn run(mut self) -> Vec<LineEnd> {
        for (index, item) in self.items.iter().enumerate() {
            let is_possible = match item {
                Item::Box { .. } => false,
                Item::Glue { breakable, .. } => *breakable,
                Item::Hyphen { .. } | Item::Break { .. } => true,
            };
            if is_possible {
                self.try_end(index);
            }
        }
        self.try_end(self.items.len());
        self.collect()
    }

    /// Finds the best lines that end at the item `end`, and makes it a place to start from: once
    /// for every fit of a line that may turn out best when the next line is known.
    fn try_end(&mut self, end: usize) {
        let mut best: [Option<Node>; Fit::COUNT] = [None; Fit::COUNT];
        let mut kept = 0;
        let last_active = self.active.last().copied();
        for position in 0..self.active.len() {
            let index = self.active[position];
            let Some(node) = self.candidate(index, end) else {
                continue;
            };
            self.active[kept] = index;
            kept += 1;
            let best = &mut best[node.fit as usize];
            if best.is_none_or(|best| node.demerits < best.demerits) {
                *best = Some(node);
            }
        }
        self.active.truncate(kept);
        let least = best.iter().flatten().map(|node| node.demerits).min();
        let Some(least) = least else {
            // Nothing fits: the shortest line is taken although it is too wide.
            if let Some(index) = last_active {
                self.start_from(self.overfull(index, end));
            }
            return;
        };
        let is_last = end == self.items.len();
        let most = if is_last { least } else { least + UNEVEN };
        for node in best.into_iter().flatten() {
            if node.demerits <= most {
                self.start_from(node);
            }
        }
    }

    fn start_from(&mut self, node: Node) {
        self.nodes.push(node);
        if self.active.len() >= MOST_ACTIVE {
            self.active.remove(0);
        }
        self.active.push(self.nodes.len() - 1);
    }

    /// The start after a line from the node `from` to `end`; none if the line is too wide.
    fn candidate(&self, from: usize, end: usize) -> Option<Node> {
        let node = self.nodes[from];
        let (natural, glue) = self.measure(node.start, end);
        let slack = self.room.of_line(node.line).to_milli() - natural;
        let shrink = if self.room.justified {
            glue * SHRINK / 1000
        } else {
            0
        };
        if slack + shrink < 0 {
            return None;
        }
        let (badness, fit) = self.badness(slack, glue, end == self.items.len());
        let line = (LINE + badness) * (LINE + badness);
        let is_uneven = node.before.is_some() && fit.is_far_from(node.fit);
        let uneven = if is_uneven { UNEVEN } else { 0 };
        let demerits = line + uneven + self.penalty(&node, end);
        Some(self.next(from, end, (demerits, fit)))
    }

    fn overfull(&self, from: usize, end: usize) -> Node {
        self.next(from, end, (OVERFULL, Fit::Tight))
    }

    fn next(&self, from: usize, end: usize, (demerits, fit): (i64, Fit)) -> Node {
        let node = self.nodes[from];
        let hyphens = if self.is_hyphen(end) {
            node.hyphens.saturating_add(1)
        } else {
            0
        };
        Node {
            start: end + 1,
            end,
            line: node.line + 1,
            demerits: node.demerits.saturating_add(demerits),
            hyphens,
            fit,
            before: Some(from),
        }
    }

    /// The natural width of a line with its hyphen, and of the glue in it.
    fn measure(&self, start: usize, end: usize) -> (i64, i64) {
        let start = start.min(end);
        let (from, to) = (self.sums[start], self.sums[end]);
        let hyphen = match self.items.get(end) {
            Some(Item::Hyphen { width, .. }) => width.to_milli(),
            _ => 0,
        };
        (to.width - from.width + hyphen, to.glue - from.glue)
    }

    fn is_hyphen(&self, end: usize) -> bool {
        matches!(self.items.get(end), Some(Item::Hyphen { .. }))
    }

    /// How far a line is from its best width: 100 where its spaces use all they may.
    fn badness(&self, slack: i64, glue: i64, is_last: bool) -> (i64, Fit) {
        if is_last && slack >= 0 {
            return (0, Fit::Decent);
        }
        let give = match (slack >= 0, self.room.justified) {
            (true, true) => glue * STRETCH / 1000,
            (true, false) => self.room.other.to_milli() / RAGGED_SHARE,
            (false, _) => glue * SHRINK / 1000,
        };
        let ratio = if give > 0 {
            (slack.abs() * 1000 / give).min(LOOSEST)
        } else {
            LOOSEST
        };
        let fit = match (slack >= 0, ratio) {
            _ if !self.room.justified => Fit::Decent,
            (_, ..=500) => Fit::Decent,
            (false, _) => Fit::Tight,
            (true, ..=1000) => Fit::Loose,
            (true, _) => Fit::VeryLoose,
        };
        (ratio * ratio / 1000 * ratio / 10_000, fit)
    }

    fn penalty(&self, node: &Node, end: usize) -> i64 {
        if end == self.items.len() {
            let (width, glue) = self.measure(node.start, end);
            return match self.items.get(node.end) {
                _ if node.hyphens == 0 => 0,
                Some(Item::Hyphen { width: hyphen, .. })
                    if glue == 0 && width < hyphen.to_milli() * STUB =>
                {
                    FRAGMENT
                }
                _ => HYPHEN_LAST,
            };
        }
        match (&self.items[end], node.hyphens) {
            (Item::Hyphen { .. }, before) => {
                let alone = if self.room.justified {
                    HYPHEN
                } else {
                    HYPHEN_RAGGED
                };
                alone + [0, HYPHENS_TWO, HYPHENS_THREE][usize::from(before.min(2))]
            }
            (Item::Break { emergency: true }, _) => EMERGENCY,
            _ => 0,
        }
    }

    fn collect(&self) -> Vec<LineEnd> {
        let mut lines = Vec::new();
        let mut at = self.nodes.len() - 1;
        while let Some(before) = self.nodes[at].before {
            let start = self.nodes[before].start;
            lines.push(LineEnd {
                start: start.min(self.nodes[at].end),
                end: self.nodes[at].end,
            });
            at = before;
        }
        lines.reverse();
        lines
    }
}
