//! What `aktas` says, and the catalogue of the same in Lithuanian.
//!
//! A message is a template in the source (`say!`); its name in `messages.lt.po` is the template
//! itself. Nothing that is compiled sees whether the two agree, so this reads both.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use aktas::diagnostics::entries;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// How many forms a number gives a word, in English and in Lithuanian.
const FORMS: (usize, usize) = (2, 3);

/// Entries that are not said by `say!`, but shown around messages: how much they weigh.
const AROUND: [&str; 4] = ["error", "warning", "note", "help"];

/// A gap of a template: its name, and how many forms it gives for a number.
type Gap = (String, Option<usize>);

/// What one `say!` says.
struct Said {
    template: String,
    /// The names of what is to fill the gaps.
    fillings: BTreeSet<String>,
}

/// Every `say!` of a file of Rust, but for those of its tests.
fn said(text: &str) -> Vec<Said> {
    fn gather(tokens: &[TokenTree], found: &mut Vec<Said>) {
        let mut of_tests = false;
        for (at, token) in tokens.iter().enumerate() {
            found.extend(said_at(&tokens[at..]));
            of_tests &= !is_sign(token, ';');
            if let TokenTree::Group(group) = token {
                let is_body = group.delimiter() == Delimiter::Brace;
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                if !(of_tests && is_body) {
                    gather(&inner, found);
                }
                let is_test = group.delimiter() == Delimiter::Bracket
                    && group.stream().to_string().replace(' ', "") == "cfg(test)";
                of_tests = is_test || (of_tests && !is_body);
            }
        }
    }
    let stream: TokenStream = text.parse().expect("a file of Rust");
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut found = Vec::new();
    gather(&tokens, &mut found);
    found
}

/// What is said if `say!("…"` stands here.
fn said_at(tokens: &[TokenTree]) -> Option<Said> {
    let [TokenTree::Ident(name), not, TokenTree::Group(arguments), ..] = tokens else {
        return None;
    };
    let arguments: Vec<TokenTree> = arguments.stream().into_iter().collect();
    let mut arguments = arguments.split(|token| is_sign(token, ','));
    let [TokenTree::Literal(template)] = arguments.next()? else {
        return None;
    };
    let fillings = arguments.filter_map(|argument| match argument.first()? {
        TokenTree::Ident(name) => Some(name.to_string()),
        _ => None,
    });
    let template = string(&template.to_string())?;
    (name == "say" && is_sign(not, '!')).then(|| Said {
        template,
        fillings: fillings.collect(),
    })
}

/// Templates with a gap that nothing fills, or with a filling too many.
fn misfits(said: &[Said]) -> Vec<String> {
    let unfit = said.iter().filter(|said| {
        let gaps = gaps(&said.template).unwrap_or_default();
        let names: BTreeSet<String> = gaps.into_iter().map(|(name, _)| name).collect();
        names != said.fillings
    });
    unfit.map(|said| said.template.clone()).collect()
}

/// The words of the page of the preview: what stands between `[[` and `]]`.
fn words_of_page() -> BTreeSet<String> {
    let page = include_str!("../src/preview/web/page.html");
    let after = page.split("[[").skip(1);
    let words = after.filter_map(|text| Some(text.split_once("]]")?.0.to_owned()));
    let is_code = |words: &String| words == "language" || AROUND.contains(&words.as_str());
    words.filter(|words| !is_code(words)).collect()
}

fn templates(said: &[Said]) -> BTreeSet<String> {
    said.iter().map(|said| said.template.clone()).collect()
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// The string that a literal of Rust stands for.
fn string(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('r') {
        let raw = raw.trim_matches('#');
        return Some(raw.strip_prefix('"')?.strip_suffix('"')?.to_owned());
    }
    let mut rest = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::new();
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let sign = after.chars().next()?;
        rest = &after[sign.len_utf8()..];
        match sign {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            '0' => text.push('\0'),
            '\n' => rest = rest.trim_start(),
            'u' => {
                let (code, after) = rest.strip_prefix('{')?.split_once('}')?;
                text.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
                rest = after;
            }
            sign => text.push(sign),
        }
    }
    Some(text + rest)
}

