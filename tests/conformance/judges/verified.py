"""What `aktas verify` says of a DOCX that another program has opened and saved.

There is no project here: the file has to tell by its own seal that its words are as they were made.
"""

import json
import os
import tempfile
from pathlib import Path

from . import office
from .common import ROOT, must, run


def _told(path):
    """What is told of a file where there is no project."""
    program = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"), "release/aktas")
    with tempfile.TemporaryDirectory(prefix="aktas-verify-") as folder:
        result = run(program, "verify", "--format", "json", path.resolve(), cwd=folder)
    must(result.returncode in (4, 5), f"aktas verify ends with {result.returncode}: {result.stderr.strip()[:300]}")
    return json.loads(result.stdout)


def saved_by_libreoffice(doc):
    """The file is whole, and when LibreOffice has saved it, its words are known to be the same."""
    told = _told(doc.docx)
    must("whole in itself" in " ".join(told["reasons"]), f"it is not whole: {told['reasons']}")
    told = _told(office.made(doc.docx, "saved.docx"))
    must("another program has saved it" in " ".join(told["reasons"]), f"the words are others: {told['reasons']}")
    must(told["document"], "it does not tell its document any more")
