//! What stands at the edges of the pages: the texts of the document, or a page number in the middle.

use std::borrow::Cow;

use docx_rs::{BuildXML, FieldCharType, ParagraphChild, Run, RunChild};

use crate::document::{Document, Field, Inline, Paragraph, Revision};
use crate::kind::style::{PageStyle, Style};

use super::bookmarks::Bookmarks;
use super::conform::{Additions, conform};
use super::controls::Controls;
use super::fields;
use super::links::Links;
use super::names;
use super::package::{Bytes, Kind, Part};
use super::text::{self, References, child};
use super::tracking::{Form, Tracking};
use super::xml::{RELATIONSHIPS, WORD, Xml};

/// The relationship of the header.
pub(super) const HEADER: &str = "rIdHeader";
/// The relationship of the header of the first page, which shows nothing.
pub(super) const FIRST_HEADER: &str = "rIdFirstHeader";
/// The relationship of the footer.
pub(super) const FOOTER: &str = "rIdFooter";
/// The relationship of the footer of the first page, which shows nothing.
pub(super) const FIRST_FOOTER: &str = "rIdFirstFooter";

/// Which pages show what stands at their edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShownOn {
    /// All of them.
    All,
    /// All but the first: Word has a header of its own for the first page of a section.
    AllButFirst,
    /// Those from this one on: the header asks on every page.
    From(usize),
}

impl ShownOn {
    fn of(style: &PageStyle) -> Self {
        match style.numbered_from {
            0 | 1 => Self::All,
            2 => Self::AllButFirst,
            page => Self::From(page),
        }
    }
}

/// What the pages of a document have at their edges.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edges {
    /// Whether there is a header.
    pub(super) head: bool,
    /// Whether there is a footer.
    pub(super) foot: bool,
    /// On which pages.
    pub(super) shown: ShownOn,
}

impl Edges {
    /// What the document and its style ask for.
    pub(super) fn of(document: &Document, style: &Style) -> Self {
        let running = &document.running;
        Self {
            head: !running.head.is_empty() || running.is_empty(),
            foot: !running.foot.is_empty(),
            shown: ShownOn::of(&style.page),
        }
    }
}

/// Writes the headers and the footers.
pub(super) fn parts(
    document: &Document,
    style: &Style,
    bookmarks: &mut Bookmarks,
    controls: &mut Controls<'_>,
    tracking: &Tracking,
) -> Result<Vec<Part>, String> {
    let edges = Edges::of(document, style);
    let running = &document.running;
    let mut parts = Vec::new();
    let sides = [
        (
            edges.head,
            "w:hdr",
            &running.head,
            Kind::Header,
            Kind::FirstHeader,
        ),
        (
            edges.foot,
            "w:ftr",
            &running.foot,
            Kind::Footer,
            Kind::FirstFooter,
        ),
    ];
    for (_, root, lines, kind, first) in sides.into_iter().filter(|side| side.0) {
        let mut edge = Edge::new(root);
        for line in lines {
            edge.line(line, (style, edges.shown), bookmarks, controls, tracking)?;
        }
        if lines.is_empty() {
            edge.number(edges.shown)?;
        }
        parts.push(edge.finish(kind));
        if edges.shown == ShownOn::AllButFirst {
            let mut blank = Edge::new(root);
            blank.paragraph(names::HEADER, &[])?;
            parts.push(blank.finish(first));
        }
    }
    Ok(parts)
}

/// A header or a footer under construction.
struct Edge {
    xml: Xml,
    links: Links,
    additions: Additions,
}

impl Edge {
    fn new(root: &'static str) -> Self {
        Self {
            xml: Xml::part(root, &[WORD, RELATIONSHIPS]),
            links: Links::default(),
            additions: Additions::default(),
        }
    }

