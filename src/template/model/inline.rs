//! What stands in a line: text in its looks, links, notes, line ends, and the fields of the edges.

use std::rc::Rc;

use super::{Builder, Inherited};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{
    Baseline, Block, Emphasis, Field, Inline, Lang, Note, Paragraph, Target, Text,
};
use crate::source::Span;
use crate::template::markup::{Child, Element};

/// The elements that stand in a line.
pub(super) const INLINES: [&str; 9] = [
    "t", "em", "strong", "sub", "sup", "br", "a", "span", "footnote",
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
    /// The place in words.
    fn name(self) -> &'static str {
        match self {
            Self::Text => "the text",
            Self::Note => "a footnote",
            Self::Edge => "a header or footer",
            Self::Words => "the words of a chart",
        }
    }
}

/// How the text at one place looks.
#[derive(Debug, Clone, Default)]
pub(super) struct Look {
    emphasis: Emphasis,
    link: Option<Target>,
    lang: Option<Lang>,
}

impl Builder<'_> {
    /// The look of text that nothing is said of.
    pub(super) fn plain_look(&self) -> Look {
        Look {
            lang: self.language.as_ref().map(|spoken| spoken.lang.clone()),
            ..Look::default()
        }
    }

    /// The text of a heading or a paragraph.
    pub(super) fn line(&mut self, children: &[Child<'_>], place: Span) -> Vec<Inline> {
        let mut lines = Lines::default();
        let look = self.plain_look();
        for child in children {
            self.inline(child, place, &look, &mut lines);
        }
        lines.finish()
    }

    /// The text of a caption.
    pub(super) fn caption(&mut self, element: &Element<'_>) -> Vec<Inline> {
        self.attributes(element, &["lang"]);
        self.speaking(element, |this| this.line(&element.children, element.place))
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
            _ => return self.misplaced(element, &INLINES),
        }
        match element.name {
            "a" => {}
            "sub" | "sup" => self.attributes(element, &[]),
            _ => self.attributes(element, &["lang"]),
        }
        if element.name == "span" && element.attribute("lang").is_none() {
            self.fault(element.place, "`<span>` needs `lang`".to_owned());
        }
        if element.attribute("lang").is_some() {
            inner.lang = self.plain_look().lang;
        }
        for child in &element.children {
            self.inline(child, element.place, &inner, lines);
        }
    }

    /// Where an `<a>` leads.
    fn target(&mut self, element: &Element<'_>) -> Option<Target> {
        self.attributes(element, &["href", "lang"]);
        let Some(href) = element.attribute("href").filter(|href| !href.is_empty()) else {
            self.fault(element.place, "`<a>` needs `href`".to_owned());
            return None;
        };
        if matches!(self.ground, Ground::Edge | Ground::Words) {
            let message = format!("a link cannot stand in {}", self.ground.name());
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
            let message = "`<footnote>` cannot stand in a link";
            let diagnostic = Diagnostic::error(Code::InvalidMarkup, element.place, message);
            self.sink
                .push(diagnostic.hint("put it after the link: its sign is a link itself"));
            return;
        }
        if self.ground != Ground::Text {
            let message = format!("`<footnote>` cannot stand in {}", self.ground.name());
            return self.fault(element.place, message);
        }
        self.ground = Ground::Note;
        let content = self.line(&element.children, element.place);
        self.ground = Ground::Text;
        if content.is_empty() {
            return self.fault(element.place, "`<footnote>` holds no text".to_owned());
        }
        lines.note(Note {
            number: 0,
            content,
            place: element.place,
        });
    }

    fn field(&mut self, element: &Element<'_>, lines: &mut Lines) {
        self.attributes(element, &["name"]);
        self.empty(element);
        if self.ground != Ground::Edge {
            let message = "`<field>` stands only in a `<header>` or a `<footer>`";
            return self.fault(element.place, message.to_owned());
        }
        match element.attribute("name") {
            Some("page") => lines.field(Field::Page, element.place),
            Some("pages") => lines.field(Field::Pages, element.place),
            other => {
                let found = other.map_or("nothing".to_owned(), |other| format!("`{other}`"));
                let message = format!("`name` must be `page` or `pages`, found {found}");
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
            let message =
                format!("`lang` must be a language such as `en` or `de-AT`, found `{tag}`");
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

/// Gathers the pieces of a paragraph: white space is folded, and none is left at line ends.
#[derive(Debug, Default)]
pub(super) struct Lines {
    content: Vec<Inline>,
    /// A space that is written only if text follows on the same line.
    space: bool,
}

impl Lines {
    pub(super) fn add(&mut self, text: &str, place: Span, look: &Look) {
        let at_line_start = self.is_at_line_start();
        let mut out = String::with_capacity(text.len() + 1);
        let mut space = self.space;
        for c in text.chars() {
            if matches!(c, ' ' | '\n' | '\t' | '\r') {
                space = true;
                continue;
            }
            if space && !(at_line_start && out.is_empty()) {
                match self.content.last_mut() {
                    // A space beside a link or words of another language is not part of them.
                    Some(Inline::Text(last))
                        if out.is_empty()
                            && last.link.is_none()
                            && (last.lang.is_none() || last.lang == look.lang) =>
                    {
                        last.text.push(' ');
                    }
                    _ => out.push(' '),
                }
            }
            space = false;
            out.push(c);
        }
        self.space = space;
        if out.is_empty() {
            return;
        }
        match self.content.last_mut() {
            Some(Inline::Text(last))
                if last.emphasis == look.emphasis
                    && last.link == look.link
                    && last.lang == look.lang
                    && last.place == place =>
            {
                last.text.push_str(&out);
            }
            _ => self.content.push(Inline::Text(Text {
                text: out,
                emphasis: look.emphasis,
                link: look.link.clone(),
                lang: look.lang.clone(),
                place,
            })),
        }
    }

    /// The character before what comes next; a space at the start of a line.
    fn before(&self) -> char {
        match self.content.last() {
            Some(Inline::Text(text)) if !self.space => text.text.chars().next_back().unwrap_or(' '),
            _ => ' ',
        }
    }

    fn is_at_line_start(&self) -> bool {
        matches!(self.content.last(), None | Some(Inline::Break))
    }

    /// A note clings to the word before it, whatever white space was written there. Numbers of two
    /// notes side by side are parted, since 1 and 2 would read as 12.
    fn note(&mut self, note: Note) {
        self.space = false;
        if let Some(Inline::Note(before)) = self.content.last() {
            let emphasis = Emphasis {
                baseline: Baseline::Raised,
                ..Emphasis::default()
            };
            let place = before.place;
            self.content.push(Inline::Text(Text {
                text: ",".to_owned(),
                emphasis,
                link: None,
                lang: None,
                place,
            }));
        }
        self.content.push(Inline::Note(note));
    }

    fn field(&mut self, field: Field, place: Span) {
        if std::mem::take(&mut self.space) && !self.is_at_line_start() {
            match self.content.last_mut() {
                Some(Inline::Text(last)) => last.text.push(' '),
                _ => self.content.push(Inline::Text(Text {
                    text: " ".to_owned(),
                    emphasis: Emphasis::default(),
                    link: None,
                    lang: None,
                    place,
                })),
            }
        }
        self.content.push(Inline::Field(field));
    }

    pub(super) fn end_line(&mut self) {
        self.space = false;
        self.content.push(Inline::Break);
    }

    pub(super) fn finish(mut self) -> Vec<Inline> {
        while self.content.last() == Some(&Inline::Break) {
            self.content.pop();
        }
        let leading = self
            .content
            .iter()
            .take_while(|inline| **inline == Inline::Break)
            .count();
        self.content.drain(..leading);
        self.content.shrink_to_fit();
        self.content
    }

    pub(super) fn paragraph(self, setting: &Inherited) -> Option<Block> {
        let content = self.finish();
        let role = setting.paragraph.clone();
        (!content.is_empty()).then_some(Block::Paragraph(Paragraph { role, content }))
    }
}
