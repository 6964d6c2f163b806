//! SVG: every page of a layout as a drawing that a browser shows, for the preview.
//!
//! Words are text: the browser shapes them with the same font files ([`fonts()`]), and every word
//! starts where layout put it. [`words`] says of each whether that gives the glyphs of the layout,
//! which [`shaping`] asks of the same algorithm that browsers have; what plain text cannot show is
//! drawn as outlines, over letters that are there to be found and copied but leave no trace.
//!
//! What one paragraph, heading, item or cell shows is a group ([`page`]) that says where it was
//! written ([`parts`]). Nothing here has a style of its own: a page that forbids those shows it.

mod fonts;
mod page;
mod parts;
mod shapes;
mod shaping;
#[cfg(test)]
mod tests;
mod texts;
mod words;

use crate::document::Properties;
use crate::kind::style::Style;
use crate::layout::page::Layout;
use crate::source::Span;

pub use fonts::{FontFile, font_faces, fonts};

/// Where something was written, for who wants to go there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The place in words: `content/plan.yaml:133:13`, or `data/readers.xlsx:Readers!C7`.
    pub text: String,
    /// The address at which an editor opens it; none if no editor is known, or it cannot.
    pub link: Option<String>,
}

/// Draws the pages, each as an SVG document of its own. The same pages give the same bytes.
///
/// `place` says of a place in a file whether the author of the document wrote there, and how it
/// is told; what the kind's templates wrote has none. It is told the first words that are shown of
/// what was written there, too: a text of many paragraphs has one place.
#[must_use]
pub fn pages(
    layout: &Layout,
    properties: &Properties,
    style: &Style,
    place: &dyn Fn(Span, &str) -> Option<Place>,
) -> Vec<String> {
    let parts = parts::Parts::of(layout, &properties.lang, place);
    let mut words = words::Words::new(&style.typeface);
    let pages = layout.pages.iter();
    pages
        .map(|page| page::draw(page, &parts, &mut words, &style.revisions))
        .collect()
}

/// A number of thousandths, with two decimals at most: a screen shows no more.
fn decimal(thousandths: i64) -> String {
    let hundredths = (thousandths + 5).div_euclid(10);
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (hundredths.abs() / 100, hundredths.abs() % 100);
    match rest {
        0 => format!("{sign}{whole}"),
        rest if rest % 10 == 0 => format!("{sign}{whole}.{}", rest / 10),
        rest => format!("{sign}{whole}.{rest:02}"),
    }
}
