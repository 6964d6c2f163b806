//! How a document looks: pages, typefaces, and what each role means.
//!
//! Read from `style.yaml` of the common templates and of the kind; a kind says only what
//! differs. All inheritance is resolved here, so that layout and writers look a role up once.

mod figure;

pub use figure::{FigureStyle, PictureRow};

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::fields::Fields;
use super::files::Files;
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::document::{Orientation, Role};
use crate::length::Length;
use crate::yaml::Node;

/// The look of a kind of document.
#[derive(Debug, Clone)]
pub struct Style {
    /// Page size, margins and numbers.
    pub page: PageStyle,
    /// The typeface of all text.
    pub typeface: Typeface,
    /// How each role of a paragraph looks.
    pub paragraphs: BTreeMap<Role, ParagraphStyle>,
    /// How each role of a table looks.
    pub tables: BTreeMap<Role, TableStyle>,
    /// How each role of a figure looks.
    pub figures: BTreeMap<Role, FigureStyle>,
    /// How each role of a chart looks.
    pub charts: BTreeMap<Role, ChartStyle>,
}

/// What a person calls each role, in the language of the document: `heading-1` is shown by its
/// own word in the list of styles of a word processor. A role without a name is shown as it is.
pub type StyleNames = BTreeMap<Role, String>;

/// Page size, margins and numbers.
#[derive(Debug, Clone)]
pub struct PageStyle {
    /// Width of a page in portrait.
    pub width: Length,
    /// Height of a page in portrait.
    pub height: Length,
    /// Empty space around the text in portrait. A landscape page is a portrait page turned to the
    /// left: its top margin is the portrait page's left one, so that a bound sheet reads well.
    pub margins: Sides,
    /// The distance from the upper edge of the page to the top of the page number.
    pub number_top: Length,
    /// The first page that shows its number; pages before it show none.
    pub numbered_from: usize,
}

impl PageStyle {
    /// A page as it lies. Landscape is the portrait page turned: its top is what was left.
    #[must_use]
    pub fn sheet(&self, orientation: Orientation) -> Sheet {
        let Sides {
            top,
            right,
            bottom,
            left,
        } = self.margins;
        match orientation {
            Orientation::Portrait => Sheet {
                width: self.width,
                height: self.height,
                margins: self.margins,
            },
            Orientation::Landscape => Sheet {
                width: self.height,
                height: self.width,
                margins: Sides {
                    top: left,
                    right: top,
                    bottom: right,
                    left: bottom,
                },
            },
        }
    }
}

/// The size of a page as it lies, and the space around its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet {
    /// Width as one reads it.
    pub width: Length,
    /// Height as one reads it.
    pub height: Length,
    /// Space around the text.
    pub margins: Sides,
}

impl Sheet {
    /// The width of the text, which is never nothing.
    #[must_use]
    pub fn text_width(self) -> Length {
        (self.width - self.margins.left - self.margins.right).max(Length::pt(1))
    }

    /// The height of the text, which is never nothing.
    #[must_use]
    pub fn text_height(self) -> Length {
        (self.height - self.margins.top - self.margins.bottom).max(Length::pt(1))
    }
}

/// Four lengths around a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sides {
    /// Above.
    pub top: Length,
    /// At the right.
    pub right: Length,
    /// Below.
    pub bottom: Length,
    /// At the left.
    pub left: Length,
}

/// A family of four faces.
#[derive(Debug, Clone)]
pub struct Typeface {
    /// The name that a word processor finds it by on most machines: `Times New Roman`.
    pub name: String,
    /// The font files in the order of [`Face`].
    pub files: [Cow<'static, [u8]>; 4],
    /// The font files that are asked in turn for a sign that the face lacks.
    pub fallbacks: Vec<Cow<'static, [u8]>>,
    /// Whether letters such as „fi“ are joined.
    pub ligatures: bool,
}

impl Typeface {
    /// The file of a font; none for a fallback that there is not.
    #[must_use]
    pub fn file(&self, font: Font) -> Option<&[u8]> {
        match font {
            Font::Face(face) => Some(&self.files[face as usize]),
            Font::Fallback(index) => self.fallbacks.get(usize::from(index)).map(|file| &**file),
        }
    }
}

/// Which of the font files of a typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Font {
    /// That of a face.
    Face(Face),
    /// The fallback at this index.
    Fallback(u8),
}

