//! What a kind is, in the words of its labels, for those who choose one.

use super::files::{Files, Origin};
use super::labels::Labels;
use super::{DEFAULT_LANG, Loader};
use crate::diagnostics::Sink;
use crate::source::Sources;

/// A kind as its labels tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The name of its folder.
    pub name: String,
    /// What its documents are called; the name of the folder if the labels do not say it.
    pub title: String,
    /// What its documents are for; empty if the labels do not say it.
    pub description: String,
    /// A page of such a document drawn with signs, in lines; empty if the labels have none.
    pub shape: String,
    /// Whose it is.
    pub origin: Origin,
}

/// All kinds, in the words of a language; in those of [`DEFAULT_LANG`] where a kind has none in it.
#[must_use]
pub fn all(files: &Files, lang: &str) -> Vec<About> {
    let kinds = files.kinds().into_iter();
    kinds.map(|kind| about(files, kind, lang)).collect()
}

fn about(files: &Files, name: String, lang: &str) -> About {
    let labels = [lang, DEFAULT_LANG]
        .iter()
        .find_map(|lang| labels(files, &name, lang));
    let word = |path: &str| {
        let word = labels.as_ref().and_then(|labels| labels.get(path));
        word.unwrap_or_default().trim_end().to_owned()
    };
    let title = word("kind.name");
    About {
        title: if title.is_empty() {
            name.clone()
        } else {
            title
        },
        description: word("kind.description"),
        shape: word("kind.shape"),
        origin: files.origin(&name),
        name,
    }
}

/// The labels that a kind has itself. What is wrong with them is told when a document asks for them.
fn labels(files: &Files, kind: &str, lang: &str) -> Option<Labels> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let mut loader = Loader {
        files,
        sources: &mut sources,
        sink: &mut sink,
    };
    loader
        .yaml(&format!("{kind}/labels.{lang}.yaml"))
        .map(Labels::new)
}
