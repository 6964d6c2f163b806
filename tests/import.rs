//! Documents that were written elsewhere become content: nothing is dropped, and it can be built.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/command.rs"]
mod command;
#[path = "support/project.rs"]
mod project;
#[path = "support/workbook.rs"]
#[allow(dead_code, reason = "each file of tests uses some of it")]
mod workbook;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};

use command::{Ran, aktas};
use project::{Project, tests};
use workbook::workbook;

/// The shapes of documents that offices keep, each with the kind that it has.
const SHAPES: [(&str, &str); 6] = [
    ("plan", "activity-plan"),
    ("notice", "notice"),
    ("circle", "methodical-plan"),
    ("report", "activity-report"),
    ("funding", "funding-plan"),
    ("together", "cooperation-plan"),
];

/// The files to import: those of the repository, or those that an office program has just made.
fn docx(name: &str) -> Vec<u8> {
    let folder = std::env::var_os("IMPORT_FROM");
    let folder = folder.map_or_else(|| tests().join("import"), Into::into);
    fs::read(folder.join(format!("{name}.docx"))).unwrap()
}

/// The text of a DOCX by a reader that knows nothing but `w:t`: paragraphs, and cells of tables.
struct Told {
    paragraphs: Vec<String>,
    cells: Vec<String>,
}

fn told(docx: &[u8]) -> Told {
    let mut package = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut xml = String::new();
    let mut part = package.by_name("word/document.xml").unwrap();
    part.read_to_string(&mut xml).unwrap();
    let (mut paragraphs, mut cells) = (Vec::new(), Vec::new());
    let (mut text, mut cell, mut in_text) = (String::new(), String::new(), false);
    for piece in xml.split('<').skip(1) {
        let (tag, after) = piece.split_once('>').unwrap();
        let name = tag.split([' ', '/']).next().unwrap();
        match (name, tag.starts_with('/')) {
            ("w:t", _) => {
                in_text = !tag.ends_with('/');
            }
            ("w:br" | "w:tab", _) => text.push(' '),
            _ => {}
        }
        match tag {
            "/w:t" => in_text = false,
            "/w:p" => {
                cell.push_str(&text);
                cell.push(' ');
                paragraphs.push(std::mem::take(&mut text));
            }
            "w:tc" => cell.clear(),
            "/w:tc" => cells.push(std::mem::take(&mut cell)),
            _ => {}
        }
        if in_text {
            text.push_str(after);
        }
    }
    let plain = |texts: Vec<String>| -> Vec<String> {
        let texts = texts.into_iter().map(|text| {
            let text = text.replace("&lt;", "<").replace("&gt;", ">");
            text.replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&")
        });
        texts.filter(|text| !text.trim().is_empty()).collect()
    };
    Told {
        paragraphs: plain(paragraphs),
        cells: plain(cells),
    }
}

/// The words of a text, each as often as it stands there.
fn count(text: &str, words: &mut BTreeMap<String, usize>) {
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        *words.entry(word.to_lowercase()).or_default() += 1;
    }
}

/// What an import told: the words of the YAML, names for the keys of people, and the words that the
/// list says were left out.
fn accounted(yaml: &str, list: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    let (mut names, mut in_names): (Vec<(String, String)>, bool) = (Vec::new(), false);
    for line in yaml.lines() {
        let is_entry = line.starts_with("  ") && line.contains(": { name: ");
        if line == "people:" || line == "sources:" {
            in_names = true;
        } else if in_names && is_entry {
            let (key, rest) = line.trim().split_once(": ").unwrap();
            let field = if rest.contains("genitive: ") {
                "genitive: "
            } else {
                "name: "
            };
            let name = rest
                .split_once(field)
                .unwrap()
                .1
                .split([',', '}'])
                .next()
                .unwrap();
            names.push((key.to_owned(), name.to_owned()));
            let post = rest.split_once("post: ").map(|(_, post)| post);
            count(post.unwrap_or_default(), &mut words);
        } else {
            in_names = false;
            let mut line = format!(" {} ", line.replace("\\*", " ").replace('*', ""));
            let keyed = ["who: [", "sources: [", "signatures: ["]
                .iter()
                .any(|lead| line.contains(lead));
            for (key, name) in names.iter().filter(|_| keyed) {
                for (before, after) in [("[", ","), ("[", "]"), (" ", ","), (" ", "]")] {
                    let wanted = format!("{before}{key}{after}");
                    line = line.replace(&wanted, &format!("{before}{name} {after}"));
                }
            }
            count(&line, &mut words);
        }
    }
    for (index, piece) in list.split('`').enumerate() {
        let times = list
            .split('`')
            .nth(index + 1)
            .and_then(|after| after.strip_prefix(" (")?.split_once(')')?.0.parse().ok());
        if index % 2 == 1 {
            (0..times.unwrap_or(1)).for_each(|_| count(piece, &mut words));
        }
    }
    words
}

