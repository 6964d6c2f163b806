//! Reading a document: its kind, its content, the files and the plan that it names, its ledger.

use std::fs;
use std::io;
use std::mem;
use std::path::Path;

use super::{Run, TOOL};
use crate::approval::{self, Approvals, Ledger, Request, Wanted};
use crate::content::{self, Content};
use crate::data::{self, Attachments};
use crate::diagnostics::{Code, Diagnostic, Message, Sink, say};
use crate::figures;
use crate::figures::targets::{Targets, targets};
use crate::history;
use crate::kind::files::{Files, display};
use crate::kind::{self, Kind};
use crate::plan::{self, Named, Plan};
use crate::sign_off::{self, Asked, Stated};
use crate::source::{self, FileId, Sources, Span};
use crate::yaml;

/// Reads a document, its kind, and the files that it names.
pub(super) fn read(
    path: &Path,
    files: &Files,
    run: &mut Run,
) -> Option<(Kind, Content, Attachments)> {
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

/// Reads a document and computes its figures.
pub(super) fn state(path: &Path, files: &Files, run: &mut Run) -> Option<Stated> {
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
pub(super) fn plan_of(
    path: &Path,
    report: &Content,
    kind: &Kind,
    files: &Files,
    run: &mut Run,
) -> Named {
    let Some((id, naming)) = plan::naming(report) else {
        return Named::None;
    };
    if run.sink.has_error_in(naming) {
        return Named::unusable();
    }
    let file = match run.shelf.find(path, id) {
        Ok(file) => file,
        Err(why) => {
            let shown = |path: &Path| display(path);
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
    let shown = display(&file);
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

/// The entries of a document's ledger that count; `None` if the document or the ledger has errors.
pub(super) fn ledger_of(
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

/// Whether nothing stands at a path. What nobody may look at is there: a document whose ledger
/// cannot be read must not pass for one that nothing happened to.
fn is_absent(path: &Path) -> bool {
    use io::ErrorKind::{InvalidFilename, NotADirectory, NotFound};
    let kind = fs::symlink_metadata(path).map_err(|error| error.kind());
    matches!(kind, Err(InvalidFilename | NotADirectory | NotFound))
}

/// The text of a file of the user.
pub(super) fn source(path: &Path, sources: &mut Sources, sink: &mut Sink) -> Option<FileId> {
    let name = display(path);
    match source::read(path) {
        Ok(text) => Some(sources.add(name, text)),
        Err(fault) => {
            let diagnostic = Diagnostic::file(Code::UnreadableFile, name, fault.message());
            sink.push(diagnostic.maybe_hint(fault.hint()));
            None
        }
    }
}
