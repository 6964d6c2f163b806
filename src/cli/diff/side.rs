//! Which two forms of a document are compared.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::DiffArgs;
use crate::Run;
use crate::approval::ledger::Recorded;
use crate::approval::{record, state};
use crate::cli::past::Past;
use crate::diagnostics::{Code, Diagnostic, Message, say};
use crate::history::{Repository, Unpacked};
use crate::kind::files::{Files, display};
use crate::run::Standing;
use crate::source::{Sources, Unreadable};

/// One form of a document: a file, with the kinds that go with it.
#[derive(Debug)]
pub(super) struct Side {
    /// Where it is; of a revision, where it was unpacked.
    pub(super) path: PathBuf,
    /// What it is called.
    pub(super) label: String,
    /// Who made it and when, if it is of a commit.
    pub(super) author: Option<(String, String)>,
    templates: PathBuf,
    /// The folder that it was unpacked into, and what its files are called before their names.
    unpacked: Option<(PathBuf, String)>,
    /// What keeps that folder.
    _kept: Kept,
}

/// What keeps the files of a revision until they were read.
#[derive(Debug)]
enum Kept {
    Nothing,
    Unpacked { _files: Unpacked },
    Past { _past: Past },
}

/// The old form.
#[derive(Debug)]
pub(super) enum Old {
    /// With all its files.
    Side(Box<Side>),
    /// Only its record, which was kept when it was approved.
    Record {
        /// The record.
        text: String,
        /// What it is called.
        label: String,
    },
}

impl Old {
    pub(super) fn label(&self) -> &str {
        match self {
            Self::Side(side) => &side.label,
            Self::Record { label, .. } => label,
        }
    }
}

impl Side {
    pub(super) fn files(&self) -> Files {
        Files::new(Some(self.templates.clone()))
    }

    /// Has files that were unpacked told by the names that they have in their revision.
    pub(super) fn rename(&self, sources: &mut Sources) {
        if let Some((folder, name)) = &self.unpacked {
            sources.rename(&display(folder), name);
        }
    }

    /// The form of a document that was looked for by what it says.
    pub(super) fn past(past: Past, label: String) -> Self {
        let unpacked = past.unpacked().map(|(folder, commit)| {
            let short = commit.get(..10).unwrap_or(commit);
            (without_slash(&folder), format!("{short}:"))
        });
        Self {
            path: past.path().to_owned(),
            label,
            author: None,
            templates: past.templates().to_owned(),
            unpacked,
            _kept: Kept::Past { _past: past },
        }
    }

    /// The commit whose form it is, in short, if it is not that of now.
    pub(super) fn commit(&self) -> Option<&str> {
        let (_, name) = self.unpacked.as_ref()?;
        Some(name.trim_end_matches(':'))
    }

    /// A file as it is.
    fn file(path: &Path, args: &DiffArgs) -> Self {
        Self {
            path: path.to_owned(),
            label: display(path),
            author: None,
            templates: args.templates.clone(),
            unpacked: None,
            _kept: Kept::Nothing,
        }
    }
}

/// Finds the two forms.
pub(super) fn find(args: &DiffArgs) -> Result<(Old, Side), Diagnostic> {
    let Some(new) = &args.new else {
        return alone(args);
    };
    let old = side(&args.old, args)?;
    Ok((Old::Side(Box::new(old)), side(new, args)?))
}

