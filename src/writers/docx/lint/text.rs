//! What can be wrong with text: where it stands, and its blanks.

use super::tree::Node;
use super::{Report, Rule};

/// The elements that hold text, in a run.
const TEXT: [&str; 4] = ["w:t", "w:delText", "w:instrText", "w:delInstrText"];

/// Checks the text of an element.
pub(super) fn check(node: &Node, parent: Option<&Node>, report: &mut Report<'_>) {
    if !node.name.starts_with("w:") || node.text.is_empty() {
        return;
    }
    let is_text = TEXT.contains(&node.name.as_str());
    let in_run = parent.is_some_and(|parent| parent.name == "w:r");
    let is_loose = !is_text || !in_run;
    if is_loose && !node.text.trim().is_empty() {
        report.add(Rule::LooseText, format!("{} in {}", node.text, node.name));
    }
    // XML has these four blanks; others, such as those that do not break, are letters to it.
    let blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
    let at_edge = node.text.starts_with(blank) || node.text.ends_with(blank);
    if is_text && at_edge && node.attribute("xml:space") != Some("preserve") {
        report.add(Rule::LostBlank, node.text.clone());
    }
}
