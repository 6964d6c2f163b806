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
//!
//! Numbers, times and days that are told follow the language, too, and here alone: a number that a word
//! agrees with is a count, `25,006 rows` and „25 006 eilutės“; any other is a name, of a line or a year, and
//! stays as it is. How each thing is said stands in [`said`](super::said).

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use icu_locale_core::locale;
use icu_plurals::{PluralCategory, PluralRules};
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

    /// What stands between the thousands of a count.
    const fn thousands(self) -> char {
        match self {
            Self::English => ',',
            // It does not break, so that a count stays on one line.
            Self::Lithuanian => '\u{a0}',
        }
    }

    /// A count in groups of three digits; one of four digits stays whole, as is usual in both languages.
    fn grouped(self, number: u64) -> String {
        let digits = number.to_string();
        if digits.len() <= 4 {
            return digits;
        }
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(self.thousands());
            }
            text.push(digit);
        }
        text
    }

    /// Which of the forms of a word a number takes, by the plural rules of Unicode (CLDR): English has two
    /// forms, Lithuanian three.
    fn plural(self, number: &str) -> usize {
        let locale = match self {
            Self::English => locale!("en"),
            Self::Lithuanian => locale!("lt"),
        };
        // A number may be written with signs between its thousands.
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let number: u64 = digits.parse().unwrap_or(0);
        let rules = PluralRules::try_new_cardinal(locale.into());
        match (self, rules.map(|rules| rules.category_for(number))) {
            (_, Ok(PluralCategory::One)) => 0,
            (Self::English, _) | (_, Ok(PluralCategory::Few)) => 1,
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
    /// A number: a count where a word agrees with it, else a name.
    Number(u64),
    /// A number that is a count wherever it stands.
    Count(u64),
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
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Count(number) => Cow::Owned(language.grouped(*number)),
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
        let value = match value {
            Some((_, Message::Number(number))) if agrees(template, name) => {
                Cow::Owned(language.grouped(*number))
            }
            Some((_, value)) => value.text(language),
            None => Cow::Borrowed(""),
        };
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

/// Whether a word of a template agrees with the number in a gap.
fn agrees(template: &str, gap: &str) -> bool {
    template.contains(&format!("{{{gap}:"))
}

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
    use std::time::Duration;

    use super::*;
    use crate::diagnostics::{Count, Said, day};

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
        let count = |n: u32| say!("{n:eilutė|eilutės|eilučių}", n);
        let lithuanian = [1, 2, 9, 10, 11, 12, 20, 21, 22, 111, 121, 0]
            .map(|number| count(number).text(Language::Lithuanian).into_owned());
        let [one, few, many] = ["eilutė", "eilutės", "eilučių"];
        let forms = [
            one, few, few, many, many, many, many, one, few, many, one, many,
        ];
        assert_eq!(lithuanian, forms);
    }

    /// The rules of CLDR (unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html), written
    /// down a second time.
    #[test]
    fn forms_of_words_are_those_of_unicode() {
        for n in 0..1200_u32 {
            let form = |template: &'static str, language: Language| {
                let gaps = vec![("n", n.said())];
                Message::Said { template, gaps }.text(language).into_owned()
            };
            let english = if n == 1 { "one" } else { "other" };
            assert_eq!(form("{n:one|other}", Language::English), english, "{n}");
            let (tens, teens) = (n % 10, (11..=19).contains(&(n % 100)));
            let lithuanian = match tens {
                1 if !teens => "one",
                2..=9 if !teens => "few",
                _ => "other",
            };
            let found = form("{n:one|few|other}", Language::Lithuanian);
            assert_eq!(found, lithuanian, "{n}");
        }
    }

    /// What a message is in both languages.
    fn both(message: &Message) -> [String; 2] {
        [Language::English, Language::Lithuanian].map(|it| message.text(it).into_owned())
    }

    #[test]
    fn counts_have_groups_of_digits_and_names_have_none() {
        let counted = say!("{n} {n:error|errors}", n = 25_006_u32);
        assert_eq!(both(&counted), ["25,006 errors", "25\u{a0}006 klaidos"]);
        let few = say!("{n} {n:error|errors}", n = 5006_u32);
        assert_eq!(both(&few), ["5006 errors", "5006 klaidos"]);
        let named = say!("at `{path}`", path = 25_006_u32);
        assert_eq!(both(&named), ["at `25006`", "vieta – `25006`"]);
        let of = Count(1_234_567).said();
        assert_eq!(both(&of), ["1,234,567", "1\u{a0}234\u{a0}567"]);
    }

    #[test]
    fn times_are_told_in_seconds_then_in_minutes() {
        let told = |millis| both(&Duration::from_millis(millis).said());
        assert_eq!(told(40), ["0.0 s", "0,0 s"]);
        assert_eq!(told(449), ["0.4 s", "0,4 s"]);
        assert_eq!(told(12_350), ["12.4 s", "12,4 s"]);
        assert_eq!(told(59_949), ["59.9 s", "59,9 s"]);
        assert_eq!(told(59_950), ["1 min 0 s", "1 min. 0 s"]);
        assert_eq!(told(125_400), ["2 min 5 s", "2 min. 5 s"]);
    }

    #[test]
    fn every_month_has_its_name() {
        let told: Vec<_> = (1..=12)
            .map(|month| both(&day(2028, month, 8).expect("a month")))
            .collect();
        assert_eq!(told[0], ["8 January 2028", "2028 m. sausio 8 d."]);
        assert_eq!(told[8], ["8 September 2028", "2028 m. rugsėjo 8 d."]);
        let names: std::collections::HashSet<_> = told.iter().flatten().collect();
        assert_eq!((names.len(), day(2028, 13, 1)), (24, None));
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
