//! Tests of what stays together, and of what says that a table goes on.

use super::*;

fn lines(count: usize) -> Vec<Block> {
    (0..count).map(|_| para("cell", "eilutė")).collect()
}

/// The page on which a text stands.
fn page_of(layout: &Layout, words: &str) -> Option<usize> {
    let found = runs(layout)
        .into_iter()
        .find(|(_, run, _)| run.text.trim_end() == words);
    found.map(|(page, ..)| page)
}

#[test]
fn a_paragraph_that_ends_in_a_colon_stays_with_its_list_or_table() {
    let item = ListItem {
        revision: None,
        blocks: vec![para("list-item", "pirmas")],
    };
    let list = Block::List(List {
        marker: Marker::Bullet,
        items: vec![item],
    });
    let table = Block::Table(table(1, Vec::new(), vec![row(vec![cell("pirmas")])]));
    for announced in [list, table] {
        let mut parted = 0;
        for count in 40..60 {
            for intro in ["Priemonės: ", "Priemonės."] {
                let mut blocks = lines(count);
                blocks.extend([para("cell", intro), announced.clone()]);
                let layout = lay(&document(blocks), &style());
                let pages = [intro.trim_end(), "pirmas"].map(|words| page_of(&layout, words));
                if intro.ends_with(' ') {
                    assert_eq!(pages[0], pages[1], "{count}");
                } else {
                    parted += usize::from(pages[0] != pages[1]);
                }
            }
        }
        assert!(parted > 0);
    }
}

#[test]
fn a_colon_keeps_inside_lists_too() {
    let inner = Block::List(List {
        marker: Marker::Bullet,
        items: vec![ListItem {
            revision: None,
            blocks: vec![para("list-item", "vidinis")],
        }],
    });
    for count in 40..60 {
        let item = ListItem {
            revision: None,
            blocks: vec![para("list-item", "išorinis:"), inner.clone()],
        };
        let mut blocks = lines(count);
        blocks.push(Block::List(List {
            marker: Marker::Bullet,
            items: vec![item],
        }));
        let layout = lay(&document(blocks), &style());
        assert_eq!(page_of(&layout, "išorinis:"), page_of(&layout, "vidinis"));
    }
}

fn signature(name: &str) -> Block {
    Block::Signature(Signature {
        digital: false,
        role: "signature".into(),
        post: vec![text("Vedėja")],
        name: vec![text(name)],
    })
}

fn mark(words: &str) -> Block {
    Block::Mark(Mark {
        role: "mark".into(),
        lines: vec![vec![text(words)], vec![text("tarybos")]],
    })
}

#[test]
fn what_closes_a_document_has_two_lines_of_text_with_it() {
    let mut moved = 0;
    for count in 30..60 {
        let mut blocks = lines(count);
        blocks.extend([para("cell", "priešpaskutinė"), para("cell", "paskutinė")]);
        blocks.extend([signature("A. Pirma"), signature("B. Antra")]);
        blocks.extend([Block::ClosingRule("closing".into()), mark("PRITARTA")]);
        let layout = lay(&document(blocks), &style());
        let closing = [
            "priešpaskutinė",
            "paskutinė",
            "A. Pirma",
            "B. Antra",
            "PRITARTA",
            "tarybos",
        ];
        let pages = closing.map(|words| page_of(&layout, words));
        assert!(
            pages.iter().all(|page| *page == pages[0]),
            "{count}: {pages:?}"
        );
        moved += usize::from(pages[0] == Some(1));
    }
    assert!(moved > 0 && moved < 30);
}

#[test]
fn a_list_that_closes_a_document_has_two_lines_of_text_above_it() {
    let mut moved = 0;
    for count in 30..60 {
        let mut blocks = lines(count);
        blocks.extend([para("cell", "priešpaskutinė"), para("cell", "paskutinė")]);
        blocks.push(para("announces-the-end", "Redakcijos"));
        blocks.extend([para("cell", "pirma"), para("cell", "antra")]);
        blocks.extend([Block::ClosingRule("closing".into()), mark("PRITARTA")]);
        let layout = lay(&document(blocks), &style());
        let pages = [
            "priešpaskutinė",
            "paskutinė",
            "Redakcijos",
            "pirma",
            "antra",
            "PRITARTA",
        ]
        .map(|words| page_of(&layout, words));
        assert!(
            pages.iter().all(|page| *page == pages[0]),
            "{count}: {pages:?}"
        );
        moved += usize::from(pages[0] == Some(1));
    }
    assert!(moved > 0 && moved < 30);
}

