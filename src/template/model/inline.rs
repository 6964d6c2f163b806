//! What stands in a line: text in its looks, links, notes, line ends, and the fields of the edges.

use std::rc::Rc;
use std::sync::Arc;

use super::Builder;
use super::lines::Lines;
use crate::diagnostics::{Code, Diagnostic, Message, say};
use crate::document::{
    Baseline, Blank, Emphasis, Field, Inline, Lang, Meaning, Note, Number, Target, Text, plain_text,
};
use crate::source::Span;
use crate::template::markup::{Child, Element};

/// The elements that stand in a line.
pub(super) const INLINES: [&str; 11] = [
    "t", "em", "strong", "sub", "sup", "br", "a", "span", "footnote", "number", "blank",
];

/// Where a line stands, and so what it may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// In the text: everything but fields.
    Text,
    /// In a footnote: no further note.
    Note,
    /// At the edge of the pages, which a screen reader passes over: no links and no notes.
    Edge,
    /// In what is kept as characters, such as the name of a category: no links and no notes.
    Words,
}

impl Ground {
    /// What is told of a link here, where none may stand.
    fn no_link(self) -> Option<Message> {
        match self {
            Self::Text | Self::Note => None,
            Self::Edge => Some(say!("a link cannot stand in a header or footer")),
            Self::Words => Some(say!("a link cannot stand in the words of a chart")),
        }
    }

    /// What is told of a footnote here, where none may stand.
    fn no_note(self) -> Option<Message> {
        match self {
            Self::Text => None,
            Self::Note => Some(say!("`<footnote>` cannot stand in a footnote")),
            Self::Edge => Some(say!("`<footnote>` cannot stand in a header or footer")),
            Self::Words => Some(say!("`<footnote>` cannot stand in the words of a chart")),
        }
    }
}

/// How the text at one place looks.
#[derive(Debug, Clone, Default)]
pub(super) struct Look {
    pub(super) emphasis: Emphasis,
    pub(super) link: Option<Target>,
    pub(super) lang: Option<Lang>,
    pub(super) meaning: Option<Arc<Meaning>>,
}

