//! The command line: arguments in, messages and files out, an exit status at the end.
//!
//! The only part of the program that prints, writes files and decides how the process ends.

mod approve;
mod as_of;
mod build;
mod check;
mod columns;
mod diff;
mod explain;
mod help;
mod import;
mod input;
mod known;
mod lock;
mod neighbours;
mod new;
mod output;
mod past;
mod recording;
mod report;
mod rollover;
mod sign;
mod status;
mod usage;
mod verify;
mod words;

use std::env;
use std::ffi::OsString;
use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::Run;
use crate::diagnostics::{Language, Sink};
use crate::kind::files::Files;

/// How the process ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// Everything was done.
    Success,
    /// The input has errors; the messages say which.
    Rejected,
    /// The tool itself failed.
    Internal,
    /// A file is what was approved, in another rendering.
    Rendering,
    /// A file was altered after it was made.
    Altered,
    /// A file is not known.
    Unknown,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        // 2 is what clap ends with when the command line itself is wrong.
        Self::from(match status {
            ExitStatus::Success => 0,
            ExitStatus::Rejected => 1,
            ExitStatus::Internal => 255,
            ExitStatus::Rendering => 3,
            ExitStatus::Altered => 4,
            ExitStatus::Unknown => 5,
        })
    }
}

/// Makes official documents from YAML: checked, computed, rendered to DOCX and PDF
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// The language of messages; by default that of the environment, if it is one of these
    #[arg(long, value_enum, global = true, value_name = "LANGUAGE")]
    // Found before arguments are read: `usage::asked_language`.
    lang: Option<LanguageArg>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the first form of a document, complete and with comments that teach
    New(NewArgs),
    /// Tell everything that is wrong with documents, and write nothing
    Check(CheckArgs),
    /// Check documents and write them as DOCX, PDF or HTML
    Build(BuildArgs),
    /// Record that an act approved a document, endorsed it or agreed to it, and write the files that
    /// say so
    Approve(ApproveArgs),
    /// Record that an act took a mark back
    Revoke(RevokeArgs),
    /// Tell which documents are approved, by which acts, and what changed since
    Status(StatusArgs),
    /// Tell what changed from one form of a document to another, and which figures follow
    ///
    /// Each form is a file, or `REVISION:PATH` as in git: `HEAD~1:content/plan.yaml`. `:PATH` is what is
    /// staged for the next commit. A file alone is compared with the text that was approved last, or if
    /// none was, with what git has of it. A DOCX as the new form is one that came back: what others
    /// edited and noted in it is led back to the lines of the document.
    Diff(diff::DiffArgs),
    /// Tell what a DOCX or PDF is: the very file that was recorded, or what became of it
    ///
    /// The exit status says it, too: 0 the very file that a ledger names, 3 what was approved in another
    /// rendering, 4 altered after it was made, 5 not known; of several files the worst.
    Verify(VerifyArgs),
    /// Tell more about a message: what its rule is, why, and how a document is mended
    Explain(ExplainArgs),
    /// Make a document that was written elsewhere the content of a kind, and tell what became of it
    Import(ImportArgs),
    /// Write next year's document from this one's, and mark in it what only a person can decide
    ///
    /// The years of names, times, titles and texts move on, if they are of the period or of the year
    /// before it. What does not: the date of an act (before its number), names between quotation marks,
    /// addresses, other years. Days are moved and put on a list for decision; so is what is
    /// told of the year before. Figures that were planned become `planned` beside open results.
    ///
    /// What is to be decided stands in the new file as a remark `#? …`, which `aktas check` tells until
    /// it is deleted. The old file is not touched, and a file that is there is never overwritten.
    Rollover(RolloverArgs),
    /// Sign a file that was built, with the key and the certificate of somebody
    ///
    /// A PDF is only added to: the signature goes into its first empty signature field, or into a
    /// new one that shows nothing. In a DOCX it takes the place of the signer's line or of the
    /// only one that is free, or is told by the program only. Several may sign one after the other.
    Sign(SignArgs),
}

/// What every command takes.
#[derive(Debug, Args)]
struct Common {
    /// Documents, or folders to look for them in
    #[arg(default_value = "content")]
    paths: Vec<PathBuf>,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    templates: PathBuf,
    /// How messages are written
    #[arg(long, value_enum, default_value_t)]
    format: MessageFormat,
    /// Also tell what is put right without you (quotation marks, dashes, spaces), and which pictures
    /// look coarse on paper
    #[arg(long)]
    pedantic: bool,
    /// How many documents are worked on at once; by default as many as there are processors
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

/// A language, as it is named on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LanguageArg {
    /// Lithuanian
    Lt,
    /// English
    En,
}

