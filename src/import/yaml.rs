//! The YAML that an import writes: a tree of texts, in the layout that people write.
//!
//! A text never changes its value by the way it is written: what YAML could take for something else
//! is quoted, and what is long is folded at spaces.

use crate::content::undecided::SIGN;

/// How a remark begins that asks for a decision.
const ASKS: &str = "? ";

/// How wide the lines are, in characters.
const WIDTH: usize = 100;

/// How long an item of a list in brackets is at most, where the list takes several lines.
const MAX_SHORT: usize = 50;

/// A part of the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// What it holds.
    pub value: Value,
    /// What is said of it in a comment; empty if nothing is.
    pub remark: String,
    /// What of the source it stands for, if that is not what it says: names for the key of a person.
    pub stands_for: Option<String>,
}

/// What a part of the file holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Nothing: `~`.
    Nothing,
    /// Words, quoted if they could be taken for something else.
    Words(String),
    /// A number, a term or a name, as it is.
    Bare(String),
    /// Paragraphs and lists in Markdown, a line for each.
    Blocks(String),
    /// A list, an item below the other.
    List(Vec<Node>),
    /// A list in one line, if there is room.
    Row(Vec<Node>),
    /// Keys and what they hold.
    Map(Vec<(String, Node)>),
    /// The same in one line, if there is room.
    Line(Vec<(String, Node)>),
}

impl From<Value> for Node {
    fn from(value: Value) -> Self {
        Self {
            value,
            remark: String::new(),
            stands_for: None,
        }
    }
}

impl Node {
    /// Words.
    pub(super) fn words(text: impl Into<String>) -> Self {
        Value::Words(text.into()).into()
    }

    /// A number, a term or a name.
    pub(super) fn bare(text: impl Into<String>) -> Self {
        Value::Bare(text.into()).into()
    }

    /// With a comment.
    #[must_use]
    pub(super) fn remarked(mut self, remark: impl Into<String>) -> Self {
        self.remark = remark.into();
        self
    }

    /// With a comment that asks for something, which `check` tells until it is deleted.
    #[must_use]
    pub(super) fn asking(self, question: &str) -> Self {
        self.remarked(format!("{ASKS}{question}"))
    }

    /// Standing for other words of the source.
    #[must_use]
    pub(super) fn standing_for(mut self, text: impl Into<String>) -> Self {
        self.stands_for = Some(text.into());
        self
    }

    /// Calls `visit` with every text that the file says of the source: values, keys and comments.
    pub(super) fn every_text(&self, visit: &mut impl FnMut(&str)) {
        visit(&self.remark);
        if let Some(text) = &self.stands_for {
            visit(text);
            return;
        }
        match &self.value {
            Value::Nothing => {}
            Value::Words(text) | Value::Bare(text) | Value::Blocks(text) => visit(text),
            Value::List(items) | Value::Row(items) => {
                items.iter().for_each(|item| item.every_text(visit));
            }
            Value::Map(entries) | Value::Line(entries) => {
                for (key, entry) in entries {
                    visit(key);
                    entry.every_text(visit);
                }
            }
        }
    }
}

/// Writes the entries of a document; `comments` stand at its head.
#[must_use]
pub(super) fn write(head: &[String], entries: &[(String, Node)], tail: &[String]) -> String {
    let mut out = String::new();
    comments(head, &mut out);
    let mut after_long = false;
    for (index, (key, node)) in entries.iter().enumerate() {
        let mut text = String::new();
        entry(key, node, 0, &mut text);
        let is_long = text.lines().count() > 1;
        if index > 0 && (is_long || after_long) {
            out.push('\n');
        }
        after_long = is_long;
        out.push_str(&text);
    }
    if !tail.is_empty() {
        out.push('\n');
        comments(tail, &mut out);
    }
    out
}

fn comments(lines: &[String], out: &mut String) {
    for line in lines {
        remark(line, 0, out);
    }
}

/// A comment on lines of its own.
fn remark(text: &str, indent: usize, out: &mut String) {
    let room = WIDTH.saturating_sub(indent + 2);
    for line in wrapped(text, room, |_| true) {
        push_line(&comment(&line), indent, out);
    }
}

/// A comment; one that begins with `?` asks, and is told until it is deleted.
fn comment(text: &str) -> String {
    match text.strip_prefix(ASKS) {
        Some(question) => format!("{SIGN} {question}"),
        None => format!("# {text}"),
    }
}

fn push_line(line: &str, indent: usize, out: &mut String) {
    out.push_str(&" ".repeat(indent));
    out.push_str(line.trim_end());
    out.push('\n');
}

/// `key: value` at an indent, with all lines below it.
fn entry(key: &str, node: &Node, indent: usize, out: &mut String) {
    placed(&format!("{}:", scalar(key, false, true)), node, indent, out);
}

