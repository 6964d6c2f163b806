//! What the documentation says of itself: its links lead somewhere, its pictures are there and light,
//! and its glossary knows every key. What it tells the reader to type is tried by
//! `tests/conformance/tutorial.py`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What a folder of pictures may weigh, and one picture, in bytes.
const ALL_PICTURES: u64 = 900_000;
const PICTURE: u64 = 120_000;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The files of a folder with an ending; none if there is no such folder.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).into_iter().flatten();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect()
}

/// Every page of documentation.
fn pages() -> Vec<PathBuf> {
    let pages = [
        "",
        "docs",
        "docs/fields",
        "templates/common",
        "tests/awkward",
    ];
    pages
        .iter()
        .flat_map(|folder| files(folder, "md"))
        .collect()
}

/// The addresses that a page links to or shows, and the names of its headings.
struct Page {
    links: Vec<String>,
    headings: BTreeSet<String>,
}

fn page(path: &Path) -> Page {
    let text = fs::read_to_string(path).unwrap();
    let mut page = Page {
        links: Vec::new(),
        headings: BTreeSet::new(),
    };
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                page.links.push(dest_url.to_string());
            }
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                page.headings
                    .extend(heading.take().map(|name| anchor(&name)));
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&words);
                }
            }
            _ => {}
        }
    }
    page
}

/// The name that forges give a heading: in small letters, without marks, with hyphens for spaces.
fn anchor(heading: &str) -> String {
    let letters = heading.trim().to_lowercase();
    let kept = letters
        .chars()
        .filter(|sign| sign.is_alphanumeric() || [' ', '-', '_'].contains(sign));
    kept.map(|sign| if sign == ' ' { '-' } else { sign })
        .collect()
}

/// What is wrong with a link of a page.
fn broken(from: &Path, link: &str) -> Option<String> {
    let outside = ["https://", "mailto:"];
    if outside.iter().any(|start| link.starts_with(start)) {
        return None;
    }
    let (file, name) = link.split_once('#').unwrap_or((link, ""));
    let target = match file {
        "" => from.to_owned(),
        file => from.parent().unwrap().join(file),
    };
    if !target.exists() {
        return Some(format!("{}: nothing at {link}", from.display()));
    }
    let known = name.is_empty() || page(&target).headings.contains(name);
    (!known).then(|| format!("{}: no heading for {link}", from.display()))
}

#[test]
fn every_link_of_the_documentation_leads_somewhere() {
    let pages = pages();
    assert!(pages.len() > 8, "{pages:?}");
    let mut found = 0;
    let mut faults = Vec::new();
    for path in pages {
        let links = page(&path).links;
        found += links.len();
        faults.extend(links.iter().filter_map(|link| broken(&path, link)));
    }
    assert!(found > 20, "{found} links");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_broken_link_is_seen() {
    let readme = root().join("README.md");
    assert!(broken(&readme, "docs/no-such-page.md").is_some());
    assert!(broken(&readme, "docs/DIFF.md#no-such-heading").is_some());
    assert!(broken(&readme, "docs/DIFF.md#redline").is_none());
}

#[test]
fn every_page_of_the_documentation_is_linked_to() {
    let linked: BTreeSet<PathBuf> = pages()
        .iter()
        .flat_map(|path| {
            let folder = path.parent().unwrap().to_owned();
            let targets = page(path).links.into_iter();
            targets.filter_map(move |link| {
                let file = link.split('#').next().unwrap().to_owned();
                fs::canonicalize(folder.join(file)).ok()
            })
        })
        .collect();
    for path in files("docs", "md") {
        let path = fs::canonicalize(path).unwrap();
        assert!(linked.contains(&path), "{} is not linked", path.display());
    }
}

#[test]
fn the_glossary_knows_every_key_and_kind() {
    let glossary = read("docs/glossary.md");
    let mut terms = 0;
    for folder in fs::read_dir(root().join("templates")).unwrap() {
        let folder = folder.unwrap().path();
        let kind = folder.file_name().unwrap().to_string_lossy().into_owned();
        if kind == "common" {
            continue;
        }
        let schema = fs::read_to_string(folder.join("schema.json")).unwrap();
        let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
        let keys = schema["properties"].as_object().unwrap().keys();
        for term in keys.chain([&kind]) {
            let row = glossary
                .lines()
                .filter(|line| line.starts_with("| `"))
                .any(|line| {
                    let cell = line.split('|').nth(1).unwrap_or_default();
                    cell.contains(&format!("`{term}`"))
                });
            assert!(row, "`{term}` of `{kind}` has no line in docs/glossary.md");
            terms += 1;
        }
    }
    assert!(terms > 60, "{terms}");
}

#[test]
fn the_pictures_are_shown_with_words_and_are_light() {
    let shown: BTreeSet<PathBuf> = pages()
        .iter()
        .flat_map(|path| {
            let folder = path.parent().unwrap().to_owned();
            let links = page(path).links.into_iter();
            links.filter_map(move |link| fs::canonicalize(folder.join(link)).ok())
        })
        .collect();
    let mut all = 0;
    for path in files("docs/pictures", "png") {
        let size = fs::metadata(&path).unwrap().len();
        assert!(size <= PICTURE, "{} has {size} bytes", path.display());
        all += size;
        let path = fs::canonicalize(path).unwrap();
        assert!(shown.contains(&path), "{} is not shown", path.display());
    }
    assert!(all <= ALL_PICTURES, "{all} bytes");
    for path in pages() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains("![]("), "{}", path.display());
    }
}
