//! A case tried out: what `aktas` says of its document, against what the case expects.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use aktas::approval::request::Words;
use aktas::approval::{Approvals, Proposal, Request, Wanted, record};
use aktas::diagnostics::{Diagnostic, Language, Place, Sink, human};
use aktas::document;
use aktas::figures::tree;
use aktas::kind::{self, files::Files};
use aktas::source::Sources;
use aktas::{Run, content, data, layout, yaml};

use super::compare::difference;
use super::english::left_in_english;
use super::ledger::ledger;
use super::markdown::{Block, Case};
use super::project::Project;
use super::workbook::workbook;

/// The words that start a block of what is expected.
pub(crate) const EXPECTATIONS: [&str; 8] = [
    "diagnostics",
    "rows",
    "explain",
    "document",
    "pages",
    "structure",
    "recorded",
    "exit",
];

/// The word that starts a block of options of the command line.
pub(crate) const OPTIONS: &str = "options";

/// The word that starts a block with a ledger in short: see `ledger.rs`.
const LEDGER: &str = "ledger";

/// What stands for the digest of another text.
const OTHER: &str = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

/// Where the files of a case stand as they were when it was approved, if they were others.
const WAS: &str = "was/";

/// What a ledger in short says of a record that somebody changed.
const BY_HAND: &str = "of what was changed by hand";

/// What came of a case.
pub(crate) struct Trial<'c> {
    case: &'c Case,
    told: Vec<Told>,
    diagnostics: String,
    rows: String,
    /// One for each block `explain`.
    explained: Vec<String>,
    document: String,
    pages: String,
    structure: String,
    recorded: String,
    exit: &'static str,
    messages: Vec<Diagnostic>,
}

/// A message in short: `error` or `warning`, its code and its place.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    file: String,
    line: usize,
    column: usize,
    severity: String,
    code: String,
    message: String,
}

impl<'c> Trial<'c> {
    /// Writes the files of a case into a folder and reads its document.
    pub(crate) fn of(case: &'c Case) -> Self {
        let (project, files) = (Project::new(), case.files());
        write(&project, &files, |name| {
            Some(name).filter(|name| !name.starts_with(WAS))
        });
        let mut documents = files.iter().filter_map(|file| file.name.as_deref());
        let document = documents
            .find(|name| is_document(name))
            .expect("a case has a document");
        assert!(!documents.any(is_document), "{}: two documents", case.name);
        let digests = approve(&project, document, &files);
        let mut trial = Self::read(case, &project, document);
        // A digest changes with every word of the kind, and is no matter of the message.
        for digest in digests {
            let digits = digest.trim_start_matches("sha256:");
            let digits = &digits[..digits.len().min(16)];
            trial.diagnostics = trial.diagnostics.replace(digits, &"0".repeat(digits.len()));
        }
        trial
    }

    fn read(case: &'c Case, project: &Project, document: &str) -> Self {
        let (path, files) = (
            project.path(document),
            Files::new(Some(project.path("templates"))),
        );
        let options = case.blocks(OPTIONS).flat_map(|block| block.text.lines());
        let options: Vec<&str> = options.collect();
        let language = language(&options);
        let mut run = Run {
            sink: Sink::pedantic(options.contains(&"--pedantic")),
            wanted: wanted(&options),
            ..Run::default()
        };
        let recorded = registered(&options, &path, &files, &mut run);
        let built = match &recorded {
            Some(_) => None,
            None => aktas::build(&path, &files, &[], &mut run),
        };
        let checked = built.and_then(|_| {
            let wanted = run.wanted;
            aktas::check(
                &path,
                &files,
                &mut Run {
                    wanted,
                    ..Run::default()
                },
            )
        });
        let laid = checked.as_ref().map(|checked| {
            let style = &checked.kind.style;
            let fonts = layout::Fonts::new(&style.typeface).expect("the fonts are sound");
            layout::lay_out(&checked.document, style, &fonts, &mut run.sink)
        });
        let exit = if run.sink.has_errors() { "1\n" } else { "0\n" };
        let Run { sources, sink, .. } = run;
        let messages = sink.into_sorted(&sources);
        let texts: Vec<String> = messages
            .iter()
            .map(|message| human::render(message, &sources, false, language))
            .collect();
        Self {
            case,
            told: messages
                .iter()
                .map(|message| Told::of(message, &sources, project))
                .collect(),
            diagnostics: Some(project.localized(&texts.join("\n")))
                .filter(|text| !text.is_empty())
                .unwrap_or_else(none),
            rows: rows(project, document).unwrap_or_else(none),
            explained: case
                .blocks("explain")
                .map(|block| explained(block, &path, &files, project, language))
                .collect(),
            document: checked.map_or_else(none, |checked| document::dump(&checked.document)),
            pages: laid.as_ref().map_or_else(none, layout::dump),
            structure: laid.as_ref().map_or_else(none, layout::dump_structure),
            recorded: recorded.unwrap_or_else(none),
            exit,
            messages,
        }
    }

