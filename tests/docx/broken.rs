//! Files broken on purpose: every rule of the lint finds what it is for.

use std::collections::BTreeSet;

use aktas::writers::docx::lint::{Rule, lint};

use super::package::{added, replaced};
use super::plan;

const TEXT: &str = "word/document.xml";
const STYLES: &str = "word/styles.xml";
const LISTS: &str = "word/numbering.xml";
const TYPES: &str = "[Content_Types].xml";

/// What breaks a file in one place: the rule, the part, what stands there, and what comes instead.
const SAMPLES: &[(Rule, &str, &str, &str)] = &[
    (
        Rule::CellWithoutParagraph,
        TEXT,
        "</w:p></w:tc>",
        "</w:p><w:tbl/></w:tc>",
    ),
    (Rule::RowOffGrid, TEXT, "<w:gridSpan w:val=\"2\"/>", ""),
    (
        Rule::MergeWithoutStart,
        TEXT,
        "<w:vMerge w:val=\"restart\"/>",
        "",
    ),
    (
        Rule::HeaderRowBelow,
        TEXT,
        "<w:cantSplit/><w:tblHeader/>",
        "<w:cantSplit/>",
    ),
    (
        Rule::TableAtEnd,
        TEXT,
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rIdHeader\"/><w:footerReference w:type=\"default\" r:id=\"rIdFooter\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
        "<w:tbl/><w:sectPr>",
    ),
    (
        Rule::DuplicateBookmark,
        TEXT,
        "<w:body>",
        "<w:body><w:bookmarkStart w:id=\"90\" w:name=\"other\"/><w:bookmarkEnd w:id=\"90\"/>",
    ),
    (
        Rule::DuplicateBookmark,
        TEXT,
        "<w:bookmarkStart w:id=\"2\"",
        "<w:bookmarkStart w:id=\"1\"",
    ),
    (
        Rule::UnpairedBookmark,
        TEXT,
        "<w:bookmarkEnd w:id=\"1\"/>",
        "",
    ),
    (
        Rule::UnpairedBookmark,
        TEXT,
        "<w:bookmarkStart w:id=\"1\"",
        "<w:bookmarkStart w:id=\"91\"",
    ),
    (
        Rule::BookmarkName,
        TEXT,
        "w:name=\"readers\"",
        "w:name=\"1 lentelė\"",
    ),
    (
        Rule::DanglingAnchor,
        TEXT,
        "w:name=\"readers\"",
        "w:name=\"writers\"",
    ),
    (
        Rule::LooseNote,
        TEXT,
        "<w:footnoteReference w:id=\"2\"/>",
        "",
    ),
    (
        Rule::LooseNote,
        TEXT,
        "<w:footnoteReference w:id=\"2\"/>",
        "<w:footnoteReference w:id=\"1\"/>",
    ),
    (
        Rule::LooseNote,
        "word/footnotes.xml",
        "<w:footnote w:id=\"3\">",
        "<w:footnote w:id=\"2\">",
    ),
    (
        Rule::UnclosedField,
        TEXT,
        "w:fldCharType=\"separate\"",
        "w:fldCharType=\"end\"",
    ),
    (
        Rule::DanglingRelationship,
        "word/_rels/footnotes.xml.rels",
        "rIdLink1",
        "rIdLink2",
    ),
    (
        Rule::UnknownStyle,
        STYLES,
        "w:styleId=\"table-number\"",
        "w:styleId=\"other\"",
    ),
    (
        Rule::DuplicateStyleName,
        STYLES,
        "w:val=\"table-number\"",
        "w:val=\"table-cell\"",
    ),
    (
        Rule::UnclosedField,
        "word/footer1.xml",
        "w:fldCharType=\"end\"",
        "w:fldCharType=\"separate\"",
    ),
    (
        Rule::UnknownNumbering,
        LISTS,
        "<w:num w:numId=\"2\">",
        "<w:num w:numId=\"20\">",
    ),
    (
        Rule::UnusedNumbering,
        LISTS,
        "<w:num w:numId=\"2\">",
        "<w:num w:numId=\"20\">",
    ),
    (
        Rule::DrawingWithoutWords,
        TEXT,
        "alt=\"Vieta parašui: Vardenis Pavardenis\"",
        "alt=\"\"",
    ),
    (
        Rule::DuplicateDrawing,
        TEXT,
        "</v:shape>",
        "</v:shape><v:shape id=\"_x0000_i1025\" alt=\"Kita\"/>",
    ),
    (
        Rule::DuplicateDrawing,
        TEXT,
        "<o:signatureline ",
        "<o:signatureline id=\"{F1F3A1E0-0000-8000-8000-000000000000}\"/><o:signatureline id=\"{F1F3A1E0-0000-8000-8000-000000000000}\"/><o:signatureline ",
    ),
    (
        Rule::WrongPart,
        TEXT,
        "<v:imagedata r:id=\"rIdImage1\"",
        "<v:imagedata r:id=\"rIdStyles\"",
    ),
    (
        Rule::DuplicateControl,
        TEXT,
        "<w:tag w:val=\"act-number\"/><w:id w:val=\"2\"/>",
        "<w:tag w:val=\"act-number\"/><w:id w:val=\"1\"/>",
    ),
    (
        Rule::DanglingRelationship,
        "word/_rels/document.xml.rels",
        "rIdLink1",
        "rIdLink2",
    ),
    (
        Rule::DanglingRelationship,
        "word/_rels/document.xml.rels",
        "header2.xml",
        "header3.xml",
    ),
    (
        Rule::DanglingRelationship,
        "word/_rels/document.xml.rels",
        "../customXml/item1.xml",
        "customXml/item1.xml",
    ),
    (
        Rule::DanglingRelationship,
        "customXml/_rels/item1.xml.rels",
        "itemProps1.xml",
        "itemProps2.xml",
    ),
    (
        Rule::WrongPart,
        "customXml/_rels/item1.xml.rels",
        "itemProps1.xml",
        "item1.xml",
    ),
    (
        Rule::WrongPart,
        "word/_rels/document.xml.rels",
        "header2.xml",
        "styles.xml",
    ),
    (
        Rule::WidthOffGrid,
        TEXT,
        "<w:tblW w:w=\"",
        "<w:tblW w:w=\"1",
    ),
    (Rule::WidthOffGrid, TEXT, "<w:tcW w:w=\"", "<w:tcW w:w=\"1"),
    (
        Rule::DanglingAnchor,
        TEXT,
        " PAGEREF _Toc",
        " PAGEREF _Other",
    ),
    (
        Rule::UnknownStyle,
        STYLES,
        "<w:next w:val=\"body\"/>",
        "<w:next w:val=\"nobody\"/>",
    ),
    (
        Rule::UnknownStyle,
        "word/settings.xml",
        "<w:defaultTableStyle w:val=\"Table-table\"/>",
        "<w:defaultTableStyle w:val=\"TableGrid\"/>",
    ),
    (
        Rule::StyleOfAnotherType,
        TEXT,
        "<w:pStyle w:val=\"body\"/>",
        "<w:pStyle w:val=\"Table-table\"/>",
    ),
    (
        Rule::StyleOfAnotherType,
        STYLES,
        "<w:next w:val=\"body\"/>",
        "<w:link w:val=\"body\"/>",
    ),
    (
        Rule::StyleCircle,
        STYLES,
        "<w:name w:val=\"Tekstas\"/><w:basedOn w:val=\"Normal\"/>",
        "<w:name w:val=\"Tekstas\"/><w:basedOn w:val=\"list-item\"/>",
    ),
    (
        Rule::UnknownDefinition,
        LISTS,
        "<w:abstractNumId w:val=\"1\"/>",
        "<w:abstractNumId w:val=\"77\"/>",
    ),
    (
        Rule::UnusedNumbering,
        LISTS,
        "<w:abstractNumId w:val=\"1\"/>",
        "<w:abstractNumId w:val=\"77\"/>",
    ),
    (
        Rule::LevelBeyondList,
        TEXT,
        "<w:ilvl w:val=\"0\"/>",
        "<w:ilvl w:val=\"9\"/>",
    ),
    (
        Rule::LevelsMissing,
        LISTS,
        "<w:lvl w:ilvl=\"8\">",
        "<w:lvl w:ilvl=\"7\">",
    ),
    (
        Rule::UnusedPart,
        "word/header1.xml",
        "<w:hyperlink r:id=\"rIdLink1\"",
        "<w:hyperlink w:anchor=\"readers\"",
    ),
    (
        Rule::ContentType,
        TYPES,
        "/word/settings.xml",
        "/word/setting.xml",
    ),
    (
        Rule::ContentType,
        TYPES,
        "<Default ",
        "<Default Extension=\"gif\" ContentType=\"image/gif\"/><Default ",
    ),
    (Rule::SectionWithoutSize, TEXT, "<w:pgSz ", "<w:pgBorders "),
    (
        Rule::HeaderOfAnotherSection,
        TEXT,
        "<w:headerReference w:type=\"default\" r:id=\"rIdHeader\"/>",
        "",
    ),
    (
        Rule::HeaderOfAnotherSection,
        TEXT,
        "<w:footerReference w:type=\"first\"",
        "<w:footerReference w:type=\"default\"",
    ),
    (Rule::FirstPage, TEXT, "<w:titlePg/>", ""),
    (
        Rule::TabBeyondMargin,
        TEXT,
        "<w:pStyle w:val=\"body\"/>",
        "<w:pStyle w:val=\"body\"/><w:tabs><w:tab w:val=\"right\" w:pos=\"9639\"/></w:tabs>",
    ),
    (
        Rule::TabBeyondMargin,
        "word/header1.xml",
        "<w:pPr>",
        "<w:pPr><w:tabs><w:tab w:val=\"right\" w:pos=\"9639\"/></w:tabs>",
    ),
    (
        Rule::DuplicateControl,
        TEXT,
        "<w:sdtPr>",
        "<w:sdtPr><w:id w:val=\"1\"/></w:sdtPr><w:sdtPr><w:id w:val=\"1\"/>",
    ),
    (
        Rule::PlaceholderMissing,
        "word/glossary/document.xml",
        "<w:name w:val=\"act-date\"/>",
        "<w:name w:val=\"date\"/>",
    ),
    (Rule::LooseText, TEXT, "<w:r><w:t ", "žodis<w:r><w:t "),
    (
        Rule::LooseText,
        TEXT,
        "<w:p><w:pPr>",
        "<w:p><w:t>žodis</w:t></w:p><w:p><w:pPr>",
    ),
    (
        Rule::LostBlank,
        TEXT,
        "<w:t xml:space=\"preserve\">",
        "<w:t> ",
    ),
    (
        Rule::DuplicateChange,
        TEXT,
        "<w:body>",
        "<w:body><w:p><w:ins w:id=\"9001\" w:author=\"A\"/><w:ins w:id=\"9001\" w:author=\"A\"/></w:p>",
    ),
    (
        Rule::ChangeWithoutAuthor,
        TEXT,
        "<w:body>",
        "<w:body><w:p><w:ins w:id=\"9001\"/></w:p>",
    ),
    (
        Rule::DeletedText,
        TEXT,
        "<w:body>",
        "<w:body><w:p><w:del w:id=\"9001\" w:author=\"A\"><w:r><w:t>a</w:t></w:r></w:del></w:p>",
    ),
    (
        Rule::DeletedText,
        TEXT,
        "<w:body>",
        "<w:body><w:p><w:r><w:delText>a</w:delText></w:r></w:p>",
    ),
    (
        Rule::UnpairedMove,
        TEXT,
        "<w:body>",
        "<w:body><w:moveToRangeStart w:id=\"9001\" w:author=\"A\" w:name=\"move1\"/>",
    ),
    (
        Rule::UnpairedMove,
        TEXT,
        "<w:body>",
        "<w:body><w:moveFromRangeStart w:id=\"9001\" w:author=\"A\" w:name=\"move1\"/><w:moveFromRangeEnd w:id=\"9001\"/>",
    ),
    (
        Rule::LastMark,
        TEXT,
        "</w:p></w:tc>",
        "</w:p><w:p><w:pPr><w:rPr><w:del w:id=\"9001\" w:author=\"A\"/></w:rPr></w:pPr></w:p></w:tc>",
    ),
];

