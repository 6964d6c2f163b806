"""Reads a DOCX with the eyes of others, each into the shape of the model: python-docx, mammoth, and
LibreOffice through the OpenDocument that it makes of the file.
"""

import re
from urllib.parse import unquote

import html5lib
import mammoth
from docx.oxml.ns import qn
from lxml import etree

from . import office
from .common import Fault, must, words
from .model import Entry, Listed, Model
from .reading import SIGNS, Cell, Row, Said, docx_blocks, docx_rows, grid, once, opened

# --- python-docx ----------------------------------------------------------------------------------


@once
def told_by_python_docx(path):
    document = opened(path)
    said, model = Said(document), Model()
    body = document.element.body
    for p in docx_blocks(body):
        entry = _paragraph(p, document.part.rels)
        entry.level, entry.label = said.outline(p) or 0, said.label(p) or ""
        if said.labels[p] and not entry.label:
            # What Word counts stands before the rest.
            entry.number = said.labels[p][0]
            entry.pieces.insert(0, (entry.number + " ", None))
            entry.notes = [(number, at + len(entry.number) + 1) for number, at in entry.notes]
        entry.depth = said.counting.place(p)[1] if entry.label else None
        entry.in_table = next(p.iterancestors(qn("w:tc")), None) is not None
        model.entries.append(entry)
    for table in body.iter(qn("w:tbl")):
        model.tables.append(docx_rows(table, said))
        description = table.find(qn("w:tblPr") + "/" + qn("w:tblDescription"))
        model.descriptions.append(None if description is None else description.get(qn("w:val")))
    for drawing in body.iter(qn("w:drawing")):
        is_chart = any(element.tag.endswith("}chart") for element in drawing.iter())
        words_of = next(e for e in drawing.iter() if e.tag.endswith("}docPr")).get("descr")
        (model.charts if is_chart else model.pictures).append(words_of)
    model.signatures = signatures_of(body)
    numbers = [note.get(qn("w:id")) for note in body.iter(qn("w:footnoteReference"))]
    for part in (r.target_part for r in document.part.rels.values() if r.reltype.endswith("/footnotes")):
        for note in etree.fromstring(part.blob).iterchildren(qn("w:footnote")):
            if note.get(qn("w:id")) in numbers:
                pieces = [piece for p in note.iter(qn("w:p")) for piece in _paragraph(p, part.rels).pieces]
                model.notes[numbers.index(note.get(qn("w:id"))) + 1] = Entry(pieces)
    for entry in model.entries:
        # Word counts the notes in the order of the text, whatever their names.
        entry.notes = [(numbers.index(id_) + 1, at) for id_, at in entry.notes]
    return model


