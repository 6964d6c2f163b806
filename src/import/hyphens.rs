//! Words that a hyphen typed at the end of a line divides in the heads of tables.

use std::collections::HashSet;

use crate::diagnostics::say;

use super::notes::{Notes, Sort, words};
use super::outline::Part;
use super::table::head_rows;
use super::text::Text;

/// Joins „Pavadi- nimai“ where the document has the whole word elsewhere; nothing else shows that
/// the hyphen is not one of the word. `texts` are those of the document.
pub(super) fn join(parts: &mut [Part], texts: &[String], notes: &mut Notes) {
    let known: HashSet<String> = texts.iter().flat_map(|text| words(text)).collect();
    for part in parts {
        let Part::Table(grid) = part else { continue };
        let heads = head_rows(grid);
        for at in 0..heads {
            for cell in 0..grid.rows[at].cells.len() {
                let place = grid.place(&grid.rows[at], Some(&grid.rows[at].cells[cell]));
                for text in &mut grid.rows[at].cells[cell].texts {
                    let whole = text.plain();
                    if join_in(text, &known) {
                        let message = say!("its hyphen at the end of a line was left out");
                        notes.say(Sort::Told, place.clone(), whole, message);
                    }
                }
            }
        }
    }
}

/// Joins the words of a text, each within one run; `false` if there are none to join.
fn join_in(text: &mut Text, known: &HashSet<String>) -> bool {
    let mut any = false;
    for run in &mut text.runs {
        if let Some(joined) = joined(&run.text, known) {
            run.text = joined;
            any = true;
        }
    }
    any
}

fn joined(text: &str, known: &HashSet<String>) -> Option<String> {
    let pieces: Vec<&str> = text.split('-').collect();
    let mut out = pieces[0].to_owned();
    for piece in &pieces[1..] {
        let after = piece.trim_start();
        let first = out.rsplit(|c: char| !c.is_alphanumeric()).next();
        let second = after.split(|c: char| !c.is_alphanumeric()).next();
        let word = format!(
            "{}{}",
            first.unwrap_or_default(),
            second.unwrap_or_default()
        );
        let is_divided = after.len() < piece.len()
            && after.starts_with(char::is_lowercase)
            && out.ends_with(char::is_lowercase);
        if is_divided && known.contains(&word.to_lowercase()) {
            out.push_str(after);
        } else {
            out.push('-');
            out.push_str(piece);
        }
    }
    (out != text).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_word_that_stands_elsewhere_is_joined() {
        let known = words("Pavadinimai ir kita").collect();
        let of = |text| joined(text, &known);
        assert_eq!(of("Pavadi-\nnimai").as_deref(), Some("Pavadinimai"));
        assert_eq!(
            of("Pavadi- nimai, vnt.").as_deref(),
            Some("Pavadinimai, vnt.")
        );
        assert_eq!(of("Knygų - žurnalų"), None);
        assert_eq!(of("mokykla-\ndarželis"), None);
    }
}
