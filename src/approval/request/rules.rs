//! What forbids an entry.

use chrono::Months;

use super::{Known, Request};
use crate::approval::ledger::Recorded;
use crate::approval::state::{Mark, in_force};
use crate::content::when::{Moment, Term};
use crate::diagnostics::{Code, Diagnostic, Sink, say};

impl Request {
    /// What forbids to give a mark to the document.
    pub(super) fn check_gift(
        &self,
        known: &Known<'_>,
        mark: &Mark,
        last: Option<&Recorded>,
        sink: &mut Sink,
    ) {
        if let (true, Some(last)) = (mark.state.holds(), last) {
            let act = &last.entry.act;
            let message = say!(
                "the mark `{mark}` was given to this very text by act {number} of {date}",
                mark = mark.name,
                number = act.number,
                date = act.date,
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
        if mark.name == "approved" {
            self.check_endorsed(&known.approvals.marks, sink);
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
                date = act.date,
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
                date = last.entry.act.date
            )
        } else {
            say!(
                "the act is of a day before {date}, that of the act that it amends",
                date = last.entry.act.date
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
            date = last.entry.act.date,
        );
        Diagnostic::error(Code::NothingToRecord, self.subject(), message)
            .related(last.span, say!("recorded here"))
            .hint(say!("see `aktas status` for what was recorded"))
    }

    /// What was never given, or is taken back already, cannot be taken back.
    pub(super) fn check_revocation(
        &self,
        mark: &Mark,
        given: &[&Recorded],
        sink: &mut Sink,
    ) -> Option<()> {
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
}
