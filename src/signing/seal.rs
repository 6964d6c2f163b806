//! The seal: a private key and its certificates, from a PKCS#12 file (RFC 7292).

use p12_keystore::Pkcs12Archive;
use p12_keystore::error::Error;
use p256::ecdsa::signature::Signer;
use p256::pkcs8::{DecodePrivateKey, DecodePublicKey};
use rsa::pkcs1v15;
use rsa::signature::{RandomizedSigner, SignatureEncoding};
use rsa::traits::PublicKeyParts;
use sha2::Sha256;

use super::Certificate;
use super::algorithms::{Algorithm, Form, Hash};
use crate::diagnostics::{Message, say};

/// What somebody signs with.
pub struct Seal {
    key: Key,
    certificate: Certificate,
    chain: Vec<Certificate>,
}

/// A private key.
enum Key {
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    Rsa(Box<rsa::PrivateKey>),
}

/// The least length of an RSA key in bytes that is sound (ETSI TS 119 312, 6.2): 2048 bits.
const LEAST_RSA: usize = 256;

impl Seal {
    /// Opens a PKCS#12 file (`.p12`, `.pfx`).
    ///
    /// # Errors
    ///
    /// Says what is wrong: the password, the file, the key (none, several, one that cannot sign
    /// here), or its certificate (none, one that is not for signing).
    pub fn open(bytes: &[u8], password: &str) -> Result<Self, Message> {
        let archive = Pkcs12Archive::from_pkcs12(bytes, password).map_err(|error| told(&error))?;
        let key = match archive.keys.as_slice() {
            [one] => Key::read(one.key.as_der())?,
            [] => return Err(say!("the file has no private key")),
            several => {
                return Err(say!(
                    "the file has {count} private keys, one is wanted",
                    count = several.len()
                ));
            }
        };
        let certificates = archive.certs.iter();
        let mut certificates = certificates
            .map(|bag| Certificate::read(bag.cert.as_der()))
            .collect::<Result<Vec<_>, _>>()?;
        let own = certificates.iter().position(|one| key.is_of(one));
        let own = own.ok_or_else(|| say!("the file has no certificate of its private key"))?;
        let certificate = certificates.swap_remove(own);
        if !certificate.may_sign() {
            return Err(say!(
                "the certificate of `{signer}` is not for signatures",
                signer = certificate.subject()
            ));
        }
        let chain = chain(&certificate, certificates);
        Ok(Self {
            key,
            certificate,
            chain,
        })
    }

    /// The certificate of the key.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The certificates above it that the file has, each of the issuer of the one before.
    #[must_use]
    pub fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    /// How it signs.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        match self.key {
            Key::P256(_) => Algorithm::Ecdsa(Hash::Sha256),
            Key::P384(_) => Algorithm::Ecdsa(Hash::Sha384),
            Key::Rsa(_) => Algorithm::Rsa(Hash::Sha256),
        }
    }

    /// Signs a message, by [`Seal::algorithm`].
    ///
    /// The same message gets the same signature (RFC 6979; RFC 8017, 8.2). A signature of RSA has
    /// only one form.
    ///
    /// # Errors
    ///
    /// Says that the key does not work.
    pub fn sign(&self, message: &[u8], form: Form) -> Result<Vec<u8>, Message> {
        let signature = match &self.key {
            Key::P256(key) => {
                let signature: Result<p256::ecdsa::Signature, _> = key.try_sign(message);
                signature.map(|it| match form {
                    Form::Der => it.to_der().as_bytes().to_vec(),
                    Form::Raw => it.to_vec(),
                })
            }
            Key::P384(key) => {
                let signature: Result<p384::ecdsa::Signature, _> = key.try_sign(message);
                signature.map(|it| match form {
                    Form::Der => it.to_der().as_bytes().to_vec(),
                    Form::Raw => it.to_vec(),
                })
            }
            Key::Rsa(key) => {
                let key = pkcs1v15::SigningKey::<Sha256>::new(key.as_ref().clone());
                // Chance only hides from others on the machine how the key is used.
                let signature = key.try_sign_with_rng(&mut p12_keystore::rand::rng(), message);
                signature.map(|it| it.to_vec())
            }
        };
        let signature = signature.map_err(|_| say!("the private key does not work"))?;
        // A fault of the machine must not become a signature that gives the key away.
        match self
            .certificate
            .has_signed(message, &signature, self.algorithm(), form)
        {
            Ok(true) => Ok(signature),
            _ => Err(say!("the private key does not work")),
        }
    }
}

impl Key {
    /// Reads a key in PKCS#8 (RFC 5958).
    fn read(der: &[u8]) -> Result<Self, Message> {
        if let Ok(key) = p256::ecdsa::SigningKey::from_pkcs8_der(der) {
            return Ok(Self::P256(key));
        }
        if let Ok(key) = p384::ecdsa::SigningKey::from_pkcs8_der(der) {
            return Ok(Self::P384(key));
        }
        let rsa = rsa::PrivateKey::from_pkcs8_der(der).ok();
        let rsa = rsa.filter(|key| key.size() >= LEAST_RSA);
        rsa.map(|key| Self::Rsa(Box::new(key))).ok_or_else(|| {
            say!(
                "the private key is of a kind that cannot sign here; it must be an RSA key of at \
                 least 2048 bits, or an ECDSA key of the curve P-256 or P-384"
            )
        })
    }

    /// Whether the certificate is that of this key.
    fn is_of(&self, certificate: &Certificate) -> bool {
        let Some(public) = certificate.public_key() else {
            return false;
        };
        match self {
            Self::P256(key) => p256::ecdsa::VerifyingKey::from_public_key_der(&public)
                .is_ok_and(|public| public == *key.verifying_key()),
            Self::P384(key) => p384::ecdsa::VerifyingKey::from_public_key_der(&public)
                .is_ok_and(|public| public == *key.verifying_key()),
            Self::Rsa(key) => rsa::PublicKey::from_public_key_der(&public)
                .is_ok_and(|public| public == *key.as_public_key()),
        }
    }
}

/// The certificates from that of the issuer up, as far as there are any.
fn chain(certificate: &Certificate, mut others: Vec<Certificate>) -> Vec<Certificate> {
    let mut chain: Vec<Certificate> = Vec::new();
    loop {
        let last = chain.last().unwrap_or(certificate);
        if last.is_issued_by(last) {
            return chain;
        }
        let Some(next) = others.iter().position(|other| last.is_issued_by(other)) else {
            return chain;
        };
        chain.push(others.swap_remove(next));
    }
}

/// What an error of the library means to who has the file.
fn told(error: &Error) -> Message {
    match error {
        // A file without a seal of its own tells a wrong password only by what comes out.
        Error::MacError(_) | Error::UnpadError | Error::Pkcs5Error(_) => {
            say!("the password is wrong")
        }
        Error::UnsupportedEncryptionScheme | Error::UnsupportedMacAlgorithm => say!(
            "the file is encrypted in a way that is not known here; write it anew by \
             `openssl pkcs12`, with AES-256"
        ),
        Error::UnsupportedCertificateType => {
            say!("the file has a certificate that is not of X.509")
        }
        Error::InvalidParameters => say!("the file asks for more work than is sound"),
        _ => say!("the file is damaged, or is not of PKCS#12"),
    }
}
