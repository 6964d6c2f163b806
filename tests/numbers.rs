//! Word counts to what the document says: a DOCX file is read back as Word shows it, with all numbers
//! counted and all fields worked out anew.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "docx/package.rs"]
#[allow(dead_code, reason = "each file of tests uses some of it")]
mod package;
#[path = "support/project.rs"]
mod project;
#[path = "numbers/steps.rs"]
mod steps;
#[path = "support/word.rs"]
mod word;

use std::path::Path;
use std::sync::LazyLock;

use aktas::diagnostics::Sink;
use aktas::document::{Block, Document, Inline, Table};
use aktas::kind::files::Files;
use aktas::kind::{self, Kind};
use aktas::layout::{Fonts, lay_out};
use aktas::source::Sources;
use aktas::writers::docx::lint::lint;
use aktas::writers::{Format, write};
use aktas::{Run, yaml};
use proptest::prelude::*;
use steps::{Maker, step};

/// The kind whose style has all roles.
static KIND: LazyLock<Kind> = LazyLock::new(|| {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let file = sources.add("random.yaml", "kind: activity-report\n");
    let tree = yaml::parse(file, &sources, &mut sink).unwrap();
    kind::load(&tree, &Files::new(None), &mut sources, &mut sink).unwrap()
});

// --- What the document says -----------------------------------------------------------------------

/// The lines of a document that are not empty, in their order.
#[derive(Default)]
struct Said {
    lines: Vec<String>,
    /// How many numbers Word could count.
    numbers: usize,
}

impl Said {
    fn of(document: &Document) -> Self {
        let mut said = Self::default();
        for section in &document.sections {
            said.blocks(&section.blocks);
        }
        said.lines.retain(|line| !line.is_empty());
        said
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => self.numbered(&heading.content),
                Block::Paragraph(paragraph) => self.numbered(&paragraph.content),
                Block::List(list) => list.items.iter().for_each(|item| self.blocks(&item.blocks)),
                Block::Table(table) => self.table(table),
                Block::Mark(mark) => mark.lines.iter().for_each(|line| self.line(line)),
                Block::Signature(signature) => {
                    let line = [text(&signature.post), text(&signature.name)].join(" ");
                    self.lines.push(folded(&line));
                }
                Block::Figure(figure) => self.line(figure.caption.as_deref().unwrap_or_default()),
                Block::Chart(chart) => self.line(chart.caption.as_deref().unwrap_or_default()),
                Block::ClosingRule(_) | Block::Contents(_) => {}
                Block::Revised(_, block) => self.blocks(std::slice::from_ref(block)),
            }
        }
    }

    fn table(&mut self, table: &Table) {
        self.line(table.caption.as_deref().unwrap_or_default());
        for cell in table.rows().flat_map(|(_, row)| &row.cells) {
            self.blocks(&cell.blocks);
        }
    }

    fn numbered(&mut self, content: &[Inline]) {
        self.numbers += usize::from(aktas::document::numbered(content).is_some());
        self.line(content);
    }

    fn line(&mut self, content: &[Inline]) {
        self.lines.push(folded(&text(content)));
    }
}

fn text(content: &[Inline]) -> String {
    let text = |inline: &Inline| match inline {
        Inline::Text(text) => text.text.clone(),
        Inline::Break => " ".to_owned(),
        Inline::Note(_) | Inline::Field(_) | Inline::Revised(..) => String::new(),
    };
    content.iter().map(text).collect()
}

/// A text with every white space as one space, and without what only line breaks need.
fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('\u{ad}', "")
}

/// The lines that Word shows, but those of tables of contents; and how many numbers it counts.
fn shown(docx: &[u8]) -> (Vec<String>, usize) {
    let paragraphs = word::paragraphs(docx).into_iter();
    let paragraphs: Vec<_> = paragraphs.filter(|it| !it.in_contents).collect();
    let lines = paragraphs
        .iter()
        .map(|it| folded(&format!("{}{}", it.number, it.text)));
    let numbers = paragraphs.iter().filter(|it| !it.number.is_empty()).count();
    (lines.filter(|line| !line.is_empty()).collect(), numbers)
}

/// The answers of fields that are not what Word would work out.
fn stale(docx: &[u8]) -> Vec<(String, String)> {
    let paragraphs = word::paragraphs(docx).into_iter();
    let stale = paragraphs.filter(|it| it.text != it.stored);
    stale.map(|it| (it.text, it.stored)).collect()
}

// --- The documents of the project -----------------------------------------------------------------

#[track_caller]
fn holds(content: &Path, files: &Files) {
    let mut run = Run::default();
    let document = aktas::check(content, files, &mut run).unwrap().document;
    let built = aktas::build(content, files, &[Format::Docx], &mut run).unwrap();
    let (said, docx) = (Said::of(&document), &built[0].1);
    let (lines, numbers) = shown(docx);
    assert_eq!(lines, said.lines);
    assert_eq!(
        numbers, said.numbers,
        "every number is one that Word counts"
    );
    assert_eq!(stale(docx), []);
}

#[test]
fn word_counts_the_documents_of_the_project() {
    let folder = project::tests().with_file_name("content");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    assert!(paths.len() > 3);
    for path in paths {
        holds(&path, &Files::new(None));
    }
}

#[test]
fn word_counts_the_document_with_everything() {
    let project = project::tests().join("everything");
    let files = Files::new(Some(project.join("templates")));
    holds(&project.join("content/everything.yaml"), &files);
}