def _paragraph(p, rels):
    """A paragraph; its bookmarks are its names, and those that stand before it."""
    entry = Entry()
    before = p.getprevious()
    while before is not None and before.tag in (qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
        if before.tag == qn("w:bookmarkStart"):
            entry.ids.append(before.get(qn("w:name")))
        before = before.getprevious()
    for element in p.iter(qn("w:t"), qn("w:footnoteReference"), qn("w:bookmarkStart"), *SIGNS):
        if element.tag == qn("w:bookmarkStart"):
            entry.ids.append(element.get(qn("w:name")))
        elif element.getparent().tag != qn("w:r"):
            pass
        elif element.tag == qn("w:footnoteReference"):
            entry.notes.append((element.get(qn("w:id")), len(entry.text)))
        else:
            link = next(element.iterancestors(qn("w:hyperlink")), None)
            entry.pieces.append((SIGNS.get(element.tag) or element.text or "", _target(link, rels)))
    return entry


def _target(link, rels):
    if link is None:
        return None
    anchor = link.get(qn("w:anchor"))
    return f"#{anchor}" if anchor else rels[link.get(qn("r:id"))].target_ref


# --- mammoth --------------------------------------------------------------------------------------


@once
def told_by_mammoth(path):
    try:
        title = next(s.name for s in opened(path).styles if s.style_id.lower() == "title")
        with path.open("rb") as file:
            result = mammoth.convert_to_html(file, style_map=f"p[style-name='{title}'] => h1:fresh")
    except Exception as error:  # whatever a reader says of a broken file
        raise Fault(f"mammoth cannot read it: {error!r}") from error
    errors = [message.message for message in result.messages if message.type == "error"]
    must(not errors, f"mammoth: {errors[:1]}")
    root = html5lib.parse(result.value, namespaceHTMLElements=False).find("body")
    model = Model()
    for block in _blocks(root):
        model.entries.append(_html_paragraph(block))
    for table in root.iter("table"):
        model.tables.append(_html_table(table))
    for note in root.iter("li"):
        number = re.fullmatch(r"footnote-(\d+)", note.get("id", ""))
        if number:
            entry = _html_paragraph(note)
            # The last is the way back.
            entry.pieces = [(text, target) for text, target in entry.pieces if not (target or "").startswith("#footnote-ref")]
            model.notes[len(model.notes) + 1] = entry
    # To mammoth a line to be signed is a picture of which it reads no words.
    pictures = [picture.get("alt") for picture in root.iter("img")]
    model.pictures = [alt for alt in pictures if alt]
    model.signatures = [alt for alt in pictures if not alt]
    return model


def signatures_of(body):
    """Who is to sign at each of the lines that Word knows as such."""
    office = "{urn:schemas-microsoft-com:office:office}"
    return [line.get(office + "suggestedsigner") for line in body.iter(office + "signatureline")]


_INNER = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol"}


def _blocks(element):
    """The innermost blocks; an item with a list in it is its own text up to there."""
    for child in element:
        if child.tag == "li" and re.fullmatch(r"footnote-\d+", child.get("id", "")):
            continue
        inner = any(grandchild.tag in _INNER for grandchild in child)
        if child.tag in ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6"):
            yield child
        if child.tag not in ("p", "h1", "h2", "h3", "h4", "h5", "h6") and (inner or child.tag != "li"):
            yield from _blocks(child)


def _html_paragraph(block):
    entry, ids = Entry(), []

    def walk(element, target):
        if element.get("id"):
            ids.append(element.get("id"))
        if element.tag == "a":
            target = element.get("href", target)
        reference = re.fullmatch(r"#footnote-(\d+)", target or "")
        if element.tag == "br":
            entry.pieces.append(("\n", target))
        elif reference and element.tag == "a":
            entry.notes.append((int(re.sub(r"\D", "", "".join(element.itertext()))), len(entry.text)))
            return
        if element.text:
            entry.pieces.append((element.text, target))
        for child in element:
            if child.tag not in ("ul", "ol"):
                walk(child, target)
                if child.tail:
                    entry.pieces.append((child.tail, target))

    walk(block, None)
    entry.ids = ids
    if re.fullmatch("h[1-6]", block.tag):
        entry.level = int(block.tag[1])
    return entry


def _html_table(table):
    rows, heads = [], {id(row) for head in table.iter("thead") for row in head.iter("tr")}
    for tr in table.iter("tr"):
        row = Row(header=id(tr) in heads)
        for cell in tr:
            spans = (int(cell.get(span, 1)) for span in ("colspan", "rowspan"))
            entries = [_html_paragraph(block) for block in _blocks(cell)]
            row.cells.append(Cell([word for entry in entries for word in entry.words], *spans, entries))
        rows.append(row)
    grid(rows, "mammoth")
    return rows


# --- LibreOffice ----------------------------------------------------------------------------------

_ODF = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
}


def _odf(name):
    prefix, name = name.split(":")
    return f"{{{_ODF[prefix]}}}{name}"


def told_by_libreoffice(path):
    return _read_flat(office.made(path, "flat.fodt"))


