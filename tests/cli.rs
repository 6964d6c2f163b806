//! The command line as a user meets it: messages, exit status, and files that are whole or old.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/command.rs"]
mod command;
#[path = "support/compare.rs"]
mod compare;
#[path = "cli/forges.rs"]
mod forges;
#[path = "cli/lithuanian.rs"]
mod lithuanian;
#[path = "support/markdown.rs"]
mod markdown;
#[path = "docx/package.rs"]
#[allow(dead_code, reason = "each file of tests uses some of it")]
mod package;
#[path = "support/project.rs"]
mod project;
#[path = "cli/quiet.rs"]
mod quiet;
#[path = "support/rights.rs"]
mod rights;
#[path = "cli/shell.rs"]
mod shell;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use aktas::diagnostics::{Code, Language};
use command::{Ran, aktas, call, finish};
use compare::{difference, updating};
use markdown::Suite;
use project::Project;
use serde_json::Value;

const PLAN: &str = include_str!("broken/plan.yaml");

/// A plan with errors and a warning.
fn broken() -> String {
    PLAN.replace("title:", "titel:")
        .replace("2027-04", "2026-04")
        .replace("Praėję metai.", "Praėję 2025-2026 m.")
}

/// Every file of `out`, with its bytes and when it was written.
type Files = BTreeMap<String, (Vec<u8>, SystemTime)>;

fn project_with(plan: impl AsRef<[u8]>) -> Project {
    let project = Project::new();
    project.write("content/plan.yaml", plan);
    project
}

fn files(folder: &Path) -> Files {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().unwrap().is_file());
    files
        .map(|file| {
            let name = file.file_name().into_string().unwrap();
            let written = file.metadata().unwrap().modified().unwrap();
            (name, (fs::read(file.path()).unwrap(), written))
        })
        .collect()
}

/// The names of the files in `out` that are new, gone or not as they were.
fn touched(project: &Project, old: &Files) -> Vec<String> {
    let new = files(&project.path("out"));
    let names = new.keys().chain(old.keys());
    let mut names: Vec<String> = names
        .filter(|name| new.get(*name) != old.get(*name))
        .cloned()
        .collect();
    names.dedup();
    names
}

/// Puts files of an earlier build into `out`.
fn old_files(project: &Project) -> Files {
    for ending in ["docx", "pdf", "html"] {
        project.write(&format!("out/plan.{ending}"), "old");
    }
    files(&project.path("out"))
}

/// Builds a document that is refused: with 1, with a message, and with no file touched.
fn refused(project: &Project, args: &[&str]) -> Ran {
    let old = old_files(project);
    let ran = aktas(
        project,
        &[&["build", "--to", "docx,pdf,html"], args].concat(),
    );
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.err.starts_with("error["), "{ran:?}");
    assert_eq!(touched(project, &old), Vec::<String>::new(), "{ran:?}");
    ran
}

