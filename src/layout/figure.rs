//! Figures: pictures side by side, and the caption under them, together on one page.

use std::sync::Arc;

use super::blocks::Composer;
use super::page::{Item, NodeId, NodeRole, Owner, Shape};
use super::pieces::ParagraphPiece;
use super::slab::Slab;
use super::stack::Stacker;
use crate::document::{Anchor, Figure, Image, Picture, Revision};
use crate::kind::style::{Align, FigureStyle};
use crate::length::Length;

/// Pictures in a row.
pub(super) struct FigurePiece {
    /// Their look.
    style: FigureStyle,
    /// What they show, and what they mean.
    pictures: Vec<(Arc<Image>, NodeId)>,
    /// The text under them.
    caption: Option<Box<ParagraphPiece>>,
    /// What a comparison says of them.
    revision: Option<Revision>,
}

impl Composer<'_> {
    /// A picture is a node that tells its words; the caption of one picture is a part of it, that
    /// of several stands beside them.
    pub(super) fn figure(&mut self, figure: &Figure, parent: NodeId) -> FigurePiece {
        let style = self.style.figures.get(&figure.role);
        let style = style.cloned().unwrap_or_default();
        let parent = match figure.pictures.as_slice() {
            [_] => parent,
            _ => self.anchored(NodeRole::Group, parent, figure.id.as_ref()),
        };
        let mut pictures = Vec::new();
        for picture in &figure.pictures {
            let node = self.picture(picture, parent, figure.id.as_ref());
            pictures.push((picture.image.clone(), node));
        }
        let owner = match pictures.as_slice() {
            [(_, node)] => *node,
            _ => parent,
        };
        let caption = figure.caption.as_ref();
        let caption = caption.map(|caption| self.caption("figure-caption", caption, owner));
        FigurePiece {
            style,
            pictures,
            caption: caption.map(Box::new),
            revision: self.revision(),
        }
    }

    /// `anchor` names the whole figure: the picture, unless it is one of several.
    fn picture(&mut self, picture: &Picture, parent: NodeId, anchor: Option<&Anchor>) -> NodeId {
        let alt = self.told(&picture.alt);
        let node = self.anchored(NodeRole::Figure { alt }, parent, anchor);
        self.structure.nodes[node.0 as usize].places = Box::new([picture.place]);
        node
    }
}

impl Stacker<'_> {
    /// The row of pictures, and the lines of its caption.
    pub(super) fn figure(&mut self, figure: FigurePiece) -> Vec<Slab> {
        let FigurePiece {
            style,
            pictures,
            caption,
            revision,
        } = figure;
        let pixels: Vec<_> = pictures
            .iter()
            .map(|(image, _)| (image.width, image.height))
            .collect();
        let row = style.row(&pixels, (self.width, self.page_height));
        let free = self.width.left_after(row.width());
        let mut left = match style.line.align {
            Align::Left | Align::Justify => Length::ZERO,
            Align::Center => free / 2,
            Align::Right | Align::Decimal => free,
        };
        let mut items = Vec::with_capacity(pictures.len());
        for ((image, node), (width, height)) in pictures.into_iter().zip(&row.sizes) {
            items.push(Item {
                shape: Shape::Picture {
                    image,
                    x: left,
                    // Pictures stand on one line, as they do in a word processor.
                    y: row.height() - *height,
                    width: *width,
                    height: *height,
                },
                owner: Owner::Node(node),
                revision,
            });
            left += *width + row.gap;
        }
        let mut slabs = vec![Slab {
            before: style.line.space_before,
            after: if caption.is_some() {
                Length::ZERO
            } else {
                style.line.space_after
            },
            keep: caption.is_some(),
            ..Slab::plain(row.height(), items)
        }];
        slabs.extend(
            caption
                .into_iter()
                .flat_map(|caption| self.paragraph(*caption)),
        );
        slabs
    }
}
