//! The rows of a plan: what its columns tell by their heads, and what each row says in them.

use crate::content::parse_decimal;

use super::notes::Place;
use super::outline::{Grid, GridCell, GridRow, Part};
use super::text::Text;
use super::words::{GOAL, MONEY, OBJECTIVE, Role, TOTAL, after, role};

/// What the columns of a table tell.
#[derive(Debug, Clone, Default)]
pub(super) struct Heads {
    /// The role of each column, and its head.
    pub columns: Vec<(Option<Role>, String)>,
}

impl Heads {
    /// Whether a column tells this.
    #[must_use]
    pub(super) fn has(&self, role: Role) -> bool {
        self.columns.iter().any(|(other, _)| *other == Some(role))
    }

    /// The years that have a column of money.
    #[must_use]
    pub(super) fn years(&self) -> Vec<i32> {
        let years = self.columns.iter().filter_map(|(role, _)| match role {
            Some(Role::Money(year)) => Some(*year),
            _ => None,
        });
        years.collect()
    }

    /// Leaves means and success to the first column that tells them: the head of a second one says
    /// something else.
    fn each_once(&mut self) {
        for once in [Role::Resources, Role::Success] {
            let columns = self
                .columns
                .iter_mut()
                .filter(|(role, _)| *role == Some(once));
            columns.skip(1).for_each(|(role, _)| *role = None);
        }
    }

    /// The heads that begin at a row, and how many rows they take.
    #[must_use]
    pub(super) fn at(grid: &Grid, row: usize) -> Option<(Self, usize)> {
        let first = grid.rows.get(row)?;
        let depth = first
            .cells
            .iter()
            .map(|cell| cell.rows + usize::from(cell.columns > 1 && cell.columns < grid.width));
        let depth = depth.max()?.min(grid.rows.len() - row);
        let rows = &grid.rows[row..row + depth];
        let columns = (0..grid.width).map(|column| {
            let heads = rows
                .iter()
                .filter_map(|row| row.cell(column))
                .map(GridCell::plain);
            let heads: Vec<String> = heads.filter(|head| !head.is_empty()).collect();
            let found = heads.iter().rev().find_map(|head| role(head));
            (found, heads.last().cloned().unwrap_or_default())
        });
        let mut heads = Self {
            columns: columns.collect(),
        };
        heads.each_once();
        let known = heads
            .columns
            .iter()
            .filter(|(role, _)| role.is_some())
            .count();
        let tells = heads.has(Role::When) || heads.has(Role::Who) || !heads.years().is_empty();
        // A goal over the whole width has the words of heads, too, and an amount may look like a year.
        let cells: Vec<String> = first.said().map(GridCell::plain).collect();
        let short = cells.iter().all(|cell| cell.chars().count() < 80);
        let apart = cells.len() > 2 && short && !cells.first().is_some_and(|cell| is_number(cell));
        (apart && known > 2 && heads.has(Role::What) && tells).then_some((heads, depth))
    }

    /// The first heads that the tables of a document have.
    #[must_use]
    pub(super) fn of(parts: &[Part]) -> Vec<Self> {
        let grids = parts.iter().filter_map(|part| match part {
            Part::Table(grid) => Some(grid),
            _ => None,
        });
        let first = |grid: &Grid| (0..grid.rows.len()).find_map(|row| Self::at(grid, row));
        grids.filter_map(first).map(|(heads, _)| heads).collect()
    }
}

/// A line of a plan.
pub(super) enum Line {
    /// A text over the whole table, or beside it.
    Text(Place, Text),
    /// What heads the columns.
    Head(Place, Vec<GridCell>),
    /// A row.
    Row(Place, Box<Fields>),
}

/// What a row says.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    /// Its number.
    pub number: String,
    /// What is to be done.
    pub what: Vec<Text>,
    /// Who does it.
    pub who: Vec<Text>,
    /// When.
    pub when: Vec<Text>,
    /// Where.
    pub place: Vec<Text>,
    /// By what means.
    pub resources: Vec<Text>,
    /// How success is seen.
    pub success: Vec<Text>,
    /// Which institutions answer for it.
    pub responsible: Vec<Text>,
    /// Who helps.
    pub partners: Vec<Text>,
    /// The money of the years.
    pub money: Vec<(i32, String)>,
    /// Where the money comes from.
    pub sources: Vec<Text>,
    /// What stands in columns that are not known, with their heads.
    pub others: Vec<(String, Vec<Text>)>,
}

