//! What holds for two forms of any document put into one: accepted it is the new one, rejected the
//! old one, whatever was edited.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/compare.rs"]
mod compare;
#[path = "support/documents.rs"]
mod documents;
#[path = "support/edits.rs"]
mod edits;
#[path = "support/markdown.rs"]
mod markdown;
#[path = "support/project.rs"]
mod project;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use aktas::Run;
use aktas::compare::merge;
use aktas::diagnostics::Sink;
use aktas::document::{
    Anchor, Block, Document, Inline, Orientation, Properties, Revision, Revisions, Section, Target,
    Text, dump, pieces,
};
use aktas::kind::Kind;
use aktas::kind::files::Files;
use aktas::layout::{Fonts, measure};
use aktas::writers::{Format, write};
use compare::{difference, updating};
use documents::documents;
use edits::{edited, for_each_line_of, joined};
use markdown::{Block as Fenced, Case, Suite};
use project::Project;
use proptest::collection::vec;
use proptest::prelude::*;

/// What a document says, in a form that does not tell how its texts are divided, how its sections
/// lie, what its names are, and what no mark can tell.
fn told(document: &Document) -> String {
    let mut document = document.clone();
    document.properties = Properties::default();
    let sections = std::mem::take(&mut document.sections).into_iter();
    let mut blocks: Vec<Block> = sections.flat_map(|section| section.blocks).collect();
    let mut places = BTreeMap::new();
    for (place, block) in blocks.iter_mut().enumerate() {
        if let Some(name) = name(block) {
            places.insert(name, place);
        }
        plainly(block);
    }
    let mut notes = 0;
    for_each_line_of(&mut blocks, &mut |line| tell(line, &places, &mut notes));
    document.sections = vec![Section {
        orientation: Orientation::Portrait,
        blocks,
    }];
    dump(&document)
}

fn name(block: &Block) -> Option<Anchor> {
    match block {
        Block::Heading(heading) => Some(heading.id.clone()),
        Block::Table(table) => table.id.clone(),
        Block::Figure(figure) => figure.id.clone(),
        Block::Chart(chart) => chart.id.clone(),
        Block::Revised(_, block) => name(block),
        _ => None,
    }
}

/// Leaves out names, what is empty, and what is not told by marks.
fn plainly(block: &mut Block) {
    let is_said = |line: &Vec<Inline>| line.iter().any(|inline| !inline.is_empty());
    match block {
        Block::Heading(heading) => heading.id = "heading-0".into(),
        Block::List(list) => {
            let blocks = list.items.iter_mut().flat_map(|item| &mut item.blocks);
            blocks.for_each(plainly);
        }
        Block::Table(table) => {
            (table.id, table.description) = (None, None);
            table.caption.take_if(|line| !is_said(line));
            table.continued.take_if(|line| !is_said(line));
            for row in table
                .head
                .iter_mut()
                .chain(&mut table.body)
                .chain(&mut table.foot)
            {
                row.keep_with_next = false;
                let blocks = row.cells.iter_mut().flat_map(|cell| &mut cell.blocks);
                blocks.for_each(plainly);
            }
        }
        Block::Figure(figure) => {
            figure.id = None;
            figure
                .pictures
                .iter_mut()
                .for_each(|picture| picture.alt.clear());
            figure.caption.take_if(|line| !is_said(line));
        }
        Block::Chart(chart) => {
            chart.id = None;
            chart.alt.clear();
            chart.caption.take_if(|line| !is_said(line));
        }
        Block::Mark(mark) => mark.lines.retain(is_said),
        _ => {}
    }
}

/// Joins neighbours of one look, counts notes, and has links lead to places.
fn tell(line: &mut Vec<Inline>, places: &BTreeMap<Anchor, usize>, notes: &mut u32) {
    let mut told: Vec<Inline> = Vec::new();
    for mut inline in line.drain(..) {
        match &mut inline {
            Inline::Text(text) => {
                if let Some(Target::Inside(name)) = &mut text.link {
                    *name = format!("{:?}", places.get(name)).into();
                }
                if text.text.is_empty() {
                    continue;
                }
                if let Some(Inline::Text(before)) = told.last_mut()
                    && before.meaning.is_none()
                    && look(before) == look(text)
                {
                    before.text += &text.text;
                    continue;
                }
            }
            Inline::Note(note) => {
                *notes += 1;
                note.number = *notes;
                tell(&mut note.content, places, &mut 0);
            }
            _ => {}
        }
        told.push(inline);
    }
    *line = told;
}

