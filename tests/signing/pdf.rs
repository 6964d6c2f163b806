//! Signatures of a PDF: what they cover, and what breaks them.

use aktas::signing::pdf::{sign, signatures};
use aktas::signing::{Seal, Signature};
use chrono::{DateTime, Utc};
use lopdf::{Dictionary, Object};

use super::form::{changed, field, form};
use super::{plan, seal};

pub(super) fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000, 0).unwrap()
}

pub(super) fn signed(pdf: &[u8], seal: &Seal, field: Option<&str>) -> Vec<u8> {
    sign(pdf, seal, at(), field).unwrap_or_else(|message| panic!("{message}"))
}

pub(super) fn refused(pdf: &[u8], field: Option<&str>) -> String {
    let made = sign(pdf, &seal("p256.p12"), at(), field);
    made.expect_err("a file that is not signed").to_string()
}

/// The signatures as who made each, and whether it is intact and whole.
pub(super) fn told(pdf: &[u8]) -> Vec<(String, bool, bool)> {
    let told = signatures(pdf).unwrap().into_iter();
    told.map(|one| (one.signer, one.intact, one.whole))
        .collect()
}

pub(super) fn by(signer: &str, intact: bool, whole: bool) -> (String, bool, bool) {
    (signer.to_owned(), intact, whole)
}

#[test]
fn a_signature_covers_all_and_leaves_the_old_bytes() {
    for name in [
        "p256.p12",
        "p384.p12",
        "rsa.p12",
        "rsa3072.p12",
        "legacy.p12",
    ] {
        let seal = seal(name);
        let pdf = signed(plan(), &seal, None);
        assert!(pdf.starts_with(plan()));
        let expected = Signature {
            signer: seal.certificate().subject(),
            issuer: seal.certificate().issuer(),
            at: Some(at()),
            intact: true,
            whole: true,
            revision: Some(pdf.len()),
            fault: None,
        };
        assert_eq!(signatures(&pdf).unwrap(), [expected], "{name}");
        assert_eq!(pdf, signed(plan(), &seal, None), "the same again");
    }
    assert_eq!(signatures(plan()).unwrap(), []);
}

#[test]
fn a_file_with_a_table_of_its_objects_is_signed_too() {
    let table = changed(|_| {});
    let pdf = signed(&table, &seal("p256.p12"), None);
    assert!(pdf.starts_with(&table));
    let added = String::from_utf8_lossy(&pdf[table.len()..]).into_owned();
    assert!(
        added.contains("\nxref\n") && added.contains("\ntrailer\n"),
        "{added}"
    );
    assert_eq!(told(&pdf), [by("Rūta Žemaitienė", true, true)]);
    let pdf = signed(plan(), &seal("p256.p12"), None);
    let stream = String::from_utf8_lossy(&pdf[plan().len()..]);
    assert!(
        !stream.contains("\nxref\n") && stream.contains("/XRef"),
        "{stream}"
    );
}

#[test]
fn a_second_signature_leaves_the_first() {
    let first = signed(plan(), &seal("p256.p12"), None);
    let second = signed(&first, &seal("p384.p12"), None);
    assert!(second.starts_with(&first));
    let expected = [
        by("Rūta Žemaitienė", true, false),
        by("Ąžuolas Šileikis", true, true),
    ];
    assert_eq!(told(&second), expected);
    let ends: Vec<_> = signatures(&second)
        .unwrap()
        .iter()
        .map(|one| one.revision)
        .collect();
    assert_eq!(ends, [Some(first.len()), Some(second.len())]);
    let third = signed(&second, &seal("p256.p12"), None);
    assert_eq!(
        told(&third)[..2],
        [expected[0].clone(), by("Ąžuolas Šileikis", true, false)]
    );
}

#[test]
fn every_changed_byte_breaks_it() {
    for (name, step) in [("p384.p12", 151), ("rsa.p12", 1511)] {
        every_changed_byte_breaks(&signed(plan(), &seal(name), None), step);
    }
}

