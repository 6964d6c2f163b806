//! A report: what stands before the first heading, sections of texts and tables, who signs.

use super::draft::{Draft, Entries};
use super::front::Front;
use super::notes::{Place, Sort};
use super::outline::Part;
use super::parts::{Section, sections};
use super::people::signature;
use super::text::markdown;
use super::words::{SIGN_HERE, blank};
use super::yaml::{Node, Value};

/// Writes the report.
pub(super) fn write(front: Front, draft: &mut Draft<'_>) -> Entries {
    let (whose, title) = draft.titled(&front, true);
    let mut entries = draft.opening("activity-report", whose);
    entries.push(("title".to_owned(), title));
    entries.push(("period".to_owned(), draft.period_node()));
    entries.extend(
        draft
            .marks(&front, false)
            .map(|marks| ("marks".to_owned(), marks)),
    );
    let (parts, signatures) = signatures(front.rest, draft);
    let mut sections = sections(parts);
    let preamble = preamble(&mut sections, draft);
    let sections = section_nodes(sections, draft);
    entries.extend(draft.checks().map(|checks| ("checks".to_owned(), checks)));
    entries.push(("people".to_owned(), draft.people_node(None)));
    entries.push(("preamble".to_owned(), preamble));
    entries.push(("sections".to_owned(), sections));
    entries.push(("signatures".to_owned(), signatures));
    entries
}

/// Takes the lines to sign on from the end.
fn signatures(mut parts: Vec<Part>, draft: &mut Draft<'_>) -> (Vec<Part>, Node) {
    let mut signed = Vec::new();
    while let Some(Part::Text(text)) = parts.last()
        && let Some(found) = signature(text)
    {
        signed.push(found);
        parts.pop();
    }
    let keys = signed.into_iter().rev().map(|(post, name)| {
        let key = draft.people.key(&name);
        let signed = post.strip_suffix(SIGN_HERE);
        if signed.is_some() {
            draft.notes.push(Sort::Printed, Place::Document, SIGN_HERE);
        }
        let post = signed.unwrap_or(&post).trim().to_owned();
        draft.people.describe(&key, &post, None);
        Node::bare(key).standing_for(format!("{post} {name}"))
    });
    let mut keys: Vec<Node> = keys.collect();
    if keys.is_empty() {
        draft
            .notes
            .push(Sort::Missing, Place::Document, "signatures");
        let key = draft.people.key(blank::NAME);
        keys.push(Node::bare(key).standing_for(""));
    }
    (parts, Value::Row(keys).into())
}

/// The texts before the first heading. Tables and pictures among them, and what follows those,
/// become a section without a heading of its own.
fn preamble(sections: &mut Vec<Section>, draft: &mut Draft<'_>) -> Node {
    let first = sections
        .first_mut()
        .filter(|section| section.heading.is_none());
    let Some(first) = first else {
        return draft.missing_text("preamble", blank::TEXT);
    };
    let texts = first
        .parts
        .iter()
        .take_while(|part| matches!(part, Part::Text(_)))
        .count();
    let mut texts: Vec<Part> = first.parts.drain(..texts).collect();
    // The caption of the table that follows belongs to it.
    let is_caption = |part: &mut Part| matches!(part, Part::Text(text) if text.is_caption || text.is_strong() || text.centred);
    if !first.parts.is_empty()
        && let Some(caption) = texts.pop_if(is_caption)
    {
        first.parts.insert(0, caption);
    }
    if first.parts.is_empty() {
        sections.remove(0);
    }
    let texts = super::draft::texts(&texts);
    if texts.is_empty() {
        return draft.missing_text("preamble", blank::TEXT);
    }
    Value::Blocks(markdown(&texts)).into()
}

/// The sections. One without a part becomes a heading within the next, since a section says something.
fn section_nodes(sections: Vec<Section>, draft: &mut Draft<'_>) -> Node {
    let (mut nodes, mut silent): (Vec<Node>, Vec<Node>) = (Vec::new(), Vec::new());
    for section in sections {
        let parts = draft.parts(&section.parts);
        let heading = match &section.heading {
            Some(text) => draft.heading(text),
            None => draft.missing_text("sections.heading", blank::TITLE),
        };
        if parts.is_empty() {
            silent.push(heading);
            continue;
        }
        let mut held = silent.drain(..);
        let (heading, below) = match held.next() {
            Some(first) => (first, held.chain([heading]).collect()),
            None => (heading, Vec::new()),
        };
        let headings = below
            .into_iter()
            .map(|heading: Node| Value::Map(vec![("heading".to_owned(), heading)]).into());
        let parts: Vec<Node> = headings.chain(parts).collect();
        nodes.push(one(heading, parts));
    }
    for heading in silent {
        let text = draft.missing_text("sections.parts", blank::TEXT);
        nodes.push(one(
            heading,
            vec![Value::Map(vec![("text".to_owned(), text)]).into()],
        ));
    }
    if nodes.is_empty() {
        let heading = draft.missing_text("sections.heading", blank::TITLE);
        let text = draft.missing_text("sections.parts", blank::TEXT);
        nodes.push(one(
            heading,
            vec![Value::Map(vec![("text".to_owned(), text)]).into()],
        ));
    }
    Value::List(nodes).into()
}

fn one(heading: Node, parts: Vec<Node>) -> Node {
    let entries = vec![
        ("heading".to_owned(), heading),
        ("parts".to_owned(), Value::List(parts).into()),
    ];
    Value::Map(entries).into()
}