/// How messages are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// With the quoted line and hints, for people
    #[default]
    Human,
    /// One line each, for editors
    Short,
    /// One JSON object a line, for programs
    Json,
}

/// Write the first form of a document, complete and with comments that teach
#[derive(Debug, Args)]
struct NewArgs {
    /// The kind of the document, such as `activity-plan`
    kind: String,
    /// The file to write; by default `content/KIND.yaml`. A file that is there stays as it is
    file: Option<PathBuf>,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    templates: PathBuf,
}

/// Tell everything that is wrong with documents, and write nothing
#[derive(Debug, Args)]
struct CheckArgs {
    #[command(flatten)]
    common: Common,
}

/// Check documents and write them as DOCX, PDF or HTML
#[derive(Debug, Args)]
struct BuildArgs {
    #[command(flatten)]
    common: Common,
    /// The formats to write
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["docx", "pdf"])]
    to: Vec<FormatArg>,
    /// The folder to write to
    #[arg(long, value_name = "DIR", default_value = "out")]
    out: PathBuf,
    /// Write the documents as they were: with the number of an act of their ledgers (`V-12`), on a
    /// day (`2027-01-08`), or by the first digits of a digest; needs git if they have changed since
    #[arg(long, value_name = "ACT", conflicts_with_all = ["approved", "draft"])]
    as_of: Option<String>,
    /// Write nothing unless every mark that a document asks for holds
    #[arg(long, conflicts_with = "draft")]
    approved: bool,
    /// Write a draft, whatever was approved
    #[arg(long)]
    draft: bool,
}

/// What an act is recorded with.
#[derive(Debug, Args)]
struct ActArgs {
    /// The document
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The mark: `approved`, `endorsed` or `agreed`; of several of one name the second is
    /// `endorsed:2`. It may be left out if only one can be meant
    #[arg(long, value_name = "MARK")]
    mark: Option<String>,
    /// The number of the act, such as `V-12`
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    number: String,
    /// The day of the act, such as `2027-01-08`
    #[arg(long, value_name = "DATE")]
    date: String,
    /// Who records it; by default the name that git knows
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Why, where that needs to be said
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Check and show everything, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    templates: PathBuf,
    /// How messages are written
    #[arg(long, value_enum, default_value_t)]
    format: MessageFormat,
}

/// Record that an act approved a document, endorsed it or agreed to it, and write the files that say
/// so
#[derive(Debug, Args)]
struct ApproveArgs {
    #[command(flatten)]
    act: ActArgs,
    /// The formats to write
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["docx", "pdf"])]
    to: Vec<FormatArg>,
    /// The folder to write to
    #[arg(long, value_name = "DIR", default_value = "out")]
    out: PathBuf,
}

/// Record that an act took a mark back
#[derive(Debug, Args)]
struct RevokeArgs {
    #[command(flatten)]
    act: ActArgs,
}

/// Tell which documents are approved, by which acts, and what changed since
#[derive(Debug, Args)]
struct StatusArgs {
    /// Documents, or folders to look for them in
    #[arg(default_value = "content")]
    paths: Vec<PathBuf>,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    templates: PathBuf,
    /// How it is told
    #[arg(long, value_enum, default_value_t)]
    format: StatusFormat,
    /// How many documents are worked on at once; by default as many as there are processors
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

/// How the status of documents is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum StatusFormat {
    /// As a table, for people
    #[default]
    Human,
    /// One JSON object a document, for programs
    Json,
}

/// Tell more about a message: what its rule is, why, and how a document is mended
#[derive(Debug, Args)]
struct ExplainArgs {
    /// The code of a message, such as `unknown-key`, or the name of a figure, such as
    /// `indicators.2027.stock-turnover` or `table.row.column`; without it, all codes are listed
    #[arg(value_name = "CODE|FIGURE")]
    topic: Option<String>,
    /// The documents to look for the figure in, or folders of them
    #[arg(value_name = "PATH", default_value = "content")]
    paths: Vec<PathBuf>,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    templates: PathBuf,
}

