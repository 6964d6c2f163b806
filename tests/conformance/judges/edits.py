"""Does the file stay what it is when others edit and save it?

python-docx changes a heading, adds a paragraph and copies a row, as a script of a school would;
LibreOffice saves it as it is, and with a heading changed, a paragraph added and the contents anew.
"""

import copy
import re
import tempfile
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from . import office
from .common import must, words
from .model import Listed, read_model
from .outside import validate
from .readback import folded
from .reading import Said, docx_edges, once, opened
from .told import signatures_of, told_by_libreoffice, told_by_python_docx, text_by_libreoffice
from .word import controls_of, provenance_of

CORRECTED = " (pataisyta)"
ADDED = "Pastraipa, kurią prirašė sekretorė."

_folder = tempfile.TemporaryDirectory(prefix="aktas-edited-")


@once
def edited(path):
    """The file as python-docx saves it after the edits, and how many paragraphs the new row has."""
    document = opened(path)
    said = Said(document)
    headings = [p for p in document.element.body.iter(qn("w:p")) if said.outline(p)]
    must(headings, "there is no heading to change")
    heading = Paragraph(headings[min(1, len(headings) - 1)], document)
    heading.add_run(CORRECTED)
    copied = _copied_row(document, said)
    long = (p for p in document.paragraphs if len(words(p.text)) > 12 and not said.labels[p._p])
    body = next(long, document.paragraphs[-1])
    document.add_paragraph(ADDED, body.style)
    target = Path(tempfile.mkdtemp(dir=_folder.name), path.name)
    document.save(str(target))
    return target, copied


def _copied_row(document, said):
    """Copies the last row of a table that has no merges, rather one that Word counts."""
    rows = [
        row
        for row in document.element.body.iter(qn("w:tr"))
        if not [*row.iter(qn("w:gridSpan"), qn("w:vMerge"), qn("w:tblHeader"), qn("w:footnoteReference"))]
    ]
    counted = [row for row in rows if any(said.labels[p] and not said.is_item(p) for p in row.iter(qn("w:p")))]
    if not rows:
        return None
    row = (counted or rows)[-1]
    row.addnext(copy.deepcopy(row))
    label = next((said.labels[p][0] for p in row.iter(qn("w:p")) if said.labels[p] and not said.is_item(p)), None)
    return label, sum(1 for p in row.iter(qn("w:p")) if words(said.text(p)))


def following(label):
    """The number after one: `1.2.` after `1.1.`"""
    return re.sub(r"\d+(?=\D*$)", lambda number: str(int(number[0]) + 1), label)


def edited_by_python_docx(doc):
    """After the edits the file is valid, has what it had, and counts on."""
    path, copied = edited(doc.docx)
    validate(path, "Microsoft365")
    _keeps(doc.docx, path)
    before, after = told_by_python_docx(doc.docx), told_by_python_docx(path)
    added = 1 + (copied[1] if copied else 0)
    _changed(before.entries, after.entries, 1, added)
    if copied and copied[0]:
        labels = Counter(entry.number for entry in after.entries if entry.number)
        labels.subtract(entry.number for entry in before.entries)
        new = [label for label, count in labels.items() if label and count > 0]
        must(new == [following(copied[0])], f"the copy of row {copied[0]} is counted {new}")
    _changed(told_by_libreoffice(doc.docx).entries, told_by_libreoffice(path).entries, 1, added, some_lost=True)
    text = "\n".join(text_by_libreoffice(path))
    for told in (CORRECTED, ADDED, following(copied[0]) if copied and copied[0] else ADDED):
        must(told in text, f"LibreOffice does not read „{told}“ from it")


