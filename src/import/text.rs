//! The text of a foreign file, as the content writes it: plain, in a line, in paragraphs.

use crate::readers::{Block, Paragraph, Run};

use super::signs::carried;
use super::yaml::starts_block;

/// A paragraph with something in it, and where it stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Text {
    /// Which paragraph of the file it is, from 1; in a table, which of its cell's.
    pub number: usize,
    /// Its level among the headings, if the file says it is one.
    pub heading: Option<u8>,
    /// Whether it is the title by its style.
    pub is_title: bool,
    /// Whether it is a caption by its style.
    pub is_caption: bool,
    /// The number or sign that the program puts before it.
    pub label: String,
    /// How deep in a list it stands.
    pub depth: Option<u8>,
    /// Whether it stands in the middle of the line.
    pub centred: bool,
    /// Its text.
    pub runs: Vec<Run>,
}

impl Text {
    /// A paragraph, without what its tracked changes take away; `None` if nothing is left.
    #[must_use]
    pub(super) fn of(paragraph: &Paragraph, number: usize) -> Option<Self> {
        let standing = |run: &&Run| run.revised.as_ref().is_none_or(|by| by.revision.is_new());
        let style = paragraph.style.to_lowercase();
        let text = Self {
            number,
            heading: paragraph.heading,
            is_title: matches!(style.as_str(), "title" | "pavadinimas"),
            is_caption: style == "caption" || style.starts_with("antraštė po"),
            label: paragraph.label.trim().to_owned(),
            depth: paragraph.depth,
            centred: paragraph.centred,
            runs: paragraph
                .runs
                .iter()
                .filter(standing)
                .map(carried)
                .collect(),
        };
        (!text.plain().is_empty()).then_some(text)
    }

    /// A paragraph of these words.
    #[must_use]
    pub(super) fn plainly(words: &str) -> Self {
        let run = Run {
            text: words.to_owned(),
            ..Run::default()
        };
        Self {
            runs: vec![run],
            ..Self::default()
        }
    }

    /// The characters, with single spaces; notes are not among them.
    #[must_use]
    pub(super) fn plain(&self) -> String {
        tidy(&self.raw())
    }

    /// All that it says, notes and the label included: what must be accounted for.
    #[must_use]
    pub(super) fn whole(&self) -> String {
        let mut whole = format!("{} {}", self.label, self.plain());
        for note in self.runs.iter().filter_map(|run| run.note.as_ref()) {
            for text in note.iter().filter_map(|paragraph| Self::of(paragraph, 0)) {
                whole.push(' ');
                whole.push_str(&text.whole());
            }
        }
        whole.trim().to_owned()
    }

    /// The characters as they are, with line ends and tabs.
    #[must_use]
    pub(super) fn raw(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// The lines that its line ends divide it into.
    #[must_use]
    pub(super) fn lines(&self) -> Vec<String> {
        let text = self.raw();
        let lines = text.split('\n').map(tidy);
        lines.filter(|line| !line.is_empty()).collect()
    }

    /// Whether all of it is bold.
    #[must_use]
    pub(super) fn is_strong(&self) -> bool {
        let mut runs = self.runs.iter().filter(|run| !run.text.trim().is_empty());
        runs.all(|run| run.strong)
    }

    /// Whether it is in capitals.
    #[must_use]
    pub(super) fn is_capitals(&self) -> bool {
        let text = self.plain();
        text.chars().filter(|c| c.is_alphabetic()).count() > 3
            && !text.chars().any(char::is_lowercase)
    }

    /// The text in Markdown in one line. A look that all of it has is not marked: how a line looks is
    /// the work of the kind.
    #[must_use]
    pub(super) fn line(&self) -> String {
        let mut plainly = self.clone();
        let seen = || self.runs.iter().filter(|run| !run.text.trim().is_empty());
        let (strong, stressed) = (seen().all(|run| run.strong), seen().all(|run| run.stressed));
        for run in &mut plainly.runs {
            run.strong &= !strong;
            run.stressed &= !stressed;
        }
        inline(&plainly.runs)
    }

    /// The end of the text that begins with `rest`, the last characters of [`Self::plain`].
    #[must_use]
    pub(super) fn ending(&self, rest: &str) -> Self {
        // Spaces may differ: only what is seen counts.
        let seen = |text: &str| text.chars().filter(|c| is_seen(*c)).count();
        let mut lead = seen(&self.plain()).saturating_sub(seen(rest));
        let mut ending = self.clone();
        for run in &mut ending.runs {
            let count = seen(&run.text);
            if lead > 0 && count <= lead {
                run.text.clear();
                lead -= count;
                continue;
            }
            let mut signs = run.text.char_indices().filter(|(_, c)| is_seen(*c));
            let start = signs.nth(lead).map_or(run.text.len(), |(at, _)| at);
            run.text.drain(..start);
            break;
        }
        ending
    }
}

/// Whether a character is one that is printed, and not a space.
fn is_seen(sign: char) -> bool {
    !sign.is_whitespace() && !sign.is_control()
}

/// The paragraphs of blocks, those of tables within them included.
#[must_use]
pub(super) fn texts(blocks: &[Block]) -> Vec<Text> {
    let mut found: Vec<Text> = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                found.extend(Text::of(paragraph, found.len() + 1));
            }
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                found.extend(cells.flat_map(|cell| texts(&cell.blocks)));
            }
            Block::Picture(_) => {}
        }
    }
    found
}

