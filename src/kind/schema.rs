//! The schema of a kind: what a document may say.
//!
//! JSON Schema draft-07, compiled by the `jsonschema` crate, which only this file and
//! `content::check` know. Every scalar is given to the schema as text: `type` tells an editor
//! what may be written, and `format` tells us what it means.

use std::collections::BTreeMap;
use std::fmt;

use jsonschema::{Retrieve, Uri, Validator};
use serde_json::Value;

use super::files::Files;
use crate::diagnostics::{Message, say};
use crate::yaml::{self, Node};

/// What the text of a scalar means; the name is the `format` in the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One line of Markdown: emphasis and links.
    Text,
    /// Paragraphs and lists of Markdown.
    Markdown,
    /// Words that are printed as they stand.
    Plain,
    /// A word that the kind knows, such as one of several; no schema needs to name this format.
    Word,
    /// The name of a part, for references.
    Id,
    /// A key of `people`.
    Person,
    /// A key of `institutions`, where several make the document together.
    Institution,
    /// A key of `sources`: where money comes from.
    Source,
    /// A key of `figures`: the name of a year.
    Series,
    /// `true` or `false`.
    Boolean,
    /// A term: when something is done.
    When,
    /// The time that the document is about.
    Period,
    /// A day.
    Date,
    /// An exact decimal number.
    Decimal,
    /// A whole number.
    Integer,
    /// An exact decimal number, or `= ` and the formula that gives it.
    Figure,
    /// A formula over figures.
    Formula,
    /// What stands in a cell of a statistics table: the column says what it means.
    Cell,
    /// The path of a file beside the document.
    File,
    /// A language that there are labels for.
    Language,
}

impl Format {
    /// Every format with its name in schemas.
    pub const ALL: [(&'static str, Self); 19] = [
        ("text", Self::Text),
        ("markdown", Self::Markdown),
        ("plain", Self::Plain),
        ("id", Self::Id),
        ("person", Self::Person),
        ("institution", Self::Institution),
        ("source", Self::Source),
        ("series", Self::Series),
        ("boolean", Self::Boolean),
        ("when", Self::When),
        ("period", Self::Period),
        ("date", Self::Date),
        ("decimal", Self::Decimal),
        ("integer", Self::Integer),
        ("language", Self::Language),
        ("figure", Self::Figure),
        ("formula", Self::Formula),
        ("cell", Self::Cell),
        ("file", Self::File),
    ];

    /// The format of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, format)| *format)
    }
}

/// What a mapping is to the program; the name is the `part` in the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A statistics table: columns, rows and formulas.
    Table,
    /// A chart of a table or of figures.
    Chart,
    /// A picture from a file.
    Picture,
    /// Amounts by year, which are added up to every level of the document above them.
    Amounts,
    /// The measures of the plan of a report, with what came of them.
    Results,
    /// The figures of the plan of a report, beside what was achieved.
    Targets,
}

impl Part {
    /// Every part with its name in schemas.
    pub const ALL: [(&'static str, Self); 6] = [
        ("table", Self::Table),
        ("chart", Self::Chart),
        ("picture", Self::Picture),
        ("amounts", Self::Amounts),
        ("results", Self::Results),
        ("targets", Self::Targets),
    ];

    /// The part of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, part)| *part)
    }
}

/// A compiled schema.
#[derive(Clone)]
pub struct Schema {
    /// The compiled form.
    pub(crate) validator: Validator,
    /// The schema and the files that it refers to, by their paths below the templates.
    pub(super) files: BTreeMap<String, Value>,
    /// The path of the schema itself.
    pub(super) root: String,
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schema")
            .field("root", &self.root)
            .finish_non_exhaustive()
    }
}

