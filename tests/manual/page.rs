//! A page of the manual: what an author can write in a document of a kind.

use std::fmt::Write;

use aktas::diagnostics::Language;
use aktas::kind::files::Files;
use serde_json::Value;

use super::keys::{example, explanation, schema};

/// The parts of sections are the same everywhere: they are told on a page of their own.
const SHARED: &str = "parts";

/// The words of the manual.
struct Words {
    keys: &'static str,
    required: &'static str,
    optional: &'static str,
    value: &'static str,
    choices: &'static str,
    shared: &'static str,
    start: &'static str,
    index: &'static str,
    people: &'static str,
    shapes: [&'static str; 7],
    or: &'static str,
}

const LITHUANIAN: Words = Words {
    keys: "Raktai",
    required: "privaloma",
    optional: "neprivaloma",
    value: "Reikšmė",
    choices: "Galimos reikšmės",
    shared: "Skyriaus dalys visų rūšių dokumentuose vienodos; jos aprašytos",
    start: "Dokumentas prasideda eilute",
    index: "Visos rūšys",
    people: "Asmenų (`who`, `signatures`), įstaigų ir šaltinių raktų tekstų rengyklė nesiūlo: schema nežino, kas \
             įrašyta `people`. Neteisingą raktą nurodo `aktas check`.",
    shapes: [
        "tekstas",
        "skaičius",
        "sveikasis skaičius",
        "`true` arba `false`",
        "sąrašas",
        "raktai ir reikšmės",
        "`~`",
    ],
    or: "arba",
};

const ENGLISH: Words = Words {
    keys: "Keys",
    required: "required",
    optional: "optional",
    value: "Value",
    choices: "Possible values",
    shared: "The parts of sections are the same in all kinds; they are told",
    start: "A document begins with the line",
    index: "All kinds",
    people: "An editor does not offer the keys of people (`who`, `signatures`), institutions and sources: a schema \
             does not know what stands in `people`. `aktas check` tells a wrong key.",
    shapes: [
        "text",
        "number",
        "whole number",
        "`true` or `false`",
        "list",
        "keys and values",
        "`~`",
    ],
    or: "or",
};

fn words(language: Language) -> &'static Words {
    match language {
        Language::Lithuanian => &LITHUANIAN,
        Language::English => &ENGLISH,
    }
}

/// The page of a kind.
pub(crate) fn of_kind(kind: &str, files: &Files, language: Language) -> String {
    let schema = schema(kind, files, language);
    let words = words(language);
    let mut page = format!(
        "# {}\n\n{}\n\n",
        text(&schema, "title"),
        explanation(&schema)
    );
    let _ = writeln!(
        page,
        "{} `kind: {kind}`. [{}](README.md).\n",
        words.start, words.index
    );
    let _ = writeln!(page, "{}\n", words.people);
    contents(&schema, words, &mut page);
    let link = format!("[`{SHARED}`]({SHARED}.{}.md)", language.code());
    let mut writer = Writer {
        words,
        page,
        link: Some(link),
    };
    writer.keys(&schema, "", 2);
    writer.page
}

/// The page of the parts of sections.
pub(crate) fn of_parts(kind: &str, files: &Files, language: Language) -> String {
    let schema = schema(kind, files, language);
    let parts = schema
        .pointer("/properties/sections/items/properties/parts")
        .unwrap();
    let words = words(language);
    let mut page = format!(
        "# {} (`{SHARED}`)\n\n{}\n\n",
        text(parts, "title"),
        explanation(parts)
    );
    let _ = writeln!(
        page,
        "[{}](README.md).\n\n```yaml\n{}```\n",
        words.index,
        example(parts).unwrap()
    );
    let mut writer = Writer {
        words,
        page,
        link: None,
    };
    writer.keys(&parts["items"], "", 2);
    if let Some(column) = schema.pointer("/definitions/column") {
        assert!(column.is_object());
    }
    writer.page
}

/// The pages, in both languages.
pub(crate) fn index(kinds: &[&str], files: &Files) -> String {
    let mut page = "# Raktai / Keys\n\nKą galima rašyti kiekvienos rūšies dokumente. Puslapiai sudaromi iš schemų, tų pačių, \
                    kurias tekstų rengyklei duoda `aktas schema`.\n\nWhat can be written in a document of each kind. The pages \
                    are made of the schemas that `aktas schema` gives to an editor.\n\n| Rūšis | Lietuviškai | English |\n|---|---|---|\n"
        .to_owned();
    let titles = |kind: &str| {
        [Language::Lithuanian, Language::English]
            .map(|language| text(&schema(kind, files, language), "title"))
    };
    for kind in kinds {
        let [lithuanian, english] = titles(kind);
        let _ = writeln!(
            page,
            "| `{kind}` | [{lithuanian}]({kind}.lt.md) | [{english}]({kind}.en.md) |"
        );
    }
    let _ = writeln!(
        page,
        "| `{SHARED}` | [Skyriaus dalys: lentelės, diagramos, paveikslai]({SHARED}.lt.md) | [Parts of sections: tables, charts, pictures]({SHARED}.en.md) |"
    );
    page
}

