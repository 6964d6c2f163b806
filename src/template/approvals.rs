//! What a template may see of approvals: marks with their acts, and the redactions of a document.

use chrono::Datelike;
use tera::Value;

use super::texts::{escaped, printed};
use super::values::{Viewer, map};
use crate::approval::{Act, Approvals, Redaction, State};
use crate::content::Value as Typed;
use crate::source::Span;

impl Viewer<'_> {
    /// The marks in the order of the document: `place`, and the `lines` of each.
    pub(super) fn marks(&self, approvals: &Approvals) -> Value {
        let marks = self
            .content
            .root
            .get("marks")
            .map(Typed::items)
            .unwrap_or_default();
        let list: Vec<Value> = marks
            .iter()
            .zip(&approvals.marks)
            .map(|(mark, given)| self.mark(&mark.value, &given.state))
            .collect();
        Value::from(list)
    }

    fn mark(&self, mark: &Typed, state: &State) -> Value {
        let text = |key: &str| mark.get(key).and_then(Typed::as_str).unwrap_or_default();
        let act = match state {
            State::Approved(act) | State::Redaction { first: act, .. } => {
                self.act(text("act"), act)
            }
            State::Draft | State::Stale { .. } | State::Revoked(_) => self.blank_act(text("act")),
        };
        let mut lines = vec![Value::normal_string(
            &self.forms.fill(&format!("marks.{}", text("mark")), &[]),
        )];
        lines.extend(lines_of(mark).into_iter().map(|line| self.value(line)));
        lines.push(Value::safe_string(&act));
        if let State::Redaction { last, .. } = state {
            lines.push(self.redaction(mark, last));
        }
        let place = if text("place").is_empty() {
            "start"
        } else {
            text("place")
        };
        map([
            ("place", Value::normal_string(place)),
            ("lines", Value::from(lines)),
        ])
    }

    /// An act that was adopted, named after the body that adopted it.
    pub(super) fn act(&self, form: &str, act: &Act) -> String {
        let (date, number) = (self.forms.moment(act.date), escaped(&act.number));
        let gaps = [("date", escaped(&date)), ("number", number)];
        let gaps = gaps.each_ref().map(|(name, text)| (*name, text.as_str()));
        self.forms.fill_markup(&format!("acts.{form}"), &gaps)
    }

    /// An act that is still to come: date and number are left open.
    fn blank_act(&self, form: &str) -> String {
        let blank =
            |name: &str, text: &str| format!("<blank for=\"{name}\">{}</blank>", escaped(text));
        let date = blank("date", &self.blank_date());
        let number = blank("number", &self.forms.fill("blank-number", &[]));
        self.forms.fill_markup(
            &format!("acts.{form}"),
            &[("date", &date), ("number", &number)],
        )
    }

    /// The act that gave the document the redaction that it has, in brackets: lines like those of
    /// the mark.
    fn redaction(&self, mark: &Typed, act: &Act) -> Value {
        let body: Vec<String> = lines_of(mark)
            .iter()
            .filter_map(|line| Some(self.value(line).as_str()?.to_owned()))
            .collect();
        let act = self.act(&format!("{}-genitive", act.sort), act);
        let gaps = [("body", &*body.join("<br/>")), ("act", &act)];
        let lines = self.forms.fill_markup("redaction", &gaps);
        Value::safe_string(&lines.replace('\n', "<br/>"))
    }

    fn blank_date(&self) -> String {
        let year = self
            .content
            .period
            .map_or(String::new(), |period| period.days().0.year().to_string());
        self.forms.fill("blank-date", &[("year", &year)])
    }

    /// The texts that acts approved, from the first: `number`, `body`, `act`, and `text` of both.
    /// They are none while the document is not approved as it is.
    pub(super) fn redactions(&self, approvals: &Approvals) -> Value {
        let place = approvals.marks.iter().find(|mark| mark.name == "approved");
        let place = place.map_or(self.content.root.span, |mark| mark.place);
        let list = approvals.redactions.iter().zip(1..);
        let list = list.map(|(one, number)| self.approving(one, number, place));
        Value::from(list.collect::<Vec<Value>>())
    }

    fn approving(&self, redaction: &Redaction, number: usize, place: Span) -> Value {
        let Redaction { body, act, .. } = redaction;
        let body = printed(body, place);
        let act = self.act(&format!("{}-nominative", act.sort), act);
        let gaps = [("body", body.as_str().unwrap_or_default()), ("act", &act)];
        let text = self.forms.fill_markup("redactions.entry", &gaps);
        map([
            ("number", Value::from(number)),
            ("text", Value::safe_string(&text)),
            ("act", Value::safe_string(&act)),
            ("body", body),
        ])
    }
}

/// The lines in which a mark names who gives it.
fn lines_of(mark: &Typed) -> Vec<&Typed> {
    match mark.get("body") {
        Some(body) if !body.items().is_empty() => {
            body.items().iter().map(|line| &line.value).collect()
        }
        body => body.into_iter().collect(),
    }
}
