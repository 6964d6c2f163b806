//! What a DOCX shows beside its words, when another program has saved it: the numbers of paragraphs,
//! pictures, charts, notes and what runs at the edges of pages; and what hides words, or puts others
//! over them.
//!
//! A program that saves a file anew writes all of its looks in ways of its own, so they cannot be
//! compared part by part. But it neither hides nor covers anything by itself: whatever can do that,
//! and is not in the document as it is made, was put there.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::BytesStart;

use super::differences::{self, Difference, Differences};
use super::docx_lists::{InList, Lists, Piece, pieces, told, value};
use super::docx_odd::odd;
use super::{Line, Place, Words};
use crate::approval::record;
use crate::readers::package::Package;
use crate::writers::docx::reading::{Reader, plain};
use crate::writers::docx::seal;

type Parts = BTreeMap<String, Vec<u8>>;

/// What a part brings in that shows words or looks, by the ends of the names of relationships, and
/// the only place where it is looked for.
const PLACES: [(&str, &str); 4] = [
    ("/styles", "styles.xml"),
    ("/numbering", "numbering.xml"),
    ("/settings", "settings.xml"),
    ("/footnotes", "footnotes.xml"),
];

/// Where two files show something else, though their words are the same; and the parts of the other that can be in no
/// document of ours.
pub(super) fn compare(made: &[u8], found: &[u8]) -> Option<(Differences, Vec<String>)> {
    let (made, found) = (
        Package::open(made).ok()?.parts,
        Package::open(found).ok()?.parts,
    );
    let (wanted, shown) = (Shown::read(&made), Shown::read(&found));
    let mut differences = differences::between(&wanted.words(), &shown.words());
    for (odd, line) in &shown.odd {
        if !wanted.odd.iter().any(|(known, _)| known == odd) {
            differences.add(Difference {
                place: line.place,
                page: None,
                wanted: line.text.clone(),
                found: format!("[{}] {}", odd.1, line.text),
            });
        }
    }
    let strange = found.iter().filter(|(name, bytes)| {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        match ending.to_ascii_lowercase().as_str() {
            "xml" | "rels" => false,
            "png" | "jpg" | "jpeg" | "svg" | "emf" => !name.starts_with("word/media/"),
            _ => !made.values().any(|part| part == *bytes),
        }
    });
    let strange = strange.map(|(name, _)| name.clone()).collect();
    Some((differences, strange))
}

/// What a file shows.
#[derive(Default)]
struct Shown {
    lines: Vec<Line>,
    others: BTreeSet<String>,
    /// What is odd, whether it is in the text, and where it stands first.
    odd: BTreeMap<(bool, String), Line>,
}

impl Shown {
    fn read(parts: &Parts) -> Self {
        let part = |name: &str| parts.get(name).map_or(&[][..], Vec::as_slice);
        let mut shown = Self::default();
        let related = Related::read(parts, &mut shown);
        let lists = Lists::read(part("word/styles.xml"), part("word/numbering.xml"));
        let mut walk = Walk::new(&mut shown, lists, &related, true);
        walk.part(part(seal::TEXT));
        let called = std::mem::take(&mut walk.called);
        let mut looks = Walk::new(&mut shown, Lists::default(), &related, false);
        looks.part(part("word/styles.xml"));
        let mut notes = Vec::new();
        for name in parts
            .keys()
            .filter(|name| seal::has_words(name) && *name != seal::TEXT)
            .filter(|name| !name.starts_with("word/charts/"))
        {
            looks.part(part(name));
            if name == "word/footnotes.xml" {
                notes = std::mem::take(&mut looks.notes);
            }
        }
        if called != notes {
            shown.others.insert("[footnotes]".to_owned());
        }
        shown
    }

    fn words(&self) -> Words {
        Words {
            lines: self.lines.clone(),
            others: self.others.clone(),
            tagged: true,
        }
    }

    fn odd(&mut self, in_text: bool, what: String, line: Line) {
        self.odd.entry((in_text, what)).or_insert(line);
    }
}

