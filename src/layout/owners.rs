//! Owners: which node each text of a paragraph belongs to.
//!
//! Most text belongs to the node of the paragraph. A link has a node of its own, and so has what is
//! in another language than the text around it (ISO 32000-1, 14.9.2). What a comparison marks has
//! one around these.

use super::notes::Called;
use super::page::{NodeId, NodeRole, Structure};
use crate::document::{Inline, Lang, Note, Revision, Target, Text, pieces};
use crate::source::Span;

/// The nodes of the texts of one paragraph, asked for in reading order.
pub(super) struct Owners<'a> {
    /// The tree that the nodes are added to.
    structure: &'a mut Structure,
    /// The language of the document.
    main: &'a Lang,
    /// The node of the paragraph.
    whole: NodeId,
    /// The marked part that the last text stands in.
    revised: Option<(Revision, NodeId)>,
    /// The link that the last text is a part of.
    link: Option<(Target, NodeId)>,
    /// The part in another language, and what holds it.
    span: Option<(NodeId, Lang, NodeId)>,
    /// The notes.
    called: Vec<Called>,
}

impl<'a> Owners<'a> {
    pub(super) fn new(structure: &'a mut Structure, main: &'a Lang, whole: NodeId) -> Self {
        Self {
            structure,
            main,
            whole,
            revised: None,
            link: None,
            span: None,
            called: Vec::new(),
        }
    }

    /// The nodes of the notes, in their order.
    pub(super) fn finish(self) -> Vec<Called> {
        self.called
    }

    /// The node that a text, or the number of a note, belongs to.
    pub(super) fn of(&mut self, revision: Option<Revision>, inline: &Inline) -> NodeId {
        self.enter(revision);
        match inline {
            Inline::Text(text) => self.of_text(text),
            Inline::Note(note) => self.of_note(note),
            Inline::Break | Inline::Field(_) | Inline::Revised(..) => self.whole,
        }
    }

    /// Goes on in a part that is marked so; links and languages begin anew in it.
    fn enter(&mut self, revision: Option<Revision>) {
        if self.revised.map(|(revision, _)| revision) != revision {
            (self.link, self.span) = (None, None);
            self.revised = revision.map(|revision| {
                let role = NodeRole::Revised(revision);
                (revision, self.structure.add(role, Some(self.whole)))
            });
        }
    }

    /// The marked part that the text stands in, or the paragraph.
    fn around(&self) -> NodeId {
        self.revised.map_or(self.whole, |(_, node)| node)
    }

    /// The node of the number of a note. The note is in its own language, whatever that of the
    /// text around its number.
    fn of_note(&mut self, note: &Note) -> NodeId {
        (self.link, self.span) = (None, None);
        let lang = common_lang(&note.content).unwrap_or(self.main).clone();
        let revision = self.revised.map(|(revision, _)| revision);
        let called = Called::add(note, revision, (self.around(), self.whole), self.structure);
        // What follows in the same part stands behind the note.
        self.revised = None;
        if lang != *self.lang_of(self.whole) {
            self.structure.nodes[called.note.0 as usize].lang = Some(lang);
        }
        let number = called.number;
        self.called.push(called);
        number
    }

    fn of_text(&mut self, text: &Text) -> NodeId {
        let holder = self.holder(text);
        let lang = text.lang.as_ref().unwrap_or(self.main);
        if lang == self.lang_of(holder) {
            self.span = None;
            return holder;
        }
        match &self.span {
            Some((of, spoken, id)) if *of == holder && spoken == lang => *id,
            _ => {
                let id = self.add(NodeRole::Span, holder, text.place);
                self.structure.nodes[id.0 as usize].lang = Some(lang.clone());
                self.span = Some((holder, lang.clone(), id));
                id
            }
        }
    }

    /// The link that a text is a part of, or the paragraph. A link is in the language in which it
    /// begins.
    fn holder(&mut self, text: &Text) -> NodeId {
        let Some(target) = &text.link else {
            self.link = None;
            return self.around();
        };
        match &self.link {
            Some((open, id)) if open == target => *id,
            _ => {
                let id = self.add(NodeRole::Link(target.clone()), self.around(), text.place);
                let lang = text.lang.as_ref().unwrap_or(self.main);
                if lang != self.lang_of(self.whole) {
                    self.structure.nodes[id.0 as usize].lang = Some(lang.clone());
                }
                self.link = Some((target.clone(), id));
                id
            }
        }
    }

    /// The language of a link or of the paragraph.
    fn lang_of(&self, node: NodeId) -> &Lang {
        let own = |node: NodeId| self.structure.get(node).lang.as_ref();
        own(node).or_else(|| own(self.whole)).unwrap_or(self.main)
    }

    fn add(&mut self, role: NodeRole, parent: NodeId, place: Span) -> NodeId {
        let id = self.structure.add(role, Some(parent));
        self.structure.nodes[id.0 as usize].places = Box::new([place]);
        id
    }
}

/// The language that all texts of a content have, if it is not that of the document.
pub(super) fn common_lang(content: &[Inline]) -> Option<&Lang> {
    let mut langs = pieces(content).filter_map(|(_, inline)| match inline {
        Inline::Text(text) => Some(text.lang.as_ref()),
        Inline::Break | Inline::Note(_) | Inline::Field(_) | Inline::Revised(..) => None,
    });
    let first = langs.next().flatten()?;
    langs.all(|lang| lang == Some(first)).then_some(first)
}
