//! A comparison as a page of HTML that stands alone: no script, nothing from elsewhere.

use super::super::following::Follow;
use super::super::meaning::Difference;
use super::super::words::{Fate, Piece};
use super::{Told, number};
use crate::diagnostics::{Language, Message, say};

pub(super) const STYLE: &str = "\
:root{color-scheme:light dark;--gone:#8a1c1c;--gone-back:#fde8e8;--new:#0f5a2b;--new-back:#e3f6e9;\
--dim:#555;--line:#ccc}\
@media(prefers-color-scheme:dark){:root{--gone:#ffb3b3;--gone-back:#4a1717;--new:#a9efc0;\
--new-back:#123d22;--dim:#b0b0b0;--line:#555}}\
body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
h1{font-size:1.4rem}h2{font-size:1rem;margin:1.5rem 0 .25rem}\
del{color:var(--gone);background:var(--gone-back);text-decoration:line-through}\
ins{color:var(--new);background:var(--new-back);text-decoration:underline}\
.place,.formula{color:var(--dim);font-size:.875rem;overflow-wrap:anywhere}p{margin:.25rem 0}\
table{border-collapse:collapse;margin:.5rem 0}th,td{border:1px solid var(--line);\
padding:.2rem .5rem;text-align:left;vertical-align:top}td.n{text-align:right;white-space:nowrap}\
.said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}";

pub(super) fn render(told: &Told<'_>) -> String {
    let page = Page { told };
    let title = page.say(&say!(
        "what changed: {old} → {new}",
        old = told.old,
        new = told.new
    ));
    let summary = page.say(&told.summary());
    let caveat = told.caveat();
    let caveat = caveat.map(|caveat| format!("<p>{}</p>\n", page.say(&caveat)));
    let changes = told.changes().iter().enumerate();
    let changes: String = changes
        .map(|(number, one)| page.change(number, one))
        .collect();
    let of_kind: Vec<&Follow> = told.of_kind().collect();
    let of_kind = if of_kind.is_empty() {
        String::new()
    } else {
        let title = page.say(&say!("the kind computes otherwise:"));
        format!(
            "<section>\n<h2>{title}</h2>\n{}</section>\n",
            page.table(&of_kind)
        )
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>{title}</h1>\n<p>{summary}</p>\n{}{changes}{of_kind}</main>\n</body>\n</html>\n",
        told.language.code(),
        caveat.unwrap_or_default(),
    )
}

struct Page<'a> {
    told: &'a Told<'a>,
}

impl Page<'_> {
    fn say(&self, message: &Message) -> String {
        escaped(&self.told.say(message))
    }

    fn change(&self, number: usize, one: &Difference) -> String {
        let told = self.told;
        let (lang, number) = (escaped(told.lang), number + 1);
        let name = escaped(&told.name(one));
        let event = Told::event(one).map(|event| format!(" ({})", self.say(&event)));
        let event = event.unwrap_or_default();
        let places: Vec<String> = told
            .places(one)
            .iter()
            .map(|place| self.say(place))
            .collect();
        let places = match places.join(", ") {
            places if places.is_empty() => places,
            places => format!("<p class=\"place\">{places}</p>\n"),
        };
        let words = match words(&one.words, told.language) {
            words if words.is_empty() => words,
            words => format!("<p lang=\"{lang}\">{words}</p>\n"),
        };
        let below: Vec<&Follow> = told.below(number - 1).collect();
        let below = if below.is_empty() {
            String::new()
        } else {
            self.table(&below)
        };
        format!(
            "<section id=\"c{number}\">\n<h2>{number}. <span lang=\"{lang}\">{name}</span>{event}</h2>\n\
             {places}{words}{below}</section>\n"
        )
    }

    /// The figures that follow.
    fn table(&self, follows: &[&Follow]) -> String {
        let heads = [
            say!("figure that follows"),
            say!("was"),
            say!("is"),
            say!("formula"),
        ];
        let heads = heads
            .iter()
            .map(|head| format!("<th scope=\"col\">{}</th>", self.say(head)));
        let heads: String = heads.collect();
        let rows: String = follows.iter().map(|follow| self.row(follow)).collect();
        format!("<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n")
    }

    fn row(&self, follow: &Follow) -> String {
        let others = Told::others(follow);
        let others = others.map(|others| format!(" ({})", self.say(&others)));
        let formula = follow
            .formula
            .as_ref()
            .map(|formula| format!("<code>{}</code>", escaped(formula)));
        format!(
            "<tr><th scope=\"row\">{}{}<br><code class=\"formula\">{}</code></th>\
             <td class=\"n\"><del>{}</del></td><td class=\"n\"><ins>{}</ins></td><td>{}</td></tr>\n",
            self.say(&follow.words),
            others.unwrap_or_default(),
            escaped(&follow.name),
            number(follow.old),
            number(follow.new),
            formula.unwrap_or_default()
        )
    }
}

/// What is gone and what is new is marked by colour, by a line, and in words for those who hear the
/// page.
pub(super) fn words(pieces: &[Piece], language: Language) -> String {
    let said = |message: Message| {
        format!(
            "<span class=\"said\" lang=\"{}\"> [{}] </span>",
            language.code(),
            escaped(&message.text(language))
        )
    };
    let (gone, new) = (said(say!("gone:")), said(say!("new:")));
    let end = said(say!("end"));
    let marked = pieces.iter().map(|Piece { fate, text }| {
        let text = escaped(text);
        match fate {
            Fate::Kept => text,
            Fate::Gone => format!("<del>{gone}{text}{end}</del>"),
            Fate::New => format!("<ins>{new}{text}{end}</ins>"),
        }
    });
    marked.collect()
}

pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            sign => out.push(sign),
        }
    }
    out
}
