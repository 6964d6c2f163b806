//! The text of a DOCX file as Word shows it: numbers counted and fields worked out anew, not as they
//! were left in the file.
#![allow(dead_code, reason = "each file of tests uses some of it")]

use std::collections::BTreeMap;
use std::io::Cursor;

use roxmltree::{Document, Node};

/// A paragraph of the text.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The name of its style.
    pub(crate) style: String,
    /// Whether it stands in a cell.
    pub(crate) in_cell: bool,
    /// Whether it is a line of a table of contents.
    pub(crate) in_contents: bool,
    /// The label of a list in the text.
    pub(crate) label: Option<String>,
    /// Its number, if it has one that is counted, and what stands behind the number.
    pub(crate) number: String,
    /// Its text with the fields worked out.
    pub(crate) text: String,
    /// Its text with the answers that stand in the file.
    pub(crate) stored: String,
}

/// The paragraphs of a file in their order.
pub(crate) fn paragraphs(docx: &[u8]) -> Vec<Shown> {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).expect("the file is a package");
    let mut read = |part: &str| {
        let entry = archive.by_name(part).ok()?;
        std::io::read_to_string(entry).ok()
    };
    let [text, styles, numbering] =
        ["word/document.xml", "word/styles.xml", "word/numbering.xml"].map(&mut read);
    let text = text.expect("the text is there");
    let styles = styles.expect("the styles are there");
    let numbering = numbering.unwrap_or_else(|| "<numbering/>".to_owned());
    let parse = |part: &str| Document::parse(part).map(|_| ()).expect("the part is XML");
    [&text, &styles, &numbering]
        .into_iter()
        .for_each(|part| parse(part));
    let (text, styles, numbering) = (
        Document::parse(&text).expect("XML"),
        Document::parse(&styles).expect("XML"),
        Document::parse(&numbering).expect("XML"),
    );
    let defined = styles.descendants().filter(|node| is(*node, "style"));
    let mut reader = Reader {
        styles: defined
            .filter_map(|style| Some((attribute(style, "styleId")?, style)))
            .collect(),
        lists: Lists::new(&numbering),
        sequences: BTreeMap::new(),
        bookmarks: BTreeMap::new(),
    };
    // A reference may lead forward: what it shows is known the second time.
    let elements: Vec<_> = text.descendants().filter(|node| is(*node, "p")).collect();
    for paragraph in &elements {
        reader.paragraph(*paragraph);
    }
    reader.lists = Lists::new(&numbering);
    reader.sequences.clear();
    elements
        .into_iter()
        .map(|paragraph| reader.paragraph(paragraph))
        .collect()
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

fn child<'a, 'd>(node: Node<'a, 'd>, path: &[&str]) -> Option<Node<'a, 'd>> {
    path.iter().try_fold(node, |node, name| {
        node.children().find(|child| is(*child, name))
    })
}

/// The attribute of an element.
fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let mut attributes = node.attributes();
    let found = attributes.find(|attribute| attribute.name() == name)?;
    Some(found.value())
}

/// The value of an element below another.
fn value<'a>(node: Node<'a, '_>, path: &[&str]) -> Option<&'a str> {
    attribute(child(node, path)?, "val")
}

/// A place that references name.
#[derive(Default)]
struct Bookmark {
    /// What stands between its ends.
    text: String,
    /// The number of the paragraph it starts in.
    number: String,
}

struct Reader<'a, 'd> {
    styles: BTreeMap<&'a str, Node<'a, 'd>>,
    lists: Lists,
    sequences: BTreeMap<String, u32>,
    bookmarks: BTreeMap<String, Bookmark>,
}

impl Reader<'_, '_> {
    fn paragraph(&mut self, paragraph: Node<'_, '_>) -> Shown {
        let within = |name: &str| paragraph.ancestors().any(|node| is(node, name));
        let style = value(paragraph, &["pPr", "pStyle"]).unwrap_or_default();
        let mut shown = Shown {
            style: self.style_name(style).to_owned(),
            in_cell: within("tc"),
            in_contents: within("sdt"),
            ..Shown::default()
        };
        if let Some(numbered) = self.numbered(paragraph, style) {
            let label = self.lists.next(&numbered.0, numbered.1);
            if label.counted {
                shown.number = format!("{}{}", label.text, label.suffix);
            } else {
                shown.label = Some(label.text);
            }
        }
        self.text(paragraph, shown)
    }

