//! What holds for all tables: totals are exact, a wrong one is told, a change goes where it must.
//!
//! Tables are made of dice: nested columns, rows with and without formulas, numbers with up to six
//! decimals. What they come to is worked out here a second time, in whole millionths.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/project.rs"]
mod project;

use std::collections::BTreeSet;
use std::fmt::Write;

use aktas::Run;
use aktas::content::{self, parse_decimal};
use aktas::diagnostics::Code;
use aktas::figures::formula::{Argument, Expression};
use aktas::figures::targets::Targets;
use aktas::figures::{self, Figures};
use aktas::kind::files::Files;
use aktas::{data, document, kind, yaml};
use project::Project;
use proptest::prelude::*;
use rust_decimal::Decimal;

const SCHEMA: &str = r#"{
  "type": "object",
  "properties": {
    "kind": { "const": "report" },
    "lang": { "$ref": "../common/schema.json#/definitions/lang" },
    "parts": { "$ref": "../common/schema.json#/definitions/parts" }
  },
  "required": ["kind"],
  "additionalProperties": false
}"#;

const TEMPLATE: &str =
    "<section>{{ <parts parts={doc.parts} indicators={indicators} labels={labels}/> }}</section>";

/// Millionths: every number of these tests is a whole number of them.
const ONE: i128 = 1_000_000;

fn project(text: &str) -> Project {
    let project = Project::new();
    project.write("templates/report/schema.json", SCHEMA);
    project.write("templates/report/document.html", TEMPLATE);
    project.write("report.yaml", text);
    project
}

/// The figures of a document, and the codes and messages of what is told of it.
fn figures(text: &str) -> (Figures, Vec<(Code, String)>) {
    let project = project(text);
    let Run {
        mut sources,
        mut sink,
        ..
    } = Run::default();
    let file = sources.add("report.yaml".to_owned(), text.to_owned());
    let tree = yaml::parse(file, &sources, &mut sink).unwrap();
    let files = Files::new(Some(project.path("templates")));
    let kind = kind::load(&tree, &files, &mut sources, &mut sink).unwrap();
    let content = content::read(&tree, &kind, &sources, &mut sink).unwrap();
    let attachments = data::load(
        &content,
        &project.path(""),
        &kind.style.typeface,
        &mut sources,
        &mut sink,
    );
    let figures = figures::compute(
        &content,
        &attachments,
        &kind,
        &Targets::default(),
        &sources,
        &mut sink,
    );
    let told = sink.into_sorted(&sources);
    let told = told
        .into_iter()
        .map(|told| (told.code, told.message.to_string()));
    (figures, told.collect())
}

/// Numbers from a seed, the same ones every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // A linear congruential generator; the upper bits are the good ones.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    /// A number other than zero with up to six decimals.
    fn number(&mut self) -> i128 {
        let decimals = self.roll(7) as u32;
        let size = 10_i128.pow(self.roll(8) as u32 + 1);
        let digits = 1 + self.roll(1_000_000_000) as i128 % size;
        let number = digits * ONE / 10_i128.pow(decimals);
        if self.one_in(4) { -number } else { number }
    }
}

/// What a row or a column is computed from.
#[derive(Debug, Clone)]
enum Rule {
    Stated,
    Heading,
    Above,
    All,
    /// A range of columns.
    Range(usize, usize),
    /// Rows or columns by their numbers, each with its sign.
    Terms(Vec<(usize, i128)>),
}

#[derive(Debug, Clone)]
struct Sheet {
    columns: Vec<Rule>,
    rows: Vec<Rule>,
    /// The numbers of cells that are not computed; none for empty ones.
    stated: Vec<Vec<Option<i128>>>,
    /// The columns in groups: how deep each group goes from which column to which.
    nesting: u64,
    /// A second table: each cell adds cells of the first, and the sum of a column.
    other: Vec<(Vec<(usize, usize)>, usize)>,
}

