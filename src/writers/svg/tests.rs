//! Small pages as text: what is text, what is an outline, and what the groups say.

use super::{Place, font_faces, fonts, pages};
use crate::document::{Properties, Revision};
use crate::kind::style::Face;
use crate::layout::page::{
    Artifact, GlyphRun, Item, Layout, NodeRole, Owner, Page, Rule, Shape, Structure,
};
use crate::length::Length;
use crate::source::{Sources, Span};
use crate::writers::pdf::tests::{run, style};

fn words(text: &str, x: i64, y: i64) -> GlyphRun {
    let shaped = run(Face::Regular, Length::pt(12), text);
    GlyphRun {
        x: Length::pt(x),
        y: Length::pt(y),
        ..shaped
    }
}

fn item(run: GlyphRun, owner: Owner) -> Item {
    Item {
        shape: Shape::Glyphs(run),
        owner,
        revision: None,
    }
}

/// A paragraph of two lines that the author wrote, a cell of the template, and the line under it.
fn layout() -> Layout {
    let file = Sources::default().add("plan.yaml", "text: Vienas žodis");
    let mut structure = Structure::default();
    let document = structure.add(NodeRole::Document, None);
    let paragraph = structure.add(NodeRole::Paragraph, Some(document));
    structure.nodes[1].places = Box::new([Span::new(file, 6..12)]);
    let table = structure.add(NodeRole::Table { summary: None }, Some(document));
    let row = structure.add(NodeRole::Row, Some(table));
    let (scope, columns, rows) = (None, 1, 1);
    let cell = NodeRole::Cell {
        scope,
        columns,
        rows,
    };
    let cell = structure.add(cell, Some(row));
    let rule = Rule {
        from: (Length::ZERO, Length::pt(50)),
        to: (Length::pt(90), Length::pt(50)),
        thickness: Length::milli(500),
    };
    let items = vec![
        item(words("Vienas žo", 10, 20), Owner::Node(paragraph)),
        item(words("dis & <b>", 10, 34), Owner::Node(paragraph)),
        Item {
            shape: Shape::Rule(rule),
            owner: Owner::Artifact(Artifact::Layout),
            revision: None,
        },
        item(words("Iš viso", 10, 48), Owner::Node(cell)),
    ];
    let (width, height) = (Length::pt(100), Length::milli(80_250));
    Layout {
        pages: vec![Page {
            width,
            height,
            items,
        }],
        structure,
        ..Layout::default()
    }
}

fn drawn(layout: &Layout) -> String {
    let place = |_: Span, _: &str| {
        Some(Place {
            text: "plan.yaml:1:7".to_owned(),
            link: Some("editor:plan.yaml?a&b".to_owned()),
        })
    };
    let properties = Properties {
        lang: "lt".to_owned(),
        ..Properties::default()
    };
    pages(layout, &properties, &style(), &place).concat()
}

/// The attributes and the content of the element with these words.
fn around<'a>(page: &'a str, words: &str) -> &'a str {
    let at = page
        .find(words)
        .unwrap_or_else(|| panic!("no `{words}` in {page}"));
    let start = page[..at].rfind("<tspan").unwrap_or_default();
    &page[start..at + words.len()]
}

#[test]
fn a_page_is_text_in_its_places() {
    let wanted = "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"document\" lang=\"lt\" \
        width=\"100pt\" height=\"80.25pt\" viewBox=\"0 0 100 80.25\" font-family=\"aktas-regular\" \
        text-rendering=\"geometricPrecision\" stroke-miterlimit=\"10\" xml:space=\"preserve\">\n\
        <g role=\"paragraph\" data-place=\"plan.yaml:1:7\" data-link=\"editor:plan.yaml?a&amp;b\">\
        <text font-size=\"12\"><tspan x=\"10\" y=\"20\">Vienas </tspan><tspan x=\"45.6\">žo</tspan>\
        <tspan x=\"10\" y=\"34\">dis </tspan><tspan x=\"27\">&amp; </tspan>\
        <tspan x=\"39.34\">&lt;b&gt;</tspan></text></g>\n\
        <g role=\"paragraph\" data-place=\"plan.yaml:1:7\" data-link=\"editor:plan.yaml?a&amp;b\">\
        <text font-size=\"12\"><tspan x=\"10\" y=\"48\">Iš </tspan><tspan x=\"21.67\">viso</tspan></text></g>\n\
        <g aria-hidden=\"true\"><path d=\"M0 50L90 50\" stroke=\"#000\" stroke-width=\"0.5\"/></g>\n</svg>\n";
    assert_eq!(drawn(&layout()), wanted);
}

#[test]
fn a_hyphen_of_the_line_break_is_seen_and_not_said() {
    let mut layout = layout();
    let mut hyphenated = words("žo-", 10, 20);
    hyphenated.text = "žo\u{ad}".to_owned();
    hyphenated.glyphs[2].text = 3..5;
    layout.pages[0].items[0] = item(hyphenated, layout.pages[0].items[0].owner);
    let page = drawn(&layout);
    assert!(page.contains(">žo</tspan>"), "{page}");
    assert!(around(&page, ">\u{ad}").contains("fill-opacity=\"0\""));
    assert_eq!(page.matches("<path d=\"M").count(), 2, "{page}");
}

/// What plain text would not show as the layout has it: another glyph, or one that stands elsewhere.
#[test]
fn what_a_browser_would_show_otherwise_is_an_outline() {
    for change in [0, 1] {
        let mut layout = layout();
        let Shape::Glyphs(run) = &mut layout.pages[0].items[0].shape else {
            panic!("a run");
        };
        if change == 0 {
            run.glyphs[1].id += 1;
        } else {
            run.glyphs[1].offset.1 = Length::pt(1);
        }
        let page = drawn(&layout);
        assert!(
            around(&page, ">i</tspan>").contains("fill-opacity=\"0\""),
            "{page}"
        );
        assert!(
            !around(&page, ">V</tspan>").contains("fill-opacity"),
            "{page}"
        );
    }
}

/// A distance that only widens the letters is kept by placing each.
#[test]
fn spaced_letters_stand_one_by_one() {
    let mut layout = layout();
    let Shape::Glyphs(run) = &mut layout.pages[0].items[0].shape else {
        panic!("a run");
    };
    for glyph in &mut run.glyphs {
        glyph.advance += Length::pt(1);
    }
    let page = drawn(&layout);
    assert!(
        page.contains(">V</tspan>") && !page.contains("fill-opacity"),
        "{page}"
    );
}

#[test]
fn what_a_comparison_marks_has_its_colour() {
    let mut layout = layout();
    for item in &mut layout.pages[0].items {
        item.revision = Some(Revision::Deleted);
    }
    let page = drawn(&layout);
    assert!(
        page.contains("fill=\"#d32f2f\"") && page.contains("stroke=\"#d32f2f\""),
        "{page}"
    );
    assert!(!page.contains("#000"), "{page}");
}

#[test]
fn the_fonts_of_the_pages_have_names_and_files() {
    let style = style();
    let used = fonts(&layout(), &style.typeface);
    let css = font_faces(&used, "fonts");
    assert_eq!(
        css,
        "@font-face{font-family:aktas-regular;src:url(fonts/aktas-regular.ttf);font-display:block}\n"
    );
    assert_eq!(used[0].bytes, &*style.typeface.files[0]);
}
