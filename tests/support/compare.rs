//! Two texts against each other, line by line.

/// Where the texts differ, for a person to read: `-` was wanted, `+` was found.
pub(crate) fn difference(wanted: &str, found: &str) -> Option<String> {
    if wanted == found {
        return None;
    }
    let (wanted, found): (Vec<_>, Vec<_>) = (wanted.lines().collect(), found.lines().collect());
    let same =
        |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| pairs.take_while(|(a, b)| a == b).count();
    let before = same(&mut wanted.iter().zip(&found));
    let rest = wanted.len().min(found.len()) - before;
    let after = same(&mut wanted.iter().rev().zip(found.iter().rev())).min(rest);
    let marked = |lines: &[&str], sign: char| -> String {
        let inside = &lines[before..lines.len() - after];
        inside
            .iter()
            .map(|line| format!("    {sign} {line}\n"))
            .collect()
    };
    Some(format!("{}{}", marked(&wanted, '-'), marked(&found, '+')))
}

/// Whether expectations are to be written instead of compared.
pub(crate) fn updating() -> bool {
    std::env::var_os("UPDATE").is_some_and(|value| value == "1")
}
