//! Tests of the header cells of cells.

use crate::document::{Block, Cell, Inline, Paragraph, Row, Scope, Table, Text};
use crate::source::{Sources, Span};

/// A table from lines of cells, parted by `|`: `# Word` heads its column, `> Word` its row,
/// `^ Word` a group of rows, and `2x3 Word` covers two columns and three rows.
fn table(columns: usize, head: &str, body: &str) -> Table {
    let rows = |part: &str| part.lines().map(row).collect();
    Table {
        description: None,
        role: "table".into(),
        id: None,
        columns,
        shares: Vec::new(),
        caption: None,
        continued: None,
        head: rows(head),
        body: rows(body),
        foot: Vec::new(),
    }
}

fn row(line: &str) -> Row {
    Row {
        revision: None,
        keep_with_next: false,
        cells: line
            .split('|')
            .map(|cell_text| cell(cell_text.trim()))
            .collect(),
    }
}

fn cell(text: &str) -> Cell {
    let (scope, text) = match text.split_at_checked(1) {
        Some(("#", rest)) => (Some(Scope::Column), rest.trim()),
        Some((">", rest)) => (Some(Scope::Row), rest.trim()),
        Some(("^", rest)) => (Some(Scope::RowGroup), rest.trim()),
        _ => (None, text),
    };
    let sized = text.split_once(' ').and_then(|(size, word)| {
        let (columns, rows) = size.split_once('x')?;
        Some((columns.parse().ok()?, rows.parse().ok()?, word))
    });
    let (columns, rows, word) = sized.unwrap_or((1, 1, text));
    let place = Span::new(Sources::default().add("content.yaml", ""), 0..0);
    let words = Inline::Text(Text {
        text: word.into(),
        emphasis: crate::document::Emphasis::default(),
        link: None,
        lang: None,
        meaning: None,
        place,
    });
    let paragraph = Block::Paragraph(Paragraph {
        role: "table-cell".into(),
        content: vec![words],
    });
    Cell {
        columns,
        rows,
        scope,
        blocks: if word.is_empty() {
            Vec::new()
        } else {
            vec![paragraph]
        },
    }
}

/// Every cell with headers, as `cell: header, header`.
fn headers(table: &Table) -> String {
    let rows: Vec<&Row> = table.rows().map(|(_, row)| row).collect();
    let word = |row: usize, cell: usize| match rows[row].cells[cell].blocks.as_slice() {
        [Block::Paragraph(paragraph)] => crate::document::plain_text(&paragraph.content),
        _ => String::new(),
    };
    let mut told = String::new();
    let grid = table.grid().expect("the table is a grid");
    table.headers(&grid, |at, headers| {
        let headers: Vec<String> = headers.iter().map(|at| word(at.row, at.cell)).collect();
        told += &format!("{}: {}\n", word(at.row, at.cell), headers.join(", "));
    });
    told
}

#[test]
fn a_cell_has_the_headers_of_its_row_then_of_its_column() {
    let plain = table(
        3,
        "# Nr.|# Priemonė|# Data",
        "> 1|Paroda|sausis\n> 2|Mugė|vasaris",
    );
    assert!(!plain.has_layered_headers());
    let wanted = "1: Nr.\nParoda: 1, Priemonė\nsausis: 1, Data\n\
                  2: Nr.\nMugė: 2, Priemonė\nvasaris: 2, Data\n";
    assert_eq!(headers(&plain), wanted);
}

#[test]
fn the_nearest_row_of_headers_comes_first() {
    let layered = table(
        4,
        "# 1x2 Rodiklis|# 2x1 Fondas|# 1x2 Iš viso\n# knygos|# kita",
        "> 2026|5|6|11",
    );
    assert!(layered.has_layered_headers());
    let wanted = "knygos: Fondas\nkita: Fondas\n2026: Rodiklis\n\
                  5: 2026, knygos, Fondas\n6: 2026, kita, Fondas\n11: 2026, Iš viso\n";
    assert_eq!(headers(&layered), wanted);
}

#[test]
fn a_wide_cell_has_the_headers_of_all_its_columns_once() {
    let wide = table(3, "# 2x1 Fondas|# Kita\n# knygos|# garsas|# x", "3x1 nėra");
    let wanted = "knygos: Fondas\ngarsas: Fondas\nx: Kita\nnėra: knygos, garsas, x, Fondas, Kita\n";
    assert_eq!(headers(&wide), wanted);
}

#[test]
fn headers_in_two_columns_are_both_told() {
    let two = table(3, "# A|# B|# C", "> 1x2 Metai|> pirmas|1\n> antras|2");
    assert!(two.has_layered_headers());
    let wanted = "Metai: A\npirmas: Metai, B\n1: pirmas, Metai, C\n\
                  antras: Metai, B\n2: antras, Metai, C\n";
    assert_eq!(headers(&two), wanted);
}

#[test]
fn a_high_cell_has_the_headers_of_all_its_rows() {
    let high = table(2, "", "> pirma|1x3 x\n> antra\n> trečia");
    assert_eq!(headers(&high), "x: pirma, antra, trečia\n");
}

#[test]
fn a_group_heads_the_rows_up_to_the_next() {
    let grouped = table(
        2,
        "# A|# B",
        "0|1\n^ 2x1 Tikslas\n> a|2\n> b|3\n^ Kitas|4\n> c|5",
    );
    assert!(grouped.has_layered_headers());
    let wanted = "0: A\n1: B\na: A, Tikslas\n2: a, B, Tikslas\nb: A, Tikslas\n\
                  3: b, B, Tikslas\n4: B, Kitas\nc: A, Kitas\n5: c, B, Kitas\n";
    assert_eq!(headers(&grouped), wanted);
}

#[test]
fn a_group_ends_with_its_part_of_the_table() {
    let mut grouped = table(1, "", "^ Tikslas\n2");
    grouped.foot = vec![row("Iš viso")];
    assert_eq!(headers(&grouped), "2: Tikslas\n");
}

#[test]
fn a_header_is_hidden_by_a_nearer_one_of_the_same_columns() {
    let hidden = table(2, "# 2x1 Metai\n# A|# B", "1|2\n# C|# D\n3|4");
    assert!(hidden.has_layered_headers());
    let wanted = "A: Metai\nB: Metai\n1: A, Metai\n2: B, Metai\nC: A, Metai\nD: B, Metai\n\
                  3: C, Metai\n4: D, Metai\n";
    assert_eq!(headers(&hidden), wanted);
}

#[test]
fn an_empty_header_heads_nothing() {
    let empty = table(2, "# |# B", "> |1\n>2|3");
    assert_eq!(headers(&empty), "1: B\n3: 2, B\n");
}

#[test]
fn a_table_of_nothing_but_headers_is_no_burden() {
    let lines = "# a|# b\n".repeat(20_000);
    let mut most = 0;
    let all = table(2, "", &lines);
    let grid = all.grid().expect("the table is a grid");
    all.headers(&grid, |_, headers| most = most.max(headers.len()));
    assert_eq!(most, super::DEEPEST);
}
