//! What holds whatever is written: no panic, a message with a place, or files that are sound.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/project.rs"]
mod project;

use std::io::Cursor;

use aktas::Run;
use aktas::diagnostics::{Language, Place, Severity, human, json};
use aktas::kind::files::Files;
use aktas::writers::Format;
use project::Project;
use proptest::prelude::*;
use proptest::sample::Index;

const PLAN: &str = include_str!("broken/plan.yaml");

const FORMATS: [Format; 3] = [Format::Docx, Format::Pdf, Format::Html];

/// Builds a plan; its files, or none and at least one error. Messages can be shown in any form.
fn build(plan: &[u8], formats: &[Format]) -> Option<Vec<(Format, Vec<u8>)>> {
    let project = Project::new();
    project.write("plan.yaml", plan);
    let mut run = Run::default();
    let built = aktas::build(
        &project.path("plan.yaml"),
        &Files::new(None),
        formats,
        &mut run,
    );
    let Run { sources, sink, .. } = run;
    let messages = sink.into_sorted(&sources);
    for message in &messages {
        assert!(
            !message.message.to_string().contains('\n'),
            "more than a headline: {message:?}"
        );
        assert!(!human::render(message, &sources, false, Language::English).is_empty());
        assert!(json::render(message, &sources, Language::English).ends_with("}\n"));
        match &message.place {
            Place::Span(span) => {
                let source = sources.get(span.file);
                assert!(
                    source.name.ends_with("plan.yaml"),
                    "told elsewhere: {message:?}"
                );
                assert!(
                    source.text.get(span.range()).is_some(),
                    "no place: {message:?}"
                );
            }
            // Only bytes that are no text have no place.
            Place::File(_) => assert!(std::str::from_utf8(plan).is_err(), "{message:?}"),
        }
    }
    let errors = messages
        .iter()
        .filter(|message| message.severity == Severity::Error);
    assert_eq!(errors.count() == 0, built.is_some(), "{messages:?}");
    built
}

/// The characters of a DOCX in order, without white space; the file must be well-formed.
fn characters(docx: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let part = std::io::read_to_string(archive.by_name("word/document.xml").unwrap()).unwrap();
    let document = roxmltree::Document::parse(&part).unwrap();
    let is_text = |node: &roxmltree::Node<'_, '_>| node.tag_name().name() == "t";
    let texts = document
        .descendants()
        .filter(is_text)
        .filter_map(|node| node.text());
    bare(&texts.collect::<String>())
}

fn bare(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).collect()
}

/// A text as a value between double quotes, every sign of it escaped that YAML could mind.
fn quoted(text: &str) -> String {
    let signs = text.chars().map(|sign| match sign {
        'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' => sign.to_string(),
        _ => format!("\\U{:08x}", u32::from(sign)),
    });
    format!("\"{}\"", signs.collect::<String>())
}

/// Letters of many scripts, marks that combine, directions, signs of markup and of control.
fn any_text() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        6 => "[a-zA-ZąčęėįšųūžĄČĘĖĮŠŲŪŽ ]",
        2 => "[<>&{}%\"'\\\\*_`#\\[\\]()!|~-]",
        1 => "[\u{300}-\u{36f}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{5d0}-\u{5ea}\u{627}-\u{64a}]",
        1 => any::<char>().prop_map(|sign| sign.to_string()),
    ];
    proptest::collection::vec(sign, 1..24).prop_map(|signs| signs.concat())
}

/// Words without any markup, figure or quote: what is printed is what was written.
fn plain_text() -> impl Strategy<Value = String> {
    "[a-zA-ZąčęėįšųūžĄČĘĖĮŠŲŪŽ0-9 ,:?–().>&{}%/+]{1,60}"
        .prop_filter("`{en: ` is markup", |text| !names_a_language(text))
}

/// Whether a brace may begin words of another language: a name and a colon follow it.
fn names_a_language(text: &str) -> bool {
    let mut names = text
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once(':'));
    names.any(|(name, _)| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[test]
fn words_of_a_language_that_never_end_are_told() {
    let text = "Pradžia {AA: pabaiga";
    assert!(names_a_language(text) && !names_a_language("{AA pabaiga: {: {ą: {en"));
    let plan = PLAN.replace("Bibliotekų savaitė", &quoted(text));
    assert!(build(plan.as_bytes(), &[]).is_none());
    let plan = PLAN.replace("Bibliotekų savaitė", &quoted(&format!("{text}}}")));
    let built = build(plan.as_bytes(), &[Format::Docx]).unwrap();
    assert!(characters(&built[0].1).contains("Pradžiapabaiga"));
}

/// One change of a text, at a line or a byte that `at` chooses.
fn changed(plan: &str, change: u8, at: Index, other: Index, sign: char) -> Vec<u8> {
    let mut lines: Vec<String> = plan.lines().map(str::to_owned).collect();
    let (line, source) = (at.index(lines.len()), other.index(lines.len()));
    let signs: Vec<usize> = lines[line].char_indices().map(|(start, _)| start).collect();
    match change {
        0 => drop(lines.remove(line)),
        1 => lines.insert(line, lines[source].clone()),
        2 => lines.swap(line, source),
        3 => lines[line].insert(
            signs
                .get(other.index(signs.len().max(1)))
                .copied()
                .unwrap_or(0),
            sign,
        ),
        4 => lines[line] = lines[line].trim_start().into(),
        5 => lines[line].insert_str(0, "  "),
        6 if !signs.is_empty() => drop(lines[line].remove(signs[other.index(signs.len())])),
        7 if !signs.is_empty() => lines[line].truncate(signs[other.index(signs.len())]),
        8 => lines.truncate(line),
        _ => {
            let mut bytes = plan.as_bytes().to_vec();
            let place = at.index(bytes.len());
            bytes[place] = other.index(256) as u8;
            return bytes;
        }
    }
    (lines.join("\n") + "\n").into_bytes()
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn any_text_is_told_or_printed(text in any_text()) {
        let plan = PLAN.replace("Bibliotekų savaitė", &quoted(&text));
        if let Some(built) = build(plan.as_bytes(), &FORMATS) {
            prop_assert_eq!(built.len(), 3);
            characters(&built[0].1);
            let pdf = lopdf::Document::load_mem(&built[1].1);
            prop_assert!(pdf.is_ok_and(|pdf| !pdf.get_pages().is_empty()));
        }
    }

    #[test]
    fn words_are_printed_as_they_were_written(text in plain_text()) {
        let plan = PLAN.replace("Bibliotekų savaitė", &quoted(&format!("Pradžia {text} pabaiga")));
        let built = build(plan.as_bytes(), &[Format::Docx]).unwrap();
        let found = characters(&built[0].1);
        let wanted = bare(&format!("Pradžia{text}pabaiga"));
        prop_assert!(found.contains(&wanted), "{wanted} is not in {found}");
    }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn a_change_of_a_plan_is_told_or_allowed(
        changes in proptest::collection::vec((0..10_u8, any::<Index>(), any::<Index>(), any::<char>()), 1..4)
    ) {
        let mut plan = PLAN.as_bytes().to_vec();
        for (change, at, other, sign) in changes {
            let Ok(text) = std::str::from_utf8(&plan) else { break };
            if text.trim().is_empty() { break; }
            plan = changed(text, change, at, other, sign);
        }
        build(&plan, &[]);
    }
}
