//! The document against its schema: every fault once, in our words, at its place.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value as Json;

use crate::diagnostics::{Code, Diagnostic, Message, Sink, did_you_mean, say};
use crate::kind::schema::{Rule, Schema};
use crate::yaml::{Node, Value};

/// Tells everything in the document that the schema does not allow.
pub(super) fn check(document: &Node, schema: &Schema, sink: &mut Sink) {
    let instance = instance(document);
    for error in schema.validator.iter_errors(&instance) {
        Checker {
            document,
            schema,
            sink,
        }
        .tell(&error);
    }
}

/// The document as the schema sees it: every scalar is text, so that nothing is lost.
fn instance(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        // White space alone is nothing.
        Value::Scalar(text) if text.trim().is_empty() => Json::String(String::new()),
        Value::Scalar(text) => Json::String(text.clone()),
        Value::List(items) => items.iter().map(instance).collect(),
        Value::Map(entries) => {
            let mut object = serde_json::Map::new();
            for entry in entries {
                // The first of two equal keys holds; that there are two is told elsewhere.
                object
                    .entry(&entry.key)
                    .or_insert_with(|| instance(&entry.value));
            }
            Json::Object(object)
        }
    }
}

struct Checker<'a> {
    document: &'a Node,
    schema: &'a Schema,
    sink: &'a mut Sink,
}

/// A place in the document: the node, its rule, and how to name it.
struct Found<'a> {
    node: &'a Node,
    rule: Option<Rule<'a>>,
    path: String,
    /// How a message names it: by the last key of the path.
    name: Message,
    /// An example of a value.
    example: Option<String>,
}

