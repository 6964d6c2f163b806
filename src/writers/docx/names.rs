//! Roles as styles of Word: an identity for the markup, a name for the person.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::document::{Document, Role};
use crate::kind::style::{Style, StyleNames};
use crate::length::Length;

use super::notes;

/// The paragraph style that stands under all others.
pub(super) const NORMAL: &str = "Normal";
/// The style of the line at the top of a page.
pub(super) const HEADER: &str = "Header";
/// The style of the numbers of footnotes.
pub(super) const FOOTNOTE_REFERENCE: &str = "FootnoteReference";
/// The style of a paragraph that Word needs and the document has not: after a table, at the end of the
/// contents.
pub(super) const GAP: &str = "Gap";
/// How tall a paragraph of that style is.
pub(super) const GAP_HEIGHT: Length = Length::pt(1);
/// The table style that stands under all others.
pub(super) const TABLE_NORMAL: &str = "TableNormal";

/// The identity of the style of a paragraph's role.
///
/// Letters, digits and hyphens stay, all else becomes `_` and its number, so that two roles never
/// meet. A capital at the start is written that way too: such names are ours (see the constants).
pub(super) fn paragraph_id(role: &str) -> String {
    let mut id = String::with_capacity(role.len());
    for (index, c) in role.chars().enumerate() {
        let plain = c.is_ascii_alphanumeric() || c == '-';
        if plain && !(index == 0 && c.is_ascii_uppercase()) {
            id.push(c);
        } else {
            let _ = write!(id, "_{:x}_", u32::from(c));
        }
    }
    id
}

/// The identity of the style of a table's role.
pub(super) fn table_id(role: &str) -> String {
    format!("Table-{}", paragraph_id(role))
}

/// The identity of the style of a role in the first row of a table, whose style makes it bold.
pub(super) fn first_row_id(role: &str) -> String {
    format!("FirstRow-{}", paragraph_id(role))
}

/// The identity of the style of the line that the pictures of a figure stand in.
pub(super) fn figure_id(role: &str) -> String {
    format!("Figure-{}", paragraph_id(role))
}

/// The level that a role is the built-in heading of, if it is one: `heading-2` gives 2.
pub(super) fn heading_level(role: &str) -> Option<u8> {
    level(role, "heading-")
}

/// The level that a role is the lines of in a table of contents: `contents-2` gives 2.
fn contents_level(role: &str) -> Option<u8> {
    level(role, "contents-")
}

fn level(role: &str, prefix: &str) -> Option<u8> {
    let level = role.strip_prefix(prefix)?.parse().ok()?;
    (1..=4).contains(&level).then_some(level)
}

/// The roles that are styles of Word, and how Word calls these.
///
/// A careful person uses the styles that Word has of its own: commands of Word know them. „Insert
/// caption“ takes „caption“, a new list „List Paragraph“, the table of contents the headings. The
/// captions of charts and figures stay styles of ours, for no two may have one name.
const BUILT_IN: [(&str, &str); 7] = [
    ("title", "Title"),
    ("list-item", "List Paragraph"),
    ("table-caption", "caption"),
    ("signature", "Signature"),
    ("date", "Date"),
    ("contents-title", "TOC Heading"),
    (notes::ROLE, "footnote text"),
];

/// The names of the styles of Word that no role has.
const OF_NO_ROLE: [&str; 6] = [
    "normal",
    "header",
    "normal table",
    "no list",
    "default paragraph font",
    "footnote reference",
];

/// The names that Word has taken, in lower case: otherwise a role could take the name of another.
fn taken_by_word() -> BTreeSet<String> {
    let levels = (1..=9).flat_map(|n| [format!("heading {n}"), format!("toc {n}")]);
    let roles = BUILT_IN.iter().map(|(_, name)| name.to_lowercase());
    let others = OF_NO_ROLE.map(str::to_owned);
    levels.chain(roles).chain(others).collect()
}

