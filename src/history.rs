//! History: the project as it was, where it is kept in git.
//!
//! Git is asked by its command line, which every user of git has; without it, or outside of a
//! repository, there is no history, which is no fault. Nothing here changes the index, the work
//! tree or the branches of the user: what is unpacked goes by an index of its own into a folder of
//! its own.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// How many commits are looked at.
const COMMITS: usize = 2000;

/// A repository of git.
#[derive(Debug)]
pub struct Repository {
    /// Its work tree, without links.
    root: PathBuf,
}

/// A project as it was, in a folder that vanishes with this.
#[derive(Debug)]
pub struct Unpacked {
    folder: TempDir,
}

impl Repository {
    /// The repository that a file or folder is in.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let path = fs::canonicalize(path).ok()?;
        let folder = if path.is_dir() {
            path.as_path()
        } else {
            path.parent()?
        };
        let root = run(git(folder).args(["rev-parse", "--show-toplevel"]))?;
        let root = String::from_utf8(root).ok()?;
        let root = fs::canonicalize(root.trim_end_matches(['\n', '\r'])).ok()?;
        Some(Self { root })
    }

    /// A path as the repository names it; none outside of it. The file need not be there any more.
    #[must_use]
    pub fn name(&self, path: &Path) -> Option<PathBuf> {
        let whole = std::path::absolute(path).ok()?;
        // Of what is gone, the folder that is left.
        let there = whole.ancestors().find(|path| path.exists())?;
        let rest = whole.strip_prefix(there).ok()?;
        let whole = fs::canonicalize(there).ok()?.join(rest);
        whole.strip_prefix(&self.root).ok().map(Path::to_owned)
    }

    /// The commits in which a file or folder changed, the latest first.
    #[must_use]
    pub fn commits(&self, paths: &[&Path]) -> Vec<String> {
        let mut log = git(&self.root);
        log.args(["log", "--format=%H", "--max-count"])
            .arg(COMMITS.to_string());
        log.arg("--full-history").arg("--");
        log.args(paths.iter().map(|path| literal(path)));
        let commits = run(&mut log).and_then(|text| String::from_utf8(text).ok());
        let commits = commits.unwrap_or_default();
        commits.lines().map(str::to_owned).collect()
    }

    /// A file as it was in a commit.
    #[must_use]
    pub fn file(&self, commit: &str, name: &Path) -> Option<Vec<u8>> {
        let name = name.to_str()?.replace('\\', "/");
        run(git(&self.root)
            .args(["cat-file", "blob"])
            .arg(format!("{commit}:{name}")))
    }

    /// Unpacks all files of a commit into a folder.
    #[must_use]
    pub fn unpack(&self, commit: &str) -> Option<Unpacked> {
        let folder = TempDir::with_prefix("aktas-").ok()?;
        let index = folder.path().join("index");
        let tree = folder.path().join("tree");
        fs::create_dir(&tree).ok()?;
        let own = |command: &mut Command| {
            command.env("GIT_INDEX_FILE", &index);
            run(command)
        };
        own(git(&self.root).args(["read-tree", commit]))?;
        let mut prefix = OsStr::new("--prefix=").to_owned();
        prefix.push(&tree);
        prefix.push("/");
        own(git(&self.root)
            .args(["checkout-index", "--all", "--force"])
            .arg(prefix))?;
        Some(Unpacked { folder })
    }
}

impl Unpacked {
    /// Where the file with a name of the repository is.
    #[must_use]
    pub fn path(&self, name: &Path) -> PathBuf {
        self.folder.path().join("tree").join(name)
    }
}

/// A path that git takes as it is, whatever signs it has.
fn literal(path: &Path) -> std::ffi::OsString {
    let mut literal = OsStr::new(":(top,literal)").to_owned();
    literal.push(path);
    literal
}

fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder);
    // The repository is found by the folder, even when a hook of another one runs this.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        git.env_remove(name);
    }
    git.env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
    git.stdin(Stdio::null()).stderr(Stdio::null());
    git
}

/// What git says; none if it fails, or is not there.
fn run(git: &mut Command) -> Option<Vec<u8>> {
    let output = git.output().ok()?;
    output.status.success().then_some(output.stdout)
}
