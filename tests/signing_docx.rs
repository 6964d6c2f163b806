//! Signatures in a DOCX: made, told again, and lost when anything changes.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use aktas::Run;
use aktas::kind::files::Files;
use aktas::signing::{Seal, Signature, docx};
use aktas::writers::Format;
use chrono::{DateTime, Utc};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const PASSWORD: &str = "slaptas žodis";

/// The seals whose keys can sign.
const SEALS: [(&str, &str, &str); 5] = [
    ("p256.p12", "Rūta Žemaitienė", "Pavyzdžio sertifikatai"),
    ("p384.p12", "Ąžuolas Šileikis", "Ąžuolas Šileikis"),
    ("rsa.p12", "Jonas Ramanauskas", "Pavyzdžio sertifikatai"),
    ("rsa3072.p12", "Eglė Čiurlytė", "Eglė Čiurlytė"),
    ("legacy.p12", "Rūta Žemaitienė", "Pavyzdžio sertifikatai"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn seal(name: &str) -> Seal {
    let bytes = fs::read(root().join("tests/signing").join(name)).expect("a file of the tests");
    Seal::open(&bytes, PASSWORD).expect("a seal")
}

fn built(content: &str) -> Vec<u8> {
    let path: PathBuf = root().join(content);
    // What is below `tests/everything` has templates of its own.
    let own = path
        .parent()
        .map(|folder| folder.with_file_name("templates"));
    let (files, mut run) = (Files::new(own), Run::default());
    let built = aktas::build(&path, &files, &[Format::Docx], &mut run);
    built.expect("the document is sound").swap_remove(0).1
}

/// A document with lines to be signed with a certificate.
fn report() -> Vec<u8> {
    static REPORT: OnceLock<Vec<u8>> = OnceLock::new();
    REPORT
        .get_or_init(|| built("content/library-report-2026.yaml"))
        .clone()
}

fn time() -> DateTime<Utc> {
    "2026-11-26T08:30:00Z".parse().expect("a time")
}

fn signed(docx: &[u8], name: &str) -> Vec<u8> {
    docx::sign(docx, &seal(name), time(), None).expect("a signature")
}

fn only(docx: &[u8]) -> Signature {
    let mut signatures = docx::signatures(docx).expect("a package");
    assert_eq!(signatures.len(), 1);
    signatures.remove(0)
}

fn parts(docx: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(docx)).expect("a zip file");
    let part = |number| {
        let mut entry = archive.by_index(number).expect("an entry");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("its bytes");
        (entry.name().to_owned(), bytes)
    };
    (0..ZipArchive::new(Cursor::new(docx)).map_or(0, |it| it.len()))
        .map(part)
        .collect()
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, SimpleFileOptions::default())
            .and_then(|()| Ok(zip.write_all(bytes)?))
            .expect("an entry");
    }
    zip.finish().expect("a zip file").into_inner()
}

/// A package with one part as `change` makes it.
fn but(docx: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut parts = parts(docx);
    let found = parts.iter_mut().find(|(name, _)| name == part);
    let bytes = &mut found.expect("the part").1;
    let text = String::from_utf8(std::mem::take(bytes)).expect("a part of text");
    let changed = change(&text);
    assert_ne!(changed, text, "{part}");
    *bytes = changed.into_bytes();
    packed(&parts)
}

/// Why the signature does not hold.
fn fault(docx: &[u8]) -> String {
    let signature = only(docx);
    assert!(!signature.intact && !signature.whole);
    signature.fault.expect("a reason").to_string()
}

fn refused(docx: &[u8], line: Option<&str>) -> String {
    docx::sign(docx, &seal("p256.p12"), time(), line)
        .expect_err("a refusal")
        .to_string()
}

#[test]
fn a_signature_holds_and_tells_whose_it_is() {
    let docx = report();
    assert_eq!(docx::signatures(&docx), Ok(Vec::new()));
    for (name, signer, issuer) in SEALS {
        let signature = only(&signed(&docx, name));
        assert_eq!(
            signature,
            Signature {
                signer: signer.to_owned(),
                issuer: issuer.to_owned(),
                at: Some(time()),
                intact: true,
                whole: true,
                revision: None,
                fault: None,
            }
        );
    }
}

#[test]
fn the_same_signature_is_the_same_file() {
    let docx = report();
    assert_eq!(signed(&docx, "p256.p12"), signed(&docx, "p256.p12"));
}

#[test]
fn what_is_signed_stays_as_it_was() {
    let docx = report();
    let after = parts(&signed(&docx, "p256.p12"));
    for (name, bytes) in parts(&docx) {
        let grows = ["[Content_Types].xml", "_rels/.rels"].contains(&name.as_str());
        let found = after.iter().find(|(other, _)| *other == name);
        assert_eq!(found.map(|(_, it)| *it != bytes), Some(grows), "{name}");
    }
}

