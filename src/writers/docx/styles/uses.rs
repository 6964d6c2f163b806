//! What the blocks of a document ask of the styles of their roles, beside a look.
//!
//! A paragraph that says such a thing itself goes on saying it when a person changes its style. So
//! what all blocks of a role ask for stands in the style, and a paragraph says only what its style
//! cannot know: what stands beside it, and how wide its page is if that is another than the first.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Block, Document, Role};
use crate::kind::style::Style;
use crate::length::Length;
use crate::writers::docx::names;
use crate::writers::docx::xml::Xml;

/// The roles of captions.
const CAPTIONS: [&str; 3] = ["table-caption", "chart-caption", "figure-caption"];

/// What roles are used for.
#[derive(Debug, Default)]
pub(in crate::writers::docx) struct Uses {
    /// Those of headings, each with the outline level of its first heading.
    levels: BTreeMap<Role, u8>,
    /// Those whose paragraphs no page divides.
    whole: BTreeSet<Role>,
    /// Those whose lines end with something at the right edge of the text.
    edges: BTreeMap<Role, Edge>,
    /// Those of tables, each with whether some of them begin with header rows.
    heads: BTreeMap<Role, bool>,
}

/// A tab stop at the right edge of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edge {
    place: i64,
    /// Whether dots lead to it.
    dotted: bool,
}

impl Uses {
    /// Finds out what a document uses its roles for.
    pub(in crate::writers::docx) fn of(document: &Document, style: &Style) -> Self {
        let mut uses = Self::default();
        uses.whole.extend(CAPTIONS.map(Role::from));
        uses.headings(document, style);
        for section in &document.sections {
            let width = style.page.sheet(section.orientation).text_width();
            for block in &section.blocks {
                uses.block(block, width, document);
            }
        }
        uses
    }

    /// Roles that are headings by their names are so in every document.
    fn headings(&mut self, document: &Document, style: &Style) {
        let roles = style.paragraphs.keys();
        let named = roles.filter_map(|role| Some((role.clone(), names::heading_level(role)?)));
        self.levels.extend(named);
        for heading in document.headings() {
            let role = heading.role.clone();
            self.levels.entry(role).or_insert(heading.level);
        }
    }

    fn block(&mut self, block: &Block, width: Length, document: &Document) {
        match block.revised().1 {
            Block::Mark(mark) => drop(self.whole.insert(mark.role.clone())),
            Block::Signature(signature) => {
                self.whole.insert(signature.role.clone());
                self.edge(&signature.role, width, false);
            }
            Block::Table(table) => {
                *self.heads.entry(table.role.clone()).or_default() |= !table.head.is_empty();
            }
            Block::Contents(contents) => {
                let headings = document.headings();
                for heading in headings.filter(|heading| contents.lists(heading)) {
                    self.edge(&contents.role(heading), width, true);
                }
            }
            _ => {}
        }
    }

    fn edge(&mut self, role: &Role, width: Length, dotted: bool) {
        let place = width.to_twips().max(0);
        self.edges
            .entry(role.clone())
            .or_insert(Edge { place, dotted });
    }

    /// The outline level of a role, if it is one of headings.
    pub(in crate::writers::docx) fn level(&self, role: &str) -> Option<u8> {
        self.levels.get(role).copied()
    }

    /// Whether the first row of a table of a role is one of headers, which is repeated on every page:
    /// unless all that the document has begin without.
    pub(super) fn repeats_first_row(&self, role: &str) -> bool {
        self.heads.get(role).copied().unwrap_or(true)
    }

    /// Whether no page divides a paragraph of a role.
    pub(super) fn is_whole(&self, role: &str) -> bool {
        self.whole.contains(role)
    }

    /// Where the style of a role has a tab stop at the edge of the text, if it has one.
    pub(in crate::writers::docx) fn edge_of(&self, role: &str) -> Option<i64> {
        self.edges.get(role).map(|edge| edge.place)
    }

    /// Writes the tab stop of a role (17.3.1.37).
    pub(super) fn write_tabs(&self, role: &str, xml: &mut Xml) {
        let Some(edge) = self.edges.get(role) else {
            return;
        };
        let place = edge.place.to_string();
        let mut attributes = vec![("w:val", "right")];
        if edge.dotted {
            attributes.push(("w:leader", "dot"));
        }
        attributes.push(("w:pos", &place));
        xml.open("w:tabs", &[]);
        xml.leaf("w:tab", &attributes);
        xml.close();
    }
}
