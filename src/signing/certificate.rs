//! Certificates (X.509, RFC 5280): whose key it is, from when to when, and whether a signature was
//! made with it.

use chrono::{DateTime, Utc};
use der::{Decode, Encode};
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::pkcs8::DecodePublicKey;
use sha2::{Sha256, Sha384, Sha512};
use x509_cert::ext::pkix::KeyUsage;
use x509_cert::name::Name;
use x509_cert::time::Time;

use super::algorithms::{Algorithm, Form, Hash};
use crate::diagnostics::{Message, say};

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    parsed: x509_cert::Certificate,
}

impl Certificate {
    /// Reads a certificate in DER.
    ///
    /// # Errors
    ///
    /// Says that it is none, or is not encoded as RFC 5280 wants: what is written into a file must
    /// be the same bytes that the issuer signed.
    pub fn read(der: &[u8]) -> Result<Self, Message> {
        let parsed = x509_cert::Certificate::from_der(der);
        match parsed {
            Ok(parsed) if parsed.to_der().is_ok_and(|again| again == der) => Ok(Self {
                der: der.to_vec(),
                parsed,
            }),
            _ => Err(say!("the certificate cannot be read")),
        }
    }

    /// The certificate in DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The structure of the certificate.
    pub(super) fn parsed(&self) -> &x509_cert::Certificate {
        &self.parsed
    }

    /// Whose key it is: the common name of the subject, else the organisation, else all of it.
    #[must_use]
    pub fn subject(&self) -> String {
        name(self.parsed.tbs_certificate().subject())
    }

    /// Who says so, in the same way.
    #[must_use]
    pub fn issuer(&self) -> String {
        name(self.parsed.tbs_certificate().issuer())
    }

    /// Since when it is valid.
    #[must_use]
    pub fn valid_from(&self) -> DateTime<Utc> {
        time(self.parsed.tbs_certificate().validity().not_before)
    }

    /// Until when it is valid.
    #[must_use]
    pub fn valid_until(&self) -> DateTime<Utc> {
        time(self.parsed.tbs_certificate().validity().not_after)
    }

    /// Says why it is not valid at a time, if it is not.
    pub fn valid_at(&self, at: DateTime<Utc>) -> Result<(), Message> {
        let signer = self.subject();
        let day = |time: DateTime<Utc>| time.format("%Y-%m-%d").to_string();
        if at < self.valid_from() {
            let from = day(self.valid_from());
            return Err(say!(
                "the certificate of `{signer}` is not valid before {from}",
                signer,
                from
            ));
        }
        if at > self.valid_until() {
            let until = day(self.valid_until());
            return Err(say!(
                "the certificate of `{signer}` was valid until {until}",
                signer,
                until
            ));
        }
        Ok(())
    }

    /// Whether its issuer allows to sign with it (RFC 5280, 4.2.1.3). One that does not say what
    /// the key is for allows everything.
    #[must_use]
    pub fn may_sign(&self) -> bool {
        let usage = self.parsed.tbs_certificate().get_extension::<KeyUsage>();
        match usage {
            Ok(None) => true,
            Ok(Some((_, usage))) => usage.digital_signature() || usage.non_repudiation(),
            Err(_) => false,
        }
    }

    /// Whether `other` is of the institution that issued this certificate, by the names.
    pub(super) fn is_issued_by(&self, other: &Self) -> bool {
        self.parsed.tbs_certificate().issuer() == other.parsed.tbs_certificate().subject()
    }

    /// The public key, as the certificate has it (`SubjectPublicKeyInfo`).
    pub(super) fn public_key(&self) -> Option<Vec<u8>> {
        let tbs = self.parsed.tbs_certificate();
        tbs.subject_public_key_info().to_der().ok()
    }

