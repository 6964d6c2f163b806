//! What can be wrong with a table.

use super::tree::Node;
use super::{Report, Rule};

/// Checks a table that stands in `part`.
pub(super) fn check(table: &Node, report: &mut Report<'_>) {
    let grid = table.find(&["w:tblGrid"]);
    let widths: Vec<Option<i64>> = grid
        .into_iter()
        .flat_map(|grid| grid.all("w:gridCol"))
        .map(|column| column.attribute("w:w")?.parse().ok())
        .collect();
    let columns = widths.len();
    width(
        table.find(&["w:tblPr", "w:tblW"]),
        &widths,
        "the table",
        report,
    );
    // For each column: how many columns the cell covers that goes on below.
    let mut open: Vec<usize> = vec![0; columns];
    for (index, row) in table.all("w:tr").enumerate() {
        let filled = check_row(row, &widths, &mut open, report);
        if filled != columns {
            let detail = format!("row {} fills {filled} of {columns} columns", index + 1);
            report.add(Rule::RowOffGrid, detail);
        }
    }
    header_rows(table, report);
}

/// Checks the cells of a row and tells how many columns they fill.
fn check_row(
    row: &Node,
    widths: &[Option<i64>],
    open: &mut [usize],
    report: &mut Report<'_>,
) -> usize {
    let skipped = |name| {
        row.value(&["w:trPr", name])
            .and_then(|count| count.parse().ok())
            .unwrap_or(0)
    };
    let mut column: usize = skipped("w:gridBefore");
    for cell in row.all("w:tc") {
        if cell.children.last().is_none_or(|last| last.name != "w:p") {
            report.add(
                Rule::CellWithoutParagraph,
                format!("the cell at column {}", column + 1),
            );
        }
        let span = cell
            .value(&["w:tcPr", "w:gridSpan"])
            .and_then(|span| span.parse().ok())
            .unwrap_or(1);
        let above = open.get(column).copied().unwrap_or_default();
        let merge = cell
            .find(&["w:tcPr", "w:vMerge"])
            .map(|merge| merge.attribute("w:val") == Some("restart"));
        if merge == Some(false) && above != span {
            report.add(
                Rule::MergeWithoutStart,
                format!("the cell at column {}", column + 1),
            );
        }
        for (index, slot) in open.iter_mut().skip(column).take(span).enumerate() {
            *slot = if merge.is_some() && index == 0 {
                span
            } else {
                0
            };
        }
        let covered = widths.get(column..column + span).unwrap_or_default();
        let place = format!("the cell at column {}", column + 1);
        width(cell.find(&["w:tcPr", "w:tcW"]), covered, &place, report);
        column += span;
    }
    column + skipped("w:gridAfter")
}

/// Checks that what says its width in twentieths of a point is as wide as its columns.
fn width(said: Option<&Node>, columns: &[Option<i64>], what: &str, report: &mut Report<'_>) {
    let said = said.filter(|said| said.attribute("w:type") == Some("dxa"));
    let said: Option<i64> = said.and_then(|said| said.attribute("w:w")?.parse().ok());
    let filled: Option<i64> = columns.iter().copied().sum();
    if let Some((said, filled)) = said.zip(filled)
        && said != filled
        && !columns.is_empty()
    {
        report.add(
            Rule::WidthOffGrid,
            format!("{what} says {said}, its columns are {filled}"),
        );
    }
}

/// Word repeats header rows from the first row on, and ignores others.
fn header_rows(table: &Node, report: &mut Report<'_>) {
    let header = |row: &&Node| row.find(&["w:trPr", "w:tblHeader"]).is_some();
    let leading = table.all("w:tr").take_while(header).count();
    let all = table.all("w:tr").filter(header).count();
    if leading != all {
        report.add(Rule::HeaderRowBelow, format!("{} of {all}", all - leading));
    }
}
