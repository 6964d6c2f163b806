//! The part that a signature is (ECMA-376 Part 2, 10.4; XML Signature; XAdES-BES; MS-OFFCRYPTO
//! 2.5.2): what Office and LibreOffice write, with their names, which some readers compare as text.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Utc};

use super::canonical::canonical;
use super::line::Line;
use super::manifest::{self, HASH, digested};
use super::package::Package;
use super::picture::picture;
use super::xml::{self, DECLARATION, element, escaped};
use super::{CANONICAL, DIGESTS, DSIG, METHODS, OFFICE, PACKAGE_SIGNATURE, XADES};
use crate::diagnostics::{Message, say};
use crate::signing::algorithms::Form;
use crate::signing::{Certificate, Seal};

/// The name by which the objects refer to the signature.
const SIGNATURE: &str = "idPackageSignature";

/// What is always signed within the signature.
const OBJECTS: [&str; 2] = ["idPackageObject", "idOfficeObject"];

/// The pictures that are signed too if the signature takes the place of a line.
const PICTURES: [(&str, bool); 2] = [("idValidSigLnImg", true), ("idInvalidSigLnImg", false)];

/// What is signed of XAdES.
const PROPERTIES: &str = "idSignedProperties";

/// The types of references to objects, and to the properties of XAdES.
const OBJECT: &str = "http://www.w3.org/2000/09/xmldsig#Object";
const SIGNED_PROPERTIES: &str = "http://uri.etsi.org/01903#SignedProperties";

/// What Office says of the machine on which a signature is made. The schema wants all of it; these
/// are what it takes for granted, for here is neither Windows nor a screen.
const MACHINE: &[(&str, &str)] = &[
    ("WindowsVersion", "6.1"),
    ("OfficeVersion", "16.0"),
    ("ApplicationVersion", "16.0"),
    ("Monitors", "1"),
    ("HorizontalResolution", "1280"),
    ("VerticalResolution", "800"),
    ("ColorDepth", "32"),
    // The provider of Office's own signatures.
    (
        "SignatureProviderId",
        "{00000000-0000-0000-0000-000000000000}",
    ),
    ("SignatureProviderUrl", ""),
    ("SignatureProviderDetails", "9"),
];

/// What a signature is made of.
pub(super) struct Signing<'a> {
    /// What is signed.
    pub(super) package: &'a Package<'a>,
    /// With what.
    pub(super) seal: &'a Seal,
    /// When.
    pub(super) at: DateTime<Utc>,
    /// The line whose place the signature takes, if any.
    pub(super) line: Option<&'a Line>,
}

