//! DOCX files as other programs see them.

#[path = "docx/broken.rs"]
mod broken;
#[path = "docx/direct.rs"]
mod direct;
#[path = "docx/package.rs"]
mod package;
#[path = "docx/sample.rs"]
mod sample;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::thread;

use aktas::Run;
use aktas::document::{
    Amount, Blank, Block, Chart, ChartSort, Document, Emphasis, Encoding, Inline, Orientation,
    Provenance, Running, Section, Series, Signature, Target, Text,
};
use aktas::kind::files::Files;
use aktas::kind::style::Style;
use aktas::layout::page::{Drawing, TableColumns};
use aktas::length::Length;
use aktas::source::{Sources, Span};
use aktas::writers::Format;
use aktas::writers::docx::lint::{Rule, lint};
use aktas::writers::docx::{Measures, write};
use calamine::Reader;

use package::{part, replaced};

fn plan() -> Vec<u8> {
    written(&sample::plan(60), &sample::style())
}

fn written(document: &Document, style: &Style) -> Vec<u8> {
    let measures = Measures {
        tables: &sample::columns(),
        headings: &[1, 1, 2, 3],
        ..Measures::default()
    };
    write(document, style, measures, &sample::words()).expect("the plan can be written")
}

fn one_section(blocks: Vec<Block>) -> Document {
    let sections = vec![Section {
        orientation: Orientation::Portrait,
        blocks,
    }];
    Document {
        sections,
        ..sample::plan(0)
    }
}

/// What the DOCX takes from the layout is found without pages if no other format needs them.
#[test]
fn a_docx_is_the_same_beside_a_pdf() {
    for entry in fs::read_dir("content").expect("the content is there") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|ending| ending != "yaml") {
            continue;
        }
        let docx = |formats: &[Format]| {
            let built = aktas::build(&path, &Files::new(None), formats, &mut Run::default());
            built.expect("it is sound").swap_remove(0).1
        };
        let same = docx(&[Format::Docx]) == docx(&[Format::Docx, Format::Pdf]);
        assert!(same, "{}", path.display());
    }
}

/// Keeps the file for the judges outside: `target/tmp/plan.docx`.
#[test]
fn the_plan_has_no_fault() {
    let file = plan();
    fs::write(
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("plan.docx"),
        &file,
    )
    .expect("the file can be kept");
    assert_eq!(lint(&file), Ok(Vec::new()));
}

