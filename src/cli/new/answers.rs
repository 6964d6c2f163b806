//! What the author of a new document says of it: by options, when asked, or by what her project says.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Stop, unknown};
use crate::cli::arguments::NewArgs;
use crate::cli::asking::Questions;
use crate::cli::clock;
use crate::cli::report::Reporter;
use crate::diagnostics::{Code, Diagnostic, Message, Sink, say};
use crate::kind::about;
use crate::kind::files::Files;
use crate::project::genitive::genitive;
use crate::project::{Answers, Starter, WRITTEN_IN, id_of, starters};
use crate::shelf::is_yaml;
use crate::source::{self, Sources};
use crate::yaml::{self, Node};

/// The years that a document may be for.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2090;

/// How long the name of an institution may be, in letters: a heading has to hold it.
const LONGEST: usize = 200;

/// A document that is about to be written.
pub(super) struct Begun {
    pub(super) path: PathBuf,
    pub(super) starter: Starter,
    pub(super) language: String,
    pub(super) answers: Answers,
    /// Whether the genitive was made by a rule, and nobody has seen it.
    pub(super) is_guessed: bool,
}

/// The kind that is asked for.
pub(super) fn kind(
    asked: Option<&str>,
    files: &Files,
    questions: Questions,
    reporter: &Reporter,
) -> Result<String, Stop> {
    let kinds = files.kinds();
    let number = |text: &str| text.parse::<usize>().ok()?.checked_sub(1);
    let of = |text: &str| match number(text) {
        Some(at) => kinds.get(at),
        None => kinds.iter().find(|kind| *kind == text),
    };
    if let Some(asked) = asked {
        let known = kinds.iter().any(|kind| kind == asked);
        return known
            .then(|| asked.to_owned())
            .ok_or_else(|| unknown(asked, files).into());
    }
    if !questions.ask() {
        let message = say!("say which kind of document it is to be");
        let hint = say!("there are: {kinds}", kinds = kinds.join(", "));
        let fault = Diagnostic::file(Code::UnknownKind, "aktas new", message).hint(hint);
        return Err(Stop::Usage(
            fault.hint(say!("`aktas kinds` shows what each looks like")),
        ));
    }
    for (at, kind) in about::all(files, reporter.language().code())
        .iter()
        .enumerate()
    {
        let line = format!("  {}  {} – {}", at + 1, kind.name, kind.title);
        reporter.say(&line.into());
    }
    let usual = kinds.first().cloned().unwrap_or_default();
    let answer = questions.answer(&say!("Kind of document"), &usual, |text| {
        let hint = say!("write the name or the number of one of these kinds");
        of(text).is_none().then_some(hint)
    })?;
    of(&answer).cloned().ok_or(Stop::Interrupted)
}

/// What the author says of a document of a kind.
pub(super) fn of_author(
    kind: &str,
    args: &NewArgs,
    files: &Files,
    questions: Questions,
) -> Result<Begun, Stop> {
    let folder = args.file.as_deref().and_then(Path::parent);
    let other = folder.unwrap_or(Path::new("content"));
    let other = Other::in_folder(other).unwrap_or_default();
    let starter = starter(starters(files, kind)?, args, &other, questions)?;
    let language = starter.language.clone();
    let institution = institution(args, &other, &starter, questions)?;
    let (genitive, is_guessed) = in_genitive(&institution, args, &other, &starter, questions)?;
    let year = year(args, &starter, questions)?;
    let path = args.file.clone().unwrap_or_else(|| {
        let year = year.map_or(String::new(), |year| format!("-{year}"));
        PathBuf::from(format!("content/{kind}{year}.yaml"))
    });
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    Ok(Begun {
        answers: Answers {
            id: id_of(&stem),
            institution,
            genitive,
            year,
        },
        path,
        language,
        starter,
        is_guessed,
    })
}

/// The starter in the language that is asked for.
fn starter(
    starters: Vec<Starter>,
    args: &NewArgs,
    other: &Other,
    questions: Questions,
) -> Result<Starter, Stop> {
    let known: Vec<String> = starters.iter().map(|one| one.language.clone()).collect();
    let list = known.join(", ");
    let fault = |language: &str| {
        let is_known = known.iter().any(|known| known == language);
        let message = say!("there is no starter in the language `{language}`", language);
        (!is_known).then_some(message)
    };
    let hint = say!("there are: {kinds}", kinds = list.clone());
    let usual = match &args.language {
        Some(language) => match fault(language) {
            None => language,
            Some(message) => {
                let fault = Diagnostic::file(Code::InvalidValue, "--language", message);
                return Err(fault.hint(hint).into());
            }
        },
        None if known.contains(&other.language) => &other.language,
        None => &known[0],
    };
    let language = if args.language.is_some() || known.len() == 1 {
        usual.clone()
    } else {
        let question = say!("Language of the document ({list})", list);
        questions.answer(&question, usual, fault)?
    };
    let mut starters = starters.into_iter();
    let found = starters.find(|starter| starter.language == language);
    found.ok_or(Stop::Interrupted)
}

