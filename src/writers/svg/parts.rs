//! Parts: what of a page is one thing to who reads it, and where that was written.
//!
//! A part is a paragraph, a heading, a caption, a note, an entry of the contents, a figure, or what
//! a cell shows; the label of an item is of the part that it stands before. A part was written where
//! the first of its texts was that the author wrote. What the template alone wrote is led to the
//! author's text nearest to it: a cell to that of its row or table, a caption to what it stands at,
//! a heading to what follows it, anything else to what stands before it under the same heading.

use std::sync::Arc;

use super::Place;
use crate::document::{Lang, Target};
use crate::layout::page::{Layout, Node, NodeId, NodeRole, Owner, Structure};
use crate::source::Span;
use crate::writers::run::glyphs_of;

/// The parts of a document.
pub(super) struct Parts<'a> {
    structure: &'a Structure,
    /// The language of the document.
    pub(super) lang: Lang,
    /// The language of every node.
    langs: Vec<Lang>,
    /// The part that every node belongs to.
    of_nodes: Vec<Option<NodeId>>,
    /// Where every node was written; told of parts only.
    places: Vec<Option<Place>>,
}

impl<'a> Parts<'a> {
    /// Finds the parts; `place` is that of [`super::pages`].
    pub(super) fn of(
        layout: &'a Layout,
        lang: &str,
        place: &dyn Fn(Span, &str) -> Option<Place>,
    ) -> Self {
        let structure = &layout.structure;
        let lang: Lang = Arc::from(lang);
        let mut langs: Vec<Lang> = Vec::with_capacity(structure.nodes.len());
        for node in &structure.nodes {
            let above = node.parent.map(|parent| &langs[index(parent)]);
            let own = node.lang.as_ref().or(above).unwrap_or(&lang).clone();
            langs.push(own);
        }
        let parts = parts(structure);
        let places = Finder::find(layout, &parts, place);
        Self {
            structure,
            lang,
            langs,
            of_nodes: parts,
            places,
        }
    }

    /// The part that a node belongs to.
    pub(super) fn part(&self, node: NodeId) -> Option<NodeId> {
        self.of_nodes.get(index(node)).copied().flatten()
    }

    /// What a part is.
    pub(super) fn role(&self, part: NodeId) -> &NodeRole {
        &self.structure.get(part).role
    }

    /// Where a part was written.
    pub(super) fn place(&self, part: NodeId) -> Option<&Place> {
        self.places[index(part)].as_ref()
    }

    /// The language of a node.
    pub(super) fn lang_of(&self, node: NodeId) -> &Lang {
        self.langs.get(index(node)).unwrap_or(&self.lang)
    }
}

fn index(node: NodeId) -> usize {
    node.0 as usize
}

/// The part that every node belongs to.
fn parts(structure: &Structure) -> Vec<Option<NodeId>> {
    let mut parts: Vec<Option<NodeId>> = Vec::with_capacity(structure.nodes.len());
    // Labels that wait for the paragraph after them, with their item.
    let mut labels: Vec<(usize, NodeId)> = Vec::new();
    for (at, node) in structure.nodes.iter().enumerate() {
        let id = NodeId(at as u32);
        let above = node.parent.and_then(|parent| parts[index(parent)]);
        let part = if is_part(&node.role) { Some(id) } else { above };
        parts.push(part);
        match (&node.role, node.parent) {
            (NodeRole::Label, Some(item)) if is_item(structure, item) => labels.push((at, item)),
            (role, _) if is_part(role) => {
                let is_before = |(_, item): &(usize, NodeId)| is_within(structure, id, *item);
                for (label, _) in labels.drain(..).filter(is_before) {
                    parts[label] = Some(id);
                }
            }
            _ => {}
        }
    }
    parts
}

fn is_part(role: &NodeRole) -> bool {
    use NodeRole as R;
    matches!(
        role,
        R::Heading(_)
            | R::Paragraph
            | R::Caption
            | R::Note
            | R::ContentsItem
            | R::Figure { .. }
            | R::Cell { .. }
            | R::ListItem
    )
}

fn is_item(structure: &Structure, node: NodeId) -> bool {
    structure.get(node).role == NodeRole::ListItem
}

/// The nodes that hold this one, the nearest first.
fn holders(structure: &Structure, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    std::iter::successors(structure.get(node).parent, |node| {
        structure.get(*node).parent
    })
}

fn is_within(structure: &Structure, node: NodeId, holder: NodeId) -> bool {
    holders(structure, node).any(|it| it == holder)
}

/// As many bytes tell one paragraph of a text from the others.
const ENOUGH: usize = 120;