/// The gaps of a template, and how many forms each has; none if a brace is not closed.
fn gaps(template: &str) -> Option<BTreeSet<Gap>> {
    let plain = template.replace("{{", "").replace("}}", "");
    let mut gaps = BTreeSet::new();
    let mut rest = plain.as_str();
    while let Some((_, after)) = rest.split_once('{') {
        let (gap, after) = after.split_once('}')?;
        let (name, forms) = match gap.split_once(':') {
            Some((name, forms)) => (name, Some(forms.split('|').count())),
            None => (gap, None),
        };
        gaps.insert((name.to_owned(), forms));
        rest = after;
    }
    (!rest.contains('}')).then_some(gaps)
}

/// Whether a template has words of its own; what stands in backticks is code, and stays.
fn has_words(template: &str) -> bool {
    let outside: String = template.split('`').step_by(2).collect();
    let mut inside_gap = false;
    outside.chars().any(|sign| {
        inside_gap = (inside_gap || sign == '{') && sign != '}';
        !inside_gap && sign.is_alphabetic()
    })
}

/// Everything in which a catalogue is not as the sources want it.
fn faults(templates: &BTreeSet<String>, catalogue: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let (mut known, mut lines) = (BTreeSet::new(), BTreeSet::new());
    for line in catalogue.lines().filter(|line| line.starts_with("msgid ")) {
        if !lines.insert(line) {
            faults.push(format!("two entries: {line}"));
        }
    }
    for (english, other) in &entries(catalogue) {
        known.insert(english.clone());
        // Messages are in lower case. The help and the summaries of codes, for which other tests
        // ask, are not.
        let is_help = english.starts_with(char::is_uppercase);
        if !is_help && !templates.contains(english) && !AROUND.contains(&english.as_str()) {
            faults.push(format!("nothing says it any more: {english}"));
        }
        faults.extend(unlike(english, other).map(|why| format!("{why}: {english}")));
    }
    let missing = templates.difference(&known);
    faults.extend(missing.map(|template| format!("no entry: {template}")));
    faults
}

/// In what a template and its entry do not agree.
fn unlike(english: &str, other: &str) -> Option<&'static str> {
    let (Some(own), Some(theirs)) = (gaps(english), gaps(other)) else {
        return Some("a brace is not closed");
    };
    let names = |gaps: &BTreeSet<Gap>| -> BTreeSet<String> {
        gaps.iter().map(|(name, _)| name.clone()).collect()
    };
    let wrong = |gaps: &BTreeSet<Gap>, wanted: usize| {
        let mut forms = gaps.iter().filter_map(|(_, forms)| *forms);
        forms.any(|forms| forms != wanted)
    };
    if names(&own) != names(&theirs) {
        Some("other gaps")
    } else if wrong(&own, FORMS.0) {
        Some("a number has two forms in English")
    } else if wrong(&theirs, FORMS.1) {
        Some("a number has three forms in Lithuanian")
    } else if english == other && has_words(english) {
        Some("not translated")
    } else if other.is_empty() || entry_has_english_quotes(other) {
        Some("quotation marks are „“")
    } else {
        None
    }
}

/// Whether English marks stand around words; in backticks they are code.
fn entry_has_english_quotes(entry: &str) -> bool {
    let mut outside = entry.split('`').step_by(2);
    outside.any(|words| words.contains(['\u{201d}', '\u{2018}', '\u{2019}']))
}

/// Every file of `src/` but those of tests.
fn sources() -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder of the sources") {
            let path = entry.expect("an entry").path();
            if path.file_stem().is_some_and(|stem| stem == "tests") {
                continue;
            }
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut found,
    );
    found
}

/// Every `say!` of the program.
fn all_said() -> Vec<Said> {
    let read = |path: PathBuf| said(&fs::read_to_string(path).expect("a file of Rust"));
    let said: Vec<Said> = sources().into_iter().flat_map(read).collect();
    assert!(said.len() > 500, "the scan finds the messages");
    said
}

