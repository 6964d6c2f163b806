//! The pages of the examples as a browser shows them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::path::{Path, PathBuf};

use aktas::kind::files::Files;
use aktas::run::{Places, Proof};
use aktas::writers::Format;
use aktas::writers::svg::{FontFile, font_faces};
use aktas::{Run, proof};

/// Where the pages for the judge go.
const FOLDER: &str = "AKTAS_PAGES";

/// What an editor is told to open.
const EDITOR: &str = "vscode://file/{path}:{line}:{column}";

/// The documents that are looked at: the examples, one that has all that can be written, and one
/// that was approved.
fn documents() -> Vec<(PathBuf, Files)> {
    let mut documents = Vec::new();
    let everything = "tests/everything/templates";
    for (folder, kinds) in [
        ("content", None),
        ("tests/everything/content", Some(everything)),
        ("tests/approved/content", None),
    ] {
        let files = Files::new(kinds.map(PathBuf::from));
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "yaml") {
                documents.push((path, files.clone()));
            }
        }
    }
    documents.sort_by(|(one, _), (other, _)| one.cmp(other));
    documents
}

fn proof_of(path: &Path, files: &Files) -> (Run, Proof) {
    let mut run = Run::default();
    let made = proof(path, files, &mut run);
    let proof = made.unwrap_or_else(|| panic!("{} has errors", path.display()));
    (run, proof)
}

/// The drawn pages of a document, put together.
fn drawn(path: &Path, files: &Files) -> String {
    let (run, proof) = proof_of(path, files);
    let pages = proof.pages(Places::new(&run.sources, files, Some(EDITOR)));
    format!("<pages>{}</pages>", pages.concat())
}

/// What a part says: its place, its link, its words.
struct Part {
    place: String,
    link: Option<String>,
    words: String,
}

fn parts(pages: &str) -> Vec<Part> {
    let pages = roxmltree::Document::parse(pages).unwrap();
    let groups = pages.descendants().filter_map(|node| {
        let place = node.attribute("data-place")?.to_owned();
        let texts = node.descendants().filter(roxmltree::Node::is_text);
        Some(Part {
            place,
            link: node.attribute("data-link").map(str::to_owned),
            words: texts.filter_map(|text| text.text()).collect(),
        })
    });
    groups.collect()
}

/// What a strict content policy refuses, and what a browser would fetch, is not there.
#[test]
fn nothing_on_a_page_has_a_style_or_a_script_or_comes_from_elsewhere() {
    for (path, files) in documents() {
        let pages = drawn(&path, &files);
        let pages = roxmltree::Document::parse(&pages).unwrap();
        for node in pages.descendants().filter(roxmltree::Node::is_element) {
            let name = node.tag_name().name();
            let known = ["pages", "svg", "g", "text", "tspan", "path", "image"];
            assert!(known.contains(&name), "{name}");
            for attribute in node.attributes() {
                let (name, value) = (attribute.name(), attribute.value());
                assert!(name != "style" && !name.starts_with("on"), "{name}");
                assert!(
                    name != "href" || value.starts_with("data:image/"),
                    "{value}"
                );
            }
        }
    }
}

/// Every place is one of a file of the author, and there is something at it; and the link leads there.
#[test]
fn every_place_is_in_a_file_of_the_author() {
    for (path, files) in documents() {
        let parts = parts(&drawn(&path, &files));
        assert!(!parts.is_empty(), "{}", path.display());
        for Part { place, link, .. } in parts {
            assert!(!place.contains("templates/"), "{place}");
            let Some(link) = link else {
                assert!(place.contains(".xlsx:"), "{place} has no link");
                continue;
            };
            let mut numbers = place.rsplitn(3, ':');
            let column: usize = numbers.next().unwrap().parse().unwrap();
            let line: usize = numbers.next().unwrap().parse().unwrap();
            let name = numbers.next().unwrap();
            let text = fs::read_to_string(name).unwrap();
            let there = text.lines().nth(line - 1).unwrap();
            assert!(there.chars().nth(column - 1).is_some(), "{place}");
            let whole = std::path::absolute(name).unwrap();
            let wanted = format!("vscode://file{}:{line}:{column}", whole.display());
            assert_eq!(link, wanted);
        }
    }
}