/// A node after what stands before it in its line, `key:` or `-`.
fn placed(lead: &str, node: &Node, indent: usize, out: &mut String) {
    if let Some(line) = in_line(node) {
        let line = format!("{lead} {line}");
        let fits = |text: &str| indent + text.chars().count() <= WIDTH;
        let with_remark = format!("{line} {}", comment(&one_line(&node.remark)));
        if node.remark.is_empty() && (fits(&line) || !is_long_text(node)) {
            return push_line(&line, indent, out);
        }
        if !node.remark.is_empty() && fits(&with_remark) {
            return push_line(&with_remark, indent, out);
        }
        if fits(&line) || !is_long_text(node) && !foldable(node) {
            remark(&node.remark, indent, out);
            return push_line(&line, indent, out);
        }
    }
    if !node.remark.is_empty() {
        remark(&node.remark, indent, out);
    }
    below(lead, node, indent, out);
}

/// Whether a node that is too long for its line can be written below its lead.
fn is_long_text(node: &Node) -> bool {
    !matches!(node.value, Value::Bare(_) | Value::Nothing)
}

fn foldable(node: &Node) -> bool {
    matches!(node.value, Value::Words(_) | Value::Blocks(_))
}

/// A node on the lines below its lead.
fn below(lead: &str, node: &Node, indent: usize, out: &mut String) {
    match &node.value {
        Value::Nothing => push_line(&format!("{lead} ~"), indent, out),
        Value::Bare(text) => push_line(&format!("{lead} {text}"), indent, out),
        Value::Words(text) => {
            push_line(&format!("{lead} >-"), indent, out);
            for line in wrapped(&one_line(text), room(indent + 2), |_| true) {
                push_line(&line, indent + 2, out);
            }
        }
        Value::Blocks(text) => {
            push_line(&format!("{lead} |"), indent, out);
            for line in text.lines() {
                markdown_line(line, indent + 2, out);
            }
        }
        Value::Row(items) if let Some(lines) = row_lines(items, room(indent + lead.len() + 2)) => {
            // A list in brackets goes on where its first line began.
            let hang = indent + lead.len() + 2;
            for (index, line) in lines.iter().enumerate() {
                if index == 0 {
                    push_line(&format!("{lead} {line}"), indent, out);
                } else {
                    push_line(line, hang, out);
                }
            }
        }
        Value::List(items) | Value::Row(items) => {
            push_line(lead, indent, out);
            list(items, indent + 2, out);
        }
        Value::Map(entries) | Value::Line(entries) if lead == "-" => {
            item(entries, indent, out);
        }
        Value::Map(entries) | Value::Line(entries) => {
            push_line(lead, indent, out);
            for (key, node) in entries {
                entry(key, node, indent + 2, out);
            }
        }
    }
}

/// A list of short items in brackets, in as many lines as it needs.
fn row_lines(items: &[Node], width: usize) -> Option<Vec<String>> {
    let items: Vec<String> = items.iter().map(in_flow).collect::<Option<_>>()?;
    if items.iter().any(|item| item.chars().count() > MAX_SHORT) {
        return None;
    }
    let mut lines = vec!["[".to_owned()];
    for (index, item) in items.iter().enumerate() {
        let sign = if index + 1 == items.len() { "]" } else { "," };
        let last = lines.len() - 1;
        let is_first = lines[last].is_empty() || lines[last] == "[";
        let space = usize::from(!is_first);
        if !is_first && lines[last].chars().count() + space + item.chars().count() + 1 > width {
            lines.push(format!("{item}{sign}"));
            continue;
        }
        if space == 1 {
            lines[last].push(' ');
        }
        lines[last].push_str(&format!("{item}{sign}"));
    }
    Some(lines)
}

fn list(items: &[Node], indent: usize, out: &mut String) {
    let mut before = 0;
    for node in items {
        let mut text = String::new();
        placed("-", node, indent, &mut text);
        let lines = text.lines().count();
        // Items of several keys are set apart.
        if before > 3 && matches!(node.value, Value::Map(_)) {
            out.push('\n');
        }
        before = lines;
        out.push_str(&text);
    }
}

/// A mapping as an item of a list: its first key stands after the dash.
fn item(entries: &[(String, Node)], indent: usize, out: &mut String) {
    let mut text = String::new();
    for (key, node) in entries {
        entry(key, node, indent + 2, &mut text);
    }
    // A comment may stand first.
    let mut dash = true;
    for line in text.split_inclusive('\n') {
        let is_key = !line.trim_start().starts_with('#');
        if dash && is_key {
            out.push_str(&" ".repeat(indent));
            out.push_str("- ");
            out.push_str(line.trim_start());
            dash = false;
        } else if dash {
            push_line(line.trim(), indent, out);
        } else {
            out.push_str(line);
        }
    }
}

fn room(indent: usize) -> usize {
    WIDTH.saturating_sub(indent).max(40)
}

