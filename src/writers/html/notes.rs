//! Footnotes: numbers in the text, and the notes in a list at its end, with links there and back.

use super::{Writer, css};
use crate::document::{Note, Revision};

impl Writer<'_> {
    /// The number of a note; the note is kept for the list.
    pub(super) fn note(&mut self, note: &Note) {
        self.notes.push((note.clone(), self.marked));
        let (id, target) = (back(note.number), format!("#{}", name(note.number)));
        let attributes = [
            ("id", id.as_str()),
            ("href", &target),
            ("role", "doc-noteref"),
        ];
        self.open("sup", &[]);
        self.open("a", &attributes);
        self.text(&note.number.to_string());
        self.close("a");
        self.close("sup");
    }

    /// The list of the notes (WAI-ARIA for digital publishing, `doc-endnotes`).
    pub(super) fn endnotes(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        let Some((first, _)) = notes.first() else {
            return;
        };
        self.open("div", &[("class", "notes"), ("role", "doc-endnotes")]);
        self.html.push('\n');
        self.open("ol", &[("start", &first.number.to_string())]);
        self.html.push('\n');
        for (note, revision) in &notes {
            self.endnote(note, *revision);
        }
        self.close("ol");
        self.close("div");
        self.html.push('\n');
    }

    /// A note, and the way back. The sign is drawn as text, where a system has a picture of it too.
    fn endnote(&mut self, note: &Note, revision: Option<Revision>) {
        self.open("li", &[("id", &name(note.number))]);
        self.open("p", &[("class", &css::paragraph_class("footnote"))]);
        match revision {
            Some(revision) => self.revised(revision, |writer| writer.inlines(&note.content)),
            None => self.inlines(&note.content),
        }
        self.html.push(' ');
        let target = format!("#{}", back(note.number));
        self.open("a", &[("href", &target), ("role", "doc-backlink")]);
        self.text("\u{21a9}\u{fe0e}");
        self.close("a");
        self.close("p");
        self.close("li");
        self.html.push('\n');
    }
}

fn name(number: u32) -> String {
    format!("note-{number}")
}

fn back(number: u32) -> String {
    format!("note-{number}-back")
}
