//! Text: the pieces of a paragraph become items that can be broken into lines.
//!
//! The items are those of Knuth and Plass: boxes, glue between them, and places where a line may
//! end. What stands between two forced breaks is a [`Segment`] and is broken on its own.

use std::ops::Range;
use std::rc::Rc;

use super::bonds::{Bond, after_number};
use super::breaks::width;
use super::factor;
use super::look::Look;
use super::notes;
use super::page::NodeId;
use super::shape::{LanguageId, Shaper, Word, WordGlyph};
use crate::document::{Inline, Revision, pieces};
use crate::kind::style::{Face, ParagraphStyle};
use crate::length::Length;
use crate::source::Span;

/// A part of a line.
#[derive(Debug, Clone)]
pub(super) enum Item {
    /// Glyphs that stay together.
    Box {
        /// The word that they are of.
        word: Rc<Word>,
        /// Which of its glyphs.
        glyphs: Range<u32>,
        /// Their look, as an index into [`Content::looks`].
        look: u32,
        /// Their width.
        width: Length,
    },
    /// Spaces, which give and take when the line is justified.
    Glue {
        /// The space: ordinary or non-breaking.
        sign: char,
        /// How many there are.
        count: u32,
        /// The look.
        look: u32,
        /// The natural width of all.
        width: Length,
        /// Whether the line may end here.
        breakable: bool,
    },
    /// A place where a word may be divided with a hyphen.
    Hyphen {
        /// The look of the hyphen.
        look: u32,
        /// Its width.
        width: Length,
    },
    /// A place where the line may end without a hyphen.
    Break {
        /// Whether nothing but lack of room allows it.
        emergency: bool,
    },
}

/// Items up to a forced break or the end.
#[derive(Debug, Clone, Default)]
pub(super) struct Segment {
    /// The items.
    pub items: Vec<Item>,
}

/// The content of a paragraph, shaped.
#[derive(Debug, Clone)]
pub(super) struct Content {
    /// The looks that the items refer to.
    pub looks: Vec<Look>,
    /// The parts between forced breaks, at least one.
    pub segments: Vec<Segment>,
    /// Whether other text follows on the same line, so that a space must part them.
    pub end_with_space: bool,
    /// Whether its lines are about equally long.
    pub balanced: bool,
}

impl Content {
    /// No text: one empty line.
    pub(super) fn empty() -> Self {
        Self {
            looks: Vec::new(),
            segments: vec![Segment::default()],
            end_with_space: false,
            balanced: false,
        }
    }

    /// The width of the first segment on one line.
    pub(super) fn width(&self) -> Length {
        self.segments
            .iter()
            .take(1)
            .flat_map(|segment| &segment.items)
            .map(width)
            .sum()
    }
}

/// A stretch of a segment's text in one look.
struct Strand {
    bytes: Range<usize>,
    look: u32,
    language: LanguageId,
    place: Span,
    /// Whether no line ends right before it or right behind it.
    bond: Bond,
    revision: Option<Revision>,
}

impl Strand {
    /// Whether the next strand stands in another form of the document, right behind this one: words
    /// that replace each other are not one, and a line may end between them.
    fn gives_way_to(&self, next: &Self, text: &str) -> bool {
        let is_space = |sign: Option<char>| sign.is_none_or(|sign| matches!(sign, ' ' | '\u{a0}'));
        self.revision.is_some()
            && next.revision.is_some()
            && self.revision != next.revision
            && !is_space(text[self.bytes.clone()].chars().next_back())
            && !is_space(text[next.bytes.clone()].chars().next())
    }
}

/// Shapes the content of a paragraph. `owner` names the node that a text or the number of a note
/// belongs to, of which a comparison says this.
pub(super) fn shape(
    content: &[Inline],
    style: &ParagraphStyle,
    shaper: &mut Shaper,
    mut owner: impl FnMut(Option<Revision>, &Inline) -> NodeId,
) -> Content {
    let mut made = Content {
        looks: Vec::new(),
        segments: Vec::new(),
        end_with_space: false,
        balanced: style.balance,
    };
    let pieces: Vec<Marked> = pieces(content).collect();
    for part in pieces.split(|(_, inline)| matches!(inline, Inline::Break)) {
        let mut builder = Builder {
            style,
            looks: &mut made.looks,
            items: Vec::new(),
        };
        let (text, strands) = builder.strands(part, shaper, &mut owner);
        builder.add_text(&text, &strands, shaper);
        let mut items = builder.items;
        items.shrink_to_fit();
        made.segments.push(Segment { items });
    }
    // Most contents are one word in a cell.
    made.looks.shrink_to_fit();
    made.segments.shrink_to_fit();
    made
}

