//! Styles: roles by names that a person knows, and the outline of the headings.

use std::collections::BTreeSet;
use std::path::Path;

use aktas::Run;
use aktas::document::Block;
use aktas::kind::files::Files;

use super::package::part;
use super::{one_section, plan, sample, written};

/// Every look of every kind has a name of its own in the languages of the kind: a person finds it in
/// the list of styles.
#[test]
fn every_role_has_a_name() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let files = Files::new(None);
    for kind in files.kinds() {
        for lang in ["lt", "en"] {
            let labels = templates.join(&kind).join(format!("labels.{lang}.yaml"));
            assert!(labels.exists(), "{kind} in {lang}");
            let mut run = Run::default();
            let text = format!("kind: {kind}\nlang: {lang}\n");
            let file = run.sources.add("plan.yaml", text);
            let tree = aktas::yaml::parse(file, &run.sources, &mut run.sink).expect("a mapping");
            let kind = aktas::kind::load(&tree, &files, &mut run.sources, &mut run.sink);
            let kind = kind.expect("the kind can be read");
            let (style, names) = (&kind.style, kind.words().styles);
            let roles = style.paragraphs.keys().chain(style.tables.keys());
            let roles = roles.chain(style.figures.keys());
            let mut seen = BTreeSet::new();
            for role in roles {
                let name = names.get(role);
                let name = name.unwrap_or_else(|| panic!("{}: {role} in {lang}", kind.name));
                assert!(seen.insert(name.to_lowercase()), "{}: {name}", kind.name);
            }
        }
    }
}

/// The style of a role says how it differs from its base, and no more.
#[test]
fn a_role_is_a_style() {
    let text = part(&plan(), "word/styles.xml");
    let style = |id: &str| {
        let from = text
            .find(&format!("w:styleId=\"{id}\""))
            .expect("the style is there");
        text[from..]
            .split("</w:style>")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(
        style("heading-2"),
        "w:styleId=\"heading-2\"><w:name w:val=\"heading 2\"/><w:basedOn w:val=\"heading-1\"/>\
         <w:next w:val=\"body\"/><w:uiPriority w:val=\"9\"/><w:qFormat/>\
         <w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr><w:rPr><w:caps w:val=\"0\"/></w:rPr>"
    );
    assert_eq!(
        style("list-item"),
        "w:styleId=\"list-item\"><w:name w:val=\"List Paragraph\"/><w:basedOn w:val=\"body\"/>\
         <w:uiPriority w:val=\"3\"/><w:qFormat/><w:pPr><w:ind w:left=\"454\" w:hanging=\"340\"/></w:pPr>"
    );
    assert!(style("title").contains("<w:outlineLvl w:val=\"0\"/>"));
    assert!(style("mark").contains("<w:suppressAutoHyphens/>"));
    assert!(text.contains("<w:lang w:val=\"lt-LT\"/>"));
}

/// A heading tells its level where its style tells another, and a paragraph that it is none.
#[test]
fn the_outline_is_that_of_the_headings() {
    let heading = |level| {
        let role = "heading-1".into();
        Block::Heading(aktas::document::Heading {
            id: format!("heading-{level}").into(),
            level,
            role,
            content: sample::line("x"),
        })
    };
    let blocks = vec![
        heading(1),
        heading(3),
        sample::para("heading-1", sample::line("x")),
    ];
    let text = part(
        &written(&one_section(blocks), &sample::style()),
        "word/document.xml",
    );
    let levels: Vec<&str> = text
        .split("<w:p>")
        .skip(1)
        .map(|p| {
            p.split("outlineLvl w:val=")
                .nth(1)
                .map_or("", |rest| &rest[..3])
        })
        .collect();
    assert_eq!(levels, ["", "\"2\"", "\"9\""]);
}
