//! What is shown after which save.

use std::fs;
use std::os::unix::fs::symlink;

use crate::command::aktas;
use crate::project::Project;
use crate::served::{PLAN, Served, keys, titled};

fn has_title(title: &'static str) -> impl Fn(&serde_json::Value) -> bool {
    move |state| state["document"]["title"] == title && state["stale"] == false
}

#[test]
fn a_fault_keeps_the_last_good_pages_and_is_told_until_it_is_mended() {
    let served = Served::with(PLAN, &["--editor", "vscode"]);
    let good = served.state();
    assert_eq!(
        (&good["version"], &good["stale"]),
        (&1.into(), &false.into())
    );
    assert!(!keys(&good).is_empty());
    for key in keys(&good) {
        let page = served.get(&format!("pages/{key}.svg"));
        assert_eq!(page.status, 200);
        assert!(
            page.head.contains("content-type: image/svg+xml"),
            "{}",
            page.head
        );
        assert!(page.head.contains("immutable"), "{}", page.head);
        assert!(page.text().starts_with("<svg"), "{}", page.text());
    }

    let lines = PLAN.lines().count();
    served.save(&format!("{PLAN}nonsense: 1\n"));
    let bad = served.until("the fault", |state| state["stale"] == true);
    assert_eq!(keys(&bad), keys(&good));
    assert_eq!(bad["document"], good["document"]);
    let told = &bad["messages"][0];
    assert_eq!(
        (&told["severity"], &told["code"]),
        (&"error".into(), &"unknown-key".into())
    );
    assert_eq!(told["place"], format!("content/plan.yaml:{}:1", lines + 1));
    assert_eq!(told["line"], "nonsense: 1");
    let link = told["link"].as_str().unwrap();
    let folder = served.project.path("content/plan.yaml");
    assert_eq!(
        link,
        format!("vscode://file{}:{}:1", folder.display(), lines + 1)
    );
    assert_eq!(bad["summary"], "1 error");

    served.save(&titled("Naujas planas"));
    let mended = served.until("the mending", has_title("Naujas planas"));
    assert_ne!(keys(&mended), keys(&good));
    assert!(
        mended["messages"]
            .as_array()
            .unwrap()
            .iter()
            .all(|told| told["severity"] != "error")
    );
    let page = served
        .get(&format!("pages/{}.svg", keys(&mended)[0]))
        .text();
    assert!(page.contains("Naujas") || page.contains("NAUJAS"), "{page}");
}

#[test]
fn the_files_of_the_last_good_document_can_be_had() {
    let served = Served::new("kind: activity-plan\n");
    let state = served.state();
    assert_eq!((keys(&state).len(), &state["stale"]), (0, &true.into()));
    for ending in ["docx", "pdf", "html"] {
        let none = served.get(&format!("files/plan.{ending}"));
        assert_eq!(none.status, 409, "{ending}");
        assert!(none.text().contains("has errors"), "{}", none.text());
    }
    served.save(PLAN);
    served.until("the document", |state| state["stale"] == false);
    served.save("kind: activity-plan\n");
    served.until("the fault", |state| state["stale"] == true);
    served.project.write("same/plan.yaml", PLAN);
    let built = aktas(
        &served.project,
        &["build", "--to", "docx,pdf,html", "same/plan.yaml"],
    );
    assert_eq!(built.status, Some(0), "{built:?}");
    for (ending, begin) in [("docx", "PK"), ("pdf", "%PDF"), ("html", "<!DOCTYPE html>")] {
        let file = served.get(&format!("files/plan.{ending}"));
        assert_eq!(file.status, 200, "{ending}");
        assert!(file.body.starts_with(begin.as_bytes()), "{ending}");
        let disposition = format!("attachment; filename*=utf-8''plan.{ending}");
        assert!(file.head.contains(&disposition), "{}", file.head);
    }
}

