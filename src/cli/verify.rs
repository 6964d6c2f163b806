//! `aktas verify`.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::ExitStatus;
use super::arguments::{FindingFormat, VerifyArgs};
use super::known::Known;
use super::progress::Progress;
use super::report::Voice;
use crate::approval::Event;
use crate::diagnostics::{Language, Message, say};
use crate::kind::files::display;
use crate::verify::{Difference, Finding, Given, Place, Project, Standing, Verdict, judge, limits};

/// Tells what files are.
pub(super) fn run(args: &VerifyArgs, voice: Voice) -> ExitStatus {
    let language = voice.language;
    let content = args
        .content
        .clone()
        .unwrap_or_else(|| PathBuf::from("content"));
    if args.content.is_some() && !content.is_dir() {
        let message = say!("there is no folder `{path}`", path = display(&content));
        let _ = writeln!(io::stderr(), "{}", message.text(language));
        return ExitStatus::Rejected;
    }
    let mut known = content
        .is_dir()
        .then(|| Known::read(&content, &args.templates));
    let mut status = ExitStatus::Success;
    let is_human = args.format == FindingFormat::Human;
    let progress = Progress::of(args.files.len(), is_human, voice);
    for path in &args.files {
        progress.begins(path);
        let project = known.as_mut().map(|known| known as &mut dyn Project);
        let finding = bytes(path).and_then(|bytes| judge(&bytes, project));
        progress.done();
        let text = match (args.format, &finding) {
            (FindingFormat::Human, Ok(finding)) => human(path, finding, language),
            (FindingFormat::Human, Err(why)) => {
                let why = say!("{path}: {why}", path = display(path), why);
                let _ = progress.aside(|| writeln!(io::stderr(), "{}", why.text(language)));
                String::new()
            }
            (FindingFormat::Json, finding) => {
                format!("{}\n", as_json(path, finding.as_ref(), language))
            }
        };
        // A reader that has gone away has read enough.
        let _ = progress.aside(|| io::stdout().write_all(text.as_bytes()));
        status = worse(status, finding.as_ref().map(|finding| finding.verdict).ok());
    }
    status
}

/// The bytes of a file.
fn bytes(path: &Path) -> Result<Vec<u8>, Message> {
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => say!("there is no such file"),
        io::ErrorKind::PermissionDenied => say!("you have no right to read the file"),
        io::ErrorKind::IsADirectory => say!("this is a folder, not a file"),
        _ => say!("the file cannot be read: {why}", why = error.to_string()),
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    let mut file = file.take(limits::FILE + 1);
    file.read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limits::FILE {
        return Err(say!("the file is larger than any document"));
    }
    Ok(bytes)
}

/// The worse of what was found and what is found now; `None` is a file that cannot be read.
fn worse(before: ExitStatus, verdict: Option<Verdict>) -> ExitStatus {
    let now = match verdict {
        Some(Verdict::Recorded) => ExitStatus::Success,
        Some(Verdict::Rendering) => ExitStatus::Rendering,
        Some(Verdict::Altered) => ExitStatus::Altered,
        Some(Verdict::Unknown) => ExitStatus::Unknown,
        None => ExitStatus::Rejected,
    };
    let order = [
        ExitStatus::Success,
        ExitStatus::Rendering,
        ExitStatus::Altered,
        ExitStatus::Unknown,
        ExitStatus::Rejected,
    ];
    let place = |status: ExitStatus| order.iter().position(|one| *one == status);
    if place(now) > place(before) {
        now
    } else {
        before
    }
}

/// The finding for a person: what the file is, then all that is known, a line each.
fn human(path: &Path, finding: &Finding, language: Language) -> String {
    let headline = match finding.verdict {
        Verdict::Recorded => say!("the very file that was recorded"),
        Verdict::Rendering => say!("what was approved, in another rendering"),
        Verdict::Altered => say!("altered after it was made"),
        Verdict::Unknown => say!("not known here"),
    };
    let mut text = format!("{}: {}\n", display(path), headline.text(language));
    for line in lines(finding) {
        text.push_str(&format!("  {}\n", line.text(language)));
    }
    text
}

fn lines(finding: &Finding) -> Vec<Message> {
    let mut lines = finding.reasons.clone();
    if let Some(told) = &finding.told {
        let (id, title) = (&told.document, &told.title);
        lines.push(if title.is_empty() {
            say!("document: `{id}`", id)
        } else {
            say!("document: `{id}`, “{title}”", id, title)
        });
    }
    lines.extend(finding.given.iter().map(given));
    if !finding.given.is_empty() {
        lines.push(match finding.changed {
            Some(false) => say!("its content has not changed since"),
            Some(true) => say!("its content has changed since"),
            None => say!("its content is not here any more, or has errors"),
        });
    }
    for signature in &finding.signatures {
        let signer = &signature.signer;
        lines.push(if signature.intact {
            say!(
                "signed by {signer}; whether to trust the certificate is yours to say",
                signer
            )
        } else if signer.is_empty() {
            say!("it has a signature that cannot be read")
        } else {
            say!(
                "signed by {signer}, but the signature is not intact",
                signer
            )
        });
    }
    let parts = finding.parts.iter();
    lines.extend(parts.map(|part| say!("altered: `{part}`", part)));
    lines.extend(finding.differences.shown.iter().map(difference));
    let more = finding.differences.count - finding.differences.shown.len();
    if more > 0 {
        lines.push(say!("and {more} {more:more place|more places}", more));
    }
    lines
}

