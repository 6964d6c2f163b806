//! The genitive of the name of an institution, as a proposal to its author.
//!
//! Lithuanian declines by endings, so a rule for each usual ending goes far. Names that stand in
//! quotation marks are not declined, nor are the words before the last one that are in the genitive
//! already; adjectives agree with the last word wherever they stand.

use std::cmp::Ordering;

/// The endings of the last word, the longer ones first, and what they become.
const NOUNS: &[(&str, &str)] = &[
    // In the genitive already: „… prie muziejaus“.
    ("aus", "aus"),
    ("stotis", "stoties"),
    ("pilis", "pilies"),
    ("tis", "čio"),
    ("dis", "džio"),
    ("tys", "čio"),
    ("dys", "džio"),
    ("is", "io"),
    ("ys", "io"),
    ("us", "aus"),
    ("as", "o"),
    ("ai", "ų"),
    ("a", "os"),
    ("ė", "ės"),
];

/// The endings of adjectives that agree with the last word: no genitive has them.
const ADJECTIVES: &[(&str, &str)] = &[
    ("oji", "osios"),
    ("asis", "ojo"),
    ("usis", "iojo"),
    ("inis", "inio"),
    ("inė", "inės"),
];

/// What opens a name in quotation marks.
const OPENING: &[char] = &['„', '“', '"', '«', '‘', '\''];

/// What closes one.
const CLOSING: &[char] = &['“', '”', '"', '»', '’', '\''];

/// The genitive of a name in a language; the name as it is where no rule is known.
#[must_use]
pub fn genitive(name: &str, language: &str) -> String {
    match language.split('-').next().unwrap_or_default() {
        "lt" => lithuanian(name),
        "en" if name.ends_with('s') => format!("{name}’"),
        "en" => format!("{name}’s"),
        _ => name.to_owned(),
    }
}

fn lithuanian(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let Some(last) = last_declined(&words) else {
        return name.to_owned();
    };
    // „Lopšelis-darželis“ are two words, both of which are declined.
    let noun = |word: &str| {
        let parts = word.split('-').map(|part| ending(part, NOUNS));
        parts.collect::<Vec<_>>().join("-")
    };
    let declined = words
        .iter()
        .enumerate()
        .map(|(at, word)| match at.cmp(&last) {
            Ordering::Less => ending(word, ADJECTIVES),
            Ordering::Equal => noun(word),
            Ordering::Greater => (*word).to_owned(),
        });
    declined.collect::<Vec<_>>().join(" ")
}

/// The word that says what the institution is: the last one before a name in quotation marks at the
/// end, if there is one.
fn last_declined(words: &[&str]) -> Option<usize> {
    let last = words.len().checked_sub(1)?;
    if !words[last].ends_with(CLOSING) {
        return Some(last);
    }
    let opened = words.iter().rposition(|word| word.starts_with(OPENING))?;
    opened.checked_sub(1)
}

/// A word with another ending, in capitals if it is; the word as it is if it has none of them, or is an
/// abbreviation, which has nothing before its ending that could be declined.
fn ending(word: &str, endings: &[(&str, &str)]) -> String {
    let lower = word.to_lowercase();
    let is_capital = lower != word && word.to_uppercase() == word;
    if is_capital && lower.chars().count() <= 4 {
        return word.to_owned();
    }
    let mut found = endings
        .iter()
        .filter_map(|(old, new)| Some((lower.strip_suffix(old)?, *old, *new)));
    // „Pilis“ is an ending and a word.
    let is_word = |stem: &str, old: &str| !stem.is_empty() || old.len() > 3;
    let Some((stem, old, new)) = found.next().filter(|(stem, old, _)| is_word(stem, old)) else {
        return word.to_owned();
    };
    if is_capital {
        return format!("{stem}{new}").to_uppercase();
    }
    // Lower case may have another length, so the end is counted in letters.
    let kept = word.chars().count() - old.chars().count();
    word.chars().take(kept).collect::<String>() + new
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn usual_names_are_declined() {
        for (name, wanted) in [
            ("Pavyzdžio gimnazija", "Pavyzdžio gimnazijos"),
            ("Pavyzdžio progimnazija", "Pavyzdžio progimnazijos"),
            ("Girių pagrindinė mokykla", "Girių pagrindinės mokyklos"),
            (
                "Ringupio rajono savivaldybės viešoji biblioteka",
                "Ringupio rajono savivaldybės viešosios bibliotekos",
            ),
            ("Kupolės švietimo centras", "Kupolės švietimo centro"),
            (
                "Kupolės technologinis centras",
                "Kupolės technologinio centro",
            ),
            ("Kupolės darželis", "Kupolės darželio"),
            (
                "Kupolės lopšelis-darželis „Saulutė“",
                "Kupolės lopšelio-darželio „Saulutė“",
            ),
            ("„Saulės“ gimnazija", "„Saulės“ gimnazijos"),
            ("Kupolės mokykla-darželis", "Kupolės mokyklos-darželio"),
            ("Girių universitetas", "Girių universiteto"),
            ("Girių kraštotyros muziejus", "Girių kraštotyros muziejaus"),
            ("Bibliotekininkų asociacija", "Bibliotekininkų asociacijos"),
            ("Girių kultūros rūmai", "Girių kultūros rūmų"),
            ("Girių skyrius", "Girių skyriaus"),
            ("Girių valdovų pilis", "Girių valdovų pilies"),
            (
                "Girių nacionalinis institutas",
                "Girių nacionalinio instituto",
            ),
            ("KUPOLĖS GIMNAZIJA", "KUPOLĖS GIMNAZIJOS"),
            (
                "Lietuvos nacionalinė Vardenio Pavardenio biblioteka",
                "Lietuvos nacionalinės Vardenio Pavardenio bibliotekos",
            ),
            ("Viešoji įstaiga „Knyga“", "Viešosios įstaigos „Knyga“"),
            ("UAB „Knyga“", "UAB „Knyga“"),
            ("„Knyga“", "„Knyga“"),
            ("VšĮ Girių muziejus", "VšĮ Girių muziejaus"),
            ("Biblioteka prie muziejaus", "Biblioteka prie muziejaus"),
            ("", ""),
        ] {
            assert_eq!(genitive(name, "lt"), wanted);
        }
    }

    #[test]
    fn english_has_an_apostrophe_and_what_is_not_known_stays() {
        assert_eq!(genitive("Oak School", "en"), "Oak School’s");
        assert_eq!(genitive("Oak Schools", "en-GB"), "Oak Schools’");
        assert_eq!(genitive("Skola", "lv"), "Skola");
    }

    proptest! {
        #[test]
        fn any_name_keeps_its_words(name in "\\PC*") {
            let declined = genitive(&name, "lt");
            prop_assert_eq!(declined.split(' ').count(), name.split(' ').count());
        }
    }
}
