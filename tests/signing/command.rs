//! `aktas sign`: what is written and told, and when nothing is written.

use std::fs;

use aktas::signing::pdf::signatures;

use super::command::{Ran, aktas, call, finish};
use super::project::Project;
use super::{PASSWORD, built, file};

/// A project with a plan that was built, a password, and a key.
fn ready(key: &str) -> Project {
    let project = built();
    project.write("password", format!("{PASSWORD}\n"));
    project.write("seal.p12", fs::read(file(key)).unwrap());
    project
}

fn sign(project: &Project, args: &[&str]) -> Ran {
    let common = [
        "sign",
        "out/plan.pdf",
        "--key",
        "seal.p12",
        "--password-file",
        "password",
    ];
    aktas(project, &[&common, args].concat())
}

/// Signs, which must fail with this message and leave the file.
fn refused(project: &Project, args: &[&str], told: &str) {
    let old = fs::read(project.path("out/plan.pdf")).unwrap();
    let ran = sign(project, args);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.err.starts_with(told) && ran.out.is_empty(), "{ran:?}");
    assert_eq!(fs::read(project.path("out/plan.pdf")).unwrap(), old);
    assert!(!project.path("signed.pdf").exists());
}

#[test]
fn a_signed_file_takes_the_place_of_the_file() {
    let project = ready("p256.p12");
    let old = fs::read(project.path("out/plan.pdf")).unwrap();
    let ran = sign(&project, &[]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_eq!(
        ran.err,
        "signed out/plan.pdf as `Rūta Žemaitienė`\n\
         the certificate is of `Pavyzdžio sertifikatai` and valid until 2099-12-31; whether to \
         trust it is up to those who read the file\n"
    );
    let new = fs::read(project.path("out/plan.pdf")).unwrap();
    assert!(new.starts_with(&old));
    assert!(signatures(&new).unwrap()[0].whole);
    let files = fs::read_dir(project.path("out")).unwrap().count();
    assert_eq!(files, 1, "nothing is left beside it");
}

#[test]
fn a_signed_file_is_written_elsewhere_at_a_time_that_is_told() {
    let project = ready("p384.p12");
    let old = fs::read(project.path("out/plan.pdf")).unwrap();
    let mut command = call(
        &project,
        env!("CARGO_BIN_EXE_aktas"),
        &[
            "sign",
            "out/plan.pdf",
            "--key",
            "seal.p12",
            "--password-file",
            "password",
            "--out",
            "new/signed.pdf",
        ],
    );
    let ran = finish(command.env("SOURCE_DATE_EPOCH", "1772274600"));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_eq!(fs::read(project.path("out/plan.pdf")).unwrap(), old);
    let told = signatures(&fs::read(project.path("new/signed.pdf")).unwrap()).unwrap();
    let at = told[0].at.map(|at| at.to_rfc3339());
    assert_eq!(at.as_deref(), Some("2026-02-28T10:30:00+00:00"));
}

#[test]
fn a_key_that_cannot_be_used_is_told() {
    let project = ready("expired.p12");
    refused(
        &project,
        &[],
        "error[invalid-seal]: the certificate of `Buvusi vadovė` was valid until 2021-01-01\n",
    );
    let project = ready("p256.p12");
    let mut command = call(
        &project,
        env!("CARGO_BIN_EXE_aktas"),
        &[
            "sign",
            "out/plan.pdf",
            "--key",
            "seal.p12",
            "--password-file",
            "password",
        ],
    );
    let early = finish(command.env("SOURCE_DATE_EPOCH", "1"));
    let told = "error[invalid-seal]: the certificate of `Rūta Žemaitienė` is not valid before 2020";
    assert!(early.err.starts_with(told), "{early:?}");
    let wrong = finish(command.env("SOURCE_DATE_EPOCH", "vakar"));
    let told = "error[invalid-seal]: `SOURCE_DATE_EPOCH` is `vakar`, seconds since 1970 are wanted";
    assert!(wrong.err.starts_with(told), "{wrong:?}");
    project.write("password", "kitas");
    refused(
        &project,
        &[],
        "error[invalid-seal]: the password is wrong\n",
    );
    project.write("password", [0xff]);
    refused(
        &project,
        &[],
        "error[invalid-seal]: the password is not a text in UTF-8\n",
    );
    fs::remove_file(project.path("password")).unwrap();
    refused(
        &project,
        &[],
        "error[unreadable-file]: the file cannot be read",
    );
}

#[test]
fn the_key_and_the_password_are_not_written_over() {
    let project = ready("rsa.p12");
    let secrets = || ["seal.p12", "password"].map(|name| fs::read(project.path(name)).unwrap());
    let old = secrets();
    for out in ["seal.p12", "password", "out/../seal.p12"] {
        let told = "error[unwritable-file]: the signed file would be written over the key or its password\n";
        refused(&project, &["--out", out], told);
        assert_eq!(secrets(), old, "{out}");
    }
}

#[test]
fn the_end_of_the_line_is_not_of_the_password() {
    let project = ready("p256.p12");
    for end in ["", "\n", "\r\n"] {
        project.write("password", format!("{PASSWORD}{end}"));
        assert_eq!(sign(&project, &["--out", "signed.pdf"]).status, Some(0));
    }
    fs::remove_file(project.path("signed.pdf")).unwrap();
    project.write("password", format!("{PASSWORD}\n\n"));
    refused(
        &project,
        &[],
        "error[invalid-seal]: the password is wrong\n",
    );
}

#[test]
fn a_file_that_cannot_be_signed_is_told() {
    let project = ready("p256.p12");
    refused(
        &project,
        &["--field", "Direktorius"],
        "error[unsignable]: the PDF has no signature fields\n",
    );
    project.write("out/plan.pdf", "kind: plan");
    refused(
        &project,
        &[],
        "error[unsignable]: the file is neither a PDF nor a DOCX\n",
    );
}
