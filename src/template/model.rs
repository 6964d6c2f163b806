//! From elements to the document: what each element means, and what it may hold.
//!
//! The vocabulary, in the words of HTML:
//!
//! ```text
//! section [landscape]         h1 h2 h3 h4            p
//! ul ol [start] > li          table [shares] > caption, thead, tbody, tfoot > tr [keep] > th [scope], td
//! mark (lines with br)        signature (post br name)       hr (the closing rule)
//! figure > img [src] [alt], figcaption                       (not in an item or a cell)
//! chart type [alt] > caption, unit, axis > tick value, categories > category,
//!                    series > name, value [of]
//! em strong sub sup br a [href]                      t [at] (text with its place in the content)
//! ```
//!
//! Blocks, cells and lists take `role`, the name of a look in the style. Anything else is an
//! error at the element in the template.

mod chart;
mod figures;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::markup::{Child, Element};
use super::typography::Typography;
use crate::diagnostics::{Code, Diagnostic, Sink, did_you_mean};
use crate::document::{
    Baseline, Block, Cell, Emphasis, GridFault, Heading, Image, Inline, List, ListItem, Mark,
    Marker, Orientation, Paragraph, Role, Row, Scope, Section, Signature, Table, Target, Text,
};
use crate::kind::style::Style;
use crate::source::Span;

/// What markup may name, and how its text is set.
pub(super) struct Setting<'a> {
    /// The roles.
    pub style: &'a Style,
    /// The pictures, by the path that the document names them by.
    pub images: &'a BTreeMap<String, Arc<Image>>,
    /// How text is put right.
    pub typography: &'a Typography,
}

/// Makes the sections of a document; faults go into the sink.
pub(super) fn sections(
    whole: &Element<'_>,
    setting: &Setting<'_>,
    sink: &mut Sink,
) -> Vec<Section> {
    Builder {
        style: setting.style,
        images: setting.images,
        typography: setting.typography,
        sink,
    }
    .sections(whole)
}

struct Builder<'a> {
    style: &'a Style,
    images: &'a BTreeMap<String, Arc<Image>>,
    typography: &'a Typography,
    sink: &'a mut Sink,
}

/// The roles that blocks get from what they stand in.
#[derive(Debug, Clone)]
struct Inherited {
    paragraph: Role,
    list: Role,
}

/// The elements that stand on lines of their own.
const BLOCKS: [&str; 13] = [
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
    "mark",
    "signature",
    "hr",
];

/// The elements that stand in a line.
const INLINES: [&str; 7] = ["t", "em", "strong", "sub", "sup", "br", "a"];

/// The largest number of columns or rows that a cell may cover, and of columns of a table.
const MAX_SPAN: usize = 1000;

