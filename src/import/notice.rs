//! A notice: headline, leading paragraph, pictures, text, who wrote it.

use crate::diagnostics::say;

use super::draft::{Draft, Entries};
use super::front::Front;
use super::notes::{Place, Sort};
use super::outline::{Part, Shown};
use super::text::{Text, markdown};
use super::words::{SOURCE, blank};
use super::yaml::{Node, Value};

/// What the notice says, apart.
#[derive(Default)]
struct Held {
    texts: Vec<Text>,
    pictures: Vec<(Shown, Option<Text>)>,
    logos: Vec<Shown>,
    source: Option<Text>,
    about: Vec<Text>,
}

/// Writes the notice.
pub(super) fn write(front: Front, draft: &mut Draft<'_>) -> Entries {
    let (whose, title) = draft.titled(&front, false);
    let mut entries = draft.opening("notice", whose);
    entries.push(("title".to_owned(), title));
    if !front.marks.is_empty() {
        let message = say!("the kind has no marks of approval");
        draft.notes.say(Sort::Told, Place::Document, "", message);
    }
    let mut held = apart(front.rest, draft);
    let lead = if held.texts.is_empty() {
        draft.missing_text("lead", blank::TEXT)
    } else {
        Node::words(super::plan::line_of(&held.texts.remove(0)))
    };
    entries.push(("lead".to_owned(), lead));
    let pictures = held
        .pictures
        .iter()
        .filter_map(|(picture, caption)| draft.picture(picture, caption.as_ref().map(Text::line)));
    let pictures: Vec<Node> = pictures.collect();
    if !pictures.is_empty() {
        let message = say!("pictures stand below the leading paragraph, wherever they stood");
        draft.notes.say(Sort::Told, Place::Document, "", message);
        entries.push(("pictures".to_owned(), Value::List(pictures).into()));
    }
    let text = if held.texts.is_empty() {
        draft.missing_text("text", blank::TEXT)
    } else {
        Value::Blocks(markdown(&held.texts)).into()
    };
    entries.push(("text".to_owned(), text));
    entries.extend(
        held.source
            .map(|text| ("source".to_owned(), Node::words(text.line()))),
    );
    if !held.about.is_empty() {
        entries.push((
            "about".to_owned(),
            Value::Blocks(markdown(&held.about)).into(),
        ));
    }
    entries.extend(draft.checks().map(|checks| ("checks".to_owned(), checks)));
    let logos: Vec<Node> = held
        .logos
        .iter()
        .filter_map(|logo| draft.picture(logo, None))
        .collect();
    if !logos.is_empty() {
        entries.push(("logos".to_owned(), Value::List(logos).into()));
    }
    entries
}

fn apart(parts: Vec<Part>, draft: &mut Draft<'_>) -> Held {
    let mut held = Held::default();
    // Pictures below the last paragraph are signs of those who took part.
    let last = parts
        .iter()
        .rposition(|part| !matches!(part, Part::Picture(_)));
    let mut after_picture = false;
    for (index, part) in parts.into_iter().enumerate() {
        let follows = std::mem::take(&mut after_picture);
        match part {
            Part::Picture(picture) if last.is_some_and(|last| index < last) => {
                held.pictures.push((picture, None));
                after_picture = true;
            }
            Part::Picture(picture) => held.logos.push(picture),
            Part::Table(grid) => {
                let rows = draft.rows_as_text(&grid);
                held.texts.extend(rows);
            }
            Part::Text(text) => held.text(text, follows),
        }
    }
    held
}

impl Held {
    fn text(&mut self, text: Text, after_picture: bool) {
        let plain = text.plain();
        let is_source = plain.chars().count() < 80 && plain.to_lowercase().ends_with(SOURCE);
        let stressed = text
            .runs
            .iter()
            .all(|run| run.stressed || run.text.trim().is_empty());
        let captioned = after_picture && (text.is_caption || stressed || text.centred);
        if let Some((_, caption)) = self.pictures.last_mut().filter(|_| captioned) {
            *caption = Some(text);
        } else if self.source.is_none() && is_source {
            self.source = Some(text);
        } else if self.source.is_some() {
            self.about.push(text);
        } else {
            self.texts.push(text);
        }
    }
}