/// The name of the style of Word that a role is, if it is one. `from` is the highest level in the
/// table of contents: the first line of ours is of that level, and Word takes „toc 2“ for level 2.
fn built_in(role: &str, from: u8) -> Option<String> {
    if let Some(level) = heading_level(role) {
        return Some(format!("heading {level}"));
    }
    if let Some(level) = contents_level(role) {
        return Some(format!("toc {}", level + from.clamp(1, 5) - 1));
    }
    let (_, name) = BUILT_IN.iter().find(|(of, _)| *of == role)?;
    Some((*name).to_owned())
}

/// Where a style stands among the others when a person looks for one (17.7.4.19, 17.7.4.14).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shelf {
    /// In the gallery, where the least number stands first: a person gives it to text by hand.
    Gallery(u8),
    /// In the list: the program or Word gives it to text.
    List(u8),
    /// Nowhere: no paragraph has it.
    Hidden,
}

/// Where the style of a role stands: what is written most comes first, then what is written in
/// tables, then what stands once in a document. A role that only one kind has is text of that kind.
pub(super) fn shelf(role: &str) -> Shelf {
    if heading_level(role).is_some() {
        return Shelf::Gallery(9);
    }
    if contents_level(role).is_some() {
        return Shelf::List(39);
    }
    match role {
        "body" => Shelf::Gallery(1),
        "lead-in" => Shelf::Gallery(2),
        "list-item" => Shelf::Gallery(3),
        "title" => Shelf::Gallery(10),
        "table-cell" => Shelf::Gallery(30),
        "table-head" => Shelf::Gallery(31),
        "table-text" => Shelf::Gallery(32),
        "table-number" => Shelf::Gallery(33),
        "table-note" => Shelf::Gallery(34),
        "table-caption" | "chart-caption" | "figure-caption" => Shelf::Gallery(35),
        "mark" | "mark-end" | "draft" => Shelf::Gallery(40),
        "signature" | "closing-rule" => Shelf::Gallery(41),
        "contents-title" => Shelf::List(39),
        "chart" | "indicator" | "indicator-last" | "column-number" => Shelf::List(50),
        notes::ROLE | "page-number" => Shelf::List(99),
        // Word does not say that a table goes on.
        "table-continued" => Shelf::Hidden,
        role if role.starts_with("statistics-") => Shelf::List(50),
        _ => Shelf::Gallery(20),
    }
}

/// The names that a person sees, each once.
///
/// Word knows its built-in styles by name, and shows it in its own language: „heading 1“ is the
/// heading everywhere. Two styles of one name would make it drop one of them, and a comma would
/// start an alias.
pub(super) struct Names {
    paragraphs: BTreeMap<Role, String>,
    tables: BTreeMap<Role, String>,
    figures: BTreeMap<Role, String>,
    first_rows: BTreeMap<Role, String>,
    gap: String,
    /// The highest level in the table of contents.
    from: u8,
}

impl Names {
    /// Names all roles of a style.
    pub(super) fn new(document: &Document, style: &Style, names: &StyleNames) -> Self {
        let from = document
            .contents()
            .next()
            .map_or(1, |contents| contents.from);
        let mut taken = taken_by_word();
        let words = |role: &str| names.get(role).map(String::as_str);
        let mut name = |role: &Role| free(&mut taken, words(role).unwrap_or(role), role);
        let paragraphs = style.paragraphs.keys().map(|role| {
            let built_in = built_in(role, from);
            (role.clone(), built_in.unwrap_or_else(|| name(role)))
        });
        let paragraphs = paragraphs.collect();
        let tables = style
            .tables
            .keys()
            .map(|role| (role.clone(), name(role)))
            .collect();
        let figures = style
            .figures
            .keys()
            .map(|role| (role.clone(), name(role)))
            .collect();
        let heads = style.tables.values().filter_map(|table| table.head.clone());
        let heads: BTreeSet<Role> = heads.collect();
        let first_rows = heads.into_iter().map(|role| {
            let head = words(&role).unwrap_or(&role);
            let wanted = format!("{head} ({})", words("first-row").unwrap_or("first row"));
            let name = free(&mut taken, &wanted, &role);
            (role, name)
        });
        let first_rows = first_rows.collect();
        let gap = free(&mut taken, words("gap").unwrap_or("gap"), "gap");
        Self {
            paragraphs,
            tables,
            figures,
            first_rows,
            gap,
            from,
        }
    }

