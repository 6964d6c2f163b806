//! YAML as a tree in which every key and value knows its place.
//!
//! The only file that knows the YAML library. A scalar keeps its characters: whether `0412`,
//! `1.10` or `no` is a number, a text or a truth value is for a schema to say. All faults of a
//! text that can be told at once are told at once; what the parser cannot read ends the text.
//!
//! Refused, each with its place: the same key twice, tags, merge keys, several documents,
//! aliases that would multiply the text, and nesting deeper than [`MAX_DEPTH`].

use std::borrow::Cow;

use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError};

use crate::diagnostics::{Code, Diagnostic, Message, Sink, say};
use crate::source::{FileId, Source, Sources, Span};

/// How deep lists and mappings may be nested.
///
/// The deepest place of a real document is about ten levels down.
pub const MAX_DEPTH: usize = 64;

/// How many nodes aliases may add to a document: enough for shared notes, far too few for a bomb.
pub const MAX_ALIASED: usize = 10_000;

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it stands. An alias has the place of its anchor's value.
    pub span: Span,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: an empty place, or `null` or `~` without quotes.
    Null,
    /// Text as it was written, after the escapes of quoted text.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// Entries in the order of the file.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The value of a key, if this is a mapping that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of a key, if this is a mapping that has it.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The entries, if this is a mapping; else none.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items, if this is a list; else none.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The text, if this is a scalar.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// What this is in the words of a message: `text`, `a list`, `a mapping`, `nothing`.
    #[must_use]
    pub fn describe(&self) -> Message {
        match &self.value {
            Value::Null => say!("nothing"),
            Value::Scalar(_) => say!("text"),
            Value::List(_) => say!("a list"),
            Value::Map(_) => say!("a mapping"),
        }
    }
}

/// Reads a text; `None` if it cannot be read at all.
pub fn parse(file: FileId, sources: &Sources, sink: &mut Sink) -> Option<Node> {
    let source = sources.get(file);
    if let Some(fault) = unmerged(file, source) {
        sink.push(fault);
        return None;
    }
    let start = if source.text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    let mut builder = Builder::new(file, source, start, sink);
    for event in Parser::new_from_str_with_options(&source.text[start..], options) {
        match event {
            Ok((event, span)) => {
                let span = builder.span(span);
                builder.take(event, span)?;
            }
            Err(error) => {
                builder.unreadable(&error);
                return None;
            }
        }
    }
    builder.finish()
}

/// A merge of two branches that git left to a person: nobody else can say which side is right.
fn unmerged(file: FileId, source: &Source) -> Option<Diagnostic> {
    let text = &source.text;
    let at = if text.starts_with(OURS) {
        0
    } else {
        text.find(&format!("\n{OURS}"))? + 1
    };
    text[at..].find(THEIRS)?;
    let line = text[at..].lines().next().unwrap_or_default();
    let place = Span::new(file, at..at + line.len());
    let message = say!("two branches changed the file, and git could not join them");
    let fault = Diagnostic::error(Code::InvalidYaml, place, message);
    Some(
        fault
            .label(say!("what one of them says begins here"))
            .hint(say!(
                "keep what is right, and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`"
            ))
            .hint(say!(
                "of a ledger, keep all of one side, and record what the other says with `aktas approve`"
            )),
    )
}

/// How git marks the sides of a merge.
const OURS: &str = "<<<<<<< ";
const THEIRS: &str = "\n>>>>>>> ";

/// A list or mapping that is still open.
struct Open {
    node: Node,
    anchor: usize,
    /// The key that waits for its value.
    key: Option<(String, Span)>,
}

struct Builder<'a> {
    file: FileId,
    source: &'a Source,
    /// Bytes that the parser did not see: a byte order mark.
    skipped: usize,
    sink: &'a mut Sink,
    open: Vec<Open>,
    anchors: Vec<(usize, Node)>,
    aliased: usize,
    documents: usize,
    root: Option<Node>,
}

impl<'a> Builder<'a> {
    fn new(file: FileId, source: &'a Source, skipped: usize, sink: &'a mut Sink) -> Self {
        Self {
            file,
            source,
            skipped,
            sink,
            open: Vec::new(),
            anchors: Vec::new(),
            aliased: 0,
            documents: 0,
            root: None,
        }
    }