#[test]
fn a_sound_plan_is_built_and_only_the_work_is_told() {
    let project = project_with(PLAN);
    let ran = aktas(&project, &["build"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_eq!(ran.out, "");
    assert_eq!(
        ran.err,
        "wrote out/plan.docx\nwrote out/plan.pdf\nbuilt 1 of 1 document\n"
    );
    let names: Vec<String> = files(&project.path("out")).into_keys().collect();
    assert_eq!(names, ["plan.docx", "plan.pdf"]);
    let ran = aktas(&project, &["check"]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(0), ""));
    assert_eq!(ran.err, "checked 1 document\n");
}

#[test]
fn every_mistake_in_a_plan_is_told_and_nothing_is_written() {
    let suite = Suite::read(&project::tests().join("broken/edits.md"));
    let (mut faults, mut changes) = (String::new(), Vec::new());
    for case in suite.cases.iter().filter(|case| case.wanted()) {
        let text = |word| &case.blocks(word).next().unwrap().text;
        let (old, new) = (text("replace"), text("with"));
        assert_eq!(PLAN.matches(old).count(), 1, "{}: `replace`", case.name);
        let project = project_with(PLAN.replacen(old, new, 1));
        let ran = refused(&project, &[]);
        let checked = aktas(&project, &["check"]);
        let (messages, _) = ran.err.rsplit_once("\nbuilt 0 of").unwrap();
        assert_eq!(checked.out.trim_end(), messages.trim_end(), "{}", case.name);
        let wanted = case.blocks("messages").next().unwrap();
        if let Some(difference) = difference(&wanted.text, messages) {
            faults += &format!("line {}: {}\n{difference}\n", case.line, case.name);
            changes.push((wanted, messages.to_owned()));
        }
    }
    if updating() {
        return suite.rewrite(changes);
    }
    assert!(
        faults.is_empty(),
        "\n{faults}`UPDATE=1` writes the messages anew"
    );
}

/// What a file is like as a whole, or what takes too many lines for a case in Markdown.
#[test]
fn broken_files_are_told_and_nothing_is_written() {
    let tower = format!("kind: activity-plan\nid: {}", "[".repeat(100_000));
    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (last, next) in "abcdefghijklmnop".chars().zip("bcdefghijklmnopq".chars()) {
        let repeated = vec![format!("*{last}"); 10].join(", ");
        bomb += &format!("{next}: &{next} [{repeated}]\n");
    }
    let windows_1257 = b"kind: activity-plan\ntitle: \xd0iauli\xf8 planas\n".to_vec();
    let utf_16: Vec<u8> = "\u{feff}kind: activity-plan\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let garbage: Vec<u8> = (0..4096_u32).map(|i| (i * i % 251) as u8).collect();
    let huge = PLAN.replace("Skatinti skaitymą", &"ilgas\\b".repeat(200_000));
    let huge = huge
        .replace("goal: ilgas", "goal: \"ilgas")
        .replace("ilgas\\b\n", "ilgas\"\n");
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("plan.yaml: the file is not UTF-8: line 2", windows_1257),
        ("plan.yaml: the file is not UTF-8: line 1", utf_16),
        ("plan.yaml: the file is not UTF-8: line 1", garbage),
        ("plan.yaml:1:1: the file is empty", Vec::new()),
        (
            "plan.yaml:2:1: the file is empty",
            b"# kind: activity-plan\n".to_vec(),
        ),
        (
            "plan.yaml:2:69: the document is nested deeper than 64 levels",
            tower.into(),
        ),
        (
            "plan.yaml:4:36: aliases repeat more than 10000 values",
            bomb.into(),
        ),
        (
            "plan.yaml:23:15: the text holds the control character U+0008",
            huge.into(),
        ),
        (
            "plan.yaml:1:1: the text holds the control character U+0000",
            vec![0; 1000],
        ),
        (
            "plan.yaml:1:1: the document does not say its kind",
            b"- a\n- b\n".to_vec(),
        ),
    ];
    for (wanted, bytes) in cases {
        let project = project_with(bytes);
        refused(&project, &[]);
        let ran = aktas(&project, &["check", "--format", "short"]);
        let (place, message) = wanted.split_once(": ").unwrap();
        let found = ran.out.lines().find(|line| {
            line.starts_with(&format!("content/{place}: error[")) && line.contains(message)
        });
        assert!(found.is_some(), "wanted {wanted}, found {}", ran.out);
    }
}

#[test]
fn no_message_is_as_long_as_a_huge_line() {
    let line = "ilgas žodis ".repeat(100_000);
    let project = project_with(PLAN.replace("Praėję metai.", &format!("\"{line} ![x](y)\"")));
    let ran = refused(&project, &[]);
    let longest = ran.err.lines().map(|line| line.chars().count()).max();
    assert!(longest < Some(400), "{longest:?}");
}

