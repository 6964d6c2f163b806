//! A funding plan: goals, directions and activities with the money of the years and its sources.

use crate::content::parse_decimal;
use crate::diagnostics::say;

use super::draft::{Draft, Entries};
use super::front::Front;
use super::names::{sentence, slug};
use super::notes::{Place, Sort};
use super::outline::Part;
use super::plan::{number_of, what_of};
use super::rows::{Fields, Heads, Line, depth, lines, numbered};
use super::text::{Text, escaped, markdown};
use super::words::{DIRECTION, FUNDING_TITLE, FUNDS, GOAL, TOTAL, after, blank};
use super::yaml::{Node, Value};

#[derive(Default)]
struct Goal {
    text: Option<String>,
    directions: Vec<Direction>,
}

#[derive(Default)]
struct Direction {
    text: Option<String>,
    activities: Vec<(Place, Fields)>,
}

/// What the plan says, apart.
#[derive(Default)]
struct Held {
    goals: Vec<Goal>,
    rest: Vec<Part>,
    sources: Vec<(String, String)>,
    years: Vec<i32>,
}

/// Writes the plan.
pub(super) fn write(front: Front, draft: &mut Draft<'_>) -> Entries {
    let (whose, mut title) = draft.titled(&front, true);
    if front.title.is_empty() {
        draft.notes.0.retain(|note| note.text != "title");
        let text = format!("title: {FUNDING_TITLE}");
        draft
            .notes
            .say(Sort::Derived, Place::Document, text, say!("by the kind"));
        title = Node::words(FUNDING_TITLE)
            .remarked(draft.say(&say!("derived; look whether it is right")))
            .standing_for("");
    }
    let mut entries = draft.opening("funding-plan", whose);
    if !front.annex.is_empty() {
        let lines = front.annex.iter().map(|line| Node::words(escaped(line)));
        entries.push(("annex-of".to_owned(), Value::List(lines.collect()).into()));
    }
    entries.push(("title".to_owned(), title));
    let amounts: Vec<i32> = Heads::of(&front.rest)
        .iter()
        .flat_map(Heads::years)
        .collect();
    draft.cover(&amounts);
    entries.push(("period".to_owned(), draft.period_node()));
    entries.extend(
        draft
            .marks(&front, false)
            .map(|marks| ("marks".to_owned(), marks)),
    );
    let (mut held, unit) = apart(front.rest, draft);
    entries.push(("money-unit".to_owned(), unit));
    let goals = goals(&mut held, draft);
    entries.push(("sources".to_owned(), sources(&held.sources, draft)));
    entries.extend(draft.checks().map(|checks| ("checks".to_owned(), checks)));
    entries.push(("goals".to_owned(), goals));
    let note = draft.as_texts(&held.rest);
    if !note.is_empty() {
        entries.push(("note".to_owned(), Value::Blocks(markdown(&note)).into()));
    }
    entries
}

fn apart(parts: Vec<Part>, draft: &mut Draft<'_>) -> (Held, Node) {
    let (mut held, mut heads, mut unit) = (Held::default(), None, None);
    for part in parts {
        match part {
            Part::Table(grid) => match lines(&grid, &mut heads) {
                Some(lines) => {
                    held.years = heads.as_ref().map(Heads::years).unwrap_or_default();
                    for line in lines {
                        held.line(line, &mut unit, draft);
                    }
                }
                None => held.rest.push(Part::Table(grid)),
            },
            part => held.rest.push(part),
        }
    }
    let unit = unit.map_or_else(
        || {
            draft
                .notes
                .push(Sort::Derived, Place::Document, "money-unit: Eur");
            Node::bare("Eur").remarked(draft.say(&say!("derived; look whether it is right")))
        },
        Node::words,
    );
    (held, unit)
}

impl Held {
    fn line(&mut self, line: Line, unit: &mut Option<String>, draft: &mut Draft<'_>) {
        match line {
            Line::Head(place, cells) => {
                let mut units = cells.iter().filter_map(|cell| {
                    let plain = cell.plain();
                    let (_, unit) = plain.rsplit_once(", ")?;
                    unit.to_lowercase().contains("eur").then(|| unit.to_owned())
                });
                *unit = unit.take().or(units.next_back());
                draft.printed(&place, cells.iter());
            }
            Line::Text(place, text) => self.title(&place, text, draft),
            Line::Row(place, fields) => self.row(place, *fields, draft),
        }
    }

