//! `numbering.xml`: lists and numbers as Word counts them.
//!
//! Lists in the text have two definitions with nine levels each, one of signs and one of numbers
//! (ECMA-376 Part 1, 17.9). Bulleted lists share one `w:num`; every numbered list has its own, which
//! starts it anew. The numbers of goals, measures and headings have a definition for each list that
//! [`counting`] finds.

mod counting;
mod rest;
mod survey;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::document::{Inline, Marker, Number, Revision, Role};
use crate::kind::style::ParagraphStyle;
use crate::length::Length;

use super::names;
use super::text;
use super::xml::{WORD, Xml};

use counting::{Counter, Level, List, Place, Suffix};
pub(super) use survey::Survey;

/// Word counts no deeper, nor do documents.
const LEVELS: usize = Number::MOST_LEVELS;

/// The definitions of the lists in the text; those of the lists that are counted follow.
const BULLETS: usize = 1;
const NUMBERS: usize = 2;
const COUNTED: usize = 3;

/// Where the text of a list item stands: its distance from the left, and how far the label hangs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Indent {
    /// Distance of the text from the left edge.
    pub(super) left: Length,
    /// How far the label stands to the left of the text.
    pub(super) hanging: Length,
}

impl Indent {
    /// The indent of a list at a depth (from 0): as the style places it.
    pub(super) fn new(style: &ParagraphStyle, depth: usize) -> Self {
        Self {
            left: style.list_indent(depth),
            hanging: -style.first_line,
        }
    }

    fn write(self, xml: &mut Xml) {
        let left = self.left.to_twips().to_string();
        let hanging = self.hanging.to_twips();
        let first = if hanging < 0 {
            "w:firstLine"
        } else {
            "w:hanging"
        };
        xml.open("w:pPr", &[]);
        xml.leaf(
            "w:ind",
            &[("w:left", &left), (first, &hanging.abs().to_string())],
        );
        xml.close();
    }
}

/// What a paragraph needs to be numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbered {
    /// The `w:num` of its list.
    pub(super) num: usize,
    /// The level, from 0.
    pub(super) level: usize,
}

impl Numbered {
    /// Writes what makes a paragraph one of the list (17.3.1.19).
    pub(super) fn write(self, xml: &mut Xml) {
        xml.open("w:numPr", &[]);
        xml.value("w:ilvl", &self.level.to_string());
        xml.value("w:numId", &self.num.to_string());
        xml.close();
    }
}

/// The lists of a document.
#[derive(Default)]
pub(super) struct Numbering {
    nums: Vec<Num>,
    bullets: Option<usize>,
    /// Where the items of each level stand in the definitions: as those of the document's first list.
    placed: Option<[Indent; LEVELS]>,
    counter: Counter,
    /// The `w:num` of each list that is counted.
    counted: Vec<usize>,
    /// The roles whose styles number their paragraphs.
    links: BTreeMap<Role, Place>,
}

struct Num {
    definition: usize,
    /// The level that is numbered anew, and from what.
    start: Option<(usize, u32)>,
}

impl Numbering {
    /// No lists yet; the styles of these roles will number their paragraphs.
    pub(super) fn new(links: BTreeMap<Role, Place>) -> Self {
        Self {
            links,
            ..Self::default()
        }
    }

    /// Registers a list at a depth (from 0).
    pub(super) fn list(&mut self, marker: Marker, depth: usize) -> Numbered {
        let level = depth.min(LEVELS - 1);
        let num = match marker {
            Marker::Bullet => match self.bullets {
                Some(num) => num,
                None => *self.bullets.insert(add(&mut self.nums, BULLETS, None)),
            },
            Marker::Number { start } => add(&mut self.nums, NUMBERS, Some((level, start))),
        };
        Numbered { num, level }
    }

    /// Whether the definitions place an item as wanted, so that it need not say so itself.
    pub(super) fn places(&mut self, style: &ParagraphStyle, level: usize, wanted: Indent) -> bool {
        let placed = self
            .placed
            .get_or_insert_with(|| std::array::from_fn(|level| Indent::new(style, level)));
        placed[level.min(LEVELS - 1)] == wanted
    }

