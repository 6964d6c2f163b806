//! `numbering.xml`: lists as Word numbers them.
//!
//! Two definitions with nine levels each, one of signs and one of numbers (ECMA-376 Part 1, 17.9).
//! Bulleted lists share one `w:num`; every numbered list has its own, which starts it anew.

use crate::document::Marker;
use crate::kind::style::ParagraphStyle;
use crate::length::Length;

use super::xml::{WORD, Xml};

/// Word counts no deeper (17.9.3).
const LEVELS: usize = 9;

/// The definitions, by their identities.
const BULLETS: &str = "1";
const NUMBERS: &str = "2";

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
}

/// What an item needs to be numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbered {
    /// The `w:num` of its list.
    pub(super) num: usize,
    /// The level, from 0.
    pub(super) level: usize,
}

/// The lists of a document.
#[derive(Default)]
pub(super) struct Numbering {
    nums: Vec<Num>,
    bullets: Option<usize>,
    /// Where the items of each level stand in the definitions: as those of the document's first list.
    placed: Option<[Indent; LEVELS]>,
}

struct Num {
    definition: &'static str,
    /// The level that is numbered anew, and from what.
    start: Option<(usize, u32)>,
}

impl Numbering {
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
        for (index, num) in self.nums.iter().enumerate() {
            num.write(&mut xml, index + 1);
        }
        Some(xml.finish())
    }

    fn definition(&self, xml: &mut Xml, definition: &str) {
        xml.open("w:abstractNum", &[("w:abstractNumId", definition)]);
        // Word recognises a definition by this number when texts are pasted together.
        xml.value("w:nsid", &format!("4A6B{definition:0>4}"));
        xml.value("w:multiLevelType", "hybridMultilevel");
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
            let indent = placed[level];
            let left = indent.left.to_twips().to_string();
            let hanging = indent.hanging.to_twips();
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
        xml.close();
    }
}

impl Num {
    fn write(&self, xml: &mut Xml, number: usize) {
        xml.open("w:num", &[("w:numId", &number.to_string())]);
        xml.value("w:abstractNumId", self.definition);
        if let Some((level, start)) = self.start {
            xml.open("w:lvlOverride", &[("w:ilvl", &level.to_string())]);
            xml.value("w:startOverride", &start.to_string());
            xml.close();
        }
        xml.close();
    }
}

fn add(nums: &mut Vec<Num>, definition: &'static str, start: Option<(usize, u32)>) -> usize {
    nums.push(Num { definition, start });
    nums.len()
}
