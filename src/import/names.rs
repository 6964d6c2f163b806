//! Whose document it is, what it is called, and for what time: told by its title, or derived.

use std::collections::HashMap;

use crate::content::when::Term;

use super::words::{ADJECTIVES, AFTER_NAME, HEADS, INSTITUTIONS};

/// An institution in two cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Institution {
    /// In the nominative.
    pub name: String,
    /// In the genitive.
    pub genitive: String,
    /// Whether the document says the genitive, and the name is derived of it; else the other way.
    pub said_in_genitive: bool,
}

/// The institution that begins a text in the genitive: „Pavyzdžio gimnazijos direktoriaus“.
#[must_use]
pub(super) fn institution(text: &str) -> Option<Institution> {
    let words: Vec<&str> = text
        .split([' ', '\u{a0}'])
        .filter(|word| !word.is_empty())
        .collect();
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let ends = |word: &String| {
        HEADS.contains(&word.as_str())
            || AFTER_NAME.iter().any(|stem| word.starts_with(stem))
            || word.starts_with(|c: char| c.is_ascii_digit())
    };
    let name = lower.iter().position(ends).unwrap_or(lower.len());
    let of = |word: &String| INSTITUTIONS.iter().any(|(genitive, _)| word == genitive);
    // „Kauno Veršvų gimnazijos bibliotekos“: the library of a school is no institution of its own.
    let last = lower[..name].iter().rposition(of)?;
    let school = |word: &str| {
        word.ends_with("gimnazijos") || word.starts_with("mokyklos") || word.ends_with("darželio")
    };
    let last = lower[..last]
        .iter()
        .position(|word| school(word))
        .unwrap_or(last);
    (last > 0).then(|| {
        let genitive = words[..=last].join(" ");
        Institution {
            name: declined(&genitive, &|(genitive, nominative)| (genitive, nominative)),
            genitive,
            said_in_genitive: true,
        }
    })
}

/// The institution that a line names and nothing else, as documents do above their title.
#[must_use]
pub(super) fn named(line: &str) -> Option<Institution> {
    let lower = line.to_lowercase();
    let last = lower.rsplit([' ', '\u{a0}']).next()?;
    let is_one = last.len() < lower.len() && INSTITUTIONS.iter().any(|(_, name)| *name == last);
    is_one.then(|| Institution {
        name: line.to_owned(),
        genitive: declined(line, &|(genitive, nominative)| (nominative, genitive)),
        said_in_genitive: false,
    })
}

/// A pair of forms as the one that is there and the one that is wanted.
type Way = dyn Fn((&'static str, &'static str)) -> (&'static str, &'static str);

/// The name of an institution in another case: its last word, and the adjectives before it.
fn declined(name: &str, way: &Way) -> String {
    let mut words: Vec<String> = name.split(' ').map(str::to_owned).collect();
    let other = |pairs: &[(&'static str, &'static str)], word: &str| {
        let mut ways = pairs.iter().map(|pair| way(*pair));
        let found = ways.find(|(there, _)| word.to_lowercase() == *there);
        found.map(|(_, wanted)| {
            let is_capital = word.starts_with(char::is_uppercase);
            let is_shouted = is_capital && !word.chars().any(char::is_lowercase);
            match (is_shouted, is_capital) {
                (true, _) => wanted.to_uppercase(),
                (_, true) => sentence(wanted),
                _ => wanted.to_owned(),
            }
        })
    };
    let Some(last) = words.last_mut() else {
        return String::new();
    };
    if let Some(word) = other(INSTITUTIONS, last) {
        *last = word;
    }
    for word in words.iter_mut().rev().skip(1) {
        match other(ADJECTIVES, word) {
            Some(wanted) => *word = wanted,
            None => break,
        }
    }
    words.join(" ")
}

/// A text with a capital first.
#[must_use]
pub(super) fn sentence(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(signs).collect()
    })
}

/// How the words of a document are spelled where it is not in capitals.
#[derive(Debug, Default)]
pub(super) struct Spellings(HashMap<String, String>);

impl Spellings {
    /// Reads the paragraphs of a document.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut found: HashMap<String, String> = HashMap::new();
        for text in texts.filter(|text| text.chars().any(char::is_lowercase)) {
            for (index, word) in text.split(|c: char| !c.is_alphabetic()).enumerate() {
                let lower = word.to_lowercase();
                // In small letters it is no name, even if a sentence begins with it elsewhere. The
                // first word of a text tells nothing.
                if word == lower || index > 0 && !found.contains_key(&lower) {
                    found.insert(lower, word.to_owned());
                }
            }
        }
        Self(found)
    }

    /// A text in capitals as it would be spelled in a sentence.
    #[must_use]
    pub(super) fn quietly(&self, text: &str) -> String {
        let mut out = String::new();
        let mut word = String::new();
        for sign in text.chars().chain(['\n']) {
            if sign.is_alphabetic() {
                word.push(sign);
                continue;
            }
            let lower = word.to_lowercase();
            let name = self.0.get(&lower).filter(|name| name.chars().count() > 1);
            out.push_str(name.unwrap_or(&lower));
            word.clear();
            out.push(sign);
        }
        sentence(out.trim_end())
    }
}

