//! The table of contents: lists within lists of links. A screen has no pages to tell the number of.

use super::{Writer, css};
use crate::document::{Contents, Heading, Inline, Text, standing};

impl Writer<'_> {
    /// The headings that the table lists (WAI-ARIA for digital publishing, `doc-toc`).
    pub(super) fn contents(&mut self, contents: Contents) {
        let headings = self.headings.iter().copied();
        let listed: Vec<_> = headings.filter(|heading| contents.lists(heading)).collect();
        if listed.is_empty() {
            return;
        }
        self.open("nav", &[("class", "contents"), ("role", "doc-toc")]);
        self.entries(contents, &listed);
        self.close("nav");
    }

    /// A list of headings: each that is no part of the one before it is an entry.
    fn entries(&mut self, contents: Contents, headings: &[&Heading]) {
        self.open("ul", &[]);
        self.html.push('\n');
        let mut rest = headings;
        while let [heading, below @ ..] = rest {
            let inner = below.iter().take_while(|other| other.level > heading.level);
            let (inner, next) = below.split_at(inner.count());
            self.open("li", &[]);
            self.entry(contents, heading);
            if !inner.is_empty() {
                self.html.push('\n');
                self.entries(contents, inner);
            }
            self.close("li");
            self.html.push('\n');
            rest = next;
        }
        self.close("ul");
    }

    fn entry(&mut self, contents: Contents, heading: &Heading) {
        let class = css::paragraph_class(&contents.role(heading));
        self.open("p", &[("class", &class)]);
        self.open("a", &[("href", &format!("#{}", heading.id))]);
        for inline in standing(&heading.content) {
            match inline {
                Inline::Text(text) => self.piece(&Text {
                    link: None,
                    ..text.clone()
                }),
                Inline::Break => self.html.push(' '),
                Inline::Note(_) | Inline::Field(_) | Inline::Revised(..) => {}
            }
        }
        self.close("a");
        self.close("p");
    }
}