#[test]
fn a_change_of_any_part_is_found() {
    let docx = signed(&report(), "p256.p12");
    let all = parts(&docx);
    for (number, (name, bytes)) in all.iter().enumerate() {
        // The list of kinds and the relationships are looked at as XML; see below.
        if name.contains("_xmlsignatures") || name.contains("_rels/") || name.starts_with('[') {
            continue;
        }
        for at in [0, bytes.len() / 2, bytes.len() - 1] {
            let mut changed = all.clone();
            changed[number].1[at] ^= 1;
            let told = format!("the part `{name}` was changed after it was signed");
            assert_eq!(fault(&packed(&changed)), told, "byte {at}");
        }
        let mut without = all.clone();
        without.remove(number);
        let told = format!("the part `{name}` is no longer there");
        assert_eq!(fault(&packed(&without)), told);
    }
}

#[test]
fn a_change_of_relationships_or_kinds_is_found() {
    let docx = signed(&report(), "p256.p12");
    let cases = [
        (
            "_rels/.rels",
            "word/document.xml",
            "word/styles.xml",
            "changed",
        ),
        (
            "word/_rels/document.xml.rels",
            "rIdStyles",
            "rIdOther",
            "changed",
        ),
        (
            "word/_rels/document.xml.rels",
            "https://www.example.org",
            "https://www.example.com",
            "changed",
        ),
        (
            "word/_rels/document.xml.rels",
            " TargetMode=\"External\"",
            "",
            "changed",
        ),
        (
            "[Content_Types].xml",
            "wordprocessingml.styles+xml",
            "wordprocessingml.settings+xml",
            "no longer of the kind it was",
        ),
    ];
    for (part, from, to, told) in cases {
        let changed = but(&docx, part, |text| text.replacen(from, to, 1));
        assert!(
            fault(&changed).contains(told),
            "{from}: {}",
            fault(&changed)
        );
    }
    // Another spelling of the same relationships says the same.
    let spelled = but(&docx, "word/_rels/document.xml.rels", |text| {
        text.replace("\" Target=", "\"  Target=")
            .replace("?>", "?><!-- a -->")
    });
    assert!(only(&spelled).intact);
}

#[test]
fn relationships_that_programs_pick_in_two_ways_are_signed_as_a_whole() {
    let docx = built("tests/everything/content/everything.yaml");
    let asked = Some("Daiva Šviesūnė");
    let docx = docx::sign(&docx, &seal("p256.p12"), time(), asked).expect("a signature");
    let rels = "word/_rels/document.xml.rels";
    let text = |text: &str| text.replace("?>", "?><!-- a -->");
    assert!(only(&but(&docx, rels, text)).whole);
    let changed = but(&docx, rels, |text| text.replace("&amp;metai", "&amp;diena"));
    let told = format!("the part `{rels}` was changed after it was signed");
    assert_eq!(fault(&changed), told);
    let more = but(&docx, rels, |text| {
        let added = "<Relationship Id=\"a\" Type=\"b\" Target=\"c\"/></Relationships>";
        text.replace("</Relationships>", added)
    });
    assert_eq!(fault(&more), told);
}

/// As LibreOffice writes them. It keeps the spaces where the standard drops them.
#[test]
fn relationships_with_spaces_between_them_are_signed_so_that_libreoffice_agrees() {
    let spaced = |docx: &[u8], part| {
        but(docx, part, |text| {
            text.replace("</Relationships>", "\n</Relationships>")
        })
    };
    let rels = "word/_rels/document.xml.rels";
    let docx = signed(&spaced(&spaced(&report(), rels), "_rels/.rels"), "rsa.p12");
    assert!(only(&docx).whole);
    let package = parts(&docx).into_iter();
    let package = package.map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned()));
    let package: BTreeMap<String, String> = package.collect();
    assert!(!package["_rels/.rels"].contains(">\n"));
    assert!(package[rels].contains(">\n"));
    let signature = &package["_xmlsignatures/sig1.xml"];
    let reference = signature.split("<Reference").find(|it| it.contains(rels));
    assert!(
        !reference
            .expect("a reference")
            .contains("RelationshipTransform")
    );
    let other = but(&docx, rels, |text| text.replace("\n</", "</"));
    assert!(!only(&other).intact);
}

#[test]
fn what_is_added_is_not_covered() {
    let docx = signed(&report(), "p256.p12");
    let mut more = parts(&docx);
    more.push(("word/added.xml".to_owned(), b"<a/>".to_vec()));
    let more = only(&packed(&more));
    assert!(more.intact && !more.whole);
    let related = but(&docx, "word/_rels/document.xml.rels", |text| {
        let added = "<Relationship Id=\"a\" Type=\"b\" Target=\"c\"/></Relationships>";
        text.replace("</Relationships>", added)
    });
    let related = only(&related);
    assert!(related.intact && !related.whole);
}

