//! The arguments of the commands. What stands here as a comment is their help.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use clap_complete::Shell;

use super::editor::Editor;

/// What every command takes.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// Documents, or folders to look for them in
    #[arg(default_value = "content")]
    pub(super) paths: Vec<PathBuf>,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    pub(super) templates: PathBuf,
    /// How messages are written
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: MessageFormat,
    /// Also tell what is put right without you (quotation marks, dashes, spaces), and which pictures
    /// look coarse on paper
    #[arg(long)]
    pub(super) pedantic: bool,
    /// How many documents are worked on at once; by default as many as there are processors
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
}

/// A language, as it is named on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LanguageArg {
    /// Lithuanian
    Lt,
    /// English
    En,
}

/// How messages are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// With the quoted line and hints, for people
    #[default]
    Human,
    /// One line each, for editors
    Short,
    /// One JSON object a line, for programs
    Json,
    /// As annotations of a run of GitHub Actions
    Github,
    /// As a code quality report of GitLab, in one piece on the standard output
    Gitlab,
}

/// Write the first form of a document, complete and with comments that teach, and what its editor
/// needs
#[derive(Debug, Args)]
pub(super) struct NewArgs {
    /// The kind of the document, such as `activity-plan`; without it, the terminal asks
    pub(super) kind: Option<String>,
    /// The file to write; by default `content/KIND-YEAR.yaml`. A file that is there stays as it is
    pub(super) file: Option<PathBuf>,
    /// The institution, as it is called
    #[arg(long, value_name = "NAME")]
    pub(super) institution: Option<String>,
    /// The institution in the genitive
    #[arg(long, value_name = "NAME")]
    pub(super) genitive: Option<String>,
    /// The year that the document is for; of several, or of a school year, the first
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(1990..=2090))]
    pub(super) year: Option<u16>,
    /// The language of the document, such as `lt` or `en`
    // Not `--lang`, which is the language of messages.
    #[arg(long, value_name = "LANGUAGE")]
    pub(super) language: Option<String>,
    /// Ask nothing: what no option says is taken from the documents of the folder, or is usual
    #[arg(short, long)]
    pub(super) yes: bool,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    pub(super) templates: PathBuf,
}

/// Tell which kinds of documents there are, and what each looks like
#[derive(Debug, Args)]
pub(super) struct KindsArgs {
    /// How it is told
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: ListFormat,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    pub(super) templates: PathBuf,
}

/// Copy a kind into the project, to change it
#[derive(Debug, Args)]
pub(super) struct EjectArgs {
    /// The kind, such as `activity-plan`; `common` is what all kinds share
    pub(super) kind: String,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    pub(super) templates: PathBuf,
}

/// Print the schema of a kind for an editor, with an explanation and an example at every key
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// The kind, such as `activity-plan`
    pub(super) kind: String,
    /// The file to write to; by default the schema is printed. A file that is there is written anew
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    pub(super) templates: PathBuf,
}

/// Tell everything that is wrong with documents, and write nothing
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) common: Common,
}

/// Check documents and write them as DOCX, PDF or HTML
#[derive(Debug, Args)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub(super) common: Common,
    /// The formats to write
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["docx", "pdf"])]
    pub(super) to: Vec<FormatArg>,
    /// The folder to write to
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub(super) out: PathBuf,
    /// Write the documents as they were: with the number of an act of their ledgers (`V-12`), on a
    /// day (`2027-01-08`), or by the first digits of a digest; needs git if they have changed since
    #[arg(long, value_name = "ACT", conflicts_with_all = ["approved", "draft"])]
    pub(super) as_of: Option<String>,
    /// Write nothing unless every mark that a document asks for holds
    #[arg(long, conflicts_with = "draft")]
    pub(super) approved: bool,
    /// Write a draft, whatever was approved
    #[arg(long)]
    pub(super) draft: bool,
    /// Go on, and build what depends on a file as soon as it is saved; ends with Ctrl+C
    #[arg(long, conflicts_with = "as_of")]
    pub(super) watch: bool,
}

/// What an act is recorded with.
#[derive(Debug, Args)]
pub(super) struct ActArgs {
    /// The document
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// The mark: `approved`, `endorsed` or `agreed`; of several of one name the second is
    /// `endorsed:2`. It may be left out if only one can be meant
    #[arg(long, value_name = "MARK")]
    pub(super) mark: Option<String>,
    /// The number of the act, such as `V-12`
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    pub(super) number: String,
    /// The day of the act, such as `2027-01-08`
    #[arg(long, value_name = "DATE")]
    pub(super) date: String,
    /// Who records it; by default the name that git knows
    #[arg(long, value_name = "NAME")]
    pub(super) by: Option<String>,
    /// Why, where that needs to be said
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: Option<String>,
    /// Check and show everything, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    pub(super) templates: PathBuf,
    /// How messages are written
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: MessageFormat,
}

/// Record that an act approved a document, endorsed it or agreed to it, and write the files that say
/// so
#[derive(Debug, Args)]
pub(super) struct ApproveArgs {
    #[command(flatten)]
    pub(super) act: ActArgs,
    /// The formats to write
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["docx", "pdf"])]
    pub(super) to: Vec<FormatArg>,
    /// The folder to write to
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub(super) out: PathBuf,
}

