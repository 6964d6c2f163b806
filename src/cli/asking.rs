//! Questions on a terminal, each with an answer that is taken where nobody is asked.

use std::fmt;
use std::io::{self, IsTerminal};

use dialoguer::Input;
use dialoguer::theme::Theme;

use crate::diagnostics::{Language, Message};

/// Somebody ended the program's questions: nothing more is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Interrupted;

/// Asks somebody, or takes the usual answers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Questions {
    asks: bool,
    language: Language,
}

impl Questions {
    /// Questions in a language, if `wanted` and somebody can read them and answer.
    pub(super) fn new(wanted: bool, language: Language) -> Self {
        let is_terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
        Self {
            asks: wanted && is_terminal,
            language,
        }
    }

    /// Whether somebody is asked.
    pub(super) fn ask(self) -> bool {
        self.asks
    }

    /// The answer to a question: one that `fault` finds nothing wrong with, without spaces around it.
    ///
    /// Ctrl+C ends the program as that key does elsewhere, with the terminal as it was.
    pub(super) fn answer(
        self,
        question: &Message,
        usual: &str,
        fault: impl Fn(&str) -> Option<Message>,
    ) -> Result<String, Interrupted> {
        if !self.asks {
            return Ok(usual.to_owned());
        }
        let language = self.language;
        let asked = Input::<String>::with_theme(&Plain)
            .with_prompt(question.text(language))
            .default(usual.to_owned())
            .validate_with(|text: &String| match fault(text.trim()) {
                Some(fault) => Err(fault.text(language).into_owned()),
                None => Ok(()),
            })
            .interact_text();
        match asked {
            Ok(text) => Ok(text.trim().to_owned()),
            Err(_) => Err(Interrupted),
        }
    }
}

/// Says what is wrong with an answer in the words of the program alone: others would be English.
struct Plain;

impl Theme for Plain {
    fn format_error(&self, written: &mut dyn fmt::Write, fault: &str) -> fmt::Result {
        written.write_str(fault)
    }
}
