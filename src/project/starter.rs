//! The starter of a kind: a complete document that its author makes her own.

use std::ops::Range;

use crate::diagnostics::{Code, Diagnostic, Message, Sink, say};
use crate::import::{scalar, slug};
use crate::kind::DEFAULT_LANG;
use crate::kind::files::Files;
use crate::rollover::fours;
use crate::source::Sources;
use crate::yaml::{self, Node, Value};

/// The year in which starters are written, as it were: the plan of one is for 2028, its report on 2027.
/// By this a document that begins in another year is moved to its own.
pub const WRITTEN_IN: i32 = 2027;

/// How far a number may be from the years of a starter and still be one of its years.
const NEAR: i32 = 5;

/// The comment by which an editor finds the schema of a document.
const MODELINE: &str = "# yaml-language-server: $schema=";

/// What the author says of her document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// The stable name of the document.
    pub id: String,
    /// The institution, in the nominative.
    pub institution: String,
    /// The institution in the genitive.
    pub genitive: String,
    /// The year that the document is for, of several the first; `None` if it names none.
    pub year: Option<i32>,
}

/// A complete document of a kind in a language, whose author is an institution that does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Starter {
    /// Its language, such as `lt`.
    pub language: String,
    /// Its institution, in the nominative; of several the first.
    pub institution: String,
    /// The same in the genitive.
    pub genitive: String,
    /// The year that it is for, of several the first.
    pub year: Option<i32>,
    text: String,
}

/// The starters of a kind, that of the language of [`DEFAULT_LANG`] first: `starter.yaml`,
/// `starter.en.yaml`, ….
///
/// # Errors
///
/// Says what is wrong with a file of the kind, or that the kind has no starter.
pub fn starters(files: &Files, kind: &str) -> Result<Vec<Starter>, Diagnostic> {
    let mut starters = Vec::new();
    for path in files.with_ending(kind, ".yaml") {
        let name = path.rsplit('/').next().unwrap_or_default();
        if name == "starter.yaml" || name.starts_with("starter.") {
            starters.push(read(files, &path)?);
        }
    }
    if starters.is_empty() {
        let message = say!("the kind `{kind}` has no starter", kind);
        let file = format!("templates/{kind}/starter.yaml");
        let hint = say!("write one: a complete document of the kind, with comments");
        return Err(Diagnostic::file(Code::InvalidKind, file, message).hint(hint));
    }
    starters.sort_by_key(|starter| starter.language != DEFAULT_LANG);
    Ok(starters)
}

fn read(files: &Files, path: &str) -> Result<Starter, Diagnostic> {
    let fault = |message: Message| {
        Diagnostic::file(Code::UnreadableFile, format!("templates/{path}"), message)
    };
    let bytes = files.bytes(path);
    let bytes = bytes.map_err(|why| fault(say!("the file cannot be read: {why}", why)))?;
    let bytes = bytes.map(|(_, bytes)| bytes).unwrap_or_default();
    let text = String::from_utf8(bytes.into_owned());
    let text = text.map_err(|_| fault(say!("the file is not UTF-8")))?;
    Starter::of(text).ok_or_else(|| fault(say!("the starter is not sound YAML")))
}

impl Starter {
    /// Reads what is asked about in it; `None` if it is not YAML.
    fn of(text: String) -> Option<Self> {
        let tree = parse(&text)?;
        let said = |node: Option<&Node>, key| {
            let said = node.and_then(|node| node.get(key)).and_then(Node::as_str);
            said.unwrap_or_default().to_owned()
        };
        let institution = institution(&tree);
        let time = tree.get("period").or_else(|| tree.get("date"));
        let year = time.and_then(Node::as_str).and_then(first_year);
        let language = said(Some(&tree), "lang");
        Some(Self {
            language: if language.is_empty() {
                DEFAULT_LANG.to_owned()
            } else {
                language
            },
            institution: said(institution, "name"),
            genitive: said(institution, "genitive"),
            year,
            text,
        })
    }

