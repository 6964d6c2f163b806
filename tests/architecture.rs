//! The shape of the program: data flows one way, and each library is known to its place.
//!
//! `src/lib.rs` names the stages in order. A stage may use those before it, never one after it;
//! what stands in `lib.rs` itself joins the stages, so only `cli` may use that.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Where each dependency may be used: folders end in `/`.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["diagnostics/human.rs"]),
    ("axum", &["preview/"]),
    (
        "base64",
        &[
            "signing/docx/",
            "writers/html/",
            "writers/pdf/tests/pictures.rs",
            "writers/svg/",
        ],
    ),
    ("calamine", &["data/"]),
    (
        "chrono",
        &[
            "approval/",
            "cli/diff/",
            "content/when.rs",
            "figures/amounts.rs",
            "rollover/",
            "signing/",
            "template/",
        ],
    ),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("clap_mangen", &["cli/"]),
    ("cms", &["signing/"]),
    ("csv", &["data/"]),
    ("der", &["signing/"]),
    ("dialoguer", &["cli/"]),
    ("docx_rs", &["writers/docx/"]),
    ("flate2", &["writers/pdf/"]),
    ("getrandom", &["preview/"]),
    ("granit_parser", &["yaml.rs"]),
    ("hypher", &["layout/"]),
    ("indicatif", &["cli/"]),
    ("icu_locale_core", &["diagnostics/message.rs"]),
    ("icu_plurals", &["diagnostics/message.rs"]),
    ("include_dir", &["kind/files.rs"]),
    ("jsonschema", &["kind/schema.rs", "content/check.rs"]),
    ("lopdf", &["signing/", "verify/", "writers/pdf/"]),
    ("notify", &["watch.rs"]),
    ("open", &["cli/"]),
    ("p12_keystore", &["signing/"]),
    ("p256", &["signing/"]),
    ("p384", &["signing/"]),
    (
        "png",
        &["data/images/", "writers/docx/signature.rs", "writers/pdf/"],
    ),
    ("polib", &["diagnostics/message.rs"]),
    ("printpdf", &["writers/pdf/"]),
    (
        "pulldown_cmark",
        &["content/markdown.rs", "content/markdown/"],
    ),
    (
        "quick_xml",
        &[
            "data/images/svg/",
            "readers/",
            "signing/",
            "template/markup.rs",
            "verify/",
            "writers/docx/",
            "writers/svg/",
        ],
    ),
    ("rayon", &["cli/"]),
    (
        "rust_decimal",
        &[
            "compare/",
            "content/",
            "document/",
            "figures/",
            "kind/indicator.rs",
            "layout/",
            "plan/",
            "rollover/",
            "template/",
            "writers/docx/",
        ],
    ),
    ("rpassword", &["cli/"]),
    ("rsa", &["signing/"]),
    (
        "rustybuzz",
        &["layout/", "writers/html/", "writers/pdf/", "writers/svg/"],
    ),
    (
        "serde_json",
        &[
            "cli/",
            "compare/told/",
            "content/",
            "diagnostics/gitlab.rs",
            "diagnostics/json.rs",
            "kind/",
            "preview/",
        ],
    ),
    (
        "sha2",
        &[
            "approval/",
            "data/",
            "diagnostics/gitlab.rs",
            "signing/",
            "writers/docx/",
            "writers/pdf/",
        ],
    ),
    (
        "similar",
        &["approval/changes/", "compare/", "likeness.rs", "verify/"],
    ),
    ("strsim", &["diagnostics/"]),
    // Read once, where the content is read; painted once, for the writer whose readers may not know
    // drawings. Both take the text that `data` wrote.
    ("resvg", &["data/images/svg/", "writers/docx/paint.rs"]),
    ("subsetter", &["writers/pdf/"]),
    ("svg2pdf", &["writers/pdf/"]),
    (
        "tempfile",
        &["cli/", "data/files.rs", "history.rs", "watch.rs"],
    ),
    ("tera", &["template/"]),
    ("tokio", &["cli/ending.rs", "preview/"]),
    ("tokio_stream", &["preview/"]),
    ("unicode_linebreak", &["layout/"]),
    ("x509_cert", &["signing/"]),
    (
        "zip",
        &["data/", "readers/", "signing/", "verify/", "writers/docx/"],
    ),
    ("zune_jpeg", &["data/images/"]),
];

/// The stage that may use everything, print, and end the process.
const LAST: &str = "cli";

/// Macros that print.
const PRINTING: &[&str] = &["print", "println", "eprint", "eprintln"];

/// Macros of unfinished work.
const UNFINISHED: &[&str] = &["todo", "unimplemented", "dbg"];

