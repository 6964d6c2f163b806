//! Cases of numbers that go on, and of numbers that do not.

use super::*;
use crate::document::Text;
use crate::length::Length;
use crate::source::{Sources, Span};

fn text(text: &str, meaning: Option<Arc<crate::document::Meaning>>) -> Inline {
    Inline::Text(Text {
        text: text.to_owned(),
        emphasis: Emphasis::default(),
        link: None,
        lang: None,
        meaning,
        place: Span::new(Sources::default().add("plan.yaml", ""), 0..0),
    })
}

/// A paragraph such as `1.2. žodis`; a number without text after it stands alone.
fn paragraph(series: &str, written: &str) -> Vec<Inline> {
    let end = written.find(char::is_alphabetic).unwrap_or(written.len());
    let printed = written[..end].trim_end();
    let (printed, rest) = written.split_at(printed.len());
    let digits = printed.trim_end_matches(['.', ')']).split('.');
    let number = Number {
        series: series.into(),
        values: digits
            .map(|digits| digits.parse().expect("a number"))
            .collect(),
    };
    let meaning = Arc::new(crate::document::Meaning::Number(number));
    let mut content = vec![text(printed, Some(meaning))];
    if !rest.is_empty() {
        content.push(text(rest, None));
    }
    content
}

/// What becomes of the numbers of a document: `series role number`, one a line, each with the list
/// and the level where it is counted, and what is written of its text.
fn told(lines: &str) -> String {
    let (mut counter, style) = (Counter::default(), ParagraphStyle::default());
    let hanging = ParagraphStyle {
        first_line: -Length::mm(6),
        ..ParagraphStyle::default()
    };
    let mut told = String::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let line = line.split(" = ").next().unwrap_or_default().trim_end();
        let [series, role, written] = line.splitn(3, ' ').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let style = if role.starts_with("hanging") {
            &hanging
        } else {
            &style
        };
        let content = paragraph(series, written);
        let place = counter.place(&role.into(), style, &content, None);
        let answer = match place {
            Some((Place { list, level }, rest)) => {
                let level_of = &counter.lists[list].levels[level];
                let form = &level_of.form;
                let suffix = level_of.suffix;
                let rest = crate::document::plain_text(&rest);
                format!("list {list} `{form}` {suffix:?} `{rest}`")
            }
            None => "text".to_owned(),
        };
        let _ = writeln!(told, "{line} = {answer}");
    }
    told
}

/// Paragraphs of a document that shows what changed are counted as they were and as they are.
#[test]
fn a_number_that_changed_is_counted_where_both_forms_come_to_it() {
    let style = ParagraphStyle::default();
    let both = |was: &str, is: &str| {
        let number = |written| paragraph("goals", written).remove(0);
        vec![
            Inline::Revised(Revision::Deleted, vec![number(was)]),
            Inline::Revised(Revision::Inserted, vec![number(is)]),
            text(" tikslas", None),
        ]
    };
    let new = Some(Revision::Inserted);
    let mut counter = Counter::default();
    let mut place = |content: &[Inline], revision| {
        let placed = counter.place(&"goal".into(), &style, content, revision);
        placed.map(|(place, rest)| (place.list, crate::document::plain_text(&rest)))
    };
    let counted = Some((0, "tikslas".to_owned()));
    assert_eq!(place(&paragraph("goals", "1. tikslas"), None), counted);
    assert_eq!(place(&paragraph("goals", "2. tikslas"), new), counted);
    assert_eq!(place(&both("2.", "3."), None), counted);
    // As it was, it would be the third: it stays text in both forms.
    assert_eq!(place(&both("5.", "4."), None), None);
    assert_eq!(place(&both("3.", "4."), None), counted);
}

/// Asserts that every line becomes what stands after its `=`.
#[track_caller]
fn hold(lines: &str) {
    let wanted = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    let wanted: String = wanted.map(|line| format!("{line}\n")).collect();
    assert_eq!(told(lines), wanted);
}

#[test]
fn a_number_goes_on_with_its_list() {
    hold(
        "goals goal 1. žodis = list 0 `%1.` Space `žodis`
         goals objective 1.1. žodis = list 0 `%1.%2.` Space `žodis`
         goals measure 1.1.1. = list 0 `%1.%2.%3.` Nothing ``
         goals measure 1.1.2. = list 0 `%1.%2.%3.` Nothing ``
         goals objective 1.2. žodis = list 0 `%1.%2.` Space `žodis`
         goals measure 1.2.1. = list 0 `%1.%2.%3.` Nothing ``
         goals goal 2. žodis = list 0 `%1.` Space `žodis`
         goals objective 2.1. žodis = list 0 `%1.%2.` Space `žodis`",
    );
}

