//! Pages as text, for tests and for looking at.

use std::fmt::Write;

use super::page::{Artifact, Item, Layout, Node, NodeId, NodeRole, Owner, Shape};
use crate::kind::style::{Face, Font};
use crate::length::Length;

/// Writes every page and its items: place in millimetres from the upper left corner, face and
/// size, what it means, and the text; or the ends and the thickness of a rule; or the size of a
/// picture, on the page and in pixels.
#[must_use]
pub fn dump(layout: &Layout) -> String {
    let mut out = String::new();
    for (index, page) in layout.pages.iter().enumerate() {
        let lies = if page.width > page.height {
            "landscape"
        } else {
            "portrait"
        };
        let (width, height) = (whole_points(page.width), whole_points(page.height));
        let _ = writeln!(out, "page {}, {width}x{height}pt {lies}", index + 1);
        for item in &page.items {
            let _ = writeln!(out, "{}", line(layout, item));
        }
    }
    out
}

fn line(layout: &Layout, item: &Item) -> String {
    match &item.shape {
        Shape::Glyphs(run) => {
            let face = match run.font {
                Font::Face(Face::Regular) => "regular",
                Font::Face(Face::Bold) => "bold",
                Font::Face(Face::Italic) => "italic",
                Font::Face(Face::BoldItalic) => "bold italic",
                Font::Fallback(_) => "fallback",
            };
            let (x, y) = (millimetres(run.x), millimetres(run.y));
            let text = run.text.replace('\u{a0}', "~").replace('\u{ad}', "¬");
            format!(
                "{x} {y} {face} {} {} {text:?}",
                run.size,
                owner(layout, item.owner)
            )
        }
        Shape::Picture {
            image,
            x,
            y,
            width,
            height,
        } => format!(
            "{} {} picture {} x {} of {}x{} {}",
            millimetres(*x),
            millimetres(*y),
            millimetres(*width),
            millimetres(*height),
            image.width,
            image.height,
            owner(layout, item.owner)
        ),
        Shape::Rule(rule) => {
            let point = |(x, y): (Length, Length)| format!("{} {}", millimetres(x), millimetres(y));
            format!(
                "{} rule to {} {}",
                point(rule.from),
                point(rule.to),
                rule.thickness
            )
        }
        Shape::Path(path) => {
            let [left, top, right, bottom] = item.shape.edges().map(millimetres);
            let fill = path
                .fill
                .map_or(String::new(), |shade| format!(" fill {shade:?}"));
            let line = path.stroke.as_ref().map_or(String::new(), |stroke| {
                let dash: Vec<String> = stroke.dash.iter().map(Length::to_string).collect();
                let dash = if dash.is_empty() {
                    String::new()
                } else {
                    format!(" dash {}", dash.join(" "))
                };
                format!(" line {:?} {}{dash}", stroke.shade, stroke.thickness)
            });
            format!(
                "{left} {top} path to {right} {bottom} {}{}{} of {}",
                owner(layout, item.owner),
                fill.to_lowercase(),
                line.to_lowercase(),
                path.outlines.len()
            )
        }
    }
}

fn owner(layout: &Layout, owner: Owner) -> String {
    match owner {
        Owner::Artifact(Artifact::Pagination) => "pagination".to_owned(),
        Owner::Artifact(Artifact::Layout) => "artifact".to_owned(),
        Owner::Node(id) => path(layout, id),
    }
}

/// The node and its parents up to the section, such as `cell/p`.
fn path(layout: &Layout, id: NodeId) -> String {
    let node = layout.structure.get(id);
    let name = name(node);
    match node.parent {
        Some(parent) if !is_section(layout.structure.get(parent)) => {
            format!("{}/{name}", path(layout, parent))
        }
        _ => name,
    }
}

fn is_section(node: &Node) -> bool {
    matches!(node.role, NodeRole::Section | NodeRole::Document)
}

fn name(node: &Node) -> String {
    match &node.role {
        NodeRole::Document => "document".into(),
        NodeRole::Section => "section".into(),
        NodeRole::Heading(level) => format!("h{level}"),
        NodeRole::Paragraph => "p".into(),
        NodeRole::List { .. } => "list".into(),
        NodeRole::ListItem => "item".into(),
        NodeRole::Label => "label".into(),
        NodeRole::ListBody => "body".into(),
        NodeRole::Table => "table".into(),
        NodeRole::Figure { .. } => "figure".into(),
        NodeRole::Group => "group".into(),
        NodeRole::Caption => "caption".into(),
        NodeRole::TableHead => "head".into(),
        NodeRole::TableBody => "tbody".into(),
        NodeRole::TableFoot => "foot".into(),
        NodeRole::Row => "row".into(),
        NodeRole::Cell { scope: Some(_), .. } => "th".into(),
        NodeRole::Cell { scope: None, .. } => "td".into(),
        NodeRole::Link(target) => format!("link {target}"),
        NodeRole::Note => "note".into(),
        NodeRole::Reference => "reference".into(),
        NodeRole::Contents => "contents".into(),
        NodeRole::ContentsItem => "entry".into(),
        NodeRole::Span => "span".into(),
    }
}

fn whole_points(length: Length) -> i64 {
    (length.to_milli() + 500).div_euclid(1000)
}

/// Millimetres with two decimals.
fn millimetres(length: Length) -> String {
    let hundredths = (length.to_milli() * 254 + 3600).div_euclid(7200);
    let sign = if hundredths < 0 { "-" } else { "" };
    format!(
        "{sign}{}.{:02}",
        hundredths.abs() / 100,
        hundredths.abs() % 100
    )
}