/// A file of `src/`, by its path from there.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        let (path, text) = (path.to_owned(), text.to_owned());
        Self { path, text }
    }

    /// The path of the module that the file is: `kind/style.rs` is `kind`, `style`.
    fn module(&self) -> Vec<&str> {
        let path = self.path.strip_suffix(".rs").unwrap_or(&self.path);
        let path = path.strip_suffix("/mod").unwrap_or(path);
        path.split('/').collect()
    }

    /// `None` for `lib.rs` and `main.rs`, which stand beside the stages.
    fn stage(&self) -> Option<&str> {
        let stage = self.module()[0];
        (stage != "lib" && stage != "main").then_some(stage)
    }

    /// The tokens: comments and the insides of strings are none.
    fn tokens(&self) -> Vec<TokenTree> {
        let stream: TokenStream = self.text.parse().expect("a file of Rust");
        stream.into_iter().collect()
    }
}

/// The stages in the order of `lib.rs`.
fn stages(lib: &Source) -> Vec<String> {
    let tokens = lib.tokens();
    let module = |window: &[TokenTree]| {
        let name = (word(&window[0]) == "mod").then(|| word(&window[1]));
        name.filter(|name| !name.is_empty())
    };
    tokens.windows(2).filter_map(module).collect()
}

fn word(token: &TokenTree) -> String {
    match token {
        TokenTree::Ident(ident) => ident.to_string(),
        _ => String::new(),
    }
}

fn sign(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

/// Whether `::` stands at the place.
fn path_goes_on(tokens: &[TokenTree], at: usize) -> bool {
    sign(tokens.get(at), ':') && sign(tokens.get(at + 1), ':')
}

/// Calls `visit` with every list of tokens: the file's, and that of each pair of brackets.
fn every_list(tokens: &[TokenTree], visit: &mut impl FnMut(&[TokenTree])) {
    visit(tokens);
    for token in tokens {
        if let TokenTree::Group(group) = token {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            every_list(&inner, visit);
        }
    }
}

/// The names that a file takes from the root of the crate: by `crate::`, and by `super::`, of
/// which there are enough to get there.
#[derive(Default)]
struct FromRoot {
    by_crate: BTreeSet<String>,
    by_super: BTreeSet<String>,
}

fn names_from_root(source: &Source) -> FromRoot {
    let (mut names, depth) = (FromRoot::default(), source.module().len());
    every_list(&source.tokens(), &mut |tokens| {
        for at in 0..tokens.len() {
            let inside_path = at > 1 && path_goes_on(tokens, at - 2);
            let rest = &tokens[at + 1..];
            match word(&tokens[at]).as_str() {
                "crate" => follow(rest, 0, &mut names.by_crate),
                "super" if !inside_path => follow(rest, depth - 1, &mut names.by_super),
                _ => {}
            }
        }
    });
    names
}

/// Follows a path that has yet to go `up` modules up, down to the names at the root.
fn follow(rest: &[TokenTree], up: usize, names: &mut BTreeSet<String>) {
    if path_goes_on(rest, 0) {
        first_names(&rest[2..], up, names);
    }
}

fn first_names(tokens: &[TokenTree], up: usize, names: &mut BTreeSet<String>) {
    match tokens.first() {
        Some(TokenTree::Ident(ident)) if ident == "super" => {
            follow(&tokens[1..], up.saturating_sub(1), names);
        }
        Some(TokenTree::Ident(ident)) if up == 0 => {
            names.insert(ident.to_string());
        }
        Some(TokenTree::Punct(star)) if up == 0 && star.as_char() == '*' => {
            names.insert("*".to_owned());
        }
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            for part in inner.split(|token| sign(Some(token), ',')) {
                first_names(part, up, names);
            }
        }
        _ => {}
    }
}

/// Where the stages use what comes after them.
fn against_the_stream(sources: &[Source], stages: &[String]) -> Vec<String> {
    let place = |name: &str| stages.iter().position(|stage| stage == name);
    let mut faults = Vec::new();
    for source in sources {
        let Some(stage) = source.stage().filter(|stage| *stage != LAST) else {
            continue;
        };
        let path = &source.path;
        let Some(own) = place(stage) else {
            faults.push(format!("{path}: `{stage}` is not in lib.rs"));
            continue;
        };
        let FromRoot { by_crate, by_super } = names_from_root(source);
        for name in by_crate.union(&by_super) {
            match place(name) {
                Some(other) if other > own => {
                    faults.push(format!("{path}: `{stage}` comes before `{name}`"));
                }
                // In a module of tests, `super::` may end in the file itself.
                None if by_crate.contains(name) => {
                    faults.push(format!("{path}: only `{LAST}` may use `crate::{name}`"));
                }
                _ => {}
            }
        }
    }
    faults
}

