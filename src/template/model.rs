//! From elements to the document: what each element means, and what it may hold.
//!
//! The vocabulary, in the words of HTML. In brackets stand attributes that may be left out:
//!
//! ```text
//! header footer > p                                  at the edges of all pages, one each, beside
//!                                                    the sections
//! section [orientation]                              portrait or landscape
//! h1 h2 h3 h4 [id]           p                       no level of headings is left out
//! ul ol [start] > li
//! table [id] [shares] [description] [continued] > caption, thead, tbody, tfoot > tr [keep] >
//!                                   th [scope] [colspan] [rowspan], td [colspan] [rowspan]
//! toc [from] [to]                                    the table of contents, of these levels
//! mark (lines with br)       signature [digital] (post br name)     hr (the closing rule)
//! figure [id] > img src alt, figcaption              not in an item or a cell, as toc
//! chart type alt [id] > caption, unit, axis > tick value, categories > category,
//!                       series > name, value [of]
//! em strong sub sup br a href span lang              in a line
//! number [series]                                    what is counted, as `1.2.`: at the start of a
//!                                                    heading, a paragraph or a cell, or in a caption;
//!                                                    in a link the number of what it leads to
//! blank for                                          what is filled in by hand: date or number
//! footnote                                           in a line, but not in a link or a footnote
//! field name                                         in a line of header or footer: page or pages
//! t [at]                                             text with its place in the content: what the
//!                                                    tool itself writes
//! ```
//!
//! Blocks, cells and lists take `role`, the name of a look in the style. `section`, headings, `p`,
//! lists, `li`, `table`, `th`, `td`, `caption`, `figcaption`, `em`, `strong`, `a`, `footnote` and `t`
//! take `lang`, as `span` does: a language as a BCP 47 tag. An `id` is a name that `<a href="#name">`
//! leads to. Anything else is an error at the element in the template.

mod chart;
mod edges;
mod elements;
mod figures;
mod inline;
mod lines;
mod references;
mod table;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::languages::Languages;
use super::markup::{Child, Element};
use super::typography::Typography;
use crate::diagnostics::{Sink, say};
use crate::document::{
    Block, Heading, Image, Inline, List, ListItem, Mark, Marker, Orientation, Paragraph, Role,
    Running, Section, Signature,
};
use crate::kind::style::Style;
use inline::{Ground, Spoken};
use lines::Lines;
use references::Names;

/// What markup may name, and how its text is set.
pub(super) struct Setting<'a> {
    /// The roles.
    pub style: &'a Style,
    /// The pictures, by the path that the document names them by.
    pub images: &'a BTreeMap<String, Arc<Image>>,
    /// How text is put right.
    pub typography: &'a Typography,
    /// How text in other languages is put right.
    pub languages: Languages<'a>,
}

/// Makes what runs at the edges of a document, and its sections; faults go into the sink.
pub(super) fn read(
    whole: &Element<'_>,
    setting: &Setting<'_>,
    sink: &mut Sink,
) -> (Running, Vec<Section>) {
    let mut builder = Builder {
        style: setting.style,
        images: setting.images,
        typography: setting.typography,
        languages: setting.languages,
        sink,
        names: Names::default(),
        ground: Ground::Text,
        language: None,
        spoken: Vec::new(),
    };
    let (running, mut sections) = builder.document(whole);
    builder.refer(&mut sections);
    (running, sections)
}

struct Builder<'a> {
    style: &'a Style,
    images: &'a BTreeMap<String, Arc<Image>>,
    typography: &'a Typography,
    languages: Languages<'a>,
    sink: &'a mut Sink,
    names: Names,
    /// Where the line that is read stands.
    ground: Ground,
    /// The language of what is read, if it is not that of the document.
    language: Option<Spoken>,
    /// The other languages that were met.
    spoken: Vec<Spoken>,
}

/// The roles that blocks get from what they stand in.
#[derive(Debug, Clone)]
struct Inherited {
    paragraph: Role,
    list: Role,
}

/// The elements that stand on lines of their own.
const BLOCKS: [&str; 14] = [
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "ul",
    "ol",
    "table",
    "figure",
    "chart",
    "toc",
    "mark",
    "signature",
    "hr",
];

