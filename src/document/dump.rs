//! A document as text, for tests and for looking at.

use std::fmt::Write;

use super::{
    Amount, Anchor, Baseline, Blank, Block, Cell, Chart, ChartSort, Contents, Document, Encoding,
    Field, Figure, Inline, Meaning, Orientation, Part, Revision, Row, Scope, Table, Text,
};

/// Writes the document as indented lines, one block or row each.
#[must_use]
pub fn dump(document: &Document) -> String {
    let mut out = String::new();
    let properties = &document.properties;
    line(
        &mut out,
        0,
        &format!(
            "document {:?} by {:?}, {}",
            properties.title, properties.author, properties.lang
        ),
    );
    for (name, edge) in [
        ("head", &document.running.head),
        ("foot", &document.running.foot),
    ] {
        for paragraph in edge {
            let words = inlines(&paragraph.content);
            line(&mut out, 0, &format!("{name} [{}] {words}", paragraph.role));
        }
    }
    for section in &document.sections {
        let orientation = match section.orientation {
            Orientation::Portrait => "portrait",
            Orientation::Landscape => "landscape",
        };
        line(&mut out, 0, &format!("section {orientation}"));
        blocks(&mut out, 1, &section.blocks, 0);
    }
    out
}

fn line(out: &mut String, indent: usize, text: &str) {
    let _ = writeln!(out, "{:indent$}{text}", "", indent = indent * 2);
}

fn blocks(out: &mut String, indent: usize, list: &[Block], depth: usize) {
    for block in list {
        match block {
            Block::Heading(heading) => {
                let words = inlines(&heading.content);
                line(
                    out,
                    indent,
                    &format!(
                        "heading {} [{}]{} {words}",
                        heading.level,
                        heading.role,
                        given(&heading.id)
                    ),
                );
            }
            Block::Paragraph(paragraph) => {
                line(
                    out,
                    indent,
                    &format!("para [{}] {}", paragraph.role, inlines(&paragraph.content)),
                );
            }
            Block::List(list) => {
                for (label, item) in list.labels(depth).into_iter().zip(&list.items) {
                    line(
                        out,
                        indent,
                        &format!(
                            "item {label}{}",
                            item.revision
                                .map(|revision| format!(" {}", revised(revision)))
                                .unwrap_or_default()
                        ),
                    );
                    blocks(out, indent + 1, &item.blocks, depth + 1);
                }
            }
            Block::Table(table) => dump_table(out, indent, table),
            Block::Figure(figure) => dump_figure(out, indent, figure),
            Block::Chart(chart) => dump_chart(out, indent, chart),
            Block::Contents(contents) => {
                let Contents { from, to } = contents;
                line(out, indent, &format!("contents {from} to {to}"));
            }
            Block::Mark(mark) => {
                line(out, indent, &format!("mark [{}]", mark.role));
                for content in &mark.lines {
                    line(out, indent + 1, &inlines(content));
                }
            }
            Block::Signature(signature) => {
                let (post, name) = (inlines(&signature.post), inlines(&signature.name));
                let digital = if signature.digital { "digital " } else { "" };
                line(
                    out,
                    indent,
                    &format!("{digital}signature [{}] {post} | {name}", signature.role),
                );
            }
            Block::ClosingRule(role) => line(out, indent, &format!("closing rule [{role}]")),
            Block::Revised(revision, block) => {
                line(out, indent, &revised(*revision));
                blocks(out, indent + 1, std::slice::from_ref(block), depth);
            }
        }
    }
}

fn dump_chart(out: &mut String, indent: usize, chart: &Chart) {
    let sort = match chart.sort {
        ChartSort::Bar => "bar",
        ChartSort::Line => "line",
        ChartSort::Pie => "pie",
    };
    line(
        out,
        indent,
        &format!(
            "chart {sort} [{}]{} {:?}",
            chart.role,
            named(chart.id.as_ref()),
            spaced(&chart.unit)
        ),
    );
    if let Some(caption) = &chart.caption {
        line(out, indent + 1, &format!("caption {}", inlines(caption)));
    }
    let amount = |amount: &Amount| format!("{} {:?}", amount.value, spaced(&amount.text));
    if !chart.axis.is_empty() {
        let marks: Vec<String> = chart.axis.iter().map(amount).collect();
        line(out, indent + 1, &format!("axis {}", marks.join(" | ")));
    }
    let categories: Vec<String> = chart
        .categories
        .iter()
        .map(|name| format!("{:?}", spaced(name)))
        .collect();
    line(
        out,
        indent + 1,
        &format!("categories {}", categories.join(" | ")),
    );
    for series in &chart.series {
        let value = |value: &Option<Amount>| value.as_ref().map_or("none".to_owned(), amount);
        let values: Vec<String> = series.values.iter().map(value).collect();
        line(
            out,
            indent + 1,
            &format!("series {:?} {}", spaced(&series.name), values.join(" | ")),
        );
    }
    line(out, indent + 1, &format!("alt {:?}", spaced(&chart.alt)));
}

/// A non-breaking space is shown, since it is what the reader of a dump wants to check.
fn spaced(text: &str) -> String {
    text.replace('\u{a0}', "~")
}