    /// Whether the style of a role is one that Word has of its own.
    pub(super) fn is_built_in(&self, role: &str) -> bool {
        built_in(role, self.from).is_some()
    }

    /// The name of a role in the first row of a table.
    pub(super) fn first_row<'a>(&'a self, role: &'a str) -> &'a str {
        self.first_rows.get(role).map_or(role, String::as_str)
    }

    /// The name of the paragraph that Word needs after a table.
    pub(super) fn gap(&self) -> &str {
        &self.gap
    }

    /// The name of a paragraph's role.
    pub(super) fn paragraph<'a>(&'a self, role: &'a str) -> &'a str {
        self.paragraphs.get(role).map_or(role, String::as_str)
    }

    /// The name of a figure's role.
    pub(super) fn figure<'a>(&'a self, role: &'a str) -> &'a str {
        self.figures.get(role).map_or(role, String::as_str)
    }

    /// The name of a table's role.
    pub(super) fn table<'a>(&'a self, role: &'a str) -> &'a str {
        self.tables.get(role).map_or(role, String::as_str)
    }
}

/// The wanted name if nobody has it, else one with the role or a number behind it.
fn free(taken: &mut BTreeSet<String>, wanted: &str, role: &str) -> String {
    let wanted = super::xml::clean(wanted).replace([',', ';'], " ");
    let wanted = if wanted.trim().is_empty() {
        role.to_owned()
    } else {
        wanted
    };
    let numbered = (2..).map(|number| format!("{wanted} ({role} {number})"));
    let mut candidates = [wanted.clone(), format!("{wanted} ({role})")]
        .into_iter()
        .chain(numbered);
    let name = candidates.find(|name| taken.insert(name.to_lowercase()));
    name.unwrap_or(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_are_plain_and_never_meet() {
        assert_eq!(paragraph_id("table-cell"), "table-cell");
        assert_eq!(paragraph_id("a b"), "a_20_b");
        assert_eq!(paragraph_id("a_b"), "a_5f_b");
        assert_eq!(paragraph_id("Normal"), "_4e_ormal");
    }

    #[test]
    fn a_name_is_given_once() {
        let mut taken = BTreeSet::new();
        let names = ["Tekstas", "tekstas", "tekstas"].map(|name| free(&mut taken, name, "body"));
        assert_eq!(names, ["Tekstas", "tekstas (body)", "tekstas (body 2)"]);
        assert_eq!(free(&mut taken, "a,b", "c"), "a b");
    }

    #[test]
    fn heading_roles_are_the_built_in_ones() {
        assert_eq!(heading_level("heading-2"), Some(2));
        assert_eq!(heading_level("heading-5"), None);
        assert_eq!(heading_level("title"), None);
    }

    #[test]
    fn names_of_word_are_not_given_to_other_roles() {
        let mut taken = taken_by_word();
        let mut name = |wanted: &str| free(&mut taken, wanted, "goal");
        assert_eq!(name("Caption"), "Caption (goal)");
        assert_eq!(name("Heading 9"), "Heading 9 (goal)");
        assert_eq!(name("Normal"), "Normal (goal)");
    }

    #[test]
    fn the_gallery_starts_with_what_is_written_most() {
        assert_eq!(shelf("body"), Shelf::Gallery(1));
        assert_eq!(shelf("goal"), Shelf::Gallery(20));
        assert_eq!(shelf("statistics-total"), Shelf::List(50));
        assert_eq!(shelf("table-continued"), Shelf::Hidden);
    }

    #[test]
    fn roles_that_word_knows_have_its_names() {
        let name = built_in;
        assert_eq!(name("heading-3", 2).as_deref(), Some("heading 3"));
        assert_eq!(name("contents-1", 1).as_deref(), Some("toc 1"));
        assert_eq!(name("contents-2", 2).as_deref(), Some("toc 3"));
        assert_eq!(name("footnote", 1).as_deref(), Some("footnote text"));
        assert_eq!(name("title", 1).as_deref(), Some("Title"));
        assert_eq!(name("table-caption", 1).as_deref(), Some("caption"));
        assert_eq!(name("chart-caption", 1), None);
        assert_eq!(name("body", 1), None);
    }
}