#[test]
fn every_gap_is_filled() {
    let misfits = misfits(&all_said());
    assert!(misfits.is_empty(), "\n{}\n", misfits.join("\n"));
}

#[test]
fn every_message_is_told_in_lithuanian() {
    let mut templates = templates(&all_said());
    templates.extend(words_of_page());
    let catalogue = include_str!("../src/diagnostics/messages.lt.po");
    let faults = faults(&templates, catalogue);
    assert!(
        faults.is_empty(),
        "\n{}\n\nput them right in `src/diagnostics/messages.lt.po`: `msgid` as `say!` has it, and \
         `msgstr` the same in Lithuanian",
        faults.join("\n")
    );
}

/// The scan must find what it is for.
mod wrong {
    use super::*;

    /// A catalogue of these entries.
    fn catalogue(entries: &[(&str, &str)]) -> String {
        let entry = |(english, other): &(&str, &str)| {
            format!("msgid \"{english}\"\nmsgstr \"{other}\"\n\n")
        };
        let head = "msgid \"\"\nmsgstr \"Language: lt\\n\"\n\n";
        head.to_owned() + &entries.iter().map(entry).collect::<String>()
    }

    #[test]
    fn templates_are_found_wherever_they_stand() {
        let source = r#"
            //! say!("in a comment")
            const A: M = say!("a");
            fn f() { vec![Some(say!("b `{x}`", x))]; g(say!("c \"d\" \
                e")) }
            #[cfg(test)]
            mod tests { fn f() { say!("of a test"); } }
            #[cfg(test)]
            use x;
            fn h() { say!("g"); other("no message"); }
        "#;
        let wanted = ["a", "b `{x}`", "c \"d\" e", "g"];
        assert_eq!(templates(&said(source)), wanted.map(str::to_owned).into());
    }

    #[test]
    fn each_fault_of_an_entry_is_found() {
        let said = said(r#"fn f() { say!("{n} {n:row|rows} of `{x}`", n, x); }"#);
        let said = templates(&said);
        let english = "{n} {n:row|rows} of `{x}`";
        let told = |entry: &str| faults(&said, &catalogue(&[(english, entry)])).len();
        assert_eq!(told("`{x}`: {n} {n:eilutė|eilutės|eilučių}"), 0);
        for wrong in [
            "{n} {n:eilutė|eilutės|eilučių}",
            "`{x}`: {n} {n:eilutė|eilutės|eilučių} {m}",
            "`{x}`: {n} {n:eilutė|eilutės}",
            "{n} {n:row|rows} of `{x}`",
            "`{x}`: {n} {n:eilutė|eilutės|eilučių",
            "`{x}`: ”{n}” {n:eilutė|eilutės|eilučių}",
        ] {
            assert_eq!(told(wrong), 1, "{wrong}");
        }
        assert_eq!(faults(&said, "").len(), 1, "no entry");
        let twice = catalogue(&[(english, "{n} iš `{x}`"); 2]);
        assert_eq!(faults(&said, &twice).len(), 1, "two entries");
        let none = BTreeSet::new();
        let left = catalogue(&[("rows", "eilutės")]);
        assert_eq!(faults(&none, &left).len(), 1, "left over");
        let of_help = catalogue(&[("The rows", "Eilutės")]);
        assert_eq!(faults(&none, &of_help).len(), 0, "said otherwise");
    }

    #[test]
    fn gaps_without_a_filling_are_found() {
        let misfits = |fillings: &str| {
            let source = format!("fn f() {{ say!(\"{{a}} {{b:x|y}} {{{{c}}}}\"{fillings}); }}");
            misfits(&said(&source)).len()
        };
        assert_eq!(misfits(", a, b = g(1, 2)"), 0);
        for wrong in ["", ", a", ", a, b, c"] {
            assert_eq!(misfits(wrong), 1, "{wrong}");
        }
    }

    #[test]
    fn what_is_only_gaps_and_code_may_stay() {
        assert!(!has_words("`{file}`: {why} = {x}"));
        assert!(!has_words("`true`"));
        assert!(has_words("{n} rows"));
        assert!(has_words("`a` or `b`"));
    }
}