/// The time that a title names, as the content writes it.
#[must_use]
pub(super) fn period(title: &str) -> Option<Term> {
    let years = years(title);
    let lower = title.to_lowercase().replace(['\u{a0}', ' ', '.'], "");
    let text = match years[..] {
        [first, last, ..]
            if last == first + 1 && (lower.contains("mm") || lower.contains("mokslo")) =>
        {
            format!("{first}-09..{last}-08")
        }
        [first, last, ..] if first < last => format!("{first}..{last}"),
        [year, ..] => format!("{year}"),
        [] => return None,
    };
    Term::parse(&text).ok()
}

/// The years that a text names, in order.
#[must_use]
pub(super) fn years(text: &str) -> Vec<i32> {
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    let numbers = numbers.filter(|number| number.len() == 4);
    let numbers = numbers.filter_map(|number| number.parse().ok());
    numbers.filter(|year| (1990..2100).contains(year)).collect()
}

/// The year that texts name most often; of two, the later.
#[must_use]
pub(super) fn usual_year<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Term> {
    let mut counts: HashMap<i32, usize> = HashMap::new();
    for year in texts.flat_map(years) {
        *counts.entry(year).or_default() += 1;
    }
    let year = counts
        .into_iter()
        .max_by_key(|(year, count)| (*count, *year))?
        .0;
    Term::parse(&format!("{year}")).ok()
}

/// A name of Latin letters, digits and hyphens, as ids are; `item` if nothing is left.
#[must_use]
pub(crate) fn slug(text: &str) -> String {
    let mut out = String::new();
    for sign in text.to_lowercase().chars() {
        let plain = match sign {
            'ą' => 'a',
            'č' => 'c',
            'ę' | 'ė' => 'e',
            'į' => 'i',
            'š' => 's',
            'ų' | 'ū' => 'u',
            'ž' => 'z',
            sign if sign.is_ascii_alphanumeric() => sign,
            _ => '-',
        };
        if plain != '-' || !out.ends_with('-') {
            out.push(plain);
        }
    }
    let out = out.trim_matches('-');
    match out.chars().next() {
        None => "item".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("no-{out}"),
        _ => out.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_institution_is_found_in_both_cases() {
        let cases = [
            ("Kupolės gimnazijos direktoriaus", "Kupolės gimnazija"),
            (
                "KUPOLĖS GIMNAZIJOS BIBLIOTEKOS VEIKLOS PLANAS",
                "KUPOLĖS GIMNAZIJA",
            ),
            (
                "Ringupio rajono savivaldybės viešosios bibliotekos 2020 metų veiklos ataskaita",
                "Ringupio rajono savivaldybės viešoji biblioteka",
            ),
            (
                "Kupolės švietimo centro direktoriaus",
                "Kupolės švietimo centras",
            ),
        ];
        for (text, name) in cases {
            assert_eq!(institution(text).expect(text).name, name);
        }
        assert_eq!(
            institution("Kupolės bibliotekininkų metodinio būrelio"),
            None
        );
    }

    #[test]
    fn a_line_above_the_title_names_the_institution() {
        let of = |line| named(line).map(|found| found.genitive);
        assert_eq!(
            of("Girios viešoji biblioteka").as_deref(),
            Some("Girios viešosios bibliotekos")
        );
        assert_eq!(of("Veiklos planas"), None);
        assert_eq!(of("Biblioteka"), None);
    }

    #[test]
    fn capitals_are_spelled_as_the_text_spells_them() {
        let texts = [
            "Planą rengia Kupolės gimnazija. Jos Veiklos planas",
            "veiklos sritys UNESCO",
        ];
        let spellings = Spellings::of(texts.into_iter());
        assert_eq!(
            spellings.quietly("KUPOLĖS UNESCO VEIKLOS PLANAS 2022"),
            "Kupolės UNESCO veiklos planas 2022"
        );
    }

    #[test]
    fn a_title_tells_the_period() {
        let of = |text| period(text).map(|term| term.to_string());
        assert_eq!(
            of("PLANAS 2023–2024 M. M.").as_deref(),
            Some("2023-09..2024-08")
        );
        assert_eq!(of("2025–2027 metams").as_deref(), Some("2025..2027"));
        assert_eq!(of("2022 m.").as_deref(), Some("2022"));
        assert_eq!(of("planas"), None);
    }

    #[test]
    fn a_slug_is_an_id() {
        assert_eq!(slug("E. Stašiulionienė-Žą"), "e-stasiulioniene-za");
        assert_eq!(slug("2022 planas"), "no-2022-planas");
        assert_eq!(slug("„“"), "item");
    }
}
