//! What docx-rs wrote, as ECMA-376 wants it.
//!
//! docx-rs writes the children of an element in its own order, with attributes that no namespace
//! declares, and it has no words for some elements. This pass reads a fragment (a paragraph, a
//! piece of a line, the properties of a section) and writes it again: children in the order of the
//! schema, known mistakes dropped, a [language](lang) in the place of what stands for it. What it
//! does not know is an error and never passes silently, so that a new version of docx-rs cannot
//! change our documents unseen.
//!
//! The rules are data: [`RULES`] says of every element what it may hold and in which order.
//! The fragment is written in place; when an element ends, its children are put in order.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::text::put_shown;

/// What an element may hold.
enum Content {
    /// Nothing.
    Empty,
    /// Text.
    Text,
    /// These elements, in this order.
    Sequence(&'static [&'static str]),
    /// This element first, if it is there, then these in any order.
    Lead(&'static str, &'static [&'static str]),
}

/// What is known of an element.
struct Rule {
    name: &'static str,
    attributes: &'static [&'static str],
    content: Content,
}

impl Rule {
    const fn empty(name: &'static str, attributes: &'static [&'static str]) -> Self {
        Self {
            name,
            attributes,
            content: Content::Empty,
        }
    }

    const fn holds(name: &'static str, content: Content) -> Self {
        Self {
            name,
            attributes: &[],
            content,
        }
    }

    /// Where a child stands among the others; none if it may not be there.
    fn rank(&self, child: &[u8]) -> Option<usize> {
        let place = |names: &[&str]| names.iter().position(|name| name.as_bytes() == child);
        match self.content {
            Content::Empty | Content::Text => None,
            Content::Sequence(names) => place(names),
            Content::Lead(lead, _) if lead.as_bytes() == child => Some(0),
            Content::Lead(_, names) => place(names).map(|_| 1),
        }
    }

    /// Properties that say nothing are left out; docx-rs writes them for every paragraph and run.
    fn says_nothing_when_empty(&self) -> bool {
        matches!(self.name, "w:pPr" | "w:rPr")
    }
}

/// `CT_PPr` (17.3.1.26).
#[rustfmt::skip]
const PARAGRAPH_PROPERTIES: &[&str] = &[
    "w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr", "w:widowControl",
    "w:numPr", "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs", "w:suppressAutoHyphens",
    "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE",
    "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind",
    "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection",
    "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr",
    "w:sectPr", "w:pPrChange",
];

/// `CT_RPr` (17.3.2.28), in the order that Word writes and the strict schema asks for.
#[rustfmt::skip]
const RUN_PROPERTIES: &[&str] = &[
    "w:rStyle", "w:rFonts", "w:b", "w:bCs", "w:i", "w:iCs", "w:caps", "w:smallCaps", "w:strike",
    "w:dstrike", "w:outline", "w:shadow", "w:emboss", "w:imprint", "w:noProof", "w:snapToGrid",
    "w:vanish", "w:webHidden", "w:color", "w:spacing", "w:w", "w:kern", "w:position", "w:sz",
    "w:szCs", "w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:fitText", "w:vertAlign",
    "w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath",
];

/// `CT_SectPr` (17.6.17).
#[rustfmt::skip]
const SECTION_PROPERTIES: &[&str] = &[
    "w:headerReference", "w:footerReference", "w:footnotePr", "w:endnotePr", "w:type", "w:pgSz",
    "w:pgMar", "w:paperSrc", "w:pgBorders", "w:lnNumType", "w:pgNumType", "w:cols", "w:formProt",
    "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection", "w:bidi", "w:rtlGutter",
    "w:docGrid", "w:printerSettings",
];

/// The pieces of a line.
#[rustfmt::skip]
const PIECES: &[&str] = &["w:r", "w:hyperlink", "w:bookmarkStart", "w:bookmarkEnd"];

/// What a run says.
#[rustfmt::skip]
const IN_RUN: &[&str] = &[
    "w:t", "w:tab", "w:br", "w:fldChar", "w:instrText", "w:footnoteReference",
];

const VALUE: &[&str] = &["w:val"];
const LINE: &[&str] = &["w:val", "w:sz", "w:space", "w:color"];

/// Every element that may come, by name.
#[rustfmt::skip]
const RULES: &[Rule] = &[
    Rule::empty("w:b", VALUE),
    Rule::empty("w:bCs", VALUE),
    Rule::empty("w:bookmarkEnd", &["w:id"]),
    Rule::empty("w:bookmarkStart", &["w:id", "w:name"]),
    Rule::empty("w:bottom", LINE),
    Rule::empty("w:br", &["w:type"]),
    Rule::empty("w:cols", &["w:space", "w:num"]),
    Rule::empty("w:fldChar", &["w:fldCharType"]),
    Rule::empty("w:footerReference", &["w:type", "r:id"]),
    Rule::empty("w:footnoteReference", &["w:id"]),
    Rule::empty("w:headerReference", &["w:type", "r:id"]),
    Rule { name: "w:hyperlink", attributes: &["r:id", "w:anchor", "w:history"], content: Content::Sequence(&["w:r"]) },
    Rule::empty("w:i", VALUE),
    Rule::empty("w:iCs", VALUE),
    Rule::empty("w:ilvl", VALUE),
    Rule::empty("w:ind", &["w:left", "w:right", "w:firstLine", "w:hanging"]),
    Rule::holds("w:instrText", Content::Text),
    Rule::empty("w:jc", VALUE),
    Rule::empty("w:keepLines", VALUE),
    Rule::empty("w:keepNext", VALUE),
    Rule::empty("w:lang", VALUE),
    Rule::empty("w:numId", VALUE),
    Rule::holds("w:numPr", Content::Sequence(&["w:ilvl", "w:numId"])),
    Rule::empty("w:outlineLvl", VALUE),
    Rule::holds("w:p", Content::Lead("w:pPr", PIECES)),
    Rule::holds("w:pBdr", Content::Sequence(&["w:top", "w:left", "w:bottom", "w:right", "w:between", "w:bar"])),
    Rule::holds("w:pPr", Content::Sequence(PARAGRAPH_PROPERTIES)),
    Rule::empty("w:pStyle", VALUE),
    Rule::empty("w:pgMar", &["w:top", "w:right", "w:bottom", "w:left", "w:header", "w:footer", "w:gutter"]),
    Rule::empty("w:pgSz", &["w:w", "w:h", "w:orient"]),
    Rule::holds("w:r", Content::Lead("w:rPr", IN_RUN)),
    Rule::holds("w:rPr", Content::Sequence(RUN_PROPERTIES)),
    Rule::empty("w:rStyle", VALUE),
    Rule::holds("w:sectPr", Content::Sequence(SECTION_PROPERTIES)),
    Rule::empty("w:spacing", &["w:before", "w:after", "w:line", "w:lineRule"]),
    Rule { name: "w:t", attributes: &["xml:space"], content: Content::Text },
    Rule::empty("w:tab", &["w:val", "w:pos", "w:leader"]),
    Rule::holds("w:tabs", Content::Sequence(&["w:tab"])),
    Rule::empty("w:titlePg", VALUE),
    Rule::empty("w:vertAlign", VALUE),
];

/// Attributes that docx-rs writes and that are not wanted: the identity of a paragraph is in a
/// namespace that must be declared as ignorable, and comes from a counter of the process; no
/// answer of a field is stale.
const UNWANTED: &[(&str, &[u8])] = &[("w:p", b"w14:paraId"), ("w:fldChar", b"w:dirty")];

/// Attributes that docx-rs does not write: without it, spaces at the ends of a text are lost.
const WANTED: &[(&str, &str)] = &[("w:instrText", " xml:space=\"preserve\"")];

/// How the identity of a character style begins that stands for a language.
const LANG: &str = "lang:";

/// The character style that stands for a language, for which docx-rs has no words: this pass puts
/// `w:lang` in its place (17.3.2.20).
pub(super) fn lang(lang: &str) -> String {
    format!("{LANG}{lang}")
}

/// Whether an element stands for a language.
fn is_lang(element: &BytesStart<'_>) -> bool {
    element.name().as_ref() == b"w:rStyle"
        && element
            .attributes()
            .flatten()
            .any(|attribute| attribute.value.starts_with(LANG.as_bytes()))
}

fn rule(name: &[u8]) -> Result<&'static Rule, String> {
    let found = RULES.binary_search_by(|rule| rule.name.as_bytes().cmp(name));
    found
        .map(|index| &RULES[index])
        .map_err(|_| unknown("element", name))
}

