//! An activity plan: sections, a look back, and goals with their objectives and measures.

use super::draft::{Draft, Entries, free};
use super::front::Front;
use super::goals::Goals;
use super::notes::{Place, Sort};
use super::outline::{Grid, Part};
use super::parts::{Section, sections};
use super::rows::{Fields, Heads, is_number, lines, numbered};
use super::text::{Text, escaped, markdown};
use super::words::{ANALYSIS, blank};
use super::yaml::{Node, Value};

/// Writes the plan.
pub(super) fn write(front: Front, draft: &mut Draft<'_>) -> Entries {
    let (whose, title) = draft.titled(&front, true);
    let mut entries = draft.opening("activity-plan", whose);
    entries.push(("title".to_owned(), title));
    entries.push(("period".to_owned(), draft.period_node()));
    entries.extend(
        draft
            .marks(&front, true)
            .map(|marks| ("marks".to_owned(), marks)),
    );
    let mut heads = None;
    let sections = sections(front.rest);
    let mut nodes: Vec<Node> = sections
        .into_iter()
        .map(|one| section(one, &mut heads, draft))
        .collect();
    if nodes.is_empty() {
        nodes.push(section(Section::default(), &mut heads, draft));
    }
    entries.extend(draft.checks().map(|checks| ("checks".to_owned(), checks)));
    if !draft.people.is_empty() {
        entries.push(("people".to_owned(), draft.people_node(None)));
    }
    entries.push(("sections".to_owned(), Value::List(nodes).into()));
    entries
}

/// What a section holds, apart.
#[derive(Default)]
struct Held {
    before: Vec<Part>,
    analysis: Vec<Node>,
    goals: Goals,
    after: Vec<Part>,
}

fn section(section: Section, heads: &mut Option<Heads>, draft: &mut Draft<'_>) -> Node {
    let mut entries: Entries = Vec::new();
    let heading = match &section.heading {
        Some(text) => {
            let (number, rest) = numbered(text);
            if !number.is_empty() {
                draft
                    .notes
                    .push(Sort::Recounted, Place::Paragraph(text.number), number);
            }
            draft.heading(&rest)
        }
        None => draft.missing_text("sections.heading", blank::TITLE),
    };
    entries.push(("heading".to_owned(), heading));
    let mut held = Held::default();
    let plans = section
        .parts
        .iter()
        .any(|part| matches!(part, Part::Table(grid) if lines(grid, &mut heads.clone()).is_some()));
    for part in section.parts {
        place(part, plans, &mut held, heads, draft);
    }
    said(held, &mut entries, draft);
    if entries.len() == 1 {
        let text = draft.missing_text("sections.text", blank::TEXT);
        entries.push(("text".to_owned(), text));
    }
    Value::Map(entries).into()
}

/// Puts a part of a section where it belongs.
fn place(
    part: Part,
    plans: bool,
    held: &mut Held,
    heads: &mut Option<Heads>,
    draft: &mut Draft<'_>,
) {
    let begun = !held.goals.is_empty();
    match part {
        Part::Text(text) if plans && held.goals.takes(&text, draft) => {}
        Part::Table(grid) if !begun && held.analysis.is_empty() && looks_back(&grid) => {
            held.analysis = analysis(&grid, draft);
        }
        Part::Table(grid) => match lines(&grid, heads) {
            Some(lines) if plans => {
                for line in lines {
                    let left = held.goals.line(line, draft);
                    held.after.extend(left.map(Part::Text));
                }
            }
            _ => held.add(Part::Table(grid), begun),
        },
        part => held.add(part, begun),
    }
}

impl Held {
    fn add(&mut self, part: Part, goals_begun: bool) {
        let is_later = goals_begun || !self.analysis.is_empty() || !self.after.is_empty();
        if is_later {
            &mut self.after
        } else {
            &mut self.before
        }
        .push(part);
    }
}

/// Says what a section holds. What is not text stands in its parts, with all that follows it.
fn said(held: Held, entries: &mut Entries, draft: &mut Draft<'_>) {
    let Held {
        mut before,
        analysis,
        goals,
        mut after,
    } = held;
    let texts = before
        .iter()
        .take_while(|part| matches!(part, Part::Text(_)))
        .count();
    let rest = before.split_off(texts);
    if !rest.is_empty() {
        after.splice(0..0, rest);
    }
    let texts = super::draft::texts(&before);
    let is_list = texts.len() > 1
        && texts
            .iter()
            .all(|text| text.depth == Some(0) && !text.label.contains(char::is_alphanumeric));
    if is_list && analysis.is_empty() && goals.is_empty() {
        let items = texts
            .iter()
            .map(|text| Node::words(super::text::opening(&text.line())));
        entries.push(("list".to_owned(), Value::List(items.collect()).into()));
    } else if !texts.is_empty() {
        entries.push(("text".to_owned(), Value::Blocks(markdown(&texts)).into()));
    }
    if !analysis.is_empty() {
        entries.push(("analysis".to_owned(), Value::List(analysis).into()));
    }
    let (goals, left) = goals.node(draft);
    after.extend(left.into_iter().map(Part::Text));
    entries.extend(goals.map(|goals| ("goals".to_owned(), goals)));
    let parts = draft.parts(&after);
    if !parts.is_empty() {
        entries.push(("parts".to_owned(), Value::List(parts).into()));
    }
}

/// Whether a table tells what came of the goals of the time before.
fn looks_back(grid: &Grid) -> bool {
    let Some(head) = grid.rows.first() else {
        return false;
    };
    let cells: Vec<String> = head
        .cells
        .iter()
        .map(|cell| cell.plain().to_lowercase())
        .collect();
    (2..=3).contains(&cells.len())
        && cells
            .iter()
            .zip(ANALYSIS)
            .all(|(head, stem)| head.contains(stem))
}

