//! The command line: arguments in, messages and files out, an exit status at the end.
//!
//! The only part of the program that prints, writes files and decides how the process ends.

mod approve;
mod arguments;
mod as_of;
mod asking;
mod build;
mod check;
mod clock;
mod columns;
mod completions;
mod diff;
mod editor;
mod eject;
mod ending;
mod explain;
mod follow;
mod help;
mod import;
mod input;
mod job_summary;
mod kinds;
mod known;
mod lock;
mod neighbours;
mod new;
mod output;
mod past;
mod preview;
mod progress;
mod recording;
mod report;
mod repository;
mod rollover;
mod schema;
mod sign;
mod status;
mod usage;
mod verify;
mod words;

use std::env;
use std::ffi::OsString;
use std::panic;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use arguments::{
    ApproveArgs, BuildArgs, CheckArgs, Common, CompletionsArgs, EjectArgs, ExplainArgs, ImportArgs,
    KindsArgs, LanguageArg, ManArgs, NewArgs, PreviewArgs, RevokeArgs, RolloverArgs, SchemaArgs,
    SignArgs, StatusArgs, VerifyArgs,
};

use report::Voice;

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
    /// The command line says too little.
    Usage,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(match status {
            ExitStatus::Success => 0,
            ExitStatus::Rejected => 1,
            ExitStatus::Internal => 255,
            ExitStatus::Rendering => 3,
            ExitStatus::Altered => 4,
            ExitStatus::Unknown => 5,
            // What clap ends with when the command line itself is wrong.
            ExitStatus::Usage => 2,
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
    /// Tell errors only, and what was asked for
    #[arg(short, long, global = true)]
    quiet: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the first form of a document, complete and with comments that teach, and what its editor
    /// needs
    New(NewArgs),
    /// Tell which kinds of documents there are, and what each looks like
    Kinds(KindsArgs),
    /// Copy a kind into the project, to change it
    Eject(EjectArgs),
    /// Print the schema of a kind for an editor, with an explanation and an example at every key
    ///
    /// An editor with a YAML extension that has the schema completes keys, explains them and underlines
    /// what cannot stand. A document names its schema in the first line:
    /// `# yaml-language-server: $schema=FILE`. The words are in the language of messages.
    Schema(SchemaArgs),
    /// Tell everything that is wrong with documents, and write nothing
    Check(CheckArgs),
    /// Check documents and write them as DOCX, PDF or HTML
    Build(BuildArgs),
    /// Show the pages of a document in a browser, and show them anew after every save
    ///
    /// The address of the page goes to the standard output. Only this machine can open it. The page has
    /// the messages beside the pages, leads from what is clicked to its line, and gives the files. While
    /// the document has errors, it keeps the last good pages. It ends with Ctrl+C.
    Preview(PreviewArgs),
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
    /// Print what has a shell complete commands, options, kinds and messages
    Completions(CompletionsArgs),
    /// Print the page of `aktas` for `man`, or write the pages of all its commands
    Man(ManArgs),
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
    let voice = Voice {
        language,
        quiet: cli.quiet,
    };
    let outcome = panic::catch_unwind(|| match &cli.command {
        Command::New(args) => new::run(args, voice),
        Command::Kinds(args) => kinds::run(args, language),
        Command::Eject(args) => eject::run(args, voice),
        Command::Schema(args) => schema::run(args, voice),
        Command::Check(args) => check::run(args, voice),
        Command::Build(args) => build::run(args, voice),
        Command::Preview(args) => preview::run(args, voice),
        Command::Approve(args) => approve::approve(args, voice),
        Command::Revoke(args) => approve::revoke(args, voice),
        Command::Status(args) => status::run(args, voice),
        Command::Diff(args) => diff::run(args, voice),
        Command::Verify(args) => verify::run(args, voice),
        Command::Explain(args) => explain::run(args, language),
        Command::Import(args) => import::run(args, voice),
        Command::Rollover(args) => rollover::run(args, voice),
        Command::Sign(args) => sign::run(args, voice),
        Command::Completions(args) => completions::completions(args, language),
        Command::Man(args) => completions::man(args, voice),
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
