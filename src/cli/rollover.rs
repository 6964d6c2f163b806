//! `aktas rollover`.

use super::arguments::{MessageFormat, RolloverArgs};
use super::report::{Reporter, Stream, Voice};
use super::{ExitStatus, new_run, output};
use crate::content::undecided::SIGN;
use crate::diagnostics::{Code, Diagnostic, Message, Place, say};
use crate::kind::files::{Files, display};
use crate::run::RolledOver;
use crate::source::Sources;

/// Writes next year's document from this one's.
pub(super) fn run(args: &RolloverArgs, voice: Voice) -> ExitStatus {
    let mut reporter = Reporter::new(args.format, Stream::Error, voice);
    let files = Files::new(Some(args.templates.clone()));
    let mut run = new_run();
    let out = args.out.as_deref();
    let Some(over) = crate::run::roll_over(&args.file, &files, &args.to, out, &mut run) else {
        reporter.run(run);
        reporter.say(&say!("nothing was written"));
        return reporter.status();
    };
    let path = display(&over.path);
    if args.dry_run {
        reporter.say(&say!("would write {path}", path));
    } else {
        let hint = say!("name another file: `--out FILE`");
        if let Err(fault) = output::write_new(&over.path, over.rolled.text.as_bytes(), hint) {
            reporter.tell(&fault, &Sources::default());
            return reporter.status();
        }
        reporter.say(&say!("wrote {path}", path));
    }
    tell(over, &mut reporter, args);
    reporter.status()
}

/// Tells what is to be decided: to people as a list, and what is wrong besides as ever.
fn tell(over: RolledOver, reporter: &mut Reporter, args: &RolloverArgs) {
    let path = display(&over.path);
    let sources = over.told.sources;
    let told = over.told.sink.into_sorted(&sources);
    let for_people = args.format == MessageFormat::Human;
    let is_listed = |one: &&Diagnostic| for_people && one.code == Code::Undecided;
    let listed: Vec<&Diagnostic> = told.iter().filter(is_listed).collect();
    for one in &told {
        if !is_listed(&one) {
            reporter.tell(one, &sources);
        }
    }
    if listed.is_empty() {
        return;
    }
    reporter.say(&say!("{n} {n:matter|matters} to decide:", n = listed.len()));
    for one in listed {
        let Place::Span(span) = &one.place else {
            continue;
        };
        let at = span.range().start;
        let line = sources.get(span.file).line_column(at).line;
        let words = sources.slice(*span).strip_prefix(SIGN).map(str::trim);
        let what = words.map_or_else(|| one.message.clone(), Message::from);
        let about = below(&sources.get(span.file).text, at);
        let before = over
            .parts
            .partition_point(|(place, _)| place.start <= about);
        let mut parts = over.parts[..before].iter().rev();
        let part = parts.find(|(place, _)| place.contains(&about));
        reporter.say(&match part {
            Some((_, part)) => say!("{path}:{line}: `{part}`: {what}", path, line, part, what),
            None => say!("{path}:{line}: {what}", path, line, what),
        });
    }
    if !args.dry_run {
        let hint = say!(
            "decide each, and delete its remark; `aktas check {path}` tells what is left",
            path
        );
        reporter.say(&hint);
    }
}

/// What a remark at a place is about: what stands in the line below it, behind the signs of a list.
fn below(text: &str, at: usize) -> usize {
    let mut start = at;
    for line in text[at..].split_inclusive('\n') {
        let words = line.trim_start();
        if !words.is_empty() && !words.starts_with('#') {
            let item = words.trim_start_matches("- ").trim_start();
            return start + line.len() - item.len();
        }
        start += line.len();
    }
    at
}
