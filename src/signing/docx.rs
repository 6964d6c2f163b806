//! Signatures of a DOCX, which Word and LibreOffice show and check.
//!
//! A signature is a part of the package of its own, in XML: the digest of every other part
//! ([`manifest`]), what Office and XAdES want to be said ([`mod@write`]), and a signature over the
//! digests of these. The parts that are signed stay as they are, byte for byte; only the list of
//! kinds and the relationships of the package grow. [`check`] goes the way back.
//!
//! Sources: ECMA-376 Part 2, clause 10; XML Signature (W3C, 2008); XAdES (ETSI TS 101 903 1.3.2, in
//! the form EN 319 132-1 calls baseline B); MS-OFFCRYPTO 2.5.2.

mod canonical;
mod check;
mod line;
mod manifest;
mod package;
mod picture;
mod write;
mod xml;

use chrono::{DateTime, Utc};

use super::algorithms::{Algorithm, Hash};
use super::{Seal, Signature};
use crate::diagnostics::{Message, say};
use check::Found;
use line::Line;
use package::{CONTENT_TYPES, Leaf, Package, RELATIONS, appended, relationships_of};
use write::Signing;
use xml::{DECLARATION, element};

/// The namespace of XML signatures.
const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";

/// The namespace of XAdES.
const XADES: &str = "http://uri.etsi.org/01903/v1.3.2#";

/// The namespace of what Office says in a signature.
const OFFICE: &str = "http://schemas.microsoft.com/office/2006/digsig";

/// The namespace of what a package says in a signature.
const PACKAGE_SIGNATURE: &str = "http://schemas.openxmlformats.org/package/2006/digital-signature";

/// Canonical XML 1.0 without comments.
const CANONICAL: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";

/// The names of digests (RFC 6931, 2.1). SHA-1 is none of them: it is broken.
const DIGESTS: &[(Hash, &str)] = &[
    (Hash::Sha256, "http://www.w3.org/2001/04/xmlenc#sha256"),
    (
        Hash::Sha384,
        "http://www.w3.org/2001/04/xmldsig-more#sha384",
    ),
    (Hash::Sha512, "http://www.w3.org/2001/04/xmlenc#sha512"),
];

/// The names of how signatures are made (RFC 6931, 2.3).
const METHODS: &[(Algorithm, &str)] = &[
    (
        Algorithm::Ecdsa(Hash::Sha256),
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
    ),
    (
        Algorithm::Ecdsa(Hash::Sha384),
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
    ),
    (
        Algorithm::Ecdsa(Hash::Sha512),
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
    ),
    (
        Algorithm::Rsa(Hash::Sha256),
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    ),
    (
        Algorithm::Rsa(Hash::Sha384),
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
    ),
    (
        Algorithm::Rsa(Hash::Sha512),
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
    ),
];

/// The relationship of a package to the part from which its signatures are found.
const ORIGIN: &str =
    "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin";

/// The relationship of that part to a signature.
const TO_SIGNATURE: &str =
    "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/signature";

/// The kind of the part from which signatures are found.
const ORIGIN_TYPE: &str = "application/vnd.openxmlformats-package.digital-signature-origin";

/// The kind of a part that is a signature.
const SIGNATURE_TYPE: &str =
    "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml";

/// The relationships of a package to its main part, in both forms of the standard.
const MAIN: [&str; 2] = [
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
];

/// The kind of the main part of a DOCX.
const TEXT_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

