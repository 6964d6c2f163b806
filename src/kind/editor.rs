//! The schema of a kind for an editor: one file that explains itself.
//!
//! The schemas of `templates/` are written for those who keep them: in two languages, with references
//! from file to file, whose neighbours draft-07 says to ignore. An editor gets everything in one
//! piece, in one language, with an example at every key. What is written here is what
//! yaml-language-server understands (the server of the YAML extension of VS Code and of others), and
//! harmless elsewhere: `markdownDescription`, `enumDescriptions`, `defaultSnippets`,
//! `patternErrorMessage`, `errorMessage`.

mod forms;
mod snippets;
mod written;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::files::Files;
use super::schema::{Format, Schema, target};
use crate::diagnostics::{Language, Message, say};

/// The keys of our schemas that have a form in English beside the Lithuanian one.
const WORDS: [&str; 4] = ["title", "description", "examples", "enumDescriptions"];

/// What only `aktas` has a use for.
const OURS: [&str; 4] = ["of-period", "numbered", "part", "definitions"];

/// The schema of a kind for an editor, as JSON with a line break at the end. The same files give the
/// same text.
///
/// # Errors
///
/// Says in one line that there is no such kind, or what is wrong with its schema.
pub fn editor_schema(files: &Files, kind: &str, language: Language) -> Result<String, Message> {
    let path = format!("{kind}/schema.json");
    let bytes = match files.bytes(&path) {
        Ok(Some((_, bytes))) if files.kinds().iter().any(|known| known == kind) => bytes,
        Ok(_) => return Err(say!("there is no kind `{kind}`", kind)),
        Err(error) => {
            let why = error.to_string();
            return Err(say!("`{path}` cannot be read: {why}", path, why));
        }
    };
    let text = str::from_utf8(&bytes).map_err(|_| say!("the file is not UTF-8"))?;
    let schema = Schema::compile(kind, text, files)?;
    let written = Editor::new(&schema, language).whole(&schema.root)?;
    let text = serde_json::to_string_pretty(&written).map_err(|error| error.to_string())?;
    Ok(text + "\n")
}

/// Where a reference leads to: `common/schema.json#/definitions/text`.
type Address = String;

/// Writes a schema anew.
struct Editor {
    language: Language,
    /// The files, with references that say the file.
    files: BTreeMap<String, Value>,
    /// The references that are being followed.
    open: Vec<Address>,
    /// What holds itself, as a column holds columns: it stands once, under its name.
    recursive: BTreeMap<Address, String>,
}

impl Editor {
    fn new(schema: &Schema, language: Language) -> Self {
        let whole = |(path, value): (&String, &Value)| (path.clone(), addressed(value, path));
        Self {
            language,
            files: schema.files.iter().map(whole).collect(),
            open: Vec::new(),
            recursive: BTreeMap::new(),
        }
    }

    /// The whole schema, with the definitions that it needs.
    fn whole(&mut self, root: &str) -> Result<Value, Message> {
        let found = self.at(root)?;
        let mut written = self.rule(&found, None)?;
        let mut definitions = Map::new();
        while let Some((address, name)) = self.undefined(&definitions) {
            let found = self.at(&address)?;
            self.open = vec![address];
            definitions.insert(name, self.rule(&found, None)?);
            self.open.clear();
        }
        definitions.sort_keys();
        if let Value::Object(written) = &mut written
            && !definitions.is_empty()
        {
            written.insert("definitions".to_owned(), Value::Object(definitions));
        }
        Ok(written)
    }

    /// Something that is referred to and not yet defined.
    fn undefined(&self, definitions: &Map<String, Value>) -> Option<(Address, String)> {
        let mut all = self.recursive.iter();
        let (address, name) = all.find(|(_, name)| !definitions.contains_key(*name))?;
        Some((address.clone(), name.clone()))
    }

    /// What stands at an address.
    fn at(&self, address: &str) -> Result<Value, Message> {
        let (file, pointer) = address.split_once('#').unwrap_or((address, ""));
        let found = self.files.get(file).and_then(|file| file.pointer(pointer));
        let reference = address;
        found
            .cloned()
            .ok_or_else(|| say!("`{reference}` leads to nothing", reference))
    }

