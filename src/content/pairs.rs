//! Brackets and braces that belong together.

use std::collections::BTreeMap;

/// For each opening sign that no backslash escapes, where the one stands that closes it: in the
/// same paragraph, or nowhere. One pass, so that no text takes long, however many signs it has.
pub(super) fn pairs(text: &str, opening: char, closing: char) -> BTreeMap<usize, Option<usize>> {
    let mut pairs = BTreeMap::new();
    if !text.contains(opening) {
        return pairs;
    }
    let (mut open, mut escaped, mut line_is_empty) = (Vec::new(), false, false);
    for (at, c) in text.char_indices() {
        if c == '\n' && line_is_empty {
            open.clear();
        } else if c == opening && !escaped {
            pairs.insert(at, None);
            open.push(at);
        } else if c == closing && !escaped {
            pairs.extend(open.pop().map(|start| (start, Some(at))));
        }
        escaped = c == '\\' && !escaped;
        line_is_empty = c == '\n' || (line_is_empty && c == ' ');
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_opening_sign_has_the_one_that_closes_it_in_its_paragraph() {
        let found = |text| pairs(text, '[', ']').into_iter().collect::<Vec<_>>();
        assert_eq!(found("[a[b]] ]"), [(0, Some(5)), (2, Some(4))]);
        assert_eq!(found("[a [b]"), [(0, None), (3, Some(5))]);
        assert_eq!(found(r"\[a [b \] \\]"), [(4, Some(12))]);
        assert_eq!(found("[a\n\n[b\n]"), [(0, None), (4, Some(7))]);
        assert_eq!(found("[a\n  \n]"), [(0, None)]);
        assert_eq!(found("ą]"), []);
    }
}
