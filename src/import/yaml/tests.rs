//! How the YAML of an import is laid out and quoted.

use super::*;

fn file(entries: &[(&str, Node)]) -> String {
    let entries: Vec<_> = entries
        .iter()
        .map(|(key, node)| ((*key).to_owned(), node.clone()))
        .collect();
    write(&[], &entries, &[])
}

#[test]
fn what_yaml_takes_for_something_else_is_quoted() {
    for text in [
        "no", "1.10", "12:30", "# a", "a: b", "a #b", "- a", "yes", "~", "2022", "%a", "a:",
    ] {
        let written = file(&[("a", Node::words(text))]);
        assert_eq!(written, format!("a: \"{text}\"\n"));
    }
    let backslash = file(&[("a", Node::words("c: \\ \"x\" it's"))]);
    assert_eq!(backslash, "a: 'c: \\ \"x\" it''s'\n");
    assert_eq!(file(&[("a", Node::bare("2022"))]), "a: 2022\n");
    assert_eq!(file(&[("a", Node::words("Nr. 1, a-b"))]), "a: Nr. 1, a-b\n");
}

#[test]
fn a_row_goes_below_if_it_is_long() {
    let row = |count| Node::from(Value::Row(vec![Node::words("a, b"); count]));
    assert_eq!(file(&[("a", row(2))]), "a: [\"a, b\", \"a, b\"]\n");
    let lines = file(&[("a", row(20))]);
    assert!(
        lines.lines().count() == 2 && lines.lines().all(|line| line.len() <= 100),
        "{lines}"
    );
    let long = Node::from(Value::Row(vec![
        Node::words("a, b ".repeat(15).trim_end());
        2
    ]));
    assert!(file(&[("a", long)]).starts_with("a:\n  - a, b "));
}

#[test]
fn a_long_line_is_folded_and_no_sign_of_markdown_begins_one() {
    let text = format!("{} - {}", "žodis ".repeat(16).trim_end(), "a ".repeat(60));
    let written = file(&[("a", Value::Blocks(format!("{text}\n\n- {text}")).into())]);
    assert!(
        written.lines().all(|line| line.chars().count() <= 104),
        "{written}"
    );
    let dashes = written
        .lines()
        .filter(|line| line.trim_start().starts_with('-'))
        .count();
    assert_eq!(dashes, 1, "{written}");
}

#[test]
fn remarks_stand_beside_or_above() {
    let beside = file(&[("a", Node::bare("2022").remarked("2022m."))]);
    assert_eq!(beside, "a: 2022 # 2022m.\n");
    let above = file(&[("a", Node::bare("2022").remarked("ž ".repeat(80)))]);
    assert!(
        above.starts_with("# ž ž") && above.ends_with("\na: 2022\n"),
        "{above}"
    );
}
