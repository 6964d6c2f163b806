"""Compares the pages of the preview with those of the PDF: Chromium shows the one, poppler the other.

    AKTAS_PAGES=DIR cargo test --test pages_svg -- --ignored
    preview_pages.py DIR              DIR holds a folder for each document, with `document.pdf`, `1.svg`, …,
                                      `fonts.css` and `fonts/`
    preview_pages.py --self-test DIR  shows the judge pages with a fault, which it must refuse

Every page has to look the same but for the smoothing of edges, and to say the same in the same order.
A word that a line break divides, and one with joined letters, has to be found whole.
"""

import argparse
import re
import sys
import unicodedata
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

from judges.chromium import Chromium
from judges.common import Fault, must, run

DPI = 200
# How much darker or lighter than all dots around the same place a dot may be, of 255. Both programs
# smooth edges, each in its own way.
SMOOTHING = 96
# How many dots of ten thousand may be so. No page of the examples has any.
MOST = 0.2
# What a line break adds, and signs that leave no trace.
PASSING = {"\u00ad", "\u200b"}


def letters(text):
    """A text as its signs in order: without spaces, joined letters taken apart."""
    signs = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in signs if not sign.isspace() and sign not in PASSING)


def beyond(one, other):
    """How many dots of a picture are darker or lighter than all dots around the same place of the other."""
    darkest = other.filter(ImageFilter.MinFilter(3))
    lightest = other.filter(ImageFilter.MaxFilter(3))
    outside = ImageChops.lighter(ImageChops.subtract(darkest, one), ImageChops.subtract(one, lightest))
    return sum(outside.histogram()[SMOOTHING:])


def difference(shown, printed):
    """The share of the dots of two pictures that differ, in ten thousandths."""
    size = (min(shown.width, printed.width), min(shown.height, printed.height))
    must(max(shown.width, printed.width) - size[0] <= 1, f"is {shown.size} instead of {printed.size} dots large")
    must(max(shown.height, printed.height) - size[1] <= 1, f"is {shown.size} instead of {printed.size} dots large")
    one, other = (picture.convert("L").crop((0, 0, *size)) for picture in (shown, printed))
    return 10_000 * max(beyond(one, other), beyond(other, one)) / (size[0] * size[1])


def print_pages(folder):
    """The pages of the PDF as pictures and as texts."""
    pdf = folder / "document.pdf"
    for old in folder.glob("printed-*.png"):
        old.unlink()
    done = run("pdftoppm", "-r", DPI, "-png", pdf, folder / "printed")
    must(done.returncode == 0, f"pdftoppm: {done.stderr.strip()}")
    pictures = sorted(folder.glob("printed-*.png"), key=lambda file: int(file.stem.split("-")[1]))
    done = run("pdftotext", "-raw", "-enc", "UTF-8", pdf, "-")
    must(done.returncode == 0, f"pdftotext: {done.stderr.strip()}")
    return [Image.open(file) for file in pictures], done.stdout.split("\f")[: len(pictures)]


def judge(folder, browser, spoil=lambda page: page, only=None):
    """The largest difference of a page of a document."""
    pictures, texts = print_pages(folder)
    drawn = sorted(folder.glob("*.svg"), key=lambda file: int(file.stem))
    must(len(drawn) == len(pictures), f"{len(drawn)} pages are drawn of {len(pictures)}")
    worst = 0.0
    for number, (file, picture, text) in enumerate(zip(drawn, pictures, texts), 1):
        if only and number != only:
            continue
        page = spoil(file.read_text(encoding="utf-8"))
        css = (folder / "fonts.css").read_text(encoding="utf-8")
        shown = browser.show(folder, css, page, DPI)
        said = browser.ask("[...document.querySelectorAll('text')].map(it => it.textContent).join('\\n')")
        other = first_difference(letters(said), letters(text))
        must(not other, f"page {number} does not say what the PDF says: {other}")
        found = difference(Image.open(BytesIO(shown)), picture)
        must(found <= MOST, f"page {number} differs from the PDF in {found:.2f} of 10 000 dots")
        worst = max(worst, found)
        for word in divided(page):
            must(browser.ask(f"getSelection().empty(), find({word!r})"), f"`{word}` on page {number} is not found")
    return worst


def first_difference(said, text):
    """Where two texts begin to differ; nothing if they do not."""
    if said == text:
        return ""
    at = next((at for at, (one, other) in enumerate(zip(said, text)) if one != other), min(len(said), len(text)))
    start = max(0, at - 10)
    return f"`{said[start : at + 20]}` instead of `{text[start : at + 20]}`"


def divided(page):
    """The first word that a line break divides, and the first with joined letters."""
    said = re.sub(r"<[^>]*>", "", re.sub(r"</text>|</g>", "\n", page))
    broken = re.search(r"([^\W\d_]+)\u00ad([^\W\d_]+)", said)
    joined = re.search(r">([^\W\d_]*)</tspan><tspan [^>]*fill-opacity[^>]*>(f[fil]+)</tspan><tspan[^>]*>([^\W\d_]+)", page)
    return ["".join(found.groups()) for found in (broken, joined) if found]


def faults():
    """Faults of a page, each with what has to be said of it."""

    def moved(page):
        # A word of the middle of the page, by a point and a half: half the width of a letter.
        words = [*re.finditer(r'<tspan x="([\d.]+)"(?: y="[\d.]+")?>\w{6,} ?</tspan>', page)]
        word = words[len(words) // 2]
        return page[: word.start(1)] + str(float(word[1]) + 1.5) + page[word.end(1) :]

    def swapped(page):
        return re.sub(r">(\w{6,})a(\w*) ?</tspan>", r">\1o\2</tspan>", page, count=1)

    def thinned(page):
        return page.replace('font-family="aktas-bold"', 'font-family="aktas-regular"', 1)

    yield "a word that is moved", moved, "differs from"
    yield "a heading that is not bold", thinned, "differs from"
    yield "rules that are gone", lambda page: re.sub(r'<path d="M[^"]*" stroke[^>]*/>', "", page), "differs from"
    yield "a letter that is another", swapped, "does not say"
    yield "an outline that is gone", lambda page: re.sub(r'<path d="[^"]*"/>', "", page), "differs from"


def refuse(folder, browser):
    """Shows the judge a page with tables, and each fault of it."""
    failed = 0
    numbers = [int(file.stem) for file in folder.glob("*.svg") if 'stroke-width="0.5"' in file.read_text(encoding="utf-8")]
    number = min(numbers)
    for name, spoil, wanted in faults():
        try:
            found = judge(folder, browser, spoil, number)
            said = f"passes with {found:.2f}"
        except Fault as fault:
            said = str(fault)
        if wanted not in said:
            failed += 1
        print(f"{'ok' if wanted in said else 'FAIL'} {name}: {said}")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--self-test", action="store_true", help="judge the judge")
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    folders = sorted(file.parent for file in arguments.folder.glob("*/document.pdf"))
    if not folders:
        sys.exit(f"{arguments.folder} holds no documents")
    failed = 0
    with Chromium() as browser:
        if arguments.self_test:
            failed = refuse(next(it for it in folders if it.name.startswith("library-plan-2027")), browser)
        else:
            for folder in folders:
                try:
                    print(f"ok {folder.name}: {judge(folder, browser):.2f} of 10 000 dots at most")
                except Fault as fault:
                    failed += 1
                    print(f"FAIL {folder.name}: {fault}")
    print(f"{failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