/// The name of a heading, but for one that it has only because every heading has one.
fn given(id: &Anchor) -> String {
    if id.starts_with("heading-") {
        return String::new();
    }
    named(Some(id))
}

fn named(id: Option<&Anchor>) -> String {
    id.map_or(String::new(), |id| format!(" #{id}"))
}

fn dump_table(out: &mut String, indent: usize, table: &Table) {
    line(
        out,
        indent,
        &format!(
            "table [{}]{} {} columns",
            table.role,
            named(table.id.as_ref()),
            table.columns
        ),
    );
    if let Some(caption) = &table.caption {
        line(out, indent + 1, &format!("caption {}", inlines(caption)));
    }
    if let Some(description) = &table.description {
        line(
            out,
            indent + 1,
            &format!("description {:?}", spaced(description)),
        );
    }
    if let Some(continued) = &table.continued {
        line(
            out,
            indent + 1,
            &format!("continued {}", inlines(continued)),
        );
    }
    for (part, row) in table.rows() {
        dump_row(out, indent + 1, part, row);
    }
}

fn dump_figure(out: &mut String, indent: usize, figure: &Figure) {
    let name = named(figure.id.as_ref());
    line(out, indent, &format!("figure [{}]{name}", figure.role));
    for picture in &figure.pictures {
        let image = &picture.image;
        let encoding = match image.encoding {
            Encoding::Jpeg { colour: true } => "JPEG",
            Encoding::Jpeg { colour: false } => "grey JPEG",
            Encoding::Png => "PNG",
            Encoding::Svg => "SVG",
        };
        let alt = picture.alt.replace('\u{a0}', "~");
        line(
            out,
            indent + 1,
            &format!(
                "picture {}x{} {encoding} {alt:?}",
                image.width, image.height
            ),
        );
    }
    if let Some(caption) = &figure.caption {
        line(out, indent + 1, &format!("caption {}", inlines(caption)));
    }
}

fn dump_row(out: &mut String, indent: usize, part: Part, row: &Row) {
    let name = match part {
        Part::Head => "head",
        Part::Body => "row",
        Part::Foot => "foot",
    };
    let keep = if row.keep_with_next { " (keep)" } else { "" };
    let revision = row.revision.map(revised);
    let revision = revision.map_or(String::new(), |revision| format!(" {revision}"));
    let cells: Vec<String> = row.cells.iter().map(cell).collect();
    let cells = cells.join(" | ");
    line(out, indent, &format!("{name}{keep}{revision} {cells}"));
}

fn cell(cell: &Cell) -> String {
    let scope = cell.scope.map_or("", |scope| match scope {
        Scope::Column => "col ",
        Scope::ColumnGroup => "colgroup ",
        Scope::Row => "row ",
        Scope::RowGroup => "rowgroup ",
    });
    let size = if (cell.columns, cell.rows) == (1, 1) {
        String::new()
    } else {
        format!("{}x{} ", cell.columns, cell.rows)
    };
    let mut inner = String::new();
    blocks(&mut inner, 0, &cell.blocks, 0);
    let words: Vec<&str> = inner.lines().map(str::trim).collect();
    format!("{scope}{size}{}", words.join(" / "))
        .trim_end()
        .to_owned()
}

fn inlines(content: &[Inline]) -> String {
    let pieces: Vec<String> = content
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => piece(text),
            Inline::Break => "break".to_owned(),
            Inline::Note(note) => format!("note {} ({})", note.number, inlines(&note.content)),
            Inline::Field(Field::Page) => "page".to_owned(),
            Inline::Field(Field::Pages) => "pages".to_owned(),
            Inline::Revised(revision, pieces) => {
                format!("{}({})", revised(*revision), inlines(pieces))
            }
        })
        .collect();
    pieces.join(" ")
}

fn revised(revision: Revision) -> String {
    match revision {
        Revision::Inserted => "inserted".to_owned(),
        Revision::Deleted => "deleted".to_owned(),
        Revision::MovedHere(number) => format!("moved here {number}"),
        Revision::MovedAway(number) => format!("moved away {number}"),
    }
}

fn piece(text: &Text) -> String {
    let mut look = match text.meaning.as_deref() {
        Some(Meaning::Number(number)) => format!("number of {} ", number.series),
        Some(Meaning::Reference) => "number ".to_owned(),
        Some(Meaning::Blank(Blank::Date)) => "blank date ".to_owned(),
        Some(Meaning::Blank(Blank::Number)) => "blank number ".to_owned(),
        None => String::new(),
    };
    if text.emphasis.strong {
        look.push_str("strong ");
    }
    if text.emphasis.stressed {
        look.push_str("em ");
    }
    match text.emphasis.baseline {
        Baseline::Normal => {}
        Baseline::Raised => look.push_str("sup "),
        Baseline::Lowered => look.push_str("sub "),
    }
    let link = text
        .link
        .as_ref()
        .map_or(String::new(), |link| format!(" -> {link}"));
    let lang = text.lang.as_ref();
    let lang = lang.map_or(String::new(), |lang| format!(" in {lang}"));
    format!("{look}\"{}\"{lang}{link}", spaced(&text.text))
}
