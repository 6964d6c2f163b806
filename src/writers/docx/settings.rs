//! `settings.xml` and `fontTable.xml`: how Word treats the document as a whole.
//!
//! docx-rs fixes both: East Asian switches that change line breaks, a list of fonts that the
//! document does not use, and no word for hyphenation. They are written straight.

use crate::kind::style::Style;

use super::names;
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

/// The table style that Word gives to a table that a person adds.
const DEFAULT_TABLE: &str = "table";

/// No more lines than this end with a hyphen in a row: on our own pages a third costs more than a
/// line of wide spaces.
const HYPHENS_IN_A_ROW: &str = "2";

/// What Word is told about a document as a whole.
pub(super) struct Settings<'a> {
    /// How it looks.
    pub(super) style: &'a Style,
    /// Its language; empty if nobody says it.
    pub(super) lang: &'a str,
    /// The sign before the decimals of its numbers; empty if nobody says it.
    pub(super) decimal_sign: &'a str,
    /// Whether it has footnotes.
    pub(super) notes: bool,
}

impl Settings<'_> {
    /// Writes the settings, in the order of ECMA-376 Part 1, 17.15.1.78. Nothing in them makes Word
    /// ask a question when it opens the document.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut xml = Xml::part("w:settings", &[WORD]);
        xml.leaf("w:zoom", &[("w:percent", "100")]);
        xml.value("w:defaultTabStop", "567");
        self.hyphenation(&mut xml);
        if self.style.tables.contains_key(DEFAULT_TABLE) {
            xml.value("w:defaultTableStyle", &names::table_id(DEFAULT_TABLE));
        }
        xml.value("w:characterSpacingControl", "doNotCompress");
        if self.notes {
            xml.open("w:footnotePr", &[]);
            for (_, id) in SEPARATORS {
                xml.leaf("w:footnote", &[("w:id", id)]);
            }
            xml.close();
        }
        compatibility(&mut xml);
        if !self.lang.is_empty() {
            xml.value("w:themeFontLang", &clean(self.lang));
        }
        self.signs(&mut xml);
        xml.finish()
    }

    /// Words are divided as on our own pages: those all in capitals are not.
    fn hyphenation(&self, xml: &mut Xml) {
        let mut looks = self.style.paragraphs.values();
        if looks.any(|paragraph| paragraph.hyphenate) {
            xml.leaf("w:autoHyphenation", &[]);
            xml.value("w:consecutiveHyphenLimit", HYPHENS_IN_A_ROW);
            xml.leaf("w:doNotHyphenateCaps", &[]);
        }
    }

    /// The signs by which Word reads numbers when it works a formula of a table out. A list is parted
    /// by a semicolon where a comma stands in numbers.
    fn signs(&self, xml: &mut Xml) {
        if self.decimal_sign.is_empty() {
            return;
        }
        xml.value("w:decimalSymbol", &clean(self.decimal_sign));
        let separator = if self.decimal_sign == "," { ";" } else { "," };
        xml.value("w:listSeparator", separator);
    }
}

fn compatibility(xml: &mut Xml) {
    xml.open("w:compat", &[]);
    // A line that is broken by hand is not stretched to both edges, as the last line is not.
    xml.leaf("w:doNotExpandShiftReturn", &[]);
    for (name, value) in COMPATIBILITY {
        xml.leaf(
            "w:compatSetting",
            &[("w:name", name), ("w:uri", URI), ("w:val", value)],
        );
    }
    xml.close();
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