impl<'a> Checker<'a> {
    fn tell(&mut self, error: &ValidationError<'_>) {
        let found = self.find(error.instance_path().as_str());
        match error.kind() {
            Kind::AdditionalProperties { unexpected } => self.unknown_keys(&found, unexpected),
            Kind::Required { property } => {
                self.missing_key(&found, property.as_str().unwrap_or_default());
            }
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                self.branches(&found, context);
            }
            Kind::PropertyNames { error } => self.key_fault(&found, error),
            kind => {
                let diagnostic = value_fault(&found, kind, error);
                self.sink.push(diagnostic.path(found.path));
            }
        }
    }

    /// Walks to a place by its JSON pointer.
    fn find(&self, pointer: &str) -> Found<'a> {
        let schema: &'a Schema = self.schema;
        let mut node: &'a Node = self.document;
        let mut rule = schema.root().resolve(node);
        let mut example = None;
        let (mut path, mut name) = (String::new(), say!("the document"));
        let mut key = String::new();
        for part in pointer.split('/').skip(1) {
            let part = part.replace("~1", "/").replace("~0", "~");
            let next = match &node.value {
                Value::List(items) => {
                    rule = rule.and_then(Rule::items);
                    path.push_str(&format!("[{part}]"));
                    name = say!("an item of `{key}`", key);
                    part.parse().ok().and_then(|index: usize| items.get(index))
                }
                _ => {
                    rule = rule.and_then(|rule| rule.property(&part));
                    let dot = if path.is_empty() { "" } else { "." };
                    path.push_str(&format!("{dot}{part}"));
                    name = format!("`{part}`").into();
                    key.clone_from(&part);
                    node.get(&part)
                }
            };
            let Some(next) = next else { break };
            node = next;
            example = rule.and_then(|rule| example_of(rule, node));
            rule = rule.and_then(|rule| rule.resolve(node));
        }
        Found {
            node,
            rule,
            path,
            name,
            example,
        }
    }

    fn unknown_keys(&mut self, found: &Found<'_>, unexpected: &[String]) {
        let known: Vec<&str> = found.rule.iter().flat_map(|rule| rule.keys()).collect();
        for key in unexpected {
            let Some(entry) = found.node.entry(key) else {
                continue;
            };
            let unused = known
                .iter()
                .copied()
                .filter(|known| found.node.get(known).is_none());
            let near =
                || did_you_mean(key, unused).map(|near| say!("did you mean `{near}`?", near));
            let hint = unspaced(key)
                .or_else(near)
                .unwrap_or_else(|| say!("known here: {list}", list = list(&known)));
            let path = if found.path.is_empty() {
                key.clone()
            } else {
                format!("{}.{key}", found.path)
            };
            let message = say!("`{key}` is not known here", key);
            let diagnostic = Diagnostic::error(Code::UnknownKey, entry.key_span, message);
            self.sink
                .push(diagnostic.label(say!("unknown key")).path(path).hint(hint));
        }
    }

    fn missing_key(&mut self, found: &Found<'_>, key: &str) {
        // If a key stands there that was probably meant, that one is told, and it is enough.
        let known: Vec<&str> = found.rule.iter().flat_map(|rule| rule.keys()).collect();
        let unknown = found.node.entries().iter().map(|entry| entry.key.as_str());
        let misspelt = unknown
            .filter(|found| !known.contains(found))
            .map(|found| found.split(':').next().unwrap_or_default())
            .any(|found| found == key || did_you_mean(found, known.iter().copied()) == Some(key));
        if misspelt {
            return;
        }
        let rule = found.rule.and_then(|rule| rule.property(key));
        let example = rule.and_then(|rule| example_of(rule, found.node));
        let example = example.unwrap_or_else(|| "…".to_owned());
        let place = found
            .node
            .entries()
            .first()
            .map_or(found.node.span.start(), |entry| entry.key_span);
        let message = say!("`{key}` is missing in {name}", key, name = found.name);
        let diagnostic = Diagnostic::error(Code::MissingKey, place, message);
        self.sink
            .push(diagnostic.path(found.path.clone()).hint(say!(
                "add `{key}: {example}`",
                key,
                example
            )));
    }

    /// A key that names something, but not as names are written.
    fn key_fault(&mut self, found: &Found<'_>, error: &ValidationError<'_>) {
        let key = error.instance().as_str().unwrap_or_default();
        let place = found
            .node
            .entry(key)
            .map_or(found.node.span, |e| e.key_span);
        let hint = match error.kind() {
            Kind::Format { format } if format == "integer" => {
                say!("write a number, such as `2027`")
            }
            _ => unspaced(key).unwrap_or(ID_HINT),
        };
        let message = say!("`{key}` cannot be a key of {name}", key, name = found.name);
        let diagnostic = Diagnostic::error(Code::InvalidValue, place, message);
        self.sink
            .push(diagnostic.path(found.path.clone()).hint(hint));
    }

    /// Of several possibilities, the one that fits the shape of the value is the one meant.
    fn branches(&mut self, found: &Found<'_>, context: &[Vec<ValidationError<'static>>]) {
        let fits = |errors: &&Vec<ValidationError<'static>>| {
            !errors.iter().any(|error| {
                matches!(error.kind(), Kind::Type { .. })
                    && self.find(error.instance_path().as_str()).path == found.path
            })
        };
        if let Some(errors) = context.iter().find(fits) {
            if let (Some(text), Some(words)) = (found.node.as_str(), words_or_list(context)) {
                let diagnostic = not_one_of(found, &words);
                let hint = say!("or put what you mean into a list: `[{text}]`", text);
                self.sink
                    .push(diagnostic.path(found.path.clone()).hint(hint));
                return;
            }
            errors.iter().for_each(|error| self.tell(error));
            return;
        }
        if found.node.value == Value::Null {
            self.sink.push(empty(found).path(found.path.clone()));
            return;
        }
        let mut wanted: Vec<Shape> = Vec::new();
        for error in context.iter().flatten() {
            if let Kind::Type { kind } = error.kind() {
                for shape in Shape::all(kind) {
                    if !wanted.contains(&shape) {
                        wanted.push(shape);
                    }
                }
            }
        }
        let diagnostic = wrong_type(found, &wanted);
        self.sink.push(diagnostic.path(found.path.clone()));
    }
}

/// The words that may stand where else a list does.
fn words_or_list<'e>(context: &'e [Vec<ValidationError<'static>>]) -> Option<Vec<&'e str>> {
    let list = |error: &&ValidationError<'static>| match error.kind() {
        Kind::Type {
            kind: TypeKind::Single(name),
        } => name.to_string() == "array",
        _ => false,
    };
    context.iter().flatten().find(list)?;
    context
        .iter()
        .flatten()
        .find_map(|error| match error.kind() {
            Kind::Enum { options } => Some(
                options
                    .as_array()?
                    .iter()
                    .filter_map(Json::as_str)
                    .collect(),
            ),
            Kind::Constant { expected_value } => Some(vec![expected_value.as_str()?]),
            _ => None,
        })
}

