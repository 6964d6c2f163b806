//! `--quiet`, and what is said of the work at its end.

use super::command::{aktas, call};
use super::{broken, project_with};

/// A plan with a warning and no error.
fn with_a_warning() -> String {
    let plan = include_str!("../../templates/activity-plan/starter.yaml");
    format!("{plan}\n#? is it so?\n")
}

#[test]
fn a_quiet_run_says_nothing_of_its_work_and_does_it() {
    let project = project_with(with_a_warning());
    let loud = aktas(&project, &["build"]);
    assert!(loud.err.contains("warning[undecided]"), "{loud:?}");
    assert!(loud.err.contains("wrote out/plan.docx"), "{loud:?}");
    std::fs::remove_dir_all(project.path("out")).unwrap();
    for args in [["-q", "build"], ["build", "--quiet"]] {
        let quiet = aktas(&project, &args);
        assert_eq!(
            (quiet.status, quiet.out, quiet.err),
            (Some(0), String::new(), String::new())
        );
        assert!(project.path("out/plan.docx").exists());
    }
    let checked = aktas(&project, &["check", "-q"]);
    assert_eq!((checked.out, checked.err), (String::new(), String::new()));
}

#[test]
fn a_quiet_run_tells_errors_and_ends_as_a_loud_one() {
    let project = project_with(broken());
    for format in ["human", "short", "json", "github", "gitlab"] {
        let loud = aktas(&project, &["check", "--format", format]);
        let quiet = aktas(&project, &["check", "--format", format, "-q"]);
        assert_eq!((loud.status, quiet.status), (Some(1), Some(1)), "{format}");
        assert!(!quiet.out.is_empty(), "{format}");
        assert_eq!(quiet.err, "", "{format}");
    }
}

#[test]
fn what_was_asked_for_is_said_by_a_quiet_run_too() {
    let project = project_with(with_a_warning());
    for args in [
        &["status"][..],
        &["explain", "stale-year"],
        &["verify", "content/plan.yaml"],
    ] {
        let loud = aktas(&project, args);
        let quiet = aktas(&project, &[args, &["--quiet"]].concat());
        assert_eq!(
            (loud.status, loud.out),
            (quiet.status, quiet.out),
            "{args:?}"
        );
    }
}

/// The time stands at the end of the summary, and the sign of its decimals is that of the language.
#[test]
fn the_summary_says_how_long_the_work_took() {
    let project = project_with(with_a_warning());
    for (language, sign, work) in [
        ("en", '.', "built 1 of 1 document, 1 warning, "),
        ("lt", ',', "parengta 1 iš 1 dokumento, 1 įspėjimas, "),
    ] {
        let args = ["build", "--lang", language];
        let output = call(&project, env!("CARGO_BIN_EXE_aktas"), &args)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        let line = said.lines().find_map(|line| line.strip_prefix(work));
        let time = line.and_then(|line| line.strip_suffix(" s"));
        let time = time.unwrap_or_else(|| panic!("{said}"));
        let (whole, tenths) = time.split_once(sign).unwrap();
        assert!(whole.parse::<u32>().is_ok() && tenths.len() == 1, "{time}");
    }
}
