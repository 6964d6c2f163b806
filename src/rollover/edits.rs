//! Edits of a text at places: what no edit touches stays as it is, byte for byte.

use std::collections::BTreeMap;
use std::ops::Range;

use super::tree::start_of_line;
use crate::content::undecided::SIGN;
use crate::diagnostics::{Language, Message};

/// What is to be done to a text.
#[derive(Debug, Default)]
pub(super) struct Edits {
    /// What takes the place of a range of bytes, by the start and end of the range.
    replaced: BTreeMap<(usize, usize), String>,
    /// What is to be decided, by the place that it is about.
    questions: Vec<(usize, Message)>,
}

impl Edits {
    /// Puts words in the place of a range; what was said of the same range before holds, since an
    /// alias leads to its anchor again.
    pub(super) fn replace(&mut self, range: Range<usize>, words: impl Into<String>) {
        let place = self.replaced.entry((range.start, range.end));
        place.or_insert_with(|| words.into());
    }

    /// Puts words at a place, after those that were put there before.
    pub(super) fn insert(&mut self, at: usize, words: &str) {
        self.replaced.entry((at, at)).or_default().push_str(words);
    }

    /// Asks something of what stands at a place.
    pub(super) fn ask(&mut self, at: usize, question: Message) {
        self.questions.push((at, question));
    }

    /// The text with all that is to be done; `scalars` are the values of more than one line, into
    /// which no remark can be put, in their order.
    pub(super) fn apply(
        mut self,
        text: &str,
        scalars: &[Range<usize>],
        language: Language,
    ) -> String {
        self.questions.sort_by_key(|(at, _)| *at);
        let mut lines: BTreeMap<usize, Vec<Message>> = BTreeMap::new();
        for (at, question) in self.questions {
            let asked = lines.entry(line_for(at, text, scalars)).or_default();
            if !asked.contains(&question) {
                asked.push(question);
            }
        }
        for (line, questions) in lines {
            let remarks = remarks(line, &questions, text, language);
            let place = self.replaced.entry((line, line)).or_default();
            place.push_str(&remarks);
        }
        let (mut out, mut from) = (String::with_capacity(text.len() + 4096), 0);
        for ((start, end), words) in self.replaced {
            // What lies in a place that was replaced as a whole is gone with it.
            if start < from {
                continue;
            }
            out.push_str(&text[from..start]);
            out.push_str(&words);
            from = end;
        }
        out.push_str(&text[from..]);
        out
    }
}

/// The start of the line above which a remark about a place can stand; the scalars are in order.
fn line_for(at: usize, text: &str, scalars: &[Range<usize>]) -> usize {
    let line = start_of_line(at, text);
    let before = scalars.partition_point(|scalar| scalar.start < line);
    match scalars[..before].last() {
        Some(around) if line < around.end => line_for(around.start, text, scalars),
        _ => line,
    }
}

/// Remarks as lines of their own, indented as the line below them.
fn remarks(line: usize, questions: &[Message], text: &str, language: Language) -> String {
    let below = &text[line..];
    let indent = &below[..below.len() - below.trim_start_matches(' ').len()];
    let first = below.split_inclusive('\n').next().unwrap_or_default();
    let end = if first.ends_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let above = above(line, text);
    let remark = |question: &Message| format!("{indent}{SIGN} {}", question.text(language));
    let new = questions.iter().map(remark);
    let new = new.filter(|remark| !above.contains(&remark.trim()));
    new.map(|remark| remark + end).collect()
}

/// The remarks that stand above a line already.
fn above(line: usize, text: &str) -> Vec<&str> {
    let lines = text[..line].lines().rev().map(str::trim);
    lines.take_while(|line| line.starts_with('#')).collect()
}
