//! What a DOCX says, whoever wrote it: Word, `LibreOffice`, Google Docs, `aktas`.
//!
//! The reader follows ECMA-376 Part 1 for what a person sees, and knows no program by name. A file
//! may be broken or made to harm: its parts are unpacked within the [`limits`](super::limits), a
//! document type is refused, and every way through the file ends, since a note is read where it is
//! first called and a style has so many parents at most.
//!
//! It is written on `quick-xml`. `docx-rs` reads too, but drops what this is for; README has what
//! was measured.

mod block;
mod comments;
mod drawing;
mod field;
mod line;
mod lists;
mod moves;
mod parts;
mod styles;
mod symbols;
mod table;
#[cfg(test)]
mod tests;
mod xml;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use block::texts;
use comments::Comments;
use field::Field;
use lists::Lists;
use moves::Moves;
use parts::{Parts, Relations};
use styles::Styles;
use xml::Element;

use super::package::Package;
use super::{Foreign, Paragraph};
use crate::diagnostics::{Message, say};

/// The first bytes of files of programs before DOCX, and of files with a password.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// Tracked changes of looks: they say what a look was before.
const OF_LOOKS: [&str; 8] = [
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "tblPrExChange",
    "trPrChange",
    "tcPrChange",
    "cellMerge",
];

/// Reads a DOCX.
///
/// # Errors
///
/// Says what is wrong with the file: another format, a password, a part that is missing, damaged or
/// larger than any document.
pub fn read(bytes: &[u8]) -> Result<Foreign, Message> {
    if bytes.starts_with(COMPOUND) {
        return Err(say!(
            "it is an old file of Word (.doc) or has a password: save it as DOCX without a password"
        ));
    }
    if !bytes.starts_with(b"PK") {
        return Err(if bytes.is_empty() {
            say!("the file is empty")
        } else {
            say!(
                "it is no DOCX, whatever its name says: open it in the office program and save it as DOCX"
            )
        });
    }
    let package = Package::open(bytes)?;
    if let Some(fault) = package.fault {
        return Err(fault);
    }
    let parts = Parts(&package);
    let name = parts.text()?;
    let tree = parts.tree(Some(&name))?;
    let body = tree.child("document").and_then(|root| root.child("body"));
    let Some(body) = body else {
        return Err(say!("its part `{name}` has no text", name));
    };
    let mut walk = Walk::new(&parts, &name)?;
    let blocks = walk.blocks(body);
    let running = walk.running(body)?;
    walk.looks(body);
    walk.finish();
    let properties = parts.tree(parts.relations("")?.part("core-properties"))?;
    let property = |name| {
        properties
            .all(name)
            .first()
            .map(|one| one.text().trim().to_owned())
    };
    Ok(Foreign {
        title: property("title").unwrap_or_default(),
        author: property("creator").unwrap_or_default(),
        lang: walk.language(),
        blocks,
        running,
        comments: walk.comments.all,
        unread: walk.unread,
    })
}

/// Goes through the text of a file.
struct Walk<'p> {
    parts: &'p Parts<'p>,
    styles: Styles,
    /// The numbers of paragraphs as they were before tracked changes, and as they are after.
    was: Lists,
    is: Lists,
    /// The notes that were not yet called: whether they stand at the end, and their ids.
    notes: HashMap<(bool, String), Element>,
    of_notes: [Relations; 2],
    in_note: bool,
    /// The relationships of the part that is read.
    relations: Relations,
    comments: Comments,
    fields: Vec<Field>,
    moves: Moves,
    /// How many characters are in each language.
    languages: BTreeMap<String, usize>,
    /// Whether even pages have edges of their own.
    has_even_edges: bool,
    /// The pictures that were shown, by the names of their parts.
    pictures: HashMap<String, Arc<[u8]>>,
    unread: Vec<Message>,
}

