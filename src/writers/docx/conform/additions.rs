//! Additions: the elements that docx-rs has no words for.
//!
//! Who needs one writes it with our own [`Xml`](super::super::xml::Xml), keeps it here, and lets
//! docx-rs write a stand-in: a run whose style, a content control whose title, a bookmark whose name,
//! or an insertion whose author is the id of the addition. The pass puts the addition in its place. So all that docx-rs cannot say goes one way.

/// How an id begins: no style and no title has such a name.
const ID: &str = "addition:";

/// An element that is added, or several that follow one another in the schema.
#[derive(PartialEq, Eq)]
pub(super) struct Addition {
    /// The name of the first of them: the rules know its place.
    pub(super) element: &'static str,
    /// They, written; of a tracked change, whose runs docx-rs writes, only the attributes.
    pub(super) bytes: Vec<u8>,
}

/// The additions to a part.
#[derive(Default)]
pub(in crate::writers::docx) struct Additions(Vec<Addition>);

impl Additions {
    /// Keeps an addition that begins with an element of that name; gives the id that stands for it.
    pub(in crate::writers::docx) fn add(
        &mut self,
        element: &'static str,
        bytes: Vec<u8>,
    ) -> String {
        let addition = Addition { element, bytes };
        match self.0.iter().position(|known| *known == addition) {
            Some(index) => format!("{ID}{index}"),
            None => self.own(addition.element, addition.bytes),
        }
    }

    /// Keeps an addition that no other is like, such as one with an identity of its own.
    pub(in crate::writers::docx) fn own(
        &mut self,
        element: &'static str,
        bytes: Vec<u8>,
    ) -> String {
        self.0.push(Addition { element, bytes });
        format!("{ID}{}", self.0.len() - 1)
    }

    /// The addition that a value of an attribute stands for; none if it is no id.
    pub(super) fn stands_for(&self, value: &[u8]) -> Option<Result<&Addition, String>> {
        let index = std::str::from_utf8(value.strip_prefix(ID.as_bytes())?);
        let index = index.ok().and_then(|index| index.parse::<usize>().ok());
        let addition = index.and_then(|index| self.0.get(index));
        Some(addition.ok_or_else(|| "what stands for an addition stands for none".to_owned()))
    }
}