/// What the relationships of the text lead to: by their ids, what is there, in words.
struct Related(BTreeMap<String, String>);

impl Related {
    fn read(parts: &Parts, shown: &mut Shown) -> Self {
        let mut related = BTreeMap::new();
        for (name, bytes) in parts.iter().filter(|(name, _)| name.contains("_rels/")) {
            let of_text = name == "word/_rels/document.xml.rels";
            let each = |piece: Piece<'_>| {
                let Piece::Start(element) = piece else { return };
                let (kind, target) = (told(element, "Type"), told(element, "Target"));
                if told(element, "TargetMode").eq_ignore_ascii_case("external") {
                    if !kind.ends_with("/hyperlink") {
                        shown.others.insert(format!("[{target}]"));
                    }
                    return;
                }
                let whole = target.strip_prefix('/');
                let whole = whole.map_or_else(|| format!("word/{target}"), str::to_owned);
                if of_text {
                    let elsewhere = PLACES.iter().any(|(end, place)| {
                        kind.ends_with(end) && whole != format!("word/{place}")
                    });
                    if elsewhere {
                        shown.others.insert(format!("[{target}]"));
                    }
                    let says = says(&kind, parts.get(&whole).map(Vec::as_slice), &whole);
                    related.insert(told(element, "Id"), says);
                }
            };
            pieces(bytes, each);
        }
        Self(related)
    }
}

/// What a part shows: its words, of a picture its digest.
fn says(kind: &str, part: Option<&[u8]>, name: &str) -> String {
    let Some(part) = part else {
        return format!("[{name}]");
    };
    if kind.ends_with("/image") {
        return format!("[{}]", &record::digest(part)["sha256:".len()..][..16]);
    }
    if !kind.ends_with("/chart") {
        let mut reader = Reader::default();
        let _ = reader.feed(part);
        let texts: Vec<String> = reader.lines.into_iter().map(|line| line.text).collect();
        return texts.join(" ");
    }
    let (mut text, mut inside) = (String::new(), false);
    // The order of values counts here, unlike among the words of the file.
    pieces(part, |piece| match piece {
        Piece::Start(element) => inside = matches!(element.local_name().as_ref(), b"t" | b"v"),
        Piece::End(_) => inside = false,
        Piece::Text(said) if inside => {
            text.push_str(said);
            text.push(' ');
        }
        Piece::Text(_) => {}
    });
    plain(&text)
}

/// What the text between two marks is.
#[derive(PartialEq, Eq)]
enum Inside {
    Nothing,
    Words,
    /// What a field asks for.
    Asked,
}

/// Goes through a part that shows something.
struct Walk<'a> {
    shown: &'a mut Shown,
    lists: Lists,
    related: &'a Related,
    in_text: bool,
    /// The notes that the text calls, and those that a part has, by their ids in order.
    called: Vec<String>,
    notes: Vec<String>,
    style: String,
    list: InList,
    /// The words of the paragraph, and what else it shows.
    text: String,
    besides: String,
    inside: Inside,
    /// Whether a field has begun that did not yet say what it asks for.
    begins: bool,
    is_covered: bool,
    odd: Vec<String>,
    table: (usize, usize, usize),
    open_tables: usize,
    paragraphs: usize,
}

impl<'a> Walk<'a> {
    fn new(shown: &'a mut Shown, lists: Lists, related: &'a Related, in_text: bool) -> Self {
        Self {
            shown,
            lists,
            related,
            in_text,
            called: Vec::new(),
            notes: Vec::new(),
            style: String::new(),
            list: InList::default(),
            text: String::new(),
            besides: String::new(),
            inside: Inside::Nothing,
            begins: false,
            is_covered: false,
            odd: Vec::new(),
            table: (0, 0, 0),
            open_tables: 0,
            paragraphs: 0,
        }
    }

