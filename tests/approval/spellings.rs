//! One document in many spellings: a tree as YAML, each choice by chance.

use std::fmt::Write;

use aktas::yaml::{Node, Value};

/// What is chosen; the same seed chooses the same.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// Chooses the first of everything.
    pub(crate) fn plain() -> Self {
        Self(0)
    }

    /// A number below another: steps of xorshift (Marsaglia 2003), for which 0 stays 0.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % count.max(1) as u64) as usize
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.0 != 0 && self.below(count) == 0
    }
}

/// The tree as a file: with comments, in some order of the keys, in flow and block style, with all
/// sorts of quotation marks, line ends, and spaces at the ends of lines.
pub(crate) fn spelt(tree: &Node, chance: &mut Chance) -> String {
    let mut text = String::new();
    block(tree, 0, "", &mut text, chance);
    let mut lines: Vec<String> = Vec::new();
    let (mut out, mut literal, mut was_text) = (String::new(), None, false);
    lines.extend(text.lines().map(str::to_owned));
    let line_end = if chance.one_in(3) { "\r\n" } else { "\n" };
    if chance.one_in(3) {
        out.push('\u{feff}');
    }
    for line in lines {
        let indent = line.len() - line.trim_start().len();
        // In a block of text all signs are of the text.
        if literal.is_some_and(|from| indent <= from && !line.is_empty()) {
            literal = None;
        }
        let is_text = literal.is_some();
        if line.ends_with([MARK]) {
            literal = Some(indent);
        }
        // A comment below a block of text would be a line of it.
        let after_text = std::mem::replace(&mut was_text, is_text);
        if !is_text && !after_text && chance.one_in(9) {
            let _ = write!(
                out,
                "{:1$}# a comment: \"of\" {{no}} matter{line_end}",
                "",
                chance.below(9)
            );
        }
        out.push_str(line.trim_end_matches(MARK));
        if !is_text && chance.one_in(9) {
            out.push_str("   ");
        }
        if !is_text && literal.is_none() && chance.one_in(9) {
            out.push_str(" # so it is");
        }
        out.push_str(line_end);
    }
    out
}

/// Stands after a line below which a block of text begins.
const MARK: char = '\u{1}';

/// Whether the order of the keys at a path is printed.
fn is_ordered(path: &str) -> bool {
    matches!(path, ".institutions" | ".sources" | ".figures")
}

fn ordered<'n>(node: &'n Node, path: &str, chance: &mut Chance) -> Vec<(&'n str, &'n Node)> {
    let Value::Map(entries) = &node.value else {
        return Vec::new();
    };
    let mut entries: Vec<_> = entries.iter().map(|e| (e.key.as_str(), &e.value)).collect();
    if !is_ordered(path) && chance.one_in(2) {
        for at in (1..entries.len()).rev() {
            entries.swap(at, chance.below(at + 1));
        }
    }
    entries
}

/// Writes what stands after `key:` or `-`, up to the line end.
fn block(node: &Node, indent: usize, path: &str, out: &mut String, chance: &mut Chance) {
    let pad = " ".repeat(indent);
    match &node.value {
        Value::Map(entries) if !entries.is_empty() && !chance.one_in(6) => {
            for (key, value) in ordered(node, path, chance) {
                let _ = write!(out, "\n{pad}{}:", scalar(key, false, chance));
                block(value, indent + 2, &format!("{path}.{key}"), out, chance);
            }
        }
        Value::List(items) if !items.is_empty() && !chance.one_in(6) => {
            for item in items {
                let _ = write!(out, "\n{pad}-");
                block(item, indent + 2, &format!("{path}[]"), out, chance);
            }
        }
        Value::Scalar(text) if is_literal(text) && chance.one_in(2) => {
            // A line end at the end of paragraphs says nothing.
            let strip = if text.ends_with('\n') { "" } else { "-" };
            let _ = write!(
                out,
                " |{}{MARK}",
                if text.contains('\n') && chance.one_in(2) {
                    ""
                } else {
                    strip
                }
            );
            for line in text.trim_end_matches('\n').split('\n') {
                let gap = if line.is_empty() { "" } else { pad.as_str() };
                let _ = write!(out, "\n{gap}{line}");
            }
        }
        _ => {
            out.push(' ');
            flow(node, path, out, chance);
        }
    }
}

fn flow(node: &Node, path: &str, out: &mut String, chance: &mut Chance) {
    match &node.value {
        Value::Map(_) => {
            out.push('{');
            for (index, (key, value)) in ordered(node, path, chance).into_iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { " " });
                let _ = write!(out, "{}: ", scalar(key, true, chance));
                flow(value, &format!("{path}.{key}"), out, chance);
            }
            out.push_str(" }");
        }
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                flow(item, &format!("{path}[]"), out, chance);
            }
            out.push(']');
        }
        Value::Scalar(text) => out.push_str(&scalar(text, true, chance)),
        Value::Null => out.push('~'),
    }
}

/// Whether a text can stand below `|`.
fn is_literal(text: &str) -> bool {
    let lines = text.trim_end_matches('\n');
    let plain = |line: &str| !line.starts_with([' ', '\t', '#']) && !line.ends_with(' ');
    !lines.is_empty() && lines.split('\n').all(plain) && !text.ends_with("\n\n")
}

fn scalar(text: &str, _in_flow: bool, chance: &mut Chance) -> String {
    let bare = |sign: char| sign.is_alphanumeric() || sign == ' ' || sign == '-' || sign == '.';
    let is_bare = text.chars().all(bare)
        && text.starts_with(char::is_alphanumeric)
        && !text.ends_with(' ')
        && !matches!(text, "null" | "Null" | "NULL");
    if is_bare && !chance.one_in(3) {
        return text.to_owned();
    }
    let is_single = !text.contains(['\n', '\t']) && !text.chars().any(char::is_control);
    if is_single && chance.one_in(2) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", escaped.replace('\n', "\\n").replace('\t', "\\t"))
}