/// Which of the four faces of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// Upright.
    Regular,
    /// Upright, bold.
    Bold,
    /// Italic.
    Italic,
    /// Italic, bold.
    BoldItalic,
}

impl Face {
    /// All faces, in the order of [`Typeface::files`].
    pub const ALL: [Self; 4] = [Self::Regular, Self::Bold, Self::Italic, Self::BoldItalic];

    /// The face for a weight and a slope.
    #[must_use]
    pub const fn of(strong: bool, stressed: bool) -> Self {
        match (strong, stressed) {
            (false, false) => Self::Regular,
            (true, false) => Self::Bold,
            (false, true) => Self::Italic,
            (true, true) => Self::BoldItalic,
        }
    }
}

/// How a role of a paragraph looks.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own in the file"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParagraphStyle {
    /// The role this one was derived from, if any.
    pub base: Option<Role>,
    /// The size of the type.
    pub size: Length,
    /// The distance of lines, in thousandths of the typeface's own (ascent, descent, gap): 1150.
    pub leading: i64,
    /// How the lines are aligned.
    pub align: Align,
    /// Distance of all lines from the left edge of the text.
    pub indent: Length,
    /// Distance of the first line from the others; negative for one that hangs out.
    pub first_line: Length,
    /// Space above; dropped at the top of a page. Between two paragraphs the larger of the one's
    /// space below and the other's space above holds, not their sum.
    pub space_before: Length,
    /// Space below.
    pub space_after: Length,
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub stressed: bool,
    /// Shown in capitals; the text itself stays as it was written.
    pub capitals: bool,
    /// Words may be broken at line ends.
    pub hyphenate: bool,
    /// Stays on the page of what follows.
    pub keep_with_next: bool,
    /// Lines that are not justified are about equally long, as those of a title should be.
    pub balance: bool,
}

impl Default for ParagraphStyle {
    /// What a paragraph is like when nothing is said.
    fn default() -> Self {
        Self {
            base: None,
            size: Length::pt(12),
            leading: 1000,
            align: Align::Left,
            indent: Length::ZERO,
            first_line: Length::ZERO,
            space_before: Length::ZERO,
            space_after: Length::ZERO,
            strong: false,
            stressed: false,
            capitals: false,
            hyphenate: false,
            keep_with_next: false,
            balance: false,
        }
    }
}

impl ParagraphStyle {
    /// Where the text of a list's item stands, `depth` lists around it not counting its own.
    ///
    /// An inner list puts its labels below the text of the outer one, so each level is as far
    /// from the last as a label hangs out.
    #[must_use]
    pub fn list_indent(&self, depth: usize) -> Length {
        let hanging = -self.first_line;
        let step = if hanging > Length::ZERO {
            hanging
        } else {
            self.indent
        };
        // No document has lists so deep that this would not be exact.
        self.indent + step * i64::from(u16::try_from(depth).unwrap_or(u16::MAX))
    }
}

/// How the lines of a paragraph are aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the left edge.
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
    /// At both edges; the last line at the left.
    Justify,
    /// Numbers of a column of a table with their decimal signs below each other, the widest in the
    /// middle of the column. Outside a table, and for what is no number, as [`Align::Right`].
    Decimal,
}

/// How a role of a table looks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableStyle {
    /// The shares of the width that the columns take. Empty: by what stands in them. For a table
    /// with another number of columns they do not apply.
    pub columns: Vec<i64>,
    /// The thickness of the rules; zero for none.
    pub border: Length,
    /// Space between a rule and the text beside it.
    pub padding_x: Length,
    /// Space between a rule and the text below or above it.
    pub padding_y: Length,
    /// The distance to the blocks above and below.
    pub space: Length,
    /// Whether a table that goes on on another page says so there.
    pub continued: bool,
}

/// How a role of a chart looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartStyle {
    /// How wide it is; none for the width of the text, which is also the most.
    pub width: Option<Length>,
    /// How high it is, without its caption. A chart of many bars may be higher.
    pub height: Length,
    /// The size of its letters.
    pub size: Length,
    /// Space above.
    pub space_before: Length,
    /// Space below.
    pub space_after: Length,
}

