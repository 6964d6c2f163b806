//! Whole documents: `tests/golden/<document>/` holds what the examples in `content/` become, and the
//! document of `tests/everything/`, which has all that can be written, and that of `tests/approved/`.
//!
//! - `document.txt`: what the document says, in which `~` is a space that does not break;
//! - `pages.txt`: what stands where, on the first page and on the first of the largest table;
//! - `docx.txt`: the first paragraphs as Word gets them, each with the name of its style.
//!
//! `UPDATE=1 cargo test --test golden` writes them anew: read the difference before you keep it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/compare.rs"]
mod compare;
#[path = "support/project.rs"]
mod project;
#[path = "support/word.rs"]
mod word;

use std::fs;
use std::path::Path;

use aktas::kind::files::Files;
use aktas::writers::Format;
use aktas::{Run, document, layout};
use compare::{difference, updating};

#[test]
fn the_library_plan_is_as_it_was() {
    hold("library-plan-2027");
}

#[test]
fn the_methodical_plan_is_as_it_was() {
    hold("methodical-plan-2026");
}

#[test]
fn the_notice_is_as_it_was() {
    hold("meeting-notice-2027");
}

#[test]
fn the_report_is_as_it_was() {
    hold("library-report-2026");
}

#[test]
fn the_report_on_the_library_plan_is_as_it_was() {
    hold("library-plan-report-2027");
}

#[test]
fn the_funding_plan_is_as_it_was() {
    hold("association-funding-2027");
}

#[test]
fn the_cooperation_plan_is_as_it_was() {
    hold("cooperation-plan-2027");
}

#[test]
fn the_document_that_was_approved_again_is_as_it_was() {
    let content = project::tests().join("approved/content/approved-funding-2028.yaml");
    hold_of(&content, &Files::new(None));
}

#[test]
fn the_document_with_everything_is_as_it_was() {
    let project = project::tests().join("everything");
    let content = project.join("content/everything.yaml");
    hold_of(&content, &Files::new(Some(project.join("templates"))));
}

fn hold(name: &str) {
    let content = project::tests().with_file_name(format!("content/{name}.yaml"));
    hold_of(&content, &Files::new(None));
}

fn hold_of(content: &Path, files: &Files) {
    let name = content.file_stem().unwrap();
    let mut run = Run::default();
    let checked = aktas::check(content, files, &mut run).unwrap();
    let (kind, document) = (checked.kind, checked.document);
    let fonts = layout::Fonts::new(&kind.style.typeface).unwrap();
    let layout = layout::lay_out(&document, &kind.style, &fonts, &mut run.sink);
    let built = aktas::build(content, files, &[Format::Docx], &mut run).unwrap();
    let folder = project::tests().join("golden").join(name);
    let faults = [
        same(&folder.join("document.txt"), &document::dump(&document)),
        same(
            &folder.join("pages.txt"),
            &some_pages(&layout::dump(&layout)),
        ),
        same(&folder.join("docx.txt"), &paragraphs(&built[0].1)),
    ];
    let faults: String = faults.into_iter().flatten().collect();
    assert!(
        faults.is_empty(),
        "\n{faults}`UPDATE=1` writes the files anew"
    );
}

/// Compares a file with what it should hold, or writes it.
fn same(path: &Path, found: &str) -> Option<String> {
    if updating() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, found).unwrap();
        return None;
    }
    let wanted = fs::read_to_string(path).unwrap_or_default();
    let difference = difference(&wanted, found)?;
    Some(format!("{}\n{difference}\n", path.display()))
}

/// The first page, and the first in landscape; how many there are is in the last line.
fn some_pages(dump: &str) -> String {
    let starts = dump.match_indices("page ").map(|(start, _)| start);
    let starts: Vec<usize> = starts
        .filter(|start| *start == 0 || dump[..*start].ends_with('\n'))
        .collect();
    let ends = starts.iter().copied().skip(1).chain([dump.len()]);
    let pages: Vec<&str> = starts
        .iter()
        .zip(ends)
        .map(|(start, end)| &dump[*start..end])
        .collect();
    let is_turned = |page: &&&str| {
        page.lines()
            .next()
            .is_some_and(|line| line.ends_with("landscape"))
    };
    let turned = pages.iter().find(is_turned).copied().unwrap_or_default();
    format!("{}{turned}{} pages\n", pages[0], pages.len())
}

/// The first 80 paragraphs as Word shows them: the style of each, whether it stands in a cell, its
/// number, and how it starts.
fn paragraphs(docx: &[u8]) -> String {
    let lines = word::paragraphs(docx).into_iter().map(|paragraph| {
        let style = &paragraph.style;
        let cell = if paragraph.in_cell { "  " } else { "" };
        let label = paragraph.label.map_or(String::new(), |label| label + "\t");
        let words = label + &paragraph.number + &paragraph.text;
        let start: String = words.chars().take(60).collect();
        let more = if start.len() < words.len() { "…" } else { "" };
        let start = start.replace('\u{a0}', "~").replace('\t', " → ");
        format!("{cell}[{style}] {start}{more}\n")
    });
    lines.take(80).collect()
}