// --- What goes on when the document is changed ----------------------------------------------------

fn everything() -> Vec<u8> {
    let project = project::tests().join("everything");
    let files = Files::new(Some(project.join("templates")));
    let content = project.join("content/everything.yaml");
    built(&content, &files)
}

fn built(content: &Path, files: &Files) -> Vec<u8> {
    let mut run = Run::default();
    let mut built = aktas::build(content, files, &[Format::Docx], &mut run).unwrap();
    built.remove(0).1
}

/// What the fields of captions and references ask for; that they give what they say is tried above.
#[test]
fn captions_and_references_are_fields() {
    let text = package::part(&everything(), "word/document.xml");
    let asked = text.split("<w:instrText xml:space=\"preserve\">").skip(1);
    let asked = asked.filter_map(|rest| rest.split("</w:instrText>").next());
    let asked = asked.filter(|asked| asked.contains(" REF ") || asked.contains(" SEQ "));
    let asked: Vec<&str> = asked.map(str::trim).collect();
    let wanted = [
        "REF _Ref000000001 \\h",
        "REF _Ref000000002 \\h",
        "REF visitors \\r \\h",
        "REF _Ref000000001 \\h",
        "SEQ lentelė \\* ARABIC",
        "SEQ pav \\* ARABIC",
        "SEQ pav \\* ARABIC",
        "SEQ pav \\* ARABIC",
    ];
    assert_eq!(asked, wanted);
}

/// LibreOffice puts words that share a link with a field before its answer when it saves the file.
#[test]
fn a_field_shares_its_link_with_nothing() {
    let text = package::part(&everything(), "word/document.xml");
    let links = text.split("<w:hyperlink ").skip(1);
    let links = links.filter_map(|rest| rest.split("</w:hyperlink>").next());
    let links: Vec<&str> = links.filter(|link| link.contains(" REF _Ref")).collect();
    assert_eq!(links.len(), 3);
    for link in links {
        assert_eq!(link.matches("<w:t ").count(), 1, "{link}");
    }
}

/// The numbers of the paragraphs that begin with these words.
fn numbers_of(docx: &[u8], words: &str) -> Vec<String> {
    let paragraphs = word::paragraphs(docx).into_iter();
    let found = paragraphs.filter(|it| !it.in_contents && it.text.starts_with(words));
    found.map(|it| it.number.trim_end().to_owned()).collect()
}

fn library_plan() -> Vec<u8> {
    let content = project::tests().with_file_name("content/library-plan-2027.yaml");
    built(&content, &Files::new(None))
}

#[test]
fn whoever_takes_the_style_gets_the_next_number() {
    let file = library_plan();
    let last = "<w:sectPr>";
    for (role, number) in [
        ("heading-2", "8."),
        ("overview-goal", "3."),
        ("overview-objective", "2.5."),
        ("goal", "3."),
        ("objective", "2.5."),
        ("table-number", "2.4.7."),
        // It is based on a style that is numbered, and is not itself.
        ("heading-3", ""),
    ] {
        let added = format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{role}\"/></w:pPr><w:r><w:t>Pridėta</w:t></w:r></w:p>"
        );
        let text = package::part(&file, "word/document.xml");
        let end = text.rfind(last).unwrap();
        let changed = format!("{}{added}{}", &text[..end], &text[end..]);
        let changed = package::replaced(&file, "word/document.xml", &text, &changed);
        assert_eq!(numbers_of(&changed, "Pridėta"), [number], "{role}");
    }
}

#[test]
fn a_row_that_is_copied_has_the_next_number_and_so_have_those_below() {
    let file = library_plan();
    let text = package::part(&file, "word/document.xml");
    let words = text.find("Pakviesti 1 klasių").unwrap();
    let start = text[..words].rfind("<w:tr>").unwrap();
    let end = words + text[words..].find("</w:tr>").unwrap() + "</w:tr>".len();
    let changed = format!("{}{}", &text[..end], &text[start..]);
    let changed = package::replaced(&file, "word/document.xml", &text, &changed);
    let before: Vec<String> = numbers_of(&file, "");
    let after = numbers_of(&changed, "");
    let of = |numbers: &[String], start: &str| -> Vec<String> {
        let found = numbers.iter().filter(|number| number.starts_with(start));
        found.cloned().collect()
    };
    let mut wanted = of(&before, "1.1.");
    wanted.push(format!("1.1.{}.", wanted.len() - 1));
    assert_eq!(of(&after, "1.1."), wanted);
    assert_eq!(of(&after, "1.2."), of(&before, "1.2."));
}

// --- Random numbers -------------------------------------------------------------------------------

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn word_counts_whatever_a_document_counts(steps in prop::collection::vec(step(), 1..40)) {
        let mut maker = Maker::default();
        steps.iter().for_each(|step| maker.add(step));
        let document = maker.finish();
        let fonts = Fonts::new(&KIND.style.typeface).unwrap();
        let layout = lay_out(&document, &KIND.style, &fonts, &mut Sink::default());
        let docx = write(Format::Docx, &document, &layout, &KIND).unwrap();
        prop_assert_eq!(shown(&docx).0, Said::of(&document).lines);
        prop_assert_eq!(stale(&docx), []);
        prop_assert_eq!(lint(&docx), Ok(Vec::new()));
    }
}
