//! What stands beside documents: settings of editors, and what git is to leave alone.
//!
//! The document itself names its schema, in its first line, for every editor with yaml-language-server
//! (VS Code, Neovim, Helix, …). The IDEs of JetBrains have a map of files and schemas instead.

use std::path::PathBuf;

use super::Place;
use crate::diagnostics::{Language, Message, say};

/// A file of a project that is no document.
#[derive(Debug, Clone)]
pub struct Beside {
    /// Where it stands.
    pub path: PathBuf,
    /// What it says where there is none.
    pub text: String,
    /// What a file that is there already needs to do its work.
    needs: Needs,
    /// What its owner is to do where it does not have that.
    advice: Message,
}

/// What a file needs to do its work.
#[derive(Debug, Clone)]
enum Needs {
    /// The very text.
    All,
    /// These words in it.
    Words(String),
    /// This folder in a line of its own, as git reads such lines.
    Folder(&'static str),
}

impl Beside {
    /// What the owner of a file that is there is to do, if there is something.
    #[must_use]
    pub fn advice(&self, there: &str) -> Option<&Message> {
        let has = match &self.needs {
            Needs::All => there == self.text,
            Needs::Words(words) => there.contains(words),
            Needs::Folder(folder) => there
                .lines()
                .any(|line| line.trim().trim_matches('/') == *folder),
        };
        (!has).then_some(&self.advice)
    }
}

/// The extension of VS Code, and of its relatives, that works with schemas.
const EXTENSION: &str = "redhat.vscode-yaml";

/// What tells that extension not to break the lines of texts anew.
const NO_FORMAT: &str = "\"yaml.format.enable\": false";

/// The folder that `aktas build` writes to.
const OUT: &str = "out";

/// What stands beside a document of a kind. Its schema comes first: `schema` is its text, and
/// `command` writes it anew. `kinds` are all kinds of the project.
#[must_use]
pub fn beside(
    place: &Place,
    kind: &str,
    kinds: &[String],
    schema: String,
    command: &str,
    language: Language,
) -> Vec<Beside> {
    let file = |name: &str, text: String, needs: Needs, advice: Message| Beside {
        path: place.project.join(name),
        text,
        needs,
        advice,
    };
    let words = |words: &str| Needs::Words(words.to_owned());
    let found_by = found_by(place, kind);
    let renew = say!(
        "it is not of this version of `aktas`: renew it with `{command}`",
        command
    );
    let install = say!(
        "for help with keys in VS Code, install the extension `{extension}`",
        extension = EXTENSION
    );
    let format = say!(
        "add `{setting}` to it, so that the editor leaves the lines of texts alone",
        setting = NO_FORMAT
    );
    let map = say!(
        "for help with keys in an IDE of JetBrains, map `{found_by}` to `{schema}` in its settings",
        schema = place.schema_of(kind),
        found_by = found_by.clone()
    );
    let ignore = say!("add the line `{line}` to it", line = format!("{OUT}/"));
    vec![
        file(&place.schema_of(kind), schema, Needs::All, renew),
        file(
            ".vscode/extensions.json",
            format!("{{\n  \"recommendations\": [\"{EXTENSION}\"]\n}}\n"),
            words(EXTENSION),
            install,
        ),
        file(
            ".vscode/settings.json",
            settings(),
            words("yaml.format.enable"),
            format,
        ),
        file(
            ".idea/jsonSchemas.xml",
            mapping(place, kind, kinds),
            Needs::Words(escaped(&found_by)),
            map,
        ),
        file(".gitignore", ignored(language), Needs::Folder(OUT), ignore),
    ]
}

/// The document as a map of files finds it: by the pattern of its kind in its folder, where it is
/// named after its kind, or by its own name.
fn found_by(place: &Place, kind: &str) -> String {
    let document = place.document_in_project();
    let (folder, name) = document.rsplit_once('/').unwrap_or(("", &document));
    if name.starts_with(kind) {
        pattern(folder, kind)
    } else {
        document
    }
}

/// The documents of a kind in a folder: their names begin as those that `aktas new` gives.
fn pattern(folder: &str, kind: &str) -> String {
    let separator = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{separator}{kind}*.yaml")
}

/// Two spaces, long lines shown whole, and nothing of the text changed unasked.
fn settings() -> String {
    format!(
        r#"{{
  "[yaml]": {{
    "editor.insertSpaces": true,
    "editor.tabSize": 2,
    "editor.detectIndentation": false,
    "editor.wordWrap": "on",
    "editor.formatOnSave": false,
    "editor.quickSuggestions": {{ "other": true, "comments": false, "strings": true }}
  }},
  {NO_FORMAT},
  "yaml.schemaStore.enable": false,
  "yaml.customTags": [],
  "files.encoding": "utf8",
  "files.eol": "\n"
}}
"#
    )
}

/// The map of files and schemas as IDEs of JetBrains keep it (`.idea/jsonSchemas.xml`), with all kinds:
/// it is written once.
fn mapping(place: &Place, kind: &str, kinds: &[String]) -> String {
    let document = place.document_in_project();
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    let found_by = found_by(place, kind);
    let entries = kinds.iter().map(|one| {
        let mut patterns = vec![pattern(folder, one)];
        if one == kind && !patterns.contains(&found_by) {
            patterns.push(found_by.clone());
        }
        entry(one, &place.schema_of(one), &patterns)
    });
    let entries: String = entries.collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<project version="4">
  <component name="JsonSchemaMappingsProjectConfiguration">
    <state>
      <map>
{entries}      </map>
    </state>
  </component>
</project>
"#
    )
}

fn entry(kind: &str, schema: &str, patterns: &[String]) -> String {
    let items = patterns.iter().map(|pattern| {
        let is_pattern = pattern.contains('*');
        let pattern = escaped(pattern);
        format!(
            r#"                  <Item>
                    <option name="pattern" value="{is_pattern}" />
                    <option name="path" value="{pattern}" />
                  </Item>
"#
        )
    });
    let items: String = items.collect();
    let [kind, schema] = [kind, schema].map(escaped);
    format!(
        r#"        <entry key="{kind}">
          <value>
            <SchemaInfo>
              <option name="name" value="{kind}" />
              <option name="relativePathToSchema" value="{schema}" />
              <option name="schemaVersion" value="JSON Schema version 7" />
              <option name="patterns">
                <list>
{items}                </list>
              </option>
            </SchemaInfo>
          </value>
        </entry>
"#
    )
}

fn ignored(language: Language) -> String {
    let why = say!("what `aktas build` makes; it can be made anew at any time");
    format!("# {}\n{OUT}/\n", why.text(language))
}

fn escaped(text: &str) -> String {
    let signs = text.chars().map(|sign| match sign {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '"' => "&quot;".to_owned(),
        sign => sign.to_string(),
    });
    signs.collect()
}
