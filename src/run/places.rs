//! Where things were written, told to who wants to go there.

use std::path::Path;

use crate::kind::files::Files;
use crate::source::{Sources, Span};
use crate::writers::svg::Place;

/// As many of the words that begin a paragraph are tried as the first of those that are looked for.
const MOST_STARTS: usize = 6;

/// With fewer letters, words may stand anywhere.
const TELLING: usize = 12;

/// Tells places in the files of a run.
#[derive(Debug, Clone, Copy)]
pub struct Places<'a> {
    sources: &'a Sources,
    kinds: &'a Files,
    editor: Option<&'a str>,
}

impl<'a> Places<'a> {
    /// Tells places in these files; those of `kinds` are no author's.
    ///
    /// `editor` is the address at which an editor opens a file, with the gaps `{path}`, `{line}` and
    /// `{column}`: `vscode://file/{path}:{line}:{column}`.
    #[must_use]
    pub const fn new(sources: &'a Sources, kinds: &'a Files, editor: Option<&'a str>) -> Self {
        Self {
            sources,
            kinds,
            editor,
        }
    }

    /// Tells a place in any file.
    #[must_use]
    pub fn told(&self, span: Span) -> Place {
        let source = self.sources.get(span.file);
        Place {
            text: source.place(span.range().start),
            link: self.link(span),
        }
    }

    /// Tells a place in a file of the author: the document, its data, the plan of a report. None for
    /// one in the files of a kind, and for a document as a whole, which is where a sum stands that
    /// nobody wrote. `words` are the first that are shown of it: in a text of several lines the place
    /// is where they stand.
    #[must_use]
    pub fn of_author(&self, span: Span, words: &str) -> Option<Place> {
        let name = &self.sources.get(span.file).name;
        let is_of_author = !self.kinds.has(name) && !self.is_whole(span);
        is_of_author.then(|| self.told(self.at_words(span, words)))
    }

    /// Where in a span words stand; the span itself if they cannot be found. Between them the file
    /// may have figures and signs of emphasis: fewer of them are looked for, too, and later ones.
    fn at_words(&self, span: Span, words: &str) -> Span {
        if !self.sources.slice(span).contains('\n') {
            return span;
        }
        let words: Vec<&str> = words.split_whitespace().collect();
        let starts = (0..words.len()).take(MOST_STARTS);
        let pieces = starts.flat_map(|start| {
            let rest = &words[start..];
            [8, 4, 2].into_iter().filter_map(|count| rest.get(..count))
        });
        let mut pieces = pieces.map(|piece| piece.join(" "));
        let found = pieces.find_map(|piece| {
            let letters = piece.chars().filter(|sign| sign.is_alphabetic());
            let is_telling = letters.count() >= TELLING;
            is_telling.then(|| self.sources.find(&piece, span, 0))?
        });
        found.unwrap_or(span)
    }

    /// Whether a span is all of a file but its remarks.
    fn is_whole(&self, span: Span) -> bool {
        let (text, range) = (&self.sources.get(span.file).text, span.range());
        let is_remark = |line: &str| line.is_empty() || line.starts_with(['#', '-', '\u{feff}']);
        let is_silent = |part: Option<&str>| part.unwrap_or_default().lines().all(is_remark);
        is_silent(text.get(..range.start)) && is_silent(text.get(range.end..))
    }

    /// The address of a place; none for a cell of a workbook, which no editor of texts opens, and for
    /// a file that is part of the program.
    fn link(&self, span: Span) -> Option<String> {
        let source = self.sources.get(span.file);
        if source.sheet.is_some() || self.kinds.is_built_in(&source.name) {
            return None;
        }
        let path = std::path::absolute(Path::new(&source.name)).ok()?;
        let path = encoded(&path.to_string_lossy().replace('\\', "/"));
        let at = source.line_column(span.range().start);
        let editor = self.editor?;
        // A path from the root has its slash already; one from a drive has none.
        let link = if path.starts_with('/') {
            editor.replace("/{path}", "{path}")
        } else {
            editor.to_owned()
        };
        let link = link.replace("{line}", &at.line.to_string());
        let link = link.replace("{column}", &at.column.to_string());
        Some(link.replace("{path}", &path))
    }
}

/// A path as a part of an address (RFC 3986, 2.1): what is no plain letter, digit or sign of a path
/// is told byte by byte.
fn encoded(path: &str) -> String {
    let sign = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    };
    path.bytes().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(name: &str, editor: &str) -> Option<String> {
        let mut sources = Sources::default();
        let file = sources.add(name, "kind: a\ntitle: b\n");
        let kinds = Files::new(None);
        let places = Places::new(&sources, &kinds, Some(editor));
        places.told(Span::new(file, 15..16)).link
    }

    #[test]
    fn a_link_has_the_path_the_line_and_the_column() {
        let vscode = "vscode://file/{path}:{line}:{column}";
        assert_eq!(
            link("/tmp/Mūsų planai/50 %.yaml", vscode).as_deref(),
            Some("vscode://file/tmp/M%C5%ABs%C5%B3%20planai/50%20%25.yaml:2:8")
        );
        let idea = "idea://open?file={path}&line={line}";
        assert_eq!(
            link("/tmp/plan.yaml", idea).as_deref(),
            Some("idea://open?file=/tmp/plan.yaml&line=2")
        );
    }

    #[test]
    fn what_is_part_of_the_program_is_no_author_s_and_opens_nowhere() {
        let mut sources = Sources::default();
        let own = sources.add("templates/plan.yaml", "# A plan.\nid: a\n");
        let kind = sources.add("templates/common/parts.html", "<p>");
        let kinds = Files::new(None);
        let places = Places::new(&sources, &kinds, Some("editor:{path}"));
        assert!(places.of_author(Span::new(own, 14..15), "").is_some());
        assert_eq!(places.of_author(Span::new(kind, 0..1), ""), None);
        assert_eq!(
            places.of_author(Span::new(own, 10..15), ""),
            None,
            "the whole"
        );
        assert_eq!(places.told(Span::new(kind, 0..1)).link, None);
    }
}
