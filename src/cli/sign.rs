//! `aktas sign`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::arguments::SignArgs;
use super::report::{Reporter, Stream, Voice};
use super::{ExitStatus, output};
use crate::diagnostics::{Code, Diagnostic, Language, Message, say};
use crate::kind::files::display;
use crate::signing::{Seal, docx, pdf};
use crate::source::{Sources, Unreadable};

/// The time that a build says instead of the clock's (reproducible-builds.org), in seconds since
/// 1970. A signature that is made for a test says it too.
const SOURCE_DATE_EPOCH: &str = "SOURCE_DATE_EPOCH";

/// Signs a file.
pub(super) fn run(args: &SignArgs, voice: Voice) -> ExitStatus {
    let mut reporter = Reporter::new(args.format, Stream::Error, voice);
    match sign(args, voice.language) {
        Ok(lines) => lines.iter().for_each(|line| reporter.say(line)),
        Err(fault) => {
            reporter.tell(&fault, &Sources::default());
            reporter.say_more();
        }
    }
    reporter.status()
}

/// What can be signed.
#[derive(Clone, Copy)]
enum Signable {
    Docx,
    Pdf,
}

impl Signable {
    /// By what the file begins with: a zip file, what Office makes of one with a password, a PDF.
    fn of(file: &[u8]) -> Option<Self> {
        let begins = |mark: &[u8]| file.starts_with(mark);
        match file {
            _ if begins(b"PK") || begins(b"\xd0\xcf\x11\xe0") => Some(Self::Docx),
            _ if begins(b"%PDF-") => Some(Self::Pdf),
            _ => None,
        }
    }
}

/// Signs a file, and returns what there is to say about it.
fn sign(args: &SignArgs, language: Language) -> Result<Vec<Message>, Diagnostic> {
    let at = time().map_err(|message| about(Code::InvalidSeal, &args.key, message))?;
    // What can be found out without a password comes first.
    let target = args.out.as_ref().unwrap_or(&args.file);
    spare(target, args)?;
    let file = read(&args.file)?;
    let format = Signable::of(&file).ok_or_else(|| {
        let message = say!("the file is neither a PDF nor a DOCX");
        about(Code::Unsignable, &args.file, message)
            .hint(say!("name a file that `aktas build` wrote"))
    })?;
    let seal = open(args, language)?;
    let certificate = seal.certificate();
    certificate
        .valid_at(at.into())
        .map_err(|message| about(Code::InvalidSeal, &args.key, message))?;
    let sign = match format {
        Signable::Docx => docx::sign,
        Signable::Pdf => pdf::sign,
    };
    let signed = sign(&file, &seal, at.into(), args.field.as_deref())
        .map_err(|message| about(Code::Unsignable, &args.file, message))?;
    output::write_all(&[(target.clone(), signed)])?;
    let until = certificate.valid_until().format("%Y-%m-%d").to_string();
    Ok(vec![
        say!(
            "signed {path} as `{signer}`",
            path = display(target),
            signer = certificate.subject()
        ),
        say!(
            "the certificate is of `{issuer}` and valid until {until}; whether to trust it is up \
             to those who read the file",
            issuer = certificate.issuer(),
            until
        ),
    ])
}

/// A key that is written over cannot be got back.
fn spare(target: &Path, args: &SignArgs) -> Result<(), Diagnostic> {
    let Ok(place) = fs::canonicalize(target) else {
        return Ok(());
    };
    let mut secrets = [Some(&args.key), args.password_file.as_ref()].into_iter();
    let is_there = |path: &PathBuf| fs::canonicalize(path).is_ok_and(|secret| secret == place);
    if secrets.any(|path| path.is_some_and(is_there)) {
        let message = say!("the signed file would be written over the key or its password");
        let hint = say!("name another file with `--out`");
        return Err(about(Code::UnwritableFile, target, message).hint(hint));
    }
    Ok(())
}

fn open(args: &SignArgs, language: Language) -> Result<Seal, Diagnostic> {
    let bytes = read(&args.key)?;
    let password = match &args.password_file {
        Some(path) => from_file(path)?,
        None => asked(&args.key, language)?,
    };
    Seal::open(&bytes, &password).map_err(|message| about(Code::InvalidSeal, &args.key, message))
}

/// The password in a file, without the line break at its end.
fn from_file(path: &Path) -> Result<String, Diagnostic> {
    let text = String::from_utf8(read(path)?).map_err(|_| {
        let message = say!("the password is not a text in UTF-8");
        about(Code::InvalidSeal, path, message)
    })?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
}

/// The password that somebody types, which is not shown.
fn asked(key: &Path, language: Language) -> Result<String, Diagnostic> {
    let prompt = say!("password of {path}:", path = display(key));
    rpassword::prompt_password(format!("{} ", prompt.text(language))).map_err(|_| {
        let message = say!("there is no terminal to ask for the password");
        about(Code::InvalidSeal, key, message).hint(say!(
            "put the password into a file and name it with `--password-file`"
        ))
    })
}

fn read(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    fs::read(path).map_err(|error| {
        let why = Unreadable::from(error);
        let diagnostic = about(Code::UnreadableFile, path, why.message());
        why.hint().into_iter().fold(diagnostic, Diagnostic::hint)
    })
}

/// The time at which the signature is made.
fn time() -> Result<SystemTime, Message> {
    let Some(text) = env::var_os(SOURCE_DATE_EPOCH) else {
        return Ok(SystemTime::now());
    };
    let seconds = text.to_str().and_then(|text| text.parse().ok());
    // Up to the year 9999, the last that a PDF can say.
    let seconds = seconds.filter(|seconds| *seconds < 253_402_300_800);
    seconds
        .map(|seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
        .ok_or_else(|| {
            let text = text.to_string_lossy();
            say!(
                "`SOURCE_DATE_EPOCH` is `{text}`, seconds since 1970 are wanted",
                text
            )
        })
}

fn about(code: Code, path: &Path, message: Message) -> Diagnostic {
    Diagnostic::file(code, display(path), message)
}