fn unknown(what: &str, name: &[u8]) -> String {
    format!(
        "docx-rs wrote an {what} that is not known: {}",
        String::from_utf8_lossy(name)
    )
}

/// Writes a fragment as the schema wants it to the end of `out`.
pub(super) fn conform(fragment: &[u8], out: &mut Vec<u8>) -> Result<(), String> {
    let mut pass = Pass {
        out,
        frames: Vec::new(),
        children: Vec::new(),
        scratch: Vec::new(),
    };
    let mut reader = Reader::from_reader(fragment);
    loop {
        match reader
            .read_event()
            .map_err(|error| format!("docx-rs wrote bad XML: {error}"))?
        {
            Event::Start(start) => pass.open(&start)?,
            Event::Empty(start) => {
                pass.open(&start)?;
                pass.close()?;
            }
            Event::End(_) => pass.close()?,
            Event::Text(text) => pass.text(&text)?,
            Event::GeneralRef(name) => pass.reference(&name)?,
            Event::Eof => return pass.finish(),
            other => return Err(format!("docx-rs wrote what is no element: {other:?}")),
        }
    }
}

struct Pass<'a> {
    out: &'a mut Vec<u8>,
    /// The elements that are open.
    frames: Vec<Frame>,
    /// The children of all open elements, those of the innermost last.
    children: Vec<Child>,
    scratch: Vec<u8>,
}

