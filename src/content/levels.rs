//! How much checks weigh in a document: what it says itself under `checks`, else its kind.

use crate::diagnostics::{Code, Diagnostic, Level, Levels, Sink};
use crate::kind::Kind;
use crate::yaml::Node;

/// The levels of a document; a key that names no check is told, a level that is none is left to
/// the schema.
pub(super) fn read(document: &Node, kind: &Kind, sink: &mut Sink) -> Levels {
    let mut levels = kind.levels.clone();
    for entry in document
        .get("checks")
        .map(Node::entries)
        .unwrap_or_default()
    {
        // What cannot be a code at all is told by the schema.
        let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !entry.key.bytes().all(letters) {
            continue;
        }
        match Code::check(&entry.key) {
            Ok(code) => {
                if let Some(level) = entry.value.as_str().and_then(Level::parse) {
                    levels.set(code, level);
                }
            }
            Err(fault) => sink.push(
                Diagnostic::error(Code::InvalidValue, entry.key_span, fault.message)
                    .path(format!("checks.{}", entry.key))
                    .hint(fault.hint),
            ),
        }
    }
    levels
}
