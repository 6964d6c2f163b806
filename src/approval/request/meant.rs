//! Which mark of the document a request means.

use super::{Known, Request};
use crate::approval::state::{Approvals, Mark, in_force};
use crate::diagnostics::{Code, Diagnostic, Message, Sink, say};

impl Request {
    /// The mark that is meant.
    pub(super) fn find(&self, known: &Known<'_>, sink: &mut Sink) -> Option<usize> {
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