impl Schema {
    /// Compiles the schema of a kind; `$ref`s lead to other files of `files`.
    ///
    /// # Errors
    ///
    /// Says in one line what is wrong with the schema.
    pub fn compile(kind: &str, text: &str, files: &Files) -> Result<Self, Message> {
        let value: Value = serde_json::from_str(text)
            .map_err(|error| say!("the schema is not JSON: {why}", why = error.to_string()))?;
        let root = format!("{kind}/schema.json");
        let mut loaded = BTreeMap::new();
        load(&root, value.clone(), files, &mut loaded)?;
        let mut options = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft7)
            .with_base_uri(format!("{BASE}{root}"))
            .with_retriever(Loaded(loaded.clone()))
            .should_validate_formats(true);
        for (name, format) in Format::ALL {
            options = options.with_format(name, move |text: &str| fits(format, text));
        }
        let validator = options
            .build(&value)
            .map_err(|error| say!("the schema cannot be used: {why}", why = error.to_string()))?;
        Ok(Self {
            validator,
            files: loaded,
            root,
        })
    }

    /// What the schema says of the whole document.
    #[must_use]
    pub fn root(&self) -> Rule<'_> {
        Rule {
            schema: self,
            file: &self.root,
            value: self.files.get(&self.root).unwrap_or(&Value::Null),
        }
    }
}

/// Reads the files that a schema refers to, and those that they refer to.
fn load(
    path: &str,
    value: Value,
    files: &Files,
    loaded: &mut BTreeMap<String, Value>,
) -> Result<(), Message> {
    let mut wanted = Vec::new();
    references(&value, &mut wanted);
    loaded.insert(path.to_owned(), value);
    for reference in wanted {
        let Some((target, _)) = target(path, &reference) else {
            return Err(say!("`{reference}` leads out of the templates", reference));
        };
        if loaded.contains_key(&target) {
            continue;
        }
        let found = files
            .bytes(&target)
            .map_err(|error| say!("`{path}` cannot be read: {why}", path = target, why = error))?;
        let (_, bytes) = found.ok_or_else(|| say!("`{reference}` leads to no file", reference))?;
        let value = serde_json::from_slice(&bytes).map_err(|error| {
            say!(
                "`{path}` is not JSON: {why}",
                path = target,
                why = error.to_string()
            )
        })?;
        load(&target, value, files, loaded)?;
    }
    Ok(())
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(reference) if key == "$ref" => found.push(reference.clone()),
                    _ => references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

/// The file and the pointer that a reference in the file `from` leads to.
pub(super) fn target(from: &str, reference: &str) -> Option<(String, String)> {
    let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
    if path.is_empty() {
        return Some((from.to_owned(), pointer.to_owned()));
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()?),
            "." => {}
            part => parts.push(part),
        }
    }
    Some((parts.join("/"), pointer.to_owned()))
}

/// What a schema says of one place in a document.
#[derive(Clone, Copy)]
pub struct Rule<'a> {
    schema: &'a Schema,
    file: &'a str,
    value: &'a Value,
}

impl<'a> Rule<'a> {
    /// What holds for a value of this shape: references are followed, and of several
    /// possibilities the first is taken that allows the shape.
    #[must_use]
    pub fn resolve(self, node: &Node) -> Option<Self> {
        // A chain of references longer than this is a circle.
        (0..32)
            .try_fold(self, |rule, _| rule.step(node).ok_or(rule))
            .err()
    }

    /// The rule that this one sends to, if it does.
    fn step(self, node: &Node) -> Option<Self> {
        if let Some(reference) = self.value.get("$ref").and_then(Value::as_str) {
            let (file, pointer) = target(self.file, reference)?;
            let (file, value) = self.schema.files.get_key_value(&file)?;
            return Some(Self {
                schema: self.schema,
                file,
                value: value.pointer(&pointer)?,
            });
        }
        let branches = ["anyOf", "oneOf"]
            .into_iter()
            .find_map(|key| self.value.get(key)?.as_array())?;
        branches
            .iter()
            .map(|value| Self { value, ..self })
            .find(|branch| branch.resolve(node).is_some_and(|rule| rule.allows(node)))
    }

    /// Whether a value of this shape is allowed.
    #[must_use]
    pub fn allows(self, node: &Node) -> bool {
        let types = self.types();
        let wanted: &[&str] = match node.value {
            yaml::Value::Null => &["null"],
            yaml::Value::Scalar(_) => &["string", "number", "integer", "boolean"],
            yaml::Value::List(_) => &["array"],
            yaml::Value::Map(_) => &["object"],
        };
        types.is_empty() || types.iter().any(|found| wanted.contains(found))
    }