    /// A rule, with what it refers to put in its place. `key` is what the author writes before the value.
    fn rule(&mut self, value: &Value, key: Option<&str>) -> Result<Value, Message> {
        let Value::Object(rule) = value else {
            return Ok(value.clone());
        };
        let Some(address) = rule.get("$ref").and_then(Value::as_str) else {
            return self.plain(rule, key);
        };
        if self.open.iter().any(|open| open == address) {
            let name = self.name(address);
            return Ok(json!({ "$ref": format!("#/definitions/{name}") }));
        }
        let laid = laid_over(&self.at(address)?, rule);
        self.open.push(address.to_owned());
        let written = self.rule(&laid, key);
        self.open.pop();
        written
    }

    /// The name of something that holds itself: the last word of its address, or if that is taken, with
    /// the folder before it.
    fn name(&mut self, address: &str) -> String {
        if let Some(name) = self.recursive.get(address) {
            return name.clone();
        }
        let last = address.rsplit(['/', '#']).next().unwrap_or_default();
        let folder = address.split('/').next().unwrap_or_default();
        let taken = last.is_empty() || self.recursive.values().any(|name| name == last);
        let name = if taken {
            format!("{folder}-{last}")
        } else {
            last.to_owned()
        };
        self.recursive.insert(address.to_owned(), name.clone());
        name
    }

    /// A rule that refers to nothing itself.
    fn plain(&mut self, rule: &Map<String, Value>, key: Option<&str>) -> Result<Value, Message> {
        let mut written = Map::new();
        for (word, value) in rule {
            let value = match word.as_str() {
                "title" => {
                    self.words(rule, key, &mut written);
                    continue;
                }
                word if OURS.contains(&word) || WORDS.contains(&english_of(word)) => continue,
                "properties" => self.properties(value)?,
                "additionalProperties" | "items" | "propertyNames" => self.rule(value, None)?,
                "anyOf" | "oneOf" | "allOf" => self.branches(value)?,
                "enum" => Value::Array(choices(value)),
                _ => value.clone(),
            };
            written.insert(word.clone(), value);
        }
        self.explain_choices(rule, &mut written);
        forms::add(rule, &mut written, self.language);
        self.document_branches(&mut written);
        snippets::add(&self.examples(rule), &mut written);
        Ok(Value::Object(written))
    }

    fn properties(&mut self, value: &Value) -> Result<Value, Message> {
        let mut written = Map::new();
        for (key, value) in value.as_object().into_iter().flatten() {
            written.insert(key.clone(), self.rule(value, Some(key))?);
        }
        Ok(Value::Object(written))
    }

    fn branches(&mut self, value: &Value) -> Result<Value, Message> {
        let branches = value.as_array().into_iter().flatten();
        branches.map(|branch| self.rule(branch, None)).collect()
    }

    /// The title, the description and an example, in the language.
    fn words(
        &self,
        rule: &Map<String, Value>,
        key: Option<&str>,
        written: &mut Map<String, Value>,
    ) {
        if let Some(title) = self.title(rule, key) {
            written.insert("title".to_owned(), title.into());
        }
        let Some(description) = self
            .in_language(rule, "description")
            .and_then(Value::as_str)
        else {
            return;
        };
        let mut plain = description.to_owned();
        let mut markdown = description.to_owned();
        if let Some(example) = self.examples(rule).first() {
            let label = say!("Example").text(self.language).into_owned();
            let lines = written::example(key, example);
            if let Some(value) = written::on_a_line(example) {
                plain.push_str(&format!(" {label}: {value}"));
            }
            markdown.push_str(&format!("\n\n*{label}:*\n\n```yaml\n{lines}```"));
        }
        written.insert("description".to_owned(), plain.into());
        written.insert("markdownDescription".to_owned(), markdown.into());
    }

    /// The title; in English the key itself, if nothing else is said: keys are English.
    fn title(&self, rule: &Map<String, Value>, key: Option<&str>) -> Option<String> {
        let own = |word| rule.get(word).and_then(Value::as_str).map(str::to_owned);
        match self.language {
            Language::Lithuanian => own("title"),
            Language::English => own("title-en").or_else(|| key.map(said)),
        }
    }

