//! What came back from Word: `aktas diff DOCUMENT RETURNED.docx`.
//!
//! The files are our own, edited here in their XML as programs edit them, with tracked changes and
//! without; `tests/conformance` has `LibreOffice` edit them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/command.rs"]
mod command;
#[path = "support/project.rs"]
mod project;

use std::fs;
use std::io::{Cursor, Read, Write};

use command::aktas;
use project::Project;
use serde_json::Value;
use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

const PLAN: &str = include_str!("../content/library-plan-2027.yaml");
const DOCUMENT: &str = "content/library-plan-2027.yaml";
const BUILT: &str = "out/library-plan-2027.docx";
const RETURNED: &str = "back.docx";

/// A project with the plan and its DOCX.
fn project() -> Project {
    let project = Project::new();
    project.write(DOCUMENT, PLAN);
    let ran = aktas(&project, &["build", "--to", "docx"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    project
}

/// Writes what came back: the built file with words of its text replaced that it must have, and with
/// other parts.
fn edit(project: &Project, changes: &[(&str, &str)], parts: &[(&str, &str)]) {
    let built = fs::read(project.path(BUILT)).unwrap();
    let mut archive = ZipArchive::new(Cursor::new(built)).unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let (name, mut bytes) = (part.name().to_owned(), Vec::new());
        part.read_to_end(&mut bytes).unwrap();
        if name == "word/document.xml" {
            let mut text = String::from_utf8(bytes).unwrap();
            for (old, new) in changes {
                assert!(text.contains(old), "{old}");
                text = text.replacen(old, new, 1);
            }
            bytes = text.into_bytes();
        }
        if name == "word/_rels/document.xml.rels" && !parts.is_empty() {
            let relation = "<Relationship Id=\"rIdC\" Type=\"http://schemas.openxmlformats.org/\
                officeDocument/2006/relationships/comments\" Target=\"comments.xml\"/></Relationships>";
            let text = String::from_utf8(bytes).unwrap();
            bytes = text.replace("</Relationships>", relation).into_bytes();
        }
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    project.write(RETURNED, zip.finish().unwrap().into_inner());
}

fn json(project: &Project) -> Value {
    let ran = aktas(project, &["diff", DOCUMENT, RETURNED, "--format", "json"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    serde_json::from_str(&ran.out).unwrap()
}

/// The words of an edit: `[-gone-]`, `{+new+}`.
fn words(edit: &Value) -> String {
    let pieces = edit["words"].as_array().unwrap().iter();
    let piece = |piece: &Value| {
        let text = |key: &str| piece[key].as_str().map(str::to_owned);
        let gone = text("gone").map(|text| format!("[-{text}-]"));
        let new = text("new").map(|text| format!("{{+{text}+}}"));
        text("kept").or(gone).or(new).unwrap()
    };
    pieces.map(piece).collect()
}

/// The edits, a line each: what happened, where, and the words.
fn edits(told: &Value) -> Vec<String> {
    let edits = told["edits"].as_array().unwrap().iter();
    let line = |edit: &Value| {
        let home = &edit["home"];
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let by = edit["by"].as_array().unwrap().iter();
        let by: String = by
            .map(|hand| format!(" @{}", text(&hand["author"])))
            .collect();
        format!(
            "{} {} {}: {}{by}",
            text(&edit["sort"]),
            text(&home["origin"]),
            text(&home["path"]),
            words(edit)
        )
    };
    edits.map(line).collect()
}

fn found(changes: &[(&str, &str)]) -> Vec<String> {
    let project = project();
    edit(&project, changes, &[]);
    edits(&json(&project))
}

/// The line and the column of words in the document, both from 1.
fn at(words: &str) -> (u64, u64) {
    let start = PLAN.find(words).unwrap();
    let line = PLAN[..start].matches('\n').count() + 1;
    let column = PLAN[..start].lines().last().unwrap().chars().count() + 1;
    (line as u64, column as u64)
}

/// The text of the built file.
fn part(project: &Project) -> String {
    let built = fs::read(project.path(BUILT)).unwrap();
    let mut archive = ZipArchive::new(Cursor::new(built)).unwrap();
    std::io::read_to_string(archive.by_name("word/document.xml").unwrap()).unwrap()
}

/// A row of the table of measures, as the built file has it.
fn row(project: &Project, words: &str) -> String {
    let text = part(project);
    let at = text.find(words).unwrap();
    let start = text[..at].rfind("<w:tr>").unwrap();
    let end = at + text[at..].find("</w:tr>").unwrap() + "</w:tr>".len();
    text[start..end].to_owned()
}

#[test]
fn a_file_that_nobody_edited_says_nothing() {
    let project = project();
    project.write(RETURNED, fs::read(project.path(BUILT)).unwrap());
    let ran = aktas(&project, &["diff", DOCUMENT, RETURNED, "--exit-code"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.out.contains("nothing was edited"), "{ran:?}");
}

#[test]
fn edits_are_led_back_to_the_lines_of_the_document() {
    let project = project();
    let tracked = "Stiprėja </w:t></w:r><w:del w:id=\"901\" w:author=\"Direktorė\" w:date=\"2027-01-08T10:30:00Z\">\
        <w:r><w:delText>mokinių</w:delText></w:r></w:del><w:ins w:id=\"902\" w:author=\"Direktorė\" \
        w:date=\"2027-01-08T10:30:00Z\"><w:r><w:t>visų</w:t></w:r></w:ins><w:r><w:t xml:space=\"preserve\"> skaitymo įgūdžiai";
    let changes = [
        ("ne mažiau kaip 4 klasės", "ne mažiau kaip 6 klasės"),
        ("Stiprėja mokinių skaitymo įgūdžiai", tracked),
    ];
    edit(&project, &changes, &[]);
    let told = json(&project);
    let goal = "sections[3].goals[0].objectives[0]";
    assert_eq!(
        edits(&told),
        [
            format!(
                "changed written {goal}.measures[4].success: Dalyvauja ne mažiau kaip [-4-]{{+6+}} klasės"
            ),
            format!(
                "changed written {goal}.measures[5].success: Stiprėja [-mokinių-]{{+visų+}} skaitymo įgūdžiai @Direktorė"
            ),
        ]
    );
    for (edit, words) in [(0, "4 klasės"), (1, "mokinių skaitymo įgūdžiai")] {
        let place = &told["edits"][edit]["home"]["place"];
        let found = (
            place["line"].as_u64().unwrap(),
            place["column"].as_u64().unwrap(),
        );
        assert_eq!((place["file"].as_str(), found), (Some(DOCUMENT), at(words)));
    }
    let ran = aktas(&project, &["diff", DOCUMENT, RETURNED, "--exit-code"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    let (line, column) = at("4 klasės");
    assert!(
        ran.out
            .contains(&format!("{DOCUMENT}:{line}:{column} {goal}")),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("[-mokinių-]{+visų+}\u{20}")
            && ran.out.contains("Direktorė, 2027-01-08 10:30")
    );
    for format in ["markdown", "html"] {
        let ran = aktas(&project, &["diff", DOCUMENT, RETURNED, "--format", format]);
        assert!(
            ran.out.contains("visų") && ran.out.contains("<del>"),
            "{ran:?}"
        );
    }
    let ran = aktas(&project, &["diff", DOCUMENT, RETURNED, "--lang", "lt"]);
    assert!(ran.out.contains("2 taisymai"), "{ran:?}");
}

/// The properties of a paragraph of text whose end somebody put in or took out.
fn end(change: &str) -> String {
    let (old, _) = ENDS;
    let mark = format!("<w:rPr><w:{change} w:id=\"950\" w:author=\"Ona\"/></w:rPr></w:pPr>");
    old.replace("</w:pPr>", &mark)
}

/// A paragraph of text before and after its words.
const ENDS: (&str, &str) = ("<w:p><w:pPr><w:pStyle w:val=\"body\"/></w:pPr>", "</w:p>");

#[test]
fn paragraphs_that_were_joined_are_told() {
    let project = project();
    let (start, _) = ENDS;
    let first = format!("{start}<w:r><w:t xml:space=\"preserve\">Gilupio Šilo gimnazijos bibl");
    let joined = first.replace(start, &end("del"));
    let told = edits_of(&project, &[(&first, &joined)]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with("changed written sections[0].text: Gilupio")
            && told[0].ends_with("padėtų.[- ¶-] @Ona"),
        "{told:?}"
    );
    let told = json(&project);
    let place = &told["edits"][0]["home"]["place"];
    assert_eq!(place["line"].as_u64(), Some(at("padėtų**.").0), "{place}");
    // A paragraph between them is gone: they are joined too.
    let second = format!("{start}<w:r><w:t xml:space=\"preserve\">Biblioteka aptarnauja 1–8");
    let gone = format!(
        "{}<w:del w:id=\"951\" w:author=\"Ona\"><w:r><w:delText>Tarp jų.</w:delText></w:r></w:del></w:p>{second}",
        end("del")
    );
    let told = edits_of(&project, &[(&first, &joined), (&second, &gone)]);
    assert!(told[0].ends_with("padėtų.[- ¶-] @Ona"), "{told:?}");
}

#[test]
fn a_paragraph_that_is_gone_is_at_its_own_line() {
    let project = project();
    let (start, stop) = ENDS;
    let text = "Plano įgyvendinimą organizuoja";
    let built = part(&project);
    let at_text = built.find(text).unwrap();
    let from = built[..at_text].rfind(start).unwrap();
    let until = at_text + built[at_text..].find(stop).unwrap() + stop.len();
    edit(&project, &[(&built[from..until], "")], &[]);
    let told = json(&project);
    let home = &told["edits"][0]["home"];
    assert_eq!(told["edits"][0]["sort"], "gone", "{told}");
    assert_eq!(home["path"], "sections[0].text", "{told}");
    let line = home["place"]["line"].as_u64();
    assert_eq!(line, Some(at("Plano įgyvendinimą organizuoja").0), "{told}");
}

#[test]
fn an_empty_paragraph_that_was_put_in_joins_nothing() {
    let project = project();
    let (start, stop) = ENDS;
    let second = format!("{start}<w:r><w:t xml:space=\"preserve\">Biblioteka aptarnauja 1–8");
    let empty = format!("{}{stop}{second}", end("ins"));
    assert_eq!(edits_of(&project, &[(&second, &empty)]), [""; 0]);
}

#[test]
fn a_paragraph_with_a_note_is_split_as_any() {
    let project = project();
    let text = "  - heading: Pirmas\n    text: |\n      Pirmoji paragrafo dalis su išnaša[^a] ir antroji jo dalis.\n\n      [^a]: Išnašos tekstas.\n";
    let plan = PLAN.replace(
        "  - heading: Bendrosios",
        &format!("{text}  - heading: Bendrosios"),
    );
    project.write(DOCUMENT, plan);
    let ran = aktas(&project, &["build", "--to", "docx"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let (start, stop) = ENDS;
    let first = format!("{start}<w:r><w:t xml:space=\"preserve\">Pirmoji");
    let split = format!(
        "<w:t xml:space=\"preserve\"> ir</w:t></w:r>{stop}{start}<w:r><w:t xml:space=\"preserve\"> antroji"
    );
    let told = edits_of(
        &project,
        &[
            (&first, &first.replace(start, &end("ins"))),
            ("<w:t xml:space=\"preserve\"> ir antroji", &split),
        ],
    );
    assert_eq!(
        told,
        [
            "changed written sections[0].text: Pirmoji paragrafo dalis su išnaša ir {+¶ +}antroji jo dalis."
        ]
    );
}

#[test]
fn what_nobody_can_write_there_is_told_as_such() {
    let told = found(&[
        ("PATVIRTINTA", "PATVIRTINTA VAKAR"),
        ("Lankomumas\u{a0}– 8,03", "Lankomumas\u{a0}– 9,03"),
        (
            "sulaukė 5\u{a0}092 apsilankymų",
            "sulaukė 6\u{a0}092 apsilankymų",
        ),
        (">M.\u{a0}Liepinytė</w:t>", ">M.\u{a0}Liepaitė</w:t>"),
    ]);
    let of = |words: &str| {
        told.iter()
            .find(|line| line.contains(words))
            .unwrap()
            .as_str()
    };
    assert_eq!(of("VAKAR"), "changed template -: PATVIRTINTA{+ VAKAR+}");
    assert!(of("8,03").starts_with("changed computed -"), "{told:?}");
    assert!(
        of("6 092").starts_with("changed written sections[1].indicators[0].intro"),
        "{told:?}"
    );
    assert!(
        of("Liepaitė").starts_with("changed named sections["),
        "{told:?}"
    );
    assert_eq!(told.len(), 4, "{told:?}");
}

#[test]
fn rows_are_put_in_taken_out_and_moved() {
    let project = project();
    let (one, other) = (
        row(&project, "Stiprėja mokinių"),
        row(&project, "Garsinės knygos, 4 grotuvai"),
    );
    let new = one.replace("Individualiai padėti", "Visai nauja priemonė: padėti");
    let measure = |index: usize| format!("sections[3].goals[0].objectives[0].measures[{index}]");
    let put_in = edits_of(&project, &[(one.as_str(), &format!("{one}{new}"))]);
    assert_eq!(put_in.len(), 1, "{put_in:?}");
    let wanted = format!("added written {}: {{+Visai", measure(5));
    assert!(put_in[0].starts_with(&wanted), "{put_in:?}");
    let taken_out = edits_of(&project, &[(one.as_str(), "")]);
    assert_eq!(taken_out.len(), 1, "{taken_out:?}");
    assert!(
        taken_out[0].starts_with(&format!("gone written {}", measure(5))),
        "{taken_out:?}"
    );
    let moved = edits_of(
        &project,
        &[
            (one.as_str(), ""),
            (other.as_str(), &format!("{other}{one}")),
        ],
    );
    assert_eq!(moved.len(), 1, "{moved:?}");
    assert!(
        moved[0].starts_with("moved written sections[3].goals[0].objectives[0].measures["),
        "{moved:?}"
    );
    let tracked = one.replacen(
        "<w:trPr>",
        "<w:trPr><w:del w:id=\"77\" w:author=\"Ona\" w:date=\"2027-01-08T10:30:00Z\"/>",
        1,
    );
    let gone = edits_of(&project, &[(one.as_str(), &tracked)]);
    assert_eq!(gone.len(), 1, "{gone:?}");
    assert!(
        gone[0].starts_with(&format!("gone written {}", measure(5))) && gone[0].ends_with("@Ona"),
        "{gone:?}"
    );
}

fn edits_of(project: &Project, changes: &[(&str, &str)]) -> Vec<String> {
    edit(project, changes, &[]);
    edits(&json(project))
}

#[test]
fn comments_are_told_at_the_words_they_are_about() {
    let project = project();
    let comments = "<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
        <w:comment w:id=\"0\" w:author=\"Direktorė\" w:date=\"2027-01-08T10:30:00Z\"><w:p><w:r><w:t>Ar tikrai keturi?</w:t></w:r></w:p></w:comment></w:comments>";
    let change = (
        "<w:t xml:space=\"preserve\">Garsinės knygos, 4 grotuvai</w:t></w:r>",
        "<w:t xml:space=\"preserve\">Garsinės knygos, </w:t></w:r><w:commentRangeStart w:id=\"0\"/><w:r><w:t>4 grotuvai</w:t></w:r>\
         <w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r>",
    );
    edit(&project, &[change], &[("word/comments.xml", comments)]);
    let told = json(&project);
    assert_eq!(edits(&told), [""; 0]);
    let comment = &told["comments"][0];
    assert_eq!(
        (comment["text"].as_str(), comment["about"].as_str()),
        (Some("Ar tikrai keturi?"), Some("4 grotuvai"))
    );
    let place = &comment["home"]["place"];
    assert_eq!(
        (
            place["line"].as_u64().unwrap(),
            place["column"].as_u64().unwrap()
        ),
        at("4 grotuvai")
    );
}

#[test]
fn what_changed_here_since_is_not_told_as_an_edit() {
    let project = project();
    let git = |args: &[&str]| {
        let mut git = std::process::Command::new("git");
        git.arg("-C")
            .arg(project.path(""))
            .args(["-c", "user.name=A", "-c", "user.email=a@b.lt"]);
        assert!(
            git.args(args).output().unwrap().status.success(),
            "{args:?}"
        );
    };
    git(&["init", "-q"]);
    git(&["add", "content"]);
    git(&["commit", "-qm", "Plan"]);
    edit(
        &project,
        &[("ne mažiau kaip 4 klasės", "ne mažiau kaip 6 klasės")],
        &[],
    );
    let new = PLAN.replace("Garsinės knygos, 4 grotuvai", "Garsinės knygos, 5 grotuvai");
    project.write(DOCUMENT, format!("# Viena eilute žemiau.\n{new}"));
    let told = json(&project);
    assert_eq!(edits(&told).len(), 1, "{told:?}");
    let place = &told["edits"][0]["home"]["place"];
    assert_eq!(place["line"].as_u64().unwrap(), at("4 klasės").0 + 1);
    assert_eq!(place["file"].as_str(), Some(DOCUMENT));
    assert!(
        told["base"][0]
            .as_str()
            .unwrap()
            .contains("has changed since"),
        "{told:?}"
    );
}

#[test]
fn a_file_that_cannot_be_read_is_told() {
    let project = project();
    let refused = |bytes: &[u8]| {
        project.write(RETURNED, bytes);
        let ran = aktas(&project, &["diff", DOCUMENT, RETURNED]);
        assert_eq!(ran.status, Some(1), "{ran:?}");
        ran.err
    };
    assert!(refused(b"PK\x03\x04broken").contains("damaged"));
    assert!(refused(b"%PDF-1.7\n").contains("name the DOCX that came back"));
    assert!(refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").contains("save it as DOCX"));
}