    /// The JSON types that are allowed; none if the schema does not say.
    #[must_use]
    pub fn types(self) -> Vec<&'a str> {
        match self.value.get("type") {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The rule for the value of a key.
    #[must_use]
    pub fn property(self, key: &str) -> Option<Self> {
        let value = self
            .value
            .get("properties")
            .and_then(|properties| properties.get(key));
        let other = || {
            self.value
                .get("additionalProperties")
                .filter(|value| value.is_object())
        };
        Some(Self {
            value: value.or_else(other)?,
            ..self
        })
    }

    /// What the keys of this mapping mean; words of the kind if the schema does not say.
    #[must_use]
    pub fn key_format(self) -> Format {
        let names = self.value.get("propertyNames");
        let names = names.map(|value| Self { value, ..self });
        names.map_or(Format::Word, Self::format)
    }

    /// Whether what stands here is written anew for every period, as the results of the last one.
    #[must_use]
    pub fn is_of_period(self) -> bool {
        self.value.get("of-period") == Some(&Value::Bool(true))
    }

    /// The rule for the items of a list.
    #[must_use]
    pub fn items(self) -> Option<Self> {
        Some(Self {
            value: self.value.get("items")?,
            ..self
        })
    }

    /// The keys that may stand here, in the order of the schema.
    pub fn keys(self) -> impl Iterator<Item = &'a str> {
        let properties = self.value.get("properties").and_then(Value::as_object);
        properties
            .into_iter()
            .flat_map(|properties| properties.keys().map(String::as_str))
    }

    /// What the text of a scalar means; a word of the kind if the schema does not say.
    #[must_use]
    pub fn format(self) -> Format {
        self.text("format")
            .and_then(Format::named)
            .unwrap_or(Format::Word)
    }

    /// What this mapping is to the program, if it is more than its entries.
    #[must_use]
    pub fn part(self) -> Option<Part> {
        self.text("part").and_then(Part::named)
    }

    /// Whether the schema names nothing (`null`) as a value of its own.
    #[must_use]
    pub fn allows_nothing(self) -> bool {
        self.types().contains(&"null")
    }

    /// Whether the items of this list get numbers.
    #[must_use]
    pub fn numbered(self) -> bool {
        self.value.get("numbered") == Some(&Value::Bool(true))
    }

    /// An example of a value, if the schema gives one.
    #[must_use]
    pub fn example(self) -> Option<String> {
        written(self.value.get("examples")?.get(0)?)
    }

    fn text(self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }
}

/// A value as it is written on one line of YAML.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(entries) => {
            let entry = |(key, value)| Some(format!("{key}: {}", written(value)?));
            let entries: Option<Vec<String>> = entries.iter().map(entry).collect();
            Some(format!("{{ {} }}", entries?.join(", ")))
        }
        _ => None,
    }
}

/// Whether a text can mean what the format says, as far as its letters tell.
///
/// Dates and terms are looked at later, where a message can say what is wrong with them.
fn fits(format: Format, text: &str) -> bool {
    match format {
        Format::Id => is_id(text),
        Format::Integer => is_integer(text),
        Format::Boolean => matches!(text, "true" | "false"),
        _ => true,
    }
}

/// Whether a text is a name for references: `a-z`, `0-9` and `-`, starting with a letter.
fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Whether a text is a whole number of at most 18 digits; `0412` is none.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let numeric = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    numeric && digits.len() <= 18 && (digits == "0" || !digits.starts_with('0'))
}

/// The address below which the files of kinds stand for `$ref`.
const BASE: &str = "aktas:///templates/";

/// The files of a schema, for the library.
struct Loaded(BTreeMap<String, Value>);

impl Retrieve for Loaded {
    fn retrieve(
        &self,
        uri: &Uri<String>,
    ) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let path = uri
            .as_str()
            .strip_prefix(BASE)
            .and_then(|path| path.split('#').next());
        let value = path.and_then(|path| self.0.get(path));
        value
            .cloned()
            .ok_or_else(|| format!("`{uri}` is not a file of a kind").into())
    }
}