@once
def _read_flat(path):
    body = etree.parse(path).getroot().find(_odf("office:body") + "/" + _odf("office:text"))
    model = Model()
    for element, depth in _odf_blocks(body):
        model.entries.append(_odf_paragraph(element, depth, model))
    for table in _odf_tables(body):
        model.tables.append(_odf_table(table, model))
    for frame in body.iter(_odf("draw:frame")):
        signs = [line.get(_odf("loext:suggested-signer-name")) for line in frame.iter(_odf("loext:signatureline"))]
        model.signatures += signs
        if signs:
            continue
        described = frame.find(_odf("svg:desc"))
        is_chart = frame.find(_odf("draw:object")) is not None
        (model.charts if is_chart else model.pictures).append(None if described is None else described.text)
    return model


def _odf_tables(body):
    """The tables of the text; a drawing has its numbers in one."""
    return [t for t in body.iter(_odf("table:table")) if next(t.iterancestors(_odf("draw:frame")), None) is None]


def _odf_blocks(element, depth=-1):
    for child in element:
        if child.tag in (_odf("text:p"), _odf("text:h")):
            yield child, depth
        elif child.tag == _odf("text:list"):
            yield from _odf_blocks(child, depth + 1)
        elif child.tag not in (_odf("draw:frame"), _odf("text:table-of-content-source"), _odf("text:index-title")):
            yield from _odf_blocks(child, depth)


def _odf_paragraph(element, depth, model):
    entry = Listed() if next(element.iterancestors(_odf("text:index-body")), None) is not None else Entry()
    if element.tag == _odf("text:h"):
        entry.level = int(element.get(_odf("text:outline-level")))
    entry.depth = depth if depth >= 0 else None
    entry.in_table = next(element.iterancestors(_odf("table:table-cell")), None) is not None

    def walk(part, target):
        if part.tag == _odf("text:note"):
            number = int(part.find(_odf("text:note-citation")).text)
            entry.notes.append((number, len(entry.text)))
            noted = Entry()
            for p in part.find(_odf("text:note-body")).iter(_odf("text:p")):
                noted.pieces += _odf_paragraph(p, -1, model).pieces
            model.notes[number] = noted
            return
        if part.tag in (_odf("draw:frame"), _odf("office:annotation")):
            return
        if part.tag in (_odf("text:bookmark-start"), _odf("text:bookmark")):
            entry.ids.append(part.get(_odf("text:name")))
        elif part.tag == _odf("text:a"):
            target = part.get(_odf("xlink:href"))
        elif part.tag == _odf("text:s"):
            entry.pieces.append((" " * int(part.get(_odf("text:c"), 1)), target))
        elif part.tag == _odf("text:tab"):
            entry.pieces.append(("\t", target))
        elif part.tag == _odf("text:line-break"):
            entry.pieces.append(("\n", target))
        if part.text:
            entry.pieces.append((part.text, target))
        for child in part:
            if isinstance(child.tag, str):
                walk(child, target)
            if child.tail:
                entry.pieces.append((child.tail, target))

    walk(element, None)
    return entry


def _odf_table(table, model):
    rows = []
    for tr in table.iter(_odf("table:table-row")):
        row = Row(header=tr.getparent().tag == _odf("table:table-header-rows"))
        for tc in tr.iterchildren(_odf("table:table-cell")):
            spans = (int(tc.get(_odf(f"table:number-{of}-spanned"), 1)) for of in ("columns", "rows"))
            entries = [_odf_paragraph(p, depth, Model()) for p, depth in _odf_blocks(tc)]
            row.cells.append(Cell([word for entry in entries for word in entry.words], *spans, entries))
        rows.append(row)
    grid(rows, "LibreOffice")
    return rows


@once
def _read_text(path):
    return path.read_text("utf-8-sig")


def text_by_libreoffice(path):
    """The lines of the text that LibreOffice makes, with all numbers as it counts them."""
    return _read_text(office.made(path, "text.txt")).split("\n")


def address(target):
    """An address as it is meant: with its signs as such."""
    return unquote(target)

