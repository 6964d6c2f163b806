//! The command `aktas`.

use std::process::ExitCode;

fn main() -> ExitCode {
    aktas::cli::main()
}
