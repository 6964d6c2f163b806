//! Signatures that openssl made, in the ways that programs of others sign.

use std::fs;

use aktas::signing::Certificate;
use aktas::signing::cms::{Checked, check};

use super::file;

const SIGNED: &[u8] = b"sutarta";

/// The signatures, and who made them.
const MADE: &[(&str, &str)] = &[
    // RSASSA-PKCS1-v1_5 of the content itself, and of attributes with another digest.
    ("plain.cms", "Jonas Ramanauskas"),
    ("sha512.cms", "Jonas Ramanauskas"),
    // RSASSA-PSS, with a salt as long as the digest, and with a shorter one.
    ("pss.cms", "Jonas Ramanauskas"),
    ("pss512.cms", "Jonas Ramanauskas"),
    // ECDSA, with the certificate named by its key.
    ("subject.cms", "Ąžuolas Šileikis"),
];

fn bytes(name: &str) -> Vec<u8> {
    fs::read(file(name)).unwrap()
}

fn fault(checked: Checked) -> String {
    checked.fault.expect("a fault").to_string()
}

#[test]
fn signatures_of_others_hold() {
    for (name, signer) in MADE {
        let Checked { certificate, fault } = check(&bytes(name), &[b"su", b"tarta"]);
        assert_eq!(fault, None, "{name}");
        assert_eq!(
            certificate.as_ref().map(Certificate::subject).as_deref(),
            Some(*signer)
        );
    }
}

#[test]
fn signatures_of_others_are_of_one_content() {
    for (name, _) in MADE {
        let told = fault(check(&bytes(name), &[b"nesutarta"]));
        assert_eq!(told, "what was signed is not what is there", "{name}");
    }
}

/// The signature itself stands last.
#[test]
fn a_changed_signature_of_others_does_not_hold() {
    for (name, _) in MADE {
        let whole = bytes(name);
        for back in [1, 20, 60] {
            let mut other = whole.clone();
            let at = other.len() - back;
            other[at] ^= 1;
            assert!(
                check(&other, &[SIGNED]).fault.is_some(),
                "{name}, {back} from the end"
            );
        }
    }
}

/// What says how PSS was made is not signed: it must fit the signature.
#[test]
fn another_salt_of_pss_does_not_hold() {
    let whole = bytes("pss.cms");
    // `[2] INTEGER 32` (RFC 4055, 3.1).
    let salt = [0xa2, 3, 2, 1, 32];
    let at = whole
        .windows(salt.len())
        .rposition(|it| it == salt)
        .unwrap();
    for length in [0, 20, 31, 33, 64] {
        let mut other = whole.clone();
        other[at + 4] = length;
        let told = fault(check(&other, &[SIGNED]));
        assert_eq!(told, "the signature is not of the key of its certificate");
    }
}

#[test]
fn a_mask_of_another_digest_is_told() {
    let told = fault(check(&bytes("mask.cms"), &[SIGNED]));
    assert_eq!(
        told,
        "the signature is of a kind that cannot be checked here"
    );
}