/// What two texts must share to be one.
fn look(text: &Text) -> impl PartialEq + use<> {
    let Text {
        emphasis,
        link,
        lang,
        meaning,
        ..
    } = text.clone();
    (emphasis, link, lang, meaning)
}

/// What is wrong with a merged document in itself.
fn faults(merged: &Document) -> Vec<String> {
    let mut faults = Vec::new();
    let (mut names, mut here, mut away) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for block in merged.blocks() {
        if name(block).is_some_and(|name| !names.insert(name)) {
            faults.push("two blocks have one name".to_owned());
        }
        check(block, None, &mut faults, &mut |revision| {
            match revision {
                Revision::MovedHere(number) => here.insert(number),
                Revision::MovedAway(number) => away.insert(number),
                Revision::Inserted | Revision::Deleted => true,
            };
        });
    }
    if here != away {
        faults.push(format!("moves have two places: {here:?} {away:?}"));
    }
    let mut numbers = Vec::new();
    let mut copy = merged.clone();
    for section in &mut copy.sections {
        for_each_line_of(&mut section.blocks, &mut |line| {
            for (_, piece) in pieces(line) {
                match piece {
                    Inline::Note(note) => numbers.push(note.number),
                    Inline::Text(Text {
                        link: Some(Target::Inside(name)),
                        ..
                    }) if !names.contains(name) => {
                        faults.push(format!("nothing has the name {name}"));
                    }
                    _ => {}
                }
            }
        });
    }
    if !numbers.iter().copied().eq(1..=numbers.len() as u32) {
        faults.push(format!("notes are {numbers:?}"));
    }
    faults
}

/// Tells marks within marks, and tables that are no grids.
fn check(
    block: &Block,
    within: Option<Revision>,
    faults: &mut Vec<String>,
    tell: &mut impl FnMut(Revision),
) {
    let mut mark = |revision: Option<Revision>, faults: &mut Vec<String>| {
        if revision.is_some() && within.is_some() {
            faults.push(format!("{revision:?} in {within:?}"));
        }
        revision.into_iter().for_each(&mut *tell);
        revision.or(within)
    };
    let mut inner: Vec<(Option<Revision>, &Block)> = Vec::new();
    match block {
        Block::Revised(revision, block) => inner.push((mark(Some(*revision), faults), block)),
        Block::List(list) => {
            for item in &list.items {
                let within = mark(item.revision, faults);
                inner.extend(item.blocks.iter().map(|block| (within, block)));
            }
        }
        Block::Table(table) => {
            if let Err(fault) = table.grid() {
                faults.push(format!("no grid: {fault:?}"));
            }
            for (_, row) in table.rows() {
                let within = mark(row.revision, faults);
                let blocks = row.cells.iter().flat_map(|cell| &cell.blocks);
                inner.extend(blocks.map(|block| (within, block)));
            }
        }
        _ => for_each_line_of(&mut [block.clone()], &mut |line| {
            for piece in line.iter() {
                if let Inline::Revised(revision, pieces) = piece {
                    mark(Some(*revision), faults);
                    let marked = |piece: &Inline| matches!(piece, Inline::Revised(..));
                    if pieces.is_empty() || pieces.iter().any(marked) {
                        faults.push(format!("{revision:?} of {pieces:?}"));
                    }
                }
            }
        }),
    }
    for (within, block) in inner {
        check(block, within, faults, tell);
    }
}

/// The document of a page, and its kind.
fn page(markup: &str) -> (Kind, Document) {
    let project = Project::new();
    project.write("templates/page/document.html", markup);
    project.write("templates/page/labels.lt.yaml", "{}\n");
    project.write(
        "templates/page/schema.json",
        r#"{"type": "object", "properties": {"kind": {"type": "string"}, "id": {"type": "string", "format": "id"}}}"#,
    );
    project.write("content/page.yaml", "kind: page\nid: page\n");
    let files = Files::new(Some(project.path("templates")));
    let mut run = Run::default();
    let checked = aktas::check(&project.path("content/page.yaml"), &files, &mut run);
    let Some(checked) = checked else {
        panic!("{:?}", run.sink.into_sorted(&run.sources));
    };
    (checked.kind, checked.document)
}