/// Record that an act took a mark back
#[derive(Debug, Args)]
pub(super) struct RevokeArgs {
    #[command(flatten)]
    pub(super) act: ActArgs,
}

/// Tell which documents are approved, by which acts, and what changed since
#[derive(Debug, Args)]
pub(super) struct StatusArgs {
    /// Documents, or folders to look for them in
    #[arg(default_value = "content")]
    pub(super) paths: Vec<PathBuf>,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    pub(super) templates: PathBuf,
    /// How it is told
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: ListFormat,
    /// How many documents are worked on at once; by default as many as there are processors
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
}

/// How a list is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// For people
    #[default]
    Human,
    /// One JSON object a line, for programs
    Json,
}

/// Tell more about a message: what its rule is, why, and how a document is mended
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The code of a message, such as `unknown-key`, or the name of a figure, such as
    /// `indicators.2027.stock-turnover` or `table.row.column`; without it, all codes are listed
    #[arg(value_name = "CODE|FIGURE")]
    pub(super) topic: Option<String>,
    /// The documents to look for the figure in, or folders of them
    #[arg(value_name = "PATH", default_value = "content")]
    pub(super) paths: Vec<PathBuf>,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    pub(super) templates: PathBuf,
}

/// Tell what a DOCX or PDF is: the very file that was recorded, or what became of it
///
/// The exit status says it, too: 0 the very file that a ledger names, 3 what was approved in another
/// rendering, 4 altered after it was made, 5 not known; of several files the worst.
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// The files
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// The folder of the documents and their ledgers; by default `content`, if it is there. Without
    /// it, only what the file itself can prove is told
    #[arg(long, value_name = "DIR")]
    pub(super) content: Option<PathBuf>,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    pub(super) templates: PathBuf,
    /// How findings are written
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: FindingFormat,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum FindingFormat {
    /// For people
    #[default]
    Human,
    /// One JSON object a line, for programs
    Json,
}

/// Make a document that was written elsewhere the content of a kind, and tell what became of it
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// The file: DOCX, XLSX or CSV
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// The kind that it is to be of; by default the one whose shape it has
    #[arg(long, value_name = "KIND")]
    pub(super) kind: Option<String>,
    /// The file to write; by default `content/` and the name of the file. A file that is there stays as it is
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    pub(super) templates: PathBuf,
}

/// Sign a file that was built, with the key and the certificate of somebody
#[derive(Debug, Args)]
pub(super) struct SignArgs {
    /// The file
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// The private key with its certificates: a PKCS#12 file (`.p12`, `.pfx`)
    #[arg(long, value_name = "FILE")]
    pub(super) key: PathBuf,
    /// A file with the password of the key, and nothing else; without it, the terminal asks
    #[arg(long, value_name = "FILE")]
    pub(super) password_file: Option<PathBuf>,
    /// Where to sign: the name of a signature field of a PDF, or of who is to sign on a line of a DOCX
    #[arg(long, value_name = "NAME")]
    pub(super) field: Option<String>,
    /// Where to write the signed file; by default it takes the place of the file
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// How messages are written
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: MessageFormat,
}

/// Write next year's document from this one's, and mark in it what only a person can decide
#[derive(Debug, Args)]
pub(super) struct RolloverArgs {
    /// The document to move on
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// The new period, or its first year: `2028` is the school year 2028-09..2029-08, too
    #[arg(long, value_name = "PERIOD")]
    pub(super) to: String,
    /// The file to write; by default one beside the old one, named by the new `id`
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Check and show everything, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    pub(super) templates: PathBuf,
    /// How messages are written
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: MessageFormat,
}

/// Print what has a shell complete commands, options, kinds and messages
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(super) shell: Shell,
}

/// Print the page of `aktas` for `man`, or write the pages of all its commands
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The folder to write the pages to, such as `~/.local/share/man/man1`
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
}

/// A format, as it is named on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    /// For Word
    Docx,
    /// For reading, printing and the archive
    Pdf,
    /// For the web, in one file
    Html,
}

/// Show the pages of a document in a browser, and show them anew after every save
#[derive(Debug, Args)]
pub(super) struct PreviewArgs {
    /// The document to show
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// The port of this machine to listen at; by default any that is free
    #[arg(
        long,
        value_name = "PORT",
        default_value_t = 0,
        hide_default_value = true
    )]
    pub(super) port: u16,
    /// Open the page in the browser, also where nobody sits at a terminal
    #[arg(long)]
    pub(super) open: bool,
    /// Do not open the page, only write its address
    #[arg(long, conflicts_with = "open")]
    pub(super) no_open: bool,
    /// The editor that a click opens: `vscode`, `vscodium`, `idea`, `none`, or an address with `{path}`,
    /// `{line}` and `{column}`; by default the one whose terminal this is
    #[arg(long, value_name = "EDITOR")]
    pub(super) editor: Option<Editor>,
    /// The folder of the project's own kinds
    #[arg(long, value_name = "DIR", default_value = "templates")]
    pub(super) templates: PathBuf,
    /// Also tell what is put right without you (quotation marks, dashes, spaces), and which pictures
    /// look coarse on paper
    #[arg(long)]
    pub(super) pedantic: bool,
}