/// A document that is named alone: what it is compared with follows from what happened to it.
fn alone(args: &DiffArgs) -> Result<(Old, Side), Diagnostic> {
    let path = &args.old;
    if let Some((revision, name)) = revision_of(path).filter(|_| !args.since_approval) {
        let (old, repository, name) = of_revision(path, &revision, &name, args)?;
        let now = shortest(&repository.path(&name));
        return Ok((Old::Side(Box::new(old)), Side::file(&now, args)));
    }
    if !path.is_file() {
        let why = if path.is_dir() {
            Unreadable::Folder
        } else {
            Unreadable::Missing
        };
        let fault = fault(path, why.message());
        return Err(why.hint().into_iter().fold(fault, Diagnostic::hint));
    }
    let new = Side::file(path, args);
    if let Some(old) = approved(&new, args)? {
        return Ok((old, new));
    }
    if args.since_approval {
        let fault = fault(path, say!("nothing approved the document yet"));
        return Err(fault.hint(say!(
            "compare it with what git has: `aktas diff HEAD:{path}`",
            path = display(path)
        )));
    }
    let nothing = || {
        let fault = fault(
            path,
            say!(
                "there is nothing to compare it with: it was not approved, and git does not have it"
            ),
        );
        fault.hint(say!("name two files: `aktas diff OLD NEW`"))
    };
    let repository = Repository::of(path).ok_or_else(nothing)?;
    let name = repository.name(path).ok_or_else(nothing)?;
    let commit = repository.commit("HEAD").ok_or_else(nothing)?;
    repository.file(&commit, &name).ok_or_else(nothing)?;
    let old = unpacked(&repository, "HEAD", &commit, &name, args).ok_or_else(nothing)?;
    Ok((Old::Side(Box::new(old)), new))
}

/// One form, as it was named: a file that is there, else a revision.
pub(super) fn side(path: &Path, args: &DiffArgs) -> Result<Side, Diagnostic> {
    match revision_of(path) {
        Some((revision, name)) => Ok(of_revision(path, &revision, &name, args)?.0),
        // Whether it can be read is told when it is read.
        None => Ok(Side::file(path, args)),
    }
}

/// The revision and the path of `REVISION:PATH`; none for the name of a file that is there.
fn revision_of(path: &Path) -> Option<(String, String)> {
    let text = path.to_str().filter(|_| !path.exists())?;
    let (revision, name) = text.split_once(':')?;
    // `C:\…` is a file that is missing.
    let is_drive = revision.len() == 1 && name.starts_with('\\');
    (!is_drive).then(|| (revision.to_owned(), name.to_owned()))
}

/// The form that a revision has of a document, which stands at a path from the root of the
/// repository; one with `./` or `../` is from here.
fn of_revision(
    spec: &Path,
    revision: &str,
    path: &str,
    args: &DiffArgs,
) -> Result<(Side, Repository, PathBuf), Diagnostic> {
    let here = env::current_dir().unwrap_or_default();
    let repository = Repository::of(&here).ok_or_else(|| {
        let fault = fault(
            spec,
            say!("git is not there, or this folder is in no repository"),
        );
        fault.hint(say!("name two files: `aktas diff OLD NEW`"))
    })?;
    let from_here = path.starts_with("./") || path.starts_with("../");
    let name = if from_here {
        repository.name(&cleaned(&here.join(path)))
    } else {
        Some(PathBuf::from(path))
    };
    let name = name.ok_or_else(|| fault(spec, say!("`{path}` is not in the repository", path)))?;
    let missing = |what: Message| {
        let fault = fault(spec, what);
        let there = repository.path(&name).exists();
        let below = repository
            .name(&here.join(path))
            .filter(|below| *below != name);
        match below.filter(|below| !there && repository.path(below).exists()) {
            Some(_) => fault.hint(say!("from this folder, write `{revision}:./{path}`", revision, path)),
            None => fault.hint(say!("the path is that from the root of the repository; `git log -- PATH` lists the commits that have it")),
        }
    };
    if revision.is_empty() {
        let files = repository.unpack_staged();
        let files = files.ok_or_else(|| fault(spec, say!("git cannot unpack what is staged")))?;
        if !files.path(&name).is_file() {
            return Err(missing(say!("`{path}` is not staged", path)));
        }
        let side = of_unpacked(&repository, files, "", None, &name, args);
        return Ok((side, repository, name));
    }
    let commit = repository.commit(revision).ok_or_else(|| {
        let fault = fault(spec, say!("git has no revision `{revision}`", revision));
        fault.hint(say!(
            "`git log --oneline` lists commits, `git branch` and `git tag` their names"
        ))
    })?;
    if repository.file(&commit, &name).is_none() {
        return Err(missing(say!(
            "`{path}` is not in the revision `{revision}`",
            path,
            revision
        )));
    }
    let side = unpacked(&repository, revision, &commit, &name, args).ok_or_else(|| {
        fault(
            spec,
            say!("git cannot unpack the revision `{revision}`", revision),
        )
    })?;
    Ok((side, repository, name))
}