#[test]
fn ends_of_lines_and_a_byte_order_mark_do_not_matter() {
    let plain = project_with(PLAN);
    aktas(&plain, &["build", "--to", "docx,pdf,html"]);
    let crlf = PLAN.replace('\n', "\r\n");
    for text in [
        crlf.clone(),
        format!("\u{feff}{PLAN}"),
        format!("\u{feff}{crlf}"),
    ] {
        let other = project_with(text);
        let ran = aktas(&other, &["build", "--to", "docx,pdf,html"]);
        assert_eq!(ran.status, Some(0), "{ran:?}");
        assert!(bytes(&other) == bytes(&plain), "the files differ");
    }
}

fn bytes(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let files = files(&project.path("out")).into_iter();
    files.map(|(name, (bytes, _))| (name, bytes)).collect()
}

#[test]
fn paths_that_are_no_documents_are_told() {
    let project = project_with(PLAN);
    fs::create_dir_all(project.path("empty")).unwrap();
    fs::create_dir_all(project.path("content/folder.yaml")).unwrap();
    for (path, wanted) in [
        (
            "content/none.yaml",
            "error[unreadable-file]: there is no such file",
        ),
        ("none", "error[unreadable-file]: there is no such file"),
        (
            "empty",
            "error[unreadable-file]: the folder holds no documents",
        ),
        (
            "/dev/null",
            "error[unreadable-file]: this is not an ordinary file",
        ),
    ] {
        let ran = refused(&project, &[path]);
        assert!(ran.err.starts_with(wanted), "{path}: {ran:?}");
        assert!(ran.err.contains("= help: "), "{path}: {ran:?}");
    }
    // One that cannot be read does not keep the others from being told.
    project.write("content/other.yaml", "kind: activity-plan\n");
    let ran = refused(&project, &["content/none.yaml", "content/other.yaml"]);
    assert!(ran.err.contains("[unreadable-file]") && ran.err.contains("[missing-key]"));
}

#[test]
fn two_documents_of_one_name_are_told() {
    let project = project_with(PLAN);
    project.write("content/copy/plan.yaml", PLAN);
    let ran = refused(&project, &[]);
    assert!(ran.err.contains("error[output-clash]"), "{ran:?}");
}

#[cfg(unix)]
mod without_rights {
    use std::os::unix::fs::symlink;

    use super::rights::{allow, as_nobody};
    use super::*;

    #[test]
    fn a_document_that_may_not_be_read() {
        let project = project_with(PLAN);
        allow(&project.path("content/plan.yaml"), 0o000);
        let Some(ran) = as_nobody(&project, &["check"]) else {
            return;
        };
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(
            ran.out.contains("you have no right to read the file"),
            "{ran:?}"
        );
    }

    #[test]
    fn a_link_that_leads_nowhere() {
        let project = Project::new();
        project.write("content/other/plan.yaml", PLAN);
        symlink("nowhere.yaml", project.path("content/plan.yaml")).unwrap();
        let ran = refused(&project, &["content/plan.yaml"]);
        assert!(ran.err.contains("there is no such file"), "{ran:?}");
    }

    #[test]
    fn a_folder_that_may_not_be_written_to() {
        let project = project_with(PLAN);
        let old = old_files(&project);
        allow(&project.path("out"), 0o555);
        let Some(ran) = as_nobody(&project, &["build"]) else {
            return;
        };
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(
            ran.err
                .contains("error[unwritable-file]: you have no right"),
            "{ran:?}"
        );
        assert!(ran.err.contains("--out"), "{ran:?}");
        assert_eq!(touched(&project, &old), Vec::<String>::new());
    }

    /// A limit on the size of files stands for a full disk: the write fails in its middle.
    #[test]
    fn a_disk_that_is_full() {
        let project = project_with(PLAN);
        let old = old_files(&project);
        let script = "trap '' XFSZ; ulimit -f 4; exec \"$0\" build";
        let args = ["-c", script, env!("CARGO_BIN_EXE_aktas")];
        let ran = finish(&mut call(&project, "sh", &args));
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(ran.err.starts_with("error[unwritable-file]"), "{ran:?}");
        assert_eq!(touched(&project, &old), Vec::<String>::new());
    }
}

