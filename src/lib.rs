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
//! What is approved is the document as a draft, so [`sign_off`] has the template write it twice where
//! something happened to it: first the draft that the record is taken of, then what the marks say.
//!
//! A report names its plan: [`shelf`] finds the document, which is read like any other, and [`plan`]
//! puts what was planned and what was achieved side by side.
//!
//! Files come back: [`readers`] says what others wrote in them, [`signing`] signs them, [`verify`]
//! says what one is. [`history`] has the documents as they were, and [`compare`] tells two forms of
//! one from each other; [`import`] makes content of a document that was written elsewhere, and
//! [`rollover`] next year's of this year's.
//!
//! [`check`] goes as far as the document, [`build`] to the bytes of the files. Neither prints,
//! exits or writes: that is the work of `cli`.

pub mod source;

pub mod diagnostics;

pub mod length;

pub mod likeness;

pub mod yaml;

// The model of a document stands before the stages that make it: a style names its roles.
pub mod document;

pub mod kind;

pub mod content;

pub mod data;

pub mod figures;

pub mod approval;

pub mod shelf;

pub mod plan;

pub mod template;

pub mod sign_off;

pub mod layout;

pub mod writers;

pub mod readers;

pub mod signing;

pub mod verify;

pub mod history;

pub mod compare;

pub mod import;

pub mod rollover;

pub mod cli;

use std::fs;
use std::io;
use std::mem;
use std::ops::Range;
use std::path::{Path, PathBuf};

use approval::request::Known;
use approval::{Approvals, Ledger, Proposal, Request, Wanted};
use compare::Form;
use content::Content;
use data::Attachments;
use diagnostics::{Code, Diagnostic, Message, Sink, say};
use document::{Document, Provenance, Revisions};
use figures::explain::Step;
use figures::targets::{Targets, targets};
use kind::Kind;
use kind::files::Files;
use plan::{Named, Plan};
use rollover::{Rolled, Years};
use shelf::Shelf;
pub use sign_off::Checked;
use sign_off::{Asked, Stated};
use source::{Sources, Span};
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
    /// What the document is to say of its approval.
    pub wanted: Wanted,
    /// Whether the text of the record is asked for, besides its digest.
    pub keep_record: bool,
    /// How many entries of the ledger count; all, but for a document as it once was.
    pub entries: Option<usize>,
    /// Where the documents are that this one may name; runs over many share it.
    pub shelf: Shelf,
}

/// Reads a document and checks all of it; `None` if it has errors, which are in the run.
pub fn check(path: &Path, files: &Files, run: &mut Run) -> Option<Checked> {
    check_with(path, files, None, run)
}

/// Reads a document and checks all of it, with what is to be recorded as if it were.
fn check_with(
    path: &Path,
    files: &Files,
    request: Option<&Request>,
    run: &mut Run,
) -> Option<Checked> {
    if request.is_some() || run.wanted == Wanted::Approved {
        run.sink.forbid(Code::Undecided);
    }
    let stated = state(path, files, run)?;
    print(path, stated, request, run)
}

/// Prints a document that was read, with what its ledger says, and checks the rest of it.
fn print(path: &Path, stated: Stated, request: Option<&Request>, run: &mut Run) -> Option<Checked> {
    let ledger = ledger_of(path, &stated.content, request, run)?;
    let asked = Asked {
        wanted: run.wanted,
        keep_record: run.keep_record,
        request,
        tool: TOOL,
        commits: &history::Blame::of(path),
    };
    let (sources, sink) = (&run.sources, &mut run.sink);
    let mut checked = sign_off::sign_off(path, stated, ledger, asked, sources, sink)?;
    if run.wanted == Wanted::Approved {
        checked.approvals.require(sink);
    }
    checked.document.properties.provenance = provenance(path, &checked, &run.revision);
    (!run.sink.has_errors()).then_some(checked)
}

