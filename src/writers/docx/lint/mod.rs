//! Faults that Word repairs or refuses and that the validator of the Open XML SDK does not see.
//!
//! The validator knows the schema; it does not know that a cell needs a paragraph, that the cells
//! of a row must fill the grid, or that an identity must lead somewhere. Each of these was tried:
//! it reported nothing. This reads any DOCX file; builds for tests read every file that is written.

mod numbering;
mod package;
mod places;
mod rules;
mod sections;
mod styles;
mod table;
mod text;
mod tracked;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

pub use rules::{Fault, Rule};
use tree::Node;

/// Finds the faults of a DOCX file, by part.
///
/// # Errors
///
/// Tells why the file cannot be read: no zip file, or a part that is no XML.
pub fn lint(file: &[u8]) -> Result<Vec<Fault>, String> {
    let (parts, media) = read(file)?;
    let mut faults = Vec::new();
    let styles = styles::Styles::of(&parts);
    let mut numbering = numbering::Numbering::of(&parts);
    let mut seen = Seen::default();
    for (part, root) in &parts {
        let faults = &mut faults;
        let mut report = Report { part, faults };
        let mut fields = Fields::default();
        root.walk(&mut |node, parent| {
            match node.name.as_str() {
                "w:tbl" => table::check(node, &mut report),
                "w:body" => body(node, &mut report),
                "w:fldChar" => fields.mark(node, &mut report),
                "wp:docPr" => seen.drawing(node, "descr", &mut report),
                "v:shape" => seen.drawing(node, "alt", &mut report),
                "o:signatureline" => seen.identity(node, &mut report),
                "w:sdtPr" => seen.control(node, &mut report),
                _ => {}
            }
            styles.check(node, &mut report);
            numbering.check(node, &mut report);
            text::check(node, parent, &mut report);
        });
        fields.finish(&mut report);
    }
    styles.check_all(&mut faults);
    numbering.check_unused(&mut faults);
    places::check(&parts, &mut faults);
    sections::check(&parts, &mut faults);
    tracked::check(&parts, &mut faults);
    package::check(&parts, &media, &mut faults);
    faults.sort();
    Ok(faults)
}

/// Says what is wrong with a file that was written: a fault of ours.
#[cfg(debug_assertions)]
pub(super) fn check(file: &[u8]) -> Result<(), String> {
    let faults = lint(file)?;
    if faults.is_empty() {
        return Ok(());
    }
    let told: Vec<String> = faults.iter().map(Fault::to_string).collect();
    Err(format!("the file has faults: {}", told.join("; ")))
}

type Parts = BTreeMap<String, Node>;

/// The parts that are XML, and the names of the others.
fn read(file: &[u8]) -> Result<(Parts, BTreeSet<String>), String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).map_err(|error| error.to_string())?;
    let (mut parts, mut media) = (Parts::new(), BTreeSet::new());
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).map_err(|error| error.to_string())?;
        let name = entry.name().to_owned();
        if matches!(extension(&name), Some("xml" | "rels")) {
            let mut bytes = Vec::new();
            entry
                .read_to_end(&mut bytes)
                .map_err(|error| format!("{name}: {error}"))?;
            let root = Node::parse(&bytes).map_err(|error| format!("{name}: {error}"))?;
            parts.insert(name, root);
        } else {
            media.insert(name);
        }
    }
    Ok((parts, media))
}

fn extension(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, extension)| extension)
}

/// Collects faults of one part.
struct Report<'a> {
    part: &'a str,
    faults: &'a mut Vec<Fault>,
}

impl Report<'_> {
    fn add(&mut self, rule: Rule, detail: impl Into<String>) {
        self.faults.push(Fault {
            part: self.part.to_owned(),
            rule,
            detail: detail.into(),
        });
    }
}

/// The identities that were met so far, which no two things may share.
#[derive(Default)]
struct Seen {
    drawings: BTreeSet<String>,
    controls: BTreeSet<String>,
}

impl Seen {
    /// A drawing, whose words are told by that attribute.
    fn drawing(&mut self, node: &Node, words: &str, report: &mut Report<'_>) {
        self.identity(node, report);
        let words = node.attribute(words).unwrap_or_default();
        if words.trim().is_empty() {
            let number = node.attribute("id").unwrap_or_default();
            report.add(Rule::DrawingWithoutWords, number);
        }
    }

    /// A drawing or a line to be signed, which has an identity of its own.
    fn identity(&mut self, node: &Node, report: &mut Report<'_>) {
        let id = node.attribute("id").unwrap_or_default();
        if !self.drawings.insert(id.to_owned()) {
            report.add(Rule::DuplicateDrawing, id);
        }
    }

    fn control(&mut self, node: &Node, report: &mut Report<'_>) {
        if let Some(id) = node.value(&["w:id"])
            && !self.controls.insert(id.to_owned())
        {
            report.add(Rule::DuplicateControl, id);
        }
    }
}

fn body(body: &Node, report: &mut Report<'_>) {
    let mut blocks = body.children.iter().rev();
    let last = blocks.find(|child| child.name != "w:sectPr");
    if last.is_some_and(|last| last.name == "w:tbl") {
        report.add(Rule::TableAtEnd, "the last table");
    }
}

/// The fields that are open in a part.
#[derive(Default)]
struct Fields {
    depth: usize,
}

impl Fields {
    fn mark(&mut self, node: &Node, report: &mut Report<'_>) {
        match node.attribute("w:fldCharType") {
            Some("begin") => self.depth += 1,
            Some("end") if self.depth > 0 => self.depth -= 1,
            Some("separate") if self.depth > 0 => {}
            other => {
                let mark = other.unwrap_or("a mark");
                report.add(Rule::UnclosedField, format!("{mark} before its start"));
            }
        }
    }

    fn finish(self, report: &mut Report<'_>) {
        if self.depth > 0 {
            report.add(Rule::UnclosedField, format!("{} at the end", self.depth));
        }
    }
}
