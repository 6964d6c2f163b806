//! Seals, and the signatures that they make. The files of `tests/signing/` are made by `seals.sh`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/command.rs"]
mod command;
#[path = "support/project.rs"]
mod project;

/// Signatures in a form.
#[path = "signing/fields.rs"]
mod fields;
/// Forms of others.
#[path = "signing/form.rs"]
mod form;
/// Signatures of others.
#[path = "signing/others.rs"]
mod others;
/// Signatures of a PDF.
#[path = "signing/pdf.rs"]
mod pdf;
/// What is not signed.
#[path = "signing/refused.rs"]
mod refused;
/// Opening a key.
#[path = "signing/seals.rs"]
mod seals;
/// The command `aktas sign`.
#[path = "signing/command.rs"]
mod sign;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use aktas::signing::Seal;
use project::Project;

const PASSWORD: &str = "slaptas žodis";

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/signing")
        .join(name)
}

fn open(name: &str) -> Result<Seal, String> {
    let bytes = fs::read(file(name)).unwrap();
    Seal::open(&bytes, PASSWORD).map_err(|message| message.to_string())
}

fn seal(name: &str) -> Seal {
    open(name).expect("a seal")
}

/// A project with a plan that was built.
fn built() -> Project {
    let project = Project::new();
    project.write("content/plan.yaml", include_str!("broken/plan.yaml"));
    let ran = command::aktas(&project, &["build", "--to", "pdf"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    project
}

/// A PDF of the starter of a kind, whose lines are signed with a certificate.
fn to_be_signed(starter: &str) -> Vec<u8> {
    let digital = starter.replace("signing: by-hand", "signing: digital");
    assert_ne!(digital, starter);
    let project = Project::new();
    project.write("content/plan.yaml", digital);
    let ran = command::aktas(&project, &["build", "--to", "pdf"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    fs::read(project.path("out/plan.pdf")).unwrap()
}

/// A PDF that `aktas` made.
fn plan() -> &'static [u8] {
    static PLAN: LazyLock<Vec<u8>> =
        LazyLock::new(|| fs::read(built().path("out/plan.pdf")).unwrap());
    &PLAN
}