    /// The examples of a rule; those of words are in the language.
    fn examples(&self, rule: &Map<String, Value>) -> Vec<Value> {
        let found = self.in_language(rule, "examples").and_then(Value::as_array);
        found.cloned().unwrap_or_default()
    }

    /// What a rule has under a word in the language; without an English form, the only one.
    fn in_language<'v>(&self, rule: &'v Map<String, Value>, word: &str) -> Option<&'v Value> {
        let english = (self.language == Language::English).then(|| rule.get(&format!("{word}-en")));
        english.flatten().or_else(|| rule.get(word))
    }

    /// What each of several values means.
    fn explain_choices(&self, rule: &Map<String, Value>, written: &mut Map<String, Value>) {
        if let Some(meanings) = self.in_language(rule, "enumDescriptions") {
            written.insert("enumDescriptions".to_owned(), meanings.clone());
            written.insert("markdownEnumDescriptions".to_owned(), meanings.clone());
        }
    }

    /// Says at each possibility what is said of all of them: yaml-language-server shows the words of the
    /// one that fits. Their plain descriptions stay different, by which it tells them apart.
    fn document_branches(&self, written: &mut Map<String, Value>) {
        let words: Vec<(&str, Value)> = ["title", "markdownDescription"]
            .iter()
            .filter_map(|word| Some((*word, written.get(*word)?.clone())))
            .collect();
        for key in ["anyOf", "oneOf"] {
            let branches = written.get_mut(key).and_then(Value::as_array_mut);
            for branch in branches.into_iter().flatten() {
                let Value::Object(branch) = branch else {
                    continue;
                };
                branch.extend(
                    words
                        .iter()
                        .map(|(word, value)| ((*word).into(), value.clone())),
                );
                if !branch.contains_key("description") {
                    let shape = forms::shape(branch).text(self.language).into_owned();
                    branch.insert("description".to_owned(), shape.into());
                }
            }
        }
    }
}

/// A schema whose references say their file.
fn addressed(value: &Value, file: &str) -> Value {
    match value {
        Value::Object(entries) => {
            let entry = |(key, value): (&String, &Value)| {
                let address = value.as_str().filter(|_| key == "$ref");
                let address = address.and_then(|reference| target(file, reference));
                let value = match address {
                    Some((file, pointer)) => format!("{file}#{pointer}").into(),
                    None => addressed(value, file),
                };
                (key.clone(), value)
            };
            Value::Object(entries.iter().map(entry).collect())
        }
        Value::Array(items) => items.iter().map(|item| addressed(item, file)).collect(),
        _ => value.clone(),
    }
}

/// A rule over the one that it refers to: its own words stand before those of the other, in every
/// language at once.
fn laid_over(below: &Value, rule: &Map<String, Value>) -> Value {
    let mut laid = rule.clone();
    laid.shift_remove("$ref");
    for (word, value) in below.as_object().into_iter().flatten() {
        let said = WORDS.contains(&english_of(word)) && rule.contains_key(english_of(word));
        if !said && !laid.contains_key(word) {
            laid.insert(word.clone(), value.clone());
        }
    }
    Value::Object(laid)
}

/// The word whose English form this is; else the word.
fn english_of(word: &str) -> &str {
    word.strip_suffix("-en").unwrap_or(word)
}

/// A key as words: `money-unit` is „Money unit“.
fn said(key: &str) -> String {
    let words = key.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The values that may stand, each once: our schemas name a number as a text, too.
fn choices(value: &Value) -> Vec<Value> {
    let all = value.as_array().cloned().unwrap_or_default();
    let numbers = all.iter().filter(|value| value.is_number());
    let numbers: Vec<String> = numbers.map(Value::to_string).collect();
    let doubled = |value: &&Value| {
        value
            .as_str()
            .is_some_and(|text| numbers.iter().any(|number| number == text))
    };
    all.iter()
        .filter(|value| !doubled(value))
        .cloned()
        .collect()
}

/// The meaning of a rule's text, if its schema says one.
fn format_of(rule: &Map<String, Value>) -> Option<Format> {
    Format::named(rule.get("format")?.as_str()?)
}
