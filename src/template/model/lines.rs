//! The pieces of a text while they are gathered: spaces, line ends, and what joins what.

use super::Inherited;
use super::inline::{Look, counted_at_start};
use crate::document::{Baseline, Block, Emphasis, Field, Inline, Note, Paragraph, Text};
use crate::source::Span;

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
                            && last.meaning.is_none()
                            && (last.lang.is_none() || last.lang == look.lang) =>
                    {
                        last.text.push(' ');
                    }
                    // Nor is it a part of a number or of what is filled in.
                    Some(Inline::Text(last)) if out.is_empty() && look.meaning.is_some() => {
                        let link = look
                            .link
                            .clone()
                            .filter(|link| last.link.as_ref() == Some(link));
                        self.content.push(Inline::Text(Text {
                            text: " ".to_owned(),
                            emphasis: Emphasis::default(),
                            link,
                            lang: None,
                            meaning: None,
                            place,
                        }));
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
                    && last.meaning == look.meaning
                    && last.place == place =>
            {
                last.text.push_str(&out);
            }
            _ => self.content.push(Inline::Text(Text {
                text: out,
                emphasis: look.emphasis,
                link: look.link.clone(),
                lang: look.lang.clone(),
                meaning: look.meaning.clone(),
                place,
            })),
        }
    }

    /// The character before what comes next; a space at the start of a line.
    pub(super) fn before(&self) -> char {
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
    pub(super) fn note(&mut self, note: Note) {
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
                meaning: None,
                place,
            }));
        }
        self.content.push(Inline::Note(note));
    }

    pub(super) fn field(&mut self, field: Field, place: Span) {
        if std::mem::take(&mut self.space) && !self.is_at_line_start() {
            match self.content.last_mut() {
                Some(Inline::Text(last)) => last.text.push(' '),
                _ => self.content.push(Inline::Text(Text {
                    text: " ".to_owned(),
                    emphasis: Emphasis::default(),
                    link: None,
                    lang: None,
                    meaning: None,
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
        let content = counted_at_start(self.finish());
        let role = setting.paragraph.clone();
        (!content.is_empty()).then_some(Block::Paragraph(Paragraph { role, content }))
    }
}