    /// Registers the next paragraph of the document outside of lists. If it begins with a number
    /// that Word can count to, in both forms of a document that shows what changed, tells what numbers
    /// it, if its style does not, and what is left of its text.
    ///
    /// What a paragraph says of its list places it as the list says, over what its style says (17.7.2):
    /// only where the style itself numbers can a person move all of them by changing the style.
    pub(super) fn counted<'c>(
        &mut self,
        role: &Role,
        style: &ParagraphStyle,
        content: &'c [Inline],
        revision: Option<Revision>,
    ) -> Option<(Option<Numbered>, Cow<'c, [Inline]>)> {
        let (place, rest) = self.counter.place(role, style, content, revision)?;
        let Place { list, level } = place;
        while self.counted.len() <= list {
            let definition = COUNTED + self.counted.len();
            self.counted.push(add(&mut self.nums, definition, None));
        }
        let num = self.counted[list];
        let by_style = self.links.get(role) == Some(&place);
        Some(((!by_style).then_some(Numbered { num, level }), rest))
    }

    /// How the style of a role numbers its paragraphs.
    pub(super) fn of_style(&self, role: &str) -> Option<Numbered> {
        let Place { list, level } = *self.links.get(role)?;
        let num = *self.counted.get(list)?;
        Some(Numbered { num, level })
    }

    /// Writes the part, if the document has lists.
    pub(super) fn write(&self) -> Option<Vec<u8>> {
        if self.nums.is_empty() {
            return None;
        }
        let mut xml = Xml::part("w:numbering", &[WORD]);
        for definition in [BULLETS, NUMBERS] {
            if self.nums.iter().any(|num| num.definition == definition) {
                self.definition(&mut xml, definition);
            }
        }
        for (index, list) in self.counter.lists.iter().enumerate() {
            self.counted_definition(&mut xml, index, list);
        }
        for (index, num) in self.nums.iter().enumerate() {
            num.write(&mut xml, index + 1);
        }
        Some(xml.finish())
    }

    fn definition(&self, xml: &mut Xml, definition: usize) {
        begin(xml, definition, "hybridMultilevel");
        for level in 0..LEVELS {
            self.level(xml, definition == BULLETS, level);
        }
        xml.close();
    }

    fn level(&self, xml: &mut Xml, bullets: bool, level: usize) {
        let label = if bullets {
            Marker::Bullet.label(0, level)
        } else {
            format!("%{}.", level + 1)
        };
        xml.open("w:lvl", &[("w:ilvl", &level.to_string())]);
        xml.value("w:start", "1");
        xml.value("w:numFmt", if bullets { "bullet" } else { "decimal" });
        xml.value("w:lvlText", &label);
        xml.value("w:lvlJc", "left");
        if let Some(placed) = self.placed {
            placed[level].write(xml);
        }
        xml.close();
    }

    fn counted_definition(&self, xml: &mut Xml, index: usize, list: &List) {
        begin(xml, COUNTED + index, "multilevel");
        for (depth, level) in list.levels.iter().enumerate() {
            let place = Place {
                list: index,
                level: depth,
            };
            let linked = self.links.get(&level.role) == Some(&place);
            let start = if depth == 0 { list.start } else { 1 };
            level.write(xml, (depth, start), linked);
        }
        // Those that the document does not use are for who goes a level deeper in Word: without a
        // definition, such a paragraph would lose its number.
        let mut last = list.levels.last().cloned();
        for depth in list.levels.len()..LEVELS {
            last = last.map(|level| level.deeper(depth));
            if let Some(level) = &last {
                level.write(xml, (depth, 1), false);
            }
        }
        xml.close();
    }
}

/// Begins a definition. Word recognises it by the first number when texts are pasted together, and
/// by the second in its gallery of lists.
fn begin(xml: &mut Xml, definition: usize, sort: &str) {
    xml.open(
        "w:abstractNum",
        &[("w:abstractNumId", &definition.to_string())],
    );
    xml.value("w:nsid", &format!("4A6B{definition:04X}"));
    xml.value("w:multiLevelType", sort);
    xml.value("w:tmpl", &format!("4A6C{definition:04X}"));
}

impl Level {
    /// Writes the level in the order of 17.9.6; its style numbers its paragraphs if it is linked.
    fn write(&self, xml: &mut Xml, (depth, start): (usize, u32), linked: bool) {
        xml.open("w:lvl", &[("w:ilvl", &depth.to_string())]);
        xml.value("w:start", &start.to_string());
        xml.value("w:numFmt", "decimal");
        if linked {
            xml.value("w:pStyle", &names::paragraph_id(&self.role));
        }
        match self.suffix {
            Suffix::Tab => {}
            Suffix::Space => xml.value("w:suff", "space"),
            Suffix::Nothing => xml.value("w:suff", "nothing"),
        }
        xml.value("w:lvlText", &self.form);
        xml.value("w:lvlJc", "left");
        self.indent.write(xml);
        text::write_look(xml, self.emphasis, None);
        xml.close();
    }
}

impl Num {
    fn write(&self, xml: &mut Xml, number: usize) {
        xml.open("w:num", &[("w:numId", &number.to_string())]);
        xml.value("w:abstractNumId", &self.definition.to_string());
        if let Some((level, start)) = self.start {
            xml.open("w:lvlOverride", &[("w:ilvl", &level.to_string())]);
            xml.value("w:startOverride", &start.to_string());
            xml.close();
        }
        xml.close();
    }
}

fn add(nums: &mut Vec<Num>, definition: usize, start: Option<(usize, u32)>) -> usize {
    nums.push(Num { definition, start });
    nums.len()
}
