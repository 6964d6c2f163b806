"""What closes a document stays whole and in its place when the text before it grows.

The start of the document and its end are taken, lines are put between them, one by one, until the
end has come over the edge of a page, and LibreOffice makes the pages.
"""

import tempfile
from pathlib import Path

import docx
from docx.oxml.ns import qn
from lxml import etree

from .common import Fault, must, run

# The styles of what closes a document, and of what stands between two of these.
CLOSING = {"mark-end", "signature", "post", "closing-rule"}
BETWEEN = {"signatory"}
# The list above it, which may go on on the next page.
LIST = {"redactions-title", "redaction"}
STARTING = {"draft", "mark"}

# How many lines the text grows by. The end comes over the edge of the first page among these.
GROWTH = range(12, 48, 3)


def stays(doc):
    """The end is on one page with text above it, the mark at the start in the right half."""
    with tempfile.TemporaryDirectory(prefix="aktas-closing-") as folder:
        grown = [_grown(doc.docx, Path(folder, f"{count}.docx"), count) for count in GROWTH]
        # The table of contents and the like are in every document; what closes it is not.
        if not any(grown):
            return
        files = [Path(folder, f"{count}.docx") for count in GROWTH]
        run(
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            *("--headless", "--convert-to", "pdf", "--outdir", folder, *files),
        )
        moved = 0
        for count, (last, listed, end, start) in zip(GROWTH, grown):
            pages = _pages(Path(folder, f"{count}.pdf"))
            if listed:
                _list_begins(pages, last, listed, f"{count} lines more")
            moved += _judge(pages, listed[-1] if listed else last, end, f"{count} lines more")
            _at_the_right(pages[0], start)
    must(0 < moved < len(GROWTH), f"the end came over the edge of a page {moved} times")


def _grown(path, to, count):
    """Writes the document with so many lines before its end, and without what stands before.

    Gives the words of the last paragraph before the end, of the list that begins the end, of what
    closes the document, and of the mark at the start; nothing for a document that nothing closes.
    """
    document = docx.Document(str(path))
    body = document.element.body
    blocks = [block for block in body if block.tag != qn("w:sectPr")]
    styles = [_style(block) for block in blocks]
    end = len(blocks)
    while end and styles[end - 1] in CLOSING | BETWEEN:
        end -= 1
    if end == len(blocks):
        return None
    rest = end
    while styles[end - 1] in LIST:
        end -= 1
    start = 0
    while styles[start] in STARTING:
        start += 1
    last = blocks[end - 1]
    for block in blocks[start : end - 1]:
        body.remove(block)
    for row in list(last.iter(qn("w:tr")))[1:-2]:
        last.remove(row)
    for number in range(count):
        last.addprevious(_line(f"Eilutė{number}."))
    # The rule at the end has no words by which it could be found.
    for rule in (block for block in blocks[end:] if not _words(block)):
        rule.append(_line("Brūkšnys.")[0])
    document.save(str(to))
    listed, lines = ([_words(block) for block in part] for part in (blocks[end:rest], blocks[rest:]))
    return _words(last), listed, lines, [_words(block) for block in blocks[:start] if _style(block) == "mark"]


def _line(words):
    line = etree.Element(qn("w:p"))
    text = etree.SubElement(etree.SubElement(line, qn("w:r")), qn("w:t"))
    text.text = words
    return line


def _style(block):
    return next((style.get(qn("w:val")) for style in block.iter(qn("w:pStyle"))), None)


def _words(block):
    """The words of a paragraph, or of a table."""
    parts = block.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:p"))
    return "".join(part.text or "" if part.tag == qn("w:t") else " " for part in parts).split()


def _pages(path):
    """The lines of each page from top to bottom, each with its left edge and its words."""
    must(path.exists(), f"LibreOffice made no {path.name}")
    listing = run("pdftotext", "-bbox-layout", path, "-").stdout
    tree = etree.fromstring(listing.encode(), etree.XMLParser(recover=True))
    name = "{http://www.w3.org/1999/xhtml}"
    pages = []
    for page in tree.iter(name + "page"):
        found = [
            (float(word.get("yMax")), float(word.get("xMin")), word.text)
            for word in page.iter(name + "word")
        ]
        pages.append((float(page.get("width")), found))
    return pages


def _judge(pages, last, end, when):
    """Whether the end came onto the second page; all of it must be on one, with text above."""
    where = [number for number, (_, found) in enumerate(pages) if _has(found, end[-1])]
    must(where, f"{when}: „{' '.join(end[-1])}“ is on no page")
    number = where[-1]
    found = pages[number][1]
    for line in end:
        must(_has(found, line), f"{when}: „{' '.join(line)}“ is on another page than what follows")
    # The very last word may be divided.
    above = any(word in last[-3:] for _, _, word in found)
    must(above, f"{when}: no text above „{' '.join(end[0])}“")
    return number > 0


def _list_begins(pages, last, listed, when):
    """The title of the list has text above it and the first item below it, on its page."""
    title = " ".join(listed[0])
    found = next((found for _, found in pages if _has(found, listed[0])), None)
    must(found, f"{when}: „{title}“ is on no page")
    must(_has(found, last[-3:-1]), f"{when}: no text above „{title}“")
    must(_has(found, listed[1]), f"{when}: „{title}“ is on another page than its first item")


def _has(found, line):
    here = {word for _, _, word in found}
    return all(word in here for word in line)


def _at_the_right(page, start):
    width, found = page
    for line in start:
        # The topmost: what closes the document may have the same words.
        _, left = min((y, x) for y, x, word in found if word == line[0])
        must(left > width * 0.45, f"„{' '.join(line)}“ begins {left:.0f} pt from the left edge")