def saved_by_libreoffice(doc):
    """Saved by LibreOffice, the file says the same, in the same styles."""
    path = office.made(doc.docx, "saved.docx")
    _keeps(doc.docx, path)
    ours, theirs = read_model(doc.dump), told_by_python_docx(path)
    ours_present, theirs_present = ([entry for entry in of.entries if entry.words] for of in (ours, theirs))
    for one, other in zip(ours_present, theirs_present):
        found = folded(other.words)
        # It has identities of its own for the styles of items, so their labels are read as text;
        # and for signs, letters of a font of signs.
        if one.label and found != folded(one.words):
            must(found[:1] == folded([one.label]) or not one.label[0].isdigit(), f"it counts „{other.text[:160]}“")
            found = found[1:]
        must(found == folded(one.words), f"it has „{other.text[:160]}“ for „{one.text[:160]}“")
    must(len(ours_present) == len(theirs_present), f"{len(theirs_present)} paragraphs of {len(ours_present)}")
    levels = [[h.level for h in of.headings] for of in (ours, theirs)]
    must(levels[0] == levels[1], f"the headings are of the levels {levels[1]}, in the model {levels[0]}")
    shapes = [
        [[(row.header, [(c.columns, c.rows) for c in row.cells]) for row in table] for table in of.tables]
        for of in (ours, theirs)
    ]
    must(shapes[0] == shapes[1], "the tables have other rows or cells")
    notes = [{n: note.words for n, note in of.notes.items()} for of in (ours, theirs)]
    must(notes[0] == notes[1], f"the notes are {notes[1]}, in the model {notes[0]}"[:700])
    # It does not keep the words of charts, which it reads as objects of its own.
    must(
        [words(alt or "") for alt in theirs.pictures] == [words(alt) for alt in ours.pictures],
        f"the pictures are {theirs.pictures}",
    )


def edited_by_libreoffice(doc):
    """Edited by LibreOffice, the file has what it had, and the contents follow the headings."""
    path = office.made(doc.docx, "edited.docx")
    _keeps(doc.docx, path)
    saved = told_by_python_docx(office.made(doc.docx, "saved.docx"))
    after = told_by_python_docx(path)
    headings = [h for h in saved.headings if h.level > 1]
    changed = 1 if headings else 0
    _changed(saved.entries, after.entries, changed, changed)
    listed = {" ".join(h.words) for h in _listed(doc)}
    if changed and " ".join(headings[0].words) in listed:
        entries = [line for line in text_by_libreoffice(path) if "\t" in line and CORRECTED in line]
        must(entries, "the contents do not have the changed heading")


def _listed(doc):
    return [entry for entry in read_model(doc.dump).with_contents() if isinstance(entry, Listed)]


def _changed(before, after, changed, added, some_lost=False):
    """So many paragraphs are other ones now and so many are new; the rest is as it was."""
    a, b = ([tuple(entry.words) for entry in entries if entry.words] for entries in (before, after))
    gone = new = 0
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            gone, new = gone + i2 - i1, new + j2 - j1
    # A reader that does not count has no paragraph for a number alone.
    expected = {changed + added - lost for lost in ((0, 1) if some_lost else (0,))}
    must(gone == changed and new in expected, f"{gone} paragraphs are gone, {new} are new; it should be {changed} and {expected}")


# --- What must stay -------------------------------------------------------------------------------


def _keeps(before, after):
    ours, theirs = _kept(before), _kept(after)
    for what, value in ours.items():
        if what == "styles":
            must(value <= theirs[what], f"it has lost the styles {sorted(value - theirs[what])}")
        else:
            must(value == theirs[what], f"its {what}: {theirs[what]}, before {value}"[:700])


def _kept(path):
    """What edits leave alone, whoever makes them."""
    document = opened(path)
    body = document.element.body
    names = {style.style_id: style.name for style in document.styles}
    used = {style.get(qn("w:val")) for style in body.iter(qn("w:pStyle"), qn("w:tblStyle"))}
    fields = Counter(re.match(r"\s*(\w*)", _field(e)).group(1) for e in body.iter(qn("w:instrText"), qn("w:fldSimple")))
    return {
        "styles": {names[style].casefold() for style in used - {_DIVIDES} if style in names} - _ITS_OWN,
        "tables of contents": fields["TOC"],
        "counted captions": fields["SEQ"],
        # LibreOffice 7.4 keeps the controls and their texts, not all of their names.
        "content controls": [text for *_, text in controls_of(path)],
        "lines to be signed": signatures_of(body),
        "notes": len([*body.iter(qn("w:footnoteReference"))]),
        "pages lying": [_lying(section) for section in document.sections],
        # The numbers are answers of fields, and each program has its own.
        "words at the edges": sorted({word for word in docx_edges(path) if not word.isdigit()}),
        "provenance": provenance_of(path),
    }


# LibreOffice lists entries of the contents in styles of its own choice, and makes no paragraph of
# one that only divides sections.
_ITS_OWN = {f"toc {level}" for level in range(1, 10)}
_DIVIDES = "Gap"


def _field(element):
    return element.text or "" if element.tag == qn("w:instrText") else element.get(qn("w:instr"), "")


def _lying(section):
    return "landscape" if section.page_width > section.page_height else "portrait"
