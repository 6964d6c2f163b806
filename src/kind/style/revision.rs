//! How what a comparison marks looks, and the words that stand beside it: all formats that show
//! changes ask here, so that they agree.
//!
//! The shape of a line tells what became of a text, since colours are lost on a copier: what is new
//! has a line below it, what is gone a line through it, and what moved has two of them.

use std::fmt;
use std::str::FromStr;

use crate::diagnostics::{Sink, say};
use crate::document::Revision;
use crate::kind::fields::Fields;
use crate::kind::labels::Labels;
use crate::length::Length;
use crate::yaml::Node;

/// How revisions look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionStyle {
    /// The colour of what is new.
    pub inserted: Colour,
    /// The colour of what is gone.
    pub deleted: Colour,
    /// The colour of what moved, at both its places.
    pub moved: Colour,
    /// The thickness of the bar in the margin beside what changed; zero for none.
    pub bar: Length,
    /// The distance of the bar from the text.
    pub distance: Length,
    /// The size of the letters of the legend.
    pub legend: Length,
    /// The words, in the language of the document.
    pub words: RevisionWords,
}

impl Default for RevisionStyle {
    /// What revisions look like when nothing is said. On paper each colour has a contrast of at
    /// least 4.5 to 1 (WCAG 2.1, 1.4.3), and in grey no two are alike.
    fn default() -> Self {
        Self {
            inserted: Colour(0x08, 0x30, 0x6b),
            deleted: Colour(0xd3, 0x2f, 0x2f),
            moved: Colour(0x14, 0x5c, 0x32),
            bar: Length::pt(1),
            distance: Length::mm(3),
            legend: Length::pt(9),
            words: RevisionWords::default(),
        }
    }
}

impl RevisionStyle {
    /// The colour of a revision.
    #[must_use]
    pub const fn colour(&self, revision: Revision) -> Colour {
        match revision {
            Revision::Inserted => self.inserted,
            Revision::Deleted => self.deleted,
            Revision::MovedHere(_) | Revision::MovedAway(_) => self.moved,
        }
    }
}

/// What a document that shows changes calls them. A word that no labels have is empty, and then
/// nothing stands in its place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RevisionWords {
    /// What the legend calls what is new.
    pub inserted: String,
    /// What the legend calls what is gone.
    pub deleted: String,
    /// What the legend calls what moved.
    pub moved: String,
    /// What stands at both places of what moved; `{number}` is the number that they share.
    pub place: String,
    /// How a text is told to who does not see its look: by `{text}` in the words for what is new,
    /// what is gone, what is here now, and what was here.
    pub said: [String; 4],
}

impl RevisionWords {
    /// The words of a language.
    #[must_use]
    pub(in crate::kind) fn of(labels: &Labels) -> Self {
        let word = |key: &str| {
            let found = labels.get(&format!("revisions.{key}"));
            found.unwrap_or_default().to_owned()
        };
        let said = ["inserted", "deleted", "moved-here", "moved-away"];
        Self {
            inserted: word("inserted"),
            deleted: word("deleted"),
            moved: word("moved"),
            place: word("place"),
            said: said.map(|key| word(&format!("said.{key}"))),
        }
    }

    /// What is said before and after a text to who does not see its look.
    #[must_use]
    pub fn around(&self, revision: Revision) -> (&str, &str) {
        let said = &self.said[match revision {
            Revision::Inserted => 0,
            Revision::Deleted => 1,
            Revision::MovedHere(_) => 2,
            Revision::MovedAway(_) => 3,
        }];
        said.split_once("{text}").unwrap_or_default()
    }

    /// What stands beside a text that moved; none for what did not, or without words for it.
    #[must_use]
    pub fn place(&self, revision: Revision) -> Option<String> {
        match revision {
            Revision::MovedHere(number) | Revision::MovedAway(number) => {
                let place = self.place.replace("{number}", &number.to_string());
                Some(place).filter(|place| !place.is_empty())
            }
            Revision::Inserted | Revision::Deleted => None,
        }
    }
}

/// A colour: its parts of red, green and blue in sRGB, from 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl FromStr for Colour {
    type Err = ();

    /// Reads six hexadecimal digits after `#`, as in CSS.
    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.strip_prefix('#').ok_or(())?;
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(());
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| ())?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self(red, green, blue))
    }
}

impl fmt::Display for Colour {
    /// Writes it as CSS does: `#08306b`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(red, green, blue) = self;
        write!(out, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// Reads `revisions` of a style; what is not said there is as it is without.
pub(super) fn read(node: &Node, sink: &mut Sink) -> RevisionStyle {
    let known = ["inserted", "deleted", "moved", "bar", "distance", "legend"];
    let mut fields = Fields::new(node, &known, sink);
    let usual = RevisionStyle::default();
    let mut colour = |key: &str| {
        let wanted = say!("a colour such as `#08306b`");
        fields.read(key, &wanted, |text| text.parse().ok())
    };
    let inserted = colour("inserted").unwrap_or(usual.inserted);
    let deleted = colour("deleted").unwrap_or(usual.deleted);
    let moved = colour("moved").unwrap_or(usual.moved);
    RevisionStyle {
        inserted,
        deleted,
        moved,
        bar: fields.length("bar").unwrap_or(usual.bar),
        distance: fields.length("distance").unwrap_or(usual.distance),
        legend: fields.length("legend").unwrap_or(usual.legend),
        words: usual.words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The part of the light that paper of a colour reflects (WCAG 2.1, relative luminance).
    fn luminance(Colour(red, green, blue): Colour) -> f64 {
        let part = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.03928 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
    }

    #[test]
    fn colours_are_read_on_paper_and_differ_in_grey() {
        let style = RevisionStyle::default();
        let colours = [style.inserted, style.moved, style.deleted].map(luminance);
        for light in colours {
            assert!(1.05 / (light + 0.05) >= 4.5, "{light}");
        }
        for pair in colours.windows(2) {
            assert!((pair[1] + 0.05) / (pair[0] + 0.05) >= 1.4, "{pair:?}");
        }
    }

    #[test]
    fn a_colour_is_written_as_it_is_read() {
        let read = |text: &str| text.parse::<Colour>().map(|colour| colour.to_string());
        assert_eq!(read("#08306B"), Ok("#08306b".to_owned()));
        for wrong in [
            "08306b", "#08306", "#08306bb", "#+8306b", "#ąž06", "red", "",
        ] {
            assert_eq!(read(wrong), Err(()), "{wrong}");
        }
    }
}
