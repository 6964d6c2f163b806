//! HTML: a document as one file that a browser shows and prints.
//!
//! The file needs nothing beside it: no script and no font, and pictures stand in it. Its marks are those of the
//! document (headings, lists, tables with scopes), and everything about looks stands in one
//! style sheet made from the kind's style, see [`css`].

mod chart;
mod contents;
mod css;
mod figure;
mod notes;
mod revisions;
mod table;

use std::fmt::Write as _;

use crate::document::{
    Anchor, Baseline, Block, Document, Emphasis, Heading, Inline, List, Mark, Marker, Note,
    Orientation, Paragraph, Revision, Section, Signature, Target, Text,
};
use crate::kind::style::Style;
use crate::layout::page::Drawing;
use crate::writers::may_follow;

/// Writes the document. `charts` are the drawings of its charts in order, as layout made them.
#[must_use]
pub fn write(document: &Document, style: &Style, charts: &[Drawing]) -> String {
    let mut page = Writer {
        html: String::new(),
        style,
        orientation: Orientation::Portrait,
        lang: &document.properties.lang,
        charts: charts.iter(),
        tables: 0,
        headings: document.headings().collect(),
        notes: Vec::new(),
        marked: None,
    };
    page.head(document);
    page.legend(document);
    for (index, section) in document.sections.iter().enumerate() {
        page.section(section, index + 1 == document.sections.len());
    }
    page.html.push_str("</main>\n</body>\n</html>\n");
    page.html
}

struct Writer<'a> {
    html: String,
    style: &'a Style,
    /// How the pages of the section lie.
    orientation: Orientation,
    lang: &'a str,
    charts: std::slice::Iter<'a, Drawing>,
    /// How many tables there were so far.
    tables: usize,
    headings: Vec<&'a Heading>,
    /// The notes of the text so far; they stand at its end, for a screen has no foot of a page.
    /// Each has what a comparison says of its place.
    notes: Vec<(Note, Option<Revision>)>,
    /// What a comparison says of what is being written.
    marked: Option<Revision>,
}

