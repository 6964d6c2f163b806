//! Lines: the content of a paragraph is broken, and each line set to its width.

use std::ops::Range;

use super::balance;
use super::breaks::{self, LineEnd, Room};
use super::chop;
use super::fonts::Fonts;
use super::look::Look;
use super::page::{Glyph, GlyphRun, Item as PageItem, Owner, Shape};
use super::shape::Word;
use super::text::{Content, Item};
use crate::kind::style::{Align, Font};
use crate::length::Length;

/// Where the lines of a paragraph stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// The left edge of all lines but the first.
    pub left: Length,
    /// How far the first line starts to the right of it; negative for one that hangs out.
    pub first: Length,
    /// The right edge.
    pub right: Length,
    /// How the lines are aligned.
    pub align: Align,
}

/// Sets the lines of a content. The baseline of every line is at height zero.
pub(super) fn set(content: &Content, frame: Frame, fonts: &Fonts) -> Vec<Vec<PageItem>> {
    let mut lines = Vec::new();
    for (index, segment) in content.segments.iter().enumerate() {
        let is_last_segment = index + 1 == content.segments.len();
        let indent = if index == 0 {
            frame.first
        } else {
            Length::ZERO
        };
        let room = room(frame, indent);
        let chopped = chop::chop(&segment.items, &content.looks, room.least(), fonts);
        let items = chopped.as_deref().unwrap_or(&segment.items);
        let ends = if content.balanced && !room.justified {
            balance::lines(items, room)
        } else {
            breaks::lines(items, room)
        };
        for (number, end) in ends.iter().enumerate() {
            let is_last = number + 1 == ends.len();
            let indent = if number == 0 { indent } else { Length::ZERO };
            let left = frame.left + indent;
            let mut setter = Setter {
                items,
                looks: &content.looks,
                fonts,
                runs: Vec::new(),
                expected: 0,
            };
            setter.set(*end, left, (frame.right - left, frame.align, is_last));
            if is_last && (!is_last_segment || content.end_with_space) {
                setter.space_before_break();
            }
            lines.push(setter.finish());
        }
    }
    lines
}

fn room(frame: Frame, indent: Length) -> Room {
    let width = frame.right - frame.left;
    Room {
        first: width - indent,
        other: width,
        justified: frame.align == Align::Justify,
    }
}

struct Setter<'a> {
    items: &'a [Item],
    looks: &'a [Look],
    fonts: &'a Fonts<'a>,
    runs: Vec<(u32, GlyphRun)>,
    /// How many glyphs the line will have at most.
    expected: usize,
}