/// Single spaces, and none at the ends; a space at which no line breaks stays one.
fn tidy(text: &str) -> String {
    let words = text.split(|c: char| c.is_control() || c == ' ');
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").trim().to_owned()
}

/// Text of one paragraph in Markdown.
fn inline(runs: &[Run]) -> String {
    let groups: Vec<&[Run]> = runs.chunk_by(|a, b| look(a) == look(b)).collect();
    let mut out = String::new();
    let mut after_sign = false;
    for (index, group) in groups.iter().enumerate() {
        let (sign, link) = look(&group[0]);
        let inner: String = group.iter().map(inner).collect();
        let text = inner.trim_matches(char::is_whitespace);
        let lead = &inner[..inner.len() - inner.trim_start().len()];
        let trail = &inner[lead.len() + text.len()..];
        let next = groups
            .get(index + 1)
            .and_then(|next| next[0].text.chars().next());
        let before = out.chars().last().filter(|_| lead.is_empty());
        let next = next.filter(|_| trail.is_empty());
        let apart = !after_sign || !lead.is_empty();
        let signed = apart
            && !sign.is_empty()
            && opens(before, text.chars().next())
            && opens(next, text.chars().last());
        let sign = if signed { sign } else { "" };
        let text = match link {
            Some(to) if !text.is_empty() && !to.contains([' ', '(', ')', '<', '>']) => {
                format!("[{text}]({to})")
            }
            _ => text.to_owned(),
        };
        out.push_str(&format!("{lead}{sign}{text}{sign}{trail}"));
        after_sign = signed && trail.is_empty();
    }
    tidy(&out)
}

/// Whether a sign of emphasis is read as one between these characters, the one outside the
/// emphasis and the one within it: beside a sign of punctuation there must be no letter.
fn opens(outside: Option<char>, within: Option<char>) -> bool {
    let is_letter = |c: char| c.is_alphanumeric();
    within.is_some_and(|c| is_letter(c) || !outside.is_some_and(is_letter))
}

fn inner(run: &Run) -> String {
    let note = run.note.as_deref().map(note_of).unwrap_or_default();
    escaped(&run.text) + &note
}

fn note_of(note: &[Paragraph]) -> String {
    let texts = note.iter().filter_map(|paragraph| Text::of(paragraph, 0));
    let lines: Vec<String> = texts.map(|text| text.line()).collect();
    format!("^[{}]", lines.join(" "))
}

/// The sign of emphasis that text needs, and where it leads.
fn look(run: &Run) -> (&'static str, Option<&str>) {
    let sign = match (run.strong, run.stressed) {
        (true, true) => "***",
        (true, false) => "**",
        (false, true) => "*",
        (false, false) => "",
    };
    (sign, run.link.as_deref())
}

/// Characters so that Markdown prints them as they are.
#[must_use]
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        if "\\*_[]{}`<^".contains(sign) {
            out.push('\\');
        }
        out.push(sign);
    }
    // `&` begins a name of a character only if `;` ends it.
    if out.contains('&') && out.contains(';') {
        out.replace('&', "\\&")
    } else {
        out
    }
}

