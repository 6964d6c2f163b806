//! What is known of the document that is being written: its people, ids, pictures, and what is told.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::content::when::{Moment, Term};
use crate::diagnostics::{Message, say};

use super::front::{self, Front};
use super::names::{Institution, Spellings, institution, named, period, slug, usual_year, years};
use super::notes::{Notes, Place, Sort};
use super::outline::{GridCell, Part, Shown};
use super::people::People;
use super::text::{Text, escaped};
use super::words::blank;
use super::yaml::{Node, Value};
use super::{Asked, when};

/// The document that is being written.
pub(super) struct Draft<'a> {
    /// What was asked for.
    pub asked: &'a Asked<'a>,
    /// The name of the document.
    pub id: String,
    /// What is told.
    pub notes: Notes,
    /// Who is named.
    pub people: People,
    /// The pictures that are written beside the document: names and bytes.
    pub pictures: Vec<(String, Arc<[u8]>)>,
    /// The time that the document is for.
    pub period: Term,
    /// Checks that are made milder, and why.
    pub eased: BTreeMap<&'static str, Message>,
    /// How the period was found, if the title does not tell it.
    derived_period: Option<Message>,
    spellings: Spellings,
    ids: BTreeSet<String>,
    tables: usize,
}

/// Entries of a mapping.
pub(super) type Entries = Vec<(String, Node)>;

impl<'a> Draft<'a> {
    /// Begins a document whose texts are these.
    pub(super) fn new(asked: &'a Asked<'a>, front: &Front, texts: &[String], notes: Notes) -> Self {
        let title: Vec<String> = front.title.iter().map(Text::plain).collect();
        let title = title.join(" ") + " " + &front.annex.join(" ");
        let told = period(&title);
        let texts = || texts.iter().map(String::as_str);
        let found = told.or_else(|| usual_year(texts()));
        let chosen = found.or_else(|| Term::parse(&format!("{:04}", asked.year)).ok());
        let chosen = chosen.unwrap_or(Term::One(Moment::Year(asked.year)));
        let by = if found.is_some() {
            say!("the year that the text names most often")
        } else {
            say!("this year, as the text names none")
        };
        Self {
            asked,
            id: slug(asked.name),
            notes,
            people: People::default(),
            pictures: Vec::new(),
            period: chosen,
            eased: BTreeMap::new(),
            derived_period: told.is_none().then_some(by),
            spellings: Spellings::of(texts()),
            ids: BTreeSet::new(),
            tables: 0,
        }
    }

    /// The first entries of a document: kind, id, language, institution.
    pub(super) fn opening(&mut self, kind: &str, whose: Option<Institution>) -> Entries {
        let derived = |notes: &mut Notes, text: &str, why: Message| {
            notes.say(Sort::Derived, Place::Document, text, why);
        };
        derived(
            &mut self.notes,
            &format!("id: {}", self.id),
            say!("by the name of the file"),
        );
        let beside = self.say(&say!(
            "derived by the name of the file; it stays the same later"
        ));
        let mut entries = vec![
            ("kind".to_owned(), Node::bare(kind)),
            ("id".to_owned(), Node::bare(&self.id).remarked(beside)),
            ("lang".to_owned(), Node::bare("lt")),
        ];
        if kind == "cooperation-plan" {
            return entries;
        }
        let node = if let Some(whose) = whose {
            let (key, derived_form, why, beside) = if whose.said_in_genitive {
                let (why, beside) = (say!("from the genitive"), say!("derived from the genitive"));
                ("name", &whose.name, why, beside)
            } else {
                let (why, beside) = (
                    say!("from the nominative"),
                    say!("derived from the nominative"),
                );
                ("genitive", &whose.genitive, why, beside)
            };
            derived(
                &mut self.notes,
                &format!("institution.{key}: {derived_form}"),
                why,
            );
            let remark = self.say(&beside);
            let form = |name: &str, text: &str| {
                let node = Node::words(text);
                let node = if name == key {
                    node.remarked(&remark).standing_for("")
                } else {
                    node
                };
                (name.to_owned(), node)
            };
            vec![form("name", &whose.name), form("genitive", &whose.genitive)]
        } else {
            vec![
                (
                    "name".to_owned(),
                    self.missing("institution.name", blank::INSTITUTION),
                ),
                (
                    "genitive".to_owned(),
                    self.missing("institution.genitive", blank::GENITIVE),
                ),
            ]
        };
        entries.push(("institution".to_owned(), Value::Map(node).into()));
        entries
    }

