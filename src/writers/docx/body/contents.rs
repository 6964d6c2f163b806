//! The table of contents: a field that Word can work out anew, with the answer of our own pages.

use docx_rs::{HyperlinkData, ParagraphChild, Run, Tab, TabValueType};

use crate::document::{Contents, Heading, Inline, Text, labelled, standing};
use crate::writers::docx::bookmarks;
use crate::writers::docx::fields;
use crate::writers::docx::names;
use crate::writers::docx::text::{child, hyperlink, part};

use super::Flow;
use super::built::{Built, line_height, position};

impl<'a> Flow<'a> {
    /// Adds the table in the frame by which Word offers to update it (ECMA-376 Part 1, 17.5.2.12).
    ///
    /// The answer of the field is whole paragraphs, and its end stands in one of its own: there Word
    /// itself puts it when it works the table out anew, so that nothing moves that did not change.
    pub(super) fn contents(&mut self, contents: Contents) -> Result<(), String> {
        let headings: Vec<_> = self.headings.iter().copied().enumerate().collect();
        let mut entries = Vec::new();
        for (index, (heading, page)) in headings {
            if contents.lists(heading) {
                entries.push(self.entry(contents, heading, index, page)?);
            }
        }
        let mut end = Built::gap();
        end.paragraph.children.push(child(fields::end()));
        if let Some(last) = entries.last() {
            // An empty line parts the contents from the text.
            let line = line_height(last.style);
            end.after_at_least(line - last.space_after() - names::GAP_HEIGHT);
        }
        entries.push(end);
        if let Some(first) = entries.first_mut() {
            let start = [fields::begin(&instruction(contents)), fields::separate()];
            first.paragraph.children.splice(0..0, start.map(child));
        }
        self.settle();
        self.flush()?;
        self.xml.open("w:sdt", &[]);
        self.xml.open("w:sdtPr", &[]);
        self.xml.open("w:docPartObj", &[]);
        self.xml.value("w:docPartGallery", "Table of Contents");
        self.xml.leaf("w:docPartUnique", &[]);
        self.xml.close();
        self.xml.close();
        self.xml.open("w:sdtContent", &[]);
        for entry in entries {
            self.push(entry)?;
        }
        // What follows stands outside of the frame, so the last entry cannot wait for it.
        self.flush()?;
        self.xml.close();
        self.xml.close();
        Ok(())
    }

    /// The line of a heading: its text and its page, which lead to it.
    fn entry(
        &mut self,
        contents: Contents,
        heading: &Heading,
        index: usize,
        page: Option<usize>,
    ) -> Result<Built<'a>, String> {
        let role = contents.role(heading);
        let words = text(heading);
        let mut built = match labelled(&words) {
            Some((number, rest)) if self.context.bookmarks.is_counted(&heading.id) => {
                self.numbered_entry(&role, number, &rest)?
            }
            _ => self.context.paragraph(&role, &words)?,
        };
        let paragraph = &mut built.paragraph;
        let anchor = bookmarks::of_contents(index);
        if let Some(page) = page {
            let answer = Run::new().add_text(page.to_string());
            let asked = fields::field(&format!(" PAGEREF {anchor} \\h "), answer);
            paragraph.children.push(child(Run::new().add_tab()));
            paragraph.children.extend(asked.into_iter().map(child));
        }
        let pieces: Vec<ParagraphChild> = std::mem::take(&mut paragraph.children);
        paragraph.children = vec![hyperlink(HyperlinkData::Anchor { anchor }, pieces)];
        let of_style = self.context.uses.edge_of(&role);
        built.tab_at_edge(self.page_width, of_style, true);
        Ok(built)
    }

    /// The line of a heading that Word counts, as Word itself writes it: its number as text, and a
    /// tab up to where the lines below begin. A number that is wider than that goes to a second
    /// place, for else it would go to the edge of the page.
    fn numbered_entry(
        &mut self,
        role: &str,
        number: &Text,
        rest: &[Inline],
    ) -> Result<Built<'a>, String> {
        let mut built = self.context.paragraph(role, rest)?;
        let look = built.style;
        let start = [
            part(
                number,
                0..number.text.len(),
                look,
                &mut self.context.additions,
            ),
            Run::new().add_tab(),
        ];
        let paragraph = &mut built.paragraph;
        paragraph.children.splice(0..0, start.map(child));
        let hanging = (-look.first_line).max(look.size);
        let place = position(look.indent + hanging);
        let stop = Tab::new().val(TabValueType::Left).pos(place);
        paragraph.property.tabs.push(stop);
        Ok(built)
    }
}

/// `TOC` (17.16.5.68): headings of these levels, by style and by outline level, as links, without
/// numbers where a browser shows the document.
fn instruction(contents: Contents) -> String {
    format!(
        " TOC \\o \"{}-{}\" \\h \\z \\u ",
        contents.from, contents.to
    )
}

/// The text of a heading on one line; the line as a whole is a link, and a note has one place.
fn text(heading: &Heading) -> Vec<Inline> {
    let mut pieces: Vec<Text> = Vec::new();
    for inline in standing(&heading.content) {
        match (inline, pieces.last_mut()) {
            (Inline::Text(text), _) => pieces.push(Text {
                link: None,
                ..text.clone()
            }),
            (Inline::Break, Some(last)) if !last.text.ends_with(' ') => last.text.push(' '),
            (Inline::Break | Inline::Note(_) | Inline::Field(_) | Inline::Revised(..), _) => {}
        }
    }
    pieces.into_iter().map(Inline::Text).collect()
}