#[test]
fn signatures_with_a_line_over_each_stay_together() {
    for count in 30..60 {
        let mut blocks = lines(count);
        for number in 1..=3 {
            blocks.push(para("cell", &format!("Įstaiga {number}")));
            blocks.push(signature(&format!("Vadovas {number}")));
        }
        let layout = lay(&document(blocks), &style());
        let pages: Vec<_> = (1..=3)
            .flat_map(|number| ["Įstaiga", "Vadovas"].map(|word| format!("{word} {number}")))
            .map(|words| page_of(&layout, &words))
            .collect();
        assert!(
            pages.iter().all(|page| *page == pages[0]),
            "{count}: {pages:?}"
        );
        let last_line = runs(&layout)
            .into_iter()
            .rfind(|(_, run, _)| run.text == "eilutė");
        assert_eq!(last_line.map(|(page, ..)| page), pages[0], "{count}");
    }
}

#[test]
fn more_signatures_than_fit_a_page_are_parted_between_them() {
    let mut blocks = lines(30);
    for number in 1..=40 {
        blocks.push(para("cell", &format!("Įstaiga {number}")));
        blocks.push(signature(&format!("Vadovas {number}")));
    }
    let layout = lay(&document(blocks), &style());
    // None is put off to leave a page half empty.
    assert_eq!(page_of(&layout, "Vadovas 1"), Some(0));
    for number in 1..=40 {
        let parts =
            ["Įstaiga", "Vadovas"].map(|word| page_of(&layout, &format!("{word} {number}")));
        assert_eq!(parts[0], parts[1], "{number}");
    }
}

/// The pages of the lines that start with a word.
fn pages_of_lines(layout: &Layout, word: &str) -> Vec<usize> {
    let lines = runs(layout).into_iter();
    let lines = lines.filter(|(_, run, _)| run.text.starts_with(word));
    lines.map(|(page, ..)| page).collect()
}

/// A page of lines, and then a row of so many lines.
fn row_after(lines_before: usize, lines_of_row: usize) -> Layout {
    let words: Vec<String> = (0..lines_of_row).map(|_| "žodis".to_owned()).collect();
    let blocks = words.iter().map(|word| para("cell", word)).collect();
    let tall = Cell { blocks, ..cell("") };
    let mut all = lines(lines_before);
    all.push(Block::Table(table(1, Vec::new(), vec![row(vec![tall])])));
    lay(&document(all), &style())
}

#[test]
fn only_a_row_higher_than_half_a_page_is_divided() {
    // A page has 57 such lines.
    for before in 0..57 {
        let pages = pages_of_lines(&row_after(before, 27), "žodis");
        assert!(pages.iter().all(|page| *page == pages[0]), "{before}");
    }
    let pages = pages_of_lines(&row_after(30, 40), "žodis");
    assert_eq!((pages[0], pages[39]), (0, 1));
}

#[test]
fn a_head_over_rows_too_high_for_one_page_stays_on_its_own() {
    let group = Cell {
        rows: 2,
        scope: Some(Scope::Column),
        blocks: (0..44).map(|_| para("cell", "grupė")).collect(),
        ..cell("")
    };
    let tall = |word: &str| {
        let blocks = (0..30).map(|_| para("cell", word)).collect();
        Cell { blocks, ..th("") }
    };
    let head = vec![row(vec![group, th("a")]), row(vec![tall("žodis")])];
    let body = vec![row(vec![cell("1"), cell("2")])];
    let layout = lay(
        &document(vec![Block::Table(table(2, head, body))]),
        &style(),
    );
    let is_below = |(_, run, _): &(usize, &GlyphRun, Owner)| run.y > Length::mm(277);
    assert!(!runs(&layout).iter().any(is_below));
    assert_eq!(pages_of_lines(&layout, "grupė"), [0; 44]);
}

#[test]
fn a_row_is_not_divided_where_the_text_of_a_cell_above_reaches_into_it() {
    let many = |word: &str, count: usize| Cell {
        blocks: (0..count).map(|_| para("cell", word)).collect(),
        ..cell("")
    };
    let group = Cell {
        rows: 2,
        ..many("grupė", 20)
    };
    for before in 0..57 {
        let rows = vec![
            row(vec![group.clone(), cell("a")]),
            row(vec![many("žodis", 50)]),
        ];
        let mut all = lines(before);
        all.push(Block::Table(table(2, Vec::new(), rows)));
        let layout = lay(&document(all), &style());
        let is_below = |(_, run, _): &(usize, &GlyphRun, Owner)| run.y > Length::mm(277);
        assert!(!runs(&layout).iter().any(is_below), "{before}");
        let pages = pages_of_lines(&layout, "grupė");
        assert!(pages.iter().all(|page| *page == pages[0]), "{before}");
    }
}

#[test]
fn a_cell_over_rows_on_two_pages_is_walled_on_both() {
    let tall = PLAN.repeat(3);
    let mut rows = vec![row(vec![
        Cell {
            rows: 12,
            ..cell("grupė")
        },
        cell(&tall),
    ])];
    rows.extend((1..12).map(|_| row(vec![cell(&tall)])));
    let layout = lay(
        &document(vec![Block::Table(table(2, Vec::new(), rows))]),
        &style(),
    );
    assert!(layout.pages.len() > 1);
    for page in &layout.pages {
        let walls = page.items.iter().filter_map(|item| match &item.shape {
            Shape::Rule(rule) if rule.from.0 == rule.to.0 => Some((rule.from.1, rule.to.1)),
            _ => None,
        });
        let walls: Vec<_> = walls.collect();
        assert_eq!(walls.len(), 3);
        assert!(walls.iter().all(|wall| *wall == walls[0]));
    }
    assert_eq!(pages_of_lines(&layout, "grupė"), [0]);
}

