//! A document kind: a folder of templates.
//!
//! `templates/<kind>/` holds the schema, the template, the labels and what differs in style;
//! `templates/common/` holds what kinds share. Adding a kind is adding a folder: nothing here or
//! later knows the name of one.

pub mod about;
mod checks;
pub mod editor;
mod fields;
pub mod files;
pub mod indicator;
pub mod labels;
pub mod schema;
pub mod style;

use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, Levels, Message, Place, Sink, did_you_mean, say};
use crate::source::{FileId, MAX_BYTES, Sources};
use crate::yaml::{self, Node};
use files::Files;
use indicator::Indicator;
use labels::{Labels, overlay};
use schema::Schema;
use style::{RevisionWords, Style, StyleNames, Words};

/// All that makes documents of one kind in one language.
#[derive(Debug, Clone)]
pub struct Kind {
    /// The name of the folder.
    pub name: String,
    /// What a document may say.
    pub schema: Schema,
    /// The template and the shared ones it may use, each with its name for Tera.
    pub templates: Vec<(String, FileId)>,
    /// The words that are printed.
    pub labels: Labels,
    /// How it looks.
    pub style: Arc<Style>,
    /// What is computed from the figures of a document.
    pub indicators: Vec<Indicator>,
    /// How much checks weigh in its documents, where that differs from what is built in.
    pub levels: Levels,
    /// Where the words of other languages are, for parts of a document in one of them.
    files: Files,
}

/// Reads the kind that a document asks for.
///
/// Faults of the kind's files go into the sink; a kind or language that does not exist is told
/// at its place in the document.
pub fn load(
    document: &Node,
    files: &Files,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<Kind> {
    let name = kind_name(document, files, sink)?;
    let lang = document
        .get("lang")
        .and_then(Node::as_str)
        .unwrap_or(DEFAULT_LANG)
        .to_owned();
    let mut loader = Loader {
        files,
        sources,
        sink,
    };
    let labels = loader.labels(&name, &lang, document)?;
    let mut style = loader
        .merged(&name, "style.yaml")
        .and_then(|node| loader.style(&node));
    if let Some(style) = &mut style {
        style.revisions.words = RevisionWords::of(&labels);
    }
    let schema = loader.schema(&name);
    let templates = loader.templates(&name);
    let indicators = loader.indicators(&name);
    let levels = loader.levels(&name);
    Some(Kind {
        schema: schema?,
        templates: templates?,
        labels,
        style: Arc::new(style?),
        indicators: indicators?,
        levels: levels?,
        files: files.clone(),
        name,
    })
}

impl Kind {
    /// The common words of another language, such as `en` or `en-GB`; none if there are none.
    #[must_use]
    pub fn labels_in(&self, lang: &str) -> Option<Labels> {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let mut loader = Loader {
            files: &self.files,
            sources: &mut sources,
            sink: &mut sink,
        };
        let primary = lang.split('-').next().unwrap_or(lang);
        let node = [lang, primary]
            .iter()
            .find_map(|lang| loader.yaml(&format!("common/labels.{lang}.yaml")))?;
        Some(Labels::new(node))
    }

    /// The words that a word processor shows around a document.
    #[must_use]
    pub fn words(&self) -> Words {
        let word = |path| self.labels.get(path).unwrap_or_default().to_owned();
        Words {
            styles: self.style_names(),
            blank_date: word("controls.date"),
            blank_number: word("controls.number"),
            date_format: word("controls.date-format"),
            decimal_sign: word("numbers.decimal"),
            signature: word("controls.signature"),
        }
    }

    /// The names of the looks in the language of the document, for the list of styles in Word.
    fn style_names(&self) -> StyleNames {
        let entries = self.labels.entries("styles").iter();
        entries
            .filter_map(|entry| Some((entry.key.as_str().into(), entry.value.as_str()?.to_owned())))
            .collect()
    }
}

/// The language of a document that names none.
pub const DEFAULT_LANG: &str = "lt";

fn kind_name(document: &Node, files: &Files, sink: &mut Sink) -> Option<String> {
    let known = files.kinds();
    let list = known
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let Some(node) = document.get("kind") else {
        sink.push(
            Diagnostic::error(
                Code::UnknownKind,
                document.span.start(),
                say!("the document does not say its kind"),
            )
            .hint(say!("write `kind: …` first; known kinds: {list}", list)),
        );
        return None;
    };
    let found = node.as_str().unwrap_or_default();
    if known.iter().any(|name| name == found) {
        return Some(found.to_owned());
    }
    let near = did_you_mean(found, known.iter().map(String::as_str));
    let hint = near.map_or(say!("known kinds: {list}", list), |near| {
        say!("did you mean `{near}`?", near)
    });
    let message = match node.as_str() {
        Some(found) => say!("there is no kind `{found}`", found),
        None => say!(
            "`kind` must be the name of a kind, found {what}",
            what = node.describe()
        ),
    };
    sink.push(
        Diagnostic::error(Code::UnknownKind, node.span, message)
            .path("kind")
            .hint(hint),
    );
    None
}

/// Reads the files of kinds.
struct Loader<'a> {
    files: &'a Files,
    sources: &'a mut Sources,
    sink: &'a mut Sink,
}

