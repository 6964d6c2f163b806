//! The outline: the headings as bookmarks, nested by their levels (ISO 32000-1, 12.3.3).

use lopdf::{Dictionary, Object, ObjectId};

use super::file::{File, name, text_string};
use super::run::glyphs_of;
use crate::layout::page::{GlyphRun, Layout, NodeId, NodeRole, Owner, Structure};
use crate::length::Length;

/// A heading of the document.
#[derive(Debug, PartialEq)]
struct Bookmark {
    level: u8,
    title: String,
    /// The index of its page, and the upper edge of the view from the top of the page.
    page: usize,
    top: Length,
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
        entry.set("Dest", destination(file, layout, bookmark));
        file.document.set_object(ids[index], entry);
    }
    let mut entry = family.links(None, &ids);
    entry.set("Type", name("Outlines"));
    file.document.set_object(root, entry);
    file.catalog()?.set("Outlines", Object::Reference(root));
    Ok(())
}

/// A place in the document; the reader's magnification stays.
fn destination(file: &File, layout: &Layout, bookmark: &Bookmark) -> Object {
    let page = &layout.pages[bookmark.page];
    let top = Object::Real((page.height - bookmark.top).to_pt() as f32);
    let page = Object::Reference(file.pages[bookmark.page]);
    Object::Array(vec![page, name("XYZ"), Object::Null, top, Object::Null])
}

/// The headings in reading order.
fn bookmarks(layout: &Layout) -> Vec<Bookmark> {
    let headings = headings(&layout.structure);
    let mut bookmarks: Vec<(NodeId, Bookmark)> = Vec::new();
    let mut baseline = None;
    for (page, items) in layout.pages.iter().map(|page| &page.items).enumerate() {
        for item in items {
            let (Owner::Node(node), Some(run)) = (item.owner, glyphs_of(item)) else {
                continue;
            };
            let Some((heading, level)) = headings.get(node.0 as usize).copied().flatten() else {
                continue;
            };
            if bookmarks.last().is_none_or(|(last, _)| *last != heading) {
                let top = run.y - run.size;
                bookmarks.push((
                    heading,
                    Bookmark {
                        level,
                        title: String::new(),
                        page,
                        top,
                    },
                ));
            }
            if let Some((_, bookmark)) = bookmarks.last_mut() {
                continue_title(&mut bookmark.title, run, baseline == Some(run.y));
            }
            baseline = Some(run.y);
        }
    }
    bookmarks
        .into_iter()
        .map(|(_, bookmark)| Bookmark {
            title: tidy(&bookmark.title),
            ..bookmark
        })
        .collect()
}

/// For each node, the heading that it is or belongs to, with its level.
fn headings(structure: &Structure) -> Vec<Option<(NodeId, u8)>> {
    let mut headings: Vec<Option<(NodeId, u8)>> = Vec::with_capacity(structure.nodes.len());
    for (index, node) in structure.nodes.iter().enumerate() {
        let inherited = node
            .parent
            .and_then(|parent| headings.get(parent.0 as usize).copied().flatten());
        headings.push(match node.role {
            NodeRole::Heading(level) => Some((NodeId(index as u32), level)),
            _ => inherited,
        });
    }
    headings
}

/// Adds a run. A hyphen that only the line break made vanishes; another line starts a new word,
/// unless the one before it ends in a hyphen.
fn continue_title(title: &mut String, run: &GlyphRun, same_line: bool) {
    let joins = title.ends_with(['\u{AD}', '-', '\u{2010}']);
    if !same_line && !title.is_empty() && !joins {
        title.push(' ');
    }
    if title.ends_with('\u{AD}') {
        title.pop();
    }
    title.push_str(&run.text);
}

fn tidy(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
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
