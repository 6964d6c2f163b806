//! What stands around the text of a document: marks of approval, whose annex it is, the title.

use super::notes::{Notes, Place, Sort};
use super::outline::Part;
use super::text::Text;
use super::words::{ACTS, ANNEX, MARKS, PRINTED, only};
use super::yaml::{Node, Value};

/// A mark of approval.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mark {
    /// What it says, as the content names it.
    pub says: &'static str,
    /// Who gives it, line by line.
    pub body: Vec<String>,
    /// By what act, as the content names it; `None` if it does not say.
    pub act: Option<&'static str>,
    /// Whether it stands at the end.
    pub at_end: bool,
}

/// The parts of a document, apart.
#[derive(Debug, Default)]
pub(super) struct Front {
    /// The marks.
    pub marks: Vec<Mark>,
    /// The lines that say whose annex it is.
    pub annex: Vec<String>,
    /// The paragraphs of the title.
    pub title: Vec<Text>,
    /// Everything else.
    pub rest: Vec<Part>,
}

/// Takes marks and title out of the parts of a document.
pub(super) fn take(parts: Vec<Part>, notes: &mut Notes) -> Front {
    let mut front = Front::default();
    let mut parts = unpacked(parts);
    parts.retain(|part| !is_sign_of_draft(part, notes));
    let mut at = 0;
    while at < parts.len() {
        let Some((mut mark, taken, rest)) = mark_at(&parts[at..], notes) else {
            at += 1;
            continue;
        };
        mark.at_end = parts[..at]
            .iter()
            .any(|part| matches!(part, Part::Table(_)))
            || at > 12;
        parts.splice(at..at + taken, rest);
        front.marks.push(mark);
    }
    let annex = annex_lines(&parts);
    for part in parts.drain(..annex) {
        if let Part::Text(text) = part {
            front.annex.extend(text.lines());
        }
    }
    let title = title_length(&parts);
    front.title = parts
        .drain(..title)
        .filter_map(|part| match part {
            Part::Text(text) => Some(text),
            _ => None,
        })
        .collect();
    if let Some(Part::Text(text)) = parts.first()
        && is_dated(&text.plain())
    {
        notes.push(Sort::Act, Place::Paragraph(text.number), text.plain());
        parts.remove(0);
    }
    front.rest = parts;
    front
}

/// Tables that only place a mark on the page become the paragraphs of their cells.
fn unpacked(parts: Vec<Part>) -> Vec<Part> {
    let mut out = Vec::new();
    for part in parts {
        match part {
            Part::Table(grid)
                if grid.rows.len() < 7
                    && grid.rows.iter().any(|row| {
                        row.said().any(|cell| {
                            cell.texts
                                .iter()
                                .any(|text| mark_of(&text.plain()).is_some())
                        })
                    }) =>
            {
                let cells = grid.rows.into_iter().flat_map(|row| row.cells);
                out.extend(cells.flat_map(|cell| cell.texts).map(Part::Text));
            }
            part => out.push(part),
        }
    }
    out
}

fn is_sign_of_draft(part: &Part, notes: &mut Notes) -> bool {
    let Part::Text(text) = part else { return false };
    let plain = text.plain();
    let is_draft = only(&plain, &PRINTED[PRINTED.len() - 1..]);
    if is_draft {
        notes.push(Sort::Printed, Place::Paragraph(text.number), plain);
    }
    is_draft
}

/// The mark that a line opens: „PATVIRTINTA“.
fn mark_of(line: &str) -> Option<&'static str> {
    let lower = line.to_lowercase();
    let is_word = !line.contains(' ') && !line.chars().any(char::is_lowercase);
    let found = MARKS.iter().find(|(stem, _)| lower.starts_with(stem));
    found.filter(|_| is_word).map(|(_, mark)| *mark)
}

fn act_of(line: &str) -> Option<&'static str> {
    let lower = line.to_lowercase();
    ACTS.iter()
        .find(|(stem, _)| lower.contains(stem))
        .map(|(_, act)| *act)
}

/// A mark at the start of the parts, how many of them it takes, and what is left of the last.
fn mark_at(parts: &[Part], notes: &mut Notes) -> Option<(Mark, usize, Vec<Part>)> {
    let Part::Text(first) = &parts[0] else {
        return None;
    };
    let mark = mark_of(first.lines().first()?)?;
    let mut found = Mark {
        says: mark,
        body: Vec::new(),
        act: None,
        at_end: false,
    };
    let mut act_text = Vec::new();
    let mut lines = parts
        .iter()
        .take(9)
        .map_while(|part| match part {
            Part::Text(text) => Some(text),
            _ => None,
        })
        .enumerate()
        .flat_map(|(index, text)| {
            text.lines()
                .into_iter()
                .enumerate()
                .map(move |(line, words)| (index, line, words))
        });
    lines.next();
    let mut end = (0, 0);
    for (index, line, words) in lines {
        if !takes(&words, &mut found, &mut act_text) {
            break;
        }
        end = (index, line);
        if found.act.is_some() && act_text.iter().any(|text: &String| has_number(text)) {
            break;
        }
    }
    if !act_text.is_empty() {
        notes.push(
            Sort::Act,
            Place::Paragraph(first.number),
            act_text.join(" "),
        );
    }
    notes.push(
        Sort::Printed,
        Place::Paragraph(first.number),
        first.lines()[0].clone(),
    );
    let left = match &parts[end.0] {
        Part::Text(text) => text
            .lines()
            .into_iter()
            .skip(end.1 + 1)
            .map(|line| {
                Part::Text(Text {
                    number: text.number,
                    ..Text::plainly(&line)
                })
            })
            .collect(),
        _ => Vec::new(),
    };
    Some((found, end.0 + 1, left))
}

