//! Faults that Word repairs or refuses and that the validator of the Open XML SDK does not see.
//!
//! The validator knows the schema; it does not know that a cell needs a paragraph, that the cells
//! of a row must fill the grid, or that an identity must lead somewhere. Each of these was tried:
//! it reported nothing. This reads any DOCX file, so the tests run it on ours.

mod places;
mod table;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{Cursor, Read};

use tree::Node;

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A cell does not end with a paragraph: Word calls the file broken.
    CellWithoutParagraph,
    /// The cells of a row do not fill the columns of the table.
    RowOffGrid,
    /// A cell goes on from above, where none starts or one of another width.
    MergeWithoutStart,
    /// A header row stands below an ordinary one; Word does not repeat it.
    HeaderRowBelow,
    /// The body ends with a table.
    TableAtEnd,
    /// Two bookmarks have one name or one identity; Word drops one.
    DuplicateBookmark,
    /// A bookmark ends where none began, or does not end.
    UnpairedBookmark,
    /// A bookmark has a name that Word does not take.
    BookmarkName,
    /// A link or a field leads to a bookmark that is not there.
    DanglingAnchor,
    /// A note and its number in the text are not one to one: Word calls the file broken, or shows a
    /// note that nothing leads to.
    LooseNote,
    /// A style is used that is not defined.
    UnknownStyle,
    /// Two styles have one name; Word drops one.
    DuplicateStyleName,
    /// A field is not closed, or closed and not opened.
    UnclosedField,
    /// A paragraph is numbered by a list that is not defined.
    UnknownNumbering,
    /// A list is defined and no paragraph uses it.
    UnusedNumbering,
    /// An identity leads to no relationship, or a relationship to no part.
    DanglingRelationship,
    /// A relationship leads to a part of another kind than it says.
    WrongPart,
    /// Two drawings, or two lines to be signed, have one identity; Word calls the file broken, or
    /// takes the signature of one line for that of the other.
    DuplicateDrawing,
    /// Two content controls have one identity; Word gives one of them another, and what was filled
    /// in by its identity is filled in elsewhere.
    DuplicateControl,
    /// A drawing has no words for those who do not see it.
    DrawingWithoutWords,
}

/// A fault, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The part of the package.
    pub part: String,
    /// What is wrong.
    pub rule: Rule,
    /// Which one.
    pub detail: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}: {}", self.part, self.rule, self.detail)
    }
}

/// Finds the faults of a DOCX file, by part.
///
/// # Errors
///
/// Tells why the file cannot be read: no zip file, or a part that is no XML.
pub fn lint(file: &[u8]) -> Result<Vec<Fault>, String> {
    let (parts, media) = read(file)?;
    let defined = Defined::new(&parts);
    let mut faults = Vec::new();
    let mut used = Used::default();
    for (name, root) in parts
        .iter()
        .filter(|(name, _)| extension(name) != Some("rels"))
    {
        let mut report = Report {
            part: name,
            faults: &mut faults,
        };
        elements(root, &defined, &mut used, &mut report);
        relationships(root, &parts, &media, &mut report);
    }
    places::check(&parts, &mut faults);
    let mut report = Report {
        part: "word/numbering.xml",
        faults: &mut faults,
    };
    for num in defined.nums.difference(&used.nums) {
        report.add(Rule::UnusedNumbering, (*num).to_owned());
    }
    faults.sort();
    Ok(faults)
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
    fn add(&mut self, rule: Rule, detail: String) {
        self.faults.push(Fault {
            part: self.part.to_owned(),
            rule,
            detail,
        });
    }
}

/// What identities may name.
struct Defined<'a> {
    styles: BTreeSet<&'a str>,
    nums: BTreeSet<&'a str>,
}

impl<'a> Defined<'a> {
    fn new(parts: &'a Parts) -> Self {
        let identities = |part, element: &'static str, attribute: &'static str| {
            let root: Option<&Node> = parts.get(part);
            let elements = root.into_iter().flat_map(move |root| root.all(element));
            elements
                .filter_map(move |node| node.attribute(attribute))
                .collect()
        };
        Self {
            styles: identities("word/styles.xml", "w:style", "w:styleId"),
            nums: identities("word/numbering.xml", "w:num", "w:numId"),
        }
    }
}

/// What was seen in the parts so far.
#[derive(Default)]
struct Used<'a> {
    nums: BTreeSet<&'a str>,
    drawings: BTreeSet<&'a str>,
    controls: BTreeSet<&'a str>,
}

/// Checks the elements of a part one by one.
fn elements<'a>(
    root: &'a Node,
    defined: &Defined<'_>,
    used: &mut Used<'a>,
    report: &mut Report<'_>,
) {
    let mut depth = 0_usize;
    let mut names = BTreeSet::new();
    for node in root.walk() {
        let value = node.attribute("w:val").unwrap_or_default();
        match node.name.as_str() {
            "w:tbl" => table::check(node, report),
            "w:body" => body(node, report),
            "w:pStyle" | "w:rStyle" | "w:tblStyle" | "w:basedOn" | "w:next" | "w:link"
                if !defined.styles.contains(value) =>
            {
                report.add(Rule::UnknownStyle, value.to_owned());
            }
            "w:style" => {
                let name = node.value(&["w:name"]).unwrap_or_default().to_lowercase();
                if !names.insert(name.clone()) {
                    report.add(Rule::DuplicateStyleName, name);
                }
            }
            "w:numPr" => numbering(node, defined, used, report),
            "wp:docPr" => drawing(node, "descr", used, report),
            "v:shape" => drawing(node, "alt", used, report),
            "o:signatureline" => {
                let id = node.attribute("id").unwrap_or_default();
                if !used.drawings.insert(id) {
                    report.add(Rule::DuplicateDrawing, id.to_owned());
                }
            }
            "w:sdtPr" => {
                let id = node.value(&["w:id"]);
                if let Some(id) = id.filter(|id| !used.controls.insert(id)) {
                    report.add(Rule::DuplicateControl, id.to_owned());
                }
            }
            "w:fldChar" => depth = field(node, depth, report),
            _ => {}
        }
    }
    if depth > 0 {
        report.add(Rule::UnclosedField, format!("{depth} at the end"));
    }
}