    /// Adds a text of the document.
    fn line(
        &mut self,
        line: &Paragraph,
        (style, shown): (&Style, ShownOn),
        bookmarks: &mut Bookmarks,
        controls: &mut Controls<'_>,
        tracking: &Tracking,
    ) -> Result<(), String> {
        let role = &line.role;
        let look = style.paragraphs.get(role);
        let look = look.ok_or_else(|| format!("the style knows no role `{role}`"))?;
        let has_changes = line.content.iter().any(Inline::is_revised);
        let mut children = Vec::new();
        if has_changes && matches!(shown, ShownOn::From(_)) {
            // What a field asks holds no changes, so it is asked twice.
            for (form, revision) in [
                (Form::Was, Revision::Deleted),
                (Form::Is, Revision::Inserted),
            ] {
                let content = form.of(&line.content);
                let mut references = self.references(bookmarks, controls, tracking);
                let asked = text::children(&askable(&content, shown), look, &mut references)?;
                children.extend(references.pen().wrap(asking(asked, shown), revision));
            }
        } else {
            let mut references = self.references(bookmarks, controls, tracking);
            let content = askable(&line.content, shown);
            children = asking(text::children(&content, look, &mut references)?, shown);
        }
        self.paragraph(&names::paragraph_id(role), &children)
    }

    /// Adds the number of the page.
    fn number(&mut self, shown: ShownOn) -> Result<(), String> {
        let children = fields::page(Field::Page).into_iter().map(child);
        self.paragraph(names::HEADER, &asking(children.collect(), shown))
    }

    /// What the text may refer to.
    fn references<'r, 'c>(
        &'r mut self,
        bookmarks: &'r mut Bookmarks,
        controls: &'r mut Controls<'c>,
        tracking: &'r Tracking,
    ) -> References<'r, 'c, 'c> {
        References {
            links: &mut self.links,
            bookmarks,
            controls,
            notes: None,
            tracking,
            revision: None,
            additions: &mut self.additions,
        }
    }

    fn paragraph(&mut self, style: &str, children: &[ParagraphChild]) -> Result<(), String> {
        self.xml.open("w:p", &[]);
        self.xml.open("w:pPr", &[]);
        self.xml.value("w:pStyle", style);
        self.xml.close();
        for child in children {
            conform(&child.build(), &self.additions, self.xml.bytes())?;
        }
        self.xml.close();
        Ok(())
    }

    fn finish(self, kind: Kind) -> Part {
        Part {
            kind,
            bytes: Bytes::Plain(self.xml.finish()),
            links: self.links,
        }
    }
}

/// The text of a line as a field can ask it: neither a link nor a control can stand there.
fn askable(content: &[Inline], shown: ShownOn) -> Cow<'_, [Inline]> {
    if !matches!(shown, ShownOn::From(_)) {
        return Cow::Borrowed(content);
    }
    let mut content = content.to_vec();
    for inline in &mut content {
        if let Inline::Text(text) = inline {
            (text.link, text.meaning) = (None, None);
        }
    }
    Cow::Owned(content)
}

/// The pieces of a line, within the question whether the page shows them, if there is one:
/// `IF PAGE > n "…" ""` (ECMA-376 Part 1, 17.16.5.27).
fn asking(children: Vec<ParagraphChild>, shown: ShownOn) -> Vec<ParagraphChild> {
    let ShownOn::From(page) = shown else {
        return children;
    };
    let mut runs = vec![fields::begin(" IF ")];
    runs.extend(fields::page(Field::Page));
    runs.push(ask(&format!(" > {} \"", page - 1)));
    let mut answer = false;
    for child in children {
        let ParagraphChild::Run(run) = child else {
            continue;
        };
        let run = *run;
        if let Some(RunChild::FieldChar(mark)) = run.children.first() {
            answer = mark.field_char_type == FieldCharType::Separate;
        }
        runs.push(if answer { run } else { asked(run) });
    }
    runs.extend([ask("\" \"\" "), fields::separate(), fields::end()]);
    runs.into_iter().map(child).collect()
}

fn ask(text: &str) -> Run {
    fields::instruction(Run::new(), text)
}

/// The run as a part of what a field asks, where a quotation mark of any kind ends the text unless
/// a backslash stands before it.
fn asked(run: Run) -> Run {
    let mut asked = Run::new();
    asked.run_property = run.run_property;
    for piece in run.children {
        if let RunChild::Text(text) = piece {
            let mut escaped = String::with_capacity(text.text.len());
            for c in text.text.chars() {
                if matches!(c, '"' | '\\' | '\u{201c}' | '\u{201d}') {
                    escaped.push('\\');
                }
                escaped.push(c);
            }
            asked = fields::instruction(asked, &escaped);
        } else {
            asked.children.push(piece);
        }
    }
    asked
}