impl Loader<'_> {
    /// The text of a file; `None` without a message if there is no such file.
    fn text(&mut self, path: &str) -> Option<FileId> {
        let fault = |message: Message| {
            Diagnostic::file(Code::InvalidKind, format!("templates/{path}"), message)
        };
        let (name, bytes) = match self.files.bytes(path) {
            Ok(found) => found?,
            Err(error) => {
                self.sink
                    .push(fault(say!("the file cannot be read: {why}", why = error)));
                return None;
            }
        };
        if bytes.len() > MAX_BYTES {
            self.sink.push(fault(say!(
                "the file is larger than {most} MB",
                most = MAX_BYTES >> 20
            )));
            return None;
        }
        match std::str::from_utf8(&bytes) {
            Ok(text) => Some(self.sources.add(name, text)),
            Err(_) => {
                self.sink.push(fault(say!("the file is not UTF-8")));
                None
            }
        }
    }

    fn yaml(&mut self, path: &str) -> Option<Node> {
        let file = self.text(path)?;
        yaml::parse(file, self.sources, self.sink)
    }

    /// The common file laid under the kind's own.
    fn merged(&mut self, kind: &str, file: &str) -> Option<Node> {
        let common = self.yaml(&format!("common/{file}"));
        let own = self.yaml(&format!("{kind}/{file}"));
        match (common, own) {
            (Some(common), Some(own)) => Some(overlay(common, own)),
            (common, own) => common.or(own),
        }
    }

    fn labels(&mut self, kind: &str, lang: &str, document: &Node) -> Option<Labels> {
        let plain =
            !lang.is_empty() && lang.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if let Some(node) = plain
            .then(|| self.merged(kind, &format!("labels.{lang}.yaml")))
            .flatten()
        {
            return Some(Labels::new(node));
        }
        let known = self.files.with_ending("common", ".yaml");
        let known = known
            .iter()
            .filter_map(|path| path.strip_prefix("common/labels.")?.strip_suffix(".yaml"));
        let list = known
            .map(|lang| format!("`{lang}`"))
            .collect::<Vec<_>>()
            .join(", ");
        let place = document
            .get("lang")
            .map_or(document.span.start(), |node| node.span);
        self.sink.push(
            Diagnostic::error(
                Code::InvalidValue,
                place,
                say!("there are no labels in the language `{lang}`", lang),
            )
            .path("lang")
            .hint(say!("known languages: {list}", list)),
        );
        None
    }

    fn style(&mut self, node: &Node) -> Option<Style> {
        style::read(node, self.files, self.sink)
    }

    fn schema(&mut self, kind: &str) -> Option<Schema> {
        let file = self.text(&format!("{kind}/schema.json"))?;
        match Schema::compile(kind, &self.sources.get(file).text, self.files) {
            Ok(schema) => Some(schema),
            Err(message) => {
                let place = crate::source::Span::new(file, 0..0);
                self.sink
                    .push(Diagnostic::error(Code::InvalidKind, place, message));
                None
            }
        }
    }

    /// The kind's own template last, after the shared ones.
    fn templates(&mut self, kind: &str) -> Option<Vec<(String, FileId)>> {
        let mut templates = Vec::new();
        for path in self.files.with_ending("common", ".html") {
            if let Some(file) = self.text(&path) {
                templates.push((path, file));
            }
        }
        let path = format!("{kind}/document.html");
        let Some(file) = self.text(&path) else {
            let message = say!("the kind has no template");
            let place = Place::File(format!("templates/{path}"));
            self.sink
                .push(Diagnostic::error(Code::InvalidKind, place, message));
            return None;
        };
        templates.push((path, file));
        Some(templates)
    }

    /// The levels of checks; none if there is no `checks.yaml`.
    fn levels(&mut self, kind: &str) -> Option<Levels> {
        match self.merged(kind, "checks.yaml") {
            Some(node) => checks::read(&node, self.sink),
            None => Some(Levels::default()),
        }
    }

    /// The indicators of the kind; the usual ones if it has no `figures.yaml`.
    fn indicators(&mut self, kind: &str) -> Option<Vec<Indicator>> {
        match self.merged(kind, "figures.yaml") {
            Some(node) => indicator::read(&node, self.sink),
            None => Some(Vec::new()),
        }
    }
}
