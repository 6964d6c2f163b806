//! Signatures of a PDF (ISO 32000-1, 12.8; PAdES baseline B-B, ETSI EN 319 142-1).
//!
//! What was there stays byte for byte: a signature is added at the end, as an [`update`]
//! (ISO 32000-1, 7.5.6). So the file is still known as the one that was approved, and the
//! signatures that it has already hold. It is put into one of the signature [`fields`] of the form,
//! or into a new one that shows nothing.
//!
//! A file about which there is any doubt is refused: one that cannot be signed is an annoyance, one
//! that was spoilt by signing it a loss.

mod blank;
mod dates;
mod fields;
mod file;
mod permission;
mod place;
mod told;
mod update;

use chrono::{DateTime, Utc};

use super::{Seal, Signature};
use crate::diagnostics::{Message, say};
use blank::Blank;
use file::File;
use update::Update;

pub use told::signatures;

/// Signs a PDF, and returns the signed file.
///
/// The signature goes into the `field` of that name, else into the first empty signature field,
/// else into a new field.
///
/// # Errors
///
/// Says why the file cannot be signed: it is no PDF, damaged, encrypted, does not allow it, or has
/// no such field.
pub fn sign(
    pdf: &[u8],
    seal: &Seal,
    at: DateTime<Utc>,
    field: Option<&str>,
) -> Result<Vec<u8>, Message> {
    let file = File::open(pdf)?;
    let before = told::of(&file)?;
    let fields = fields::fields(&file)?;
    let mut update = Update::of(&file);
    let signature = update.new_id();
    match fields::choose(&fields, field)? {
        Some(field) => {
            permission::ask(&file, &fields, &field.name)?;
            place::fill(&mut update, field, signature)?;
        }
        None => {
            let name = fields::new_name(&file)?;
            permission::ask(&file, &fields, &name)?;
            place::add(&mut update, &name, signature)?;
        }
    }
    let blank = Blank::new(seal, at)?;
    update.set_text(signature, blank.text().to_owned());
    let (mut bytes, start) = update.finish(signature)?;
    blank.fill(&mut bytes, start, seal)?;
    prove(&file, &before, &bytes)?;
    Ok(bytes)
}

/// Reads the signed file again: it must have the same pages, the same signatures, and a new one
/// that holds.
fn prove(old: &File, before: &[Signature], bytes: &[u8]) -> Result<(), Message> {
    let broken = || say!("the signed file would not be sound; nothing is written");
    let new = File::open(bytes).map_err(|_| broken())?;
    let after = told::of(&new)?;
    let same_pages = new.document.get_pages() == old.document.get_pages();
    let Some((last, earlier)) = after.split_last() else {
        return Err(broken());
    };
    let held = earlier.len() == before.len()
        && earlier
            .iter()
            .zip(before)
            .all(|(now, then)| now.intact == then.intact && now.revision == then.revision);
    if same_pages && held && last.intact && last.whole && bytes.starts_with(old.bytes) {
        Ok(())
    } else {
        Err(broken())
    }
}