impl Sheet {
    /// A table; with `minus`, formulas subtract too.
    fn new(seed: u64, minus: bool) -> Self {
        let mut dice = Dice(seed);
        let plain = 1 + dice.roll(4);
        let mut columns = Vec::new();
        let before = dice.roll(3);
        let after = dice.roll(3);
        let parts: Vec<usize> = (before..before + plain).collect();
        for column in 0..before + plain + after {
            columns.push(if parts.contains(&column) {
                Rule::Stated
            } else if dice.one_in(2) {
                let from = dice.roll(plain);
                let to = from + dice.roll(plain - from);
                Rule::Range(before + from, before + to)
            } else {
                let known = if column < before {
                    parts.clone()
                } else {
                    (before..column).collect()
                };
                Rule::Terms(terms(&mut dice, &known, minus))
            });
        }
        let mut rows: Vec<Rule> = Vec::new();
        for row in 0..2 + dice.roll(7) {
            let known: Vec<usize> = (0..row)
                .filter(|row| !matches!(rows[*row], Rule::Heading))
                .collect();
            rows.push(match dice.roll(8) {
                0 => Rule::Heading,
                1 => Rule::Above,
                2 => Rule::All,
                3 if !known.is_empty() => Rule::Terms(terms(&mut dice, &known, minus)),
                _ => Rule::Stated,
            });
        }
        let mut number = |_| (!dice.one_in(5)).then(|| dice.number());
        let stated: Vec<Vec<Option<i128>>> = rows
            .iter()
            .map(|_| (0..columns.len()).map(&mut number).collect())
            .collect();
        let shown: Vec<usize> = (0..rows.len())
            .filter(|row| !matches!(rows[*row], Rule::Heading))
            .collect();
        let mut other = Vec::new();
        for _ in 0..3 {
            if shown.is_empty() {
                break;
            }
            let cell = (shown[dice.roll(shown.len())], dice.roll(columns.len()));
            other.push((vec![cell], dice.roll(columns.len())));
        }
        Self {
            columns,
            rows,
            stated,
            nesting: seed.rotate_left(17),
            other,
        }
    }

    fn is_stated(&self, row: usize, column: usize) -> bool {
        matches!(
            (&self.rows[row], &self.columns[column]),
            (Rule::Stated, Rule::Stated)
        )
    }

    /// The cells that a cell is computed from, each with its sign; none for one that is stated.
    fn parts(&self, row: usize, column: usize) -> Vec<((usize, usize), i128)> {
        match (&self.rows[row], &self.columns[column]) {
            (Rule::Heading, _) => Vec::new(),
            (_, Rule::Range(from, to)) => (*from..=*to).map(|one| ((row, one), 1)).collect(),
            (_, Rule::Terms(terms)) => terms
                .iter()
                .map(|(one, sign)| ((row, *one), *sign))
                .collect(),
            (Rule::Terms(terms), _) => terms
                .iter()
                .map(|(one, sign)| ((*one, column), *sign))
                .collect(),
            (Rule::Above, _) => {
                let totals = self.rows[..row].iter();
                let last = totals
                    .rev()
                    .position(|row| !matches!(row, Rule::Stated | Rule::Heading));
                let first = last.map_or(0, |last| row - last);
                self.plain_rows(first, row, column)
            }
            (Rule::All, _) => self.plain_rows(0, self.rows.len(), column),
            _ => Vec::new(),
        }
    }

    fn plain_rows(&self, from: usize, to: usize, column: usize) -> Vec<((usize, usize), i128)> {
        let rows = (from..to).filter(|row| matches!(self.rows[*row], Rule::Stated));
        rows.map(|row| ((row, column), 1)).collect()
    }

    /// The value of a cell; nothing if all that it is computed from is empty.
    fn value(&self, row: usize, column: usize) -> Option<i128> {
        if matches!(self.rows[row], Rule::Heading) {
            return None;
        }
        if self.is_stated(row, column) {
            return self.stated[row][column];
        }
        let parts = self.parts(row, column);
        let values = parts
            .iter()
            .filter_map(|((row, column), sign)| Some(self.value(*row, *column)? * sign));
        values.reduce(|sum, value| sum + value)
    }

    fn other_parts(&self, index: usize) -> Vec<(usize, usize)> {
        let (cells, column) = &self.other[index];
        let rows = self.plain_rows(0, self.rows.len(), *column);
        cells
            .iter()
            .copied()
            .chain(rows.into_iter().map(|(cell, _)| cell))
            .collect()
    }

    fn other_value(&self, index: usize) -> Option<i128> {
        let parts = self.other_parts(index);
        let values = parts
            .iter()
            .filter_map(|(row, column)| self.value(*row, *column));
        values.reduce(|sum, value| sum + value)
    }