/// The table of the first keys.
fn contents(schema: &Value, words: &Words, page: &mut String) {
    let _ = writeln!(page, "| {} | | |\n|---|---|---|", words.keys);
    for (key, rule) in properties(schema) {
        let how = if is_required(schema, key) {
            words.required
        } else {
            words.optional
        };
        let _ = writeln!(
            page,
            "| [`{key}`](#{key}) | {} | {how} |",
            text(rule, "title")
        );
    }
    page.push('\n');
}

/// Writes the keys one below the other.
struct Writer {
    words: &'static Words,
    page: String,
    /// Where the shared parts are told, on pages that do not tell them.
    link: Option<String>,
}

impl Writer {
    /// The keys below a rule, each with a heading; deeper ones under the heading of their path.
    fn keys(&mut self, rule: &Value, path: &str, level: usize) {
        for (key, inner) in properties(rule) {
            let path = if path.is_empty() {
                key.clone()
            } else {
                format!("{path}.{key}")
            };
            self.key(&path, inner, is_required(rule, key), level);
            if key == SHARED && self.link.is_some() {
                let link = self.link.clone().unwrap_or_default();
                let _ = writeln!(self.page, "{}: {link}.\n", self.words.shared);
            } else {
                self.inner(inner, &path, level + 1);
            }
        }
    }

    fn inner(&mut self, rule: &Value, path: &str, level: usize) {
        self.keys(rule, path, level);
        if let Some(items) = rule.get("items") {
            self.inner(items, &format!("{path}[]"), level);
        }
        if let Some(values) = rule
            .get("additionalProperties")
            .filter(|values| values.is_object())
        {
            self.inner(values, &format!("{path}.*"), level);
        }
        for branch in rule
            .get("anyOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            self.inner(branch, path, level);
        }
    }

    fn key(&mut self, path: &str, rule: &Value, required: bool, level: usize) {
        let words = self.words;
        let page = &mut self.page;
        let _ = writeln!(page, "{} `{path}`\n", "#".repeat(level.min(4)));
        let how = if required {
            words.required
        } else {
            words.optional
        };
        let _ = writeln!(
            page,
            "**{}** ({how}). {}\n",
            text(rule, "title"),
            explanation(rule)
        );
        let value = rule
            .get("const")
            .map(|value| format!("`{}`", value.as_str().unwrap_or_default()));
        let shape = value.unwrap_or_else(|| shapes(rule, words).join(&format!(" {} ", words.or)));
        if !shape.is_empty() && rule.get("enum").is_none() {
            let _ = writeln!(page, "{}: {shape}.\n", words.value);
        }
        choices(rule, words, page);
        if let Some(lines) = example(rule) {
            let _ = writeln!(page, "```yaml\n{lines}```\n");
        }
    }
}

/// The values that may stand, with what they mean.
fn choices(rule: &Value, words: &Words, page: &mut String) {
    let Some(values) = rule.get("enum").and_then(Value::as_array) else {
        return;
    };
    let _ = writeln!(page, "{}:\n", words.choices);
    let meanings = rule.get("enumDescriptions").and_then(Value::as_array);
    for (at, value) in values.iter().enumerate() {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        match meanings.and_then(|meanings| meanings.get(at)?.as_str()) {
            Some(meaning) => writeln!(page, "- `{value}` – {meaning}").unwrap(),
            None => writeln!(page, "- `{value}`").unwrap(),
        }
    }
    page.push('\n');
}

/// What sorts of values a rule allows, in words.
fn shapes(rule: &Value, words: &Words) -> Vec<&'static str> {
    let branches = rule.get("anyOf").and_then(Value::as_array);
    let rules: Vec<&Value> =
        branches.map_or_else(|| vec![rule], |branches| branches.iter().collect());
    let mut found = Vec::new();
    for rule in rules {
        let types = match rule.get("type") {
            Some(Value::String(name)) => vec![name.as_str()],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        // A number or a word of a form is written as text, too: the form says which it is.
        let formed = types.len() > 1 && rule.get("pattern").is_some() && !has_words(rule);
        for name in types {
            let at = match name {
                "string" if formed => continue,
                "string" => 0,
                "number" if rule.get("pattern").is_none() => continue,
                "number" => 1,
                "integer" => 2,
                "boolean" => 3,
                "array" => 4,
                "object" => 5,
                _ => 6,
            };
            if !found.contains(&words.shapes[at]) {
                found.push(words.shapes[at]);
            }
        }
    }
    found
}

/// Whether an example is no number: a period, `2026-09..2027-08`.
fn has_words(rule: &Value) -> bool {
    let examples = rule.get("defaultSnippets").and_then(Value::as_array);
    let bodies = examples.into_iter().flatten().map(|one| &one["body"]);
    let is_number = |text: &str| text.replace(',', ".").parse::<f64>().is_ok();
    bodies
        .filter_map(Value::as_str)
        .any(|text| !is_number(text))
}

fn properties(rule: &Value) -> impl Iterator<Item = (&String, &Value)> {
    rule.get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
}

fn is_required(rule: &Value, key: &str) -> bool {
    let required = rule.get("required").and_then(Value::as_array);
    required.is_some_and(|required| required.iter().any(|name| name == key))
}

fn text(rule: &Value, word: &str) -> String {
    rule.get(word)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}