impl Fields {
    fn of(heads: &Heads, row: &GridRow) -> Self {
        let mut fields = Self::default();
        for cell in row.said() {
            let unknown = (None, String::new());
            let (role, head) = heads.columns.get(cell.column).unwrap_or(&unknown);
            let texts = cell.texts.clone();
            match role {
                Some(Role::Number) => fields.number = cell.plain(),
                Some(Role::What) => fields.what.extend(texts),
                Some(Role::Who) => fields.who.extend(texts),
                Some(Role::When) => fields.when.extend(texts),
                Some(Role::Where) => fields.place.extend(texts),
                Some(Role::Resources) => fields.resources.extend(with_unit(texts, head)),
                Some(Role::Success) => fields.success.extend(texts),
                Some(Role::Responsible) => fields.responsible.extend(texts),
                Some(Role::Partners) => fields.partners.extend(texts),
                Some(Role::Money(year)) => fields.money.push((*year, cell.plain())),
                Some(Role::Sources) => fields.sources.extend(texts),
                None => fields.others.push((head.clone(), texts)),
            }
        }
        fields
    }

    /// Whether only the number and what is to be done are told.
    #[must_use]
    pub(super) fn is_title(&self) -> bool {
        let rest = [
            &self.who,
            &self.when,
            &self.place,
            &self.resources,
            &self.success,
            &self.responsible,
            &self.partners,
            &self.sources,
        ];
        rest.iter().all(|texts| texts.is_empty())
            && self.money.is_empty()
            && self.others.is_empty()
            && !self.what.is_empty()
    }

    /// The sum of a table, in words.
    #[must_use]
    pub(super) fn total(&self) -> Option<Text> {
        let first = self.what.first().map(Text::plain).unwrap_or_default();
        let is_total = [&first, &self.number]
            .iter()
            .any(|text| after(text, &[TOTAL]).is_some());
        if !is_total || !self.who.is_empty() || !self.when.is_empty() {
            return None;
        }
        let mut words = vec![self.number.clone()];
        let known = [&self.what, &self.place, &self.resources, &self.success];
        words.extend(known.into_iter().flatten().map(Text::plain));
        words.extend(self.money.iter().map(|(_, amount)| amount.clone()));
        let others = self.others.iter().flat_map(|(_, texts)| texts);
        words.extend(others.map(Text::plain));
        words.retain(|words| !words.is_empty());
        Some(Text::plainly(&words.join(" ")))
    }

    /// Takes over who, when and where from a cell that reaches down from a row above: it is about
    /// both rows. A row without a number or words of its own goes on with the one above.
    fn share(&mut self, heads: &Heads, grid: &Grid, row: &GridRow) {
        if self.number.is_empty() || self.what.is_empty() {
            return;
        }
        for (column, (role, _)) in heads.columns.iter().enumerate() {
            let field = match role {
                Some(Role::Who) => &mut self.who,
                Some(Role::When) => &mut self.when,
                Some(Role::Where) => &mut self.place,
                _ => continue,
            };
            if row.cell(column).is_none()
                && field.is_empty()
                && let Some(cell) = grid.above(row, column)
            {
                field.clone_from(&cell.texts);
            }
        }
    }

    /// Adds what stands in the next row, where a page divided it.
    pub(super) fn go_on(&mut self, next: Self) {
        self.what.extend(next.what);
        self.who.extend(next.who);
        self.when.extend(next.when);
        self.place.extend(next.place);
        self.resources.extend(next.resources);
        self.success.extend(next.success);
        self.responsible.extend(next.responsible);
        self.partners.extend(next.partners);
        self.sources.extend(next.sources);
        self.others.extend(next.others);
    }
}