fn every_changed_byte_breaks(pdf: &[u8], step: usize) {
    let gap = gap(pdf);
    let near = |place: usize| place.saturating_sub(40)..(place + 40).min(pdf.len());
    let sampled = (0..pdf.len()).step_by(step);
    for place in sampled
        .chain(near(gap.start))
        .chain(near(gap.end))
        .chain(near(pdf.len()))
    {
        if gap.contains(&place) {
            continue;
        }
        let mut other = pdf.to_vec();
        other[place] ^= 1;
        let told = signatures(&other).unwrap_or_default();
        assert!(told.iter().all(|one| !one.intact), "byte {place}: {told:?}");
    }
}

/// The bytes of the string of the only signature.
fn gap(pdf: &[u8]) -> std::ops::Range<usize> {
    let find = |text: &[u8]| {
        pdf.windows(text.len())
            .rposition(|part| part == text)
            .unwrap()
    };
    let start = find(b"/Contents<") + 9;
    let length = pdf[start..].iter().position(|byte| *byte == b'>').unwrap();
    start..start + length + 1
}

/// Not all of a signature is protected by it, as the list of its digests; but nothing that is told.
#[test]
fn a_changed_byte_of_the_signature_breaks_it_or_changes_nothing_that_is_told() {
    for name in ["p384.p12", "rsa.p12"] {
        breaks_or_changes_nothing(&signed(plan(), &seal(name), None));
    }
}

fn breaks_or_changes_nothing(pdf: &[u8]) {
    let sound = signatures(pdf).unwrap();
    let mut broken = 0;
    let gap = gap(pdf);
    for place in gap.clone().step_by(9) {
        let mut other = pdf.to_vec();
        other[place] ^= 1;
        let told = signatures(&other).unwrap_or_default();
        if told.iter().all(|one| !one.intact) {
            broken += 1;
        } else {
            assert_eq!(told, sound, "byte {place}");
        }
    }
    assert!(
        // The certificate of the issuer, which comes with the signer's, is not signed.
        broken > gap.len() / 9 * 2 / 3,
        "{broken} of {}",
        gap.len() / 9
    );
}

#[test]
fn what_is_added_after_it_is_not_covered() {
    let mut pdf = signed(plan(), &seal("p256.p12"), None);
    pdf.push(b'\n');
    assert_eq!(told(&pdf), [by("Rūta Žemaitienė", true, false)]);
}

#[test]
fn a_signature_that_leaves_something_out_is_not_intact() {
    let pdf = signed(plan(), &seal("p256.p12"), None);
    let gap = gap(&pdf);
    let number = |number: usize| format!("{number:010}");
    for (from, to) in [
        (number(gap.start), number(gap.start - 1)),
        (number(gap.end), number(gap.end + 1)),
        (number(pdf.len() - gap.end), number(pdf.len() - gap.end + 1)),
        ("Range[0 ".to_owned(), "Range[1 ".to_owned()),
    ] {
        let found = pdf
            .windows(from.len())
            .rposition(|part| part == from.as_bytes());
        let mut other = pdf.clone();
        other[found.unwrap()..][..from.len()].copy_from_slice(to.as_bytes());
        let told = signatures(&other).unwrap();
        let fault = told[0].fault.as_ref().map(ToString::to_string);
        let expected = "the signature does not tell soundly what it covers";
        assert_eq!(fault.as_deref(), Some(expected), "{from}");
    }
}

#[test]
fn a_foreign_signature_is_told_as_what_it_is() {
    let pdf = changed(|document| {
        let signature = Dictionary::from_iter([
            ("Type", Object::from("Sig")),
            ("SubFilter", Object::from("adbe.x509.rsa_sha1")),
            ("M", Object::string_literal("D:20260228123000+02'00'")),
        ]);
        let signature = document.add_object(signature);
        let value = ("V", Object::Reference(signature));
        let signed = field(document, "Sig", "Pirmas", &[value]);
        form(document, &[signed]);
    });
    let told = signatures(&pdf).unwrap();
    let [one] = told.as_slice() else {
        panic!("{told:?}");
    };
    assert_eq!(one.at.unwrap().to_rfc3339(), "2026-02-28T10:30:00+00:00");
    assert!(!one.intact && !one.whole && one.fault.is_some() && one.signer.is_empty());
}
