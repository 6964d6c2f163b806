//! Fields: the places where a file is to be signed with a certificate (ISO 32000-1, 12.7.4.5).
//!
//! A line to be signed so has an empty field between the post and the name. It shows nothing, so
//! that the page is the same on paper; readers of PDF mark it, and sign there.

use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat};

use super::file::{File, name, text_string};
use super::tags::lineage;
use crate::layout::page::{Item, Layout, NodeId, NodeRole, Owner, Page, Shape};
use crate::length::Length;

/// There are signature fields (ISO 32000-1, table 219).
const SIGNATURES_EXIST: i64 = 1;

/// The space between the field and the letters beside it.
const ROOM: Length = Length::mm(2);

/// The least width in which a place to sign is seen.
const LEAST: Length = Length::mm(10);

/// A place to sign.
pub(super) struct Field<'a> {
    /// The index of its page.
    pub(super) page: usize,
    /// The node that it is the content of.
    pub(super) node: NodeId,
    /// Who is to sign.
    signer: &'a str,
    /// Its number in the document, from 1.
    number: usize,
    /// Left, lower, right and upper edge, from the lower left corner of the page.
    edges: [Length; 4],
}

/// The fields of a document.
pub(super) fn fields(layout: &Layout) -> Vec<Field<'_>> {
    let nodes = layout.structure.nodes.iter().enumerate();
    let forms = nodes.filter_map(|(index, node)| match &node.role {
        NodeRole::Form { signer } => Some((NodeId(index as u32), node.parent?, signer)),
        _ => None,
    });
    let found = forms.filter_map(|(node, line, signer)| {
        let (page, edges) = place(layout, line)?;
        Some((node, signer, page, edges))
    });
    let found = found.enumerate();
    found
        .map(|(index, (node, signer, page, edges))| Field {
            page,
            node,
            signer,
            number: index + 1,
            edges,
        })
        .collect()
}

/// Where the line of a node is signed: its page, and the widest gap in its last line.
fn place(layout: &Layout, line: NodeId) -> Option<(usize, [Length; 4])> {
    let is_of_line = |item: &&Item| match item.owner {
        Owner::Node(owner) => lineage(&layout.structure, owner).any(|(node, _)| node == line),
        Owner::Artifact(_) => false,
    };
    let pages = layout.pages.iter().enumerate().rev();
    let mut with_line = pages.filter_map(|(index, page)| {
        let items: Vec<&Item> = page.items.iter().filter(is_of_line).collect();
        (!items.is_empty()).then_some((index, page, items))
    });
    let (index, page, items) = with_line.next()?;
    Some((index, gap(page, &items)?))
}

/// The widest gap between the letters of the last line; where it has none, all of the line.
fn gap(page: &Page, items: &[&Item]) -> Option<[Length; 4]> {
    let baselines = items.iter().filter_map(|item| match &item.shape {
        Shape::Glyphs(run) => Some((run.y, item.shape.edges())),
        _ => None,
    });
    let last = baselines.clone().map(|(y, _)| y).max()?;
    let mut row: Vec<[Length; 4]> = baselines
        .filter(|(y, _)| *y == last)
        .map(|(_, edges)| edges)
        .collect();
    row.sort();
    let top = row.iter().map(|edges| edges[1]).min()?;
    let bottom = row.iter().map(|edges| edges[3]).max()?;
    let gaps = row.windows(2).map(|pair| (pair[0][2], pair[1][0]));
    let widest = gaps
        .map(|(left, right)| (left + ROOM, right - ROOM))
        .max_by_key(|(left, right)| *right - *left)
        .filter(|(left, right)| *right - *left >= LEAST);
    let left = row.iter().map(|edges| edges[0]).min()?;
    let right = row.iter().map(|edges| edges[2]).max()?;
    let (left, right) = widest.unwrap_or((left, right));
    Some([left, page.height - bottom, right, page.height - top])
}

impl Field<'_> {
    /// The name of the field, by which it can be asked for.
    fn name(&self) -> String {
        format!("Signature{}", self.number)
    }

    /// What is told of it: who is to sign, if anyone knows.
    pub(super) fn words(&self) -> String {
        match self.signer {
            "" => self.name(),
            signer => signer.to_owned(),
        }
    }

    /// The field, which is its own annotation (12.5.6.19), without what the standards ask of all
    /// annotations, which [`super::standards`] adds.
    pub(super) fn annotation(&self, file: &mut File) -> Dictionary {
        let [left, lower, right, upper] = self.edges.map(|edge| edge.to_pt() as f32);
        let appearance = appearance(file, right - left, upper - lower);
        let appearance = Dictionary::from_iter([("N", Object::Reference(appearance))]);
        let own_name = Object::String(self.name().into_bytes(), StringFormat::Literal);
        Dictionary::from_iter([
            ("Type", name("Annot")),
            ("Subtype", name("Widget")),
            ("FT", name("Sig")),
            ("T", own_name),
            ("TU", text_string(&self.words())),
            (
                "Rect",
                vec![left.into(), lower.into(), right.into(), upper.into()].into(),
            ),
            ("P", Object::Reference(file.pages[self.page])),
            ("AP", Object::Dictionary(appearance)),
        ])
    }
}

/// An appearance that shows nothing: PDF/A wants one of every field (ISO 19005-2, 6.3.3).
fn appearance(file: &mut File, width: f32, height: f32) -> ObjectId {
    let entries = Dictionary::from_iter([
        ("Type", name("XObject")),
        ("Subtype", name("Form")),
        (
            "BBox",
            vec![0.into(), 0.into(), width.into(), height.into()].into(),
        ),
        ("Resources", Object::Dictionary(Dictionary::new())),
    ]);
    file.document.add_object(Stream::new(entries, Vec::new()))
}

/// Writes the form that has the fields, if there are any.
pub(super) fn write_form(file: &mut File, fields: &[ObjectId]) -> Result<(), String> {
    if fields.is_empty() {
        return Ok(());
    }
    let fields: Vec<Object> = fields.iter().map(|id| Object::Reference(*id)).collect();
    let form = Dictionary::from_iter([
        ("Fields", Object::Array(fields)),
        ("SigFlags", SIGNATURES_EXIST.into()),
    ]);
    let form = file.document.add_object(form);
    file.catalog()?.set("AcroForm", form);
    Ok(())
}
