//! `aktas new`, `kinds` and `eject`: from an empty folder to a document that builds.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/command.rs"]
mod command;
#[path = "support/project.rs"]
mod project;
#[path = "support/rights.rs"]
mod rights;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use aktas::kind::files::Files;
use command::{Ran, aktas};
use project::Project;

/// What stands beside the first document of a project.
const BESIDE: &[&str] = &[
    ".gitignore",
    ".idea/jsonSchemas.xml",
    ".vscode/extensions.json",
    ".vscode/settings.json",
];

fn ends(status: i32, project: &Project, args: &[&str]) -> Ran {
    let ran = aktas(project, args);
    assert_eq!(ran.status, Some(status), "{args:?}: {ran:?}");
    ran
}

fn read(project: &Project, name: &str) -> String {
    fs::read_to_string(project.path(name)).unwrap()
}

/// The files of a folder by their names in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    collect(folder, folder, &mut found);
    found
}

fn collect(root: &Path, folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, found);
        } else {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            found.insert(name, fs::read(path).unwrap());
        }
    }
}

/// Every kind in every language, for an institution and a year of its author: nothing of the example
/// is left where her answers stand, and nothing is wrong.
#[test]
fn a_document_of_any_kind_builds_at_once() {
    for (language, name, genitive) in [
        (
            "lt",
            "Girių viešoji biblioteka",
            "Girių viešosios bibliotekos",
        ),
        ("en", "Oakwood: a „Library“, No. 1", "Oakwood’s"),
    ] {
        let project = Project::new();
        for kind in Files::new(None).kinds() {
            let said = [
                "--institution",
                name,
                "--genitive",
                genitive,
                "--year",
                "2034",
            ];
            let args = [&["new", &kind, "--language", language], &said[..]].concat();
            ends(0, &project, &args);
            let file = format!("content/{kind}-2034.yaml");
            let text = read(&project, &file);
            let schema = format!(".aktas/{kind}.{language}.schema.json");
            assert!(text.starts_with(&format!("# yaml-language-server: $schema=../{schema}\n")));
            assert!(project.path(&schema).is_file());
            assert!(text.contains(&format!("\nid: {kind}-2034\n")), "{text}");
            assert!(text.contains(&format!("\nlang: {language}\n")), "{text}");
            assert!(text.contains(name) && text.contains(genitive), "{text}");
            let years = text.split(|sign: char| !sign.is_ascii_digit());
            let years: Vec<&str> = years.filter(|digits| digits.starts_with("20")).collect();
            let known = ["2000", "200", "20", "20000", "20200"];
            let old = |year: &&&str| !known.contains(year) && **year < "2029";
            assert_eq!(years.iter().find(old), None, "{text}");
        }
        let checked = ends(0, &project, &["check"]);
        assert_eq!(checked.out, "", "{checked:?}");
        assert_eq!(checked.err, "checked 6 documents\n");
        ends(0, &project, &["build", "--to", "docx,pdf,html"]);
    }
}

