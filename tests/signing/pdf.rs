//! Signatures of a PDF: what they cover, what breaks them, and what is not signed at all.

use aktas::signing::pdf::{sign, signatures};
use aktas::signing::{Seal, Signature};
use chrono::{DateTime, Utc};
use lopdf::xref::XrefType;
use lopdf::{
    Dictionary, Document, EncryptionState, EncryptionVersion, Object, ObjectId, Permissions,
};
use proptest::prelude::*;

use super::{plan, seal};

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000, 0).unwrap()
}

fn signed(pdf: &[u8], seal: &Seal, field: Option<&str>) -> Vec<u8> {
    sign(pdf, seal, at(), field).unwrap_or_else(|message| panic!("{message}"))
}

fn refused(pdf: &[u8], field: Option<&str>) -> String {
    let made = sign(pdf, &seal("p256.p12"), at(), field);
    made.expect_err("a file that is not signed").to_string()
}

/// The signatures as who made each, and whether it is intact and whole.
fn told(pdf: &[u8]) -> Vec<(String, bool, bool)> {
    let told = signatures(pdf).unwrap().into_iter();
    told.map(|one| (one.signer, one.intact, one.whole))
        .collect()
}

fn by(signer: &str, intact: bool, whole: bool) -> (String, bool, bool) {
    (signer.to_owned(), intact, whole)
}