impl Builder<'_> {
    /// The look of text that nothing is said of.
    pub(super) fn plain_look(&self) -> Look {
        Look {
            lang: self.language.as_ref().map(|spoken| spoken.lang.clone()),
            ..Look::default()
        }
    }

    /// The text of a heading or a paragraph, which a number may begin.
    pub(super) fn line(&mut self, children: &[Child<'_>], place: Span) -> Vec<Inline> {
        counted_at_start(self.text(children, place))
    }

    /// The text of a caption, in which a number of one level may stand anywhere.
    pub(super) fn caption(&mut self, element: &Element<'_>) -> Vec<Inline> {
        self.attributes(element, &["lang"]);
        let mut content =
            self.speaking(element, |this| this.text(&element.children, element.place));
        let mut counted = false;
        for text in content.iter_mut().filter_map(number) {
            let is_first = !std::mem::replace(&mut counted, true);
            if !is_first || text.number().is_some_and(|number| number.values.len() > 1) {
                text.meaning = None;
            }
        }
        content
    }

    fn text(&mut self, children: &[Child<'_>], place: Span) -> Vec<Inline> {
        let mut lines = Lines::default();
        let look = self.plain_look();
        for child in children {
            self.inline(child, place, &look, &mut lines);
        }
        lines.finish()
    }

    pub(super) fn inline(
        &mut self,
        child: &Child<'_>,
        place: Span,
        look: &Look,
        lines: &mut Lines,
    ) {
        match child {
            Child::Text(text) => {
                let text = self.typeset(text, lines.before());
                lines.add(&text, place, look);
            }
            Child::Element(element) => {
                self.speaking(element, |this| this.element(element, look, lines));
            }
        }
    }

    fn element(&mut self, element: &Element<'_>, look: &Look, lines: &mut Lines) {
        let mut inner = look.clone();
        match element.name {
            "br" => {
                self.attributes(element, &[]);
                self.empty(element);
                return lines.end_line();
            }
            "footnote" => return self.note(element, look, lines),
            "field" => return self.field(element, lines),
            "t" | "span" => {}
            "em" => inner.emphasis.stressed = true,
            "strong" => inner.emphasis.strong = true,
            "sub" => inner.emphasis.baseline = Baseline::Lowered,
            "sup" => inner.emphasis.baseline = Baseline::Raised,
            "a" => inner.link = self.target(element),
            "number" => inner.meaning = self.number_in(element, look),
            "blank" => inner.meaning = self.blank(element),
            _ => return self.misplaced(element, &INLINES),
        }
        self.apart(element, &inner);
        match element.name {
            "a" | "number" | "blank" => {}
            "sub" | "sup" => self.attributes(element, &[]),
            _ => self.attributes(element, &["lang"]),
        }
        if element.name == "span" && element.attribute("lang").is_none() {
            self.fault(element.place, say!("`<span>` needs `lang`"));
        }
        if element.attribute("lang").is_some() {
            inner.lang = self.plain_look().lang;
        }
        for child in &element.children {
            self.inline(child, element.place, &inner, lines);
        }
    }

    /// Tells of what is filled in by hand and leads elsewhere: nobody fills in a link, and LibreOffice
    /// saves one inside a control so that no program opens the file again.
    fn apart(&mut self, element: &Element<'_>, look: &Look) {
        let is_blank = matches!(look.meaning.as_deref(), Some(Meaning::Blank(_)));
        if is_blank && look.link.is_some() && matches!(element.name, "a" | "blank") {
            let message = say!("`<blank>` and `<a>` cannot stand in each other");
            let diagnostic = Diagnostic::error(Code::InvalidMarkup, element.place, message);
            self.sink
                .push(diagnostic.hint(say!("end the one before the other")));
        }
    }

    /// Where an `<a>` leads.
    fn target(&mut self, element: &Element<'_>) -> Option<Target> {
        self.attributes(element, &["href", "lang"]);
        let Some(href) = element.attribute("href").filter(|href| !href.is_empty()) else {
            self.fault(element.place, say!("`<a>` needs `href`"));
            return None;
        };
        if let Some(message) = self.ground.no_link() {
            self.fault(element.place, message);
            return None;
        }
        let target = Target::of(href);
        if let Target::Inside(anchor) = &target {
            self.names.links.push((anchor.clone(), element.place));
        }
        Some(target)
    }

    /// A footnote at the place of its sign; it gets its number when the whole document is read.
    fn note(&mut self, element: &Element<'_>, look: &Look, lines: &mut Lines) {
        self.attributes(element, &["lang"]);
        if look.link.is_some() {
            let message = say!("`<footnote>` cannot stand in a link");
            let diagnostic = Diagnostic::error(Code::InvalidMarkup, element.place, message);
            self.sink
                .push(diagnostic.hint(say!("put it after the link: its sign is a link itself")));
            return;
        }
        if let Some(message) = self.ground.no_note() {
            return self.fault(element.place, message);
        }
        self.ground = Ground::Note;
        let content = self.line(&element.children, element.place);
        self.ground = Ground::Text;
        if content.is_empty() {
            return self.fault(element.place, say!("`<footnote>` holds no text"));
        }
        lines.note(Note {
            number: 0,
            content,
            place: element.place,
        });
    }

    /// What a number means: that of what the link around it leads to, or one that is counted.
    fn number_in(&mut self, element: &Element<'_>, look: &Look) -> Option<Arc<Meaning>> {
        self.attributes(element, &["series"]);
        if let Some(Target::Inside(_)) = look.link {
            return Some(Meaning::Reference.into());
        }
        let Some(series) = element.attribute("series").filter(|name| !name.is_empty()) else {
            let message = say!("`<number>` needs `series`, the name of what is counted");
            self.fault(element.place, message);
            return None;
        };
        let written = plain_text(&self.text(&element.children, element.place));
        let Some(values) = values(&written) else {
            let message = say!(
                "`<number>` holds a number such as `1.2.` of at most {most} levels, each from 1 to {largest}, \
                 found `{written}`",
                most = Number::MOST_LEVELS,
                largest = Number::LARGEST,
                written
            );
            self.fault(element.place, message);
            return None;
        };
        let series = series.into();
        Some(Meaning::Number(Number { series, values }).into())
    }

    fn blank(&mut self, element: &Element<'_>) -> Option<Arc<Meaning>> {
        self.attributes(element, &["for"]);
        let blank = match element.attribute("for") {
            Some("date") => Blank::Date,
            Some("number") => Blank::Number,
            other => {
                let found = super::elements::found(other);
                let message = say!("`for` must be `date` or `number`, found {found}", found);
                self.fault(element.place, message);
                return None;
            }
        };
        Some(Meaning::Blank(blank).into())
    }

    fn field(&mut self, element: &Element<'_>, lines: &mut Lines) {
        self.attributes(element, &["name"]);
        self.empty(element);
        if self.ground != Ground::Edge {
            let message = say!("`<field>` stands only in a `<header>` or a `<footer>`");
            return self.fault(element.place, message);
        }
        match element.attribute("name") {
            Some("page") => lines.field(Field::Page, element.place),
            Some("pages") => lines.field(Field::Pages, element.place),
            other => {
                let found = super::elements::found(other);
                let message = say!("`name` must be `page` or `pages`, found {found}", found);
                self.fault(element.place, message);
            }
        }
    }

    /// Text as the typography of its language wants it; `before` is the character before it.
    pub(super) fn typeset(&self, text: &str, before: char) -> String {
        match &self.language {
            None => self.typography.apply(text, before),
            Some(spoken) => match &spoken.typography {
                Some(typography) => typography.apply(text, before),
                None => text.to_owned(),
            },
        }
    }

    /// Reads an element in the language that it names, if it names one.
    pub(super) fn speaking<T>(
        &mut self,
        element: &Element<'_>,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let Some(tag) = element.attribute("lang") else {
            return read(self);
        };
        let outer = self.language.clone();
        if let Some(lang) = crate::document::language(tag) {
            self.language = self.spoken(&lang);
        } else {
            let message = say!(
                "`lang` must be a language such as `en` or `de-AT`, found `{tag}`",
                tag
            );
            self.fault(element.place, message);
        }
        let made = read(self);
        self.language = outer;
        made
    }

    /// A language with its typography; none for that of the document.
    fn spoken(&mut self, lang: &Lang) -> Option<Spoken> {
        if crate::document::is_within(lang, self.languages.own()) {
            return None;
        }
        if let Some(known) = self.spoken.iter().find(|known| known.lang == *lang) {
            return Some(known.clone());
        }
        let spoken = Spoken {
            lang: lang.clone(),
            typography: self.languages.typography(lang).map(Rc::new),
        };
        self.spoken.push(spoken.clone());
        Some(spoken)
    }
}