/// An example of a value: that of the place itself stands before that of its sort.
fn example_of(rule: Rule<'_>, node: &Node) -> Option<String> {
    rule.example()
        .or_else(|| rule.resolve(node).and_then(Rule::example))
}

/// How names for references are written.
const ID_HINT: Message = say!("write small letters a–z, digits and `-`, starting with a letter");

/// A fault of one value.
fn value_fault(found: &Found<'_>, kind: &Kind, error: &ValidationError<'_>) -> Diagnostic {
    let (name, span) = (&found.name, found.node.span);
    let text = found.node.as_str().unwrap_or_default();
    match kind {
        Kind::Type { .. } if found.node.value == Value::Null => empty(found),
        Kind::Type { kind } => wrong_type(found, &Shape::all(kind)),
        Kind::MinItems { limit: 1 }
        | Kind::MinLength { limit: 1 }
        | Kind::MinProperties { limit: 1 } => empty(found),
        Kind::MinItems { limit } => Diagnostic::error(
            Code::InvalidValue,
            span,
            say!("{name} needs at least {limit} items", name, limit),
        ),
        Kind::MinProperties { limit } => {
            let held = found.node.entries().iter().map(|entry| entry.key.as_str());
            let held: Vec<&str> = held.collect();
            let known = found.rule.iter().flat_map(|rule| rule.keys());
            let missing: Vec<&str> = known.filter(|key| !held.contains(key)).collect();
            let message = say!(
                "{name} holds only {list}; {limit} keys are the fewest",
                name,
                list = list(&held),
                limit
            );
            let diagnostic = Diagnostic::error(Code::InvalidValue, span, message);
            diagnostic.hint(say!("add {what}", what = either(&missing)))
        }
        Kind::Enum { options } => {
            let known: Vec<&str> = options
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Json::as_str)
                .collect();
            not_one_of(found, &known)
        }
        Kind::Constant { expected_value } => {
            not_one_of(found, &[expected_value.as_str().unwrap_or_default()])
        }
        Kind::Format { format } if format == "id" => Diagnostic::error(
            Code::InvalidValue,
            span,
            say!("`{text}` cannot be a name for references", text),
        )
        .hint(ID_HINT),
        Kind::Format { format } => {
            let (wanted, hint) = match format.as_str() {
                "integer" => (
                    say!("a whole number"),
                    Some(say!("write digits only, for example `25006`")),
                ),
                "boolean" => (either(&["true", "false"]), None),
                format => (format.into(), None),
            };
            let message = say!(
                "{name} must be {wanted}, found `{text}`",
                name,
                wanted,
                text
            );
            let diagnostic = Diagnostic::error(Code::WrongType, span, message);
            diagnostic.maybe_hint(hint)
        }
        Kind::UniqueItems => Diagnostic::error(
            Code::DuplicateItem,
            span,
            say!("{name} names the same thing twice", name),
        )
        .hint(say!("remove one of the two")),
        Kind::FalseSchema => Diagnostic::error(
            Code::UnknownKey,
            span,
            say!("{name} cannot stand here", name),
        ),
        _ => Diagnostic::error(
            Code::InvalidValue,
            span,
            say!(
                "{name} is not allowed: {why}",
                name,
                why = error.to_string()
            ),
        ),
    }
}

fn empty(found: &Found<'_>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        Code::EmptyValue,
        found.node.span,
        say!("{name} is empty", name = found.name),
    );
    match &found.example {
        Some(example) => diagnostic.hint(say!("write a value, for example `{example}`", example)),
        None => diagnostic.hint(say!(
            "write a value, or remove the key if it may be left out"
        )),
    }
}

/// What to write for `key:value`, which YAML takes for one word between braces.
fn unspaced(key: &str) -> Option<Message> {
    let (key, value) = key.split_once(':')?;
    let is_whole = !key.is_empty() && !value.is_empty();
    is_whole.then(|| {
        say!(
            "put a space after the `:`, as in `{key}: {value}`",
            key,
            value
        )
    })
}

/// Whether a sign begins the items of lists elsewhere: editors of texts put it in for a hyphen.
fn is_bullet(sign: char) -> bool {
    "‐‑‒–—−•·".contains(sign)
}