/// A drawing, whose words are told by that attribute.
fn drawing<'a>(node: &'a Node, words: &str, used: &mut Used<'a>, report: &mut Report<'_>) {
    let id = node.attribute("id").unwrap_or_default();
    if !used.drawings.insert(id) {
        report.add(Rule::DuplicateDrawing, id.to_owned());
    }
    let words = node.attribute(words).unwrap_or_default();
    if words.trim().is_empty() {
        report.add(Rule::DrawingWithoutWords, id.to_owned());
    }
}

fn body(body: &Node, report: &mut Report<'_>) {
    let last = body
        .children
        .iter()
        .rev()
        .find(|child| child.name != "w:sectPr");
    if last.is_some_and(|last| last.name == "w:tbl") {
        report.add(Rule::TableAtEnd, "the last table".to_owned());
    }
}

fn numbering<'a>(
    node: &'a Node,
    defined: &Defined<'_>,
    used: &mut Used<'a>,
    report: &mut Report<'_>,
) {
    // 0 takes a paragraph out of the numbering of its style.
    if let Some(num) = node.value(&["w:numId"]).filter(|num| *num != "0") {
        used.nums.insert(num);
        if !defined.nums.contains(num) {
            report.add(Rule::UnknownNumbering, num.to_owned());
        }
    }
}

/// How many fields are open after this mark.
fn field(node: &Node, depth: usize, report: &mut Report<'_>) -> usize {
    match node.attribute("w:fldCharType") {
        Some("begin") => depth + 1,
        Some("end") if depth > 0 => depth - 1,
        Some("separate") if depth > 0 => depth,
        other => {
            report.add(
                Rule::UnclosedField,
                format!("{} before its start", other.unwrap_or("a mark")),
            );
            depth
        }
    }
}

/// Checks where the identities in a part lead.
fn relationships(root: &Node, parts: &Parts, media: &BTreeSet<String>, report: &mut Report<'_>) {
    let (folder, file) = report.part.rsplit_once('/').unwrap_or(("", report.part));
    let known = parts.get(&format!("{folder}/_rels/{file}.rels"));
    let find = |id: &str| {
        known.and_then(|known| {
            known
                .all("Relationship")
                .find(|node| node.attribute("Id") == Some(id))
        })
    };
    for node in root.walk() {
        for id in node.attributes_with("r:") {
            match find(id) {
                Some(relationship) => kind(node, relationship, report),
                None => report.add(Rule::DanglingRelationship, format!("{id} of {}", node.name)),
            }
        }
    }
    let inside = |node: &&Node| node.attribute("TargetMode") != Some("External");
    for relationship in known
        .into_iter()
        .flat_map(|known| known.all("Relationship"))
        .filter(inside)
    {
        let target = relationship.attribute("Target").unwrap_or_default();
        let path = resolved(folder, target);
        match parts.get(&path) {
            None if !media.contains(&path) => report.add(Rule::DanglingRelationship, path),
            Some(part) => root_of(part, relationship, report),
            None => {}
        }
    }
}

/// The path of a target in the package, told from a folder (RFC 3986, 5.2).
fn resolved(folder: &str, target: &str) -> String {
    if let Some(path) = target.strip_prefix('/') {
        return path.to_owned();
    }
    let mut names: Vec<&str> = folder.split('/').collect();
    for name in target.split('/') {
        match name {
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    names.join("/")
}

/// An element must name a relationship of its own kind.
fn kind(node: &Node, relationship: &Node, report: &mut Report<'_>) {
    let wanted = match node.name.as_str() {
        "w:headerReference" => "/header",
        "w:footerReference" => "/footer",
        "w:hyperlink" => "/hyperlink",
        "a:blip" | "asvg:svgBlip" | "v:imagedata" => "/image",
        "c:chart" => "/chart",
        _ => return,
    };
    let found = relationship.attribute("Type").unwrap_or_default();
    if !found.ends_with(wanted) {
        report.add(Rule::WrongPart, format!("{} leads to {found}", node.name));
    }
}

/// A part must be what the relationship says.
fn root_of(part: &Node, relationship: &Node, report: &mut Report<'_>) {
    let kind = relationship
        .attribute("Type")
        .unwrap_or_default()
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let wanted = match kind {
        "header" => "w:hdr",
        "footer" => "w:ftr",
        "styles" => "w:styles",
        "numbering" => "w:numbering",
        "settings" => "w:settings",
        "fontTable" => "w:fonts",
        "chart" => "c:chartSpace",
        "customXmlProps" => "ds:datastoreItem",
        _ => return,
    };
    if part.name != wanted {
        report.add(Rule::WrongPart, format!("{kind} is a {}", part.name));
    }
}
