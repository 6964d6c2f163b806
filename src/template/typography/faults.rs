//! Faults: the places where texts are put right, told at their words.

use std::ops::Range;

use super::{CLOSING, Mend, OPENING, Sort, Typography, mended, words};
use crate::content::markdown::{self, Part, Piece};
use crate::content::{Content, Data, Value, inline, parse_decimal};
use crate::diagnostics::{Code, Diagnostic, Message, Sink, say};
use crate::source::{Sources, Span};

/// The longest place that is quoted in a message, in bytes.
const MAX_QUOTED: usize = 80;

/// A place where a text was put right, with whole words around it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub place: Range<usize>,
    pub wanted: String,
    sort: Sort,
}

impl Typography {
    /// The places where a piece of text is put right, each once.
    pub(super) fn faults(&self, text: &str, before: char) -> Vec<Fault> {
        let mends = self.mends(text, before);
        let words = words(text);
        let quotes: Vec<&Mend> = mends
            .iter()
            .filter(|mend| mend.sort == Sort::Quotes)
            .collect();
        let mut places: Vec<(Range<usize>, Sort)> = Vec::new();
        for mend in &mends {
            let pair = quotes.iter().position(|quote| quote.place == mend.place);
            let closing = pair
                .filter(|_| {
                    self.quotes
                        .as_ref()
                        .is_some_and(|(open, _)| mend.by == *open)
                })
                .and_then(|index| quotes.get(index + 1))
                .filter(|next| {
                    self.quotes
                        .as_ref()
                        .is_some_and(|(_, close)| next.by == *close)
                });
            let around = |first: usize, last: usize| {
                let first = words.iter().rev().find(|word| word.start <= first);
                let last = words.iter().find(|word| last <= word.end);
                first.map_or(mend.place.start, |word| word.start)
                    ..last.map_or(mend.place.end, |word| word.end)
            };
            let place = match (mend.sort, closing) {
                (Sort::Quotes, Some(closing)) => mend.place.start..closing.place.end,
                (Sort::Dash, _) => around(mend.place.start - 1, mend.place.end + 1),
                _ => around(mend.place.start, mend.place.end),
            };
            let place = if place.len() > MAX_QUOTED {
                mend.place.clone()
            } else {
                place
            };
            // The closing mark of a pair was told with the opening one.
            let told = places.iter().any(|(other, sort)| {
                let inside =
                    |inner: &Range<usize>| other.start <= inner.start && inner.end <= other.end;
                inside(&place) || (*sort == mend.sort && inside(&mend.place))
            });
            if !told {
                places.push((place, mend.sort));
            }
        }
        places
            .into_iter()
            .map(|(place, sort)| Fault {
                wanted: mended(text, &mends, place.clone()),
                place,
                sort,
            })
            .collect()
    }
}

/// Tells every place where the texts of a document were put right, each at its words.
pub(in crate::template) fn tell(
    content: &Content,
    rules: &Typography,
    sources: &Sources,
    sink: &mut Sink,
) {
    let mut teller = Teller {
        rules,
        sources,
        sink,
    };
    teller.walk(&content.root, "");
}

/// A text without the formulas in it and the words of other languages: other rules print them.
fn without_formulas(text: &str) -> String {
    let (mut out, mut languages) = (String::with_capacity(text.len()), 0_usize);
    for piece in inline::pieces(text) {
        match piece {
            inline::Piece::Language { .. } => languages += 1,
            inline::Piece::End { .. } => languages -= 1,
            inline::Piece::Words(words) if languages == 0 => {
                out.push_str(words);
                continue;
            }
            _ => {}
        }
        if languages == 0 {
            out.push('0');
        }
    }
    out
}

struct Teller<'a> {
    rules: &'a Typography,
    sources: &'a Sources,
    sink: &'a mut Sink,
}

