//! What a package holds of a signature, and whether it is intact: the digest of everything that is
//! signed is made again, and the signature is checked with the certificate that is told in it.
//!
//! Only what the signature covers is taken from it: a time or a place to sign that somebody wrote
//! beside it says nothing.

use chrono::{DateTime, Utc};

use super::canonical::canonical;
use super::manifest::{Covered, decoded, has_digest, is_canonical, transforms};
use super::package::Package;
use super::xml::{self, Element};
use super::{CANONICAL, DSIG, METHODS, OFFICE, PACKAGE_SIGNATURE, XADES};
use crate::diagnostics::{Message, say};
use crate::signing::algorithms::Form;
use crate::signing::{Certificate, Signature};

/// A signature as it was found.
#[derive(Default)]
pub(super) struct Found {
    /// Whose it is; not more than what the signature says if it is not intact.
    pub(super) certificate: Option<Certificate>,
    /// Why it is not intact.
    pub(super) fault: Option<Message>,
    /// The identity of the line whose place it takes; empty if it takes none.
    pub(super) line: String,
    at: Option<DateTime<Utc>>,
    whole: bool,
}

impl Found {
    /// Reads and checks the signature in a part.
    pub(super) fn check(package: &Package<'_>, name: &str) -> Self {
        let mut found = Self::default();
        let part = package.part(name);
        let part = part.ok_or_else(|| say!("the part `{name}` is not there", name));
        let read = part
            .and_then(xml::parse)
            .and_then(|root| found.read(package, &root));
        found.fault = read.err();
        found
    }

    /// What there is to tell of it.
    pub(super) fn told(&self) -> Signature {
        let name = |of: fn(&Certificate) -> String| {
            let certificate = self.certificate.as_ref();
            certificate.map(of).unwrap_or_default()
        };
        Signature {
            signer: name(Certificate::subject),
            issuer: name(Certificate::issuer),
            at: self.at,
            intact: self.fault.is_none(),
            whole: self.whole && self.fault.is_none(),
            revision: None,
            fault: self.fault.clone(),
        }
    }

    fn read(&mut self, package: &Package<'_>, root: &Element) -> Result<(), Message> {
        let info = root.only(DSIG, "SignedInfo");
        let (true, Some(info)) = (root.is(DSIG, "Signature"), info) else {
            return Err(say!("it is not a signature"));
        };
        let certificates = certificates(root);
        self.certificate = certificates.first().cloned();
        let signed = signed(root, info)?;
        let objects = || {
            let ways = signed.iter().filter_map(|way| way.last().copied());
            ways.filter(|element| element.is(DSIG, "Object"))
        };
        let properties = signed
            .iter()
            .filter_map(|way| way.last().copied())
            .find(|element| element.is(XADES, "SignedProperties"));
        self.certificate = Some(chosen(certificates, properties)?);
        self.at = properties
            .and_then(|it| first(it, XADES, "SigningTime"))
            .or_else(|| {
                objects()
                    .find_map(|object| first(object, PACKAGE_SIGNATURE, "SignatureTime"))
                    .and_then(|time| time.only(PACKAGE_SIGNATURE, "Value"))
            })
            .and_then(|element| time(&element.text()));
        let line = objects().find_map(|object| first(object, OFFICE, "SetupID"));
        self.line = line.map(Element::text).unwrap_or_default();
        self.check_key(root, info)?;
        let manifests = objects().flat_map(Element::elements);
        let mut manifests = manifests.filter(|it| it.is(DSIG, "Manifest")).peekable();
        if manifests.peek().is_none() {
            return Err(say!("it covers no part"));
        }
        let mut covered = Covered::default();
        for manifest in manifests {
            covered.check(manifest, package)?;
        }
        self.whole = covered.is_all_of(package);
        Ok(())
    }

