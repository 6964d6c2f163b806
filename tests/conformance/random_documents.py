"""Lets poppler look for the texts of random documents in their PDF.

    AKTAS_RANDOM=DIR cargo test --test random -- --ignored
    random_documents.py DIR              DIR holds `1.pdf`, …, and `1.txt`, … with a text a line
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

from judges.common import run

# What a line break may add or take away.
PASSING = {"\u00ad", "\u200b", "\u2010", "-"}


def letters(text):
    """The signs of a text and how often they are there; poppler gives some as their parts."""
    signs = unicodedata.normalize("NFKD", text)
    return Counter(sign for sign in signs if not sign.isspace() and sign not in PASSING)


def missing(pdf, more=""):
    """What the pages lack."""
    texts = pdf.with_suffix(".txt").read_text(encoding="utf-8") + more
    done = run("pdftotext", "-raw", "-enc", "UTF-8", pdf, "-")
    if done.returncode:
        return f"pdftotext: {done.stderr.strip()}"
    lost = letters(texts) - letters(done.stdout)
    return "".join(f" {sign!r} {count}×" for sign, count in sorted(lost.items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--self-test", action="store_true", help="judge the judge")
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    files = sorted(arguments.folder.glob("*.pdf"), key=lambda file: int(file.stem))
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
            print(f"FAIL {file}: " + (f"the pages lack{lost}" if lost else "a letter more was not missed"))
    print(f"{len(files) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
