//! The goals of an activity plan with their objectives and measures, as its lines tell them.

use crate::diagnostics::say;

use super::draft::Draft;
use super::notes::{Place, Sort};
use super::plan::measure;
use super::rows::{Fields, Line, numbered};
use super::text::Text;
use super::words::{GOAL, OBJECTIVE, PRINTED, TASKS, after, blank, only};
use super::yaml::{Node, Value};

/// The goals of a plan as they are read.
#[derive(Default)]
pub(super) struct Goals {
    list: Vec<Goal>,
    /// Whether the text of the last goal stands in the next line.
    pending: bool,
}

#[derive(Default)]
struct Goal {
    text: Option<String>,
    objectives: Vec<Objective>,
}

#[derive(Default)]
struct Objective {
    text: Option<String>,
    measures: Vec<(Place, Fields)>,
    /// Where its text stands, if it has no measures and goes back among the texts.
    source: Option<Text>,
}

impl Goals {
    /// Whether there are none yet.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Takes a paragraph that stands between the tables; `false` if it is no part of the goals.
    pub(super) fn takes(&mut self, text: &Text, draft: &mut Draft<'_>) -> bool {
        let (number, rest) = numbered(text);
        let plain = rest.plain();
        let leads = after(&plain, GOAL).is_some() || after(&plain, OBJECTIVE).is_some();
        let begins = leads && !number.is_empty();
        if self.list.is_empty() && !begins {
            return false;
        }
        let is_other = number.is_empty()
            && !self.pending
            && !begins
            && after(&plain, OBJECTIVE).is_none()
            && !only(&plain, PRINTED)
            && !only(&plain, TASKS);
        if is_other {
            return false;
        }
        self.text(Place::Paragraph(text.number), text, draft)
            .is_none()
    }

    /// Takes a line of a table; what is no part of the goals comes back.
    pub(super) fn line(&mut self, line: Line, draft: &mut Draft<'_>) -> Option<Text> {
        match line {
            Line::Head(place, cells) => {
                draft.printed(&place, cells.iter());
                None
            }
            Line::Text(place, text) => self.text(place, &text, draft),
            Line::Row(place, fields) => {
                let first = fields.what.first().map(Text::plain).unwrap_or_default();
                let leads = after(&first, GOAL).is_some() || after(&first, OBJECTIVE).is_some();
                if fields.is_title() && leads {
                    let mut text = fields.what[0].clone();
                    text.label.clone_from(&fields.number);
                    return self.text(place, &text, draft);
                }
                if let Some(total) = fields.total() {
                    draft.notes.push(Sort::Kept, place, total.plain());
                    return Some(total);
                }
                self.row(place, *fields, draft);
                None
            }
        }
    }

    /// A goal, an objective, or a lead-in that the kind prints itself.
    fn text(&mut self, place: Place, text: &Text, draft: &mut Draft<'_>) -> Option<Text> {
        let (number, rest) = numbered(text);
        let plain = rest.plain();
        if only(&plain, PRINTED) || only(&plain, TASKS) {
            draft.notes.push(Sort::Printed, place, text.whole().trim());
            return None;
        }
        if let Some(goal) = after(&plain, GOAL) {
            let lead = plain[..plain.len() - goal.len()].to_owned();
            draft.notes.push(Sort::Printed, place.clone(), lead);
            recount(place, number, draft);
            self.pending = goal.is_empty();
            let said = (!goal.is_empty()).then(|| rest.ending(goal).line());
            self.list.push(Goal {
                text: said,
                ..Goal::default()
            });
            return None;
        }
        if std::mem::take(&mut self.pending) {
            recount(place, number, draft);
            if let Some(goal) = self.list.last_mut() {
                goal.text = Some(rest.line());
            }
            return None;
        }
        let named = after(&plain, OBJECTIVE);
        let is_objective = named.is_some()
            || !number.is_empty()
            || matches!(place, Place::Cell { .. })
                && self
                    .list
                    .last()
                    .is_some_and(|goal| goal.objectives.is_empty());
        if !is_objective {
            draft.notes.push(Sort::Kept, place, plain);
            return Some(text.clone());
        }
        let rest = match named {
            Some(named) => {
                let lead = plain[..plain.len() - named.len()].to_owned();
                draft.notes.push(Sort::Printed, place.clone(), lead);
                rest.ending(named)
            }
            None => rest,
        };
        recount(place, number, draft);
        self.goal().objectives.push(Objective {
            text: Some(rest.line()),
            measures: Vec::new(),
            source: Some(text.clone()),
        });
        None
    }

