//! The state of each mark: what the ledger says of the document as it is now.

use super::corrections::Correction;
use super::ledger::{Act, Event, Ledger, Recorded};
use super::record::{self, Record};
use super::since::{Now, Since, Stale};
use crate::content::{Content, Value};
use crate::diagnostics::{Code, Diagnostic, Said, Sink, say};
use crate::source::Span;

/// The state of a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// The mark was not given yet.
    Draft,
    /// It was given to the document as it is.
    Approved(Act),
    /// The document was approved, then changed, and approved again as it is now.
    Redaction {
        /// The act that approved it first.
        first: Act,
        /// The act that gave it the redaction that it has.
        last: Act,
    },
    /// It was given, and the document has changed since.
    Stale {
        /// The act.
        act: Act,
        /// The digest of the record that it was given to.
        content: String,
    },
    /// It was given, and taken back by this act.
    Revoked(Act),
}

impl State {
    /// Whether the mark was given to the document as it is.
    #[must_use]
    pub const fn holds(&self) -> bool {
        matches!(self, Self::Approved(_) | Self::Redaction { .. })
    }
}

/// A mark of the document: what its content says of it, and its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// `approved`, `endorsed` or `agreed`.
    pub name: String,
    /// Who gives it, in the genitive, lines joined by a space.
    pub body: String,
    /// The sort of the act by which it is given, such as `order`.
    pub act: String,
    /// Where the content names it.
    pub place: Span,
    /// Its state.
    pub state: State,
}

/// A text of the document that an act approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redaction {
    /// Who adopted the act.
    pub body: String,
    /// The act.
    pub act: Act,
    /// The digest of the record of the text.
    pub content: String,
}

/// What a document is to say of its approval.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Wanted {
    /// What the ledger says.
    #[default]
    AsRecorded,
    /// That it is a draft, whatever the ledger says.
    Draft,
    /// That it is approved: if a mark does not hold, there is no document.
    Approved,
}

/// The marks of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Approvals {
    /// One for each of the document's `marks`, in their order.
    pub marks: Vec<Mark>,
    /// The texts that acts approved, from the first, if the last of them is the document as it is.
    pub redactions: Vec<Redaction>,
    /// Whether a draft is asked for, also of a document that asks for no marks.
    pub drafted: bool,
    /// The texts that marks were given to and that the document no longer has, each once.
    pub stale: Vec<Stale>,
    /// What the document says otherwise than when it was approved first, if its kind prints that.
    pub corrections: Vec<Correction>,
}

impl Approvals {
    /// The marks that a document asks for, before anybody gave one.
    #[must_use]
    pub fn draft(content: &Content) -> Self {
        let marks = content.root.get("marks").map(Value::items);
        let marks = marks.unwrap_or_default().iter();
        Self {
            marks: marks.map(|item| mark(&item.value)).collect(),
            ..Self::default()
        }
    }

    /// The mark since which corrections are counted: the approval, else what is asked for first.
    #[must_use]
    pub fn corrected_since(&self) -> Option<&Mark> {
        let approved = self.marks.iter().find(|mark| mark.name == "approved");
        approved.or(self.marks.first())
    }