/// A line that begins a paragraph: without the sign of a list or of a heading.
#[must_use]
pub(super) fn opening(line: &str) -> String {
    let word = line.split(' ').next().unwrap_or_default();
    if !starts_block(word) || word.starts_with('\\') {
        return line.to_owned();
    }
    let number = word.trim_end_matches(['.', ')']);
    if number.len() < word.len() && !number.is_empty() {
        return format!("{number}\\{}", &line[number.len()..]);
    }
    format!("\\{line}")
}

/// Paragraphs and lists in Markdown.
#[must_use]
pub(super) fn markdown(texts: &[Text]) -> String {
    let mut out = String::new();
    // How deep the item before stood; a list begins at the edge and goes down one step at a time.
    let mut level: Option<usize> = None;
    for text in &typed_lists(texts) {
        let deep = text.depth.map(usize::from);
        let deep = deep.map(|deep| deep.min(level.map_or(0, |level| level + 1)));
        if !out.is_empty() {
            let follows = level.is_some() && deep.is_some();
            out.push_str(if follows { "\n" } else { "\n\n" });
        }
        level = deep;
        let (marker, line) = (marker(&text.label), inline(&text.runs));
        match (deep, marker) {
            (Some(deep), Some(marker)) => {
                out.push_str(&format!(
                    "{}{marker} {}",
                    " ".repeat(deep * 4),
                    opening(&line)
                ));
            }
            (Some(deep), None) => {
                let label = escaped(&text.label);
                out.push_str(&format!(
                    "{}- {} {line}",
                    " ".repeat(deep * 4),
                    opening(&label)
                ));
            }
            (None, _) if text.label.is_empty() => out.push_str(&opening(&line)),
            (None, _) => out.push_str(&opening(&format!("{} {line}", escaped(&text.label)))),
        }
    }
    out
}

/// The sign of an item of a list; `None` if its label is one that Markdown does not know.
fn marker(label: &str) -> Option<String> {
    let number = label.trim_end_matches(['.', ')']);
    if !number.contains(char::is_alphanumeric) {
        return Some("-".to_owned());
    }
    let is_number = number.len() < 9 && number.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| format!("{number}."))
}

/// Lists whose signs were typed become lists: dashes, and numbers that count from 1.
fn typed_lists(texts: &[Text]) -> Vec<Text> {
    let mut out: Vec<Text> = texts.to_vec();
    let typed: Vec<Option<(String, usize)>> = texts.iter().map(typed_label).collect();
    for at in 0..out.len() {
        let Some((label, length)) = &typed[at] else {
            continue;
        };
        let number: Option<u32> = label.trim_end_matches(['.', ')']).parse().ok();
        let continues = |other: usize, wanted: u32| {
            let label = typed
                .get(other)
                .and_then(Option::as_ref)
                .map(|(label, _)| label);
            label.and_then(|label| label.trim_end_matches(['.', ')']).parse().ok()) == Some(wanted)
        };
        let is_item = match number {
            None => true,
            Some(1) => continues(at + 1, 2),
            Some(number) => at > 0 && out[at - 1].depth.is_some() && continues(at - 1, number - 1),
        };
        if is_item {
            let rest: String = texts[at].plain().chars().skip(*length).collect();
            let mut item = out[at].ending(&rest);
            item.depth = Some(0);
            item.label.clone_from(label);
            out[at] = item;
        }
    }
    out
}

/// A sign of a list that was typed, and how many characters it has with the space after it.
fn typed_label(text: &Text) -> Option<(String, usize)> {
    let plain = text.plain();
    let (word, rest) = plain.split_once(' ')?;
    if text.depth.is_some() || !text.label.is_empty() || rest.is_empty() {
        return None;
    }
    let is_dash = matches!(word, "-" | "–" | "•" | "●" | "▪" | "*" | "·" | "o");
    let number = word.trim_end_matches(['.', ')']);
    let is_number = number.len() + 1 == word.len()
        && number.len() < 4
        && !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit());
    (is_dash || is_number).then(|| (word.to_owned(), word.chars().count() + 1))
}

#[cfg(test)]
mod tests;
