//! Tests of small typography: what is printed, and what is told.

use super::faults::wrong_groups;
use super::*;

fn lithuanian() -> Typography {
    let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    Typography {
        quotes: Some(("„".to_owned(), "“".to_owned())),
        after_number: list(&["m.", "mėn.", "d.", "val.", "proc.", "%", "vnt.", "ketv."]),
        after_word: list(&["mėn."]),
        months: list(&["kovo", "rugsėjo"]),
        before_number: list(&["Nr.", "p."]),
    }
}

fn printed(text: &str) -> String {
    lithuanian().apply(text, ' ').replace(NBSP, "~")
}

/// What is told, as `found → wanted`.
fn told(text: &str) -> Vec<String> {
    let faults = lithuanian().faults(text, ' ').into_iter();
    faults
        .map(|fault| format!("{} → {}", &text[fault.place], fault.wanted))
        .collect()
}

#[test]
fn what_belongs_together_stays_together() {
    let cases = [
        (
            "2027 m. rugsėjo 19 d. įsakymu Nr. V-12",
            "2027~m. rugsėjo~19~d. įsakymu Nr.~V-12",
        ),
        (
            "V. Pavardė ir A. B. Pavardaitė",
            "V.~Pavardė ir A.~B.~Pavardaitė",
        ),
        (
            "fonde 25 006 vnt., iš jų 12 proc.",
            "fonde 25~006~vnt., iš jų 12~proc.",
        ),
        ("planas – tikslas", "planas~– tikslas"),
        ("2026–2027 m. m. planas", "2026–2027~m.~m. planas"),
        ("2027 m. IV ketv.", "2027~m. IV~ketv."),
        (
            "2027 m. birželio mėn. posėdis",
            "2027~m. birželio~mėn. posėdis",
        ),
        (
            "Kovo 11-oji, gegužės 120 knygų",
            "Kovo~11-oji, gegužės 120 knygų",
        ),
        ("1 klasė, 2027 metai", "1 klasė, 2027 metai"),
        ("2027 100 vnt.", "2027 100~vnt."),
        ("laukiama < 2 dienas, ≥ 5 m.", "laukiama <~2 dienas, ≥~5~m."),
    ];
    for (text, wanted) in cases {
        assert_eq!(printed(text), wanted, "{text}");
    }
}

#[test]
fn quotation_marks_become_those_of_the_language() {
    let cases = [
        (
            "konkursas \"Metų knyga\" (\"Mano knyga\")",
            "konkursas „Metų knyga“ („Mano knyga“)",
        ),
        (
            "konkursas “Metų knyga”, “Ruduo”.",
            "konkursas „Metų knyga“, „Ruduo“.",
        ),
        ("„Jau gerai“ ir „pusiau\"", "„Jau gerai“ ir „pusiau“"),
        ("„Konkursas „Metų knyga““", "„Konkursas „Metų knyga““"),
        // After emphasis, a piece of text starts with the closing mark.
        ("“ rinkimai", "“ rinkimai"),
    ];
    for (text, wanted) in cases {
        assert_eq!(printed(text), wanted);
    }
}

#[test]
fn hyphens_become_dashes_where_one_is_meant() {
    let cases = [
        ("planas - tikslas", "planas~– tikslas"),
        ("2018-2020 m. ir (2018-2020)", "2018–2020~m. ir (2018–2020)"),
        (
            "10-12 val., 03-12mėn., 2,5-3 proc.",
            "10–12~val., 03–12~mėn., 2,5–3~proc.",
        ),
    ];
    for (text, wanted) in cases {
        assert_eq!(printed(text), wanted, "{text}");
    }
    for text in [
        "- pradžia",
        "2020-12-31",
        "2020-12 m",
        "Nr. 2018-2020",
        "tel. 8-37-123456",
        "12-10 vnt. ne",
        "5-216",
        "A-B, Nida-Klaipėda, 2-oji",
        "2020-2018",
    ] {
        assert_eq!(printed(text).replace('~', " "), text);
        assert_eq!(told(text), Vec::<String>::new());
    }
}

#[test]
fn a_unit_gets_its_space() {
    let cases = [
        ("2022m. planuojama", "2022~m. planuojama"),
        ("(33,45%), 12proc.", "(33,45~%), 12~proc."),
        ("2d klasė, 5a, 3D, 1.1. m", "2d klasė, 5a, 3D, 1.1. m"),
    ];
    for (text, wanted) in cases {
        assert_eq!(printed(text), wanted);
    }
}

#[test]
fn each_place_is_told_once_and_what_is_right_is_not() {
    assert_eq!(
        told("Renginys \"Knygų šventė\" - 2026-2027m., „pusiau\" 33,45%"),
        [
            "\"Knygų šventė\" → „Knygų šventė“",
            "šventė\" - 2026-2027m., → šventė“ – 2026–2027 m.,",
            "„pusiau\" → „pusiau“",
            "33,45% → 33,45 %",
        ]
    );
    assert_eq!(
        told("Nr. V-12, 25 006 vnt. – „gerai“"),
        Vec::<String>::new()
    );
    let long = "ilgas".repeat(100);
    assert_eq!(told(&format!("{long} - {long}")), ["- → –"]);
}

#[test]
fn groups_that_are_not_of_three_are_found() {
    let found = |text: &str| -> Vec<String> {
        let found = wrong_groups(text).into_iter();
        found
            .map(|(range, wanted)| format!("{} {wanted}", &text[range]))
            .collect()
    };
    assert_eq!(found("iš viso (16 0421)."), ["16 0421 160 421"]);
    for text in [
        "16 042",
        "spalio 5 2027",
        "tel. 8 614 01234",
        "2022 01 13",
        "16 0421a",
    ] {
        assert_eq!(found(text), Vec::<String>::new(), "{text}");
    }
}
