//! History: the project as it was, where it is kept in git.
//!
//! Git is asked by its command line, which every user of git has; without it, or outside of a
//! repository, there is no history, which is no fault. Nothing here changes the index, the work
//! tree or the branches of the user: what is unpacked goes by an index of its own into a folder of
//! its own.

use std::cell::OnceCell;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::approval::Commits;

/// How many commits are looked at.
const COMMITS: usize = 2000;

/// A repository of git.
#[derive(Debug)]
pub struct Repository {
    /// Its work tree, without links.
    root: PathBuf,
}

/// The commits of a document and of the files beside it. The repository is looked for when the first
/// of them is asked for.
#[derive(Debug)]
pub struct Blame {
    document: PathBuf,
    repository: OnceCell<Option<Repository>>,
}

impl Blame {
    /// The commits of a document.
    #[must_use]
    pub fn of(document: &Path) -> Self {
        Self {
            document: document.to_owned(),
            repository: OnceCell::new(),
        }
    }
}

impl Commits for Blame {
    fn subject(&self, file: &str, line: usize, record: &str) -> Option<String> {
        let repository = || Repository::of(&self.document);
        let repository = self.repository.get_or_init(repository).as_ref()?;
        let name = |file: &str| repository.name(Path::new(file));
        repository.subject(&name(file)?, line, &name(record)?)
    }
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

    /// The full name of the commit that a revision is, such as `HEAD~1`, a tag or a branch.
    #[must_use]
    pub fn commit(&self, revision: &str) -> Option<String> {
        let mut git = git(&self.root);
        git.args(["rev-parse", "--verify", "--quiet", "--end-of-options"]);
        let name = run(git.arg(format!("{revision}^{{commit}}")))?;
        Some(String::from_utf8(name).ok()?.trim_end().to_owned())
    }

    /// Who made a commit, and when, as `2027-01-08T10:00:00Z`.
    #[must_use]
    pub fn author(&self, commit: &str) -> Option<(String, String)> {
        let mut git = git(&self.root);
        git.env("TZ", "UTC")
            .args(["log", "--max-count=1", "--format=%an%n%cd"]);
        git.args(["--date=format-local:%Y-%m-%dT%H:%M:%SZ", commit]);
        let text = String::from_utf8(run(&mut git)?).ok()?;
        let (author, date) = text.trim_end().split_once('\n')?;
        Some((author.to_owned(), date.to_owned()))
    }

    /// The subject of the commit that wrote a line of a file, from 1; none if it was not committed
    /// since another file first was.
    #[must_use]
    pub fn subject(&self, name: &Path, line: usize, since: &Path) -> Option<String> {
        let mut log = git(&self.root);
        log.args(["log", "--diff-filter=A", "--format=%H", "--"]);
        let added = String::from_utf8(run(log.arg(since))?).ok()?;
        let mut blame = git(&self.root);
        blame.args(["blame", "--porcelain", "-L", &format!("{line},{line}")]);
        blame.arg(format!("^{}", added.lines().last()?)).arg("--");
        let told = String::from_utf8(run(blame.arg(name))?).ok()?;
        // What is older has a boundary, and so has all that a shallow clone does not know.
        let is_since = !told.starts_with("0000000") && !told.lines().any(|line| line == "boundary");
        let mut lines = told.lines().filter(|_| is_since);
        lines.find_map(|line| Some(line.strip_prefix("summary ")?.to_owned()))
    }

    /// The path of a file that the repository names.
    #[must_use]
    pub fn path(&self, name: &Path) -> PathBuf {
        self.root.join(name)
    }

    /// Unpacks all files that are staged for the next commit into a folder.
    #[must_use]
    pub fn unpack_staged(&self) -> Option<Unpacked> {
        let folder = TempDir::with_prefix("aktas-").ok()?;
        let tree = folder.path().join("tree");
        fs::create_dir(&tree).ok()?;
        run(git(&self.root)
            .args(["checkout-index", "--all", "--force"])
            .arg(prefix(&tree)))?;
        Some(Unpacked { folder })
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
        own(git(&self.root)
            .args(["checkout-index", "--all", "--force"])
            .arg(prefix(&tree)))?;
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

/// The option that has git write files into a folder.
fn prefix(tree: &Path) -> std::ffi::OsString {
    let mut prefix = OsStr::new("--prefix=").to_owned();
    prefix.push(tree);
    prefix.push("/");
    prefix
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
