//! What the folder of a project holds besides its documents, and the first form of a document.
//!
//! Names and texts only: who asks for them and writes them is `cli`. A document begins as the
//! [`Starter`] of its kind with the answers of its author in all places; [`beside`] has what its editor
//! needs and what git is to leave alone.

mod editors;
pub mod genitive;
mod starter;

use std::path::{Component, Path, PathBuf};

use crate::kind::files::display;
pub use editors::{Beside, beside};
pub use starter::{Answers, Starter, WRITTEN_IN, id_of, starters};

/// A document of a project, by the places that its files have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The folder of the project; empty where the program runs in it.
    pub project: PathBuf,
    /// The document, as its user names it.
    pub document: PathBuf,
    /// The language of the document.
    language: String,
    /// The schema that its editor reads.
    pub schema: PathBuf,
}

impl Place {
    /// The place of a document of a kind in a language. The project is the folder in which the program
    /// runs; a document elsewhere is in a project of its own.
    #[must_use]
    pub fn new(document: &Path, kind: &str, language: &str) -> Self {
        let is_below = document
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        let folder = document.parent().unwrap_or(Path::new(""));
        let project = if is_below { Path::new("") } else { folder }.to_owned();
        let mut place = Self {
            project,
            document: document.to_owned(),
            language: language.to_owned(),
            schema: PathBuf::new(),
        };
        place.schema = place.project.join(place.schema_of(kind));
        place
    }

    /// The schema as the document names it: editors look for it from the folder of the document.
    #[must_use]
    pub fn schema_from_document(&self) -> String {
        let up = "../".repeat(self.document_in_project().matches('/').count());
        up + &self.in_project(&self.schema)
    }

    /// The schema of a kind, from the folder of the project.
    fn schema_of(&self, kind: &str) -> String {
        format!(".aktas/{kind}.{}.schema.json", self.language)
    }

    /// The document from the folder of the project.
    fn document_in_project(&self) -> String {
        self.in_project(&self.document)
    }

    fn in_project(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.project).unwrap_or(path);
        let names = path
            .components()
            .filter(|part| matches!(part, Component::Normal(_)));
        display(&names.collect::<PathBuf>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_finds_its_schema_from_its_own_folder() {
        let schema =
            |document: &str| Place::new(Path::new(document), "notice", "lt").schema_from_document();
        let file = ".aktas/notice.lt.schema.json";
        assert_eq!(schema("a.yaml"), file);
        assert_eq!(schema("./a.yaml"), file);
        assert_eq!(schema("content/a.yaml"), format!("../{file}"));
        assert_eq!(schema("./content/2028/a.yaml"), format!("../../{file}"));
        assert_eq!(schema("../other/a.yaml"), file);
        assert_eq!(schema("/srv/other/a.yaml"), file);
    }

    #[test]
    fn a_document_elsewhere_has_its_project_there() {
        let place = Place::new(Path::new("../other/a.yaml"), "notice", "en");
        assert_eq!(place.project, Path::new("../other"));
        assert_eq!(
            place.schema,
            Path::new("../other/.aktas/notice.en.schema.json")
        );
    }
}
