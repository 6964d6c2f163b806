//! Opening a key: whose it is, that it signs, and what is wrong with those that do not.

use std::fs;

use aktas::signing::algorithms::{Algorithm, Form, Hash};
use aktas::signing::{Certificate, Seal};

use super::{PASSWORD, file, open, seal};

fn refused(name: &str) -> String {
    open(name).err().expect("a file that is no seal")
}

#[test]
fn tells_whose_it_is() {
    let seal = seal("p256.p12");
    let certificate = seal.certificate();
    assert_eq!(certificate.subject(), "Rūta Žemaitienė");
    assert_eq!(certificate.issuer(), "Pavyzdžio sertifikatai");
    let validity = [certificate.valid_from(), certificate.valid_until()];
    let validity = validity.map(|time| time.to_rfc3339());
    assert_eq!(
        validity,
        ["2020-01-01T00:00:00+00:00", "2099-12-31T23:59:59+00:00"]
    );
    let chain: Vec<String> = seal.chain().iter().map(Certificate::subject).collect();
    assert_eq!(chain, ["Pavyzdžio sertifikatai"]);
}

#[test]
fn a_certificate_that_issued_itself_has_no_chain() {
    assert!(seal("p384.p12").chain().is_empty());
}

#[test]
fn signs_what_its_certificate_confirms() {
    for (name, algorithm, raw) in [
        ("p256.p12", Algorithm::Ecdsa(Hash::Sha256), 64),
        ("p384.p12", Algorithm::Ecdsa(Hash::Sha384), 96),
        ("legacy.p12", Algorithm::Ecdsa(Hash::Sha256), 64),
        ("rsa.p12", Algorithm::Rsa(Hash::Sha256), 256),
        ("rsa3072.p12", Algorithm::Rsa(Hash::Sha256), 384),
    ] {
        let seal = seal(name);
        assert_eq!(seal.algorithm(), algorithm);
        for form in [Form::Der, Form::Raw] {
            let signed = |message: &[u8], signature: &[u8]| {
                let certificate = seal.certificate();
                certificate.has_signed(message, signature, algorithm, form)
            };
            let mut signature = seal.sign(b"sutarta", form).expect("a signature");
            let has_length = form == Form::Raw || name.starts_with("rsa");
            assert_eq!(has_length, signature.len() == raw, "{name} {form:?}");
            assert_eq!(signed(b"sutarta", &signature), Ok(true), "{name} {form:?}");
            assert_eq!(signed(b"nesutarta", &signature), Ok(false));
            *signature.last_mut().expect("a byte") ^= 1;
            assert_eq!(signed(b"sutarta", &signature), Ok(false));
            assert_eq!(signed(b"sutarta", b""), Ok(false));
        }
    }
}

#[test]
fn a_wrong_password_is_told() {
    let bytes = fs::read(file("p256.p12")).unwrap();
    for password in ["", "slaptas zodis", "slaptas žodis\n"] {
        let told = Seal::open(&bytes, password)
            .err()
            .expect("a wrong password");
        assert_eq!(told.to_string(), "the password is wrong");
    }
}

#[test]
fn what_cannot_sign_is_told() {
    let table = [
        ("certificates.p12", "the file has no private key"),
        ("key.p12", "the file has no certificate of its private key"),
        (
            "server.p12",
            "the certificate of `biblioteka.example` is not for signatures",
        ),
        ("seals.sh", "the file is damaged, or is not of PKCS#12"),
    ];
    for (name, told) in table {
        assert_eq!(refused(name), told);
    }
    assert!(refused("curve.p12").starts_with("the private key is of a kind"));
}

#[test]
fn several_keys_are_told() {
    use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
    let mut both = KeyStore::new();
    for name in ["p256.p12", "p384.p12"] {
        let bytes = fs::read(file(name)).unwrap();
        let one = KeyStore::from_pkcs12(&bytes, PASSWORD, Pkcs12ImportPolicy::Strict);
        let one = one.expect("a key store");
        one.entries()
            .for_each(|(_, entry)| both.add_entry(name, entry.clone()));
    }
    let bytes = both.writer(PASSWORD).write().expect("a file");
    let told = Seal::open(&bytes, PASSWORD).err().expect("too many keys");
    assert_eq!(
        told.to_string(),
        "the file has 2 private keys, one is wanted"
    );
}

#[test]
fn a_damaged_file_is_told() {
    let bytes = fs::read(file("p256.p12")).unwrap();
    for at in (0..bytes.len()).step_by(7) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x20;
        if let Ok(seal) = Seal::open(&damaged, PASSWORD) {
            // What is damaged may be a thing that nobody needs, such as a name of the key.
            seal.sign(b"sutarta", Form::Der).expect("a sound key");
        }
    }
    assert!(Seal::open(&bytes[..bytes.len() / 2], PASSWORD).is_err());
}
