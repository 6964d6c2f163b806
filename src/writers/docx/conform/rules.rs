//! What is known of each element that docx-rs writes: the order tables of ECMA-376.

/// What an element may hold.
pub(super) enum Content {
    /// Nothing.
    Empty,
    /// Text.
    Text,
    /// These elements, in this order.
    Sequence(&'static [&'static str]),
    /// These elements, in any order.
    Any(&'static [&'static str]),
    /// This element first, if it is there, then these in any order.
    Lead(&'static str, &'static [&'static str]),
}

/// What is known of an element.
pub(super) struct Rule {
    pub(super) name: &'static str,
    pub(super) attributes: &'static [&'static str],
    pub(super) content: Content,
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
    pub(super) fn rank(&self, child: &[u8]) -> Option<usize> {
        let place = |names: &[&str]| names.iter().position(|name| name.as_bytes() == child);
        match self.content {
            Content::Empty | Content::Text => None,
            Content::Sequence(names) => place(names),
            Content::Any(names) => place(names).map(|_| 0),
            Content::Lead(lead, _) if lead.as_bytes() == child => Some(0),
            Content::Lead(_, names) => place(names).map(|_| 1),
        }
    }

    /// Properties that say nothing are left out; docx-rs writes them for every paragraph and run.
    pub(super) fn says_nothing_when_empty(&self) -> bool {
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
    // What became of the mark of the paragraph, if they are that mark's (`CT_ParaRPr`, 17.3.1.29).
    "w:ins", "w:del", "w:moveFrom", "w:moveTo",
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

/// `CT_SdtPr` (17.5.2.38); the last ones tell the sort of the control.
#[rustfmt::skip]
const CONTROL_PROPERTIES: &[&str] = &[
    "w:rPr", "w:alias", "w:tag", "w:id", "w:lock", "w:placeholder", "w:temporary",
    "w:showingPlcHdr", "w:dataBinding", "w:date", "w:text",
];

/// The pieces of a line.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "w:r", "w:hyperlink", "w:sdt", "w:bookmarkStart", "w:bookmarkEnd", "w:ins", "w:del",
    "w:moveFrom", "w:moveTo", "w:moveFromRangeStart", "w:moveFromRangeEnd", "w:moveToRangeStart",
    "w:moveToRangeEnd",
];

/// What a run says.
#[rustfmt::skip]
const IN_RUN: &[&str] = &[
    "w:t", "w:delText", "w:tab", "w:br", "w:fldChar", "w:instrText", "w:delInstrText",
    "w:footnoteReference", "w:drawing", "w:pict",
];

/// The runs of a tracked change (17.13.5).
const CHANGED: Content = Content::Any(&["w:r"]);

const VALUE: &[&str] = &["w:val"];
const LINE: &[&str] = &["w:val", "w:sz", "w:space", "w:color"];

/// Every element that may come, by name.
#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    Rule::empty("w:b", VALUE),
    Rule::empty("w:bCs", VALUE),
    Rule::empty("w:bookmarkEnd", &["w:id"]),
    Rule::empty("w:bookmarkStart", &["w:id", "w:name"]),
    Rule::empty("w:bottom", LINE),
    Rule::empty("w:br", &["w:type"]),
    Rule::empty("w:cols", &["w:space", "w:num"]),
    Rule::holds("w:del", CHANGED),
    Rule::holds("w:delInstrText", Content::Text),
    Rule { name: "w:delText", attributes: &["xml:space"], content: Content::Text },
    Rule::empty("w:fldChar", &["w:fldCharType"]),
    Rule::empty("w:footerReference", &["w:type", "r:id"]),
    Rule::empty("w:footnoteReference", &["w:id"]),
    Rule::empty("w:headerReference", &["w:type", "r:id"]),
    Rule { name: "w:hyperlink", attributes: &["r:id", "w:anchor", "w:history"], content: Content::Any(&["w:r", "w:sdt", "w:ins", "w:del", "w:moveFrom", "w:moveTo"]) },
    Rule::empty("w:i", VALUE),
    Rule::empty("w:iCs", VALUE),
    Rule::empty("w:ilvl", VALUE),
    Rule::empty("w:ind", &["w:left", "w:right", "w:firstLine", "w:hanging"]),
    Rule::holds("w:ins", CHANGED),
    Rule::holds("w:instrText", Content::Text),
    Rule::empty("w:jc", VALUE),
    Rule::empty("w:keepLines", VALUE),
    Rule::empty("w:keepNext", VALUE),
    Rule::empty("w:lang", VALUE),
    Rule::holds("w:moveFrom", CHANGED),
    Rule::holds("w:moveTo", CHANGED),
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
    Rule::holds("w:sdt", Content::Sequence(&["w:sdtPr", "w:sdtContent"])),
    Rule::holds("w:sdtContent", Content::Any(PIECES)),
    Rule::holds("w:sdtPr", Content::Sequence(CONTROL_PROPERTIES)),
    Rule::holds("w:sectPr", Content::Sequence(SECTION_PROPERTIES)),
    Rule::empty("w:spacing", &["w:val", "w:before", "w:after", "w:line", "w:lineRule"]),
    Rule { name: "w:t", attributes: &["xml:space"], content: Content::Text },
    Rule::empty("w:tab", &["w:val", "w:pos", "w:leader"]),
    Rule::holds("w:tabs", Content::Sequence(&["w:tab"])),
    Rule::empty("w:titlePg", VALUE),
    Rule::empty("w:vertAlign", VALUE),
];

/// Attributes that docx-rs writes and that are not wanted: the identity of a paragraph is in a
/// namespace that must be declared as ignorable, and comes from a counter of the process; no
/// answer of a field is stale.
pub(super) const UNWANTED: &[(&str, &[u8])] = &[("w:p", b"w14:paraId"), ("w:fldChar", b"w:dirty")];

/// Attributes that docx-rs does not write: without it, spaces at the ends of a text are lost.
pub(super) const WANTED: &[(&str, &str)] = &[
    ("w:instrText", " xml:space=\"preserve\""),
    ("w:delInstrText", " xml:space=\"preserve\""),
];

/// What a text is called in a deletion (17.3.3.7, 17.16.13).
pub(super) fn deleted(name: &[u8]) -> &[u8] {
    match name {
        b"w:t" => b"w:delText",
        b"w:instrText" => b"w:delInstrText",
        name => name,
    }
}

/// What is known of the element of that name.
pub(super) fn rule(name: &[u8]) -> Result<&'static Rule, String> {
    let found = RULES.binary_search_by(|rule| rule.name.as_bytes().cmp(name));
    found
        .map(|index| &RULES[index])
        .map_err(|_| unknown("element", name))
}

/// Says what docx-rs wrote and these rules do not know.
pub(super) fn unknown(what: &str, name: &[u8]) -> String {
    format!(
        "docx-rs wrote an {what} that is not known: {}",
        String::from_utf8_lossy(name)
    )
}