    /// Everything in which the case is not as it expects, for a person to read.
    pub(crate) fn faults(&self) -> String {
        let mut faults = String::new();
        for (block, found) in self.expectations() {
            if let Some(difference) = difference(&block.text, found) {
                let _ = write!(faults, "  `{}` differs:\n{difference}", block.word);
            }
        }
        for words in self.left_in_english() {
            let _ = writeln!(faults, "  stays English, say it by `say!`: {words}");
        }
        let mut untold: Vec<&Told> = self.told.iter().collect();
        for wanted in self.case.files().into_iter().flat_map(comments) {
            match untold.iter().position(|told| wanted.is(told)) {
                Some(index) => drop(untold.remove(index)),
                None => {
                    let _ = writeln!(faults, "  not told: {wanted}");
                }
            }
        }
        if self.case.blocks("diagnostics").next().is_none() {
            for told in untold {
                let _ = writeln!(faults, "  told but not wanted: {told}: {}", told.message);
            }
        }
        faults
    }

    /// What its messages leave in English.
    fn left_in_english(&self) -> Vec<String> {
        let texts: Vec<&str> = self.case.files().iter().map(|file| &*file.text).collect();
        let own = texts.join("\n");
        let messages = self.messages.iter();
        messages
            .flat_map(|message| left_in_english(message, &own))
            .collect()
    }

    /// The blocks of the case that are not as they should be, with what they should say.
    pub(crate) fn corrections(&self) -> Vec<(&'c Block, String)> {
        let wrong = self
            .expectations()
            .into_iter()
            .filter(|(block, found)| block.text != *found);
        wrong
            .map(|(block, found)| (block, found.to_owned()))
            .collect()
    }

    fn expectations(&self) -> Vec<(&'c Block, &str)> {
        let mut explained = self.explained.iter();
        let blocks = self.case.own.iter().filter_map(|block| {
            let found = match block.word.as_str() {
                "explain" => explained.next()?,
                "diagnostics" => &self.diagnostics,
                "rows" => &self.rows,
                "document" => &self.document,
                "pages" => &self.pages,
                "structure" => &self.structure,
                "recorded" => &self.recorded,
                "exit" => self.exit,
                _ => return None,
            };
            Some((block, found))
        });
        blocks.collect()
    }
}

impl Told {
    fn of(message: &Diagnostic, sources: &Sources, project: &Project) -> Self {
        let (file, line, column) = match &message.place {
            Place::Span(span) => {
                let source = sources.get(span.file);
                let at = source.line_column(span.range().start);
                (source.name.clone(), at.line, at.column)
            }
            Place::File(name) => (name.clone(), 0, 0),
        };
        Self {
            file: project.localized(&file),
            line,
            column,
            severity: message.severity.as_str().to_owned(),
            code: message.code.to_string(),
            message: message.message.to_string(),
        }
    }

    fn is(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            file,
            line,
            column,
            severity,
            code,
            ..
        } = self;
        write!(f, "{file}:{line}:{column}: {severity}[{code}]")
    }
}

/// What the options say of approval.
fn wanted(options: &[&str]) -> Wanted {
    if options.contains(&"--approved") {
        Wanted::Approved
    } else if options.contains(&"--draft") {
        Wanted::Draft
    } else {
        Wanted::AsRecorded
    }
}

/// The language that the option `--lang` names.
fn language(options: &[&str]) -> Language {
    let named = options.iter().find_map(|word| word.strip_prefix("--lang "));
    named.map_or(Language::English, |name| {
        Language::parse(name).expect("a language of messages")
    })
}

