//! A page: what stands on it, part by part, each with the place where it was written.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::fonts::family;
use super::parts::Parts;
use super::shapes::{self, Rules};
use super::texts::{Look, Text, hex};
use super::words::Words;
use crate::document::Revision;
use crate::kind::style::{Colour, Face, Font, RevisionStyle};
use crate::layout::page::{Artifact, GlyphRun, Item, NodeId, NodeRole, Owner, Page, Shape};
use crate::length::Length;
use crate::writers::drawing::number;
use crate::writers::run::glyphs_of;

/// Draws a page.
pub(super) fn draw<'a>(
    page: &'a Page,
    parts: &'a Parts<'a>,
    words: &mut Words<'_>,
    revisions: &RevisionStyle,
) -> String {
    let mut pen = Pen {
        parts,
        words,
        revisions,
        around: Look {
            font: Font::Face(Face::Regular),
            size: Length::ZERO,
            colour: None,
            lang: &parts.lang,
        },
        out: String::new(),
    };
    pen.open(page);
    // The lines of tables stand between their cells; they guide the eye, and are drawn last.
    let is_line = |item: &&Item| is_guide(item) && glyphs_of(item).is_none();
    let (lines, rest): (Vec<_>, Vec<_>) = page.items.iter().partition(is_line);
    for (group, items) in groups(&rest, parts) {
        pen.group(&group, &items);
    }
    if !lines.is_empty() {
        pen.group(&Group::Guides, &lines);
    }
    pen.out.push_str("</svg>\n");
    pen.out
}

/// What items are drawn together for.
#[derive(PartialEq, Eq)]
enum Group {
    /// A part of the document.
    Part(NodeId),
    /// What belongs to no part.
    Loose,
    /// What a screen reader passes over: it was said before, or is of the page and not the text.
    Passed(Artifact),
    /// Lines without a meaning.
    Guides,
}

/// The items that are drawn together. The dots of a line that leads to a number are of what they
/// stand in.
fn groups<'a>(items: &[&'a Item], parts: &Parts<'_>) -> Vec<(Group, Vec<&'a Item>)> {
    let mut groups: Vec<(Group, Vec<&Item>)> = Vec::new();
    for &item in items {
        let group = match item.owner {
            Owner::Node(node) => parts.part(node).map_or(Group::Loose, Group::Part),
            Owner::Artifact(Artifact::Layout) => Group::Guides,
            Owner::Artifact(artifact) => Group::Passed(artifact),
        };
        match groups.last_mut() {
            Some((last, items)) if *last == group || group == Group::Guides => items.push(item),
            _ => groups.push((group, vec![item])),
        }
    }
    groups
}

fn is_guide(item: &Item) -> bool {
    item.owner == Owner::Artifact(Artifact::Layout)
}

struct Pen<'a, 'w, 'f> {
    parts: &'a Parts<'a>,
    words: &'w mut Words<'f>,
    revisions: &'w RevisionStyle,
    /// How text looks where nothing says otherwise.
    around: Look<'a>,
    out: String,
}

impl<'a> Pen<'a, '_, '_> {
    /// Opens the drawing. Spaces are kept, and letters stand where the numbers say, whatever the
    /// dots of the screen; corners are as sharp as in PDF.
    fn open(&mut self, page: &Page) {
        let [width, height] = [page.width, page.height].map(number);
        let _ = writeln!(
            self.out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"document\" lang=\"{}\" \
             width=\"{width}pt\" height=\"{height}pt\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"{}\" text-rendering=\"geometricPrecision\" stroke-miterlimit=\"10\" \
             xml:space=\"preserve\">",
            escape(&*self.parts.lang),
            family(self.around.font),
        );
    }

    /// Draws what belongs together, and says what it is and where it was written.
    fn group(&mut self, group: &Group, items: &[&'a Item]) {
        let mut apart = *group == Group::Guides;
        self.out.push_str("<g");
        match group {
            Group::Part(part) => {
                apart = matches!(self.parts.role(*part), NodeRole::Figure { .. });
                self.tell(*part);
            }
            Group::Passed(_) | Group::Guides => self.attribute("aria-hidden", "true"),
            Group::Loose => {}
        }
        self.out.push('>');
        self.items(items, apart);
        self.out.push_str("</g>\n");
    }

    fn tell(&mut self, part: NodeId) {
        match self.parts.role(part) {
            NodeRole::Heading(level) => {
                self.attribute("role", "heading");
                self.attribute("aria-level", &level.to_string());
            }
            NodeRole::Figure { alt } => {
                self.attribute("role", "img");
                self.attribute("aria-label", alt);
            }
            _ => self.attribute("role", "paragraph"),
        }
        if let Some(place) = self.parts.place(part) {
            self.attribute("data-place", &place.text);
            if let Some(link) = &place.link {
                self.attribute("data-link", link);
            }
        }
    }

    /// Writes an attribute. A sign that XML cannot have may come from the name of a file.
    fn attribute(&mut self, name: &str, value: &str) {
        let is_foreign = |sign: char| sign.is_control() || matches!(sign, '\u{fffe}' | '\u{ffff}');
        let value = value.replace(is_foreign, "\u{fffd}");
        let _ = write!(self.out, " {name}=\"{}\"", escape(&value));
    }

    /// Draws items in their order. The runs of one part are one text, but for those of a figure,
    /// which are words here and there, and for dots, which nobody reads.
    fn items(&mut self, items: &[&'a Item], apart: bool) {
        let mut text: Option<Text<'a>> = None;
        let mut rules = Rules::default();
        for item in items {
            match &item.shape {
                Shape::Rule(rule) => {
                    let colour = self.colour(item.revision).map_or("#000".to_owned(), hex);
                    rules.add(rule, colour, &mut self.out);
                    continue;
                }
                Shape::Glyphs(_) if !apart && !is_guide(item) => {
                    self.run(item, &mut text);
                    continue;
                }
                _ => {}
            }
            // What comes after is drawn over it.
            rules.write(&mut self.out);
            self.end(&mut text);
            match &item.shape {
                Shape::Path(path) => shapes::path(path, &mut self.out),
                Shape::Picture {
                    image,
                    x,
                    y,
                    width,
                    height,
                } => shapes::picture(image, (*x, *y), (*width, *height), &mut self.out),
                Shape::Glyphs(_) | Shape::Rule(_) => self.run(item, &mut text),
            }
            self.end(&mut text);
        }
        rules.write(&mut self.out);
        self.end(&mut text);
    }

    /// Adds a run to a text.
    fn run(&mut self, item: &Item, text: &mut Option<Text<'a>>) {
        if let Some(run) = glyphs_of(item) {
            let look = self.look(item, run);
            let open = text.get_or_insert_with(|| Text::new(look.clone(), is_guide(item)));
            open.add(run, &look, self.words);
        }
    }

    /// Writes a text that is open.
    fn end(&mut self, text: &mut Option<Text<'a>>) {
        if let Some(text) = text.take() {
            text.write(&self.around, &mut self.out);
        }
    }

    fn look(&self, item: &Item, run: &GlyphRun) -> Look<'a> {
        let lang = match item.owner {
            Owner::Node(node) => self.parts.lang_of(node),
            Owner::Artifact(_) => &self.parts.lang,
        };
        Look {
            font: run.font,
            size: run.size,
            colour: self.colour(item.revision),
            lang,
        }
    }

    fn colour(&self, revision: Option<Revision>) -> Option<Colour> {
        revision.map(|revision| self.revisions.colour(revision))
    }
}
