//! In which field of a PDF a signature is put.

use aktas::signing::pdf::signatures;
use lopdf::{Document, Object};

use super::form::{changed, field, first_page, form};
use super::pdf::{by, refused, signed, told};
use super::{plan, seal};

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