impl Default for ChartStyle {
    /// What a chart is like when nothing is said.
    fn default() -> Self {
        Self {
            width: None,
            height: Length::mm(70),
            size: Length::pt(9),
            space_before: Length::ZERO,
            space_after: Length::ZERO,
        }
    }
}

/// Reads a merged `style.yaml`; `None` if something is wrong with it.
pub(super) fn read(node: &Node, files: &Files, sink: &mut Sink) -> Option<Style> {
    let mut faults = Sink::default();
    let style = Reader {
        files,
        sink: &mut faults,
    }
    .style(node);
    let sound = !faults.has_errors();
    sink.extend(faults);
    style.filter(|_| sound)
}

struct Reader<'a> {
    files: &'a Files,
    sink: &'a mut Sink,
}

impl Reader<'_> {
    fn style(&mut self, node: &Node) -> Option<Style> {
        Fields::new(
            node,
            &[
                "page",
                "typeface",
                "paragraphs",
                "tables",
                "figures",
                "charts",
            ],
            self.sink,
        );
        let page = self.section(node, "page").and_then(|node| self.page(node));
        let typeface = self
            .section(node, "typeface")
            .and_then(|node| self.typeface(node));
        let paragraphs = self
            .section(node, "paragraphs")
            .map(|node| self.paragraphs(node));
        let tables = self.section(node, "tables").map(|node| self.tables(node));
        let figures = self.section(node, "figures").map(|node| self.figures(node));
        let charts = self.section(node, "charts").map(|node| self.charts(node));
        Some(Style {
            page: page?,
            typeface: typeface?,
            paragraphs: paragraphs?,
            tables: tables?,
            figures: figures?,
            charts: charts?,
        })
    }

    fn section<'n>(&mut self, node: &'n Node, key: &str) -> Option<&'n Node> {
        let found = node.get(key);
        if found.is_none() {
            let message = format!("the style has no `{key}`");
            self.sink.push(Diagnostic::error(
                Code::InvalidKind,
                node.span.start(),
                message,
            ));
        }
        found
    }

    fn page(&mut self, node: &Node) -> Option<PageStyle> {
        let known = ["width", "height", "margins", "number-top", "numbered-from"];
        let mut fields = Fields::new(node, &known, self.sink);
        let (width, height) = (fields.length("width"), fields.length("height"));
        let number_top = fields.length("number-top");
        let numbered_from = fields.whole("numbered-from");
        let margins = self.section(node, "margins").map(|node| self.sides(node));
        Some(PageStyle {
            width: width?,
            height: height?,
            margins: margins?,
            number_top: number_top?,
            numbered_from: numbered_from.unwrap_or(2) as usize,
        })
    }

    fn sides(&mut self, node: &Node) -> Sides {
        let mut fields = Fields::new(node, &["top", "right", "bottom", "left"], self.sink);
        let mut side = |key| fields.length(key).unwrap_or_default();
        Sides {
            top: side("top"),
            right: side("right"),
            bottom: side("bottom"),
            left: side("left"),
        }
    }

    fn typeface(&mut self, node: &Node) -> Option<Typeface> {
        let keys = ["regular", "bold", "italic", "bold-italic"];
        let mut fields = Fields::new(
            node,
            &[
                "name",
                "regular",
                "bold",
                "italic",
                "bold-italic",
                "fallbacks",
                "ligatures",
            ],
            self.sink,
        );
        let name = fields.text("name");
        if name.is_none() {
            fields.missing("name");
        }
        let ligatures = fields.flag("ligatures").unwrap_or(true);
        let files = keys.map(|key| self.face(node, key));
        let fallbacks = node.get("fallbacks").map(Node::items).unwrap_or_default();
        let fallbacks = fallbacks
            .iter()
            .filter_map(|file| self.font(file))
            .collect();
        let [Some(regular), Some(bold), Some(italic), Some(bold_italic)] = files else {
            return None;
        };
        Some(Typeface {
            name: name?.to_owned(),
            files: [regular, bold, italic, bold_italic],
            fallbacks,
            ligatures,
        })
    }

    /// The bytes of the font file of a face.
    fn face(&mut self, node: &Node, key: &str) -> Option<Cow<'static, [u8]>> {
        let Some(file) = node.get(key) else {
            let message = format!("the typeface has no `{key}`");
            self.sink.push(Diagnostic::error(
                Code::InvalidKind,
                node.span.start(),
                message,
            ));
            return None;
        };
        self.font(file)
    }

    /// The bytes of a font file, named from the folder of the common templates.
    fn font(&mut self, file: &Node) -> Option<Cow<'static, [u8]>> {
        let path = file.as_str().unwrap_or_default();
        let inside =
            !path.split(['/', '\\']).any(|part| part == "..") && !path.starts_with(['/', '\\']);
        let found = if inside {
            self.files.bytes(&format!("common/{path}"))
        } else {
            Ok(None)
        };
        match found {
            Ok(Some((_, bytes))) => return Some(bytes),
            Ok(None) => self.fault(
                file,
                format!("there is no font file `templates/common/{path}`"),
            ),
            Err(error) => self.fault(
                file,
                format!("the font file `{path}` cannot be read: {error}"),
            ),
        }
        None
    }

    fn paragraphs(&mut self, node: &Node) -> BTreeMap<Role, ParagraphStyle> {
        let mut styles = BTreeMap::new();
        for entry in node.entries() {
            let base = self.base(&entry.value, &styles, "paragraphs");
            let from = base.as_ref().and_then(|base| styles.get(base)).cloned();
            let style = self.paragraph(&entry.value, base, &from.unwrap_or_default());
            styles.insert(Role::from(entry.key.as_str()), style);
        }
        styles
    }

    /// The role that a style builds on; it must stand before it, so that there are no circles.
    fn base<T>(&mut self, node: &Node, known: &BTreeMap<Role, T>, part: &str) -> Option<Role> {
        let base = node.get("based-on")?;
        let name = base.as_str().unwrap_or_default();
        let found = known.get_key_value(name).map(|(role, _)| role.clone());
        if found.is_none() {
            self.fault(
                base,
                format!("`{name}` does not stand before this in `{part}`"),
            );
        }
        found
    }

    fn paragraph(
        &mut self,
        node: &Node,
        base: Option<Role>,
        from: &ParagraphStyle,
    ) -> ParagraphStyle {
        const KNOWN: [&str; 14] = [
            "based-on",
            "size",
            "leading",
            "align",
            "indent",
            "first-line",
            "space-before",
            "space-after",
            "strong",
            "stressed",
            "capitals",
            "hyphenate",
            "keep-with-next",
            "balance",
        ];
        let mut fields = Fields::new(node, &KNOWN, self.sink);
        ParagraphStyle {
            base,
            size: fields.length("size").unwrap_or(from.size),
            leading: fields.thousandths("leading").unwrap_or(from.leading),
            align: fields
                .read(
                    "align",
                    "`left`, `center`, `right`, `justify` or `decimal`",
                    align,
                )
                .unwrap_or(from.align),
            indent: fields.length("indent").unwrap_or(from.indent),
            first_line: fields.length("first-line").unwrap_or(from.first_line),
            space_before: fields.length("space-before").unwrap_or(from.space_before),
            space_after: fields.length("space-after").unwrap_or(from.space_after),
            strong: fields.flag("strong").unwrap_or(from.strong),
            stressed: fields.flag("stressed").unwrap_or(from.stressed),
            capitals: fields.flag("capitals").unwrap_or(from.capitals),
            hyphenate: fields.flag("hyphenate").unwrap_or(from.hyphenate),
            keep_with_next: fields.flag("keep-with-next").unwrap_or(from.keep_with_next),
            balance: fields.flag("balance").unwrap_or(from.balance),
        }
    }

    fn tables(&mut self, node: &Node) -> BTreeMap<Role, TableStyle> {
        let mut styles = BTreeMap::new();
        for entry in node.entries() {
            let base = self.base(&entry.value, &styles, "tables");
            let from = base.and_then(|base| styles.get(&base).cloned());
            let style = self.table(&entry.value, from.unwrap_or_default());
            styles.insert(Role::from(entry.key.as_str()), style);
        }
        styles
    }

    fn table(&mut self, node: &Node, from: TableStyle) -> TableStyle {
        let known = [
            "based-on",
            "columns",
            "border",
            "padding-x",
            "padding-y",
            "space",
            "continued",
        ];
        let mut fields = Fields::new(node, &known, self.sink);
        let style = TableStyle {
            columns: Vec::new(),
            border: fields.length("border").unwrap_or(from.border),
            padding_x: fields.length("padding-x").unwrap_or(from.padding_x),
            padding_y: fields.length("padding-y").unwrap_or(from.padding_y),
            space: fields.length("space").unwrap_or(from.space),
            continued: fields.flag("continued").unwrap_or(from.continued),
        };
        let columns = node
            .get("columns")
            .map_or(from.columns, |columns| self.shares(columns));
        TableStyle { columns, ..style }
    }

    fn figures(&mut self, node: &Node) -> BTreeMap<Role, FigureStyle> {
        let mut styles = BTreeMap::new();
        for entry in node.entries() {
            let base = self.base(&entry.value, &styles, "figures");
            let from = base.and_then(|base| styles.get(&base).cloned());
            let style = self.figure(&entry.value, from.unwrap_or_default());
            styles.insert(Role::from(entry.key.as_str()), style);
        }
        styles
    }

    fn charts(&mut self, node: &Node) -> BTreeMap<Role, ChartStyle> {
        const KNOWN: [&str; 6] = [
            "based-on",
            "width",
            "height",
            "size",
            "space-before",
            "space-after",
        ];
        let mut styles = BTreeMap::new();
        for entry in node.entries() {
            let base = self.base(&entry.value, &styles, "charts");
            let from = base.and_then(|base| styles.get(&base).cloned());
            let from: ChartStyle = from.unwrap_or_default();
            let mut fields = Fields::new(&entry.value, &KNOWN, self.sink);
            let style = ChartStyle {
                width: fields.length("width").or(from.width),
                height: fields.length("height").unwrap_or(from.height),
                size: fields.length("size").unwrap_or(from.size),
                space_before: fields.length("space-before").unwrap_or(from.space_before),
                space_after: fields.length("space-after").unwrap_or(from.space_after),
            };
            styles.insert(Role::from(entry.key.as_str()), style);
        }
        styles
    }

    fn figure(&mut self, node: &Node, from: FigureStyle) -> FigureStyle {
        let known = [
            "based-on",
            "width",
            "height",
            "gap",
            "align",
            "space-before",
            "space-after",
        ];
        let mut fields = Fields::new(node, &known, self.sink);
        let sides = |text: &str| align(text).filter(|align| *align != Align::Justify);
        let line = ParagraphStyle {
            align: fields
                .read("align", "`left`, `center` or `right`", sides)
                .unwrap_or(from.line.align),
            space_before: fields
                .length("space-before")
                .unwrap_or(from.line.space_before),
            space_after: fields
                .length("space-after")
                .unwrap_or(from.line.space_after),
            ..from.line
        };
        FigureStyle {
            line,
            width: fields.length("width").or(from.width),
            height: fields.length("height").or(from.height),
            gap: fields.length("gap").unwrap_or(from.gap),
        }
    }

    fn shares(&mut self, node: &Node) -> Vec<i64> {
        let shares = node
            .items()
            .iter()
            .map(|item| item.as_str()?.parse().ok().filter(|share| *share > 0));
        shares.collect::<Option<Vec<i64>>>().unwrap_or_else(|| {
            self.fault(
                node,
                "`columns` must be a list of whole numbers above 0".to_owned(),
            );
            Vec::new()
        })
    }

    fn fault(&mut self, node: &Node, message: String) {
        self.sink
            .push(Diagnostic::error(Code::InvalidKind, node.span, message));
    }
}

fn align(text: &str) -> Option<Align> {
    match text {
        "left" => Some(Align::Left),
        "center" => Some(Align::Center),
        "right" => Some(Align::Right),
        "justify" => Some(Align::Justify),
        "decimal" => Some(Align::Decimal),
        _ => None,
    }
}
