//! The keys of a kind, as the schemas for editors have them in both languages.

use aktas::diagnostics::{Language, Sink};
use aktas::kind::editor::editor_schema;
use aktas::kind::files::Files;
use aktas::source::Sources;
use aktas::yaml::{self, Node};
use serde_json::{Map, Value, json};

/// A key that an author can write.
pub(crate) struct Key {
    /// Where it stands: `sections[].heading`.
    pub(crate) path: String,
    /// The key itself.
    pub(crate) name: String,
    /// What it is, in Lithuanian.
    pub(crate) lithuanian: String,
    /// What it is, in English.
    pub(crate) english: String,
    /// What the schema says of its value.
    pub(crate) rule: Value,
}

impl Key {
    /// What is not said of it.
    pub(crate) fn lacks(&self) -> Vec<&'static str> {
        let has = |word: &str| self.rule.get(word).is_some();
        let said = [
            ("title", has("title")),
            ("description", !self.lithuanian.is_empty()),
            ("description-en", self.english != self.lithuanian),
            ("examples", has("const") || example(&self.rule).is_some()),
        ];
        let lacking = said.into_iter().filter(|(_, said)| !said);
        lacking.map(|(word, _)| word).collect()
    }
}

pub(crate) fn schema(kind: &str, files: &Files, language: Language) -> Value {
    serde_json::from_str(&editor_schema(files, kind, language).unwrap()).unwrap()
}

/// Every key at every depth, in the order in which one writes.
pub(crate) fn of_kind(kind: &str, files: &Files) -> Vec<Key> {
    let [lithuanian, english] = [Language::Lithuanian, Language::English].map(|language| {
        let schema = schema(kind, files, language);
        let mut found = Vec::new();
        walk(&schema, "", &mut |path, name, rule| {
            found.push((path.to_owned(), name.to_owned(), rule.clone()));
        });
        found
    });
    let both = lithuanian.into_iter().zip(english);
    let key = |((path, name, rule), (_, _, other)): ((String, String, Value), (_, _, Value))| Key {
        lithuanian: explanation(&rule),
        english: explanation(&other),
        path,
        name,
        rule,
    };
    both.map(key).collect()
}

/// Visits the keys below a rule.
pub(crate) fn walk<'v>(rule: &'v Value, path: &str, visit: &mut dyn FnMut(&str, &str, &'v Value)) {
    for (key, inner) in rule
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let path = if path.is_empty() {
            key.clone()
        } else {
            format!("{path}.{key}")
        };
        visit(&path, key, inner);
        walk(inner, &path, visit);
    }
    if let Some(items) = rule.get("items") {
        walk(items, &format!("{path}[]"), visit);
    }
    if let Some(values) = rule
        .get("additionalProperties")
        .filter(|values| values.is_object())
    {
        walk(values, &format!("{path}.*"), visit);
    }
    for branch in rule
        .get("anyOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        walk(branch, path, visit);
    }
}

/// What a rule says in words, without the example.
pub(crate) fn explanation(rule: &Value) -> String {
    let said = rule.get("markdownDescription").and_then(Value::as_str);
    let said = said.unwrap_or_default();
    said.split("\n\n*").next().unwrap_or_default().to_owned()
}

/// The lines of YAML that a rule shows.
pub(crate) fn example(rule: &Value) -> Option<&str> {
    let said = rule.get("markdownDescription")?.as_str()?;
    let (_, lines) = said.split_once("```yaml\n")?;
    lines.strip_suffix("```")
}

/// The examples that the schema itself refuses.
pub(crate) fn invalid_examples(kind: &str, files: &Files, language: Language) -> Vec<String> {
    let root = schema(kind, files, language);
    let mut faults = Vec::new();
    walk(&root, "", &mut |path, key, rule| {
        let Some(lines) = example(rule) else { return };
        let around = json!({
            "properties": { key: rule },
            "required": [key],
            "additionalProperties": false,
            "definitions": root.get("definitions").unwrap_or(&json!({})),
        });
        let validator = jsonschema::draft7::new(&around).unwrap();
        let value = read(lines);
        if let Err(error) = validator.validate(&value) {
            faults.push(format!(
                "{kind} ({}): `{path}`: {error}\n{lines}",
                language.code()
            ));
        }
    });
    faults
}

/// YAML as an editor reads it: numbers are numbers.
fn read(lines: &str) -> Value {
    let mut sources = Sources::default();
    let file = sources.add("example.yaml".to_owned(), lines);
    let mut sink = Sink::default();
    let node = yaml::parse(file, &sources, &mut sink);
    node.map_or(Value::Null, |node| json_of(&node))
}

fn json_of(node: &Node) -> Value {
    match &node.value {
        yaml::Value::Null => Value::Null,
        yaml::Value::Scalar(_) => {
            let text = node.as_str().unwrap_or_default();
            let plain = serde_json::from_str::<Value>(text).ok();
            let plain = plain.filter(|value| value.is_number() || value.is_boolean());
            plain.unwrap_or_else(|| text.into())
        }
        yaml::Value::List(items) => items.iter().map(json_of).collect(),
        yaml::Value::Map(entries) => {
            let entries = entries
                .iter()
                .map(|entry| (entry.key.clone(), json_of(&entry.value)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
    }
}
