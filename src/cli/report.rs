//! Messages to the user.

use std::io::{self, IsTerminal, Write};
use std::time::Instant;

use super::ExitStatus;
use super::arguments::MessageFormat;
use super::job_summary::JobSummary;
use super::progress::Progress;
use super::repository::Repository;
use crate::Run;
use crate::diagnostics::{
    Code, Diagnostic, Language, Message, Severity, github, gitlab, human, json, say, short,
};
use crate::source::Sources;

/// Where messages go: what was asked for goes to the standard output, what comes beside the
/// work to the standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stream {
    Output,
    Error,
}

/// How the program speaks to its user.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voice {
    pub(super) language: Language,
    /// Whether it tells errors only, besides what was asked for.
    pub(super) quiet: bool,
}

/// Counts what was told.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Tally {
    pub(super) errors: usize,
    pub(super) warnings: usize,
}

/// Writes messages and counts them.
pub(super) struct Reporter {
    format: MessageFormat,
    stream: Stream,
    voice: Voice,
    pub(super) tally: Tally,
    /// The first codes that were told.
    codes: Vec<Code>,
    /// When the work began.
    began: Instant,
    repository: Repository,
    for_gitlab: gitlab::Report,
    for_job: JobSummary,
}

/// How many codes the closing line names.
const NAMED_CODES: usize = 3;

impl Reporter {
    pub(super) fn new(format: MessageFormat, stream: Stream, voice: Voice) -> Self {
        Self {
            format,
            // The report of GitLab is a file, so it is what was asked for.
            stream: match format {
                MessageFormat::Gitlab => Stream::Output,
                _ => stream,
            },
            voice,
            tally: Tally::default(),
            codes: Vec::new(),
            began: Instant::now(),
            repository: Repository::here(),
            for_gitlab: gitlab::Report::default(),
            for_job: JobSummary::default(),
        }
    }

    /// Writes the messages of a run.
    pub(super) fn run(&mut self, run: Run) {
        let Run { sources, sink, .. } = run;
        for diagnostic in sink.into_sorted(&sources) {
            self.tell(&diagnostic, &sources);
        }
    }

    /// Writes one message; a quiet voice only counts what is no error.
    pub(super) fn tell(&mut self, diagnostic: &Diagnostic, sources: &Sources) {
        match diagnostic.severity {
            Severity::Error => self.tally.errors += 1,
            Severity::Warning => self.tally.warnings += 1,
            Severity::Note => {}
        }
        if self.codes.len() < NAMED_CODES && !self.codes.contains(&diagnostic.code) {
            self.codes.push(diagnostic.code);
        }
        if self.voice.quiet && diagnostic.severity != Severity::Error {
            return;
        }
        let language = self.voice.language;
        let in_repository = || self.repository.name(diagnostic.file_name(sources));
        let text = match self.format {
            MessageFormat::Human => {
                human::render(diagnostic, sources, self.coloured(), language) + "\n"
            }
            MessageFormat::Short => short::render(diagnostic, sources, language),
            MessageFormat::Json => json::render(diagnostic, sources, language),
            MessageFormat::Github => {
                let file = in_repository();
                self.for_job.add(diagnostic, sources, &file, language);
                github::render(diagnostic, sources, &file, language)
            }
            MessageFormat::Gitlab => {
                let file = in_repository();
                self.for_gitlab.add(diagnostic, sources, &file, language);
                return;
            }
        };
        self.write(&text);
    }

    /// Writes messages that have no place in a text, for which the work does not begin.
    pub(super) fn rejected(mut self, faults: &[Diagnostic]) -> ExitStatus {
        let nowhere = Sources::default();
        faults.iter().for_each(|fault| self.tell(fault, &nowhere));
        self.status()
    }

