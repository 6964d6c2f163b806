//! A plan that several institutions adopt together: areas, measures, who answers for them.

use crate::diagnostics::say;

use super::draft::{Draft, Entries, free};
use super::front::Front;
use super::names::slug;
use super::notes::{Place, Sort};
use super::outline::Part;
use super::people::signature;
use super::plan::{filled, id_of, number_of, what_of, when_of};
use super::rows::{Fields, Line, lines, numbered};
use super::text::{Text, escaped, markdown};
use super::words::{ALL_INSTITUTIONS, HEREAFTER, PRINTED, blank, only};
use super::yaml::{Node, Value};

/// An institution that adopts the plan.
#[derive(Clone)]
struct Partner {
    key: String,
    name: String,
    short: Option<String>,
}

/// An area: its text, and its measures.
type Area = (Option<String>, Vec<(Place, Fields)>);

/// What the plan says, apart.
#[derive(Default)]
struct Held {
    preamble: Vec<Text>,
    partners: Vec<Partner>,
    areas: Vec<Area>,
    conclusion: Vec<Part>,
    signed: Vec<(Option<Text>, String, String)>,
}

/// Writes the plan.
pub(super) fn write(mut front: Front, draft: &mut Draft<'_>) -> Entries {
    let (_, title) = draft.titled(&front, false);
    let mut held = apart(std::mem::take(&mut front.rest), draft);
    let mut entries = draft.opening("cooperation-plan", None);
    let signatures = signatures(&mut held, draft);
    while held.partners.len() < 2 {
        let key = format!("institution-{}", held.partners.len() + 1);
        draft.notes.push(
            Sort::Missing,
            Place::Document,
            format!("institutions.{key}"),
        );
        held.partners.push(Partner {
            key,
            name: blank::INSTITUTION.to_owned(),
            short: None,
        });
    }
    entries.push((
        "institutions".to_owned(),
        institutions(&held.partners, draft),
    ));
    entries.push(("title".to_owned(), title));
    entries.push(("period".to_owned(), draft.period_node()));
    entries.extend(
        draft
            .marks(&front, false)
            .map(|marks| ("marks".to_owned(), marks)),
    );
    let areas = areas(std::mem::take(&mut held.areas), &held.partners, draft);
    entries.extend(draft.checks().map(|checks| ("checks".to_owned(), checks)));
    let first = held.partners[0].key.clone();
    entries.push(("people".to_owned(), draft.people_node(Some(&first))));
    let preamble = if held.preamble.is_empty() {
        draft.missing_text("preamble", blank::TEXT)
    } else {
        Value::Blocks(markdown(&held.preamble)).into()
    };
    entries.push(("preamble".to_owned(), preamble));
    entries.push(("areas".to_owned(), areas));
    let conclusion = draft.as_texts(&held.conclusion);
    if !conclusion.is_empty() {
        entries.push((
            "conclusion".to_owned(),
            Value::Blocks(markdown(&conclusion)).into(),
        ));
    }
    entries.push(("signatures".to_owned(), signatures));
    entries
}

fn apart(parts: Vec<Part>, draft: &mut Draft<'_>) -> Held {
    let (mut held, mut heads, mut listing) = (Held::default(), None, false);
    for part in parts {
        match part {
            Part::Table(grid) => match lines(&grid, &mut heads) {
                Some(lines) => lines.into_iter().for_each(|line| held.line(line, draft)),
                None => held.conclusion.push(Part::Table(grid)),
            },
            Part::Text(text) if signature(&text).is_some() => {
                let before = held.conclusion.pop_if(|part| matches!(part, Part::Text(before) if before.plain().chars().count() < 120 && !before.plain().ends_with('.')));
                let institution = match before {
                    Some(Part::Text(text)) => Some(text),
                    _ => None,
                };
                if let Some((post, name)) = signature(&text) {
                    held.signed.push((institution, post, name));
                }
            }
            Part::Text(text) if held.areas.is_empty() => {
                let plain = text.plain();
                if only(&plain, PRINTED) {
                    listing = plain.ends_with(':');
                    draft
                        .notes
                        .push(Sort::Printed, Place::Paragraph(text.number), plain);
                } else if listing && text.depth.is_some() {
                    held.partner(&text, draft);
                } else {
                    held.preamble.push(text);
                }
            }
            part => held.conclusion.push(part),
        }
    }
    held
}

impl Held {
    /// An institution of the list: „Pavyzdžio draugija (toliau – PD);“.
    fn partner(&mut self, text: &Text, draft: &mut Draft<'_>) {
        let plain = text.plain();
        let plain = plain.trim_end_matches([';', '.', ',']);
        let (name, short) = match plain.split_once(HEREAFTER) {
            Some((name, short)) => (
                name,
                Some(
                    short
                        .trim_matches([' ', '–', '-', ')', '\u{a0}'])
                        .to_owned(),
                ),
            ),
            None => (plain, None),
        };
        if short.is_some() {
            draft.notes.push(
                Sort::Printed,
                Place::Paragraph(text.number),
                HEREAFTER.trim(),
            );
        }
        let key = slug(short.as_deref().unwrap_or(name));
        self.partners.push(Partner {
            key,
            name: name.to_owned(),
            short,
        });
    }

    fn line(&mut self, line: Line, draft: &mut Draft<'_>) {
        match line {
            Line::Head(place, cells) => draft.printed(&place, cells.iter()),
            Line::Text(place, text) => self.area(place, &text, draft),
            Line::Row(place, fields) if fields.is_title() => {
                let mut text = fields.what[0].clone();
                text.label.clone_from(&fields.number);
                self.area(place, &text, draft);
            }
            Line::Row(place, fields) => {
                if self.areas.is_empty() {
                    self.areas.push((None, Vec::new()));
                }
                let last = self.areas.len() - 1;
                self.areas[last].1.push((place, *fields));
            }
        }
    }

