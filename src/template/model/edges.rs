//! What stands at the edges of the pages: `<header>` and `<footer>`.

use super::inline::Ground;
use super::{Builder, Inherited};
use crate::diagnostics::say;
use crate::document::{Block, Paragraph, Running};
use crate::template::markup::Element;

/// The look of a paragraph at the edge that names none.
const DEFAULT: &str = "page-number";

impl Builder<'_> {
    /// Reads `<header>` or `<footer>`, of which a document has one each.
    pub(super) fn edge(&mut self, element: &Element<'_>, running: &mut Running) {
        self.attributes(element, &[]);
        let paragraphs = self.edge_paragraphs(element);
        let edge = match element.name {
            "header" => &mut running.head,
            _ => &mut running.foot,
        };
        let is_second = !edge.is_empty();
        if is_second {
            let message = say!("a document has one `<{element}>`", element = element.name);
            return self.fault(element.place, message);
        }
        *edge = paragraphs;
        if edge.is_empty() {
            let message = say!("`<{element}>` holds no text", element = element.name);
            self.fault(element.place, message);
        }
    }

    fn edge_paragraphs(&mut self, element: &Element<'_>) -> Vec<Paragraph> {
        let setting = Inherited {
            paragraph: DEFAULT.into(),
            list: DEFAULT.into(),
        };
        let mut paragraphs = Vec::new();
        self.ground = Ground::Edge;
        for child in self.elements(element) {
            if child.name != "p" {
                self.misplaced(child, &["p"]);
                continue;
            }
            if let Some(Block::Paragraph(paragraph)) = self.block(child, &setting) {
                paragraphs.push(paragraph);
            }
        }
        self.ground = Ground::Text;
        paragraphs
    }
}
