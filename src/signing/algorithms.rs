//! Algorithms of signatures and digests.

use der::asn1::ObjectIdentifier;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// A digest of the family SHA-2 (FIPS 180-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    /// Of 32 bytes.
    Sha256,
    /// Of 48 bytes.
    Sha384,
    /// Of 64 bytes.
    Sha512,
}

impl Hash {
    /// Every digest.
    pub const ALL: &[Self] = &[Self::Sha256, Self::Sha384, Self::Sha512];

    /// The digest of the pieces, one after the other.
    #[must_use]
    pub fn digest(self, pieces: &[&[u8]]) -> Vec<u8> {
        fn of<D: Digest>(pieces: &[&[u8]]) -> Vec<u8> {
            let mut digest = D::new();
            pieces.iter().for_each(|piece| digest.update(piece));
            digest.finalize().to_vec()
        }
        match self {
            Self::Sha256 => of::<Sha256>(pieces),
            Self::Sha384 => of::<Sha384>(pieces),
            Self::Sha512 => of::<Sha512>(pieces),
        }
    }

    /// The name in ASN.1 (RFC 5754, 2).
    #[must_use]
    pub const fn oid(self) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(match self {
            Self::Sha256 => "2.16.840.1.101.3.4.2.1",
            Self::Sha384 => "2.16.840.1.101.3.4.2.2",
            Self::Sha512 => "2.16.840.1.101.3.4.2.3",
        })
    }

    /// The digest of a name in ASN.1.
    #[must_use]
    pub fn of_oid(oid: ObjectIdentifier) -> Option<Self> {
        Self::ALL.iter().copied().find(|hash| hash.oid() == oid)
    }
}

/// How a signature is made of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA (FIPS 186-5) on the curve of the key.
    Ecdsa(Hash),
    /// RSASSA-PKCS1-v1_5 (RFC 8017, 8.2).
    Rsa(Hash),
    /// RSASSA-PSS (RFC 8017, 8.1), with the same digest for the mask and a salt of so many bytes.
    RsaPss(Hash, usize),
}

/// In which form the two numbers of an ECDSA signature stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As a sequence of ASN.1, as in CMS (RFC 3279, 2.2.3).
    Der,
    /// One after the other, each as long as the order of the curve, as in XML (RFC 4050, 3.3).
    Raw,
}
