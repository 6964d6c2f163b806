//! The manifest: a digest of each part that a signature covers (ECMA-376 Part 2, 10.4 and 10.6).
//!
//! A part is covered with its kind, which is told in the address. Of a part that tells
//! relationships, those that are named are covered, so that more may be added: a second signature
//! is related to by one.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::canonical::canonical;
use super::package::{
    CONTENT_TYPES, Package, RELATIONS, RELATIONSHIPS_TYPE, Relationship, of, owner_of,
};
use super::xml::{self, Element, Node, element, escaped};
use super::{CANONICAL, DIGESTS, DSIG, ORIGIN, PACKAGE_SIGNATURE};
use crate::diagnostics::{Message, say};
use crate::signing::algorithms::Hash;

/// The transform that picks relationships and gives them one form (Part 2, 10.5.8).
const PICKED: &str = "http://schemas.openxmlformats.org/package/2006/RelationshipTransform";

/// What all parts of a signature have in common in their kind.
const SIGNATURES: &str = "application/vnd.openxmlformats-package.digital-signature-";

/// The digest that signatures of ours use.
pub(super) const HASH: Hash = Hash::Sha256;

/// The parts of a package that a signature has to cover: all but those of signatures, and the list
/// of kinds, which grows with every signature.
pub(super) fn parts<'a>(package: &'a Package<'_>) -> impl Iterator<Item = &'a str> {
    let of_signature = |name: &str| {
        let kind = package.content_type(name);
        kind.is_some_and(|kind| kind.starts_with(SIGNATURES))
    };
    package.names().filter(move |name| {
        // The part that tells the relationships of one of a signature is one, too.
        let owner = owner_of(name);
        *name != CONTENT_TYPES && !of_signature(name) && !owner.is_some_and(|it| of_signature(&it))
    })
}

/// Whether a relationship is one that a signature has to cover: all but that to signatures.
fn is_covered(relationship: &Relationship) -> bool {
    relationship.kind != ORIGIN
}

/// Whether LibreOffice gives a relationship another form than the standard does: with `&` in an
/// address, which canonical XML spells `&amp;`, no picked relationships hold for LibreOffice 7.4
/// (xmlsec 1.2.37). All of such a part is signed in canonical XML, which needs no picking.
fn is_misread(relationship: &Relationship) -> bool {
    let fields = [
        &relationship.id,
        &relationship.kind,
        &relationship.target,
        &relationship.mode,
    ];
    fields.iter().any(|text| text.contains(['&', '<', '"']))
}

/// Whether there are spaces between relationships, as LibreOffice writes them itself: it keeps them in
/// the form of what is picked, where the standard has none.
fn is_spaced(root: &Element) -> bool {
    let is_text = |node: &Node| matches!(node, Node::Text(_));
    root.children.iter().any(is_text)
}

/// Writes the manifest of a package.
///
/// # Errors
///
/// Says which part cannot be covered.
pub(super) fn write(package: &Package<'_>) -> Result<String, Message> {
    let references: Result<String, Message> = parts(package)
        .map(|name| reference(package, name))
        .collect();
    Ok(element("Manifest", &[], &references?))
}