    fn goal(&mut self) -> &mut Goal {
        if self.list.is_empty() {
            self.list.push(Goal::default());
        }
        let last = self.list.len() - 1;
        &mut self.list[last]
    }

    /// A measure, or what a page divided from the one before.
    fn row(&mut self, place: Place, fields: Fields, draft: &mut Draft<'_>) {
        self.pending = false;
        let goal = self.goal();
        if goal.objectives.is_empty() {
            goal.objectives.push(Objective::default());
        }
        let last = goal.objectives.len() - 1;
        let measures = &mut goal.objectives[last].measures;
        let goes_on = fields.number.is_empty() && (fields.when.is_empty() || fields.who.is_empty());
        match measures.last_mut() {
            Some((_, before)) if goes_on && !before.number.is_empty() => {
                let message = say!("joined with the row before, as it has no number");
                draft.notes.say(Sort::Told, place, "", message);
                before.go_on(fields);
            }
            _ => measures.push((place, fields)),
        }
    }

    /// The goals as the content says them, and the objectives that have no measures.
    pub(super) fn node(self, draft: &mut Draft<'_>) -> (Option<Node>, Vec<Text>) {
        let (mut goals, mut left) = (Vec::new(), Vec::new());
        for goal in self.list {
            let mut objectives = Vec::new();
            for objective in goal.objectives {
                if objective.measures.is_empty() {
                    let place = Place::Document;
                    let message = say!("an objective without measures; it stands among the texts");
                    draft.notes.say(
                        Sort::Kept,
                        place,
                        objective.text.clone().unwrap_or_default(),
                        message,
                    );
                    left.extend(objective.source);
                    continue;
                }
                let text = said_or_missing(objective.text, "objective", draft);
                let measures = objective
                    .measures
                    .into_iter()
                    .map(|(place, fields)| measure(&place, fields, draft));
                let measures: Vec<Node> = measures.collect();
                objectives.push(
                    Value::Map(vec![
                        ("objective".to_owned(), text),
                        ("measures".to_owned(), Value::List(measures).into()),
                    ])
                    .into(),
                );
            }
            if objectives.is_empty() {
                let message = say!("a goal without measures; it stands among the texts");
                let text = goal.text.unwrap_or_default();
                draft
                    .notes
                    .say(Sort::Kept, Place::Document, text.clone(), message);
                let mut back = Text::plainly(&text.replace('\\', ""));
                back.label = String::new();
                // A goal may have had no words besides its number.
                left.extend((!back.plain().is_empty()).then_some(back));
                continue;
            }
            let text = said_or_missing(goal.text, "goal", draft);
            goals.push(
                Value::Map(vec![
                    ("goal".to_owned(), text),
                    ("objectives".to_owned(), Value::List(objectives).into()),
                ])
                .into(),
            );
        }
        ((!goals.is_empty()).then(|| Value::List(goals).into()), left)
    }
}

/// Tells a number that is counted anew.
fn recount(place: Place, number: String, draft: &mut Draft<'_>) {
    if !number.is_empty() {
        draft.notes.push(Sort::Recounted, place, number);
    }
}

fn said_or_missing(text: Option<String>, what: &str, draft: &mut Draft<'_>) -> Node {
    match text.filter(|text| !text.is_empty()) {
        Some(text) => Node::words(text),
        None => draft.missing_text(what, blank::TEXT),
    }
}
