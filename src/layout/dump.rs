//! Pages as text, for tests and for looking at.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::page::{Artifact, Item, Layout, Node, NodeId, NodeRole, Owner, Shape};
use crate::document::{Anchor, Revision, Scope};
use crate::kind::style::{Face, Font};
use crate::length::Length;

/// Writes the tree that a screen reader follows, a node in each line: what it is, its language if
/// that is another than around it, what a header cell heads, how many columns and rows a cell
/// covers, the name that links have for it, its own text, and after `<-` the header cells of a cell.
#[must_use]
pub fn dump_structure(layout: &Layout) -> String {
    let structure = &layout.structure;
    let texts = texts(layout);
    let anchors: BTreeMap<NodeId, &Anchor> = structure
        .anchors
        .iter()
        .map(|(anchor, node)| (*node, anchor))
        .collect();
    let mut depths: Vec<usize> = Vec::with_capacity(structure.nodes.len());
    let mut out = String::new();
    for (node, id) in structure.nodes.iter().zip((0..).map(NodeId)) {
        let depth = node
            .parent
            .map_or(0, |parent| depths[parent.0 as usize] + 1);
        depths.push(depth);
        let _ = write!(out, "{:1$}{2}", "", depth * 2, name(node));
        out.push_str(&reach(&node.role));
        if let Some(anchor) = anchors.get(&id) {
            let _ = write!(out, " #{anchor}");
        }
        let text = texts[id.0 as usize].trim_end();
        if !text.is_empty() {
            let _ = write!(out, " {}", quoted(text));
        }
        if let Some(headers) = structure.headers.get(&id) {
            let whole = |header: &NodeId| quoted(whole_text(layout, &texts, *header).trim_end());
            let headers: Vec<String> = headers.iter().map(whole).collect();
            let _ = write!(out, " <- {}", headers.join(", "));
        }
        out.push('\n');
    }
    out
}

/// What a header cell heads, and how many columns and rows a cell covers.
fn reach(role: &NodeRole) -> String {
    let NodeRole::Cell {
        scope,
        columns,
        rows,
    } = *role
    else {
        return String::new();
    };
    let scope = match scope {
        Some(Scope::Column) => " column",
        Some(Scope::ColumnGroup) => " columns",
        Some(Scope::Row) => " row",
        Some(Scope::RowGroup) => " rows",
        None => "",
    };
    if (columns, rows) == (1, 1) {
        return scope.to_owned();
    }
    format!("{scope} {columns}x{rows}")
}

/// The own text of every node.
fn texts(layout: &Layout) -> Vec<String> {
    let mut texts = vec![String::new(); layout.structure.nodes.len()];
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        if let (Shape::Glyphs(run), Owner::Node(node)) = (&item.shape, item.owner) {
            texts[node.0 as usize].push_str(&run.text);
        }
    }
    texts
}

/// The text of a node and of all that it holds.
fn whole_text(layout: &Layout, texts: &[String], id: NodeId) -> String {
    let nodes = &layout.structure.nodes;
    let is_part = |mut part: usize| {
        // Parents stand before their children.
        while part > id.0 as usize {
            match nodes[part].parent {
                Some(parent) => part = parent.0 as usize,
                None => return false,
            }
        }
        part == id.0 as usize
    };
    let parts = (id.0 as usize..nodes.len()).take_while(|part| is_part(*part));
    parts.map(|part| texts[part].as_str()).collect()
}

fn quoted(text: &str) -> String {
    format!("{:?}", text.replace('\u{a0}', "~").replace('\u{ad}', "¬"))
}

/// Writes every page and its items: place in millimetres from the upper left corner, face and
/// size, what it means, and the text; or the ends and the thickness of a rule; or the size of a
/// picture, on the page and in pixels. At the end stands what a comparison says of it.
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
            let _ = writeln!(out, "{}{}", line(layout, item), revision(item.revision));
        }
    }
    out
}

/// What a comparison says of something.
fn revision(revision: Option<Revision>) -> String {
    match revision {
        None => String::new(),
        Some(Revision::Inserted) => " inserted".to_owned(),
        Some(Revision::Deleted) => " deleted".to_owned(),
        Some(Revision::MovedHere(number)) => format!(" moved here {number}"),
        Some(Revision::MovedAway(number)) => format!(" moved away {number}"),
    }
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
            format!(
                "{x} {y} {face} {} {} {}",
                run.size,
                owner(layout, item.owner),
                quoted(&run.text)
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
        Owner::Artifact(Artifact::Head | Artifact::Foot | Artifact::Repeated) => {
            "pagination".to_owned()
        }
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

/// What a node is, and its language: `p`, `span (en)`.
fn name(node: &Node) -> String {
    match &node.lang {
        Some(lang) => format!("{} ({lang})", role(&node.role)),
        None => role(&node.role),
    }
}

fn role(role: &NodeRole) -> String {
    match role {
        NodeRole::Document => "document".into(),
        NodeRole::Section => "section".into(),
        NodeRole::Heading(level) => format!("h{level}"),
        NodeRole::Paragraph => "p".into(),
        NodeRole::List { .. } => "list".into(),
        NodeRole::ListItem => "item".into(),
        NodeRole::Label => "label".into(),
        NodeRole::ListBody => "body".into(),
        NodeRole::Table { .. } => "table".into(),
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
        NodeRole::Revised(revision) if revision.is_new() => "ins".into(),
        NodeRole::Revised(_) => "del".into(),
        NodeRole::Form { .. } => "form".into(),
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
