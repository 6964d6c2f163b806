//! A PDF with a form that others made: objects of the plan changed, and fields added.

use lopdf::xref::XrefType;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::plan;

/// The plan with objects changed, and all of it written anew: with a cross-reference table.
pub(super) fn changed(change: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::load_mem(plan()).unwrap();
    change(&mut document);
    document.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

pub(super) fn first_page(document: &mut Document) -> &mut Dictionary {
    let page = document.page_iter().next().unwrap();
    document.get_dictionary_mut(page).unwrap()
}

/// Gives the document a form with these fields.
pub(super) fn form(document: &mut Document, fields: &[ObjectId]) -> ObjectId {
    let fields: Vec<Object> = fields.iter().map(|id| Object::Reference(*id)).collect();
    let form = Dictionary::from_iter([("Fields", Object::Array(fields))]);
    let form = document.add_object(form);
    document.catalog_mut().unwrap().set("AcroForm", form);
    form
}

pub(super) fn field(
    document: &mut Document,
    kind: &str,
    name: &str,
    more: &[(&str, Object)],
) -> ObjectId {
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
