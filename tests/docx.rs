//! DOCX files as other programs see them.

#[path = "docx/sample.rs"]
mod sample;

use std::fs;
use std::path::Path;

use aktas::writers::docx::write;

fn plan(measures: usize) -> Vec<u8> {
    let document = sample::plan(measures);
    write(
        &document,
        &sample::style(),
        &sample::widths(),
        &sample::names(),
    )
    .expect("the plan can be written")
}

/// Keeps the file for the judges outside: `target/tmp/plan.docx`.
#[test]
fn the_plan_is_written() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("plan.docx");
    fs::write(path, plan(60)).expect("the file can be kept");
}
