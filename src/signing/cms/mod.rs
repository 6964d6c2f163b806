//! CMS (RFC 5652): a signature with its certificates, detached from what it signs, in the profile
//! of PAdES (ETSI EN 319 142-1, baseline B-B; the attributes are those of EN 319 122-1).
//!
//! [`sign()`] makes one, [`check()`] tells whether one is intact.

mod check;
mod ess;

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{ObjectIdentifier, OctetString, SetOfVec};
use der::{Any, Encode};
use x509_cert::attr::{Attribute, Attributes};
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::algorithms::{Algorithm, Form, Hash};
use super::{Certificate, Seal};
use crate::diagnostics::{Message, say};

pub use check::{Checked, check};
use ess::SigningCertificateV2;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
/// RSA with the digest that is named beside it (RFC 3370, 3.2).
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");

/// The names of RSASSA-PKCS1-v1_5 with each digest (RFC 5754, 3.2).
const RSA_WITH: [(ObjectIdentifier, Hash); 3] = [
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11"),
        Hash::Sha256,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12"),
        Hash::Sha384,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13"),
        Hash::Sha512,
    ),
];

/// The names of ECDSA with each digest (RFC 5758, 3.2).
const ECDSA: [(ObjectIdentifier, Hash); 3] = [
    (
        ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2"),
        Hash::Sha256,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3"),
        Hash::Sha384,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4"),
        Hash::Sha512,
    ),
];

/// Signs the pieces, one after the other, and returns the CMS in DER.
///
/// It does not say when it was made: in a PDF, the file does (EN 319 142-1, table 1).
///
/// # Errors
///
/// Says that the key does not work.
pub fn sign(pieces: &[&[u8]], seal: &Seal) -> Result<Vec<u8>, Message> {
    let (hash, algorithm) = named(seal.algorithm())?;
    let attributes = attributes(&hash.digest(pieces), seal.certificate()).map_err(unwritable)?;
    let signature = seal.sign(&attributes.to_der().map_err(unwritable)?, Form::Der)?;
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(issuer_and_number(seal.certificate())),
        digest_alg: plain(hash.oid()),
        signed_attrs: Some(attributes),
        signature_algorithm: algorithm,
        signature: OctetString::new(signature).map_err(unwritable)?,
        unsigned_attrs: None,
    };
    written(seal, hash, signer).map_err(unwritable)
}

/// The structure around a signature.
fn written(seal: &Seal, hash: Hash, signer: SignerInfo) -> der::Result<Vec<u8>> {
    let certificates = std::iter::once(seal.certificate()).chain(seal.chain());
    let certificates: Vec<_> = certificates
        .map(|one| CertificateChoices::Certificate(one.parsed().clone()))
        .collect();
    let data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![plain(hash.oid())])?,
        encap_content_info: EncapsulatedContentInfo {
            econtent_type: DATA,
            econtent: None,
        },
        certificates: Some(CertificateSet::try_from(certificates)?),
        crls: None,
        signer_infos: SignerInfos::try_from(vec![signer])?,
    };
    let info = ContentInfo {
        content_type: SIGNED_DATA,
        content: Any::encode_from(&data)?,
    };
    info.to_der()
}

/// What is signed: that it is data, its digest, and with which certificate (so that no other one
/// of the same key can stand in for it).
fn attributes(digest: &[u8], certificate: &Certificate) -> der::Result<Attributes> {
    let attribute = |oid, value| {
        let values = SetOfVec::try_from(vec![value])?;
        der::Result::Ok(Attribute { oid, values })
    };
    SetOfVec::try_from(vec![
        attribute(CONTENT_TYPE, Any::encode_from(&DATA)?)?,
        attribute(
            MESSAGE_DIGEST,
            Any::encode_from(&OctetString::new(digest)?)?,
        )?,
        attribute(
            SIGNING_CERTIFICATE_V2,
            Any::encode_from(&SigningCertificateV2::of(certificate)?)?,
        )?,
    ])
}

/// How an algorithm is named, and the digest that it takes.
fn named(algorithm: Algorithm) -> Result<(Hash, AlgorithmIdentifierOwned), Message> {
    let name = |names: &[(ObjectIdentifier, Hash)], hash| {
        let mut names = names.iter();
        names.find(|(_, of)| *of == hash).map(|(oid, _)| *oid)
    };
    let named = match algorithm {
        Algorithm::Ecdsa(hash) => name(&ECDSA, hash).map(|oid| (hash, plain(oid))),
        // Its parameters are there, and null (RFC 4055, 5).
        Algorithm::Rsa(hash) => name(&RSA_WITH, hash).map(|oid| {
            let parameters = Some(Any::null());
            (hash, AlgorithmIdentifierOwned { oid, parameters })
        }),
        // No seal signs so.
        Algorithm::RsaPss(..) => None,
    };
    named.ok_or_else(|| say!("the private key does not work"))
}

fn plain(oid: ObjectIdentifier) -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned {
        oid,
        parameters: None,
    }
}

fn issuer_and_number(certificate: &Certificate) -> IssuerAndSerialNumber {
    let certificate = certificate.parsed().tbs_certificate();
    IssuerAndSerialNumber {
        issuer: certificate.issuer().clone(),
        serial_number: certificate.serial_number().clone(),
    }
}

fn unwritable(error: der::Error) -> Message {
    say!(
        "the signature cannot be written: {error}",
        error = error.to_string()
    )
}