fn analysis(grid: &Grid, draft: &mut Draft<'_>) -> Vec<Node> {
    draft.printed(&grid.place(&grid.rows[0], None), grid.rows[0].said());
    let mut rows = Vec::new();
    for row in grid.rows[1..]
        .iter()
        .filter(|row| row.said().next().is_some())
    {
        let texts = |column: usize| {
            row.cells
                .iter()
                .find(|cell| cell.column == column)
                .map(|cell| cell.texts.clone())
                .unwrap_or_default()
        };
        let goal = texts(0);
        let goal = if goal.is_empty() {
            draft.missing_text("analysis.goal", blank::TEXT)
        } else {
            Node::words(goal.iter().map(line_of).collect::<Vec<_>>().join(" "))
        };
        let result = texts(1);
        let result = if result.is_empty() {
            draft.missing_text("analysis.result", blank::TEXT)
        } else {
            Value::Blocks(markdown(&result)).into()
        };
        let mut entries = vec![("goal".to_owned(), goal), ("result".to_owned(), result)];
        let comment = texts(2);
        if !comment.is_empty() {
            entries.push((
                "comment".to_owned(),
                Value::Blocks(markdown(&comment)).into(),
            ));
        }
        rows.push(Value::Map(entries).into());
    }
    rows
}

/// A paragraph in one line, with its label.
pub(super) fn line_of(text: &Text) -> String {
    let label = if text.label.contains(char::is_alphanumeric) {
        format!("{} ", escaped(&text.label))
    } else {
        String::new()
    };
    label + &text.line()
}

/// Paragraphs in one line of Markdown.
pub(super) fn line_of_all(texts: &[Text]) -> String {
    texts.iter().map(line_of).collect::<Vec<_>>().join(" ")
}

/// The number of a row, which is counted anew; anything else in its column is text.
pub(super) fn number_of(place: &Place, fields: &mut Fields, draft: &mut Draft<'_>) {
    let number = std::mem::take(&mut fields.number);
    if number.is_empty() {
        return;
    }
    if is_number(&number) {
        draft.notes.push(Sort::Recounted, place.clone(), number);
    } else {
        fields
            .others
            .insert(0, (String::new(), vec![Text::plainly(&number)]));
    }
}

/// What is to be done, with what stands in columns that the kind does not have.
pub(super) fn what_of(
    place: &Place,
    fields: &mut Fields,
    others: &[(&str, Vec<Text>)],
    draft: &mut Draft<'_>,
) -> (Node, String) {
    let plain: Vec<String> = fields.what.iter().map(Text::plain).collect();
    let mut line = line_of_all(&fields.what);
    let known = others
        .iter()
        .map(|(head, texts)| ((*head).to_owned(), texts.clone()));
    let money = std::mem::take(&mut fields.money).into_iter();
    let money = money.map(|(year, text)| (format!("{year} m."), vec![Text::plainly(&text)]));
    for (head, texts) in known.chain(money).chain(std::mem::take(&mut fields.others)) {
        if texts.is_empty() {
            continue;
        }
        let text = line_of_all(&texts);
        let text = if head.is_empty() {
            text
        } else {
            format!("{}: {text}", escaped(&head))
        };
        draft.notes.push(Sort::Kept, place.clone(), text.clone());
        line = if line.is_empty() {
            text
        } else {
            format!("{line} ({text})")
        };
    }
    let node = if line.is_empty() {
        draft.missing_text("what", blank::TEXT)
    } else {
        Node::words(line)
    };
    (node, plain.join(" "))
}

/// Who does it, or that nobody is named.
pub(super) fn who_of(place: &Place, texts: &[Text], draft: &mut Draft<'_>) -> Node {
    draft.people.who(texts).unwrap_or_else(|| {
        draft.notes.push(Sort::Missing, place.clone(), "who");
        let blank = free(&escaped(blank::WHO));
        draft.asking(Value::Row(vec![blank]).into())
    })
}

/// When, by the words of a cell.
pub(super) fn when_of(place: &Place, texts: &[Text], draft: &mut Draft<'_>) -> Node {
    let plain: Vec<String> = texts.iter().map(Text::plain).collect();
    draft.when(&plain.join(" "), place.clone())
}

/// A measure as the content says it.
pub(super) fn measure(place: &Place, mut fields: Fields, draft: &mut Draft<'_>) -> Node {
    number_of(place, &mut fields, draft);
    let others = [
        ("vieta", std::mem::take(&mut fields.place)),
        ("atsakinga", std::mem::take(&mut fields.responsible)),
        ("partneriai", std::mem::take(&mut fields.partners)),
        ("lėšų šaltiniai", std::mem::take(&mut fields.sources)),
    ];
    let (what, plain) = what_of(place, &mut fields, &others, draft);
    let mut entries = vec![
        id_of(&plain, draft),
        ("what".to_owned(), what),
        ("who".to_owned(), who_of(place, &fields.who, draft)),
        ("when".to_owned(), when_of(place, &fields.when, draft)),
    ];
    entries.extend(filled("resources", &fields.resources));
    entries.extend(filled("success", &fields.success));
    Value::Map(entries).into()
}

/// The id of a measure, made of what is done.
pub(super) fn id_of(what: &str, draft: &mut Draft<'_>) -> (String, Node) {
    let id = Node::bare(draft.id_of(what, "measure"));
    ("id".to_owned(), id.standing_for(""))
}

/// What a column of a measure says; none if it is empty.
pub(super) fn filled(key: &str, texts: &[Text]) -> Option<(String, Node)> {
    (!texts.is_empty()).then(|| (key.to_owned(), Node::words(line_of_all(texts))))
}