impl Builder<'_> {
    fn sections(&mut self, whole: &Element<'_>) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::new();
        let outside = Inherited {
            paragraph: "body".into(),
            list: "list-item".into(),
        };
        for child in &whole.children {
            match child {
                Child::Element(element) if element.name == "section" => {
                    self.attributes(element, &["orientation"]);
                    let orientation = self.orientation(element);
                    sections.push(Section {
                        orientation,
                        blocks: self.blocks(element, &outside),
                    });
                }
                Child::Element(element) => {
                    self.fault(
                        element.place,
                        format!("`<{}>` cannot stand outside a `<section>`", element.name),
                    );
                }
                Child::Text(text) if text.trim().is_empty() => {}
                Child::Text(text) => self.loose_text(text, whole.place),
            }
        }
        sections.retain(|section| !section.blocks.is_empty());
        sections
    }

    fn orientation(&mut self, element: &Element<'_>) -> Orientation {
        match element.attribute("orientation") {
            None | Some("portrait") => Orientation::Portrait,
            Some("landscape") => Orientation::Landscape,
            Some(other) => {
                self.fault(
                    element.place,
                    format!("`orientation` must be `portrait` or `landscape`, found `{other}`"),
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
        match element.name {
            "h1" | "h2" | "h3" | "h4" => self.heading(element),
            "p" => self.paragraph(element, setting),
            "ul" | "ol" => self.list(element, setting),
            "table" => self.table(element),
            "figure" => self.figure(element),
            "chart" => self.chart(element),
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
        self.attributes(element, &["role"]);
        let level = element
            .name
            .as_bytes()
            .get(1)
            .copied()
            .map_or(1, |digit| digit - b'0');
        let role = self.role(element, &format!("heading-{level}").into());
        let content = self.line(&element.children, element.place);
        (!content.is_empty()).then_some(Block::Heading(Heading {
            level,
            role,
            id: "".into(),
            content,
        }))
    }

    fn paragraph(&mut self, element: &Element<'_>, setting: &Inherited) -> Option<Block> {
        self.attributes(element, &["role"]);
        let role = self.role(element, &setting.paragraph);
        let content = self.line(&element.children, element.place);
        (!content.is_empty()).then_some(Block::Paragraph(Paragraph { role, content }))
    }

    fn list(&mut self, element: &Element<'_>, setting: &Inherited) -> Option<Block> {
        self.attributes(element, &["role", "start"]);
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
                self.attributes(child, &[]);
                let blocks = self.mixed(child, &inside);
                items.extend((!blocks.is_empty()).then_some(ListItem { blocks }));
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
        self.attributes(element, &["role"]);
        let role = self.role(element, &"signature".into());
        let content = self.line(&element.children, element.place);
        let mut parts = content
            .split(|inline| *inline == Inline::Break)
            .map(<[Inline]>::to_vec);
        let (Some(post), Some(name), None) = (parts.next(), parts.next(), parts.next()) else {
            self.fault(
                element.place,
                "`<signature>` holds the post, `<br/>` and the name".to_owned(),
            );
            return None;
        };
        Some(Block::Signature(Signature { role, post, name }))
    }

    fn table(&mut self, element: &Element<'_>) -> Option<Block> {
        self.attributes(element, &["role", "shares"]);
        let role = self.table_role(element);
        let mut table = Table {
            id: None,
            continued: None,
            role,
            columns: 0,
            shares: self.shares(element),
            caption: None,
            head: Vec::new(),
            body: Vec::new(),
            foot: Vec::new(),
        };
        let mut places = Vec::new();
        for child in self.elements(element) {
            match child.name {
                "caption" => table.caption = Some(self.line(&child.children, child.place)),
                "thead" => table.head.extend(self.rows(child, &mut places)),
                "tbody" => table.body.extend(self.rows(child, &mut places)),
                "tfoot" => table.foot.extend(self.rows(child, &mut places)),
                _ => self.misplaced(child, &["caption", "thead", "tbody", "tfoot"]),
            }
        }
        let first = table
            .rows()
            .next()
            .map(|(_, row)| row.cells.iter().map(|cell| cell.columns).sum());
        table.columns = first.unwrap_or(0);
        self.complete(&table, &places, element.place)?;
        if !table.shares.is_empty() && table.shares.len() != table.columns {
            let message = format!(
                "`shares` has {} numbers, the table {} columns",
                table.shares.len(),
                table.columns
            );
            self.fault(element.place, message);
        }
        Some(Block::Table(table))
    }

    /// The numbers of `shares`, such as `30 10 10`.
    fn shares(&mut self, element: &Element<'_>) -> Vec<i64> {
        let Some(text) = element.attribute("shares") else {
            return Vec::new();
        };
        let shares: Option<Vec<i64>> = text
            .split_whitespace()
            .map(|share| {
                share
                    .parse()
                    .ok()
                    .filter(|share| (1..=10_000).contains(share))
            })
            .collect();
        shares.unwrap_or_else(|| {
            let message = format!("`shares` must be numbers from 1 to 10000, found `{text}`");
            self.fault(element.place, message);
            Vec::new()
        })
    }

    /// Tells the first row that does not fill the columns; `places` are those of the rows.
    fn complete(&mut self, table: &Table, places: &[Span], whole: Span) -> Option<()> {
        let columns = table.columns;
        if columns == 0 {
            self.fault(whole, "the table has no cells".to_owned());
            return None;
        }
        if columns > MAX_SPAN {
            self.fault(
                whole,
                format!("the table has {columns} columns; {MAX_SPAN} is the most"),
            );
            return None;
        }
        let (row, message) = match table.grid() {
            Ok(_) => return Some(()),
            Err(GridFault::Columns { row, found }) => (
                row,
                format!(
                    "this row fills {found} {}, the first row has {columns}",
                    if found == 1 { "column" } else { "columns" }
                ),
            ),
            Err(GridFault::Rows { row, cell }) => {
                (row, format!("cell {} reaches below the table", cell + 1))
            }
        };
        self.fault(places.get(row).copied().unwrap_or(whole), message);
        None
    }

    fn rows(&mut self, part: &Element<'_>, places: &mut Vec<Span>) -> Vec<Row> {
        self.attributes(part, &[]);
        let in_head = part.name == "thead";
        let mut rows = Vec::new();
        for element in self.elements(part) {
            if element.name != "tr" {
                self.misplaced(element, &["tr"]);
                continue;
            }
            self.attributes(element, &["keep"]);
            let keep_with_next = match element.attribute("keep") {
                None => false,
                Some("next") => true,
                Some(other) => {
                    self.fault(
                        element.place,
                        format!("`keep` must be `next`, found `{other}`"),
                    );
                    false
                }
            };
            let cells: Vec<&Element<'_>> = self.elements(element);
            let cells = cells
                .into_iter()
                .filter_map(|cell| self.cell(cell, in_head))
                .collect();
            places.push(element.place);
            rows.push(Row {
                keep_with_next,
                cells,
            });
        }
        rows
    }

    fn cell(&mut self, element: &Element<'_>, in_head: bool) -> Option<Cell> {
        let is_header = match element.name {
            "th" => true,
            "td" => false,
            _ => {
                self.misplaced(element, &["th", "td"]);
                return None;
            }
        };
        self.attributes(element, &["role", "colspan", "rowspan", "scope"]);
        let columns = self.number(element, "colspan", 1);
        let rows = self.number(element, "rowspan", 1);
        let role = self.role(
            element,
            &if is_header && in_head {
                "table-head"
            } else {
                "table-cell"
            }
            .into(),
        );
        let setting = Inherited {
            paragraph: role.clone(),
            list: role,
        };
        let scope = self.scope(element, is_header, in_head, columns);
        for child in Self::elements_in(element, "chart") {
            self.fault(
                child.place,
                "`<chart>` cannot stand in a table; put it before or after".to_owned(),
            );
        }
        Some(Cell {
            columns,
            rows,
            scope,
            blocks: self.mixed(element, &setting),
        })
    }

    fn scope(
        &mut self,
        element: &Element<'_>,
        is_header: bool,
        in_head: bool,
        columns: usize,
    ) -> Option<Scope> {
        match element.attribute("scope") {
            Some("col") => Some(Scope::Column),
            Some("colgroup") => Some(Scope::ColumnGroup),
            Some("row") => Some(Scope::Row),
            Some("rowgroup") => Some(Scope::RowGroup),
            Some(other) => {
                let message = format!(
                    "`scope` must be `col`, `colgroup`, `row` or `rowgroup`, found `{other}`"
                );
                self.fault(element.place, message);
                None
            }
            None if !is_header => None,
            None if in_head && columns > 1 => Some(Scope::ColumnGroup),
            None if in_head => Some(Scope::Column),
            None => Some(Scope::Row),
        }
    }

    /// Blocks, or text that makes a paragraph of its own, in a cell or an item.
    fn mixed(&mut self, parent: &Element<'_>, setting: &Inherited) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut loose = Lines::default();
        for child in &parent.children {
            match child {
                // A figure needs the width of the page.
                Child::Element(element)
                    if element.name != "figure" && BLOCKS.contains(&element.name) =>
                {
                    blocks.extend(std::mem::take(&mut loose).paragraph(setting));
                    blocks.extend(self.block(element, setting));
                }
                child => self.inline(child, parent.place, Look::default(), &mut loose),
            }
        }
        blocks.extend(loose.paragraph(setting));
        // Most of these are the single paragraph of a cell.
        blocks.shrink_to_fit();
        blocks
    }

    /// The text of a heading or a paragraph.
    fn line(&mut self, children: &[Child<'_>], place: Span) -> Vec<Inline> {
        let mut lines = Lines::default();
        for child in children {
            self.inline(child, place, Look::default(), &mut lines);
        }
        lines.finish()
    }

    fn inline(&mut self, child: &Child<'_>, place: Span, look: Look, lines: &mut Lines) {
        let element = match child {
            Child::Text(text) => return lines.add(&self.typography.apply(text), place, &look),
            Child::Element(element) => element,
        };
        let mut inner = look;
        let mut place = element.place;
        match element.name {
            "br" => {
                self.attributes(element, &[]);
                self.empty(element);
                return lines.end_line();
            }
            "t" => self.attributes(element, &[]),
            "em" => inner.emphasis.stressed = true,
            "strong" => inner.emphasis.strong = true,
            "sub" => inner.emphasis.baseline = Baseline::Lowered,
            "sup" => inner.emphasis.baseline = Baseline::Raised,
            "a" => {
                self.attributes(element, &["href"]);
                match element.attribute("href") {
                    Some(href) if !href.is_empty() => inner.link = Some(Target::of(href)),
                    _ => self.fault(element.place, "`<a>` needs `href`".to_owned()),
                }
                // The place of the text in it is its own, if it has one.
                place = element.place;
            }
            _ => return self.misplaced(element, &INLINES),
        }
        for child in &element.children {
            self.inline(child, place, inner.clone(), lines);
        }
    }

    /// The role that an element names, or `other`; either must be known to the style.
    fn role(&mut self, element: &Element<'_>, other: &Role) -> Role {
        let name = element.attribute("role").unwrap_or(other);
        if let Some((role, _)) = self.style.paragraphs.get_key_value(name) {
            return role.clone();
        }
        let known = self.style.paragraphs.keys().map(|role| &**role);
        let hint = did_you_mean(name, known).map(|near| format!("did you mean `{near}`?"));
        let message = format!("the style has no paragraph `{name}`");
        self.sink
            .push(Diagnostic::error(Code::InvalidMarkup, element.place, message).maybe_hint(hint));
        other.clone()
    }

    fn table_role(&mut self, element: &Element<'_>) -> Role {
        let name = element.attribute("role").unwrap_or("table");
        if let Some((role, _)) = self.style.tables.get_key_value(name) {
            return role.clone();
        }
        let hint = did_you_mean(name, self.style.tables.keys().map(|role| &**role));
        let hint = hint.map(|near| format!("did you mean `{near}`?"));
        let message = format!("the style has no table `{name}`");
        self.sink
            .push(Diagnostic::error(Code::InvalidMarkup, element.place, message).maybe_hint(hint));
        name.into()
    }

    fn number(&mut self, element: &Element<'_>, name: &str, other: usize) -> usize {
        let Some(text) = element.attribute(name) else {
            return other;
        };
        match text.parse() {
            Ok(number @ 1..=MAX_SPAN) => number,
            _ => {
                let message =
                    format!("`{name}` must be a number from 1 to {MAX_SPAN}, found `{text}`");
                self.fault(element.place, message);
                other
            }
        }
    }

    /// The elements of a name that an element holds at any depth.
    fn elements_in<'e, 'm>(parent: &'e Element<'m>, name: &str) -> Vec<&'e Element<'m>> {
        let mut found = Vec::new();
        for child in &parent.children {
            if let Child::Element(element) = child {
                found.extend((element.name == name).then_some(element));
                found.extend(Self::elements_in(element, name));
            }
        }
        found
    }

    /// The elements that an element holds; text between them is told.
    fn elements<'e, 'm>(&mut self, parent: &'e Element<'m>) -> Vec<&'e Element<'m>> {
        let mut elements = Vec::new();
        for child in &parent.children {
            match child {
                Child::Element(element) => elements.push(element),
                Child::Text(text) if text.trim().is_empty() => {}
                Child::Text(text) => self.loose_text(text, parent.place),
            }
        }
        elements
    }

    fn attributes(&mut self, element: &Element<'_>, known: &[&str]) {
        for (name, _) in &element.attributes {
            if !known.contains(name) {
                let hint = did_you_mean(name, known.iter().copied())
                    .map(|near| format!("did you mean `{near}`?"));
                let message = format!("`<{}>` has no attribute `{name}`", element.name);
                self.sink.push(
                    Diagnostic::error(Code::InvalidMarkup, element.place, message).maybe_hint(hint),
                );
            }
        }
    }

    fn empty(&mut self, element: &Element<'_>) {
        if !element.children.is_empty() {
            self.fault(
                element.place,
                format!("`<{}/>` holds nothing", element.name),
            );
        }
    }

    fn misplaced(&mut self, element: &Element<'_>, wanted: &[&str]) {
        let name = element.name;
        let elsewhere = [
            "section",
            "li",
            "caption",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "th",
            "td",
            "img",
            "figcaption",
            "unit",
            "axis",
            "tick",
            "categories",
            "category",
            "series",
            "name",
            "value",
        ];
        let known = BLOCKS.contains(&name) || INLINES.contains(&name) || elsewhere.contains(&name);
        let message = if known {
            format!("`<{name}>` cannot stand here")
        } else {
            format!("there is no element `<{name}>`")
        };
        let near = match name {
            "b" => Some("strong"),
            "i" => Some("em"),
            // `t` is what the tool itself writes.
            _ => did_you_mean(name, wanted.iter().copied().filter(|wanted| *wanted != "t")),
        };
        let hint = match near {
            Some(near) if !known && wanted.contains(&near) => format!("did you mean `<{near}>`?"),
            _ => format!(
                "here can stand: {}",
                wanted
                    .iter()
                    .filter(|wanted| **wanted != "t")
                    .map(|name| format!("`<{name}>`"))
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
        };
        self.sink
            .push(Diagnostic::error(Code::InvalidMarkup, element.place, message).hint(hint));
    }

    fn loose_text(&mut self, text: &str, place: Span) {
        let start: String = text.trim().chars().take(30).collect();
        let message = format!("the text `{start}` stands in no paragraph");
        self.sink.push(
            Diagnostic::error(Code::InvalidMarkup, place, message).hint("put it into a `<p>`"),
        );
    }

    fn fault(&mut self, place: Span, message: String) {
        self.sink
            .push(Diagnostic::error(Code::InvalidMarkup, place, message));
    }
}

/// How the text at one place looks.
#[derive(Debug, Clone, Default)]
struct Look {
    emphasis: Emphasis,
    link: Option<Target>,
}

/// Gathers the pieces of a paragraph: white space is folded, and none is left at line ends.
#[derive(Debug, Default)]
struct Lines {
    content: Vec<Inline>,
    /// A space that is written only if text follows on the same line.
    space: bool,
}

impl Lines {
    fn add(&mut self, text: &str, place: Span, look: &Look) {
        let at_line_start = !matches!(self.content.last(), Some(Inline::Text(_)));
        let mut out = String::with_capacity(text.len() + 1);
        let mut space = self.space;
        for c in text.chars() {
            if matches!(c, ' ' | '\n' | '\t' | '\r') {
                space = true;
                continue;
            }
            if space && !(at_line_start && out.is_empty()) {
                match self.content.last_mut() {
                    // A space beside a link is not part of the link.
                    Some(Inline::Text(last)) if out.is_empty() && last.link.is_none() => {
                        last.text.push(' ');
                    }
                    _ => out.push(' '),
                }
            }
            space = false;
            out.push(c);
        }
        self.space = space;
        if out.is_empty() {
            return;
        }
        match self.content.last_mut() {
            Some(Inline::Text(last))
                if last.emphasis == look.emphasis
                    && last.link == look.link
                    && last.place == place =>
            {
                last.text.push_str(&out);
            }
            _ => self.content.push(Inline::Text(Text {
                text: out,
                emphasis: look.emphasis,
                link: look.link.clone(),
                lang: None,
                place,
            })),
        }
    }

    fn end_line(&mut self) {
        self.space = false;
        self.content.push(Inline::Break);
    }

    fn finish(mut self) -> Vec<Inline> {
        while self.content.last() == Some(&Inline::Break) {
            self.content.pop();
        }
        let leading = self
            .content
            .iter()
            .take_while(|inline| **inline == Inline::Break)
            .count();
        self.content.drain(..leading);
        self.content.shrink_to_fit();
        self.content
    }

    fn paragraph(self, setting: &Inherited) -> Option<Block> {
        let content = self.finish();
        let role = setting.paragraph.clone();
        (!content.is_empty()).then_some(Block::Paragraph(Paragraph { role, content }))
    }
}
