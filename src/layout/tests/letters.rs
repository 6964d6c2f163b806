//! Tests of letters: fallback fonts, joined letters, languages, and numbers below each other.

use std::borrow::Cow;

use super::{cell, document, lay, letters, para, place, row, runs, strong, style, table, text};
use crate::diagnostics::{Diagnostic, Sink};
use crate::document::{Baseline, Block, Cell, Document, Emphasis, Inline, Paragraph, Text};
use crate::kind::style::{Align, Face, Font, ParagraphStyle, Style};
use crate::layout::page::{GlyphRun, Layout};
use crate::layout::{Fonts, lay_out};
use crate::length::Length;
use crate::source::Sources;

macro_rules! font {
    ($name:literal) => {
        Cow::Borrowed(include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/templates/common/fonts/",
            $name,
            ".ttf"
        )) as &[u8])
    };
}

/// The style of the tests with the fallback fonts and with joined letters.
fn rich() -> Style {
    let mut style = style();
    style.typeface.ligatures = true;
    style.typeface.fallbacks = vec![
        font!("DejaVuSerif"),
        font!("DejaVuSans"),
        font!("NotoEmoji-Regular"),
    ];
    style
}

fn laid(document: &Document, style: &Style) -> (Layout, Vec<Diagnostic>) {
    let fonts = Fonts::new(&style.typeface).expect("the bundled fonts are fonts");
    let (mut sink, mut sources) = (Sink::default(), Sources::default());
    sources.add("content.yaml", "");
    let layout = lay_out(document, style, &fonts, &mut sink);
    (layout, sink.into_sorted(&sources))
}

fn words(words: &str) -> Document {
    document(vec![para("body", words)])
}

/// The runs as text, each with its font.
fn fonts(layout: &Layout) -> Vec<(&str, Font)> {
    let shown = runs(layout).into_iter();
    shown
        .map(|(_, run, _)| (run.text.trim(), run.font))
        .collect()
}

#[test]
fn a_sign_that_the_face_lacks_is_taken_from_the_first_font_that_has_it() {
    let (layout, told) = laid(&words("A✓B ☐ → я 📷"), &rich());
    assert_eq!(told, []);
    let face = Font::Face(Face::Regular);
    assert_eq!(
        fonts(&layout),
        [
            ("A", face),
            ("✓", Font::Fallback(1)),
            ("B", face),
            ("☐", Font::Fallback(1)),
            ("→ я", face),
            ("📷", Font::Fallback(2)),
        ]
    );
    assert_eq!(letters(&layout), "A✓B☐→я📷");
    let starts: Vec<Length> = runs(&layout).iter().map(|run| run.1.x).collect();
    assert!(starts.is_sorted_by(|one, next| one < next), "{starts:?}");
}

#[test]
fn a_sign_with_its_companions_is_never_torn() {
    let (layout, told) = laid(&words("a👩\u{1f3fd}\u{200d}💻b ❤\u{fe0f}"), &rich());
    assert_eq!(told, []);
    let face = Font::Face(Face::Regular);
    assert_eq!(
        fonts(&layout),
        [
            ("a", face),
            ("👩\u{1f3fd}\u{200d}💻", Font::Fallback(2)),
            ("b", face),
            ("❤\u{fe0f}", Font::Fallback(1)),
        ]
    );
}

#[test]
fn what_is_never_seen_is_not_told() {
    let text = "a\u{200d}b\u{fe0f}c\u{200b}d\u{2060}e\u{feff}✓\u{e0100}f\u{ad}g";
    let (layout, told) = laid(&words(text), &rich());
    assert_eq!(told, []);
    assert_eq!(letters(&layout), text.replace('\u{ad}', ""));
}

#[test]
fn a_sign_of_no_font_is_told_and_shown_by_a_substitute() {
    let (layout, told) = laid(&words("書 ✓書"), &rich());
    assert_eq!(told.len(), 1);
    assert_eq!(
        told[0].message.to_string(),
        "no bundled font has the sign `書`"
    );
    assert_eq!(letters(&layout), "書✓書");
    let glyphs = |run: &GlyphRun| run.glyphs.iter().all(|glyph| glyph.id != 0);
    assert!(runs(&layout).iter().all(|run| glyphs(run.1)));
}

#[test]
fn a_firm_hyphen_looks_like_a_hyphen_and_stays_itself() {
    let (firm, told) = laid(&words("V\u{2011}12"), &rich());
    let (plain, _) = laid(&words("V\u{2010}12"), &rich());
    assert_eq!(told, []);
    assert_eq!(letters(&firm), "V\u{2011}12");
    let ids = |layout: &Layout| -> Vec<u16> {
        let run = runs(layout)[0].1;
        run.glyphs.iter().map(|glyph| glyph.id).collect()
    };
    assert_eq!(ids(&firm), ids(&plain));
}