    /// Whether a cell is computed from another, over however many steps.
    fn depends(&self, cell: (usize, usize), on: (usize, usize)) -> bool {
        let parts = self.parts(cell.0, cell.1);
        cell == on || parts.into_iter().any(|(part, _)| self.depends(part, on))
    }

    /// The table as a document; `totals` are stated where a cell is computed.
    fn document(&self, totals: &dyn Fn(usize, usize) -> Option<i128>) -> String {
        let mut text =
            String::from("kind: report\nparts:\n  - table:\n      id: t\n      columns:\n");
        let mut dice = Dice(self.nesting);
        self.heads(0, self.columns.len(), 8, 3, &mut dice, &mut text);
        text += "      rows:\n";
        for (row, rule) in self.rows.iter().enumerate() {
            let cells: Vec<String> = (0..self.columns.len())
                .map(|column| {
                    let number = if self.is_stated(row, column) {
                        self.stated[row][column]
                    } else {
                        totals(row, column)
                    };
                    number.map_or("~".to_owned(), |number| format!("\"{}\"", written(number)))
                })
                .collect();
            let cells = cells.join(", ");
            let formula = match rule {
                Rule::Heading => {
                    text += "        - heading: Grupė\n";
                    continue;
                }
                Rule::Above => ", formula: sum(above)".to_owned(),
                Rule::All => ", formula: sum(all)".to_owned(),
                Rule::Terms(terms) => format!(", formula: \"{}\"", added('r', terms)),
                Rule::Stated | Rule::Range(..) => String::new(),
            };
            let _ = writeln!(
                text,
                "        - {{ id: r{row}{formula}, cells: [{cells}] }}"
            );
        }
        if !self.other.is_empty() {
            text += "  - table:\n      id: u\n      columns: [{ id: a, head: A }]\n      rows:\n";
        }
        for (cells, column) in &self.other {
            let cells: Vec<String> = cells
                .iter()
                .map(|(row, column)| format!("t.r{row}.k{column}"))
                .collect();
            let _ = writeln!(
                text,
                "        - [\"= {} + sum(t.k{column})\"]",
                cells.join(" + ")
            );
        }
        text
    }

    /// The columns from one to another, some of them in groups.
    fn heads(
        &self,
        from: usize,
        to: usize,
        indent: usize,
        depth: usize,
        dice: &mut Dice,
        text: &mut String,
    ) {
        let mut column = from;
        while column < to {
            let space = " ".repeat(indent);
            if depth > 0 && dice.one_in(3) {
                let end = column + 1 + dice.roll(to - column);
                let _ = writeln!(text, "{space}- head: G\n{space}  columns:");
                self.heads(column, end, indent + 4, depth - 1, dice, text);
                column = end;
                continue;
            }
            let formula = match &self.columns[column] {
                Rule::Range(from, to) => format!(", formula: sum(k{from}..k{to})"),
                Rule::Terms(terms) => format!(", formula: \"{}\"", added('k', terms)),
                _ => String::new(),
            };
            let _ = writeln!(text, "{space}- {{ id: k{column}, head: K{formula} }}");
            column += 1;
        }
    }

    /// The values of all cells of both tables, as the program finds them.
    fn found(figures: &Figures) -> Vec<Option<Decimal>> {
        figures
            .tables
            .iter()
            .flat_map(|table| table.values.clone())
            .collect()
    }
}

/// Some of the known ones, each once.
fn terms(dice: &mut Dice, known: &[usize], minus: bool) -> Vec<(usize, i128)> {
    let mut chosen: Vec<usize> = known.iter().copied().filter(|_| dice.one_in(2)).collect();
    if chosen.is_empty() {
        chosen.push(known[dice.roll(known.len())]);
    }
    chosen
        .into_iter()
        .map(|one| (one, if minus && dice.one_in(3) { -1 } else { 1 }))
        .collect()
}

/// `r0 + r1 - r2`
fn added(letter: char, terms: &[(usize, i128)]) -> String {
    let mut text = String::new();
    for (index, (one, sign)) in terms.iter().enumerate() {
        text += match (index, *sign) {
            (0, 1) => "",
            (0, _) => "-",
            (_, 1) => " + ",
            _ => " - ",
        };
        let _ = write!(text, "{letter}{one}");
    }
    text
}

/// Millionths as an author writes them.
fn written(number: i128) -> String {
    let (whole, rest) = (number.abs() / ONE, number.abs() % ONE);
    let sign = if number < 0 { "-" } else { "" };
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    format!(
        "{sign}{whole},{}",
        format!("{rest:06}").trim_end_matches('0')
    )
}

