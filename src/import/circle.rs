//! A methodical plan: aim, tasks, priorities, and one table of activities.

use crate::diagnostics::say;

use super::draft::{Draft, Entries};
use super::front::Front;
use super::names::period;
use super::notes::{Place, Sort};
use super::outline::Part;
use super::plan::{line_of_all, number_of, what_of, when_of, who_of};
use super::rows::{Fields, Line, lines, numbered};
use super::text::{Text, escaped, markdown};
use super::words::{GOAL, PRINTED, PRIORITIES, TASKS, after, blank, only};
use super::yaml::{Node, Value};

/// What the paragraphs and tables of a plan say, apart.
#[derive(Default)]
struct Held {
    aim: Option<Text>,
    tasks: Vec<Text>,
    priorities: Vec<Text>,
    before: Vec<Text>,
    activities: Vec<(Place, Fields)>,
    after: Vec<Part>,
}

/// Writes the plan.
pub(super) fn write(front: Front, draft: &mut Draft<'_>) -> Entries {
    let (whose, _) = draft.titled(&front, false);
    let mut entries = draft.opening("methodical-plan", whose);
    let title = title(&front, draft);
    entries.push(("title".to_owned(), title));
    entries.push(("period".to_owned(), draft.period_node()));
    entries.extend(
        draft
            .marks(&front, true)
            .map(|marks| ("marks".to_owned(), marks)),
    );
    let held = apart(front.rest, draft);
    let rest = body(held, draft);
    entries.extend(draft.checks().map(|checks| ("checks".to_owned(), checks)));
    if !draft.people.is_empty() {
        entries.push(("people".to_owned(), draft.people_node(None)));
    }
    entries.extend(rest);
    entries
}

/// The title without the period, which the kind prints after it.
fn title(front: &Front, draft: &mut Draft<'_>) -> Node {
    let (_, mut node) = {
        let before = draft.notes.0.len();
        let titled = draft.titled(front, false);
        // It was told with the institution.
        draft.notes.0.truncate(before);
        titled
    };
    if let Value::Words(text) = &mut node.value
        && let Some(at) = text.find(|c: char| c.is_ascii_digit())
        && period(&text[at..]) == Some(draft.period)
    {
        draft
            .notes
            .push(Sort::Printed, Place::Document, &text[at..]);
        let rest = text[..at].trim_end().to_owned();
        *text = if rest.is_empty() {
            escaped(blank::TITLE)
        } else {
            rest
        };
    }
    node
}

fn apart(parts: Vec<Part>, draft: &mut Draft<'_>) -> Held {
    let (mut held, mut heads, mut in_list) = (Held::default(), None, "");
    for part in parts {
        match part {
            Part::Table(grid) => match lines(&grid, &mut heads) {
                Some(lines) => lines.into_iter().for_each(|line| held.line(line, draft)),
                None => held.after.push(Part::Table(grid)),
            },
            Part::Text(text) if held.activities.is_empty() => held.text(text, &mut in_list, draft),
            part => held.after.push(part),
        }
    }
    held
}

impl Held {
    /// A paragraph before the table.
    fn text(&mut self, text: Text, in_list: &mut &'static str, draft: &mut Draft<'_>) {
        let plain = text.plain();
        let place = Place::Paragraph(text.number);
        let lead = |rest: &str| plain[..plain.len() - rest.len()].to_owned();
        if only(&plain, PRINTED) {
            draft.notes.push(Sort::Printed, place, plain);
        } else if let Some(rest) =
            after(&plain, GOAL).filter(|rest| self.aim.is_none() && !rest.is_empty())
        {
            draft.notes.push(Sort::Printed, place, lead(rest));
            self.aim = Some(text.ending(rest));
        } else if let Some(rest) = after(&plain, TASKS).filter(|_| self.tasks.is_empty()) {
            draft.notes.push(Sort::Printed, place, lead(rest));
            self.tasks = divided(&text.ending(rest));
            *in_list = if rest.is_empty() { "tasks" } else { "" };
        } else if let Some(rest) = after(&plain, PRIORITIES).filter(|_| self.priorities.is_empty())
        {
            draft.notes.push(Sort::Printed, place, lead(rest));
            if rest.is_empty() {
                *in_list = "priorities";
            } else {
                self.priorities.push(text.ending(rest));
                *in_list = "";
            }
        } else if text.depth.is_some() || !in_list.is_empty() && !numbered(&text).0.is_empty() {
            let (number, rest) = numbered(&text);
            match *in_list {
                "tasks" => self.tasks.push(rest),
                "priorities" => self.priorities.push(rest),
                _ => return self.before.push(text),
            }
            if !number.is_empty() {
                draft.notes.push(Sort::Recounted, place, number);
            }
        } else {
            *in_list = "";
            self.before.push(text);
        }
    }

