//! Putting a signature into a field of the form.

use lopdf::{Dictionary, Object, ObjectId};

use super::fields::Field;
use super::file::damaged;
use super::update::Update;
use crate::diagnostics::Message;
use crate::writers::pdf::text_string;

/// There are signatures, and the file must only be added to (ISO 32000-1, table 219).
const SIGNATURES_AND_APPEND_ONLY: i64 = 3;

/// What is printed, and stays where it is (ISO 32000-1, table 165; ISO 19005-2, 6.3.2).
const PRINT_AND_LOCKED: i64 = 4 | 128;

/// Puts the signature into an empty field.
pub(super) fn fill(update: &mut Update, field: &Field, signature: ObjectId) -> Result<(), Message> {
    let mut entries = field.entries.clone();
    entries.set("V", Object::Reference(signature));
    update.set(field.id, entries)?;
    change_form(update, None)
}

/// Adds a field that shows nothing, at the corner of the first page, with the signature.
pub(super) fn add(update: &mut Update, name: &str, signature: ObjectId) -> Result<(), Message> {
    let page = update.file.document.page_iter().next();
    let page = page.ok_or_else(damaged)?;
    let field = update.new_id();
    let entries = Dictionary::from_iter([
        ("Type", Object::from("Annot")),
        ("Subtype", Object::from("Widget")),
        ("FT", Object::from("Sig")),
        ("T", text_string(name)),
        ("TU", text_string(name)),
        ("Rect", vec![0.into(), 0.into(), 0.into(), 0.into()].into()),
        ("F", PRINT_AND_LOCKED.into()),
        ("P", Object::Reference(page)),
        ("V", Object::Reference(signature)),
    ]);
    update.set(field, entries)?;
    let entries = update.file.document.get_dictionary(page);
    let mut entries = entries.map_err(|_| damaged())?.clone();
    if append(update, &mut entries, "Annots", field)? {
        update.set(page, entries)?;
    }
    change_form(update, Some(field))
}

/// Says in the form that there are signatures, and adds a new field to it.
fn change_form(update: &mut Update, field: Option<ObjectId>) -> Result<(), Message> {
    let (root, catalog) = update.file.catalog()?;
    let entry = catalog.get(b"AcroForm").ok();
    let old = update.file.dictionary(catalog, "AcroForm");
    let mut form = old.cloned().unwrap_or_default();
    form.set("SigFlags", SIGNATURES_AND_APPEND_ONLY);
    if let Some(field) = field {
        append(update, &mut form, "Fields", field)?;
    }
    if let (Some(Object::Reference(id)), Some(_)) = (entry, old) {
        return update.set(*id, form);
    }
    let mut catalog = catalog.clone();
    catalog.set("AcroForm", form);
    update.set(root, catalog)
}

/// Adds an object to an array that is an entry of a dictionary, or an object of its own. Tells
/// whether the dictionary is another one now.
fn append(
    update: &mut Update,
    owner: &mut Dictionary,
    key: &str,
    item: ObjectId,
) -> Result<bool, Message> {
    let mut array = match update.file.entry(owner, key) {
        None => Vec::new(),
        Some(array) => array.as_array().map_err(|_| damaged())?.clone(),
    };
    let is_new = array.is_empty();
    array.push(Object::Reference(item));
    match owner.get(key.as_bytes()) {
        Ok(Object::Reference(id)) if !is_new => {
            update.set(*id, array)?;
            Ok(false)
        }
        _ => {
            owner.set(key, array);
            Ok(true)
        }
    }
}
