//! What can be wrong with sections: their pages, their headers, and lines that do not fit on them.

use std::collections::BTreeSet;

use super::tree::Node;
use super::{Fault, Parts, Report, Rule};

const PART: &str = "word/document.xml";

/// The two edges of a page, by the elements that name their parts.
const EDGES: [&str; 2] = ["w:headerReference", "w:footerReference"];

/// Checks the sections of the text, and what stands in each.
pub(super) fn check(parts: &Parts, faults: &mut Vec<Fault>) {
    let Some(body) = parts.get(PART).and_then(|root| root.find(&["w:body"])) else {
        return;
    };
    let sections = sections(body);
    let mut report = Report { part: PART, faults };
    let named = |edge| {
        sections
            .iter()
            .any(|section| section.properties.all(edge).next().is_some())
    };
    for (index, section) in sections.iter().enumerate() {
        let mut told =
            |rule, what: &str| report.add(rule, format!("section {}: {what}", index + 1));
        let properties = section.properties;
        for element in ["w:pgSz", "w:pgMar"] {
            if properties.find(&[element]).is_none() {
                told(Rule::SectionWithoutSize, element);
            }
        }
        let has_first = properties.find(&["w:titlePg"]).is_some();
        for edge in EDGES {
            let kinds = || {
                properties
                    .all(edge)
                    .map(|node| node.attribute("w:type").unwrap_or("default"))
            };
            let distinct: BTreeSet<&str> = kinds().collect();
            let is_lost = !distinct.contains("default") && named(edge);
            if is_lost || distinct.len() != kinds().count() {
                told(Rule::HeaderOfAnotherSection, edge);
            }
            if !distinct.is_empty() && distinct.contains("first") != has_first {
                told(Rule::FirstPage, edge);
            }
        }
    }
    for section in &sections {
        let Some(width) = width(section.properties) else {
            continue;
        };
        for block in &section.blocks {
            tabs(block, width, &mut report);
        }
        for (part, root) in edges(section.properties, parts) {
            let faults = &mut *report.faults;
            tabs(root, width, &mut Report { part, faults });
        }
    }
}

/// Blocks, and the properties of the section that they stand in.
struct Section<'a> {
    blocks: Vec<&'a Node>,
    properties: &'a Node,
}

/// The sections: the properties stand in the last paragraph of each, those of the last at the end of
/// the body (17.6.17, 17.6.18).
fn sections(body: &Node) -> Vec<Section<'_>> {
    let (mut sections, mut blocks) = (Vec::new(), Vec::new());
    for block in &body.children {
        let end = if block.name == "w:sectPr" {
            Some(block)
        } else {
            blocks.push(block);
            block.find(&["w:pPr", "w:sectPr"])
        };
        if let Some(properties) = end {
            let blocks = std::mem::take(&mut blocks);
            sections.push(Section { blocks, properties });
        }
    }
    sections
}

/// The width of the text between the margins.
fn width(section: &Node) -> Option<i64> {
    let length = |element: &str, attribute: &str| -> Option<i64> {
        section.find(&[element])?.attribute(attribute)?.parse().ok()
    };
    let margins = length("w:pgMar", "w:left")? + length("w:pgMar", "w:right")?;
    Some(length("w:pgSz", "w:w")? - margins)
}

/// The headers and footers of a section.
fn edges<'a>(section: &'a Node, parts: &'a Parts) -> impl Iterator<Item = (&'a str, &'a Node)> {
    let links = parts.get("word/_rels/document.xml.rels");
    let references = EDGES.iter().flat_map(move |edge| section.all(edge));
    references.filter_map(move |reference| {
        let id = reference.attribute("r:id")?;
        let mut links = links?.all("Relationship");
        let link = links.find(|link| link.attribute("Id") == Some(id))?;
        let path = format!("word/{}", link.attribute("Target")?);
        let (path, root) = parts.get_key_value(&path)?;
        Some((path.as_str(), root))
    })
}

/// Checks the tab stops of the lines in a block that are not in a table, whose cells are narrower.
/// One that is cleared is that of a style, which is for wider pages.
fn tabs(block: &Node, width: i64, report: &mut Report<'_>) {
    if block.name == "w:tbl" {
        return;
    }
    if block.name == "w:tab"
        && block.attribute("w:val") != Some("clear")
        && let Some(place) = block.attribute("w:pos")
        && place.parse().is_ok_and(|place: i64| place > width)
    {
        report.add(Rule::TabBeyondMargin, format!("{place} of {width}"));
    }
    for child in &block.children {
        tabs(child, width, report);
    }
}
