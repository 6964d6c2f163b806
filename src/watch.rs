//! Watching: what tells that files were saved.
//!
//! Editors save in many ways: into the file, by another file that takes its name, through a link, by
//! taking the file away and writing a new one; `git checkout` takes whole folders away and brings them
//! back. So folders are watched, never single files, each by itself, and what stands at their places is
//! looked at again after each event and every time that nothing was heard for a while.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

/// How long it has to be quiet until a save is over: an editor writes, renames and sets rights in one go.
const QUIET: Duration = Duration::from_millis(20);

/// How long a save may last at most until it is told; one that goes on is told again.
const LONGEST: Duration = Duration::from_millis(200);

/// How often files are looked at where the system does not tell of saves.
const POLLING: Duration = Duration::from_millis(500);

/// How deep folders are looked into.
const MAX_DEPTH: usize = 16;

/// How many folders are watched; those near the top come first.
const MAX_FOLDERS: usize = 2000;

type Heard = notify::Result<Event>;

/// Watches folders and all folders in them for files that are saved, new, or gone.
///
/// Hidden files, what editors keep beside a file while they save it, and folders that are left out
/// by name are passed over. Folders reached by links are not looked into.
pub struct Watch {
    folders: Vec<PathBuf>,
    left_out: Vec<PathBuf>,
    /// What is looked at even where nobody tells of it, such as a share of the network.
    files: BTreeMap<PathBuf, Option<State>>,
    /// The folders that are watched.
    watched: BTreeMap<PathBuf, Identity>,
    watcher: Box<dyn Watcher + Send>,
    is_polling: bool,
    heard: Receiver<Heard>,
    sender: Sender<Heard>,
}

/// What a file is like: its length, and when it was written.
type State = (u64, Option<SystemTime>);

/// Which folder stands at a place, so that one that was taken away and made again is known as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Identity {
    made: Option<SystemTime>,
    number: (u64, u64),
}

impl Watch {
    /// Watches these folders, but not those that are left out. The documents are looked at in any case.
    ///
    /// A folder that is not there is watched from when it appears.
    ///
    /// # Errors
    ///
    /// Says why not even looking at the files again and again is possible.
    pub fn new(
        folders: &[PathBuf],
        left_out: &[PathBuf],
        documents: &[PathBuf],
    ) -> notify::Result<Self> {
        let (sender, heard) = mpsc::channel();
        let (watcher, is_polling) = match native(sender.clone()) {
            Ok(watcher) => (watcher, false),
            Err(_) => (polling(sender.clone())?, true),
        };
        let mut watch = Self {
            folders: folders.iter().map(|path| whole(path)).collect(),
            left_out: left_out.iter().map(|path| whole(path)).collect(),
            files: documents
                .iter()
                .map(|path| (whole(path), state(path)))
                .collect(),
            watched: BTreeMap::new(),
            watcher,
            is_polling,
            heard,
            sender,
        };
        watch.follow();
        Ok(watch)
    }

    /// Whether files are looked at again and again, because the system does not tell of saves.
    #[must_use]
    pub fn is_polling(&self) -> bool {
        self.is_polling
    }

    /// The places that changed, as soon as they did; none if they did not for so long.
    pub fn wait(&mut self, at_most: Duration) -> BTreeSet<PathBuf> {
        let mut changed = BTreeSet::new();
        let (until, mut quiet_from) = (Instant::now() + at_most, None);
        let mut ends = until;
        while let Ok(event) = self.heard.recv_timeout(left(ends)) {
            if self.note(event, &mut changed) {
                let now = Instant::now();
                let began = *quiet_from.get_or_insert(now);
                ends = (now + QUIET).min(began + LONGEST);
            }
        }
        if !changed.is_empty() || self.is_other() {
            changed.extend(self.follow());
        }
        changed.extend(self.changed_files());
        changed
    }

    /// Takes in what was heard, and says whether it matters.
    fn note(&self, heard: Heard, changed: &mut BTreeSet<PathBuf>) -> bool {
        let before = changed.len();
        match heard {
            Ok(event) if event.need_rescan() => changed.extend(self.folders.iter().cloned()),
            Ok(event) if is_change(event.kind) => {
                let paths = event.paths.into_iter();
                let matters: Vec<PathBuf> = paths.filter(|path| self.matters(path)).collect();
                let any = !matters.is_empty();
                changed.extend(matters);
                return any;
            }
            Ok(_) => {}
            // What could not be heard may have been anything.
            Err(_) => changed.extend(self.folders.iter().cloned()),
        }
        changed.len() > before
    }

    fn matters(&self, path: &Path) -> bool {
        let is_root = self.folders.iter().any(|folder| folder == path);
        is_root || !(self.is_left_out(path) || path.file_name().is_none_or(is_passing))
    }

    fn is_left_out(&self, path: &Path) -> bool {
        self.left_out.iter().any(|folder| path.starts_with(folder))
    }

    /// Whether another folder, or none, stands where one is watched that everything else is in.
    fn is_other(&self) -> bool {
        let mut folders = self.folders.iter();
        folders.any(|folder| identity(folder).as_ref() != self.watched.get(folder))
    }

    /// Watches the folders that are there now, and returns those that were not watched until now.
    fn follow(&mut self) -> Vec<PathBuf> {
        let there = self.there();
        let gone: Vec<PathBuf> = self
            .watched
            .iter()
            .filter(|(path, identity)| there.get(*path) != Some(identity))
            .map(|(path, _)| path.clone())
            .collect();
        for path in gone {
            self.watched.remove(&path);
            // The system may have forgotten it before.
            let _ = self.watcher.unwatch(&path);
        }
        let new: Vec<(PathBuf, Identity)> = there
            .into_iter()
            .filter(|(path, _)| !self.watched.contains_key(path))
            .collect();
        for (path, identity) in &new {
            self.watch(path, *identity);
        }
        new.into_iter().map(|(path, _)| path).collect()
    }

