//! Carrying over: from the form of a document that a file was made from, to the form of now.

use std::collections::HashMap;

use super::{Home, Origin, Returned, Sort};
use crate::compare::Form;
use crate::content::Value;
use crate::source::{Sources, Span};

/// Gives what was compared with an older form of a document its places in the form of now. What no
/// longer stands there as it did is told to have changed.
pub fn carry_over(returned: &mut Returned, old: &Form, new: &Form, sources: &Sources) {
    let (old, new) = (Places::of(old, sources), Places::of(new, sources));
    let carry = |home: &mut Option<Home>| {
        if let Some(home) = home.as_mut().filter(|home| home.origin != Origin::Template) {
            new.take(home, &old);
        }
    };
    for edit in &mut returned.edits {
        carry(&mut edit.home);
        if let Sort::Moved(_, after) = &mut edit.sort {
            carry(after);
        }
    }
    returned
        .notes
        .iter_mut()
        .for_each(|note| carry(&mut note.home));
}

/// Where the values of a form stand, by their paths, and by what they say if nothing else says it.
struct Places<'a> {
    form: &'a Form,
    sources: &'a Sources,
    by_path: HashMap<String, Span>,
    by_words: HashMap<&'a str, Option<String>>,
}

impl<'a> Places<'a> {
    fn of(form: &'a Form, sources: &'a Sources) -> Self {
        let mut places = Self {
            form,
            sources,
            by_path: HashMap::new(),
            by_words: HashMap::new(),
        };
        places.walk(&form.content.root, String::new());
        places
    }

    fn walk(&mut self, value: &Value, path: String) {
        for (index, item) in value.items().iter().enumerate() {
            self.walk(&item.value, format!("{path}[{index}]"));
        }
        for entry in value.entries() {
            let dot = if path.is_empty() { "" } else { "." };
            self.walk(&entry.value, format!("{path}{dot}{}", entry.key));
        }
        let words = self.sources.slice(value.span);
        let known = self.by_words.contains_key(words);
        self.by_words.insert(words, (!known).then(|| path.clone()));
        self.by_path.insert(path, value.span);
    }

    /// Gives a part of the old form its place in this one.
    fn take(&self, home: &mut Home, old: &Places<'_>) {
        let Some(was) = old.by_path.get(&home.path) else {
            return;
        };
        let words = self.sources.slice(*was);
        let here = self.by_path.get(&home.path);
        let same = here.filter(|span| self.sources.slice(**span) == words);
        let elsewhere = || {
            let path = self.by_words.get(words)?.as_ref()?;
            Some((path, self.by_path.get(path)?))
        };
        let at = home
            .place
            .map_or(0, |place| place.start.saturating_sub(was.start));
        if let Some(span) = same {
            home.place = Some(within(*span, at));
        } else if let Some((path, span)) = elsewhere() {
            home.path.clone_from(path);
            home.place = Some(within(*span, at));
            home.names =
                self.form
                    .name(crate::approval::changes::Part::Content, path, self.sources);
        } else {
            home.has_changed = true;
            home.place = here.map(|span| span.start());
        }
    }
}

/// The place so many bytes into another.
fn within(span: Span, at: u32) -> Span {
    let start = span.start.saturating_add(at).min(span.end);
    Span {
        start,
        end: start,
        ..span
    }
}
