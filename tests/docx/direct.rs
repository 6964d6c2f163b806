//! A paragraph says only what its style cannot know, and a run only what its words mean.
//!
//! What stands in a paragraph stays when a person changes the style: a document can be restyled at
//! once only as far as nothing of a look stands there.

use std::collections::BTreeMap;
use std::path::PathBuf;

use aktas::Run;
use aktas::kind::files::Files;
use aktas::writers::Format;
use roxmltree::Node;

use super::package::part;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// What a paragraph may say beside its style, and why its style cannot.
const OF_PARAGRAPHS: &[(&str, &str)] = &[
    ("numPr", "in which list it is counted, and at which level"),
    (
        "keepNext",
        "that what follows it belongs to it, as a row to the next",
    ),
    (
        "outlineLvl",
        "that it is no heading in the place where it stands",
    ),
    (
        "spacing",
        "what stands beside it: a table, the top of a section, a line of its own mark",
    ),
    (
        "ind",
        "how deep the list is that it stands in, how wide the page is for the closing rule",
    ),
    (
        "pBdr",
        "that it is the rule that closes the document, which is drawn",
    ),
    (
        "tabs",
        "where the column has its decimal signs, where the number of its heading ends",
    ),
    ("jc", "that it is aligned by its decimal sign"),
    ("sectPr", "that the section ends here"),
];

/// What a run may say, and why.
const OF_RUNS: &[(&str, &str)] = &[
    ("b", "the author makes the words strong"),
    ("bCs", "as `b`, for other scripts"),
    ("i", "the author stresses the words"),
    ("iCs", "as `i`, for other scripts"),
    ("vertAlign", "the author raises or lowers the words"),
    ("lang", "the words are of another language"),
    ("rStyle", "a style of characters"),
    ("spacing", "the distance of two pictures in a row"),
];

fn named<'a, 'i>(node: &Node<'a, 'i>, name: &'static str) -> Option<Node<'a, 'i>> {
    node.children()
        .find(|child| child.has_tag_name((WORD, name)))
}

fn value<'a>(node: &Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attribute((WORD, name))
}

/// The styles of a document, by their identities.
fn styles<'a, 'i>(root: &'a roxmltree::Document<'i>) -> BTreeMap<&'a str, Node<'a, 'i>> {
    let styles = root
        .root_element()
        .children()
        .filter(|node| node.has_tag_name((WORD, "style")));
    styles
        .filter_map(|style| Some((value(&style, "styleId")?, style)))
        .collect()
}

/// Whether a style says something of its paragraphs, itself or by what it is based on.
fn says(styles: &BTreeMap<&str, Node<'_, '_>>, id: &str, what: &'static str) -> bool {
    let Some(style) = styles.get(id) else {
        return false;
    };
    let own = named(style, "pPr").and_then(|properties| named(&properties, what));
    let base = named(style, "basedOn").and_then(|base| value(&base, "val"));
    own.map_or_else(
        || base.is_some_and(|base| says(styles, base, what)),
        |own| value(&own, "val") != Some("0"),
    )
}

/// The list and the level that properties of a paragraph tell.
fn list_of<'a>(properties: &Node<'a, '_>) -> Option<(&'a str, &'a str)> {
    let list = named(properties, "numPr")?;
    let told = |name| named(&list, name).and_then(|node| value(&node, "val"));
    Some((told("numId")?, told("ilvl")?))
}

/// The faults of a document: what is said that may not be, or that the style says.
fn faults(file: &[u8]) -> Vec<String> {
    let (text, looks) = (
        part(file, "word/document.xml"),
        part(file, "word/styles.xml"),
    );
    let text = roxmltree::Document::parse(&text).expect("the text is XML");
    let looks = roxmltree::Document::parse(&looks).expect("the styles are XML");
    let styles = styles(&looks);
    let mut faults = Vec::new();
    for properties in text.descendants() {
        let allowed = match properties.tag_name().name() {
            "pPr" => OF_PARAGRAPHS,
            "rPr"
                if properties
                    .parent()
                    .is_some_and(|parent| parent.has_tag_name((WORD, "r"))) =>
            {
                OF_RUNS
            }
            _ => continue,
        };
        let style = named(&properties, "pStyle").and_then(|style| value(&style, "val"));
        let style = style.unwrap_or("Normal");
        let said = properties.children().filter(Node::is_element);
        for said in said.filter(|said| !said.has_tag_name((WORD, "pStyle"))) {
            let name = said.tag_name().name();
            if !allowed.iter().any(|(allowed, _)| *allowed == name) {
                faults.push(format!("{style} says {name}"));
            }
        }
        if named(&properties, "keepNext").is_some() && says(&styles, style, "keepNext") {
            faults.push(format!("{style} says keepNext, and its style does"));
        }
        let of_style = styles.get(style).and_then(|style| named(style, "pPr"));
        let list = list_of(&properties);
        if list.is_some() && list == of_style.and_then(|of_style| list_of(&of_style)) {
            faults.push(format!("{style} says numPr, and its style does"));
        }
        let decimal = named(&properties, "tabs").is_some_and(|tabs| {
            tabs.children()
                .any(|tab| value(&tab, "val") == Some("decimal"))
        });
        if named(&properties, "jc").is_some() && !decimal {
            faults.push(format!("{style} says jc without a decimal sign"));
        }
    }
    faults
}

/// The examples, and the document that has everything.
fn documents() -> Vec<(PathBuf, Vec<u8>)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let content = root
        .join("content")
        .read_dir()
        .expect("the folder is there");
    let paths = content.map(|entry| entry.expect("it can be read").path());
    let mut documents: Vec<(PathBuf, Files)> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .map(|path| (path, Files::new(None)))
        .collect();
    let everything = root.join("tests/everything");
    documents.push((
        everything.join("content/everything.yaml"),
        Files::new(Some(everything.join("templates"))),
    ));
    assert!(documents.len() > 6);
    let built = documents.into_iter().map(|(path, files)| {
        let built = aktas::build(&path, &files, &[Format::Docx], &mut Run::default());
        let (_, file) = built.expect("the document can be built").remove(0);
        (path, file)
    });
    built.collect()
}

#[test]
fn a_paragraph_says_only_what_its_style_cannot_know() {
    for (path, file) in documents() {
        assert_eq!(faults(&file), Vec::<String>::new(), "{}", path.display());
    }
}

/// Those who hear a table read are told first what it is and how it is read.
#[test]
fn every_table_is_told_in_words() {
    for (path, file) in documents() {
        let text = part(&file, "word/document.xml");
        let count = |what: &str| text.matches(what).count();
        let tables = count("<w:tbl>");
        let told = (count("<w:tblCaption "), count("<w:tblDescription "));
        assert_eq!(told, (tables, tables), "{}", path.display());
    }
}

/// A change of „Normal“ changes all: every style of paragraphs is based on it.
#[test]
fn every_style_is_based_on_normal() {
    for (path, file) in documents() {
        let looks = part(&file, "word/styles.xml");
        let looks = roxmltree::Document::parse(&looks).expect("the styles are XML");
        let styles = styles(&looks);
        for (id, style) in &styles {
            let of_paragraphs = value(style, "type") == Some("paragraph");
            let mut above = *id;
            while let Some(base) = styles.get(above).and_then(|style| named(style, "basedOn")) {
                above = value(&base, "val").unwrap_or_default();
            }
            assert!(
                !of_paragraphs || above == "Normal",
                "{id} in {}",
                path.display()
            );
        }
    }
}
