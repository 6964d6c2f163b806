//! The help, in the language of the user.
//!
//! The texts of the help are the doc comments of arguments. They are templates of the catalogue
//! like all that is said (`messages.lt.po`), a paragraph each. What clap itself says has no hook:
//! headings are said by a template of our own, the values of an argument in its text.

use clap::builder::{PossibleValue, StyledStr};
use clap::{Arg, Command};

use crate::diagnostics::{Language, Message, say};

/// The command line with its help in a language; in English as clap tells it.
pub(super) fn in_language(mut command: Command, language: Language) -> Command {
    if language == Language::English {
        return command;
    }
    // Only now `--help` and `help` are among its arguments and commands.
    command.build();
    translated(command, language)
}

/// The name that clap gives to a command in the place of a value.
const COMMAND: &str = "COMMAND";

/// What stands between the paragraphs of a text.
const PARAGRAPH: &str = "\n\n";

fn plain(text: &StyledStr) -> String {
    text.to_string()
}

fn value_name(arg: &Arg) -> Option<String> {
    let names = arg.get_value_names()?;
    names.first().map(ToString::to_string)
}

fn translated(command: Command, language: Language) -> Command {
    let mut command = command
        .mut_args(|arg| argument(arg, language))
        .mut_subcommands(|command| translated(command, language));
    if let Some(about) = command.get_about().map(|about| text(about, language)) {
        command = command.about(about);
    }
    if let Some(about) = command.get_long_about().map(|about| text(about, language)) {
        command = command.long_about(about);
    }
    if let Some(name) = language.entry(COMMAND) {
        command = command.subcommand_value_name(name);
    }
    let usage = usage(&mut command, language);
    let template = template(&command, language);
    command.override_usage(usage).help_template(template)
}

/// A text of the help, paragraph by paragraph.
fn text(text: &StyledStr, language: Language) -> String {
    let text = plain(text);
    let paragraphs = text.split(PARAGRAPH);
    let paragraphs: Vec<&str> = paragraphs
        .map(|paragraph| language.entry(paragraph).unwrap_or(paragraph))
        .collect();
    paragraphs.join(PARAGRAPH)
}

fn argument(arg: Arg, language: Language) -> Arg {
    let help = arg.get_help().map(|help| text(help, language));
    let long = arg.get_long_help().map(|help| text(help, language));
    let help = help.unwrap_or_default();
    let mut long = long.unwrap_or_else(|| help.clone());
    let mut short = help;
    if arg.get_action().takes_values() {
        for (in_short, in_long) in values(&arg, language) {
            short = format!("{short} {in_short}");
            long = format!("{long}{PARAGRAPH}{in_long}");
        }
    }
    let name = value_name(&arg).and_then(|name| language.entry(&name));
    let arg = arg.help(short).long_help(long);
    match name {
        Some(name) => arg.value_name(name),
        None => arg,
    }
    .hide_possible_values(true)
    .hide_default_value(true)
}

/// What an argument may be and what it is by itself, for the short help and for the long one.
fn values(arg: &Arg, language: Language) -> Vec<(String, String)> {
    let mut told = Vec::new();
    let possible = arg.get_possible_values();
    let possible: Vec<&PossibleValue> = possible
        .iter()
        .filter(|value| !value.is_hide_set())
        .collect();
    if !possible.is_empty() && !arg.is_hide_possible_values_set() {
        let names: Vec<&str> = possible.iter().map(|value| value.get_name()).collect();
        let short = say!("[possible values: {values}]", values = names.join(", "));
        let mut long = say!("Possible values:").text(language).into_owned();
        let width = names.iter().map(|name| name.chars().count()).max();
        let width = width.unwrap_or_default() + 1;
        for value in possible {
            let name = format!("{}:", value.get_name());
            let help = value.get_help().map(|help| text(help, language));
            long += &format!("\n- {name:<width$} {}", help.unwrap_or_default());
        }
        told.push((short.text(language).into_owned(), long));
    }
    let defaults = arg.get_default_values();
    if !defaults.is_empty() && !arg.is_hide_default_value_set() {
        let defaults: Vec<_> = defaults
            .iter()
            .map(|value| value.to_string_lossy())
            .collect();
        let values = say!("[default: {values}]", values = defaults.join(" "));
        let values = values.text(language).into_owned();
        told.push((values.clone(), values));
    }
    told
}

/// How the command is called, without the heading: `aktas build [OPTIONS] [PATHS]...`.
fn usage(command: &mut Command, language: Language) -> String {
    let usage = command.render_usage().ansi().to_string();
    let usage = usage
        .split_once(' ')
        .map_or(usage.as_str(), |(_, usage)| usage);
    usage.replace("[OPTIONS]", &say!("[OPTIONS]").text(language))
}