    /// The institution and the title apart, as they are printed: the kind joins them where
    /// `joined` says so.
    pub(super) fn titled(&mut self, front: &Front, joined: bool) -> (Option<Institution>, Node) {
        let mut lines: Vec<String> = front.title.iter().map(Text::plain).collect();
        let above = self.above(&lines).filter(|_| joined);
        if above.is_some() {
            lines.remove(0);
        }
        let whole = lines.join(" ");
        let is_loud = is_loud(&whole);
        let quiet = if is_loud {
            self.spellings.quietly(&whole)
        } else {
            whole.clone()
        };
        if is_loud {
            let message = say!("in small letters, as the text spells its words");
            self.notes.say(
                Sort::Derived,
                Place::Document,
                format!("title: {quiet}"),
                message,
            );
        }
        let of_marks = front
            .marks
            .iter()
            .find_map(|mark| institution(&mark.body.join(" ")));
        let starts = |name: &Institution| {
            quiet
                .to_lowercase()
                .starts_with(&name.genitive.to_lowercase())
        };
        let of_title = of_marks
            .clone()
            .filter(starts)
            .or_else(|| institution(&quiet));
        let rest = match &of_title {
            Some(name) if joined && starts(name) => quiet[name.genitive.len()..].trim(),
            _ => &quiet,
        };
        let whose = if joined {
            of_title
        } else {
            of_marks.or(of_title)
        };
        let whose = above.or(whose);
        let whose = whose.or_else(|| institution(&front.annex.join(" ")));
        if whole.is_empty() {
            return (whose, self.missing("title", blank::TITLE));
        }
        let mut title = Node::words(escaped(&super::names::sentence(rest)));
        if is_loud {
            title = title.remarked(self.say(&say!("in the document in capitals")));
        }
        (whose, title)
    }

    /// Makes the period one that has these years, too: the amounts of a plan are of its period.
    pub(super) fn cover(&mut self, amounts: &[i32]) {
        let said = years(&self.period.to_string());
        if amounts
            .iter()
            .all(|year| said.first() <= Some(year) && Some(year) <= said.last())
        {
            return;
        }
        // A period that was guessed gives way to the years of the amounts.
        let said = said.iter().filter(|_| self.derived_period.is_none());
        let all = || said.clone().chain(amounts);
        if let (Some(first), Some(last)) = (all().min(), all().max())
            && let Ok(period) = Term::parse(&if first == last {
                format!("{first}")
            } else {
                format!("{first}..{last}")
            })
        {
            self.period = period;
            self.derived_period = Some(say!("the years of its amounts"));
        }
    }

    /// The institution that the first line of a title names, if more follows.
    fn above(&self, lines: &[String]) -> Option<Institution> {
        let first = lines.first().filter(|_| lines.len() > 1)?;
        let quiet = if is_loud(first) {
            self.spellings.quietly(first)
        } else {
            first.clone()
        };
        named(&quiet)
    }

    /// The time that the document is for.
    pub(super) fn period_node(&mut self) -> Node {
        let node = Node::bare(self.period.to_string());
        let Some(by) = self.derived_period.take() else {
            return node;
        };
        let text = format!("period: {}", self.period);
        self.notes.say(Sort::Derived, Place::Document, text, by);
        node.remarked(self.say(&say!("derived; look whether it is right")))
    }

    /// The heading of a section; one in capitals as the text spells its words.
    pub(super) fn heading(&mut self, text: &Text) -> Node {
        let plain = text.plain();
        if !is_loud(&plain) {
            return Node::words(super::plan::line_of(text));
        }
        let quiet = self.spellings.quietly(&plain);
        let message = say!("in small letters, as the text spells its words");
        let place = Place::Paragraph(text.number);
        self.notes.say(Sort::Derived, place, quiet.clone(), message);
        let label = if text.label.is_empty() {
            String::new()
        } else {
            format!("{} ", text.label)
        };
        Node::words(escaped(&format!("{label}{quiet}")))
    }

    /// The marks, if there are any; those that a kind cannot do without are asked for.
    pub(super) fn marks(&mut self, front: &Front, needed: bool) -> Option<Node> {
        if front.marks.is_empty() && needed {
            let mark = front::Mark {
                says: "approved",
                body: Vec::new(),
                act: Some("order"),
                at_end: false,
            };
            return Some(front::marks(&[mark], &mut self.notes));
        }
        (!front.marks.is_empty()).then(|| front::marks(&front.marks, &mut self.notes))
    }

    /// What a check would forbid, and the author wrote so.
    #[must_use]
    pub(super) fn checks(&self) -> Option<Node> {
        let entries = self.eased.iter().map(|(code, why)| {
            (
                (*code).to_owned(),
                Node::bare("warning").remarked(self.say(why)),
            )
        });
        let entries: Entries = entries.collect();
        (!entries.is_empty()).then(|| Value::Map(entries).into())
    }

    /// Something that the kind needs and nothing tells.
    pub(super) fn missing(&mut self, what: &str, blank: &str) -> Node {
        self.notes.push(Sort::Missing, Place::Document, what);
        self.asking(Node::words(blank))
    }

