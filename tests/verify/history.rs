//! A document as it was, from git.

use std::process::Command;

use aktas::approval::Event;

use crate::command::aktas;
use crate::scene::{PLAN, Scene};

/// Runs git in the project.
fn git(scene: &Scene, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.args([
        "-c",
        "user.name=S. Sekretorė",
        "-c",
        "user.email=s@example.lt",
    ]);
    git.args(arguments).current_dir(scene.project.path(""));
    let output = git.output().expect("git is there");
    assert!(output.status.success(), "{output:?}");
}

/// A project in git in which V-12 approved a text, and V-40 another; the files of both.
fn two_redactions() -> (Scene, [Vec<u8>; 2], [Vec<u8>; 2]) {
    let scene = Scene::approved();
    let files = || ["docx", "pdf"].map(|format| scene.file(format));
    let old = files();
    git(&scene, &["init", "-q"]);
    git(&scene, &["add", "content"]);
    git(&scene, &["commit", "-qm", "V-12"]);
    scene.write(&PLAN.replace("14 mokyklų", "15 mokyklų"));
    scene.record(Event::Amended, "V-40", "2027-05-03");
    let new = files();
    git(&scene, &["add", "content"]);
    git(&scene, &["commit", "-qm", "V-40"]);
    (scene, old, new)
}

/// The same words in other bytes.
fn longer(file: &[u8]) -> Vec<u8> {
    [file, b"\n"].concat()
}

#[test]
fn a_file_of_an_older_redaction_is_compared_with_that() {
    let (scene, old, _) = two_redactions();
    // What the user has begun in the index stays there.
    scene.project.write("content/new.txt", "x");
    git(&scene, &["add", "content/new.txt"]);
    for (format, file) in ["docx", "pdf"].iter().zip(&old) {
        let name = format!("old.{format}");
        scene.project.write(&name, longer(file));
        let (status, told) = scene.verify(&name);
        assert_eq!(status, Some(3), "{told}");
        assert_eq!(told["given"][0]["standing"], "superseded");
    }
    let output = Command::new("git")
        .args(["status", "--porcelain", "content"])
        .current_dir(scene.project.path(""))
        .output();
    let status = String::from_utf8(output.expect("git is there").stdout);
    assert_eq!(status.expect("text"), "A  content/new.txt\n");
}

/// An entry that takes back the very act before it says that recording it was a mistake.
#[test]
fn what_an_act_approved_holds_again_when_the_next_was_recorded_by_mistake() {
    let scene = Scene::approved();
    scene.project.write("old.pdf", scene.file("pdf"));
    scene.write(&PLAN.replace("14 mokyklų", "15 mokyklų"));
    scene.record(Event::Amended, "V-40", "2027-05-03");
    let standing = |name: &str| scene.verify(name).1["given"][0]["standing"].clone();
    assert_eq!(standing("old.pdf"), "superseded");
    scene.project.write("new.pdf", scene.file("pdf"));
    scene.record(Event::Revoked, "V-40", "2027-05-03");
    assert_eq!(standing("new.pdf"), "revoked");
    assert_eq!(standing("old.pdf"), "in-force");
    scene.record(Event::Revoked, "V-50", "2027-06-01");
    assert_eq!(standing("old.pdf"), "revoked");
}

#[test]
fn without_git_it_is_said_that_there_is_nothing_to_compare_with() {
    let scene = Scene::approved();
    let old = scene.file("pdf");
    scene.write(&PLAN.replace("14 mokyklų", "15 mokyklų"));
    scene.project.write("old.pdf", longer(&old));
    let (status, told) = scene.verify("old.pdf");
    assert_eq!(status, Some(4), "{told}");
    let reasons = told["reasons"].to_string();
    assert!(
        reasons.contains("could not be made again here"),
        "{reasons}"
    );
    let ran = aktas(&scene.project, &["verify", "out/plan.pdf"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
}

#[test]
fn the_document_as_of_an_act_has_the_bytes_that_were_recorded() {
    let (scene, old, new) = two_redactions();
    for (wanted, files, name) in [
        ("V-12", &old, "plan-V-12"),
        ("V-40", &new, "plan-V-40"),
        ("2027-01-01", &old, "plan-2027-01-01"),
    ] {
        let ran = aktas(&scene.project, &["build", "--as-of", wanted]);
        assert_eq!(ran.status, Some(0), "{ran:?}");
        assert!(ran.err.contains("byte for byte"), "{ran:?}");
        for (format, file) in ["docx", "pdf"].iter().zip(files) {
            let made = std::fs::read(scene.project.path(&format!("out/{name}.{format}")));
            assert!(made.expect("it was written") == *file, "{name}.{format}");
        }
    }
    assert_eq!(scene.file("pdf"), new[1]);
}

#[test]
fn an_act_that_nobody_recorded_and_a_text_that_git_lacks_are_told() {
    let scene = Scene::approved();
    let ran = aktas(&scene.project, &["build", "--as-of", "V-13"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(
        ran.err.contains("no act `V-13`") && ran.err.contains("`V-12`"),
        "{ran:?}"
    );
    scene.write(&PLAN.replace("14 mokyklų", "15 mokyklų"));
    let ran = aktas(&scene.project, &["build", "--as-of", "V-12"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.err.contains("git does not have it"), "{ran:?}");
}
