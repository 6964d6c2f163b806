//! Text as Markdown that prints as it was.

use super::*;
use crate::content::markdown::{Part, Piece, blocks, line};

fn run(text: &str, strong: bool, stressed: bool) -> Run {
    Run {
        text: text.to_owned(),
        strong,
        stressed,
        ..Run::default()
    }
}

fn words(pieces: &[Piece]) -> String {
    let words = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => text.as_str(),
        Piece::Close(Part::Paragraph | Part::Item) => "\n",
        _ => "",
    });
    words.collect()
}

#[test]
fn text_prints_as_it_was() {
    let texts = [
        "a * b * c",
        "_a_ ir *b*",
        "[a](b)",
        "^[a]",
        "{= 1 + 2}",
        "{#a}",
        "`a`",
        "<b>",
        "R&D; a",
        "a\\b",
        "C:\\*",
        "**",
        "[^1]",
        "{en: a}",
    ];
    for text in texts {
        assert_eq!(words(&line(&Text::plainly(text).line())), text);
    }
    let starts = [
        "1. a", "- a", "# a", "> a", "12) a", "+ a", "---", "=== a", "~~~", "2022. a",
    ];
    for text in starts {
        let markdown = markdown(&[Text::plainly(text)]);
        let bare = words(&blocks(&markdown));
        let is_dash = text == "- a";
        assert_eq!(bare.trim(), if is_dash { "a" } else { text }, "{markdown}");
    }
}

#[test]
fn emphasis_is_marked_where_markdown_can() {
    let of = |runs: &[Run]| inline(runs);
    assert_eq!(
        of(&[run("a ", false, false), run("b", true, false)]),
        "a **b**"
    );
    assert_eq!(
        of(&[run("„a“ ", false, true), run("b", false, false)]),
        "*„a“* b"
    );
    assert_eq!(
        of(&[run("a", true, false), run("b", false, true)]),
        "**a**b"
    );
    assert_eq!(
        of(&[run("„a“", false, true), run("b", false, false)]),
        "„a“b"
    );
}

#[test]
fn the_end_of_a_text_keeps_its_looks() {
    let text = Text {
        runs: vec![
            run(" Tikslas", true, false),
            run("  – a ", false, false),
            run("b", true, false),
        ],
        ..Text::default()
    };
    assert_eq!(text.ending("a b").line(), "a **b**");
    assert_eq!(text.ending("b").line(), "b");
    assert_eq!(text.ending(&text.plain()).line(), text.line());
}

#[test]
fn typed_lists_become_lists() {
    let texts = ["1. a", "2. b", "c", "– d", "2. e"].map(Text::plainly);
    assert_eq!(markdown(&texts), "1. a\n2. b\n\nc\n\n- d\n\n2\\. e");
}
