//! Where the files of kinds come from: the project's own folder, else the ones in the binary.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Whose a kind is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It is built in.
    BuiltIn,
    /// It is built in, and the project has files that stand before those of it.
    Changed,
    /// The project made it.
    Own,
}

/// The folder of kinds: a project's own files stand before the built-in ones of the same path.
#[derive(Debug, Clone)]
pub struct Files {
    own: Option<PathBuf>,
}

impl Files {
    /// The built-in files, overridden by those below `own` if it is a folder.
    #[must_use]
    pub fn new(own: Option<PathBuf>) -> Self {
        Self {
            own: own.filter(|path| path.is_dir()),
        }
    }

    /// The bytes of a file, such as `common/style.yaml`, and the name to show for it.
    ///
    /// `None` if there is no such file; an error if the project has one that cannot be read.
    pub fn bytes(&self, path: &str) -> io::Result<Option<(String, Cow<'static, [u8]>)>> {
        if let Some(own) = &self.own {
            let file = own.join(path);
            match fs::read(&file) {
                Ok(bytes) => return Ok(Some((display(&file), Cow::Owned(bytes)))),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        let built_in = BUILT_IN.get_file(path);
        Ok(built_in.map(|file| (format!("templates/{path}"), Cow::Borrowed(file.contents()))))
    }

    /// Whether a file of this name, as it is shown, is one of those that kinds are made of.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        let is_in = |own: &PathBuf| Path::new(name).starts_with(display(own));
        self.own.as_ref().is_some_and(is_in) || self.is_built_in(name)
    }

    /// Whether a file of this name, as it is shown, is part of the program.
    #[must_use]
    pub fn is_built_in(&self, name: &str) -> bool {
        let path = name.strip_prefix("templates/");
        let is_own =
            |own: &PathBuf| Path::new(name).starts_with(display(own)) && Path::new(name).is_file();
        path.is_some_and(|path| BUILT_IN.get_file(path).is_some())
            && !self.own.as_ref().is_some_and(is_own)
    }

    /// The names of the folders that hold a schema, sorted, without `common`.
    #[must_use]
    pub fn kinds(&self) -> Vec<String> {
        let mut names: Vec<String> = self.folders().filter(|name| name != "common").collect();
        names.sort();
        names.dedup();
        names.retain(|name| matches!(self.bytes(&format!("{name}/schema.json")), Ok(Some(_))));
        names
    }

    /// Whose a kind is.
    #[must_use]
    pub fn origin(&self, kind: &str) -> Origin {
        let is_built_in = BUILT_IN.get_dir(kind).is_some();
        let has_own = self.own.as_ref().is_some_and(|own| own.join(kind).is_dir());
        match (is_built_in, has_own) {
            (true, false) => Origin::BuiltIn,
            (true, true) => Origin::Changed,
            (false, _) => Origin::Own,
        }
    }

    /// The paths of the files directly in a folder with this ending, sorted.
    #[must_use]
    pub fn with_ending(&self, folder: &str, ending: &str) -> Vec<String> {
        let built_in = BUILT_IN.get_dir(folder).into_iter().flat_map(Dir::files);
        let built_in =
            built_in.filter_map(|file| file.path().file_name()?.to_str().map(str::to_owned));
        let own = self.own.iter().flat_map(|own| entries(&own.join(folder)));
        let mut names: Vec<String> = built_in
            .chain(own)
            .filter(|name| name.ends_with(ending))
            .collect();
        names.sort();
        names.dedup();
        names
            .into_iter()
            .map(|name| format!("{folder}/{name}"))
            .collect()
    }

    fn folders(&self) -> impl Iterator<Item = String> {
        let built_in = BUILT_IN
            .dirs()
            .filter_map(|dir| dir.path().to_str().map(str::to_owned));
        built_in.chain(self.own.iter().flat_map(|own| entries(own)))
    }
}

/// The files directly in a built-in folder, a kind or `common`, by their names in it.
#[must_use]
pub fn built_in(folder: &str) -> Vec<(String, &'static [u8])> {
    let files = BUILT_IN.get_dir(folder).into_iter().flat_map(Dir::files);
    let named = files.filter_map(|file| {
        let name = file.path().file_name()?.to_str()?;
        Some((name.to_owned(), file.contents()))
    });
    let mut files: Vec<_> = named.collect();
    files.sort();
    files
}

fn entries(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect()
}

/// A path as the user would write it: with `/`, and without a leading `./`.
#[must_use]
pub fn display(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}