/// The messages that the comments of a file expect: `# error: COLUMN [code]` on their line.
fn comments(file: &Block) -> Vec<Told> {
    let mut wanted = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        for comment in line.split("# ").skip(1) {
            let told = |severity: &str| {
                let rest = comment.strip_prefix(severity)?.strip_prefix(": ")?;
                let (column, rest) = rest.split_once(" [")?;
                Some(Told {
                    file: file.name.clone()?,
                    line: index + 1,
                    column: column.parse().ok()?,
                    severity: severity.to_owned(),
                    code: rest.split_once(']')?.0.to_owned(),
                    message: String::new(),
                })
            };
            wanted.extend(["error", "warning", "note"].into_iter().find_map(told));
        }
    }
    wanted
}

/// Ledgers, data, pictures, plans and the files of kinds stand beside the one document of a case.
fn is_document(name: &str) -> bool {
    let beside = ["was/", "approvals/", "data/", "pictures/", "plans/"];
    !name.starts_with("templates/") && !beside.iter().any(|folder| name.contains(folder))
}

/// What stands in a block when there is nothing.
fn none() -> String {
    "(none)\n".to_owned()
}

/// What comes of an option `approve …` or `revoke …`: the new entry of the ledger in short.
fn registered(options: &[&str], path: &Path, files: &Files, run: &mut Run) -> Option<String> {
    let mut words = options.first()?.split(' ');
    let revoke = match words.next()? {
        "approve" => false,
        "revoke" => true,
        _ => return None,
    };
    let lines = options.iter().skip(1).copied();
    let option = |name: &str| {
        let line = lines.clone().find_map(|line| line.strip_prefix(name));
        line.map(|value| value.strip_prefix(' ').unwrap_or(value))
    };
    let words = Words {
        revoke,
        mark: option("--mark"),
        number: option("--number").unwrap_or_default(),
        date: option("--date").unwrap_or_default(),
        by: option("--by").unwrap_or("S. Sekretorė"),
        reason: option("--reason"),
    };
    let request = Request::new(&words, &mut run.sources);
    let proposal = if revoke {
        aktas::run::revoke(path, files, &request, run).map(|ready| ready.proposal)
    } else {
        let ready = aktas::run::approve(path, files, &request, &[], run);
        ready.and_then(|ready| ready.proof.checked.proposal)
    };
    let said = proposal.map(|Proposal { entry, before, .. }| {
        let before = before.map(|before| format!(" after {}", before.act.number));
        format!(
            "{} {} of {} by {} {} {}{}\n",
            entry.event,
            entry.mark,
            entry.body,
            entry.act.sort,
            entry.act.number,
            entry.act.date,
            before.unwrap_or_default()
        )
    });
    Some(said.unwrap_or_else(none))
}

/// Writes the files of a case whose names are taken, by the names that they are given.
fn write<'n>(project: &Project, files: &'n [&Block], named: impl Fn(&'n str) -> Option<&'n str>) {
    for file in files {
        let name = file.name.as_deref().and_then(&named);
        let Some(name) = name.filter(|_| file.word != LEDGER) else {
            continue;
        };
        match (file.bytes(), file.word.as_str()) {
            (Some(bytes), _) => project.write(name, bytes),
            (None, "xlsx") => project.write(name, workbook(&file.text)),
            (None, _) => project.write(name, &file.text),
        }
    }
}

