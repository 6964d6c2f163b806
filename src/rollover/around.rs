//! What stands around a year in running text.

/// The end of two years of which the second is said in two digits: „2026/27“.
pub(super) fn short_end(text: &str, at: usize, year: i32) -> Option<usize> {
    let rest = &text[at + 4..];
    let sign = rest
        .chars()
        .next()
        .filter(|sign| matches!(sign, '/' | '-' | '–'))?;
    let digits = rest[sign.len_utf8()..].get(..2)?;
    let goes_on = rest[sign.len_utf8() + 2..].starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let next: i32 = digits.parse().ok()?;
    // `2011-12` is a month.
    let is_month = sign == '-' && next <= 12;
    (next == (year + 1) % 100 && !is_month && !goes_on).then_some(at + 4 + sign.len_utf8() + 2)
}

/// What is open before a place: a `{` of a formula, or a quotation mark.
pub(super) fn enclosure(before: &str) -> Option<char> {
    let mut open: Vec<char> = Vec::new();
    for (at, sign) in before.char_indices() {
        match (sign, open.last()) {
            // Other braces say the language of words.
            ('{', _) => {
                let inside = &before[at + 1..];
                let name = inside.starts_with('#') || inside.contains('=');
                open.push(if name { '{' } else { ' ' });
            }
            ('}', Some('{' | ' '))
            | ('“', Some('„'))
            | ('\u{201d}', Some('„' | '“'))
            | ('»', Some('«')) => {
                open.pop();
            }
            ('„' | '“' | '«', _) => open.push(sign),
            _ => {}
        }
    }
    open.into_iter().rev().find(|sign| *sign != ' ')
}

/// Whether a place lies within an address of the web or of a file.
pub(super) fn is_address(before: &str, after: &str) -> bool {
    let edge =
        |sign: char| sign.is_whitespace() || matches!(sign, '(' | ')' | '<' | '>' | '"' | '\'');
    let start = before.rsplit(edge).next().unwrap_or_default();
    let end = after.split(edge).next().unwrap_or_default();
    start.starts_with("www.") || start.contains("://") || end.contains("://")
}

/// Whether a date goes on in numbers after its year, and if so, whether it goes on to the day.
pub(super) fn numeric_date(after: &str) -> Option<bool> {
    let mut parts = after.split(['-', '.', '/']);
    let two = |part: Option<&str>| {
        let digits = part
            .unwrap_or_default()
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        (1..=2).contains(&digits)
    };
    (parts.next() == Some("") && two(parts.next())).then(|| two(parts.next()))
}

/// Whether a word begins so, whatever the case of its letters.
pub(super) fn begins(word: &str, beginning: &str) -> bool {
    let mut signs = word.chars().flat_map(char::to_lowercase);
    let mut wanted = beginning.chars().flat_map(char::to_lowercase);
    wanted.all(|sign| signs.next() == Some(sign))
}

/// Whether a word is a Roman number, as of a quarter.
pub(super) fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'))
}

/// Whether a text joins two years to a range.
pub(super) fn is_dash(text: &str) -> bool {
    matches!(text.trim(), "-" | "–" | "—" | "/") && !text.contains('\n')
}
