//! Tests of whole files.

use std::sync::Arc;

use super::*;
use crate::document::{
    Cell, Contents, Encoding, Figure, Image, ListItem, Picture, Properties, Row, Scope, Table,
};
use crate::kind::style::{Align, ParagraphStyle, Sides, TableStyle};
use crate::length::Length;
use crate::source::{Sources, Span};
use crate::writers::pdf::tests::style as plain_style;

pub(crate) fn style() -> Style {
    let body = ParagraphStyle {
        balance: false,
        closes: false,
        base: None,
        size: Length::pt(12),
        leading: 1000,
        align: Align::Justify,
        indent: Length::ZERO,
        first_line: Length::mm(15),
        space_before: Length::ZERO,
        space_after: Length::pt(6),
        strong: false,
        stressed: false,
        capitals: false,
        hyphenate: true,
        keep_with_next: false,
    };
    let table = TableStyle {
        head: None,
        total: None,
        continued: false,
        columns: vec![1, 2],
        border: Length::milli(500),
        padding_x: Length::pt(4),
        padding_y: Length::pt(2),
        space: Length::pt(6),
    };
    let mut style = plain_style();
    style.page.margins = Sides {
        top: Length::mm(20),
        right: Length::mm(10),
        bottom: Length::mm(21),
        left: Length::mm(30),
    };
    style.paragraphs.insert("body".into(), body.clone());
    style.paragraphs.insert(
        "title".into(),
        ParagraphStyle {
            capitals: true,
            strong: true,
            ..body
        },
    );
    style.tables.insert("measures".into(), table);
    style
}

fn text(text: &str) -> Text {
    let place = Span::new(Sources::default().add("plan.yaml", ""), 0..0);
    Text {
        text: text.to_owned(),
        emphasis: Emphasis::default(),
        link: None,
        lang: None,
        meaning: None,
        place,
    }
}

fn inlines(words: &str) -> Vec<Inline> {
    vec![Inline::Text(text(words))]
}

fn paragraph(content: Vec<Inline>) -> Block {
    Block::Paragraph(Paragraph {
        role: "body".into(),
        content,
    })
}

/// The body of the file of one section.
fn body(blocks: Vec<Block>) -> String {
    let html = write(&document(blocks), &style(), &[]);
    let start = html.find("<section>").unwrap_or(0);
    html[start..].to_owned()
}

fn document(blocks: Vec<Block>) -> Document {
    let properties = Properties {
        id: "plan".to_owned(),
        title: "Planas & <ataskaita>".to_owned(),
        author: "Pavyzdžio gimnazija".to_owned(),
        lang: "lt-LT".to_owned(),
        ..Properties::default()
    };
    Document {
        running: crate::document::Running::default(),
        properties,
        sections: vec![Section {
            orientation: Orientation::Portrait,
            blocks,
        }],
    }
}

#[test]
fn the_head_tells_the_document() {
    let html = write(&document(Vec::new()), &style(), &[]);
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"lt-LT\">"));
    assert!(html.contains("<title>Planas &amp; &lt;ataskaita&gt;</title>"));
    assert!(html.contains("<meta name=\"author\" content=\"Pavyzdžio gimnazija\">"));
    assert!(
        html.contains("@page{size:595.276pt 841.89pt;margin:56.693pt 28.346pt 59.528pt 85.039pt;"),
        "{html}"
    );
    assert!(html.contains(
        "@page landscape{size:841.89pt 595.276pt;margin:85.039pt 56.693pt 28.346pt 59.528pt;"
    ));
    assert!(html.contains("font-family:\"Liberation Serif\",\"Times New Roman\",serif"));
}

#[test]
fn text_is_never_markup() {
    let html = body(vec![paragraph(inlines(
        "<script>alert(\"1\")</script> & „kabutės“",
    ))]);
    let told =
        "<p class=\"p-body\">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; „kabutės“</p>";
    assert!(html.contains(told), "{html}");
}

#[test]
fn links_lead_only_to_pages_and_letters() {
    let link = |target: &str| {
        let link = Some(Target::of(target));
        body(vec![paragraph(vec![Inline::Text(Text {
            link,
            ..text("čia")
        })])])
    };
    assert!(
        link("https://e.lt/?a=\"b\"").contains("<a href=\"https://e.lt/?a=&quot;b&quot;\">čia</a>")
    );
    assert!(link("MAILTO:a@b.lt").contains("<a href"));
    for wrong in [
        "javascript:alert(1)",
        " https://e.lt",
        "file:///etc/passwd",
        "data:text/html,x",
        "/a",
        "",
    ] {
        assert!(!link(wrong).contains("<a "), "{wrong}");
    }
}

