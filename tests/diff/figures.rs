//! The figures that follow from a change, against all figures computed anew.

use std::collections::BTreeMap;
use std::path::Path;

use aktas::Run;
use aktas::diagnostics::Sink;
use aktas::figures::targets::Targets;
use aktas::figures::{Inline, compute};
use aktas::kind::files::Files;

use super::{FUNDING, NEW, OLD, PLAN, REPORT, compared, json, two, with};

#[test]
fn an_indicator_follows_from_its_figures() {
    let new = with(PLAN, &[("visits: 10550", "visits: 10600")]);
    assert_eq!(
        compared(PLAN, &new),
        [
            "changed figures.2027.visits",
            "indicators.2027.visits-per-reader 16.48 16.56 [0]",
        ]
    );
    let both = with(&new, &[("readers: 640", "readers: 641")]);
    let told = compared(PLAN, &both);
    let of = "indicators.2027.visits-per-reader 16.48 16.54 [0,1]";
    assert!(told.iter().any(|line| line == of), "{told:#?}");
}

#[test]
fn all_sums_of_an_amount_follow_from_it() {
    let new = with(
        FUNDING,
        &[(
            "money: { 2027: 500, 2028: 500, 2029: 500 }",
            "money: { 2027: 600, 2028: 500, 2029: 500 }",
        )],
    );
    assert_eq!(
        compared(FUNDING, &new),
        [
            "changed goals[0].directions[2].activities[0].money.2027",
            "goals[0] (2027) 15500 15600 [0]",
            "goals[0] (all) 46500 46600 [0]",
            "goals[0].directions[2] (2027) 500 600 [0]",
            "goals[0].directions[2] (all) 1500 1600 [0]",
            "goals[0].directions[2].activities[0] (all) 1500 1600 [0]",
            "sources.own (2027) 20200 20300 [0]",
            "sources.own (all) 57600 57700 [0]",
            "totals.2027 114000 114100 [0]",
            "totals.all 313000 313100 [0]",
        ]
    );
}

#[test]
fn a_row_that_was_put_in_is_one_change_and_the_rows_after_it_are_none() {
    let found = compared(
        REPORT,
        &with(
            REPORT,
            &[(
                "            - { id: outdated, cells:",
                "            - { id: lost, cells: { why: Prarasta, count: 0 } }\n            - { id: outdated, cells:",
            )],
        ),
    );
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("added - > "), "{found:#?}");
    let found = compared(
        REPORT,
        &with(
            REPORT,
            &[(
                "            - { id: villages, cells: [Kaimo padaliniai, ~, ~, 3343, 256, 1024, 128, 3526, 93] }",
                "            - { id: villages, cells: [Kaimo padaliniai, ~, ~, 3343, 256, 1024, 128, 3527, 93] }",
            )],
        ),
    );
    assert!(found[0].starts_with("changed "), "{found:#?}");
    assert!(
        found.len() > 1 && found[1..].iter().all(|line| line.ends_with("[0]")),
        "{found:#?}"
    );
}

/// Every figure that a document prints, by a name that stays.
fn printed(text: &str) -> BTreeMap<String, String> {
    let project = two(text, text);
    let mut run = Run::default();
    let form =
        aktas::run::form(Path::new(&project.path(OLD)), &Files::new(None), &mut run).unwrap();
    let mut sink = Sink::default();
    let figures = compute(
        &form.content,
        &form.attachments,
        &form.kind,
        &Targets::default(),
        &run.sources,
        &mut sink,
    );
    let mut all = BTreeMap::new();
    for series in &figures.series {
        for one in &series.indicators {
            all.insert(
                format!("indicators.{}.{}", series.key, one.id),
                one.value.to_string(),
            );
        }
    }
    for computed in &figures.tables {
        let table = &computed.table;
        for row in 0..table.rows.len() {
            for (column, of) in table.columns.iter().enumerate() {
                if let (Some(value), Some(_)) =
                    (computed.value(row, column), table.formula(row, column))
                {
                    let name = format!("{}.{}.{}", table.id, table.row_name(row), of.id);
                    all.insert(name, value.to_string());
                }
            }
        }
    }
    for (place, inlines) in &figures.texts {
        for (nth, inline) in inlines.iter().enumerate() {
            if let Inline::Figure(Some(value)) = inline {
                let before = &text[..place.range().start];
                let line = before.matches('\n').count();
                all.insert(format!("text {line} {nth}"), value.to_string());
            }
        }
    }
    for chart in &figures.charts {
        for (name, values) in &chart.series {
            for (category, value) in chart.categories.iter().zip(values) {
                if let Some(value) = value {
                    all.insert(
                        format!("chart {} {name} {category}", chart.number),
                        value.to_string(),
                    );
                }
            }
        }
    }
    all
}