/// The text of every glyph of the only line.
fn shown(layout: &Layout) -> Vec<&str> {
    let run = runs(layout)[0].1;
    let text = |range: std::ops::Range<u32>| &run.text[range.start as usize..range.end as usize];
    run.glyphs
        .iter()
        .map(|glyph| text(glyph.text.clone()))
        .collect()
}

fn in_english(text: &str) -> Document {
    let mut document = words(text);
    document.properties.lang = "en".into();
    document
}

#[test]
fn letters_are_joined_but_not_where_a_word_may_be_divided() {
    let layout = lay(&words("fizika"), &rich());
    assert_eq!(shown(&layout), ["fi", "z", "i", "k", "a"]);
    assert_eq!(shown(&lay(&words("fizika"), &style())).len(), 6);
    // In English, „self-ish“ may be divided.
    let layout = lay(&in_english("selfish"), &rich());
    assert_eq!(shown(&layout), ["s", "e", "l", "f", "i", "s", "h"]);
    let layout = lay(&in_english("flat"), &rich());
    assert_eq!(shown(&layout), ["fl", "a", "t"]);
}

#[test]
fn a_font_with_rules_of_its_own_is_kept_from_joining_too() {
    let mut style = rich();
    style.typeface.files = [(); 4].map(|()| font!("DejaVuSerif"));
    let layout = lay(&in_english("flat"), &style);
    assert_eq!(shown(&layout), ["fl", "a", "t"]);
    let layout = lay(&in_english("selfish"), &style);
    assert_eq!(shown(&layout), ["s", "e", "l", "f", "i", "s", "h"]);
    style.typeface.ligatures = false;
    assert_eq!(shown(&lay(&in_english("flat"), &style)).len(), 4);
}

#[test]
fn joined_letters_are_not_lost_where_there_is_no_room() {
    let columns = (0..90).map(|_| cell("fiflofifl")).collect();
    let table = table(90, Vec::new(), vec![row(columns)]);
    let layout = lay(&document(vec![Block::Table(table)]), &rich());
    assert_eq!(letters(&layout), "fiflofifl".repeat(90));
}

/// A narrow paragraph of one long word in a language.
fn narrow(word: &str, lang: &str) -> Document {
    let text = Inline::Text(Text {
        text: format!("{word} ir ").repeat(12),
        emphasis: Emphasis::default(),
        link: None,
        lang: Some(lang.into()),
        meaning: None,
        place: place(),
    });
    document(vec![Block::Paragraph(Paragraph {
        role: "mark".into(),
        content: vec![text],
    })])
}

#[test]
fn words_are_divided_by_the_language_of_their_text() {
    let mut style = style();
    let paragraph = style.paragraphs.get_mut("mark").expect("it is there");
    *paragraph = ParagraphStyle {
        hyphenate: true,
        align: Align::Justify,
        indent: Length::mm(130),
        ..paragraph.clone()
    };
    let parts = |word: &str, lang: &str| -> Vec<String> {
        let layout = lay(&narrow(word, lang), &style);
        let ends = runs(&layout).into_iter().filter_map(|(_, run, _)| {
            let part = run.text.strip_suffix('\u{ad}')?;
            part.split(' ').next_back().map(str::to_owned)
        });
        ends.collect()
    };
    for (lang, word) in [
        ("en", "straight|for|ward"),
        ("lt", "bend|ra|dar|bia|vi|mas"),
    ] {
        let found = parts(&word.replace('|', ""), lang);
        let ends = word.match_indices('|');
        let right: Vec<String> = ends.map(|(at, _)| word[..at].replace('|', "")).collect();
        assert!(!found.is_empty(), "{word}");
        assert!(found.iter().all(|part| right.contains(part)), "{found:?}");
    }
    assert_eq!(parts("bendradarbiavimas", "pl"), Vec::<String>::new());
}

/// A table whose first column is numbers.
fn numbers(figures: &[&str]) -> (Layout, Style) {
    numbers_in(figures.iter().map(|words| cell(words)).collect())
}

/// A table with these cells of numbers in its first column.
fn numbers_in(cells: Vec<Cell>) -> (Layout, Style) {
    let mut style = style();
    let number = ParagraphStyle {
        align: Align::Decimal,
        ..style.paragraphs["cell"].clone()
    };
    style.paragraphs.insert("cell".into(), number);
    let rows = cells.into_iter().map(|figure| row(vec![figure, cell("x")]));
    let table = table(2, Vec::new(), rows.collect());
    (lay(&document(vec![Block::Table(table)]), &style), style)
}

