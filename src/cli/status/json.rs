//! The status of a document for programs: one JSON object a line.

use serde_json::{Value, json};

use super::Known;
use crate::approval::changes::Change;
use crate::approval::ledger::Recorded;
use crate::approval::{Act, Mark, Redaction, Since, State};
use crate::kind::files::display;

/// Writes what is known of a document as one line of JSON.
///
/// Keys: `file`, `document` (its id), `kind`, `title`; `content` (the digest that an approval would
/// be given to, null if the document has errors), `errors` (their number), `approved` (whether every
/// mark holds; null if that is not known), `marks`, `redactions`, `ledger` (its file, null if there
/// is none), `entries`. A mark has `mark`, `body`, `state` (`draft`, `approved`, `redaction`, `stale`,
/// `revoked`, or `not-checked` if the document has errors), `act`, `first` (of a redaction, the act
/// that approved the document first), `recorded-by`, `content` (the digest of what it was given to),
/// and `changes` (of a stale mark; null if they cannot be told).
pub(super) fn line(known: &Known) -> String {
    let is_checked = known.record.is_some();
    let marks = known.approvals.marks.iter();
    let ledger = &known.standing.ledger;
    let file = (!ledger.entries.is_empty()).then(|| display(&known.ledger()));
    let object = json!({
        "file": display(&known.path),
        "document": known.standing.id,
        "kind": known.standing.kind,
        "title": known.standing.title,
        "content": known.record.as_ref().map(|record| &record.digest),
        "errors": known.errors,
        "approved": is_checked.then(|| !known.approvals.is_draft()),
        "marks": marks.map(|one| mark(one, known)).collect::<Vec<_>>(),
        "redactions": known.approvals.redactions.iter().map(redaction).collect::<Vec<_>>(),
        "ledger": file,
        "entries": ledger.entries.iter().map(entry).collect::<Vec<_>>(),
    });
    format!("{object}\n")
}

fn mark(mark: &Mark, known: &Known) -> Value {
    let state = match &mark.state {
        _ if known.record.is_none() => "not-checked",
        State::Draft => "draft",
        State::Approved(_) => "approved",
        State::Redaction { .. } => "redaction",
        State::Stale { .. } => "stale",
        State::Revoked(_) => "revoked",
    };
    let last = known.last(mark).map(|last| &last.entry);
    let mut object = json!({
        "mark": mark.name,
        "body": mark.body,
        "state": state,
        "act": last.map(|last| act(&last.act)),
        "recorded-by": last.map(|last| &last.recorder),
        "content": last.map(|last| &last.content),
    });
    if let State::Redaction { first, .. } = &mark.state {
        object["first"] = act(first);
    }
    match known.approvals.since(mark) {
        Some(Since::Changed(changes)) => {
            object["changes"] = changes.iter().map(change).collect();
        }
        Some(_) => object["changes"] = Value::Null,
        None => {}
    }
    object
}

fn act(act: &Act) -> Value {
    json!({ "sort": act.sort, "number": act.number, "date": act.date.to_string() })
}

fn redaction(one: &Redaction) -> Value {
    json!({ "body": one.body, "act": act(&one.act), "content": one.content })
}

fn change(change: &Change) -> Value {
    json!({ "path": change.path, "old": change.old, "new": change.new })
}

fn entry(Recorded { entry, .. }: &Recorded) -> Value {
    json!({
        "event": entry.event.as_str(),
        "mark": entry.mark,
        "body": entry.body,
        "act": act(&entry.act),
        "recorded-by": entry.recorder,
        "reason": entry.reason,
        "content": entry.content,
        "tool": entry.tool,
        "files": entry.files,
        "previous": entry.previous,
    })
}
