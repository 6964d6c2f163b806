//! What an editor offers to write: forms of a value, and a whole new item of a list.

use serde_json::{Map, Value, json};

/// Adds what may be offered for a value of this rule.
pub(super) fn add(examples: &[Value], written: &mut Map<String, Value>) {
    let is_list = written.get("type").and_then(Value::as_str) == Some("array");
    let snippets = if is_list {
        item(written)
    } else {
        forms(examples, written)
    };
    if !snippets.is_empty() {
        written.insert("defaultSnippets".to_owned(), Value::Array(snippets));
    }
}

/// The forms that a value may have, where there are several. A single example is not offered: it would
/// be left standing in documents.
fn forms(examples: &[Value], written: &Map<String, Value>) -> Vec<Value> {
    let is_choice = written.contains_key("enum") || written.contains_key("const");
    let plain = examples
        .iter()
        .all(|value| !value.is_object() && !value.is_array());
    if is_choice || !plain || examples.len() < 2 {
        return Vec::new();
    }
    let form = |value: &Value| {
        let label = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        json!({ "label": label, "body": value })
    };
    examples.iter().map(form).collect()
}

/// A new item of a list of mappings, with the keys that it must have.
fn item(written: &Map<String, Value>) -> Vec<Value> {
    let items = written.get("items").and_then(Value::as_object);
    let Some(items) = items.filter(|items| items.contains_key("properties")) else {
        return Vec::new();
    };
    let mut next = 1;
    let body = empty(items, &mut next);
    if body.is_empty() {
        return Vec::new();
    }
    let label = items.get("title").cloned().unwrap_or_else(|| "…".into());
    vec![
        json!({ "label": label, "markdownDescription": items.get("markdownDescription"), "body": [body] }),
    ]
}

/// A mapping with the keys that it must have, each a place to write at.
fn empty(rule: &Map<String, Value>, next: &mut usize) -> Map<String, Value> {
    let required = rule.get("required").and_then(Value::as_array);
    let required = required.into_iter().flatten().filter_map(Value::as_str);
    let mut body = Map::new();
    for key in required {
        let rule = rule
            .get("properties")
            .and_then(|properties| properties.get(key));
        body.insert(key.to_owned(), place(rule.and_then(Value::as_object), next));
    }
    body
}

/// A place to write at, in the shape of the value.
fn place(rule: Option<&Map<String, Value>>, next: &mut usize) -> Value {
    if let Some(rule) = rule {
        if rule.contains_key("properties") {
            return Value::Object(empty(rule, next));
        }
        if rule.get("type").and_then(Value::as_str) == Some("array") {
            let items = rule.get("items").and_then(Value::as_object);
            return Value::Array(vec![place(items, next)]);
        }
    }
    let place = format!("${next}");
    *next += 1;
    place.into()
}