    fn watch(&mut self, path: &Path, identity: Identity) {
        let watched = self.watcher.watch(path, RecursiveMode::NonRecursive);
        if watched.is_err() && path.is_dir() {
            self.poll();
            let _ = self.watcher.watch(path, RecursiveMode::NonRecursive);
        }
        self.watched.insert(path.to_owned(), identity);
    }

    /// Gives up being told of saves: the system has no more watches, or none for this file system.
    fn poll(&mut self) {
        if self.is_polling {
            return;
        }
        if let Ok(watcher) = polling(self.sender.clone()) {
            self.watcher = watcher;
            self.is_polling = true;
            for path in self.watched.keys() {
                let _ = self.watcher.watch(path, RecursiveMode::NonRecursive);
            }
        }
    }

    /// The folders that are there now, those near the top first while there is room.
    fn there(&self) -> BTreeMap<PathBuf, Identity> {
        let mut there = BTreeMap::new();
        let mut open: VecDeque<_> = self.folders.iter().map(|path| (path.clone(), 0)).collect();
        while let Some((folder, depth)) = open.pop_front() {
            let Some(identity) = identity(&folder) else {
                continue;
            };
            if there.len() == MAX_FOLDERS || there.insert(folder.clone(), identity).is_some() {
                continue;
            }
            if depth < MAX_DEPTH {
                let inner = folders_in(&folder).filter(|path| !self.is_left_out(path));
                open.extend(inner.map(|path| (path, depth + 1)));
            }
        }
        there
    }

    /// The files that are not as they were when they were last looked at.
    fn changed_files(&mut self) -> Vec<PathBuf> {
        let mut changed = Vec::new();
        for (path, known) in &mut self.files {
            let now = state(path);
            if now != *known {
                *known = now;
                changed.push(path.clone());
            }
        }
        changed
    }
}

fn native(sender: Sender<Heard>) -> notify::Result<Box<dyn Watcher + Send>> {
    Ok(Box::new(RecommendedWatcher::new(
        sender,
        Config::default(),
    )?))
}

fn polling(sender: Sender<Heard>) -> notify::Result<Box<dyn Watcher + Send>> {
    let config = Config::default().with_poll_interval(POLLING);
    Ok(Box::new(PollWatcher::new(sender, config)?))
}

fn left(until: Instant) -> Duration {
    until.saturating_duration_since(Instant::now())
}

/// Whether an event is more than that somebody looked.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

/// Whether a name is one of what passes: hidden, which the files are that this program has yet to move to
/// their places, or kept beside a file by an editor that saves it (Emacs, JetBrains, Vim).
fn is_passing(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with(['.', '#']) || name.ends_with('~') || name.contains("___jb_") || name == "4913"
}

/// The place that events name: without links on the way to it, which need not stand for the file itself.
#[must_use]
pub fn whole(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (Some(folder), Some(name)) = (absolute.parent(), absolute.file_name()) else {
        return absolute;
    };
    match fs::canonicalize(folder) {
        Ok(folder) => folder.join(name),
        Err(_) => absolute,
    }
}

fn folders_in(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        is_folder && !is_passing(&entry.file_name())
    });
    folders.map(|entry| entry.path())
}

fn state(path: &Path) -> Option<State> {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.len(), metadata.modified().ok()))
}

fn identity(folder: &Path) -> Option<Identity> {
    let metadata = fs::metadata(folder).ok().filter(Metadata::is_dir)?;
    Some(Identity {
        made: metadata.created().ok(),
        number: number(&metadata),
    })
}

#[cfg(unix)]
fn number(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> (u64, u64) {
    (0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places that changed, however long it takes until the first of them is told.
    fn changed(watch: &mut Watch) -> BTreeSet<PathBuf> {
        let until = Instant::now() + Duration::from_mins(1);
        loop {
            let changed = watch.wait(Duration::from_millis(100));
            if !changed.is_empty() || Instant::now() > until {
                return changed;
            }
        }
    }

    #[test]
    fn saves_are_seen_also_where_the_system_does_not_tell_of_them() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let watched = folder.path().join("content");
        fs::create_dir_all(&watched).expect("a folder can be made");
        let mut watch = Watch::new(std::slice::from_ref(&watched), &[], &[]).expect("a watch");
        watch.poll();
        assert!(watch.is_polling());
        let file = whole(&watched.join("picture.png"));
        fs::write(&file, "1").expect("a file can be written");
        assert!(changed(&mut watch).contains(&file));
    }

    #[test]
    fn folders_are_watched_from_when_they_appear_and_what_is_left_out_is_not() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let (watched, out) = (folder.path().join("kinds"), folder.path().join("kinds/out"));
        let mut watch = Watch::new(
            std::slice::from_ref(&watched),
            std::slice::from_ref(&out),
            &[],
        )
        .expect("a watch");
        for folder in [watched.join("a/b"), out.clone()] {
            fs::create_dir_all(folder).expect("a folder can be made");
        }
        assert!(changed(&mut watch).contains(&whole(&watched)));
        while !watch.wait(Duration::from_millis(100)).is_empty() {}
        for name in ["out/plan.pdf", ".hidden", "a/plan.yaml~", "a/b/data.csv"] {
            fs::write(watched.join(name), "1").expect("a file can be written");
        }
        let inner = whole(&watched).join("a/b/data.csv");
        assert_eq!(changed(&mut watch), BTreeSet::from([inner]));
    }
}
