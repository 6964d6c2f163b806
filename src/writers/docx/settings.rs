//! `settings.xml` and `fontTable.xml`: how Word treats the document as a whole.
//!
//! docx-rs fixes both: East Asian switches that change line breaks, a list of fonts that the
//! document does not use, and no word for hyphenation. They are written straight.

use crate::kind::style::Style;

use super::notes::SEPARATORS;
use super::xml::{WORD, Xml, clean};

/// Where Word keeps the meaning of its compatibility settings.
const URI: &str = "http://schemas.microsoft.com/office/word";

/// What Word 2013 and later set in a new document. Mode 15 makes it lay the document out as it is
/// now; without it, it opens in „compatibility mode“ and aligns tables by their text.
const COMPATIBILITY: [(&str, &str); 6] = [
    ("compatibilityMode", "15"),
    ("overrideTableStyleFontSizeAndJustification", "1"),
    ("enableOpenTypeFeatures", "1"),
    ("doNotFlipMirrorIndents", "1"),
    ("differentiateMultirowTableHeaders", "1"),
    ("useWord2013TrackBottomHyphenation", "0"),
];

/// Writes the settings, in the order of ECMA-376 Part 1, 17.15.1.78.
pub(super) fn settings(hyphenate: bool, notes: bool) -> Vec<u8> {
    let mut xml = Xml::part("w:settings", &[WORD]);
    xml.leaf("w:zoom", &[("w:percent", "100")]);
    xml.value("w:defaultTabStop", "567");
    if hyphenate {
        xml.leaf("w:autoHyphenation", &[]);
    }
    xml.value("w:characterSpacingControl", "doNotCompress");
    if notes {
        xml.open("w:footnotePr", &[]);
        for (_, id) in SEPARATORS {
            xml.leaf("w:footnote", &[("w:id", id)]);
        }
        xml.close();
    }
    xml.open("w:compat", &[]);
    // A line that is broken by hand is not stretched to both edges, as the last line is not.
    xml.leaf("w:doNotExpandShiftReturn", &[]);
    for (name, value) in COMPATIBILITY {
        xml.leaf(
            "w:compatSetting",
            &[("w:name", name), ("w:uri", URI), ("w:val", value)],
        );
    }
    xml.finish()
}

/// Writes the list of fonts: the one that the document uses.
pub(super) fn fonts(style: &Style) -> Vec<u8> {
    let mut xml = Xml::part("w:fonts", &[WORD]);
    xml.open("w:font", &[("w:name", &clean(&style.typeface.name))]);
    xml.value("w:charset", "00");
    xml.value("w:family", "auto");
    xml.value("w:pitch", "variable");
    xml.finish()
}
