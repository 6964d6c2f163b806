//! Text in a paragraph: runs and links, made with docx-rs.

use docx_rs::{BreakType, Hyperlink, HyperlinkData, ParagraphChild, Run, VertAlignType};

use crate::document::{Baseline, Inline, Target, Text};
use crate::kind::style::ParagraphStyle;
use crate::writers::docx::links::Links;
use crate::writers::docx::xml::clean;

/// The pieces of a line as children of a paragraph of that style.
pub(super) fn children(
    content: &[Inline],
    style: &ParagraphStyle,
    links: &mut Links,
) -> Vec<ParagraphChild> {
    let mut children = Vec::with_capacity(content.len());
    for inline in content {
        match inline {
            Inline::Note(_) | Inline::Field(_) => {}
            Inline::Text(text) if text.text.is_empty() => {}
            Inline::Text(text) => add(&mut children, text, style, links),
            Inline::Break => {
                children.push(ParagraphChild::Run(Box::new(
                    Run::new().add_break(BreakType::TextWrapping),
                )));
            }
        }
    }
    children
}

/// Adds a text; one that leads where the text before it leads joins its link.
fn add(children: &mut Vec<ParagraphChild>, text: &Text, style: &ParagraphStyle, links: &mut Links) {
    let run = ParagraphChild::Run(Box::new(run(text, style)));
    let Some(rid) = text
        .link
        .as_ref()
        .and_then(Target::address)
        .and_then(|address| links.relationship(address))
    else {
        children.push(run);
        return;
    };
    if let Some(ParagraphChild::Hyperlink(last)) = children.last_mut()
        && matches!(&last.link, HyperlinkData::External { rid: known, .. } if *known == rid)
    {
        last.children.push(run);
        return;
    }
    // By hand: `Hyperlink::new` takes its identity from a counter that all threads share.
    let link = HyperlinkData::External {
        rid,
        path: String::new(),
    };
    children.push(ParagraphChild::Hyperlink(Hyperlink {
        link,
        history: None,
        children: vec![run],
    }));
}

/// A run says only how it differs from its paragraph. What it says is absolute: `w:b` toggles
/// between styles, not between a style and a run (ECMA-376 Part 1, 17.7.3).
fn run(text: &Text, style: &ParagraphStyle) -> Run {
    let mut run = Run::new().add_text(clean(&text.text));
    if text.emphasis.strong && !style.strong {
        run = run.bold();
    }
    if text.emphasis.stressed && !style.stressed {
        run = run.italic();
    }
    match text.emphasis.baseline {
        Baseline::Normal => {}
        Baseline::Raised => {
            run.run_property = run.run_property.vert_align(VertAlignType::SuperScript);
        }
        Baseline::Lowered => {
            run.run_property = run.run_property.vert_align(VertAlignType::SubScript);
        }
    }
    run
}
