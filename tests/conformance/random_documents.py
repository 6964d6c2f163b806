"""Lets poppler look for the texts of random documents in their PDF, and python-docx in their DOCX,
which the Open XML SDK must find valid. veraPDF must find the redlines fit for the archive and for
everyone.

    AKTAS_RANDOM=DIR cargo test --test random -- --ignored
    random_documents.py DIR              DIR holds `1.pdf`, …, and `1.txt`, … with a text a line;
                                         `1.docx`, … and `1.docx.txt`, … where DOCX is wanted too
    random_documents.py --self-test DIR  shows the judge files with a letter more, which it must miss

Lines are broken, cells of a row stand side by side, and labels, heads of tables and numbers of
pages come in between, so what is asked is whether every letter of the texts is on the pages, as
often as in the texts.
"""

import argparse
import sys
import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from judges.common import Fault, must, run
from judges.outside import OFFICES, comply, validate
from judges.told import told_by_python_docx

# What a line break may add or take away.
PASSING = {"\u00ad", "\u200b", "\u2010", "-"}


def letters(text):
    """The signs of a text and how often they are there; poppler gives some as their parts."""
    signs = unicodedata.normalize("NFKD", text)
    return Counter(sign for sign in signs if not sign.isspace() and sign not in PASSING)


def missing(file, more=""):
    """What is wrong with a file: the texts that it lacks, or what is not valid."""
    try:
        is_docx = file.suffix == ".docx"
        beside = Path(f"{file}.txt") if is_docx else file.with_suffix(".txt")
        wanted = (beside.read_text(encoding="utf-8") if beside.exists() else "") + more
        found = docx_text(file) if is_docx else pdf_text(file)
        if is_docx:  # where capitals are a matter of the style
            wanted, found = wanted.casefold(), found.casefold()
        wanted, found = letters(wanted), letters(found)
    except Fault as fault:
        return f" {fault}"
    lost = wanted - found
    return "".join(f" {sign!r} {count}×" for sign, count in sorted(lost.items()))


def unfit(redlines):
    """1 if a redline is not fit for the archive or not for everyone, or if there are none."""
    try:
        must(redlines, "there are no redlines")
        comply(redlines)
    except Fault as fault:
        print(f"FAIL redlines: {fault}")
        return 1
    return 0


def pdf_text(file):
    done = run("pdftotext", "-raw", "-enc", "UTF-8", file, "-")
    must(done.returncode == 0, f"pdftotext: {done.stderr.strip()}")
    return done.stdout


def docx_text(file):
    """What python-docx reads of a file that is valid by the rules of two versions of Office."""
    for version in OFFICES:
        validate(file, version)
    told = told_by_python_docx(file)
    # A number that the document says is a label where Word counts it.
    return "\n".join(f"{entry.label or ''} {entry.text}" for entry in [*told.entries, *told.notes.values()])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--self-test", action="store_true", help="judge the judge")
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    files = sorted([*arguments.folder.glob("*.docx"), *arguments.folder.glob("*.pdf")])
    if not files:
        sys.exit(f"{arguments.folder} holds no documents")
    # A sign that no random text has.
    more = "ʬ" if arguments.self_test else ""
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda file: missing(file, more), files))
    failed = 0
    for file, lost in zip(files, found):
        if bool(lost) != arguments.self_test:
            failed += 1
            print(f"FAIL {file}: " + (f"it lacks{lost}" if lost else "a letter more was not missed"))
    if not arguments.self_test:
        failed += unfit(sorted(arguments.folder.glob("redline-*.pdf")))
    print(f"{len(files) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