#[test]
fn what_stands_beside_a_document_is_written_once_and_never_over_another_file() {
    let project = Project::new();
    ends(0, &project, &["new", "activity-plan"]);
    let first = files(&project.path(""));
    for name in BESIDE {
        assert!(first.contains_key(*name), "{name}: {:?}", first.keys());
    }
    let ran = ends(0, &project, &["new", "notice", "content/second.yaml"]);
    assert!(ran.err.contains("map `content/second.yaml` to"), "{ran:?}");
    let second = files(&project.path(""));
    for (name, bytes) in &first {
        assert_eq!(&second[name], bytes, "{name}");
    }
    // Named after its kind, it is where the map of the first one looks.
    let ran = ends(0, &project, &["new", "notice"]);
    assert!(!ran.err.contains("stays as it is"), "{ran:?}");

    // What others wrote stays, and it is said what it lacks.
    let project = Project::new();
    for name in BESIDE {
        project.write(name, "{}\nabout/\n");
    }
    project.write(".aktas/notice.lt.schema.json", "{}\n");
    let ran = ends(0, &project, &["new", "notice", "--year", "2034"]);
    for name in BESIDE {
        assert_eq!(read(&project, name), "{}\nabout/\n");
        assert!(
            ran.err.contains(&format!("{name} stays as it is: ")),
            "{ran:?}"
        );
    }
    assert!(ran.err.contains("add the line `out/`"), "{ran:?}");
    let renew = "aktas schema notice --lang lt --out .aktas/notice.lt.schema.json";
    assert!(ran.err.contains(renew), "{ran:?}");
    let words: Vec<&str> = renew.split(' ').skip(1).collect();
    ends(0, &project, &words);
    project.write(".gitignore", "/out\n");
    let ran = ends(0, &project, &["new", "notice", "content/b.yaml"]);
    assert!(!ran.err.contains(".gitignore"), "{ran:?}");
    assert!(!ran.err.contains("schema.json stays"), "{ran:?}");
}

#[test]
fn a_document_may_stand_in_any_folder() {
    let project = Project::new();
    ends(
        0,
        &project,
        &["new", "notice", "plans/2028/Šeštas planas.yaml"],
    );
    let text = read(&project, "plans/2028/Šeštas planas.yaml");
    assert!(text.starts_with("# yaml-language-server: $schema=../../.aktas/notice.lt."));
    assert!(text.contains("\nid: sestas-planas\n"), "{text}");
    ends(0, &project, &["check", "plans"]);

    // Elsewhere is a project of its own.
    let other = Project::new();
    let path = other.path("news.yaml");
    ends(0, &project, &["new", "notice", path.to_str().unwrap()]);
    assert!(other.path(".aktas/notice.lt.schema.json").is_file());
    assert!(read(&other, "news.yaml").contains("$schema=.aktas/notice.lt.schema.json"));
}

/// The next document is of the institution and in the language of those that are there.
#[test]
fn what_the_project_says_is_not_asked_again() {
    let project = Project::new();
    let first = [
        "--institution",
        "Girių muziejus",
        "--language",
        "lt",
        "--year",
        "2034",
    ];
    let ran = ends(
        0,
        &project,
        &[&["new", "activity-plan"], &first[..]].concat(),
    );
    assert!(
        ran.err.contains("took `Girių muziejaus` for the genitive"),
        "{ran:?}"
    );
    let ran = ends(0, &project, &["new", "activity-report", "--year", "2034"]);
    assert!(!ran.err.contains("genitive"), "{ran:?}");
    let text = read(&project, "content/activity-report-2034.yaml");
    assert!(
        text.contains("\n  name: Girių muziejus\n  genitive: Girių muziejaus\n"),
        "{text}"
    );
    let english = ["new", "notice", "--language", "en", "--year", "2034"];
    ends(0, &project, &english);
    let text = read(&project, "content/notice-2034.yaml");
    assert!(text.contains("\n  genitive: Girių muziejus’\n"), "{text}");
}

#[test]
fn what_cannot_be_is_said_and_nothing_is_written() {
    let project = Project::new();
    let long = "x".repeat(201);
    for (status, args, said) in [
        (2, &["new"][..], "there are: activity-plan, activity-report"),
        (1, &["new", "activty-plan"], "did you mean `activity-plan`?"),
        (
            1,
            &["new", "notice", "--language", "lv"],
            "there are: lt, en",
        ),
        (
            1,
            &["new", "notice", "--institution", " "],
            "write the name",
        ),
        (
            1,
            &["new", "notice", "--institution", "a\nb"],
            r"the sign `\n`",
        ),
        (1, &["new", "notice", "--genitive", "a*b"], "the sign `*`"),
        (1, &["new", "notice", "--institution", &long], "200 letters"),
        (2, &["new", "notice", "--year", "1812"], "1812"),
        // No command finds such a document in its folder.
        (1, &["new", "notice", "News.docx"], "name it `News.yaml`"),
        (1, &["new", "notice", "news"], "name it `news.yaml`"),
        (1, &["new", "notice", "a/"], "name it `a/notice.yaml`"),
    ] {
        let ran = ends(status, &project, args);
        assert!(ran.err.contains(said), "{args:?}: {ran:?}");
    }
    assert_eq!(files(&project.path("")).len(), 0);

    // A file stands where a folder is needed: what was written before it was found is taken away.
    project.write(".vscode", "mine");
    let ran = ends(1, &project, &["new", "notice"]);
    assert!(
        ran.err.contains("a file stands where the folder should be"),
        "{ran:?}"
    );
    let left = files(&project.path(""));
    assert_eq!(left.keys().collect::<Vec<_>>(), [".vscode"]);
    assert!(!project.path(".aktas").exists() && !project.path("content").exists());
}

