//! What somebody asks to record, and whether it can be: the rules for a new entry of a ledger.
//!
//! Nothing is written here, and no clock is asked. All that forbids an entry is told at once, at the
//! words of the command line, which are a source like any other.

use std::collections::BTreeMap;

use chrono::Months;

use super::ledger::{Act, Entry, Event, Ledger, Recorded};
use super::number;
use super::state::{Approvals, Mark, in_force};
use crate::content::when::{Moment, Term, respelt};
use crate::diagnostics::{Code, Diagnostic, Message, Sink, say};
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
        let mark = self.find(known, sink)?;
        let given = known
            .approvals
            .given(&known.approvals.marks[mark], known.ledger);
        let holding = in_force(&given);
        let event = if self.revoke {
            self.check_revocation(&known.approvals.marks[mark], &given, sink)?;
            Event::Revoked
        } else {
            self.check_gift(known, mark, holding.last().copied(), sink);
            let first = event_of(&known.approvals.marks[mark].name);
            holding.last().map_or(first, |_| Event::Amended)
        };
        let last = holding.last().map(|one| one.entry.clone());
        let mark_of = &known.approvals.marks[mark];
        let content = match (&last, known.digest) {
            (Some(last), _) if self.revoke => last.content.clone(),
            (_, digest) => digest.unwrap_or_default().to_owned(),
        };
        let entry = Entry {
            event,
            mark: mark_of.name.clone(),
            body: match &last {
                // What is taken back is taken back from whom it was recorded of.
                Some(last) if self.revoke => last.body.clone(),
                _ => mark_of.body.clone(),
            },
            act: Act {
                sort: mark_of.act.clone(),
                number: self.number.text.clone(),
                date: self.day()?,
            },
            recorder: self.by.text.trim().to_owned(),
            reason: self
                .reason
                .as_ref()
                .map(|reason| reason.text.trim().to_owned()),
            content,
            tool: known.tool.to_owned(),
            files: BTreeMap::new(),
            previous: known.ledger.head(),
        };
        Some(Proposal {
            mark,
            entry,
            before: last,
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

    /// The mark that is meant.
    fn find(&self, known: &Known<'_>, sink: &mut Sink) -> Option<usize> {
        let marks = &known.approvals.marks;
        let handles = known.approvals.handles();
        let Some(wanted) = &self.mark else {
            return self.only(known, &handles, sink);
        };
        if let Some(found) = handles.iter().position(|handle| *handle == wanted.text) {
            return Some(found);
        }
        // The one mark of its name may be called the first.
        let first = wanted.text.strip_suffix(":1");
        if let Some(found) = handles
            .iter()
            .position(|handle| Some(handle.as_str()) == first)
        {
            return Some(found);
        }
        let several = marks.iter().any(|mark| mark.name == wanted.text);
        let message = if marks.is_empty() {
            say!("the document asks for no marks")
        } else if several {
            say!(
                "the document has several marks `{mark}`",
                mark = wanted.text
            )
        } else {
            say!("the document has no mark `{mark}`", mark = wanted.text)
        };
        let fault = Diagnostic::error(Code::UnknownMark, wanted.span, message);
        let of_name = |mark: &Mark| !several || mark.name == wanted.text;
        sink.push(listed(fault, marks, &handles, of_name));
        None
    }

    /// The one mark that can be meant if none is named.
    fn only(&self, known: &Known<'_>, handles: &[String], sink: &mut Sink) -> Option<usize> {
        let marks = &known.approvals.marks;
        let can_be = |mark: &Mark| {
            if self.revoke {
                !in_force(&known.approvals.given(mark, known.ledger)).is_empty()
            } else {
                !mark.state.holds()
            }
        };
        let open: Vec<usize> = (0..marks.len()).filter(|at| can_be(&marks[*at])).collect();
        let (code, message) = match open.as_slice() {
            [one] => return Some(*one),
            [] if marks.is_empty() => (Code::UnknownMark, say!("the document asks for no marks")),
            [] if self.revoke => (
                Code::NothingToRecord,
                say!("no mark of the document was given"),
            ),
            [] => (
                Code::NothingToRecord,
                say!("every mark was given to the document as it is"),
            ),
            _ => (
                Code::UnknownMark,
                say!("it is not said which mark is meant"),
            ),
        };
        let fault = Diagnostic::error(code, self.whole.start(), message);
        let can_be = |mark: &Mark| !open.is_empty() && can_be(mark);
        sink.push(listed(fault, marks, handles, can_be));
        None
    }

    /// What forbids to give a mark to the document.
    fn check_gift(&self, known: &Known<'_>, mark: usize, last: Option<&Recorded>, sink: &mut Sink) {
        let marks = &known.approvals.marks;
        if let (true, Some(last)) = (marks[mark].state.holds(), last) {
            let act = &last.entry.act;
            let message = say!(
                "the mark `{mark}` was given to this very text by act {number} of {date}",
                mark = marks[mark].name,
                number = act.number,
                date = act.date.to_string(),
            );
            sink.push(
                Diagnostic::error(Code::NothingToRecord, self.subject(), message)
                    .related(last.span, say!("recorded here"))
                    .hint(say!("`aktas build` makes the approved files")),
            );
            return;
        }
        if let Some(last) = last {
            self.check_follows(last, sink);
        }
        if marks[mark].name == "approved" {
            self.check_endorsed(marks, sink);
        }
        if let Some(period) = known.period {
            self.check_period(period, sink);
        }
    }

    /// An act that amends another is another one, and not of a day before.
    fn check_follows(&self, last: &Recorded, sink: &mut Sink) {
        let act = &last.entry.act;
        let Some(day) = self.day() else { return };
        if act.number == self.number.text && act.date == day {
            let message = say!(
                "act {number} of {date} was given to another text",
                number = act.number,
                date = act.date.to_string(),
            );
            sink.push(
                Diagnostic::error(Code::InvalidAct, self.number.span, message)
                    .label(say!("the changed text needs another act"))
                    .related(last.span, say!("recorded here"))
                    .hint(say!(
                        "give the number and the date of the act that approves the change"
                    )),
            );
        } else if day.first() < act.date.first() {
            sink.push(self.too_early(last));
        }
    }

    fn too_early(&self, last: &Recorded) -> Diagnostic {
        let message = if self.revoke {
            say!(
                "the act is of a day before {date}, when what it revokes was given",
                date = last.entry.act.date.to_string()
            )
        } else {
            say!(
                "the act is of a day before {date}, that of the act that it amends",
                date = last.entry.act.date.to_string()
            )
        };
        Diagnostic::error(Code::InvalidAct, self.date.span, message)
            .related(last.span, say!("recorded here"))
            .hint(say!("check the date in the act"))
    }

    /// Who approves relies on those who endorsed and agreed.
    fn check_endorsed(&self, marks: &[Mark], sink: &mut Sink) {
        let open = marks
            .iter()
            .filter(|mark| mark.name != "approved" && !mark.state.holds());
        for mark in open {
            let message = say!(
                "the mark `{mark}` ({body}) comes before `approved`, and was not given to this text",
                mark = mark.name,
                body = mark.body,
            );
            sink.push(
                Diagnostic::check(Code::ApprovalOrder, self.subject(), message)
                    .related(mark.place, say!("to be given first"))
                    .hint(say!(
                        "record that act first: `aktas approve FILE --mark {mark} --number N --date D`",
                        mark = mark.name,
                    )),
            );
        }
    }

    /// A plan is approved about when it begins, a report soon after the end of its period.
    fn check_period(&self, period: Term, sink: &mut Sink) {
        let Some(day) = self.day().map(Moment::first) else {
            return;
        };
        let (first, last) = period.days();
        let message = if day < first - Months::new(12) {
            say!(
                "the act is more than a year before the period of the document, {period}",
                period = period.to_string()
            )
        } else if day > last + Months::new(24) {
            say!(
                "the act is more than two years after the period of the document, {period}",
                period = period.to_string()
            )
        } else {
            return;
        };
        sink.push(
            Diagnostic::check(Code::ApprovalDate, self.date.span, message)
                .hint(say!("check the year")),
        );
    }

    /// What was never given, or is taken back already, cannot be taken back.
    fn check_revocation(&self, mark: &Mark, given: &[&Recorded], sink: &mut Sink) -> Option<()> {
        let holding = in_force(given);
        let Some(last) = holding.last() else {
            sink.push(self.not_given(mark, given.last().copied()));
            return None;
        };
        if self
            .day()
            .is_some_and(|day| day.first() < last.entry.act.date.first())
        {
            sink.push(self.too_early(last));
        }
        let act = &last.entry.act;
        let is_same = act.number == self.number.text && self.day() == Some(act.date);
        if is_same && self.reason.is_none() {
            let message = say!("an act that is taken back as recorded by mistake needs a reason");
            sink.push(
                Diagnostic::error(Code::InvalidAct, self.number.span, message)
                    .related(last.span, say!("recorded here"))
                    .hint(say!(
                        "add `--reason TEXT`, or name the act that takes the mark back"
                    )),
            );
        }
        Some(())
    }

    /// A mark cannot be taken back that does not hold; `last` is the act that took it back, if one did.
    fn not_given(&self, mark: &Mark, last: Option<&Recorded>) -> Diagnostic {
        let Some(last) = last else {
            let message = say!("the mark `{mark}` was not given", mark = mark.name);
            return Diagnostic::error(Code::NothingToRecord, self.subject(), message)
                .hint(say!("see `aktas status` for what was recorded"));
        };
        let message = say!(
            "the mark `{mark}` was taken back already, by act {number} of {date}",
            mark = mark.name,
            number = last.entry.act.number,
            date = last.entry.act.date.to_string(),
        );
        Diagnostic::error(Code::NothingToRecord, self.subject(), message)
            .related(last.span, say!("recorded here"))
            .hint(say!("see `aktas status` for what was recorded"))
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

impl Approvals {
    /// How each mark is named on the command line: where there are several of one name, with a
    /// number, from 1.
    #[must_use]
    pub fn handles(&self) -> Vec<String> {
        let same = |mark: &Mark| self.marks.iter().filter(|m| m.name == mark.name).count();
        let handle = |(at, mark): (usize, &Mark)| {
            let before = &self.marks[..=at];
            match same(mark) {
                1 => mark.name.clone(),
                _ => {
                    let number = before.iter().filter(|m| m.name == mark.name).count();
                    format!("{}:{number}", mark.name)
                }
            }
        };
        self.marks.iter().enumerate().map(handle).collect()
    }
}

fn event_of(mark: &str) -> Event {
    match Event::parse(mark) {
        Some(event @ (Event::Endorsed | Event::Agreed)) => event,
        _ => Event::Approved,
    }
}

/// Adds the marks that can be named, each with who gives it.
fn listed(
    fault: Diagnostic,
    marks: &[Mark],
    handles: &[String],
    can_be: impl Fn(&Mark) -> bool,
) -> Diagnostic {
    let shown = marks.iter().zip(handles).filter(|(mark, _)| can_be(mark));
    let words = |(mark, handle): (&Mark, &String)| -> Message {
        say!(
            "`--mark {handle}` is that of {body}",
            handle,
            body = mark.body
        )
    };
    shown.fold(fault, |fault, one| fault.hint(words(one)))
}