#[test]
fn emphasis_nests() {
    let emphasis = Emphasis {
        strong: true,
        stressed: true,
        baseline: Baseline::Raised,
    };
    let html = body(vec![paragraph(vec![
        Inline::Text(Text {
            emphasis,
            ..text("2")
        }),
        Inline::Break,
    ])]);
    assert!(
        html.contains("<strong><em><sup>2</sup></em></strong><br>"),
        "{html}"
    );
}

#[test]
fn lists_keep_their_labels() {
    let item = |blocks| ListItem {
        blocks,
        revision: None,
    };
    let inner = Block::List(List {
        marker: Marker::Bullet,
        items: vec![item(vec![paragraph(inlines("b"))])],
    });
    let outer = List {
        marker: Marker::Number { start: 3 },
        items: vec![item(vec![paragraph(inlines("a")), inner])],
    };
    let html = body(vec![Block::List(outer)]);
    assert!(
        html.contains("<ol start=\"3\">\n<li><p class=\"p-body\">a</p>\n<ul class=\"inner\">"),
        "{html}"
    );
    let sheet = css::style_sheet(&style());
    assert!(sheet.contains("ul.outer{list-style-type:\"– \";}"));
    assert!(sheet.contains("ul.inner{list-style-type:\"• \";}"));
}

#[test]
fn tables_keep_their_grid() {
    let cell = |columns, rows, scope, words: &str| Cell {
        columns,
        rows,
        scope,
        blocks: if words.is_empty() {
            Vec::new()
        } else {
            vec![paragraph(inlines(words))]
        },
    };
    let row = |cells| Row {
        revision: None,
        keep_with_next: true,
        cells,
    };
    let html = body(vec![Block::Table(Table {
        description: Some("Viena <priemonė>".to_owned()),
        id: Some("measures".into()),
        continued: None,
        role: "measures".into(),
        columns: 2,
        shares: Vec::new(),
        caption: Some(inlines("1 lentelė")),
        head: vec![row(vec![cell(2, 1, Some(Scope::ColumnGroup), "A")])],
        body: vec![row(vec![
            cell(1, 2, Some(Scope::Row), "B"),
            cell(1, 1, None, ""),
        ])],
        foot: Vec::new(),
    })]);
    assert!(html.contains(
        "<p id=\"t1.about\" hidden=\"\">Viena &lt;priemonė&gt;</p>\
         <table id=\"measures\" class=\"t-measures\" aria-describedby=\"t1.about\">"
    ));
    assert!(html.contains("<caption class=\"p-table-caption\">1 lentelė</caption>"));
    assert!(
        html.contains("<col style=\"width:33.33%\"><col style=\"width:66.66%\">"),
        "{html}"
    );
    assert!(html.contains("<thead>\n<tr class=\"keep\"><th scope=\"colgroup\" colspan=\"2\">"));
    assert!(html.contains("<th scope=\"row\" rowspan=\"2\">"));
    assert!(html.contains("<td></td></tr>\n</tbody>"), "{html}");
    assert!(!html.contains("<tfoot>"));
}

#[test]
fn marks_and_signatures_stand_on_their_lines() {
    let role: crate::document::Role = "title".into();
    let html = body(vec![
        Block::Heading(Heading {
            id: "heading".into(),
            level: 9,
            role: role.clone(),
            content: inlines("Planas"),
        }),
        Block::Mark(Mark {
            role: role.clone(),
            lines: vec![inlines("PATVIRTINTA"), inlines("įsakymu Nr. V-12")],
        }),
        Block::Signature(Signature {
            digital: false,
            role: role.clone(),
            post: inlines("Direktorė"),
            name: inlines("V. Pavardė"),
        }),
        Block::ClosingRule(role),
    ]);
    assert!(
        html.contains("<h4 id=\"heading\" class=\"p-title\">Planas</h4>"),
        "{html}"
    );
    assert!(html.contains("<div class=\"mark p-title\">PATVIRTINTA<br>\nįsakymu Nr. V-12</div>"));
    assert!(html.contains("<span>Direktorė</span> <span>V. Pavardė</span></div>"));
    assert!(html.contains("<hr class=\"p-title\">"));
}

