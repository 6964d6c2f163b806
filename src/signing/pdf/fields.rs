//! The signature fields of a form (ISO 32000-1, 12.7.4.5).

use lopdf::{Dictionary, ObjectId, decode_text_string};

use super::file::{File, damaged, is_name};
use crate::diagnostics::{Message, say};

/// How deep fields may stand in each other.
const MAX_DEPTH: usize = 32;

/// A signature field.
pub(super) struct Field<'a> {
    pub(super) id: ObjectId,
    /// The full name, with those of the fields around it (12.7.3.2).
    pub(super) name: String,
    pub(super) entries: &'a Dictionary,
    /// The signature that it holds.
    pub(super) signature: Option<&'a Dictionary>,
}

/// The signature fields of the file, in the order of the form.
pub(super) fn fields<'a>(file: &'a File) -> Result<Vec<Field<'a>>, Message> {
    let mut found = Vec::new();
    let (_, catalog) = file.catalog()?;
    if let Some(form) = file.entry(catalog, "AcroForm") {
        let form = form.as_dict().map_err(|_| damaged())?;
        let around = Around::default();
        walk(file, form, "Fields", &around, &mut found)?;
    }
    Ok(found)
}

/// What a field has from those around it.
#[derive(Default)]
struct Around {
    name: String,
    is_signature: bool,
    depth: usize,
}

fn walk<'a>(
    file: &'a File,
    parent: &'a Dictionary,
    key: &str,
    around: &Around,
    found: &mut Vec<Field<'a>>,
) -> Result<(), Message> {
    let Some(kids) = file.entry(parent, key) else {
        return Ok(());
    };
    for kid in kids.as_array().map_err(|_| damaged())? {
        // A field that is no object of its own could not be changed.
        let id = kid.as_reference().map_err(|_| damaged())?;
        let entries = file.document.get_dictionary(id).map_err(|_| damaged())?;
        // One without a name of its own is only a place of its parent.
        let Some(own) = file.entry(entries, "T") else {
            continue;
        };
        let own = decode_text_string(own).map_err(|_| damaged())?;
        let kind = file.entry(entries, "FT");
        let inner = Around {
            name: match around.name.as_str() {
                "" => own,
                outer => format!("{outer}.{own}"),
            },
            is_signature: kind.map_or(around.is_signature, |_| is_name(kind, "Sig")),
            depth: around.depth + 1,
        };
        if inner.depth > MAX_DEPTH {
            return Err(damaged());
        }
        let before = found.len();
        walk(file, entries, "Kids", &inner, found)?;
        if inner.is_signature && found.len() == before {
            found.push(Field {
                id,
                name: inner.name,
                entries,
                signature: match file.entry(entries, "V") {
                    None => None,
                    Some(value) => Some(value.as_dict().map_err(|_| damaged())?),
                },
            });
        }
    }
    Ok(())
}

/// The field to sign in: that of the name, else the first empty one, else none.
pub(super) fn choose<'a, 'b>(
    fields: &'b [Field<'a>],
    name: Option<&str>,
) -> Result<Option<&'b Field<'a>>, Message> {
    let Some(name) = name else {
        return Ok(fields.iter().find(|field| field.signature.is_none()));
    };
    match fields.iter().find(|field| field.name == name) {
        Some(field) if field.signature.is_some() => {
            Err(say!("the signature field `{name}` is signed already", name))
        }
        Some(field) => Ok(Some(field)),
        None if fields.is_empty() => Err(say!("the PDF has no signature fields")),
        None => {
            let names = fields.iter().map(|field| format!("`{}`", field.name));
            let names = names.collect::<Vec<_>>().join(", ");
            Err(say!(
                "the PDF has no signature field `{name}`; it has {names}",
                name,
                names
            ))
        }
    }
}

/// A name that no field has.
pub(super) fn new_name(file: &File) -> Result<String, Message> {
    let (_, catalog) = file.catalog()?;
    let form = file.dictionary(catalog, "AcroForm");
    let fields = form.map_or(Vec::new(), |form| file.array(form, "Fields"));
    let taken: Vec<String> = fields
        .into_iter()
        .filter_map(|field| decode_text_string(file.entry(field.as_dict().ok()?, "T")?).ok())
        .collect();
    let names = (1..).map(|number| format!("Signature{number}"));
    let mut free = names.filter(|name| !taken.contains(name));
    free.next().ok_or_else(damaged)
}
