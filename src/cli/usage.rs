//! The command line read, and what is wrong with it.

use std::error::Error as _;
use std::ffi::OsString;
use std::io::{self, Write};
use std::num::ParseIntError;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Error, FromArgMatches, ValueEnum};

use super::arguments::LanguageArg;
use super::{Cli, help};
use crate::diagnostics::{Language, Message, say};

/// The language that the arguments ask for, looked for before they are read: the help and what is
/// wrong with them are told in it, too.
pub(super) fn asked_language(arguments: &[OsString]) -> Option<LanguageArg> {
    let mut arguments = arguments.iter().filter_map(|argument| argument.to_str());
    while let Some(argument) = arguments.next() {
        let name = match argument.strip_prefix("--lang") {
            Some("") => arguments.next()?,
            Some(rest) if rest.starts_with('=') => &rest[1..],
            // What follows is no option.
            _ if argument == "--" => return None,
            _ => continue,
        };
        return LanguageArg::from_str(name, false).ok();
    }
    None
}

/// Reads the arguments of the process.
///
/// # Errors
///
/// Says what is wrong with them; or is the help, if that is asked for.
pub(super) fn read(arguments: Vec<OsString>, language: Language) -> Result<Cli, Error> {
    let mut command = help::in_language(Cli::command(), language);
    let matches = command.try_get_matches_from_mut(arguments)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// Tells what is wrong with the command line, or the help that was asked for.
pub(super) fn tell(error: &Error, language: Language) -> ExitCode {
    // Nobody is left to tell if the stream is closed.
    let _ = match language {
        Language::English => error.print(),
        Language::Lithuanian => match fault(error) {
            Some(fault) => writeln!(io::stderr(), "{}", lines(error, &fault, language)),
            None => error.print(),
        },
    };
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// What is wrong, in the words of clap, which are the template; none for help, and for what is so
/// rare that clap may tell it.
fn fault(error: &Error) -> Option<Message> {
    let said = |kind| context(error, kind);
    let argument = said(ContextKind::InvalidArg);
    Some(match error.kind() {
        ErrorKind::UnknownArgument => say!(
            "unexpected argument `{argument}` found",
            argument = argument?
        ),
        ErrorKind::InvalidSubcommand => {
            let command = said(ContextKind::InvalidSubcommand)?;
            say!("unrecognized subcommand `{command}`", command)
        }
        ErrorKind::MissingSubcommand => say!("a subcommand is required but one was not provided"),
        ErrorKind::MissingRequiredArgument => say!(
            "the following required arguments were not provided: {arguments}",
            arguments = argument?
        ),
        ErrorKind::InvalidValue => match said(ContextKind::InvalidValue)?.as_str() {
            "" => say!(
                "a value is required for `{argument}` but none was supplied",
                argument = argument?
            ),
            value => say!(
                "invalid value `{value}` for `{argument}`",
                value,
                argument = argument?
            ),
        },
        ErrorKind::ValueValidation => {
            let value = said(ContextKind::InvalidValue)?;
            let why = why(error, &value);
            say!(
                "invalid value `{value}` for `{argument}`: {why}",
                value,
                argument = argument?,
                why
            )
        }
        ErrorKind::TooManyValues => say!(
            "unexpected value `{value}` for `{argument}` found; no more were expected",
            value = said(ContextKind::InvalidValue)?,
            argument = argument?
        ),
        ErrorKind::ArgumentConflict => {
            let (argument, other) = (argument?, said(ContextKind::PriorArg)?);
            if argument == other {
                say!(
                    "the argument `{argument}` cannot be used multiple times",
                    argument
                )
            } else {
                say!(
                    "the argument `{argument}` cannot be used with `{other}`",
                    argument,
                    other
                )
            }
        }
        _ => return None,
    })
}

/// Why a value does not suit, from whoever reads such values.
fn why(error: &Error, value: &str) -> Message {
    let Some(source) = error.source() else {
        return "".into();
    };
    if source.is::<ParseIntError>() {
        return say!("it is not a whole number");
    }
    let why = source.to_string();
    match why.strip_prefix(&format!("{value} is not in ")) {
        Some(range) => say!("it is not in {range}", range = range.replace("..=", "–")),
        None => why.into(),
    }
}

/// The fault with what may have been meant and how the command is called.
fn lines(error: &Error, fault: &Message, language: Language) -> String {
    let [word, help] = ["error", "help"].map(|word| language.translate(word));
    let mut text = format!("{word}: {}\n", fault.text(language));
    for hint in hints(error) {
        text += &format!("  = {help}: {}\n", hint.text(language));
    }
    if let Some(usage) = context(error, ContextKind::Usage) {
        let usage = usage.trim_start_matches("Usage:").trim_start();
        text += &format!("\n{}: {usage}\n", say!("Usage").text(language));
    }
    let more = say!("For more information, try '--help'.");
    format!("{text}\n{}", more.text(language))
}

fn hints(error: &Error) -> Vec<Message> {
    let near = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    let near = near.into_iter().filter_map(|kind| context(error, kind));
    // Of several, clap names the nearest last.
    let mut hints: Vec<Message> = near
        .filter_map(|near| near.rsplit(", ").next().map(str::to_owned))
        .map(|near| say!("did you mean `{near}`?", near))
        .collect();
    if error.kind() == ErrorKind::InvalidValue
        && let Some(values) = context(error, ContextKind::ValidValue)
    {
        hints.push(say!("it may be one of {values}", values));
    }
    hints
}

/// What clap says of an error, as text; several things with commas.
fn context(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")).filter(|texts| !texts.is_empty()),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_found_before_the_command_line_is_read() {
        let asked = |line: &str| {
            let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            asked_language(&arguments)
        };
        assert_eq!(asked("aktas --lang lt chekc"), Some(LanguageArg::Lt));
        assert_eq!(asked("aktas build --lang=en --help"), Some(LanguageArg::En));
        assert_eq!(
            asked("aktas help --lang lt --lang en"),
            Some(LanguageArg::Lt)
        );
        for line in [
            "aktas check",
            "aktas check -- --lang lt",
            "aktas --language lt",
            "aktas --lang",
            "aktas --lang fr",
            "aktas --lang=",
        ] {
            assert_eq!(asked(line), None, "{line}");
        }
    }

    /// Whatever is wrong with a command line as users write them is told in their language.
    #[test]
    fn faults_of_a_command_line_are_told_in_lithuanian() {
        for (line, wanted) in [
            ("aktas build --frmat x", "nežinomas argumentas `--frmat`"),
            ("aktas build --frmat x", "gal turėjote omenyje `--format`?"),
            ("aktas chekc", "nežinoma komanda `chekc`"),
            ("aktas chekc", "gal turėjote omenyje `check`?"),
            (
                "aktas build --jobs",
                "trūksta argumento `--jobs <SKAIČIUS>` reikšmės",
            ),
            (
                "aktas build --jobs 0",
                "reikšmė `0` netinka: ji nepatenka į intervalą 1–1024",
            ),
            (
                "aktas build --jobs x",
                "reikšmė `x` netinka: reikia sveikojo skaičiaus",
            ),
            ("aktas build --to odt", "reikšmė `odt` netinka\n"),
            ("aktas build --to odt", "galimos reikšmės: docx, pdf, html"),
            (
                "aktas check --pedantic=yes",
                "argumentui `--pedantic` reikšmė `yes` nereikalinga",
            ),
            (
                "aktas check --lang lt --lang lt",
                "`--lang <KALBA>` galima nurodyti tik vieną",
            ),
            ("aktas --lang lt", "nenurodyta komanda"),
            ("aktas eject", "trūksta būtinų argumentų: <RŪŠIS>"),
        ] {
            let arguments = line.split(' ').map(OsString::from).collect();
            let language = Language::Lithuanian;
            let error = read(arguments, language).expect_err("the line is wrong");
            let fault = fault(&error);
            let fault = fault.unwrap_or_else(|| panic!("{line}: {:?}", error.kind()));
            let text = lines(&error, &fault, language);
            assert!(text.contains(wanted), "{line}: {text}");
            assert!(!text.contains("Usage") && !text.contains("help:"), "{text}");
        }
    }
}
