//! Which PDFs are not signed at all.

use aktas::signing::pdf::sign;
use lopdf::{Dictionary, EncryptionState, EncryptionVersion, Object, Permissions};
use proptest::prelude::*;

use super::form::{changed, field, form};
use super::pdf::{at, by, refused, told};
use super::{plan, seal};

#[test]
fn what_is_no_sound_pdf_is_refused() {
    let pdf = plan();
    assert_eq!(refused(b"", None), "the file is not a PDF");
    assert_eq!(refused(b"PK\x03\x04", None), "the file is not a PDF");
    let damaged = "the PDF is damaged, or is written in a way that is not sound";
    for broken in [
        &pdf[..pdf.len() / 2],
        &pdf[..pdf.len() - 8],
        &[pdf, b"\nmore".as_slice()].concat(),
        b"%PDF-1.7\n",
    ] {
        assert_eq!(refused(broken, None), damaged);
    }
    let lost = changed(|document| {
        // Listed, but not there: another object stands at its place.
        document
            .catalog_mut()
            .unwrap()
            .set("Pages", Object::Reference((9999, 0)));
    });
    assert_eq!(refused(&lost, None), damaged);
    let encrypted = changed(|document| {
        document.trailer.set(
            "ID",
            vec![Object::string_literal("a"), Object::string_literal("a")],
        );
        let version = EncryptionVersion::V2 {
            document,
            owner_password: "a",
            user_password: "",
            key_length: 128,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
    });
    assert_eq!(refused(&encrypted, None), "the PDF is encrypted");
}

/// A signature that allows only some changes: its entries, and what holds it.
fn restricted(method: &str, parameters: &[(&'static str, Object)], certifies: bool) -> Vec<u8> {
    changed(|document| {
        let parameters: Dictionary = parameters.iter().cloned().collect();
        let reference = Dictionary::from_iter([
            ("TransformMethod", Object::from(method)),
            ("TransformParams", Object::Dictionary(parameters)),
        ]);
        let signature = Dictionary::from_iter([
            ("Type", Object::from("Sig")),
            ("Reference", Object::Array(vec![reference.into()])),
        ]);
        let signature = document.add_object(signature);
        if certifies {
            let permissions = Dictionary::from_iter([("DocMDP", Object::Reference(signature))]);
            document.catalog_mut().unwrap().set("Perms", permissions);
        }
        let value = ("V", Object::Reference(signature));
        let signed = field(document, "Sig", "Pirmas", &[value]);
        let empty = field(document, "Sig", "Antras", &[]);
        form(document, &[signed, empty]);
    })
}

#[test]
fn a_signature_that_forbids_changes_is_obeyed() {
    let forbidden =
        "a signature of the PDF forbids to change it, so that it cannot be signed again";
    let fields = |name: &str| ("Fields", Object::Array(vec![Object::string_literal(name)]));
    let action = |name: &str| ("Action", Object::from(name));
    let allowed = |pdf: Vec<u8>| sign(&pdf, &seal("p256.p12"), at(), None).is_ok();
    assert_eq!(
        refused(&restricted("DocMDP", &[("P", 1.into())], true), None),
        forbidden
    );
    assert!(allowed(restricted("DocMDP", &[("P", 2.into())], true)));
    assert!(allowed(restricted("DocMDP", &[], true)));
    assert_eq!(refused(&restricted("UR", &[], false), None), forbidden);
    assert_eq!(
        refused(&restricted("FieldMDP", &[action("All")], false), None),
        forbidden
    );
    let include = |name| restricted("FieldMDP", &[action("Include"), fields(name)], false);
    assert_eq!(refused(&include("Antras"), None), forbidden);
    assert!(allowed(include("Trečias")));
    let exclude = |name| restricted("FieldMDP", &[action("Exclude"), fields(name)], false);
    assert_eq!(refused(&exclude("Trečias"), None), forbidden);
    assert!(allowed(exclude("Antras")));
}

#[test]
fn forms_with_more_than_is_known_here_are_refused() {
    let conditions = changed(|document| {
        let wish = ("SV", Object::Dictionary(Dictionary::new()));
        let field = field(document, "Sig", "Direktorius", &[wish]);
        form(document, &[field]);
    });
    assert_eq!(
        refused(&conditions, None),
        "the signature field `Direktorius` has conditions that are not known here"
    );
    let xfa = changed(|document| {
        let form = form(document, &[]);
        let empty = Object::Array(Vec::new());
        document.get_dictionary_mut(form).unwrap().set("XFA", empty);
    });
    assert_eq!(
        refused(&xfa, None),
        "the PDF has a form of XFA, which cannot be signed here"
    );
    let circle = changed(|document| {
        let field = field(document, "Sig", "Ratas", &[]);
        let kids = Object::Array(vec![Object::Reference(field)]);
        document
            .get_dictionary_mut(field)
            .unwrap()
            .set("Kids", kids);
        form(document, &[field]);
    });
    assert_eq!(
        refused(&circle, None),
        "the PDF is damaged, or is written in a way that is not sound"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is changed, nobody panics, and a file that is signed is signed soundly.
    #[test]
    fn a_file_with_faults_is_refused_or_signed_soundly(
        faults in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut pdf = plan().to_vec();
        for (place, byte) in faults {
            let place = place.index(pdf.len());
            pdf[place] = byte;
        }
        if let Ok(signed) = sign(&pdf, &seal("p256.p12"), at(), None) {
            prop_assert!(signed.starts_with(&pdf));
            prop_assert_eq!(told(&signed), [by("Rūta Žemaitienė", true, true)]);
        }
    }
}