    fn style_name<'s>(&'s self, id: &'s str) -> &'s str {
        let style = self.styles.get(id);
        style
            .and_then(|style| value(*style, &["name"]))
            .unwrap_or(id)
    }

    /// The list and the level of a paragraph: its own, or those of its style, or of what its style
    /// is based on. List 0 is none.
    fn numbered(&self, paragraph: Node<'_, '_>, style: &str) -> Option<(String, usize)> {
        let told = |node: Node<'_, '_>| {
            let properties = child(node, &["pPr", "numPr"])?;
            let num = value(properties, &["numId"])?.to_owned();
            let level = value(properties, &["ilvl"]).unwrap_or("0");
            Some((num, level.parse().expect("a level is a number")))
        };
        let mut found = told(paragraph);
        let mut above = Some(style.to_owned());
        while let (None, Some(id)) = (&found, &above) {
            let style = *self.styles.get(id.as_str())?;
            found = told(style);
            above = value(style, &["basedOn"]).map(str::to_owned);
        }
        found.filter(|(num, _)| num != "0")
    }

    fn text(&mut self, paragraph: Node<'_, '_>, shown: Shown) -> Shown {
        let mut line = Line {
            shown,
            fields: Vec::new(),
            open: Vec::new(),
        };
        for node in paragraph.descendants().filter(Node::is_element) {
            self.element(node, &mut line);
        }
        line.shown
    }

    fn element(&mut self, node: Node<'_, '_>, line: &mut Line) {
        let told = |name| attribute(node, name).unwrap_or_default().to_owned();
        match node.tag_name().name() {
            "t" => self.add(node.text().unwrap_or_default(), line),
            "tab" if node.parent().is_some_and(|parent| is(parent, "r")) => self.add("\t", line),
            "br" => self.add(" ", line),
            "softHyphen" => self.add("\u{ad}", line),
            "noBreakHyphen" => self.add("\u{2011}", line),
            "instrText" => {
                if let Some(field) = line.fields.last_mut().filter(|field| !field.answered) {
                    field.asked.push_str(node.text().unwrap_or_default());
                }
            }
            "fldChar" => self.field(&told("fldCharType"), line),
            "bookmarkStart" => {
                let number = line.shown.number.trim_end().to_owned();
                let text = String::new();
                self.bookmarks
                    .insert(told("name"), Bookmark { text, number });
                line.open.push((told("id"), told("name")));
            }
            "bookmarkEnd" => line.open.retain(|(id, _)| *id != told("id")),
            _ => {}
        }
    }

    fn field(&mut self, mark: &str, line: &mut Line) {
        match mark {
            "begin" => line.fields.push(Field::default()),
            "separate" => {
                let Some(field) = line.fields.last_mut() else {
                    return;
                };
                field.answered = true;
                let asked = field.asked.clone();
                let answer = answer(&asked, &mut self.sequences, &self.bookmarks);
                self.show(&answer, line);
            }
            _ => drop(line.fields.pop()),
        }
    }

    /// Adds a text; if it is the answer of a field that is worked out here, only to what is stored.
    fn add(&mut self, text: &str, line: &mut Line) {
        line.shown.stored.push_str(text);
        if !line.fields.iter().any(|field| is_ours(&field.asked)) {
            self.show(text, line);
        }
    }

    fn show(&mut self, text: &str, line: &mut Line) {
        line.shown.text.push_str(text);
        for (_, name) in &line.open {
            let bookmark = self.bookmarks.entry(name.clone()).or_default();
            bookmark.text.push_str(text);
        }
    }
}

/// A paragraph that is being read.
struct Line {
    shown: Shown,
    /// The fields that are open.
    fields: Vec<Field>,
    /// The bookmarks that are open: their identities and names.
    open: Vec<(String, String)>,
}

#[derive(Default)]
struct Field {
    asked: String,
    answered: bool,
}

/// Whether a field is one that is worked out here.
fn is_ours(asked: &str) -> bool {
    matches!(asked.split_whitespace().next(), Some("SEQ" | "REF"))
}

