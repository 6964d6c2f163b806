//! Times as people write them in plans, turned into terms.

use crate::content::when::{Moment, Term, When};

use super::words::{MONTHS, TERMS};

/// A piece of a time as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    /// A number and how many digits it has.
    Number(u32, usize),
    Month(u32),
    /// A Roman numeral.
    Roman(u32),
    Quarter,
    Half,
    /// A word that only says what the number before it counts: years, months, days.
    Unit,
    Until,
    Or,
    Dash,
}

/// The term that a text says; `None` if it cannot be read as one with certainty.
///
/// `period` helps with what the text leaves out: a month or a quarter without a year is that of the
/// period, if it has only one such, and so is a year of two digits.
#[must_use]
pub(super) fn read(text: &str, period: Option<Term>) -> Option<When> {
    let text = text.to_lowercase().replace(['\u{a0}', '\n', '\t'], " ");
    let text = text.trim().trim_end_matches(['.', ',', ';']);
    if let Some(word) = word(text) {
        return Some(When::Word(word.to_owned()));
    }
    if let Ok(written) = When::parse(text, |_| false) {
        return Some(written);
    }
    if let Some(word) = after_own_year(text, period) {
        return Some(word);
    }
    let tokens = tokens(text)?;
    if let Some(at) = tokens.iter().position(|token| *token == Token::Until) {
        let before = plain(&tokens[..at]);
        let rest = [&before[..], &plain(&tokens[at + 1..])].concat();
        return Some(When::Until(moment(&rest, period)?));
    }
    let tokens = plain(&tokens);
    if let Some(at) = tokens.iter().position(|token| *token == Token::Or) {
        let first = moment(&tokens[..at], period)?;
        let second = following(&tokens[at + 1..], first, period)?;
        return Some(When::Either(Term::One(first), Term::One(second)));
    }
    if let Some(at) = tokens.iter().position(|token| *token == Token::Dash) {
        return range(&tokens[..at], &tokens[at + 1..], period);
    }
    moment(&tokens, period).map(|moment| When::At(Term::One(moment)))
}

fn word(text: &str) -> Option<&'static str> {
    let found = TERMS.iter().find(|(words, _)| *words == text);
    found.map(|(_, term)| *term)
}

/// „2022 m. nuolat“ in the plan of 2022: the year adds nothing. Another year would be lost.
fn after_own_year(text: &str, period: Option<Term>) -> Option<When> {
    let year = text.get(..4)?.parse::<i32>().ok()?;
    let rest = text.get(4..)?.trim_start();
    let rest = ["metais", "metai", "m.", "m"]
        .iter()
        .find_map(|unit| rest.strip_prefix(unit))
        .unwrap_or(rest);
    let own = period.and_then(Term::calendar_year) == Some(year);
    word(rest.trim())
        .filter(|_| own)
        .map(|word| When::Word(word.to_owned()))
}

