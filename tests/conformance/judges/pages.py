"""LibreOffice's pages of the DOCX against our own of the PDF: whoever prints either holds the same
document in hand.
"""

import re
from collections import Counter
from difflib import SequenceMatcher

import docx
import pikepdf
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from lxml import etree

from . import office
from .agreement import plain
from .common import must, run, words
from .model import read_model
from .readback import folded
from .reading import once, pdf_words_drawn

# Points. What two boxes of letters may share before one sees it: letters lean, and boxes are taller
# than letters.
HAIR = 1.0
SHARED_HEIGHT = 0.25
# What a line may stand out of the space between the margins: a full stop that hangs, a table's edge.
BEYOND = 2.0


def _both(doc):
    return (("LibreOffice", office.made(doc.docx, "pages.pdf")), ("aktas", doc.pdf))


def same_pages(doc):
    """As many pages, and every heading on the same page, give or take one; in Liberation Serif."""
    (_, theirs), (_, ours) = _both(doc)
    (pages, headings), (our_pages, our_headings) = outline(theirs), outline(ours)
    must(abs(pages - our_pages) <= 1, f"LibreOffice makes {pages} pages, aktas {our_pages}")
    found, expected = ([(level, plain(title)) for level, title, _ in of] for of in (headings, our_headings))
    must(found == expected, f"LibreOffice's outline is {found}, ours {expected}"[:900])
    for (_, title, page), (_, _, our_page) in zip(headings, our_headings):
        must(abs(page - our_page) <= 1, f"„{title}“ is on page {page} by LibreOffice, on {our_page} by aktas")
    fonts = [row.split()[0] for row in run("pdffonts", theirs).stdout.splitlines()[2:]]
    # The same widths of letters as Times New Roman; without it the pages could not be compared.
    must(any("LiberationSerif" in font for font in fonts), "LibreOffice has no Liberation Serif; run install.sh")
    # Others are for signs that no font of texts has.
    strange = [font for font in fonts if not re.search("Liberation|DejaVu|Symbol|Emoji", font)]
    must(not strange, f"LibreOffice takes other fonts: {strange}")


@once
def outline(path):
    """How many pages, and the entries of the outline: level, title, page."""
    found = []
    with pikepdf.open(path) as document:
        numbers = {page.objgen: number for number, page in enumerate(document.pages, 1)}

        def walk(items, level):
            for item in items:
                there = item.destination if item.action is None else item.action.get("/D")
                must(isinstance(there, pikepdf.Array), f"„{item.title}“ leads nowhere")
                found.append((level, str(item.title), numbers[there[0].objgen]))
                walk(item.children, level + 1)

        with document.open_outline() as tree:
            walk(tree.root, 1)
        return len(document.pages), found


def legible(doc):
    """No word stands outside the page or its margins, none over another, none cut off."""
    for name, path in _both(doc):
        margins = _margins(doc.docx)
        for number, (width, height, boxes) in enumerate(_boxes(path), 1):
            left, right = margins.get(round(width), (0, 0))
            for x1, y1, x2, y2, word in boxes:
                inside = -HAIR <= y1 and y2 <= height + HAIR and left - BEYOND <= x1 and x2 <= width - right + BEYOND
                must(inside, f"{name}, page {number}: „{word}“ stands outside, {x1:.0f}–{x2:.0f} pt of {width:.0f}")
            for word, other in _overlaps(boxes):
                must(False, f"{name}, page {number}: „{word}“ stands over „{other}“")
    _nothing_cut_off(doc)


def _overlaps(boxes):
    boxes = sorted(boxes)
    for index, (x1, y1, x2, y2, word) in enumerate(boxes):
        for other in boxes[index + 1 :]:
            if other[0] >= x2 - HAIR:
                break
            shared = min(y2, other[3]) - max(y1, other[1])
            low = min(y2 - y1, other[3] - other[1])
            if min(x2, other[2]) - other[0] > HAIR and shared > SHARED_HEIGHT * low:
                yield word, other[4]


@once
def _boxes(path):
    result = run("pdftotext", "-bbox", path, "-")
    must(result.returncode == 0, f"pdftotext failed: {result.stderr.strip()[:200]}")
    # Signs that XML does not know come from fonts of signs.
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "?", result.stdout)
    root = etree.fromstring(text.encode())
    sides = ("xMin", "yMin", "xMax", "yMax")
    return [
        (
            float(page.get("width")),
            float(page.get("height")),
            [(*(float(word.get(side)) for side in sides), word.text or "") for word in page.iter("{*}word")],
        )
        for page in root.iter("{*}page")
    ]


def _margins(path):
    """By width of the page: the margins at its left and right."""
    return {
        round(section.page_width.pt): (section.left_margin.pt, section.right_margin.pt)
        for section in docx.Document(str(path)).sections
    }


def _nothing_cut_off(doc):
    """No row and no line with text in it has a height that the text could outgrow."""
    document = docx.Document(str(doc.docx))
    for height in document.element.body.iter(qn("w:trHeight")):
        must(height.get(qn("w:hRule")) != "exact", "a row has an exact height")
    for paragraph in document.element.body.iter(qn("w:p")):
        of = docx.text.paragraph.Paragraph(paragraph, document)
        if of.text.strip():
            style, rule = of.style, of.paragraph_format.line_spacing_rule
            while rule is None and style is not None:
                style, rule = style.base_style, style.paragraph_format.line_spacing_rule
            must(rule != WD_LINE_SPACING.EXACTLY, f"a line has an exact height: „{of.text[:60]}“")


def same_order(doc):
    """Both have all letters of the model on their pages, in its order.

    Notes stand at the foot of a page and heads of tables are repeated, so words may stand between
    those of the model; what is drawn in charts has no order.
    """
    model = read_model(doc.dump)
    expected = [word for entry in model.entries for word in folded([*words(entry.label), *entry.noted])]
    notes = Counter(letters(word for note in model.notes.values() for word in folded(note.words)))
    for name, path in _both(doc):
        drawn = folded(pdf_words_drawn(path)[1])
        lost = notes + Counter(letters(expected)) - Counter(letters(drawn))
        must(not lost, f"the pages by {name} lack letters: {dict(lost)}")
        at, there = 0, 0
        for start, place, size in SequenceMatcher(None, expected, drawn, autojunk=False).get_matching_blocks():
            # What is not word for word the same may be parted: at the end of a line or a page.
            between = iter(letters(drawn[there:place]))
            found = all(letter in between for letter in letters(expected[at:start]))
            must(found, f"not in its order on the pages by {name}: „{' '.join(expected[max(0, at - 4):start])[:200]}“")
            at, there = start + size, place + size


def letters(text):
    """Letters and digits: other signs may be drawn with another font, before or after the text."""
    return [sign for word in text for sign in word if sign.isalnum()]