    /// Whether a mark is missing or stale: the document then says that it is a draft.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.drafted || !self.marks.iter().all(|mark| mark.state.holds())
    }

    /// Whether the document prints as the draft of which its record is taken: no mark holds, nobody
    /// asked that it say so, and it lists no corrections.
    #[must_use]
    pub fn print_as_draft(&self) -> bool {
        let holds = self.marks.iter().any(|mark| mark.state.holds());
        !self.drafted && !holds && self.corrections.is_empty()
    }

    /// The marks as the ledger has them for a document with this record.
    #[must_use]
    pub fn resolve(mut self, ledger: &Ledger, record: &Record) -> Self {
        let states: Vec<State> = self
            .marks
            .iter()
            .map(|mark| state(&self.given(mark, ledger), &record.digest))
            .collect();
        for (mark, state) in self.marks.iter_mut().zip(states) {
            mark.state = state;
        }
        let approved = self.marks.iter().find(|mark| mark.name == "approved");
        if let Some(approved) = approved.filter(|mark| mark.state.holds()) {
            let given = self.given(approved, ledger);
            let redaction = |one: &&Recorded| Redaction {
                body: one.entry.body.clone(),
                act: one.entry.act.clone(),
                content: one.entry.content.clone(),
            };
            self.redactions = in_force(&given).iter().map(redaction).collect();
        }
        self
    }

    /// What the ledger has of a mark. Who gives it may be named otherwise than then; but of several
    /// marks of one sort, each has its own body.
    #[must_use]
    pub fn given<'l>(&self, mark: &Mark, ledger: &'l Ledger) -> Vec<&'l Recorded> {
        let of_sort = |other: &&Mark| other.name == mark.name;
        let alone = self.marks.iter().filter(of_sort).count() == 1;
        let entries = ledger.entries.iter();
        let of_mark = entries
            .filter(|one| one.entry.mark == mark.name && (alone || one.entry.body == mark.body));
        of_mark.collect()
    }

    /// The entry by which a mark has its state: the last that is in force, or if none is, the one that
    /// took the mark back.
    #[must_use]
    pub fn deciding<'l>(&self, mark: &Mark, ledger: &'l Ledger) -> Option<&'l Recorded> {
        let given = self.given(mark, ledger);
        in_force(&given).last().or(given.last()).copied()
    }

    /// Finds what changed since each mark was given that no longer holds.
    ///
    /// `kept` reads the record with a digest: the name of its file, and the text if there is one.
    pub fn compare(&mut self, now: &Now<'_>, kept: &dyn Fn(&str) -> (String, Option<String>)) {
        for (index, mark) in self.marks.iter().enumerate() {
            let State::Stale { content, .. } = &mark.state else {
                continue;
            };
            match self.stale.iter_mut().find(|one| one.content == *content) {
                Some(stale) => stale.marks.push(index),
                None => {
                    let (name, text) = kept(content);
                    self.stale.push(Stale {
                        content: content.clone(),
                        marks: vec![index],
                        since: now.since(content, name, text),
                    });
                }
            }
        }
    }

    /// Tells a kept record that is not what the marks that hold were given to: who reads it as what
    /// was approved would be misled.
    pub fn check_kept(
        &self,
        ledger: &Ledger,
        record: &Record,
        kept: &dyn Fn(&str) -> (String, Option<String>),
        sink: &mut Sink,
    ) {
        let holding = self.marks.iter().find(|mark| mark.state.holds());
        let Some(entry) = holding.and_then(|mark| self.deciding(mark, ledger)) else {
            return;
        };
        let (file, text) = kept(&record.digest);
        if text.is_some_and(|text| record::sound(&text, &record.digest).is_none()) {
            let message = say!("`{file}` is not the text that was approved", file);
            let fault = Diagnostic::error(Code::InvalidLedger, entry.span, message);
            sink.push(
                fault
                    .label(say!("given to another text"))
                    .hint(say!("restore `{file}` from git", file)),
            );
        }
    }

    /// What changed since a mark was given, if it no longer holds (see [`Self::compare`]).
    #[must_use]
    pub fn since(&self, mark: &Mark) -> Option<&Since> {
        let State::Stale { content, .. } = &mark.state else {
            return None;
        };
        let stale = self.stale.iter().find(|one| one.content == *content);
        stale.map(|stale| &stale.since)
    }

    /// Tells which marks no longer hold and what changed since, and acts in a wrong order.
    pub fn tell(&self, ledger: &Ledger, now: &Now<'_>, sink: &mut Sink) {
        for stale in &self.stale {
            let marks = stale.marks.iter().filter_map(|index| {
                let mark = self.marks.get(*index)?;
                Some((mark, self.deciding(mark, ledger)?))
            });
            let marks: Vec<_> = marks.collect();
            if let Some(told) = now.tell(&marks, &stale.since) {
                sink.push(told);
            }
        }
        self.check_order(ledger, sink);
    }

    /// Tells every mark that does not hold, as an error.
    pub fn require(&self, sink: &mut Sink) {
        let open = self.marks.iter().filter(|mark| !mark.state.holds());
        open.for_each(|mark| sink.push(not_approved(mark)));
    }

    /// An endorsement or an agreement comes before the approval.
    fn check_order(&self, ledger: &Ledger, sink: &mut Sink) {
        let day = |mark: &Mark| match &mark.state {
            State::Approved(act) | State::Redaction { last: act, .. } => Some(act.date.first()),
            _ => None,
        };
        let last = |mark: &Mark| self.deciding(mark, ledger).map(|one| one.span);
        let (approving, before): (Vec<&Mark>, Vec<&Mark>) =
            self.marks.iter().partition(|mark| mark.name == "approved");
        for approved in approving {
            for mark in &before {
                if day(mark) > day(approved)
                    && day(approved).is_some()
                    && let (Some(place), Some(other)) = (last(mark), last(approved))
                {
                    let message = say!(
                        "the document was approved before it was `{mark}`",
                        mark = mark.name
                    );
                    sink.push(
                        Diagnostic::check(Code::ApprovalOrder, place, message)
                            .label(say!("given later"))
                            .related(other, say!("approved here"))
                            .hint(say!(
                                "check the dates of both acts; one recorded wrongly is taken back with `aktas revoke`"
                            )),
                    );
                }
            }
        }
    }
}

