//! Awkward signs in every place where text can stand: the DOCX is sound and says them as they were
//! written, or a message tells which text cannot be.
//!
//! - `tests/awkward/places.yaml`: the document, with the places;
//! - `tests/awkward/told.md`: what becomes of each sign, and where.
//!
//! `UPDATE=1 cargo test --test awkward` writes the second anew: read the difference before you keep
//! it. With `AKTAS_AWKWARD=folder` the files are kept for the judges of `.ci`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/compare.rs"]
mod compare;
#[path = "support/project.rs"]
mod project;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::io::Cursor;
use std::path::Path;
use std::{fs, io, thread};

use aktas::Run;
use aktas::diagnostics::{Place, Severity};
use aktas::kind::files::Files;
use aktas::writers::Format;
use aktas::writers::docx::lint::lint;
use compare::{difference, updating};
use project::Project;

const PLACES: &str = include_str!("awkward/places.yaml");

/// Where the files for the judges go.
const FOLDER: &str = "AKTAS_AWKWARD";

/// The signs: what they are called, and themselves.
const SIGNS: &[(&str, &str)] = &[
    ("ampersand", "&"),
    ("less than", "<"),
    ("greater than", ">"),
    ("double quote", "\""),
    ("single quote", "'"),
    ("quotes in a pair", "\"žodis\""),
    ("end of CDATA", "]]>"),
    ("entity", "&amp; &nbsp;"),
    ("entity of a control character", "&#1;"),
    ("tag", "<w:p/>"),
    ("comment", "<!-- x -->"),
    ("empty braces", "{}"),
    ("opening brace", "{"),
    ("closing brace", "}"),
    ("expression of a template", "{{ title }}"),
    ("statement of a template", "{% if x %}"),
    ("backslash", "\\"),
    ("star", "*"),
    ("underscore", "_"),
    ("grave accent", "`"),
    ("number sign", "#"),
    ("at sign", "@"),
    ("per cent", "%41"),
    ("null", "\0"),
    ("control character", "\u{1}"),
    ("vertical tabulator", "\u{b}"),
    ("form feed", "\u{c}"),
    ("escape", "\u{1b}"),
    ("delete", "\u{7f}"),
    ("next line", "\u{85}"),
    ("control character of Latin 1", "\u{9f}"),
    ("line end", "\n"),
    ("line end of Windows", "\r\n"),
    ("carriage return", "\r"),
    ("empty line", "\n\n"),
    ("tabulator", "\t"),
    ("several spaces", "   "),
    ("no-break space", "\u{a0}"),
    ("thin space", "\u{2009}"),
    ("ideographic space", "\u{3000}"),
    ("soft hyphen", "\u{ad}"),
    ("no-break hyphen", "\u{2011}"),
    ("zero-width space", "\u{200b}"),
    ("zero-width non-joiner", "\u{200c}"),
    ("word joiner", "\u{2060}"),
    ("byte order mark", "\u{feff}"),
    ("line separator", "\u{2028}"),
    ("paragraph separator", "\u{2029}"),
    ("not a character", "\u{fffe}"),
    ("not a character either", "\u{ffff}"),
    ("not a character beyond", "\u{1fffe}"),
    ("replacement character", "\u{fffd}"),
    ("private use", "\u{e000}"),
    ("unassigned", "\u{378}"),
    ("emoji", "😀"),
    ("emoji of several", "👩\u{200d}🏫"),
    ("emoji as text", "☎\u{fe0e}"),
    ("keycap", "1\u{fe0f}\u{20e3}"),
    ("flag", "🇱🇹"),
    (
        "combining marks",
        "e\u{307}\u{301} ą\u{303} i\u{307}\u{300}",
    ),
    (
        "many marks on one letter",
        "a\u{301}\u{302}\u{303}\u{304}\u{306}\u{307}\u{308}\u{30a}",
    ),
    ("mark without a letter", " \u{301}"),
    ("Hebrew", "שלום"),
    ("Arabic", "مرحبا"),
    ("mark of a direction", "\u{200f}"),
    ("direction turned", "\u{202e}abc\u{202c}"),
    ("direction apart", "\u{2067}abc\u{2069}"),
    ("Chinese", "漢字"),
    ("beyond the first plane", "𠀀"),
    ("long word", LONG_WORD),
];

const LONG_WORD: &str = "nebeprisikiškiakopūsteliaudavusiuosenebeprisikiškiakopūsteliaudavusiuosenebeprisikiškiakopūsteliaudavusiuose\
    nebeprisikiškiakopūsteliaudavusiuosenebeprisikiškiakopūsteliaudavusiuosenebeprisikiškiakopūsteliaudavusiuose";

/// The names of the places, in the order of the document.
fn places() -> Vec<&'static str> {
    let content = PLACES.lines().filter(|line| !line.starts_with('#'));
    let pieces = content.flat_map(|line| line.split('@').skip(1).step_by(2));
    pieces.collect()
}

