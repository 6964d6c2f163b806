"""Seals of the kinds of keys that `aktas sign` takes, made by openssl for this run.

An invented authority confirms each of them, and its certificate is in their files.
"""

import os
import tempfile
from functools import cache
from pathlib import Path
from threading import Lock

from .common import ROOT, must, run

_PASSWORD = "slaptas žodis"
_RSA = {2048: ("RSA", "rsa_keygen_bits:2048"), 3072: ("RSA", "rsa_keygen_bits:3072")}
_EC = {name: ("EC", f"ec_paramgen_curve:{name}") for name in ("P-256", "P-384")}
# The signers in their order, the keys of each, and how their files are written.
_SEALS = {
    "Rūta Žemaitienė": (_EC["P-256"], ()),
    "Jonas Ramanauskas": (_RSA[2048], ()),
    "Ąžuolas Šileikis": (_EC["P-384"], ()),
    "Eglė Čiurlytė": (_RSA[3072], ()),
    # As programs of the years before 2022 write it, with RC2, triple DES and SHA-1.
    "Vytautas Įsčiūnas": (_RSA[2048], ("-legacy",)),
}
SIGNERS = tuple(_SEALS)

_folder = tempfile.TemporaryDirectory(prefix="aktas-seals-")
# The judges work at the same time, and a seal is made once.
_lock = Lock()


def _openssl(*arguments):
    result = run("openssl", *arguments, cwd=_folder.name)
    must(result.returncode == 0, f"openssl {arguments[0]}: {result.stderr.strip()[-300:]}")


def _certificate(name, key, subject, *options):
    """A key, and the certificate of it."""
    kind, parameter = key
    _openssl("genpkey", "-algorithm", kind, "-pkeyopt", parameter, "-out", f"{name}.key")
    _openssl(
        *("req", "-x509", "-new", "-utf8", "-key", f"{name}.key", "-days", "3", "-out", f"{name}.pem"),
        *("-subj", f"/C=LT/{subject}", *options),
    )


@cache
def _authority():
    usage = "keyUsage=critical,keyCertSign,cRLSign"
    _certificate("root", _EC["P-256"], "O=Pavyzdžio sertifikatų centras/CN=Pavyzdžio sertifikatai", "-addext", usage)
    return Path(_folder.name, "root.pem")


@cache
def _seal(signer):
    """The file of a signer."""
    name = f"seal-{SIGNERS.index(signer)}"
    key, form = _SEALS[signer]
    root = _authority()
    _certificate(
        *(name, key, f"O=Pavyzdžio viešoji biblioteka/CN={signer}"),
        *("-CA", root, "-CAkey", root.with_suffix(".key")),
        *("-addext", "keyUsage=critical,digitalSignature,nonRepudiation"),
        *("-addext", "basicConstraints=critical,CA:FALSE"),
    )
    _openssl(
        *("pkcs12", "-export", *form, "-inkey", f"{name}.key", "-in", f"{name}.pem", "-certfile", root),
        *("-passout", f"pass:{_PASSWORD}", "-out", f"{name}.p12"),
    )
    return Path(_folder.name, f"{name}.p12")


def authority():
    """The certificate of who confirms the seals."""
    with _lock:
        return _authority()


def _seals():
    """The files of all signers, by the signers."""
    with _lock:
        return {signer: _seal(signer) for signer in SIGNERS}


def signed(path, signers, places=None, env=None):
    """A copy of the file that the signers signed, each in the field that `places` names, if it does."""
    folder = Path(tempfile.mkdtemp(dir=_folder.name))
    target, password = folder / path.name, folder / "password.txt"
    target.write_bytes(path.read_bytes())
    password.write_text(_PASSWORD + "\n", "utf-8")
    made = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    seals = _seals()
    for signer, place in zip(signers, places or [None] * len(signers)):
        result = run(
            *(made / "release/aktas", "sign", target, "--key", seals[signer]),
            *("--password-file", password, *(("--field", place) if place else ())),
            env=env,
        )
        must(result.returncode == 0, f"aktas does not sign it as {signer}: {result.stderr.strip()[:300]}")
    return target
