//! Import: a document that was written elsewhere becomes the content of a kind.
//!
//! It is honest. What the document says stands in the YAML, if only as text or as a comment; what
//! the kind needs and the document does not say is derived by a rule that is told, or stands as
//! `[…]` to be written. Numbers that are counted anew and words that the kind prints itself are left
//! out and listed. At the end every word of the source is looked for ([`notes::unaccounted`]).

mod chapters;
mod circle;
mod cooperation;
mod draft;
mod front;
mod funding;
mod goals;
mod hyphens;
mod names;
pub mod notes;
mod notice;
mod outline;
mod parts;
mod people;
mod plan;
mod report;
mod rows;
pub mod sheets;
mod signs;
mod table;
mod text;
mod when;
mod words;
mod yaml;

use std::sync::Arc;

use crate::diagnostics::{Language, say};
use crate::readers::{Block, Foreign, Paragraph};

use draft::{Draft, Entries};
use front::Front;
use notes::{Notes, Place, Sort};
use outline::{Part, outline, sources};
use rows::Heads;
use text::Text;
use words::{GOAL, Role, after};

pub(crate) use names::slug;
pub(crate) use yaml::scalar;

/// What is to be imported as what.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The kind, one of [`KINDS`]; without it, the one whose shape the document has.
    pub kind: Option<&'a str>,
    /// What the document is to be called: the name of the file without its ending.
    pub name: &'a str,
    /// The language of the comments in the YAML.
    pub language: Language,
    /// The year that a document is for that names none.
    pub year: i32,
}

/// The kinds that a document can become.
pub const KINDS: [&str; 6] = [
    "activity-plan",
    "methodical-plan",
    "funding-plan",
    "cooperation-plan",
    "activity-report",
    "notice",
];

/// A document that was imported.
#[derive(Debug)]
pub struct Imported {
    /// Its kind.
    pub kind: &'static str,
    /// Its name, by which its file is called, too.
    pub id: String,
    /// The content.
    pub yaml: String,
    /// The pictures that belong in `pictures/` beside it.
    pub pictures: Vec<(String, Arc<[u8]>)>,
    /// What is to be told of it.
    pub notes: Notes,
}

/// Makes a file that another program wrote the content of a kind.
#[must_use]
pub fn import(foreign: &Foreign, asked: &Asked<'_>) -> Imported {
    let mut notes = Notes::default();
    let mut parts = outline(foreign);
    let mut sources = sources(&parts);
    of_edges(foreign, &mut sources, &mut notes);
    let kind = KINDS.into_iter().find(|kind| asked.kind == Some(*kind));
    let kind = kind.unwrap_or_else(|| shape(&parts));
    let texts: Vec<String> = sources.iter().map(|(_, text)| text.clone()).collect();
    hyphens::join(&mut parts, &texts, &mut notes);
    let front = front::take(parts, &mut notes);
    let mut draft = Draft::new(asked, &front, &texts, notes);
    let entries = entries(kind, front, &mut draft);
    let left = left(&sources, &entries, &mut draft);
    let yaml = yaml::write(&head(kind, &draft), &entries, &left);
    Imported {
        kind,
        id: draft.id,
        yaml: format!("# yaml-language-server: $schema=../templates/{kind}/schema.json\n{yaml}"),
        pictures: draft.pictures,
        notes: draft.notes,
    }
}

fn entries(kind: &str, front: Front, draft: &mut Draft<'_>) -> Entries {
    match kind {
        "activity-plan" => plan::write(front, draft),
        "methodical-plan" => circle::write(front, draft),
        "funding-plan" => funding::write(front, draft),
        "cooperation-plan" => cooperation::write(front, draft),
        "notice" => notice::write(front, draft),
        _ => report::write(front, draft),
    }
}

