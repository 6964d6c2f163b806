//! What would stay English in a message that is told in another language.

use aktas::diagnostics::{Code, Diagnostic, Message};

/// Messages that pass on the words of other programs after our own: of the libraries that read
/// drawings, schemas, templates and markup.
const OF_OTHERS: [Code; 4] = [
    Code::InvalidPicture,
    Code::InvalidKind,
    Code::TemplateError,
    Code::InvalidMarkup,
];

/// The parts of a message that no catalogue can translate, because they were not said by `say!`,
/// though they are neither code nor words of `own`: those of the author's files.
pub(crate) fn left_in_english(diagnostic: &Diagnostic, own: &str) -> Vec<String> {
    let related = diagnostic.related.iter().map(|(_, words)| words);
    let parts = std::iter::once(&diagnostic.message)
        .chain(&diagnostic.label)
        .chain(related)
        .chain(&diagnostic.hints);
    let mut left = Vec::new();
    if OF_OTHERS.contains(&diagnostic.code) {
        left.extend(foreign(&diagnostic.message, own));
    } else {
        parts.for_each(|part| gather(part, own, &mut left));
    }
    left
}

/// The text of a message that was not said at all, if it has words that are not the author's.
fn foreign(message: &Message, own: &str) -> Option<String> {
    let Message::Verbatim(text) = message else {
        return None;
    };
    let is_foreign = words(text).any(|word| !own.contains(word));
    is_foreign.then(|| text.clone())
}

fn gather(message: &Message, own: &str, left: &mut Vec<String>) {
    match message {
        Message::Verbatim(_) => left.extend(foreign(message, own)),
        Message::Number(_) | Message::Count(_) => {}
        Message::Said { template, gaps } => {
            for (name, gap) in gaps {
                if !is_code(template, name) {
                    gather(gap, own, left);
                }
            }
        }
    }
}

/// The words of a text outside backticks.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let outside = text.split('`').step_by(2);
    outside
        .flat_map(|part| part.split(|sign: char| !sign.is_alphabetic()))
        .filter(|word| word.chars().count() > 1)
}

/// Whether a gap stands in backticks wherever the template has it.
fn is_code(template: &str, gap: &str) -> bool {
    let opening = format!("{{{gap}}}");
    let mut places = template.match_indices(&opening).peekable();
    places.peek().is_some() && places.all(|(at, _)| template[..at].matches('`').count() % 2 == 1)
}