/// The entries of a document's ledger that count; `None` if the document or the ledger has errors.
fn ledger_of(
    path: &Path,
    content: &Content,
    request: Option<&Request>,
    run: &mut Run,
) -> Option<Ledger> {
    let mut ledger = read_ledger(path, &content.id, run);
    ledger.entries.truncate(run.entries.unwrap_or(usize::MAX));
    if request.is_some() && content.id.is_empty() {
        let message = say!("the document has no `id`, by which its ledger is named");
        let fault = Diagnostic::error(Code::MissingKey, content.root.span.start(), message);
        run.sink.push(fault.hint(say!(
            "add `id: ` and a name that stays, such as `library-plan-2027`"
        )));
    }
    (!run.sink.has_errors()).then_some(ledger)
}

/// What the files of a document tell of where they are from.
fn provenance(path: &Path, checked: &Checked, revision: &str) -> Provenance {
    let approvals = &checked.approvals;
    let is_approved = !approvals.is_draft() && !approvals.marks.is_empty();
    Provenance {
        kind: checked.kind.name.clone(),
        digest: checked.record.digest.clone(),
        source: within_project(path),
        // What was approved is told by its digest. The revision that recorded the approval is not yet
        // there when the approved files are made, and the next would give them other bytes.
        revision: if is_approved { "" } else { revision }.to_owned(),
        tool: TOOL.to_owned(),
    }
}

/// The program and its version, as files and ledgers name it.
pub const TOOL: &str = concat!("aktas ", env!("CARGO_PKG_VERSION"));

/// Reads a document and computes its figures.
fn state(path: &Path, files: &Files, run: &mut Run) -> Option<Stated> {
    let (kind, content, attachments) = read(path, files, run)?;
    let plan = plan_of(path, &content, &kind, files, run);
    let Run { sources, sink, .. } = run;
    let targets = plan.targets();
    let figures = figures::compute(&content, &attachments, &kind, targets, sources, sink);
    plan::check(&content, &plan, sink);
    Some(Stated {
        kind,
        content,
        attachments,
        plan,
        figures,
    })
}

/// Reads the plan that a document names, if it names one.
fn plan_of(path: &Path, report: &Content, kind: &Kind, files: &Files, run: &mut Run) -> Named {
    let Some((id, naming)) = plan::naming(report) else {
        return Named::None;
    };
    if run.sink.has_error_in(naming) {
        return Named::unusable();
    }
    let file = match run.shelf.find(path, id) {
        Ok(file) => file,
        Err(why) => {
            let shown = |path: &Path| kind::files::display(path);
            run.sink.push(plan::not_found(id, naming, &why, shown));
            return Named::unusable();
        }
    };
    // What the plan has to say of itself is told to those who check the plan.
    let mut own = Run {
        sources: mem::take(&mut run.sources),
        shelf: run.shelf.clone(),
        ..Run::default()
    };
    let plan = read_plan(&file, report, kind, files, &mut own);
    run.sources = own.sources;
    let shown = kind::files::display(&file);
    let (why, hint) = match plan {
        Some(Ok(plan)) if !own.sink.has_errors() => {
            let changed = plan::changed(&plan.approvals, naming, &shown);
            changed.into_iter().for_each(|told| run.sink.push(told));
            return Named::Plan(Box::new(plan));
        }
        Some(Err(why)) if !own.sink.has_errors() => (why, None),
        _ => (
            say!("it has errors"),
            Some(say!(
                "see what they are: `aktas check {path}`",
                path = shown
            )),
        ),
    };
    let told = plan::unusable(id, naming, &why).maybe_hint(hint);
    run.sink.push(told);
    Named::unusable()
}

