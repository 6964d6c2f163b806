//! How much each check weighs.

use std::collections::BTreeMap;

use super::{Code, Message, Severity, did_you_mean, say};

/// How much a check weighs, as a kind or a document says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// No document is written.
    Error,
    /// The document is written; the author should look.
    Warning,
    /// Worth knowing.
    Note,
    /// Not told.
    Off,
}

impl Level {
    /// Every level, from the heaviest.
    pub const ALL: [Self; 4] = [Self::Error, Self::Warning, Self::Note, Self::Off];

    /// The word that is written for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self.severity() {
            Some(severity) => severity.as_str(),
            None => "off",
        }
    }

    /// The level that a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == word)
    }

    /// The severity of a message of this level; none if it is not told.
    #[must_use]
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Off => None,
        }
    }
}

/// The levels of checks, where they differ from the built-in ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Levels {
    said: BTreeMap<Code, Level>,
}

impl Levels {
    /// Says the level of a check, in place of what was said of it before.
    pub fn set(&mut self, code: Code, level: Level) {
        self.said.insert(code, level);
    }

    /// The level of a check; none for a fault, which always weighs the same.
    #[must_use]
    pub fn of(&self, code: Code) -> Option<Level> {
        let built_in = code.level()?;
        Some(self.said.get(&code).copied().unwrap_or(built_in))
    }
}

/// Why a word names no check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoCheck {
    /// What is the matter, in a line that can stand alone.
    pub message: Message,
    /// What can be done about it.
    pub hint: Message,
}

impl Code {
    /// The check that a word stands for: a code whose level may be said.
    ///
    /// # Errors
    ///
    /// Says that there is no such code, or that it is that of a fault.
    pub fn check(word: &str) -> Result<Self, NoCheck> {
        let checks = || Self::ALL.iter().filter(|code| code.is_adjustable());
        match Self::parse(word) {
            Some(code) if code.is_adjustable() => Ok(code),
            Some(code) => Err(NoCheck {
                message: say!("`{code}` is a fault, and weighs the same everywhere", code),
                hint: say!(
                    "remove it; `aktas explain {code}` says how the fault is mended",
                    code
                ),
            }),
            None => {
                let near = did_you_mean(word, checks().map(|code| code.as_str()));
                Err(NoCheck {
                    message: say!("there is no check `{word}`", word),
                    hint: match near {
                        Some(near) => say!("did you mean `{near}`?", near),
                        None => say!("`aktas explain` lists the checks"),
                    },
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Diagnostic, Place, Sink};

    fn told(sink: &mut Sink, code: Code) -> Option<Severity> {
        let before = sink.diagnostics.len();
        let place = Place::File(format!("{before}"));
        sink.push(Diagnostic::error(code, place, "m"));
        sink.diagnostics.get(before).map(|told| told.severity)
    }

    #[test]
    fn checks_weigh_what_was_said_and_faults_what_they_always_do() {
        let mut sink = Sink::default();
        assert_eq!(told(&mut sink, Code::StaleYear), Some(Severity::Warning));
        let mut levels = Levels::default();
        levels.set(Code::StaleYear, Level::Error);
        levels.set(Code::OutsidePeriod, Level::Off);
        levels.set(Code::UnknownKey, Level::Off);
        sink.set_levels(levels);
        assert_eq!(told(&mut sink, Code::StaleYear), Some(Severity::Error));
        assert_eq!(told(&mut sink, Code::OutsidePeriod), None);
        assert_eq!(told(&mut sink, Code::UnknownKey), Some(Severity::Error));
        assert_eq!(told(&mut sink, Code::Typography), None);
        let mut sink = Sink::pedantic(true);
        assert_eq!(told(&mut sink, Code::Typography), Some(Severity::Note));
    }
}
