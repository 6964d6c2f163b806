//! Drawings: pictures, text boxes, and what is told of the others.

use std::sync::Arc;

use super::Walk;
use super::block::branch;
use super::comments::words;
use super::line::Line;
use super::xml::Element;
use crate::diagnostics::say;
use crate::readers::{Block, Paragraph, Picture, Run};

/// What was found in a drawing.
#[derive(Debug, Default)]
struct Drawn {
    /// What it shows in words.
    alt: String,
    blocks: Vec<Block>,
    /// Whether what it shows was told in another way.
    is_told: bool,
    /// Whether it is a place to sign, whose picture says nothing more.
    is_to_sign: bool,
}

impl Walk<'_> {
    /// Reads a drawing (`w:drawing`, `w:pict`, `w:object`).
    pub(super) fn drawing(&mut self, element: &Element, line: &mut Line) {
        let mut drawn = Drawn::default();
        if element.name.as_str() == "object" {
            let programs = element.all("OLEObject");
            let program = programs.first().map_or("", |object| object.told("ProgID"));
            let told = say!("an object of another program: `{program}`", program);
            self.unread.push(told);
            drawn.is_told = true;
        }
        self.drawn(element, &mut drawn);
        if drawn.blocks.is_empty() && !drawn.is_told {
            self.unread.push(match drawn.alt.as_str() {
                "" => say!("a drawing"),
                alt => say!("a drawing: {alt}", alt),
            });
        }
        if !drawn.is_to_sign {
            line.insert(drawn.blocks);
        }
    }

    fn drawn(&mut self, parent: &Element, drawn: &mut Drawn) {
        for element in parent.children() {
            match element.name.as_str() {
                "docPr" => {
                    let alt = [element.told("descr"), element.told("title")];
                    let alt = alt.iter().find(|alt| !alt.is_empty());
                    drawn.alt = alt.map(|alt| (*alt).to_owned()).unwrap_or_default();
                }
                "txbxContent" => {
                    let blocks = self.blocks(element);
                    drawn.blocks.extend(blocks);
                    drawn.is_told = true;
                }
                "blip" => {
                    let outside = element.told("link");
                    self.picture(element.told("embed"), outside, drawn);
                }
                "chart" => self.told(element.told("id"), drawn),
                "relIds" => self.told(element.told("dm"), drawn),
                "AlternateContent" => {
                    if let Some(branch) = branch(element) {
                        self.drawn(branch, drawn);
                    }
                }
                _ => {
                    self.drawn_by_vml(element, drawn);
                    self.drawn(element, drawn);
                }
            }
        }
    }

    /// Drawings of programs before 2010 (ECMA-376 Part 4).
    fn drawn_by_vml(&mut self, element: &Element, drawn: &mut Drawn) {
        if !element.told("alt").is_empty() {
            element.told("alt").clone_into(&mut drawn.alt);
        }
        match element.name.as_str() {
            "imagedata" => {
                let id = [element.told("id"), element.told("relid")];
                let id = id.into_iter().find(|id| self.relations.get(id).is_some());
                self.picture(id.unwrap_or_default(), "", drawn);
            }
            "textpath" if !element.told("string").is_empty() => {
                let run = Run {
                    text: element.told("string").to_owned(),
                    ..Run::default()
                };
                drawn.blocks.push(Block::Paragraph(Paragraph {
                    runs: vec![run],
                    ..Paragraph::default()
                }));
            }
            "signatureline" => {
                let signer = ["suggestedsigner", "suggestedsigner2"].map(|key| element.told(key));
                let signer = signer.join(" ");
                let signer = signer.trim();
                self.unread
                    .push(say!("a line for a signature: {signer}", signer));
                (drawn.is_told, drawn.is_to_sign) = (true, true);
            }
            // A line across the page is a look.
            _ if matches!(element.told("hr"), "t" | "true") => drawn.is_told = true,
            _ => {}
        }
    }

    fn picture(&mut self, id: &str, outside: &str, drawn: &mut Drawn) {
        let related = self
            .relations
            .get(id)
            .or_else(|| self.relations.get(outside));
        let Some(related) = related else {
            return;
        };
        let name = related.target.clone();
        match self.parts.bytes(&name).filter(|_| !related.is_outside) {
            Some(bytes) => {
                let bytes = match self.pictures.get(&name) {
                    Some(bytes) => Arc::clone(bytes),
                    None => Arc::from(bytes),
                };
                self.pictures.insert(name.clone(), Arc::clone(&bytes));
                drawn.blocks.push(Block::Picture(Picture {
                    name: name.rsplit('/').next().unwrap_or_default().to_owned(),
                    alt: drawn.alt.clone(),
                    bytes,
                }));
            }
            None => {
                let told = say!("a picture that is not in the file: `{name}`", name);
                self.unread.push(told);
                drawn.is_told = true;
            }
        }
    }

    /// Tells the words of a part that is drawn: a chart or a diagram.
    fn told(&mut self, id: &str, drawn: &mut Drawn) {
        let part = self.relations.get(id).map(|related| related.target.clone());
        let tree = self.parts.tree(part.as_deref()).unwrap_or_default();
        let text = match drawn.alt.as_str() {
            "" => words(&tree),
            alt => alt.to_owned(),
        };
        self.unread.push(say!("a chart or a diagram: {text}", text));
        drawn.is_told = true;
    }
}