/// A piece of a line, and what a comparison says of it.
type Marked<'a> = (Option<Revision>, &'a Inline);

/// Shapes one text that stands for itself, such as the label of an item.
pub(super) fn shape_label(
    label: &str,
    style: &ParagraphStyle,
    shaper: &mut Shaper,
    (owner, revision): (NodeId, Option<Revision>),
) -> Content {
    let face = Face::of(style.strong, style.stressed);
    let look = Look {
        face,
        size: style.size,
        rise: Length::ZERO,
        owner,
        revision,
    };
    let word = shaper.word(face, LanguageId::MAIN, label, None);
    let item = boxed(&word, 0..word.glyphs.len() as u32, 0, look, shaper);
    Content {
        looks: vec![look],
        segments: vec![Segment { items: vec![item] }],
        end_with_space: false,
        balanced: false,
    }
}

struct Builder<'a> {
    style: &'a ParagraphStyle,
    looks: &'a mut Vec<Look>,
    items: Vec<Item>,
}

impl Builder<'_> {
    /// The text of a segment as it is shown, and its stretches of one look.
    fn strands(
        &mut self,
        part: &[Marked],
        shaper: &mut Shaper,
        owner: &mut impl FnMut(Option<Revision>, &Inline) -> NodeId,
    ) -> (String, Vec<Strand>) {
        let (mut shown, mut strands) = (String::new(), Vec::new());
        for &(revision, inline) in part {
            let number;
            let text = match inline {
                Inline::Text(text) => text,
                Inline::Note(note) => {
                    number = notes::number(note);
                    &number
                }
                Inline::Break | Inline::Field(_) | Inline::Revised(..) => continue,
            };
            let start = shown.len();
            if self.style.capitals {
                shown.push_str(&text.text.to_uppercase());
            } else {
                shown.push_str(&text.text);
            }
            let look = self.look(Look::of(
                text,
                self.style,
                (owner(revision, inline), revision),
            ));
            strands.push(Strand {
                bytes: start..shown.len(),
                look,
                language: shaper.language(text.lang.as_ref()),
                place: text.place,
                bond: Bond::of(inline),
                revision,
            });
        }
        (shown, strands)
    }

    /// The index of a look; the same as the last one's if it does not differ.
    fn look(&mut self, look: Look) -> u32 {
        if self.looks.last() != Some(&look) {
            self.looks.push(look);
        }
        self.looks.len() as u32 - 1
    }

    fn add_text(&mut self, text: &str, strands: &[Strand], shaper: &mut Shaper) {
        let mut breaks: Vec<usize> = unicode_linebreak::linebreaks(text)
            .map(|(at, _)| at)
            .collect();
        breaks.pop();
        let bonds = strands.iter().filter_map(|strand| {
            let Range { start, end } = strand.bytes;
            strand.bond.place(text, (start, end))
        });
        let bonds: Vec<usize> = bonds.collect();
        breaks.retain(|at| !after_number(&text[..*at]) && bonds.binary_search(at).is_err());
        let mut before: Option<&Strand> = None;
        for strand in strands {
            if before.is_some_and(|before| before.gives_way_to(strand, text)) {
                self.items.push(Item::Break { emergency: false });
            }
            before = Some(strand);
            let mut start = strand.bytes.start;
            while start < strand.bytes.end {
                let end = atom_end(text, start, strand.bytes.end);
                let atom = start..end;
                match text[start..].chars().next() {
                    Some(sign @ (' ' | '\u{a0}')) => {
                        self.add_glue(sign, atom, strand, &breaks, shaper);
                    }
                    Some('\u{ad}') => self.add_hyphen(strand.look, shaper),
                    _ => self.add_word(text, atom, strand, &breaks, shaper),
                }
                start = end;
            }
        }
    }

    fn add_glue(
        &mut self,
        sign: char,
        atom: Range<usize>,
        strand: &Strand,
        breaks: &[usize],
        shaper: &Shaper,
    ) {
        let look = self.looks[strand.look as usize];
        let font = shaper.fonts.face(look.face);
        let count = atom.len() / sign.len_utf8();
        let width = font.scale(font.advance(font.space), look.size) * factor(count);
        let breakable = sign == ' ' && breaks.binary_search(&atom.end).is_ok();
        self.items.push(Item::Glue {
            sign,
            count: count as u32,
            look: strand.look,
            width,
            breakable,
        });
    }

    fn add_hyphen(&mut self, look: u32, shaper: &Shaper) {
        let Look { face, size, .. } = self.looks[look as usize];
        let font = shaper.fonts.face(face);
        let width = font.scale(font.advance(font.hyphen), size);
        self.items.push(Item::Hyphen { look, width });
    }

    /// Adds a word as boxes between the places where it may be divided.
    fn add_word(
        &mut self,
        text: &str,
        atom: Range<usize>,
        strand: &Strand,
        breaks: &[usize],
        shaper: &mut Shaper,
    ) {
        let look = self.looks[strand.look as usize];
        let place = Some(strand.place);
        let word = shaper.word(look.face, strand.language, &text[atom.clone()], place);
        // A part of a word is not divided: the patterns are for whole words.
        let hyphenate = self.style.hyphenate && !joins_letters(text, &atom);
        let hyphens: &[u32] = if hyphenate { &word.hyphens } else { &[] };
        let from = breaks.partition_point(|at| *at <= atom.start);
        let to = breaks.partition_point(|at| *at <= atom.end);
        let plain = breaks[from..to].iter().map(|at| (*at - atom.start) as u32);
        let mut places: Vec<(u32, bool)> = plain.map(|at| (at, false)).collect();
        places.extend(hyphens.iter().map(|at| (*at, true)));
        places.sort_unstable();
        places.dedup_by_key(|place| place.0);
        let mut from = 0;
        for (at, hyphen) in places {
            let to = word.glyphs.partition_point(|glyph| glyph.end <= at) as u32;
            if to <= from {
                continue;
            }
            self.items
                .push(boxed(&word, from..to, strand.look, look, shaper));
            if hyphen {
                self.add_hyphen(strand.look, shaper);
            } else {
                self.items.push(Item::Break { emergency: false });
            }
            from = to;
        }
        let end = word.glyphs.len() as u32;
        if from < end {
            self.items
                .push(boxed(&word, from..end, strand.look, look, shaper));
        }
    }
}