fn merged_of(case: &Case) -> Document {
    let form = |name: &str| {
        let block = case
            .blocks("html")
            .find(|block| block.name.as_deref() == Some(name));
        page(&block.expect("two pages").text).1
    };
    merge(form("old"), form("new"))
}

#[test]
fn what_changed_reads_as_it_should() {
    let mut faults = String::new();
    for suite in Suite::read_all(&project::tests().join("redline")) {
        let mut changes: Vec<(&Fenced, String)> = Vec::new();
        for case in suite.cases.iter().filter(|case| case.wanted()) {
            let found = dump(&merged_of(case));
            let wanted = case.blocks("text").next().expect("what is wanted");
            if let Some(difference) = difference(&wanted.text, &found) {
                faults += &format!("{}:\n{difference}", case.name);
                changes.push((wanted, found));
            }
        }
        if updating() {
            suite.rewrite(changes);
        }
    }
    assert!(updating() || faults.is_empty(), "\n{faults}");
}

/// What was changed in a plan.
const EDITS: &[(&str, &str)] = &[
    ("nuo kovo iki rugsėjo", "nuo balandžio iki rugsėjo"),
    (
        "prižiūri\n      direktoriaus",
        "jį prižiūri\n      direktoriaus",
    ),
    (
        "      - Skaitymo skatinimas, į kurį įtraukiamos visos klasės ir mokinių šeimos\n",
        "      - Tylos ir bendro darbo vietos skaitykloje\n",
    ),
    ("60 skaitytojo pažymėjimų", "75 skaitytojo pažymėjimai"),
    ("2027-02..2027-05", "2027-03..2027-05"),
    (
        "id: languages-day\n                what: >-\n                  Paminėti Europos kalbų dieną 5–8 klasių dirbtuvėmis „Knyga prabyla devyniomis\n                  kalbomis“\n                who:\n                  - svirnelis\n                  - text: užsienio kalbų mokytojai\n                when: 2027-09-24\n",
        "id: film-evening\n                what: Surengti kino vakarą pagal perskaitytas knygas\n                who: [pievyte]\n                when: 2027-10\n",
    ),
];

/// A plan as it was, and as it is after the edits that people make; and its kind.
fn plan() -> (Kind, Document, Document) {
    let written = fs::read_to_string(project::tests().join("../content/library-plan-2027.yaml"));
    let written = written.unwrap();
    let mut edited = written.clone();
    for (was, is) in EDITS {
        assert!(edited.contains(was), "{was}");
        edited = edited.replacen(was, is, 1);
    }
    // The measure about books that are easy to read comes first.
    let start = edited.find("              - id: accessible-books").unwrap();
    let end = edited.find("              - id: skills-check").unwrap();
    let moved: String = edited.drain(start..end).collect();
    let first = edited.find("              - id: first-grade-tour").unwrap();
    edited.insert_str(first, &moved);
    let read = |text: &str| {
        let project = Project::new();
        project.write("content/library-plan-2027.yaml", text);
        let path = project.path("content/library-plan-2027.yaml");
        let mut run = Run::default();
        let checked = aktas::check(&path, &Files::new(None), &mut run);
        checked.unwrap_or_else(|| panic!("{:?}", run.sink.into_sorted(&run.sources)))
    };
    let (old, new) = (read(&written), read(&edited));
    (new.kind, old.document, new.document)
}

fn html(document: &Document, kind: &Kind) -> String {
    let fonts = Fonts::new(&kind.style.typeface).unwrap();
    let layout = measure(document, &kind.style, &fonts, &mut Sink::default());
    let html = write(Format::Html, document, &layout, kind).unwrap();
    String::from_utf8(html).unwrap()
}

