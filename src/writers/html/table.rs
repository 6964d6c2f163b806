//! Tables: rows and cells with their scopes, and names where scopes do not tell which cell heads which.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{Writer, css, revisions};
use crate::document::{Cell, CellAt, Revision, Row, Scope, Table};
use crate::writers::divisible;

/// A word of a header with more letters than this can be divided.
const LONG: usize = 7;

/// The names of the header cells of a table, and for every cell those of its headers.
///
/// A screen reader finds the headers of a simple table by their scopes. In others few do, so each
/// cell names its headers (HTML Standard, 4.9.11).
#[derive(Default)]
struct Heads {
    names: BTreeMap<CellAt, String>,
    of: BTreeMap<CellAt, String>,
}

impl Heads {
    /// The header cells of a table by its number in the document.
    fn of(table: &Table, number: usize) -> Self {
        let mut heads = Self::default();
        let Ok(grid) = table.grid() else {
            return heads;
        };
        if !table.has_layered_headers() {
            return heads;
        }
        // No name that an author gives holds a dot.
        let name = |at: &CellAt| format!("t{number}.{}.{}", at.row + 1, at.cell + 1);
        let mut used = BTreeSet::new();
        table.headers(&grid, |cell, headers| {
            used.extend(headers.iter().copied());
            let headers: Vec<_> = headers.iter().map(name).collect();
            heads.of.insert(cell, headers.join(" "));
        });
        heads.names = used.into_iter().map(|at| (at, name(&at))).collect();
        heads
    }

    /// The attributes by which a cell is named and names its headers.
    fn attributes(&self, cell: CellAt) -> [Option<(&str, &str)>; 2] {
        let id = self.names.get(&cell).map(|name| ("id", name.as_str()));
        let headers = self.of.get(&cell);
        let headers = headers.filter(|names| !names.is_empty());
        [id, headers.map(|names| ("headers", names.as_str()))]
    }
}

impl Writer<'_> {
    /// The box around a table lets a narrow screen move it sideways. The description is told with
    /// the table and does not stand in the text: an element that is hidden may describe another
    /// (Accessible Name and Description Computation, 2A), and all screen readers follow
    /// `aria-describedby`, while few know `aria-description`.
    pub(super) fn table(&mut self, table: &Table) {
        self.tables += 1;
        let heads = Heads::of(table, self.tables);
        self.html.push_str("<div class=\"scroll\">");
        let class = css::table_class(&table.role);
        let described = table.description.as_ref().map(|words| {
            let id = format!("t{}.about", self.tables);
            self.open("p", &[("id", &id), ("hidden", "")]);
            self.text(words);
            self.close("p");
            id
        });
        let mut attributes: Vec<(&str, &str)> = Vec::new();
        attributes.extend(table.id.as_ref().map(|id| ("id", &**id)));
        attributes.push(("class", &class));
        attributes.extend(
            described
                .as_ref()
                .map(|id| ("aria-describedby", id.as_str())),
        );
        self.open("table", &attributes);
        self.html.push('\n');
        if let Some(caption) = &table.caption {
            self.whole(
                "caption",
                &[("class", &css::paragraph_class("table-caption"))],
                caption,
            );
            self.html.push('\n');
        }
        self.columns(table);
        let mut first = 0;
        for (tag, rows) in [
            ("thead", &table.head),
            ("tbody", &table.body),
            ("tfoot", &table.foot),
        ] {
            if !rows.is_empty() {
                self.rows(tag, rows, first, &heads);
                first += rows.len();
            }
        }
        self.html.push_str("</table></div>");
    }

    fn columns(&mut self, table: &Table) {
        let of_style = self.style.tables.get(&table.role);
        let shares = match of_style.map(|style| &style.columns) {
            Some(shares) if table.shares.is_empty() => shares,
            _ => &table.shares,
        };
        let whole: i64 = shares.iter().sum();
        if shares.len() != table.columns || whole <= 0 {
            return;
        }
        self.html.push_str("<colgroup>");
        for share in shares {
            // In hundredths of a percent, without rounding errors of floating point.
            let part = share * 10_000 / whole;
            let _ = write!(
                self.html,
                "<col style=\"width:{}.{:02}%\">",
                part / 100,
                part % 100
            );
        }
        self.html.push_str("</colgroup>\n");
    }

    /// Writes the rows of a part; `first` is the place of its first row in the table.
    fn rows(&mut self, part: &str, rows: &[Row], first: usize, heads: &Heads) {
        self.open(part, &[]);
        self.html.push('\n');
        for (row, index) in rows.iter().zip(first..) {
            let revision = row.revision.map(revisions::class);
            let keep = row.keep_with_next.then_some("keep");
            let classes: Vec<_> = keep.into_iter().chain(revision).collect();
            let class = classes.join(" ");
            let attributes = [("class", class.as_str())];
            self.open("tr", &attributes[..classes.len().min(1)]);
            // Where the row moved from or to is told in its first cell.
            let mut moved = row.revision.and_then(|revision| self.place(revision));
            for (number, cell) in row.cells.iter().enumerate() {
                let place = CellAt {
                    row: index,
                    cell: number,
                };
                let [id, headers] = heads.attributes(place);
                let moved = moved.take();
                let moved = moved.as_deref().map(|place| ("data-place", place));
                let told: Vec<_> = [id, headers, moved].into_iter().flatten().collect();
                self.cell(cell, part == "thead", told, row.revision);
            }
            self.html.push_str("</tr>\n");
        }
        self.close(part);
        self.html.push('\n');
    }

    fn cell(
        &mut self,
        cell: &Cell,
        in_head: bool,
        told: Vec<(&str, &str)>,
        revision: Option<Revision>,
    ) {
        let (columns, rows) = (cell.columns.to_string(), cell.rows.to_string());
        let mut attributes = told;
        if let Some(scope) = cell.scope {
            attributes.push(("scope", scope_name(scope)));
        }
        if cell.columns > 1 {
            attributes.push(("colspan", columns.as_str()));
        }
        if cell.rows > 1 {
            attributes.push(("rowspan", rows.as_str()));
        }
        let tag = if cell.scope.is_some() { "th" } else { "td" };
        self.open(tag, &attributes);
        let revision = revision.filter(|_| !cell.blocks.is_empty());
        self.within(revision, |writer| {
            if in_head {
                writer.blocks(&divisible(cell, writer.style, writer.lang, LONG), 0);
            } else {
                writer.blocks(&cell.blocks, 0);
            }
        });
        self.close(tag);
    }
}

fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::Column => "col",
        Scope::ColumnGroup => "colgroup",
        Scope::Row => "row",
        Scope::RowGroup => "rowgroup",
    }
}
