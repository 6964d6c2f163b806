//! Random edits of documents, such as people make: a block, an item or a row put in, taken out or
//! moved, words changed, looks changed, rows joined or parted, sections turned.

use aktas::document::{
    Block, Cell, Document, Emphasis, Inline, List, ListItem, Note, Orientation, Paragraph,
    Properties, Row, Running, Section, Slot, Table, Target, Text,
};
use aktas::source::{Sources, Span};
use proptest::collection::vec;
use proptest::prelude::*;

use super::documents::documents;

/// A document, and what became of it by a few edits.
pub(crate) fn edited() -> impl Strategy<Value = (Document, Document)> {
    let edits = vec(any::<[u16; 5]>(), 0..8);
    (
        documents(),
        documents(),
        vec(any::<[u16; 5]>(), 0..3),
        edits,
    )
        .prop_map(|(mut document, other, before, edits)| {
            link(&mut document);
            for edit in before {
                apply(&mut document, &other, edit);
            }
            let old = document.clone();
            for edit in edits {
                apply(&mut document, &other, edit);
            }
            (old, tidy(document))
        })
        .prop_map(|(old, new)| (tidy(old), new))
}

/// A table in which cells of goals and of objectives join the rows of measures, and what became of
/// it when rows were taken out, doubled and moved.
pub(crate) fn joined() -> impl Strategy<Value = (Document, Document)> {
    let goals = vec(vec(1..4_usize, 1..4), 1..4);
    let edits = vec(any::<[u16; 3]>(), 1..6);
    (goals, edits).prop_map(|(goals, edits)| {
        let mut table = table_of(&goals);
        let old = document_of(table.clone());
        for [of, what, sort] in edits {
            edit_table(&mut table, [of, what, [0, 1, 0, 3][usize::from(sort) % 4]]);
        }
        (old, document_of(table))
    })
}

/// Goals, each with objectives, each with so many measures.
fn table_of(goals: &[Vec<usize>]) -> Table {
    let mut rows: Vec<Row> = Vec::new();
    let cell = |rows: usize, words: String| {
        let place = Span::new(Sources::default().add("t", ""), 0..0);
        let text = Inline::Text(Text {
            text: words,
            emphasis: Emphasis::default(),
            link: None,
            lang: None,
            meaning: None,
            place,
        });
        let paragraph = Paragraph {
            role: "table-cell".into(),
            content: vec![text],
        };
        Cell {
            columns: 1,
            rows,
            scope: None,
            blocks: vec![Block::Paragraph(paragraph)],
        }
    };
    for (g, objectives) in goals.iter().enumerate() {
        for (o, measures) in objectives.iter().enumerate() {
            for m in 0..*measures {
                let mut cells = Vec::new();
                if (o, m) == (0, 0) {
                    cells.push(cell(objectives.iter().sum(), format!("tikslas {g}")));
                }
                if m == 0 {
                    cells.push(cell(*measures, format!("uždavinys {g} {o}")));
                }
                cells.push(cell(1, format!("priemonė {g} {o} {m}")));
                rows.push(Row {
                    keep_with_next: false,
                    cells,
                    revision: None,
                });
            }
        }
    }
    Table {
        role: "table".into(),
        id: None,
        columns: 3,
        shares: Vec::new(),
        caption: None,
        description: None,
        continued: None,
        head: Vec::new(),
        body: rows,
        foot: Vec::new(),
    }
}

fn document_of(table: Table) -> Document {
    Document {
        properties: Properties::default(),
        running: Running::default(),
        sections: vec![Section {
            orientation: Orientation::Portrait,
            blocks: vec![Block::Table(table)],
        }],
    }
}

/// Has a text here and there lead to a heading.
fn link(document: &mut Document) {
    let names: Vec<_> = document
        .headings()
        .map(|heading| heading.id.clone())
        .collect();
    let Some(name) = names.last().cloned() else {
        return;
    };
    let mut count = 0;
    for_each_line(document, &mut |line| {
        count += 1;
        if let Some(Inline::Text(text)) = line.first_mut()
            && count % 3 == 0
            && text.meaning.is_none()
        {
            text.link = Some(Target::Inside(name.clone()));
        }
    });
}