/// Signs a DOCX: the file with the signature in it.
///
/// `line` says on which signature line: by the name of who is expected to sign there, or by its
/// identity. Without it, that of the signer is taken, or the only one that nobody signed; a document
/// without such lines gets a signature that is seen only where the program lists signatures.
///
/// # Errors
///
/// Says why the file cannot be signed: it is no DOCX, is damaged, has macros, was changed after
/// somebody signed it, is signed with this certificate already, has no such line, or has several of
/// which none is the signer's.
pub fn sign(
    docx: &[u8],
    seal: &Seal,
    at: DateTime<Utc>,
    line: Option<&str>,
) -> Result<Vec<u8>, Message> {
    let package = Package::open(docx)?;
    let text = main_part(&package)?;
    let found = found(&package)?;
    may_sign(&found, seal)?;
    let lines = line::lines(package.part(&text).unwrap_or_default())
        .map_err(|fault| package::of(&text, &fault))?;
    let line = free(&lines, &found, line, &seal.certificate().subject())?;
    let signing = Signing {
        package: &package,
        seal,
        at,
        line,
    };
    let changed = with_signature(&package, signing.part()?)?;
    let signed = package.with(&changed)?;
    // What cannot be read back would be found out by who gets it.
    let again = signatures(&signed)?;
    if again.len() == found.len() + 1 && again.iter().all(|it| it.intact && it.whole) {
        return Ok(signed);
    }
    Err(say!(
        "the file cannot be signed so that the signature holds"
    ))
}

/// The signatures of a DOCX, in the order in which they were made; none if nobody signed it.
///
/// # Errors
///
/// Says that the file is no package, or is damaged. A signature that is not intact is no error.
pub fn signatures(docx: &[u8]) -> Result<Vec<Signature>, Message> {
    let found = found(&Package::open(docx)?)?;
    Ok(found.iter().map(Found::told).collect())
}

fn found(package: &Package<'_>) -> Result<Vec<Found>, Message> {
    let mut found = Vec::new();
    for origin in package.related("", ORIGIN)? {
        let parts = package.related(&origin, TO_SIGNATURE)?;
        found.extend(parts.iter().map(|part| Found::check(package, part)));
    }
    Ok(found)
}

/// The text of the document.
fn main_part(package: &Package<'_>) -> Result<String, Message> {
    let macros = |name| {
        let kind = package.content_type(name).unwrap_or_default();
        kind.contains("macroEnabled") || kind.contains("vbaProject")
    };
    if package.names().any(macros) {
        return Err(say!("the file has macros, which nobody sees who signs it"));
    }
    let mut parts = Vec::new();
    for kind in MAIN {
        parts.extend(package.related("", kind)?);
    }
    match parts.as_slice() {
        [text] if package.content_type(text) == Some(TEXT_TYPE) => Ok(text.clone()),
        _ => Err(say!("the file is not a DOCX")),
    }
}

/// Whether a signature may follow those that there are.
fn may_sign(found: &[Found], seal: &Seal) -> Result<(), Message> {
    for signature in found {
        let signer = signature.told().signer;
        if let Some(fault) = &signature.fault {
            return Err(say!(
                "the signature of `{signer}` in the file does not hold: {fault}",
                signer,
                fault
            ));
        }
        if signature.certificate.as_ref() == Some(seal.certificate()) {
            return Err(say!("`{signer}` has signed the file already", signer));
        }
    }
    Ok(())
}

/// The line to sign on: that which is asked for, else that of the signer or the only one.
fn free<'a>(
    lines: &'a [Line],
    found: &[Found],
    asked: Option<&str>,
    signer: &str,
) -> Result<Option<&'a Line>, Message> {
    let is_signed = |line: &Line| {
        let mut signed = found.iter().map(|signature| &signature.line);
        signed.any(|id| id.eq_ignore_ascii_case(&line.id))
    };
    let mut free = lines.iter().filter(|line| !is_signed(line));
    let Some(asked) = asked else {
        let free: Vec<_> = free.collect();
        let own = free.iter().find(|line| line.is_of(signer));
        return match (own, free.as_slice()) {
            (Some(own), _) => Ok(Some(*own)),
            (None, []) => Ok(None),
            (None, [only]) => Ok(Some(*only)),
            (None, several) => {
                let names = several.iter().map(|line| format!("`{}`", line.signer));
                let names = names.collect::<Vec<_>>().join(", ");
                Err(say!(
                    "the file has signature lines of {names}; name one with `--field`",
                    names
                ))
            }
        };
    };
    let is_meant = |line: &&Line| line.signer == asked || line.id.eq_ignore_ascii_case(asked);
    match free.find(is_meant) {
        Some(line) => Ok(Some(line)),
        None if lines.iter().any(|line| is_meant(&line)) => {
            Err(say!("the line of `{asked}` is signed already", asked))
        }
        None => Err(say!("the file has no signature line of `{asked}`", asked)),
    }
}