impl Teller<'_> {
    fn walk(&mut self, value: &Value, path: &str) {
        match &value.data {
            Data::Text(text) => {
                self.pieces(&markdown::line(&without_formulas(text)), value.span, path);
            }
            Data::Cell(text) if !text.starts_with('=') && parse_decimal(text).is_none() => {
                self.pieces(&markdown::line(&without_formulas(text)), value.span, path);
            }
            Data::Markdown(text) => {
                self.pieces(&markdown::blocks(&without_formulas(text)), value.span, path);
            }
            Data::Plain(text) => self.pieces(&[Piece::Text(text.clone())], value.span, path),
            Data::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.walk(&item.value, &format!("{path}[{index}]"));
                }
            }
            Data::Map(entries) | Data::Part(_, entries) => {
                for entry in entries {
                    let dot = if path.is_empty() { "" } else { "." };
                    self.walk(&entry.value, &format!("{path}{dot}{}", entry.key));
                }
            }
            _ => {}
        }
    }

    fn pieces(&mut self, pieces: &[Piece], span: Span, path: &str) {
        // The marks around a quoted value are not the author's; each place comes after the last.
        let mut from = usize::from(self.sources.slice(span).starts_with(['"', '\'']));
        let mut before = ' ';
        for piece in pieces {
            let Piece::Text(text) = piece else {
                if starts_line(piece) {
                    before = ' ';
                }
                continue;
            };
            let faults = self.rules.faults(text, before);
            before = text.chars().next_back().unwrap_or(before);
            for fault in faults {
                let found = &text[fault.place.clone()];
                let place = self.sources.find(found, span, from);
                if let Some(place) = place {
                    from = place.range().start - span.range().start + 1;
                }
                let message = say!(
                    "`{found}` is printed as `{wanted}`",
                    found,
                    wanted = fault.wanted
                );
                let label = match fault.sort {
                    Sort::Quotes => say!("other quotation marks"),
                    Sort::Dash => say!("a hyphen for a dash"),
                    Sort::Range => say!("a hyphen in a range"),
                    Sort::Space => say!("no space before the unit"),
                };
                self.tell(place.unwrap_or(span), message, label, path);
            }
            for (range, wanted) in wrong_groups(text) {
                let found = &text[range];
                let message = say!("`{found}` is no number in groups of three", found);
                let place = self.sources.find(found, span, 0).unwrap_or(span);
                let label = say!("`{wanted}`, or another?", wanted);
                self.tell(place, message, label, path);
            }
        }
    }

    fn tell(&mut self, place: Span, message: Message, label: Message, path: &str) {
        let diagnostic = Diagnostic::check(Code::Typography, place, message);
        self.sink.push(diagnostic.label(label).path(path));
    }
}

/// Whether a piece of Markdown begins a line, a cell or a note.
fn starts_line(piece: &Piece) -> bool {
    let stays = |part: &Part| matches!(part, Part::Emphasis | Part::Strong | Part::Link(_));
    !matches!(piece, Piece::Open(part) | Piece::Close(part) if stays(part))
}

/// Numbers whose digits are not in groups of three, as „16 0421“, each with the same digits in
/// such groups. A group that starts with zero is no number of its own.
pub(super) fn wrong_groups(text: &str) -> Vec<(Range<usize>, String)> {
    let digits = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let words = words(text);
    let at = |index: usize| words.get(index).map(|place| &text[place.clone()]);
    let mut found = Vec::new();
    for index in 1..words.len() {
        let (Some(first), Some(second)) = (at(index - 1), at(index)) else {
            continue;
        };
        let first = first.trim_start_matches(OPENING);
        let second = second.trim_end_matches(|c| c == '.' || CLOSING.contains(&c));
        let before = index.checked_sub(2).and_then(at);
        let wrong = digits(first)
            && first.len() <= 3
            && !first.starts_with('0')
            && digits(second)
            && second.len() > 3
            && second.starts_with('0')
            && !before.is_some_and(digits);
        if wrong {
            let all: Vec<char> = first.chars().chain(second.chars()).collect();
            let groups: Vec<String> = all
                .rchunks(3)
                .rev()
                .map(|group| group.iter().collect())
                .collect();
            let (first, second) = (
                words[index - 1].end - first.len(),
                words[index].start + second.len(),
            );
            found.push((first..second, groups.join(" ")));
        }
    }
    found
}
