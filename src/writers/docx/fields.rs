//! Fields: what Word works out itself, each with the answer that it gave last.
//!
//! A field is a run of marks: where it begins, what is asked, where the answer stands, where it
//! ends (ECMA-376 Part 1, 17.16.18).

use docx_rs::{FieldCharType, InstrText, Run};

use crate::document::Field;

use super::xml;

/// A field with its answer.
pub(super) fn field(instruction: &str, answer: Run) -> Vec<Run> {
    vec![begin(instruction), separate(), answer, end()]
}

/// The field of what is known only when the pages are made (17.16.5.41, 17.16.5.39).
pub(super) fn page(field_of: Field) -> Vec<Run> {
    // Word works these out whenever it shows a page; the answer is for programs that do not.
    match field_of {
        Field::Page => field(" PAGE ", Run::new().add_text("2")),
        Field::Pages => field(" NUMPAGES ", Run::new().add_text("2")),
    }
}

/// The start of a field, and what it asks.
pub(super) fn begin(instruction: &str) -> Run {
    self::instruction(
        Run::new().add_field_char(FieldCharType::Begin, false),
        instruction,
    )
}

/// A part of what a field asks.
pub(super) fn instruction(run: Run, text: &str) -> Run {
    // docx-rs writes it as it is.
    let text = xml::escape(&xml::clean(text)).into_owned();
    run.add_instr_text(InstrText::Unsupported(text))
}

/// The place between what is asked and the answer.
pub(super) fn separate() -> Run {
    Run::new().add_field_char(FieldCharType::Separate, false)
}

/// The end of a field.
pub(super) fn end() -> Run {
    Run::new().add_field_char(FieldCharType::End, false)
}
