//! How much checks weigh in documents of a kind.
//!
//! `templates/<kind>/checks.yaml` says it, laid over `templates/common/checks.yaml` if a project
//! has one: a mapping of codes to `error`, `warning`, `note` or `off`. What it does not name
//! weighs what is built in, and a document may say otherwise for itself.

use crate::diagnostics::{Code, Diagnostic, Level, Levels, Sink, say};
use crate::yaml::{Node, Value};

/// Reads the levels of a kind; `None` if something is wrong with them.
pub(super) fn read(node: &Node, sink: &mut Sink) -> Option<Levels> {
    let Value::Map(entries) = &node.value else {
        let message = say!(
            "wanted checks and their levels, found {what}",
            what = node.describe()
        );
        sink.push(
            Diagnostic::error(Code::InvalidKind, node.span, message)
                .hint(say!("write a check and its level: `stale-year: off`")),
        );
        return None;
    };
    let mut levels = Levels::default();
    let mut sound = true;
    for entry in entries {
        let code = Code::check(&entry.key).map_err(|fault| {
            Diagnostic::error(Code::InvalidKind, entry.key_span, fault.message).hint(fault.hint)
        });
        let word = entry.value.as_str();
        let level = word.and_then(Level::parse).ok_or_else(|| {
            let found =
                word.map_or_else(|| entry.value.describe(), |word| format!("`{word}`").into());
            let message = say!(
                "`{key}` must be `error`, `warning`, `note` or `off`, found {found}",
                key = entry.key,
                found
            );
            Diagnostic::error(Code::InvalidKind, entry.value.span, message)
        });
        match (code, level) {
            (Ok(code), Ok(level)) => levels.set(code, level),
            (code, level) => {
                sound = false;
                for fault in [code.err(), level.err()].into_iter().flatten() {
                    sink.push(fault);
                }
            }
        }
    }
    sound.then_some(levels)
}