    /// A goal or a direction, by its word or by how deep its number is.
    fn title(&mut self, place: &Place, text: Text, draft: &mut Draft<'_>) {
        let (number, rest) = numbered(&text);
        let plain = rest.plain();
        let goal = after(&plain, GOAL);
        let direction = after(&plain, DIRECTION);
        let said = goal.or(direction).unwrap_or(&plain);
        let lead = &plain[..plain.len() - said.len()];
        if goal.is_none() && direction.is_none() && number.is_empty() {
            draft.notes.push(Sort::Kept, place.clone(), plain);
            return self.rest.push(Part::Text(text));
        }
        if !number.is_empty() {
            draft.notes.push(Sort::Recounted, place.clone(), &number);
        }
        if !lead.is_empty() {
            draft.notes.push(Sort::Printed, place.clone(), lead);
        }
        let said = Some(rest.ending(said).line());
        if goal.is_some() || direction.is_none() && depth(&number) == 1 {
            self.goals.push(Goal {
                text: said,
                ..Goal::default()
            });
        } else {
            let direction = Direction {
                text: said,
                ..Direction::default()
            };
            self.goal().directions.push(direction);
        }
    }

    fn goal(&mut self) -> &mut Goal {
        if self.goals.is_empty() {
            self.goals.push(Goal::default());
        }
        let last = self.goals.len() - 1;
        &mut self.goals[last]
    }

    fn row(&mut self, place: Place, fields: Fields, draft: &mut Draft<'_>) {
        let first = fields.what.first().map(Text::plain).unwrap_or_default();
        let leads = after(&first, GOAL).is_some() || after(&first, DIRECTION).is_some();
        let is_title = fields.is_title() && (leads || (1..3).contains(&depth(&fields.number)));
        if is_title || leads && !fields.what.is_empty() {
            let mut text = fields.what[0].clone();
            text.label.clone_from(&fields.number);
            let extra: Vec<String> = fields
                .money
                .iter()
                .map(|(year, money)| format!("{year} m.: {money}"))
                .collect();
            if !extra.is_empty() {
                let stated = format!("{first}: {}", extra.join("; "));
                draft.notes.push(Sort::Kept, place.clone(), stated.clone());
                self.rest.push(Part::Text(Text::plainly(&stated)));
            }
            return self.title(&place, text, draft);
        }
        if first.to_lowercase().starts_with(TOTAL) {
            let money: Vec<String> = fields
                .money
                .iter()
                .map(|(year, money)| format!("{year} m. – {money}"))
                .collect();
            let stated = format!("{first}: {}", money.join("; "));
            let message =
                say!("a stated total; the kind computes its own, look whether they agree");
            draft.notes.say(Sort::Kept, place, stated.clone(), message);
            return self.rest.push(Part::Text(Text::plainly(&stated)));
        }
        let goal = self.goal();
        if goal.directions.is_empty() {
            goal.directions.push(Direction::default());
        }
        let last = goal.directions.len() - 1;
        let activities = &mut goal.directions[last].activities;
        let goes_on = fields.number.is_empty() && fields.money.is_empty();
        match activities.last_mut() {
            Some((_, before)) if goes_on && !before.number.is_empty() => {
                let message = say!("joined with the row before, as it has no number");
                draft.notes.say(Sort::Told, place, "", message);
                before.go_on(fields);
            }
            _ => activities.push((place, fields)),
        }
    }

    /// The keys of the sources that a cell names.
    fn sources(&mut self, place: &Place, texts: &[Text], draft: &mut Draft<'_>) -> Vec<Node> {
        let plain: Vec<String> = texts.iter().map(Text::plain).collect();
        let plain = plain.join(" ");
        let names = plain.trim_end_matches('.');
        let bare = names.strip_suffix(FUNDS).map(str::trim_end);
        if bare.is_some() {
            draft.notes.push(Sort::Printed, place.clone(), FUNDS);
        }
        let mut keys: Vec<String> = Vec::new();
        let mut nodes = Vec::new();
        for name in bare
            .unwrap_or(names)
            .split([',', ';'])
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            let is_name =
                |(_, other): &&(String, String)| other.to_lowercase() == name.to_lowercase();
            let key = match self.sources.iter().find(is_name) {
                Some((key, _)) => key.clone(),
                None => {
                    let genitive = if name.chars().skip(1).all(|c| !c.is_uppercase()) {
                        name.to_lowercase()
                    } else {
                        name.to_owned()
                    };
                    self.sources.push((slug(name), genitive));
                    slug(name)
                }
            };
            if !keys.contains(&key) {
                keys.push(key.clone());
                nodes.push(Node::bare(key).standing_for(name));
            }
        }
        if nodes.is_empty() {
            draft.notes.push(Sort::Missing, place.clone(), "sources");
            let blank = ("unknown".to_owned(), blank::SOURCE.to_owned());
            if !self.sources.contains(&blank) {
                self.sources.push(blank);
            }
            nodes.push(Node::bare("unknown").standing_for(""));
        }
        nodes
    }
}