/// A document as a commit has it, with the kinds and files of then.
fn unpacked(
    repository: &Repository,
    revision: &str,
    commit: &str,
    name: &Path,
    args: &DiffArgs,
) -> Option<Side> {
    let files = repository.unpack(commit)?;
    let author = repository.author(commit);
    Some(of_unpacked(repository, files, revision, author, name, args))
}

fn of_unpacked(
    repository: &Repository,
    files: Unpacked,
    revision: &str,
    author: Option<(String, String)>,
    name: &Path,
    args: &DiffArgs,
) -> Side {
    // Kinds from outside the repository have no history.
    let templates = repository.name(&args.templates);
    let templates = templates.map(|templates| files.path(&templates));
    let root = files.path(Path::new(""));
    Side {
        path: files.path(name),
        label: format!("{revision}:{}", display(name)),
        author,
        templates: templates.unwrap_or_else(|| args.templates.clone()),
        unpacked: Some((without_slash(&root), format!("{revision}:"))),
        _kept: Kept::Unpacked { _files: files },
    }
}

/// The text that an act approved last; none if none did.
fn approved(new: &Side, args: &DiffArgs) -> Result<Option<Old>, Diagnostic> {
    let mut run = Run::default();
    let Some(standing) = crate::run::standing(&new.path, &new.files(), &mut run) else {
        return Ok(None);
    };
    let Some(last) = last_act(&standing) else {
        return Ok(None);
    };
    let entry = &last.entry;
    let label = format!(
        "{} ({}, {})",
        display(&new.path),
        entry.act.number,
        entry.act.date
    );
    if let Some(past) = Past::find(&new.path, &standing.id, &args.templates, &entry.content) {
        return Ok(Some(Old::Side(Box::new(Side::past(past, label)))));
    }
    let kept = record::path(&new.path, &standing.id, &entry.content);
    let text = fs::read_to_string(&kept).ok();
    match text.and_then(|text| record::sound(&text, &entry.content)) {
        Some(text) => Ok(Some(Old::Record { text, label })),
        None => {
            let message = say!(
                "the text of act {number} of {date} is not to be had: git does not have it, and neither has `{file}`",
                number = entry.act.number,
                date = entry.act.date,
                file = display(&kept)
            );
            Err(fault(&new.path, message)
                .hint(say!("restore `{file}` from git", file = display(&kept))))
        }
    }
}

/// The act that approved the document last and was not taken back; of a document that asks for no
/// approval, the last that gave it any mark.
fn last_act(standing: &Standing) -> Option<&Recorded> {
    let (approvals, ledger) = (&standing.approvals, &standing.ledger);
    let last = |approving: bool| {
        let marks = approvals.marks.iter();
        let marks = marks.filter(|mark| (mark.name == "approved") == approving);
        let acts = marks.filter_map(|mark| {
            state::in_force(&approvals.given(mark, ledger))
                .last()
                .copied()
        });
        acts.max_by_key(|act| {
            ledger
                .entries
                .iter()
                .position(|one| std::ptr::eq(one, *act))
        })
    };
    last(true).or_else(|| last(false))
}

fn fault(path: &Path, message: Message) -> Diagnostic {
    Diagnostic::file(Code::UnreadableFile, display(path), message)
}

/// A path from here, if it is below this folder.
fn shortest(path: &Path) -> PathBuf {
    let here = env::current_dir()
        .and_then(fs::canonicalize)
        .unwrap_or_default();
    path.strip_prefix(here)
        .map_or_else(|_| path.to_owned(), Path::to_owned)
}

/// A path without `.` and `..`, which need not be there.
fn cleaned(path: &Path) -> PathBuf {
    use std::path::Component;
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            component => clean.push(component),
        }
    }
    clean
}

fn without_slash(folder: &Path) -> PathBuf {
    folder.components().collect()
}