    /// Writes a line about the work, for people only: those who read the log of GitHub are some.
    pub(super) fn say(&self, line: &Message) {
        let for_people = matches!(self.format, MessageFormat::Human | MessageFormat::Github);
        if for_people && !self.voice.quiet {
            // Nobody is left to tell if the standard error is closed.
            let _ = writeln!(io::stderr(), "{}", line.text(self.voice.language));
        }
    }

    /// The progress of work over so many documents, for who reads the messages, too.
    pub(super) fn progress(&self, documents: usize) -> Progress {
        Progress::of(documents, self.format == MessageFormat::Human, self.voice)
    }

    /// Says what was done and how long it took, and how more is learnt about what was told.
    pub(super) fn sum_up(&mut self, work: Message) {
        let work = summary(work, self.tally);
        let line = say!("{work}, {time}", work, time = self.began.elapsed());
        self.for_job.sum_up(&line.text(self.voice.language));
        self.say(&line);
        self.say_more();
    }

    /// Says why the work cannot begin, to whoever reads.
    pub(super) fn refuse(&self, why: &Message) -> ExitStatus {
        let _ = writeln!(io::stderr(), "{}", why.text(self.voice.language));
        ExitStatus::Rejected
    }

    /// Writes text that is put into lines already, for people only.
    pub(super) fn say_plain(&self, text: &str) {
        if self.format == MessageFormat::Human && !self.voice.quiet {
            let _ = io::stderr().write_all(text.as_bytes());
        }
    }

    /// The language of what is said.
    pub(super) fn language(&self) -> Language {
        self.voice.language
    }

    /// Says at the end of the work how more is learnt about what was told, if anything was.
    pub(super) fn say_more(&self) {
        let command = |code: &Code| format!("`aktas explain {code}`");
        let commands = match self.codes.as_slice() {
            [] => return,
            [one] => command(one).into(),
            [first @ .., last] => {
                let first: Vec<String> = first.iter().map(command).collect();
                say!(
                    "{first} or {last}",
                    first = first.join(", "),
                    last = command(last)
                )
            }
        };
        self.say(&say!("for more about a message, run {commands}", commands));
    }

    /// Ends the report, and says how the process is to end.
    pub(super) fn status(self) -> ExitStatus {
        match self.format {
            MessageFormat::Gitlab => self.write(&self.for_gitlab.text()),
            MessageFormat::Github => self.for_job.write(),
            _ => {}
        }
        if self.tally.errors > 0 {
            ExitStatus::Rejected
        } else {
            ExitStatus::Success
        }
    }

    /// Colours only on a terminal, and not if `NO_COLOR` is set (no-color.org).
    fn coloured(&self) -> bool {
        let terminal = match self.stream {
            Stream::Output => io::stdout().is_terminal(),
            Stream::Error => io::stderr().is_terminal(),
        };
        terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
    }

    fn write(&self, text: &str) {
        // A reader that has gone away (`aktas check | head`) is no fault of the documents.
        let _ = match self.stream {
            Stream::Output => io::stdout().write_all(text.as_bytes()),
            Stream::Error => io::stderr().write_all(text.as_bytes()),
        };
    }
}

/// What was done, with the count of what was told: „checked 2 documents, 1 error, 3 warnings“.
pub(super) fn summary(work: Message, tally: Tally) -> Message {
    let errors = say!("{n} {n:error|errors}", n = tally.errors);
    let warnings = say!("{n} {n:warning|warnings}", n = tally.warnings);
    match (tally.errors > 0, tally.warnings > 0) {
        (false, false) => work,
        (true, false) => say!("{work}, {errors}", work, errors),
        (false, true) => say!("{work}, {warnings}", work, warnings),
        (true, true) => say!("{work}, {errors}, {warnings}", work, errors, warnings),
    }
}

/// Says that the tool itself failed.
pub(super) fn bug(language: Language) -> ExitStatus {
    let message = say!("this is a bug in aktas; please report it with the document that shows it");
    let _ = writeln!(io::stderr(), "{}", message.text(language));
    ExitStatus::Internal
}