/// Where scopes do not tell it, a cell names its headers: those of its row, then those above it.
#[test]
fn cells_under_several_rows_of_headers_name_them() {
    let cell = |columns, scope, words: &str| Cell {
        columns,
        rows: 1,
        scope,
        blocks: vec![paragraph(inlines(words))],
    };
    let row = |cells| Row {
        revision: None,
        keep_with_next: false,
        cells,
    };
    let column = Some(Scope::Column);
    let mut table = Table {
        description: None,
        id: None,
        continued: None,
        role: "measures".into(),
        columns: 2,
        shares: Vec::new(),
        caption: None,
        head: vec![
            row(vec![cell(2, Some(Scope::ColumnGroup), "A")]),
            row(vec![cell(1, column, "B"), cell(1, column, "C")]),
        ],
        body: vec![row(vec![
            cell(1, Some(Scope::Row), "D"),
            cell(1, None, "1"),
        ])],
        foot: Vec::new(),
    };
    let html = body(vec![Block::Table(table.clone())]);
    for wanted in [
        "<th id=\"t1.1.1\" scope=\"colgroup\" colspan=\"2\">",
        "<th id=\"t1.2.2\" headers=\"t1.1.1\" scope=\"col\">",
        "<td headers=\"t1.3.1 t1.2.2 t1.1.1\">",
    ] {
        assert!(html.contains(wanted), "{wanted} is not in {html}");
    }
    table.head.remove(0);
    let html = body(vec![Block::Table(table)]);
    assert!(!html.contains("headers="), "{html}");
}

fn note(number: u32, words: &str) -> Inline {
    Inline::Note(Note {
        number,
        content: inlines(words),
        place: text("").place,
    })
}

/// Numbers in the text lead to the notes at its end, and the notes lead back.
#[test]
fn notes_stand_at_the_end_with_links_there_and_back() {
    let first = paragraph(vec![
        Inline::Text(text("Fondas")),
        note(1, "<Be> vadovėlių."),
    ]);
    let second = paragraph(vec![Inline::Text(text("Skaitytojai")), note(2, "Visi.")]);
    let mut document = document(vec![first]);
    document.sections.push(Section {
        orientation: Orientation::Landscape,
        blocks: vec![second],
    });
    let html = write(&document, &style(), &[]);
    let reference =
        "Fondas<sup><a id=\"note-1-back\" href=\"#note-1\" role=\"doc-noteref\">1</a></sup></p>";
    assert!(html.contains(reference), "{html}");
    let notes = "<div class=\"notes\" role=\"doc-endnotes\">\n<ol start=\"1\">\n\
         <li id=\"note-1\"><p class=\"p-footnote\">&lt;Be&gt; vadovėlių. \
         <a href=\"#note-1-back\" role=\"doc-backlink\">\u{21a9}\u{fe0e}</a></p></li>\n\
         <li id=\"note-2\">";
    assert!(html.contains(notes), "{html}");
    assert_eq!(html.matches("doc-endnotes").count(), 1);
    assert!(html.ends_with("</ol></div>\n</section>\n</main>\n</body>\n</html>\n"));
}

/// An entry below another is a list within it, also where the first heading is not of the highest
/// level; the title is left out.
#[test]
fn contents_are_lists_of_links() {
    let heading = |level, id: &str, content| {
        Block::Heading(Heading {
            id: id.into(),
            level,
            role: "title".into(),
            content,
        })
    };
    let link = Inline::Text(Text {
        link: Some(Target::of("https://e.lt/")),
        ..text("Trečia")
    });
    let html = body(vec![
        heading(1, "title", inlines("Planas")),
        Block::Contents(Contents { from: 2, to: 3 }),
        heading(3, "a", inlines("Pirma")),
        heading(
            2,
            "b",
            vec![Inline::Text(text("Antra")), note(1, "Pastaba.")],
        ),
        heading(3, "c", vec![link]),
        heading(4, "d", inlines("Ketvirta")),
    ]);
    let wanted = "<nav class=\"contents\" role=\"doc-toc\"><ul>\n\
         <li><p class=\"p-contents-2\"><a href=\"#a\">Pirma</a></p></li>\n\
         <li><p class=\"p-contents-1\"><a href=\"#b\">Antra</a></p>\n\
         <ul>\n<li><p class=\"p-contents-2\"><a href=\"#c\">Trečia</a></p></li>\n</ul></li>\n\
         </ul></nav>";
    assert!(html.contains(wanted), "{html}");
}

