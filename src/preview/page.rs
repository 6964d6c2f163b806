//! The page of the preview: its files, and its words in the language of the user.
//!
//! Where words stand, `web/page.html` has them in English between brackets: `[[Up to date]]`. Those that its
//! script says stand there as well, with the gaps that the script fills: `[[Page {page}]]`.

use quick_xml::escape::escape;

use crate::diagnostics::{Language, Message, say};

const PAGE: &str = include_str!("web/page.html");

/// The files that the page is made of: name, media type, bytes.
const FILES: [(&str, &str, &str); 9] = [
    ("preview.css", CSS, include_str!("web/preview.css")),
    ("preview.js", SCRIPT, include_str!("web/preview.js")),
    ("pages.js", SCRIPT, include_str!("web/pages.js")),
    ("following.js", SCRIPT, include_str!("web/following.js")),
    ("places.js", SCRIPT, include_str!("web/places.js")),
    ("messages.js", SCRIPT, include_str!("web/messages.js")),
    ("view.js", SCRIPT, include_str!("web/view.js")),
    ("words.js", SCRIPT, include_str!("web/words.js")),
    ("icon.svg", "image/svg+xml", include_str!("web/icon.svg")),
];
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The media type and the bytes of a file of the page.
pub(super) fn file(name: &str) -> Option<(&'static str, &'static [u8])> {
    let file = FILES.iter().find(|(known, ..)| *known == name)?;
    let (_, media_type, text) = file;
    Some((media_type, text.as_bytes()))
}

/// The page as HTML.
pub(super) fn html(language: Language) -> String {
    let page = PAGE.replace("[[language]]", language.code());
    phrases().iter().fold(page, |page, phrase| {
        let gap = format!("[[{phrase}]]");
        page.replace(&gap, &escape(&*phrase.text(language)))
    })
}

/// What the page says. A gap is filled with its own name: the script of the page fills it.
fn phrases() -> Vec<Message> {
    let (page, pages, place, summary) = ("{page}", "{pages}", "{place}", "{summary}");
    vec![
        say!("Preview"),
        // The bar.
        say!("Skip links"),
        say!("Skip to the pages"),
        say!("Skip to the messages"),
        say!("Reading the document"),
        say!("Up to date"),
        say!("Shows the messages"),
        say!("Zoom"),
        say!("Smaller"),
        say!("Larger"),
        say!("As wide as the window"),
        say!("Page {page} of {pages}", page, pages),
        say!("Download"),
        say!("Keys"),
        // The pages.
        say!("Pages"),
        say!("Page {page}", page),
        say!("These are the last good pages: the document has errors now."),
        say!("Show the first error"),
        say!(
            "There are no pages yet. Mend the errors and save the file; the pages come by themselves."
        ),
        say!("{summary}: the last good pages", summary),
        say!("{summary}: no pages yet", summary),
        say!("Changed: page {page}", page),
        say!("The connection was lost; trying again. The pages stay."),
        say!("The preview has ended. The pages stay; to go on, start aktas preview again."),
        // The messages.
        say!("Messages"),
        say!("Show or hide the messages"),
        say!("Nothing to mend."),
        say!("error"),
        say!("warning"),
        say!("note"),
        // From a part to its place.
        say!("Place"),
        say!("Copied: {place}", place),
        say!("Opened in the editor: {place}", place),
        say!("The browser does not copy by itself. Press Ctrl+C:"),
        // The keys.
        say!(
            "The arrow keys move among the parts of the pages; Enter leads to the place in the file."
        ),
        say!("To the bar, the pages and the messages"),
        say!("Among the parts of the pages"),
        say!("To the first and to the last part"),
        say!("To the place in the file: opens the editor, or copies the place"),
        say!("To the next and to the previous message"),
        say!("Larger, smaller, as wide as the window"),
        say!("These keys"),
        say!("Keys of one letter or sign work"),
        say!("Close"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_of_the_page_is_said_and_every_one_that_is_said_is_on_it() {
        for language in Language::ALL {
            let html = html(*language);
            let left: Vec<_> = html.split("[[").skip(1).collect();
            assert!(left.is_empty(), "{left:?}");
            assert!(html.contains(&format!("lang=\"{}\"", language.code())));
        }
        for phrase in phrases() {
            assert!(PAGE.contains(&format!("[[{phrase}]]")), "{phrase}");
        }
    }

    #[test]
    fn what_the_page_asks_for_is_there() {
        let texts = FILES.iter().map(|(.., text)| *text).chain([PAGE]);
        let quoted = texts.flat_map(|text| text.split(['"', '\'']));
        let local = quoted.filter_map(|word| {
            let name = word.strip_prefix("./").unwrap_or(word);
            let is_file = name
                .rsplit_once('.')
                .is_some_and(|(stem, ending)| {
                    ["js", "css", "svg"].contains(&ending) && stem.bytes().all(|b| b.is_ascii_lowercase())
                });
            is_file.then_some(name)
        });
        let missing: Vec<_> = local
            .filter(|name| *name != "fonts.css" && file(name).is_none())
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
