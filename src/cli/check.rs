//! `aktas check`.

use rayon::prelude::*;

use super::arguments::CheckArgs;
use super::neighbours::Neighbours;
use super::report::{Reporter, Stream, Voice};
use super::{ExitStatus, build, input};
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
    let runs: Vec<Run> = build::in_parallel(args.common.jobs, || {
        let one = |path| {
            let mut run = Run {
                shelf: shelf.clone(),
                ..args.common.new_run()
            };
            neighbours
                .fault(path)
                .into_iter()
                .for_each(|fault| run.sink.push(fault));
            // A document is whole only if it can be laid out: a sign may have no glyph.
            crate::build(path, &files, &[], &mut run);
            run
        };
        documents
            .par_iter()
            .map(|path| one(path.as_path()))
            .collect()
    });
    runs.into_iter().for_each(|run| reporter.run(run));
    let work = say!("checked {n} {n:document|documents}", n = documents.len());
    reporter.sum_up(work);
    reporter.status()
}