/// Names of headings are their own, links lead to what is there, notes are counted.
fn tidy(mut document: Document) -> Document {
    let mut names = std::collections::BTreeSet::new();
    let blocks = document.sections.iter_mut().flat_map(|s| &mut s.blocks);
    for (index, block) in blocks.enumerate() {
        if let Block::Heading(heading) = block
            && !names.insert(heading.id.clone())
        {
            heading.id = format!("again-{index}").into();
            names.insert(heading.id.clone());
        }
    }
    let mut notes = 0;
    for_each_line(&mut document, &mut |line| {
        for inline in line {
            match inline {
                Inline::Note(note) => {
                    notes += 1;
                    note.number = notes;
                }
                Inline::Text(text) => {
                    let lost = |link: &mut Target| matches!(link, Target::Inside(name) if !names.contains(name));
                    text.link.take_if(lost);
                }
                _ => {}
            }
        }
    });
    document
}

/// One edit; the numbers say which, where, and of what.
fn apply(document: &mut Document, other: &Document, [sort, section, at, of, what]: [u16; 5]) {
    let count = document.sections.len();
    let section = usize::from(section) % count;
    if sort % 16 == 0 {
        return edit_sections(&mut document.sections, section, usize::from(at));
    }
    let donor = other.sections[usize::from(of) % other.sections.len()]
        .blocks
        .clone();
    let blocks = &mut document.sections[section].blocks;
    if sort % 16 < 5 || blocks.is_empty() {
        return edit_list(blocks, donor, [sort, at, of, what]);
    }
    let at = usize::from(at) % blocks.len();
    edit_block(&mut blocks[at], &donor, [of, what, sort >> 4]);
}

fn edit_sections(sections: &mut Vec<Section>, at: usize, of: usize) {
    match of % 3 {
        0 => {
            let orientation = &mut sections[at].orientation;
            *orientation = match orientation {
                Orientation::Portrait => Orientation::Landscape,
                Orientation::Landscape => Orientation::Portrait,
            };
        }
        1 if at > 0 => {
            let gone = sections.remove(at);
            sections[at - 1].blocks.extend(gone.blocks);
        }
        _ => {
            let half = sections[at].blocks.len() / 2;
            let blocks = sections[at].blocks.split_off(half);
            let orientation = Orientation::Landscape;
            sections.insert(
                at + 1,
                Section {
                    orientation,
                    blocks,
                },
            );
        }
    }
}

/// Puts in, takes out, moves or doubles.
fn edit_list<T: Clone>(list: &mut Vec<T>, mut donor: Vec<T>, [sort, at, of, what]: [u16; 4]) {
    let place = |length: usize| usize::from(at) % length.max(1);
    let from = place(list.len());
    match sort % 4 {
        0 if !donor.is_empty() => {
            let one = donor.remove(usize::from(of) % donor.len());
            list.insert(usize::from(at) % (list.len() + 1), one);
        }
        1 if !list.is_empty() => drop(list.remove(from)),
        2 if !list.is_empty() => {
            let one = list.remove(from);
            list.insert(usize::from(what) % (list.len() + 1), one);
        }
        3 if !list.is_empty() => list.insert(from, list[from].clone()),
        _ => {}
    }
}

fn edit_block(block: &mut Block, donor: &[Block], [of, what, sort]: [u16; 3]) {
    match block {
        Block::Heading(heading) if of % 5 == 0 => heading.role = "heading-1".into(),
        Block::Heading(heading) => edit_line(&mut heading.content, of, what),
        Block::Paragraph(paragraph) if of % 7 == 0 => paragraph.role = "body".into(),
        Block::Paragraph(paragraph) => edit_line(&mut paragraph.content, of, what),
        Block::List(list) => edit_items(list, donor, [of, what, sort]),
        Block::Table(table) => edit_table(table, [of, what, sort]),
        Block::Figure(figure) if of % 3 == 0 && figure.pictures.len() > 1 => {
            figure.pictures.truncate(1);
        }
        Block::Figure(figure) => edit_caption(&mut figure.caption, of, what),
        Block::Chart(chart) if of % 4 == 0 => chart.unit += "x",
        Block::Chart(chart) => edit_caption(&mut chart.caption, of, what),
        Block::Mark(mark) if of % 3 == 0 => {
            let lines = vec![vec![plain("nauja eilutė", &mark.lines)]];
            edit_list(&mut mark.lines, lines, [sort, of, what, of]);
            if mark.lines.is_empty() {
                mark.lines.push(Vec::new());
            }
        }
        Block::Mark(mark) => edit_line(&mut mark.lines[0], of, what),
        Block::Signature(signature) => edit_line(&mut signature.name, of, what),
        Block::Contents(_) | Block::ClosingRule(_) | Block::Revised(..) => {}
    }
}