    /// A node that stands for nothing of the document, and asks to be written.
    pub(super) fn asking(&self, node: Node) -> Node {
        let question = self.say(&say!("not in the document; write it"));
        node.asking(&question).standing_for("")
    }

    /// The people, with an institution each where the kind wants one.
    pub(super) fn people_node(&mut self, institution: Option<&str>) -> Node {
        let question = self.say(&say!("not in the document; write it"));
        let people = std::mem::take(&mut self.people);
        let node = people.node(institution, &question, &mut self.notes);
        self.people = people;
        node
    }

    /// The same in a text of Markdown, where brackets are escaped.
    pub(super) fn missing_text(&mut self, what: &str, blank: &str) -> Node {
        self.missing(what, &escaped(blank))
    }

    /// A time, or the words that could not be read as one.
    pub(super) fn when(&mut self, cell: &str, place: Place) -> Node {
        if cell.is_empty() {
            self.notes.push(Sort::Missing, place, "when");
            return self.asking(free(&escaped(blank::WHEN)));
        }
        let Some(found) = when::read(cell, Some(self.period)) else {
            self.notes.push(Sort::Kept, place, cell);
            return free(&escaped(cell));
        };
        let (first, last) = self.period.days();
        let fits = found.days().is_none_or(|(from, to)| {
            first <= from && to <= last || found.in_years() && from <= last && first <= to
        });
        if !fits {
            let why = say!("the document has times outside its period");
            self.eased.insert("outside-period", why);
        }
        let term = found.to_string();
        let remark = if term == cell { "" } else { cell };
        Node::bare(term).remarked(remark)
    }

    /// A name for a part, by the first words of its text.
    pub(super) fn id_of(&mut self, text: &str, or: &str) -> String {
        let words: Vec<&str> = text
            .split([' ', '\u{a0}'])
            .filter(|word| word.chars().any(char::is_alphabetic))
            .take(3)
            .collect();
        let base = if words.is_empty() {
            or.to_owned()
        } else {
            slug(&words.join(" "))
        };
        let mut id = base.clone();
        let mut count = 1;
        while !self.ids.insert(id.clone()) {
            count += 1;
            id = format!("{base}-{count}");
        }
        id
    }

    /// The name of the next table.
    pub(super) fn table_id(&mut self) -> String {
        self.tables += 1;
        format!("table-{}", self.tables)
    }

    /// A picture as the content says it; `None` if it is of a sort that cannot be shown.
    pub(super) fn picture(&mut self, picture: &Shown, caption: Option<String>) -> Option<Node> {
        let name = format!("{}-{}", self.id, slug_of_file(&picture.name));
        if !self.pictures.iter().any(|(other, _)| *other == name) {
            self.pictures
                .push((name.clone(), Arc::clone(&picture.bytes)));
        }
        if !is_shown(&picture.bytes) {
            let message = say!("written beside the document, but of a sort that it cannot show");
            self.notes.say(
                Sort::Told,
                Place::Picture(picture.name.clone()),
                &picture.alt,
                message,
            );
            return None;
        }
        let alt = if picture.alt.is_empty() {
            self.missing(&format!("pictures/{name}: alt"), blank::ALT)
        } else {
            Node::words(&picture.alt)
        };
        let mut entries = vec![
            ("file".to_owned(), Node::bare(format!("pictures/{name}"))),
            ("alt".to_owned(), alt),
        ];
        entries.extend(caption.map(|caption| ("caption".to_owned(), Node::words(caption))));
        Some(Value::Map(entries).into())
    }

    /// Tells that cells are text that the kind prints itself, such as heads of columns.
    pub(super) fn printed<'c>(&mut self, place: &Place, cells: impl Iterator<Item = &'c GridCell>) {
        for cell in cells {
            self.notes.push(Sort::Printed, place.clone(), cell.plain());
        }
    }

    /// A message as the remarks of the file say it.
    #[must_use]
    pub(super) fn say(&self, message: &Message) -> String {
        message.text(self.asked.language).into_owned()
    }
}

/// Words that are not checked.
#[must_use]
pub(super) fn free(text: &str) -> Node {
    Value::Line(vec![("text".to_owned(), Node::words(text))]).into()
}

/// Whether a text is in capitals, but for a sign such as that of a year: „2022 m.“.
fn is_loud(text: &str) -> bool {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let small = text.chars().filter(|c| c.is_lowercase()).count();
    capitals > 3 && capitals > 4 * small
}

/// Whether bytes are a PNG, a JPEG or an SVG.
fn is_shown(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]);
    bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8\xff") || head.contains("<svg")
}

fn slug_of_file(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{}.{}", slug(stem), slug(ending)),
        None => slug(name),
    }
}

/// The paragraphs among parts.
#[must_use]
pub(super) fn texts(parts: &[Part]) -> Vec<Text> {
    let texts = parts.iter().filter_map(|part| match part {
        Part::Text(text) => Some(text.clone()),
        _ => None,
    });
    texts.collect()
}
