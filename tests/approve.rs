//! Approval through the binary: what is recorded, what is refused, and what a kill leaves behind.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/command.rs"]
mod command;
#[path = "support/project.rs"]
mod project;
#[path = "support/rights.rs"]
mod rights;

#[path = "approve/files.rs"]
mod files;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use aktas::approval::record::digest;
use command::{Ran, aktas, call, finish};
use project::Project;
use serde_json::Value;

const PLAN: &str = include_str!("broken/plan.yaml");
const FILE: &str = "content/plan.yaml";
const LEDGER: &str = "content/approvals/plan.yaml";

/// A mark of the director, and two of councils.
fn with_councils() -> String {
    let approved = "    body: Gimnazijos direktoriaus\n    act: order\n";
    let councils = "  - { mark: endorsed, body: Gimnazijos tarybos, act: protocol }\n  \
                    - { mark: endorsed, body: Mokytojų tarybos, act: protocol }\n";
    assert!(PLAN.contains(approved));
    PLAN.replace(approved, &format!("{approved}{councils}"))
}

fn project_with(plan: &str) -> Project {
    let project = Project::new();
    project.write(FILE, plan);
    project
}

/// The arguments of `aktas approve` for the plan.
fn act<'a>(number: &'a str, date: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec!["approve", FILE, "--number", number, "--date", date];
    args.extend(["--by", "S. Sekretorė"]);
    args.extend(more);
    args
}

fn approve(project: &Project, number: &str, date: &str, more: &[&str]) -> Ran {
    aktas(project, &act(number, date, more))
}

fn done(ran: &Ran) -> &Ran {
    assert_eq!(ran.status, Some(0), "{ran:?}");
    ran
}

fn refused<'r>(ran: &'r Ran, wanted: &str) -> &'r Ran {
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.err.contains(wanted), "{wanted}: {ran:?}");
    ran
}

/// Every file below a folder by its path.
fn all(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(folder: &Path, root: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, found);
                continue;
            }
            let name = path.strip_prefix(root).unwrap().display().to_string();
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}

/// What was recorded and made: all but the document.
fn state(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let mut files = all(&project.path(""));
    files.retain(|name, _| name.starts_with("out/") || name.starts_with("content/approvals/"));
    files
}

fn status(project: &Project, args: &[&str]) -> Vec<Value> {
    let ran = aktas(project, &[&["status", "--format", "json"], args].concat());
    done(&ran);
    let lines = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    lines.collect()
}

fn marks(status: &Value) -> Vec<String> {
    let marks = status["marks"].as_array().unwrap().iter();
    let state = |mark: &Value| mark["state"].as_str().unwrap().to_owned();
    marks.map(state).collect()
}

#[test]
fn an_approval_is_shown_recorded_and_written_as_build_writes_it() {
    let project = project_with(PLAN);
    let trial = approve(&project, "V-12", "2027-01-08", &["--dry-run"]);
    done(&trial);
    assert_eq!(state(&project), BTreeMap::new(), "a trial writes nothing");
    let ran = approve(&project, "V-12", "2027-01-08", &[]);
    done(&ran);
    assert_eq!(ran.out, "");
    let shown = trial
        .err
        .strip_suffix("nothing was recorded: this was a trial\n");
    let rest = ran.err.strip_prefix(shown.unwrap()).unwrap();
    assert_eq!(
        rest,
        "recorded in content/approvals/plan.yaml\nwrote out/plan.docx\nwrote out/plan.pdf\n"
    );
    let status = status(&project, &[]);
    let content = status[0]["content"].as_str().unwrap();
    for line in [
        "title        Bibliotekos planas",
        "document     plan (activity-plan)",
        "mark         `approved` (Gimnazijos direktoriaus)",
        "act          order V-12 of 8 January 2027",
        "recorded by  S. Sekretorė",
        &format!("content      {content}"),
        "pages        3",
        "warnings     0",
    ] {
        assert!(
            shown.unwrap().lines().any(|shown| shown == line),
            "{line}: {shown:?}"
        );
    }
    let made = state(&project);
    let record = format!("content/approvals/plan/{}.txt", &content[7..23]);
    assert_eq!(digest(&made[&record]), content);
    let names: Vec<&str> = made.keys().map(String::as_str).collect();
    assert_eq!(names, [LEDGER, &record, "out/plan.docx", "out/plan.pdf"]);
    let entry = &status[0]["entries"][0];
    for name in ["plan.docx", "plan.pdf"] {
        let bytes = &made[&format!("out/{name}")];
        assert_eq!(entry["files"][name], digest(bytes), "{name}");
    }
    for args in [
        &["build"][..],
        &["build", "--approved"],
        &["build", "--to", "docx"],
        &["build", "--to", "pdf"],
    ] {
        done(&aktas(&project, args));
        assert!(state(&project) == made, "{args:?}: other bytes");
    }
    done(&aktas(&project, &["build", "--draft"]));
    assert!(state(&project)["out/plan.docx"] != made["out/plan.docx"]);
}

