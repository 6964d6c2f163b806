//! What came back, in words: for a terminal, for programs, for a merge request, and as a page.

mod json;
mod sizes;

use super::html::{self, STYLE};
use super::human::{Paper, Screen};
use super::markdown;
use crate::compare::returned::{Edit, Home, Note, Origin, Returned, Sort};
use crate::compare::words::{Fate, Piece};
use crate::diagnostics::{Language, Message, say};
use crate::readers::Comment;
use crate::source::Sources;

use sizes::{added, gone, moved};

/// What came back, and what there is to know of it for telling it.
#[derive(Debug, Clone, Copy)]
pub struct ToldReturned<'a> {
    /// What came back.
    pub returned: &'a Returned,
    /// The files that the places are in.
    pub sources: &'a Sources,
    /// What the document is called.
    pub document: &'a str,
    /// What the file is called.
    pub file: &'a str,
    /// What the file was made from, as far as it is known.
    pub base: &'a [Message],
    /// The language of the document, as `lt`.
    pub lang: &'a str,
    /// The language of what is said.
    pub language: Language,
}

/// One thing that is told.
struct Entry<'a> {
    sign: char,
    /// What a reader calls the place.
    name: String,
    /// What happened, where the words do not say it.
    event: Option<Message>,
    /// Where it stands, and the path.
    place: String,
    pieces: &'a [Piece],
    /// What else there is to say, a line each.
    remarks: Vec<String>,
}

/// A part of what is told, under a title.
struct Part<'a> {
    title: Option<Message>,
    entries: Vec<Entry<'a>>,
}

impl<'a> ToldReturned<'a> {
    /// For a person at a terminal.
    #[must_use]
    pub fn human(&self, screen: Screen) -> String {
        let mut paper = Paper::new(screen);
        paper.line(0, &format!("{} → {}", self.document, self.file));
        paper.line(0, &self.say(&self.summary()));
        self.base
            .iter()
            .for_each(|line| paper.line(0, &self.say(line)));
        for part in self.parts() {
            if let Some(title) = &part.title {
                paper.text.push('\n');
                let title = paper.styled("1", &self.say(title));
                paper.line(0, &title);
            }
            for entry in &part.entries {
                paper.text.push('\n');
                let head = paper.styled("1", &format!("{} {}", entry.sign, entry.name));
                paper.line(0, &format!("{head}{}", self.event(entry)));
                if !entry.place.is_empty() {
                    let place = paper.styled("2", &entry.place);
                    paper.line(4, &place);
                }
                let words = paper.words(entry.pieces);
                if !words.is_empty() {
                    paper.line(4, &words);
                }
                entry
                    .remarks
                    .iter()
                    .for_each(|remark| paper.line(4, remark));
            }
        }
        paper.text
    }

    /// As Markdown, for a merge request.
    #[must_use]
    pub fn markdown(&self) -> String {
        let escaped = markdown::escaped;
        let mut text = format!(
            "**{}** ({} → {})\n",
            escaped(&self.say(&self.summary())),
            markdown::code(self.document),
            markdown::code(self.file)
        );
        for line in self.base {
            text.push_str(&format!("\n{}\n", escaped(&self.say(line))));
        }
        for part in self.parts() {
            if let Some(title) = &part.title {
                text.push_str(&format!("\n### {}\n", escaped(&self.say(title))));
            }
            text.push('\n');
            for entry in &part.entries {
                text.push_str(&format!("- **{}**", escaped(&entry.name)));
                text.push_str(&escaped(&self.event(entry)));
                if !entry.place.is_empty() {
                    text.push_str(&format!(" – <sub>{}</sub>", escaped(&entry.place)));
                }
                let words = markdown::words(entry.pieces);
                let words = (!words.is_empty()).then_some(words);
                let remarks = entry.remarks.iter().map(|remark| escaped(remark));
                for line in words.into_iter().chain(remarks) {
                    text.push_str(&format!("<br>{line}"));
                }
                text.push('\n');
            }
        }
        text
    }