/// The words of a page, without those in elements of this name and without the legend.
fn words_without(html: &str, name: &str) -> String {
    let (start, end) = (format!("<{name} "), format!("</{name}>"));
    let (_, body) = html.split_once("<section").unwrap();
    let mut kept = String::new();
    for (index, part) in body.split(&start).enumerate() {
        let (_, after) = part.split_once(&end).unwrap_or(("", part));
        assert_eq!(index > 0, part.contains(&end), "{name} in {name}: {part}");
        kept += if index == 0 { part } else { after };
    }
    let mut words = String::new();
    for part in kept.split('<') {
        words += part.split_once('>').map_or(part, |(_, text)| text);
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_page_without_what_is_gone_says_what_is_new() {
    let (kind, old, new) = plan();
    let mut merged = merge(old.clone(), new.clone());
    merged.properties.revisions = Some(Revisions {
        author: "R. <Dobilaitienė>".to_owned(),
        date: Some("2027-01-08T00:00:00Z".to_owned()),
    });
    let page = html(&merged, &kind);
    if let Ok(path) = std::env::var("AKTAS_REDLINE") {
        fs::write(path, &page).unwrap();
    }
    let (old, new) = (html(&old, &kind), html(&new, &kind));
    assert_eq!(words_without(&page, "del"), words_without(&new, "del"));
    assert_eq!(words_without(&page, "ins"), words_without(&old, "ins"));
    for wanted in [
        "<ins class=\"new\">",
        "<tr class=\"gone\">",
        "data-place=\"perkelta\u{a0}1\"",
        "R. &lt;Dobilaitienė&gt;",
    ] {
        assert!(page.contains(wanted), "{wanted}");
    }
    for unmarked in ["<ins", "<del", "legend"] {
        assert!(!new.contains(unmarked), "{unmarked}");
    }
}

#[test]
fn items_tell_their_numbers_and_notes_what_became_of_them() {
    let (kind, old) = page(
        "<section><ol><li>Pirma</li><li>Antra</li><li>Trečia</li></ol><p>Čia<footnote>Buvo</footnote>.</p></section>",
    );
    let (_, new) = page("<section><ol><li>Pirma</li><li>Trečia</li></ol><p>Čia.</p></section>");
    let page = html(&merge(old, new), &kind);
    for wanted in [
        "<li value=\"1\"><p",
        "<li class=\"gone\" value=\"2\"><del class=\"block gone\">",
        "<li value=\"2\"><p",
        "Čia<del class=\"gone\"><sup>",
        "<p class=\"p-footnote\"><del class=\"gone\">Buvo</del>",
    ] {
        assert!(page.contains(wanted), "{wanted} is not in {page}");
    }
}

fn agrees(old: &Document, new: &Document) -> Result<(), TestCaseError> {
    let merged = merge(old.clone(), new.clone());
    prop_assert_eq!(told(&merged.accepted()), told(new), "accepted");
    prop_assert_eq!(told(&merged.rejected()), told(old), "rejected");
    prop_assert_eq!(faults(&merged), Vec::<String>::new());
    for form in [merged.accepted(), merged.rejected()] {
        let grids = form.blocks().filter(|block| match block {
            Block::Table(table) => table.grid().is_err(),
            _ => false,
        });
        prop_assert_eq!(grids.count(), 0);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn accepted_it_is_the_new_one_and_rejected_the_old((old, new) in edited()) {
        agrees(&old, &new)?;
        agrees(&new, &old)?;
    }

    #[test]
    fn rows_that_cells_join_stay_a_grid(pairs in vec(joined(), 16)) {
        for (old, new) in &pairs {
            agrees(old, new)?;
            agrees(new, old)?;
        }
    }

    #[test]
    fn two_that_have_nothing_in_common_are_one((old, new) in (documents(), documents())) {
        agrees(&old, &new)?;
    }

    /// What is not seen is not shown as a picture that is gone beside the same one.
    #[test]
    fn another_description_is_no_other_picture(document in documents()) {
        let mut described = document.clone();
        for block in described.sections.iter_mut().flat_map(|section| &mut section.blocks) {
            match block {
                Block::Figure(figure) => figure.pictures[0].alt = "Kitais žodžiais".to_owned(),
                Block::Chart(chart) => chart.alt = "Kitais žodžiais".to_owned(),
                _ => {}
            }
        }
        prop_assert_eq!(told(&merge(document, described.clone())), told(&described));
    }

    #[test]
    fn a_document_and_itself_mark_nothing((document, _) in edited()) {
        let merged = merge(document.clone(), document.clone());
        prop_assert_eq!(told(&merged), told(&document));
    }
}