    fn area(&mut self, place: Place, text: &Text, draft: &mut Draft<'_>) {
        let (number, rest) = numbered(text);
        if !number.is_empty() {
            draft.notes.push(Sort::Recounted, place, number);
        }
        self.areas.push((Some(rest.line()), Vec::new()));
    }
}

/// Who signs; an institution that only signs adopts the plan, too.
fn signatures(held: &mut Held, draft: &mut Draft<'_>) -> Node {
    let mut keys = Vec::new();
    for (institution, post, name) in std::mem::take(&mut held.signed) {
        let whose = institution.as_ref().map(Text::plain).unwrap_or_default();
        let key = draft.people.key(&name);
        let institution = institution.map(|text| {
            let plain = text.plain();
            let known = held
                .partners
                .iter()
                .find(|partner| partner.name == plain || partner.short.as_deref() == Some(&plain));
            if let Some(known) = known {
                return known.key.clone();
            }
            let key = slug(&plain);
            held.partners.push(Partner {
                key: key.clone(),
                name: plain,
                short: None,
            });
            key
        });
        draft.people.describe(&key, &post, institution.as_deref());
        keys.push(Node::bare(key).standing_for(format!("{post} {name} {whose}")));
    }
    if keys.is_empty() {
        draft
            .notes
            .push(Sort::Missing, Place::Document, "signatures");
        let key = draft.people.key(blank::NAME);
        keys.push(Node::bare(key).standing_for(""));
    }
    Value::Row(keys).into()
}

/// The institutions; how the genitive of each is, nothing tells.
fn institutions(partners: &[Partner], draft: &mut Draft<'_>) -> Node {
    let message = say!("written as the nominative, as the document does not say it");
    draft.notes.say(
        Sort::Derived,
        Place::Document,
        "institutions.genitive",
        message,
    );
    let entries = partners.iter().map(|partner| {
        let mut entries = vec![
            ("name".to_owned(), Node::words(&partner.name)),
            (
                "genitive".to_owned(),
                Node::words(&partner.name).standing_for(""),
            ),
        ];
        entries.extend(
            partner
                .short
                .as_ref()
                .map(|short| ("short".to_owned(), Node::words(short))),
        );
        (partner.key.clone(), Value::Map(entries).into())
    });
    Value::Map(entries.collect()).into()
}

fn areas(areas: Vec<Area>, partners: &[Partner], draft: &mut Draft<'_>) -> Node {
    let areas = if areas.is_empty() {
        vec![(None, Vec::new())]
    } else {
        areas
    };
    let mut nodes = Vec::new();
    for (text, measures) in areas {
        let text = match text {
            Some(text) => Node::words(text),
            None => draft.missing_text("area", blank::TEXT),
        };
        let measures = if measures.is_empty() {
            vec![(Place::Document, Fields::default())]
        } else {
            measures
        };
        let measures = measures
            .into_iter()
            .map(|(place, fields)| measure(&place, fields, partners, draft));
        let measures: Vec<Node> = measures.collect();
        nodes.push(
            Value::Map(vec![
                ("area".to_owned(), text),
                ("measures".to_owned(), Value::List(measures).into()),
            ])
            .into(),
        );
    }
    Value::List(nodes).into()
}

fn measure(place: &Place, mut fields: Fields, partners: &[Partner], draft: &mut Draft<'_>) -> Node {
    number_of(place, &mut fields, draft);
    let responsible = if fields.responsible.is_empty() {
        std::mem::take(&mut fields.who)
    } else {
        std::mem::take(&mut fields.responsible)
    };
    let others = [
        ("atsakingi asmenys", std::mem::take(&mut fields.who)),
        ("vieta", std::mem::take(&mut fields.place)),
        ("ištekliai", std::mem::take(&mut fields.resources)),
        ("lėšų šaltiniai", std::mem::take(&mut fields.sources)),
    ];
    let (what, plain) = what_of(place, &mut fields, &others, draft);
    let mut entries = vec![
        id_of(&plain, draft),
        ("what".to_owned(), what),
        (
            "responsible".to_owned(),
            responsible_of(place, &responsible, partners, draft),
        ),
    ];
    entries.extend(filled("partners", &fields.partners));
    entries.push(("when".to_owned(), when_of(place, &fields.when, draft)));
    entries.extend(filled("result", &fields.success));
    Value::Map(entries).into()
}

/// The institutions that answer for a measure; one that does not adopt the plan stays in words.
fn responsible_of(
    place: &Place,
    texts: &[Text],
    partners: &[Partner],
    draft: &mut Draft<'_>,
) -> Node {
    let plain: Vec<String> = texts.iter().map(Text::plain).collect();
    let plain = plain.join(", ");
    if only(&plain, ALL_INSTITUTIONS) {
        return Node::bare("all").remarked(plain);
    }
    let mut items: Vec<Node> = Vec::new();
    for name in plain
        .split([',', ';'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
    {
        let known = partners
            .iter()
            .find(|partner| partner.name == name || partner.short.as_deref() == Some(name));
        let item = match known {
            Some(partner) => Node::bare(&partner.key).standing_for(name),
            None => free(&escaped(name)),
        };
        if !items.iter().any(|other| other.value == item.value) {
            items.push(item);
        }
    }
    if items.is_empty() {
        draft
            .notes
            .push(Sort::Missing, place.clone(), "responsible");
        let blank = free(&escaped(blank::WHO));
        return draft.asking(Value::Row(vec![blank]).into());
    }
    Value::Row(items).into()
}
