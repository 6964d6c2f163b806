//! Roles as styles of Word: an identity for the markup, a name for the person.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::document::Role;
use crate::kind::style::{Style, StyleNames};

/// The paragraph style that stands under all others.
pub(super) const NORMAL: &str = "Normal";
/// The style of the line at the top of a page.
pub(super) const HEADER: &str = "Header";
/// The style of the paragraph that Word needs after a table and the document has not.
pub(super) const GAP: &str = "Gap";
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

/// The identity of the style of the line that the pictures of a figure stand in.
pub(super) fn figure_id(role: &str) -> String {
    format!("Figure-{}", paragraph_id(role))
}

/// The identity of the relationship to a picture, by its number from 0.
pub(super) fn image_relationship(number: usize) -> String {
    format!("rIdImage{}", number + 1)
}

/// The level that a role is the built-in heading of, if it is one: `heading-2` gives 2.
pub(super) fn heading_level(role: &str) -> Option<u8> {
    let level = role.strip_prefix("heading-")?.parse().ok()?;
    (1..=4).contains(&level).then_some(level)
}

/// The names that a person sees, each once.
///
/// Word knows its built-in styles by name: „heading 1“ is the heading in every language. Two
/// styles of one name would make it drop one of them, and a comma would start an alias.
pub(super) struct Names {
    paragraphs: BTreeMap<Role, String>,
    tables: BTreeMap<Role, String>,
    figures: BTreeMap<Role, String>,
}

impl Names {
    /// Names all roles of a style.
    pub(super) fn new(style: &Style, names: &StyleNames) -> Self {
        let mut taken: BTreeSet<String> = ["normal", "header", "gap", "normal table", "no list"]
            .map(str::to_owned)
            .into();
        taken.extend((1..=9).map(|level| format!("heading {level}")));
        let mut name = |role: &Role| {
            free(
                &mut taken,
                names.get(role).map_or(role, String::as_str),
                role,
            )
        };
        let paragraphs = style.paragraphs.keys().map(|role| {
            let built_in = heading_level(role).map(|level| format!("heading {level}"));
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
        Self {
            paragraphs,
            tables,
            figures,
        }
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
}