/// A text that stands as others do.
fn plain(words: &str, lines: &[Vec<Inline>]) -> Inline {
    let texts = lines.iter().flatten();
    let mut texts = texts.filter_map(|inline| match inline {
        Inline::Text(text) => Some(text.clone()),
        _ => None,
    });
    texts.next_back().map_or(Inline::Break, |text| {
        Inline::Text(Text {
            text: words.to_owned(),
            ..text
        })
    })
}

fn edit_caption(caption: &mut Option<Vec<Inline>>, of: u16, what: u16) {
    match caption {
        Some(_) if of.is_multiple_of(5) => *caption = None,
        Some(line) => edit_line(line, of, what),
        None => *caption = Some(vec![Inline::Break]),
    }
}

fn edit_items(list: &mut List, donor: &[Block], [of, what, sort]: [u16; 3]) {
    let at = usize::from(what) % list.items.len();
    if sort % 2 == 0 {
        let mut items = Vec::new();
        for block in donor {
            if let Block::List(list) = block {
                items.extend(list.items.clone());
            }
        }
        edit_list(&mut list.items, items, [of, what, of >> 3, what >> 3]);
        if list.items.is_empty() {
            list.items.push(ListItem {
                blocks: Vec::new(),
                revision: None,
            });
        }
    } else if let Some(block) = list.items[at].blocks.first_mut() {
        edit_block(block, &[], [of, what >> 2, sort >> 1]);
    }
}

fn edit_table(table: &mut Table, [of, what, sort]: [u16; 3]) {
    let row = usize::from(what) % table.body.len();
    match sort % 6 {
        0 if table.body.len() > 1 => take_row(table, row),
        1 => double_row(table, row),
        2 => edit_caption(&mut table.caption, of, what),
        3 => {
            let rows = std::mem::take(&mut table.body);
            let mut rows = rows;
            let plain = |row: &Row| row.cells.iter().all(|cell| cell.rows == 1);
            if plain(&rows[row]) && table.columns == columns_of(&rows[row]) {
                // A row that no cell covers from above, and that covers none.
                let one = rows.remove(row);
                let free: Vec<usize> = (0..=rows.len())
                    .filter(|at| {
                        rows[..*at]
                            .iter()
                            .enumerate()
                            .all(|(i, row)| row.cells.iter().all(|cell| i + cell.rows <= *at))
                    })
                    .collect();
                rows.insert(free[usize::from(of) % free.len()], one);
            }
            table.body = rows;
        }
        _ => {
            let cells: Vec<&mut Cell> = table
                .head
                .iter_mut()
                .chain(&mut table.body)
                .chain(&mut table.foot)
                .flat_map(|row| &mut row.cells)
                .collect();
            let at = usize::from(of) % cells.len().max(1);
            let Some(cell) = cells.into_iter().nth(at) else {
                return;
            };
            match cell.blocks.first_mut() {
                Some(_) if what % 7 == 0 => cell.blocks.clear(),
                Some(block) => edit_block(block, &[], [of >> 2, what, sort >> 2]),
                None => cell.blocks.push(Block::ClosingRule("closing-rule".into())),
            }
        }
    }
}

fn columns_of(row: &Row) -> usize {
    row.cells.iter().map(|cell| cell.columns).sum()
}

/// The body of a table as a table, for its grid.
fn body(table: &Table) -> Table {
    Table {
        head: Vec::new(),
        foot: Vec::new(),
        ..table.clone()
    }
}

/// Takes a row out: what covered it covers one row less, what started in it starts below.
fn take_row(table: &mut Table, at: usize) {
    let grid = body(table).grid().expect("a grid");
    let mut seen = Vec::new();
    for slot in &grid[at] {
        if let Slot::Above {
            row,
            cell,
            first: true,
        } = *slot
            && !seen.contains(&(row, cell))
        {
            seen.push((row, cell));
            table.body[row].cells[cell].rows -= 1;
        }
    }
    let row = table.body.remove(at);
    let mut lower: Vec<(usize, Cell)> = Vec::new();
    for (index, cell) in row.cells.into_iter().enumerate() {
        if cell.rows > 1 {
            let column = grid[at]
                .iter()
                .position(|slot| *slot == Slot::Starts(index));
            let rows = cell.rows - 1;
            lower.push((column.expect("a column"), Cell { rows, ..cell }));
        }
    }
    if let Some(below) = table.body.get_mut(at) {
        for (index, cell) in std::mem::take(&mut below.cells).into_iter().enumerate() {
            let column = grid[at + 1]
                .iter()
                .position(|slot| *slot == Slot::Starts(index));
            lower.push((column.expect("a column"), cell));
        }
        lower.sort_by_key(|(column, _)| *column);
        below.cells = lower.into_iter().map(|(_, cell)| cell).collect();
    }
}

