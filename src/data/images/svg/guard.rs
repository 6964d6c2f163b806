//! What a drawing may not hold: it is told from the elements of the file, before anything is drawn.
//!
//! A small file can ask for a huge drawing: by entities, by parts that repeat parts, by rules for
//! all elements. Each of these is counted first. And what word processors, browsers and printers
//! show in different ways is refused, as for all pictures.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::Event;
use resvg::usvg::roxmltree::{Document, Node};

use super::{MAX_DEPTH, NAMESPACE, SIMPLER, TO_SHAPES, broken};
use crate::data::images::Fault;
use crate::diagnostics::{Message, say};

/// The most elements, each counted as often as it is drawn. A detailed map has some thousands; so
/// many take a second to paint.
pub(super) const MAX_ELEMENTS: usize = 20_000;
/// The largest drawing, with what is drawn again counted again.
const MAX_BYTES: usize = 4 << 20;
/// What a letter comes to once it is an outline.
const LETTER: usize = 512;
/// The most times that a style rule is held against an element.
const MAX_RULES: usize = 10_000_000;

pub(super) const PIXELS: Message = say!("a picture of pixels in it");
pub(super) const PATTERN: Message = say!("a pattern that fills areas");
pub(super) const SHADOW: Message = say!("a filter, such as a shadow");

/// What is refused if something is drawn with it.
static NOT_USED: [(&str, Message); 4] = [
    ("filter", SHADOW),
    ("mask", say!("a mask")),
    ("pattern", PATTERN),
    ("marker", say!("markers, such as the heads of arrows")),
];

/// Refuses a file that the parser would not survive: elements in elements without end, and
/// entities (XML 1.0, 4.1) that stand for a text of any length.
pub(super) fn check_text(text: &str) -> Result<(), Fault> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut depth = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::DocType(declared)) => check_entities(&declared, text)?,
            // What is wrong, the parser tells better.
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
        if depth > 2 * MAX_DEPTH {
            return Err(too_deep());
        }
    }
}

fn check_entities(declared: &[u8], text: &str) -> Result<(), Fault> {
    let declared = String::from_utf8_lossy(declared);
    let values = declared.split("<!ENTITY").skip(1);
    if values
        .clone()
        .any(|value| value.replace("<!", "").contains(['<', '&']))
    {
        return Err(broken(&say!(
            "its entities hold elements or other entities"
        )));
    }
    // Each stands for no more than all that is declared.
    let used = text.matches('&').count();
    if values.count() > 0 && used.saturating_mul(declared.len()) > MAX_BYTES {
        return Err(broken(&say!("its entities stand for too long a text")));
    }
    Ok(())
}

pub(super) fn too_many() -> Fault {
    let message = say!(
        "is a drawing of more than {most} elements",
        most = MAX_ELEMENTS
    );
    Fault::new(message, SIMPLER)
}

pub(super) fn missing(sign: char) -> Fault {
    let message = say!(
        "is a drawing with a sign that no font of the document has: {sign}",
        sign
    );
    Fault::new(
        message,
        say!("turn its texts into paths in the program for drawings"),
    )
}

pub(super) fn differs(what: &Message) -> Fault {
    let message = say!(
        "is a drawing with {what}, which programs show in different ways",
        what
    );
    Fault::new(message, TO_SHAPES)
}

/// Refuses what cannot be drawn, or would take too long.
pub(super) fn check(source: &Document<'_>) -> Result<(), Fault> {
    let root = source.root_element();
    if !root.has_tag_name((NAMESPACE, "svg")) {
        let message = say!("is an SVG file whose root does not say that it is SVG");
        let hint = say!("write `xmlns=\"http://www.w3.org/2000/svg\"` into the tag `<svg>`");
        return Err(Fault::new(message, hint));
    }
    check_size(root)?;
    let named = named(source);
    let mut drawn = Drawn {
        named: &named,
        elements: 0,
        bytes: 0,
    };
    drawn.count(root, 1)?;
    let sheets = style_sheets(source);
    let rules: usize = sheets.iter().map(|sheet| selectors(sheet).count()).sum();
    if rules.saturating_mul(drawn.elements) > MAX_RULES {
        let message = say!(
            "is a drawing with {rules} style rules for its many elements",
            rules
        );
        return Err(Fault::new(message, SIMPLER));
    }
    check_words(source, &named, &sheets)
}