fn reference(package: &Package<'_>, name: &str) -> Result<String, Message> {
    let fault = |fault| of(name, &fault);
    if !name.bytes().all(names_a_part) {
        return Err(fault(say!("a part cannot have that name")));
    }
    let kind = package.content_type(name);
    let kind = kind.ok_or_else(|| fault(say!("nothing says of what kind it is")))?;
    let bytes = package.part(name).unwrap_or_default();
    let address = format!("/{name}?ContentType={kind}");
    if kind != RELATIONSHIPS_TYPE {
        return Ok(digested(&[("URI", &address)], "", bytes));
    }
    let canonical_xml = element("Transform", &[("Algorithm", CANONICAL)], "");
    let mut picked = package.relationships(name)?;
    let root = xml::parse(bytes).map_err(fault)?;
    // Those of the package itself grow by the one to the signatures.
    let stays = owner_of(name).is_none_or(|owner| !owner.is_empty());
    if stays && (picked.iter().any(is_misread) || is_spaced(&root)) {
        let transforms = element("Transforms", &[], &canonical_xml);
        let whole = canonical(&[&root]);
        return Ok(digested(&[("URI", &address)], &transforms, &whole));
    }
    picked.retain(is_covered);
    picked.sort();
    let ids: String = picked
        .iter()
        .map(|relationship| {
            let attributes = [
                ("xmlns:mdssi", PACKAGE_SIGNATURE),
                ("SourceId", relationship.id.as_str()),
            ];
            element("mdssi:RelationshipReference", &attributes, "")
        })
        .collect();
    let transforms = element("Transform", &[("Algorithm", PICKED)], &ids) + &canonical_xml;
    let transforms = element("Transforms", &[], &transforms);
    Ok(digested(&[("URI", &address)], &transforms, &form(&picked)))
}

/// What the name of a part is written with (Part 2, 6.2.2; RFC 3986, `pchar`).
fn names_a_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%/".contains(&byte)
}

/// A reference: what it leads to, how that is transformed, and the digest of the outcome.
pub(super) fn digested(attributes: &[(&str, &str)], transforms: &str, bytes: &[u8]) -> String {
    let method = DIGESTS.iter().find(|(hash, _)| *hash == HASH);
    let method = method.map_or("", |(_, name)| name);
    let digest = BASE64_STANDARD.encode(HASH.digest(&[bytes]));
    let content = element("DigestMethod", &[("Algorithm", method)], "")
        + &element("DigestValue", &[], &escaped(&digest));
    element("Reference", attributes, &format!("{transforms}{content}"))
}

/// The one form of relationships that are sorted by their names, in canonical XML.
fn form(picked: &[Relationship]) -> Vec<u8> {
    let all: String = picked
        .iter()
        .map(|relationship| {
            let attributes = [
                ("Id", relationship.id.as_str()),
                ("Target", &relationship.target),
                ("TargetMode", &relationship.mode),
                ("Type", &relationship.kind),
            ];
            element("Relationship", &attributes, "")
        })
        .collect();
    element("Relationships", &[("xmlns", RELATIONS)], &all).into_bytes()
}

/// What the manifests of a signature cover.
#[derive(Default)]
pub(super) struct Covered {
    /// The parts, and of those that tell relationships the names of these.
    parts: BTreeMap<String, BTreeSet<String>>,
}

impl Covered {
    /// Checks the digests of a manifest against the package.
    ///
    /// # Errors
    ///
    /// Says which part is not as it was signed.
    pub(super) fn check(
        &mut self,
        manifest: &Element,
        package: &Package<'_>,
    ) -> Result<(), Message> {
        for reference in manifest.elements() {
            if !reference.is(DSIG, "Reference") {
                return Err(say!("its manifest holds what is not a reference"));
            }
            self.check_part(reference, package)?;
        }
        Ok(())
    }

    fn check_part(&mut self, reference: &Element, package: &Package<'_>) -> Result<(), Message> {
        let address = reference.attribute("URI").unwrap_or_default();
        let named = address
            .strip_prefix('/')
            .and_then(|rest| rest.split_once("?ContentType="));
        let (name, kind) = named.ok_or_else(|| {
            say!(
                "it covers `{address}`, which is not the address of a part",
                address
            )
        })?;
        let Some(bytes) = package.part(name) else {
            return Err(say!("the part `{name}` is no longer there", name));
        };
        if package.content_type(name) != Some(kind) {
            return Err(say!(
                "the part `{name}` is no longer of the kind it was",
                name
            ));
        }
        let transforms = transforms(reference);
        let same = match transforms.as_slice() {
            [] => has_digest(reference, bytes)?,
            [picking, canonical] if is_picking(picking) && is_canonical(canonical) => {
                let picked = picked(picking, package.relationships(name)?)?;
                let ids = picked.iter().map(|relationship| relationship.id.clone());
                let covered = self.parts.entry(name.to_ascii_lowercase()).or_default();
                covered.extend(ids);
                has_digest(reference, &form(&picked))?
            }
            [whole] if is_canonical(whole) => {
                let root = xml::parse(bytes).map_err(|fault| of(name, &fault))?;
                has_digest(reference, &canonical(&[&root]))?
            }
            _ => {
                return Err(say!(
                    "the part `{name}` was signed in a way not known here",
                    name
                ));
            }
        };
        if !same {
            return Err(say!(
                "the part `{name}` was changed after it was signed",
                name
            ));
        }
        let whole = self.parts.entry(name.to_ascii_lowercase()).or_default();
        if transforms.len() < 2 {
            // All of the part, so all that it tells.
            let all = package.relationships(name).unwrap_or_default();
            whole.extend(all.into_iter().map(|relationship| relationship.id));
        }
        Ok(())
    }

