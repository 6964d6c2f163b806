//! The outline: the headings as bookmarks, nested by their levels (ISO 32000-1, 12.3.3).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId};

use super::file::{File, name, text_string};
use super::places::{Place, places};
use super::tags::lineage;
use crate::layout::page::{Glyph, GlyphRun, Item, Layout, NodeId, NodeRole, Owner};
use crate::length::Length;
use crate::writers::run::{Sentence, glyphs_of};

/// A heading of the document.
#[derive(Debug, PartialEq)]
struct Bookmark {
    level: u8,
    title: String,
    place: Place,
}

/// Writes the outline, if there is a heading.
pub(super) fn write(file: &mut File, layout: &Layout) -> Result<(), String> {
    let bookmarks = bookmarks(layout);
    if bookmarks.is_empty() {
        return Ok(());
    }
    let root = file.document.new_object_id();
    let ids: Vec<ObjectId> = bookmarks
        .iter()
        .map(|_| file.document.new_object_id())
        .collect();
    let family = Family::of(&bookmarks);
    for (index, bookmark) in bookmarks.iter().enumerate() {
        let mut entry = family.links(Some(index), &ids);
        entry.set("Title", text_string(&bookmark.title));
        entry.set(
            "Parent",
            Object::Reference(family.parents[index].map_or(root, |parent| ids[parent])),
        );
        entry.set("Dest", bookmark.place.destination(file));
        file.document.set_object(ids[index], entry);
    }
    let mut entry = family.links(None, &ids);
    entry.set("Type", name("Outlines"));
    file.document.set_object(root, entry);
    file.catalog()?.set("Outlines", Object::Reference(root));
    Ok(())
}

/// The headings in reading order that have a text.
fn bookmarks(layout: &Layout) -> Vec<Bookmark> {
    let titles = titles(layout);
    let places = places(layout, &titles.keys().copied().collect());
    let bookmarks = titles.into_iter().filter_map(|(heading, title)| {
        let NodeRole::Heading(level) = layout.structure.get(heading).role else {
            return None;
        };
        let (title, place) = (title.tidy(), *places.get(&heading)?);
        Some(Bookmark {
            level,
            title,
            place,
        })
    });
    bookmarks
        .filter(|bookmark| !bookmark.title.is_empty())
        .collect()
}

/// What the headings say, without their notes and what is gone.
fn titles(layout: &Layout) -> BTreeMap<NodeId, Sentence> {
    let structure = &layout.structure;
    let mut titles: BTreeMap<NodeId, Sentence> = BTreeMap::new();
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        let (Owner::Node(node), Some(run)) = (item.owner, glyphs_of(item)) else {
            continue;
        };
        if item.revision.is_some_and(|revision| !revision.is_new()) || only_says(item, run) {
            continue;
        }
        let told = lineage(structure, node)
            .take_while(|(_, node)| !matches!(node.role, NodeRole::Note | NodeRole::Reference));
        let heading = told
            .into_iter()
            .find(|(_, node)| matches!(node.role, NodeRole::Heading(_)));
        if let Some((heading, _)) = heading {
            titles.entry(heading).or_default().add(run);
        }
    }
    titles
}

/// Whether this shows nothing, and only says what became of a text.
fn only_says(item: &Item, run: &GlyphRun) -> bool {
    let is_shown = |glyph: &Glyph| glyph.advance > Length::ZERO;
    item.revision.is_some() && !run.glyphs.iter().any(is_shown)
}

/// Who stands under and beside whom.
struct Family {
    parents: Vec<Option<usize>>,
    /// The entries under each entry; the last list is that of the top.
    children: Vec<Vec<usize>>,
    /// How many entries stand under each entry at any depth; all are shown opened.
    descendants: Vec<i64>,
}

impl Family {
    fn of(bookmarks: &[Bookmark]) -> Self {
        let count = bookmarks.len();
        let mut family = Self {
            parents: vec![None; count],
            children: vec![Vec::new(); count + 1],
            descendants: vec![0; count + 1],
        };
        let mut open: Vec<usize> = Vec::new();
        for (index, bookmark) in bookmarks.iter().enumerate() {
            while open
                .last()
                .is_some_and(|last| bookmarks[*last].level >= bookmark.level)
            {
                open.pop();
            }
            family.parents[index] = open.last().copied();
            family.children[open.last().copied().unwrap_or(count)].push(index);
            for ancestor in &open {
                family.descendants[*ancestor] += 1;
            }
            family.descendants[count] += 1;
            open.push(index);
        }
        family
    }

    /// The entries of a dictionary that name relatives; `None` is the top.
    fn links(&self, index: Option<usize>, ids: &[ObjectId]) -> Dictionary {
        let mut links = Dictionary::new();
        let list = index.unwrap_or(ids.len());
        if let (Some(first), Some(last)) = (self.children[list].first(), self.children[list].last())
        {
            links.set("First", Object::Reference(ids[*first]));
            links.set("Last", Object::Reference(ids[*last]));
            links.set("Count", self.descendants[list]);
        }
        let Some(index) = index else { return links };
        let siblings = &self.children[self.parents[index].unwrap_or(ids.len())];
        if let Ok(place) = siblings.binary_search(&index) {
            if place > 0 {
                links.set("Prev", Object::Reference(ids[siblings[place - 1]]));
            }
            if let Some(next) = siblings.get(place + 1) {
                links.set("Next", Object::Reference(ids[*next]));
            }
        }
        links
    }
}
