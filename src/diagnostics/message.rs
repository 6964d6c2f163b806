//! Words to the user, in the language of the user.
//!
//! A message is said in English where it arises, as a template and what fills its gaps:
//!
//! ```ignore
//! say!("`{key}` is not known here", key)
//! say!("{count} {count:row|rows}, {wanted} wanted", count, wanted = table.columns())
//! ```
//!
//! It becomes text only when it is shown. The template is its name in the catalogue of another
//! language (`messages.lt.po`, as gettext has them), which says the same with the same gaps. What fills
//! a gap may be a message itself. A text that nobody translates, such as what another program says, is a
//! message too: [`Message::from`] makes it of a string.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use polib::message::MessageView;

/// A language in which `aktas` speaks to its user.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// As the messages stand in the source.
    #[default]
    English,
    /// By `messages.lt.po`.
    Lithuanian,
}

impl Language {
    /// Every language.
    pub const ALL: &[Self] = &[Self::English, Self::Lithuanian];

    /// The code of ISO 639-1, such as `lt`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Lithuanian => "lt",
        }
    }

    /// The language of a name as environments spell it: `lt`, `lt_LT.UTF-8`, `lt-LT`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let code = name.split(['_', '-', '.', '@']).next().unwrap_or_default();
        let mut all = Self::ALL.iter().copied();
        all.find(|language| code.eq_ignore_ascii_case(language.code()))
    }

    /// What stands in this language for a template of English.
    #[must_use]
    pub fn translate(self, template: &'static str) -> &'static str {
        self.entry(template).unwrap_or(template)
    }

    /// What the catalogue of this language has for a template of English; English has none.
    #[must_use]
    pub fn entry(self, template: &str) -> Option<&'static str> {
        static LITHUANIAN: OnceLock<HashMap<String, String>> = OnceLock::new();
        let catalogue = match self {
            Self::English => return None,
            Self::Lithuanian => LITHUANIAN.get_or_init(|| {
                entries(include_str!("messages.lt.po"))
                    .into_iter()
                    .collect()
            }),
        };
        catalogue.get(template).map(String::as_str)
    }

    /// Which of the forms of a word a number takes, by the plural rules of Unicode (CLDR): English has two
    /// forms, Lithuanian three.
    fn plural(self, number: &str) -> usize {
        static RULES: OnceLock<Vec<Option<PluralRules>>> = OnceLock::new();
        let rules = RULES.get_or_init(|| {
            let all = PluralRules::get_locales(PluralRuleType::CARDINAL);
            let of = |language: &Self| {
                let mut all = all.iter();
                let locale = all.find(|locale| locale.to_string() == language.code())?;
                PluralRules::create(locale.clone(), PluralRuleType::CARDINAL).ok()
            };
            Self::ALL.iter().map(of).collect()
        });
        // A number may be written with spaces between its digits.
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let rules = rules[self as usize].as_ref();
        let category = rules.and_then(|rules| rules.select(digits.as_str()).ok());
        match (self, category) {
            (_, Some(PluralCategory::ONE)) => 0,
            (Self::English, _) | (_, Some(PluralCategory::FEW)) => 1,
            (Self::Lithuanian, _) => 2,
        }
    }
}

/// The entries of a catalogue: English, and the same in another language. One that cannot be read has
/// none; a test sees to that.
#[must_use]
pub fn entries(catalogue: &str) -> Vec<(String, String)> {
    let catalogue = polib::po_file::parse_from_reader(catalogue.as_bytes());
    let messages = catalogue.iter().flat_map(polib::catalog::Catalog::messages);
    let entry = |message: &dyn MessageView| {
        let translation = message.msgstr().unwrap_or_default();
        (message.msgid().to_owned(), translation.to_owned())
    };
    messages.map(entry).collect()
}

/// Words to the user.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Message {
    /// Words that are the same in all languages: names, numbers, what another program says.
    Verbatim(String),
    /// Words that are translated; see `say!`.
    Said {
        /// The words in English; each `{name}` is a gap, `{{` a brace.
        template: &'static str,
        /// What fills the gaps.
        gaps: Vec<(&'static str, Message)>,
    },
}