/// Puts a row like another below it: what covers both rows around it covers it, too.
fn double_row(table: &mut Table, at: usize) {
    let grid = body(table).grid().expect("a grid");
    let mut cells = Vec::new();
    for slot in grid[at].clone() {
        let (row, cell) = match slot {
            Slot::Starts(cell) => (at, cell),
            Slot::Above {
                row,
                cell,
                first: true,
            } => (row, cell),
            _ => continue,
        };
        let over = &mut table.body[row].cells[cell];
        if row + over.rows - 1 > at {
            over.rows += 1;
        } else {
            cells.push(Cell {
                rows: 1,
                ..over.clone()
            });
        }
    }
    let keep_with_next = table.body[at].keep_with_next;
    table.body.insert(
        at + 1,
        Row {
            keep_with_next,
            cells,
            revision: None,
        },
    );
}

/// Changes words, looks, links, numbers; puts notes in and takes them out.
fn edit_line(line: &mut Vec<Inline>, of: u16, what: u16) {
    if line.is_empty() {
        line.push(Inline::Break);
        return;
    }
    let at = usize::from(of) % line.len();
    match (&mut line[at], what % 12) {
        (Inline::Text(text), 0) if text.meaning.is_none() => {
            text.emphasis.strong = !text.emphasis.strong;
        }
        (Inline::Text(text), 1) if text.meaning.is_none() => {
            text.link = Some(Target::of("https://kitas.pavyzdys.lt"));
        }
        (Inline::Text(text), 2) => {
            let place = text.place;
            let content = vec![Inline::Text(Text {
                link: None,
                meaning: None,
                text: "Pastaba apie tai".to_owned(),
                ..text.clone()
            })];
            line.insert(
                at + 1,
                Inline::Note(Note {
                    number: 0,
                    content,
                    place,
                }),
            );
        }
        (Inline::Note(note), 3..6) => edit_line(&mut note.content, of, what % 2),
        (_, 6) => drop(line.remove(at)),
        (Inline::Text(text), 7) if text.text.chars().count() > 3 => {
            let middle = text.text.char_indices().nth(2).map_or(0, |(at, _)| at);
            let rest = text.text.split_off(middle);
            let rest = Text {
                text: rest,
                ..text.clone()
            };
            line.insert(at + 1, Inline::Text(rest));
        }
        (Inline::Text(text), _) => edit_words(&mut text.text, of >> 3, what >> 3),
        _ => {}
    }
}

fn edit_words(text: &mut String, of: u16, what: u16) {
    let mut words: Vec<&str> = text.split(' ').collect();
    let at = usize::from(of) % words.len();
    match what % 4 {
        0 => words.insert(at, "įterpta, čia"),
        1 => drop(words.remove(at)),
        2 => words[at] = "pakeista",
        _ => words.swap(0, at),
    }
    *text = words.join(" ");
}

/// Visits every line that can be edited.
fn for_each_line(document: &mut Document, visit: &mut dyn FnMut(&mut Vec<Inline>)) {
    for section in &mut document.sections {
        for_each_line_of(&mut section.blocks, visit);
    }
}

/// Visits every line of blocks in reading order.
pub(crate) fn for_each_line_of(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Vec<Inline>)) {
    for block in blocks {
        match block {
            Block::Heading(heading) => visit(&mut heading.content),
            Block::Paragraph(paragraph) => visit(&mut paragraph.content),
            Block::List(list) => {
                for item in &mut list.items {
                    for_each_line_of(&mut item.blocks, visit);
                }
            }
            Block::Table(table) => {
                table.caption.iter_mut().for_each(&mut *visit);
                table.continued.iter_mut().for_each(&mut *visit);
                for row in table
                    .head
                    .iter_mut()
                    .chain(&mut table.body)
                    .chain(&mut table.foot)
                {
                    for cell in &mut row.cells {
                        for_each_line_of(&mut cell.blocks, visit);
                    }
                }
            }
            Block::Figure(figure) => figure.caption.iter_mut().for_each(&mut *visit),
            Block::Chart(chart) => chart.caption.iter_mut().for_each(&mut *visit),
            Block::Mark(mark) => mark.lines.iter_mut().for_each(&mut *visit),
            Block::Signature(signature) => {
                visit(&mut signature.post);
                visit(&mut signature.name);
            }
            Block::Revised(_, inner) => for_each_line_of(std::slice::from_mut(inner), visit),
            Block::Contents(_) | Block::ClosingRule(_) => {}
        }
    }
}
