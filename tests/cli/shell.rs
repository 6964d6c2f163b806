//! What stands around a command line: completions of a shell, pages of `man`, and a line of progress.

use std::fs;
use std::process::Command;

use super::command::aktas;
use super::project::Project;

/// What a shell offers for the last word of a line.
fn offered(project: &Project, line: &str) -> Vec<String> {
    let script = r#"
        source ./aktas.bash
        COMP_WORDS=($1); COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 )); COMPREPLY=()
        _aktas aktas "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}""#;
    let mut bash = Command::new("bash");
    let bash = bash
        .args(["-c", script, "bash", line])
        .current_dir(project.path(""));
    let output = bash.output().unwrap();
    assert!(output.stderr.is_empty(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn a_shell_completes_commands_options_kinds_and_messages() {
    let project = Project::new();
    for language in ["en", "lt"] {
        let ran = aktas(&project, &["completions", "bash", "--lang", language]);
        assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
        project.write("aktas.bash", ran.out);
        assert_eq!(offered(&project, "aktas ch"), ["check"]);
        assert_eq!(offered(&project, "aktas check --form"), ["--format"]);
        assert_eq!(
            offered(&project, "aktas check --format g"),
            ["github", "gitlab"]
        );
        assert_eq!(
            offered(&project, "aktas new activity-r"),
            ["activity-report"]
        );
        assert_eq!(offered(&project, "aktas explain stale-y"), ["stale-year"]);
    }
    let ran = aktas(&project, &["completions", "zsh"]);
    for word in ["check", "activity-report", "stale-year"] {
        assert!(ran.out.contains(word), "{word}");
    }
    // These complete the values of options, but not of what stands alone.
    for shell in ["fish", "powershell", "elvish"] {
        let ran = aktas(&project, &["completions", shell]);
        for word in ["check", "pedantic"] {
            assert!(ran.out.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn every_command_has_a_page_for_man_in_both_languages() {
    let project = Project::new();
    let help = aktas(&project, &["--help"]).out;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands: Vec<&str> = commands
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .collect();
    assert!(commands.len() > 12, "{commands:?}");
    for (language, headings) in [
        ("en", ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS"]),
        ("lt", ["VARDAS", "NAUDOJIMAS", "APRAŠYMAS", "PARINKTYS"]),
    ] {
        let ran = aktas(&project, &["man", "--out", language, "--lang", language]);
        assert_eq!(ran.status, Some(0), "{ran:?}");
        let pages = commands.iter().map(|command| format!("aktas-{command}.1"));
        for name in pages.chain(["aktas.1".to_owned()]) {
            let page = fs::read_to_string(project.path(&format!("{language}/{name}"))).unwrap();
            for heading in headings {
                assert!(
                    page.contains(&format!(".SH {heading}\n")),
                    "{name}: {heading}"
                );
            }
        }
        let shown = aktas(&project, &["man", "--lang", language]).out;
        let written = fs::read_to_string(project.path(&format!("{language}/aktas.1"))).unwrap();
        assert_eq!(shown, written);
    }
}

/// What a terminal gets from `check` of many documents: `script` makes one.
#[cfg(target_os = "linux")]
fn on_a_terminal(project: &Project, options: &str, term: &str) -> String {
    let call = format!("{} check --jobs 1 {options}", env!("CARGO_BIN_EXE_aktas"));
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", &call, "/dev/null"]);
    script
        .env("TERM", term)
        .env("LC_ALL", "C")
        .current_dir(project.path(""));
    let output = script.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn work_that_takes_long_is_shown_on_a_terminal_and_leaves_no_trace() {
    let project = Project::new();
    let plan = include_str!("../../templates/activity-plan/starter.yaml");
    for number in 0..50 {
        let plan = plan.replacen("id: ", &format!("id: p{number}-"), 1);
        project.write(&format!("content/p{number}.yaml"), plan);
    }
    let shown = on_a_terminal(&project, "", "xterm");
    assert!(shown.contains(" of 50"), "{shown:?}");
    // The last that is drawn is an empty line; then comes the summary.
    let (_, left) = shown.rsplit_once("\u{1b}[2K").unwrap();
    assert!(left.starts_with("checked 50 documents, "), "{left:?}");
    assert_eq!(left.lines().count(), 1, "{left:?}");
    for (options, term) in [
        ("", "dumb"),
        ("--quiet", "xterm"),
        ("--format json", "xterm"),
    ] {
        let hidden = on_a_terminal(&project, options, term);
        assert!(
            !hidden.contains('\u{1b}') && !hidden.contains(" of 50"),
            "{hidden:?}"
        );
    }
    let piped = aktas(&project, &["check", "--jobs", "1"]);
    assert_eq!(piped.err, "checked 50 documents\n");
}
