//! What becomes of ledgers, records and documents as files: other ends of lines, copies, moves.

use super::*;

const OTHER: &str = "content/kitas.yaml";

fn approved() -> Project {
    let project = project_with(PLAN);
    done(&approve(&project, "V-12", "2027-01-08", &[]));
    project
}

/// What git does to text on Windows.
fn with_ends_of_windows(project: &Project) {
    for (name, bytes) in all(&project.path("content/approvals")) {
        let text = String::from_utf8(bytes).unwrap().replace('\n', "\r\n");
        project.write(&format!("content/approvals/{name}"), text);
    }
}

#[test]
fn a_record_with_ends_of_lines_of_windows_still_says_what_changed() {
    let project = approved();
    with_ends_of_windows(&project);
    done(&aktas(&project, &["build", "--approved"]));
    project.write(FILE, PLAN.replace("5092", "5093"));
    let told = aktas(&project, &["status", FILE]).out;
    assert!(told.contains("was „5092“, is „5093“"), "{told}");
    done(&approve(&project, "V-40", "2027-05-03", &[]));
    done(&aktas(&project, &["build", "--approved"]));
}

#[test]
fn a_record_that_was_changed_is_told_though_its_document_was_not() {
    let project = approved();
    let mut kept = all(&project.path("content/approvals/plan"));
    let (name, bytes) = kept.pop_first().unwrap();
    let record = format!("content/approvals/plan/{name}");
    let text = String::from_utf8(bytes).unwrap();
    project.write(&record, text.replace("5092", "5093"));
    let told = aktas(&project, &["status"]).out;
    assert!(told.contains("was not checked: it has 1 error"), "{told}");
    for command in ["check", "build"] {
        let ran = aktas(&project, &[command]);
        assert_eq!(ran.status, Some(1), "{command} {ran:?}");
        let said = format!("{}{}", ran.out, ran.err);
        let wanted = format!("`{record}` is not the text that was approved");
        assert!(said.contains(&wanted), "{ran:?}");
    }
    project.write(&record, text);
    done(&aktas(&project, &["build", "--approved"]));
}

#[test]
fn two_documents_of_a_folder_do_not_share_a_ledger() {
    let project = approved();
    project.write(OTHER, PLAN.replace("5092", "5093"));
    let before = state(&project);
    for args in [
        &["check"][..],
        &["check", FILE],
        &["build"],
        &["build", OTHER],
        &["status"],
        &act("V-2", "2027-02-08", &["--mark", "approved"]),
    ] {
        let ran = aktas(&project, args);
        assert_eq!(ran.status, Some(1), "{args:?} {ran:?}");
        let said = format!("{}{}", ran.out, ran.err);
        assert!(said.contains("error[duplicate-id]"), "{args:?} {ran:?}");
        assert!(said.contains("would share the ledger"), "{args:?} {ran:?}");
    }
    assert!(state(&project) == before, "something was recorded or made");
    // In a folder of its own it has its own ledger; a name in another document is no `id`.
    fs::remove_file(project.path(OTHER)).unwrap();
    project.write("content/2028/kitas.yaml", PLAN);
    project.write(OTHER, PLAN.replace("id: plan\n", "id: kitas # ne plan\n"));
    done(&aktas(&project, &["check"]));
}

#[test]
fn a_ledger_whose_document_is_gone_is_told() {
    let project = approved();
    let told = |project: &Project| {
        let ran = aktas(project, &["status"]);
        done(&ran);
        ran.out
            .contains("content/approvals/plan.yaml is of no document beside it")
    };
    assert!(!told(&project));
    project.write(FILE, PLAN.replace("id: plan\n", "id: planas\n"));
    assert!(told(&project), "another id");
    fs::remove_file(project.path(FILE)).unwrap();
    project.write("content/2027/plan.yaml", PLAN);
    project.write(OTHER, PLAN.replace("id: plan\n", "id: kitas\n"));
    assert!(told(&project), "another folder");
}

#[test]
fn an_empty_ledger_is_no_ledger_of_nothing() {
    let project = approved();
    project.write(LEDGER, "\n");
    let ran = aktas(&project, &["build"]);
    refused(&ran, "error[invalid-ledger]");
    refused(&ran, "restore the file from git");
}

#[test]
fn what_was_taken_back_is_not_taken_back_again() {
    let project = approved();
    let revoke = |number, date| {
        let args = ["revoke", FILE, "--number", number, "--date", date];
        aktas(
            &project,
            &[&args[..], &["--mark", "approved", "--by", "S. Sekretorė"]].concat(),
        )
    };
    done(&revoke("V-50", "2027-08-01"));
    refused(
        &revoke("V-51", "2027-08-02"),
        "was taken back already, by act V-50 of 1 August 2027",
    );
}

#[cfg(unix)]
#[test]
fn a_ledger_that_may_not_be_read_is_not_taken_for_none() {
    use super::rights::{allow, as_nobody};
    let project = approved();
    let ledgers = project.path("content/approvals");
    allow(&ledgers, 0o000);
    let ran = as_nobody(&project, &["build", "--out", "/nowhere/at/all"]);
    allow(&ledgers, 0o755);
    if let Some(ran) = ran {
        refused(&ran, "error[unreadable-file]");
        assert!(!ran.err.contains("[unwritable-file]"), "{ran:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_the_folder_makes_the_same_files() {
    let project = approved();
    let made = state(&project);
    std::os::unix::fs::symlink("content", project.path("turinys")).unwrap();
    done(&aktas(&project, &["build", "--approved", "turinys"]));
    assert!(state(&project) == made, "other bytes");
}