/// Writes the ledgers of a case, which need to know the document, and the record of what was
/// approved; returns the digests in them, none if the document is not sound.
fn approve(project: &Project, document: &str, files: &[&Block]) -> Vec<String> {
    let ledgers: Vec<&&Block> = files.iter().filter(|file| file.word == LEDGER).collect();
    let Some((approvals, digest, _)) = recorded(project, document) else {
        return Vec::new();
    };
    let mut digests = vec![digest.clone()];
    let id = Path::new(document).file_stem().unwrap_or_default();
    let id = id.to_string_lossy();
    let was = ledgers
        .iter()
        .any(|file| file.text.contains(" of what was"));
    let was = was.then(|| {
        let then = Project::new();
        write(&then, files, |name| {
            Some(name).filter(|name| !name.starts_with(WAS))
        });
        write(&then, files, |name| name.strip_prefix(WAS));
        recorded(&then, document).expect("what was approved was sound")
    });
    if let Some((_, digest, text)) = &was {
        let by_hand = ledgers.iter().any(|file| file.text.contains(BY_HAND));
        let text = if by_hand {
            text.replace('a', "b")
        } else {
            text.clone()
        };
        fs::create_dir_all(project.path("content/approvals")).expect("a folder can be made");
        let path = record::path(&project.path(document), &id, digest);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a record can be written");
        digests.push(digest.clone());
    }
    for file in ledgers {
        let digest_of = |words: &str| match (words, &was) {
            ("", _) => digest.clone(),
            ("of what was" | BY_HAND, Some((_, digest, _))) => digest.clone(),
            _ => OTHER.to_owned(),
        };
        let text = ledger(&file.text, &id, &approvals, digest_of);
        project.write(file.name.as_deref().expect("a ledger has a name"), text);
    }
    digests
}

/// The marks of a document, and its record.
fn recorded(project: &Project, document: &str) -> Option<(Approvals, String, String)> {
    let templates = Files::new(Some(project.path("templates")));
    let mut run = Run {
        keep_record: true,
        ..Run::default()
    };
    let checked = aktas::check(&project.path(document), &templates, &mut run)?;
    let record = checked.record;
    Some((
        checked.approvals,
        record.digest,
        record.text.unwrap_or_default(),
    ))
}

/// The answers to the questions of a block: lines that start with `? ` and name a figure.
fn explained(
    block: &Block,
    path: &Path,
    files: &Files,
    project: &Project,
    language: Language,
) -> String {
    let mut text = String::new();
    let questions = block.text.lines().filter(|line| line.starts_with("? "));
    for question in questions {
        let mut run = Run::default();
        let answer = match aktas::run::explain(&question[2..], path, files, &mut run) {
            Some(Ok(step)) => tree::tree(&step, &run.sources, language),
            Some(Err((why, hint))) => match hint {
                Some(hint) => format!("{}; {}\n", why.text(language), hint.text(language)),
                None => format!("{}; \n", why.text(language)),
            },
            None => "(none)\n".to_owned(),
        };
        let _ = write!(text, "{question}\n{answer}");
    }
    project.localized(&text)
}

/// The rows that each table takes from a file: before the text of each cell, its place.
fn rows(project: &Project, document: &str) -> Option<String> {
    let read = Read::of(project, document)?;
    let field = |field: &data::Field| {
        let source = read.sources.get(field.span.file);
        let place = project.localized(&source.place(field.span.range().start));
        let place = place.trim_start_matches(&format!("{}:", project.localized(&source.name)));
        format!("{place} {}", field.text).trim_end().to_owned()
    };
    let mut text = String::new();
    for (_, table) in read.content.root.parts(content::Part::Table) {
        let id = table.get("id").and_then(content::Value::as_str);
        let rows = read.attachments.rows.get(&table.span);
        for (id, rows) in id.into_iter().zip(rows) {
            let _ = writeln!(text, "{id}");
            for row in rows {
                let fields: Vec<String> = row.iter().map(field).collect();
                let _ = writeln!(text, "  {}", fields.join(" | "));
            }
        }
    }
    Some(text).filter(|text| !text.is_empty())
}

/// A document and its files as they were read; what is told of them is told elsewhere.
struct Read {
    sources: Sources,
    content: content::Content,
    attachments: data::Attachments,
}

impl Read {
    fn of(project: &Project, document: &str) -> Option<Self> {
        let Run {
            mut sources,
            mut sink,
            ..
        } = Run::default();
        let path = project.path(document);
        let text = fs::read_to_string(&path).expect("the document is text");
        let file = sources.add(document, text);
        let tree = yaml::parse(file, &sources, &mut sink)?;
        let files = Files::new(Some(project.path("templates")));
        let kind = kind::load(&tree, &files, &mut sources, &mut sink)?;
        let content = content::read(&tree, &kind, &sources, &mut sink)?;
        let attachments = data::load(
            &content,
            path.parent()?,
            &kind.style.typeface,
            &mut sources,
            &mut sink,
        );
        Some(Self {
            sources,
            content,
            attachments,
        })
    }
}