    fn span(&self, span: granit_parser::Span) -> Span {
        let at = |marker: granit_parser::Marker| marker.byte_offset().unwrap_or(0) + self.skipped;
        Span::new(self.file, at(span.start)..at(span.end))
    }

    /// Takes the next event; `None` stops the reading.
    fn take(&mut self, event: Event<'_>, span: Span) -> Option<()> {
        match event {
            Event::DocumentStart(..) => self.document(span)?,
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_tag(tag.is_some(), span);
                let value = scalar(text, style);
                let absent = value == Value::Null && span.range().is_empty();
                let node = Node {
                    value,
                    span: if absent {
                        let at = before_remark(&self.source.text, span.range().start);
                        Span::new(self.file, at..at)
                    } else {
                        span
                    },
                };
                self.complete(node, anchor)?;
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.refuse_tag(tag.is_some(), span);
                self.enter(Value::List(Vec::new()), anchor, span);
            }
            Event::MappingStart(_, anchor, tag) => {
                self.refuse_tag(tag.is_some(), span);
                self.enter(Value::Map(Vec::new()), anchor, span);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(Open {
                    mut node, anchor, ..
                }) = self.open.pop()
                {
                    node.span = self.closed(node.span, span);
                    self.complete(node, anchor)?;
                }
            }
            Event::Alias(anchor) => {
                let node = self.alias(anchor, span)?;
                self.complete(node, 0)?;
            }
            _ => {}
        }
        Some(())
    }

    fn document(&mut self, span: Span) -> Option<()> {
        self.documents += 1;
        if self.documents < 2 {
            return Some(());
        }
        self.sink.push(
            Diagnostic::error(
                Code::UnsupportedYaml,
                span,
                say!("a file holds one document"),
            )
            .label(say!("a second one starts here"))
            .hint(say!("move it to a file of its own")),
        );
        None
    }

    fn refuse_tag(&mut self, tagged: bool, span: Span) {
        if tagged {
            self.sink.push(
                Diagnostic::error(
                    Code::UnsupportedYaml,
                    span,
                    say!("YAML tags (`!…`) have no meaning here"),
                )
                .hint(say!(
                    "remove the tag; put the value in quotes if it starts with `!`"
                )),
            );
        }
    }

    fn enter(&mut self, value: Value, anchor: usize, span: Span) {
        self.open.push(Open {
            node: Node { value, span },
            anchor,
            key: None,
        });
    }

    /// The span of a list or mapping from its first byte to its last, without white space.
    fn closed(&self, start: Span, end: Span) -> Span {
        let range = start.range().start..end.range().end.max(start.range().end);
        let text = self.source.text.get(range.clone()).unwrap_or_default();
        Span::new(self.file, range.start..range.start + text.trim_end().len())
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Option<Node> {
        let known = self.anchors.iter().rev().find(|(id, _)| *id == anchor);
        let Some(node) = known.map(|(_, node)| node.clone()) else {
            self.sink.push(
                Diagnostic::error(
                    Code::UnsupportedYaml,
                    span,
                    say!("an alias cannot stand inside what it repeats"),
                )
                .hint(say!("write the value out")),
            );
            return None;
        };
        if self.open.len() + depth(&node) > MAX_DEPTH {
            let message = say!(
                "with what this alias repeats, the document is nested deeper than {most} levels",
                most = MAX_DEPTH
            );
            self.sink.push(
                Diagnostic::error(Code::UnsupportedYaml, span, message)
                    .hint(say!("write the value out")),
            );
            return None;
        }
        self.aliased += count(&node);
        if self.aliased > MAX_ALIASED {
            let message = say!("aliases repeat more than {most} values", most = MAX_ALIASED);
            self.sink.push(
                Diagnostic::error(Code::UnsupportedYaml, span, message)
                    .label(say!("this one is too many"))
                    .hint(say!("write the values out")),
            );
            return None;
        }
        Some(node)
    }

    /// Puts a finished node into the list or mapping that is open.
    fn complete(&mut self, node: Node, anchor: usize) -> Option<()> {
        if anchor > 0 {
            self.anchors.push((anchor, node.clone()));
        }
        if self.joins_cut(&node) {
            return Some(());
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Some(());
        };
        match (&mut open.node.value, open.key.take()) {
            (Value::List(items), _) => items.push(node),
            (Value::Map(entries), Some((key, key_span))) => {
                entries.push(Entry {
                    key,
                    key_span,
                    value: node,
                });
            }
            (Value::Map(_), None) => return self.key(node),
            (Value::Null | Value::Scalar(_), _) => {}
        }
        Some(())
    }

    /// Within `{ }` and `[ ]` a comma ends a value, so that `6,10` and `share(a, b)` are cut in two.
    /// Tells such a value, and makes it whole, so that nothing else is told of its halves.
    fn joins_cut(&mut self, node: &Node) -> bool {
        let Some(open) = self.open.last_mut() else {
            return false;
        };
        let is_list = matches!(open.node.value, Value::List(_));
        let quoted = |span: Span| {
            let text = &self.source.text[span.range().start..];
            text.starts_with(['"', '\''])
        };
        let (last, rest) = match (&mut open.node.value, &open.key) {
            // A key without a value, where one was hardly meant.
            (Value::Map(entries), Some((_, key))) if node.span.range().is_empty() => {
                (entries.last_mut().map(|entry| &mut entry.value), *key)
            }
            (Value::List(items), _) => (items.last_mut(), node.span),
            _ => return false,
        };
        let Some(last) = last else { return false };
        let Value::Scalar(text) = &last.value else {
            return false;
        };
        let range = last.span.range().start..rest.range().end;
        let (Some(between), Some(whole)) = (
            self.source
                .text
                .get(last.span.range().end..rest.range().start),
            self.source.text.get(range.clone()),
        ) else {
            return false;
        };
        let digit = |c: char| c.is_ascii_digit();
        let half = &whole[whole.len() - rest.range().len()..];
        let decimal = between == "," && text.ends_with(digit) && half.chars().all(digit);
        let bracket = between.trim() == ","
            && text.matches('(').count() > text.matches(')').count()
            && !matches!(node.value, Value::List(_) | Value::Map(_));
        if quoted(last.span) || !(bracket || decimal && !is_list) {
            return false;
        }
        let whole = whole.to_owned();
        let span = Span::new(self.file, range);
        last.span = span;
        last.value = Value::Scalar(whole.clone());
        open.key = None;
        let message = say!("`{whole}` is cut in two: a comma ends a value here", whole);
        self.sink.push(
            Diagnostic::error(Code::InvalidYaml, span, message)
                .hint(say!("put it in quotes: `\"{whole}\"`", whole)),
        );
        true
    }

    fn key(&mut self, node: Node) -> Option<()> {
        let Node {
            value: Value::Scalar(key),
            span,
        } = node
        else {
            self.sink.push(
                Diagnostic::error(Code::UnsupportedYaml, node.span, say!("a key must be text"))
                    .label(say!("found {what}", what = node.describe()))
                    .hint(say!("put a value that holds `{{`, `[` or `:` in quotes")),
            );
            return None;
        };
        if key == "<<" {
            self.sink.push(
                Diagnostic::error(
                    Code::UnsupportedYaml,
                    span,
                    say!("merge keys (`<<`) are not supported"),
                )
                .hint(say!("write the values out")),
            );
        }
        let open = self.open.last_mut()?;
        if let Some(first) = open.node.entry(&key) {
            self.sink.push(
                Diagnostic::error(
                    Code::DuplicateKey,
                    span,
                    say!("`{key}` stands twice in one mapping", key),
                )
                .label(say!("again here"))
                .related(first.key_span, say!("first here"))
                .hint(say!("remove one of the two, or give it the key you meant")),
            );
        }
        open.key = Some((key, span));
        Some(())
    }

    fn unreadable(&mut self, error: &ScanError) {
        let offset = error.marker().byte_offset().unwrap_or(0) + self.skipped;
        let offset = offset.min(self.source.text.len());
        let place = Span::new(self.file, offset..next_char(&self.source.text, offset));
        if let Some(tab) = self.tab_before(offset) {
            self.sink.push(
                Diagnostic::error(
                    Code::InvalidYaml,
                    tab,
                    say!("a tab cannot be used for indentation"),
                )
                .label(say!("tab"))
                .hint(say!("put spaces in its place")),
            );
            return;
        }
        let (message, hints) = words(error.kind());
        let message =
            message.unwrap_or_else(|| say!("the YAML cannot be read: {why}", why = error.info()));
        let diagnostic = Diagnostic::error(Code::InvalidYaml, place, message);
        self.sink
            .push(hints.into_iter().fold(diagnostic, Diagnostic::hint));
    }

    /// The tab that indents the line at `offset`, the one before it or the one after it.
    fn tab_before(&self, offset: usize) -> Option<Span> {
        let line = self.source.line_column(offset).line;
        [line, line.saturating_sub(1), line + 1]
            .into_iter()
            .filter(|line| *line > 0)
            .find_map(|line| {
                let start = self.source.line_start(line);
                let rest = &self.source.text[start..];
                let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                let tab = start + rest[..indent].find('\t')?;
                Some(Span::new(self.file, tab..tab + 1))
            })
    }

    fn finish(self) -> Option<Node> {
        if self.root.is_none() {
            let place = Span::new(self.file, self.source.text.len()..self.source.text.len());
            self.sink.push(
                Diagnostic::error(Code::InvalidYaml, place, say!("the file is empty")).hint(say!(
                    "start a document with its kind, for example `kind: activity-plan`"
                )),
            );
        }
        self.root
    }
}

