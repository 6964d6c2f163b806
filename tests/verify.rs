//! What files are, by `aktas verify`: each byte of a file that was approved matters, or is known
//! not to.

#[path = "support/command.rs"]
mod command;
#[path = "support/project.rs"]
mod project;

#[path = "verify/altered.rs"]
mod altered;
#[path = "verify/anything.rs"]
mod anything;
#[path = "verify/history.rs"]
mod history;
#[path = "verify/scene.rs"]
mod scene;
#[path = "verify/signed.rs"]
mod signed;

use std::fs;

use ::aktas::approval::Event;
use command::aktas;
use scene::{PLAN, Scene};
use serde_json::Value;

#[test]
fn the_very_files_are_known_wherever_they_are_and_whatever_their_names() {
    let scene = Scene::approved();
    for format in ["docx", "pdf"] {
        scene.project.write("elsewhere/x.bin", scene.file(format));
        let (status, told) = scene.verify("elsewhere/x.bin");
        assert_eq!(status, Some(0), "{told}");
        assert_eq!(told["verdict"], "recorded");
        assert_eq!(told["document"], "plan");
        assert_eq!(told["title"], "Planas");
        assert_eq!(told["given"][0]["number"], "V-12");
        assert_eq!(told["given"][0]["standing"], "in-force");
        assert_eq!(told["changed-since"], false);
    }
}

#[test]
fn what_was_approved_once_is_told_with_what_became_of_it() {
    let scene = Scene::approved();
    scene.project.write("old.pdf", scene.file("pdf"));
    scene.write(&PLAN.replace("Susirinkimas", "Posėdis"));
    let (status, told) = scene.verify("old.pdf");
    assert_eq!(
        (status, &told["changed-since"]),
        (Some(0), &Value::Bool(true))
    );
    scene.record(Event::Amended, "V-40", "2027-05-03");
    scene.project.write("new.docx", scene.file("docx"));
    let (status, told) = scene.verify("old.pdf");
    assert_eq!(status, Some(0));
    assert_eq!(told["given"][0]["standing"], "superseded", "{told}");
    assert_eq!(told["given"][0]["by"]["number"], "V-40");
    scene.record(Event::Revoked, "V-41", "2027-05-04");
    let (status, told) = scene.verify("new.docx");
    assert_eq!(status, Some(0));
    assert_eq!(told["given"][0]["standing"], "revoked", "{told}");
    assert_eq!(told["given"][0]["by"]["number"], "V-41");
}

#[test]
fn a_draft_is_told_as_one() {
    let scene = Scene::draft();
    for format in ["docx", "pdf"] {
        let (status, told) = scene.verify(&format!("out/plan.{format}"));
        assert_eq!(
            (status, told["verdict"].as_str()),
            (Some(5), Some("unknown"))
        );
        let reasons = told["reasons"].to_string();
        assert!(reasons.contains("it is a draft"), "{reasons}");
    }
}

#[test]
fn a_draft_of_what_was_approved_since_is_another_rendering() {
    let scene = Scene::draft();
    let drafts = ["docx", "pdf"].map(|format| (format, scene.file(format)));
    scene.record(Event::Approved, "V-12", "2026-09-02");
    for (format, draft) in drafts {
        let name = format!("draft.{format}");
        scene.project.write(&name, draft);
        let (status, told) = scene.verify(&name);
        assert_eq!(status, Some(3), "{told}");
        assert!(told["reasons"].to_string().contains("as a draft"), "{told}");
    }
}

/// Without a project, a file is whole in itself or not, and nobody says that it was approved.
#[test]
fn a_file_alone_proves_only_that_it_is_whole() {
    let scene = Scene::approved();
    let away = project::Project::new();
    for format in ["docx", "pdf"] {
        let name = format!("a.{format}");
        away.write(&name, scene.file(format));
        let ran = aktas(&away, &["verify", &name]);
        assert_eq!(ran.status, Some(5), "{ran:?}");
        assert!(ran.out.contains("it is whole in itself"), "{ran:?}");
        assert!(ran.out.contains("only the ledger"), "{ran:?}");
        let mut bytes = scene.file(format);
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x10;
        away.write(&name, bytes);
        assert_eq!(aktas(&away, &["verify", &name]).status, Some(4));
    }
}

#[test]
fn the_worst_of_several_files_is_the_status() {
    let scene = Scene::approved();
    let mut other = scene.file("pdf");
    other.push(b'\n');
    scene.project.write("other.pdf", other);
    scene.project.write("strange.pdf", "%PDF-1.7\n");
    scene.project.write("strange.txt", "Labas");
    let status = |names: &[&str]| aktas(&scene.project, &[&["verify"], names].concat()).status;
    assert_eq!(status(&["out/plan.pdf"]), Some(0));
    assert_eq!(status(&["other.pdf", "out/plan.pdf"]), Some(3));
    assert_eq!(status(&["other.pdf", "strange.pdf"]), Some(4));
    assert_eq!(
        status(&["strange.txt", "strange.pdf", "out/plan.pdf"]),
        Some(5)
    );
    assert_eq!(status(&["strange.txt", "nowhere.pdf"]), Some(1));
    assert_eq!(status(&["--content", "nowhere", "out/plan.pdf"]), Some(1));
    assert_eq!(status(&[]), Some(2));
}

#[test]
fn a_ledger_that_cannot_be_believed_is_told() {
    let scene = Scene::approved();
    let path = scene.project.path("content/approvals/plan.yaml");
    let text = fs::read_to_string(&path).expect("the ledger");
    scene
        .project
        .write("content/approvals/plan.yaml", text.replace("V-12", "V-13"));
    let ran = aktas(&scene.project, &["verify", "out/plan.pdf"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(
        ran.err.contains("approvals/plan.yaml` cannot be read"),
        "{ran:?}"
    );
}

#[test]
fn it_is_told_in_lithuanian() {
    let scene = Scene::approved();
    let ran = aktas(&scene.project, &["--lang", "lt", "verify", "out/plan.docx"]);
    let wanted = "out/plan.docx: tas pats failas, kuris įrašytas tvirtinimų žurnale\n";
    assert!(ran.out.starts_with(wanted), "{ran:?}");
    assert!(
        ran.out.contains(
            "patvirtinta – Centro direktoriaus 2026 m. rugsėjo 2 d. aktas Nr. V-12: galioja"
        ),
        "{ran:?}"
    );
}
