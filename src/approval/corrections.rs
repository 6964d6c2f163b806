//! Corrections: what a document says otherwise than when it was approved first, and why.
//!
//! A kind that wants them printed has a key `corrections` in its schema, in which the author gives
//! reasons. They are no part of the record: it is taken of a draft. What was said first is in the
//! record that was kept then. A correction that the author gives no reason for has that of the act
//! that approved it; until there is one, the subject of the commit that made it.

use std::fmt;

use super::changes::{self, Change, Part, Sort, is_within};
use super::ledger::Recorded;
use super::names::{Named, Names};
use super::record;
use super::since::Now;
use crate::content::Value;
use crate::diagnostics::{Code, Diagnostic, Message, Sink, say};
use crate::kind::Kind;
use crate::source::Span;

/// A value that was corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// What happened to it.
    pub change: Change,
    /// What a reader calls it.
    pub named: Named,
    /// Why it was corrected, if anybody said it.
    pub why: Option<String>,
}

/// What is known of the commits of a document.
pub trait Commits: fmt::Debug {
    /// What the commit is about that wrote a line of a file, from 1; none if none did since another
    /// file was committed first, which is the record that the document is compared with.
    fn subject(&self, file: &str, line: usize, record: &str) -> Option<String>;
}

/// The key of the content that has the reasons.
const KEY: &str = "corrections";

/// Whether a kind prints the corrections of its documents.
#[must_use]
pub fn are_wanted(kind: &Kind) -> bool {
    kind.schema.root().property(KEY).is_some()
}

/// The history of a document whose corrections are looked for.
pub(crate) struct Corrected<'a> {
    /// The document as it is now.
    pub(crate) now: &'a Now<'a>,
    /// Its names.
    pub(crate) names: Names<'a>,
    /// What is in force of what was recorded of its mark, from the first.
    pub(crate) given: &'a [&'a Recorded],
    /// Reads the record with a digest: the name of its file, and the text if there is one.
    pub(crate) kept: &'a dyn Fn(&str) -> (String, Option<String>),
    /// Its commits.
    pub(crate) commits: &'a dyn Commits,
    /// Whether an act is being recorded.
    pub(crate) is_proposed: bool,
}

impl Corrected<'_> {
    /// The corrections, in the order of the document. What cannot be found out is told, as are
    /// reasons for what was not corrected and, when an act is recorded, corrections without a reason.
    pub(crate) fn find(&self, sink: &mut Sink) -> Vec<Correction> {
        let (Some(first), Some(last)) = (self.given.first(), self.given.last()) else {
            return Vec::new();
        };
        let digest = &self.now.record.digest;
        if first.entry.content == *digest {
            self.tell_needless(&[], &[], sink);
            return Vec::new();
        }
        let Some(old) = self.read(first, sink) else {
            return Vec::new();
        };
        let found = self.now.changes(&old).into_iter();
        let found = found.filter(|one| one.part != Part::Text && !is_within(&one.path, KEY));
        let is_anew = last.entry.content == *digest;
        let steps = if is_anew {
            self.steps(&old)
        } else {
            Vec::new()
        };
        let found: Vec<(Change, Vec<String>)> = found
            .map(|change| {
                let handles = self.handles(&change, &old);
                (change, handles)
            })
            .collect();
        let reasons = self.reasons();
        self.tell_needless(&reasons, &found, sink);
        let corrections = found.into_iter().map(|(change, handles)| {
            let stated = reasons
                .iter()
                .find(|reason| reason.is_of(&change, &handles));
            let stated = stated.map(|reason| reason.why.to_owned());
            let why = stated.or_else(|| {
                if is_anew {
                    reason_of(&steps, &change)
                } else {
                    self.commit(&change)
                }
            });
            let named = self.named(&change);
            Correction { change, named, why }
        });
        let corrections: Vec<Correction> = corrections.collect();
        if self.is_proposed {
            tell_unexplained(&corrections, sink);
        }
        corrections
    }

    /// The record that an act was given to.
    fn read(&self, act: &Recorded, sink: &mut Sink) -> Option<String> {
        let (file, text) = (self.kept)(&act.entry.content);
        let sound = text.and_then(|text| record::sound(&text, &act.entry.content));
        if sound.is_none() {
            let message = say!(
                "the corrections cannot be listed: `{file}` is not the text that was approved first",
                file
            );
            let fault = Diagnostic::error(Code::InvalidLedger, act.span, message);
            sink.push(
                fault
                    .label(say!("given to this text"))
                    .hint(say!("restore `{file}` from git", file)),
            );
        }
        sound
    }

    /// What each act approved that was not approved before it, with the reason of the act. A record
    /// in between that is missing leaves what it added to the act after it.
    fn steps(&self, first: &str) -> Vec<(Vec<Change>, Option<String>)> {
        let (mut before, mut steps) = (first.to_owned(), Vec::new());
        for act in &self.given[1..] {
            let is_now = act.entry.content == self.now.record.digest;
            let after = if is_now {
                self.now.record.text.clone()
            } else {
                let (_, text) = (self.kept)(&act.entry.content);
                text.and_then(|text| record::sound(&text, &act.entry.content))
            };
            if let Some(after) = after {
                let changes = changes::between(&before, &after);
                steps.push((changes, act.entry.reason.clone()));
                before = after;
            }
        }
        steps
    }

    /// The words by which the author may mean what was corrected.
    fn handles(&self, change: &Change, old: &str) -> Vec<String> {
        if !matches!(change.sort, Sort::Gone { .. }) {
            return self.names.handles(&change.path);
        }
        // What is gone has a name in the old record only.
        let start = format!("\n{}.id = ", change.path);
        let id = old.find(&start).map(|at| &old[at + start.len()..]);
        let id = id.and_then(|rest| rest.lines().next());
        id.map(|id| id.trim_matches('"').to_owned())
            .into_iter()
            .collect()
    }

    fn named(&self, change: &Change) -> Named {
        match &change.sort {
            // It stood where something else stands now.
            Sort::Gone { near } => self.names.of(change.part, holder(near)),
            _ => self.names.of(change.part, &change.path),
        }
    }

    /// The subject of the commit that wrote the line of a value.
    fn commit(&self, change: &Change) -> Option<String> {
        let place = change.place.filter(|_| change.new.is_some())?;
        let source = self.now.sources.get(place.file);
        let line = source.line_column(place.range().start).line;
        let (record, _) = (self.kept)(&self.given.first()?.entry.content);
        self.commits.subject(&source.name, line, &record)
    }

    /// The reasons that the author gives.
    fn reasons(&self) -> Vec<Reason<'_>> {
        let items = self.now.content.root.get(KEY).map(Value::items);
        let text = |item: &'_ Value, key: &str| {
            item.get(key)
                .map(|value| (value.span, value.as_str().unwrap_or_default().to_owned()))
        };
        let reasons = items.unwrap_or_default().iter().filter_map(|item| {
            let (place, of) = text(&item.value, "of")?;
            let why = item.value.get("why").and_then(Value::as_str)?;
            Some(Reason { of, why, place })
        });
        reasons.collect()
    }

    fn tell_needless(
        &self,
        reasons: &[Reason<'_>],
        found: &[(Change, Vec<String>)],
        sink: &mut Sink,
    ) {
        let own = self.reasons();
        let reasons = if found.is_empty() { &own } else { reasons };
        for Reason { of, place, .. } in reasons.iter().filter(|reason| {
            !found
                .iter()
                .any(|(change, handles)| reason.is_of(change, handles))
        }) {
            let message = say!("`{of}` says the same as when it was approved first", of);
            sink.push(
                Diagnostic::check(Code::NeedlessReason, *place, message)
                    .label(say!("not corrected"))
                    .hint(say!("name what was corrected as `aktas diff FILE` names it, or leave the reason out")),
            );
        }
    }
}