/// The words around the sign in a place: letters alone, which nothing changes.
fn around(place: &str) -> (String, String) {
    let letters: String = place.split('-').collect();
    (format!("Nuo{letters}"), format!("Iki{letters}"))
}

/// The document with a sign in some places; the others have words.
fn content(sign: &str, chosen: &BTreeSet<&str>) -> String {
    let mut text = PLACES.to_owned();
    for place in places() {
        let (start, end) = around(place);
        let sign = if chosen.contains(place) { sign } else { " ir " };
        text = text.replace(
            &format!("@{place}@"),
            &escaped(&format!("{start}{sign}{end}")),
        );
    }
    text
}

/// A text as YAML writes it between double quotes.
fn escaped(text: &str) -> String {
    let signs = text.chars().map(|sign| match sign {
        sign if sign.is_alphanumeric() || sign == ' ' => sign.to_string(),
        sign => format!("\\U{:08x}", u32::from(sign)),
    });
    signs.collect()
}

/// The name of the file, which the provenance tells, is a place too; not every sign can stand in one.
const FILE: &str = "file";

fn is_name(sign: &str) -> bool {
    !sign.contains(['/', '\0']) && sign.len() < 200
}

fn file_name(sign: &str) -> String {
    let (start, end) = around(FILE);
    let sign = if is_name(sign) { sign } else { "" };
    format!("{start}{sign}{end}.yaml")
}

/// What becomes of a document: the file, or for each place what is told of it.
enum Outcome<'p> {
    Built(Vec<u8>),
    Refused(BTreeMap<&'p str, String>),
}

fn build<'p>(path: &Path, text: &str, places: &[&'p str]) -> Outcome<'p> {
    fs::write(path, text).unwrap();
    let mut run = Run::default();
    let files = Files::new(Some(project::tests().join("everything/templates")));
    let built = aktas::build(path, &files, &[Format::Docx], &mut run);
    if let Some(built) = built {
        return Outcome::Built(built.into_iter().next().unwrap().1);
    }
    let Run { sources, sink, .. } = run;
    let mut refused = BTreeMap::new();
    let messages = sink.into_sorted(&sources);
    for message in &messages {
        if message.severity != Severity::Error {
            continue;
        }
        let Place::Span(span) = &message.place else {
            panic!("no place is told: {message:?}");
        };
        let source = sources.get(span.file);
        if *source.text != *text {
            // What a chart draws is told where its markup stands too.
            continue;
        }
        let line = source.line_column(span.range().start).line;
        let line = text.lines().nth(line - 1).unwrap_or_default();
        // What follows from a fault, such as a column that is not there, may be told elsewhere.
        if let Some(place) = places.iter().find(|place| line.contains(&around(place).0)) {
            refused.insert(*place, format!("{}: {}", message.code, message.message));
        }
    }
    assert!(
        !refused.is_empty(),
        "no file, and no message at the place: {messages:?}"
    );
    Outcome::Refused(refused)
}

/// All texts of a package: paragraphs, attributes, and what other elements hold.
fn texts(file: &[u8]) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut texts = Vec::new();
    for index in 0..archive.len() {
        let part = archive.by_index(index).unwrap();
        if !matches!(part.name().rsplit('.').next(), Some("xml" | "rels")) {
            continue;
        }
        let part = io::read_to_string(part).unwrap();
        let parsed = roxmltree::Document::parse(&part).expect("the part is XML");
        for node in parsed.descendants().filter(roxmltree::Node::is_element) {
            texts.extend(
                node.attributes()
                    .map(|attribute| attribute.value().to_owned()),
            );
            match node.tag_name().name() {
                "p" => texts.push(paragraph(node)),
                "t" | "instrText" => {}
                _ => texts.extend(node.text().map(str::to_owned)),
            }
        }
    }
    texts
}

/// The text of a paragraph as Word shows it.
fn paragraph(node: roxmltree::Node<'_, '_>) -> String {
    let shown = node.descendants().map(|node| match node.tag_name().name() {
        "t" => node.text().unwrap_or_default(),
        "br" => "\n",
        "tab"
            if node
                .parent()
                .is_some_and(|parent| parent.tag_name().name() == "r") =>
        {
            "\t"
        }
        "noBreakHyphen" => "\u{2011}",
        "softHyphen" => "\u{ad}",
        _ => "",
    });
    shown.collect()
}

/// What a file has in a place: the same wherever it is said, and said at all.
fn found(texts: &[String], place: &str, sign: &str) -> String {
    let (start, end) = around(place);
    let ways = texts.iter().filter_map(|text| {
        let (_, rest) = text.split_once(&start)?;
        Some(match rest.split_once(&end) {
            Some((between, _)) if between == sign => "kept".to_owned(),
            Some((between, _)) => format!("as {}", shown(between)),
            None => format!("parted after {}", shown(rest)),
        })
    });
    let ways: BTreeSet<String> = ways.collect();
    assert!(!ways.is_empty(), "nothing is said in {place}");
    ways.into_iter().collect::<Vec<_>>().join(" and ")
}