#[test]
fn editors_save_in_many_ways() {
    let served = Served::new(PLAN);
    let path = served.project.path("content/plan.yaml");
    let until = |title| served.until(title, has_title(title));

    served.save(&titled("In place"));
    until("In place");

    served
        .project
        .write("content/.plan.yaml.swp", titled("Renamed"));
    fs::rename(served.project.path("content/.plan.yaml.swp"), &path).unwrap();
    until("Renamed");

    fs::rename(&path, served.project.path("content/plan.yaml~")).unwrap();
    let gone = served.until("the file gone", |state| state["stale"] == true);
    assert_eq!(gone["messages"][0]["code"], "unreadable-file");
    assert!(!keys(&gone).is_empty());
    served.save(&titled("Written anew"));
    until("Written anew");

    served
        .project
        .write("elsewhere/plan.yaml", titled("Linked"));
    fs::remove_file(&path).unwrap();
    symlink(served.project.path("elsewhere/plan.yaml"), &path).unwrap();
    until("Linked");

    fs::rename(served.project.path("content"), served.project.path("gone")).unwrap();
    served.until("the folder gone", |state| state["stale"] == true);
    served.save(&titled("The folder is back"));
    until("The folder is back");
    served.save(&titled("And watched"));
    until("And watched");
}

#[test]
fn what_the_document_depends_on_is_followed_too() {
    let project = Project::new();
    project.write("real/plan.yaml", PLAN);
    fs::create_dir_all(project.path("content")).unwrap();
    symlink(
        project.path("real/plan.yaml"),
        project.path("content/plan.yaml"),
    )
    .unwrap();
    let served = Served::of(project, "content/plan.yaml", &[]);
    served
        .project
        .write("real/plan.yaml", titled("Behind a link"));
    served.until("behind a link", has_title("Behind a link"));

    // A kind of one's own that appears only now.
    let labels = include_str!("../../templates/activity-plan/labels.lt.yaml");
    served.project.write(
        "templates/activity-plan/labels.lt.yaml",
        format!("{labels}nonsense: [\n"),
    );
    let broken = served.until("the own kind", |state| state["stale"] == true);
    let place = broken["messages"][0]["place"].as_str().unwrap();
    assert!(
        place.starts_with("templates/activity-plan/labels.lt.yaml"),
        "{place}"
    );
    served
        .project
        .write("templates/activity-plan/labels.lt.yaml", labels);
    served.until("the kind mended", |state| state["stale"] == false);

    let version = served.state()["version"].as_u64().unwrap();
    served.project.write("content/data/new.csv", "a,b\n");
    served.until("the data", |state| {
        state["version"].as_u64() > Some(version)
    });
}

#[test]
fn what_passes_is_passed_over() {
    let served = Served::new(PLAN);
    for name in [
        "content/.hidden",
        "content/plan.yaml~",
        "content/4913",
        "out/plan.pdf",
        ".git/index",
    ] {
        served.project.write(name, "x");
    }
    fs::read(served.project.path("content/plan.yaml")).unwrap();
    served.save(&titled("After all of it"));
    let state = served.until("the save", has_title("After all of it"));
    // One version for the beginning, one for the save; a system may tell of a save in two.
    assert!(state["version"].as_u64() <= Some(3), "{}", state["version"]);
}

#[test]
fn a_document_that_is_not_there_is_not_shown() {
    let project = Project::new();
    let ran = aktas(&project, &["preview", "content/plan.yaml"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(
        ran.err.contains("[unreadable-file]") && ran.out.is_empty(),
        "{ran:?}"
    );
    project.write("content/plan.yaml", PLAN);
    let ran = aktas(&project, &["preview", "content"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    let ran = aktas(
        &project,
        &[
            "preview",
            "content/plan.yaml",
            "--editor",
            "javascript:{path}",
        ],
    );
    assert_eq!(ran.status, Some(2), "{ran:?}");
}

#[test]
fn a_port_in_use_is_told() {
    let served = Served::new(PLAN);
    let port = served.port.to_string();
    for more in [None, Some("--quiet")] {
        let mut args = vec!["preview", "content/plan.yaml", "--port", &port];
        args.extend(more);
        let ran = aktas(&served.project, &args);
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(ran.err.contains(&format!("port {port}")), "{ran:?}");
    }
}

#[test]
fn the_name_of_a_file_breaks_no_page() {
    let project = Project::new();
    project.write("content/a\u{1}<b>\".yaml", PLAN);
    let served = Served::of(project, "content/a\u{1}<b>\".yaml", &[]);
    let state = served.state();
    let page = served.get(&format!("pages/{}.svg", keys(&state)[0])).text();
    let place = "data-place=\"content/a\u{fffd}&lt;b&gt;&quot;.yaml:";
    assert!(page.contains(place) && !page.contains('\u{1}'), "{page}");
}
