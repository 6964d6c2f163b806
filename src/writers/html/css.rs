//! The style sheet: what the kind's style says, in CSS.
//!
//! On a screen every section is a sheet on a grey ground, as wide as its paper or, on a phone,
//! as the screen. In print the sheets are the browser's pages.

use std::fmt::Write as _;

use rustybuzz::ttf_parser::Face;

use crate::document::{Marker, Orientation};
use crate::kind::style::{
    Align, FigureStyle, PageStyle, ParagraphStyle, Sides, Style, TableStyle, Typeface,
};
use crate::length::Length;

/// The class of a paragraph of this role.
pub(super) fn paragraph_class(role: &str) -> String {
    class("p", role)
}

/// The class of a table of this role.
pub(super) fn table_class(role: &str) -> String {
    class("t", role)
}

/// The class of a figure of this role.
pub(super) fn figure_class(role: &str) -> String {
    class("f", role)
}

/// The class of a list with signs inside `depth` other lists.
pub(super) fn bullet_class(depth: usize) -> &'static str {
    if depth.is_multiple_of(2) {
        "outer"
    } else {
        "inner"
    }
}

/// Roles are words of the style's author; other characters than these would end a selector.
pub(super) fn class(prefix: &str, role: &str) -> String {
    let safe = |c: char| {
        if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
            c
        } else {
            '_'
        }
    };
    format!("{prefix}-{}", role.chars().map(safe).collect::<String>())
}

/// The whole sheet.
pub(super) fn style_sheet(style: &Style) -> String {
    let mut css = String::new();
    pages(&mut css, &style.page);
    let _ = writeln!(
        css,
        "body{{font-family:{};}}",
        families(&style.typeface.name)
    );
    css.push_str(GROUND);
    lists(&mut css, style);
    let line = line_height(&style.typeface);
    for (role, paragraph) in &style.paragraphs {
        paragraph_rule(&mut css, &paragraph_class(role), paragraph, line);
    }
    for (role, table) in &style.tables {
        table_rules(&mut css, &table_class(role), table);
    }
    for (role, figure) in &style.figures {
        figure_rules(&mut css, &figure_class(role), figure);
    }
    super::chart::rules(&mut css, &style.charts);
    css.push_str(LATE);
    sheets(&mut css, &style.page);
    css
}

/// Paper, margins and page numbers of a print (CSS Paged Media Module Level 3).
fn pages(css: &mut String, page: &PageStyle) {
    let number = "@top-center{content:counter(page);}";
    let (width, height) = (page.width, page.height);
    let _ = writeln!(
        css,
        "@page{{size:{width} {height};margin:{};{number}}}",
        sides(page.margins)
    );
    let turned = sides(page.sheet(Orientation::Landscape).margins);
    let _ = writeln!(
        css,
        "@page landscape{{size:{height} {width};margin:{turned};{number}}}"
    );
    if page.numbered_from > 1 {
        css.push_str("@page :first{@top-center{content:none;}}\n");
    }
}

fn sides(sides: Sides) -> String {
    format!(
        "{} {} {} {}",
        sides.top, sides.right, sides.bottom, sides.left
    )
}

/// The typeface by name, its twin, and any with serifs.
fn families(name: &str) -> String {
    let mut names = vec!["Times New Roman", "Liberation Serif"];
    names.retain(|other| *other != name);
    names.insert(0, name);
    let quoted = names
        .into_iter()
        .map(|name| format!("\"{}\"", name.replace(['"', '\\', '\n', '<'], "")));
    quoted
        .chain(["serif".to_owned()])
        .collect::<Vec<_>>()
        .join(",")
}

/// The distance of lines in thousandths of the size that the typeface itself asks for.
fn line_height(typeface: &Typeface) -> i64 {
    let Ok(face) = Face::parse(&typeface.files[0], 0) else {
        return 1150;
    };
    let units = i64::from(face.units_per_em()).max(1);
    let lines =
        i64::from(face.ascender()) - i64::from(face.descender()) + i64::from(face.line_gap());
    lines * 1000 / units
}