impl Builder<'_> {
    fn document(&mut self, whole: &Element<'_>) -> (Running, Vec<Section>) {
        let (mut running, mut sections) = (Running::default(), Vec::new());
        for child in &whole.children {
            match child {
                Child::Element(element) => match element.name {
                    "section" => sections.push(self.section(element)),
                    "header" | "footer" => self.edge(element, &mut running),
                    name => {
                        let message = say!("`<{name}>` cannot stand outside a `<section>`", name);
                        self.fault(element.place, message);
                    }
                },
                Child::Text(text) if text.trim().is_empty() => {}
                Child::Text(text) => self.loose_text(text, whole.place),
            }
        }
        sections.retain(|section| !section.blocks.is_empty());
        (running, sections)
    }

    fn section(&mut self, element: &Element<'_>) -> Section {
        let outside = Inherited {
            paragraph: "body".into(),
            list: "list-item".into(),
        };
        self.attributes(element, &["orientation", "lang"]);
        Section {
            orientation: self.orientation(element),
            blocks: self.speaking(element, |this| this.blocks(element, &outside)),
        }
    }

    fn orientation(&mut self, element: &Element<'_>) -> Orientation {
        match element.attribute("orientation") {
            None | Some("portrait") => Orientation::Portrait,
            Some("landscape") => Orientation::Landscape,
            Some(other) => {
                self.fault(
                    element.place,
                    say!(
                        "`orientation` must be `portrait` or `landscape`, found `{other}`",
                        other
                    ),
                );
                Orientation::Portrait
            }
        }
    }

    /// The blocks that an element holds.
    fn blocks(&mut self, parent: &Element<'_>, setting: &Inherited) -> Vec<Block> {
        let mut blocks = Vec::new();
        for child in &parent.children {
            match child {
                Child::Element(element) => blocks.extend(self.block(element, setting)),
                Child::Text(text) if text.trim().is_empty() => {}
                Child::Text(text) => self.loose_text(text, parent.place),
            }
        }
        blocks
    }

    fn block(&mut self, element: &Element<'_>, setting: &Inherited) -> Option<Block> {
        self.speaking(element, |this| this.block_of(element, setting))
    }

    fn block_of(&mut self, element: &Element<'_>, setting: &Inherited) -> Option<Block> {
        match element.name {
            "h1" | "h2" | "h3" | "h4" => self.heading(element),
            "p" => self.paragraph(element, setting),
            "ul" | "ol" => self.list(element, setting),
            "table" => self.table(element),
            "figure" => self.figure(element),
            "chart" => self.chart(element),
            "toc" => self.contents(element),
            "mark" => self.mark(element),
            "signature" => self.signature(element),
            "hr" => {
                self.attributes(element, &["role"]);
                let role = self.role(element, &"closing-rule".into());
                self.empty(element);
                Some(Block::ClosingRule(role))
            }
            _ => {
                self.misplaced(element, &BLOCKS);
                None
            }
        }
    }

    fn heading(&mut self, element: &Element<'_>) -> Option<Block> {
        self.attributes(element, &["role", "id", "lang"]);
        let level = match element.name {
            "h1" => 1,
            "h2" => 2,
            "h3" => 3,
            _ => 4,
        };
        let role = self.role(element, &format!("heading-{level}").into());
        let id = self.id(element);
        let content = self.line(&element.children, element.place);
        if content.is_empty() {
            return None;
        }
        self.follows(level, element.place);
        Some(Block::Heading(Heading {
            level,
            role,
            // One without a name gets it when all names are known.
            id: id.unwrap_or_else(|| "".into()),
            content,
        }))
    }

    fn paragraph(&mut self, element: &Element<'_>, setting: &Inherited) -> Option<Block> {
        self.attributes(element, &["role", "lang"]);
        let role = self.role(element, &setting.paragraph);
        let content = self.line(&element.children, element.place);
        (!content.is_empty()).then_some(Block::Paragraph(Paragraph { role, content }))
    }

    fn list(&mut self, element: &Element<'_>, setting: &Inherited) -> Option<Block> {
        self.attributes(element, &["role", "lang", "start"]);
        let role = self.role(element, &setting.list);
        let marker = match element.name {
            "ul" => Marker::Bullet,
            _ => Marker::Number {
                start: self.number(element, "start", 1) as u32,
            },
        };
        let inside = Inherited {
            paragraph: role.clone(),
            list: role,
        };
        let mut items = Vec::new();
        for child in self.elements(element) {
            if child.name == "li" {
                self.attributes(child, &["lang"]);
                self.no_table_in(child);
                let blocks = self.speaking(child, |this| this.mixed(child, &inside));
                items.extend((!blocks.is_empty()).then_some(ListItem {
                    blocks,
                    revision: None,
                }));
            } else {
                self.misplaced(child, &["li"]);
            }
        }
        (!items.is_empty()).then_some(Block::List(List { marker, items }))
    }

    fn mark(&mut self, element: &Element<'_>) -> Option<Block> {
        self.attributes(element, &["role"]);
        let role = self.role(element, &"mark".into());
        let content = self.line(&element.children, element.place);
        let lines: Vec<Vec<Inline>> = content
            .split(|inline| *inline == Inline::Break)
            .map(<[Inline]>::to_vec)
            .filter(|line| !line.is_empty())
            .collect();
        (!lines.is_empty()).then_some(Block::Mark(Mark { role, lines }))
    }

    fn signature(&mut self, element: &Element<'_>) -> Option<Block> {
        self.attributes(element, &["role", "digital"]);
        let role = self.role(element, &"signature".into());
        let digital = self.yes(element, "digital");
        let content = self.line(&element.children, element.place);
        let mut parts = content
            .split(|inline| *inline == Inline::Break)
            .map(<[Inline]>::to_vec);
        let (Some(post), Some(name), None) = (parts.next(), parts.next(), parts.next()) else {
            self.fault(
                element.place,
                say!("`<signature>` holds the post, `<br/>` and the name"),
            );
            return None;
        };
        Some(Block::Signature(Signature {
            role,
            digital,
            post,
            name,
        }))
    }

    /// Blocks, or text that makes a paragraph of its own, in a cell or an item.
    fn mixed(&mut self, parent: &Element<'_>, setting: &Inherited) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut loose = Lines::default();
        let look = self.plain_look();
        for child in &parent.children {
            match child {
                // A figure and a table of contents need the width of the page.
                Child::Element(element)
                    if !matches!(element.name, "figure" | "toc")
                        && BLOCKS.contains(&element.name) =>
                {
                    blocks.extend(std::mem::take(&mut loose).paragraph(setting));
                    blocks.extend(self.block(element, setting));
                }
                child => self.inline(child, parent.place, &look, &mut loose),
            }
        }
        blocks.extend(loose.paragraph(setting));
        // Most of these are the single paragraph of a cell.
        blocks.shrink_to_fit();
        blocks
    }
}