#[test]
fn what_stands_in_the_way_of_a_file_is_told() {
    let project = project_with(PLAN);
    project.write("taken", "not a folder");
    let ran = aktas(&project, &["build", "--out", "taken"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(
        ran.err
            .starts_with("error[unwritable-file]: a file stands where"),
        "{ran:?}"
    );
    assert_eq!(fs::read(project.path("taken")).unwrap(), b"not a folder");

    let ran = aktas(&project, &["build", "--out", "taken/below"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(
        ran.err
            .starts_with("error[unwritable-file]: a file stands where"),
        "{ran:?}"
    );

    fs::create_dir_all(project.path("out/plan.pdf")).unwrap();
    project.write("out/plan.docx", "old");
    let old = files(&project.path("out"));
    let ran = aktas(&project, &["build"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(
        ran.err
            .starts_with("error[unwritable-file]: a folder stands where"),
        "{ran:?}"
    );
    assert_eq!(
        touched(&project, &old),
        Vec::<String>::new(),
        "one of two was written"
    );
}

#[test]
fn one_bad_document_does_not_keep_the_others_from_being_built() {
    let project = project_with(PLAN.replace("id: plan", "id: first"));
    project.write("content/second.yaml", "kind: activity-plan\n");
    let ran = aktas(&project, &["build"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.err.contains("built 1 of 2 documents"), "{ran:?}");
    let names: Vec<String> = files(&project.path("out")).into_keys().collect();
    assert_eq!(names, ["plan.docx", "plan.pdf"]);
}

#[test]
fn a_wrong_command_line_is_a_matter_of_usage() {
    let project = project_with(PLAN);
    for args in [
        &["build", "--to", "odt"][..],
        &["chekc"],
        &["build", "--jobs", "0"],
        &["check", "--format", "xml"],
        &[],
    ] {
        let ran = aktas(&project, args);
        assert_eq!(ran.status, Some(2), "{args:?}: {ran:?}");
        assert!(ran.err.contains("--help"), "{args:?}: {ran:?}");
    }
    assert!(!project.path("out").exists());
    for args in [["--help"], ["--version"]] {
        assert_eq!(aktas(&project, &args).status, Some(0));
    }
}

#[test]
fn messages_come_in_three_forms() {
    let plan = PLAN
        .replace("title:", "titel:")
        .replace("2027-04", "2026-04");
    let project = project_with(plan);
    let human = aktas(&project, &["check"]);
    assert!(
        human
            .out
            .starts_with("error[unknown-key]: `titel` is not known here\n")
    );
    assert_eq!(
        human.err,
        "checked 1 document, 2 errors\n\
         for more about a message, run `aktas explain unknown-key` or \
         `aktas explain outside-period`\n"
    );

    let short = aktas(&project, &["check", "--format", "short"]);
    assert_eq!(
        short.out,
        "content/plan.yaml:5:1: error[unknown-key]: `titel` is not known here\n\
         content/plan.yaml:30:23: error[outside-period]: the term is outside the period of the \
         document, 2027-01-01 to 2027-12-31\n"
    );

    let json = aktas(&project, &["check", "--format", "json"]);
    let lines: Vec<Value> = json
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    let first = &lines[0];
    assert_eq!(first["code"], "unknown-key");
    assert_eq!(first["severity"], "error");
    assert_eq!(first["file"], "content/plan.yaml");
    assert_eq!(first["path"], "titel");
    assert_eq!(first["hints"][0], "did you mean `title`?");
    assert_eq!(first["start"]["line"], 5);
    assert_eq!(first["end"]["column"], 6);
    assert_eq!(lines[1]["related"][0]["message"], "the period");
    assert_eq!(lines[1]["related"][0]["start"]["line"], 6);
    for ran in [short, json] {
        assert_eq!((ran.status, ran.err.as_str()), (Some(1), ""));
    }
}

#[test]
fn figures_are_explained() {
    let project = project_with(PLAN);
    let ran = aktas(&project, &["explain", "indicators.2026.stock-turnover"]);
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
    assert!(
        ran.out
            .starts_with("indicators.2026.stock-turnover = 0,10\n"),
        "{ran:?}"
    );
    assert!(ran.out.contains("content/plan.yaml:14:"), "{ran:?}");
    let ran = aktas(
        &project,
        &["explain", "stock-turnover", "content/plan.yaml"],
    );
    assert_eq!((ran.status, ran.out.as_str()), (Some(1), ""));
    assert!(
        ran.err
            .contains("ask for one of `indicators.2026.stock-turnover`"),
        "{ran:?}"
    );
}

#[test]
fn codes_are_explained() {
    let project = Project::new();
    let list = aktas(&project, &["explain"]);
    assert_eq!((list.status, list.err.as_str()), (Some(0), ""));
    for code in Code::ALL {
        let line = list.out.lines().find(|line| {
            let mut words = line.split_whitespace();
            words.next() == Some(code.as_str())
        });
        let line = line.unwrap_or_else(|| panic!("`{code}` is not listed: {}", list.out));
        let level = code.level().map_or("error", |level| level.as_str());
        assert_eq!(line.split_whitespace().nth(1), Some(level), "{line}");
        assert!(line.ends_with(code.summary(Language::English)), "{line}");

        let ran = aktas(&project, &["explain", code.as_str()]);
        assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{code}");
        assert!(ran.out.starts_with(&format!("# {code}\n\n")), "{ran:?}");
        assert!(ran.out.ends_with(code.text(Language::English)), "{ran:?}");
        let may_change = ran.out.contains(&format!("`checks: {{ {code}: … }}`"));
        assert_eq!(may_change, code.is_adjustable(), "{ran:?}");
    }
    let ran = aktas(&project, &["explain", "unknwon-key"]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(1), ""));
    assert_eq!(
        ran.err,
        "error: there is no message and no figure `unknwon-key`\n  = help: did you mean `unknown-key`?\n"
    );
    let ran = aktas(&project, &["explain", "wonderful"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(
        ran.err.contains("`aktas explain` lists the codes"),
        "{ran:?}"
    );
}

#[test]
fn typography_is_told_to_those_who_ask() {
    let project = project_with(PLAN.replace("Praėję metai.", "Praėję 2025-2026 m."));
    let silent = aktas(&project, &["check"]);
    assert_eq!((silent.status, silent.out.as_str()), (Some(0), ""));
    let wanted =
        "content/plan.yaml:17:18: note[typography]: `2025-2026` is printed as `2025–2026`\n";
    let ran = aktas(&project, &["check", "--pedantic", "--format", "short"]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(0), wanted));
    let ran = aktas(&project, &["build", "--pedantic", "--format", "short"]);
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), wanted));
    assert!(project.path("out/plan.pdf").exists());
}

/// Ten plans, built in two processes one after the other and all at once.
#[test]
fn the_same_input_gives_the_same_bytes() {
    let project = Project::new();
    for number in 0..10 {
        let plan = PLAN
            .replace("id: plan", &format!("id: plan-{number}"))
            .replace(
                "Bibliotekos planas",
                &format!("{number} bibliotekos planas"),
            );
        project.write(&format!("content/plan-{number}.yaml"), plan);
    }
    let all = ["--to", "docx,pdf,html"];
    let one = aktas(&project, &[&["build", "--jobs", "1"], &all[..]].concat());
    assert_eq!(one.status, Some(0), "{one:?}");
    let first = bytes(&project);
    assert_eq!(first.len(), 30);
    let many = aktas(&project, &[&["build", "--jobs", "8"], &all[..]].concat());
    assert_eq!(many.status, Some(0), "{many:?}");
    assert!(bytes(&project) == first, "the files differ");
    assert_eq!(many.err, one.err, "the work is told in the same order");
}

/// What looks like a template or like HTML is text to the reader of every format.
#[test]
fn values_are_text_in_every_format() {
    let looks = "{{ 7*7 }} {% if %} <b>x</b> & \\\\ <w:p/> endstream";
    let plan = PLAN.replace("Bibliotekų savaitė", &format!("'{looks}'"));
    let project = project_with(plan);
    let ran = aktas(&project, &["build", "--to", "docx,pdf,html"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let printed = "{{ 7*7 }} {% if %} <b>x</b> & \\ <w:p/> endstream";

    let html = fs::read_to_string(project.path("out/plan.html")).unwrap();
    assert!(
        html.contains(
            &printed
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;")
        )
    );

    let file = fs::File::open(project.path("out/plan.docx")).unwrap();
    let mut docx = zip::ZipArchive::new(file).unwrap();
    let document = std::io::read_to_string(docx.by_name("word/document.xml").unwrap()).unwrap();
    let document = roxmltree::Document::parse(&document).unwrap();
    let is_paragraph = |node: &roxmltree::Node<'_, '_>| node.tag_name().name() == "p";
    let paragraphs = document
        .descendants()
        .filter(is_paragraph)
        .map(|paragraph| {
            let texts = paragraph
                .descendants()
                .filter(|node| node.tag_name().name() == "t");
            texts.filter_map(|text| text.text()).collect::<String>()
        });
    let paragraphs: Vec<String> = paragraphs.collect();
    assert!(
        paragraphs.iter().any(|text| text == printed),
        "{paragraphs:#?}"
    );

    let pdf = lopdf::Document::load(project.path("out/plan.pdf")).unwrap();
    let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
    let text = pdf.extract_text(&pages).unwrap();
    let squeezed = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    assert!(squeezed(&text).contains(&squeezed(printed)), "{text}");
}

/// The revision comes from outside: a build asks no repository.
#[test]
fn a_docx_names_the_revision_that_the_environment_tells() {
    let project = project_with(PLAN);
    let told = |revision: Option<&str>| {
        let args = ["build", "content/plan.yaml", "--to", "docx"];
        let mut command = call(&project, env!("CARGO_BIN_EXE_aktas"), &args);
        command.env_remove("AKTAS_REVISION");
        if let Some(revision) = revision {
            command.env("AKTAS_REVISION", revision);
        }
        assert_eq!(finish(&mut command).status, Some(0));
        let file = fs::read(project.path("out/plan.docx")).unwrap();
        package::part(&file, "customXml/item1.xml")
    };
    assert!(!told(None).contains("<revision>"));
    assert!(
        told(Some("5f2c1e9"))
            .contains("<source>content/plan.yaml</source><revision>5f2c1e9</revision>")
    );
}

#[test]
fn a_new_document_is_sound_named_after_its_file_and_never_written_over_another() {
    let project = Project::new();
    for kind in ["activity-plan", "notice"] {
        let file = format!("content/{kind}-a.yaml");
        let ran = aktas(&project, &["new", kind, &file]);
        assert_eq!(ran.status, Some(0), "{ran:?}");
        assert!(ran.err.contains(&format!("aktas check {file} ")), "{ran:?}");
        let text = fs::read_to_string(project.path(&file)).unwrap();
        assert!(text.contains(&format!("\nid: {kind}-a\n")), "{text}");
        assert!(text.lines().filter(|line| line.starts_with('#')).count() > 3);
    }
    let checked = aktas(&project, &["check"]);
    assert_eq!(checked.status, Some(0), "{checked:?}");

    project.write("content/activity-plan-2028.yaml", "mine");
    let ran = aktas(&project, &["new", "activity-plan", "--year", "2028"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.err.contains("there is such a file"), "{ran:?}");
    let text = fs::read_to_string(project.path("content/activity-plan-2028.yaml")).unwrap();
    assert_eq!(text, "mine");

    let ran = aktas(&project, &["new", "activty-plan", "content/b.yaml"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.err.contains("did you mean `activity-plan`?"), "{ran:?}");
    assert!(!project.path("content/b.yaml").exists());
}