/// The kind whose shape a document has: by the heads of its tables, else by its headings.
fn shape(parts: &[Part]) -> &'static str {
    let heads = Heads::of(parts);
    let has = |role| heads.iter().any(|heads| heads.has(role));
    let grids = || {
        parts.iter().filter_map(|part| match part {
            Part::Table(grid) => Some(grid),
            _ => None,
        })
    };
    let in_tables = || {
        grids()
            .flat_map(|grid| &grid.rows)
            .flat_map(outline::GridRow::said)
    };
    let has_goals = in_tables().any(|cell| {
        cell.texts
            .iter()
            .any(|text| after(&rows::numbered(text).1.plain(), GOAL).is_some() && cell.columns > 1)
    });
    if funding::fits(&heads) {
        "funding-plan"
    } else if has(Role::Responsible) || has(Role::Partners) {
        "cooperation-plan"
    } else if has(Role::When) && (has_goals || has(Role::Resources) || has(Role::Success)) {
        "activity-plan"
    } else if has(Role::When) && has(Role::What) {
        "methodical-plan"
    } else if grids().any(|grid| grid.rows.len() > 1) || parts::sections(parts.to_vec()).len() > 2 {
        "activity-report"
    } else {
        "notice"
    }
}

/// What stands beside the text: at the edges of pages, in comments, in tracked changes.
fn of_edges(foreign: &Foreign, sources: &mut Vec<(Place, String)>, notes: &mut Notes) {
    for text in foreign
        .running
        .iter()
        .filter_map(|paragraph| Text::of(paragraph, 0))
    {
        let plain = text.plain();
        let is_number = plain
            .chars()
            .all(|c| c.is_ascii_digit() || " –-/".contains(c));
        if is_number {
            notes.push(Sort::Recounted, Place::Running, plain);
        } else {
            sources.push((Place::Running, text.whole()));
        }
    }
    for comment in &foreign.comments {
        let by = if comment.author.is_empty() {
            String::new()
        } else {
            format!("{}: ", comment.author)
        };
        sources.push((
            Place::Comment,
            signs::visible(&format!("{by}{}", comment.text)).replace('\n', " "),
        ));
    }
    for message in &foreign.unread {
        notes.say(Sort::Told, Place::Document, "", message.clone());
    }
    if foreign.blocks.iter().any(is_revised) {
        let message = say!("the file has tracked changes; they were taken as accepted");
        notes.say(Sort::Told, Place::Document, "", message);
    }
}

/// Whether a part has tracked changes.
fn is_revised(block: &Block) -> bool {
    let changed = |paragraph: &Paragraph| {
        paragraph.end.is_some() || paragraph.runs.iter().any(|run| run.revised.is_some())
    };
    match block {
        Block::Paragraph(paragraph) => changed(paragraph),
        Block::Picture(_) => false,
        Block::Table(table) => table.rows.iter().any(|row| {
            row.revised.is_some()
                || row
                    .cells
                    .iter()
                    .any(|cell| cell.revised.is_some() || cell.blocks.iter().any(is_revised))
        }),
    }
}

/// What found no place, as comments for the end of the file.
fn left(sources: &[(Place, String)], entries: &Entries, draft: &mut Draft<'_>) -> Vec<String> {
    let unaccounted = notes::unaccounted(sources, entries, &draft.notes);
    let mut lines = Vec::new();
    for (place, text) in unaccounted {
        if lines.is_empty() {
            lines.push(draft.say(&say!("not placed:")));
        }
        let place_said = draft.say(&place.message());
        lines.push(format!("{place_said}: {}", text.trim()));
        draft.notes.push(Sort::Left, place, text.trim());
    }
    lines
}

/// What stands at the head of the file.
fn head(kind: &str, draft: &Draft<'_>) -> Vec<String> {
    let of = |sort: Sort| {
        draft
            .notes
            .0
            .iter()
            .filter(|note| note.sort == sort)
            .count()
    };
    let counted = say!(
        "to write: {missing}, to look at: {derived}, kept as text: {kept}, not placed: {left}",
        missing = of(Sort::Missing),
        derived = of(Sort::Derived),
        kept = of(Sort::Kept),
        left = of(Sort::Left)
    );
    let from = say!(
        "imported as `{kind}`; what it needs and the document did not say stands as `[…]`",
        kind
    );
    vec![draft.say(&from), draft.say(&counted)]
}