/// Parts that are too many: the rule, and the name.
const ADDED: &[(Rule, &str)] = &[
    (Rule::UnusedPart, "word/media/image9.png"),
    (Rule::ContentType, "word/media/image9.gif"),
    (Rule::DuplicatePart, "word/Styles.xml"),
];

#[test]
fn a_file_broken_in_one_place_has_the_fault_named() {
    let file = plan();
    let replaced = SAMPLES
        .iter()
        .map(|(rule, part, from, to)| (rule, *from, replaced(&file, part, from, to)));
    let added = ADDED
        .iter()
        .map(|(rule, name)| (rule, *name, added(&file, name, "<w:styles/>")));
    for (rule, what, broken) in replaced.chain(added) {
        let faults = lint(&broken).expect("a broken file can be read");
        assert!(
            faults.iter().any(|fault| fault.rule == *rule),
            "{rule:?} ({what}): {faults:?}"
        );
    }
}

/// A rule that was never seen to find anything is not known to work.
#[test]
fn every_rule_has_a_sample() {
    let source = include_str!("../../src/writers/docx/lint/rules.rs");
    let rules = source.lines().filter_map(|line| line.strip_suffix(','));
    let rules = rules.filter_map(|line| line.strip_prefix("    "));
    let rules: BTreeSet<String> = rules
        .filter(|name| name.chars().all(char::is_alphanumeric))
        .map(str::to_owned)
        .collect();
    let samples = SAMPLES.iter().map(|sample| sample.0);
    let samples = samples.chain(ADDED.iter().map(|sample| sample.0));
    // A plan has no pictures: these are tried where pictures are.
    let of_pictures = [Rule::DuplicateDrawing, Rule::DrawingWithoutWords];
    let tried: BTreeSet<String> = samples
        .chain(of_pictures)
        .map(|rule| format!("{rule:?}"))
        .collect();
    assert!(rules.len() > 30);
    assert_eq!(rules, tried);
}
