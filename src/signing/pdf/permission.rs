//! What the signatures of a file allow to be changed (ISO 32000-1, 12.8.2).

use lopdf::{Dictionary, Object, decode_text_string};

use super::fields::Field;
use super::file::{File, is_name};
use crate::diagnostics::{Message, say};

/// Says why the field of this name may not be signed, if it may not.
pub(super) fn ask(file: &File, fields: &[Field], name: &str) -> Result<(), Message> {
    let (_, catalog) = file.catalog()?;
    if let Some(form) = file.dictionary(catalog, "AcroForm")
        && form.has(b"XFA")
    {
        return Err(say!(
            "the PDF has a form of XFA, which cannot be signed here"
        ));
    }
    if let Some(permissions) = file.dictionary(catalog, "Perms") {
        for (key, _) in permissions {
            let key = String::from_utf8_lossy(key);
            let certified = file.dictionary(permissions, &key);
            match certified {
                Some(signature) if key == "DocMDP" => obey(file, signature, name)?,
                _ => return Err(forbidden()),
            }
        }
    }
    for field in fields {
        match field.signature {
            Some(signature) => {
                obey(file, signature, name)?;
                let lock = file.dictionary(field.entries, "Lock");
                if lock.is_some_and(|lock| locks_all(file, lock)) {
                    return Err(forbidden());
                }
            }
            None if field.name == name && has_conditions(field) => {
                return Err(say!(
                    "the signature field `{name}` has conditions that are not known here",
                    name
                ));
            }
            None => {}
        }
    }
    Ok(())
}

/// Whether a field wants something of its signature, which would have to be done (12.7.4.5).
fn has_conditions(field: &Field) -> bool {
    field.entries.has(b"SV") || field.entries.has(b"Lock")
}

/// What one signature forbids (12.8.2.2 DocMDP, 12.8.2.4 FieldMDP).
fn obey(file: &File, signature: &Dictionary, name: &str) -> Result<(), Message> {
    for reference in file.array(signature, "Reference") {
        let reference = reference.as_dict().map_err(|_| forbidden())?;
        let parameters = file.dictionary(reference, "TransformParams");
        let method = file.entry(reference, "TransformMethod");
        let allows = match parameters {
            _ if is_name(method, "DocMDP") => parameters.is_none_or(|it| !locks_all(file, it)),
            Some(it) if is_name(method, "FieldMDP") => !locks_field(file, it, name),
            _ => false,
        };
        if !allows {
            return Err(forbidden());
        }
    }
    Ok(())
}

/// Whether nothing may be changed any more.
fn locks_all(file: &File, parameters: &Dictionary) -> bool {
    let level = file.entry(parameters, "P");
    level.is_some_and(|level| !matches!(level, Object::Integer(2 | 3)))
}

fn locks_field(file: &File, parameters: &Dictionary, name: &str) -> bool {
    let named = file.array(parameters, "Fields");
    let named = named.into_iter().any(|field| {
        // A field that stands in another is locked with it.
        decode_text_string(field).is_ok_and(|field| {
            name.strip_prefix(&field)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    });
    let action = file.entry(parameters, "Action");
    match () {
        () if is_name(action, "Include") => named,
        () if is_name(action, "Exclude") => !named,
        () => true,
    }
}

fn forbidden() -> Message {
    say!("a signature of the PDF forbids to change it, so that it cannot be signed again")
}