/// The lines of a table. `heads` are those of the table before, which may go on; they become those of
/// this one. `None` if it is no table of a plan.
pub(super) fn lines(grid: &Grid, heads: &mut Option<Heads>) -> Option<Vec<Line>> {
    let own = (0..grid.rows.len()).any(|row| Heads::at(grid, row).is_some());
    let goes_on = heads
        .as_ref()
        .is_some_and(|heads| heads.columns.len() == grid.width);
    if !own && !goes_on {
        return None;
    }
    let (mut out, mut at) = (Vec::new(), 0);
    while at < grid.rows.len() {
        let row = &grid.rows[at];
        if let Some((found, taken)) = Heads::at(grid, at) {
            let cells = grid.rows[at..at + taken]
                .iter()
                .flat_map(GridRow::said)
                .cloned();
            out.push(Line::Head(grid.place(row, None), cells.collect()));
            *heads = Some(found);
            at += taken;
            continue;
        }
        at += 1;
        let known = heads
            .as_ref()
            .filter(|heads| heads.columns.len() == grid.width);
        if row.said().next().is_none() {
            continue;
        }
        match (row.alone(), known) {
            (Some(cell), Some(_)) if cell.columns == 1 && grid.width > 1 => {}
            (Some(cell), _) => {
                let place = grid.place(row, Some(cell));
                out.extend(
                    cell.texts
                        .iter()
                        .map(|text| Line::Text(place.clone(), text.clone())),
                );
                continue;
            }
            (None, _) => {}
        }
        match known {
            Some(heads) => {
                let mut fields = Fields::of(heads, row);
                fields.share(heads, grid, row);
                out.push(Line::Row(grid.place(row, None), Box::new(fields)));
            }
            None => out.extend(row.said().flat_map(|cell| {
                let place = grid.place(row, Some(cell));
                cell.texts
                    .iter()
                    .map(move |text| Line::Text(place.clone(), text.clone()))
            })),
        }
    }
    Some(out)
}

/// The number that a text begins with, and the rest: „1.2. Rengti“, „II. Tikslas“; the label that a
/// program puts before it is one, too.
#[must_use]
pub(super) fn numbered(text: &Text) -> (String, Text) {
    let mut rest = text.clone();
    if text.label.contains(char::is_alphanumeric) {
        let label = std::mem::take(&mut rest.label);
        return (label, rest);
    }
    rest.label.clear();
    let plain = text.plain();
    let length = plain
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(0);
    let typed = &plain[..length];
    let roman = plain.split(['.', ' ', ')']).next().unwrap_or_default();
    let is_roman = !roman.is_empty()
        && roman.bytes().all(|b| b"IVX".contains(&b))
        && plain[roman.len()..].starts_with(['.', ')']);
    let length = if is_roman {
        roman.len() + 1
    } else if is_number(typed) && (typed.contains('.') || leads(&plain[length..])) {
        length
    } else {
        return (String::new(), rest);
    };
    let number = plain[..length].to_owned();
    let after = plain[length..].trim_start();
    (number, text.ending(after))
}

/// Amounts with the unit that their head names: „Lėšos, Eur“ over „150,00“.
fn with_unit(mut texts: Vec<Text>, head: &str) -> Vec<Text> {
    let unit = head.rsplit([',', '(']).next().unwrap_or_default();
    let unit = unit.trim_end_matches(')').trim();
    let is_unit =
        unit.len() < head.len() && MONEY.iter().any(|sign| unit.to_lowercase().contains(sign));
    if let [text] = &mut texts[..]
        && is_unit
        && parse_decimal(&text.plain()).is_some()
    {
        let unit = Text::plainly(&format!(" {unit}"));
        text.runs.extend(unit.runs);
    }
    texts
}

/// Whether a text, after the space that it begins with, opens a goal or an objective: „1 tikslas“.
fn leads(text: &str) -> bool {
    let rest = text.trim_start();
    rest.len() < text.len()
        && [GOAL, OBJECTIVE]
            .iter()
            .any(|words| after(rest, words).is_some())
}

/// Whether a text is a number of a list: „1“, „1.2.“.
#[must_use]
pub(super) fn is_number(text: &str) -> bool {
    let parts: Vec<&str> = text
        .trim()
        .trim_end_matches(['.', ')'])
        .split('.')
        .collect();
    let short =
        |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    parts.iter().all(short)
}

/// How many levels a number has: „1.2.3.“ has three.
#[must_use]
pub(super) fn depth(number: &str) -> usize {
    let parts = number.trim().trim_end_matches(['.', ')']).split('.');
    parts.filter(|part| !part.trim().is_empty()).count()
}