/// Reads the plan of a report; none if it has errors, or why it cannot be one.
fn read_plan(
    path: &Path,
    report: &Content,
    of_report: &Kind,
    files: &Files,
    run: &mut Run,
) -> Option<Result<Plan, Message>> {
    let (kind, content, attachments) = read(path, files, run)?;
    if let Some(why) = plan::no_plan(&content, kind.labels.lang(), of_report.labels.lang()) {
        return Some(Err(why));
    }
    let naming = plan::naming(report).map(|(_, span)| span)?;
    let none = Targets::default();
    let Run { sources, sink, .. } = run;
    let figures = figures::compute(&content, &attachments, &kind, &none, sources, sink);
    let is_reported = |year: &str| plan::is_reported(report.period, year);
    let list = targets(&content, &attachments, &kind, is_reported, naming, sources);
    let stated = Stated {
        kind,
        content: content.clone(),
        attachments,
        plan: Named::None,
        figures: figures.clone(),
    };
    Some(Ok(Plan {
        approvals: approvals(path, stated, run)?,
        targets: Targets {
            list,
            are_due: plan::is_whole(report.period, content.period),
            open: plan::open_years(&content, report.period),
            unread: false,
        },
        content,
        figures,
    }))
}

/// Which marks of a document hold. One that nothing happened to need not be printed for that.
fn approvals(path: &Path, stated: Stated, run: &mut Run) -> Option<Approvals> {
    let ledger = ledger_of(path, &stated.content, None, run)?;
    if ledger.entries.is_empty() {
        return Some(Approvals::draft(&stated.content));
    }
    let asked = Asked {
        wanted: Wanted::AsRecorded,
        keep_record: false,
        request: None,
        tool: TOOL,
        commits: &history::Blame::of(path),
    };
    let Run { sources, sink, .. } = run;
    let checked = sign_off::sign_off(path, stated, ledger, asked, sources, sink)?;
    Some(checked.approvals)
}

/// A path as a document may tell it, from the folder `content` on; else the name of the file.
///
/// It does not say where on the machine the project is, and is the same from wherever in it the
/// program was called, also by a link to the folder: so are the bytes of the files.
fn within_project(path: &Path) -> String {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let without_links = || within_content(&fs::canonicalize(path).ok()?);
    let name = || path.file_name().unwrap_or_default().to_string_lossy();
    within_content(&whole)
        .or_else(without_links)
        .unwrap_or_else(|| name().into_owned())
}

/// A path from its innermost folder `content` on.
fn within_content(path: &Path) -> Option<String> {
    let names: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
    let folders = &names[..names.len().saturating_sub(1)];
    let start = folders.iter().rposition(|name| name == "content")?;
    Some(names[start..].join("/"))
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
    let plan = plan_of(path, &content, &kind, files, run);
    let (targets, sources) = (plan.targets(), &run.sources);
    let step = figures::explain::explain(figure, &content, &attachments, &kind, targets, sources);
    Some(step)
}

/// What became of a document that was moved on.
#[derive(Debug)]
pub struct RolledOver {
    /// The new text, and the name of the document in it.
    pub rolled: Rolled,
    /// Where it is to stand.
    pub path: PathBuf,
    /// What there is to say about it, above all what is to be decided.
    pub told: Run,
    /// The ids of its parts by their bytes in the new text; a part comes before what it holds.
    pub parts: Vec<(Range<usize>, String)>,
}

/// Moves a document on to the year or period `to`, into the file `out` or one beside it, which its new
/// name names; `None` if it has errors or cannot be moved there, which is in the run. Nothing is written.
pub fn roll_over(
    path: &Path,
    files: &Files,
    to: &str,
    out: Option<&Path>,
    run: &mut Run,
) -> Option<RolledOver> {
    check(path, files, run)?;
    // Read once more for what a checked document no longer holds: its tree.
    let mut again = Run::default();
    let file = source(path, &mut again.sources, &mut again.sink)?;
    let tree = yaml::parse(file, &again.sources, &mut again.sink)?;
    let (kind, content, attachments) = read(path, files, &mut again)?;
    let years = Years::of(&content, to).map_err(|(message, hint)| {
        run.sink.push(
            Diagnostic::file(Code::InvalidDate, kind::files::display(path), message).hint(hint),
        );
    });
    let value = |name: &str| {
        let (none, sources) = (Targets::default(), &again.sources);
        let step = figures::explain::explain(name, &content, &attachments, &kind, &none, sources);
        step.ok()?.value
    };
    let text = &again.sources.get(file).text;
    let rolled = rollover::roll(&tree, text, &kind, years.ok()?, &value);
    let new = out.map_or_else(|| beside(path, &rolled.id, to), Path::to_owned);
    let mut told = Run::default();
    let file = told
        .sources
        .add(kind::files::display(&new), rolled.text.as_str());
    let tree = yaml::parse(file, &told.sources, &mut told.sink);
    let mut parts = Vec::new();
    if let Some(tree) = tree {
        content::read(&tree, &kind, &told.sources, &mut told.sink);
        parts = rollover::parts(&tree, &rolled.text);
    }
    Some(RolledOver {
        rolled,
        path: new,
        told,
        parts,
    })
}