/// Eight threads write the same document and others at once, each twice.
#[test]
fn every_thread_writes_the_same_bytes() {
    let alone: Vec<_> = (0..3).map(written_of).collect();
    let threads: Vec<_> = (0..8)
        .map(|first| {
            thread::spawn(move || {
                (0..6)
                    .map(|next| (first + next) % 3)
                    .map(|n| (n, written_of(n)))
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    for thread in threads {
        for (number, file) in thread.join().expect("the thread ends well") {
            assert!(file == alone[number], "two files of one document differ");
        }
    }
}

/// Documents of several lengths, with pictures and charts in some.
fn written_of(number: usize) -> Vec<u8> {
    match number {
        0 => plan(),
        1 => written(&sample::plan(7), &sample::style()),
        _ => charts(),
    }
}

#[test]
fn every_part_is_xml() {
    let names = package::names(&plan()).into_iter();
    for name in names.filter(|name| !name.starts_with("word/media/")) {
        let text = part(&plan(), &name);
        assert!(roxmltree::Document::parse(&text).is_ok(), "{name}");
    }
}

#[test]
fn parts_are_packed_in_a_fixed_order() {
    let wanted = [
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
        "word/styles.xml",
        "word/settings.xml",
        "word/fontTable.xml",
        "word/header1.xml",
        "word/header2.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/footnotes.xml",
        "word/glossary/document.xml",
        "word/glossary/styles.xml",
        "word/numbering.xml",
        "docProps/core.xml",
        "docProps/app.xml",
        "customXml/item1.xml",
        "customXml/itemProps1.xml",
        "word/media/image1.png",
        "word/_rels/document.xml.rels",
        "word/_rels/header1.xml.rels",
        "word/_rels/footnotes.xml.rels",
        "word/glossary/_rels/document.xml.rels",
        "customXml/_rels/item1.xml.rels",
    ];
    assert_eq!(package::names(&plan()), wanted);
}

#[test]
fn the_file_tells_what_it_was_made_from() {
    let digest = sample::provenance().digest;
    let wanted = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <provenance xmlns=\"urn:aktas:provenance:1\">\
         <document>library-plan-2027</document><kind>activity-plan</kind>\
         <digest>{digest}</digest><source>content/library-plan-2027.yaml</source>\
         <revision>5f2c1e9</revision><tool>aktas 0.1.0</tool></provenance>"
    );
    assert_eq!(part(&plan(), "customXml/item1.xml"), wanted);
}

/// What archives and the window of Word show; no dates, so that the file is the same every time.
#[test]
fn the_file_tells_what_it_is() {
    let core = part(&plan(), "docProps/core.xml");
    for told in [
        "<dc:title>Bibliotekos 2027 metų veiklos planas</dc:title>",
        "<dc:creator>Pavyzdžio gimnazija</dc:creator>",
        "<dc:identifier>library-plan-2027</dc:identifier>",
        "<dc:language>lt-LT</dc:language>",
        "<cp:category>Veiklos planas</cp:category>",
        "<cp:contentStatus>Projektas</cp:contentStatus>",
    ] {
        assert!(core.contains(told), "{core}");
    }
    assert!(!core.contains("dcterms"), "{core}");
    let app = part(&plan(), "docProps/app.xml");
    assert!(
        app.contains("<Company>Pavyzdžio gimnazija</Company>"),
        "{app}"
    );
}

/// Word divides words as our pages do, reads numbers as the document writes them, and gives a table
/// that a person adds the look of ours.
#[test]
fn word_is_told_how_the_document_is_made() {
    let settings = part(&plan(), "word/settings.xml");
    for told in [
        "<w:autoHyphenation/><w:consecutiveHyphenLimit w:val=\"2\"/><w:doNotHyphenateCaps/>",
        "<w:defaultTableStyle w:val=\"Table-table\"/>",
        "<w:themeFontLang w:val=\"lt-LT\"/>",
        "<w:decimalSymbol w:val=\",\"/><w:listSeparator w:val=\";\"/>",
    ] {
        assert!(settings.contains(told), "{settings}");
    }
    // It would ask to update the fields when the file is opened.
    assert!(!settings.contains("updateFields"), "{settings}");
}

/// The part is reached from the text, and its properties from the part.
#[test]
fn the_part_of_the_provenance_is_where_word_looks_for_it() {
    let file = plan();
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    let leads = |rels: &str, kind: &str, target: &str| {
        let wanted = format!("Type=\"{office}{kind}\" Target=\"{target}\"/>");
        assert!(part(&file, rels).contains(&wanted), "{kind} in {rels}");
    };
    leads(
        "word/_rels/document.xml.rels",
        "customXml",
        "../customXml/item1.xml",
    );
    leads(
        "customXml/_rels/item1.xml.rels",
        "customXmlProps",
        "itemProps1.xml",
    );
    let about = part(&file, "customXml/itemProps1.xml");
    assert!(
        about.contains("ds:uri=\"urn:aktas:provenance:1\""),
        "{about}"
    );
    let types = part(&file, "[Content_Types].xml");
    assert!(types.contains("customXmlProperties+xml"), "{types}");
}

#[test]
fn a_document_from_nowhere_has_no_part_that_tells_where_from() {
    let mut document = sample::plan(1);
    document.properties.provenance = Provenance::default();
    let names = package::names(&written(&document, &sample::style()));
    assert!(
        names.iter().all(|name| !name.starts_with("customXml/")),
        "{names:?}"
    );
}

/// Wherever the project is on the machine, the file tells only where in it the content is.
#[test]
fn the_provenance_names_the_source_and_not_the_machine() {
    let path = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let checked = |path: &Path| {
        let mut run = Run {
            revision: "r1".to_owned(),
            ..Run::default()
        };
        let checked = aktas::check(path, &Files::new(None), &mut run);
        checked.expect("the plan has no fault").1.properties
    };
    // Tests run in the folder of the package.
    let relative = checked(Path::new("./content/library-plan-2027.yaml"));
    let absolute = checked(&path("content/library-plan-2027.yaml"));
    let roundabout = checked(Path::new("src/../content/library-plan-2027.yaml"));
    let told = &relative.provenance;
    assert_eq!(told.source, "content/library-plan-2027.yaml");
    assert_eq!(roundabout.provenance.source, told.source);
    assert_eq!(absolute.provenance.source, "library-plan-2027.yaml");
    assert_eq!(
        (told.kind.as_str(), told.revision.as_str()),
        ("activity-plan", "r1")
    );
    let digest = told.digest.strip_prefix("sha256:").unwrap_or_default();
    assert_eq!(digest.len(), 64, "{}", told.digest);
    assert_eq!(told.digest, absolute.provenance.digest);
    let version = told.tool.strip_prefix("aktas ").unwrap_or_default();
    assert!(
        version.starts_with(|c: char| c.is_ascii_digit()),
        "{version}"
    );
}

/// What a fault of its own looks like: the part, a text of it, and what to put there.
const BROKEN: &[(Rule, &str, &str, &str)] = &[
    (
        Rule::CellWithoutParagraph,
        "word/document.xml",
        "</w:p></w:tc>",
        "</w:p><w:tbl/></w:tc>",
    ),
    (
        Rule::RowOffGrid,
        "word/document.xml",
        "<w:gridSpan w:val=\"2\"/>",
        "",
    ),
    (
        Rule::MergeWithoutStart,
        "word/document.xml",
        "<w:vMerge w:val=\"restart\"/>",
        "",
    ),
    (
        Rule::HeaderRowBelow,
        "word/document.xml",
        "<w:cantSplit/><w:tblHeader/>",
        "<w:cantSplit/>",
    ),
    (
        Rule::TableAtEnd,
        "word/document.xml",
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rIdHeader\"/><w:footerReference w:type=\"default\" r:id=\"rIdFooter\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
        "<w:tbl/><w:sectPr>",
    ),
    (
        Rule::DuplicateBookmark,
        "word/document.xml",
        "<w:body>",
        "<w:body><w:bookmarkStart w:id=\"90\" w:name=\"other\"/><w:bookmarkEnd w:id=\"90\"/>",
    ),
    (
        Rule::DuplicateBookmark,
        "word/document.xml",
        "<w:bookmarkStart w:id=\"2\"",
        "<w:bookmarkStart w:id=\"1\"",
    ),
    (
        Rule::UnpairedBookmark,
        "word/document.xml",
        "<w:bookmarkEnd w:id=\"1\"/>",
        "",
    ),
    (
        Rule::UnpairedBookmark,
        "word/document.xml",
        "<w:bookmarkStart w:id=\"1\"",
        "<w:bookmarkStart w:id=\"91\"",
    ),
    (
        Rule::BookmarkName,
        "word/document.xml",
        "w:name=\"readers\"",
        "w:name=\"1 lentelė\"",
    ),
    (
        Rule::DanglingAnchor,
        "word/document.xml",
        "w:name=\"readers\"",
        "w:name=\"writers\"",
    ),
    (
        Rule::LooseNote,
        "word/document.xml",
        "<w:footnoteReference w:id=\"2\"/>",
        "",
    ),
    (
        Rule::LooseNote,
        "word/document.xml",
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
        "word/document.xml",
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
        "word/styles.xml",
        "w:styleId=\"table-number\"",
        "w:styleId=\"other\"",
    ),
    (
        Rule::DuplicateStyleName,
        "word/styles.xml",
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
        "word/numbering.xml",
        "<w:num w:numId=\"2\">",
        "<w:num w:numId=\"20\">",
    ),
    (
        Rule::UnusedNumbering,
        "word/numbering.xml",
        "<w:num w:numId=\"2\">",
        "<w:num w:numId=\"20\">",
    ),
    (
        Rule::DrawingWithoutWords,
        "word/document.xml",
        "alt=\"Vieta parašui: Vardenis Pavardenis\"",
        "alt=\"\"",
    ),
    (
        Rule::DuplicateDrawing,
        "word/document.xml",
        "</v:shape>",
        "</v:shape><v:shape id=\"_x0000_i1025\" alt=\"Kita\"/>",
    ),
    (
        Rule::DuplicateDrawing,
        "word/document.xml",
        "<o:signatureline ",
        "<o:signatureline id=\"{F1F3A1E0-0000-8000-8000-000000000000}\"/><o:signatureline id=\"{F1F3A1E0-0000-8000-8000-000000000000}\"/><o:signatureline ",
    ),
    (
        Rule::WrongPart,
        "word/document.xml",
        "<v:imagedata r:id=\"rIdImage1\"",
        "<v:imagedata r:id=\"rIdStyles\"",
    ),
    (
        Rule::DuplicateControl,
        "word/document.xml",
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
];

#[test]
fn a_file_broken_on_purpose_has_the_fault_named() {
    let file = plan();
    for (rule, name, from, to) in BROKEN {
        let faults = lint(&replaced(&file, name, from, to)).expect("a broken file can be read");
        assert!(
            faults.iter().any(|fault| fault.rule == *rule),
            "{rule:?}: {faults:?}"
        );
    }
}

/// The paragraphs and cells of the text, one a line, as Word would number and place them.
#[test]
fn lists_are_numbered_by_word() {
    let text = part(&plan(), "word/document.xml");
    let parsed = roxmltree::Document::parse(&text).expect("the part is XML");
    let value = |node: &roxmltree::Node<'_, '_>, name: &str| {
        let found = node.descendants().find(|node| node.has_tag_name(name));
        found
            .and_then(|node| node.attributes().next().map(|a| a.value().to_owned()))
            .unwrap_or_default()
    };
    let paragraphs = parsed.descendants().filter(|node| node.has_tag_name("p"));
    let numbered: Vec<String> = paragraphs
        .filter(|node| node.descendants().any(|node| node.has_tag_name("numPr")))
        .map(|node| format!("{}/{}", value(&node, "numId"), value(&node, "ilvl")))
        .collect();
    assert_eq!(
        numbered,
        [
            "1/0", "1/1", "1/1", "1/0", "2/1", "2/1", "3/0", "3/0", "4/0", "1/0"
        ]
    );
}

#[test]
fn header_rows_repeat_and_rows_stay_whole() {
    let text = part(&plan(), "word/document.xml");
    assert_eq!(text.matches("<w:tblHeader/>").count(), 4);
    assert_eq!(
        text.matches("<w:cantSplit/>").count(),
        text.matches("<w:tr>").count()
    );
    // A table without a caption has the name of its sort for a title.
    let words = "<w:tblDescription w:val=\"Lentelė &lt;žodžiais&gt;\"/>";
    for title in ["1 lentelė. Skaitytojai ir &lt;išduotis&gt;", "Lentelė"] {
        let told = format!("<w:tblCaption w:val=\"{title}\"/>{words}");
        assert!(text.contains(&told), "{told}");
    }
}

/// A table that a person adds has a header row as ours: bold, and repeated on every page. Bold by
/// two styles is none, so in the first row the style of the paragraphs leaves it to that of the
/// table, and says it in the rows below.
#[test]
fn the_first_row_is_bold_by_the_style_of_the_table() {
    let file = plan();
    let styles = part(&file, "word/styles.xml");
    let style = |id: &str| {
        let from = styles.split(&format!("w:styleId=\"{id}\"")).nth(1);
        let text = from.and_then(|rest| rest.split("</w:style>").next());
        text.expect("the style is there").to_owned()
    };
    assert!(style("Table-table").contains(
        "<w:tblStylePr w:type=\"firstRow\"><w:pPr><w:keepNext/><w:jc w:val=\"center\"/></w:pPr>\
         <w:rPr><w:b/><w:bCs/></w:rPr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>\
         <w:tcPr><w:vAlign w:val=\"center\"/></w:tcPr></w:tblStylePr>"
    ));
    assert!(!style("FirstRow-table-head").contains("<w:rPr><w:b"));
    assert!(style("table-head").contains("<w:basedOn w:val=\"FirstRow-table-head\"/>"));
    assert!(style("table-head").contains("<w:b/>"));

    let text = part(&file, "word/document.xml");
    let rows: Vec<&str> = text.split("<w:tr>").skip(1).collect();
    let of = |row: &str, id: &str| row.matches(&format!("w:pStyle w:val=\"{id}\"")).count();
    assert_eq!(
        (
            of(rows[0], "FirstRow-table-head"),
            of(rows[0], "table-head")
        ),
        (3, 0)
    );
    assert_eq!(
        (
            of(rows[1], "FirstRow-table-head"),
            of(rows[1], "table-head")
        ),
        (0, 2)
    );
}

/// Where a cell of the first row has another look than the style of the table gives, the table does
/// not ask for that look.
#[test]
fn a_first_row_of_another_look_keeps_it() {
    let mut table = sample::table(1);
    table.columns = 1;
    let cell = |role| {
        let mut cell = sample::cell("", 1, 1, None);
        cell.blocks = vec![sample::para(role, sample::line("Metai"))];
        sample::row(false, vec![cell])
    };
    table.head = vec![cell("table-cell")];
    table.body = vec![cell("table-cell")];
    let file = with_charts(vec![Block::Table(table)]).expect("the table can be written");
    let text = part(&file, "word/document.xml");
    // Here no table begins without a header row, as one of the plan does.
    let repeated = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr><w:tcPr><w:vAlign";
    assert!(part(&file, "word/styles.xml").contains(repeated));
    assert!(
        text.contains("w:firstRow=\"0\"") && !text.contains("FirstRow-"),
        "{text}"
    );
}

/// Every look of every kind has a name of its own in the languages of the kind: a person finds it in
/// the list of styles.
#[test]
fn every_role_has_a_name() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let files = Files::new(None);
    for kind in files.kinds() {
        for lang in ["lt", "en"] {
            let labels = templates.join(&kind).join(format!("labels.{lang}.yaml"));
            assert!(labels.exists(), "{kind} in {lang}");
            let mut run = Run::default();
            let text = format!("kind: {kind}\nlang: {lang}\n");
            let file = run.sources.add("plan.yaml", text);
            let tree = aktas::yaml::parse(file, &run.sources, &mut run.sink).expect("a mapping");
            let kind = aktas::kind::load(&tree, &files, &mut run.sources, &mut run.sink);
            let kind = kind.expect("the kind can be read");
            let (style, names) = (&kind.style, kind.words().styles);
            let roles = style.paragraphs.keys().chain(style.tables.keys());
            let roles = roles.chain(style.figures.keys());
            let mut seen = BTreeSet::new();
            for role in roles {
                let name = names.get(role);
                let name = name.unwrap_or_else(|| panic!("{}: {role} in {lang}", kind.name));
                assert!(seen.insert(name.to_lowercase()), "{}: {name}", kind.name);
            }
        }
    }
}

/// What a screen reader takes for headers: the first row, and the first column of words.
#[test]
fn labels_of_rows_are_told_as_headers() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/library-report-2026.yaml");
    let (files, mut run) = (Files::new(None), Run::default());
    let built = aktas::build(&content, &files, &[Format::Docx], &mut run).expect("the report");
    let document = part(&built[0].1, "word/document.xml");
    let looks = |text: &str| document.matches(text).count();
    let tables = looks("<w:tblLook ");
    assert_eq!(looks("w:firstRow=\"1\""), tables);
    assert_eq!(looks("w:firstColumn=\"1\""), tables);
}

#[test]
fn a_row_taller_than_half_a_page_may_split() {
    let mut table = sample::table(4);
    let long = "žodis ".repeat(400);
    table.body = vec![sample::row(false, vec![sample::cell(&long, 4, 1, None)])];
    let file = written(
        &one_section(vec![Block::Table(table.clone())]),
        &sample::style(),
    );
    assert!(
        part(&file, "word/document.xml").contains("<w:cantSplit/>"),
        "2400 letters over the page fit"
    );
    table.body = vec![sample::row(
        false,
        (0..4).map(|_| sample::cell(&long, 1, 1, None)).collect(),
    )];
    let file = written(&one_section(vec![Block::Table(table)]), &sample::style());
    assert!(
        !part(&file, "word/document.xml").contains("<w:cantSplit/>"),
        "2400 letters in a column do not"
    );
    assert_eq!(lint(&file), Ok(Vec::new()));
}

#[test]
fn page_numbers_follow_the_style() {
    let headers = |numbered_from| {
        let mut style = sample::style();
        style.page.numbered_from = numbered_from;
        let mut plan = sample::plan(1);
        plan.running = Running::default();
        let file = written(&plan, &style);
        assert_eq!(lint(&file), Ok(Vec::new()));
        let body = part(&file, "word/document.xml");
        (
            body.matches("<w:titlePg/>").count(),
            part(&file, "word/header1.xml").matches(" IF ").count(),
        )
    };
    assert_eq!(headers(1), (0, 0));
    assert_eq!(headers(2), (1, 0));
    assert_eq!(headers(3), (0, 1));
}

#[test]
fn neighbours_of_one_orientation_are_one_section() {
    let mut document = sample::plan(1);
    let last = document.sections.remove(2);
    document.sections.insert(1, last);
    let file = written(&document, &sample::style());
    assert_eq!(
        part(&file, "word/document.xml")
            .matches("<w:sectPr>")
            .count(),
        2
    );
    assert_eq!(lint(&file), Ok(Vec::new()));
}

#[test]
fn a_document_without_text_is_still_a_document() {
    let file = written(
        &Document {
            sections: vec![],
            ..sample::plan(0)
        },
        &sample::style(),
    );
    assert_eq!(lint(&file), Ok(Vec::new()));
}

#[test]
fn what_the_style_does_not_know_is_told() {
    let document = one_section(vec![sample::para("nowhere", sample::line("x"))]);
    let error = write(
        &document,
        &sample::style(),
        Measures::default(),
        &sample::words(),
    );
    assert_eq!(error, Err("the style knows no role `nowhere`".to_owned()));
}

#[test]
fn awkward_characters_arrive() {
    let text = part(&plan(), "word/document.xml");
    let parsed = roxmltree::Document::parse(&text).expect("the part is XML");
    let words: String = parsed
        .descendants()
        .filter_map(|node| node.text().filter(|_| node.is_text()))
        .collect();
    assert!(
        words
            .contains("  & < > \" ' ]]> &amp; 😀 e\u{301} a\u{328}\u{301} nematomas X1    galas  "),
        "{words}"
    );
    let line = |content: Vec<Inline>| {
        written(
            &one_section(vec![sample::para("body", content)]),
            &sample::style(),
        )
    };
    assert!(
        part(&line(vec![Inline::Break]), "word/document.xml")
            .contains("<w:br w:type=\"textWrapping\"/>")
    );
}

/// The style of a role says how it differs from its base, and no more.
#[test]
fn a_role_is_a_style() {
    let text = part(&plan(), "word/styles.xml");
    let style = |id: &str| {
        let from = text
            .find(&format!("w:styleId=\"{id}\""))
            .expect("the style is there");
        text[from..]
            .split("</w:style>")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(
        style("heading-2"),
        "w:styleId=\"heading-2\"><w:name w:val=\"heading 2\"/><w:basedOn w:val=\"heading-1\"/>\
         <w:next w:val=\"body\"/><w:uiPriority w:val=\"9\"/><w:qFormat/>\
         <w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr><w:rPr><w:caps w:val=\"0\"/></w:rPr>"
    );
    assert_eq!(
        style("list-item"),
        "w:styleId=\"list-item\"><w:name w:val=\"List Paragraph\"/><w:basedOn w:val=\"body\"/>\
         <w:uiPriority w:val=\"3\"/><w:qFormat/><w:pPr><w:ind w:left=\"454\" w:hanging=\"340\"/></w:pPr>"
    );
    assert!(style("title").contains("<w:outlineLvl w:val=\"0\"/>"));
    assert!(style("mark").contains("<w:suppressAutoHyphens/>"));
    assert!(text.contains("<w:lang w:val=\"lt-LT\"/>"));
}

/// The numbers of the notes are Word's own; the text of a note has its emphasis, links and languages.
#[test]
fn notes_are_numbered_by_word() {
    let file = plan();
    let (text, notes) = (
        part(&file, "word/document.xml"),
        part(&file, "word/footnotes.xml"),
    );
    let ids = |text: &str, before: &str| -> Vec<String> {
        let found = text.split(before).skip(1);
        found
            .map(|rest| rest.split('"').next().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(ids(&text, "<w:footnoteReference w:id=\""), ["1", "2", "3"]);
    assert_eq!(ids(&notes, "<w:footnote w:id=\""), ["1", "2", "3"]);
    let first = notes
        .split("<w:footnote w:id=\"1\">")
        .nth(1)
        .unwrap_or_default();
    let first = first.split("</w:footnote>").next().unwrap_or_default();
    let number = "<w:p><w:pPr><w:pStyle w:val=\"footnote\"/></w:pPr><w:r><w:rPr>\
         <w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>";
    assert!(first.starts_with(number), "{first}");
    assert!(first.contains("<w:hyperlink r:id=\"rIdLink1\""), "{first}");
    assert!(
        first.contains("<w:hyperlink w:anchor=\"readers\""),
        "{first}"
    );
    assert!(
        first.contains("<w:rPr><w:lang w:val=\"en-GB\"/></w:rPr>"),
        "{first}"
    );
    let rules = "<w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr>";
    assert!(part(&file, "word/settings.xml").contains(rules));
    let styles = part(&file, "word/styles.xml");
    assert!(styles.contains("<w:name w:val=\"footnote text\"/>"));
    assert!(styles.contains("<w:name w:val=\"footnote reference\"/>"));
}

/// A document without notes has no part for them.
#[test]
fn a_document_without_notes_has_no_part_for_them() {
    let file = written(
        &one_section(vec![sample::para("body", sample::line("x"))]),
        &sample::style(),
    );
    assert!(!package::names(&file).contains(&"word/footnotes.xml".to_owned()));
    assert!(!part(&file, "word/settings.xml").contains("footnote"));
}

/// A note out of its turn would have another number in Word than in the PDF.
#[test]
fn a_note_out_of_turn_is_refused() {
    let noted = vec![sample::note(2, sample::line("x"))];
    let document = one_section(vec![sample::para("body", noted)]);
    let error = write(
        &document,
        &sample::style(),
        Measures::default(),
        &sample::words(),
    );
    assert_eq!(error, Err("note 2 comes as number 1".to_owned()));
    let nested = sample::note(1, vec![sample::note(2, sample::line("x"))]);
    let document = one_section(vec![sample::para("body", vec![nested])]);
    let error = write(
        &document,
        &sample::style(),
        Measures::default(),
        &sample::words(),
    );
    assert_eq!(
        error,
        Err("a note stands within a note or at the edge of a page".to_owned())
    );
}

/// The text of what a program shows that does not work fields out, one paragraph a line.
fn shown(part: &str) -> String {
    let parsed = roxmltree::Document::parse(part).expect("the part is XML");
    let text = |node: roxmltree::Node<'_, '_>| match node.tag_name().name() {
        "t" => node.text().unwrap_or_default().to_owned(),
        "tab"
            if node
                .parent()
                .is_some_and(|node| node.tag_name().name() == "r") =>
        {
            "\t".to_owned()
        }
        _ => String::new(),
    };
    let line = |p: roxmltree::Node<'_, '_>| p.descendants().map(text).collect::<String>();
    let paragraphs = parsed
        .descendants()
        .filter(|node| node.tag_name().name() == "p");
    paragraphs.map(|p| line(p) + "\n").collect()
}

/// Who clicks on the place of a date or a number types over it; Word knows the sort of each.
#[test]
fn what_is_filled_in_by_hand_is_a_control() {
    let date = "<w:sdt><w:sdtPr><w:alias w:val=\"Akto data\"/><w:tag w:val=\"act-date\"/>\
         <w:id w:val=\"1\"/><w:placeholder><w:docPart w:val=\"act-date\"/></w:placeholder>\
         <w:showingPlcHdr/><w:date>\
         <w:dateFormat w:val=\"yyyy &apos;m.&apos; MMMM d &apos;d.&apos;\"/><w:lid w:val=\"lt-LT\"/>\
         <w:storeMappedDataAs w:val=\"dateTime\"/><w:calendar w:val=\"gregorian\"/></w:date></w:sdtPr>\
         <w:sdtContent><w:r><w:t xml:space=\"preserve\">2027 m. ______________ d.</w:t></w:r>\
         </w:sdtContent></w:sdt>";
    let number = "<w:sdt><w:sdtPr><w:alias w:val=\"Akto numeris\"/><w:tag w:val=\"act-number\"/>\
         <w:id w:val=\"2\"/><w:placeholder><w:docPart w:val=\"act-number\"/></w:placeholder>\
         <w:showingPlcHdr/><w:text/></w:sdtPr>\
         <w:sdtContent><w:r><w:t xml:space=\"preserve\">______</w:t></w:r></w:sdtContent></w:sdt>";
    let text = part(&plan(), "word/document.xml");
    assert!(text.contains(date), "{text}");
    assert!(text.contains(number), "{text}");
    // One for each, and the frame of the table of contents.
    assert_eq!(text.matches("<w:sdt>").count(), 3);
}

/// Who deletes again what was filled in sees the blank again, and not a prompt of Word's.
#[test]
fn a_blank_comes_back_as_it_was() {
    let whole = sample::blank("20__ m. ", Blank::Date);
    let Inline::Text(text) = &whole else {
        panic!("it is text")
    };
    let rest = Inline::Text(Text {
        text: "<____> d.".to_owned(),
        ..text.clone()
    });
    let pieces = vec![whole.clone(), rest, sample::blank("____", Blank::Number)];
    let blanks = one_section(vec![sample::para("body", pieces)]);
    let file = written(&blanks, &sample::style());
    let glossary = part(&file, "word/glossary/document.xml");
    let glossary = roxmltree::Document::parse(&glossary).expect("the part is XML");
    let entries = glossary
        .descendants()
        .filter(|node| node.has_tag_name("docPart"));
    let entries: Vec<(String, String)> = entries
        .map(|entry| {
            let named = entry.descendants().find(|node| node.has_tag_name("name"));
            let name = named.and_then(|node| node.attributes().next());
            let texts = entry.descendants().filter(roxmltree::Node::is_text);
            let texts = texts.filter_map(|node| node.text());
            (name.expect("a name").value().to_owned(), texts.collect())
        })
        .collect();
    let wanted = [("act-date", "20__ m. <____> d."), ("act-number", "____")];
    assert_eq!(
        entries,
        wanted.map(|(name, text)| (name.to_owned(), text.to_owned()))
    );
    let filled_in = one_section(vec![sample::para(
        "body",
        sample::line("2027 m. sausio 8 d."),
    )]);
    let parts = package::names(&written(&filled_in, &sample::style()));
    assert!(
        !parts.iter().any(|name| name.contains("glossary")),
        "{parts:?}"
    );
}

/// Every control has a tag of its own; one stands around all pieces of what is filled in, and
/// within the link that leads from there.
#[test]
fn a_control_is_one_whatever_its_text_is_made_of() {
    let whole = sample::blank("20__ m. d.", Blank::Date);
    let Inline::Text(text) = &whole else {
        panic!("it is text")
    };
    let strong = Inline::Text(Text {
        emphasis: Emphasis {
            strong: true,
            ..Emphasis::default()
        },
        lang: Some("en".into()),
        ..text.clone()
    });
    let linked = Inline::Text(Text {
        link: Some(Target::of("https://www.e-tar.lt/")),
        ..text.clone()
    });
    let other = sample::blank("20__", Blank::Date);
    let pieces = vec![whole.clone(), strong, other, linked];
    let file = written(
        &one_section(vec![sample::para("body", pieces)]),
        &sample::style(),
    );
    let text = part(&file, "word/document.xml");
    let tags: Vec<_> = text.split("<w:tag w:val=\"").skip(1).collect();
    let tags = tags.iter().filter_map(|tag| tag.split('"').next());
    assert_eq!(
        tags.collect::<Vec<_>>(),
        ["act-date", "act-date-2", "act-date-3"]
    );
    let first = text.split("</w:sdt>").next().unwrap_or_default();
    assert_eq!(first.matches("<w:r>").count(), 2, "{first}");
    assert!(first.contains("<w:rPr><w:b/><w:bCs/><w:lang w:val=\"en\"/></w:rPr>"));
    assert!(
        text.contains("<w:hyperlink r:id=\"rIdLink1\" w:history=\"1\"><w:sdt>"),
        "{text}"
    );
    assert_eq!(lint(&file), Ok(Vec::new()));
}

/// To Word, a line that is signed with a certificate is a picture that says so of itself; it stands
/// between the post and the name, and takes the space that an ordinary one has above it.
#[test]
fn a_signature_by_certificate_is_a_line_that_word_knows() {
    let text = part(&plan(), "word/document.xml");
    let place = text.find("<w:pict").expect("there is a place to sign");
    let start = text[..place].rfind("<w:p>").unwrap_or_default();
    let line = text[start..].split("</w:p>").next().unwrap_or_default();
    let properties = "<w:p><w:pPr><w:pStyle w:val=\"signature\"/><w:keepNext/><w:tabs>\
         <w:tab w:val=\"center\" w:pos=\"4819\"/></w:tabs>\
         <w:spacing w:before=\"166\"/></w:pPr>";
    assert!(line.starts_with(properties), "{line}");
    assert_eq!(
        shown(&format!(
            "<a xmlns:w=\"w\" xmlns:v=\"v\" xmlns:o=\"o\" xmlns:r=\"r\">{line}</w:p></a>"
        )),
        "Direktorius\t\tVardenis Pavardenis\n"
    );
    let shape = "<v:shape id=\"_x0000_i1025\" type=\"#_x0000_t75\" style=\"width:99.21pt;height:39.68pt\" \
         alt=\"Vieta parašui: Vardenis Pavardenis\"><v:imagedata r:id=\"rIdImage1\" o:title=\"\"/>";
    assert!(line.contains(shape), "{line}");
    let said = "provid=\"{00000000-0000-0000-0000-000000000000}\" \
         o:suggestedsigner=\"Vardenis Pavardenis\" o:suggestedsigner2=\"Direktorius\" \
         allowcomments=\"t\" issignatureline=\"t\"/></v:shape></w:pict></w:r>";
    assert!(line.contains(said), "{line}");
}

/// A signature names the line that it stands for, so each line has an identity that stays.
#[test]
fn lines_to_sign_have_identities_that_stay() {
    let signature = |name: &str| {
        Block::Signature(Signature {
            role: "signature".into(),
            digital: true,
            post: sample::line("Direktorius"),
            name: sample::line(name),
        })
    };
    let document = one_section(vec![signature("Vardenis"), signature("Pavardenis")]);
    let identities = |document: &Document| -> Vec<String> {
        let file = written(document, &sample::style());
        assert_eq!(lint(&file), Ok(Vec::new()));
        let text = part(&file, "word/document.xml");
        let lines = text.split("<o:signatureline v:ext=\"edit\" id=\"").skip(1);
        lines.map(|line| line.chars().take(38).collect()).collect()
    };
    let first = identities(&document);
    assert_eq!(first.len(), 2);
    assert_ne!(first[0], first[1]);
    assert_eq!(identities(&document), first);
    let mut other = document;
    other.properties.id = "library-plan-2028".to_owned();
    assert_ne!(identities(&other), first);
    for identity in first {
        let digits = |c: char| c.is_ascii_hexdigit() && !c.is_ascii_lowercase();
        let groups: Vec<_> = identity.trim_matches(['{', '}']).split('-').collect();
        assert_eq!(
            groups.iter().map(|it| it.len()).collect::<Vec<_>>(),
            [8, 4, 4, 4, 12]
        );
        assert!(
            groups.iter().all(|group| group.chars().all(digits)),
            "{identity}"
        );
    }
}

/// The table of contents is a field in the frame by which Word offers to update it; until then it
/// shows the pages that the layout found, and none where it found none.
#[test]
fn the_contents_are_a_field_with_an_answer() {
    let text = part(&plan(), "word/document.xml");
    let mut frames = text.split("<w:sdt>");
    let frame = frames.find(|frame| frame.contains("w:docPartObj"));
    let frame = frame.unwrap_or_default();
    let frame = frame.split("</w:sdt>").next().unwrap_or_default();
    assert!(frame.contains("<w:docPartGallery w:val=\"Table of Contents\"/><w:docPartUnique/>"));
    assert!(
        frame.contains(" TOC \\o &quot;2-3&quot; \\h \\z \\u "),
        "{frame}"
    );
    let content = frame.split("<w:sdtContent>").nth(1).unwrap_or_default();
    let content = content.trim_end_matches("</w:sdtContent>");
    let told = format!("<a xmlns:w=\"w\" xmlns:r=\"r\">{content}</a>");
    let wanted = "I skyrius. Bendrosios nuostatos\t1\n\
         Uždaviniai\t2\n\
         II skyrius. Tikslai, uždaviniai ir priemonės\t3\n\
         III skyrius. Baigiamosios nuostatos\n\n";
    assert_eq!(shown(&told), wanted);
    // Word fills whole paragraphs in between the start and the end of the field.
    let end = "</w:hyperlink></w:p><w:p><w:pPr><w:pStyle w:val=\"Gap\"/>";
    assert!(content.contains(end), "{content}");
    assert!(content.ends_with("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"));
    assert_eq!(frame.matches("w:fldCharType=\"begin\"").count(), 4);
    assert_eq!(frame.matches("w:fldCharType=\"end\"").count(), 4);
    let tab = "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9638\"/></w:tabs>";
    assert_eq!(part(&plan(), "word/styles.xml").matches(tab).count(), 2);
    for heading in 2..=5 {
        let name = format!("_Toc00000000{heading}");
        assert!(
            frame.contains(&format!("<w:hyperlink w:anchor=\"{name}\"")),
            "{name}"
        );
        assert_eq!(text.matches(&format!("w:name=\"{name}\"")).count(), 1);
    }
    // The first line is of level 2, as is the highest heading: Word takes this style for it.
    assert!(
        part(&plan(), "word/styles.xml")
            .contains("w:styleId=\"contents-1\"><w:name w:val=\"toc 2\"/>")
    );
}

/// A decimal tab stop aligns a number in a cell without a tab sign; other cells have none.
#[test]
fn numbers_are_aligned_by_their_decimal_signs() {
    let text = part(&plan(), "word/document.xml");
    let table = text.split("<w:tbl>").nth(1).unwrap_or_default();
    let cell = |number: &str| {
        let mut paragraphs = table.split("<w:p>");
        let found = paragraphs.find(|p| p.contains(&format!(">{number}</w:t>")));
        found
            .unwrap_or_default()
            .split("</w:pPr>")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let aligned =
        "<w:tabs><w:tab w:val=\"decimal\" w:pos=\"1134\"/></w:tabs><w:jc w:val=\"left\"/>";
    assert!(cell("560").ends_with(aligned), "{}", cell("560"));
    assert_eq!(table.matches(aligned).count(), 3);
    assert!(!cell("2615").contains("w:tabs"), "the column has no place");
    assert!(part(&plan(), "word/styles.xml").contains("<w:jc w:val=\"right\"/>"));
}

/// Links lead to headings and tables, with a caption and without one, by names that Word takes.
#[test]
fn places_are_bookmarks() {
    let text = part(&plan(), "word/document.xml");
    for name in ["u_daviniai", "readers", "other"] {
        assert_eq!(
            text.matches(&format!("<w:hyperlink w:anchor=\"{name}\""))
                .count(),
            1,
            "{name}"
        );
        assert_eq!(
            text.matches(&format!("w:name=\"{name}\"")).count(),
            1,
            "{name}"
        );
    }
    assert!(
        text.contains("w:name=\"other\"/><w:bookmarkEnd w:id=\"7\"/><w:tbl>"),
        "{text}"
    );
}

/// The edges of the pages say what the document does, also where the style counts pages first.
#[test]
fn edges_are_headers_and_footers() {
    let file = plan();
    assert_eq!(
        shown(&part(&file, "word/header1.xml")),
        "Bibliotekos „planas“\ne-tar\n"
    );
    assert_eq!(shown(&part(&file, "word/footer1.xml")), "p. 2 iš 2\n");
    assert_eq!(shown(&part(&file, "word/header2.xml")), "\n");
    let footer = part(&file, "word/footer1.xml");
    assert!(footer.contains(" PAGE ") && footer.contains(" NUMPAGES "));
    assert!(part(&file, "word/_rels/header1.xml.rels").contains("https://www.e-tar.lt/"));

    let mut style = sample::style();
    style.page.numbered_from = 3;
    let file = written(&sample::plan(1), &style);
    assert_eq!(lint(&file), Ok(Vec::new()));
    let header = part(&file, "word/header1.xml");
    assert_eq!(header.matches(" IF ").count(), 2);
    assert!(
        header.contains(">Bibliotekos „planas\\“</w:instrText>"),
        "{header}"
    );
}

/// A heading tells its level where its style tells another, and a paragraph that it is none.
#[test]
fn the_outline_is_that_of_the_headings() {
    let heading = |level| {
        let role = "heading-1".into();
        Block::Heading(aktas::document::Heading {
            id: format!("heading-{level}").into(),
            level,
            role,
            content: sample::line("x"),
        })
    };
    let blocks = vec![
        heading(1),
        heading(3),
        sample::para("heading-1", sample::line("x")),
    ];
    let text = part(
        &written(&one_section(blocks), &sample::style()),
        "word/document.xml",
    );
    let levels: Vec<&str> = text
        .split("<w:p>")
        .skip(1)
        .map(|p| {
            p.split("outlineLvl w:val=")
                .nth(1)
                .map_or("", |rest| &rest[..3])
        })
        .collect();
    assert_eq!(levels, ["", "\"2\"", "\"9\""]);
}

/// Each picture is one part, however often it is shown; its line stays with the caption.
#[test]
fn pictures_are_packed_once() {
    let photo = sample::picture(Encoding::Jpeg { colour: true }, b"photo", 1600, 1000);
    let logo = sample::picture(Encoding::Png, b"logo", 400, 200);
    let blocks = vec![
        sample::figure(vec![photo.clone()], Some("Prie lentynų")),
        sample::figure(vec![logo, photo], None),
    ];
    let file = written(&one_section(blocks), &sample::style());
    assert_eq!(lint(&file), Ok(Vec::new()));
    let names = package::names(&file);
    let media: Vec<_> = names.iter().filter(|name| name.contains("media")).collect();
    assert_eq!(media, ["word/media/image1.jpeg", "word/media/image2.png"]);
    let types = part(&file, "[Content_Types].xml");
    assert!(types.contains("<Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/>"));
    assert!(types.contains("<Default Extension=\"png\" ContentType=\"image/png\"/>"));
    let text = part(&file, "word/document.xml");
    let embedded: Vec<&str> = text
        .split("r:embed=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap_or_default())
        .collect();
    assert_eq!(embedded, ["rIdImage1", "rIdImage2", "rIdImage1"]);
    assert!(text.contains("descr=\"Septyni &lt;žmonės&gt; &amp; knygos\""));
    // 170 mm are 6 120 000 EMU; the height keeps the proportions.
    assert!(
        text.contains("<wp:extent cx=\"6120015\" cy=\"3824998\"/>"),
        "{text}"
    );
    let line = text.split("<w:p>").nth(1).unwrap_or_default();
    assert!(line.contains("Figure-photo") && line.contains("<w:keepNext/>"));

    let twice = replaced(
        &file,
        "word/document.xml",
        "<wp:docPr id=\"2\"",
        "<wp:docPr id=\"1\"",
    );
    let silent = replaced(&file, "word/document.xml", " descr=", " title=");
    let lost = replaced(
        &file,
        "word/_rels/document.xml.rels",
        "image2.png",
        "image3.png",
    );
    let other = replaced(&file, "word/document.xml", "\"rIdImage1\"", "\"rIdStyles\"");
    for (file, rule) in [
        (twice, Rule::DuplicateDrawing),
        (silent, Rule::DrawingWithoutWords),
        (lost, Rule::DanglingRelationship),
        (other, Rule::WrongPart),
    ] {
        let faults = lint(&file).expect("a broken file can be read");
        assert!(
            faults.iter().any(|fault| fault.rule == rule),
            "{rule:?}: {faults:?}"
        );
    }
}

fn chart(sort: ChartSort) -> Block {
    let amount = |value: &str, text: &str| Amount {
        value: value.parse().expect("a number"),
        text: text.to_owned(),
    };
    let is_pie = sort == ChartSort::Pie;
    let series = |name: &str, values: [Option<Amount>; 2]| Series {
        name: name.to_owned(),
        values: values.to_vec(),
    };
    let mut all = vec![series(
        "Lankytojai & kt.",
        [Some(amount("1234.5", "1 234,5")), None],
    )];
    if !is_pie {
        all.push(series(
            "Išduota",
            [Some(amount("10", "10,0")), Some(amount("20.25", "20,3"))],
        ));
    }
    Block::Chart(Chart {
        id: None,
        role: "chart".into(),
        sort,
        caption: Some(sample::line("1 diagrama")),
        unit: "tūkst.".to_owned(),
        categories: vec!["2025 m.".to_owned(), "2026 m.".to_owned()],
        series: all,
        axis: if is_pie {
            Vec::new()
        } else {
            vec![amount("0", "0"), amount("2000", "2 000")]
        },
        alt: "Diagrama <žodžiais>".to_owned(),
        place: Span::new(Sources::default().add("sample", ""), 0..0),
    })
}

/// Every sort of chart in one document, as the program writes it.
fn charts() -> Vec<u8> {
    let blocks = [ChartSort::Bar, ChartSort::Line, ChartSort::Pie].map(chart);
    with_charts(blocks.to_vec()).expect("charts can be written")
}

/// Blocks with up to three charts among them.
fn with_charts(blocks: Vec<Block>) -> Result<Vec<u8>, String> {
    written_with_charts(&one_section(blocks))
}

fn written_with_charts(document: &Document) -> Result<Vec<u8>, String> {
    let style = sample::style();
    let drawing = Drawing {
        width: Length::mm(165),
        height: Length::mm(70),
        with_values: true,
        every: 1,
        ..Drawing::default()
    };
    let drawings = [drawing.clone(), drawing.clone(), drawing];
    let one_column = TableColumns {
        widths: vec![Length::mm(170)],
        ..TableColumns::default()
    };
    let measures = Measures {
        tables: &[one_column],
        charts: &drawings,
        ..Measures::default()
    };
    write(document, &style, measures, &sample::words())
}

/// A plain drawing of 400 by 200 pixels, the left half of which is red.
const DRAWING: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"200\" \
    viewBox=\"0 0 400 200\"><path fill=\"#ff0000\" d=\"M 0 0 L 200 0 L 200 200 L 0 200 Z\"/></svg>";

/// A drawing is there as it is and painted, for the largest size in which it is shown.
#[test]
fn a_drawing_is_packed_with_its_pixels() {
    let drawing = sample::picture(Encoding::Svg, DRAWING, 400, 200);
    let many = vec![drawing.clone(); 8];
    let blocks = vec![
        sample::figure(many, None),
        sample::figure(vec![drawing], None),
    ];
    let file = written(&one_section(blocks), &sample::style());
    assert_eq!(lint(&file), Ok(Vec::new()));
    assert_eq!(package::bytes(&file, "word/media/image1.svg"), DRAWING);
    let types = part(&file, "[Content_Types].xml");
    assert!(types.contains("<Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>"));
    assert!(types.contains("<Default Extension=\"png\" ContentType=\"image/png\"/>"));
    let text = part(&file, "word/document.xml");
    let blip = "<a:blip r:embed=\"rIdImage1\"><a:extLst>\
        <a:ext uri=\"{96DAC541-7B7A-43D3-8B79-37D633B846F1}\"><asvg:svgBlip \
        xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" \
        r:embed=\"rIdDrawing1\"/></a:ext></a:extLst></a:blip>";
    assert_eq!(text.matches(blip).count(), 9, "{text}");

    let pixels = package::bytes(&file, "word/media/image1.png");
    let decoder = png::Decoder::new(std::io::Cursor::new(pixels.as_slice()));
    let mut reader = decoder.read_info().expect("a PNG file");
    // 400 pixels of 96 to the inch are 1250 of 300.
    assert_eq!(reader.info().size(), (1250, 625));
    let mut samples = vec![0; reader.output_buffer_size().expect("a size")];
    reader.next_frame(&mut samples).expect("pixels");
    let pixel = |x: usize| &samples[(300 * 1250 + x) * 4..][..4];
    assert_eq!(pixel(600), [255, 0, 0, 255]);
    assert_eq!(pixel(700), [0, 0, 0, 0]);

    let document = "word/document.xml";
    for (from, to) in [
        ("r:embed=\"rIdDrawing1\"", "r:embed=\"rIdImage1\""),
        ("r:embed=\"rIdImage1\"", "r:embed=\"rIdDrawing1\""),
    ] {
        let file = replaced(&file, document, from, to);
        let faults = lint(&file).expect("the file can be read");
        let rules: Vec<Rule> = faults.iter().map(|fault| fault.rule).collect();
        assert_eq!(rules, [Rule::WrongPart], "{faults:?}");
    }
}

/// Pictures and charts are counted together: Word repairs a file in which two drawings are one.
#[test]
fn every_drawing_has_a_number_of_its_own() {
    let picture = || {
        let picture = sample::picture(Encoding::Png, b"logo", 400, 200);
        sample::figure(vec![picture], None)
    };
    let blocks = vec![picture(), chart(ChartSort::Pie), picture()];
    let file = with_charts(blocks).expect("drawings can be written");
    assert_eq!(lint(&file), Ok(Vec::new()));
    let text = part(&file, "word/document.xml");
    for told in [
        "id=\"1\" name=\"Picture 1\"",
        "id=\"2\" name=\"Chart 1\"",
        "id=\"3\" name=\"Picture 3\"",
    ] {
        assert!(text.contains(&format!("<wp:docPr {told}")), "{text}");
    }
}

/// Rows cannot hold drawings; a chart in one is refused and not lost.
#[test]
fn a_chart_in_a_cell_is_refused() {
    let mut table = sample::table(1);
    let mut cell = sample::cell("", 1, 1, None);
    cell.blocks = vec![chart(ChartSort::Bar)];
    table.body = vec![sample::row(false, vec![cell])];
    let refused = with_charts(vec![Block::Table(table)]);
    assert_eq!(
        refused,
        Err("a picture or a chart stands within a cell".to_owned())
    );
}

/// Who edits a chart in Word finds in its workbook what the chart shows, cell by cell.
fn workbook_agrees(file: &[u8], number: usize, chart: &str) {
    let path = format!("word/embeddings/Microsoft_Excel_Sheet{number}.xlsx");
    let bytes = std::io::Cursor::new(package::bytes(file, &path));
    let mut workbook = calamine::Xlsx::new(bytes).expect("a workbook");
    let sheet = workbook.worksheet_range("Sheet1").expect("a sheet");
    let relationships = part(file, &format!("word/charts/_rels/chart{number}.xml.rels"));
    let target = format!("Target=\"../embeddings/Microsoft_Excel_Sheet{number}.xlsx\"");
    assert!(relationships.contains(&target), "{relationships}");
    assert!(chart.contains("<c:externalData r:id=\"rId1\">"), "{chart}");

    let chart = roxmltree::Document::parse(chart).expect("the part is XML");
    let mut shown = 0;
    for cells in chart.descendants().filter(|node| node.has_tag_name("f")) {
        let name = cells.text().unwrap_or_default().replace('$', "");
        let (_, first) = name.split_once('!').expect("a sheet and its cells");
        let column = u32::from(first.as_bytes()[0] - b'A');
        let row: u32 = first[1..]
            .split(':')
            .next()
            .and_then(|row| row.parse().ok())
            .expect("a row");
        let kept = cells
            .next_sibling_element()
            .expect("what the chart keeps of the cells");
        for point in kept.children().filter(|node| node.has_tag_name("pt")) {
            let index: u32 = point
                .attribute("idx")
                .and_then(|it| it.parse().ok())
                .expect("a place");
            let value = point
                .descendants()
                .find_map(|node| node.text())
                .unwrap_or_default();
            let cell = sheet
                .get_value((row - 1 + index, column))
                .map(ToString::to_string);
            assert_eq!(cell.as_deref(), Some(value), "{name}");
            shown += 1;
        }
    }
    let filled = sheet.used_cells().count();
    let rows = sheet.height() - 1;
    let columns = sheet.width() - 1;
    // Each series keeps the names of the categories for itself.
    assert_eq!(shown, filled + rows * (columns - 1));
}

#[test]
fn charts_are_parts_with_their_numbers() {
    let file = charts();
    assert_eq!(lint(&file), Ok(Vec::new()));
    assert!(file == charts(), "two files of one document differ");
    let text = part(&file, "word/document.xml");
    for (number, plot) in [
        (1, "<c:barChart>"),
        (2, "<c:lineChart>"),
        (3, "<c:pieChart>"),
    ] {
        let chart = part(&file, &format!("word/charts/chart{number}.xml"));
        assert!(roxmltree::Document::parse(&chart).is_ok());
        assert!(
            chart.contains(plot) && chart.contains("<c:v>Lankytojai &amp; kt.</c:v>"),
            "{chart}"
        );
        assert!(
            chart.contains("<c:pt idx=\"0\"><c:v>1234.5</c:v></c:pt>"),
            "{chart}"
        );
        assert!(
            chart.contains("##0.0;"),
            "as many decimals as are printed: {chart}"
        );
        workbook_agrees(&file, number, &chart);
        assert!(text.contains(&format!("<c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"rIdChart{number}\"/>")));
        assert!(text.contains(&format!("<wp:docPr id=\"{number}\" name=\"Chart {number}\" descr=\"Diagrama &lt;žodžiais&gt;\"/>")), "{text}");
    }
}

#[test]
fn a_chart_in_no_known_language_names_none() {
    let mut document = one_section(vec![chart(ChartSort::Bar)]);
    document.properties.lang.clear();
    let file = written_with_charts(&document).expect("a chart can be written");
    let chart = part(&file, "word/charts/chart1.xml");
    assert!(!chart.contains("lang"), "{chart}");
}
