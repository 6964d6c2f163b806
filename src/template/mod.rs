//! From checked content to the document: Tera writes markup, a strict reader makes the model.
//!
//! Templates are data of a kind, so every fault points into the template's own text: those of
//! Tera by its own messages, those of the markup by the places that [`marked`] puts into tags.

mod forms;
mod marked;
mod markup;
mod model;
mod typography;
mod values;

use tera::{ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use crate::approval::Approvals;
use crate::content::{Content, Value as Typed};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::document::{Document, Properties};
use crate::figures::Figures;
use crate::kind::Kind;
use crate::source::{FileId, Sources, Span};
use marked::Marked;
use typography::Typography;

/// Renders a document; `None` if the template cannot, which is told.
pub fn render(
    content: &Content,
    figures: &Figures,
    approvals: &Approvals,
    kind: &Kind,
    sources: &Sources,
    sink: &mut Sink,
) -> Option<Document> {
    let templates = Templates::new(kind, sources);
    let context = values::context(content, figures, approvals, kind);
    let markup = templates.render(&context, sources, sink)?;
    let mut faults = Sink::default();
    let whole = markup::read(&markup, templates.start(), &mut faults);
    let typography = Typography::new(&kind.labels);
    let sections =
        whole.map(|whole| model::sections(&whole, &kind.style, &typography, &mut faults));
    let sound = !faults.has_errors();
    sink.extend(faults);
    let document = Document {
        properties: properties(content, kind),
        sections: sections?,
    };
    sound.then_some(document)
}

fn properties(content: &Content, kind: &Kind) -> Properties {
    let text = |value: Option<&Typed>| value.and_then(Typed::as_str).unwrap_or_default().to_owned();
    let institution = content.root.get("institution");
    Properties {
        id: content.id.clone(),
        title: without_markup(&text(content.root.get("title"))),
        author: text(institution.and_then(|institution| institution.get("name"))),
        lang: kind.labels.lang().to_owned(),
    }
}

/// A line of Markdown as plain characters.
fn without_markup(line: &str) -> String {
    use crate::content::markdown::{Piece, line as read};
    let text = read(line).into_iter().map(|piece| match piece {
        Piece::Text(text) => text,
        _ => String::new(),
    });
    text.collect()
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
            sink.push(self.told(&error, sources));
            return None;
        }
        let (name, ..) = self.main()?;
        match tera.render(name, context) {
            Ok(markup) => Some(markup),
            Err(error) => {
                sink.push(self.told(&error, sources));
                None
            }
        }
    }

    /// What Tera says, at its place in the template as it was written.
    fn told(&self, error: &tera::Error, sources: &Sources) -> Diagnostic {
        let report = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => report,
            _ => {
                let message = format!("the template cannot be rendered: {error}");
                return Diagnostic::error(Code::TemplateError, self.start(), message);
            }
        };
        let found = self.all.iter().find(|(name, ..)| name == report.filename());
        let place = found.map_or(self.start(), |(_, file, marked)| {
            let range = &report.span().range;
            let length = sources.get(*file).text.len();
            let (start, end) = (
                marked.original(range.start).min(length),
                marked.original(range.end).min(length),
            );
            Span::new(*file, start..end.max(start))
        });
        let message = format!(
            "the template cannot be rendered: {}",
            first_lower(report.message())
        );
        Diagnostic::error(Code::TemplateError, place, message)
    }
}

fn first_lower(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut chars = message.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

/// The filter `sentence`: the first letter becomes a capital, as at the start of a cell.
fn sentence(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let Some(text) = value.as_str() else {
        return Ok(value.clone());
    };
    // In markup, the first letter is the first outside a tag.
    let start = if value.is_safe() {
        text.find('>').map_or(0, |end| end + 1)
    } else {
        0
    };
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
