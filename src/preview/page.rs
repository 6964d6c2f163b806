//! The page of the preview: files that are part of the program, and its words in the user's language.

use crate::diagnostics::Language;

const PAGE: &str = include_str!("web/page.html");

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The other files of the page: name, type, bytes.
const FILES: &[(&str, &str, &[u8])] = &[
    ("preview.js", SCRIPT, include_bytes!("web/preview.js")),
    ("pages.js", SCRIPT, include_bytes!("web/pages.js")),
    ("following.js", SCRIPT, include_bytes!("web/following.js")),
    ("places.js", SCRIPT, include_bytes!("web/places.js")),
    ("messages.js", SCRIPT, include_bytes!("web/messages.js")),
    ("view.js", SCRIPT, include_bytes!("web/view.js")),
    ("words.js", SCRIPT, include_bytes!("web/words.js")),
    (
        "preview.css",
        "text/css; charset=utf-8",
        include_bytes!("web/preview.css"),
    ),
    ("icon.svg", "image/svg+xml", include_bytes!("web/icon.svg")),
];

/// The type and the bytes of a file of the page.
pub(super) fn file(name: &str) -> Option<(&'static str, &'static [u8])> {
    let mut files = FILES.iter();
    let (_, media_type, bytes) = files.find(|(own, _, _)| *own == name)?;
    Some((media_type, bytes))
}

/// The page as HTML. Its words stand in English between `[[` and `]]`, as the catalogue of messages has
/// them; `[[language]]` is the code of the language.
pub(super) fn html(language: Language) -> String {
    let mut html = String::with_capacity(PAGE.len());
    for piece in pieces(PAGE) {
        match piece {
            Piece::Html(text) => html.push_str(text),
            Piece::Words("language") => html.push_str(language.code()),
            Piece::Words(words) => html.push_str(&escaped(language.translate(words))),
        }
    }
    html
}

/// A piece of the page.
enum Piece {
    Html(&'static str),
    Words(&'static str),
}

fn pieces(mut rest: &'static str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    while let Some((before, after)) = rest.split_once("[[") {
        let Some((words, after)) = after.split_once("]]") else {
            break;
        };
        pieces.extend([Piece::Html(before), Piece::Words(words)]);
        rest = after;
    }
    pieces.push(Piece::Html(rest));
    pieces
}

fn escaped(text: &str) -> String {
    let mut escaped = text.replace('&', "&amp;");
    for (sign, entity) in [('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;")] {
        escaped = escaped.replace(sign, entity);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_filled_in_every_language() {
        for language in Language::ALL {
            let html = html(*language);
            assert!(html.contains(&format!("<html lang=\"{}\">", language.code())));
            assert!(!html.contains("[[") && !html.contains("]]"));
        }
    }

    #[test]
    fn every_file_that_the_page_names_is_there() {
        let files = FILES.iter().map(|(_, _, bytes)| str::from_utf8(bytes));
        let files = files.map(|text| text.expect("a text"));
        let words = files.chain([PAGE]).flat_map(|text| text.split(['"', '\'']));
        let named = words.filter_map(|text| {
            let text = text.strip_prefix("./").unwrap_or(text);
            let known = [".js", ".css", ".svg"];
            let (stem, ending) = text.split_at(text.find('.')?);
            let is_name = !stem.is_empty() && stem.bytes().all(|byte| byte.is_ascii_lowercase());
            (is_name && known.contains(&ending)).then_some(text)
        });
        let named: Vec<&str> = named.collect();
        assert!(!named.is_empty());
        for name in named.into_iter().filter(|name| *name != "fonts.css") {
            assert!(file(name).is_some(), "{name}");
        }
    }
}
