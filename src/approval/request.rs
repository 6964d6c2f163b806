//! What somebody asks to record, and whether it can be: the rules for a new entry of a ledger.
//!
//! Nothing is written here, and no clock is asked. All that forbids an entry is told at once, at the
//! words of the command line, which are a source like any other.

mod meant;
mod rules;

use std::collections::BTreeMap;

use super::ledger::{Act, Entry, Event, Ledger, Recorded};
use super::number;
use super::state::{Approvals, in_force};
use crate::content::when::{Moment, Term, respelt};
use crate::diagnostics::{Code, Diagnostic, Sink, say};
use crate::source::{Sources, Span};

/// The words of a request.
#[derive(Debug, Clone, Copy, Default)]
pub struct Words<'a> {
    /// Whether a mark is taken back; else it is given.
    pub revoke: bool,
    /// Which mark: its name, and which of several of that name: `approved`, `endorsed:2`.
    pub mark: Option<&'a str>,
    /// The number of the act.
    pub number: &'a str,
    /// The day of the act.
    pub date: &'a str,
    /// Who records it.
    pub by: &'a str,
    /// Why, where that needs to be said.
    pub reason: Option<&'a str>,
}

/// What somebody asks to record, each word with its place.
#[derive(Debug, Clone)]
pub struct Request {
    revoke: bool,
    mark: Option<Word>,
    number: Word,
    date: Word,
    by: Word,
    reason: Option<Word>,
    whole: Span,
}

#[derive(Debug, Clone)]
struct Word {
    text: String,
    span: Span,
}

/// What is recorded if nothing forbids it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The mark that it is about, among those of the document.
    pub mark: usize,
    /// The entry, that knows no files yet.
    pub entry: Entry,
    /// What was last recorded of the mark, if it is given to another text now, or taken back.
    pub before: Option<Entry>,
    /// Where it is asked for.
    pub place: Span,
}

/// What is known of the document that a request is about.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Its marks, as the ledger has them.
    pub approvals: &'a Approvals,
    /// What happened to it.
    pub ledger: &'a Ledger,
    /// The digest of its record; none if that is no matter.
    pub digest: Option<&'a str>,
    /// The time that it is about.
    pub period: Option<Term>,
    /// The program and its version, which the entry names.
    pub tool: &'a str,
}

impl Request {
    /// Takes words as a request; they become a source, for messages to point at.
    #[must_use]
    pub fn new(words: &Words<'_>, sources: &mut Sources) -> Self {
        let command = if words.revoke { "revoke" } else { "approve" };
        let mut text = command.to_owned();
        let mut push = |option: &str, word: &str| {
            let quote = if word.is_empty() || word.contains(' ') {
                "\""
            } else {
                ""
            };
            text.push_str(&format!(" {option} {quote}"));
            let start = text.len();
            // What moves the cursor would spoil the quoted line.
            text.extend(word.chars().map(|sign| match sign {
                sign if sign.is_control() => '\u{fffd}',
                sign => sign,
            }));
            let end = text.len();
            text.push_str(quote);
            (word.to_owned(), start..end)
        };
        let mark = words.mark.map(|mark| push("--mark", mark));
        let number = push("--number", words.number);
        let date = push("--date", words.date);
        let by = push("--by", words.by);
        let reason = words.reason.map(|reason| push("--reason", reason));
        let end = text.len();
        let file = sources.add(format!("aktas {command}"), text);
        let word = |(text, range)| Word {
            text,
            span: Span::new(file, range),
        };
        Self {
            revoke: words.revoke,
            mark: mark.map(word),
            number: word(number),
            date: word(date),
            by: word(by),
            reason: reason.map(word),
            whole: Span::new(file, 0..end),
        }
    }

    /// Tells what is wrong with the words alone, whatever the document is.
    pub fn tell(&self, sink: &mut Sink) {
        number::faults(&self.number.text, self.number.span)
            .into_iter()
            .for_each(|fault| sink.push(fault));
        if self.day().is_none() {
            sink.push(self.no_day());
        }
        for word in std::iter::once(&self.by).chain(&self.reason) {
            let text = &word.text;
            if text.trim().is_empty() || text.contains(char::is_control) {
                let message = say!("a name or a reason is one line of text");
                sink.push(
                    Diagnostic::error(Code::InvalidAct, word.span, message)
                        .hint(say!("write it in one line, without tabs")),
                );
            }
        }
    }

    /// The entry that the request comes to; what forbids it is told, but for what [`Self::tell`]
    /// tells of its words.
    pub fn decide(&self, known: &Known<'_>, sink: &mut Sink) -> Option<Proposal> {
        let index = self.find(known, sink)?;
        let mark = &known.approvals.marks[index];
        let given = known.approvals.given(mark, known.ledger);
        let holding = in_force(&given);
        let last = holding.last().map(|one| &one.entry);
        let event = if self.revoke {
            self.check_revocation(mark, &holding, sink)?;
            Event::Revoked
        } else {
            self.check_gift(known, mark, holding.last().copied(), sink);
            last.map_or(event_of(&mark.name), |_| Event::Amended)
        };
        // What is taken back is the text that was recorded, from whom it was recorded of.
        let (content, body) = match last {
            Some(last) if self.revoke => (last.content.clone(), last.body.clone()),
            _ => (
                known.digest.unwrap_or_default().to_owned(),
                mark.body.clone(),
            ),
        };
        let reason = self.reason.as_ref();
        let entry = Entry {
            event,
            mark: mark.name.clone(),
            body,
            act: Act {
                sort: mark.act.clone(),
                number: self.number.text.clone(),
                date: self.day()?,
            },
            recorder: self.by.text.trim().to_owned(),
            reason: reason.map(|reason| reason.text.trim().to_owned()),
            content,
            tool: known.tool.to_owned(),
            files: BTreeMap::new(),
            previous: known.ledger.head(),
        };
        Some(Proposal {
            mark: index,
            entry,
            before: last.cloned(),
            place: self.date.span,
        })
    }

    fn day(&self) -> Option<Moment> {
        let moment = Moment::parse(&self.date.text).ok();
        moment.filter(|moment| matches!(moment, Moment::Day(_)))
    }

    fn no_day(&self) -> Diagnostic {
        let date = &self.date.text;
        let message = say!("`{date}` is not a day such as `2027-01-08`", date);
        let meant = respelt(date).filter(|meant| meant.len() == "2027-01-08".len());
        Diagnostic::error(Code::InvalidAct, self.date.span, message)
            .maybe_hint(meant.map(|meant| say!("write `{meant}`", meant)))
    }

    /// Where the mark is named, or else the beginning.
    fn subject(&self) -> Span {
        let mark = self.mark.as_ref();
        mark.map_or(self.whole.start(), |mark| mark.span)
    }
}

impl Proposal {
    /// The entry as it would stand in the ledger, at the place where it is asked for.
    #[must_use]
    pub fn recorded(&self) -> Recorded {
        Recorded {
            entry: self.entry.clone(),
            span: self.place,
        }
    }
}

fn event_of(mark: &str) -> Event {
    match Event::parse(mark) {
        Some(event @ (Event::Endorsed | Event::Agreed)) => event,
        _ => Event::Approved,
    }
}
