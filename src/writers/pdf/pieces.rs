//! Pieces: the items of a page, cut where a reader program must be told what glyphs show.
//!
//! A glyph has one text in the `ToUnicode` map of its font. Where a cluster shows another one, it
//! becomes a piece of its own with an `ActualText` (ISO 32000-1, 14.9.4).

use std::sync::Arc;

use super::fonts::{FaceFont, Fonts};
use crate::document::{Image, Revision};
use crate::layout::page::{Glyph, GlyphRun, Item, Owner, Page, Path, Rule, Shape};
use crate::length::Length;
use crate::writers::run::{Cluster, clusters, glyphs_of};

/// What one operation or a few draw: a rule, a picture, or glyphs with one way to tell their text.
pub(super) struct Piece<'a> {
    /// What they mean.
    pub(super) owner: Owner,
    /// What a comparison says of them: its colour is theirs.
    pub(super) revision: Option<Revision>,
    /// What they are.
    pub(super) drawing: Stroke<'a>,
    /// What the glyphs show, if the `ToUnicode` map gives something else.
    pub(super) actual_text: Option<String>,
}

pub(super) enum Stroke<'a> {
    Rule(&'a Rule),
    Picture {
        image: &'a Arc<Image>,
        /// Its upper left corner.
        place: (Length, Length),
        /// Width and height.
        size: (Length, Length),
    },
    Path(&'a Path),
    Glyphs {
        run: &'a GlyphRun,
        x: Length,
        glyphs: &'a [Glyph],
    },
}

impl Piece<'_> {
    /// Whether `next` belongs to the same sequence.
    pub(super) fn goes_on_in(&self, next: &Self) -> bool {
        self.owner == next.owner && self.actual_text.is_none() && next.actual_text.is_none()
    }
}

/// What the page draws, in order; nothing that leaves no trace.
pub(super) fn pieces<'a>(page: &'a Page, fonts: &Fonts) -> Vec<Piece<'a>> {
    let mut pieces = Vec::with_capacity(page.items.len());
    for item in &page.items {
        if let Shape::Rule(rule) = &item.shape {
            pieces.push(Piece {
                owner: item.owner,
                revision: item.revision,
                drawing: Stroke::Rule(rule),
                actual_text: None,
            });
        }
        if let Shape::Picture {
            image,
            x,
            y,
            width,
            height,
        } = &item.shape
        {
            pieces.push(Piece {
                owner: item.owner,
                revision: item.revision,
                drawing: Stroke::Picture {
                    image,
                    place: (*x, *y),
                    size: (*width, *height),
                },
                actual_text: None,
            });
        }
        if let Shape::Path(path) = &item.shape {
            pieces.push(Piece {
                owner: item.owner,
                revision: item.revision,
                drawing: Stroke::Path(path),
                actual_text: None,
            });
        }
        if let Some(run) = glyphs_of(item)
            && let Some(font) = fonts.get(run.font)
        {
            run_pieces(item, run, font, &mut pieces);
        }
    }
    pieces
}

/// Cuts a run where its glyphs begin or cease to tell their text. In artifacts nobody asks.
fn run_pieces<'a>(item: &Item, run: &'a GlyphRun, font: &FaceFont, pieces: &mut Vec<Piece<'a>>) {
    let Item {
        owner, revision, ..
    } = *item;
    let is_told = |cluster: &Cluster<'_>| {
        matches!(owner, Owner::Artifact(_)) || is_told_by_glyphs(*cluster, font)
    };
    let (mut x, mut rest) = (run.x, run.glyphs.as_slice());
    let mut clusters = clusters(run).peekable();
    while let Some(first) = clusters.next() {
        let told = is_told(&first);
        let (mut count, mut text) = (first.glyphs.len(), first.text.to_owned());
        while let Some(next) = clusters.next_if(|next| is_told(next) == told) {
            count += next.glyphs.len();
            if !told {
                text.push_str(next.text);
            }
        }
        let (glyphs, left) = rest.split_at(count);
        rest = left;
        let actual_text = (!told).then_some(text);
        pieces.push(Piece {
            owner,
            revision,
            drawing: Stroke::Glyphs { run, x, glyphs },
            actual_text,
        });
        x += glyphs.iter().map(|glyph| glyph.advance).sum();
    }
}

/// Whether the `ToUnicode` map gives the right text for the cluster.
fn is_told_by_glyphs(cluster: Cluster<'_>, font: &FaceFont) -> bool {
    let told = |(index, glyph): (usize, &Glyph)| font.glyph(glyph.id).text == cluster.share(index);
    cluster.divides() && cluster.glyphs.iter().enumerate().all(told)
}
