//! Content controls: the places that a person fills in by hand (ECMA-376 Part 1, 17.5.2).
//!
//! docx-rs has the frame of a control and few words for its properties, so these are an addition
//! in the place of its title.

use docx_rs::{ParagraphChild, Run, StructuredDataTag, StructuredDataTagChild};

use crate::document::Blank;
use crate::kind::style::Words;

use super::conform::Additions;
use super::placeholders::Placeholder;
use super::xml::{Xml, clean};

/// The controls of a document so far.
pub(super) struct Controls<'a> {
    words: &'a Words,
    /// The language of the document.
    lang: &'a str,
    /// How many there are for dates, and for numbers.
    dates: usize,
    numbers: usize,
    /// What they show, in their order.
    placeholders: Vec<Placeholder>,
}

impl<'a> Controls<'a> {
    /// No controls yet.
    pub(super) fn new(words: &'a Words, lang: &'a str) -> Self {
        Self {
            words,
            lang,
            dates: 0,
            numbers: 0,
            placeholders: Vec::new(),
        }
    }

    /// The words of the document's language.
    pub(super) fn words(&self) -> &'a Words {
        self.words
    }

    /// What the controls show until they are filled in.
    pub(super) fn placeholders(&self) -> &[Placeholder] {
        &self.placeholders
    }

    /// A control around what stands for a date or a number until someone fills it in.
    pub(super) fn around(
        &mut self,
        blank: Blank,
        (text, run): (&str, Run),
        additions: &mut Additions,
    ) -> ParagraphChild {
        let properties = self.properties(blank);
        let mut control = StructuredDataTag::new().alias(additions.add("w:alias", properties));
        self.join(&mut control, (text, run));
        ParagraphChild::StructuredDataTag(Box::new(control))
    }

    /// Adds a text and its run to what the control that was made last stands around.
    pub(super) fn join(&mut self, control: &mut StructuredDataTag, (text, run): (&str, Run)) {
        if let Some(placeholder) = self.placeholders.last_mut() {
            placeholder.text.push_str(text);
        }
        let run = StructuredDataTagChild::Run(Box::new(run));
        control.children.push(run);
    }

    /// The properties of the next control, in the order of 17.5.2.38.
    fn properties(&mut self, blank: Blank) -> Vec<u8> {
        let words = self.words;
        let (name, kind, count) = match blank {
            Blank::Date => (&words.blank_date, "act-date", &mut self.dates),
            Blank::Number => (&words.blank_number, "act-number", &mut self.numbers),
        };
        *count += 1;
        let tag = match *count {
            1 => kind.to_owned(),
            count => format!("{kind}-{count}"),
        };
        let name = if name.is_empty() { kind } else { name };
        let mut xml = Xml::fragment();
        xml.value("w:alias", &clean(name));
        xml.value("w:tag", &tag);
        xml.value("w:id", &(self.dates + self.numbers).to_string());
        // The text is a placeholder (17.5.2.39): who clicks on it types over all of it, and who
        // deletes that again has it back (17.5.2.25).
        xml.open("w:placeholder", &[]);
        xml.value("w:docPart", &tag);
        xml.close();
        self.placeholders.push(Placeholder {
            name: tag,
            text: String::new(),
        });
        xml.toggle("w:showingPlcHdr", true);
        match blank {
            Blank::Date => self.date(&mut xml),
            Blank::Number => xml.leaf("w:text", &[]),
        }
        xml.finish()
    }

    /// A date that is picked from a calendar and written in the language of the document
    /// (17.5.2.7).
    fn date(&self, xml: &mut Xml) {
        xml.open("w:date", &[]);
        if !self.words.date_format.is_empty() {
            xml.value("w:dateFormat", &clean(&self.words.date_format));
        }
        if !self.lang.is_empty() {
            xml.value("w:lid", &clean(self.lang));
        }
        xml.value("w:storeMappedDataAs", "dateTime");
        xml.value("w:calendar", "gregorian");
        xml.close();
    }
}