/// What a field shows (ECMA-376 Part 1, 17.16.5.51 and 17.16.5.56).
fn answer(
    asked: &str,
    sequences: &mut BTreeMap<String, u32>,
    bookmarks: &BTreeMap<String, Bookmark>,
) -> String {
    let words: Vec<&str> = asked.split_whitespace().collect();
    let switched = |switch| words.iter().position(|word| *word == switch);
    match words[..] {
        ["SEQ", name, ..] => {
            let last = sequences.entry(name.to_lowercase()).or_default();
            let reset = switched("\\r").map(|at| words[at + 1].parse().expect("a number"));
            *last = reset.unwrap_or(*last + 1);
            last.to_string()
        }
        ["REF", name, ..] => {
            let nothing = Bookmark::default();
            let bookmark = bookmarks.get(name).unwrap_or(&nothing);
            match switched("\\r") {
                Some(_) => bookmark.number.trim_end_matches('.').to_owned(),
                None => bookmark.text.clone(),
            }
        }
        _ => String::new(),
    }
}

fn number(node: Node<'_, '_>, path: &[&str]) -> u32 {
    let value = value(node, path).and_then(|value| value.parse().ok());
    value.expect("a number")
}

/// A number or the label of an item.
struct Label {
    text: String,
    suffix: &'static str,
    /// Whether it is a number that the document counts, not the label of a list in the text.
    counted: bool,
}

struct Level {
    start: u32,
    text: String,
    bullet: bool,
    suffix: &'static str,
}

/// A definition, with the number at each level that was counted last.
struct Definition {
    levels: Vec<Level>,
    counted: bool,
    last: Vec<Option<u32>>,
}

/// The definitions, and the lists of each.
struct Lists {
    definitions: BTreeMap<String, Definition>,
    /// The definition of each list, and the numbers at which it starts its levels anew.
    nums: BTreeMap<String, (String, BTreeMap<usize, u32>)>,
}

impl Lists {
    fn new(numbering: &Document<'_>) -> Self {
        let root = numbering.root_element();
        let level = |node: Node<'_, '_>| Level {
            start: number(node, &["start"]),
            text: value(node, &["lvlText"]).unwrap_or_default().to_owned(),
            bullet: value(node, &["numFmt"]) == Some("bullet"),
            suffix: match value(node, &["suff"]) {
                Some("space") => " ",
                Some("nothing") => "",
                _ => "\t",
            },
        };
        let of = |name: &'static str| root.children().filter(move |node| is(*node, name));
        let definitions = of("abstractNum").map(|node| {
            let id = attribute(node, "abstractNumId").expect("an identity");
            let levels = node.children().filter(|node| is(*node, "lvl"));
            let definition = Definition {
                levels: levels.map(level).collect(),
                counted: value(node, &["multiLevelType"]) == Some("multilevel"),
                last: vec![None; 9],
            };
            (id.to_owned(), definition)
        });
        let nums = of("num").map(|node| {
            let id = attribute(node, "numId").expect("an identity");
            let definition = value(node, &["abstractNumId"]).expect("a definition");
            let overrides = node.children().filter(|node| is(*node, "lvlOverride"));
            let starts = overrides.map(|node| {
                let level = attribute(node, "ilvl").and_then(|level| level.parse().ok());
                (level.expect("a level"), number(node, &["startOverride"]))
            });
            (id.to_owned(), (definition.to_owned(), starts.collect()))
        });
        Self {
            definitions: definitions.collect(),
            nums: nums.collect(),
        }
    }

    /// Counts the next paragraph of a list at a level. All lists of a definition are counted
    /// together; one that starts anew does so once.
    fn next(&mut self, num: &str, level: usize) -> Label {
        let (definition, starts) = self.nums.get_mut(num).expect("the list is defined");
        let definition = self.definitions.get_mut(definition).expect("it is there");
        if let Some(start) = starts.remove(&level) {
            definition.last[level] = None;
            definition.levels[level].start = start;
        }
        let start = definition.levels[level].start;
        let last = definition.last[level];
        definition.last[level] = Some(last.map_or(start, |last| last + 1));
        definition.last[level + 1..].fill(None);
        let own = &definition.levels[level];
        let mut text = own.text.clone();
        for depth in 0..=level {
            let start = definition.levels[depth].start;
            let value = definition.last[depth].unwrap_or(start).to_string();
            text = text.replace(&format!("%{}", depth + 1), &value);
        }
        Label {
            text: if own.bullet { own.text.clone() } else { text },
            suffix: own.suffix,
            counted: definition.counted,
        }
    }
}