/// The pieces of a text; none if it has a word that no time has.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = |is: fn(char) -> bool| rest.find(|c: char| !is(c)).unwrap_or(rest.len());
        let length = if first.is_ascii_digit() {
            let length = end(|c| c.is_ascii_digit());
            found.push(Token::Number(rest[..length].parse().ok()?, length));
            length
        } else if first.is_alphabetic() {
            let length = end(char::is_alphabetic);
            found.push(of_word(&rest[..length])?);
            length
        } else {
            match first {
                '–' | '—' | '-' | '−' => found.push(Token::Dash),
                ' ' | '.' | ',' => {}
                _ => return None,
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    Some(found)
}

fn of_word(word: &str) -> Option<Token> {
    let starts = |stem: &str| word.starts_with(stem);
    Some(match word {
        "i" => Token::Roman(1),
        "ii" => Token::Roman(2),
        "iii" => Token::Roman(3),
        "iv" => Token::Roman(4),
        "iki" => Token::Until,
        "ar" | "arba" => Token::Or,
        "m" | "d" | "mėn" | "metai" | "metų" | "metais" | "diena" | "dienos" => Token::Unit,
        _ if starts("mėnes") => Token::Unit,
        _ if starts("ketv") => Token::Quarter,
        _ if starts("pusm") => Token::Half,
        _ => {
            let month = MONTHS.iter().position(|stem| starts(stem))?;
            Token::Month(month as u32 + 1)
        }
    })
}

/// Pieces without those that only name what is counted.
fn plain(tokens: &[Token]) -> Vec<Token> {
    let tokens = tokens.iter().copied();
    tokens.filter(|token| *token != Token::Unit).collect()
}

/// A time in full, or one whose year is that of the period.
fn moment(tokens: &[Token], period: Option<Term>) -> Option<Moment> {
    match tokens {
        [Token::Number(year, 4), rest @ ..] => in_year(*year as i32, rest),
        // „22 01 13“: with two digits for the year, all three are needed to be sure.
        [
            Token::Number(year, 2),
            month @ Token::Number(_, 2),
            day @ Token::Number(_, 2),
        ] => {
            let year = 2000 + *year as i32;
            let (first, last) = period?.years();
            let own = first <= year && year <= last;
            own.then(|| in_year(year, &[*month, *day]))?
        }
        [Token::Month(_) | Token::Roman(_), ..] => {
            let (first, last) = period?.years();
            let of = |year| in_year(year, tokens).filter(|moment| is_within(*moment, period));
            let found: Vec<Moment> = (first..=last.min(first + 10)).filter_map(of).collect();
            <[Moment; 1]>::try_from(found).ok().map(|[moment]| moment)
        }
        _ => None,
    }
}

fn is_within(moment: Moment, period: Option<Term>) -> bool {
    period.is_some_and(|period| {
        let (from, to) = period.days();
        from <= moment.first() && moment.last() <= to
    })
}

/// What follows the year.
fn in_year(year: i32, rest: &[Token]) -> Option<Moment> {
    let text = match rest {
        [] => format!("{year:04}"),
        [Token::Month(month) | Token::Number(month, 2)] => format!("{year:04}-{month:02}"),
        [Token::Month(month), Token::Number(day, _)]
        | [Token::Number(month, 2), Token::Number(day, 2)] => {
            format!("{year:04}-{month:02}-{day:02}")
        }
        [
            Token::Roman(quarter) | Token::Number(quarter, 1),
            Token::Quarter,
        ] => {
            format!("{year:04}-Q{quarter}")
        }
        [Token::Roman(half) | Token::Number(half, 1), Token::Half] => {
            format!("{year:04}-H{half}")
        }
        _ => return None,
    };
    Moment::parse(&text).ok()
}

/// A time after another, of which it leaves out what is the same: „spalio ar lapkričio“, „1–4 d.“.
fn following(tokens: &[Token], first: Moment, period: Option<Term>) -> Option<Moment> {
    let year = first.year();
    match (first, tokens) {
        (_, [Token::Number(_, 4), ..]) => moment(tokens, period),
        (Moment::Day(_), [Token::Number(day, 1 | 2)]) => {
            let month = first.to_string();
            Moment::parse(&format!("{}-{day:02}", month.get(..7)?)).ok()
        }
        (Moment::Day(_), [Token::Month(_), Token::Number(..)])
        | (Moment::Month(..), [Token::Month(_) | Token::Number(_, 2)])
        | (Moment::Quarter(..), [Token::Roman(_), Token::Quarter])
        | (Moment::Half(..), [Token::Roman(_), Token::Half]) => in_year(year, tokens),
        _ => None,
    }
}

fn range(from: &[Token], to: &[Token], period: Option<Term>) -> Option<When> {
    // „IV–V mėn.“ and „I–II ketv.“: the sign stands after the second only.
    let completed = match (from, to) {
        ([.., Token::Roman(_)], [Token::Roman(_), sign]) => Some([from, &[*sign]].concat()),
        _ => None,
    };
    let first = moment(completed.as_deref().unwrap_or(from), period)?;
    let last = following(to, first, period)?;
    let range = Term::parse(&format!("{first}..{last}")).ok()?;
    (first.first() < last.last() && std::mem::discriminant(&first) == std::mem::discriminant(&last))
        .then_some(When::At(range))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_in(period: &str, text: &str) -> Option<String> {
        let period = Term::parse(period).expect("a period");
        read(text, Some(period)).map(|when| when.to_string())
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        let cases = [
            ("2022 m.", "2022"),
            ("2022m", "2022"),
            ("2022 metai", "2022"),
            ("2022m. rugsėjis", "2022-09"),
            ("2022 01 mėn.", "2022-01"),
            ("2022 03-12mėn.", "2022-03..2022-12"),
            ("2022 03-12 mėn.", "2022-03..2022-12"),
            ("2022m. iki 12 mėn", "until 2022-12"),
            ("iki 2022 m. gruodžio 15 d.", "until 2022-12-15"),
            ("2022m. nuolat", "continuous"),
            ("nuolat", "continuous"),
            ("Pagal poreikį", "as-needed"),
            ("2022 01 03", "2022-01-03"),
            ("22 01 13", "2022-01-13"),
            ("2022 m. rugsėjo 19 d.", "2022-09-19"),
            ("2022 m. gruodžio 1–4 d.", "2022-12-01..2022-12-04"),
            ("2024 m. IV ketv.", "2024-Q4"),
            ("IV ketv.", "2022-Q4"),
            ("I–II ketv.", "2022-Q1..2022-Q2"),
            ("2022 m. I pusm.", "2022-H1"),
            ("2024 m. spalio ar lapkričio mėn.", "2024-10 or 2024-11"),
            ("rugsėjo mėn.", "2022-09"),
            ("2023–2024 m.", "2023..2024"),
            ("2022 m. balandžio–birželio mėn.", "2022-04..2022-06"),
            ("Kas du mėn.", "every-2-months"),
            ("2022-09-19", "2022-09-19"),
        ];
        for (text, wanted) in cases {
            assert_eq!(read_in("2022", text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn a_month_of_a_school_year_has_its_own_year() {
        assert_eq!(
            read_in("2023-09..2024-08", "spalio mėn.").as_deref(),
            Some("2023-10")
        );
        assert_eq!(
            read_in("2023-09..2024-08", "vasario mėn.").as_deref(),
            Some("2024-02")
        );
    }

    #[test]
    fn what_is_uncertain_stays_text() {
        for text in [
            "22 03 16 2016m. kovo mėnesis",
            "22 04 01 Visą mėn.",
            "2012m nuolat",
            "per mokslo metus",
            "12 01 13",
            "2022 13 mėn.",
            "",
            "rugsėjis, spalis",
        ] {
            assert_eq!(read_in("2022", text), None, "{text}");
        }
    }
}
