//! `aktas build --as-of`: documents as they were when an act approved them.

use std::path::{Path, PathBuf};

use super::arguments::BuildArgs;
use super::past::Past;
use super::report::{Reporter, Stream, Voice};
use super::{ExitStatus, build, input, known, output};
use crate::approval::Ledger;
use crate::approval::ledger::Recorded;
use crate::approval::record::digest;
use crate::content::when::Moment;
use crate::diagnostics::{Code, Diagnostic, Message, say};
use crate::kind::files::display;
use crate::shelf::id_of;
use crate::source::Sources;

/// How many digits of a digest are enough to mean it.
const DIGITS: usize = 6;

/// Writes documents as they were.
pub(super) fn run(args: &BuildArgs, wanted: &str, voice: Voice) -> ExitStatus {
    let mut reporter = Reporter::new(args.common.format, Stream::Error, voice);
    let nowhere = Sources::default();
    let documents = match input::documents(&args.common.paths) {
        Ok(documents) => documents,
        Err(faults) => return reporter.rejected(&faults),
    };
    for path in documents {
        match one(&path, args, wanted) {
            Ok(told) => told.iter().for_each(|line| reporter.say(line)),
            Err(fault) => reporter.tell(&fault, &nowhere),
        }
    }
    reporter.status()
}

/// Writes the files of one document, and says what was written.
fn one(path: &Path, args: &BuildArgs, wanted: &str) -> Result<Vec<Message>, Diagnostic> {
    let fault = |message| Diagnostic::file(Code::NotApproved, display(path), message);
    let id = id_of(path).ok_or_else(|| fault(say!("it does not say its `id`")))?;
    let ledger = known::read(path, &id).map_err(fault)?;
    let index = find(&ledger, wanted).map_err(|why| fault(why).hint(acts(&ledger)))?;
    let entry = &ledger.entries[index].entry;
    let past = Past::find(path, &id, &args.common.templates, &entry.content).ok_or_else(|| {
        let message = say!(
            "the text of act {number} of {date} is not to be had: it is not what the document says now, and git does not have it",
            number = entry.act.number,
            date = entry.act.date
        );
        fault(message).hint(say!(
            "commit the document together with its ledger whenever an act is recorded"
        ))
    })?;
    let made = past
        .build(index + 1, &build::formats(&args.to))
        .ok_or_else(|| fault(say!("the document as it was then has errors now")))?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let named: Vec<(PathBuf, Vec<u8>)> = made
        .into_iter()
        .map(|(format, bytes)| {
            let name = format!("{stem}-{}.{}", in_name(wanted), format.ending());
            (args.out.join(name), bytes)
        })
        .collect();
    let recorded = |bytes: &[u8]| entry.files.values().any(|file| *file == digest(bytes));
    let told = named.iter().map(|(path, bytes)| {
        let path = display(path);
        if recorded(bytes) {
            say!(
                "wrote {path}, byte for byte the file that was recorded",
                path
            )
        } else {
            say!("wrote {path}", path)
        }
    });
    let told = told.collect();
    output::write_all(&named)?;
    Ok(told)
}

/// Which entry is meant: by the number of its act, by a day, as the last of which it was, or by the first
/// digits of what was approved.
fn find(ledger: &Ledger, wanted: &str) -> Result<usize, Message> {
    let entries = ledger.entries.iter().enumerate();
    let by = |holds: &dyn Fn(&Recorded) -> bool| -> Vec<usize> {
        let found = entries.clone().filter(|(_, one)| holds(one));
        found.map(|(index, _)| index).collect()
    };
    let found = by(&|one| one.entry.act.number == wanted);
    match found.as_slice() {
        [one] => return Ok(*one),
        [] => {}
        _ => {
            return Err(say!(
                "several acts have the number `{number}`: name the first digits of a digest",
                number = wanted
            ));
        }
    }
    if let Ok(day @ Moment::Day(_)) = Moment::parse(wanted) {
        let found = by(&|one| one.entry.act.date.first() <= day.first());
        return found.last().copied().ok_or_else(|| {
            say!(
                "nothing had happened to the document by `{day}`",
                day = wanted
            )
        });
    }
    let digits = wanted.trim_start_matches("sha256:");
    let is_digest = digits.len() >= DIGITS && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let has_digits = |one: &Recorded| {
        let content = one.entry.content.trim_start_matches("sha256:");
        is_digest && content.starts_with(&digits.to_ascii_lowercase())
    };
    by(&has_digits)
        .last()
        .copied()
        .ok_or_else(|| say!("its ledger has no act `{number}`", number = wanted))
}

/// The acts that can be named.
fn acts(ledger: &Ledger) -> Message {
    let acts = ledger.entries.iter().map(|one| &one.entry.act);
    let acts = acts.map(|act| format!("`{}` ({})", act.number, act.date));
    let acts = acts.collect::<Vec<_>>().join(", ");
    if acts.is_empty() {
        say!("no act was recorded yet")
    } else {
        say!(
            "name one of {acts}, a day, or the first digits of a digest",
            acts
        )
    }
}

/// A text as it may stand in the name of a file anywhere.
fn in_name(text: &str) -> String {
    let sign = |sign: char| {
        if sign.is_alphanumeric() || sign == '.' {
            sign
        } else {
            '-'
        }
    };
    text.chars()
        .map(sign)
        .collect::<String>()
        .trim_matches(['-', '.'])
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_an_act_becomes_part_of_a_name() {
        assert_eq!(in_name("V-12"), "V-12");
        assert_eq!(in_name("(1.3) V-12/2027"), "1.3--V-12-2027");
        assert_eq!(in_name("../../etc"), "etc");
    }
}