/// Tell what a DOCX or PDF is: the very file that was recorded, or what became of it
///
/// The exit status says it, too: 0 the very file that a ledger names, 3 what was approved in another
/// rendering, 4 altered after it was made, 5 not known; of several files the worst.
#[derive(Debug, Args)]
struct VerifyArgs {
    /// The files
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The folder of the documents and their ledgers; by default `content`, if it is there. Without
    /// it, only what the file itself can prove is told
    #[arg(long, value_name = "DIR")]
    content: Option<PathBuf>,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    templates: PathBuf,
    /// How findings are written
    #[arg(long, value_enum, default_value_t)]
    format: FindingFormat,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum FindingFormat {
    /// For people
    #[default]
    Human,
    /// One JSON object a line, for programs
    Json,
}

/// Make a document that was written elsewhere the content of a kind, and tell what became of it
#[derive(Debug, Args)]
struct ImportArgs {
    /// The file: DOCX, XLSX or CSV
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The kind that it is to be of; by default the one whose shape it has
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// The file to write; by default `content/` and the name of the file. A file that is there stays as it is
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    templates: PathBuf,
}

/// Sign a file that was built, with the key and the certificate of somebody
#[derive(Debug, Args)]
struct SignArgs {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The private key with its certificates: a PKCS#12 file (`.p12`, `.pfx`)
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// A file with the password of the key, and nothing else; without it, the terminal asks
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Where to sign: the name of a signature field of a PDF, or of who is to sign on a line of a DOCX
    #[arg(long, value_name = "NAME")]
    field: Option<String>,
    /// Where to write the signed file; by default it takes the place of the file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How messages are written
    #[arg(long, value_enum, default_value_t)]
    format: MessageFormat,
}

/// Write next year's document from this one's, and mark in it what only a person can decide
#[derive(Debug, Args)]
struct RolloverArgs {
    /// The document to move on
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The new period, or its first year: `2028` is the school year 2028-09..2029-08, too
    #[arg(long, value_name = "PERIOD")]
    to: String,
    /// The file to write; by default one beside the old one, named by the new `id`
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Check and show everything, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    templates: PathBuf,
    /// How messages are written
    #[arg(long, value_enum, default_value_t)]
    format: MessageFormat,
}

/// A format, as it is named on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    /// For Word
    Docx,
    /// For reading, printing and the archive
    Pdf,
    /// For the web, in one file
    Html,
}

/// The environment variable by which a repository tells the revision of the content, which a DOCX
/// then names: `AKTAS_REVISION=$(git rev-parse HEAD)`.
const REVISION: &str = "AKTAS_REVISION";

/// Runs the command that the arguments of the process ask for.
#[must_use]
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().collect();
    let language = language(usage::asked_language(&arguments));
    let cli = match usage::read(arguments, language) {
        Ok(cli) => cli,
        Err(error) => return usage::tell(&error, language),
    };
    let outcome = panic::catch_unwind(|| match &cli.command {
        Command::New(args) => new::run(args, language),
        Command::Check(args) => check::run(args, language),
        Command::Build(args) => build::run(args, language),
        Command::Approve(args) => approve::approve(args, language),
        Command::Revoke(args) => approve::revoke(args, language),
        Command::Status(args) => status::run(args, language),
        Command::Diff(args) => diff::run(args, language),
        Command::Verify(args) => verify::run(args, language),
        Command::Explain(args) => explain::run(args, language),
        Command::Import(args) => import::run(args, language),
        Command::Rollover(args) => rollover::run(args, language),
        Command::Sign(args) => sign::run(args, language),
    });
    // The panic has printed its own message by now.
    outcome.unwrap_or_else(|_| report::bug(language)).into()
}

/// Every text of the help in English: a catalogue of messages has an entry for each.
#[must_use]
pub fn help_texts() -> Vec<String> {
    help::texts(Cli::command())
}

/// The language that is asked for, else that of the environment as POSIX finds it.
fn language(asked: Option<LanguageArg>) -> Language {
    let of_environment = || {
        let mut names = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(|name| env::var(name).ok());
        Language::parse(&names.find(|name| !name.is_empty())?)
    };
    match asked {
        Some(LanguageArg::Lt) => Language::Lithuanian,
        Some(LanguageArg::En) => Language::English,
        None => of_environment().unwrap_or_default(),
    }
}

impl Common {
    fn files(&self) -> Files {
        Files::new(Some(self.templates.clone()))
    }

    /// A run over one of the documents.
    fn new_run(&self) -> Run {
        Run {
            sink: Sink::pedantic(self.pedantic),
            ..new_run()
        }
    }
}

/// A run that knows the revision.
fn new_run() -> Run {
    Run {
        revision: env::var(REVISION).unwrap_or_default(),
        ..Run::default()
    }
}