#[test]
fn a_change_of_the_signature_itself_is_found() {
    for name in ["p256.p12", "rsa.p12"] {
        a_change_is_found(&signed(&report(), name));
    }
}

fn a_change_is_found(docx: &[u8]) {
    let part = "_xmlsignatures/sig1.xml";
    let text = parts(docx).into_iter().find(|(name, _)| name == part);
    let text = String::from_utf8(text.expect("the signature").1).expect("UTF-8");
    // Letters and digits of what is signed, and of the signature with its certificate; nobody signs
    // the element around its properties, and the certificates of the issuers after them.
    let begin = text.find("<SignedInfo").expect("what the key signs");
    let end = text.find("<xd:UnsignedProperties").expect("the chain");
    let letters = text
        .char_indices()
        .filter(|(_, c)| c.is_ascii_alphanumeric());
    let around = text
        .find("<xd:QualifyingProperties")
        .expect("its properties");
    let around = around
        ..text
            .find("<xd:SignedProperties")
            .expect("those that are signed");
    let sampled = letters.filter(|(at, _)| (begin..end).contains(at) && !around.contains(at));
    for (at, c) in sampled.step_by(149) {
        let mut changed = text.clone();
        let other = if c == 'x' { "y" } else { "x" };
        changed.replace_range(at..=at, other);
        let changed = but(docx, part, |_| changed.clone());
        assert!(!only(&changed).intact, "{}", &text[at - 60..=at]);
    }
}

#[test]
fn what_stands_beside_what_is_signed_says_nothing() {
    let docx = signed(&report(), "p256.p12");
    let part = "_xmlsignatures/sig1.xml";
    // A second object of one name; a time in an object that nobody signed.
    let twice = but(&docx, part, |text| {
        let object = "<Object Id=\"idPackageObject\"><Manifest></Manifest></Object></Signature>";
        text.replace("</Signature>", object)
    });
    assert!(fault(&twice).contains("`#idPackageObject`"));
    let beside = but(&docx, part, |text| {
        let object = "<Object><xd:SignedProperties xmlns:xd=\"http://uri.etsi.org/01903/v1.3.2#\">\
            <xd:SigningTime>2000-01-01T00:00:00Z</xd:SigningTime></xd:SignedProperties></Object>";
        text.replacen("<Object", &format!("{object}<Object"), 1)
    });
    assert_eq!(only(&beside).at, Some(time()));
}

#[test]
fn a_second_signature_leaves_the_first_intact() {
    let docx = signed(&signed(&report(), "p256.p12"), "p384.p12");
    let signatures = docx::signatures(&docx).expect("a package");
    let signers: Vec<_> = signatures.iter().map(|it| it.signer.as_str()).collect();
    assert_eq!(signers, ["Rūta Žemaitienė", "Ąžuolas Šileikis"]);
    assert!(signatures.iter().all(|it| it.intact && it.whole));
    let changed = but(&docx, "word/styles.xml", |text| text.replace("<w:b/>", ""));
    let signatures = docx::signatures(&changed).expect("a package");
    assert!(signatures.iter().all(|it| !it.intact));
    assert_eq!(
        refused(&docx, None),
        "`Rūta Žemaitienė` has signed the file already"
    );
    assert!(
        refused(&changed, None).contains("does not hold: the part `word/styles.xml` was changed")
    );
}

/// The identity of the line for which a signature says to be.
fn line(docx: &[u8], number: usize) -> String {
    let part = format!("_xmlsignatures/sig{number}.xml");
    let found = parts(docx).into_iter().find(|(name, _)| *name == part);
    let text = String::from_utf8(found.expect("the signature").1).expect("UTF-8");
    let (_, rest) = text.split_once("<SetupID>").expect("an identity");
    rest.split_once("</SetupID>").expect("an end").0.to_owned()
}

#[test]
fn a_signature_takes_the_place_of_its_line() {
    let docx = report();
    let text = &parts(&docx)[2];
    assert_eq!(text.0, "word/document.xml");
    let text = String::from_utf8_lossy(&text.1).into_owned();
    let (_, rest) = text
        .split_once("<o:signatureline")
        .expect("a line to sign on");
    let id = rest.split_once(" id=\"").expect("its identity").1;
    let id = id.split_once('"').expect("an end").0;
    let signer = rest.split_once("suggestedsigner=\"").expect("its signer").1;
    let signer = signer.split_once('"').expect("an end").0;
    for asked in [None, Some(signer), Some(id)] {
        let signed = docx::sign(&docx, &seal("p256.p12"), time(), asked).expect("a signature");
        assert_eq!(line(&signed, 1), id);
        let again = docx::sign(&signed, &seal("p384.p12"), time(), Some(id));
        let told = format!("the line of `{id}` is signed already");
        assert_eq!(again.expect_err("a refusal").to_string(), told);
        // The only line is taken; another signature is possible, but on no line.
        let again = docx::sign(&signed, &seal("p384.p12"), time(), None).expect("a signature");
        assert_eq!(line(&again, 2), "");
    }
    assert_eq!(
        refused(&docx, Some("Niekas")),
        "the file has no signature line of `Niekas`"
    );
}