/// Our words for the faults that writers of plans make most, and what to do about them.
fn words(kind: &ErrorKind) -> (Option<Message>, Vec<Message>) {
    let (message, hints) = match kind {
        ErrorKind::RecursionLimitExceeded => {
            let message = say!(
                "the document is nested deeper than {most} levels",
                most = MAX_DEPTH
            );
            return (
                Some(message),
                vec![say!("take out levels; a plan needs about ten")],
            );
        }
        ErrorKind::UnexpectedCharacter { character } if character.is_control() => {
            let message = say!(
                "the text holds the control character U+{number}",
                number = format!("{:04X}", u32::from(*character))
            );
            return (
                Some(message),
                vec![say!("remove it; an editor may not show it")],
            );
        }
        ErrorKind::UnexpectedCharacter { character } => {
            let message = say!("a value cannot start with `{character}`", character);
            return (Some(message), vec![say!("put the value in quotes")]);
        }
        ErrorKind::UnknownAnchor => (
            say!("`*` starts the name of a value written earlier, and there is none of this name"),
            vec![say!("put the value in quotes if it starts with `*`")],
        ),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::InvalidQuotedScalarIndent => (
            say!("a quotation mark that opens a value is not closed before this"),
            vec![say!("close the value with the same quotation mark")],
        ),
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            say!("the value goes on after the quotation mark that closes it"),
            vec![say!(
                "put the whole value in quotes of the other sort, as in '\"Knyga\" ir skaitytojas'"
            )],
        ),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofFlowSequence => (
            say!("a `{{` or `[` is never closed"),
            vec![say!("close it, or put the value in quotes")],
        ),
        ErrorKind::InvalidColonPlacement
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::InvalidFlowScalarIndent => (
            say!(
                "this cannot stand here: a `{{` or `[` before it is not closed, or a comma is missing"
            ),
            vec![say!("close the bracket, or put a comma between the values")],
        ),
        ErrorKind::MappingValueNotAllowed => (
            say!("a `:` with a space after it cannot stand here"),
            vec![
                say!("put the value in quotes if it holds `: `"),
                say!("if this is a key, line it up with the keys around it"),
            ],
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => (
            say!("a key needs `:` and a space after it"),
            vec![say!(
                "write `key: value`, or move these words to the value that they belong to"
            )],
        ),
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::InvalidIndentation => (
            say!("this line does not line up with the lines before it"),
            vec![say!(
                "line it up with its neighbours: the same kind of thing starts in the same column"
            )],
        ),
        _ => return (None, Vec::new()),
    };
    (Some(message), hints)
}

