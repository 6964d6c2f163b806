//! What holds for two forms of any document put into one: accepted it is the new one, rejected the
//! old one, whatever was edited.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/documents.rs"]
mod documents;
#[path = "support/edits.rs"]
mod edits;

use std::collections::{BTreeMap, BTreeSet};

use aktas::compare::merge;
use aktas::document::{
    Anchor, Block, Document, Inline, Properties, Revision, Section, Target, Text, dump,
};
use documents::documents;
use edits::{edited, for_each_line_of};
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
        orientation: aktas::document::Orientation::Portrait,
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
            figure.caption.take_if(|line| !is_said(line));
        }
        Block::Chart(chart) => {
            chart.id = None;
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
            for (_, piece) in aktas::document::pieces(line) {
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
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn accepted_it_is_the_new_one_and_rejected_the_old((old, new) in edited()) {
        agrees(&old, &new)?;
        agrees(&new, &old)?;
    }

    #[test]
    fn two_that_have_nothing_in_common_are_one((old, new) in (documents(), documents())) {
        agrees(&old, &new)?;
    }

    #[test]
    fn a_document_and_itself_mark_nothing((document, _) in edited()) {
        let merged = merge(document.clone(), document.clone());
        prop_assert_eq!(told(&merged), told(&document));
    }
}
