//! Reading: the words of a DOCX, as anybody finds them in the file.
//!
//! The writer takes the digest of these words into the file ([`super::seal`]), and `verify` reads
//! them again: what both call the text is defined here. It is made to be the same after another
//! program has opened the file and saved it, and another as soon as a word is.
//!
//! **What counts**: the words of paragraphs in the order of the file, of notes, of what runs at the
//! edges of the pages, and of charts. **What does not**: the numbers that Word counts, those of
//! pages, pictures and looks, runs of spaces, soft hyphens. What is hidden or struck out is not there,
//! and neither is what a tracked change deleted. What brings in a text from elsewhere is told by its name, since nobody
//! can say what it shows.
//!
//! Elements go by their names without the prefix: a prefix is free, and what is read too much is
//! noticed, what is overlooked is not.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// A line of text that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it stands.
    pub place: Place,
    /// Its words, with one space between them.
    pub text: String,
}

/// Where a line stands in its part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The paragraph with this number, from 1, of those that say something and are in no table.
    Paragraph(usize),
    /// A cell: of the table with this number, of a row and a column, all from 1.
    Cell(usize, usize, usize),
    /// The note with this number, from 1.
    Note(usize),
}

/// What is set aside: it is about the text, and none of it.
const ASIDE: [&[u8]; 7] = [
    b"pPr", b"tblPr", b"tblGrid", b"trPr", b"tcPr", b"sectPr", b"sdtPr",
];

/// What shows something that does not stand in the part.
const FROM_ELSEWHERE: [&[u8]; 5] = [
    b"altChunk",
    b"subDoc",
    b"object",
    b"control",
    b"dataBinding",
];

/// What hides the text of a run.
const HIDING: [&[u8]; 3] = [b"vanish", b"strike", b"dstrike"];

/// Fields that tell a page, which every program counts by itself.
const PAGE_FIELDS: [&str; 4] = ["PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF"];

/// Reads the words of a part, which may come piece by piece.
#[derive(Debug, Default)]
pub struct Reader {
    /// The lines that were read and not yet taken.
    pub lines: Vec<Line>,
    /// The paragraphs that are open: a text box stands inside of one.
    open: Vec<String>,
    fields: Vec<Field>,
    /// The tables that are open.
    tables: Vec<Grid>,
    /// How many paragraphs, tables and notes there were.
    paragraphs: usize,
    all_tables: usize,
    notes: usize,
    in_note: bool,
    /// How many elements that are set aside are open.
    aside: usize,
    inside: Inside,
    in_run_properties: bool,
    hidden: bool,
}

/// What text between marks is.
#[derive(Debug, Default, PartialEq, Eq)]
enum Inside {
    /// Nothing: marks are set on lines of their own.
    #[default]
    Nothing,
    /// Words.
    Text,
    /// What a field asks for.
    Instruction,
}

/// A field that is open (ECMA-376 Part 1, 17.16.18).
#[derive(Debug, Default)]
struct Field {
    asked: String,
    /// Where its answer starts: the paragraph, by its depth, and the byte.
    answer: Option<(usize, usize)>,
}

#[derive(Debug, Default)]
struct Grid {
    row: usize,
    column: usize,
}

