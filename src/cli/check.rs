//! `aktas check`.

use std::path::Path;

use super::arguments::CheckArgs;
use super::neighbours::Neighbours;
use super::report::{Reporter, Stream, Voice};
use super::{ExitStatus, input, progress};
use crate::Run;
use crate::diagnostics::say;
use crate::shelf::Shelf;

/// Tells everything that is wrong with documents.
pub(super) fn run(args: &CheckArgs, voice: Voice) -> ExitStatus {
    let mut reporter = Reporter::new(args.common.format, Stream::Output, voice);
    let documents = match input::documents(&args.common.paths) {
        Ok(documents) => documents,
        Err(faults) => return reporter.rejected(&faults),
    };
    let files = args.common.files();
    let (neighbours, shelf) = (Neighbours::of(&documents), Shelf::default());
    let one = |path: &Path| {
        let mut run = Run {
            shelf: shelf.clone(),
            ..args.common.new_run()
        };
        let fault = neighbours.fault(path);
        fault.into_iter().for_each(|fault| run.sink.push(fault));
        // A document is whole only if it can be laid out: a sign may have no glyph.
        crate::build(path, &files, &[], &mut run);
        run
    };
    let progress = reporter.progress(documents.len());
    let runs = progress::every(&documents, args.common.jobs, &progress, one);
    drop(progress);
    runs.into_iter().for_each(|run| reporter.run(run));
    let work = say!("checked {n} {n:document|documents}", n = documents.len());
    reporter.sum_up(work);
    reporter.status()
}