/// How far from the left edge of the page each text has reached before `sign`, or its end.
fn reached(layout: &Layout, sign: char) -> Vec<i64> {
    let lines = runs(layout).into_iter().filter(|run| run.1.text != "x");
    let reached = lines.map(|(_, run, _)| {
        let at = run.text.find(sign).unwrap_or(run.text.len());
        let before = run
            .glyphs
            .iter()
            .filter(|glyph| glyph.text.end as usize <= at);
        let width: Length = before.map(|glyph| glyph.advance).sum();
        (run.x + width).to_milli()
    });
    reached.collect()
}

#[test]
fn decimal_signs_stand_below_each_other() {
    let (layout, style) = numbers(&["5", "12,5", "1\u{a0}234,25", "–", "−7"]);
    let reached = reached(&layout, ',');
    assert_eq!(reached.len(), 5);
    assert!(
        reached.windows(2).all(|pair| pair[0] == pair[1]),
        "{reached:?}"
    );
    let place = layout.tables[0].decimals[0].expect("the column has numbers");
    let left = style.page.margins.left + style.tables["table"].padding_x;
    assert_eq!((left + place).to_milli(), reached[0]);
    // The widest number stands in the middle of the column.
    let widest = runs(&layout)[4].1;
    let width: Length = widest.glyphs.iter().map(|glyph| glyph.advance).sum();
    let (before, column) = (
        widest.x - style.page.margins.left,
        layout.tables[0].widths[0],
    );
    let beside = column - before - width;
    assert!((before - beside).to_milli().abs() <= 1, "{before} {beside}");
}

/// „8 114¹⁾“ ends with its 4: a sign that touches a number gives it no digits.
#[test]
fn the_digits_of_a_raised_sign_are_not_those_of_the_number() {
    let signed = Cell {
        blocks: vec![Block::Paragraph(Paragraph {
            role: "cell".into(),
            content: vec![text("8\u{a0}114"), raised("1)")],
        })],
        ..cell("")
    };
    let (layout, _) = numbers_in(vec![signed, cell("4\u{a0}291")]);
    let reached = reached(&layout, ')');
    let (number, sign, below) = (reached[0], reached[1], reached[2]);
    assert_eq!(number, below);
    assert!(number < sign);
}

/// A piece of text that is raised.
fn raised(words: &str) -> Inline {
    let Inline::Text(piece) = text(words) else {
        unreachable!("words are a text")
    };
    Inline::Text(Text {
        emphasis: Emphasis {
            baseline: Baseline::Raised,
            ..piece.emphasis
        },
        ..piece
    })
}

#[test]
fn words_among_numbers_stay_at_the_right() {
    let (layout, style) = numbers(&["5", "nėra"]);
    let words = runs(&layout)
        .into_iter()
        .find(|run| run.1.text == "nėra")
        .expect("it is there")
        .1;
    let end = words.x + words.glyphs.iter().map(|glyph| glyph.advance).sum();
    let padding = style.tables["table"].padding_x;
    assert_eq!(
        end,
        style.page.margins.left + layout.tables[0].widths[0] - padding
    );
}

#[test]
fn an_f_may_stand_before_any_letter() {
    let words = "fėja šfžš afėra cofš fą filė fflė";
    let mut style = style();
    style.typeface.ligatures = true;
    let layout = lay(&document(vec![para("body", words)]), &style);
    assert_eq!(letters(&layout), words.replace(' ', ""));
}

#[test]
fn a_sign_without_a_glyph_is_told_once() {
    let style = style();
    let fonts = Fonts::new(&style.typeface).expect("the bundled fonts are fonts");
    let mut sink = Sink::default();
    let layout = lay_out(
        &document(vec![para("body", "📷 ir vėl 📷")]),
        &style,
        &fonts,
        &mut sink,
    );
    let told = sink.into_sorted(&{
        let mut sources = Sources::default();
        sources.add("content.yaml", "");
        sources
    });
    assert_eq!(told.len(), 1);
    assert_eq!(
        told[0].message.to_string(),
        "no bundled font has the sign `📷`"
    );
    assert!(
        runs(&layout)
            .iter()
            .all(|run| run.1.glyphs.iter().all(|glyph| glyph.id != 0))
    );
    assert_eq!(letters(&layout), "📷irvėl📷");
}

#[test]
fn a_bold_word_is_a_run_of_its_own() {
    let content = vec![text("Tai "), strong("svarbu"), text(" visiems")];
    let layout = lay(
        &document(vec![Block::Paragraph(Paragraph {
            role: "body".into(),
            content,
        })]),
        &style(),
    );
    let texts: Vec<&str> = runs(&layout)
        .iter()
        .map(|run| run.1.text.as_str())
        .collect();
    assert_eq!(texts, ["Tai ", "svarbu", " visiems"]);
}

#[test]
fn fonts_are_shared_by_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Fonts>();
}
