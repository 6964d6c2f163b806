//! The desk: where a document is worked on after every save.

use std::mem;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;
use tokio::sync::watch::{Receiver, Sender};

use super::messages;
use super::shown::{Good, Shown};
use crate::diagnostics::Language;
use crate::kind::files::Files;
use crate::run::{Places, Run, proof};

/// The document that is wanted.
pub struct Wanted {
    /// Its file.
    pub path: PathBuf,
    /// The folder of the project's own kinds.
    pub templates: PathBuf,
    /// The language of messages.
    pub language: Language,
    /// The address that opens a place in an editor; see [`Places`].
    pub editor: Option<String>,
}

/// Works on a document, and publishes what is to be shown of it.
pub struct Desk {
    wanted: Wanted,
    new_run: Box<dyn Fn() -> Run>,
    shown: Sender<Arc<Shown>>,
}

/// What came of one look at the document.
struct Looked {
    good: Option<Good>,
    messages: Vec<Value>,
}

impl Desk {
    /// Works on the document for the first time, in a run of those that `new_run` makes.
    #[must_use]
    pub fn new(wanted: Wanted, new_run: Box<dyn Fn() -> Run>) -> Self {
        let nothing = Shown {
            version: 0,
            good: None,
            before: None,
            is_stale: false,
            messages: Vec::new(),
            summary: String::new(),
            took: std::time::Duration::ZERO,
        };
        let desk = Self {
            wanted,
            new_run,
            shown: Sender::new(Arc::new(nothing)),
        };
        desk.work();
        desk
    }

    /// What is shown now and from now on. It ends with the desk.
    pub(super) fn shown(&self) -> Receiver<Arc<Shown>> {
        self.shown.subscribe()
    }

    pub(super) fn wanted(&self) -> &Wanted {
        &self.wanted
    }

    /// Works on the document as it is now.
    pub fn work(&self) {
        let began = Instant::now();
        // Whatever a document does to the program, the others that are saved after it are to be shown.
        let looked = panic::catch_unwind(AssertUnwindSafe(|| self.look()));
        let looked = looked.unwrap_or_else(|_| Looked {
            good: None,
            messages: vec![messages::bug(self.wanted.language)],
        });
        let old = Arc::clone(&self.shown.borrow());
        let is_stale = looked.good.is_none();
        let (good, before) = match looked.good {
            Some(good) => (Some(Arc::new(good)), old.good.clone()),
            None => (old.good.clone(), old.before.clone()),
        };
        let shown = Shown {
            version: old.version + 1,
            good,
            before,
            is_stale,
            summary: messages::summary(&looked.messages, self.wanted.language),
            messages: looked.messages,
            took: began.elapsed(),
        };
        self.shown.send_replace(Arc::new(shown));
    }

    fn look(&self) -> Looked {
        let path = &self.wanted.path;
        let kinds = Files::new(Some(self.wanted.templates.clone()));
        let mut run = (self.new_run)();
        let proof = proof(path, &kinds, &mut run).filter(|_| !run.sink.has_errors());
        let told = mem::take(&mut run.sink).into_sorted(&run.sources);
        let places = Places::new(&run.sources, &kinds, self.wanted.editor.as_deref());
        let language = self.wanted.language;
        let told = told.iter();
        Looked {
            good: proof.map(|proof| Good::new(path, proof, places)),
            messages: told
                .map(|told| messages::told(told, &run.sources, places, language))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_that_breaks_the_program_is_told_as_a_bug() {
        let wanted = Wanted {
            path: PathBuf::from("plan.yaml"),
            templates: PathBuf::from("templates"),
            language: Language::English,
            editor: None,
        };
        let desk = Desk::new(wanted, Box::new(|| panic!("what a document did")));
        desk.work();
        let shown = desk.shown().borrow().clone();
        assert_eq!((shown.version, shown.is_stale), (2, true));
        assert_eq!(shown.summary, "1 error");
        assert_eq!(shown.messages[0]["code"], "bug");
    }
}