    /// As a page of HTML that stands alone.
    #[must_use]
    pub fn html(&self) -> String {
        let escaped = html::escaped;
        let title = self.say(&say!(
            "what came back: {file} → {document}",
            file = self.file,
            document = self.document
        ));
        let title = escaped(&title);
        let base = self
            .base
            .iter()
            .map(|line| format!("<p>{}</p>\n", escaped(&self.say(line))));
        let parts: String = self.parts().iter().map(|part| self.section(part)).collect();
        format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
             <h1>{title}</h1>\n<p>{}</p>\n{}{parts}</main>\n</body>\n</html>\n",
            self.language.code(),
            escaped(&self.say(&self.summary())),
            base.collect::<String>(),
        )
    }

    fn section(&self, part: &Part<'_>) -> String {
        let (escaped, lang) = (html::escaped, html::escaped(self.lang));
        let level = if part.title.is_some() { 3 } else { 2 };
        let title = part.title.as_ref();
        let title = title.map(|title| format!("<h2>{}</h2>\n", escaped(&self.say(title))));
        let entries = part.entries.iter().map(|entry| {
            let paragraph = |class: &str, text: &str| match text {
                "" => String::new(),
                text => format!("<p{class}>{text}</p>\n"),
            };
            let remarks: String = entry
                .remarks
                .iter()
                .map(|remark| paragraph("", &escaped(remark)))
                .collect();
            format!(
                "<section>\n<h{level}><span lang=\"{lang}\">{}</span>{}</h{level}>\n{}{}{remarks}</section>\n",
                escaped(&entry.name),
                escaped(&self.event(entry)),
                paragraph(" class=\"place\"", &escaped(&entry.place)),
                paragraph(
                    &format!(" lang=\"{lang}\""),
                    &html::words(entry.pieces, self.language)
                ),
            )
        });
        let entries: String = entries.collect();
        format!("{}{entries}", title.unwrap_or_default())
    }

    fn say(&self, message: &Message) -> String {
        message.text(self.language).into_owned()
    }

    fn event(&self, entry: &Entry<'_>) -> String {
        let event = entry.event.as_ref();
        event.map_or(String::new(), |event| format!(" ({})", self.say(event)))
    }

    fn summary(&self) -> Message {
        let (edits, notes) = (self.returned.edits.len(), self.returned.notes.len());
        match (edits, notes) {
            (0, 0) => say!("nothing was edited and nothing was noted"),
            (edits, 0) => say!("{n} {n:edit|edits}", n = edits),
            (0, notes) => say!("{n} {n:comment|comments}", n = notes),
            (edits, notes) => say!("{n} {n:edit|edits}", n = edits)
                .and(say!("{n} {n:comment|comments}", n = notes)),
        }
    }

    /// What was edited where it can be changed, what was noted, and apart from them, what has no
    /// place in the document.
    fn parts(&self) -> Vec<Part<'a>> {
        let placed = |home: Option<&Home>| home.is_some_and(|home| home.place.is_some());
        let returned = self.returned;
        let (edits, apart): (Vec<&Edit>, Vec<&Edit>) = returned
            .edits
            .iter()
            .partition(|edit| placed(edit.home.as_ref()));
        let (notes, lost): (Vec<&Note>, Vec<&Note>) = returned
            .notes
            .iter()
            .partition(|note| placed(note.home.as_ref()));
        let unread = returned.unread.iter().map(|told| Entry {
            sign: '?',
            name: self.say(told),
            event: None,
            place: String::new(),
            pieces: &[],
            remarks: Vec::new(),
        });
        let apart = apart.into_iter().map(|edit| self.edit(edit));
        let apart = apart.chain(lost.into_iter().map(|note| self.note(note)));
        let parts = [
            Part {
                title: None,
                entries: edits.into_iter().map(|edit| self.edit(edit)).collect(),
            },
            Part {
                title: Some(say!("comments")),
                entries: notes.into_iter().map(|note| self.note(note)).collect(),
            },
            Part {
                title: Some(say!("without a place in the document")),
                entries: apart.chain(unread).collect(),
            },
        ];
        parts
            .into_iter()
            .filter(|part| !part.entries.is_empty())
            .collect()
    }

    fn edit(&self, edit: &'a Edit) -> Entry<'a> {
        let home = edit.home.as_ref();
        let (sign, event) = match &edit.sort {
            Sort::Changed => ('~', None),
            Sort::Relinked => ('~', Some(say!("the address of a link"))),
            Sort::Gone(size) => ('-', Some(gone(*size))),
            Sort::Added(size) => ('+', Some(added(*size, home.is_some()))),
            Sort::Moved(size, _) => ('>', Some(moved(*size))),
        };
        let mut remarks = Vec::new();
        if let Sort::Moved(_, after) = &edit.sort {
            remarks.push(match after {
                Some(after) => self.say(&say!(
                    "it stands now after {place}",
                    place = self.named(after)
                )),
                None => self.say(&say!("it stands now at the start")),
            });
        }
        let is_new = matches!(edit.sort, Sort::Added(_));
        let origin = home.filter(|_| !is_new).and_then(of_origin);
        remarks.extend(origin.map(|origin| self.say(&origin)));
        if home.is_some_and(|home| home.has_changed) {
            remarks.push(self.say(&say!("the document has changed there since")));
        }
        if edit.is_struck {
            remarks.push(self.say(&say!("it was struck out, not deleted")));
        }
        remarks.extend(
            edit.by
                .iter()
                .map(|hand| self.hand(&hand.author, &hand.date)),
        );
        let is_kept = |piece: &Piece| piece.fate == Fate::Kept;
        Entry {
            sign,
            name: self.name(home),
            event,
            place: self.place(home),
            // Of what only moved, the name says enough.
            pieces: if edit.pieces.iter().all(is_kept) {
                &[]
            } else {
                &edit.pieces
            },
            remarks,
        }
    }

    fn note(&self, note: &'a Note) -> Entry<'a> {
        let mut remarks = Vec::new();
        if !note.about.is_empty() {
            remarks.push(self.say(&say!("about: {words}", words = note.about)));
        }
        remarks.extend(self.spoken(&note.comment));
        for answer in &note.answers {
            remarks.extend(
                self.spoken(answer)
                    .into_iter()
                    .map(|line| format!("↳ {line}")),
            );
        }
        Entry {
            sign: '#',
            name: self.name(note.home.as_ref()),
            event: note.comment.is_settled.then(|| say!("settled")),
            place: self.place(note.home.as_ref()),
            pieces: &[],
            remarks,
        }
    }

    /// Who said what, a line for every paragraph.
    fn spoken(&self, comment: &Comment) -> Vec<String> {
        let who = self.hand(&comment.author, &comment.date);
        let mut lines = comment.text.lines();
        let first = format!("{who}: {}", lines.next().unwrap_or_default());
        std::iter::once(first)
            .chain(lines.map(str::to_owned))
            .collect()
    }

    fn hand(&self, author: &str, date: &str) -> String {
        let author = match author {
            "" => self.say(&say!("somebody")),
            author => author.to_owned(),
        };
        // `2027-01-08T10:30:00Z`, to the minute.
        let date = date.get(..16).unwrap_or(date).replace('T', " ");
        match date.as_str() {
            "" => author,
            date => format!("{author}, {date}"),
        }
    }

    fn name(&self, home: Option<&Home>) -> String {
        match home {
            Some(home) if !home.names.is_empty() => home.names.join(" › "),
            Some(home) if home.origin == Origin::Template => {
                self.say(&say!("what the kind prints"))
            }
            Some(home) => self.place(Some(home)),
            None => self.say(&say!("at the start")),
        }
    }

    fn named(&self, home: &Home) -> String {
        let place = self.place(Some(home));
        match home.names.join(" › ") {
            names if names.is_empty() => place,
            names => format!("{names} ({place})"),
        }
    }

    fn place(&self, home: Option<&Home>) -> String {
        let Some(home) = home else {
            return String::new();
        };
        let place = home
            .place
            .map(|place| self.sources.get(place.file).place(place.range().start));
        let path = Some(home.path.clone()).filter(|path| !path.is_empty());
        place.into_iter().chain(path).collect::<Vec<_>>().join(" ")
    }
}

/// Why the author cannot change a text at its place.
fn of_origin(home: &Home) -> Option<Message> {
    Some(match home.origin {
        Origin::Written => return None,
        Origin::Data => say!("it is read from a file of data"),
        Origin::Named => say!("it is printed for a key: what the key stands for says it"),
        Origin::Computed if home.place.is_none() => say!("it is computed"),
        Origin::Computed => say!("it is computed from what stands there"),
        Origin::Recorded => say!("`aktas approve` fills it in"),
        Origin::Template => say!("the template of the kind writes it"),
    })
}
