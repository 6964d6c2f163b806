//! Official documents from YAML content.
//!
//! Data flows one way. Each module below takes what the ones before it made:
//!
//! ```text
//! content/*.yaml ─► source ─► yaml ─► content ─► data ─► figures ─► approval ─► template ─► document
//!                                                                                               │
//!                        out/*.docx, *.pdf, *.html ◄─ writers ◄──────── layout ◄────────────────┘
//! ```
//!
//! [`check`] goes as far as the document, [`build`] to the bytes of the files. Neither prints,
//! exits or writes: that is the work of `cli`.

pub mod source;

pub mod diagnostics;

pub mod length;

pub mod yaml;

// The model of a document stands before the stages that make it: a style names its roles.
pub mod document;

pub mod kind;

pub mod content;

pub mod data;

pub mod figures;

pub mod approval;

pub mod template;

pub mod layout;

pub mod writers;

pub mod signing;

pub mod cli;

use std::path::{Component, Path};

use content::Content;
use data::Attachments;
use diagnostics::{Code, Diagnostic, Message, Sink};
use document::{Document, Provenance};
use figures::explain::Step;
use kind::Kind;
use kind::files::Files;
use source::Sources;
use writers::Format;

/// A run over one document: the files that were read, and what there is to say about them.
#[derive(Debug, Default)]
pub struct Run {
    /// The files.
    pub sources: Sources,
    /// The messages.
    pub sink: Sink,
    /// The revision of the content in its repository; empty if nobody told it.
    pub revision: String,
}

/// Reads a document and checks all of it; `None` if it has errors, which are in the run.
pub fn check(path: &Path, files: &Files, run: &mut Run) -> Option<(Kind, Document)> {
    let (kind, content, attachments) = read(path, files, run)?;
    let Run {
        sources,
        sink,
        revision,
    } = run;
    let figures = figures::compute(&content, &attachments, &kind, sources, sink);
    let ledger = ledger(path, &content.id, sources, sink);
    let digest = approval::digest(&content, &attachments, &kind, sources);
    let approvals = approval::resolve(&content, ledger.as_ref(), &digest, sink);
    if sink.has_errors() {
        return None;
    }
    let stated = template::Stated {
        content: &content,
        attachments: &attachments,
        figures: &figures,
        approvals: &approvals,
    };
    let markup = template::write(&stated, &kind, sources, sink)?;
    // The markup says all that these say, and each is as large as the document that it becomes.
    drop((content, attachments, figures));
    let mut document = markup.read(&kind, sink)?;
    document.properties.provenance = Provenance {
        kind: kind.name.clone(),
        digest,
        source: within_project(path),
        revision: revision.clone(),
        tool: concat!("aktas ", env!("CARGO_PKG_VERSION")).to_owned(),
    };
    Some((kind, document))
}

/// A path as a document may tell it: as the user gave it, without what says where on the machine
/// the project is.
fn within_project(path: &Path) -> String {
    let names = path
        .components()
        .rev()
        .map_while(|component| match component {
            Component::Normal(name) => Some(name.to_string_lossy()),
            _ => None,
        });
    // Nobody knows where in an absolute path the project begins.
    let kept = if path.has_root() { 1 } else { usize::MAX };
    let mut names: Vec<_> = names.take(kept).collect();
    names.reverse();
    names.join("/")
}

/// Tells the way of a figure of a document: its formula, its operands, where each stands.
///
/// # Errors
///
/// Says that the document has no such figure, with a hint if one is near. Faults of the document
/// are in the run; with them, there may be no answer at all.
pub fn explain(
    figure: &str,
    path: &Path,
    files: &Files,
    run: &mut Run,
) -> Option<Result<Step, (Message, Option<Message>)>> {
    let (kind, content, attachments) = read(path, files, run)?;
    let step = figures::explain::explain(figure, &content, &attachments, &kind, &run.sources);
    Some(step)
}

/// Reads a document, its kind, and the files that it names.
fn read(path: &Path, files: &Files, run: &mut Run) -> Option<(Kind, Content, Attachments)> {
    let Run { sources, sink, .. } = run;
    let file = source(path, sources, sink)?;
    let tree = yaml::parse(file, sources, sink)?;
    let kind = kind::load(&tree, files, sources, sink)?;
    let content = content::read(&tree, &kind, sources, sink)?;
    // From here on the content says all that the tree says, and a long one is large.
    drop(tree);
    let folder = path.parent().unwrap_or(Path::new(""));
    let attachments = data::load(&content, folder, &kind.style.typeface, sources, sink);
    Some((kind, content, attachments))
}

/// Makes the files of a document; `None` if it has errors, which are in the run.
pub fn build(
    path: &Path,
    files: &Files,
    formats: &[Format],
    run: &mut Run,
) -> Option<Vec<(Format, Vec<u8>)>> {
    let (kind, document) = check(path, files, run)?;
    let fonts = layout::Fonts::new(&kind.style.typeface);
    let fonts = fonts
        .map_err(|message| run.sink.push(fault(path, message)))
        .ok()?;
    let paged = formats.iter().any(|format| format.needs_pages(&document));
    let lay_out = if paged {
        layout::lay_out
    } else {
        layout::measure
    };
    let layout = lay_out(&document, &kind.style, &fonts, &mut run.sink);
    if run.sink.has_errors() {
        return None;
    }
    writers::write_all(formats, &document, &layout, &kind)
        .map_err(|message| run.sink.push(fault(path, message)))
        .ok()
}

/// A fault that is none of the author's: the kind's files, or the tool itself.
fn fault(path: &Path, message: impl Into<Message>) -> Diagnostic {
    Diagnostic::file(Code::InvalidKind, kind::files::display(path), message)
}

/// The text of a file of the user.
fn source(path: &Path, sources: &mut Sources, sink: &mut Sink) -> Option<source::FileId> {
    let name = kind::files::display(path);
    match source::read(path) {
        Ok(text) => Some(sources.add(name, text)),
        Err(fault) => {
            let diagnostic = Diagnostic::file(Code::UnreadableFile, name, fault.message());
            sink.push(diagnostic.maybe_hint(fault.hint()));
            None
        }
    }
}

/// The ledger beside a document, if there is one: `approvals/<id>.yaml`.
fn ledger(path: &Path, id: &str, sources: &mut Sources, sink: &mut Sink) -> Option<yaml::Node> {
    if id.is_empty() {
        return None;
    }
    let path = path
        .parent()
        .unwrap_or(Path::new(""))
        .join("approvals")
        .join(format!("{id}.yaml"));
    if !path.exists() {
        return None;
    }
    let file = source(&path, sources, sink)?;
    yaml::parse(file, sources, sink)
}
