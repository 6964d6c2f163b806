"""Do the signatures of a PDF hold for others, and are they lost when the file changes?

`aktas sign` signs the file by each of the seals in turn; a file that is signed already is taken as it
is. Poppler checks with NSS, pyHanko with libraries of its own.
"""

import logging
import re

from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from . import outside, seals
from .common import Fault, must, run
from .reading import once
from .seals import SIGNERS


@once
def signed(path):
    """The file, signed by everyone."""
    if b"/ETSI.CAdES.detached" in path.read_bytes():
        return path
    target = seals.signed(path, SIGNERS)
    must(target.read_bytes().startswith(path.read_bytes()), "the old file is not the start of the signed one")
    return target


def by_poppler(doc):
    """Poppler finds all signatures valid, and that the last covers the whole file."""
    result = run("pdfsig", "-nocert", signed(doc.pdf))
    must(result.returncode == 0, f"pdfsig: {(result.stderr or result.stdout).strip()[:300]}")
    told = re.split(r"(?m)^Signature #\d+:$", result.stdout)[1:]
    must(len(told) == len(SIGNERS), f"{len(told)} signatures were found")
    for signer, signature in zip(SIGNERS, told):
        must(f"Common Name: {signer}\n" in signature, f"{signer} signed, pdfsig says {signature}")
        must("Signature Validation: Signature is Valid." in signature, signature.strip()[-200:])
        must("Signature Type: ETSI.CAdES.detached" in signature, "the signature is not of PAdES")
        whole = "  - Total document signed" in signature
        must(whole == (signer == SIGNERS[-1]), f"{signer} covers another part than was signed")


def by_pyhanko(doc):
    """pyHanko finds all signatures sound, and nothing added after each but the next."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    try:
        with open(signed(doc.pdf), "rb") as file:
            signatures = PdfFileReader(file, strict=True).embedded_signatures
            must(len(signatures) == len(SIGNERS), f"{len(signatures)} signatures were found")
            for signer, signature in zip(SIGNERS, signatures):
                _holds(signer, signature, signature is signatures[-1])
    except (PdfError, ValueError) as error:
        raise Fault(f"pyHanko cannot read it: {error}") from error


def _holds(signer, signature, is_last):
    certificate = signature.signer_cert
    must(certificate.subject.native["common_name"] == signer, f"{signer} signed, pyHanko says otherwise")
    # The way to who confirmed it must be in the file, too.
    _, _, root = pem.unarmor(seals.authority().read_bytes())
    context = ValidationContext(trust_roots=[x509.Certificate.load(root)], allow_fetching=False)
    status = validate_pdf_signature(signature, context)
    must(status.intact and status.valid, f"the signature of {signer}: {status.summary()}")
    must(status.bottom_line, f"the signature of {signer}: {status.summary()}")
    covered = SignatureCoverageLevel.ENTIRE_FILE if is_last else SignatureCoverageLevel.ENTIRE_REVISION
    must(status.coverage == covered, f"{signer} covers {status.coverage}")
    changed = ModificationLevel.NONE if is_last else ModificationLevel.FORM_FILLING
    must(status.modification_level == changed, f"after {signer}: {status.modification_level}")


def by_verapdf(doc):
    """The signed file complies with all that the file did."""
    outside.verapdf(doc.but(pdf=signed(doc.pdf)))


def by_qpdf(doc):
    """The structure of the signed file is whole."""
    outside.qpdf(doc.but(pdf=signed(doc.pdf)))
