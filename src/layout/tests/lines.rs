//! Tests of lines: where they end, which are equally long, how wide their spaces get.

use super::{PLAN, cell, document, lay, letters, para, row, runs, style, table};
use crate::document::{Block, Cell};
use crate::layout::Fonts;
use crate::layout::page::GlyphRun;
use crate::length::Length;

/// A title that is a little too long for one line.
const TITLE: &str = "Pavyzdžio gimnazijos bibliotekos informacinio centro 2027 metų veiklos planas";

fn width(run: &GlyphRun) -> Length {
    let spaces = run.text.len() - run.text.trim_end().len();
    let glyphs = &run.glyphs[..run.glyphs.len() - spaces];
    glyphs.iter().map(|glyph| glyph.advance).sum()
}

#[test]
fn the_lines_of_a_balanced_title_are_about_equally_long() {
    let widths = |balance: bool| -> Vec<Length> {
        let mut style = style();
        let title = style.paragraphs.get_mut("title").expect("it is there");
        title.balance = balance;
        let layout = lay(&document(vec![para("title", TITLE)]), &style);
        runs(&layout).iter().map(|run| width(run.1)).collect()
    };
    let (plain, balanced) = (widths(false), widths(true));
    assert_eq!((plain.len(), balanced.len()), (2, 2));
    let shorter = |widths: &[Length]| widths[0].min(widths[1]).to_milli() * 100;
    assert!(
        shorter(&plain) / plain[0].max(plain[1]).to_milli() < 60,
        "{plain:?}"
    );
    assert!(
        shorter(&balanced) / balanced[0].max(balanced[1]).to_milli() > 70,
        "{balanced:?}"
    );
}

#[test]
fn no_space_of_a_narrow_column_is_wider_than_three() {
    let words = "Mokiniai, mokytojai ir specialistai čia gali plėtoti savo gabumus dalykinėje ir \
        kultūrinėje srityse. Bibliotekoje suteikiamos aukštos kokybės ugdymo paslaugos, kurios \
        leidžia įgyvendinti pradinio, pagrindinio ir vidurinio ugdymo programas, o skaitytojai \
        randa naujausius vadovėlius ir grožinės literatūros kūrinius.";
    for column in [170, 185, 200, 215, 230] {
        let style = style();
        let mut columns = table(2, Vec::new(), Vec::new());
        columns.shares = vec![column, 481 - column];
        columns.body = vec![row(vec![
            Cell {
                blocks: vec![para("body", words)],
                ..cell("")
            },
            cell(""),
        ])];
        let layout = lay(&document(vec![Block::Table(columns)]), &style);
        for (_, run, _) in runs(&layout) {
            let shown = run.text.trim_end().len();
            let spaces = run.glyphs.iter().filter(|glyph| {
                (glyph.text.end as usize) < shown
                    && &run.text[glyph.text.start as usize..glyph.text.end as usize] == " "
            });
            for space in spaces {
                assert!(space.advance <= Length::pt(9), "{column} {}", run.text);
            }
        }
    }
}

#[test]
fn justified_lines_end_at_the_edge() {
    let layout = lay(&document(vec![para("body", PLAN)]), &style());
    let lines = runs(&layout);
    assert!(lines.len() > 3);
    for (_, run, _) in &lines[..lines.len() - 1] {
        let glyphs = run.glyphs.len() - usize::from(run.text.ends_with(' '));
        let end = run.x + run.glyphs[..glyphs].iter().map(|glyph| glyph.advance).sum();
        assert_eq!(end, Length::mm(210) - Length::mm(10), "{}", run.text);
    }
}

#[test]
fn a_word_is_divided_with_a_soft_hyphen_in_its_text() {
    let words = "bendradarbiavimas bibliotekininkystė pasididžiavimas nepriklausomybė ".repeat(8);
    let layout = lay(&document(vec![para("body", &words)]), &style());
    let divided: Vec<&str> = runs(&layout)
        .iter()
        .map(|run| run.1.text.as_str())
        .filter(|text| text.ends_with('\u{ad}'))
        .collect();
    assert!(!divided.is_empty());
    assert_eq!(letters(&layout), words.replace(' ', ""));
}

#[test]
fn single_spacing_is_that_of_word_processors() {
    let style = style();
    let fonts = Fonts::new(&style.typeface).expect("the bundled fonts are fonts");
    let line = fonts.line(Length::pt(12), 1000);
    assert_eq!(line.height, Length::milli(13_799));
}

#[test]
fn a_non_breaking_space_never_ends_a_line() {
    let words = "2027 m. rugsėjo 19 d. "
        .replace("m. ", "m.\u{a0}")
        .repeat(60);
    let layout = lay(&document(vec![para("body", &words)]), &style());
    assert!(
        runs(&layout)
            .iter()
            .all(|run| !run.1.text.ends_with('\u{a0}') && !run.1.text.trim_end().ends_with("m."))
    );
}