/// Somebody who begins, or stands in another folder than she thinks, is told what to do.
#[test]
fn where_there_are_no_documents_it_is_said_how_to_begin() {
    let project = Project::new();
    for command in ["check", "build", "status"] {
        let ran = ends(1, &project, &[command]);
        let told = ran.out + &ran.err;
        assert!(told.contains("there is no such folder"), "{told}");
        assert!(told.contains("to begin a document: `aktas new`"), "{told}");
        assert!(!told.contains("1 document"), "{told}");
    }
}

/// On a terminal, which `script` is: what it says of a wrong answer is in the language of the rest.
#[cfg(target_os = "linux")]
#[test]
fn a_wrong_answer_is_told_in_the_language_of_messages() {
    let project = Project::new();
    let asked = format!("{} new notice --lang lt", env!("CARGO_BIN_EXE_aktas"));
    let mut call = command::call(&project, "script", &["-qec", &asked, "/dev/null"]);
    call.env("TERM", "xterm").stdin(Stdio::piped());
    let mut running = call.stdout(Stdio::piped()).spawn().unwrap();
    let mut answers = running.stdin.take().unwrap();
    answers.write_all("de\rlt\r\r\r2034\r".as_bytes()).unwrap();
    let ended = running.wait_with_output().unwrap();
    let told = String::from_utf8(ended.stdout).unwrap();
    assert!(ended.status.success(), "{told}");
    assert!(told.contains("nėra pradmens kalba `de`"), "{told}");
    assert!(!told.contains("error"), "{told}");
    assert!(project.path("content/notice-2034.yaml").is_file());
}

#[test]
fn every_kind_is_drawn_in_both_languages() {
    for language in ["lt", "en"] {
        let project = Project::new();
        let told = ends(0, &project, &["kinds", "--lang", language]).out;
        let wide = told.lines().find(|line| line.chars().count() > 80);
        assert_eq!(wide, None);
        let json = ends(
            0,
            &project,
            &["kinds", "--format", "json", "--lang", language],
        )
        .out;
        let lines: Vec<serde_json::Value> = json
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), Files::new(None).kinds().len());
        for kind in lines {
            let shape = kind["shape"].as_str().unwrap();
            assert!(shape.lines().count() >= 8, "{kind}");
            let frames = shape
                .lines()
                .filter(|line| line.starts_with(['┌', '│', '├', '└']));
            let mut widths: Vec<usize> = frames.map(|line| line.chars().count()).collect();
            widths.dedup();
            assert!(widths.len() <= 1, "crooked: {shape}");
            assert_eq!(kind["origin"], "built-in");
            let head = format!(
                "{} – {}\n",
                kind["kind"].as_str().unwrap(),
                kind["name"].as_str().unwrap()
            );
            assert!(told.contains(&head), "{told}");
        }
    }
}