/// A line of Markdown, which goes on below its own beginning if it is long.
fn markdown_line(line: &str, indent: usize, out: &mut String) {
    let text = line.trim_start();
    let mut hang = line.len() - text.len();
    let marker = text.split(' ').next().unwrap_or_default();
    if starts_block(marker) && marker.len() < text.len() {
        hang += marker.len() + 1;
    }
    for (index, part) in wrapped(text, room(indent + hang), |word| !starts_block(word))
        .iter()
        .enumerate()
    {
        let own = if index == 0 {
            line.len() - text.len()
        } else {
            hang
        };
        if part.is_empty() {
            out.push('\n');
        } else {
            push_line(part, indent + own, out);
        }
    }
}

/// Whether a word at the start of a line is a sign of Markdown: of a list, a heading, a quotation.
#[must_use]
pub(super) fn starts_block(word: &str) -> bool {
    let number = word.trim_end_matches(['.', ')']);
    let counts = number.len() < word.len() && number.bytes().all(|b| b.is_ascii_digit());
    let only = |signs: &[char]| !word.is_empty() && word.trim_matches(signs).is_empty();
    counts
        || only(&['-', '+', '*', '#', '='])
        || word.starts_with(['>', '`'])
        || word.starts_with("~~~")
}

/// A text in lines of at most `width` characters where it has spaces; a line begins only with a word
/// that `may_begin` lets.
fn wrapped(text: &str, width: usize, may_begin: impl Fn(&str) -> bool) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut length = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let long = word.chars().count();
        let last = lines.len() - 1;
        if length > 0 && length + 1 + long > width && may_begin(word) {
            lines.push(word.to_owned());
            length = long;
            continue;
        }
        if length > 0 {
            lines[last].push(' ');
            length += 1;
        }
        lines[last].push_str(word);
        length += long;
    }
    lines
}

/// A text without line ends.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split([' ', '\n', '\t', '\r'])
        .filter(|w| !w.is_empty())
        .collect();
    words.join(" ")
}

/// A node as it stands in one line, if it can.
fn in_line(node: &Node) -> Option<String> {
    let flow = |nodes: &mut dyn Iterator<Item = Option<String>>| -> Option<String> {
        Some(nodes.collect::<Option<Vec<String>>>()?.join(", "))
    };
    Some(match &node.value {
        Value::Nothing => "~".to_owned(),
        Value::Words(text) => scalar(&one_line(text), false, true),
        Value::Bare(text) => scalar(&one_line(text), false, false),
        Value::Blocks(text) if !text.contains('\n') => scalar(text, false, true),
        Value::Blocks(_) | Value::List(_) | Value::Map(_) => return None,
        Value::Row(items) => format!("[{}]", flow(&mut items.iter().map(in_flow))?),
        Value::Line(entries) => {
            let mut parts = entries.iter().map(|(key, node)| {
                Some(format!("{}: {}", scalar(key, true, false), in_flow(node)?))
            });
            format!("{{ {} }}", flow(&mut parts)?)
        }
    })
}

fn in_flow(node: &Node) -> Option<String> {
    if !node.remark.is_empty() {
        return None;
    }
    match &node.value {
        Value::Words(text) | Value::Blocks(text) => Some(scalar(&one_line(text), true, true)),
        Value::Bare(text) => Some(scalar(text, true, false)),
        Value::Nothing | Value::Row(_) | Value::Line(_) => in_line(node),
        Value::List(_) | Value::Map(_) => None,
    }
}

/// A text as a scalar of YAML: plain where it can only be that text, else quoted. What looks like a
/// number is quoted if it is `words`.
pub(crate) fn scalar(text: &str, in_flow: bool, words: bool) -> String {
    let is_switch = !words && matches!(text, "true" | "false");
    if is_switch || is_plain(text, in_flow) && !(words && looks_like_value(text)) {
        return text.to_owned();
    }
    if text.contains(['\\', '"']) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    format!("\"{text}\"")
}

fn is_plain(text: &str, in_flow: bool) -> bool {
    const SIGNS: &str = "-?:,[]{}#&*!|>'\"%@`=~";
    let reserved = [
        "", "null", "true", "false", "yes", "no", "on", "off", "y", "n",
    ];
    !text.starts_with(|first: char| SIGNS.contains(first) || first.is_whitespace())
        && !text.ends_with(|last: char| last == ':' || last.is_whitespace())
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(":\u{a0}")
        && !text.starts_with("...")
        && !reserved.contains(&text.to_lowercase().as_str())
        && !(in_flow && text.contains([',', '[', ']', '{', '}', ':']))
}

/// Whether YAML could take a text for a number, a date or a time.
fn looks_like_value(text: &str) -> bool {
    let sign = |c: char| c.is_ascii_digit() || "+-.,:_ \u{a0}eExXoO".contains(c);
    text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) && text.chars().all(sign)
}

#[cfg(test)]
mod tests;