impl<'p> Walk<'p> {
    fn new(parts: &'p Parts<'p>, text: &str) -> Result<Self, Message> {
        let relations = parts.relations(text)?;
        let tree = |kind| parts.tree(relations.part(kind));
        let lists = Lists::read(&tree("numbering")?);
        let mut notes = HashMap::new();
        let mut of_notes = [Relations::default(), Relations::default()];
        for (at_end, kind) in [(false, "footnotes"), (true, "endnotes")] {
            for root in std::mem::take(&mut tree(kind)?.nodes) {
                if let xml::Node::Element(root) = root {
                    notes.extend(notes_of(root).map(|(id, note)| ((at_end, id), note)));
                }
            }
            if let Some(part) = relations.part(kind) {
                of_notes[usize::from(at_end)] = parts.relations(part)?;
            }
        }
        let settings = tree("settings")?;
        let settings = settings.child("settings");
        let even = settings.and_then(|settings| settings.switch("evenAndOddHeaders"));
        Ok(Self {
            parts,
            styles: Styles::read(&tree("styles")?),
            was: lists.clone(),
            is: lists,
            notes,
            of_notes,
            in_note: false,
            comments: Comments::read(&tree("comments")?, &tree("commentsExtended")?),
            relations,
            fields: Vec::new(),
            moves: Moves::default(),
            languages: BTreeMap::new(),
            has_even_edges: even == Some(true),
            pictures: HashMap::new(),
            unread: Vec::new(),
        })
    }

    /// What runs at the edges of pages, each text once.
    fn running(&mut self, body: &Element) -> Result<Vec<Paragraph>, Message> {
        let mut running: Vec<Paragraph> = Vec::new();
        let mut read = Vec::new();
        let own = self.relations.clone();
        for section in body.all("sectPr") {
            for reference in section.children() {
                let is_shown = match reference.told("type") {
                    "first" => section.switch("titlePg") == Some(true),
                    "even" => self.has_even_edges,
                    _ => true,
                };
                let is_edge = matches!(
                    reference.name.as_str(),
                    "headerReference" | "footerReference"
                );
                let related = own.get(reference.told("id"));
                let Some(part) = related.filter(|_| is_shown && is_edge) else {
                    continue;
                };
                if read.contains(&part.target) {
                    continue;
                }
                read.push(part.target.clone());
                let tree = self.parts.tree(Some(&part.target))?;
                self.relations = self.parts.relations(&part.target)?;
                let blocks = tree.children().flat_map(|root| self.blocks(root));
                for paragraph in texts(blocks.collect()) {
                    let says = !paragraph.runs.is_empty();
                    if says && !running.iter().any(|one| one.runs == paragraph.runs) {
                        running.push(paragraph);
                    }
                }
            }
        }
        self.relations = own;
        Ok(running)
    }

    /// Tells of tracked changes that are of looks only.
    fn looks(&mut self, body: &Element) {
        let mut by_author: BTreeMap<&str, usize> = BTreeMap::new();
        for name in OF_LOOKS {
            for change in body.all(name) {
                *by_author.entry(change.told("author")).or_default() += 1;
            }
        }
        for (author, count) in by_author {
            self.unread.push(match author {
                "" => say!(
                    "{count} tracked {count:change|changes} of looks only",
                    count
                ),
                author => say!(
                    "{count} tracked {count:change|changes} of looks only, by {author}",
                    count,
                    author
                ),
            });
        }
    }

    /// The language that most characters are in.
    fn language(&mut self) -> String {
        let languages = std::mem::take(&mut self.languages);
        let most = languages.into_iter().max_by_key(|(_, count)| *count);
        most.map(|(lang, _)| lang).unwrap_or_default()
    }
}

/// The notes of a part by their ids, without the lines that separate them from the text.
fn notes_of(root: Element) -> impl Iterator<Item = (String, Element)> {
    let notes = root.nodes.into_iter().filter_map(|node| match node {
        xml::Node::Element(note) => Some(note),
        xml::Node::Text(_) => None,
    });
    notes
        .filter(|note| matches!(note.told("type"), "" | "normal"))
        .map(|note| (note.told("id").to_owned(), note))
}
