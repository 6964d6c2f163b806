//! `aktas build`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::arguments::{BuildArgs, FormatArg};
use super::neighbours::Neighbours;
use super::report::{Reporter, Stream, Voice};
use super::{ExitStatus, as_of, input, output};
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
    let (files, formats) = (args.common.files(), formats(&args.to));
    output::recover(&args.out);
    let wanted = match (args.approved, args.draft) {
        (true, _) => Wanted::Approved,
        (_, true) => Wanted::Draft,
        _ => Wanted::AsRecorded,
    };
    let (neighbours, shelf) = (Neighbours::of(&documents), Shelf::default());
    let new_run = |path: &Path| {
        let mut run = Run {
            wanted,
            shelf: shelf.clone(),
            ..args.common.new_run()
        };
        neighbours
            .fault(path)
            .into_iter()
            .for_each(|fault| run.sink.push(fault));
        run
    };
    let built: Vec<(Run, Vec<PathBuf>)> = in_parallel(args.common.jobs, || {
        documents
            .par_iter()
            .map(|path| one(path, new_run(path), &files, &formats, &args.out))
            .collect()
    });
    let mut written = 0;
    for (run, outputs) in built {
        reporter.run(run);
        written += usize::from(!outputs.is_empty());
        for path in outputs {
            reporter.say(&say!("wrote {path}", path = display(&path)));
        }
    }
    let work = say!(
        "built {written} of {n} {n:document|documents}",
        written = Count(written),
        n = documents.len()
    );
    reporter.sum_up(work);
    reporter.status()
}

/// Builds one document, and returns the files that were written.
fn one(
    path: &Path,
    mut run: Run,
    files: &Files,
    formats: &[Format],
    out: &Path,
) -> (Run, Vec<PathBuf>) {
    let Some(made) = crate::build(path, files, formats, &mut run) else {
        return (run, Vec::new());
    };
    match output::write_all(&named(path, out, made)) {
        Ok(paths) => (run, paths),
        Err(fault) => {
            run.sink.push(fault);
            (run, Vec::new())
        }
    }
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
fn no_clash(documents: Vec<PathBuf>) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
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

/// Runs work on as many threads as were asked for.
pub(super) fn in_parallel<T: Send>(jobs: Option<u16>, work: impl FnOnce() -> T + Send) -> T {
    let threads = jobs.map_or(0, usize::from);
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(work),
        // A machine that gives no threads still has this one.
        Err(_) => work(),
    }
}