fn continued() -> Table {
    Table {
        continued: Some(vec![text("1 lentelės tęsinys")]),
        ..long_table()
    }
}

#[test]
fn a_table_that_goes_on_says_so_above_its_head_if_the_style_asks() {
    let mut style = style();
    let document = document(vec![para("body", "Tekstas"), Block::Table(continued())]);
    let silent = lay(&document, &style);
    assert_eq!(pages_of_lines(&silent, "1 lentelės"), [0_usize; 0]);
    let table = style.tables.get_mut("table").expect("it is there");
    table.continued = true;
    let layout = lay(&document, &style);
    let pages: Vec<usize> = (1..layout.pages.len()).collect();
    assert!(pages.len() > 2);
    assert_eq!(pages_of_lines(&layout, "1 lentelės"), pages);
    let is_below = |(_, run, _): &(usize, &GlyphRun, Owner)| run.y > Length::mm(277);
    assert!(!runs(&layout).iter().any(is_below));
    let said = runs(&layout);
    let said = said
        .iter()
        .filter(|(_, run, _)| run.text.starts_with("1 lentelės"));
    for (page, run, owner) in said {
        assert_eq!(*owner, Owner::Artifact(Artifact::Repeated));
        let head = runs(&layout);
        let head = head
            .iter()
            .find(|(at, run, _)| at == page && run.text == "Nr.");
        assert!(head.is_some_and(|(_, head, _)| run.y < head.y));
        let end = run.x + run.glyphs.iter().map(|glyph| glyph.advance).sum();
        assert!((Length::mm(200) - end).to_milli().abs() < 10);
    }
}

#[test]
fn a_heading_stays_with_its_text() {
    // Enough lines that the heading alone would stand last on its page.
    for lines in 40..60 {
        let mut blocks: Vec<Block> = (0..lines).map(|_| para("cell", "eilutė")).collect();
        blocks.extend([heading("Antraštė"), para("body", PLAN)]);
        let layout = lay(&document(blocks), &style());
        let all = runs(&layout);
        let at = all
            .iter()
            .position(|run| run.1.text.contains("Antraštė"))
            .expect("it is there");
        assert_eq!(all[at].0, all[at + 1].0, "{lines}");
        assert_eq!(all[at].0, all[at + 2].0, "{lines}");
    }
}

#[test]
fn a_goal_stays_with_its_first_measure() {
    for lines in 40..60 {
        let mut blocks: Vec<Block> = (0..lines).map(|_| para("cell", "eilutė")).collect();
        let goal = Cell {
            columns: 2,
            ..cell("tikslas")
        };
        let goal = Row {
            revision: None,
            keep_with_next: true,
            cells: vec![goal],
        };
        let head = row(vec![th("Nr."), th("Priemonė")]);
        blocks.push(Block::Table(table(
            2,
            vec![head],
            vec![goal, row(vec![cell("1."), cell("priemonė")])],
        )));
        let layout = lay(&document(blocks), &style());
        let page = |words: &str| {
            runs(&layout)
                .into_iter()
                .find(|run| run.1.text == words)
                .map(|run| run.0)
        };
        assert_eq!(page("tikslas"), page("priemonė"), "{lines}");
        assert_eq!(page("Nr."), page("priemonė"), "{lines}");
    }
}

#[test]
fn marks_signatures_and_the_closing_rule_stay_whole() {
    let line = |words: &str| vec![text(words)];
    for lines in 40..60 {
        let mut blocks: Vec<Block> = (0..lines).map(|_| para("cell", "eilutė")).collect();
        blocks.push(Block::Mark(Mark {
            role: "mark".into(),
            lines: vec![line("PATVIRTINTA"), line("direktoriaus")],
        }));
        blocks.push(para("cell", "pabaiga"));
        blocks.push(Block::Signature(Signature {
            digital: false,
            role: "signature".into(),
            post: line("Vedėja"),
            name: line("V. Pavardė"),
        }));
        blocks.push(Block::ClosingRule("closing".into()));
        let layout = lay(&document(blocks), &style());
        let page = |words: &str| {
            runs(&layout)
                .into_iter()
                .find(|run| run.1.text.trim_end() == words)
                .map(|run| run.0)
        };
        assert_eq!(page("PATVIRTINTA"), page("direktoriaus"), "{lines}");
        assert_eq!(page("pabaiga"), page("V. Pavardė"), "{lines}");
        let ruled = layout.pages.iter().position(|page| {
            page.items
                .iter()
                .any(|item| matches!(item.shape, Shape::Rule(_)))
        });
        assert_eq!(ruled, page("V. Pavardė"), "{lines}");
    }
}