/// The plan with objects changed, and all of it written anew: with a cross-reference table.
fn changed(change: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::load_mem(plan()).unwrap();
    change(&mut document);
    document.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn first_page(document: &mut Document) -> &mut Dictionary {
    let page = document.page_iter().next().unwrap();
    document.get_dictionary_mut(page).unwrap()
}

/// Gives the document a form with these fields.
fn form(document: &mut Document, fields: &[ObjectId]) -> ObjectId {
    let fields: Vec<Object> = fields.iter().map(|id| Object::Reference(*id)).collect();
    let form = Dictionary::from_iter([("Fields", Object::Array(fields))]);
    let form = document.add_object(form);
    document.catalog_mut().unwrap().set("AcroForm", form);
    form
}

fn field(document: &mut Document, kind: &str, name: &str, more: &[(&str, Object)]) -> ObjectId {
    let mut entries = Dictionary::from_iter([
        ("Type", Object::from("Annot")),
        ("Subtype", Object::from("Widget")),
        ("FT", Object::from(kind)),
        ("T", Object::string_literal(name)),
        ("Rect", vec![0.into(), 0.into(), 0.into(), 0.into()].into()),
    ]);
    more.iter()
        .for_each(|(key, value)| entries.set(*key, value.clone()));
    document.add_object(entries)
}

/// The plan with two empty signature fields, one of them inside another field.
fn with_fields() -> Vec<u8> {
    changed(|document| {
        let text = field(document, "Tx", "Vardas", &[]);
        let first = field(document, "Sig", "Direktorius", &[]);
        let inner = field(document, "Sig", "Buhalteris", &[]);
        document.get_dictionary_mut(inner).unwrap().remove(b"FT");
        let kids = Object::Array(vec![Object::Reference(inner)]);
        let outer = field(document, "Sig", "Kiti", &[("Kids", kids)]);
        form(document, &[text, first, outer]);
    })
}

#[test]
fn a_signature_covers_all_and_leaves_the_old_bytes() {
    for name in ["p256.p12", "p384.p12", "rsa.p12", "legacy.p12"] {
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
    let pdf = signed(plan(), &seal("p384.p12"), None);
    let gap = gap(&pdf);
    let near = |place: usize| place.saturating_sub(40)..(place + 40).min(pdf.len());
    let sampled = (0..pdf.len()).step_by(151);
    for place in sampled
        .chain(near(gap.start))
        .chain(near(gap.end))
        .chain(near(pdf.len()))
    {
        if gap.contains(&place) {
            continue;
        }
        let mut other = pdf.clone();
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
    let pdf = signed(plan(), &seal("p384.p12"), None);
    let sound = signatures(&pdf).unwrap();
    let mut broken = 0;
    let gap = gap(&pdf);
    for place in gap.clone().step_by(5) {
        let mut other = pdf.clone();
        other[place] ^= 1;
        let told = signatures(&other).unwrap_or_default();
        if told.iter().all(|one| !one.intact) {
            broken += 1;
        } else {
            assert_eq!(told, sound, "byte {place}");
        }
    }
    assert!(
        broken > gap.len() / 5 * 9 / 10,
        "{broken} of {}",
        gap.len() / 5
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
fn empty_fields_are_filled_in_order_or_by_name() {
    let pdf = with_fields();
    let (one, two) = (seal("p256.p12"), seal("p384.p12"));
    let both = signed(&signed(&pdf, &one, None), &two, None);
    assert_eq!(
        holders(&both),
        [("Direktorius", true), ("Buhalteris", true)]
    );
    let named = signed(&pdf, &one, Some("Kiti.Buhalteris"));
    assert_eq!(
        holders(&named),
        [("Direktorius", false), ("Buhalteris", true)]
    );
    // All are filled: the next makes a field of its own.
    let third = signed(&both, &one, None);
    assert_eq!(told(&third).len(), 3);
    assert_eq!(
        refused(&named, Some("Kiti.Buhalteris")),
        "the signature field `Kiti.Buhalteris` is signed already"
    );
    assert_eq!(
        refused(&pdf, Some("Vardas")),
        "the PDF has no signature field `Vardas`; it has `Direktorius`, `Kiti.Buhalteris`"
    );
    assert_eq!(
        refused(plan(), Some("Vardas")),
        "the PDF has no signature fields"
    );
}

/// The signature fields by their own names, and whether they are signed.
fn holders(pdf: &[u8]) -> Vec<(&'static str, bool)> {
    let document = Document::load_mem(pdf).unwrap();
    let holds = |name: &'static str| {
        let mut fields = document
            .objects
            .values()
            .filter_map(|object| object.as_dict().ok());
        let field = fields.find(|entries| {
            entries
                .get(b"T")
                .and_then(Object::as_str)
                .is_ok_and(|own| own == name.as_bytes())
        });
        (name, field.unwrap().has(b"V"))
    };
    ["Direktorius", "Buhalteris"].map(holds).to_vec()
}

/// The lines of a document that is signed with a certificate have fields, in which it is signed.
#[test]
fn a_line_to_be_signed_has_a_field() {
    for (starter, signers) in [
        (
            include_str!("../../templates/activity-report/starter.yaml"),
            vec!["Vardenė Pavardenė"],
        ),
        (
            include_str!("../../templates/cooperation-plan/starter.yaml"),
            vec!["Vardenė Pavardenė", "Vardenis Pavardis"],
        ),
    ] {
        let pdf = super::to_be_signed(starter);
        let found = own_fields(&pdf);
        let told: Vec<&str> = found.iter().map(|(_, told, _)| told.as_str()).collect();
        assert_eq!(told, signers);
        let mut signed_file = pdf;
        for number in 0..found.len() {
            signed_file = signed(&signed_file, &seal("p256.p12"), None);
            let is_signed: Vec<bool> = own_fields(&signed_file).iter().map(|it| it.2).collect();
            let expected: Vec<bool> = (0..found.len()).map(|index| index <= number).collect();
            assert_eq!(is_signed, expected);
        }
        assert_eq!(signatures(&signed_file).unwrap().len(), found.len());
    }
    assert!(
        Document::load_mem(plan())
            .unwrap()
            .catalog()
            .unwrap()
            .get(b"AcroForm")
            .is_err()
    );
}

/// The fields of a form that `aktas` wrote: names, what is told of them, and whether they are
/// signed. They stand on their page, and over nothing else.
fn own_fields(pdf: &[u8]) -> Vec<(String, String, bool)> {
    let document = Document::load_mem(pdf).unwrap();
    let form = document
        .get_dict_in_dict(document.catalog().unwrap(), b"AcroForm")
        .unwrap();
    let fields = form
        .get(b"Fields")
        .and_then(Object::as_array)
        .unwrap()
        .iter();
    let mut areas: Vec<[f32; 4]> = Vec::new();
    let fields = fields.map(|field| {
        let entries = document.dereference(field).unwrap().1.as_dict().unwrap();
        let text = |key: &[u8]| lopdf::decode_text_string(entries.get(key).unwrap()).unwrap();
        let edges = entries.get(b"Rect").and_then(Object::as_array).unwrap();
        let edges: Vec<f32> = edges.iter().map(|edge| edge.as_float().unwrap()).collect();
        let [left, lower, right, upper] = edges[..] else {
            panic!("{edges:?}");
        };
        assert!(
            left > 0.0 && lower > 0.0 && right < 842.0 && upper < 842.0,
            "{edges:?}"
        );
        assert!(right - left > 28.0 && upper - lower > 8.0, "{edges:?}");
        let apart = |other: &[f32; 4]| {
            right <= other[0] || left >= other[2] || upper <= other[1] || lower >= other[3]
        };
        assert!(areas.iter().all(apart), "{edges:?}");
        areas.push([left, lower, right, upper]);
        (text(b"T"), text(b"TU"), entries.has(b"V"))
    });
    fields.collect()
}

#[test]
fn arrays_that_are_objects_of_their_own_are_added_to() {
    let pdf = changed(|document| {
        let text = field(document, "Tx", "Signature1", &[]);
        let form = form(document, &[text]);
        let fields = document.add_object(Object::Array(vec![Object::Reference(text)]));
        document
            .get_dictionary_mut(form)
            .unwrap()
            .set("Fields", fields);
        let annotations = document.add_object(Object::Array(vec![Object::Reference(text)]));
        first_page(document).set("Annots", annotations);
    });
    let signed = signed(&pdf, &seal("p256.p12"), None);
    assert_eq!(told(&signed), [by("Rūta Žemaitienė", true, true)]);
    let mut document = Document::load_mem(&signed).unwrap();
    let annotations = first_page(&mut document).get(b"Annots").unwrap().clone();
    let (_, annotations) = document.dereference(&annotations).unwrap();
    assert_eq!(annotations.as_array().unwrap().len(), 2);
}

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
