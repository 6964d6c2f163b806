//! `aktas preview`.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::arguments::{MessageFormat, PreviewArgs};
use super::editor::Editor;
use super::ending::{Ending, OFTEN};
use super::neighbours::Neighbours;
use super::report::{Reporter, Stream, Voice};
use super::{ExitStatus, new_run};
use crate::Run;
use crate::diagnostics::{Code, Diagnostic, Language, Message, Sink, say};
use crate::kind::files::display;
use crate::preview::{Desk, Server, Wanted};
use crate::shelf;
use crate::source::{self, Unreadable};
use crate::watch::Watch;

/// Shows a document until it is ended.
pub(super) fn run(args: &PreviewArgs, voice: Voice) -> ExitStatus {
    let ending = Ending::awaited();
    let reporter = Reporter::new(MessageFormat::Human, Stream::Error, voice);
    if let Some(fault) = not_there(&args.file) {
        return reporter.rejected(&[fault]);
    }
    let folders = watched(&args.file, &args.templates);
    let mut watch = match Watch::new(
        &folders,
        &[PathBuf::from("out")],
        std::slice::from_ref(&args.file),
    ) {
        Ok(watch) => watch,
        Err(error) => return reporter.refuse(&unwatchable(&error.to_string())),
    };
    let desk = Desk::new(wanted(args, voice.language), new_runs(args));
    let server = match Server::start(&desk, args.port) {
        Ok(server) => server,
        Err(error) => return reporter.refuse(&unserved(args.port, &error)),
    };
    announce(&server, args, &reporter);
    tell_of_polling(&watch, &reporter);
    while !ending.is_here() {
        if !watch.wait(OFTEN).is_empty() {
            desk.work();
        }
    }
    server.end(desk);
    ExitStatus::Success
}

fn wanted(args: &PreviewArgs, language: Language) -> Wanted {
    let editor = args.editor.clone().unwrap_or_else(Editor::of_environment);
    Wanted {
        path: args.file.clone(),
        templates: args.templates.clone(),
        language,
        editor: editor.0,
    }
}

/// Runs over the document, which know its neighbours as they are then.
fn new_runs(args: &PreviewArgs) -> Box<dyn Fn() -> Run> {
    let (file, pedantic) = (args.file.clone(), args.pedantic);
    Box::new(move || {
        let mut run = Run {
            sink: Sink::pedantic(pedantic),
            ..new_run()
        };
        let fault = Neighbours::of(std::slice::from_ref(&file)).fault(&file);
        fault.into_iter().for_each(|fault| run.sink.push(fault));
        run
    })
}

/// The folders that have what a document depends on; those of the file itself, too, if it is a link to it.
pub(super) fn watched(document: &Path, templates: &Path) -> Vec<PathBuf> {
    let mut folders = vec![shelf::root(document), templates.to_owned()];
    let is_link = document
        .symlink_metadata()
        .is_ok_and(|metadata| metadata.is_symlink());
    if is_link && let Ok(file) = document.canonicalize() {
        folders.extend(file.parent().map(Path::to_owned));
    }
    folders
}

/// Writes the address for programs and people, and opens it where somebody sits before a screen.
fn announce(server: &Server, args: &PreviewArgs, reporter: &Reporter) {
    let address = server.address();
    // Whoever closed the output has no use for it.
    let _ = writeln!(io::stdout(), "{address}").and_then(|()| io::stdout().flush());
    reporter.say(&say!(
        "shows `{file}` and follows its saves; end it with Ctrl+C",
        file = display(&args.file)
    ));
    let wanted = args.open || (!args.no_open && has_screen());
    if wanted && let Err(error) = open::that_detached(address) {
        reporter.say(&say!(
            "the browser could not be opened ({error}): open the address yourself",
            error
        ));
    }
}

/// Whether somebody sits at a terminal of a machine with a screen.
fn has_screen() -> bool {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let at_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    let away = is_set("CI") || is_set("SSH_CONNECTION");
    let screen = !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
    at_terminal && screen && !away
}

/// That there is no document to begin with. What is wrong in one is told on the page.
fn not_there(file: &Path) -> Option<Diagnostic> {
    let fault = source::read(file).err()?;
    let is_absent = matches!(
        fault,
        Unreadable::Missing | Unreadable::NoRight | Unreadable::Folder | Unreadable::NotOrdinary
    );
    let told = Diagnostic::file(Code::UnreadableFile, display(file), fault.message());
    is_absent.then(|| told.maybe_hint(fault.hint()))
}

/// Says that saves are seen later than usual.
pub(super) fn tell_of_polling(watch: &Watch, reporter: &Reporter) {
    if watch.is_polling() {
        reporter.say(&say!(
            "the system does not tell of saves here: the files are looked at twice a second"
        ));
    }
}

/// That saves cannot be followed.
pub(super) fn unwatchable(error: &str) -> Message {
    say!("the system does not let saves be followed ({error})", error)
}

/// That the page cannot be had.
fn unserved(port: u16, error: &io::Error) -> Message {
    match error.kind() {
        io::ErrorKind::AddrInUse => say!(
            "port {port} of this machine is in use: leave `--port` out, and any that is free will do",
            port
        ),
        io::ErrorKind::PermissionDenied => say!(
            "you have no right to port {port}: leave `--port` out, and any that is free will do",
            port
        ),
        _ => say!("the page cannot be served ({error})", error),
    }
}