    /// Whether the signature of the message was made with the key of the certificate.
    ///
    /// # Errors
    ///
    /// Says that the key is of a kind that cannot be checked here.
    pub fn has_signed(
        &self,
        message: &[u8],
        signature: &[u8],
        algorithm: Algorithm,
        form: Form,
    ) -> Result<bool, Message> {
        let unknown =
            || say!("the key of the certificate is of a kind that cannot be checked here");
        let key = self.public_key().ok_or_else(unknown)?;
        match algorithm {
            Algorithm::Ecdsa(hash) => ecdsa(&key, &hash.digest(&[message]), signature, form),
            Algorithm::Rsa(hash) => rsa::PublicKey::from_public_key_der(&key)
                .ok()
                .map(|key| pkcs1(key, hash, &hash.digest(&[message]), signature)),
            Algorithm::RsaPss(hash, salt) => {
                let digest = hash.digest(&[message]);
                rsa::PublicKey::from_public_key_der(&key)
                    .ok()
                    .map(|key| pss(key, hash, salt, &digest, signature))
            }
        }
        .ok_or_else(unknown)
    }
}

/// Checks a signature of ECDSA; `None` if the key is on another curve.
fn ecdsa(key: &[u8], digest: &[u8], signature: &[u8], form: Form) -> Option<bool> {
    if let Ok(key) = p256::ecdsa::VerifyingKey::from_public_key_der(key) {
        let signature = match form {
            Form::Der => p256::ecdsa::Signature::from_der(signature),
            Form::Raw => p256::ecdsa::Signature::from_slice(signature),
        };
        return Some(signature.is_ok_and(|it| key.verify_prehash(digest, &it).is_ok()));
    }
    let key = p384::ecdsa::VerifyingKey::from_public_key_der(key).ok()?;
    let signature = match form {
        Form::Der => p384::ecdsa::Signature::from_der(signature),
        Form::Raw => p384::ecdsa::Signature::from_slice(signature),
    };
    Some(signature.is_ok_and(|it| key.verify_prehash(digest, &it).is_ok()))
}

/// Checks a signature of RSASSA-PKCS1-v1_5.
fn pkcs1(key: rsa::PublicKey, hash: Hash, digest: &[u8], signature: &[u8]) -> bool {
    use rsa::pkcs1v15::{Signature, VerifyingKey};
    let Ok(signature) = Signature::try_from(signature) else {
        return false;
    };
    match hash {
        Hash::Sha256 => VerifyingKey::<Sha256>::new(key).verify_prehash(digest, &signature),
        Hash::Sha384 => VerifyingKey::<Sha384>::new(key).verify_prehash(digest, &signature),
        Hash::Sha512 => VerifyingKey::<Sha512>::new(key).verify_prehash(digest, &signature),
    }
    .is_ok()
}

/// Checks a signature of RSASSA-PSS.
fn pss(key: rsa::PublicKey, hash: Hash, salt: usize, digest: &[u8], signature: &[u8]) -> bool {
    use rsa::pss::{Signature, VerifyingKey};
    let Ok(signature) = Signature::try_from(signature) else {
        return false;
    };
    match hash {
        Hash::Sha256 => {
            VerifyingKey::<Sha256>::new_with_salt_len(key, salt).verify_prehash(digest, &signature)
        }
        Hash::Sha384 => {
            VerifyingKey::<Sha384>::new_with_salt_len(key, salt).verify_prehash(digest, &signature)
        }
        Hash::Sha512 => {
            VerifyingKey::<Sha512>::new_with_salt_len(key, salt).verify_prehash(digest, &signature)
        }
    }
    .is_ok()
}

fn name(name: &Name) -> String {
    let common = name.common_name().ok().flatten();
    let found = common.or_else(|| name.organization().ok().flatten());
    found.map_or_else(|| name.to_string(), |found| found.value().into_owned())
}

fn time(time: Time) -> DateTime<Utc> {
    let seconds = time.to_unix_duration().as_secs() as i64;
    // RFC 5280 has no years above 9999, chrono has many more.
    DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