/// A reason that the author gives for a correction.
struct Reason<'a> {
    /// The path, the id or the name of what was corrected.
    of: String,
    why: &'a str,
    /// Where `of` stands.
    place: Span,
}

impl Reason<'_> {
    fn is_of(&self, change: &Change, handles: &[String]) -> bool {
        let by_path = [&change.path, &change.old_path];
        let by_path = by_path.iter().any(|path| is_within(path, &self.of));
        by_path || handles.contains(&self.of)
    }
}

/// The reason of the last act that approved a change.
fn reason_of(steps: &[(Vec<Change>, Option<String>)], change: &Change) -> Option<String> {
    let made = |changes: &[Change], exactly: bool| {
        changes.iter().any(|one| {
            one.path == change.path
                && one.part == change.part
                && (!exactly || one.new == change.new)
        })
    };
    let by = |exactly| {
        steps
            .iter()
            .rev()
            .find(|(changes, _)| made(changes, exactly))
    };
    let only = || steps.first().filter(|_| steps.len() == 1);
    let step = by(true).or_else(|| by(false)).or_else(only);
    step.and_then(|(_, reason)| reason.clone())
}

/// What holds the item at a path.
fn holder(path: &str) -> &str {
    match path.rfind('[') {
        Some(at) if path.ends_with(']') => &path[..at],
        _ => path,
    }
}

/// How many corrections a message shows.
const SHOWN: usize = 8;

/// Tells corrections that nobody explains, when they are about to be approved.
fn tell_unexplained(corrections: &[Correction], sink: &mut Sink) {
    let silent = corrections.iter().filter(|one| one.why.is_none());
    let silent: Vec<(Span, Message)> = silent
        .filter_map(|one| Some((one.change.place?, one.change.path.as_str().into())))
        .collect();
    let Some((first, path)) = silent.first() else {
        return;
    };
    let message = say!(
        "{n} {n:correction has|corrections have} no reason, and the document prints none",
        n = silent.len()
    );
    let mut told = Diagnostic::check(Code::UnexplainedCorrection, *first, message)
        .label(say!("corrected"))
        .hint(say!(
            "give a reason to all with `--reason TEXT`, or to each in the document: `corrections: [{{ of: {path}, why: … }}]`",
            path
        ));
    for (place, _) in silent.iter().skip(1).take(SHOWN) {
        told = told.related(*place, say!("corrected"));
    }
    sink.push(told);
}
