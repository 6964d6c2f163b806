//! `aktas build`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::arguments::{BuildArgs, FormatArg};
use super::neighbours::Neighbours;
use super::report::{Reporter, Stream, Voice};
use super::{ExitStatus, as_of, follow, input, output, progress};
use crate::Run;
use crate::approval::Wanted;
use crate::diagnostics::{Code, Count, Diagnostic, say};
use crate::kind::files::{Files, display};
use crate::shelf::Shelf;
use crate::writers::Format;

/// Checks documents and writes those without errors.
pub(super) fn run(args: &BuildArgs, voice: Voice) -> ExitStatus {
    if let Some(wanted) = &args.as_of {
        return as_of::run(args, wanted, voice);
    }
    let mut reporter = Reporter::new(args.common.format, Stream::Error, voice);
    let documents = input::documents(&args.common.paths).and_then(no_clash);
    let documents = match documents {
        Ok(documents) => documents,
        Err(faults) => return reporter.rejected(&faults),
    };
    output::recover(&args.out);
    if args.watch {
        return follow::run(args, &documents, voice);
    }
    let built = build_all(args, &documents, &documents, &reporter);
    tell(&mut reporter, built, documents.len());
    reporter.status()
}

/// Tells what came of documents.
pub(super) fn tell(reporter: &mut Reporter, built: Vec<Built>, n: usize) {
    let mut written = 0;
    for Built { run, outputs } in built {
        reporter.run(run);
        written += usize::from(!outputs.is_empty());
        for path in outputs {
            reporter.say(&say!("wrote {path}", path = display(&path)));
        }
    }
    let work = say!(
        "built {written} of {n} {n:document|documents}",
        written = Count(written),
        n
    );
    reporter.sum_up(work);
}

/// What came of a document.
pub(super) struct Built {
    pub(super) run: Run,
    /// The files that were written; none if it has errors.
    pub(super) outputs: Vec<PathBuf>,
}

/// Builds those documents that are due, of all that the command is about.
pub(super) fn build_all(
    args: &BuildArgs,
    all: &[PathBuf],
    due: &[PathBuf],
    reporter: &Reporter,
) -> Vec<Built> {
    let (files, formats) = (args.common.files(), formats(&args.to));
    let wanted = match (args.approved, args.draft) {
        (true, _) => Wanted::Approved,
        (_, true) => Wanted::Draft,
        _ => Wanted::AsRecorded,
    };
    let (neighbours, shelf) = (Neighbours::of(all), Shelf::default());
    let new_run = |path: &Path| {
        let mut run = Run {
            wanted,
            shelf: shelf.clone(),
            ..args.common.new_run()
        };
        let fault = neighbours.fault(path);
        fault.into_iter().for_each(|fault| run.sink.push(fault));
        run
    };
    progress::every(
        due,
        args.common.jobs,
        &reporter.progress(due.len()),
        |path| one(path, new_run(path), &files, &formats, &args.out),
    )
}

/// Builds one document.
fn one(path: &Path, mut run: Run, files: &Files, formats: &[Format], out: &Path) -> Built {
    let made = crate::build(path, files, formats, &mut run);
    let written = made.map(|made| output::write_all(&named(path, out, made)));
    let outputs = match written {
        Some(Ok(paths)) => paths,
        Some(Err(fault)) => {
            run.sink.push(fault);
            Vec::new()
        }
        None => Vec::new(),
    };
    Built { run, outputs }
}

/// The files of a document by their places in a folder.
pub(super) fn named(
    document: &Path,
    out: &Path,
    made: Vec<(Format, Vec<u8>)>,
) -> Vec<(PathBuf, Vec<u8>)> {
    let stem = document.file_stem().unwrap_or_default();
    let named = made.into_iter().map(|(format, bytes)| {
        let mut name = stem.to_owned();
        name.push(format!(".{}", format.ending()));
        (out.join(name), bytes)
    });
    named.collect()
}

/// Two documents of the same name in different folders would be written to one file.
pub(super) fn no_clash(documents: Vec<PathBuf>) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
    let mut seen: BTreeMap<_, &Path> = BTreeMap::new();
    let mut faults = Vec::new();
    for path in &documents {
        if let Some(first) = seen.insert(path.file_stem(), path) {
            let message = say!(
                "`{path}` would be written to the same file",
                path = display(first)
            );
            let diagnostic = Diagnostic::file(Code::OutputClash, display(path), message);
            faults.push(diagnostic.hint(say!("rename one of the two")));
        }
    }
    if faults.is_empty() {
        Ok(documents)
    } else {
        Err(faults)
    }
}

pub(super) fn formats(args: &[FormatArg]) -> Vec<Format> {
    let mut formats: Vec<Format> = args
        .iter()
        .map(|format| match format {
            FormatArg::Docx => Format::Docx,
            FormatArg::Pdf => Format::Pdf,
            FormatArg::Html => Format::Html,
        })
        .collect();
    formats.sort();
    formats.dedup();
    formats
}
