//! Tags of languages, as `lt`, `en-GB` and `zh-Hant-TW`: BCP 47 (RFC 5646).

use super::Lang;

/// The tag in the form that the standard writes (RFC 5646, 2.1.1): `EN-gb` is `en-GB`. None if it
/// is not well-formed (2.1); whether anybody speaks the language is not asked.
#[must_use]
pub fn language(tag: &str) -> Option<Lang> {
    let parts: Vec<&str> = tag.split('-').collect();
    if !is_well_formed(&parts) {
        return None;
    }
    let mut normal = String::with_capacity(tag.len());
    let mut after_singleton = false;
    for (index, part) in parts.iter().enumerate() {
        let lower = part.to_ascii_lowercase();
        match part.len() {
            2 if index > 0 && !after_singleton => normal += &lower.to_ascii_uppercase(),
            4 if index > 0 && !after_singleton => {
                normal += &lower[..1].to_ascii_uppercase();
                normal += &lower[1..];
            }
            _ => normal += &lower,
        }
        // What follows a single letter is an extension, and stays in small letters to the end.
        after_singleton |= part.len() == 1;
        if index + 1 < parts.len() {
            normal.push('-');
        }
    }
    Some(normal.into())
}

/// Whether text in the language of `tag` is text in `whole`: `lt` is in `lt-LT`.
#[must_use]
pub fn is_within(tag: &str, whole: &str) -> bool {
    let (tag, whole) = (tag.as_bytes(), whole.as_bytes());
    whole.len() >= tag.len()
        && whole[..tag.len()].eq_ignore_ascii_case(tag)
        && whole.get(tag.len()).is_none_or(|next| *next == b'-')
}

/// `langtag` of the grammar: a language, then script, region, variants, extensions and private
/// use in this order. What is only private (`x-…`) names no language that a reader knows.
fn is_well_formed(parts: &[&str]) -> bool {
    let sound = parts.iter().all(|part| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    let Some((language, mut rest)) = parts.split_first().filter(|_| sound) else {
        return false;
    };
    if !is_letters(language) || language.len() < 2 {
        return false;
    }
    if language.len() < 4 {
        let extended = rest.iter().take(3);
        let extended = extended.take_while(|part| part.len() == 3 && is_letters(part));
        rest = &rest[extended.count()..];
    }
    let is_script = |part: &&str| part.len() == 4 && is_letters(part);
    rest = &rest[usize::from(rest.first().is_some_and(is_script))..];
    let is_region = |part: &&str| match part.len() {
        2 => is_letters(part),
        3 => part.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    };
    rest = &rest[usize::from(rest.first().is_some_and(is_region))..];
    let is_variant = |part: &&&str| match part.len() {
        4 => part.starts_with(|c: char| c.is_ascii_digit()),
        length => length >= 5,
    };
    rest = &rest[rest.iter().take_while(is_variant).count()..];
    are_extensions(rest)
}

/// Single letters, each with what it says; after `x` anything may stand.
fn are_extensions(mut rest: &[&str]) -> bool {
    while let Some((singleton, more)) = rest.split_first() {
        if singleton.len() != 1 || more.is_empty() {
            return false;
        }
        if singleton.eq_ignore_ascii_case("x") {
            return true;
        }
        let length = more.iter().take_while(|part| part.len() > 1).count();
        if length == 0 {
            return false;
        }
        rest = &more[length..];
    }
    true
}

fn is_letters(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_written_as_the_standard_does() {
        for (tag, wanted) in [
            ("lt", "lt"),
            ("EN", "en"),
            ("en-gb", "en-GB"),
            ("ZH-hant-tw", "zh-Hant-TW"),
            ("zh-yue-HK", "zh-yue-HK"),
            ("es-419", "es-419"),
            ("sl-ROZAJ-Biske", "sl-rozaj-biske"),
            ("de-CH-1996", "de-CH-1996"),
            ("en-a-MYEXT-x-FR", "en-a-myext-x-fr"),
        ] {
            assert_eq!(language(tag).as_deref(), Some(wanted), "{tag}");
        }
    }

    #[test]
    fn what_is_no_tag_is_none() {
        for tag in [
            "",
            "-",
            "l",
            "e n",
            "lt_LT",
            "lt-",
            "-lt",
            "lt--LT",
            "x-ours",
            "en-a",
            "en-x",
            "lietuviška",
            "l1",
            "en-GB-US",
            "en-a-b",
            "languages9",
        ] {
            assert_eq!(language(tag), None, "{tag}");
        }
    }

    #[test]
    fn a_language_is_within_itself_and_its_regions() {
        assert!(is_within("lt", "lt-LT"));
        assert!(is_within("lt-lt", "lt-LT"));
        assert!(!is_within("lt-LT", "lt"));
        assert!(!is_within("l", "lt"));
        assert!(!is_within("en", "lt-LT"));
    }
}