/// The words of a file that are followed by `::`, are imported, or are called with `!`.
fn used(source: &Source) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut crates, mut macros) = (BTreeSet::new(), BTreeSet::new());
    every_list(&source.tokens(), &mut |tokens| {
        for (at, token) in tokens.iter().enumerate() {
            let name = word(token);
            let before = |back: usize, wanted| {
                let token = at.checked_sub(back).and_then(|at| tokens.get(at));
                sign(token, wanted)
            };
            // One colon stands before a type, two stand inside a path.
            let inside = before(1, ':') && before(2, ':');
            let begins = !inside && !before(1, '.');
            let imported = at > 0 && matches!(word(&tokens[at - 1]).as_str(), "use" | "crate");
            if begins && (path_goes_on(tokens, at + 1) || imported) {
                crates.insert(name.clone());
            }
            if sign(tokens.get(at + 1), '!') && !sign(tokens.get(at + 2), '=') {
                macros.insert(name);
            }
        }
    });
    (crates, macros)
}

/// Libraries outside their places.
fn strayed(sources: &[Source], libraries: &[(&str, &[&str])]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources {
        let crates = used(source).0;
        for (library, places) in libraries {
            let at_home = places.iter().any(|place| source.path.starts_with(place));
            if crates.contains(*library) && !at_home {
                faults.push(format!(
                    "{}: `{library}` belongs in {places:?}",
                    source.path
                ));
            }
        }
    }
    faults
}

/// Places of libraries in which nothing uses them.
fn idle(sources: &[Source], libraries: &[(&str, &[&str])]) -> Vec<String> {
    let used_in: Vec<_> = sources.iter().map(|s| (&s.path, used(s).0)).collect();
    let mut faults = Vec::new();
    for (library, places) in libraries {
        for place in *places {
            let found = |(path, crates): &(&String, BTreeSet<String>)| {
                path.starts_with(place) && crates.contains(*library)
            };
            if !used_in.iter().any(found) {
                faults.push(format!("nothing in `{place}` uses `{library}`"));
            }
        }
    }
    faults
}

/// Printing, ends of the process, unfinished work, and files that do not say what they are.
fn bad_manners(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources {
        let path = &source.path;
        let macros = used(source).1;
        let unfinished = UNFINISHED.iter().filter(|name| macros.contains(**name));
        faults.extend(unfinished.map(|name| format!("{path}: `{name}!`")));
        if source.stage() != Some(LAST) {
            let printing = PRINTING.iter().filter(|name| macros.contains(**name));
            faults.extend(printing.map(|name| format!("{path}: `{name}!` outside `{LAST}`")));
            every_list(&source.tokens(), &mut |tokens| {
                let exits = tokens.windows(4).any(|window| {
                    word(&window[0]) == "process"
                        && path_goes_on(window, 1)
                        && matches!(word(&window[3]).as_str(), "exit" | "abort")
                });
                if exits {
                    faults.push(format!("{path}: ends the process outside `{LAST}`"));
                }
            });
        }
        if !source.text.starts_with("//!") {
            faults.push(format!("{path}: does not open with what it is (`//!`)"));
        }
    }
    faults
}

/// All files of `src/`.
fn sources() -> Vec<Source> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder of the sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &mut found);
    found.sort();
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("a file of Rust");
        let name = path.strip_prefix(&root).expect("a path in src");
        Source::new(&name.to_string_lossy().replace('\\', "/"), &text)
    };
    found.iter().map(read).collect()
}

fn lib(sources: &[Source]) -> &Source {
    let lib = sources.iter().find(|source| source.path == "lib.rs");
    lib.expect("src/lib.rs")
}

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn no_stage_uses_a_later_one() {
    let sources = sources();
    let stages = stages(lib(&sources));
    assert!(stages.len() > 8 && stages.last().is_some_and(|last| last == LAST));
    none(&against_the_stream(&sources, &stages));
}

#[test]
fn each_library_is_known_to_its_place() {
    let sources = sources();
    none(&strayed(&sources, LIBRARIES));
    none(&idle(&sources, LIBRARIES));
}

#[test]
fn every_dependency_has_a_place() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .expect("Cargo.toml");
    let mut section = "";
    let mut dependencies = BTreeSet::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if let Some((name, _)) = line.split_once(" = ")
            && section == "[dependencies]"
            && !name.starts_with('#')
        {
            dependencies.insert(name.replace('-', "_"));
        }
    }
    let placed: BTreeMap<_, _> = LIBRARIES.iter().copied().collect();
    let placed: BTreeSet<String> = placed.keys().map(|name| (*name).to_owned()).collect();
    assert_eq!(dependencies, placed);
}

#[test]
fn only_the_command_line_prints_and_nothing_is_unfinished() {
    none(&bad_manners(&sources()));
}