fn has_number(line: &str) -> bool {
    line.split(' ').any(|word| word.starts_with("Nr"))
}

/// Whether a line is the date of a document and the number of its registration.
fn is_dated(line: &str) -> bool {
    line.chars().count() < 50 && year_at(line) == Some(0) && has_number(line)
}

/// Whether a line belongs to a mark; it is then said in it, or is of its act.
fn takes(line: &str, mark: &mut Mark, act: &mut Vec<String>) -> bool {
    let at_year = year_at(line);
    let is_title =
        line.contains(' ') && !line.chars().any(char::is_lowercase) && at_year != Some(0);
    if is_title || mark_of(line).is_some() || mark.body.len() > 4 {
        return false;
    }
    let dated = at_year.filter(|at| *at == 0 || act_of(&line[*at..]).is_some());
    if dated.is_some() || act_of(line).is_some() || has_number(line) || line.contains("___") {
        let at = dated.unwrap_or(0);
        let body = line[..at].trim();
        if !body.is_empty() {
            mark.body.push(body.to_owned());
        }
        mark.act = mark.act.or(act_of(&line[at..]));
        act.push(line[at..].to_owned());
        return true;
    }
    if act.is_empty() {
        mark.body.push(line.to_owned());
    }
    act.is_empty()
}

/// Where a year stands in a line.
fn year_at(line: &str) -> Option<usize> {
    let is_year = |at: &usize| {
        let before = line[..*at].chars().last();
        let digits = line[*at..].bytes().take_while(u8::is_ascii_digit).count();
        digits == 4
            && matches!(&line.as_bytes()[*at..*at + 2], b"19" | b"20")
            && before.is_none_or(|c| c == ' ')
    };
    line.char_indices().map(|(at, _)| at).find(is_year)
}

/// How many of the first paragraphs say whose annex the document is.
fn annex_lines(parts: &[Part]) -> usize {
    let end = parts.iter().take(4).position(
        |part| matches!(part, Part::Text(text) if text.plain().to_lowercase().ends_with(ANNEX)),
    );
    let texts = |end: usize| {
        parts[..=end]
            .iter()
            .all(|part| matches!(part, Part::Text(_)))
    };
    end.filter(|end| texts(*end)).map_or(0, |end| end + 1)
}

/// How many of the first parts are the title.
fn title_length(parts: &[Part]) -> usize {
    let mut count = 0;
    for part in parts {
        let Part::Text(text) = part else { break };
        let plain = text.plain();
        if is_dated(&plain) {
            break;
        }
        let is_period = count > 0 && plain.len() < 30 && year_at(&plain) == Some(0);
        let is_numbered = plain.starts_with(|c: char| c.is_ascii_digit())
            && year_at(&plain) != Some(0)
            || !text.label.is_empty();
        let stands_out = text.is_title
            || text.heading == Some(1) && count == 0
            || (text.centred && text.is_strong())
            || text.is_capitals();
        let follows = count == 0 || text.heading.is_none();
        if !(stands_out && follows && !is_numbered && plain.len() < 300 || is_period) {
            break;
        }
        count += 1;
    }
    // A document of paragraphs alone begins with its title if that is short.
    match parts.first() {
        Some(Part::Text(text))
            if count == 0
                && text.plain().len() < 120
                && text.heading.is_none()
                && text.label.is_empty()
                && parts.len() > 2
                && !text.plain().ends_with(['.', ':', ';']) =>
        {
            1
        }
        _ => count,
    }
}

/// The marks as the content says them.
pub(super) fn marks(marks: &[Mark], notes: &mut Notes) -> Node {
    let items = marks.iter().map(|mark| {
        let words = |text: &str| Node::words(super::text::escaped(text));
        let body = match &mark.body[..] {
            [] => {
                notes.push(Sort::Missing, Place::Document, "marks.body");
                words(super::words::blank::BODY)
            }
            [one] => words(one),
            lines => words(&lines.join(" ")),
        };
        let act = mark.act.unwrap_or_else(|| {
            notes.push(Sort::Derived, Place::Document, "act: order");
            "order"
        });
        let mut entries = vec![
            ("mark".to_owned(), Node::bare(mark.says)),
            ("body".to_owned(), body),
            ("act".to_owned(), Node::bare(act)),
        ];
        if mark.at_end {
            entries.push(("place".to_owned(), Node::bare("end")));
        }
        Value::Map(entries).into()
    });
    Value::List(items.collect()).into()
}