/// What is copied is what is built in: the documents are the same, until somebody changes it.
#[test]
fn an_ejected_kind_makes_the_same_documents_until_it_is_changed() {
    let project = Project::new();
    for kind in Files::new(None).kinds() {
        ends(0, &project, &["new", &kind, "--year", "2034"]);
    }
    let build = ["build", "--to", "docx,pdf,html"];
    ends(0, &project, &build);
    let before = files(&project.path("out"));
    for kind in Files::new(None).kinds() {
        let ran = ends(0, &project, &["eject", &kind]);
        assert!(
            ran.err.contains(&format!("wrote templates/{kind}/")),
            "{ran:?}"
        );
    }
    ends(0, &project, &["eject", "common"]);
    ends(0, &project, &build);
    assert!(files(&project.path("out")) == before, "other bytes");

    let told = ends(0, &project, &["kinds"]).out;
    assert!(
        told.contains("notice – News notice (changed in this project)\n"),
        "{told}"
    );
    let labels = "templates/activity-plan/labels.lt.yaml";
    let text = read(&project, labels);
    project.write(
        labels,
        text.replace("what: Priemonės pavadinimas", "what: Darbai"),
    );
    ends(0, &project, &build);
    let page = read(&project, "out/activity-plan-2034.html");
    assert!(page.contains("Darbai") && !page.contains("Priemonės pavadinimas"));

    // It is the author's now.
    let ran = ends(1, &project, &["eject", "activity-plan"]);
    assert!(ran.err.contains("there is such a folder"), "{ran:?}");
    assert!(read(&project, labels).contains("Darbai"));
    fs::remove_dir_all(project.path("templates")).unwrap();
    ends(0, &project, &build);
    assert!(
        files(&project.path("out")) == before,
        "other bytes after going back"
    );
}

#[test]
fn a_kind_of_the_project_is_listed_and_begun_like_others() {
    let project = Project::new();
    ends(0, &project, &["eject", "notice", "--templates", "forms"]);
    fs::rename(project.path("forms/notice"), project.path("forms/bulletin")).unwrap();
    for name in ["schema.json", "starter.yaml", "starter.en.yaml"] {
        let name = format!("forms/bulletin/{name}");
        let text = read(&project, &name);
        let text = text.replace("\"const\": \"notice\"", "\"const\": \"bulletin\"");
        project.write(&name, text.replace("kind: notice", "kind: bulletin"));
    }
    let own = ["--templates", "forms"];
    let told = ends(0, &project, &[&["kinds"], &own[..]].concat()).out;
    assert!(
        told.contains("bulletin – News notice (of this project)\n"),
        "{told}"
    );
    let ran = ends(
        0,
        &project,
        &[&["new", "bulletin", "--year", "2034"], &own[..]].concat(),
    );
    assert!(
        ran.err
            .contains("aktas build content/bulletin-2034.yaml --templates forms ")
    );
    ends(0, &project, &[&["check"], &own[..]].concat());
    let ran = ends(1, &project, &[&["eject", "bulletin"], &own[..]].concat());
    assert!(ran.err.contains("the project's own"), "{ran:?}");
    let ran = ends(1, &project, &["eject", "notise"]);
    assert!(ran.err.contains("did you mean `notice`?"), "{ran:?}");

    // A kind without a starter says so.
    fs::remove_file(project.path("forms/bulletin/starter.yaml")).unwrap();
    fs::remove_file(project.path("forms/bulletin/starter.en.yaml")).unwrap();
    let ran = ends(1, &project, &[&["new", "bulletin"], &own[..]].concat());
    assert!(ran.err.contains("has no starter"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn without_the_right_to_write_nothing_is_left() {
    let project = Project::new();
    project.write("content/kept.yaml", "kind: notice\n");
    // Others may write beside the documents, and not in their folder.
    rights::allow(&project.path("content"), 0o755);
    let Some(ran) = rights::as_nobody(&project, &["new", "notice"]) else {
        return;
    };
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.err.contains("no right to write this file"), "{ran:?}");
    assert!(ran.err.contains("name another file"), "{ran:?}");
    assert!(!project.path(".aktas").exists() && !project.path(".vscode").exists());
    assert_eq!(files(&project.path("content")).len(), 1);
}