/// Where the atom ends that starts at `start`: equal spaces, a soft hyphen, or a word.
fn atom_end(text: &str, start: usize, limit: usize) -> usize {
    let rest = &text[start..limit];
    let kind = |c: char| {
        if matches!(c, ' ' | '\u{a0}' | '\u{ad}') {
            c
        } else {
            'w'
        }
    };
    let first = rest.chars().next().map_or('w', kind);
    let other = rest.find(|c| kind(c) != first).unwrap_or(rest.len());
    start
        + if first == '\u{ad}' {
            first.len_utf8()
        } else {
            other
        }
}

/// Whether letters or a soft hyphen stand right before or after the atom.
fn joins_letters(text: &str, atom: &Range<usize>) -> bool {
    let joins = |c: char| c.is_alphabetic() || c == '\u{ad}';
    text[..atom.start].chars().next_back().is_some_and(joins)
        || text[atom.end..].chars().next().is_some_and(joins)
}

fn boxed(word: &Rc<Word>, glyphs: Range<u32>, index: u32, look: Look, shaper: &Shaper) -> Item {
    let parts = &word.glyphs[glyphs.start as usize..glyphs.end as usize];
    let scaled = |glyph: &WordGlyph| shaper.fonts.advance(glyph, look.size);
    Item::Box {
        word: Rc::clone(word),
        width: parts.iter().map(scaled).sum(),
        glyphs,
        look: index,
    }
}