#[test]
fn a_document_with_errors_is_not_approved_and_its_warnings_are_shown() {
    let project = project_with(&PLAN.replace("title:", "titel:"));
    let ran = approve(&project, "Nr. 5", "2027-01-08", &[]);
    refused(&ran, "[unknown-key]");
    refused(&ran, "[invalid-act]");
    assert_eq!(state(&project), BTreeMap::new());
    let project = project_with(&PLAN.replace("Bibliotekos planas", "Bibliotekos 2026 m. planas"));
    let ran = approve(&project, "V-12", "2027-01-08", &[]);
    assert!(done(&ran).err.contains("warning[stale-year]"), "{ran:?}");
    assert!(ran.err.contains("\nwarnings     1\n"), "{ran:?}");
}

#[test]
fn a_redaction_shows_what_changed_and_a_mark_can_be_taken_back_and_given_again() {
    let project = project_with(PLAN);
    done(&approve(&project, "V-12", "2027-01-08", &[]));
    refused(
        &approve(&project, "V-13", "2027-01-09", &[]),
        "[nothing-to-record]",
    );
    let ledger = fs::read_to_string(project.path(LEDGER)).unwrap();

    let redactions = [
        ("V-40", "2027-05-03", "5092", "5093"),
        ("V-41", "2027-06-03", "5093", "5094"),
    ];
    for (number, date, old, new) in redactions {
        let plan = fs::read_to_string(project.path(FILE)).unwrap();
        project.write(FILE, plan.replace(old, new));
        assert_eq!(marks(&status(&project, &[])[0]), ["stale"]);
        let ran = aktas(&project, &["build", "--approved"]);
        refused(
            &ran,
            "[not-approved]: the mark `approved` was given to another text, by act",
        );
        refused(&ran, &format!("was „{old}“"));
        let told = aktas(&project, &["status", FILE]).out;
        let line = format!("  `figures.2026.visits`: was „{old}“, is „{new}“");
        assert!(told.contains(&line), "{told}");
        let ran = approve(&project, number, date, &[]);
        assert!(done(&ran).err.contains(&line), "{ran:?}");
        done(&aktas(&project, &["build", "--approved"]));
    }
    let now = fs::read_to_string(project.path(LEDGER)).unwrap();
    let entries = |text: &str| text.split_once("entries:\n").unwrap().1.to_owned();
    assert!(
        entries(&now).starts_with(&entries(&ledger)),
        "an old entry changed"
    );
    let told = &status(&project, &[])[0];
    assert_eq!(
        (marks(told), told["approved"].as_bool()),
        (vec!["redaction".to_owned()], Some(true))
    );
    assert_eq!(told["marks"][0]["first"]["number"], "V-12");
    assert_eq!(told["redactions"].as_array().unwrap().len(), 3);

    // A mistake in registering: only that entry is taken back.
    let revoke = |number, date, more: &[&str]| {
        let args = [
            "revoke",
            FILE,
            "--number",
            number,
            "--date",
            date,
            "--by",
            "S. Sekretorė",
        ];
        aktas(&project, &[&args, more].concat())
    };
    refused(&revoke("V-41", "2027-06-03", &[]), "--reason");
    let made = state(&project);
    done(&revoke(
        "V-41",
        "2027-06-03",
        &["--reason", "kitas numeris", "--dry-run"],
    ));
    assert!(state(&project) == made, "a trial writes nothing");
    done(&revoke(
        "V-41",
        "2027-06-03",
        &["--reason", "kitas numeris"],
    ));
    let told = &status(&project, &[])[0];
    assert_eq!(marks(told), ["stale"]);
    assert_eq!(told["marks"][0]["act"]["number"], "V-40");
    let ran = aktas(&project, &["check", FILE]);
    assert!(ran.out.contains("`approved` by act V-40 of"), "{ran:?}");
    assert!(
        aktas(&project, &["status", FILE])
            .out
            .contains("„kitas numeris“")
    );
    done(&approve(&project, "V-42", "2027-06-03", &[]));
    // An act takes the mark back.
    refused(&revoke("V-50", "2027-06-02", &[]), "[invalid-act]");
    done(&revoke("V-50", "2027-07-01", &[]));
    refused(&revoke("V-51", "2027-07-02", &[]), "[nothing-to-record]");
    assert_eq!(marks(&status(&project, &[])[0]), ["revoked"]);
    let ran = aktas(&project, &["build", "--approved"]);
    refused(
        &ran,
        "the mark `approved` was taken back by act V-50 of 1 July 2027",
    );
    done(&approve(&project, "V-60", "2027-08-01", &[]));
    let told = &status(&project, &[])[0];
    assert_eq!(marks(told), ["approved"]);
    assert_eq!(told["entries"].as_array().unwrap().len(), 7);
}