#[test]
fn of_several_lines_the_signer_takes_the_own_one() {
    let docx = built("tests/everything/content/everything.yaml");
    assert_eq!(
        refused(&docx, None),
        "the file has signature lines of `Daiva Šviesūnė`, `Tomas Klevinskas`; name one with \
         `--field`"
    );
    let asked = Some("Tomas Klevinskas");
    let first = docx::sign(&docx, &seal("p256.p12"), time(), asked).expect("a signature");
    // Now only one is left.
    let second = signed(&first, "p384.p12");
    assert_ne!(line(&second, 1), line(&second, 2));
    let own = but(&docx, "word/document.xml", |text| {
        text.replace("\"Tomas Klevinskas\"", "\"ŽEMAITIENĖ RŪTA\"")
    });
    assert_eq!(line(&signed(&own, "p256.p12"), 1), line(&first, 1));
}

#[test]
fn a_document_without_lines_is_signed_too() {
    let docx = built("content/library-plan-2027.yaml");
    let signed = signed(&docx, "p256.p12");
    assert!(only(&signed).whole);
    assert_eq!(line(&signed, 1), "");
}

#[test]
fn what_cannot_be_signed_is_told() {
    let docx = report();
    let twice = {
        let mut bytes = docx.clone();
        // The name of one part becomes that of another, where it stands and where it is listed.
        let (from, to) = (b"word/header1.xml", b"word/header2.xml");
        while let Some(at) = bytes.windows(from.len()).position(|it| it == from) {
            if bytes[..at].ends_with(b"Target=\"") {
                break;
            }
            bytes[at..at + to.len()].copy_from_slice(to);
        }
        bytes
    };
    let kinds = "[Content_Types].xml";
    let cases: [(Vec<u8>, &str); 8] = [
        (b"labas".to_vec(), "the file is damaged, or is not a DOCX"),
        (
            docx[..docx.len() - 100].to_vec(),
            "the file is damaged, or is not a DOCX",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1and more".to_vec(),
            "the file is locked with a password, or is older than DOCX",
        ),
        (
            packed(&[("a".to_owned(), vec![])]),
            "the file is not a DOCX",
        ),
        (
            but(&docx, kinds, |it| {
                it.replace("document.main+xml", "template.main+xml")
            }),
            "the file is not a DOCX",
        ),
        (
            but(&docx, kinds, |it| {
                let main = "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
                it.replace(main, "vnd.ms-word.document.macroEnabled.main+xml")
            }),
            "the file has macros, which nobody sees who signs it",
        ),
        (
            but(&docx, "_rels/.rels", |it| {
                it.replace("<Relationships", "<Other")
            }),
            "the part `_rels/.rels`: its XML is not well-formed",
        ),
        (twice, "the file is damaged: it holds more than it lists"),
    ];
    for (file, told) in cases {
        assert_eq!(refused(&file, None), told);
    }
}

#[test]
fn the_command_signs_in_place_and_leaves_what_it_cannot_sign() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::write(path("report.docx"), report()).expect("a file");
    fs::write(path("password"), format!("{PASSWORD}\n")).expect("a file");
    let sign = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aktas"));
        command.current_dir(folder.path()).args(more);
        command.args([
            "--lang",
            "en",
            "sign",
            "report.docx",
            "--password-file",
            "password",
        ]);
        command
            .arg("--key")
            .arg(root().join("tests/signing/p256.p12"));
        let ran = command.output().expect("aktas runs");
        (
            ran.status.code(),
            String::from_utf8_lossy(&ran.stderr).into_owned(),
        )
    };
    let (status, told) = sign(&[]);
    assert_eq!(status, Some(0), "{told}");
    assert!(
        told.starts_with("signed report.docx as `Rūta Žemaitienė`\n"),
        "{told}"
    );
    let signed = fs::read(path("report.docx")).expect("a file");
    assert!(only(&signed).whole);
    let (status, told) = sign(&[]);
    assert_eq!(status, Some(1));
    let fault = "error[unsignable]: `Rūta Žemaitienė` has signed the file already\n";
    assert!(told.starts_with(fault), "{told}");
    assert_eq!(fs::read(path("report.docx")).expect("a file"), signed);
}
