//! A page with a bit of everything, built line by line.

use super::*;

/// Builds a page line by line.
pub(super) struct Sheet {
    pub structure: Structure,
    pub items: Vec<Item>,
    pub y: Length,
}

impl Sheet {
    /// A page with nothing on it, and the node of its section.
    pub(super) fn new() -> (Self, NodeId) {
        let mut sheet = Self {
            structure: Structure::default(),
            items: Vec::new(),
            y: Length::mm(20),
        };
        let root = sheet.structure.add(NodeRole::Document, None);
        let section = sheet.node(NodeRole::Section, root);
        (sheet, section)
    }

    pub(super) fn text(&mut self, owner: Owner, face: Face, x: i64, text: &str) {
        let mut run = run(face, Length::pt(12), text);
        (run.x, run.y) = (Length::mm(x), self.y);
        self.items.push(Item {
            shape: Shape::Glyphs(run),
            owner,
            revision: None,
        });
    }

    pub(super) fn line(&mut self) {
        self.y += Length::pt(15);
    }

    pub(super) fn node(&mut self, role: NodeRole, parent: NodeId) -> NodeId {
        self.structure.add(role, Some(parent))
    }
}

/// One page with a bit of everything.
pub(super) fn sample() -> Layout {
    let (mut sheet, section) = Sheet::new();
    heading(&mut sheet, section);
    paragraph(&mut sheet, section);
    list(&mut sheet, section);
    table(&mut sheet, section);
    sheet.text(Owner::Artifact(Artifact::Head), Face::Regular, 105, "2");
    let first = Page {
        width: Length::mm(210),
        height: Length::mm(297),
        items: sheet.items,
    };
    let mut second = first.clone();
    second.items.truncate(3);
    (second.width, second.height) = (first.height, first.width);
    Layout {
        pages: vec![first, second],
        structure: sheet.structure,
        tables: Vec::new(),
        charts: Vec::new(),
        headings: Vec::new(),
    }
}

fn heading(sheet: &mut Sheet, section: NodeId) {
    let heading = Owner::Node(sheet.node(NodeRole::Heading(1), section));
    sheet.text(
        heading,
        Face::Bold,
        30,
        "BIBLIOTEKOS 2027 METŲ VEIKLOS PLA\u{AD}",
    );
    sheet.line();
    sheet.text(heading, Face::Bold, 30, "NAS");
    sheet.line();
}

fn paragraph(sheet: &mut Sheet, section: NodeId) {
    let id = sheet.node(NodeRole::Paragraph, section);
    let owner = Owner::Node(id);
    sheet.text(
        owner,
        Face::Regular,
        30,
        "Ąžuolai, čiurliai, ęėįšųūž ĄČĘĖĮŠŲŪŽ „Skaitymo“ – 2027\u{A0}m. final affluent ",
    );
    sheet.line();
    sheet.text(owner, Face::Italic, 30, "spalvin\u{AD}");
    sheet.line();
    sheet.text(
        owner,
        Face::BoldItalic,
        30,
        "gas ė\u{301}jo ir U+2010: a\u{2010}b, plačiau ",
    );
    let link = sheet.node(NodeRole::Link(Target::of("https://www.example.lt/ąč")), id);
    sheet.text(Owner::Node(link), Face::Regular, 100, "svetainėje");
    sheet.text(owner, Face::Regular, 120, ". Pabaiga.");
    sheet.line();
}

fn list(sheet: &mut Sheet, section: NodeId) {
    let list = sheet.node(NodeRole::List { numbered: true }, section);
    for (label, text) in [("1.", "pirmas;"), ("2.", "antras.")] {
        let item = sheet.node(NodeRole::ListItem, list);
        let label_node = sheet.node(NodeRole::Label, item);
        sheet.text(Owner::Node(label_node), Face::Regular, 30, label);
        let body = sheet.node(NodeRole::ListBody, item);
        let body = sheet.node(NodeRole::Paragraph, body);
        sheet.text(Owner::Node(body), Face::Regular, 40, text);
        sheet.line();
    }
}

fn table(sheet: &mut Sheet, section: NodeId) {
    let table = sheet.node(
        NodeRole::Table {
            summary: Some("Lentelė žodžiais".into()),
        },
        section,
    );
    let caption = sheet.node(NodeRole::Caption, table);
    sheet.text(
        Owner::Node(caption),
        Face::Regular,
        30,
        "1 lentelė. Rodikliai",
    );
    sheet.line();
    let head = sheet.node(NodeRole::TableHead, table);
    row(sheet, head, &[(Some(Scope::ColumnGroup), 2, "Rodiklis")]);
    row(
        sheet,
        head,
        &[
            (Some(Scope::Column), 1, "Pavadinimas"),
            (Some(Scope::Column), 1, "Reikšmė"),
        ],
    );
    let body = sheet.node(NodeRole::TableBody, table);
    row(
        sheet,
        body,
        &[(Some(Scope::Row), 1, "Skaitytojai"), (None, 1, "634")],
    );
    row(
        sheet,
        body,
        &[(Some(Scope::Row), 1, "Lankytojai"), (None, 1, "")],
    );
}

fn row(sheet: &mut Sheet, part: NodeId, cells: &[(Option<Scope>, usize, &str)]) {
    let row = sheet.node(NodeRole::Row, part);
    for (index, (scope, columns, text)) in (0..).zip(cells) {
        let role = NodeRole::Cell {
            scope: *scope,
            columns: *columns,
            rows: 1,
        };
        let cell = sheet.node(role, row);
        if !text.is_empty() {
            let paragraph = sheet.node(NodeRole::Paragraph, cell);
            sheet.text(Owner::Node(paragraph), Face::Regular, 30 + 60 * index, text);
        }
    }
    sheet.line();
    let rule = Rule {
        from: (Length::mm(30), sheet.y),
        to: (Length::mm(150), sheet.y),
        thickness: Length::milli(500),
    };
    sheet.items.push(Item {
        shape: Shape::Rule(rule),
        owner: Owner::Artifact(Artifact::Layout),
        revision: None,
    });
}
