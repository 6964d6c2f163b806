//! From checked content to the document: Tera writes markup, a strict reader makes the model.
//!
//! Templates are data of a kind, so every fault points into the template's own text: those of
//! Tera by its own messages, those of the markup by the places that [`marked`] puts into tags.

mod approvals;
mod charts;
mod corrections;
mod forms;
mod languages;
mod marked;
mod markup;
mod model;
mod pictures;
mod plan;
mod tables;
mod texts;
mod typography;
mod values;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use tera::{ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use crate::approval::Approvals;
use crate::content::{Content, Value as Typed};
use crate::data::Attachments;
use crate::diagnostics::{Code, Diagnostic, Sink, say};
use crate::document::{Document, Image, Properties};
use crate::figures::Figures;
use crate::kind::Kind;
use crate::plan::Plan;
use crate::source::{FileId, Sources, Span};
use languages::Languages;
use marked::Marked;
use pictures::Named;
use typography::Typography;

/// What the stages before this one know of a document.
#[derive(Debug, Clone, Copy)]
pub struct Stated<'a> {
    /// What it says.
    pub content: &'a Content,
    /// The files that it names.
    pub attachments: &'a Attachments,
    /// What is computed from it.
    pub figures: &'a Figures,
    /// The plan that it reports on, if it names one.
    pub plan: Option<&'a Plan>,
    /// Which of its marks hold.
    pub approvals: &'a Approvals,
}

/// Renders a document; `None` if the template cannot, which is told.
pub fn render(
    stated: &Stated<'_>,
    kind: &Kind,
    sources: &Sources,
    sink: &mut Sink,
) -> Option<Document> {
    write(stated, kind, sources, sink)?.read(kind, sink)
}

/// A document in the words of our markup. It says all that the document is made of, so that the
/// stages before it can be forgotten: of a long document, each is as large as the document.
pub struct Markup {
    text: String,
    /// The start of the template that wrote it.
    start: Span,
    properties: Properties,
    images: BTreeMap<String, Arc<Image>>,
    /// Where the content names pictures.
    pictures: Vec<Named>,
}

/// Has the template write a document; `None` if it cannot, which is told.
pub fn write(
    stated: &Stated<'_>,
    kind: &Kind,
    sources: &Sources,
    sink: &mut Sink,
) -> Option<Markup> {
    let templates = Templates::new(kind, sources);
    let text = templates.render(&values::context(stated, kind), sources, sink)?;
    if sink.takes(Code::Typography) {
        let typography = Typography::new(&kind.labels);
        typography::tell(stated.content, &typography, sources, sink);
    }
    Some(Markup {
        text,
        start: templates.start(),
        properties: properties(stated, kind),
        images: stated.attachments.images.clone(),
        pictures: pictures::named(stated.content),
    })
}

impl Markup {
    /// Reads the document; `None` if the markup has faults, which are told.
    pub fn read(self, kind: &Kind, sink: &mut Sink) -> Option<Document> {
        let mut faults = Sink::default();
        let whole = markup::read(&self.text, self.start, &mut faults);
        let setting = model::Setting {
            style: &kind.style,
            images: &self.images,
            typography: &Typography::new(&kind.labels),
            languages: Languages::new(kind),
        };
        let parts = whole.map(|whole| model::read(&whole, &setting, &mut faults));
        let sound = !faults.has_errors();
        sink.extend(faults);
        let (running, sections) = parts?;
        if sink.takes(Code::CoarsePicture) {
            pictures::tell(&sections, &self.pictures, (&self.images, &kind.style), sink);
        }
        let document = Document {
            properties: self.properties,
            running,
            sections,
        };
        sound.then_some(document)
    }
}

fn properties(stated: &Stated<'_>, kind: &Kind) -> Properties {
    let content = stated.content;
    let text = |value: Option<&Typed>| value.and_then(Typed::as_str).unwrap_or_default().to_owned();
    let name = |institution: &Typed| text(institution.get("name"));
    // Several institutions may make a document together.
    let author = match content.root.get("institution") {
        Some(institution) => name(institution),
        None => {
            let all = content.root.get("institutions").map(Typed::entries);
            let names = all.unwrap_or_default().iter().map(|one| name(&one.value));
            names.collect::<Vec<_>>().join(", ")
        }
    };
    let title = content.root.get("title").and_then(|title| {
        let viewer = values::Viewer::new(stated, kind);
        Some(viewer.plain(title.as_str()?, title.span))
    });
    let word = |path| kind.labels.get(path).unwrap_or_default().to_owned();
    let status = if stated.approvals.is_draft() {
        word("draft")
    } else {
        String::new()
    };
    Properties {
        id: content.id.clone(),
        title: title.unwrap_or_default(),
        author,
        category: word("kind.name"),
        status,
        lang: kind.labels.lang().to_owned(),
        ..Properties::default()
    }
}

/// The templates of a kind, ready for Tera.
struct Templates {
    /// Name, file, and the text with places.
    all: Vec<(String, FileId, Marked)>,
}

