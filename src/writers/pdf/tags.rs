//! Tags: the structure types of PDF (ISO 32000-1, 14.8.4) that the nodes of a document become.
//!
//! They are told once, for the marked content of the pages and for the structure tree alike.

use super::links;
use crate::layout::page::{Node, NodeId, NodeRole, Structure};

/// A structure type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tag {
    Document,
    Section,
    Group,
    /// A heading of a level from 1 to 6.
    Heading(u8),
    Paragraph,
    List,
    ListItem,
    Label,
    ListBody,
    Table,
    TableHead,
    TableBody,
    TableFoot,
    Row,
    HeaderCell,
    Cell,
    Caption,
    Figure,
    Link,
    Span,
    /// What is new, and what is gone: types of our own that stand for a part of a line.
    Inserted,
    Deleted,
    Note,
    Reference,
    Contents,
    ContentsItem,
    Form,
}

impl Tag {
    /// The standard type that a type of our own stands for; none of the others.
    pub(super) const fn stands_for(self) -> Option<Self> {
        match self {
            Self::Inserted | Self::Deleted => Some(Self::Span),
            _ => None,
        }
    }

    /// The name in the file.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Document => "Document",
            Self::Section => "Sect",
            Self::Group => "Div",
            Self::Heading(1) => "H1",
            Self::Heading(2) => "H2",
            Self::Heading(3) => "H3",
            Self::Heading(4) => "H4",
            Self::Heading(5) => "H5",
            Self::Heading(_) => "H6",
            Self::Paragraph => "P",
            Self::List => "L",
            Self::ListItem => "LI",
            Self::Label => "Lbl",
            Self::ListBody => "LBody",
            Self::Table => "Table",
            Self::TableHead => "THead",
            Self::TableBody => "TBody",
            Self::TableFoot => "TFoot",
            Self::Row => "TR",
            Self::HeaderCell => "TH",
            Self::Cell => "TD",
            Self::Caption => "Caption",
            Self::Figure => "Figure",
            Self::Link => "Link",
            Self::Span => "Span",
            Self::Inserted => "Ins",
            Self::Deleted => "Del",
            Self::Note => "Note",
            Self::Reference => "Reference",
            Self::Contents => "TOC",
            Self::ContentsItem => "TOCI",
            Self::Form => "Form",
        }
    }
}

/// The tag of every node.
pub(super) fn tags(structure: &Structure) -> Vec<Tag> {
    let mut levels = Levels::default();
    let nodes = structure.nodes.iter();
    nodes
        .map(|node| tag(node, structure, &mut levels))
        .collect()
}

fn tag(node: &Node, structure: &Structure, levels: &mut Levels) -> Tag {
    match &node.role {
        NodeRole::Document => Tag::Document,
        NodeRole::Section => Tag::Section,
        NodeRole::Heading(level) => Tag::Heading(levels.enter(*level)),
        NodeRole::Paragraph => Tag::Paragraph,
        NodeRole::List { .. } => Tag::List,
        NodeRole::ListItem => Tag::ListItem,
        NodeRole::Label => Tag::Label,
        NodeRole::ListBody => Tag::ListBody,
        NodeRole::Table { .. } => Tag::Table,
        NodeRole::Figure { .. } => Tag::Figure,
        NodeRole::Group => Tag::Group,
        NodeRole::Caption => Tag::Caption,
        NodeRole::TableHead => Tag::TableHead,
        NodeRole::TableBody => Tag::TableBody,
        NodeRole::TableFoot => Tag::TableFoot,
        NodeRole::Row => Tag::Row,
        NodeRole::Cell { scope: Some(_), .. } => Tag::HeaderCell,
        NodeRole::Cell { scope: None, .. } => Tag::Cell,
        NodeRole::Link(target) if links::leads(target, structure) => Tag::Link,
        NodeRole::Link(_) | NodeRole::Span => Tag::Span,
        NodeRole::Revised(revision) if revision.is_new() => Tag::Inserted,
        NodeRole::Revised(_) => Tag::Deleted,
        NodeRole::Note => Tag::Note,
        NodeRole::Reference => Tag::Reference,
        NodeRole::Contents => Tag::Contents,
        NodeRole::ContentsItem => Tag::ContentsItem,
        NodeRole::Form { .. } => Tag::Form,
    }
}

/// The levels of the headings in reading order, without jumps: a heading is one level below the
/// nearest before it that is of a higher one (ISO 14289-1, 7.4.2). The reader of a template
/// refuses jumps; here a jump must not make a file that nobody may publish.
#[derive(Default)]
pub(super) struct Levels {
    /// The levels, as the document has them, of the headings that the next may stand under.
    open: Vec<u8>,
}

impl Levels {
    /// The level of the next heading.
    pub(super) fn enter(&mut self, level: u8) -> u8 {
        let level = level.clamp(1, 6);
        while self.open.last().is_some_and(|last| *last >= level) {
            self.open.pop();
        }
        self.open.push(level);
        self.open.len() as u8
    }
}

/// A node and all that it is a part of, from the inside out.
pub(super) fn lineage(
    structure: &Structure,
    node: NodeId,
) -> impl Iterator<Item = (NodeId, &Node)> {
    let mut next = Some(node);
    std::iter::from_fn(move || {
        let id = next?;
        let node = structure.nodes.get(id.0 as usize)?;
        // A parent stands before its children, so that this ends.
        next = node.parent.filter(|parent| *parent < id);
        Some((id, node))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_of_headings_do_not_jump() {
        let of = |levels: &[u8]| {
            let mut entered = Levels::default();
            let levels = levels.iter().map(|level| entered.enter(*level));
            levels.collect::<Vec<_>>()
        };
        assert_eq!(of(&[1, 2, 3, 2, 1]), [1, 2, 3, 2, 1]);
        assert_eq!(of(&[1, 3, 3, 2]), [1, 2, 2, 2]);
        assert_eq!(of(&[2, 4, 9, 0]), [1, 2, 3, 1]);
    }
}
