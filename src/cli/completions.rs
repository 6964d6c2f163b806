//! `aktas completions` and `aktas man`: what a shell and `man` are to know of the program.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory};
use clap_complete::generate;
use clap_mangen::Man;

use super::arguments::{CompletionsArgs, ManArgs, MessageFormat};
use super::report::{Reporter, Stream, Voice};
use super::{Cli, ExitStatus, help, output};
use crate::diagnostics::{Code, Diagnostic, Language, say};
use crate::kind::files::{Files, display};
use crate::source::Sources;

/// The section of `man` for programs.
const SECTION: &str = "1";

/// The name of a page, and what it says.
type Page = (PathBuf, Vec<u8>);

/// Prints what has a shell complete the command line.
pub(super) fn completions(args: &CompletionsArgs, language: Language) -> ExitStatus {
    let mut command = help::in_language(with_names(Cli::command()), language);
    let mut script = Vec::new();
    generate(args.shell, &mut command, "aktas", &mut script);
    print(&script);
    ExitStatus::Success
}

/// The command line with the names that are known: of the kinds that are built in, and of messages.
/// It takes any other name as well when it is read; only a shell completes from these.
fn with_names(command: Command) -> Command {
    let mut kinds: Vec<&'static str> = Vec::new();
    for kind in Files::new(None).kinds() {
        // It lives as long as the program, which ends soon.
        kinds.push(kind.leak());
    }
    command.mut_subcommands(|command| {
        command.mut_args(|arg| match arg.get_id().as_str() {
            "kind" => arg.value_parser(PossibleValuesParser::new(kinds.clone())),
            "topic" => arg.value_parser(PossibleValuesParser::new(
                Code::ALL.iter().map(|code| code.as_str()),
            )),
            _ => arg,
        })
    })
}

/// Prints the page of the program for `man`, or writes a page for it and one for each of its commands.
pub(super) fn man(args: &ManArgs, voice: Voice) -> ExitStatus {
    let mut reporter = Reporter::new(MessageFormat::Human, Stream::Error, voice);
    let pages = pages(voice.language);
    let written = match &args.out {
        Some(folder) => write(folder, pages, &reporter),
        None => {
            pages.first().iter().for_each(|(_, page)| print(page));
            Ok(())
        }
    };
    if let Err(fault) = written {
        reporter.tell(&fault, &Sources::default());
    }
    reporter.status()
}

fn write(folder: &Path, pages: Vec<Page>, reporter: &Reporter) -> Result<(), Diagnostic> {
    let named = pages
        .into_iter()
        .map(|(name, page)| (folder.join(name), page));
    let n = output::write_all(&named.collect::<Vec<_>>())?.len();
    let path = display(folder);
    reporter.say(&say!("wrote {n} {n:page|pages} to {path}", n, path));
    Ok(())
}

/// The pages by their names, that of the program first.
fn pages(language: Language) -> Vec<Page> {
    let command = Cli::command().disable_help_subcommand(true);
    let mut command = help::in_language(command, language);
    command.build();
    let commands = std::iter::once(&command).chain(command.get_subcommands());
    commands.map(|command| page(command, language)).collect()
}

/// One page, with its headings in a language: `clap_mangen` has them in English.
fn page(command: &Command, language: Language) -> Page {
    let man = Man::new(command.clone()).section(SECTION);
    let name = PathBuf::from(man.get_filename());
    let mut page = Vec::new();
    // Writing into memory does not fail.
    let _ = man.render(&mut page);
    let page = String::from_utf8_lossy(&page);
    let lines = page.lines().map(|line| match line.strip_prefix(".SH ") {
        Some(heading) => format!(".SH {}\n", language.translate(self::heading(heading))),
        // The values that an option can have stand one below the other.
        None if line.starts_with("\\- ") => format!(".br\n{line}\n"),
        None => format!("{line}\n"),
    });
    (name, lines.collect::<String>().into_bytes())
}

/// A heading as `man` has it, which names it in the catalogue.
fn heading(heading: &str) -> &'static str {
    match heading {
        "NAME" => "NAME",
        "SYNOPSIS" => "SYNOPSIS",
        "DESCRIPTION" => "DESCRIPTION",
        "SUBCOMMANDS" => "COMMANDS",
        "VERSION" => "VERSION",
        _ => "OPTIONS",
    }
}

/// Prints; a reader that has gone away has read enough.
fn print(text: &[u8]) {
    let _ = io::stdout().write_all(text);
}