fn wrong_type(found: &Found<'_>, wanted: &[Shape]) -> Diagnostic {
    let words = wanted.iter().map(|shape| shape.words());
    let message = say!(
        "{name} must be {wanted}, found {found}",
        name = found.name,
        wanted = words.reduce(Message::or).unwrap_or_else(|| say!("nothing")),
        found = found.node.describe()
    );
    let diagnostic = Diagnostic::error(Code::WrongType, found.node.span, message);
    let first = found.node.as_str().and_then(|text| text.chars().next());
    match (&found.node.value, wanted) {
        (Value::Scalar(_), [Shape::List]) if first.is_some_and(is_bullet) => {
            let sign = first.unwrap_or_default().to_string();
            diagnostic.hint(say!(
                "write `- ` instead of `{sign}`: a list has hyphens",
                sign
            ))
        }
        (Value::Scalar(_), [Shape::List]) => {
            diagnostic.hint(say!("put `- ` before it, on a line of its own"))
        }
        (Value::Map(entries), [Shape::List]) => {
            let first = entries.first().map_or("", |entry| entry.key.as_str());
            diagnostic.hint(say!(
                "put `- ` before `{first}`: each item starts with it",
                first
            ))
        }
        (Value::Map(_), [Shape::Text]) => {
            diagnostic.hint(say!("put the value in quotes if it holds `: `"))
        }
        (Value::List(_), [Shape::Text]) => {
            diagnostic.hint(say!("write it without `- `, `[` and `]`"))
        }
        (Value::Scalar(_), [Shape::Mapping]) => {
            let keys: Vec<&str> = found.rule.iter().flat_map(|rule| rule.keys()).collect();
            let parts = || {
                say!(
                    "write each of its parts with its key: {list}",
                    list = list(&keys)
                )
            };
            let example = found
                .example
                .as_ref()
                .filter(|example| example.starts_with('{'));
            diagnostic.maybe_hint(match example {
                Some(example) => Some(say!(
                    "write it with its key, for example `{example}`",
                    example
                )),
                None => (!keys.is_empty()).then(parts),
            })
        }
        _ => diagnostic,
    }
}

fn not_one_of(found: &Found<'_>, known: &[&str]) -> Diagnostic {
    let Some(text) = found.node.as_str() else {
        let message = say!(
            "{name} must be text, found {found}",
            name = found.name,
            found = found.node.describe()
        );
        return Diagnostic::error(Code::WrongType, found.node.span, message)
            .hint(say!("write {what}", what = either(known)));
    };
    let message = say!("{name} cannot be `{text}`", name = found.name, text);
    let diagnostic = Diagnostic::error(Code::InvalidValue, found.node.span, message);
    match did_you_mean(text, known.iter().copied()) {
        Some(near) => diagnostic.hint(say!("did you mean `{near}`?", near)),
        None => diagnostic.hint(say!("write {what}", what = either(known))),
    }
}

/// What a schema asks of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Text,
    List,
    Mapping,
    Nothing,
}

impl Shape {
    /// The shapes that a schema names, each once.
    fn all(kind: &TypeKind) -> Vec<Self> {
        let names: Vec<String> = match kind {
            TypeKind::Single(name) => vec![name.to_string()],
            TypeKind::Multiple(names) => names.iter().map(|name| name.to_string()).collect(),
        };
        let mut shapes: Vec<Self> = Vec::new();
        for name in &names {
            let shape = match name.as_str() {
                "array" => Self::List,
                "object" => Self::Mapping,
                "null" => Self::Nothing,
                // To us every scalar is text; the schema says numbers only for the sake of editors.
                _ => Self::Text,
            };
            if !shapes.contains(&shape) {
                shapes.push(shape);
            }
        }
        shapes
    }

    /// In the words of [`Node::describe`].
    fn words(self) -> Message {
        match self {
            Self::Text => say!("text"),
            Self::List => say!("a list"),
            Self::Mapping => say!("a mapping"),
            Self::Nothing => say!("nothing"),
        }
    }
}

/// „`a`, `b` or `c`“.
fn either(names: &[&str]) -> Message {
    match names {
        [names @ .., last] if !names.is_empty() => {
            Message::from(list(names)).or(format!("`{last}`"))
        }
        names => list(names).into(),
    }
}

fn list(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