/// The place of a value that is not there: after its key or its `-`, before a remark.
fn before_remark(text: &str, offset: usize) -> usize {
    let start = text[..offset].rfind('\n').map_or(0, |end| end + 1);
    let line = &text[start..offset];
    let line = line.split_once(" #").map_or(line, |(before, _)| before);
    start + line.trim_end().len()
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> Value {
    let plain = style == ScalarStyle::Plain;
    if plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL") {
        return Value::Null;
    }
    Value::Scalar(text.into_owned())
}

fn count(node: &Node) -> usize {
    let inside: usize = match &node.value {
        Value::Null | Value::Scalar(_) => 0,
        Value::List(items) => items.iter().map(count).sum(),
        Value::Map(entries) => entries.iter().map(|entry| count(&entry.value)).sum(),
    };
    1 + inside
}

fn depth(node: &Node) -> usize {
    let inside = match &node.value {
        Value::Null | Value::Scalar(_) => None,
        Value::List(items) => items.iter().map(depth).max(),
        Value::Map(entries) => entries.iter().map(|entry| depth(&entry.value)).max(),
    };
    1 + inside.unwrap_or(0)
}

fn next_char(text: &str, offset: usize) -> usize {
    text[offset..]
        .chars()
        .next()
        .map_or(offset, |c| offset + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<Node>, Vec<String>) {
        let mut sources = Sources::default();
        let file = sources.add("plan.yaml", text);
        let mut sink = Sink::default();
        let node = parse(file, &sources, &mut sink);
        let told = sink.into_sorted(&sources);
        (
            node,
            told.iter()
                .map(|d| {
                    crate::diagnostics::short::render(
                        d,
                        &sources,
                        crate::diagnostics::Language::English,
                    )
                })
                .collect(),
        )
    }

    #[test]
    fn scalars_keep_their_characters() {
        let (node, told) =
            read("a: 0412\nb: 1.10\nc: no\nd: 12,5\ne: \"1 200,00\"\nf: ~\ng: '~'\nh:\n");
        assert_eq!(told, Vec::<String>::new());
        let node = node.expect("the text is valid");
        let text = |key: &str| node.get(key).and_then(Node::as_str);
        assert_eq!(text("a"), Some("0412"));
        assert_eq!(text("b"), Some("1.10"));
        assert_eq!(text("c"), Some("no"));
        assert_eq!(text("d"), Some("12,5"));
        assert_eq!(text("e"), Some("1 200,00"));
        assert_eq!(text("f"), None);
        assert_eq!(text("g"), Some("~"));
        assert_eq!(node.get("h").map(|h| h.value.clone()), Some(Value::Null));
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text = "\u{feff}pavadinimas: „Ąžuolas“\nitems:\n  - vienas\n  - { a: b }\n\nlast: x\n";
        let mut sources = Sources::default();
        let file = sources.add("plan.yaml", text);
        let node = parse(file, &sources, &mut Sink::default()).expect("the text is valid");
        let slice = |node: Option<&Node>| node.map(|node| sources.slice(node.span).to_owned());
        assert_eq!(slice(node.get("pavadinimas")).as_deref(), Some("„Ąžuolas“"));
        assert_eq!(
            slice(node.get("items")).as_deref(),
            Some("- vienas\n  - { a: b }")
        );
        assert_eq!(sources.slice(node.entries()[1].key_span), "items");
        assert_eq!(
            slice(node.get("items").map(|items| &items.items()[1])).as_deref(),
            Some("{ a: b }")
        );
    }

    #[test]
    fn every_duplicate_is_told_and_reading_goes_on() {
        let (node, told) = read("a: 1\na: 2\nb: { c: 1, c: 2 }\n");
        assert!(node.is_some());
        assert_eq!(
            told,
            [
                "plan.yaml:2:1: error[duplicate-key]: `a` stands twice in one mapping\n",
                "plan.yaml:3:12: error[duplicate-key]: `c` stands twice in one mapping\n",
            ]
        );
    }

    #[test]
    fn bombs_and_towers_are_refused() {
        let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for (last, next) in "abcdefgh".chars().zip("bcdefghi".chars()) {
            let repeated = vec![format!("*{last}"); 10].join(", ");
            bomb.push_str(&format!("{next}: &{next} [{repeated}]\n"));
        }
        let (node, told) = read(&bomb);
        assert!(node.is_none());
        assert!(
            told[0].contains("aliases repeat more than 10000 values"),
            "{told:?}"
        );
        for tower in [
            "[".repeat(100),
            (0..100)
                .map(|depth| format!("{}a:\n", " ".repeat(depth)))
                .collect(),
        ] {
            let (node, told) = read(&tower);
            assert!(node.is_none());
            assert!(told[0].contains("nested deeper than 64 levels"), "{told:?}");
        }
    }
}