/// The words of texts that nobody accounts for.
fn lost(texts: &[String], accounted: &BTreeMap<String, usize>) -> Vec<String> {
    let mut words = BTreeMap::new();
    texts.iter().for_each(|text| count(text, &mut words));
    let missing = words
        .into_iter()
        .filter(|(word, count)| accounted.get(word).is_none_or(|found| found < count));
    missing
        .map(|(word, count)| format!("{word} ({count})"))
        .collect()
}

/// The lists of what was left out, without those of what is in the file.
fn left_out(ran: &Ran) -> String {
    let headings = ["not taken over", "numbers left out", "left out, as"];
    let (mut out, mut keeps) = (String::new(), false);
    for line in ran.out.lines() {
        if !line.starts_with("  ") {
            keeps = headings.iter().any(|heading| line.starts_with(heading));
        } else if keeps {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[test]
fn every_word_of_every_shape_is_kept_or_told() {
    for (name, kind) in SHAPES {
        let project = Project::new();
        let bytes = docx(name);
        project.write(&format!("{name}.docx"), &bytes);
        let ran = aktas(&project, &["import", &format!("{name}.docx")]);
        assert_eq!(ran.status, Some(0), "{name}: {ran:?}");
        let yaml = fs::read_to_string(project.path(&format!("content/{name}.yaml"))).unwrap();
        assert!(
            yaml.contains(&format!("\nkind: {kind}\n")),
            "{name}: {yaml}"
        );
        let accounted = accounted(&yaml, &left_out(&ran));
        let told = told(&bytes);
        assert!(told.paragraphs.len() > 8, "{name}: {:?}", told.paragraphs);
        assert_eq!(
            lost(&told.paragraphs, &accounted),
            [""; 0],
            "{name}\n{yaml}\n{}",
            ran.out
        );
        assert_eq!(lost(&told.cells, &accounted), [""; 0], "{name}");
        assert!(!yaml.contains("# not placed"), "{name}: {yaml}");
    }
}

#[test]
fn what_was_imported_is_built() {
    for (name, _) in SHAPES {
        let project = Project::new();
        let bytes = docx(name);
        project.write(&format!("{name}.docx"), &bytes);
        aktas(&project, &["import", &format!("{name}.docx")]);
        let ran = aktas(&project, &["build", "--to", "html,docx,pdf"]);
        assert_eq!(ran.status, Some(0), "{name}: {ran:?}");
        // What is printed has every cell of the source, but for numbers and heads of the kind.
        let html = fs::read_to_string(project.path(&format!("out/{name}.html"))).unwrap();
        let html = html
            .replace(['\u{ad}', '\u{2060}'], "")
            .replace("&shy;", "");
        let mut printed = BTreeMap::new();
        let text: Vec<&str> = html
            .split('<')
            .filter_map(|piece| Some(piece.split_once('>')?.1))
            .collect();
        count(&text.join(" "), &mut printed);
        let cells = told(&bytes).cells;
        let long = cells.iter().filter(|cell| cell.split(' ').count() > 4);
        let kept = long.clone().filter(|cell| {
            let mut words = BTreeMap::new();
            count(cell, &mut words);
            words
                .keys()
                .filter(|word| printed.contains_key(*word))
                .count()
                * 10
                >= words.len() * 7
        });
        let kept: Vec<&String> = kept.collect();
        let lost: Vec<&String> = long.filter(|cell| !kept.contains(cell)).collect();
        assert_eq!(lost, [""; 0], "{name}");
    }
}

#[test]
fn nothing_is_overwritten() {
    let project = Project::new();
    project.write("a.csv", "Rodiklis;2027\nSkaitytojai;640\n");
    project.write("content/a.yaml", "mine");
    let ran = aktas(&project, &["import", "a.csv"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.contains("it stays as it is"), "{ran:?}");
    assert_eq!(
        fs::read_to_string(project.path("content/a.yaml")).unwrap(),
        "mine"
    );
    assert_eq!(
        aktas(&project, &["import", "a.csv", "--out", "b.yaml"]).status,
        Some(0)
    );
    assert!(project.path("b.yaml").exists());
}

#[test]
fn a_csv_file_keeps_the_spelling_of_its_values() {
    let project = Project::new();
    let csv = "Biblioteka;Fondas, vnt.;Kodas;Dalis\nŠilų;1 200,50;0412;12:30\nLaukų;-;no;*a*\n";
    project.write("fondas.csv", csv);
    let ran = aktas(&project, &["import", "fondas.csv"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let yaml = fs::read_to_string(project.path("content/fondas.yaml")).unwrap();
    for value in [
        "- { head: \"Fondas, vnt.\" }",
        "- [Šilų, \"1 200,50\", \"0412\", \"12:30\"]",
        "- [Laukų, ~, \"no\", \\*a\\*]",
    ] {
        assert!(yaml.contains(value), "{value}\n{yaml}");
    }
    assert_eq!(aktas(&project, &["build", "--to", "html"]).status, Some(0));
}

#[test]
fn every_sheet_of_a_workbook_is_a_section_and_formulas_are_told() {
    let project = Project::new();
    let book = "# Fondas\nRūšis | Gauta | Iš viso\nKnygos | 12.5 | =B2+1 → 13.5\n# Darbuotojai\nVardas | Nuo\nR. Stasė | 2026-09-01\n";
    project.write("skaičiai.xlsx", workbook(book));
    let ran = aktas(&project, &["import", "skaičiai.xlsx"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let yaml = fs::read_to_string(project.path("content/skaiciai.yaml")).unwrap();
    for value in [
        "- heading: Fondas",
        "- heading: Darbuotojai",
        "- [Knygos, 12.5, 13.5]",
        "- [R. Stasė, \"2026-09-01\"]",
    ] {
        assert!(yaml.contains(value), "{value}\n{yaml}");
    }
    assert!(
        ran.out
            .contains("`C2` of sheet `Fondas` is computed by `B2+1`"),
        "{}",
        ran.out
    );
    assert_eq!(aktas(&project, &["build", "--to", "html"]).status, Some(0));
}

#[test]
fn what_cannot_be_imported_is_told() {
    let project = Project::new();
    project.write("a.odt", "x");
    project.write("a.docx", "x");
    project.write("a.xlsx", "x");
    project.write("a.csv", "a;b\n");
    for (args, words) in [
        (&["import", "a.odt"][..], "only DOCX, XLSX and CSV"),
        (&["import", "a.docx"], "error"),
        (&["import", "a.xlsx"], "this is no XLSX workbook"),
        (&["import", "b.csv"], "the file cannot be read"),
        (
            &["import", "a.csv", "--kind", "notise"],
            "did you mean `notice`",
        ),
    ] {
        let ran = aktas(&project, args);
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(ran.err.contains(words), "{ran:?}");
    }
    assert!(!project.path("content").exists());
}

#[test]
fn any_shape_can_be_taken_for_any_kind() {
    for (name, _) in SHAPES {
        for (_, kind) in SHAPES {
            let project = Project::new();
            let bytes = docx(name);
            project.write(&format!("{name}.docx"), &bytes);
            let ran = aktas(
                &project,
                &["import", &format!("{name}.docx"), "--kind", kind],
            );
            assert_eq!(ran.status, Some(0), "{name} as {kind}: {ran:?}");
            let yaml = fs::read_to_string(project.path(&format!("content/{name}.yaml"))).unwrap();
            let accounted = accounted(&yaml, &left_out(&ran));
            let lost = lost(&told(&bytes).paragraphs, &accounted);
            assert!(lost.len() < 4, "{name} as {kind}: {lost:?}\n{yaml}");
        }
    }
}