/// What holds for every document: a sheet on a ground, and browsers' own habits undone.
const GROUND: &str = "\
:root{color-scheme:light dark;--ground:#e4e4e2;--sheet:#fff;--ink:#000;--link:#0645ad;}
@media (prefers-color-scheme:dark){:root{--ground:#161616;--sheet:#242424;--ink:#e6e6e6;--link:#8ab4f8;}}
*{box-sizing:border-box;}
body{margin:0;background:var(--ground);color:var(--ink);}
h1,h2,h3,h4,p{margin:0;font:inherit;overflow-wrap:break-word;}
a{color:var(--link);}
a[href^=\"#\"]{color:inherit;text-decoration:none;}
a[href^=\"#\"]:is(:hover,:focus-visible){text-decoration:underline;}
sub,sup{line-height:0;}
.signature{display:flex;justify-content:space-between;align-items:baseline;gap:2em;break-inside:avoid;}
.mark{break-inside:avoid;}
.scroll{overflow-x:auto;}
table{border-collapse:collapse;width:100%;}
th,td{vertical-align:top;font-weight:inherit;text-align:inherit;}
thead th,thead td{vertical-align:middle;}
caption{text-align:inherit;}
tr{break-inside:avoid;}
tr.keep{break-after:avoid;}
figure{break-inside:avoid;}
figure>div{display:flex;align-items:flex-end;}
img{min-width:0;height:auto;background:#fff;}
figcaption{break-before:avoid;}
.contents{margin-bottom:1em;}
.notes ol{padding-left:2em;}
.notes{margin-top:2em;break-before:avoid;}
.notes::before{content:\"\";display:block;width:50mm;max-width:100%;border-top:0.5pt solid currentColor;margin-bottom:0.5em;}
:target{scroll-margin-top:1em;}
hr{border:0;border-top:0.5pt solid currentColor;width:35mm;margin-left:auto;margin-right:auto;}
";

/// What must outweigh the roles: the text of an item stands beside its label.
const LATE: &str = "li>[class^=\"p-\"]{margin-left:0;text-indent:0;}
hr[class^=\"p-\"]{margin-left:auto;margin-right:auto;}
nav ul{list-style:none;padding-left:0;}
nav li ul{padding-left:1.5em;}\n";

/// How far the items of a list stand from the edge of the text, in no other list.
pub(super) fn list_indent(style: &Style) -> Length {
    item_indent(style, 0).max(Length::pt(18))
}

fn item_indent(style: &Style, depth: usize) -> Length {
    let item = style.paragraphs.get("list-item");
    item.map_or(Length::ZERO, |item| item.list_indent(depth))
}

fn lists(css: &mut String, style: &Style) {
    let outer = list_indent(style);
    let step = item_indent(style, 1) - item_indent(style, 0);
    let _ = writeln!(css, "ul,ol{{margin:0;padding-left:{outer};}}");
    let _ = writeln!(
        css,
        "li ul,li ol{{padding-left:{};}}",
        step.max(Length::pt(12))
    );
    for depth in [0, 1] {
        let label = Marker::Bullet.label(0, depth);
        let _ = writeln!(
            css,
            "ul.{}{{list-style-type:\"{label} \";}}",
            bullet_class(depth)
        );
    }
}

fn paragraph_rule(css: &mut String, class: &str, style: &ParagraphStyle, line: i64) {
    let height = line * style.leading / 1000;
    let _ = write!(
        css,
        ".{class}{{font-size:{};line-height:{}.{:03};",
        style.size,
        height / 1000,
        height % 1000
    );
    let _ = write!(
        css,
        "margin:{} 0 {} {};",
        style.space_before, style.space_after, style.indent
    );
    let _ = write!(
        css,
        "text-indent:{};text-align:{};",
        style.first_line,
        align(style.align)
    );
    for (holds, rule) in [
        (style.strong, "font-weight:bold;"),
        (style.stressed, "font-style:italic;"),
        (style.capitals, "text-transform:uppercase;"),
        (style.hyphenate, "hyphens:auto;"),
        (style.keep_with_next, "break-after:avoid;"),
        (style.closes, "break-before:avoid;"),
        (style.balance, "text-wrap:balance;"),
        // Digits of one width stand below each other; a browser cannot align signs.
        (
            style.align == Align::Decimal,
            "font-variant-numeric:tabular-nums;",
        ),
    ] {
        if holds {
            css.push_str(rule);
        }
    }
    css.push_str("}\n");
}

fn align(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right | Align::Decimal => "right",
        Align::Justify => "justify",
    }
}

fn table_rules(css: &mut String, class: &str, style: &TableStyle) {
    let _ = writeln!(css, ".{class}{{margin:{} 0;}}", style.space);
    let _ = write!(
        css,
        ".{class} th,.{class} td{{padding:{} {};",
        style.padding_y, style.padding_x
    );
    if style.border > Length::ZERO {
        let _ = write!(css, "border:{} solid currentColor;", style.border);
    }
    css.push_str("}\n");
}

/// A row of pictures; where it does not fit, all of them shrink.
fn figure_rules(css: &mut String, class: &str, style: &FigureStyle) {
    let line = &style.line;
    let _ = writeln!(
        css,
        ".{class}{{margin:{} 0 {};}}",
        line.space_before, line.space_after
    );
    let side = match line.align {
        Align::Left | Align::Justify => "flex-start",
        Align::Center => "center",
        Align::Right | Align::Decimal => "flex-end",
    };
    let _ = writeln!(
        css,
        ".{class}>div{{justify-content:{side};gap:{};}}",
        style.gap
    );
}

/// The sections: sheets on a screen, runs of pages in print. A turned page breaks by itself.
fn sheets(css: &mut String, page: &PageStyle) {
    let (width, height) = (page.width, page.height);
    let (upright, turned) = (
        sides(page.margins),
        sides(page.sheet(Orientation::Landscape).margins),
    );
    let _ = write!(
        css,
        "@media screen{{
section{{max-width:{width};margin:1.5em auto;padding:{upright};background:var(--sheet);box-shadow:0 1px 6px #0006;}}
section.landscape{{max-width:{height};padding:{turned};}}
}}
@media screen and (max-width:{width}){{
section,section.landscape{{margin:0 0 1px;padding:1.5em 5vw;box-shadow:none;}}
section [class^=\"p-\"]:not(hr),section .mark,section .signature{{margin-left:0;}}
}}
@media print{{
:root{{--ground:#fff;--sheet:#fff;--ink:#000;--link:#000;}}
section.landscape{{page:landscape;}}
.scroll{{overflow:visible;}}
a{{text-decoration:none;}}
}}
"
    );
}
