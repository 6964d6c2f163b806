//! What opens and closes a document: approval marks, signatures, the rule at the end.
//!
//! They stay whole and where they are when the text before them grows, as on our own pages: none
//! stands at the top of a page without two lines of text above it.

use docx_rs::{
    ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, ParagraphChild, Run,
    SpecialIndentType, Tab, TabValueType,
};

use crate::document::{Block, Inline, Mark, Role, Signature, plain_text};
use crate::length::Length;
use crate::writers::docx::signature;
use crate::writers::docx::text::child;

use super::blocks::Context;
use super::built::{Built, position};

/// The length of the rule that closes a document.
const RULE: Length = Length::mm(35);

/// Whether the first of these blocks stays with the next one: it announces that, or that closes the
/// document, or is the only line between this one and what does.
pub(super) fn stays(context: &Context<'_>, blocks: &[&Block]) -> bool {
    match blocks {
        [announcing, next, ..] if announcing.announces(Some(next)) => true,
        [_, next, ..] if closes(context, next) => true,
        [_, line, next, ..] => closes(context, next) && is_line(context, line),
        _ => false,
    }
}

/// How many of the last paragraphs of a block stay when it stays: items of a list are often one
/// line long, and one would be a line alone.
pub(super) fn held(block: &Block) -> usize {
    if matches!(block, Block::List(_)) {
        2
    } else {
        1
    }
}

fn closes(context: &Context<'_>, block: &Block) -> bool {
    match block.revised().1 {
        Block::Mark(_) | Block::Signature(_) | Block::ClosingRule(_) => true,
        Block::Paragraph(paragraph) => context
            .look(&paragraph.role)
            .is_ok_and(|style| style.closes),
        _ => false,
    }
}

/// Whether a block is a paragraph that surely takes no more than a line.
fn is_line(context: &Context<'_>, block: &Block) -> bool {
    let Block::Paragraph(paragraph) = block else {
        return false;
    };
    let Ok(style) = context.look(&paragraph.role) else {
        return false;
    };
    let letters = plain_text(&paragraph.content).chars().count();
    // A letter is a little more than half as wide as its size where capitals are many.
    let width = style.size.per_mille(550) * i64::try_from(letters).unwrap_or(i64::MAX / 1_000_000);
    !paragraph.content.contains(&Inline::Break) && width <= context.width
}

impl<'a> Context<'a> {
    /// Adds the lines of a mark: one block to the eye, so its spaces are above and below all of
    /// them, and no page ends within it.
    pub(super) fn approval(&mut self, mark: &Mark, out: &mut Vec<Built<'a>>) -> Result<(), String> {
        let last = mark.lines.len().saturating_sub(1);
        for (index, line) in mark.lines.iter().enumerate() {
            let mut built = self.paragraph(&mark.role, line)?;
            Self::whole_line(line, &mut built);
            if index > 0 {
                built.before = Some(Length::ZERO);
            }
            if index < last {
                built.after = Some(Length::ZERO);
                built.paragraph.property.keep_next = Some(true);
            }
            out.push(built);
        }
        Ok(())
    }

    /// The post at the left, the name at the right edge; between them, the place to sign if that
    /// is done with a certificate.
    pub(super) fn signature(&mut self, signature: &Signature) -> Result<Built<'a>, String> {
        let mut built = self.paragraph(&signature.role, &signature.post)?;
        let name = self.children(&signature.name, built.style)?;
        if signature.digital {
            let middle = position(self.width / 2);
            let tab_stop = Tab::new().val(TabValueType::Center).pos(middle);
            built.paragraph.property.tabs.push(tab_stop);
            let place = self.place_to_sign(signature, &mut built)?;
            built.paragraph.children.extend([tab(), place]);
        }
        built.paragraph.children.push(tab());
        built.paragraph.children.extend(name);
        let of_style = self.uses.edge_of(&signature.role);
        built.tab_at_edge(self.width, of_style, false);
        Ok(built)
    }

    /// The place to sign: it takes its height from the space above the line.
    fn place_to_sign(
        &mut self,
        signature: &Signature,
        built: &mut Built<'_>,
    ) -> Result<ParagraphChild, String> {
        let size = signature::size(self.width);
        let picture = self.media.show(&signature::picture()?, size).pixels;
        self.signatures += 1;
        let line = signature::Line {
            number: self.signatures,
            document: self.document,
            signature,
            words: self.controls.words(),
            picture,
            size,
        };
        let above = size.1.left_after(built.style.size);
        built.before = Some(built.style.space_before.left_after(above));
        Ok(line.run(&mut self.additions))
    }

    /// A rule under an empty line, as short as its indents make it. A border is drawn and not
    /// read out, as characters in a row would be.
    pub(super) fn closing_rule(&mut self, role: &Role) -> Result<Built<'a>, String> {
        let mut built = self.paragraph(role, &[])?;
        let side = (self.width.left_after(RULE) / 2).to_twips() as i32;
        let border = ParagraphBorder::new(ParagraphBorderPosition::Bottom).size(4);
        let first = Some(SpecialIndentType::FirstLine(0));
        let property = &mut built.paragraph.property;
        property.indent = Some(docx_rs::Indent::new(Some(side), first, Some(side), None));
        property.borders = Some(ParagraphBorders::with_empty().set(border));
        Ok(built)
    }
}

fn tab() -> ParagraphChild {
    child(Run::new().add_tab())
}
