//! What can be wrong with a table.

use super::tree::Node;
use super::{Report, Rule};

/// Checks a table that stands in `part`.
pub(super) fn check(table: &Node, report: &mut Report<'_>) {
    let columns = table
        .find(&["w:tblGrid"])
        .map_or(0, |grid| grid.all("w:gridCol").count());
    // For each column: how many columns the cell covers that goes on below.
    let mut open: Vec<usize> = vec![0; columns];
    for (index, row) in table.all("w:tr").enumerate() {
        let filled = check_row(row, &mut open, report);
        if filled != columns {
            let detail = format!("row {} fills {filled} of {columns} columns", index + 1);
            report.add(Rule::RowOffGrid, detail);
        }
    }
    header_rows(table, report);
}

/// Checks the cells of a row and tells how many columns they fill.
fn check_row(row: &Node, open: &mut [usize], report: &mut Report<'_>) -> usize {
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
        column += span;
    }
    column + skipped("w:gridAfter")
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