impl Signing<'_> {
    /// The part.
    ///
    /// # Errors
    ///
    /// Says which part cannot be signed, or that the key does not work.
    pub(super) fn part(&self) -> Result<Vec<u8>, Message> {
        let objects =
            self.package_object()? + &self.office_object() + &self.properties() + &self.pictures();
        let info = self.info(&objects)?;
        let message = canonical_part(&whole(&info), "SignedInfo")?;
        let value = self.seal.sign(&message, Form::Raw)?;
        let value = element("SignatureValue", &[], &BASE64_STANDARD.encode(value));
        let certificate = BASE64_STANDARD.encode(self.seal.certificate().der());
        let certificate = element("X509Certificate", &[], &certificate);
        let key = element("KeyInfo", &[], &element("X509Data", &[], &certificate));
        let text = DECLARATION.to_owned() + &whole(&(info + &value + &key + &objects));
        Ok(text.into_bytes())
    }

    /// What the key signs: the digests of the objects.
    fn info(&self, objects: &str) -> Result<String, Message> {
        let algorithm = self.seal.algorithm();
        let method = METHODS.iter().find(|(known, _)| *known == algorithm);
        let method = method.ok_or_else(|| say!("the key cannot sign a DOCX"))?.1;
        let mut info = element("CanonicalizationMethod", &[("Algorithm", CANONICAL)], "")
            + &element("SignatureMethod", &[("Algorithm", method)], "");
        let root = xml::parse(whole(objects).as_bytes())?;
        let pictures = self.line.map_or(&[][..], |_| &PICTURES);
        let pictures = pictures.iter().map(|(id, _)| *id);
        let objects = OBJECTS.into_iter().chain(pictures).map(|id| (id, OBJECT));
        for (id, kind) in objects.chain([(PROPERTIES, SIGNED_PROPERTIES)]) {
            let form = root.ways_to(id).first().map(|way| canonical(way));
            let address = format!("#{id}");
            let transform = element("Transform", &[("Algorithm", CANONICAL)], "");
            info += &digested(
                &[("Type", kind), ("URI", &address)],
                &element("Transforms", &[], &transform),
                &form.unwrap_or_default(),
            );
        }
        Ok(element("SignedInfo", &[], &info))
    }

    /// The parts of the package, and the time.
    fn package_object(&self) -> Result<String, Message> {
        let format = element("mdssi:Format", &[], "YYYY-MM-DDThh:mm:ssTZD");
        let value = element("mdssi:Value", &[], &self.time());
        let time = element(
            "mdssi:SignatureTime",
            &[("xmlns:mdssi", PACKAGE_SIGNATURE)],
            &(format + &value),
        );
        let content = manifest::write(self.package)? + &property("idSignatureTime", &time);
        Ok(element("Object", &[("Id", OBJECTS[0])], &content))
    }

    /// What Office shows: for which line the signature is.
    fn office_object(&self) -> String {
        let (id, signer) = self.line.map_or(("", ""), |it| (&it.id, &it.signer));
        let text = |name: &str, text: &str| element(name, &[], &escaped(text));
        // The schema has room for a hundred characters.
        let signer: String = signer.chars().take(100).collect();
        let mut info = text("SetupID", id) + &text("SignatureText", &signer);
        info += &(text("SignatureImage", "") + &text("SignatureComments", ""));
        info.extend(MACHINE.iter().map(|(name, value)| text(name, value)));
        // 1 is a signature that is not seen, 2 one on a line.
        info += &text("SignatureType", if self.line.is_some() { "2" } else { "1" });
        let info = element("SignatureInfoV1", &[("xmlns", OFFICE)], &info);
        let content = property("idOfficeV1Details", &info);
        element("Object", &[("Id", OBJECTS[1])], &content)
    }

    /// What is shown in the place of the line.
    fn pictures(&self) -> String {
        let pictures = self.line.map_or(&[][..], |_| &PICTURES);
        let object = |(id, valid): &(&str, bool)| {
            element(
                "Object",
                &[("Id", id)],
                &BASE64_STANDARD.encode(picture(*valid)),
            )
        };
        pictures.iter().map(object).collect()
    }

    /// What XAdES wants to be signed: the time, and which certificate it is.
    fn properties(&self) -> String {
        let method = DIGESTS.iter().find(|(hash, _)| *hash == HASH);
        let method = method.map_or("", |(_, name)| name);
        let certificate = self.seal.certificate();
        let digest = BASE64_STANDARD.encode(HASH.digest(&[certificate.der()]));
        let digest = element("DigestMethod", &[("Algorithm", method)], "")
            + &element("DigestValue", &[], &digest);
        let tbs = certificate.parsed().tbs_certificate();
        let issuer = element("X509IssuerName", &[], &escaped(&tbs.issuer().to_string()))
            + &element(
                "X509SerialNumber",
                &[],
                &decimal(tbs.serial_number().as_bytes()),
            );
        let certificate =
            element("xd:CertDigest", &[], &digest) + &element("xd:IssuerSerial", &[], &issuer);
        let certificate = element("xd:Cert", &[], &certificate);
        let implied = element("xd:SignaturePolicyImplied", &[], "");
        let signed = element("xd:SigningTime", &[], &self.time())
            + &element("xd:SigningCertificate", &[], &certificate)
            + &element("xd:SignaturePolicyIdentifier", &[], &implied);
        let signed = element("xd:SignedSignatureProperties", &[], &signed);
        let content = element("xd:SignedProperties", &[("Id", PROPERTIES)], &signed)
            + &chain(self.seal.chain());
        let target = format!("#{SIGNATURE}");
        let attributes = [("xmlns:xd", XADES), ("Target", target.as_str())];
        let content = element("xd:QualifyingProperties", &attributes, &content);
        element("Object", &[], &content)
    }

    fn time(&self) -> String {
        self.at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

/// The signature with what it holds.
fn whole(content: &str) -> String {
    element("Signature", &[("xmlns", DSIG), ("Id", SIGNATURE)], content)
}

/// The canonical form of an element right below the root.
fn canonical_part(text: &str, name: &str) -> Result<Vec<u8>, Message> {
    let root = xml::parse(text.as_bytes())?;
    let part = root.only(DSIG, name);
    Ok(part
        .map(|part| canonical(&[&root, part]))
        .unwrap_or_default())
}

fn property(id: &str, content: &str) -> String {
    let target = format!("#{SIGNATURE}");
    let attributes = [("Id", id), ("Target", target.as_str())];
    let property = element("SignatureProperty", &attributes, content);
    element("SignatureProperties", &[], &property)
}

/// The certificates of the issuers, for readers that have not got them.
fn chain(certificates: &[Certificate]) -> String {
    if certificates.is_empty() {
        return String::new();
    }
    let each = |certificate: &Certificate| {
        let text = BASE64_STANDARD.encode(certificate.der());
        element("xd:EncapsulatedX509Certificate", &[], &text)
    };
    let values: String = certificates.iter().map(each).collect();
    let values = element("xd:CertificateValues", &[], &values);
    let unsigned = element("xd:UnsignedSignatureProperties", &[], &values);
    element("xd:UnsignedProperties", &[], &unsigned)
}

/// A number of bytes, the highest first, in decimal digits.
fn decimal(bytes: &[u8]) -> String {
    // The digits, the lowest first.
    let mut digits = vec![0u32];
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            carry += *digit * 256;
            *digit = carry % 10;
            carry /= 10;
        }
        while carry > 0 {
            digits.push(carry % 10);
            carry /= 10;
        }
    }
    let digits = digits.iter().rev();
    digits
        .map(|digit| char::from(b'0' + *digit as u8))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_certificates_are_told_in_decimal() {
        assert_eq!(decimal(&[]), "0");
        assert_eq!(decimal(&[0, 0]), "0");
        assert_eq!(decimal(&[0xff]), "255");
        assert_eq!(decimal(&u128::MAX.to_be_bytes()), u128::MAX.to_string());
        let number = 12_345_678_901_234_567_890_u64;
        assert_eq!(decimal(&number.to_be_bytes()), number.to_string());
    }
}
