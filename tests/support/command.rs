//! The binary, run in a project.

use std::process::{Command, Output};

use super::project::Project;

/// What a run of the binary came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// What the environment of a developer or of a forge may say, and a test has to say itself.
const FOREIGN: [&str; 6] = [
    "AKTAS_REVISION",
    "GITHUB_STEP_SUMMARY",
    "RUST_BACKTRACE",
    "SOURCE_DATE_EPOCH",
    "TERMINAL_EMULATOR",
    "TERM_PROGRAM",
];

/// A call of the binary in the folder of a project, whose messages are English and not coloured.
pub(crate) fn call(project: &Project, program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command
        .args(args)
        .current_dir(project.path(""))
        .env("LC_ALL", "C");
    for name in FOREIGN {
        command.env_remove(name);
    }
    command
}

/// Runs `aktas` with arguments in the folder of a project.
pub(crate) fn aktas(project: &Project, args: &[&str]) -> Ran {
    finish(&mut call(project, env!("CARGO_BIN_EXE_aktas"), args))
}

/// What was said, without how long the work took, which is another time on every run.
pub(crate) fn without_time(said: &str) -> String {
    let line = |line: &str| {
        let (rest, time) = line.trim_end().rsplit_once(", ")?;
        let seconds = time.strip_suffix(" s")?;
        let is_time = seconds
            .chars()
            .all(|sign| sign.is_ascii_digit() || ".,".contains(sign));
        is_time.then(|| format!("{rest}\n"))
    };
    let lines = said.split_inclusive('\n');
    lines
        .map(|one| line(one).unwrap_or_else(|| one.to_owned()))
        .collect()
}

/// Runs a call to its end; a panic fails the test at once.
pub(crate) fn finish(command: &mut Command) -> Ran {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("the program can be started");
    let ran = Ran {
        status: status.code(),
        out: String::from_utf8(stdout).expect("messages are UTF-8"),
        err: without_time(&String::from_utf8(stderr).expect("messages are UTF-8")),
    };
    assert!(!ran.err.contains("panicked"), "{ran:?}");
    assert_ne!(ran.status, Some(255), "{ran:?}");
    ran
}