fn goals(held: &mut Held, draft: &mut Draft<'_>) -> Node {
    let mut goals = Vec::new();
    let read = std::mem::take(&mut held.goals);
    let read = if read.is_empty() {
        vec![Goal::default()]
    } else {
        read
    };
    for goal in read {
        let text = or_missing(goal.text, "goal", draft);
        let mut directions = Vec::new();
        let read = if goal.directions.is_empty() {
            vec![Direction::default()]
        } else {
            goal.directions
        };
        for direction in read {
            let text = or_missing(direction.text, "direction", draft);
            let mut activities = Vec::new();
            let read = if direction.activities.is_empty() {
                vec![(Place::Document, Fields::default())]
            } else {
                direction.activities
            };
            for (place, fields) in read {
                activities.push(activity(&place, fields, held, draft));
            }
            directions.push(
                Value::Map(vec![
                    ("direction".to_owned(), text),
                    ("activities".to_owned(), Value::List(activities).into()),
                ])
                .into(),
            );
        }
        goals.push(
            Value::Map(vec![
                ("goal".to_owned(), text),
                ("directions".to_owned(), Value::List(directions).into()),
            ])
            .into(),
        );
    }
    Value::List(goals).into()
}

fn or_missing(text: Option<String>, what: &str, draft: &mut Draft<'_>) -> Node {
    text.map_or_else(|| draft.missing_text(what, blank::TEXT), Node::words)
}

fn activity(place: &Place, mut fields: Fields, held: &mut Held, draft: &mut Draft<'_>) -> Node {
    number_of(place, &mut fields, draft);
    let money = money(place, &mut fields, held, draft);
    let sources = held.sources(place, &std::mem::take(&mut fields.sources), draft);
    let others = [
        ("vykdytojas", std::mem::take(&mut fields.who)),
        ("laikas", std::mem::take(&mut fields.when)),
        ("vieta", std::mem::take(&mut fields.place)),
        ("ištekliai", std::mem::take(&mut fields.resources)),
        ("rezultatas", std::mem::take(&mut fields.success)),
        ("atsakinga", std::mem::take(&mut fields.responsible)),
        ("partneriai", std::mem::take(&mut fields.partners)),
    ];
    let (what, plain) = what_of(place, &mut fields, &others, draft);
    let entries = vec![
        (
            "id".to_owned(),
            Node::bare(draft.id_of(
                plain.split_once(": ").map_or(&plain, |(_, rest)| rest),
                "activity",
            ))
            .standing_for(""),
        ),
        ("what".to_owned(), what),
        ("money".to_owned(), money),
        ("sources".to_owned(), Value::Row(sources).into()),
    ];
    Value::Map(entries).into()
}

/// The money of every year; what is no number is kept as text.
fn money(place: &Place, fields: &mut Fields, held: &Held, draft: &mut Draft<'_>) -> Node {
    let mut entries: Entries = Vec::new();
    for (year, text) in std::mem::take(&mut fields.money) {
        let is_nothing = matches!(&*text, "-" | "–" | "—");
        if is_nothing {
            let message = say!("read as 0");
            draft.notes.say(Sort::Derived, place.clone(), text, message);
            entries.push((year.to_string(), Node::bare("0").standing_for("")));
        } else if parse_decimal(&text).is_some() {
            // The head of the column said the year.
            entries.push((year.to_string(), Node::bare(text)));
        } else {
            fields
                .others
                .push((year.to_string(), vec![Text::plainly(&text)]));
        }
    }
    if entries.is_empty() {
        draft.notes.push(Sort::Missing, place.clone(), "money");
        let year = held
            .years
            .first()
            .copied()
            .unwrap_or(draft.period.years().0);
        entries.push((year.to_string(), Node::bare("0")));
        return draft.asking(Value::Line(entries).into());
    }
    Value::Line(entries).into()
}

/// The sources in both forms; the name is made of the genitive.
fn sources(sources: &[(String, String)], draft: &mut Draft<'_>) -> Node {
    let message = say!("from the genitive");
    draft
        .notes
        .say(Sort::Derived, Place::Document, "sources.name", message);
    let entries = sources.iter().map(|(key, genitive)| {
        let name = format!("{} {FUNDS}", sentence(genitive));
        let entries = vec![
            ("name".to_owned(), Node::words(name)),
            ("genitive".to_owned(), Node::words(genitive)),
        ];
        (
            key.clone(),
            Node::from(Value::Line(entries)).standing_for(""),
        )
    });
    Value::Map(entries.collect()).into()
}

/// Whether a head tells money of years.
#[must_use]
pub(super) fn fits(heads: &[Heads]) -> bool {
    heads.iter().any(|heads| !heads.years().is_empty())
}
