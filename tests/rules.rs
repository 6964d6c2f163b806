//! The rules of documents, as Markdown that needs no Rust: `tests/rules/*.md`.
//!
//! A heading without headings below it is a case. A fenced block with a language and a file name
//! is a file of the case: its document, the plan that it reports on (in a folder `plans/`), a ledger,
//! data, or a file of a kind; the blocks of a heading
//! above stand in all cases below it. A block `xlsx` is written as a workbook: see
//! `support/workbook.rs`. What is expected:
//!
//! A block `base64` is a file that is no text, such as a picture.
//!
//! - a comment `# error: COLUMN [code]` (or `warning`) on a line of a file: exactly one message
//!   there. Every message has such a comment, unless the case has a `diagnostics` block;
//! - a block `diagnostics`: all messages as a person sees them;
//! - a block `rows`: the rows of tables that stand in files, each cell after its place;
//! - a block `explain`: questions `? FIGURE`, each with the way of the figure below it;
//! - a block `document`: the document, in which `~` is a space that does not break;
//! - a block `pages`: what stands where on the pages;
//! - a block `structure`: what a screen reader follows, with the header cells of a cell after `<-`;
//! - a block `recorded`: the new entry of the ledger in short;
//! - a block `exit`: how the command would end.
//!
//! No message may have words that stay English in another language: see `support/english.rs`.
//!
//! A block `options` with `--pedantic`, `--approved`, `--draft` or `--lang lt`, each on a line of its
//! own, tries the case as these options do; one that begins with `approve` or `revoke`, as that command
//! does. A file whose name begins with `was/` is the file after that as it was when a
//! ledger says that the document was approved `of what was`.
//!
//! `UPDATE=1 cargo test --test rules` writes these blocks anew and nothing else: read the
//! difference before you keep it. `CASE=words` runs the cases whose name holds the words. A
//! block `ledger` is a ledger in short: see `support/ledger.rs`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/compare.rs"]
mod compare;
#[path = "support/english.rs"]
mod english;
#[path = "support/ledger.rs"]
mod ledger;
#[path = "support/markdown.rs"]
mod markdown;
#[path = "support/project.rs"]
mod project;
#[path = "support/trial.rs"]
mod trial;
#[path = "support/workbook.rs"]
mod workbook;

use std::collections::BTreeMap;
use std::fs;

use aktas::diagnostics::Code;
use compare::updating;
use markdown::{Case, Suite};
use rayon::prelude::*;
use trial::{EXPECTATIONS, OPTIONS, Trial};

fn suites() -> Vec<Suite> {
    Suite::read_all(&project::tests().join("rules"))
}

#[test]
fn every_case_holds() {
    let faults: Vec<String> = suites().par_iter().map(faults_of).collect();
    let faults = faults.concat();
    assert!(
        faults.is_empty(),
        "\n{faults}`UPDATE=1` writes the blocks anew"
    );
}

/// Tries the cases of a file.
fn faults_of(suite: &Suite) -> String {
    let wanted: Vec<&Case> = suite.cases.iter().filter(|case| case.wanted()).collect();
    let trials: Vec<Trial<'_>> = wanted.par_iter().map(|case| Trial::of(case)).collect();
    if updating() {
        suite.rewrite(trials.iter().flat_map(Trial::corrections).collect());
        return String::new();
    }
    let tried = wanted.par_iter().zip(&trials).map(|(case, trial)| {
        let found = trial.faults();
        let place = format!("{}:{}", suite.path.display(), case.line);
        let told = format!("{place}: {}\n{found}\n", case.name);
        if found.is_empty() { found } else { told }
    });
    tried.collect::<Vec<String>>().concat()
}

#[test]
fn cases_are_well_formed() {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for suite in suites() {
        for case in &suite.cases {
            let place = format!("{}:{}", suite.path.display(), case.line);
            for block in case.own.iter().filter(|block| block.name.is_none()) {
                let known = block.word == OPTIONS || EXPECTATIONS.contains(&block.word.as_str());
                assert!(
                    known,
                    "{place}: a block `{}` without a file name",
                    block.word
                );
            }
            let shared = case.shared.iter().find(|block| block.name.is_none());
            assert!(
                shared.is_none(),
                "{place}: what is expected stands in a case, not above it"
            );
            assert!(
                !case.own.is_empty(),
                "{place}: `{}` says nothing",
                case.name
            );
            if let Some(other) = names.insert(case.name.clone(), place.clone()) {
                panic!("{place}: the name `{}` is taken: {other}", case.name);
            }
        }
    }
}

/// Codes that only the command line can show; `tests/cli.rs`, `tests/approve.rs` and
/// `tests/signing/command.rs` name them.
const OF_THE_COMMAND_LINE: [&str; 7] = [
    "unreadable-file",
    "unwritable-file",
    "output-clash",
    "unknown-recorder",
    "ledger-busy",
    "invalid-seal",
    "unsignable",
];

#[test]
fn every_code_has_a_case() {
    let texts: Vec<String> = suites()
        .iter()
        .map(|suite| fs::read_to_string(&suite.path).unwrap())
        .collect();
    let command_line = concat!(
        include_str!("cli.rs"),
        include_str!("approve.rs"),
        include_str!("signing/command.rs")
    );
    for code in Code::ALL.iter().map(|code| code.as_str()) {
        let has_case = if OF_THE_COMMAND_LINE.contains(&code) {
            command_line.contains(&format!("[{code}]"))
        } else {
            texts.iter().any(|text| text.contains(&format!("[{code}]")))
        };
        assert!(has_case, "no case shows `{code}`");
    }
}
