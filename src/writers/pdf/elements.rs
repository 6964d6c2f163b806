//! Elements: what a structure element says of itself, beside its type, its place in the tree and
//! its content.
//!
//! That are its words in place of a picture, its language, its identifier and the attributes of
//! its type (ISO 32000-1, 14.7.2 and 14.8.5). A table of fifty thousand rows has a million
//! elements, so that they are written as text at once and are never objects.

use std::fmt::Write as _;

use super::figures::{self, Areas};
use super::file::utf16;
use super::identifiers::Identifiers;
use super::pack::hexadecimal;
use super::tags::Tag;
use crate::document::{Revision, Scope};
use crate::layout::page::{Layout, NodeId, NodeRole, Structure};

/// The elements of a document.
pub(super) struct Elements<'a> {
    structure: &'a Structure,
    /// Where the figures are.
    figures: Areas,
    /// By what names elements speak of each other.
    pub(super) identifiers: Identifiers,
}

impl<'a> Elements<'a> {
    pub(super) fn of(layout: &'a Layout, tags: &[Tag]) -> Self {
        Self {
            structure: &layout.structure,
            figures: figures::areas(layout),
            identifiers: Identifiers::of(&layout.structure, tags),
        }
    }

    /// Adds what the element of a node says, as entries in the syntax of PDF.
    pub(super) fn describe(&self, id: NodeId, out: &mut String) {
        let node = self.structure.get(id);
        if let Some(lang) = &node.lang {
            let _ = write!(out, "/Lang<{}>", hexadecimal(&utf16(lang)));
        }
        if let Some(identifier) = self.identifiers.get(id) {
            let _ = write!(out, "/ID({identifier})");
        }
        match &node.role {
            NodeRole::Figure { alt } => {
                let _ = write!(out, "/Alt<{}>", hexadecimal(&utf16(alt)));
                if let Some(area) = self.figures.get(&id) {
                    let _ = write!(out, "/A{}", figures::attributes(*area));
                }
            }
            NodeRole::Revised(revision) => {
                let line = decoration(*revision);
                let _ = write!(out, "/A<</O/Layout/TextDecorationType/{line}>>");
            }
            NodeRole::List { numbered } => {
                let numbering = if *numbered { "Decimal" } else { "Disc" };
                let _ = write!(out, "/A<</O/List/ListNumbering/{numbering}>>");
            }
            NodeRole::Table {
                summary: Some(summary),
            } => {
                let summary = hexadecimal(&utf16(summary));
                let _ = write!(out, "/A<</O/Table/Summary<{summary}>>>");
            }
            NodeRole::Cell {
                scope,
                columns,
                rows,
            } => self.describe_cell(id, *scope, [("ColSpan", *columns), ("RowSpan", *rows)], out),
            _ => {}
        }
    }

    /// Adds the attributes of a cell (table 349), if it has any.
    fn describe_cell(
        &self,
        id: NodeId,
        scope: Option<Scope>,
        spans: [(&str, usize); 2],
        out: &mut String,
    ) {
        let start = out.len();
        out.push_str("/A<</O/Table");
        let bare = out.len();
        if let Some(scope) = scope {
            let _ = write!(out, "/Scope/{}", scope_name(scope));
        }
        for (key, covered) in spans.into_iter().filter(|(_, covered)| *covered > 1) {
            let _ = write!(out, "/{key} {covered}");
        }
        let headers = self.identifiers.headers(self.structure, id);
        for (index, header) in headers.enumerate() {
            let before = if index == 0 { "/Headers[" } else { "" };
            let _ = write!(out, "{before}({header})");
        }
        if out.ends_with(')') {
            out.push(']');
        }
        if out.len() == bare {
            out.truncate(start);
        } else {
            out.push_str(">>");
        }
    }
}

/// The line that a marked text has (table 344).
fn decoration(revision: Revision) -> &'static str {
    if revision.is_new() {
        "Underline"
    } else {
        "LineThrough"
    }
}

/// PDF knows no groups: the span of the cell says how far its column or row reaches.
fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::Column | Scope::ColumnGroup => "Column",
        Scope::Row | Scope::RowGroup => "Row",
    }
}