/// Every number of the rows of the report is changed, one at a time (of many of one sort, some): the figures that
/// are told to follow are all those that are printed otherwise, and no others.
#[test]
fn exactly_the_figures_follow_that_are_printed_otherwise() {
    let old = printed(REPORT);
    let lines: Vec<&str> = REPORT.lines().collect();
    let is_row = |line: &&&str| line.contains("cells: [") || line.contains("internet-sessions:");
    let rows: Vec<&&str> = lines.iter().filter(is_row).collect();
    assert!(rows.len() > 40, "{}", rows.len());
    let mut followed = 0;
    for row in rows.iter().step_by(6) {
        let Some(new_row) = raised(row) else { continue };
        let new = with(REPORT, &[(row, &new_row)]);
        let is = printed(&new);
        let mut wanted: Vec<String> = Vec::new();
        for (name, value) in &is {
            let was = old.get(name);
            if was != Some(value) {
                wanted.push(format!("{} {value}", was.map_or("-", String::as_str)));
            }
        }
        let found = json(&two(REPORT, &new), &[OLD, NEW]);
        let follows = found["follows"].as_array().unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
        let is_own = |name: &str| name.starts_with("figures.");
        let mut told: Vec<String> = follows
            .iter()
            .filter(|one| !is_own(one["figure"].as_str().unwrap()))
            .map(|one| format!("{} {}", text(&one["old"]), text(&one["new"])))
            .collect();
        wanted.sort();
        told.sort();
        assert_eq!(told, wanted, "{new_row}\n{found:#}");
        for one in follows {
            assert_ne!(one["follows-from"].as_array().unwrap().len(), 0, "{one}");
        }
        followed += told.len();
    }
    assert!(followed > 20, "{followed}");
}

#[test]
fn what_is_called_alike_is_told_apart() {
    let new = with(
        REPORT,
        &[
            ("604, 93]", "614, 93]"),
            ("visits: 124380", "visits: 124390"),
            ("8617, 0, 0, 0, 19, 0, 0]", "8618, 0, 0, 0, 19, 0, 0]"),
            ("pandusas, keltuvas", "keltuvas"),
        ],
    );
    let found = json(&two(REPORT, &new), &[OLD, NEW]);
    let changes = found["changes"].as_array().unwrap().iter();
    let names: Vec<String> = changes
        .map(|one| {
            let parts = one["name"].as_array().unwrap().iter();
            parts
                .map(|part| part.as_str().unwrap())
                .collect::<Vec<_>>()
                .join(" › ")
        })
        .collect();
    let follows = found["follows"].as_array().unwrap().iter();
    let follows: Vec<&str> = follows.map(|one| one["name"].as_str().unwrap()).collect();
    for wanted in [
        // By the group of the column, by the heading over the row, by the words for a figure.
        "„Bibliotekos dokumentų fondas“ › Naujų dokumentų įsigijimas › Viešoji biblioteka › Periodiniai leidiniai › Fiz. vnt.",
        "„Bibliotekos dokumentų fondas“ › Dokumentų fondo suvestinė › Beržakalnio miesto biblioteka ir kaimo padaliniai › 2026 m. gauta dokumentų › Knygos ir serialiniai leidiniai",
        "Apsilankymų skaičius, 2024",
        "„Bibliotekų prieinamumas“ › „2026 metais gyventojus aptarnavo Gilupio …“",
    ] {
        assert!(
            names.iter().any(|name| name == wanted),
            "{wanted}\n{names:#?}"
        );
    }
    for wanted in [
        "Naujų dokumentų įsigijimas › Viešoji biblioteka › Gauta naujų dokumentų › Fiz. vnt.",
        "in the chart „Vartotojų aptarnavimas“ › „Apsilankymai rajono bibliotekose 2022–2026 …“: Apsilankymų skaičius, 2024",
    ] {
        assert!(follows.contains(&wanted), "{wanted}\n{follows:#?}");
    }
}

/// A row with its last number one greater.
fn raised(row: &str) -> Option<String> {
    let end = row.rfind(|sign: char| sign.is_ascii_digit())? + 1;
    let start = row[..end].rfind(|sign: char| !sign.is_ascii_digit())? + 1;
    let number: u64 = row[start..end].parse().ok()?;
    Some(format!("{}{}{}", &row[..start], number + 1, &row[end..]))
}