    /// Whether all parts and all relationships of a package are covered.
    pub(super) fn is_all_of(&self, package: &Package<'_>) -> bool {
        parts(package).all(|name| {
            self.parts
                .get(&name.to_ascii_lowercase())
                .is_some_and(|ids| {
                    package.content_type(name) != Some(RELATIONSHIPS_TYPE)
                        || package.relationships(name).is_ok_and(|all| {
                            all.iter()
                                .filter(|relationship| is_covered(relationship))
                                .all(|relationship| ids.contains(&relationship.id))
                        })
                })
        })
    }
}

/// The transforms of a reference.
pub(super) fn transforms(reference: &Element) -> Vec<&Element> {
    let lists = reference
        .elements()
        .filter(|element| element.is(DSIG, "Transforms"));
    lists.flat_map(Element::elements).collect()
}

/// Whether a transform is that to canonical XML.
pub(super) fn is_canonical(transform: &Element) -> bool {
    transform.attribute("Algorithm") == Some(CANONICAL) && transform.elements().next().is_none()
}

fn is_picking(transform: &Element) -> bool {
    transform.attribute("Algorithm") == Some(PICKED)
}

/// The relationships that a transform picks: by their names, or all of a kind.
fn picked(
    transform: &Element,
    relationships: Vec<Relationship>,
) -> Result<Vec<Relationship>, Message> {
    let (mut ids, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    for element in transform.elements() {
        let source = |name| element.attribute(name).unwrap_or_default();
        if element.is(PACKAGE_SIGNATURE, "RelationshipReference") {
            ids.insert(source("SourceId"));
        } else if element.is(PACKAGE_SIGNATURE, "RelationshipsGroupReference") {
            kinds.insert(source("SourceType"));
        } else {
            return Err(say!("it picks relationships in a way not known here"));
        }
    }
    let mut picked = relationships;
    picked.retain(|it| ids.contains(it.id.as_str()) || kinds.contains(it.kind.as_str()));
    picked.sort();
    Ok(picked)
}

/// Whether bytes have the digest that a reference tells.
///
/// # Errors
///
/// Says that the kind of the digest is not known, or no longer safe.
pub(super) fn has_digest(reference: &Element, bytes: &[u8]) -> Result<bool, Message> {
    let method = reference.only(DSIG, "DigestMethod");
    let method = method.and_then(|it| it.attribute("Algorithm"));
    let method = method.unwrap_or_default();
    let hash = DIGESTS.iter().find(|(_, name)| *name == method);
    let hash = hash
        .ok_or_else(|| {
            say!(
                "its digests are by `{method}`, which is not taken here",
                method
            )
        })?
        .0;
    let told = reference.only(DSIG, "DigestValue").map(Element::text);
    Ok(decoded(&told.unwrap_or_default()) == Some(hash.digest(&[bytes])))
}

/// The bytes of base64, in which there may be spaces and ends of lines.
pub(super) fn decoded(text: &str) -> Option<Vec<u8>> {
    let text: String = text.split_ascii_whitespace().collect();
    BASE64_STANDARD.decode(text).ok()
}
