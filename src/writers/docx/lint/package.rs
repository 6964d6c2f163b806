//! What can be wrong with the package: relationships, content types and names of parts.

use std::collections::BTreeSet;

use super::tree::Node;
use super::{Fault, Parts, Report, Rule, extension};

const TYPES: &str = "[Content_Types].xml";

/// Checks all parts; `media` are those that are no XML.
pub(super) fn check(parts: &Parts, media: &BTreeSet<String>, faults: &mut Vec<Fault>) {
    let mut related = BTreeSet::new();
    for (part, root) in parts {
        let faults = &mut *faults;
        let mut report = Report { part, faults };
        if extension(part) == Some("rels") {
            targets(part, root, parts, media, &mut related, &mut report);
        } else {
            relationships(root, parts, &mut report);
        }
    }
    let all = || {
        parts
            .keys()
            .chain(media)
            .filter(|part| extension(part) != Some("rels") && *part != TYPES)
    };
    let mut report = Report {
        part: TYPES,
        faults,
    };
    for part in all().filter(|part| !related.contains(*part)) {
        report.add(Rule::UnusedPart, part.as_str());
    }
    if let Some(types) = parts.get(TYPES) {
        content_types(types, &all().map(String::as_str).collect(), &mut report);
    }
    let mut names = BTreeSet::new();
    for part in parts.keys().chain(media) {
        if !names.insert(part.to_lowercase()) {
            report.add(Rule::DuplicatePart, part.as_str());
        }
    }
}

/// Every part has a content type, and every content type a part (Part 2, 6.2.3).
fn content_types(types: &Node, parts: &BTreeSet<&str>, report: &mut Report<'_>) {
    let own = types
        .all("Override")
        .filter_map(|node| node.attribute("PartName"));
    let own: BTreeSet<&str> = own.map(|name| name.trim_start_matches('/')).collect();
    let by_ending: BTreeSet<&str> = types
        .all("Default")
        .filter_map(|node| node.attribute("Extension"))
        .collect();
    let has_own = |part: &&&str| own.contains(**part);
    for part in parts.iter().filter(|part| !has_own(part)) {
        if !extension(part).is_some_and(|ending| by_ending.contains(ending)) {
            report.add(Rule::ContentType, format!("{part} has none"));
        }
    }
    for part in own.difference(parts) {
        report.add(Rule::ContentType, format!("there is no {part}"));
    }
    // Word writes these two into all packages.
    for ending in by_ending
        .iter()
        .filter(|ending| !["rels", "xml"].contains(ending))
    {
        let mut of_it = parts.iter().filter(|part| extension(part) == Some(ending));
        if of_it.next().is_none() {
            report.add(Rule::ContentType, format!("there is no part .{ending}"));
        }
    }
}

/// Checks where the identities in a part lead, and that each relationship to what is shown is named.
fn relationships(root: &Node, parts: &Parts, report: &mut Report<'_>) {
    let (folder, file) = report.part.rsplit_once('/').unwrap_or(("", report.part));
    let known = parts.get(&format!("{folder}/_rels/{file}.rels"));
    let known: Vec<&Node> = known
        .into_iter()
        .flat_map(|known| known.all("Relationship"))
        .collect();
    let mut named = BTreeSet::new();
    root.walk(&mut |node, _| {
        for id in node.attributes_with("r:") {
            named.insert(id.to_owned());
            let found = known.iter().find(|link| link.attribute("Id") == Some(id));
            match found {
                Some(relationship) => kind(node, relationship, report),
                None => report.add(Rule::DanglingRelationship, format!("{id} of {}", node.name)),
            }
        }
    });
    for link in known {
        let id = link.attribute("Id").unwrap_or_default();
        let sort = sort(link);
        let named_kinds = ["image", "hyperlink", "header", "footer", "chart", "package"];
        let is_shown = named_kinds.contains(&sort);
        if is_shown && !named.contains(id) {
            report.add(
                Rule::UnusedPart,
                format!("{id}, a relationship of sort {sort}"),
            );
        }
    }
}

/// The last word of the type of a relationship.
fn sort(relationship: &Node) -> &str {
    let kind = relationship.attribute("Type").unwrap_or_default();
    kind.rsplit('/').next().unwrap_or_default()
}

/// Checks where the relationships in a part lead, and gathers those parts.
fn targets(
    path: &str,
    root: &Node,
    parts: &Parts,
    media: &BTreeSet<String>,
    related: &mut BTreeSet<String>,
    report: &mut Report<'_>,
) {
    let folder = path
        .split("_rels/")
        .next()
        .unwrap_or_default()
        .trim_end_matches('/');
    let inside = |node: &&Node| node.attribute("TargetMode") != Some("External");
    for relationship in root.all("Relationship").filter(inside) {
        let path = resolved(folder, relationship.attribute("Target").unwrap_or_default());
        match parts.get(&path) {
            None if !media.contains(&path) => report.add(Rule::DanglingRelationship, path.as_str()),
            Some(part) => root_of(part, relationship, report),
            None => {}
        }
        related.insert(path);
    }
}

/// The path of a target in the package, told from a folder (RFC 3986, 5.2).
fn resolved(folder: &str, target: &str) -> String {
    if let Some(path) = target.strip_prefix('/') {
        return path.to_owned();
    }
    let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
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
        "c:externalData" => "/package",
        _ => return,
    };
    let found = relationship.attribute("Type").unwrap_or_default();
    if !found.ends_with(wanted) {
        report.add(Rule::WrongPart, format!("{} leads to {found}", node.name));
    }
    // Word shows a red cross for a drawing where it wants pixels, and nothing for pixels where it
    // wants a drawing.
    let target = relationship.attribute("Target").unwrap_or_default();
    let is_drawing = extension(target) == Some("svg");
    if wanted == "/image" && is_drawing != (node.name == "asvg:svgBlip") {
        report.add(Rule::WrongPart, format!("{} leads to {target}", node.name));
    }
}

/// A part must be what the relationship says.
fn root_of(part: &Node, relationship: &Node, report: &mut Report<'_>) {
    let kind = sort(relationship);
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