impl Reader {
    /// Reads a piece that ends where an element does.
    ///
    /// # Errors
    ///
    /// Says that this is no XML.
    pub fn feed(&mut self, xml: &[u8]) -> Result<(), String> {
        let mut reader = quick_xml::Reader::from_reader(xml);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(element) => self.start(&element)?,
                Event::Empty(element) => {
                    self.start(&element)?;
                    self.end(element.local_name().as_ref());
                }
                Event::End(element) => self.end(element.local_name().as_ref()),
                Event::Text(text) => {
                    self.say(&text.decode().map_err(|error| error.to_string())?);
                }
                Event::CData(text) => {
                    self.say(&text.decode().map_err(|error| error.to_string())?);
                }
                Event::GeneralRef(reference) => self.say(&resolved(&reference)?),
                Event::DocType(_) => return Err("a part has a document type".to_owned()),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        let name = element.local_name();
        let name = name.as_ref();
        if FROM_ELSEWHERE.contains(&name) {
            self.foreign(name);
        }
        if ASIDE.contains(&name) {
            self.aside += 1;
        }
        if self.aside > 0 {
            return Ok(());
        }
        let told = |key: &str| attribute(element, key);
        match name {
            b"p" => self.open.push(String::new()),
            b"t" => self.inside = Inside::Text,
            // A value of a chart stands in no paragraph.
            b"v" => {
                self.open.push(String::new());
                self.inside = Inside::Text;
            }
            b"r" => self.hidden = false,
            b"rPr" => self.in_run_properties = true,
            name if HIDING.contains(&name) && self.in_run_properties => {
                let value = told("val")?.unwrap_or_default();
                self.hidden = !matches!(value.as_str(), "0" | "false" | "off");
            }
            b"tab" | b"ptab" => self.add("\t"),
            b"br" | b"cr" => self.add(" "),
            b"noBreakHyphen" => self.add("-"),
            b"sym" => {
                let sign = told("char")?.unwrap_or_default();
                self.add(&format!("[{sign}]"));
            }
            b"textpath" => self.add(&told("string")?.unwrap_or_default()),
            b"footnoteReference" | b"endnoteReference" => self.add("[*]"),
            b"instrText" => self.inside = Inside::Instruction,
            b"fldChar" => self.field(&told("fldCharType")?.unwrap_or_default()),
            b"fldSimple" => {
                let asked = told("instr")?.unwrap_or_default();
                self.fields.push(Field {
                    asked,
                    answer: None,
                });
                self.field("separate");
            }
            b"tbl" => {
                self.all_tables += usize::from(self.tables.is_empty());
                self.tables.push(Grid::default());
            }
            b"tr" => {
                if let Some(table) = self.tables.last_mut() {
                    (table.row, table.column) = (table.row + 1, 0);
                }
            }
            b"tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.column += 1;
                }
            }
            b"footnote" | b"endnote" => {
                // The rules between text and notes are notes to Word.
                self.in_note = true;
                self.notes += usize::from(told("type")?.is_none());
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &[u8]) {
        if ASIDE.contains(&name) {
            self.aside = self.aside.saturating_sub(1);
            return;
        }
        if self.aside > 0 {
            return;
        }
        match name {
            b"p" => {
                if let Some(text) = self.open.pop() {
                    self.line(self.without_page(&text));
                }
            }
            b"t" | b"instrText" => self.inside = Inside::Nothing,
            b"v" => {
                self.inside = Inside::Nothing;
                let text = self.open.pop().unwrap_or_default();
                self.line(&text);
            }
            b"rPr" => self.in_run_properties = false,
            b"r" => self.hidden = false,
            b"fldSimple" => self.field("end"),
            b"tbl" => drop(self.tables.pop()),
            b"footnote" | b"endnote" => self.in_note = false,
            _ => {}
        }
    }

    /// Ends a line.
    fn line(&mut self, text: &str) {
        let text = plain(text);
        if text.is_empty() {
            return;
        }
        let place = if self.in_note {
            Place::Note(self.notes)
        } else if let Some(Grid { row, column, .. }) = self.tables.last() {
            Place::Cell(self.all_tables, *row, *column)
        } else {
            self.paragraphs += 1;
            Place::Paragraph(self.paragraphs)
        };
        self.lines.push(Line { place, text });
    }

    /// A line without the page that it tells, if it is one of a table of contents: programs write
    /// that as a field or as digits.
    fn without_page<'t>(&self, text: &'t str) -> &'t str {
        let listed = self
            .fields
            .iter()
            .any(|field| field.asked.trim_start().starts_with("TOC"));
        let (before, page) = text.rsplit_once('\t').unwrap_or((text, ""));
        let is_page = page.trim().bytes().all(|byte| byte.is_ascii_digit());
        if listed && is_page { before } else { text }
    }

    /// Drops what stands after so many bytes of the line that is open.
    fn cut(&mut self, kept: usize) {
        if let Some(open) = self.open.last_mut() {
            open.truncate(kept);
        }
    }

    /// Text between marks.
    fn say(&mut self, text: &str) {
        match self.inside {
            Inside::Instruction => {
                if let Some(field) = self.fields.last_mut() {
                    field.asked.push_str(text);
                }
            }
            Inside::Text if !self.hidden => self.add(text),
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.push_str(text);
        }
    }

    /// What shows something from elsewhere.
    fn foreign(&mut self, name: &[u8]) {
        let text = format!("[{}]", String::from_utf8_lossy(name));
        if self.open.is_empty() {
            self.line(&text);
        } else {
            self.add(&text);
        }
    }

    fn field(&mut self, mark: &str) {
        let here = (self.open.len(), self.open.last().map_or(0, String::len));
        match mark {
            "begin" => self.fields.push(Field::default()),
            "separate" => {
                if let Some(field) = self.fields.last_mut() {
                    field.answer = Some(here);
                }
            }
            _ => {
                // The last line of a table of contents may end after the table does.
                if let Some(open) = self.open.last() {
                    let kept = self.without_page(open).len();
                    self.cut(kept);
                }
                let Some(field) = self.fields.pop() else {
                    return;
                };
                let asked = field.asked.split_whitespace().next().unwrap_or_default();
                if let Some((depth, from)) = field.answer
                    && PAGE_FIELDS.contains(&asked)
                    && depth == here.0
                    && let Some(open) = self.open.last_mut()
                    // What is no number is no page, and does not pass for one.
                    && open.get(from..).is_some_and(|answer| answer.trim().bytes().all(|b| b.is_ascii_digit()))
                {
                    open.truncate(from);
                }
            }
        }
    }
}