    /// The document with the answers in all places; `schema` is the schema as the document names it.
    ///
    /// Its years move together, those of its comments among them. Everything else stays as it is.
    #[must_use]
    pub fn document(&self, answers: &Answers, schema: &str) -> String {
        let text = self.of_year(answers.year);
        let mut edits = Vec::new();
        if let Some(tree) = parse(&text) {
            if let Some(id) = tree.get("id") {
                edits.push((characters(id, &text), answers.id.clone()));
            }
            self.short(&tree, &text, answers, &mut edits);
            self.names(&tree, &text, answers, &mut edits);
        }
        edits.sort_by_key(|(range, _)| range.start);
        // An alias leads back to its anchor.
        edits.dedup();
        let mut out = text.clone();
        for (range, words) in edits.into_iter().rev() {
            out.replace_range(range, &words);
        }
        let rest = out
            .split_once('\n')
            .filter(|(first, _)| first.starts_with(MODELINE));
        format!(
            "{MODELINE}{schema}\n{}",
            rest.map_or(out.as_str(), |(_, rest)| rest)
        )
    }

    /// The text with its years moved so that it is for another one.
    fn of_year(&self, year: Option<i32>) -> String {
        let mut text = self.text.clone();
        let (Some(from), Some(to)) = (self.year, year) else {
            return text;
        };
        for (at, found) in fours(&self.text) {
            if (found - from).abs() <= NEAR {
                text.replace_range(at..at + 4, &format!("{:04}", found + to - from));
            }
        }
        text
    }

    /// What the first of several institutions is called in tables: the first letters of its words.
    fn short(&self, tree: &Node, text: &str, answers: &Answers, edits: &mut Edits) {
        let short = institution(tree).and_then(|node| node.get("short"));
        if let Some(short) = short.filter(|_| answers.institution != self.institution) {
            let words = answers.institution.split([' ', '-']);
            let first = words.filter_map(|word| word.chars().find(|sign| sign.is_alphanumeric()));
            let letters: String = first.flat_map(char::to_uppercase).collect();
            edits.push((characters(short, text), scalar(&letters, true, true)));
        }
    }

    /// The institution wherever a value names it.
    fn names(&self, node: &Node, text: &str, answers: &Answers, edits: &mut Edits) {
        match &node.value {
            Value::Null => {}
            Value::List(items) => {
                items
                    .iter()
                    .for_each(|item| self.names(item, text, answers, edits));
            }
            Value::Map(entries) => {
                let values = entries.iter().map(|entry| &entry.value);
                values.for_each(|value| self.names(value, text, answers, edits));
            }
            Value::Scalar(words) => {
                let named = self.named(words, answers);
                if named == *words {
                    return;
                }
                let range = characters(node, text);
                let written = &text[range.clone()];
                let is_block = written.starts_with(['|', '>']);
                edits.push(if is_block {
                    let named = self.named(written, answers);
                    (range, named)
                } else {
                    // As in a flow mapping: a value that needs no quotes there needs them nowhere.
                    (range, scalar(&named, true, true))
                });
            }
        }
    }

    /// A text with the institution of the author in place of that of the starter.
    fn named(&self, text: &str, answers: &Answers) -> String {
        let nominative = |text: &str| match self.institution.as_str() {
            "" => text.to_owned(),
            name => text.replace(name, &answers.institution),
        };
        if self.genitive.is_empty() {
            return nominative(text);
        }
        let between: Vec<String> = text.split(&self.genitive).map(nominative).collect();
        between.join(&answers.genitive)
    }
}

/// What is written in place of what.
type Edits = Vec<(Range<usize>, String)>;

fn parse(text: &str) -> Option<Node> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let file = sources.add("starter.yaml", text);
    yaml::parse(file, &sources, &mut sink)
}

/// The institution of a document, of several the first.
fn institution(tree: &Node) -> Option<&Node> {
    let one = tree.get("institution");
    one.or_else(|| Some(&tree.get("institutions")?.entries().first()?.value))
}

fn first_year(text: &str) -> Option<i32> {
    fours(text).map(|(_, year)| year).next()
}

/// Where the characters of a scalar stand: its place may go on to what follows it.
fn characters(node: &Node, text: &str) -> Range<usize> {
    let range = node.span.range();
    range.start..range.start + text[range].trim_end().len()
}

/// A name for a document that stands in a file of this name.
#[must_use]
pub fn id_of(stem: &str) -> String {
    slug(stem)
}
