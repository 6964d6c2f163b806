//! Revisions: what is new stands in `ins`, what is gone in `del`, and both in a look of their own.
//!
//! The shape of a line tells them apart where colours do not, and a bar at the edge shows where to
//! look. Who hears the page hears what became of a text: few screen readers tell these elements by
//! themselves, so the style sheet has words before and after them.

use std::fmt::Write as _;

use super::Writer;
use crate::document::{Block, Document, ListItem, Marker, Revision};
use crate::kind::style::{Colour, RevisionStyle};
use crate::length::Length;

/// Every revision that has a look of its own.
const LOOKS: [Revision; 4] = [
    Revision::Inserted,
    Revision::Deleted,
    Revision::MovedHere(0),
    Revision::MovedAway(0),
];

/// The class of what is marked so.
pub(super) const fn class(revision: Revision) -> &'static str {
    match revision {
        Revision::Inserted => "new",
        Revision::Deleted => "gone",
        Revision::MovedHere(_) => "here",
        Revision::MovedAway(_) => "away",
    }
}

/// The element of what is marked so.
const fn element(revision: Revision) -> &'static str {
    if revision.is_new() { "ins" } else { "del" }
}

impl Writer<'_> {
    /// The looks and what they mean, who made the changes and when.
    pub(super) fn legend(&mut self, document: &Document) {
        let Some(shown) = &document.properties.revisions else {
            return;
        };
        let style = self.style;
        let words = &style.revisions.words;
        let names = [&words.inserted, &words.deleted, &words.moved];
        let day = shown
            .date
            .as_deref()
            .and_then(|date| date.split('T').next());
        let looks = LOOKS.iter().zip(names);
        let said = looks.map(|(revision, name)| (class(*revision), name.as_str()));
        let who = [shown.author.as_str(), day.unwrap_or_default()];
        let said = said.chain(who.map(|who| ("", who)));
        self.open("p", &[("class", "legend")]);
        for (class, words) in said.filter(|(_, words)| !words.is_empty()) {
            self.open(
                "span",
                &[("class", class)][..usize::from(!class.is_empty())],
            );
            self.text(words);
            self.close("span");
            self.html.push('\n');
        }
        self.close("p");
        self.html.push('\n');
    }

    /// Writes what is marked; in it, notes are marked, too.
    pub(super) fn revised(&mut self, revision: Revision, write: impl FnOnce(&mut Self)) {
        let place = self.place(revision);
        let place = place.as_deref().map(|place| ("data-place", place));
        self.mark_as(revision, class(revision), place, write);
    }

    /// Writes a block that is marked as a whole.
    pub(super) fn revised_block(&mut self, revision: Revision, block: &Block, depth: usize) {
        let class = format!("block {}", class(revision));
        let place = self.place(revision);
        let place = place.as_deref().map(|place| ("data-place", place));
        let blocks = std::slice::from_ref(block);
        self.mark_as(revision, &class, place, |writer| {
            writer.blocks(blocks, depth);
        });
    }

    /// Writes the blocks of a part that is marked as a whole; without a mark, as they are. Where it
    /// moved from or to is told at the part.
    pub(super) fn within(&mut self, revision: Option<Revision>, write: impl FnOnce(&mut Self)) {
        match revision {
            Some(revision) => {
                let class = format!("block {}", class(revision));
                self.mark_as(revision, &class, None, write);
            }
            None => write(self),
        }
    }

    fn mark_as(
        &mut self,
        revision: Revision,
        class: &str,
        place: Option<(&str, &str)>,
        write: impl FnOnce(&mut Self),
    ) {
        let attributes: Vec<_> = [("class", class)].into_iter().chain(place).collect();
        self.open(element(revision), &attributes);
        let around = self.marked.replace(revision);
        write(self);
        self.marked = around;
        self.close(element(revision));
    }

    /// What stands at both places of what moved.
    pub(super) fn place(&self, revision: Revision) -> Option<String> {
        self.style.revisions.words.place(revision)
    }

    /// An item of a list. In a list that changed every item tells its number, for a browser counts
    /// what is gone, too.
    pub(super) fn list_item(&mut self, item: &ListItem, label: Option<&str>, depth: usize) {
        let (class, place) = match item.revision {
            Some(revision) => (Some(class(revision)), self.place(revision)),
            None => (None, None),
        };
        let value = label.map(|label| label.trim_end_matches('.'));
        let attributes: Vec<_> = [
            ("class", class),
            ("value", value),
            ("data-place", place.as_deref()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect();
        self.open("li", &attributes);
        self.within(item.revision, |writer| {
            writer.blocks(&item.blocks, depth + 1);
        });
        self.html.push_str("</li>\n");
    }
}

/// Whether the items of a list must tell their numbers.
pub(super) fn tells_numbers(marker: Marker, items: &[ListItem]) -> bool {
    matches!(marker, Marker::Number { .. }) && items.iter().any(|item| item.revision.is_some())
}

/// The rules of a document that shows changes. On a dark ground the colours are lighter.
///
/// The items of outer lists stand `outer` from the edge of the text.
pub(super) fn rules(css: &mut String, style: &RevisionStyle, outer: Length) {
    let colours = |css: &mut String, written: &dyn Fn(Colour) -> String| {
        for revision in &LOOKS[..3] {
            let colour = written(style.colour(*revision));
            let _ = write!(css, "--{}:{colour};", class(*revision));
        }
    };
    css.push_str(":root{");
    colours(css, &|colour| colour.to_string());
    css.push_str("}\n@media screen and (prefers-color-scheme:dark){:root{");
    colours(css, &|colour| {
        format!("color-mix(in srgb,{colour} 45%,white)")
    });
    css.push_str("}}\n");
    bars(css, style, outer);
    for revision in LOOKS {
        let (before, after) = style.words.around(revision);
        let (class, element) = (class(revision), element(revision));
        let _ = writeln!(
            css,
            "{element}.{class}:not([data-place])::before{{content:{};}} {element}.{class}::after{{content:{};}}",
            string(before),
            string(after)
        );
    }
    css.push_str(LOOK);
}

/// Bars in the margin beside what changed; in a table, at the edge of the row.
fn bars(css: &mut String, style: &RevisionStyle, outer: Length) {
    let RevisionStyle { bar, distance, .. } = style;
    let item = *distance + outer;
    let _ = write!(
        css,
        "section>:is(h1,h2,h3,h4,p,figure,.mark,.signature):has(ins,del),section>:is(ul,ol)>li:has(ins,del){{position:relative;}}
section>:is(h1,h2,h3,h4,p,figure,.mark,.signature):has(ins,del)::after,section>:is(ul,ol)>li:has(ins,del)::after{{content:\"\";position:absolute;top:0;bottom:0;left:-{distance};border-left:{bar} solid var(--ink);}}
section>:is(ul,ol)>li:has(ins,del)::after{{left:-{item};}}
section>.block{{margin-left:-{distance};padding-left:calc({distance} - {bar});border-left:{bar} solid var(--ink);}}
tr:has(ins,del)>:first-child{{box-shadow:inset 2pt 0 0 var(--ink);}}
"
    );
}

/// Lines below and through, single and double. The words for who hears the page are not seen.
const LOOK: &str = "\
.new{color:var(--new);text-decoration:underline;text-underline-offset:0.15em;}
.gone{color:var(--gone);text-decoration:line-through;}
.here{color:var(--here);text-decoration:underline double;text-underline-offset:0.15em;}
.away{color:var(--here);text-decoration:line-through double;}
:is(li,tr):is(.new,.gone,.here,.away){text-decoration:none;}
.block{display:block;}
tr:is(.new,.gone,.here,.away)>*{background:color-mix(in srgb,currentColor 8%,transparent);}
:is(ins,del) :is(img,svg){outline:1.5pt solid currentColor;}
del :is(img,svg){opacity:0.5;}
:is(ins,del)::before,:is(ins,del)::after{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap;}
[data-place]::before{content:attr(data-place)\" \";display:inline-block;position:static;width:auto;height:auto;clip-path:none;font-size:0.75em;font-weight:bold;font-style:normal;text-indent:0;text-transform:none;}
.block[data-place]::before{float:right;margin-left:1em;line-height:1.5;}
.block[data-place]:has(table)::before{display:block;float:none;text-align:right;}
.legend{margin:1em auto;text-align:center;font-size:0.75em;}
.legend span+span::before{content:\"·\";display:inline-block;padding:0 0.5em;color:var(--ink);}
";

/// A string of CSS: nothing in it ends it, or the sheet.
fn string(text: &str) -> String {
    let mut string = String::from('"');
    for sign in text.chars() {
        match sign {
            '"' | '\\' | '<' | '\n' => {
                let _ = write!(string, "\\{:x} ", u32::from(sign));
            }
            sign => string.push(sign),
        }
    }
    string.push('"');
    string
}
