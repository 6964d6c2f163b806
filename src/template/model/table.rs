//! Tables: `<table>` with its caption, parts, rows and cells.

use super::lines::Lines;
use super::{Builder, Inherited};
use crate::diagnostics::{Code, Diagnostic, did_you_mean, say};
use crate::document::{Block, Cell, GridFault, Inline, Role, Row, Scope, Table};
use crate::source::Span;
use crate::template::markup::{Child, Element};

/// The most columns of a table.
const MAX_COLUMNS: usize = super::elements::MAX_SPAN;

impl Builder<'_> {
    pub(super) fn table(&mut self, element: &Element<'_>) -> Option<Block> {
        self.attributes(
            element,
            &["role", "id", "lang", "shares", "description", "continued"],
        );
        let role = self.table_role(element);
        let mut table = Table {
            id: self.id(element),
            continued: self.continued(element),
            description: self.description(element),
            role,
            columns: 0,
            shares: self.shares(element),
            caption: None,
            head: Vec::new(),
            body: Vec::new(),
            foot: Vec::new(),
        };
        let mut places = Vec::new();
        for child in self.elements(element) {
            match child.name {
                "caption" => table.caption = Some(self.caption(child)),
                "thead" => table.head.extend(self.rows(child, &mut places)),
                "tbody" => table.body.extend(self.rows(child, &mut places)),
                "tfoot" => table.foot.extend(self.rows(child, &mut places)),
                _ => self.misplaced(child, &["caption", "thead", "tbody", "tfoot"]),
            }
        }
        let first = table
            .rows()
            .next()
            .map(|(_, row)| row.cells.iter().map(|cell| cell.columns).sum());
        table.columns = first.unwrap_or(0);
        self.complete(&table, &places, element.place)?;
        if !table.shares.is_empty() && table.shares.len() != table.columns {
            let message = say!(
                "`shares` has {shares} numbers, the table {columns} columns",
                shares = table.shares.len(),
                columns = table.columns
            );
            self.fault(element.place, message);
        }
        Some(Block::Table(table))
    }

    /// What stands over the table on the pages after its first.
    fn continued(&mut self, element: &Element<'_>) -> Option<Vec<Inline>> {
        let words = element.attribute("continued")?;
        let mut lines = Lines::default();
        lines.add(&self.typeset(words, ' '), element.place, &self.plain_look());
        Some(lines.finish()).filter(|line| !line.is_empty())
    }

    /// What the table is about, for those who do not see it.
    fn description(&mut self, element: &Element<'_>) -> Option<String> {
        let words = element.attribute("description")?.split_whitespace();
        let words: Vec<&str> = words.collect();
        (!words.is_empty()).then(|| self.typeset(&words.join(" "), ' '))
    }

    /// The numbers of `shares`, such as `30 10 10`.
    fn shares(&mut self, element: &Element<'_>) -> Vec<i64> {
        let Some(text) = element.attribute("shares") else {
            return Vec::new();
        };
        let shares: Option<Vec<i64>> = text
            .split_whitespace()
            .map(|share| {
                share
                    .parse()
                    .ok()
                    .filter(|share| (1..=10_000).contains(share))
            })
            .collect();
        shares.unwrap_or_else(|| {
            let message = say!(
                "`shares` must be numbers from 1 to 10000, found `{text}`",
                text
            );
            self.fault(element.place, message);
            Vec::new()
        })
    }

    /// Tells the first row that does not fill the columns; `places` are those of the rows.
    fn complete(&mut self, table: &Table, places: &[Span], whole: Span) -> Option<()> {
        let columns = table.columns;
        if columns == 0 {
            self.fault(whole, say!("the table has no cells"));
            return None;
        }
        if columns > MAX_COLUMNS {
            self.fault(
                whole,
                say!(
                    "the table has {columns} columns; {most} is the most",
                    columns,
                    most = MAX_COLUMNS
                ),
            );
            return None;
        }
        let (row, message) = match table.grid() {
            Ok(_) => return Some(()),
            Err(GridFault::Columns { row, found }) => (
                row,
                say!(
                    "this row fills {found} {found:column|columns}, the first row has {columns}",
                    found,
                    columns
                ),
            ),
            Err(GridFault::Rows { row, cell }) => (
                row,
                say!("cell {cell} reaches below the table", cell = cell + 1),
            ),
        };
        self.fault(places.get(row).copied().unwrap_or(whole), message);
        None
    }

    fn rows(&mut self, part: &Element<'_>, places: &mut Vec<Span>) -> Vec<Row> {
        self.attributes(part, &[]);
        let in_head = part.name == "thead";
        let mut rows = Vec::new();
        for element in self.elements(part) {
            if element.name != "tr" {
                self.misplaced(element, &["tr"]);
                continue;
            }
            self.attributes(element, &["keep"]);
            let keep_with_next = match element.attribute("keep") {
                None => false,
                Some("next") => true,
                Some(other) => {
                    self.fault(
                        element.place,
                        say!("`keep` must be `next`, found `{other}`", other),
                    );
                    false
                }
            };
            let cells: Vec<&Element<'_>> = self.elements(element);
            let cells = cells
                .into_iter()
                .filter_map(|cell| self.speaking(cell, |this| this.cell(cell, in_head)))
                .collect();
            places.push(element.place);
            rows.push(Row {
                keep_with_next,
                cells,
                revision: None,
            });
        }
        rows
    }

    fn cell(&mut self, element: &Element<'_>, in_head: bool) -> Option<Cell> {
        let is_header = match element.name {
            "th" => true,
            "td" => false,
            _ => {
                self.misplaced(element, &["th", "td"]);
                return None;
            }
        };
        self.attributes(element, &["role", "lang", "colspan", "rowspan", "scope"]);
        let columns = self.number(element, "colspan", 1);
        let rows = self.number(element, "rowspan", 1);
        let role = self.role(
            element,
            &if is_header && in_head {
                "table-head"
            } else {
                "table-cell"
            }
            .into(),
        );
        let setting = Inherited {
            paragraph: role.clone(),
            list: role,
        };
        let scope = self.scope(element, is_header, in_head, columns);
        self.no_chart_in(element);
        self.no_table_in(element);
        Some(Cell {
            columns,
            rows,
            scope,
            blocks: self.mixed(element, &setting),
        })
    }

    fn scope(
        &mut self,
        element: &Element<'_>,
        is_header: bool,
        in_head: bool,
        columns: usize,
    ) -> Option<Scope> {
        match element.attribute("scope") {
            Some("col") => Some(Scope::Column),
            Some("colgroup") => Some(Scope::ColumnGroup),
            Some("row") => Some(Scope::Row),
            Some("rowgroup") => Some(Scope::RowGroup),
            Some(other) => {
                let message = say!(
                    "`scope` must be `col`, `colgroup`, `row` or `rowgroup`, found `{other}`",
                    other
                );
                self.fault(element.place, message);
                None
            }
            None if !is_header => None,
            None if in_head && columns > 1 => Some(Scope::ColumnGroup),
            None if in_head => Some(Scope::Column),
            None => Some(Scope::Row),
        }
    }

    fn table_role(&mut self, element: &Element<'_>) -> Role {
        let name = element.attribute("role").unwrap_or("table");
        if let Some((role, _)) = self.style.tables.get_key_value(name) {
            return role.clone();
        }
        let hint = did_you_mean(name, self.style.tables.keys().map(|role| &**role));
        let hint = hint.map(|near| say!("did you mean `{near}`?", near));
        let message = say!("the style has no table `{name}`", name);
        self.sink
            .push(Diagnostic::error(Code::InvalidMarkup, element.place, message).maybe_hint(hint));
        name.into()
    }

    /// A chart needs the width of the page.
    fn no_chart_in(&mut self, parent: &Element<'_>) {
        for child in &parent.children {
            let Child::Element(element) = child else {
                continue;
            };
            if element.name == "chart" {
                let message = say!("`<chart>` cannot stand in a table; put it before or after");
                self.fault(element.place, message);
            }
            self.no_chart_in(element);
        }
    }

    /// A table in a cell or an item is more than Word shows well, or than can be followed by who
    /// hears the document.
    pub(super) fn no_table_in(&mut self, parent: &Element<'_>) {
        let is_list = parent.name == "li";
        for child in &parent.children {
            if let Child::Element(Element {
                name: "table",
                place: at,
                ..
            }) = child
            {
                let message = if is_list {
                    say!("`<table>` cannot stand in a list; put it before or after")
                } else {
                    say!("`<table>` cannot stand in a table; put it before or after")
                };
                self.fault(*at, message);
            }
        }
    }
}
