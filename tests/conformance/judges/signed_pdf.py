"""Do the signatures of a PDF hold for others, and are they lost when the file changes?

`aktas sign` signs the file by each of the seals in turn, which openssl makes for this run; a file
that is signed already is taken as it is. Poppler checks with NSS, pyHanko with libraries of its own.
"""

import logging
import os
import re
import tempfile
from functools import cache
from pathlib import Path

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from . import outside
from .common import ROOT, Fault, must, run
from .reading import once

_PASSWORD = "slaptas žodis"
# The signers, and the curves of their keys.
_SIGNERS = {"Rūta Žemaitienė": "P-256", "Ąžuolas Šileikis": "P-384"}

_folder = tempfile.TemporaryDirectory(prefix="aktas-signed-")


def _openssl(*arguments):
    result = run("openssl", *arguments, cwd=_folder.name)
    must(result.returncode == 0, f"openssl {arguments[0]}: {result.stderr.strip()[-300:]}")


@cache
def _seal(signer):
    """A key of the signer with a certificate that it confirms itself."""
    name = _SIGNERS[signer]
    _openssl("genpkey", "-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{name}", "-out", f"{name}.key")
    subject = f"/C=LT/O=Pavyzdžio viešoji biblioteka/CN={signer}"
    _openssl(
        *("req", "-x509", "-new", "-utf8", "-key", f"{name}.key", "-days", "3", "-out", f"{name}.pem"),
        *("-subj", subject, "-addext", "keyUsage=critical,digitalSignature,nonRepudiation"),
    )
    _openssl(
        *("pkcs12", "-export", "-inkey", f"{name}.key", "-in", f"{name}.pem"),
        *("-passout", f"pass:{_PASSWORD}", "-out", f"{name}.p12"),
    )
    return Path(_folder.name, f"{name}.p12")


@once
def signed(path):
    """The file, signed by everyone."""
    if b"/ETSI.CAdES.detached" in path.read_bytes():
        return path
    folder = Path(tempfile.mkdtemp(dir=_folder.name))
    target, password = folder / path.name, folder / "password.txt"
    target.write_bytes(path.read_bytes())
    password.write_text(_PASSWORD + "\n", "utf-8")
    made = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    for signer in _SIGNERS:
        result = run(
            *(made / "release/aktas", "sign", target, "--key", _seal(signer)),
            *("--password-file", password),
        )
        must(result.returncode == 0, f"aktas does not sign it: {result.stderr.strip()[:300]}")
    must(target.read_bytes().startswith(path.read_bytes()), "the old file is not the start of the signed one")
    return target


def by_poppler(doc):
    """Poppler finds all signatures valid, and that the last covers the whole file."""
    result = run("pdfsig", "-nocert", signed(doc.pdf))
    must(result.returncode == 0, f"pdfsig: {(result.stderr or result.stdout).strip()[:300]}")
    told = re.split(r"(?m)^Signature #\d+:$", result.stdout)[1:]
    must(len(told) == len(_SIGNERS), f"{len(told)} signatures were found")
    for signer, signature in zip(_SIGNERS, told):
        must(f"Common Name: {signer}\n" in signature, f"{signer} signed, pdfsig says {signature}")
        must("Signature Validation: Signature is Valid." in signature, signature.strip()[-200:])
        must("Signature Type: ETSI.CAdES.detached" in signature, "the signature is not of PAdES")
        whole = "  - Total document signed" in signature
        must(whole == (signer == list(_SIGNERS)[-1]), f"{signer} covers another part than was signed")


def by_pyhanko(doc):
    """pyHanko finds all signatures sound, and nothing added after each but the next."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    try:
        with open(signed(doc.pdf), "rb") as file:
            signatures = PdfFileReader(file, strict=True).embedded_signatures
            must(len(signatures) == len(_SIGNERS), f"{len(signatures)} signatures were found")
            for signer, signature in zip(_SIGNERS, signatures):
                _holds(signer, signature, signature is signatures[-1])
    except (PdfError, ValueError) as error:
        raise Fault(f"pyHanko cannot read it: {error}") from error


def _holds(signer, signature, is_last):
    certificate = signature.signer_cert
    must(certificate.subject.native["common_name"] == signer, f"{signer} signed, pyHanko says otherwise")
    # Each is trusted for what it is: whether the signature holds is the question.
    context = ValidationContext(trust_roots=[certificate], allow_fetching=False)
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