impl Templates {
    fn new(kind: &Kind, sources: &Sources) -> Self {
        let mark = |(name, file): &(String, FileId)| {
            (name.clone(), *file, Marked::new(*file, sources.get(*file)))
        };
        Self {
            all: kind.templates.iter().map(mark).collect(),
        }
    }

    /// The kind's own template is the last.
    fn main(&self) -> Option<&(String, FileId, Marked)> {
        self.all.last()
    }

    /// The start of the kind's own template.
    fn start(&self) -> Span {
        Span::new(self.all[self.all.len() - 1].1, 0..0)
    }

    fn render(
        &self,
        context: &tera::Context,
        sources: &Sources,
        sink: &mut Sink,
    ) -> Option<String> {
        let mut tera = Tera::default();
        tera.register_filter("sentence", sentence);
        let texts = self
            .all
            .iter()
            .map(|(name, _, marked)| (name.as_str(), marked.text.as_str()));
        if let Err(error) = tera.add_raw_templates(texts) {
            self.tell(&error, sources, sink);
            return None;
        }
        let (name, ..) = self.main()?;
        match tera.render(name, context) {
            Ok(markup) => Some(markup),
            Err(error) => {
                self.tell(&error, sources, sink);
                None
            }
        }
    }

    /// Tells what Tera says, at its place in the template as it was written.
    fn tell(&self, error: &tera::Error, sources: &Sources, sink: &mut Sink) {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let place = self.place(report.filename(), &report.span().range, sources);
                sink.push(unrenderable(place, report.message()));
            }
            _ => {
                let text = error.to_string();
                let references: Vec<Diagnostic> = self.references(&text, sources).collect();
                if references.is_empty() {
                    let first = text.lines().next().unwrap_or_default();
                    sink.push(unrenderable(self.start(), first));
                }
                references.into_iter().for_each(|told| sink.push(told));
            }
        }
    }

    /// Names that Tera does not know come as finished text: `error: …`, then ` --> file:line:column`.
    fn references<'a>(
        &'a self,
        text: &'a str,
        sources: &'a Sources,
    ) -> impl Iterator<Item = Diagnostic> + 'a {
        let lines = text.lines().zip(text.lines().skip(1));
        lines.filter_map(|(headline, place)| {
            let message = headline.trim_start().strip_prefix("error: ")?;
            let mut place = place.trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
            let column: usize = place.next()?.parse().ok()?;
            let line: usize = place.next()?.parse().ok()?;
            let name = place.next()?;
            let (.., marked) = self.all.iter().find(|(known, ..)| known == name)?;
            let start: usize = marked
                .text
                .split_inclusive('\n')
                .take(line - 1)
                .map(str::len)
                .sum();
            let before: usize = marked.text[start..]
                .chars()
                .take(column - 1)
                .map(char::len_utf8)
                .sum();
            let length = message.split('`').nth(1).map_or(0, str::len);
            let range = start + before..start + before + length;
            Some(unrenderable(self.place(name, &range, sources), message))
        })
    }

    /// The place in a template as it was written for a range of the text that Tera read.
    fn place(&self, name: &str, range: &Range<usize>, sources: &Sources) -> Span {
        let found = self.all.iter().find(|(known, ..)| known == name);
        found.map_or(self.start(), |(_, file, marked)| {
            let length = sources.get(*file).text.len();
            let (start, end) = (
                marked.original(range.start).min(length),
                marked.original(range.end).min(length),
            );
            Span::new(*file, start..end.max(start))
        })
    }
}

/// A fault in the words of Tera: its first sentence, and what comes after it as a hint.
fn unrenderable(place: Span, words: &str) -> Diagnostic {
    let words = words.trim_end_matches('.');
    let (why, more) = match words.split_once(". ") {
        Some((why, more)) => (why, Some(first_lower(more))),
        None => (words, None),
    };
    let message = say!(
        "the template cannot be rendered: {why}",
        why = first_lower(why)
    );
    Diagnostic::error(Code::TemplateError, place, message).maybe_hint(more)
}

fn first_lower(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

/// The filter `sentence`: the first letter becomes a capital, as at the start of a cell.
#[expect(clippy::unnecessary_wraps, reason = "the form that Tera wants")]
fn sentence(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let Some(text) = value.as_str() else {
        return Ok(value.clone());
    };
    let start = if value.is_safe() { after_tags(text) } else { 0 };
    let (before, rest) = text.split_at(start);
    let mut chars = rest.chars();
    let first = chars
        .next()
        .map(|first| first.to_uppercase().to_string())
        .unwrap_or_default();
    let raised = format!("{before}{first}{}", chars.as_str());
    Ok(if value.is_safe() {
        Value::safe_string(&raised)
    } else {
        Value::normal_string(&raised)
    })
}

/// Where the first letter stands in markup: outside all tags.
fn after_tags(markup: &str) -> usize {
    let mut start = 0;
    while markup[start..].starts_with('<') {
        let Some(end) = markup[start..].find('>') else {
            break;
        };
        start += end + 1;
    }
    start
}