/// Millionths of a number of the program.
fn millionths(number: Decimal) -> i128 {
    number.mantissa() * ONE / 10_i128.pow(number.scale())
}

/// An expression with all its brackets and without places.
fn full(expression: &Expression) -> String {
    match expression {
        Expression::Number(number) => format!("{}", number.normalize()),
        Expression::Name(name) => name.text.clone(),
        Expression::Negative(of) => format!("neg({})", full(of)),
        Expression::Binary(left, operator, right) => {
            format!("({} {operator:?} {})", full(left), full(right))
        }
        Expression::Call(function, arguments) => {
            let arguments: Vec<String> = arguments
                .iter()
                .map(|argument| match argument {
                    Argument::Value(value) => full(value),
                    Argument::Range(from, to) => format!("{}..{}", from.text, to.text),
                })
                .collect();
            format!("{function:?}({})", arguments.join(", "))
        }
    }
}

/// A formula of any build.
fn any_formula() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "[a-z][a-z0-9]{0,3}(-[a-z]{1,2})?",
        "[a-z]{1,3}\\.[0-9]{1,4}\\.[a-z]{1,3}",
        "(0|[1-9][0-9]{0,2})([.,][0-9]{1,6})?",
        "[1-9][0-9]{0,2} [0-9]{3}",
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), "[-+*/]", inner.clone())
                .prop_map(|(a, sign, b)| format!("{a} {sign} {b}")),
            inner.clone().prop_map(|of| format!("({of})")),
            inner.clone().prop_map(|of| format!("-({of})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("share({a}; {b})")),
            proptest::collection::vec(inner, 1..4)
                .prop_map(|all| format!("sum({}; a..b)", all.join("; "))),
        ]
    })
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_270_101),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn computed_totals_are_exact(seed in any::<u64>()) {
        let sheet = Sheet::new(seed, true);
        let text = sheet.document(&|_, _| None);
        let (figures, told) = figures(&text);
        prop_assert!(told.is_empty(), "{told:?}\n{text}");
        for row in 0..sheet.rows.len() {
            for column in 0..sheet.columns.len() {
                let found = figures.tables[0].value(row, column).map(millionths);
                prop_assert_eq!(found, sheet.value(row, column), "r{} k{}\n{}", row, column, text);
            }
        }
        for index in 0..sheet.other.len() {
            let found = figures.tables[1].value(index, 0).map(millionths);
            prop_assert_eq!(found, sheet.other_value(index), "u {}\n{}", index, text);
        }
    }

    #[test]
    fn a_right_total_is_never_told_and_a_wrong_one_always(seed in any::<u64>(), at in any::<usize>()) {
        let sheet = Sheet::new(seed, true);
        let totals: Vec<(usize, usize)> = (0..sheet.rows.len())
            .flat_map(|row| (0..sheet.columns.len()).map(move |column| (row, column)))
            .filter(|(row, column)| !sheet.is_stated(*row, *column) && sheet.value(*row, *column).is_some())
            .collect();
        let right = sheet.document(&|row, column| sheet.value(row, column));
        prop_assert!(figures(&right).1.is_empty(), "{right}");
        if totals.is_empty() {
            return Ok(());
        }
        let wrong = totals[at % totals.len()];
        let text = sheet.document(&|row, column| {
            let value = sheet.value(row, column)?;
            Some(if (row, column) == wrong { value + 1 + (at % 5_000_000) as i128 } else { value })
        });
        let (_, told) = figures(&text);
        prop_assert_eq!(told.len(), 1, "{:?}\n{}", told, text);
        prop_assert_eq!(told[0].0, Code::WrongTotal);
        let of = format!("`k{}` of `r{}`", wrong.1, wrong.0);
        prop_assert!(told[0].1.contains(&of), "{} is told, {of} is wrong\n{text}", told[0].1);
    }

    #[test]
    fn a_change_goes_to_what_depends_on_it_and_nowhere_else(seed in any::<u64>(), at in any::<usize>()) {
        let mut sheet = Sheet::new(seed, false);
        let stated: Vec<(usize, usize)> = (0..sheet.rows.len())
            .flat_map(|row| (0..sheet.columns.len()).map(move |column| (row, column)))
            .filter(|(row, column)| sheet.is_stated(*row, *column))
            .collect();
        if stated.is_empty() {
            return Ok(());
        }
        let before = Sheet::found(&figures(&sheet.document(&|_, _| None)).0);
        let changed = stated[at % stated.len()];
        let cell = &mut sheet.stated[changed.0][changed.1];
        *cell = Some(cell.map_or(ONE / 2, |number| number + ONE / 8));
        let text = sheet.document(&|_, _| None);
        let after = Sheet::found(&figures(&text).0);
        let found: BTreeSet<usize> = (0..after.len()).filter(|index| before[*index] != after[*index]).collect();
        let width = sheet.columns.len();
        let mut wanted: BTreeSet<usize> = (0..sheet.rows.len() * width)
            .filter(|index| sheet.depends((index / width, index % width), changed))
            .collect();
        for index in 0..sheet.other.len() {
            if sheet.other_parts(index).iter().any(|part| sheet.depends(*part, changed)) {
                wanted.insert(sheet.rows.len() * width + index);
            }
        }
        prop_assert_eq!(found, wanted, "r{} k{} was changed\n{}", changed.0, changed.1, text);
    }

    #[test]
    fn a_printed_number_reads_as_what_was_written(numbers in proptest::collection::vec((-10_i128.pow(23)..10_i128.pow(23), 0..7_u32), 4)) {
        let numbers: Vec<Decimal> = numbers
            .into_iter()
            .map(|(mantissa, scale)| Decimal::from_i128_with_scale(mantissa, scale))
            .collect();
        let cells: Vec<String> = numbers.iter().map(|number| format!("\"{number}\"")).collect();
        for (lang, group) in [("lt", "~"), ("en", ",")] {
            let text = format!(
                "kind: report\nlang: {lang}\nparts:\n  - table:\n      id: t\n      columns: [{{ head: A }}, {{ head: B }}, {{ head: C }}, {{ head: D }}]\n      rows: [[{}]]\n",
                cells.join(", ")
            );
            let project = project(&text);
            let files = Files::new(Some(project.path("templates")));
            let mut run = Run::default();
            let checked = aktas::check(&project.path("report.yaml"), &files, &mut run).unwrap();
            let checked = checked.document;
            let dump = document::dump(&checked);
            let printed: Vec<Option<Decimal>> = dump
                .split("[statistics-figure] \"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
                .map(|printed| parse_decimal(&printed.replace(group, "\u{a0}")))
                .collect();
            let wanted: Vec<Option<Decimal>> = numbers.iter().copied().map(Some).collect();
            prop_assert_eq!(printed, wanted, "{}", dump);
        }
    }
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn a_formula_prints_as_one_that_means_the_same(text in any_formula()) {
        let read = Expression::parse(&text).unwrap();
        let printed = read.to_string();
        let again = Expression::parse(&printed);
        prop_assert!(again.is_ok(), "{text} prints as {printed}: {again:?}");
        prop_assert_eq!(full(&again.unwrap()), full(&read), "{} prints as {}", text, printed);
    }

    #[test]
    fn any_text_is_a_formula_or_says_where_it_is_none(text in "[a-c0-9 .,;()+*/=<>ąŽ\u{a0}−–×-]{0,40}") {
        if let Err(fault) = Expression::parse(&text) {
            prop_assert!(text.get(fault.range.clone()).is_some(), "{fault:?} of {text}");
            prop_assert!(!fault.why.is_empty());
        }
        let _ = Expression::parse_relation(&text);
    }
}

#[test]
fn a_long_way_of_formulas_comes_to_its_end() {
    // Two thousand rows, each computed from the next one, and a formula as deep as it may be.
    let mut text = String::from(
        "kind: report\nparts:\n  - table:\n      id: t\n      columns: [{ id: a, head: A }]\n      rows:\n",
    );
    for row in 0..2000 {
        let deep = format!("{}r{} + 1{}", "(1 + ".repeat(28), row + 1, ")".repeat(28));
        let _ = writeln!(text, "        - {{ id: r{row}, cells: [\"= {deep}\"] }}");
    }
    text += "        - { id: r2000, cells: [1] }\n";
    let (figures, told) = figures(&text);
    assert!(told.is_empty(), "{told:?}");
    let first = figures.tables[0].value(0, 0);
    assert_eq!(first, Some(Decimal::from(1 + 2000 * 29)));
}