fn mark(value: &Value) -> Mark {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
    let body = match value.get("body") {
        Some(body) if !body.items().is_empty() => {
            let lines = body.items().iter().filter_map(|line| line.value.as_str());
            lines.collect::<Vec<_>>().join(" ")
        }
        _ => text("body").to_owned(),
    };
    Mark {
        name: text("mark").to_owned(),
        body,
        act: text("act").to_owned(),
        place: value.span,
        state: State::Draft,
    }
}

/// What is in force of what was recorded of a mark.
///
/// An act that takes a mark back ends all that went before. An entry that takes back the very act that
/// was recorded last says that this was a mistake, and ends nothing else.
#[must_use]
pub fn in_force<'l>(given: &[&'l Recorded]) -> Vec<&'l Recorded> {
    let mut holding: Vec<&Recorded> = Vec::new();
    for one in given {
        if one.entry.event != Event::Revoked {
            holding.push(one);
        } else if holding
            .pop()
            .is_some_and(|last| last.entry.act != one.entry.act)
        {
            holding.clear();
        }
    }
    holding
}

fn state(given: &[&Recorded], digest: &str) -> State {
    let holding = in_force(given);
    let (Some(first), Some(last)) = (holding.first(), holding.last()) else {
        let revoked = given.last().map(|last| last.entry.act.clone());
        return revoked.map_or(State::Draft, State::Revoked);
    };
    let (first, last) = (&first.entry, &last.entry);
    if last.content != digest {
        return State::Stale {
            act: last.act.clone(),
            content: last.content.clone(),
        };
    }
    if last.event == Event::Amended && last.mark == "approved" {
        return State::Redaction {
            first: first.act.clone(),
            last: last.act.clone(),
        };
    }
    State::Approved(last.act.clone())
}

/// The message that a mark is missing which a document must have to be approved.
fn not_approved(mark: &Mark) -> Diagnostic {
    let name = &mark.name;
    let act = match &mark.state {
        State::Stale { act, .. } | State::Revoked(act) => Some(act),
        _ => None,
    };
    let number = act.map(|act| act.number.clone()).unwrap_or_default();
    let date = act.map_or_else(|| "".into(), |act| act.date.said());
    let message = match &mark.state {
        State::Stale { .. } => say!(
            "the mark `{name}` was given to another text, by act {number} of {date}",
            name,
            number,
            date
        ),
        State::Revoked(_) => say!(
            "the mark `{name}` was taken back by act {number} of {date}",
            name,
            number,
            date
        ),
        _ => say!("the mark `{name}` was not given yet", name),
    };
    let command = say!(
        "record the act: `aktas approve FILE --mark {mark} --number N --date D`",
        mark = mark.name
    );
    Diagnostic::error(Code::NotApproved, mark.place, message).hint(command)
}
