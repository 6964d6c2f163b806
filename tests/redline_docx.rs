//! What holds for the DOCX of any document that shows what changed: with all changes accepted it
//! says what the new document says, with all rejected what the old one says.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/documents.rs"]
mod documents;
#[path = "support/edits.rs"]
#[allow(dead_code, reason = "each file of tests uses some of it")]
mod edits;
#[path = "support/tracked.rs"]
mod tracked;
#[path = "support/word.rs"]
mod word;

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use aktas::compare::merge;
use aktas::diagnostics::Sink;
use aktas::document::{Block, Document, Inline, Revisions, dump};
use aktas::kind::files::Files;
use aktas::kind::{self, Kind};
use aktas::layout::{Fonts, measure};
use aktas::source::Sources;
use aktas::writers::docx::lint::{Rule, lint};
use aktas::writers::{Format, write};
use aktas::yaml;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tracked::Act;

/// The kind whose style has all roles.
static KIND: LazyLock<Kind> = LazyLock::new(|| {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let file = sources.add("random.yaml", "kind: activity-report\n");
    let tree = yaml::parse(file, &sources, &mut sink).unwrap();
    kind::load(&tree, &Files::new(None), &mut sources, &mut sink).unwrap()
});

fn docx(document: &Document) -> Vec<u8> {
    let fonts = Fonts::new(&KIND.style.typeface).unwrap();
    let layout = measure(document, &KIND.style, &fonts, &mut Sink::default());
    write(Format::Docx, document, &layout, &KIND).unwrap()
}

/// The document without what a DOCX cannot hold: a table or a table of contents in a list or a cell,
/// a drawing in a cell, a role that the style does not know.
fn writable(mut document: Document) -> Document {
    let mut notes = 0;
    for section in &mut document.sections {
        keep_writable(&mut section.blocks, false, false);
        edits::for_each_line_of(&mut section.blocks, &mut |line| {
            for inline in line {
                if let Inline::Note(note) = inline {
                    notes += 1;
                    note.number = notes;
                }
            }
        });
    }
    document
}

fn keep_writable(blocks: &mut Vec<Block>, inside: bool, in_cell: bool) {
    blocks.retain(|block| match block {
        Block::Table(_) | Block::Contents(_) => !inside,
        Block::Figure(_) | Block::Chart(_) => !in_cell,
        _ => true,
    });
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) if &*paragraph.role == "unknown" => {
                paragraph.role = "body".into();
            }
            Block::List(list) => {
                let items = list.items.iter_mut();
                items.for_each(|item| keep_writable(&mut item.blocks, true, in_cell));
            }
            Block::Table(table) => {
                let rows = table.head.iter_mut().chain(&mut table.body);
                for cell in rows.chain(&mut table.foot).flat_map(|row| &mut row.cells) {
                    keep_writable(&mut cell.blocks, true, true);
                }
            }
            _ => {}
        }
    }
}

/// Two documents as one that shows what changed, by a person.
fn redline(old: &Document, new: &Document) -> Document {
    let mut merged = merge(old.clone(), new.clone());
    merged.properties.revisions = Some(Revisions {
        author: "V. \"Pavardė\" & Ko".to_owned(),
        date: Some("2027-01-08T00:00:00Z".to_owned()),
    });
    merged
}

/// What a file says: its lines with their numbers, what its rows are, its notes.
fn said(docx: &[u8]) -> (Vec<String>, Vec<Vec<usize>>, Vec<String>) {
    let shown = word::paragraphs(docx).into_iter();
    let own = shown.filter(|line| !line.in_contents);
    let lines = own.map(|line| {
        let label = line
            .label
            .map_or(String::new(), |label| format!("({label}) "));
        let text = format!("{label}{}{}", line.number, line.stored);
        let text = text.replace('\u{ad}', "");
        let words: Vec<&str> = text.split_whitespace().collect();
        format!(
            "{}{}",
            if line.in_cell { "| " } else { "" },
            words.join(" ")
        )
    });
    let lines = lines.filter(|line| !line.is_empty() && line != "| ");
    (lines.collect(), tracked::shapes(docx), tracked::notes(docx))
}

/// What Word would call broken, or join, in a file whose changes are accepted or rejected.
const BROKEN: [Rule; 7] = [
    Rule::CellWithoutParagraph,
    Rule::RowOffGrid,
    Rule::MergeWithoutStart,
    Rule::TableAtEnd,
    Rule::DuplicateBookmark,
    Rule::UnclosedField,
    Rule::LooseText,
];

fn broken(docx: &[u8]) -> Vec<String> {
    let faults = lint(docx).unwrap().into_iter();
    let broken = faults.filter(|fault| BROKEN.contains(&fault.rule));
    broken.map(|fault| fault.to_string()).collect()
}

/// Where the documents for the judges of `.ci` go.
const FOLDER: &str = "AKTAS_REDLINES";

/// How many there are.
const FOR_JUDGES: usize = 12;

/// How many letters of a word the judges are shown: LibreOffice does not come to an end with a column
/// that is far narrower than a word.
const LONGEST: usize = 40;

/// The document with words that LibreOffice can lay out.
fn with_words_cut(mut document: Document) -> Document {
    for section in &mut document.sections {
        edits::for_each_line_of(&mut section.blocks, &mut |line| {
            for inline in line {
                if let Inline::Text(text) = inline {
                    text.text = cut(&text.text);
                }
            }
        });
    }
    document
}

/// A text of which no word is longer than [`LONGEST`].
fn cut(text: &str) -> String {
    let words = text.split(' ');
    let words = words.map(|word| word.chars().take(LONGEST).collect());
    words.collect::<Vec<String>>().join(" ")
}

/// Writes redlines for the judges of others, each with the two documents that it should become.
#[test]
#[ignore = "for the judges of .ci, which say where"]
fn redlines_for_the_judges() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap());
    fs::create_dir_all(&folder).unwrap();
    let mut runner = TestRunner::deterministic();
    for number in 0..FOR_JUDGES {
        let (old, new) = edits::edited().new_tree(&mut runner).unwrap().current();
        let shown = |document| with_words_cut(writable(document));
        let merged = redline(&shown(old), &shown(new));
        let files = [
            ("redline", &merged),
            ("accepted", &merged.accepted()),
            ("rejected", &merged.rejected()),
        ];
        for (name, document) in files {
            let path = folder.join(format!("{number:03}.{name}.docx"));
            fs::write(path, docx(document)).unwrap();
        }
        fs::write(folder.join(format!("{number:03}.txt")), dump(&merged)).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn accepted_it_is_the_new_one_and_rejected_the_old_one((old, new) in edits::edited()) {
        let merged = redline(&writable(old), &writable(new));
        let file = docx(&merged);
        for (act, form) in [(Act::Accept, merged.accepted()), (Act::Reject, merged.rejected())] {
            let settled = tracked::settled(&file, act);
            let wanted = said(&docx(&form));
            let found = said(&settled);
            let differs = found.0.iter().zip(&wanted.0).position(|(found, wanted)| found != wanted);
            let differs = differs.unwrap_or(found.0.len().min(wanted.0.len()));
            let (of_found, of_wanted) = (found.0.get(differs), wanted.0.get(differs));
            prop_assert_eq!(of_found, of_wanted, "{:?} of {}", act, dump(&merged));
            prop_assert_eq!(&found.1, &wanted.1, "{:?} of {}", act, dump(&merged));
            prop_assert_eq!(&found.2, &wanted.2, "{:?} of {}", act, dump(&merged));
            prop_assert_eq!(broken(&settled), Vec::<String>::new(), "{:?} of {}", act, dump(&merged));
        }
    }
}