impl Setter<'_> {
    /// Sets one line; `fit` is its width, how it is aligned, and whether it ends its segment.
    fn set(&mut self, end: LineEnd, left: Length, (room, align, is_last): (Length, Align, bool)) {
        let line = &self.items[end.start..end.end];
        let hyphen = match self.items.get(end.end) {
            Some(Item::Hyphen { look, width }) => Some((*look, *width)),
            _ => None,
        };
        let natural = line.iter().map(breaks::width).sum::<Length>()
            + hyphen.map_or(Length::ZERO, |(_, width)| width);
        let slack = room - natural;
        let indent = match align {
            Align::Left | Align::Justify => Length::ZERO,
            Align::Center => slack.left_after(Length::ZERO) / 2,
            Align::Right | Align::Decimal => slack.left_after(Length::ZERO),
        };
        let stretch = match align {
            // Spaces give what they may, and no more: a line too wide stands over its edge.
            Align::Justify if slack < Length::ZERO => slack.max(-breaks::shrink(line)),
            Align::Justify if !is_last => slack,
            _ => Length::ZERO,
        };
        let x = self.place(line, left + indent, stretch);
        if let Some((look, width)) = hyphen {
            self.hyphen(x, look, width);
        } else if let Some(Item::Glue { sign, look, .. }) = self.items.get(end.end) {
            self.space(x, *look, *sign);
        }
    }

    /// Places the items of a line, with `slack` shared among its spaces. Gives where it ends.
    fn place(&mut self, line: &[Item], left: Length, slack: Length) -> Length {
        let glue = |item: &Item| {
            if let Item::Glue { width, .. } = item {
                width.to_milli()
            } else {
                0
            }
        };
        let all: i64 = line.iter().map(glue).sum();
        self.expected = line.iter().map(glyph_count).sum::<usize>() + 1;
        let (mut x, mut passed) = (left, 0);
        for item in line {
            match item {
                Item::Box {
                    word,
                    glyphs,
                    look,
                    width,
                } => {
                    self.glyphs(x, *look, word, glyphs.clone());
                    x += *width;
                }
                Item::Glue {
                    sign,
                    count,
                    look,
                    width,
                    ..
                } => {
                    // Shares of the sums, so that the last space ends at the very edge.
                    let before = slack.share(passed, all);
                    passed += width.to_milli();
                    let width = *width + slack.share(passed, all) - before;
                    self.spaces(x, *look, *sign, (*count, width));
                    x += width;
                }
                Item::Hyphen { .. } | Item::Break { .. } => {}
            }
        }
        x
    }

    /// The run that glyphs of this look and font are added to at `x`.
    fn run(&mut self, x: Length, look: u32, font: Font) -> &mut GlyphRun {
        let goes_on = |(last, run): &(u32, GlyphRun)| *last == look && run.font == font;
        if !self.runs.last().is_some_and(goes_on) {
            let Look { size, rise, .. } = self.looks[look as usize];
            let run = GlyphRun {
                x,
                y: -rise,
                font,
                size,
                text: String::with_capacity(self.expected + self.expected / 4),
                glyphs: Vec::with_capacity(self.expected),
            };
            self.runs.push((look, run));
        }
        let last = self.runs.len() - 1;
        &mut self.runs[last].1
    }

    fn glyphs(&mut self, mut x: Length, look: u32, word: &Word, range: Range<u32>) {
        let (fonts, size) = (self.fonts, self.looks[look as usize].size);
        let glyphs = &word.glyphs[range.start as usize..range.end as usize];
        for parts in glyphs.chunk_by(|one, next| one.font == next.font) {
            let (start, end) = (parts[0].start, parts[parts.len() - 1].end);
            let scale = |units: i32| fonts.font(parts[0].font).scale(i64::from(units), size);
            let run = self.run(x, look, parts[0].font);
            let base = run.text.len() as u32;
            run.text.push_str(&word.text[start as usize..end as usize]);
            run.glyphs.extend(parts.iter().map(|glyph| Glyph {
                id: glyph.id,
                advance: scale(glyph.advance),
                offset: (scale(glyph.offset.0), scale(glyph.offset.1)),
                text: base + glyph.start - start..base + glyph.end - start,
            }));
            let advances = parts.iter().map(|glyph| scale(glyph.advance));
            x += advances.sum();
        }
    }

    fn spaces(&mut self, x: Length, look: u32, sign: char, (count, width): (u32, Length)) {
        for number in 0..i64::from(count) {
            let count = i64::from(count);
            let advance = width.share(number + 1, count) - width.share(number, count);
            self.sign(x, look, sign, advance, None);
        }
    }

    /// The space at which a line ends: it is not seen, but keeps words apart when read aloud.
    fn space(&mut self, x: Length, look: u32, sign: char) {
        let Look { face, size, .. } = self.looks[look as usize];
        let font = self.fonts.face(face);
        let advance = font.scale(font.advance(font.space), size);
        self.sign(x, look, sign, advance, None);
    }

    /// A forced break is a space to who hears the text.
    fn space_before_break(&mut self) {
        if let Some((look, run)) = self.runs.last() {
            let x = run.x + run.glyphs.iter().map(|glyph| glyph.advance).sum();
            let look = *look;
            self.space(x, look, ' ');
        }
    }

    fn hyphen(&mut self, x: Length, look: u32, width: Length) {
        let face = self.fonts.face(self.looks[look as usize].face);
        self.sign(x, look, '\u{ad}', width, Some(face.hyphen));
    }

    fn sign(&mut self, x: Length, look: u32, sign: char, advance: Length, glyph: Option<u16>) {
        let face = self.looks[look as usize].face;
        let id = glyph.unwrap_or(self.fonts.face(face).space);
        let run = self.run(x, look, Font::Face(face));
        let start = run.text.len() as u32;
        run.text.push(sign);
        let text = start..run.text.len() as u32;
        run.glyphs.push(Glyph {
            id,
            advance,
            offset: (Length::ZERO, Length::ZERO),
            text,
        });
    }

    fn finish(self) -> Vec<PageItem> {
        let looks = self.looks;
        let item = |(look, run): (u32, GlyphRun)| {
            let Look {
                owner, revision, ..
            } = looks[look as usize];
            PageItem {
                shape: Shape::Glyphs(run),
                owner: Owner::Node(owner),
                revision,
            }
        };
        self.runs.into_iter().map(item).collect()
    }
}

fn glyph_count(item: &Item) -> usize {
    match item {
        Item::Box { glyphs, .. } => glyphs.len(),
        Item::Glue { count, .. } => *count as usize,
        Item::Hyphen { .. } | Item::Break { .. } => 0,
    }
}
