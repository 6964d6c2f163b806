//! Files that were signed after they were recorded.

use std::fs;
use std::path::Path;

use crate::command::aktas;
use crate::project::Project;
use crate::scene::Scene;

/// Signs a file of the project.
fn sign(scene: &Scene, name: &str, key: &str) {
    let key = format!("{}/tests/signing/{key}.p12", env!("CARGO_MANIFEST_DIR"));
    scene.project.write("password", "slaptas žodis");
    let arguments = ["sign", "--key", &key, "--password-file", "password", name];
    let ran = aktas(&scene.project, &arguments);
    assert_eq!(ran.status, Some(0), "{ran:?}");
}

#[test]
fn the_very_file_signed_is_still_that() {
    let scene = Scene::approved();
    for format in ["docx", "pdf"] {
        let name = format!("signed.{format}");
        scene.project.write(&name, scene.file(format));
        for (count, key) in [(1, "p256"), (2, "p384")] {
            sign(&scene, &name, key);
            let (status, told) = scene.verify(&name);
            assert_eq!(status, Some(0), "{told}");
            let signatures = told["signatures"].as_array().expect("a list");
            assert_eq!(signatures.len(), count, "{told}");
            assert!(signatures.iter().all(|one| one["intact"] == true), "{told}");
            assert_eq!(told["document"], "plan");
        }
    }
}

/// It has a field to sign in, links that lead to pages with such fields, and parts that are packed
/// while they are written.
#[test]
fn a_signed_report_is_the_very_file_too() {
    let project = Project::new();
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    for name in ["library-report-2026.yaml", "data", "pictures"] {
        copy(&content.join(name), &project.path("content").join(name));
    }
    let arguments = [
        ["approve", "content/library-report-2026.yaml"],
        ["--number", "T-7"],
        ["--date", "2027-02-01"],
        ["--by", "S. Sekretorė"],
    ];
    let ran = aktas(&project, arguments.as_flattened());
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let scene = Scene::of(project);
    for format in ["docx", "pdf"] {
        let name = format!("out/library-report-2026.{format}");
        for key in ["p256", "p384", "rsa"] {
            sign(&scene, &name, key);
            let (status, told) = scene.verify(&name);
            assert_eq!(status, Some(0), "{key}: {told}");
        }
    }
}

/// Copies a file, or a folder of files, if it is there.
fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        for entry in fs::read_dir(from).expect("a folder").flatten() {
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else if from.exists() {
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(from, to).expect("a file");
    }
}

/// Away from its project, a signature does not break the seal of the file either.
#[test]
fn a_signed_file_is_whole_in_itself() {
    let scene = Scene::approved();
    let away = Scene::of(Project::new());
    for format in ["docx", "pdf"] {
        let name = format!("away.{format}");
        away.project.write(&name, scene.file(format));
        for key in ["p256", "p384"] {
            sign(&away, &name, key);
            let (status, told) = away.verify(&name);
            assert_eq!(status, Some(5), "{told}");
            let reasons = told["reasons"].to_string();
            assert!(reasons.contains("it is whole in itself"), "{told}");
        }
    }
    let mut longer = fs::read(away.project.path("away.pdf")).expect("it was signed");
    longer.extend_from_slice(b"\n% more\n");
    away.project.write("longer.pdf", longer);
    assert_eq!(away.verify("longer.pdf").0, Some(4));
}

#[test]
fn a_signed_file_to_which_more_was_added_is_not() {
    let scene = Scene::approved();
    scene.project.write("signed.pdf", scene.file("pdf"));
    sign(&scene, "signed.pdf", "p256");
    let file = fs::read(scene.project.path("signed.pdf")).expect("it was signed");
    let start = scene.file("pdf").len();
    // A signature does not cover itself: the certificates of issuers in it, and the zeros that fill
    // its place, may be others, as long as it is intact.
    let zeros = file
        .windows(64)
        .position(|part| *part == [b'0'; 64])
        .expect("zeros");
    let from = file[..zeros]
        .iter()
        .rposition(|byte| *byte == b'<')
        .expect("a string");
    let to = zeros
        + file[zeros..]
            .iter()
            .position(|byte| *byte == b'>')
            .expect("its end");
    let own = from..to;
    let mut faults = 0;
    for place in (start..file.len()).step_by(151) {
        let mut changed = file.clone();
        changed[place] ^= 1;
        scene.project.write("changed.pdf", changed);
        let (status, told) = scene.verify("changed.pdf");
        let free = own.contains(&place);
        assert!(status != Some(0) || free, "byte {place}: {told}");
        faults += usize::from(status == Some(4));
    }
    assert!(faults > 0);
    scene
        .project
        .write("longer.pdf", [&file[..], b"\n% more\n"].concat());
    assert_ne!(scene.verify("longer.pdf").0, Some(0));
}

/// What is signed is what was recorded: a signature of another text does not make it that.
#[test]
fn a_signature_over_another_text_helps_nothing() {
    let scene = Scene::draft();
    let drafts = ["docx", "pdf"].map(|format| (format, scene.file(format)));
    for (format, draft) in drafts {
        let name = format!("draft.{format}");
        scene.project.write(&name, draft);
        sign(&scene, &name, "p256");
        let (status, told) = scene.verify(&name);
        assert_eq!(status, Some(5), "{told}");
        assert_eq!(told["signatures"][0]["intact"], true);
    }
}