/// A language that is not the document's own.
#[derive(Clone)]
pub(super) struct Spoken {
    lang: Lang,
    typography: Option<Rc<crate::template::typography::Typography>>,
}

/// A text that is a number which is counted.
fn number(inline: &mut Inline) -> Option<&mut Text> {
    match inline {
        Inline::Text(text) if text.number().is_some() => Some(text),
        _ => None,
    }
}

/// A number that does not begin the text only names what it counts elsewhere.
pub(super) fn counted_at_start(mut content: Vec<Inline>) -> Vec<Inline> {
    let others = content.iter_mut().skip(1).filter_map(number);
    others.for_each(|text| text.meaning = None);
    content
}

/// The values of `1.2.3.`; the last dot may be missing, or be a bracket.
fn values(written: &str) -> Option<Vec<u32>> {
    let digits = written.strip_suffix(['.', ')']).unwrap_or(written);
    let value = |part: &str| {
        let plain = part.bytes().all(|byte| byte.is_ascii_digit()) && !part.starts_with('0');
        let value = part.parse().ok().filter(|_| plain);
        value.filter(|value| (1..=Number::LARGEST).contains(value))
    };
    let values: Option<Vec<u32>> = digits.split('.').map(value).collect();
    values.filter(|values| values.len() <= Number::MOST_LEVELS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_a_value_at_every_level() {
        assert_eq!(values("1.2.30."), Some(vec![1, 2, 30]));
        assert_eq!(values("7"), Some(vec![7]));
        assert_eq!(values("7)"), Some(vec![7]));
        for other in [
            "", ".", "1..2", "a", "01.", "0.", "1.2.)", "-1", "+1", "32768", "1 2",
        ] {
            assert_eq!(values(other), None, "{other}");
        }
        assert_eq!(values(&"1.".repeat(10)), None);
    }
}
