//! The headers: a page number in the middle, or nothing.

use crate::kind::style::PageStyle;

use super::names;
use super::xml::{WORD, Xml};

/// The relationship of the header with the number.
pub(super) const NUMBERED: &str = "rIdHeader";
/// The relationship of the header without it.
pub(super) const BLANK: &str = "rIdFirstHeader";

/// Which pages show their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbers {
    /// All of them.
    All,
    /// All but the first: Word has a header of its own for the first page of a section.
    NotOnFirst,
    /// Those from this one on: the header asks on every page.
    From(usize),
}

impl Numbers {
    /// What the style asks for.
    pub(super) fn of(style: &PageStyle) -> Self {
        match style.numbered_from {
            0 | 1 => Self::All,
            2 => Self::NotOnFirst,
            page => Self::From(page),
        }
    }
}

/// Writes the header that shows the number.
pub(super) fn numbered(numbers: Numbers) -> Vec<u8> {
    let mut xml = Xml::part("w:hdr", &[WORD]);
    open(&mut xml);
    match numbers {
        Numbers::From(page) => number_from(&mut xml, page),
        Numbers::All | Numbers::NotOnFirst => number(&mut xml),
    }
    xml.finish()
}

/// Writes the header that shows nothing.
pub(super) fn blank() -> Vec<u8> {
    let mut xml = Xml::part("w:hdr", &[WORD]);
    open(&mut xml);
    xml.finish()
}

fn open(xml: &mut Xml) {
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.value("w:pStyle", names::HEADER);
    xml.close();
}

/// `PAGE`: the number of the page (ECMA-376 Part 1, 17.16.5.41).
fn number(xml: &mut Xml) {
    mark(xml, "begin");
    instruction(xml, " PAGE ");
    mark(xml, "separate");
    xml.open("w:r", &[]);
    xml.text("w:t", &[], "2");
    xml.close();
    mark(xml, "end");
}

/// `IF PAGE > n PAGE`: the number, where it is to be shown (17.16.5.27).
fn number_from(xml: &mut Xml, page: usize) {
    mark(xml, "begin");
    instruction(xml, " IF ");
    number(xml);
    instruction(xml, &format!(" > {} ", page - 1));
    number(xml);
    instruction(xml, " \"\" ");
    mark(xml, "separate");
    mark(xml, "end");
}

fn mark(xml: &mut Xml, kind: &str) {
    xml.open("w:r", &[]);
    xml.leaf("w:fldChar", &[("w:fldCharType", kind)]);
    xml.close();
}

fn instruction(xml: &mut Xml, text: &str) {
    xml.open("w:r", &[]);
    xml.text("w:instrText", &[("xml:space", "preserve")], text);
    xml.close();
}