struct Frame {
    rule: &'static Rule,
    /// Its place among its siblings.
    rank: usize,
    /// Where in `out` it starts, and where its content starts.
    start: usize,
    content: usize,
    /// Where in `children` its own start.
    children: usize,
}

/// A child that is written: its place in the order, and where in `out` it starts.
#[derive(Clone, Copy)]
struct Child {
    rank: usize,
    start: usize,
}

impl Pass<'_> {
    fn open(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        let name = element.name();
        let name = if is_lang(element) {
            b"w:lang"
        } else {
            name.as_ref()
        };
        let rule = rule(name)?;
        let rank = match self.frames.last() {
            Some(parent) => parent
                .rule
                .rank(name)
                .ok_or_else(|| misplaced(parent.rule, rule))?,
            None => 0,
        };
        let start = self.out.len();
        self.out.push(b'<');
        self.out.extend_from_slice(rule.name.as_bytes());
        self.attributes(rule, element)?;
        self.out.push(b'>');
        let (content, children) = (self.out.len(), self.children.len());
        self.frames.push(Frame {
            rule,
            rank,
            start,
            content,
            children,
        });
        Ok(())
    }

    fn attributes(&mut self, rule: &Rule, element: &BytesStart<'_>) -> Result<(), String> {
        for attribute in element.attributes().with_checks(false) {
            let attribute =
                attribute.map_err(|error| format!("docx-rs wrote a bad attribute: {error}"))?;
            let key = attribute.key.as_ref();
            if rule.attributes.iter().any(|name| name.as_bytes() == key) {
                let value = attribute.value.as_ref();
                let lang = value.strip_prefix(LANG.as_bytes());
                let value = lang.filter(|_| rule.name == "w:lang").unwrap_or(value);
                for piece in [b" ".as_slice(), key, b"=\"", value, b"\""] {
                    self.out.extend_from_slice(piece);
                }
            } else if !UNWANTED.contains(&(rule.name, key)) {
                return Err(unknown(&format!("attribute of {}", rule.name), key));
            }
        }
        for (_, attribute) in WANTED.iter().filter(|(name, _)| *name == rule.name) {
            self.out.extend_from_slice(attribute.as_bytes());
        }
        Ok(())
    }

    fn text(&mut self, text: &[u8]) -> Result<(), String> {
        if self.expect_text()? == "w:t" {
            put_shown(text, self.out);
        } else {
            self.out.extend_from_slice(text);
        }
        Ok(())
    }

    /// Passes `&amp;` and the like on as they are.
    fn reference(&mut self, name: &[u8]) -> Result<(), String> {
        self.expect_text()?;
        for piece in [b"&".as_slice(), name, b";"] {
            self.out.extend_from_slice(piece);
        }
        Ok(())
    }

    /// The element that the text stands in.
    fn expect_text(&self) -> Result<&'static str, String> {
        match self.frames.last() {
            Some(Frame {
                rule:
                    Rule {
                        name,
                        content: Content::Text,
                        ..
                    },
                ..
            }) => Ok(name),
            Some(frame) => Err(format!("docx-rs wrote text in {}", frame.rule.name)),
            None => Err("docx-rs wrote text outside of all elements".to_owned()),
        }
    }

    fn close(&mut self) -> Result<(), String> {
        let frame = self
            .frames
            .pop()
            .ok_or("docx-rs closed more elements than it opened")?;
        self.order(&frame);
        self.children.truncate(frame.children);
        let empty = self.out.len() == frame.content;
        if empty && frame.rule.says_nothing_when_empty() {
            self.out.truncate(frame.start);
            return Ok(());
        }
        if empty {
            self.out.pop();
            self.out.extend_from_slice(b"/>");
        } else {
            for piece in [b"</".as_slice(), frame.rule.name.as_bytes(), b">"] {
                self.out.extend_from_slice(piece);
            }
        }
        self.children.push(Child {
            rank: frame.rank,
            start: frame.start,
        });
        Ok(())
    }

    /// Puts the children of an element in order; those of one rank stay as they came.
    fn order(&mut self, frame: &Frame) {
        let children = &self.children[frame.children..];
        if children.is_sorted_by_key(|child| child.rank) {
            return;
        }
        let ends = children
            .iter()
            .skip(1)
            .map(|child| child.start)
            .chain([self.out.len()]);
        let mut pieces: Vec<_> = children
            .iter()
            .zip(ends)
            .map(|(child, end)| (child.rank, child.start..end))
            .collect();
        pieces.sort_by_key(|(rank, _)| *rank);
        self.scratch.clear();
        for (_, range) in pieces {
            self.scratch.extend_from_slice(&self.out[range]);
        }
        self.out.truncate(frame.content);
        self.out.extend_from_slice(&self.scratch);
    }

    fn finish(self) -> Result<(), String> {
        if !self.frames.is_empty() {
            return Err("docx-rs left an element open".to_owned());
        }
        Ok(())
    }
}