fn institution(
    args: &NewArgs,
    other: &Other,
    starter: &Starter,
    questions: Questions,
) -> Result<String, Stop> {
    if let Some(name) = &args.institution {
        return Ok(sound(name, "--institution")?);
    }
    let usual = [&other.institution, &starter.institution];
    let usual = usual.into_iter().find(|name| !name.is_empty());
    let Some(usual) = usual.filter(|_| !starter.institution.is_empty()) else {
        return Ok(String::new());
    };
    Ok(questions.answer(&say!("Institution, as it is called"), usual, name_fault)?)
}

/// The institution in the genitive, and whether a rule made it that nobody has seen.
fn in_genitive(
    name: &str,
    args: &NewArgs,
    other: &Other,
    starter: &Starter,
    questions: Questions,
) -> Result<(String, bool), Stop> {
    if let Some(genitive) = &args.genitive {
        return Ok((sound(genitive, "--genitive")?, false));
    }
    if starter.genitive.is_empty() {
        return Ok((String::new(), false));
    }
    let known = if name == starter.institution {
        Some(&starter.genitive)
    } else {
        let is_other = name == other.institution && starter.language == other.language;
        Some(&other.genitive).filter(|genitive| is_other && !genitive.is_empty())
    };
    let usual = known.map_or_else(|| genitive(name, &starter.language), Clone::clone);
    let question = say!("The same in the genitive (whose?)");
    let answer = questions.answer(&question, &usual, name_fault)?;
    Ok((answer, known.is_none() && !questions.ask()))
}

/// The year that the document is for: the one in which its kind is usually begun in this one.
fn year(args: &NewArgs, starter: &Starter, questions: Questions) -> Result<Option<i32>, Stop> {
    let Some(first) = starter.year else {
        return Ok(None);
    };
    if let Some(year) = args.year {
        return Ok(Some(year.into()));
    }
    let usual = first + clock::year() - WRITTEN_IN;
    let fault = |text: &str| {
        let is_one = text.parse().is_ok_and(|year| YEARS.contains(&year));
        let (first, last) = (*YEARS.start(), *YEARS.end());
        (!is_one).then(|| say!("write a year from {first} to {last}", first, last))
    };
    let question = say!("Year that it is for (of several, or of a school year, the first)");
    let answer = questions.answer(&question, &usual.to_string(), fault)?;
    Ok(answer.parse().ok())
}

/// A name from the command line, if it can stand in a document.
fn sound(name: &str, option: &str) -> Result<String, Diagnostic> {
    let name = name.trim();
    match name_fault(name) {
        None => Ok(name.to_owned()),
        Some(message) => Err(Diagnostic::file(Code::InvalidValue, option, message)),
    }
}

/// What is wrong with the name of an institution.
fn name_fault(name: &str) -> Option<Message> {
    // Texts of a document would take them for emphasis, links and formulas.
    const SIGNS: &str = "*_`[]{}<>\\|";
    if name.is_empty() {
        return Some(say!("write the name of an institution"));
    }
    if name.chars().count() > LONGEST {
        return Some(say!("a name has {most} letters at most", most = LONGEST));
    }
    let sign = name
        .chars()
        .find(|sign| sign.is_control() || SIGNS.contains(*sign))?;
    let sign = sign.escape_debug().to_string();
    Some(say!("the sign `{sign}` cannot stand in a name", sign))
}

/// What another document of the project says of its institution.
#[derive(Debug, Default)]
struct Other {
    institution: String,
    genitive: String,
    language: String,
}

impl Other {
    /// That of the last document of a folder which names one institution: names end in years.
    fn in_folder(folder: &Path) -> Option<Self> {
        let folder = if folder == Path::new("") {
            Path::new(".")
        } else {
            folder
        };
        let entries = fs::read_dir(folder).ok()?.flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.retain(|path| is_yaml(path));
        paths.sort();
        paths.iter().rev().find_map(|path| Self::read(path))
    }

    fn read(path: &Path) -> Option<Self> {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let file = sources.add("", source::read(path).ok()?);
        let tree = yaml::parse(file, &sources, &mut sink)?;
        let text = |node: Option<&Node>| node.and_then(Node::as_str).unwrap_or_default().to_owned();
        let institution = tree.get("institution")?;
        let name = text(institution.get("name"));
        if name_fault(&name).is_some() {
            return None;
        }
        Some(Self {
            institution: name,
            genitive: text(institution.get("genitive")),
            language: text(tree.get("lang")),
        })
    }
}