#[test]
fn each_of_two_councils_gives_its_own_mark() {
    let project = project_with(&with_councils());
    let ran = approve(&project, "3", "2027-01-05", &["--mark", "endorsed"]);
    refused(&ran, "--mark endorsed:2` is that of Mokytojų tarybos");
    let open = "the mark `endorsed` (Gimnazijos tarybos) comes before `approved`";
    done(&approve(
        &project,
        "4",
        "2027-01-06",
        &["--mark", "endorsed:2"],
    ));
    assert_eq!(
        marks(&status(&project, &[])[0]),
        ["draft", "draft", "approved"]
    );
    refused(
        &approve(&project, "V-1", "2027-01-08", &["--mark", "approved"]),
        open,
    );
    done(&approve(
        &project,
        "3",
        "2027-01-07",
        &["--mark", "endorsed:1"],
    ));
    // One mark is open, so it needs no name; and a day before the councils is none.
    refused(
        &approve(&project, "V-1", "2027-01-06", &[]),
        "[approval-order]",
    );
    done(&approve(&project, "V-1", "2027-01-08", &[]));
    done(&aktas(&project, &["build", "--approved"]));
    let table = aktas(&project, &["status"]).out;
    assert_eq!(
        table,
        "Document           Mark        State     Act  Date        Recorded by\n\
         content/plan.yaml  approved    approved  V-1  2027-01-08  S. Sekretorė\n\
         \u{20}                  endorsed:1  endorsed  3    2027-01-07  S. Sekretorė\n\
         \u{20}                  endorsed:2  endorsed  4    2027-01-06  S. Sekretorė\n"
    );
}