/// The elements that others may name.
type Named<'a, 'input> = BTreeMap<&'a str, Node<'a, 'input>>;

fn named<'a, 'input>(source: &'a Document<'input>) -> Named<'a, 'input> {
    let mut named = Named::new();
    for element in source.descendants() {
        if let Some(id) = element.attribute("id") {
            // Of two with one name, the first has it.
            named.entry(id).or_insert(element);
        }
    }
    named
}

/// A drawing that tells no size would have another in every program.
fn check_size(root: Node<'_, '_>) -> Result<(), Fault> {
    let side = |name: &str| root.attribute(name).unwrap_or("100%").trim();
    let is_relative = [side("width"), side("height")]
        .iter()
        .any(|side| side.ends_with('%') || *side == "auto");
    if is_relative && root.attribute("viewBox").is_none() {
        return Err(Fault::new(
            say!(
                "is a drawing that tells no size: it has neither `viewBox` nor `width` and `height`"
            ),
            say!("set the size of the page in the program for drawings, and save it anew"),
        ));
    }
    Ok(())
}

/// What is drawn, with what is repeated.
struct Drawn<'a, 'input> {
    named: &'a Named<'a, 'input>,
    elements: usize,
    bytes: usize,
}

impl<'a, 'input> Drawn<'a, 'input> {
    fn count(&mut self, node: Node<'a, 'input>, depth: usize) -> Result<(), Fault> {
        if depth > 2 * MAX_DEPTH {
            return Err(too_deep());
        }
        self.elements += 1;
        let values = node.attributes().map(|attribute| attribute.value().len());
        self.bytes += values.sum::<usize>();
        if self.elements > MAX_ELEMENTS {
            return Err(too_many());
        }
        let name = node.tag_name().name();
        for child in node.children() {
            if child.is_element() {
                self.count(child, depth + 1)?;
            } else if child.is_text() && name != "style" {
                self.bytes += child.text().unwrap_or_default().trim().len() * LETTER;
            }
        }
        if self.bytes > MAX_BYTES {
            let message = say!(
                "is a drawing of more than {most} MB, with what it repeats",
                most = MAX_BYTES >> 20
            );
            return Err(Fault::new(message, SIMPLER));
        }
        match repeated(node, self.named) {
            Some(again) => self.count(again, depth + 1),
            None => Ok(()),
        }
    }
}

pub(super) fn too_deep() -> Fault {
    let message = say!(
        "is a drawing whose parts stand in each other more than {most} deep, or in themselves",
        most = MAX_DEPTH
    );
    Fault::new(
        message,
        say!("ungroup its parts in the program for drawings"),
    )
}

/// The element that another draws again.
fn repeated<'a, 'input>(
    node: Node<'a, 'input>,
    named: &Named<'a, 'input>,
) -> Option<Node<'a, 'input>> {
    let name = node.tag_name().name();
    if !matches!(name, "use" | "tref") {
        return None;
    }
    let mut attributes = node.attributes();
    let link = attributes.find(|attribute| attribute.name() == "href")?;
    named.get(link.value().trim().strip_prefix('#')?).copied()
}