    fn line(&mut self, line: Line, draft: &mut Draft<'_>) {
        match line {
            Line::Head(place, cells) => draft.printed(&place, cells.iter()),
            Line::Text(place, text) => {
                draft.notes.push(Sort::Kept, place, text.plain());
                self.after.push(Part::Text(text));
            }
            Line::Row(place, fields) => {
                let goes_on = fields.number.is_empty() && fields.when.is_empty();
                match self.activities.last_mut() {
                    Some((_, before)) if goes_on && !before.number.is_empty() => {
                        let message = say!("joined with the row before, as it has no number");
                        draft.notes.say(Sort::Told, place, "", message);
                        before.go_on(*fields);
                    }
                    _ => self.activities.push((place, *fields)),
                }
            }
        }
    }
}

/// The tasks of one paragraph, between semicolons; one with emphasis stays whole.
fn divided(text: &Text) -> Vec<Text> {
    let plain = text.plain();
    if plain.is_empty() {
        return Vec::new();
    }
    if text
        .runs
        .iter()
        .any(|run| run.note.is_some() || run.link.is_some())
    {
        return vec![text.clone()];
    }
    let parts = plain
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts
        .map(|part| Text::plainly(&super::names::sentence(part.trim_end_matches('.'))))
        .collect()
}

fn body(held: Held, draft: &mut Draft<'_>) -> Entries {
    let mut entries: Entries = Vec::new();
    if !held.before.is_empty() {
        let preamble: Node = Value::Blocks(markdown(&held.before)).into();
        entries.push(("preamble".to_owned(), preamble));
    }
    let aim = match &held.aim {
        Some(aim) => Node::words(aim.line()),
        None => draft.missing_text("aim", blank::TEXT),
    };
    entries.push(("aim".to_owned(), aim));
    let tasks = if held.tasks.is_empty() {
        vec![draft.missing_text("tasks", blank::TEXT)]
    } else {
        held.tasks
            .iter()
            .map(|task| Node::words(task.line()))
            .collect()
    };
    entries.push(("tasks".to_owned(), Value::List(tasks).into()));
    let priorities: Vec<Node> = held
        .priorities
        .iter()
        .map(|text| Node::words(text.line()))
        .collect();
    match <[Node; 1]>::try_from(priorities) {
        Ok([only]) => entries.push(("priorities".to_owned(), only)),
        Err(none) if none.is_empty() => {}
        Err(several) => entries.push(("priorities".to_owned(), Value::List(several).into())),
    }
    let mut activities: Vec<Node> = Vec::new();
    for (place, fields) in held.activities {
        activities.push(activity(&place, fields, draft));
    }
    if activities.is_empty() {
        let place = Place::Document;
        let blank = Fields::default();
        let message = say!("no table of activities was found");
        draft
            .notes
            .say(Sort::Missing, place.clone(), "activities", message);
        activities.push(activity(&place, blank, draft));
    }
    entries.push(("activities".to_owned(), Value::List(activities).into()));
    let parts = draft.parts(&held.after);
    if !parts.is_empty() {
        entries.push(("parts".to_owned(), Value::List(parts).into()));
    }
    entries
}

fn activity(place: &Place, mut fields: Fields, draft: &mut Draft<'_>) -> Node {
    number_of(place, &mut fields, draft);
    let others = [
        ("ištekliai", std::mem::take(&mut fields.resources)),
        ("rezultatas", std::mem::take(&mut fields.success)),
        ("atsakinga", std::mem::take(&mut fields.responsible)),
        ("partneriai", std::mem::take(&mut fields.partners)),
        ("lėšų šaltiniai", std::mem::take(&mut fields.sources)),
    ];
    let (what, plain) = what_of(place, &mut fields, &others, draft);
    let whereabouts = if fields.place.is_empty() {
        draft.missing_text("where", blank::WHERE)
    } else {
        Node::words(line_of_all(&fields.place))
    };
    let entries = vec![
        (
            "id".to_owned(),
            Node::bare(draft.id_of(&plain, "activity")).standing_for(""),
        ),
        ("what".to_owned(), what),
        ("when".to_owned(), when_of(place, &fields.when, draft)),
        ("where".to_owned(), whereabouts),
        ("who".to_owned(), who_of(place, &fields.who, draft)),
    ];
    Value::Map(entries).into()
}