/// The first words that every node shows itself; a word that a line break divides is whole.
fn first_words(layout: &Layout) -> Vec<String> {
    let mut words = vec![String::new(); layout.structure.nodes.len()];
    let items = layout.pages.iter().flat_map(|page| &page.items);
    for item in items {
        let (Owner::Node(node), Some(run)) = (item.owner, glyphs_of(item)) else {
            continue;
        };
        let words = &mut words[index(node)];
        if words.len() < ENOUGH {
            // What a soft hyphen ends goes on in the next line.
            let is_divided = words.ends_with('\u{ad}');
            words.truncate(words.trim_end_matches('\u{ad}').len());
            if !is_divided && !words.is_empty() {
                words.push(' ');
            }
            words.push_str(&run.text);
        }
    }
    words
}

/// Finds where parts were written.
struct Finder<'a> {
    structure: &'a Structure,
    /// The nodes with a place, each for itself and for those that hold it and have none before it.
    first: Vec<Option<usize>>,
}

impl Finder<'_> {
    fn find(
        layout: &Layout,
        parts: &[Option<NodeId>],
        place: &dyn Fn(Span, &str) -> Option<Place>,
    ) -> Vec<Option<Place>> {
        let structure = &layout.structure;
        let words = first_words(layout);
        let own = |(node, words): (&Node, &String)| {
            let mut places = node.places.iter();
            places.find_map(|span| place(*span, words))
        };
        let own: Vec<Option<Place>> = structure.nodes.iter().zip(&words).map(own).collect();
        let mut first = vec![None; own.len()];
        // What comes first is told last, and what a node says itself after what it holds.
        for (at, node) in structure.nodes.iter().enumerate().rev() {
            if own[at].is_some() {
                first[at] = Some(at);
            }
            if let (Some(parent), Some(_)) = (node.parent, first[at]) {
                first[index(parent)] = first[at];
            }
        }
        let finder = Finder { structure, first };
        let found = (0..).map(NodeId).zip(parts).map(|(node, part)| {
            let is_part = *part == Some(node);
            let at = if is_part { finder.of(node) } else { None };
            at.and_then(|at| own[at].clone())
        });
        found.collect()
    }

    /// The node that has the place of a part.
    fn of(&self, part: NodeId) -> Option<usize> {
        let own = self.first[index(part)].filter(|at| *at == index(part));
        own.or_else(|| self.near(part))
    }

    /// The author's text that is nearest to a part that has none.
    fn near(&self, part: NodeId) -> Option<usize> {
        let role = &self.structure.get(part).role;
        match role {
            NodeRole::Heading(level) => return self.after(part, *level),
            NodeRole::ContentsItem => return self.heading_of(part),
            // A chart was written where its caption was.
            NodeRole::Figure { .. } => return self.first[index(part)],
            NodeRole::Note => return None,
            _ => {}
        }
        let is_whole = |role: &NodeRole| {
            matches!(
                role,
                NodeRole::Cell { .. }
                    | NodeRole::Row
                    | NodeRole::Table { .. }
                    | NodeRole::Group
                    | NodeRole::Figure { .. }
                    | NodeRole::ListItem
            )
        };
        let around = std::iter::once(part).chain(holders(self.structure, part));
        let mut whole = around.filter(|node| is_whole(&self.structure.get(*node).role));
        let held = whole.find_map(|node| self.first[index(node)]);
        held.or_else(|| self.before(part))
    }

    /// The last text before a part, back to the heading that it stands under.
    fn before(&self, part: NodeId) -> Option<usize> {
        let nodes = self.structure.nodes.iter().enumerate();
        let mut before = nodes.take(index(part)).rev();
        let is_told = |at: usize| self.first[at] == Some(at);
        let ends =
            |(at, node): &(usize, &Node)| is_told(*at) || matches!(node.role, NodeRole::Heading(_));
        before
            .find(ends)
            .map(|(at, _)| at)
            .filter(|at| is_told(*at))
    }

    /// The first text after a heading, up to the next of its level.
    fn after(&self, heading: NodeId, level: u8) -> Option<usize> {
        let nodes = self.structure.nodes.iter().enumerate();
        let after = nodes.skip(index(heading) + 1);
        let ends = |role: &NodeRole| matches!(role, NodeRole::Heading(other) if *other <= level);
        let mut within = after.take_while(|(_, node)| !ends(&node.role));
        within.find_map(|(at, _)| self.first[at])
    }

    /// The place of the heading that an entry of the contents leads to.
    fn heading_of(&self, entry: NodeId) -> Option<usize> {
        let nodes = self.structure.nodes.iter().enumerate();
        let within = nodes
            .skip(index(entry) + 1)
            .take_while(|(at, _)| is_within(self.structure, NodeId(*at as u32), entry));
        let mut targets = within.filter_map(|(_, node)| match &node.role {
            NodeRole::Link(Target::Inside(anchor)) => self.structure.anchors.get(anchor),
            _ => None,
        });
        self.of(*targets.next()?)
    }
}