impl Message {
    /// The message in a language.
    #[must_use]
    pub fn text(&self, language: Language) -> Cow<'_, str> {
        match self {
            Self::Verbatim(text) => Cow::Borrowed(text),
            Self::Said { template, gaps } => {
                Cow::Owned(fill(language.translate(template), gaps, language))
            }
        }
    }

    /// This or something else.
    #[must_use]
    pub fn or(self, other: impl Into<Self>) -> Self {
        say!("{one} or {other}", one = self, other = other.into())
    }

    /// This and something else.
    #[must_use]
    pub fn and(self, other: impl Into<Self>) -> Self {
        say!("{one} and {other}", one = self, other = other.into())
    }

    /// Whether there are no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Verbatim(text) if text.is_empty())
    }
}

/// In English.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Language::English))
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self::Verbatim(text)
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Self::Verbatim(text.to_owned())
    }
}

fn fill(template: &str, gaps: &[(&'static str, Message)], language: Language) -> String {
    let mut text = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        text.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        // A doubled brace is a brace.
        if let Some(after) = after.strip_prefix(&rest[at..=at]) {
            text.push_str(&rest[at..=at]);
            rest = after;
            continue;
        }
        let Some(end) = after.find('}') else { break };
        let (name, forms) = match after[..end].split_once(':') {
            Some((name, forms)) => (name, Some(forms)),
            None => (&after[..end], None),
        };
        let value = gaps.iter().find(|(gap, _)| *gap == name);
        let value = value.map_or(Cow::Borrowed(""), |(_, value)| value.text(language));
        match forms {
            None => text.push_str(&value),
            Some(forms) => {
                let plural = language.plural(&value);
                let form = forms
                    .split('|')
                    .nth(plural)
                    .or(forms.split('|').next_back());
                text.push_str(form.unwrap_or_default());
            }
        }
        rest = &after[end + 1..];
    }
    text.push_str(rest);
    text
}

/// What can fill a gap of a message.
pub trait Said {
    /// The message that it is.
    fn said(&self) -> Message;
}

impl Said for Message {
    fn said(&self) -> Message {
        self.clone()
    }
}

impl<T: Said + ?Sized> Said for &T {
    fn said(&self) -> Message {
        (**self).said()
    }
}

/// Makes things that say themselves by `Display`, in all languages alike, fill gaps.
macro_rules! said_by_display {
    ($($type:ty),+) => {
        $(impl Said for $type {
            fn said(&self) -> Message {
                Message::Verbatim(self.to_string())
            }
        })+
    };
}

said_by_display!(
    str,
    String,
    Cow<'_, str>,
    std::sync::Arc<str>,
    char,
    u8,
    u16,
    u32,
    u64,
    usize,
    i32,
    i64,
    std::io::Error,
    super::Code
);

/// Says something to the user: a template in English, and what fills its gaps, by names.
///
/// `{name}` is a gap; `{name:form|forms}` one of the forms, by the number that fills the gap. A
/// value is named (`count = rows.len()`), or is a variable of that name.
macro_rules! say {
    ($template:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::diagnostics::Message::Said {
            template: $template,
            gaps: vec![$((stringify!($name), $crate::diagnostics::say!(@value $name $(= $value)?))),*],
        }
    };
    (@value $name:ident) => { $crate::diagnostics::Said::said(&$name) };
    (@value $name:ident = $value:expr) => { $crate::diagnostics::Said::said(&$value) };
}

pub(crate) use say;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_and_numbers_take_their_forms() {
        let (key, what) = ("a".to_owned(), say!("a list"));
        let message = say!(
            "`{key}` is {what} of {{x}} with {n} {n:row|rows}",
            key,
            what,
            n = 3
        );
        assert_eq!(message.to_string(), "`a` is a list of {x} with 3 rows");
        let count = |n: usize| say!("{n:eilutė|eilutės|eilučių}", n);
        let lithuanian = [1, 2, 9, 10, 11, 12, 20, 21, 22, 111, 121, 0]
            .map(|number| count(number).text(Language::Lithuanian).into_owned());
        let [one, few, many] = ["eilutė", "eilutės", "eilučių"];
        let forms = [
            one, few, few, many, many, many, many, one, few, many, one, many,
        ];
        assert_eq!(lithuanian, forms);
    }

    #[test]
    fn languages_are_known_by_the_names_of_environments() {
        let of = |name| Language::parse(name);
        assert_eq!(of("lt_LT.UTF-8"), Some(Language::Lithuanian));
        assert_eq!(of("LT"), Some(Language::Lithuanian));
        assert_eq!(of("en_GB"), Some(Language::English));
        assert_eq!((of("C"), of("ltx"), of("")), (None, None, None));
    }
}
