//! Rights to files, and a user who has no others.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::command::{Ran, call, finish};
use super::project::Project;

/// Runs `aktas` as a user without special rights; `None` if that cannot be arranged.
pub(crate) fn as_nobody(project: &Project, args: &[&str]) -> Option<Ran> {
    let program = project.path("aktas");
    fs::copy(env!("CARGO_BIN_EXE_aktas"), &program).unwrap();
    allow(&project.path(""), 0o755);
    let program = program.to_str()?;
    // The mode of a file does not limit the rights of root.
    project.write("probe", "");
    allow(&project.path("probe"), 0o000);
    if fs::read(project.path("probe")).is_err() {
        return Some(finish(&mut call(project, program, args)));
    }
    let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups", program];
    let mut command = call(project, "setpriv", &[&nobody, args].concat());
    command.output().ok()?;
    Some(finish(&mut command))
}

/// Sets the rights to a file or folder.
pub(crate) fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}