/// The file beside another for a document of this name; without a name the old one and the new year.
fn beside(path: &Path, id: &str, to: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let own = || format!("{stem}-{to}.{ending}");
    path.with_file_name(if id.is_empty() {
        own()
    } else {
        format!("{id}.{ending}")
    })
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
    let Checked { kind, document, .. } = check(path, files, run)?;
    let paged = formats.iter().any(|format| format.needs_pages(&document));
    let made = make(path, &kind, &document, paged, formats, run)?;
    Some(made.files)
}

/// Reads one form of a document for a comparison, whether or not it has errors, which are in the
/// run; `None` if it cannot be read at all.
pub fn form(path: &Path, files: &Files, run: &mut Run) -> Option<Form> {
    state(path, files, run).map(Form::new)
}

/// Reads a document for a comparison with a file that came back, with the document as it is printed
/// now; `None` if it has errors, which are in the run.
pub fn printed(path: &Path, files: &Files, run: &mut Run) -> Option<(Form, Checked)> {
    let stated = state(path, files, run)?;
    let form = Form::new(stated.clone());
    let checked = print(path, stated, None, run)?;
    Some((form, checked))
}

/// Makes files that show what changed from one document to another; `None` if they cannot be made,
/// which is in the run. Both documents were checked in it.
pub fn redline(
    path: &Path,
    old: Document,
    new: Checked,
    revisions: Revisions,
    formats: &[Format],
    run: &mut Run,
) -> Option<Vec<(Format, Vec<u8>)>> {
    let mut merged = compare::merge(old, new.document);
    merged.properties.revisions = Some(revisions);
    let paged = formats.iter().any(|format| format.needs_pages(&merged));
    let made = make(path, &new.kind, &merged, paged, formats, run)?;
    Some(made.files)
}

/// A document with the files that say what is to be recorded of it.
#[derive(Debug)]
pub struct ToApprove {
    /// The document; its ledger has the entry.
    pub checked: Checked,
    /// How many pages it has.
    pub pages: usize,
    /// The files, as [`build`] will make them when the entry is recorded.
    pub files: Vec<(Format, Vec<u8>)>,
}

/// Checks a document and what is to be recorded of it, and makes its files as they will be then;
/// `None` if anything forbids that, which is in the run. Nothing is recorded yet.
pub fn approve(
    path: &Path,
    files: &Files,
    request: &Request,
    formats: &[Format],
    run: &mut Run,
) -> Option<ToApprove> {
    let checked = check_with(path, files, Some(request), run);
    // Told at the end, so that what is wrong with the words hides nothing of the document.
    request.tell(&mut run.sink);
    let checked = checked.filter(|_| !run.sink.has_errors())?;
    let Checked { kind, document, .. } = &checked;
    let Made { pages, files } = make(path, kind, document, true, formats, run)?;
    Some(ToApprove {
        checked,
        pages,
        files,
    })
}

/// What is known of a mark that is to be taken back.
#[derive(Debug)]
pub struct ToRevoke {
    /// The stable name of the document.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What happened to it until now.
    pub ledger: Ledger,
    /// What is to be recorded.
    pub proposal: Proposal,
}

