//! The reader of `style.yaml`, with all inheritance resolved.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::revision;
use super::{
    Align, ChartStyle, FigureStyle, PageStyle, ParagraphStyle, Sides, Style, TableStyle, Typeface,
};
use crate::diagnostics::{Code, Diagnostic, Message, Sink, say};
use crate::document::Role;
use crate::kind::fields::Fields;
use crate::kind::files::Files;
use crate::yaml::Node;

/// Reads a merged `style.yaml`; `None` if something is wrong with it.
pub(in crate::kind) fn read(node: &Node, files: &Files, sink: &mut Sink) -> Option<Style> {
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
                "revisions",
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
        let roles = paragraphs.as_ref();
        let tables = self.section(node, "tables").zip(roles);
        let tables = tables.map(|(node, roles)| self.tables(node, roles));
        let figures = self.section(node, "figures").map(|node| self.figures(node));
        let charts = self.section(node, "charts").map(|node| self.charts(node));
        let revisions = node.get("revisions");
        let revisions = revisions.map(|node| revision::read(node, self.sink));
        let revisions = revisions.unwrap_or_default();
        Some(Style {
            page: page?,
            typeface: typeface?,
            paragraphs: paragraphs?,
            tables: tables?,
            figures: figures?,
            charts: charts?,
            revisions,
        })
    }

    fn section<'n>(&mut self, node: &'n Node, key: &str) -> Option<&'n Node> {
        let found = node.get(key);
        if found.is_none() {
            let message = say!("the style has no `{key}`", key);
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
            let message = say!("the typeface has no `{key}`", key);
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
                say!("there is no font file `templates/common/{path}`", path),
            ),
            Err(error) => self.fault(
                file,
                say!(
                    "the font file `{path}` cannot be read: {why}",
                    path,
                    why = error
                ),
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
                say!(
                    "`{name}` does not stand before this in `{part}`",
                    name,
                    part
                ),
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
        const KNOWN: [&str; 15] = [
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
            "closes",
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
                    &say!("`left`, `center`, `right`, `justify` or `decimal`"),
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
            closes: fields.flag("closes").unwrap_or(from.closes),
            balance: fields.flag("balance").unwrap_or(from.balance),
        }
    }

    fn tables(
        &mut self,
        node: &Node,
        roles: &BTreeMap<Role, ParagraphStyle>,
    ) -> BTreeMap<Role, TableStyle> {
        let mut styles = BTreeMap::new();
        for entry in node.entries() {
            let base = self.base(&entry.value, &styles, "tables");
            let from = base.and_then(|base| styles.get(&base).cloned());
            let style = self.table(&entry.value, from.unwrap_or_default(), roles);
            styles.insert(Role::from(entry.key.as_str()), style);
        }
        styles
    }

    fn table(
        &mut self,
        node: &Node,
        from: TableStyle,
        roles: &BTreeMap<Role, ParagraphStyle>,
    ) -> TableStyle {
        let known = [
            "based-on",
            "columns",
            "border",
            "padding-x",
            "padding-y",
            "space",
            "continued",
            "head",
            "total",
        ];
        let mut fields = Fields::new(node, &known, self.sink);
        let mut role = |key| {
            let role = |name: &str| Some(roles.get_key_value(name)?.0.clone());
            fields.read(key, &say!("a role that stands in `paragraphs`"), role)
        };
        let (head, total) = (role("head").or(from.head), role("total").or(from.total));
        let style = TableStyle {
            head,
            total,
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
                .read("align", &say!("`left`, `center` or `right`"), sides)
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
                say!("`columns` must be a list of whole numbers above 0"),
            );
            Vec::new()
        })
    }

    fn fault(&mut self, node: &Node, message: Message) {
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