/// The parts that a signature adds to a package, and those that grow with it.
fn with_signature(
    package: &Package<'_>,
    signature: Vec<u8>,
) -> Result<Vec<(String, Vec<u8>)>, Message> {
    let origins = package.related("", ORIGIN)?;
    let origin = match origins.as_slice() {
        [] => "_xmlsignatures/origin.sigs",
        [origin] => origin,
        _ => return Err(say!("the file says in two places where its signatures are")),
    };
    // LibreOffice looks for a signature beside the origin, by a name without a folder.
    let folder = origin.rsplit_once('/').map_or("", |(folder, _)| folder);
    let beside = |name: &str| {
        format!("{folder}/{name}")
            .trim_start_matches('/')
            .to_owned()
    };
    let mut names = (1..=package.names().count() + 1).map(|number| format!("sig{number}.xml"));
    let name = names.find(|name| package.part(&beside(name)).is_none());
    let name = name.unwrap_or_default();
    let (mut types, mut changed) = (Vec::new(), Vec::new());
    if origins.is_empty() {
        types.push(kind(origin, ORIGIN_TYPE));
        changed.push(related(package, "", ORIGIN, origin)?);
        changed.push((origin.to_owned(), Vec::new()));
    }
    types.push(kind(&beside(&name), SIGNATURE_TYPE));
    changed.push(related(package, origin, TO_SIGNATURE, &name)?);
    changed.push((beside(&name), signature));
    let old = package.part(CONTENT_TYPES).unwrap_or_default();
    let types = appended(CONTENT_TYPES, old, &types)?;
    changed.push((CONTENT_TYPES.to_owned(), types));
    Ok(changed)
}

/// Of what kind a part is, as the list of kinds says it.
fn kind(part: &str, kind: &str) -> Leaf {
    let part = format!("/{part}");
    let attributes = [("PartName", part.as_str()), ("ContentType", kind)];
    ("Override", attributes.map(owned).to_vec())
}

/// The part that tells the relationships of `owner`, with one more.
fn related(
    package: &Package<'_>,
    owner: &str,
    kind: &str,
    target: &str,
) -> Result<(String, Vec<u8>), Message> {
    let name = relationships_of(owner);
    let taken = package.relationships(&name)?;
    let free = |id: &String| taken.iter().all(|other| other.id != *id);
    let id = (1..=taken.len() + 1)
        .map(|number| format!("rIdSignature{number}"))
        .find(free);
    let id = id.unwrap_or_default();
    let attributes = [("Id", id.as_str()), ("Type", kind), ("Target", target)];
    let leaf = ("Relationship", attributes.map(owned).to_vec());
    let empty = format!(
        "{DECLARATION}{}",
        element("Relationships", &[("xmlns", RELATIONS)], "")
    );
    let old = package.part(&name).unwrap_or(empty.as_bytes());
    let grown = appended(&name, old, &[leaf])?;
    Ok((name, unspaced(grown)))
}

/// XML without the spaces between its tags. The relationships of the package are picked by every
/// signature, and LibreOffice 7.4 would keep the spaces in their form.
fn unspaced(part: Vec<u8>) -> Vec<u8> {
    let Ok(text) = str::from_utf8(&part) else {
        return part;
    };
    let pieces = text.split_inclusive('>').map(|piece| {
        let tag = piece.trim_start();
        // In a value there may be `>`, but no `<`.
        if tag.starts_with('<') { tag } else { piece }
    });
    pieces.collect::<String>().into_bytes()
}

fn owned((name, value): (&'static str, &str)) -> (&'static str, String) {
    (name, value.to_owned())
}
