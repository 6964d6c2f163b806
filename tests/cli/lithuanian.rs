//! The command line in Lithuanian: words change, and nothing that a program reads.

use aktas::diagnostics::{Code, Language};
use serde_json::Value;

use super::command::{Ran, aktas, call, finish};
use super::project::Project;
use super::{PLAN, project_with};

/// Runs `aktas` where variables of the environment say the language.
fn where_environment(project: &Project, variables: &[(&str, &str)], args: &[&str]) -> Ran {
    let mut command = call(project, env!("CARGO_BIN_EXE_aktas"), args);
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    finish(command.envs(variables.iter().copied()))
}

/// A project with some plans of different names.
fn plans(count: usize) -> Project {
    let project = Project::new();
    for number in 1..=count {
        let plan = PLAN.replace("id: plan", &format!("id: plan-{number}"));
        project.write(&format!("content/plan-{number}.yaml"), plan);
    }
    project
}

/// Variables of the environment, arguments, and what is said.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str], &'a str);

#[test]
fn the_language_is_the_one_asked_for_or_that_of_the_environment() {
    let project = plans(1);
    let (english, lithuanian) = ("checked 1 document\n", "patikrintas 1 dokumentas\n");
    let cases: &[Case<'_>] = &[
        (&[], &["check"], english),
        (&[("LANG", "lt_LT.UTF-8")], &["check"], lithuanian),
        (
            &[("LANG", "lt_LT.UTF-8")],
            &["check", "--lang", "en"],
            english,
        ),
        (
            &[("LANG", "lt_LT.UTF-8"), ("LC_ALL", "C")],
            &["check"],
            english,
        ),
        (
            &[("LANG", "en_GB.UTF-8"), ("LC_MESSAGES", "lt_LT")],
            &["check"],
            lithuanian,
        ),
        (
            &[("LANG", "lt_LT.UTF-8"), ("LC_ALL", "")],
            &["check"],
            lithuanian,
        ),
        (&[("LANG", "de_DE.UTF-8")], &["check"], english),
        (
            &[("LANG", "de_DE.UTF-8")],
            &["--lang=lt", "check"],
            lithuanian,
        ),
    ];
    for (variables, args, wanted) in cases {
        let ran = where_environment(&project, variables, args);
        assert_eq!(
            (ran.status, ran.err.as_str()),
            (Some(0), *wanted),
            "{variables:?}"
        );
    }
}

#[test]
fn the_work_is_summed_up_with_the_forms_that_numbers_need() {
    for (count, checked, built) in [
        (
            1,
            "patikrintas 1 dokumentas\n",
            "parengta 1 iš 1 dokumento\n",
        ),
        (
            2,
            "patikrinti 2 dokumentai\n",
            "parengta 2 iš 2 dokumentų\n",
        ),
        (
            11,
            "patikrinta 11 dokumentų\n",
            "parengta 11 iš 11 dokumentų\n",
        ),
    ] {
        let project = plans(count);
        let ran = aktas(&project, &["check", "--lang", "lt"]);
        assert_eq!(ran.err, checked);
        let ran = aktas(&project, &["build", "--lang", "lt", "--to", "html"]);
        assert!(ran.err.starts_with("įrašyta: out/plan-1.html\n"), "{ran:?}");
        assert!(ran.err.ends_with(built), "{ran:?}");
    }
    let two_faults = PLAN
        .replace("title:", "titel:")
        .replace("2027-04", "2026-04");
    let ran = aktas(&project_with(two_faults), &["check", "--lang", "lt"]);
    assert_eq!(
        ran.err,
        "patikrintas 1 dokumentas, 2 klaidos\n\
         daugiau apie pranešimą pasakys `aktas explain unknown-key` arba \
         `aktas explain outside-period`\n"
    );
    assert!(ran.out.starts_with("klaida[unknown-key]: "), "{ran:?}");
}

#[test]
fn what_the_system_says_of_files_is_told_in_lithuanian() {
    let project = project_with(PLAN);
    project.write("taken", "not a folder");
    for (args, wanted) in [
        (
            &["sign", "none.pdf", "--key", "none.p12"][..],
            "klaida[unreadable-file]: tokio failo nėra\n",
        ),
        (
            &["sign", "content", "--key", "none.p12"],
            "klaida[unreadable-file]: tai aplankas, o ne failas\n",
        ),
        (
            &["build", "--out", "taken"],
            "klaida[unwritable-file]: aplanko vietoje yra failas\n",
        ),
    ] {
        let args = [args, &["--lang", "lt"]].concat();
        let ran = aktas(&project, &args);
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(ran.err.starts_with(wanted), "{ran:?}");
        assert!(ran.err.contains("= pagalba: "), "{ran:?}");
    }
}