#[test]
fn texts_tell_their_language_once() {
    let english = |link: Option<&str>, strong| {
        let emphasis = Emphasis {
            strong,
            ..Emphasis::default()
        };
        body(vec![paragraph(vec![Inline::Text(Text {
            lang: Some("en".into()),
            link: link.map(Target::of),
            emphasis,
            ..text("week")
        })])])
    };
    assert!(english(None, false).contains("<span lang=\"en\">week</span>"));
    assert!(english(None, true).contains("<strong lang=\"en\">week</strong>"));
    let linked = "<a href=\"#games\" lang=\"en\"><strong>week</strong></a>";
    assert!(english(Some("#games"), true).contains(linked));
    assert!(english(Some("file:///x"), false).contains("<span lang=\"en\">week</span>"));
}

#[test]
fn roles_may_balance_lines_and_align_numbers() {
    let mut style = style();
    let look = style.paragraphs["body"].clone();
    style.paragraphs.insert(
        "figure".into(),
        ParagraphStyle {
            align: Align::Decimal,
            balance: true,
            ..look
        },
    );
    let sheet = css::style_sheet(&style);
    let rule = sheet.lines().find(|line| line.starts_with(".p-figure{"));
    let rule = rule.unwrap_or_default();
    for wanted in [
        "text-align:right;",
        "text-wrap:balance;",
        "font-variant-numeric:tabular-nums;",
    ] {
        assert!(rule.contains(wanted), "{rule}");
    }
}

#[test]
fn names_of_roles_cannot_leave_the_sheet() {
    assert_eq!(css::paragraph_class("a b{}</style>"), "p-a_b____style_");
}

/// Pictures stand in the page itself, in the size that they have on paper.
#[test]
fn a_picture_is_in_the_page() {
    let image = Arc::new(Image {
        encoding: Encoding::Png,
        bytes: b"dot".to_vec(),
        width: 1600,
        height: 1000,
    });
    let picture = Picture {
        image,
        alt: "\"Knygos\" & <žmonės>".to_owned(),
        place: text("").place,
    };
    let figure = Block::Figure(Figure {
        id: None,
        role: "photo".into(),
        pictures: vec![picture],
        caption: Some(vec![Inline::Text(text("Prie lentynų"))]),
    });
    let document = Document {
        running: crate::document::Running::default(),
        properties: Properties::default(),
        sections: vec![Section {
            orientation: Orientation::Landscape,
            blocks: vec![figure],
        }],
    };
    let html = write(&document, &style(), &[]);
    let wanted = "<figure class=\"f-photo\">\n<div><img src=\"data:image/png;base64,ZG90\" \
         alt=\"&quot;Knygos&quot; &amp; &lt;žmonės&gt;\" width=\"1600\" height=\"1000\" style=\"width:";
    assert!(html.contains(wanted), "{html}");
    assert!(
        html.contains("<figcaption class=\"p-figure-caption\">Prie lentynų</figcaption></figure>")
    );
}

#[test]
fn a_chart_is_one_picture_with_its_words() {
    use crate::document::ChartSort;
    use crate::layout::chart::tests::chart;
    let lines = chart(
        ChartSort::Line,
        &["a<b", "b"],
        &[&[Some(1), Some(2)], &[Some(3), None]],
    );
    let document = document(vec![Block::Chart(lines)]);
    let style = style();
    let fonts =
        crate::layout::Fonts::new(&style.typeface).unwrap_or_else(|error| panic!("{error}"));
    let mut sink = crate::diagnostics::Sink::default();
    let layout = crate::layout::lay_out(&document, &style, &fonts, &mut sink);
    let html = write(&document, &style, &layout.charts);
    assert!(html.contains("<figcaption class=\"p-chart-caption\">Apsilankymai</figcaption>"));
    assert!(html.contains("role=\"img\" aria-label=\"Stulpelinė diagrama „Apsilankymai“.\""));
    assert!(
        html.contains("lengthAdjust=\"spacingAndGlyphs\">a&lt;b</text>"),
        "{html}"
    );
    assert!(html.contains("stroke-dasharray=\"5 2.5\""));
    assert!(!html.contains("<img") && !html.contains("<script"));
}