/// What becomes of a sign: the outcomes and their places, as lines.
fn told(name: &str, sign: &str, folder: Option<&Path>) -> String {
    let project = Project::new();
    let picture = fs::read(project::tests().join("everything/content/pictures/shelf.png")).unwrap();
    project.write("pictures/shelf.png", picture);
    let path = project.path(&file_name(sign));
    let mut places = places();
    let mut chosen: BTreeSet<&str> = places.iter().copied().collect();
    let mut refused = BTreeMap::new();
    // What one stage refuses, the next has not seen.
    let file = loop {
        match build(&path, &content(sign, &chosen), &places) {
            Outcome::Built(file) => break file,
            Outcome::Refused(more) => {
                chosen.retain(|place| !more.contains_key(place));
                let before = refused.len();
                refused.extend(more);
                assert!(
                    refused.len() > before,
                    "{name}: the same is refused again: {refused:?}"
                );
            }
        }
    };
    assert_eq!(lint(&file), Ok(Vec::new()), "{name}");
    if let Some(folder) = folder {
        fs::write(
            folder.join(format!("{}.docx", name.replace(' ', "-"))),
            &file,
        )
        .unwrap();
    }
    if is_name(sign) {
        places.push(FILE);
    }
    let texts = texts(&file);
    let mut outcomes = BTreeMap::<String, Vec<&str>>::new();
    for place in &places {
        let refused = refused.get(place).map(|why| format!("refused, {why}"));
        let outcome = refused.unwrap_or_else(|| found(&texts, place, sign));
        outcomes.entry(outcome).or_default().push(place);
    }
    let mut lines = format!("\n## {name}, {}\n\n", shown(sign));
    for (outcome, of) in outcomes {
        let named = of.join(", ");
        let where_to = match of.len() {
            count if count == places.len() => "everywhere",
            count if count * 2 > places.len() => "elsewhere",
            _ => &named,
        };
        let _ = writeln!(lines, "- {where_to}: {outcome}");
    }
    lines
}

/// A text with what cannot be seen as its number.
fn shown(text: &str) -> String {
    let is_plain = |sign: char| sign == ' ' || (sign.is_ascii_graphic() || sign.is_alphabetic());
    let signs = text.chars().map(|sign| {
        if is_plain(sign) {
            sign.to_string()
        } else {
            format!("{{U+{:04X}}}", u32::from(sign))
        }
    });
    let text: String = signs.collect();
    let start: String = text.chars().take(60).collect();
    let more = if start.len() < text.len() { "…" } else { "" };
    format!("`{start}{more}`")
}

#[test]
fn every_sign_is_told_or_kept_in_every_place() {
    let folder = std::env::var_os(FOLDER).map(std::path::PathBuf::from);
    if let Some(folder) = &folder {
        fs::create_dir_all(folder).unwrap();
    }
    let mut report = "# Awkward signs\n\nWhat becomes of each in the places of `places.yaml` and in the name of the \
        file: kept as it was\nwritten, shown in another way, or refused with a message at the place.\n"
        .to_owned();
    let threads = SIGNS.len().div_ceil(4);
    thread::scope(|scope| {
        let parts = SIGNS.chunks(threads).map(|signs| {
            let folder = folder.as_deref();
            scope.spawn(move || {
                signs
                    .iter()
                    .map(|(name, sign)| told(name, sign, folder))
                    .collect::<String>()
            })
        });
        let parts: Vec<_> = parts.collect();
        parts
            .into_iter()
            .for_each(|part| report.push_str(&part.join().unwrap()));
    });
    let path = project::tests().join("awkward/told.md");
    if updating() {
        fs::write(&path, &report).unwrap();
    }
    let wanted = fs::read_to_string(&path).unwrap_or_default();
    if let Some(difference) = difference(&wanted, &report) {
        panic!("\n{difference}`UPDATE=1` writes the file anew");
    }
}

/// As much text as nobody would write stands in one cell, with spaces and without.
#[test]
fn a_cell_holds_a_hundred_thousand_letters() {
    for word in ["žodis ", "ž"] {
        let text = word.repeat(100_000 / word.chars().count());
        let project = Project::new();
        let picture =
            fs::read(project::tests().join("everything/content/pictures/shelf.png")).unwrap();
        project.write("pictures/shelf.png", picture);
        let chosen = BTreeSet::from(["cell"]);
        let Outcome::Built(file) = build(
            &project.path("long.yaml"),
            &content(&text, &chosen),
            &places(),
        ) else {
            panic!("the cell is refused");
        };
        assert_eq!(lint(&file), Ok(Vec::new()));
        assert!(found(&texts(&file), "cell", &text) == "kept");
    }
}
