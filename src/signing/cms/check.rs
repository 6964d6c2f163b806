//! Whether a signature is intact.

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{ObjectIdentifier, OctetString};
use der::{Any, Decode, DecodeValue, Encode, FixedTag, Reader, SliceReader};
use rsa::pkcs1::RsaPssParams;
use x509_cert::attr::Attributes;
use x509_cert::ext::pkix::SubjectKeyIdentifier;

use super::ess::SigningCertificateV2;
use super::{
    CONTENT_TYPE, DATA, ECDSA, MESSAGE_DIGEST, RSA, RSA_PSS, RSA_WITH, SIGNED_DATA,
    SIGNING_CERTIFICATE_V2, issuer_and_number,
};
use crate::diagnostics::{Message, say};
use crate::signing::Certificate;
use crate::signing::algorithms::{Algorithm, Form, Hash};

/// What a signature tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The certificate of who signed, if it can be read.
    pub certificate: Option<Certificate>,
    /// Why it is not intact; none if it is.
    pub fault: Option<Message>,
}

/// Checks that the CMS is a signature of the pieces, one after the other, with the certificate that
/// it names. Zeros may follow it. Whom to trust is not decided.
#[must_use]
pub fn check(bytes: &[u8], pieces: &[&[u8]]) -> Checked {
    let Some((data, signer)) = read(bytes) else {
        return Checked {
            certificate: None,
            fault: Some(say!("the signature cannot be read")),
        };
    };
    let Some(certificate) = certificate(&data, &signer) else {
        return Checked {
            certificate: None,
            fault: Some(say!("the certificate of the signature is not with it")),
        };
    };
    let fault = verify(&data, &signer, &certificate, pieces).err();
    Checked {
        certificate: Some(certificate),
        fault,
    }
}

/// The one signature of a CMS.
fn read(bytes: &[u8]) -> Option<(SignedData, SignerInfo)> {
    let mut reader = SliceReader::new(bytes).ok()?;
    let info = ContentInfo::decode(&mut reader).ok()?;
    let rest = reader.read_slice(reader.remaining_len()).ok()?;
    if info.content_type != SIGNED_DATA || rest.iter().any(|byte| *byte != 0) {
        return None;
    }
    let data: SignedData = info.content.decode_as().ok()?;
    let [signer] = data.signer_infos.0.as_slice() else {
        return None;
    };
    let signer = signer.clone();
    Some((data, signer))
}

/// The certificate that the signature names, among those that come with it.
fn certificate(data: &SignedData, signer: &SignerInfo) -> Option<Certificate> {
    let all = data.certificates.iter().flat_map(|set| set.0.iter());
    all.filter_map(|choice| match choice {
        CertificateChoices::Certificate(one) => Certificate::read(&one.to_der().ok()?).ok(),
        CertificateChoices::Other(_) => None,
    })
    .find(|one| match &signer.sid {
        SignerIdentifier::IssuerAndSerialNumber(id) => *id == issuer_and_number(one),
        SignerIdentifier::SubjectKeyIdentifier(id) => {
            let tbs = one.parsed().tbs_certificate();
            let own = tbs.get_extension::<SubjectKeyIdentifier>();
            own.is_ok_and(|own| own.is_some_and(|(_, own)| own == *id))
        }
    })
}

fn verify(
    data: &SignedData,
    signer: &SignerInfo,
    certificate: &Certificate,
    pieces: &[&[u8]],
) -> Result<(), Message> {
    let unreadable = || say!("the signature cannot be read");
    let changed = || say!("what was signed is not what is there");
    let foreign = || say!("the signature is not of the key of its certificate");
    let content = &data.encap_content_info;
    if content.econtent_type != DATA || content.econtent.is_some() {
        return Err(unreadable());
    }
    let hash = Hash::of_oid(signer.digest_alg.oid).ok_or_else(unknown)?;
    let algorithm = algorithm(signer)?;
    let message = match &signer.signed_attrs {
        // The content itself is signed.
        None => pieces.concat(),
        Some(attributes) => {
            let kind: ObjectIdentifier = value(attributes, CONTENT_TYPE).ok_or_else(unreadable)?;
            let digest: OctetString = value(attributes, MESSAGE_DIGEST).ok_or_else(unreadable)?;
            if kind != DATA || digest.as_bytes() != hash.digest(pieces) {
                return Err(changed());
            }
            if attributes
                .iter()
                .any(|one| one.oid == SIGNING_CERTIFICATE_V2)
            {
                let named: Option<SigningCertificateV2> = value(attributes, SIGNING_CERTIFICATE_V2);
                if !named.is_some_and(|named| named.is(certificate)) {
                    return Err(foreign());
                }
            }
            // Signed as a set, although it stands there under another tag (RFC 5652, 5.4).
            attributes.to_der().map_err(|_| unreadable())?
        }
    };
    let signature = signer.signature.as_bytes();
    match certificate.has_signed(&message, signature, algorithm, Form::Der)? {
        true => Ok(()),
        false if signer.signed_attrs.is_none() => Err(changed()),
        false => Err(foreign()),
    }
}

/// The only value of an attribute that stands there once.
fn value<'a, T>(attributes: &'a Attributes, oid: ObjectIdentifier) -> Option<T>
where
    T: DecodeValue<'a> + FixedTag + 'a,
    <T as DecodeValue<'a>>::Error: From<der::Error>,
{
    let mut found = attributes.iter().filter(|one| one.oid == oid);
    let (Some(one), None) = (found.next(), found.next()) else {
        return None;
    };
    match one.values.as_slice() {
        [value] => value.decode_as().ok(),
        _ => None,
    }
}

fn algorithm(signer: &SignerInfo) -> Result<Algorithm, Message> {
    let named = &signer.signature_algorithm;
    if named.oid == RSA_PSS {
        return pss(signer).ok_or_else(unknown);
    }
    if named.oid == RSA {
        let hash = Hash::of_oid(signer.digest_alg.oid).ok_or_else(unknown)?;
        return Ok(Algorithm::Rsa(hash));
    }
    if let Some((_, hash)) = RSA_WITH.iter().find(|(oid, _)| *oid == named.oid) {
        return Ok(Algorithm::Rsa(*hash));
    }
    let ecdsa = ECDSA.iter().find(|(oid, _)| *oid == named.oid);
    ecdsa
        .map(|(_, hash)| Algorithm::Ecdsa(*hash))
        .ok_or_else(unknown)
}

/// The parameters of RSASSA-PSS (RFC 4055, 3.1), where the mask has the same digest.
fn pss(signer: &SignerInfo) -> Option<Algorithm> {
    let parameters = signer.signature_algorithm.parameters.as_ref()?;
    let parameters: RsaPssParams<Any> = parameters.decode_as().ok()?;
    let hash = Hash::of_oid(parameters.hash.oid)?;
    let mask = parameters.mask_gen.parameters?;
    (mask.oid == hash.oid()).then_some(Algorithm::RsaPss(hash, parameters.salt_len.into()))
}

fn unknown() -> Message {
    say!("the signature is of a kind that cannot be checked here")
}