/// Most parts lead to the words that they show; the rest is computed, or the template's.
#[test]
fn a_place_has_the_words_that_stand_there() {
    let (mut found, mut all) = (0, 0);
    for (path, files) in documents() {
        for part in parts(&drawn(&path, &files)) {
            let Some((line, text)) = from_place(&part.place) else {
                continue;
            };
            // A heading may be in capitals, and a text may start below its key, or a word after its line.
            let text: String = text.lines().skip(line - 1).take(3).collect();
            let text = text.to_lowercase();
            let words = part.words.replace('\u{ad}', "").to_lowercase();
            let mut long = words.split(|sign: char| !sign.is_alphabetic());
            let Some(word) = long.find(|word| word.chars().count() > 3) else {
                continue;
            };
            all += 1;
            found += usize::from(text.contains(word));
        }
    }
    assert!(all > 500, "only {all} parts have words");
    assert!(found * 100 > all * MOST, "{found} of {all}");
}

/// How many of a hundred parts begin with a word that stands at their place.
const MOST: usize = 70;

fn from_place(place: &str) -> Option<(usize, String)> {
    let mut numbers = place.rsplitn(3, ':');
    let (_, line) = (numbers.next()?, numbers.next()?.parse().ok()?);
    Some((line, fs::read_to_string(numbers.next()?).ok()?))
}

/// The place of the part with these words.
fn place_of(parts: &[Part], words: &str) -> String {
    let found = parts.iter().find(|part| part.words.contains(words));
    let place = &found
        .unwrap_or_else(|| panic!("no part says `{words}`"))
        .place;
    let (line, text) = from_place(place).unwrap();
    text.lines().nth(line - 1).unwrap().trim().to_owned()
}

#[test]
fn what_the_template_or_a_figure_says_leads_to_the_author_s_text_beside_it() {
    let path = Path::new("content/library-plan-2027.yaml");
    let parts = parts(&drawn(path, &Files::new(None)));
    // A head of a column: the first row. A number of a row: its text. A figure: the text before it.
    let goal = "Stiprinti biblioteką kaip informacinio raštingumo";
    assert!(place_of(&parts, "Sėkmės kriterijai").contains(goal));
    assert!(place_of(&parts, goal).contains(goal));
    assert!(place_of(&parts, "Skaitomumas – 4,12").contains("2026 metais biblioteka aptarnavo"));
}

/// Who clicks a chart wants its figures, not only who clicks the words under it.
#[test]
fn a_chart_leads_to_what_it_is_made_of() {
    let path = Path::new("content/library-report-2026.yaml");
    let parts = parts(&drawn(path, &Files::new(None)));
    let bars = parts.iter().find(|part| part.words.contains("125 000"));
    let place = &bars.expect("the axis of a chart leads nowhere").place;
    let (line, text) = from_place(place).unwrap();
    let around: Vec<&str> = text.lines().skip(line - 4).take(4).collect();
    assert!(
        around.iter().any(|line| line.contains("chart:")),
        "{around:?}"
    );
}

/// A text of many paragraphs is one value of the file; each of them leads to its own line.
#[test]
fn a_paragraph_leads_to_its_line_of_a_long_text() {
    let path = Path::new("content/meeting-notice-2027.yaml");
    let parts = parts(&drawn(path, &Files::new(None)));
    for words in ["Pirmiausia sutarta", "parengs bendrą", "Spalis – mokyklų"] {
        let place = place_of(&parts, words);
        assert!(place.contains(words), "{words}: {place}");
    }
}

#[test]
fn the_same_document_gives_the_same_pages() {
    let (path, files) = documents().swap_remove(0);
    assert_eq!(drawn(&path, &files), drawn(&path, &files));
}

/// Writes the pages, the fonts and the PDF of every document for the judge: `AKTAS_PAGES=folder cargo
/// test --test pages_svg -- --ignored`.
#[test]
#[ignore = "writes files for tests/conformance/preview_pages.py"]
fn pages_for_the_judge() {
    let folder = PathBuf::from(std::env::var(FOLDER).expect(FOLDER));
    for (path, files) in documents() {
        let (mut run, proof) = proof_of(&path, &files);
        let folder = folder.join(path.file_stem().unwrap());
        fs::create_dir_all(folder.join("fonts")).unwrap();
        let pages = proof.pages(Places::new(&run.sources, &files, None));
        for (number, page) in (1..).zip(&pages) {
            fs::write(folder.join(format!("{number}.svg")), page).unwrap();
        }
        let fonts = proof.fonts();
        fs::write(folder.join("fonts.css"), font_faces(&fonts, "fonts")).unwrap();
        for FontFile { family, bytes } in fonts {
            fs::write(folder.join(format!("fonts/{family}.ttf")), bytes).unwrap();
        }
        let made = proof.files(&path, &[Format::Pdf], &mut run.sink).unwrap();
        fs::write(folder.join("document.pdf"), &made[0].1).unwrap();
    }
}