#[test]
fn every_document_has_a_status() {
    let project = project_with(PLAN);
    let other = |id: &str| PLAN.replace("id: plan", &format!("id: {id}"));
    let marks_of =
        "marks:\n  - mark: approved\n    body: Gimnazijos direktoriaus\n    act: order\n";
    project.write(
        "content/bad.yaml",
        other("bad").replace("visits: 5092", "visits: vienas"),
    );
    project.write("content/notice.yaml", "kind: notice\nid: notice\nlang: lt\ninstitution: { name: A, genitive: A }\ntitle: T\nlead: L.\ntext: T.\n");
    assert!(PLAN.contains(marks_of));
    done(&approve(&project, "V-12", "2027-01-08", &[]));
    let ran = aktas(&project, &["status"]);
    done(&ran);
    assert!(
        ran.out
            .contains("content/bad.yaml     approved  not checked"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("content/notice.yaml  no marks"),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .contains("content/bad.yaml was not checked: it has 1 error,"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.lines().all(|line| line.chars().count() <= 100),
        "{}",
        ran.out
    );
    let told = status(&project, &[]);
    assert_eq!(told.len(), 3);
    assert_eq!(
        (&told[0]["document"], &told[0]["approved"]),
        (&"bad".into(), &Value::Null)
    );
    assert_eq!(told[0]["errors"], 1);
    assert_eq!(marks(&told[0]), ["not-checked"]);
    assert_eq!(
        (&told[1]["ledger"], marks(&told[1])),
        (&Value::Null, vec![])
    );

    // What cannot be read is told, and does not hide the others.
    project.write("content/approvals/bad.yaml", "entries: V-12\n");
    project.write("content/worse.yaml", "kind: [\n");
    let ran = aktas(&project, &["status"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(
        ran.err.contains("[invalid-ledger]") && ran.err.contains("[invalid-yaml]"),
        "{ran:?}"
    );
    assert!(ran.out.contains("content/plan.yaml"), "{ran:?}");
    refused(
        &aktas(&project, &["status", "content/none.yaml"]),
        "[unreadable-file]",
    );
}

#[test]
fn a_draft_says_so_also_where_no_marks_are_asked_for() {
    let project = Project::new();
    let notice = "kind: notice\nid: notice\nlang: lt\ninstitution: { name: A, genitive: A }\n\
                  title: T\nlead: L.\ntext: T.\n";
    project.write("content/notice.yaml", notice);
    for (option, says) in [("--draft", true), ("--approved", false)] {
        done(&aktas(&project, &["build", "--to", "html", option]));
        let html = fs::read_to_string(project.path("out/notice.html")).unwrap();
        assert_eq!(html.contains(">Projektas<"), says, "{option}");
    }
}

#[test]
fn who_records_is_who_is_named_or_whom_git_knows() {
    let project = project_with(PLAN);
    let run = |args: &[&str]| {
        let args = [
            &["approve", FILE, "--number", "V-1", "--date", "2027-01-08"],
            args,
        ]
        .concat();
        let mut command = call(&project, env!("CARGO_BIN_EXE_aktas"), &args);
        command
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1");
        finish(&mut command)
    };
    let ran = run(&["--dry-run"]);
    refused(&ran, "error[unknown-recorder]");
    refused(&ran, "--by NAME");
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.args(args).current_dir(project.path(""));
        command.output().is_ok_and(|output| output.status.success())
    };
    if git(&["init", "-q"]) && git(&["config", "user.name", "O. Raštvedė"]) {
        let ran = run(&["--dry-run"]);
        assert!(
            done(&ran).err.contains("recorded by  O. Raštvedė\n"),
            "{ran:?}"
        );
    }
    let ran = run(&["--dry-run", "--by", "S. Sekretorė"]);
    assert!(
        done(&ran).err.contains("recorded by  S. Sekretorė\n"),
        "{ran:?}"
    );
}

#[test]
fn all_of_it_is_said_in_lithuanian() {
    let project = project_with(PLAN);
    let lithuanian = ["--lang", "lt"];
    let ran = approve(&project, "Nr. V-12", "2027-01-08", &lithuanian);
    refused(
        &ran,
        "klaida[invalid-act]: „Nr.“ prieš numerį išspausdina pati programa",
    );
    let ran = approve(&project, "V-12", "2027-01-08", &lithuanian);
    for line in [
        "pavadinimas        Bibliotekos planas",
        "aktas              2027 m. sausio 8 d. įsakymas Nr. V-12",
        "įrašyta į content/approvals/plan.yaml",
    ] {
        assert!(
            done(&ran).err.lines().any(|said| said == line),
            "{line}: {ran:?}"
        );
    }
    project.write(FILE, PLAN.replace("5092", "5093"));
    let ran = aktas(&project, &["status", FILE, "--lang", "lt"]);
    assert!(
        done(&ran)
            .out
            .starts_with("Dokumentas         Žyma      Būsena "),
        "{ran:?}"
    );
    for words in [
        "po to pakeista",
        "pasikeitė po 2027 m. sausio 8 d. akto Nr. V-12:",
    ] {
        assert!(ran.out.contains(words), "{words}: {ran:?}");
    }
}

#[test]
fn a_wrong_command_line_is_a_matter_of_usage() {
    let project = project_with(PLAN);
    for args in [
        &["approve", FILE, "--number", "V-1"][..],
        &["approve", "--number", "V-1", "--date", "2027-01-08"],
        &["revoke", FILE, "--date", "2027-01-08"],
        &["build", "--approved", "--draft"],
        &["status", "--format", "short"],
    ] {
        let ran = aktas(&project, args);
        assert_eq!(ran.status, Some(2), "{args:?}: {ran:?}");
    }
    assert_eq!(state(&project), BTreeMap::new());
}

#[test]
fn a_ledger_of_another_form_stays_as_it_is() {
    let project = project_with(PLAN);
    done(&approve(&project, "V-12", "2027-01-08", &[]));
    let text = fs::read_to_string(project.path(LEDGER)).unwrap();
    project.write(FILE, PLAN.replace("5092", "5093"));
    let (head, entries) = text.split_once("entries:\n").unwrap();
    let outdented: String = entries
        .lines()
        .map(|line| format!("{}\n", &line[2..]))
        .collect();
    project.write(LEDGER, format!("{head}entries:\n{outdented}"));
    let before = state(&project);
    let ran = approve(&project, "V-40", "2027-05-03", &[]);
    refused(
        &ran,
        "error[invalid-ledger]: no entry can be added to the ledger as it is written",
    );
    assert!(state(&project) == before);
    // Comments and the ends of lines are free.
    let free = text
        .replace("  - event", "  # the first act\n  - event")
        .replace('\n', "\r\n");
    project.write(LEDGER, &free);
    done(&approve(&project, "V-40", "2027-05-03", &[]));
    let now = fs::read_to_string(project.path(LEDGER)).unwrap();
    assert!(now.contains("# the first act"));
    assert!(
        now.lines().count() == now.matches("\r\n").count(),
        "{now:?}"
    );
    assert_eq!(marks(&status(&project, &[])[0]), ["redaction"]);
}

#[test]
fn of_two_runs_at_once_one_records_and_the_other_is_told() {
    for _ in 0..8 {
        let project = project_with(PLAN);
        let start = |number| {
            let mut command = call(
                &project,
                env!("CARGO_BIN_EXE_aktas"),
                &act(number, "2027-01-08", &[]),
            );
            command
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        };
        let runs = [start("V-1"), start("V-2")];
        let ended = runs.map(|run| run.wait_with_output().unwrap());
        let won: Vec<bool> = ended.iter().map(|output| output.status.success()).collect();
        assert_eq!(won.iter().filter(|won| **won).count(), 1, "{ended:?}");
        let lost = &ended[usize::from(won[0])];
        let said = String::from_utf8_lossy(&lost.stderr);
        assert_eq!(lost.status.code(), Some(1), "{said}");
        assert!(
            said.contains("[ledger-busy]") || said.contains("[nothing-to-record]"),
            "{said}"
        );
        let told = &status(&project, &[])[0];
        assert_eq!(told["entries"].as_array().unwrap().len(), 1);
        let number = if won[0] { "V-1" } else { "V-2" };
        assert_eq!(told["entries"][0]["act"]["number"], number);
        for name in ["plan.docx", "plan.pdf"] {
            let bytes = fs::read(project.path(&format!("out/{name}"))).unwrap();
            assert_eq!(told["entries"][0]["files"][name], digest(&bytes), "{name}");
        }
    }
}

#[test]
fn acts_of_two_councils_at_once_are_both_recorded_or_told() {
    for _ in 0..4 {
        let project = project_with(&with_councils());
        let start = |mark, number| {
            let args = act(number, "2027-01-08", &["--mark", mark]);
            let mut command = call(&project, env!("CARGO_BIN_EXE_aktas"), &args);
            command
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        };
        let runs = [start("endorsed:1", "1"), start("endorsed:2", "2")];
        let ended = runs.map(|run| run.wait_with_output().unwrap());
        let told = &status(&project, &[])[0];
        let won = ended
            .iter()
            .filter(|output| output.status.success())
            .count();
        assert_eq!(told["entries"].as_array().unwrap().len(), won, "{ended:?}");
        assert!(won >= 1);
        for lost in ended.iter().filter(|output| !output.status.success()) {
            let said = String::from_utf8_lossy(&lost.stderr);
            assert!(
                said.contains("[ledger-busy]: meanwhile `endorsed` was recorded"),
                "{said}"
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn a_run_that_finds_the_ledgers_held_says_so_and_records_nothing() {
    let project = project_with(PLAN);
    fs::create_dir_all(project.path("content/approvals")).unwrap();
    let folder = File::open(project.path("content/approvals")).unwrap();
    folder.lock().unwrap();
    let ran = approve(&project, "V-1", "2027-01-08", &[]);
    refused(
        &ran,
        "error[ledger-busy]: another `aktas` is recording in this ledger",
    );
    assert_eq!(state(&project), BTreeMap::new());
    // One that ends soon is waited for.
    let letting_go = thread::spawn(move || {
        thread::sleep(Duration::from_millis(500));
        drop(folder);
    });
    done(&approve(&project, "V-1", "2027-01-08", &[]));
    letting_go.join().unwrap();
}

/// What a run left behind that was killed is brought to its end by the next, if nobody holds it.
#[cfg(unix)]
#[test]
fn what_a_killed_run_left_is_finished_or_removed() {
    let broken = PLAN.replace("title:", "titel:");
    let project = project_with(&broken);
    project.write("out/plan.docx", "new");
    project.write("out/plan.pdf", "old");
    project.write("out/.aktas-A.ready/plan.pdf", "new");
    project.write("out/.aktas-B/plan.pdf", "half");
    project.write("out/.aktas-held/plan.pdf", "of another");
    project.write("out/.aktas-held.ready/other.pdf", "of another");
    let held = ["out/.aktas-held", "out/.aktas-held.ready"].map(|name| {
        let folder = File::open(project.path(name)).unwrap();
        folder.lock().unwrap();
        folder
    });
    assert_eq!(aktas(&project, &["build"]).status, Some(1));
    let names: Vec<String> = all(&project.path("out")).into_keys().collect();
    assert_eq!(
        names,
        [
            ".aktas-held.ready/other.pdf",
            ".aktas-held/plan.pdf",
            "plan.docx",
            "plan.pdf"
        ]
    );
    assert_eq!(fs::read(project.path("out/plan.pdf")).unwrap(), b"new");
    assert!(!project.path("out/.aktas-A.ready").exists() && !project.path("out/.aktas-B").exists());
    drop(held);
    project.write(FILE, PLAN);
    project.write("content/approvals/.aktas-x.tmp", "half");
    project.write("content/approvals/plan/.aktas-y.tmp", "half");
    done(&approve(&project, "V-12", "2027-01-08", &[]));
    let left: Vec<String> = all(&project.path("")).into_keys().collect();
    assert!(
        left.iter().all(|name| !name.contains(".aktas-")),
        "{left:?}"
    );
    assert_eq!(
        fs::read(project.path("out/other.pdf")).unwrap(),
        b"of another"
    );
}

#[cfg(unix)]
mod without_rights {
    use super::rights::{allow, as_nobody};
    use super::*;

    #[test]
    fn a_folder_of_ledgers_that_may_not_be_written_to() {
        let project = project_with(PLAN);
        fs::create_dir_all(project.path("content/approvals")).unwrap();
        allow(&project.path("content/approvals"), 0o555);
        fs::create_dir_all(project.path("out")).unwrap();
        allow(&project.path("out"), 0o777);
        let Some(ran) = as_nobody(&project, &act("V-1", "2027-01-08", &[])) else {
            return;
        };
        refused(&ran, "error[unwritable-file]: you have no right");
        refused(&ran, "nothing was recorded");
        assert_eq!(state(&project), BTreeMap::new());
    }

    #[test]
    fn a_folder_for_the_files_that_may_not_be_written_to() {
        let project = project_with(PLAN);
        fs::create_dir_all(project.path("content/approvals")).unwrap();
        allow(&project.path("content/approvals"), 0o777);
        fs::create_dir_all(project.path("out")).unwrap();
        allow(&project.path("out"), 0o555);
        let Some(ran) = as_nobody(&project, &act("V-1", "2027-01-08", &[])) else {
            return;
        };
        refused(&ran, "error[unwritable-file]: you have no right");
        assert_eq!(state(&project), BTreeMap::new());
    }

    /// A limit on the size of files stands for a full disk: a write fails in its middle.
    #[test]
    fn a_disk_that_is_full() {
        for blocks in ["0", "1", "4"] {
            let project = project_with(PLAN);
            let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
            let program = env!("CARGO_BIN_EXE_aktas");
            let mut args = vec!["-c", &script, "sh", program];
            args.extend(act("V-1", "2027-01-08", &["--to", "docx"]));
            let ran = finish(&mut call(&project, "sh", &args));
            refused(&ran, "error[unwritable-file]");
            assert_eq!(state(&project), BTreeMap::new(), "{blocks}");
        }
    }
}

/// Kills: whatever the moment, the ledger is the old or the new, each file is the old or the new,
/// and no file claims what the ledger does not have.
#[cfg(unix)]
mod kills {
    use super::*;

    /// A plan that was approved and changed: before and after its second approval.
    struct Story {
        before: BTreeMap<String, Vec<u8>>,
        after: BTreeMap<String, Vec<u8>>,
    }

    const CHANGED: [(&str, &str); 2] = [("V-12", "2027-01-08"), ("V-40", "2027-05-03")];

    fn changed() -> String {
        PLAN.replace("5092", "5093")
    }

    impl Story {
        fn new() -> Self {
            let project = project_with(PLAN);
            let [first, second] = CHANGED;
            done(&approve(&project, first.0, first.1, &[]));
            project.write(FILE, changed());
            done(&aktas(&project, &["build"]));
            let before = state(&project);
            done(&approve(&project, second.0, second.1, &[]));
            let after = state(&project);
            let files = ["out/plan.docx", "out/plan.pdf", LEDGER];
            assert!(files.iter().all(|name| before[*name] != after[*name]));
            Self { before, after }
        }

        fn project(&self) -> Project {
            let project = project_with(&changed());
            for (name, bytes) in &self.before {
                project.write(name, bytes);
            }
            project
        }

        /// What must hold after a kill, and after the run that follows it.
        fn check(&self, project: &Project, moment: &str) {
            let left = state(project);
            let is_new = |name: &str| left[name] == self.after[name];
            for name in ["out/plan.docx", "out/plan.pdf", LEDGER] {
                assert!(
                    is_new(name) || left[name] == self.before[name],
                    "{moment}: {name} is torn"
                );
            }
            let claims = is_new("out/plan.docx") || is_new("out/plan.pdf");
            assert!(
                is_new(LEDGER) || !claims,
                "{moment}: a file claims what was not recorded"
            );
            let is_record = |name: &str| {
                name.starts_with("content/approvals/plan/") && !name.contains(".aktas-")
            };
            for (name, bytes) in left.iter().filter(|(name, _)| is_record(name)) {
                assert!(self.after.get(name) == Some(bytes), "{moment}: {name}");
            }
            let recorded = is_new(LEDGER);
            let ran = approve(project, CHANGED[1].0, CHANGED[1].1, &[]);
            if recorded {
                refused(&ran, "[nothing-to-record]");
                done(&aktas(project, &["build", "--approved"]));
            } else {
                done(&ran);
            }
            let names: Vec<String> = state(project).into_keys().collect();
            assert!(state(project) == self.after, "{moment}: {names:?}");
            let folders = fs::read_dir(project.path("out")).unwrap().count();
            assert_eq!(folders, 2, "{moment}: something is left over");
        }
    }

    #[test]
    fn a_kill_at_any_moment_of_approve_tears_nothing() {
        let story = Story::new();
        let args = act(CHANGED[1].0, CHANGED[1].1, &[]);
        // How long a run takes here and now, so that the kills fall into it.
        let began = std::time::Instant::now();
        done(&aktas(&story.project(), &args));
        let whole = began.elapsed();
        let rounds = 16;
        for round in 0..rounds {
            let project = story.project();
            let mut command = call(&project, env!("CARGO_BIN_EXE_aktas"), &args);
            let mut run = command.stderr(Stdio::null()).spawn().unwrap();
            // Most of them at the end, where the files are written.
            let part = if round < 4 {
                round * 20
            } else {
                70 + round * 2
            };
            thread::sleep(whole * part / 100);
            let _ = run.kill();
            run.wait().unwrap();
            story.check(&project, &format!("after {part} %"));
        }
    }

    /// The calls to the system by which files change; one that a machine does not know is left out.
    const CALLS: [&str; 11] = [
        "?mkdir",
        "?mkdirat",
        "?rename",
        "?renameat",
        "?renameat2",
        "?unlink",
        "?unlinkat",
        "?rmdir",
        "flock",
        "fsync",
        "write",
    ];

    /// Runs `aktas` once for each call to the system that it makes, kills it there, and has a look;
    /// does nothing where no calls can be followed.
    fn at_each_call(
        new_project: impl Fn() -> Project,
        args: &[&str],
        look: impl Fn(&Project, &str),
    ) {
        let mut kills = 0;
        for call in CALLS {
            for number in 1.. {
                let project = new_project();
                match killed_at(&project, args, call, number) {
                    None => return,
                    Some(false) => break,
                    Some(true) => look(&project, &format!("at {call} {number}")),
                }
                kills += 1;
            }
        }
        assert!(kills > 8, "only {kills} kills");
    }

    /// Runs `aktas` and kills it when it makes a call for the given time; `None` where nothing can
    /// follow its calls, else whether it was killed.
    fn killed_at(project: &Project, args: &[&str], name: &str, number: usize) -> Option<bool> {
        let traced = format!("trace={name}");
        let inject = format!("inject={name}:signal=KILL:when={number}");
        let mut all = vec!["-f", "-o", "/dev/null", "-e", &traced, "-e", &inject];
        all.push(env!("CARGO_BIN_EXE_aktas"));
        all.extend(args);
        let output = call(project, "strace", &all).output().ok()?;
        let said = String::from_utf8_lossy(&output.stderr);
        let cannot = said.contains("ptrace") || said.contains("PTRACE");
        (!cannot).then(|| output.status.code().is_none())
    }

    #[test]
    fn a_kill_at_each_call_to_the_system_tears_nothing() {
        let story = Story::new();
        let args = act(CHANGED[1].0, CHANGED[1].1, &[]);
        let look = |project: &Project, moment: &str| story.check(project, moment);
        at_each_call(|| story.project(), &args, look);
    }

    #[test]
    fn a_kill_at_each_call_of_build_is_repaired_by_the_next_run() {
        let story = Story::new();
        let drafts = |files: &BTreeMap<String, Vec<u8>>| {
            ["out/plan.docx", "out/plan.pdf"].map(|name| files[name].clone())
        };
        let old = drafts(&story.after);
        let new = drafts(&story.before);
        let new_project = || {
            let project = story.project();
            for (place, bytes) in ["out/plan.docx", "out/plan.pdf"].iter().zip(&old) {
                project.write(place, bytes);
            }
            project
        };
        at_each_call(new_project, &["build"], |project, moment| {
            let left = drafts(&state(project));
            for at in 0..2 {
                assert!(left[at] == old[at] || left[at] == new[at], "{moment}: torn");
            }
            // The next run repairs what is torn even if it has nothing to build.
            project.write(FILE, "kind: [\n");
            assert_eq!(aktas(project, &["build"]).status, Some(1));
            let left = drafts(&state(project));
            assert!(
                left == old || left == new,
                "{moment}: one is old, one is new"
            );
            let names = fs::read_dir(project.path("out")).unwrap().count();
            assert_eq!(names, 2, "{moment}: something is left over");
        });
    }
}
