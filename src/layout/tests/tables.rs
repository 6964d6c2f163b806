//! Tests of tables: columns, rules, heads, and rows between pages.

use super::*;
use crate::layout::measure;

#[test]
fn the_head_of_a_table_is_repeated_as_an_artifact() {
    let layout = lay(&document(vec![Block::Table(long_table())]), &style());
    assert!(layout.pages.len() > 3);
    for (number, page) in layout.pages.iter().enumerate() {
        let owners: Vec<Owner> = page
            .items
            .iter()
            .filter_map(|item| match &item.shape {
                Shape::Glyphs(run) if run.text == "Priemonė" => Some(item.owner),
                _ => None,
            })
            .collect();
        assert_eq!(owners.len(), 1);
        assert_eq!(number > 0, owners[0] == Owner::Artifact(Artifact::Repeated));
    }
}

#[test]
fn columns_fill_the_width_and_no_word_is_cut() {
    let layout = lay(&document(vec![Block::Table(long_table())]), &style());
    assert_eq!(layout.tables.len(), 1);
    assert_eq!(
        layout.tables[0].widths.iter().copied().sum::<Length>(),
        Length::mm(210) - Length::mm(30) - Length::mm(10)
    );
}

#[test]
fn rules_in_one_line_are_drawn_once() {
    let layout = lay(
        &document(vec![Block::Table(table(
            2,
            Vec::new(),
            (0..20).map(|_| row(vec![cell("a"), cell("b")])).collect(),
        ))]),
        &style(),
    );
    let rules = layout.pages[0]
        .items
        .iter()
        .filter(|item| matches!(item.shape, Shape::Rule(_)))
        .count();
    assert_eq!(rules, 21 + 3);
}

#[test]
fn a_row_higher_than_a_page_is_divided_between_lines() {
    let words = PLAN.repeat(60);
    let body = vec![
        row(vec![cell("1."), cell(&words)]),
        row(vec![cell("2."), cell("b")]),
    ];
    let layout = lay(
        &document(vec![Block::Table(table(
            2,
            vec![row(vec![th("Nr."), th("Tekstas")])],
            body,
        ))]),
        &style(),
    );
    assert!(layout.pages.len() >= 3);
    assert_eq!(
        letters(&layout),
        format!("Nr.Tekstas1.{words}2.b").replace(' ', "")
    );
}

/// A table whose first column covers every `span` rows, with a long text in the second one.
fn spanned(span: usize, rows: usize) -> Table {
    let tall = PLAN.repeat(2);
    let one = |number: usize| {
        let mut cells = vec![cell(&tall)];
        if number.is_multiple_of(span) {
            cells.insert(
                0,
                Cell {
                    rows: span,
                    ..cell("grupė")
                },
            );
        }
        row(cells)
    };
    table(
        2,
        vec![row(vec![th("Grupė"), th("Tekstas")])],
        (0..rows).map(one).collect(),
    )
}

#[test]
fn rows_of_a_small_group_stay_on_one_page() {
    let layout = lay(&document(vec![Block::Table(spanned(2, 16))]), &style());
    let groups = runs(&layout)
        .into_iter()
        .filter(|run| run.1.text == "grupė");
    let pages: Vec<usize> = groups.map(|run| run.0).collect();
    let starts = runs(&layout)
        .into_iter()
        .filter(|run| run.1.text.starts_with("Kauno Veršvų"))
        .map(|run| run.0);
    let rows: Vec<usize> = starts.collect();
    assert_eq!((pages.len(), rows.len()), (8, 16));
    for (group, page) in pages.iter().enumerate() {
        assert_eq!([*page; 2], [rows[2 * group], rows[2 * group + 1]]);
    }
}

#[test]
fn a_high_group_is_broken_between_rows_and_closed_on_every_page() {
    let layout = lay(&document(vec![Block::Table(spanned(16, 16))]), &style());
    assert!(layout.pages.len() > 1);
    for page in &layout.pages {
        let lines = page.items.iter().filter_map(|item| match &item.shape {
            Shape::Rule(rule) if rule.from.1 == rule.to.1 => Some(*rule),
            _ => None,
        });
        let widest = |rule: &crate::layout::page::Rule| rule.to.0 - rule.from.0 > Length::mm(169);
        assert!(lines.clone().next().is_some_and(|first| widest(&first)));
        assert!(lines.clone().next_back().is_some_and(|last| widest(&last)));
        assert!(lines.filter(|rule| !widest(rule)).count() >= 1);
    }
}

#[test]
fn a_row_of_a_table_in_a_cell_that_no_page_holds_goes_on_on_the_next() {
    let words = "Bibliotekoje veikia skaitytojų klubas. ".repeat(300);
    let inner = table(
        1,
        Vec::new(),
        vec![row(vec![Cell {
            blocks: vec![para("body", &words)],
            ..cell("")
        }])],
    );
    let outer = Cell {
        blocks: vec![Block::Table(inner)],
        ..cell("")
    };
    let document = document(vec![Block::Table(table(
        1,
        Vec::new(),
        vec![row(vec![outer])],
    ))]);
    let layout = lay(&document, &style());
    assert!(layout.pages.len() > 2);
    let style = style();
    let fonts = Fonts::new(&style.typeface).expect("the bundled fonts are fonts");
    let measures = measure(&document, &style, &fonts, &mut Sink::default());
    assert_eq!(measures.tables.len(), 2);
    assert_eq!(measures.tables, layout.tables);
    assert_eq!(letters(&layout), words.replace(' ', ""));
    for (page, run, _) in runs(&layout) {
        assert!(run.y < layout.pages[page].height, "{} on {page}", run.text);
    }
}

#[test]
fn a_signature_that_no_page_holds_is_set_line_by_line() {
    let (post, name) = (
        "Bibliotekos vedėja ".repeat(120),
        "Vardė Pavardė ".repeat(120),
    );
    let signature = Block::Signature(Signature {
        digital: false,
        role: "signature".into(),
        post: vec![text(&post)],
        name: vec![text(&name)],
    });
    let narrow = Cell {
        blocks: vec![signature],
        ..cell("")
    };
    let mut columns = table(2, Vec::new(), vec![row(vec![narrow, cell("")])]);
    columns.shares = vec![1, 9];
    let layout = lay(&document(vec![Block::Table(columns)]), &style());
    assert!(layout.pages.len() > 1);
    assert_eq!(letters(&layout), format!("{post}{name}").replace(' ', ""));
    for (page, run, _) in runs(&layout) {
        assert!(run.y < layout.pages[page].height, "{} on {page}", run.text);
    }
}
