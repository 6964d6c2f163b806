//! Which paragraph of an item has its label.

use std::borrow::Cow;

use crate::document::{Block, Revision};
use crate::writers::docx::numbering::Numbered;
use crate::writers::docx::tracking::Form;

/// The label of an item, which its first paragraph has: of an item that changed, the first paragraph
/// that was there and the first that is there now.
pub(super) struct Labels {
    label: Numbered,
    /// The forms of the document whose first paragraph is still to come.
    to_come: Vec<Form>,
}

impl Labels {
    /// The label of an item.
    pub(super) fn new(label: Numbered) -> Self {
        Self {
            label,
            to_come: Form::BOTH.to_vec(),
        }
    }

    /// The forms in which the item begins with no paragraph: there, one stands for its label alone.
    /// Gives what becomes of each such paragraph.
    pub(super) fn alone(&mut self, blocks: &[Block]) -> Vec<Option<Revision>> {
        let begins = |form: &Form| {
            let mut blocks = blocks.iter().map(Block::revised);
            let first = blocks.find(|(revision, _)| form.has(*revision));
            matches!(first, Some((_, Block::Paragraph(_))))
        };
        self.to_come.retain(begins);
        match self.to_come[..] {
            [] => vec![None],
            [Form::Was] => vec![Some(Revision::Inserted)],
            [Form::Is] => vec![Some(Revision::Deleted)],
            _ => Vec::new(),
        }
    }

    /// The label of the next paragraph, if it is the first in a form.
    pub(super) fn take(&mut self, revision: Option<Revision>) -> Option<Numbered> {
        let before = self.to_come.len();
        self.to_come.retain(|form| !form.has(revision));
        (self.to_come.len() < before).then_some(self.label)
    }
}

/// The blocks of an item, whose first paragraph has the label in all forms in which it is there: one
/// that stays, and is the first only where those before it are gone, is gone itself and new again.
pub(super) fn labelled_alike(blocks: &[Block]) -> Cow<'_, [Block]> {
    let mut to_come = Form::BOTH.to_vec();
    for (index, block) in blocks.iter().enumerate() {
        let (revision, inner) = block.revised();
        let before = to_come.len();
        to_come.retain(|form| !form.has(revision));
        if revision.is_none() && before == 1 && matches!(inner, Block::Paragraph(_)) {
            return Cow::Owned(parted(blocks, index));
        }
        if to_come.is_empty() {
            break;
        }
    }
    Cow::Borrowed(blocks)
}

/// The blocks with that at an index as it was, and as it is.
fn parted(blocks: &[Block], index: usize) -> Vec<Block> {
    let forms = [Revision::Deleted, Revision::Inserted];
    let twice = forms.map(|revision| {
        let block = in_form(
            &blocks[index],
            if revision.is_new() {
                Form::Is
            } else {
                Form::Was
            },
        );
        Block::Revised(revision, Box::new(block))
    });
    let mut parted = blocks.to_vec();
    parted.splice(index..=index, twice);
    parted
}

fn in_form(block: &Block, form: Form) -> Block {
    let mut block = block.clone();
    if let Block::Paragraph(paragraph) = &mut block {
        paragraph.content = form.of(&paragraph.content);
    }
    block
}
