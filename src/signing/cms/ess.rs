//! Which certificate a signature was made with (RFC 5035): part of what is signed.

use der::asn1::OctetString;
use der::{Any, Sequence};
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::Hash;
use crate::signing::Certificate;

/// The attribute `signing-certificate-v2` (RFC 5035, 3).
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(super) struct SigningCertificateV2 {
    certificates: Vec<CertificateId>,
    #[asn1(optional = "true")]
    policies: Option<Any>,
}

/// A certificate by its digest (RFC 5035, 4). A digest that is not named is SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
struct CertificateId {
    #[asn1(optional = "true")]
    hash: Option<AlgorithmIdentifierOwned>,
    digest: OctetString,
    #[asn1(optional = "true")]
    issuer_serial: Option<Any>,
}

impl SigningCertificateV2 {
    /// Names a certificate.
    pub(super) fn of(certificate: &Certificate) -> der::Result<Self> {
        let id = CertificateId {
            hash: None,
            digest: OctetString::new(Hash::Sha256.digest(&[certificate.der()]))?,
            issuer_serial: None,
        };
        Ok(Self {
            certificates: vec![id],
            policies: None,
        })
    }

    /// Whether the first certificate that is named, which is the signer's, is this one.
    pub(super) fn is(&self, certificate: &Certificate) -> bool {
        self.certificates.first().is_some_and(|id| {
            let hash = id.hash.as_ref();
            let hash = hash.map_or(Some(Hash::Sha256), |hash| Hash::of_oid(hash.oid));
            hash.is_some_and(|hash| hash.digest(&[certificate.der()]) == id.digest.as_bytes())
        })
    }
}