    fn part(&mut self, xml: &[u8]) {
        pieces(xml, |piece| match piece {
            Piece::Start(element) => self.start(element),
            Piece::End(b"p") => self.paragraph(),
            Piece::End(b"tbl") => self.open_tables = self.open_tables.saturating_sub(1),
            Piece::End(_) => self.inside = Inside::Nothing,
            Piece::Text(said) if self.inside == Inside::Words => self.text.push_str(said),
            Piece::Text(said) if self.inside == Inside::Asked && self.begins => {
                // Its kind is what it asks first.
                let kind = said.split_whitespace().next();
                self.odd.extend(kind.map(|kind| format!("field {kind}")));
                self.begins = kind.is_none();
            }
            Piece::Text(_) => {}
        });
        self.paragraph();
    }

    fn start(&mut self, element: &BytesStart<'_>) {
        let name = element.local_name();
        let name = name.as_ref();
        if let Some(odd) = odd(name, element) {
            self.odd.push(odd);
        }
        match name {
            b"p" if self.text.is_empty() => {
                (self.style, self.list) = (String::new(), InList::default());
            }
            b"t" => self.inside = Inside::Words,
            b"instrText" => self.inside = Inside::Asked,
            b"fldChar" => self.begins = told(element, "fldCharType") == "begin",
            b"tab" | b"br" => self.text.push(' '),
            b"pStyle" => self.style = value(element),
            b"numId" | b"ilvl" => self.list.take(element),
            b"blip" | b"imagedata" | b"chart" | b"headerReference" | b"footerReference" => {
                self.related_to(name, element);
            }
            b"footnoteReference" => self.called.push(told(element, "id")),
            b"footnote" if told(element, "type").is_empty() => {
                self.notes.push(told(element, "id"));
            }
            b"tbl" => {
                self.open_tables += 1;
                if self.open_tables == 1 {
                    self.table = (self.table.0 + 1, 0, 0);
                }
            }
            b"tr" if self.open_tables == 1 => self.table = (self.table.0, self.table.1 + 1, 0),
            b"tc" => {
                self.is_covered = false;
                if self.open_tables == 1 {
                    self.table.2 += 1;
                }
            }
            // A cell that goes on from the one above shows nothing of its own.
            b"vMerge" => self.is_covered = value(element) != "restart",
            _ => {}
        }
    }

    fn related_to(&mut self, name: &[u8], element: &BytesStart<'_>) {
        let id = ["embed", "link", "id"].map(|key| told(element, key));
        let id = id.iter().find(|id| !id.is_empty());
        let Some(says) = id.and_then(|id| self.related.0.get(id)) else {
            return;
        };
        if name.ends_with(b"Reference") {
            if !says.is_empty() {
                self.shown.others.insert(says.clone());
            }
        } else if self.in_text {
            self.besides.push(' ');
            self.besides.push_str(says);
        }
    }

    /// Ends a paragraph.
    fn paragraph(&mut self) {
        let text = plain(&std::mem::take(&mut self.text));
        let label = self
            .lists
            .label(&self.style, std::mem::take(&mut self.list));
        let besides = std::mem::take(&mut self.besides);
        self.style.clear();
        self.inside = Inside::Nothing;
        let covered = self.open_tables > 0 && self.is_covered && !text.is_empty();
        let place = if self.open_tables > 0 {
            Place::Cell(self.table.0, self.table.1, self.table.2)
        } else {
            // Those that say something, as they are counted among the words.
            self.paragraphs += usize::from(!text.is_empty());
            Place::Paragraph(self.paragraphs)
        };
        let place = if self.in_text { place } else { Place::Outside };
        let line = |text| Line {
            place,
            page: None,
            text,
        };
        for odd in std::mem::take(&mut self.odd) {
            self.shown.odd(self.in_text, odd, line(text.clone()));
        }
        let covered = if covered { " [vMerge]" } else { "" };
        let shows = plain(&format!("{label} {text}{besides}{covered}"));
        if self.in_text && !(label.is_empty() && besides.is_empty() && covered.is_empty()) {
            self.shown.lines.push(line(shows));
        }
    }
}
