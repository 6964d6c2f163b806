//! Content controls: the places that a person fills in by hand (ECMA-376 Part 1, 17.5.2).
//!
//! docx-rs has the frame of a control and few words for its properties, so these are an addition
//! in the place of its title.

use docx_rs::{ParagraphChild, Run, StructuredDataTag, StructuredDataTagChild};

use crate::document::Blank;
use crate::kind::style::Words;

use super::conform::Additions;
use super::xml::{Xml, clean};

/// The controls of a document so far.
pub(super) struct Controls<'a> {
    words: &'a Words,
    /// The language of the document.
    lang: &'a str,
    /// How many there are for dates, and for numbers.
    dates: usize,
    numbers: usize,
}

impl<'a> Controls<'a> {
    /// No controls yet.
    pub(super) fn new(words: &'a Words, lang: &'a str) -> Self {
        Self {
            words,
            lang,
            dates: 0,
            numbers: 0,
        }
    }

    /// The words of the document's language.
    pub(super) fn words(&self) -> &'a Words {
        self.words
    }

    /// A control around what stands for a date or a number until someone fills it in.
    pub(super) fn around(
        &mut self,
        blank: Blank,
        run: Run,
        additions: &mut Additions,
    ) -> ParagraphChild {
        let properties = self.properties(blank);
        let mut control = StructuredDataTag::new().alias(additions.add("w:alias", properties));
        join(&mut control, run);
        ParagraphChild::StructuredDataTag(Box::new(control))
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
        // The text is a placeholder (17.5.2.39): who clicks on it types over all of it.
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

/// Adds a run to what a control stands around.
pub(super) fn join(control: &mut StructuredDataTag, run: Run) {
    control
        .children
        .push(StructuredDataTagChild::Run(Box::new(run)));
}