    /// Checks that the signature is one of the certificate's key.
    fn check_key(&self, root: &Element, info: &Element) -> Result<(), Message> {
        let algorithm = |name| {
            let method = info.only(DSIG, name);
            let algorithm = method.and_then(|it| it.attribute("Algorithm"));
            algorithm.unwrap_or_default().to_owned()
        };
        let unknown = |method| say!("it is made by `{method}`, which is not taken here", method);
        let form = algorithm("CanonicalizationMethod");
        if form != CANONICAL {
            return Err(unknown(form));
        }
        let method = algorithm("SignatureMethod");
        let known = METHODS.iter().find(|(_, name)| *name == method);
        let method = known.ok_or_else(|| unknown(method))?.0;
        let value = root.only(DSIG, "SignatureValue").map(Element::text);
        let value = value.and_then(|value| decoded(&value)).unwrap_or_default();
        let message = canonical(&[root, info]);
        let certificate = self.certificate.as_ref();
        match certificate.map(|it| it.has_signed(&message, &value, method, Form::Raw)) {
            Some(Ok(true)) => Ok(()),
            Some(Err(fault)) => Err(fault),
            _ => Err(say!("it is not made with the key of its certificate")),
        }
    }
}

/// The ways to what is signed within the signature, whose digests are checked.
fn signed<'a>(root: &'a Element, info: &Element) -> Result<Vec<Vec<&'a Element>>, Message> {
    let references = info.elements().filter(|it| it.is(DSIG, "Reference"));
    references
        .map(|reference| {
            let address = reference.attribute("URI").unwrap_or_default();
            let ways = address.strip_prefix('#').map(|id| root.ways_to(id));
            // What has a name twice could be shown instead of what was signed.
            let way = ways
                .filter(|ways| ways.len() == 1)
                .and_then(|mut it| it.pop());
            let way =
                way.ok_or_else(|| say!("what it signs as `{address}` is not there", address))?;
            if !transforms(reference).into_iter().all(is_canonical) {
                return Err(say!(
                    "what it signs as `{address}` has a form not known here",
                    address
                ));
            }
            if !has_digest(reference, &canonical(&way))? {
                return Err(say!("what it says of itself was changed after it was made"));
            }
            Ok(way)
        })
        .collect()
}

/// The certificates beside the signature that can be read.
fn certificates(root: &Element) -> Vec<Certificate> {
    let data = root.only(DSIG, "KeyInfo").into_iter();
    let data = data.flat_map(Element::elements);
    let data = data.filter(|it| it.is(DSIG, "X509Data"));
    let certificates = data.flat_map(Element::elements);
    certificates
        .filter(|it| it.is(DSIG, "X509Certificate"))
        .filter_map(|it| Certificate::read(&decoded(&it.text())?).ok())
        .collect()
}

/// The certificate that the signature says is the signer's, else the first.
fn chosen(
    certificates: Vec<Certificate>,
    properties: Option<&Element>,
) -> Result<Certificate, Message> {
    let stated = properties
        .and_then(|it| {
            first(it, XADES, "SigningCertificate").or(first(it, XADES, "SigningCertificateV2"))
        })
        .and_then(|it| it.elements().next())
        .and_then(|it| it.only(XADES, "CertDigest"));
    for certificate in certificates {
        match stated {
            Some(digest) if !has_digest(digest, certificate.der())? => {}
            _ => return Ok(certificate),
        }
    }
    Err(say!("it has no certificate of who signed"))
}

/// The first element of that name, however deep.
fn first<'a>(within: &'a Element, namespace: &str, name: &str) -> Option<&'a Element> {
    within.elements().find_map(|element| {
        let this = element.is(namespace, name).then_some(element);
        this.or_else(|| first(element, namespace, name))
    })
}

/// A time of XML Schema with its offset.
fn time(text: &str) -> Option<DateTime<Utc>> {
    let time = DateTime::parse_from_rfc3339(text.trim()).ok()?;
    Some(time.with_timezone(&Utc))
}
