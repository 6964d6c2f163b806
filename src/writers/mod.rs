//! Writers: they translate a document or its pages into a format, and decide nothing.

pub mod docx;
pub mod html;
pub mod pdf;

/// Whether a link of the document may be followed from the file that is written.
///
/// Only what opens a page or a letter: a document that is signed must not start programs or
/// reach for files of the reader's machine. Every other link stays as plain text.
#[must_use]
pub(crate) fn may_follow(target: &str) -> bool {
    let scheme = target.split_once(':').map_or("", |(scheme, _)| scheme);
    ["http", "https", "mailto"]
        .iter()
        .any(|allowed| scheme.eq_ignore_ascii_case(allowed))
}