/// The order of the help, and its headings.
fn template(command: &Command, language: Language) -> String {
    let style = command.get_styles().get_header();
    let head = |words: &Message| format!("{style}{}:{style:#}", words.text(language));
    let mut template = format!(
        "{{before-help}}{{about-with-newline}}\n{} {{usage}}",
        head(&say!("Usage"))
    );
    let commands = command
        .get_subcommands()
        .any(|command| !command.is_hide_set());
    let mut visible = command.get_arguments().filter(|arg| !arg.is_hide_set());
    let positionals = visible.any(Arg::is_positional);
    let mut visible = command.get_arguments().filter(|arg| !arg.is_hide_set());
    let options = visible.any(|arg| !arg.is_positional());
    for (there, words, tag) in [
        (commands, say!("Commands"), "{subcommands}"),
        (positionals, say!("Arguments"), "{positionals}"),
        (options, say!("Options"), "{options}"),
    ] {
        if there {
            template += &format!("\n\n{}\n{tag}", head(&words));
        }
    }
    template + "{after-help}"
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    /// What the help says in the source, each text once: what a catalogue has to have.
    fn texts(mut command: Command) -> Vec<String> {
        command.build();
        let mut texts = vec![COMMAND.to_owned()];
        collect(&command, &mut texts);
        texts.sort();
        texts.dedup();
        texts
    }

    fn collect(command: &Command, texts: &mut Vec<String>) {
        let about = [command.get_about(), command.get_long_about()];
        let mut helps: Vec<String> = about.into_iter().flatten().map(plain).collect();
        for arg in command.get_arguments() {
            let help = [arg.get_help(), arg.get_long_help()];
            helps.extend(help.into_iter().flatten().map(plain));
            if arg.get_action().takes_values() {
                let values = arg.get_possible_values();
                helps.extend(
                    values
                        .iter()
                        .filter_map(|value| value.get_help())
                        .map(plain),
                );
                helps.extend(value_name(arg));
            }
        }
        texts.extend(
            helps
                .iter()
                .flat_map(|help| help.split(PARAGRAPH))
                .map(str::to_owned),
        );
        command
            .get_subcommands()
            .for_each(|command| collect(command, texts));
    }

    /// Every command with its help, short and long.
    fn helps(command: &mut Command) -> Vec<String> {
        let mut helps = vec![
            command.render_help().to_string(),
            command.render_long_help().to_string(),
        ];
        for command in command.get_subcommands_mut() {
            helps.extend(self::helps(command));
        }
        helps
    }

    #[test]
    fn every_text_of_the_help_has_an_entry_in_every_catalogue() {
        for language in Language::ALL {
            let missing: Vec<String> = texts(Cli::command())
                .into_iter()
                .filter(|text| *language != Language::English && language.entry(text).is_none())
                .collect();
            assert!(
                missing.is_empty(),
                "the help has texts without an entry in `src/diagnostics/messages.{code}.po`; add each \
                 as a `msgid`, and the same in the language `{code}` as its `msgstr`:\n{}",
                missing.join("\n"),
                code = language.code(),
            );
        }
    }

    #[test]
    fn the_help_has_none_of_the_words_that_clap_says_itself() {
        let english = helps(&mut in_language(Cli::command(), Language::English));
        let lithuanian = helps(&mut in_language(Cli::command(), Language::Lithuanian));
        let words = [
            "Usage:",
            "Commands:",
            "Arguments:",
            "Options:",
            "OPTIONS",
            "COMMAND",
            "[default:",
            "[possible values:",
            "Possible values:",
            "Print",
        ];
        for word in words {
            let told = |helps: &[String]| helps.iter().any(|help| help.contains(word));
            assert!(told(&english), "clap does not say `{word}` any more");
            assert!(!told(&lithuanian), "`{word}` is told in English");
        }
    }

    /// What is read from a command line does not depend on the language of the help.
    #[test]
    fn a_command_line_is_read_alike_in_all_languages() {
        let calls: &[&[&str]] = &[
            &["aktas", "build", "a.yaml", "--to", "pdf", "--jobs", "2"],
            &["aktas", "build", "--to", "odt"],
            &["aktas", "help", "build"],
            &["aktas", "explain", "--lang", "lt", "stale-year"],
            &["aktas", "chekc"],
            &["aktas"],
        ];
        for call in calls {
            let [english, lithuanian] = [Language::English, Language::Lithuanian].map(|language| {
                let command = in_language(Cli::command(), language);
                command
                    .try_get_matches_from(*call)
                    .map_err(|error| error.kind())
            });
            assert_eq!(english, lithuanian, "{call:?}");
        }
    }
}
