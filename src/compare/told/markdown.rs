//! A comparison as Markdown, as GitHub and GitLab show it in a merge request.

use super::super::following::Follow;
use super::super::meaning::Difference;
use super::super::words::{Fate, Piece, abridged};
use super::{Told, number};
use crate::diagnostics::say;

pub(super) fn render(told: &Told<'_>) -> String {
    let summary = escaped(&told.say(&told.summary()));
    let (old, new) = (code(told.old), code(told.new));
    let mut text = format!("**{summary}** ({old} → {new})\n");
    if let Some(caveat) = told.caveat() {
        text.push_str(&format!("\n{}\n", escaped(&told.say(&caveat))));
    }
    if !told.changes().is_empty() {
        text.push('\n');
    }
    for (number, one) in told.changes().iter().enumerate() {
        text.push_str(&format!("{}. {}\n", number + 1, change(told, one)));
        let follows = told.below(number);
        follows.for_each(|one| text.push_str(&format!("    - {}\n", follow(told, one))));
    }
    let of_kind: Vec<&Follow> = told.of_kind().collect();
    if !of_kind.is_empty() {
        let title = told.say(&say!("the kind computes otherwise:"));
        text.push_str(&format!("\n{}\n\n", escaped(&title)));
        let lines = of_kind.into_iter();
        lines.for_each(|one| text.push_str(&format!("- {}\n", follow(told, one))));
    }
    text
}

fn change(told: &Told<'_>, one: &Difference) -> String {
    let name = escaped(&told.name(one));
    let event = Told::event(one);
    let event = event.map(|event| format!(" ({})", escaped(&told.say(&event))));
    let places: Vec<String> = told
        .places(one)
        .iter()
        .map(|place| escaped(&told.say(place)))
        .collect();
    let places = match places.join(", ") {
        places if places.is_empty() => places,
        places => format!(" – <sub>{places}</sub>"),
    };
    let words = match words(&one.words) {
        words if words.is_empty() => words,
        words => format!("<br>{words}"),
    };
    format!("**{name}**{}{places}{words}", event.unwrap_or_default())
}

fn follow(told: &Told<'_>, follow: &Follow) -> String {
    let words = escaped(&told.say(&follow.words));
    let formula = follow.formula.as_ref();
    let formula = formula.map(|formula| format!(" = {}", code(formula)));
    let others = Told::others(follow);
    let others = others.map(|others| format!("; {}", escaped(&told.say(&others))));
    let (old, new) = (number(follow.old), number(follow.new));
    format!(
        "{words}: {} → **{}**{}{}",
        escaped(&old),
        escaped(&new),
        formula.unwrap_or_default(),
        others.unwrap_or_default()
    )
}

pub(super) fn words(pieces: &[Piece]) -> String {
    let marked = abridged(pieces).into_iter().map(|Piece { fate, text }| {
        let text = escaped(&text);
        match fate {
            Fate::Kept => text,
            Fate::Gone => format!("<del>{text}</del>"),
            Fate::New => format!("<ins>{text}</ins>"),
        }
    });
    marked.collect()
}

/// A text of which no sign is taken for markup.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' | '\r' => out.push(' '),
            // Names and numbers of merge requests become links.
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '~' | '|' | '!' | '$' | '^' => {
                out.extend(['\\', sign]);
            }
            sign => out.push(sign),
        }
    }
    out
}

/// A text as code, in as many backticks as it needs.
pub(super) fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let longest = text
        .split(|sign| sign != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        assert_eq!(
            escaped("*a* <b> #1 @c | _d_"),
            r"\*a\* &lt;b&gt; &#35;1 &#64;c \| \_d\_"
        );
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
    }
}