/// Refuses the elements that programs show in different ways.
fn check_words<'a>(
    source: &'a Document<'_>,
    named: &Named<'a, '_>,
    sheets: &[&str],
) -> Result<(), Fault> {
    let used = used_names(source, sheets);
    let elements = source.descendants().filter(Node::is_element);
    for element in elements {
        let name = element.tag_name().name();
        if name == "image" {
            return Err(differs(&PIXELS));
        }
        let is_used = || element.attribute("id").is_some_and(|id| used.contains(id));
        let known = NOT_USED.iter().find(|(word, _)| *word == name);
        if let Some((_, what)) = known.filter(|_| is_used()) {
            return Err(differs(what));
        }
        if name == "foreignObject" && !has_alternative(element) {
            return Err(differs(&say!("text in the manner of web pages")));
        }
        if name == "clipPath" && is_used() && is_clipped_within(element, named, sheets) {
            return Err(differs(&say!("a clip path that is clipped itself")));
        }
    }
    Ok(())
}

/// Whether a program that does not know the element has something else to show.
fn has_alternative(element: Node<'_, '_>) -> bool {
    let parent = element.parent_element();
    let parent = parent.filter(|parent| parent.tag_name().name() == "switch");
    parent.is_some_and(|parent| parent.last_element_child() != Some(element))
}

/// The names in `url(#…)`, anywhere.
fn used_names<'a>(source: &'a Document<'_>, sheets: &[&'a str]) -> BTreeSet<&'a str> {
    let attributes = source.descendants().flat_map(|node| node.attributes());
    let values = attributes.map(|attribute| attribute.value());
    let texts = values.chain(sheets.iter().copied());
    let names = texts.flat_map(|text| text.split("url(").skip(1));
    names
        .map(|rest| {
            let end = rest.find(')').unwrap_or(rest.len());
            let name = rest[..end].trim_matches(|sign: char| sign.is_whitespace() || sign == '"');
            name.trim_matches('\'').trim_start_matches('#')
        })
        .collect()
}

/// Whether the content of a clip path may be clipped again: clip paths in clip paths are drawn so
/// often as they are named, each in each.
fn is_clipped_within<'a>(clip: Node<'a, '_>, named: &Named<'a, '_>, sheets: &[&str]) -> bool {
    let inside = clip.descendants();
    let inside = inside.flat_map(|node| {
        let again = repeated(node, named);
        let again = again.into_iter().flat_map(|again| again.descendants());
        std::iter::once(node).chain(again)
    });
    let mut elements = inside.filter(Node::is_element);
    elements.any(|element| {
        let style = element.attribute("style").unwrap_or_default();
        let rules = sheets.iter().flat_map(|sheet| selectors(sheet));
        let mut clipping = rules.filter(|(_, body)| body.contains("clip-path"));
        element.has_attribute("clip-path")
            || style.contains("clip-path")
            || clipping.any(|(selector, _)| may_match(selector, element))
    })
}

/// The style sheets.
fn style_sheets<'a>(source: &'a Document<'_>) -> Vec<&'a str> {
    let elements = source.descendants();
    let sheets = elements.filter(|node| node.tag_name().name() == "style");
    sheets.filter_map(|sheet| sheet.text()).collect()
}

/// The selectors of a style sheet, each with the rule that it is for.
fn selectors(sheet: &str) -> impl Iterator<Item = (&str, &str)> {
    let rules = sheet.split('}').filter_map(|rule| rule.split_once('{'));
    rules.flat_map(|(names, body)| names.split(',').map(move |name| (name, body)))
}

/// Whether a selector may mean an element: surely not if it asks for a class or an element that it
/// is not.
fn may_match(selector: &str, element: Node<'_, '_>) -> bool {
    let last = selector.split_whitespace().next_back().unwrap_or_default();
    let is_plain = |sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '_' | '.');
    if !last.chars().all(is_plain) {
        return true;
    }
    let mut words = last.split('.');
    let name = words.next().unwrap_or_default();
    let classes = element.attribute("class").unwrap_or_default();
    (name.is_empty() || name == element.tag_name().name())
        && words.all(|class| classes.split_whitespace().any(|own| own == class))
}