/// The scans must find what they are for: each line of these files is wrong in one way.
mod wrong {
    use super::*;

    const STAGES: [&str; 4] = ["source", "kind", "layout", "cli"];

    fn faults_of_order(path: &str, text: &str) -> usize {
        let source = Source::new(path, text);
        against_the_stream(&[source], &STAGES.map(str::to_owned)).len()
    }

    #[test]
    fn stages_are_read_from_the_map() {
        let lib = Source::new(
            "lib.rs",
            "//! Map.\npub mod source;\npub mod kind;\nuse a::b;",
        );
        assert_eq!(stages(&lib), ["source", "kind"]);
    }

    #[test]
    fn a_later_stage_is_found_however_it_is_named() {
        let wrong = [
            ("kind/mod.rs", "use crate::layout::Page;"),
            ("kind/mod.rs", "use crate::layout;"),
            ("kind/mod.rs", "use crate::{source::Span, layout::Page};"),
            ("kind/mod.rs", "fn f(page: &crate::layout::Page) {}"),
            ("kind/mod.rs", "fn f() { vec![crate :: layout :: page()]; }"),
            ("kind/mod.rs", "use super::layout;"),
            ("kind/style.rs", "use super::super::layout::Page;"),
            ("kind/style.rs", "use super::{super::layout::Page};"),
            ("kind/style.rs", "pub use crate::cli::main;"),
            ("kind/style.rs", "use crate::Run;"),
            ("kind/style.rs", "fn f() { crate::build(); }"),
            ("other/mod.rs", ""),
        ];
        for (path, text) in wrong {
            assert_eq!(faults_of_order(path, text), 1, "{path}: {text}");
        }
    }

    #[test]
    fn what_is_right_is_let_through() {
        let right = [
            ("layout/mod.rs", "use crate::kind::Style;"),
            ("layout/mod.rs", "use crate::{kind::Style, source::Span};"),
            (
                "layout/table.rs",
                "use super::cli_like; use crate::layout::page;",
            ),
            (
                "kind/style.rs",
                "// crate::layout\n/// [`crate::layout`]\nfn f() {}",
            ),
            ("kind/style.rs", "const A: &str = \"crate::layout\";"),
            ("kind/style.rs", "use super::layout::Columns;"),
            ("source.rs", "mod tests { use super::*; }"),
            ("source.rs", "mod tests { use super::read; }"),
            ("cli/mod.rs", "use crate::{Run, layout};"),
            ("lib.rs", "use crate::layout::Page;"),
        ];
        for (path, text) in right {
            assert_eq!(faults_of_order(path, text), 0, "{path}: {text}");
        }
    }

    #[test]
    fn a_library_outside_its_place_is_found() {
        let libraries: &[(&str, &[&str])] = &[("zip", &["writers/docx/"])];
        let wrong = [
            "use zip::ZipWriter;",
            "use {zip::ZipWriter};",
            "use zip;",
            "fn f(archive: zip::ZipArchive<()>) {}",
            "fn f() { g(zip::open()) }",
        ];
        for text in wrong {
            let at = |path: &str| [Source::new(path, text)];
            assert_eq!(strayed(&at("layout/mod.rs"), libraries).len(), 1, "{text}");
            assert!(strayed(&at("writers/docx/mod.rs"), libraries).is_empty());
            assert!(idle(&at("writers/docx/mod.rs"), libraries).is_empty());
            assert_eq!(idle(&at("layout/mod.rs"), libraries).len(), 1);
        }
        let right = Source::new("layout/mod.rs", "fn f() { a.iter().zip(b); let zip = 1; }");
        assert!(strayed(&[right], libraries).is_empty());
    }

    #[test]
    fn bad_manners_are_found() {
        let wrong = [
            "//! A.\nfn f() { println!(); }",
            "//! A.\nfn f() { if x { eprintln!(\"a\") } }",
            "//! A.\nfn f() { std::process::exit(1) }",
            "//! A.\nfn f() { process::abort() }",
            "//! A.\nfn f() { todo!() }",
            "//! A.\nfn f() { g(dbg!(x)) }",
            "//! A.\nfn f() { unimplemented!() }",
            "fn f() {}",
            "// A.\nfn f() {}",
        ];
        for text in wrong {
            let found = bad_manners(&[Source::new("kind/mod.rs", text)]);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
        }
        let right = [
            (
                "cli/mod.rs",
                "//! A.\nfn f() { println!(); std::process::exit(1) }",
            ),
            (
                "kind/mod.rs",
                "//! A.\n// todo!()\nfn f() { \"println!()\"; x != y; }",
            ),
        ];
        for (path, text) in right {
            let found = bad_manners(&[Source::new(path, text)]);
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }
}