fn misplaced(parent: &Rule, child: &Rule) -> String {
    format!("docx-rs wrote {} in {}", child.name, parent.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conformed(fragment: &str) -> Result<String, String> {
        let mut out = Vec::new();
        conform(fragment.as_bytes(), &mut out)?;
        String::from_utf8(out).map_err(|error| error.to_string())
    }

    #[test]
    fn the_rules_are_in_the_order_in_which_they_are_searched() {
        assert!(RULES.is_sorted_by_key(|rule| rule.name));
    }

    #[test]
    fn children_are_put_in_order_and_mistakes_dropped() {
        let fragment = r#"<w:p w14:paraId="1"><w:pPr><w:rPr /><w:jc w:val="both" /><w:numPr><w:numId w:val="2" /><w:ilvl w:val="0" /></w:numPr><w:pStyle w:val="body" /></w:pPr><w:r><w:t xml:space="preserve">a &amp; b</w:t></w:r></w:p>"#;
        let wanted = r#"<w:p><w:pPr><w:pStyle w:val="body"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr><w:jc w:val="both"/></w:pPr><w:r><w:t xml:space="preserve">a &amp; b</w:t></w:r></w:p>"#;
        assert_eq!(conformed(fragment).as_deref(), Ok(wanted));
    }

    #[test]
    fn a_language_takes_the_place_of_the_style_that_stands_for_it() {
        let fragment = r#"<w:r><w:rPr><w:rStyle w:val="lang:en-GB" /><w:b /></w:rPr><w:t xml:space="preserve">a</w:t></w:r>"#;
        let wanted = r#"<w:r><w:rPr><w:b/><w:lang w:val="en-GB"/></w:rPr><w:t xml:space="preserve">a</w:t></w:r>"#;
        assert_eq!(conformed(fragment).as_deref(), Ok(wanted));
    }

    #[test]
    fn what_a_field_asks_keeps_its_spaces_and_hyphens() {
        let fragment = "<w:r><w:instrText> IF \u{2011} &quot; </w:instrText></w:r>";
        let wanted =
            "<w:r><w:instrText xml:space=\"preserve\"> IF \u{2011} &quot; </w:instrText></w:r>";
        assert_eq!(conformed(fragment).as_deref(), Ok(wanted));
    }

    #[test]
    fn what_is_not_known_does_not_pass() {
        let wrong = [
            "<w:p><w:sdt /></w:p>",
            "<w:p><w:jc w:val=\"left\" /></w:p>",
            "<w:jc w:val=\"left\" w:new=\"1\" />",
            "<w:p>text</w:p>",
            "<w:p>",
            "<w:p><!-- note --></w:p>",
        ];
        for fragment in wrong {
            assert!(conformed(fragment).is_err(), "{fragment}");
        }
    }

    #[test]
    fn hyphens_that_are_not_seen_become_elements() {
        let text = conformed("<w:t xml:space=\"preserve\">a\u{ad}b</w:t>");
        let wanted =
            "<w:t xml:space=\"preserve\">a</w:t><w:softHyphen/><w:t xml:space=\"preserve\">b</w:t>";
        assert_eq!(text.as_deref(), Ok(wanted));
    }
}