#[test]
fn codes_are_explained_in_lithuanian() {
    let project = Project::new();
    let list = aktas(&project, &["explain", "--lang", "lt"]);
    assert_eq!((list.status, list.err.as_str()), (Some(0), ""));
    assert!(list.out.starts_with("Patikros. "), "{list:?}");
    for code in Code::ALL {
        let summary = code.summary(Language::Lithuanian);
        let line = list.out.lines().find(|line| line.ends_with(summary));
        assert!(
            line.is_some_and(|line| line.starts_with(code.as_str())),
            "{code}"
        );
    }
    let ran = aktas(&project, &["explain", "stale-year", "--lang", "lt"]);
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
    let summary = Code::StaleYear.summary(Language::Lithuanian);
    assert!(
        ran.out
            .starts_with(&format!("# stale-year\n\n{summary} Tai patikra."))
    );
    assert!(ran.out.contains("`checks: { stale-year: … }`"), "{ran:?}");
    assert!(
        ran.out
            .ends_with(Code::StaleYear.text(Language::Lithuanian))
    );
    let ran = aktas(&project, &["explain", "unknwon-key", "--lang", "lt"]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(1), ""));
    assert_eq!(
        ran.err,
        "klaida: nėra nei pranešimo, nei skaičiaus `unknwon-key`\n  \
         = pagalba: gal turėjote omenyje `unknown-key`?\n"
    );
}

#[test]
fn help_and_usage_are_told_in_lithuanian() {
    let project = project_with(PLAN);
    for args in [
        &["--help"][..],
        &["help"],
        &["build", "--help"],
        &["help", "build"],
    ] {
        let ran = where_environment(&project, &[("LANG", "lt_LT.UTF-8")], args);
        assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{args:?}");
        assert!(ran.out.contains("Naudojimas: aktas "), "{ran:?}");
        assert!(ran.out.contains("Parinktys:\n"), "{ran:?}");
    }
    for args in [
        &["--lang", "lt", "chekc"][..],
        &["build", "--to", "odt", "--lang=lt"],
    ] {
        let ran = aktas(&project, args);
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{args:?}");
        assert!(ran.err.starts_with("klaida: "), "{ran:?}");
        assert!(ran.err.ends_with("Daugiau pasakys `--help`.\n"), "{ran:?}");
    }
    assert!(!project.path("out").exists());
}

/// An editor and a script read the same, whatever the language of who sits before them.
#[test]
fn programs_read_the_same_in_both_languages() {
    let plan = PLAN
        .replace("title:", "titel:")
        .replace("2027-04", "2026-04")
        .replace("Praėję metai.", "Praėję 2025-2026 m.");
    let project = project_with(plan);
    std::fs::create_dir_all(project.path("empty")).unwrap();
    for args in [
        &["check", "--pedantic"][..],
        &["build"],
        &["check", "none.yaml"],
        &["check", "empty"],
        &["build", "--to", "odt"],
        &["explain", "wonderful"],
        &["explain"],
        &["--help"],
        &[],
    ] {
        let [english, lithuanian] =
            ["en", "lt"].map(|language| aktas(&project, &[args, &["--lang", language]].concat()));
        assert_eq!(english.status, lithuanian.status, "{args:?}");
        assert_ne!(
            (english.out, english.err),
            (lithuanian.out, lithuanian.err),
            "{args:?}"
        );
    }
    let told = |args: &[&str], language: &str| -> Vec<Value> {
        let json = ["--format", "json", "--lang", language];
        let ran = aktas(&project, &[&["check", "--pedantic"], args, &json].concat());
        let lines = ran.out.lines().map(serde_json::from_str);
        lines.collect::<Result<_, _>>().unwrap()
    };
    for args in [&[][..], &["empty"]] {
        let (english, lithuanian) = (told(args, "en"), told(args, "lt"));
        assert!(!english.is_empty());
        let bare = |told: &[Value]| told.iter().map(without_words).collect::<Vec<_>>();
        assert_eq!(bare(&english), bare(&lithuanian));
    }
    let [english, lithuanian] = ["en", "lt"].map(|language| told(&["empty"], language).remove(0));
    assert_eq!(english["message"], "the folder holds no documents");
    assert_eq!(lithuanian["message"], "aplanke nėra dokumentų");
    assert_eq!(
        lithuanian["hints"][0],
        "įdėkite į jį YAML failą arba nurodykite kitą aplanką"
    );
    assert_eq!(
        (&lithuanian["code"], &lithuanian["severity"]),
        (&"unreadable-file".into(), &"error".into())
    );
}

/// A message as JSON with all its keys, and without its words.
fn without_words(told: &Value) -> Value {
    let mut told = told.clone();
    let related = told["related"].as_array_mut().into_iter().flatten();
    related.for_each(|related| related["message"] = Value::Null);
    for key in ["message", "label", "hints"] {
        assert!(told.get(key).is_some(), "{key}: {told}");
        told[key] = Value::Null;
    }
    told
}
