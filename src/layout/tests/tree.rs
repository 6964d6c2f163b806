//! Tests of what the tree says beyond the pages: names that links lead to, header cells, languages.

use super::contents::plain;
use super::*;
use crate::layout::page::NodeId;

#[test]
fn links_and_labels_have_nodes_of_their_own() {
    let item = ListItem {
        revision: None,
        blocks: vec![Block::Paragraph(Paragraph {
            role: "list-item".into(),
            content: vec![
                text("Žr. "),
                link("svetainę", "https://pavyzdys.lt"),
                text("."),
            ],
        })],
    };
    let list = Block::List(List {
        marker: Marker::Number { start: 3 },
        items: vec![item],
    });
    let layout = lay(&document(vec![list]), &style());
    let shown = dump(&layout);
    assert!(shown.contains("list/item/label \"3.\""), "{shown}");
    assert!(
        shown.contains("list/item/body/p/link https://pavyzdys.lt \"svetainę\""),
        "{shown}"
    );
}

#[test]
fn what_has_a_name_can_be_found_by_it() {
    let mut named = table(1, Vec::new(), vec![row(vec![cell("a")])]);
    named.id = Some("stock".into());
    let figure = |id: &str, pictures| {
        Block::Figure(Figure {
            id: Some(id.into()),
            role: "photo".into(),
            pictures,
            caption: None,
        })
    };
    let blocks = vec![
        plain(1, "Pirmas"),
        Block::Table(named),
        figure("one", vec![picture(9, 9)]),
        figure("two", vec![picture(9, 9), picture(9, 9)]),
    ];
    let layout = lay(&document(blocks), &style());
    let role = |anchor: &str| {
        let node: NodeId = layout.structure.anchors[anchor];
        layout.structure.get(node).role.clone()
    };
    assert_eq!(role("pirmas"), NodeRole::Heading(1));
    assert_eq!(role("stock"), NodeRole::Table { summary: None });
    assert!(matches!(role("one"), NodeRole::Figure { .. }));
    assert_eq!(role("two"), NodeRole::Group);
}

#[test]
fn cells_below_several_header_rows_know_their_headers() {
    let wide = |words: &str, columns: usize, rows: usize| Cell {
        columns,
        rows,
        ..th(words)
    };
    let beside = Cell {
        scope: Some(Scope::Row),
        ..cell("2026")
    };
    let layered = table(
        3,
        vec![
            row(vec![wide("Metai", 1, 2), wide("Fondas", 2, 1)]),
            row(vec![th("knygos"), th("kita")]),
        ],
        vec![row(vec![beside, cell("5"), cell("6")])],
    );
    let layout = lay(&document(vec![Block::Table(layered)]), &style());
    let wanted = "tbody
  row
    th row <- \"Metai\"
      p \"2026\"
    td <- \"2026\", \"knygos\", \"Fondas\"
      p \"5\"
    td <- \"2026\", \"kita\", \"Fondas\"
      p \"6\"
";
    assert_eq!(branch(&layout, "tbody"), wanted);
}

#[test]
fn a_simple_table_needs_no_lists_of_headers() {
    let simple = table(1, vec![row(vec![th("Metai")])], vec![row(vec![cell("1")])]);
    let layout = lay(&document(vec![Block::Table(simple)]), &style());
    assert!(layout.structure.headers.is_empty());
}

/// The tree of one paragraph.
fn paragraph(content: Vec<Inline>) -> String {
    let block = Block::Paragraph(Paragraph {
        role: "body".into(),
        content,
    });
    branch(&lay(&document(vec![block]), &style()), "p")
}

#[test]
fn a_paragraph_in_another_language_says_so_itself() {
    let said = paragraph(vec![in_lang("Games ", "en"), in_lang("Week", "en")]);
    assert_eq!(said, "p (en) \"Games Week\"\n");
}

#[test]
fn a_part_in_another_language_is_a_node() {
    let said = paragraph(vec![
        text("Per "),
        in_lang("Games ", "en"),
        in_lang("Week", "en"),
        text(" ir "),
        in_lang("Lesewoche", "de"),
    ]);
    let wanted = "p \"Per  ir\"\n  span (en) \"Games Week\"\n  span (de) \"Lesewoche\"\n";
    assert_eq!(said, wanted);
}

#[test]
fn a_link_is_in_the_language_in_which_it_begins() {
    let linked = |words: &str, lang: Option<&str>| match link(words, "#a") {
        Inline::Text(text) => Inline::Text(Text {
            lang: lang.map(Into::into),
            ..text
        }),
        other => other,
    };
    let said = paragraph(vec![
        text("Žr. "),
        linked("Games ", Some("en")),
        linked("savaitė", None),
    ]);
    let wanted = "p \"Žr.\"\n  link #a (en) \"Games\"\n    span (lt-LT) \"savaitė\"\n";
    assert_eq!(said, wanted);
}

#[test]
fn a_table_with_a_head_or_a_foot_has_a_body() {
    let rows = || vec![row(vec![th("A")])];
    for (head, foot, wanted) in [
        (rows(), Vec::new(), vec![NodeRole::TableBody]),
        (Vec::new(), rows(), vec![NodeRole::TableBody]),
        (
            rows(),
            rows(),
            vec![NodeRole::TableHead, NodeRole::TableBody],
        ),
    ] {
        let mut empty = table(1, head, Vec::new());
        empty.foot = foot;
        let layout = lay(&document(vec![Block::Table(empty)]), &style());
        let roles = layout.structure.nodes.iter().map(|node| node.role.clone());
        let parts = [
            NodeRole::TableHead,
            NodeRole::TableBody,
            NodeRole::TableFoot,
        ];
        let found: Vec<NodeRole> = roles.filter(|role| parts.contains(role)).collect();
        assert_eq!(found, wanted);
    }
}