impl Writer<'_> {
    fn head(&mut self, document: &Document) {
        let told = &document.properties;
        let title = if told.title.is_empty() {
            &told.id
        } else {
            &told.title
        };
        self.html.push_str("<!DOCTYPE html>\n<html");
        if !told.lang.is_empty() {
            self.attribute("lang", &told.lang);
        }
        self.html.push_str(">\n<head>\n<meta charset=\"utf-8\">\n");
        self.html.push_str(
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
        );
        self.text(title);
        self.html.push_str("</title>\n");
        if !told.author.is_empty() {
            self.html.push_str("<meta name=\"author\"");
            self.attribute("content", &told.author);
            self.html.push_str(">\n");
        }
        self.html.push_str("<style>\n");
        self.html.push_str(&css::style_sheet(self.style));
        if told.revisions.is_some() {
            let outer = css::list_indent(self.style);
            revisions::rules(&mut self.html, &self.style.revisions, outer);
        }
        self.html.push_str("</style>\n</head>\n<body>\n<main>\n");
    }

    /// Writes a section, below the last one the notes. What stands at the edges of the pages is not
    /// written: a screen has no pages, and a reader would meet it in the midst of the text.
    fn section(&mut self, section: &Section, last: bool) {
        self.orientation = section.orientation;
        self.html.push_str(match section.orientation {
            Orientation::Portrait => "<section>\n",
            Orientation::Landscape => "<section class=\"landscape\">\n",
        });
        self.blocks(&section.blocks, 0);
        if last {
            self.endnotes();
        }
        self.html.push_str("</section>\n");
    }

    /// Writes blocks; `depth` counts the lists around them.
    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        for block in blocks {
            match block {
                Block::Heading(heading) => self.heading(heading),
                Block::Paragraph(paragraph) => self.paragraph(paragraph),
                Block::List(list) => self.list(list, depth),
                Block::Table(table) => self.table(table),
                Block::Figure(figure) => self.figure(figure),
                Block::Chart(chart) => self.chart(chart),
                Block::Contents(contents) => self.contents(*contents),
                Block::Mark(mark) => self.mark(mark),
                Block::Signature(signature) => self.signature(signature),
                Block::ClosingRule(role) => {
                    self.open("hr", &[("class", &css::paragraph_class(role))]);
                }
                Block::Revised(revision, block) => self.revised_block(*revision, block, depth),
            }
            self.html.push('\n');
        }
    }

    fn heading(&mut self, heading: &Heading) {
        let tag = ["h1", "h2", "h3", "h4"][usize::from(heading.level).clamp(1, 4) - 1];
        self.whole(
            tag,
            &[
                ("id", &heading.id),
                ("class", &css::paragraph_class(&heading.role)),
            ],
            &heading.content,
        );
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        self.whole(
            "p",
            &[("class", &css::paragraph_class(&paragraph.role))],
            &paragraph.content,
        );
    }

    /// The labels are those of the document: numbers as browsers write them, signs by the sheet.
    fn list(&mut self, list: &List, depth: usize) {
        let tag = match list.marker {
            Marker::Bullet => {
                self.open("ul", &[("class", css::bullet_class(depth))]);
                "ul"
            }
            Marker::Number { start: 1 } => {
                self.open("ol", &[]);
                "ol"
            }
            Marker::Number { start } => {
                self.open("ol", &[("start", &start.to_string())]);
                "ol"
            }
        };
        self.html.push('\n');
        let labels = list.labels(depth);
        let tells = revisions::tells_numbers(list.marker, &list.items);
        for (item, label) in list.items.iter().zip(&labels) {
            self.list_item(item, Some(label.as_str()).filter(|_| tells), depth);
        }
        self.close(tag);
    }

    fn mark(&mut self, mark: &Mark) {
        self.open(
            "div",
            &[(
                "class",
                &format!("mark {}", css::paragraph_class(&mark.role)),
            )],
        );
        for (index, line) in mark.lines.iter().enumerate() {
            if index > 0 {
                self.html.push_str("<br>\n");
            }
            self.inlines(line);
        }
        self.close("div");
    }

    fn signature(&mut self, signature: &Signature) {
        self.open(
            "div",
            &[(
                "class",
                &format!("signature {}", css::paragraph_class(&signature.role)),
            )],
        );
        self.whole("span", &[], &signature.post);
        self.html.push(' ');
        self.whole("span", &[], &signature.name);
        self.close("div");
    }

    fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Break => self.html.push_str("<br>\n"),
                Inline::Text(text) => self.piece(text),
                Inline::Note(note) => self.note(note),
                // There are no pages that could be counted.
                Inline::Field(_) => {}
                Inline::Revised(revision, pieces) => {
                    self.revised(*revision, |writer| writer.inlines(pieces));
                }
            }
        }
    }

    /// Writes a text; the outermost of its elements tells its language.
    fn piece(&mut self, text: &Text) {
        let mut lang = text.lang.as_deref();
        let link = text.link.as_ref().filter(|target| followed(target));
        let target = link.map(Target::to_string);
        if let Some(target) = &target {
            self.told("a", Some(("href", target)), lang.take());
        }
        let mut tags = tags(text.emphasis);
        if tags.is_empty() && lang.is_some() {
            tags.push("span");
        }
        for tag in &tags {
            self.told(tag, None, lang.take());
        }
        self.text(&text.text);
        for tag in tags.iter().rev() {
            self.close(tag);
        }
        if target.is_some() {
            self.close("a");
        }
    }

    /// Opens an element in a language.
    fn told(&mut self, tag: &str, attribute: Option<(&str, &str)>, lang: Option<&str>) {
        let lang = lang.map(|lang| ("lang", lang));
        let attributes: Vec<_> = attribute.into_iter().chain(lang).collect();
        self.open(tag, &attributes);
    }

    /// Opens an element that links may lead to.
    fn placed(&mut self, tag: &str, anchor: Option<&Anchor>, class: &str) {
        let id = anchor.map(|anchor| ("id", &**anchor));
        let attributes: Vec<_> = id.into_iter().chain([("class", class)]).collect();
        self.open(tag, &attributes);
    }

    /// Writes an element with its content.
    fn whole(&mut self, tag: &str, attributes: &[(&str, &str)], content: &[Inline]) {
        self.open(tag, attributes);
        self.inlines(content);
        self.close(tag);
    }

    fn open(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        self.html.push('<');
        self.html.push_str(tag);
        for (name, value) in attributes {
            self.attribute(name, value);
        }
        self.html.push('>');
    }

    fn close(&mut self, tag: &str) {
        let _ = write!(self.html, "</{tag}>");
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let _ = write!(self.html, " {name}=\"");
        self.text(value);
        self.html.push('"');
    }

    /// Writes characters so that none of them is read as markup, in text and in attributes.
    fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.html.push_str("&amp;"),
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                '"' => self.html.push_str("&quot;"),
                _ => self.html.push(character),
            }
        }
    }
}

/// Whether a link may be followed: to what is safe, or to a place in the document.
fn followed(target: &Target) -> bool {
    target.address().is_none_or(may_follow)
}

/// The elements around a piece of text, from the outer to the inner.
fn tags(emphasis: Emphasis) -> Vec<&'static str> {
    let baseline = match emphasis.baseline {
        Baseline::Normal => None,
        Baseline::Raised => Some("sup"),
        Baseline::Lowered => Some("sub"),
    };
    let strong = emphasis.strong.then_some("strong");
    let stressed = emphasis.stressed.then_some("em");
    [strong, stressed, baseline].into_iter().flatten().collect()
}

#[cfg(test)]
pub(crate) mod tests;
