//! Templates with places: every tag that a template writes says where it was written.
//!
//! What a template renders is far from its text, yet a fault in the markup must point into the
//! template. So each opening tag in the template's own text gets an attribute [`AT`] with its
//! place before Tera reads it. Content cannot write such a tag: it is escaped.

use crate::source::{FileId, Source, Span};

/// The attribute that carries a place.
pub(super) const AT: &str = "at";

/// A template with places in its tags.
pub(super) struct Marked {
    /// The text for Tera.
    pub text: String,
    /// For each insertion: the byte in `text` after it, and how much was inserted up to there.
    inserted: Vec<(usize, usize)>,
}

impl Marked {
    /// Puts places into a template.
    pub(super) fn new(file: FileId, source: &Source) -> Self {
        let mut marked = Self {
            text: String::with_capacity(source.text.len() * 3 / 2),
            inserted: Vec::new(),
        };
        let mut rest: &str = &source.text;
        while let Some(start) = rest.find(['{', '<']) {
            let offset = source.text.len() - rest.len() + start;
            marked.text.push_str(&rest[..start]);
            rest = &rest[start..];
            let length = match tera_tag(rest) {
                Some(length) => {
                    marked.text.push_str(&rest[..length]);
                    length
                }
                None => marked.tag(rest, file, offset),
            };
            rest = &rest[length..];
        }
        marked.text.push_str(rest);
        marked
    }

    /// Copies `<name` with its place, or the one sign that `rest` starts with if it is no tag;
    /// returns how much of `rest` was copied.
    fn tag(&mut self, rest: &str, file: FileId, offset: usize) -> usize {
        let name = rest[1..]
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len() - 1);
        if !rest.starts_with('<') || name == 0 {
            self.text.push_str(&rest[..1]);
            return 1;
        }
        let length = name + 1;
        self.text.push_str(&rest[..length]);
        let place = Span::new(file, offset..offset + length);
        let insertion = format!(" {AT}=\"{}\"", place.token());
        self.text.push_str(&insertion);
        let before = self.inserted.last().map_or(0, |(_, total)| *total);
        self.inserted
            .push((self.text.len(), before + insertion.len()));
        length
    }

    /// The byte in the template's own text for a byte in `text`.
    pub(super) fn original(&self, offset: usize) -> usize {
        let index = self.inserted.partition_point(|(after, _)| *after <= offset);
        let inserted = index
            .checked_sub(1)
            .map_or(0, |index| self.inserted[index].1);
        offset.saturating_sub(inserted)
    }
}

/// The length of the Tera tag that `rest` starts with, if it does.
fn tera_tag(rest: &str) -> Option<usize> {
    let close = match rest.get(..2)? {
        "{{" => "}}",
        "{%" => "%}",
        "{#" => "#}",
        _ => return None,
    };
    Some(rest[2..].find(close).map_or(rest.len(), |end| end + 4))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn tags_get_places_and_offsets_lead_back() {
        let text = "{% if a < b %}<p role=\"x\">{{ <show a={b}/> }} < 3 { </p><br/>{% endif %}";
        let mut sources = Sources::default();
        let file = sources.add("t.html", text);
        let marked = Marked::new(file, sources.get(file));
        assert_eq!(
            marked.text,
            "{% if a < b %}<p at=\"0.14.16\" role=\"x\">{{ <show a={b}/> }} < 3 { </p><br at=\"0.56.59\"/>{% endif %}"
        );
        for word in ["if a", "show", "endif"] {
            let at = marked.text.find(word).map(|at| marked.original(at));
            assert_eq!(at, text.find(word), "{word}");
        }
    }
}