/// The value of an attribute by its name without the prefix.
///
/// Its prefix is that of its element, or there is none: `w:val` of `w:vanish` hides a text, and a
/// `val` of another prefix is nothing to Word. Only what leads to another part has a prefix of its own.
///
/// # Errors
///
/// Says what is wrong with the attributes.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, String> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let prefix = attribute.key.prefix();
        let own = prefix.is_none()
            || prefix == element.name().prefix()
            || matches!(name, "id" | "embed" | "link");
        if own && attribute.key.local_name().as_ref() == name.as_bytes() {
            let value = std::str::from_utf8(&attribute.value).map_err(|error| error.to_string())?;
            let value = quick_xml::escape::unescape(value).map_err(|error| error.to_string())?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// What a reference such as `&amp;` or `&#160;` stands for.
///
/// # Errors
///
/// Says that it stands for nothing: a part declares no names of its own.
pub fn resolved(reference: &BytesRef<'_>) -> Result<String, String> {
    let sign = reference.resolve_char_ref();
    if let Some(sign) = sign.map_err(|error| error.to_string())? {
        return Ok(sign.to_string());
    }
    let name = reference.decode().map_err(|error| error.to_string())?;
    let text = resolve_predefined_entity(&name);
    text.map(str::to_owned)
        .ok_or_else(|| format!("`&{name};` stands for nothing"))
}

/// A text with one space between its words, and without soft hyphens.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.extend(word.chars().filter_map(|sign| match sign {
            '\u{AD}' => None,
            // Programs write a hyphen that does not break as a sign or as an element.
            '\u{2011}' => Some('-'),
            sign => Some(sign),
        }));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str) -> Vec<String> {
        let mut reader = Reader::default();
        reader.feed(xml.as_bytes()).expect("XML");
        reader.lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn words_are_read_whatever_marks_stand_between_them() {
        let text = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>Na</w:t></w:r>\
            <w:proofErr/><x:r><x:t>mas &amp;</x:t><w:br/><w:t>so\u{AD}das</w:t></x:r></w:p>";
        assert_eq!(read(text), ["Namas & sodas"]);
    }

    #[test]
    fn what_is_not_shown_is_not_read() {
        let text = "<p><r><rPr><vanish/></rPr><t>a</t></r><r><rPr><vanish val=\"0\"/></rPr>\
            <t>b</t></r><del><r><delText>c</delText></r></del><r><rPr><strike/></rPr><t>d</t></r>\
            <r><t>e</t></r></p>";
        assert_eq!(read(text), ["be"]);
    }

    #[test]
    fn what_another_vocabulary_says_turns_nothing_on() {
        let text = "<w:p><w:r><w:rPr><w:vanish x:val=\"0\"/></w:rPr><w:t>a</w:t></w:r></w:p>";
        assert!(read(text).is_empty());
    }

    #[test]
    fn a_page_is_no_word_and_a_word_is_no_page() {
        let field = |answer: &str| {
            format!(
                "<p><r><t>psl. </t></r><fldSimple instr=\" PAGE \"><r><t>{answer}</t></r></fldSimple></p>"
            )
        };
        assert_eq!(read(&field("12")), ["psl."]);
        assert_eq!(read(&field("12 Eur")), ["psl. 12 Eur"]);
    }

    #[test]
    fn pages_in_a_table_of_contents_are_no_words() {
        let line = |page: &str| {
            format!(
                "<p><r><fldChar fldCharType=\"begin\"/><instrText>TOC \\o</instrText>\
                 <fldChar fldCharType=\"separate\"/><t>Planas 2027</t><tab/>{page}</r></p>"
            )
        };
        assert_eq!(read(&line("<t>5</t>")), ["Planas 2027"]);
        assert_eq!(read(&line("")), ["Planas 2027"]);
        assert_eq!(read(&line("<t>5 Eur</t>")), ["Planas 2027 5 Eur"]);
        let last = line("<t>5</t><fldChar fldCharType=\"end\"/>");
        assert_eq!(read(&last), ["Planas 2027"]);
    }

    #[test]
    fn cells_know_their_places() {
        let mut reader = Reader::default();
        let text = "<p><r><t>x</t></r></p><tbl><tr><tc><p/></tc><tc><p><r><t>1</t></r></p></tc></tr></tbl>";
        reader.feed(text.as_bytes()).expect("XML");
        let places: Vec<Place> = reader.lines.iter().map(|line| line.place).collect();
        assert_eq!(places, [Place::Paragraph(1), Place::Cell(1, 1, 2)]);
    }
}
