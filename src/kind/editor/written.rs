//! Examples as an author would write them in YAML.

use serde_json::Value;

/// The longest inner mapping or list that stands on one line.
const LINE: usize = 72;

/// An example after its key, or alone; every line ends.
pub(super) fn example(key: Option<&str>, value: &Value) -> String {
    let mut lines = String::new();
    match key {
        Some(key) => entry(key, value, 0, &mut lines),
        None => block(value, 0, &mut lines),
    }
    lines
}

/// A value that stands on one line: a text, a number, nothing.
pub(super) fn on_a_line(value: &Value) -> Option<String> {
    match value {
        Value::Object(_) | Value::Array(_) => None,
        Value::String(text) if text.contains('\n') => None,
        Value::String(text) if needs_quotes(text) => {
            Some(format!("\"{}\"", text.replace('"', "\\\"")))
        }
        Value::String(text) => Some(text.clone()),
        Value::Null => Some("~".to_owned()),
        other => Some(other.to_string()),
    }
}

/// A key and its value at an indentation.
fn entry(key: &str, value: &Value, indent: usize, lines: &mut String) {
    let spaces = " ".repeat(indent);
    let short = if indent > 0 { flow(value) } else { None };
    if let Some(value) = on_a_line(value).or(short) {
        lines.push_str(&format!("{spaces}{key}: {value}\n"));
    } else if let Value::String(text) = value {
        lines.push_str(&format!("{spaces}{key}: |\n"));
        for line in text.lines() {
            let inner = if line.is_empty() {
                String::new()
            } else {
                format!("{spaces}  {line}")
            };
            lines.push_str(&format!("{inner}\n"));
        }
    } else {
        lines.push_str(&format!("{spaces}{key}:\n"));
        block(value, indent + 2, lines);
    }
}

/// A value on lines of its own.
fn block(value: &Value, indent: usize, lines: &mut String) {
    let spaces = " ".repeat(indent);
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                entry(key, value, indent, lines);
            }
        }
        Value::Array(items) => {
            for item in items {
                let start = lines.len();
                match on_a_line(item) {
                    Some(item) => lines.push_str(&format!("{spaces}- {item}\n")),
                    None => {
                        block(item, indent + 2, lines);
                        let dash = start + indent;
                        lines.replace_range(dash..=dash, "-");
                    }
                }
            }
        }
        Value::String(text) if text.contains('\n') => {
            for line in text.lines() {
                lines.push_str(&format!("{spaces}{line}\n"));
            }
        }
        other => {
            let line = on_a_line(other).unwrap_or_default();
            lines.push_str(&format!("{spaces}{line}\n"));
        }
    }
}

/// A mapping or list of plain values on one line, if it is short.
fn flow(value: &Value) -> Option<String> {
    let line = match value {
        Value::Object(entries) => {
            let entry = |(key, value): (&String, &Value)| {
                on_a_line(value).map(|value| format!("{key}: {value}"))
            };
            let entries: Option<Vec<String>> = entries.iter().map(entry).collect();
            format!("{{ {} }}", entries?.join(", "))
        }
        Value::Array(items) => {
            let items: Option<Vec<String>> = items.iter().map(on_a_line).collect();
            format!("[{}]", items?.join(", "))
        }
        _ => return None,
    };
    // A comma or a bracket would end a value there.
    let plain = !flow_values(value).any(|text| text.contains([',', '[', ']', '{', '}']));
    (plain && line.chars().count() <= LINE).then_some(line)
}

fn flow_values(value: &Value) -> Box<dyn Iterator<Item = &str> + '_> {
    match value {
        Value::Object(entries) => Box::new(entries.values().filter_map(Value::as_str)),
        Value::Array(items) => Box::new(items.iter().filter_map(Value::as_str)),
        _ => Box::new(std::iter::empty()),
    }
}

/// Whether YAML would read a text as something else.
fn needs_quotes(text: &str) -> bool {
    text.is_empty()
        || text.starts_with([
            '!', '&', '*', '|', '>', '@', '`', '"', '\'', '%', '#', '{', '}', '[', ']', ',',
        ])
        || text.starts_with("- ")
        || text.starts_with("? ")
        || text.contains(": ")
        || text.contains(" #")
        || text.ends_with(':')
}
