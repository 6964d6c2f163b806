"""Does a signature of a DOCX hold for others, and is it lost when the file changes?

`aktas sign` signs copies of the file, by each of the seals in turn; a file that is signed already is
taken as it is, as the first copy. LibreOffice checks all of it. signxml checks what the keys signed, and the digests of the parts are
made anew here, with lxml: the three share no code with each other or with aktas.
"""

import base64
import hashlib
import zipfile
from datetime import UTC, datetime, timedelta

from lxml import etree
from signxml import SignatureConfiguration, XMLVerifier
from signxml.exceptions import InvalidInput, InvalidSignature

from . import office, seals
from .common import Fault, must
from .outside import OFFICES, validate
from .reading import once, opened
from .seals import SIGNERS
from .told import signatures_of

# Who signs each copy. LibreOffice 7.4 finds the third signature of a file broken, whichever it is.
TEAMS = (SIGNERS[:2], SIGNERS[2:4], SIGNERS[4:])
# An hour from now, when the seals are valid that are made in the meantime.
_TIME = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)

_DSIG = "{http://www.w3.org/2000/09/xmldsig#}"
_XADES = "{http://uri.etsi.org/01903/v1.3.2#}"
_OFFICE = "{http://schemas.microsoft.com/office/2006/digsig}"
_MDSSI = "{http://schemas.openxmlformats.org/package/2006/digital-signature}"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CANONICAL = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_PICKED = "http://schemas.openxmlformats.org/package/2006/RelationshipTransform"


@once
def signed(path):
    """The copies of the file, signed."""
    with zipfile.ZipFile(path) as package:
        if "_xmlsignatures/origin.sigs" in package.namelist():
            return [path]
    env = {"SOURCE_DATE_EPOCH": str(int(_TIME.timestamp()))}
    return [seals.signed(path, team, _expected_lines(path, team), env) for team in TEAMS]


def _lines(path):
    """The identities of the lines on which there is to be signed."""
    office = "urn:schemas-microsoft-com:office:office"
    body = opened(path).element.body
    return [line.get("id") for line in body.iter(f"{{{office}}}signatureline")]


def _expected_lines(path, signers):
    """Whose place the signatures take: that of the first lines, as far as there are any."""
    return [*_lines(path), *[""] * len(signers)][: len(signers)]


def by_libreoffice(doc):
    """LibreOffice finds all signatures valid, on their lines."""
    for path, team in zip(signed(doc.docx), TEAMS):
        told = office.made(path, "signatures.txt").read_text("utf-8").splitlines()
        found = [line.split("\t") for line in told]
        for valid, signer, line in found:
            must(valid == "valid", f"the signature of {signer} is not valid")
        for name, (_, signer, _) in zip(team, found):
            must(f"CN={name}" in signer.split(","), f"{name} signed, LibreOffice says {signer}")
        must(len(found) == len(team), f"{len(found)} signatures were found")
        lines = [line for _, _, line in found]
        must(lines == _expected_lines(path, team), f"the lines signed are {lines}")


def by_signxml(doc):
    """What the keys signed holds for signxml, and the parts have the digests that are told."""
    for path, team in zip(signed(doc.docx), TEAMS):
        with zipfile.ZipFile(path) as package:
            parts = {entry.filename: package.read(entry) for entry in package.infolist()}
        names = sorted(name for name in parts if name.startswith("_xmlsignatures/sig"))
        must(len(names) == len(team), f"{len(names)} signatures were found")
        for name, line in zip(names, _expected_lines(path, team)):
            _holds(name, parts, line)


def _holds(name, parts, line):
    """A signature holds, is on the line, and covers all parts."""
    # With a line, its pictures are signed too.
    objects, properties = _verified(name, parts[name], 5 if line else 3)
    told = objects[1].findtext(f".//{_OFFICE}SetupID")
    must(told == line, f"{name}: the line signed is {told}")
    time = properties.findtext(f".//{_XADES}SigningTime")
    must(time == f"{_TIME:%Y-%m-%dT%H:%M:%SZ}", f"{name}: the time is {time}")
    covered = dict(_covered(objects[0], parts))
    left = {n for n in parts if not n.startswith("_xmlsignatures/")} - {"[Content_Types].xml", *covered}
    must(not left, f"{name} does not cover {sorted(left)}")


def valid_for_others(doc):
    """The file is still one that the Open XML SDK finds valid and python-docx opens."""
    path = signed(doc.docx)[0]
    for version in OFFICES:
        validate(path, version)
    lines = signatures_of(opened(doc.docx).element.body)
    must(signatures_of(opened(path).element.body) == lines, "the lines to sign on are lost")


def _verified(name, part, count):
    """What a signature covers of itself, as signxml hands it out when it holds."""
    certificate = etree.fromstring(part).findtext(f".//{_DSIG}X509Certificate")
    verifier = XMLVerifier()
    # lxml writes declarations into canonical XML that are not there.
    verifier.excise_empty_xmlns_declarations = True
    try:
        results = verifier.verify(
            part, x509_cert=certificate, expect_config=SignatureConfiguration(expect_references=count)
        )
    except (InvalidSignature, InvalidInput) as fault:
        raise Fault(f"{name}: {fault or 'the signature is not valid'}") from fault
    *objects, properties = (result.signed_xml for result in results)
    stated = properties.findtext(f".//{_XADES}CertDigest/{_DSIG}DigestValue")
    digest = hashlib.sha256(base64.b64decode(certificate)).digest()
    must(base64.b64decode(stated or "") == digest, f"{name}: the certificate is another one")
    return objects, properties


def _covered(manifest, parts):
    """The parts that a manifest covers; a fault if one is not as it was."""
    types = _types(parts["[Content_Types].xml"])
    for reference in manifest.iter(f"{_DSIG}Reference"):
        name, kind = reference.get("URI").removeprefix("/").split("?ContentType=")
        must(name in parts, f"{name} is not there")
        must(types(name) == kind, f"{name} is {types(name)}, was {kind}")
        data = parts[name]
        for transform in reference.iter(f"{_DSIG}Transform"):
            if transform.get("Algorithm") == _PICKED:
                data = _picked(data, [e.get("SourceId") for e in transform.iter(f"{_MDSSI}RelationshipReference")])
            else:
                must(transform.get("Algorithm") == _CANONICAL, f"{name} has a form that is not known")
                data = etree.tostring(etree.fromstring(data), method="c14n")
        digest = base64.b64decode(reference.findtext(f"{_DSIG}DigestValue"))
        must(hashlib.sha256(data).digest() == digest, f"{name} is not what was signed")
        yield name, kind


def _types(part):
    """Of what kind a part is, by its name."""
    types = etree.fromstring(part)
    named = {e.get("PartName")[1:]: e.get("ContentType") for e in types if e.get("PartName")}
    ending = {e.get("Extension"): e.get("ContentType") for e in types if e.get("Extension")}
    return lambda name: named.get(name) or ending.get(name.rpartition(".")[2])


def _picked(part, ids):
    """The relationships that are named, as the standard has them digested."""
    old = {relationship.get("Id"): relationship for relationship in etree.fromstring(part)}
    new = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
    for id_ in sorted(set(ids) & set(old)):
        etree.SubElement(new, f"{{{_RELATIONS}}}Relationship", {"TargetMode": "Internal", **old[id_].attrib})
    return etree.tostring(new, method="c14n")
