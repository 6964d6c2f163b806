//! How a record spells a value: on one line, with nothing in it that is not seen.

use std::fmt::{self, Write};

use crate::content::{Data, Value};

/// A value that holds no others, as a record writes it: a text is quoted, all else is bare.
pub struct Scalar<'a>(pub &'a Value);

impl fmt::Display for Scalar<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.data {
            Data::When(when) => write!(out, "{when}"),
            Data::Period(term) => write!(out, "{term}"),
            Data::Date(moment) => write!(out, "{moment}"),
            Data::Decimal(number) => write!(out, "{number}"),
            Data::Boolean(yes) => write!(out, "{yes}"),
            Data::Nothing => out.write_str("~"),
            Data::List(_) => out.write_str("[]"),
            Data::Map(_) | Data::Part(..) => out.write_str("{}"),
            Data::Markdown(text) => write!(out, "{}", Quoted(&prose(text))),
            Data::Text(text)
            | Data::Plain(text)
            | Data::Word(text)
            | Data::Person(text)
            | Data::Institution(text)
            | Data::Source(text)
            | Data::Series(text)
            | Data::Formula(text)
            | Data::Cell(text)
            | Data::File(text) => write!(out, "{}", OneLine(text)),
        }
    }
}

/// A text in quotation marks on one line, escaped as in JSON and YAML.
pub struct Quoted<'a>(pub &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_char('"')?;
        escape(self.0, out)?;
        out.write_char('"')
    }
}

/// A text of one line, quoted: a line end in it is a space like others, as it is in print.
struct OneLine<'a>(&'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_char('"')?;
        let words = self.0.split([' ', '\t', '\n', '\r']);
        for (index, word) in words.filter(|word| !word.is_empty()).enumerate() {
            if index > 0 {
                out.write_char(' ')?;
            }
            escape(word, out)?;
        }
        out.write_char('"')
    }
}

/// Writes a text with escapes for what would end it or its line, and for what nobody sees.
pub(super) fn escape(text: &str, out: &mut impl Write) -> fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(is_escaped) {
        out.write_str(&rest[..at])?;
        let mut after = rest[at..].chars();
        match after.next() {
            Some('\n') => out.write_str("\\n")?,
            Some(sign @ ('"' | '\\')) => write!(out, "\\{sign}")?,
            Some(sign) => write!(out, "\\u{:04x}", u32::from(sign))?,
            None => {}
        }
        rest = after.as_str();
    }
    out.write_str(rest)
}

/// Quotation marks, backslashes, control characters, spaces other than the ordinary one, and signs
/// that have no width or turn the direction of others.
///
/// The list is closed: what Unicode adds later must not give a text another record.
fn is_escaped(sign: char) -> bool {
    matches!(
        sign,
        '"' | '\\'
            | '\0'..='\u{1f}'
            | '\u{7f}'..='\u{a0}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200f}'
            | '\u{2028}'..='\u{202f}'
            | '\u{205f}'..='\u{206f}'
            | '\u{3000}'
            | '\u{feff}'
    )
}

/// Markdown with a line for every line that is one in print: where a paragraph is broken in the
/// file says nothing.
fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut line_start = 0;
    for line in text
        .trim_end_matches(SPACES)
        .trim_start_matches('\n')
        .split('\n')
    {
        let broken = out.ends_with("  ") || out.ends_with('\\');
        if !out.is_empty() && !broken && goes_on(&out[line_start..], line) {
            out.push(' ');
            out.push_str(line.trim_start_matches(SPACES));
        } else {
            if !out.is_empty() {
                out.push('\n');
            }
            line_start = out.len();
            out.push_str(line);
        }
        let breaks = line.ends_with("  ") && !line.trim_end_matches(SPACES).is_empty();
        out.truncate(out.trim_end_matches([' ', '\t']).len());
        // Two spaces at its end break a line, and more do no more.
        out.push_str(if breaks { "  " } else { "" });
    }
    out
}

/// What is no word in Markdown; other spaces are signs like letters.
const SPACES: [char; 3] = [' ', '\t', '\n'];

/// Whether a line goes on with the paragraph of the line before it. Of two lines that it is not
/// sure of, it says no: the same text has two records then, but no two texts have one.
fn goes_on(before: &str, line: &str) -> bool {
    let is_sign = |sign: char| sign.is_ascii_punctuation() || sign.is_ascii_digit();
    let has_words = before.contains(|sign: char| !is_sign(sign) && sign != ' ');
    let starts = line.trim_start_matches(SPACES).chars().next();
    has_words && !before.starts_with('[') && starts.is_some_and(|sign| !is_sign(sign))
}

/// A SHA-256 as it is written.
pub struct Hex<'a>(pub &'a [u8; 32]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("sha256:")?;
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_escaped_and_letters_are_not() {
        let quoted = |text: &str| Quoted(text).to_string();
        assert_eq!(quoted("Šešios „žąsys“ – €"), "\"Šešios „žąsys“ – €\"");
        assert_eq!(quoted("a\"b\\c\nd"), r#""a\"b\\c\nd""#);
        assert_eq!(
            quoted("1\u{a0}m.\u{202e}\u{ad}\r"),
            r#""1\u00a0m.\u202e\u00ad\u000d""#
        );
        assert_eq!(OneLine(" a\n  b\tc ").to_string(), r#""a b c""#);
    }

    #[test]
    fn prose_is_the_same_however_its_paragraphs_are_broken() {
        for (written, wanted) in [
            ("one two three\n", "one two three"),
            ("one\ntwo \n   three\n\n", "one two three"),
            ("one\n\ntwo\nthree", "one\n\ntwo three"),
            ("one  \ntwo", "one  \ntwo"),
            ("one    \ntwo  ", "one  \ntwo"),
            ("one\\\ntwo", "one\\\ntwo"),
            ("- one\n- two\n  three\n", "- one\n- two three"),
            ("1.\ntwo", "1.\ntwo"),
            ("word\n2027 was", "word\n2027 was"),
            ("a\n> b\n# c", "a\n> b\n# c"),
            ("\n\n  one\n\n\n two", "  one\n\n\n two"),
        ] {
            assert_eq!(prose(written), wanted, "{written:?}");
            assert_eq!(prose(wanted), wanted, "{wanted:?}");
        }
    }
}