/// Checks whether a mark of a document can be taken back; `None` if not, which is in the run.
///
/// The document may have changed since, and its figures be wrong: what is taken back was given to
/// the text of then.
pub fn revoke(path: &Path, files: &Files, request: &Request, run: &mut Run) -> Option<ToRevoke> {
    let standing = standing(path, files, run);
    request.tell(&mut run.sink);
    let standing = standing?;
    let known = Known {
        approvals: &standing.approvals,
        ledger: &standing.ledger,
        digest: None,
        period: None,
        tool: TOOL,
    };
    let proposal = request.decide(&known, &mut run.sink)?;
    if run.sink.has_errors() {
        return None;
    }
    Some(ToRevoke {
        id: standing.id,
        title: standing.title,
        ledger: standing.ledger,
        proposal,
    })
}

/// What a document asks for and what happened to it, whether or not the rest of it is sound.
#[derive(Debug)]
pub struct Standing {
    /// The name of its kind.
    pub kind: String,
    /// Its stable name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its marks, without their states: those depend on all that the document says.
    pub approvals: Approvals,
    /// What happened to it.
    pub ledger: Ledger,
}

/// Reads what a document asks for and what happened to it; `None` if one of them cannot be read,
/// which is in the run.
pub fn standing(path: &Path, files: &Files, run: &mut Run) -> Option<Standing> {
    let (kind, content, _) = read(path, files, run)?;
    let Run { sources, sink, .. } = run;
    let mut of_ledger = Sink::default();
    let ledger = ledger(path, &content.id, sources, &mut of_ledger);
    let broken = of_ledger.has_errors();
    sink.extend(of_ledger);
    let title = content.root.get("title").and_then(content::Value::as_str);
    let title = title.unwrap_or_default().to_owned();
    (!broken).then(|| Standing {
        kind: kind.name,
        title,
        approvals: Approvals::draft(&content),
        id: content.id,
        ledger,
    })
}

/// Reads the ledger beside a document as it is now; empty if there is none.
pub fn read_ledger(path: &Path, id: &str, run: &mut Run) -> Ledger {
    let Run { sources, sink, .. } = run;
    ledger(path, id, sources, sink)
}

/// Whether nothing stands at a path. What nobody may look at is there: a document whose ledger
/// cannot be read must not pass for one that nothing happened to.
fn is_absent(path: &Path) -> bool {
    use io::ErrorKind::{InvalidFilename, NotADirectory, NotFound};
    let kind = fs::symlink_metadata(path).map_err(|error| error.kind());
    matches!(kind, Err(InvalidFilename | NotADirectory | NotFound))
}

/// The files of a document.
struct Made {
    /// How many pages it has, if they were counted.
    pages: usize,
    files: Vec<(Format, Vec<u8>)>,
}

/// Makes the files of a checked document, and counts its pages if it is `paged`.
fn make(
    path: &Path,
    kind: &Kind,
    document: &Document,
    paged: bool,
    formats: &[Format],
    run: &mut Run,
) -> Option<Made> {
    let fonts = layout::Fonts::new(&kind.style.typeface);
    let fonts = fonts
        .map_err(|message| run.sink.push(fault(path, message)))
        .ok()?;
    let lay_out = if paged {
        layout::lay_out
    } else {
        layout::measure
    };
    let layout = lay_out(document, &kind.style, &fonts, &mut run.sink);
    if run.sink.has_errors() {
        return None;
    }
    let files = writers::write_all(formats, document, &layout, kind)
        .map_err(|message| run.sink.push(fault(path, message)))
        .ok()?;
    Some(Made {
        pages: layout.pages.len(),
        files,
    })
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

/// The ledger beside a document; empty if there is none.
fn ledger(path: &Path, id: &str, sources: &mut Sources, sink: &mut Sink) -> Ledger {
    let path = approval::ledger::path(path, id);
    if id.is_empty() || is_absent(&path) {
        return Ledger::default();
    }
    let tree = source(&path, sources, sink).and_then(|file| {
        if sources.get(file).text.trim().is_empty() {
            sink.push(approval::ledger::empty(Span::new(file, 0..0)));
            return None;
        }
        yaml::parse(file, sources, sink)
    });
    tree.map(|tree| Ledger::read(&tree, id, sink))
        .unwrap_or_default()
}