fn given(given: &Given) -> Message {
    let Given { act, body, .. } = given;
    let event = match (given.event, given.mark.as_str()) {
        (Event::Amended, "endorsed") => say!("endorsed anew"),
        (Event::Amended, "agreed") => say!("agreed anew"),
        (Event::Amended, _) => say!("approved as a new redaction"),
        (Event::Approved, _) => say!("approved"),
        (Event::Endorsed, _) => say!("endorsed"),
        (Event::Agreed, _) => say!("agreed"),
        (Event::Revoked, _) => say!("revoked"),
    };
    let (number, date) = (&act.number, act.date);
    let standing = match &given.standing {
        Standing::InForce => say!("in force"),
        Standing::Superseded(act) => say!(
            "superseded by act {number} of {date}",
            number = act.number,
            date = act.date
        ),
        Standing::Revoked(act) => say!(
            "revoked by act {number} of {date}",
            number = act.number,
            date = act.date
        ),
    };
    say!(
        "{event} by act {number} of {date} ({body}): {standing}",
        event,
        number,
        date,
        body,
        standing
    )
}

fn difference(difference: &Difference) -> Message {
    let place = place(difference);
    let (wanted, found) = (&difference.wanted, &difference.found);
    match (wanted.is_empty(), found.is_empty()) {
        (true, _) => say!("{place}: “{found}” was added", place, found),
        (_, true) => say!("{place}: “{wanted}” was taken out", place, wanted),
        _ => say!("{place}: “{found}”, was “{wanted}”", place, found, wanted),
    }
}

fn place(difference: &Difference) -> Message {
    let place = match difference.place {
        Place::Paragraph(number) => say!("paragraph {number}", number),
        Place::Cell(table, row, column) => {
            say!(
                "table {table}, row {row}, column {column}",
                table,
                row,
                column
            )
        }
        Place::Note(number) => say!("note {number}", number),
        Place::Outside => say!("outside of the text"),
    };
    match difference.page {
        Some(page) => say!("page {page}, {place}", page, place),
        None => place,
    }
}

/// The finding for a program: one object.
fn as_json(path: &Path, finding: Result<&Finding, &Message>, language: Language) -> Value {
    let text = |message: &Message| message.text(language).into_owned();
    let finding = match finding {
        Ok(finding) => finding,
        Err(why) => {
            return json!({ "file": display(path), "verdict": "unreadable", "reasons": [text(why)] });
        }
    };
    let given = finding.given.iter().map(|given| {
        let (standing, by) = match &given.standing {
            Standing::InForce => ("in-force", None),
            Standing::Superseded(act) => ("superseded", Some(act)),
            Standing::Revoked(act) => ("revoked", Some(act)),
        };
        json!({
            "event": given.event.as_str(),
            "body": given.body,
            "number": given.act.number,
            "date": given.act.date.to_string(),
            "standing": standing,
            "by": by.map(|act| json!({ "number": act.number, "date": act.date.to_string() })),
        })
    });
    let differences = finding.differences.shown.iter().map(|one| {
        json!({
            "place": text(&place(one)),
            "page": one.page,
            "wanted": one.wanted,
            "found": one.found,
        })
    });
    let signatures = finding.signatures.iter().map(|one| {
        json!({
            "signer": one.signer,
            "issuer": one.issuer,
            "intact": one.intact,
            "whole": one.whole,
        })
    });
    let told = finding.told.as_ref();
    json!({
        "file": display(path),
        "verdict": finding.verdict.as_str(),
        "document": told.map(|told| &told.document),
        "title": told.map(|told| &told.title),
        "kind": told.map(|told| &told.provenance.kind),
        "digest": told.map(|told| &told.provenance.digest),
        "source": told.map(|told| &told.provenance.source),
        "tool": told.map(|told| &told.provenance.tool),
        "given": given.collect::<Vec<_>>(),
        "changed-since": finding.changed,
        "reasons": finding.reasons.iter().map(text).collect::<Vec<_>>(),
        "parts": finding.parts,
        "differences": differences.collect::<Vec<_>>(),
        "differences-in-all": finding.differences.count,
        "signatures": signatures.collect::<Vec<_>>(),
    })
}