#[test]
fn what_is_told_twice_is_two_lists() {
    hold(
        "goals overview 1. a = list 0 `%1.` Space `a`
         goals overview-objective 1.1. a = list 0 `%1.%2.` Space `a`
         goals overview 2. a = list 0 `%1.` Space `a`
         goals goal 1. a = list 1 `%1.` Space `a`
         goals objective 1.1. a = list 1 `%1.%2.` Space `a`
         goals goal 2. a = list 1 `%1.` Space `a`",
    );
}

#[test]
fn lists_of_two_roles_go_on_side_by_side() {
    hold(
        "goals heading 1. a = list 0 `%1.` Space `a`
         goals row 1. a = list 1 `%1.` Space `a`
         goals heading 2. a = list 0 `%1.` Space `a`
         goals row 2. a = list 1 `%1.` Space `a`",
    );
}

#[test]
fn a_series_does_not_count_another() {
    hold(
        "sections heading 1. a = list 0 `%1.` Space `a`
         goals goal 1. a = list 1 `%1.` Space `a`
         sections heading 2. a = list 0 `%1.` Space `a`",
    );
}

#[test]
fn a_new_start_is_a_new_list() {
    hold(
        "events event 1. a = list 0 `%1.` Space `a`
         events event 2. a = list 0 `%1.` Space `a`
         events event 1. a = list 1 `%1.` Space `a`
         events event 7. a = list 2 `%1.` Space `a`
         events event 8. a = list 2 `%1.` Space `a`",
    );
}

#[test]
fn what_counting_would_not_give_stays_text() {
    hold(
        "goals objective 1.1. a = text
         goals goal 1. a = list 0 `%1.` Space `a`
         goals objective 1.1. a = list 0 `%1.%2.` Space `a`
         goals objective 1.3. a = text
         goals objective 2.1. a = text
         goals measure 1.1.2. = text
         goals objective 1.2. a = list 0 `%1.%2.` Space `a`
         goals other 1.3. a = text
         goals objective 1.3) a = text
         goals objective 1.3. a = list 0 `%1.%2.` Space `a`
         goals far 1.2.3.4.5.6.7.8.9.10. a = text
         goals goal 32768. a = text",
    );
}

#[test]
fn what_stands_behind_a_number_is_right_at_every_place_of_its_level() {
    hold(
        "a cell 1. = list 0 `%1.` Nothing ``
         a cell 2. a = list 0 `%1.` Nothing ` a`
         a cell 3.a = list 0 `%1.` Nothing `a`
         b cell 1) a = list 1 `%1)` Space `a`
         b cell 2) = list 1 `%1)` Space ``
         b cell 3)a = list 2 `%1)` Nothing `a`
         c hanging 1. a = list 3 `%1.` Tab `a`
         c hanging 2. = list 3 `%1.` Tab ``",
    );
}

#[test]
fn a_level_below_goes_on_as_the_one_above() {
    let told = |form: &str| {
        let mut level = Level {
            role: "goal".into(),
            form: form.to_owned(),
            emphasis: Emphasis::default(),
            suffix: Suffix::Space,
            indent: Indent {
                left: Length::ZERO,
                hanging: Length::ZERO,
            },
        };
        let used = form.matches('%').count();
        let below = (used..LEVELS).map(|depth| {
            level = level.deeper(depth);
            level.form.clone()
        });
        below.collect::<Vec<_>>()
    };
    assert_eq!(told("%1.")[..2], ["%1.%2.", "%1.%2.%3."]);
    assert_eq!(told("%1")[..2], ["%1.%2", "%1.%2.%3"]);
    assert_eq!(told("(%1)")[..2], ["(%1.%2)", "(%1.%2.%3)"]);
    assert_eq!(told("Nr. %1-%2")[..1], ["Nr. %1-%2-%3"]);
    assert_eq!(
        told("%1.%2.").last().map(String::as_str),
        Some("%1.%2.%3.%4.%5.%6.%7.%8.%9.")
    );
    assert!(told("%1.%2.%3.%4.%5.%6.%7.%8.%9.").is_empty());
}
