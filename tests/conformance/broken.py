"""Judges the judges: each is shown files broken on purpose, and must find each of them broken.

A judge that has never been seen to fail proves nothing. The sound files are shown to it too, so
that it does not simply refuse everything.
"""

import copy
import io
import os
import re
import tempfile
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import yaml
from docx.oxml.ns import qn
from lxml import etree

import counting
from judges import edits, office, signatures, signed_pdf
from judges.common import Fault


class Unbreakable(Exception):
    """The document does not have what was to be broken."""


# --- How files are broken ---------------------------------------------------------------------


def part(name, change):
    """A DOCX with one part changed: `change` takes the part's tree."""

    def breaking(data):
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            for entry in old.infolist():
                content = old.read(entry)
                if entry.filename == name:
                    tree = etree.fromstring(content)
                    change(tree)
                    content = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
                new.writestr(entry, content)
        return out.getvalue()

    return breaking


def body(change):
    return part("word/document.xml", change)


def first(tree, path, where=lambda _: True):
    for element in tree.iter(*(qn(name) for name in path.split("|"))):
        if where(element):
            return element
    raise Unbreakable(path)


def drop(path, where=lambda _: True):
    """Leaves out the first element of a name."""

    def change(tree):
        element = first(tree, path, where)
        element.getparent().remove(element)

    return change


def swap_properties(tree):
    properties = first(tree, "w:pPr", lambda e: len(e) > 1)
    properties[:] = reversed(properties[:])


def drop_word(tree):
    text = max(tree.iter(qn("w:t")), key=lambda e: len(e.text or ""))
    text.text = text.text.rsplit(" ", 1)[0]


def swap_words(tree):
    text = first(tree, "w:t", lambda e: len(set((e.text or "").split())) > 5)
    text.text = " ".join(reversed(text.text.split()))


def many_pages(tree):
    paragraph = first(tree, "w:p")
    for _ in range(4):
        broken = etree.Element(qn("w:p"))
        run = etree.SubElement(broken, qn("w:r"))
        etree.SubElement(run, qn("w:br")).set(qn("w:type"), "page")
        paragraph.addnext(broken)


def divided_cell(tree):
    """A cell over several columns becomes two; the table is as whole as before."""
    span = first(tree, "w:gridSpan")
    columns, cell = int(span.get(qn("w:val"))), next(span.iterancestors(qn("w:tc")))
    other = copy.deepcopy(cell)
    cell.addnext(other)
    for part_of, wide in ((cell, 1), (other, columns - 1)):
        part_of.find(qn("w:tcPr") + "/" + qn("w:gridSpan")).set(qn("w:val"), str(wide))
    for text in other.iter(qn("w:t")):
        text.text = ""


def longer_span(tree):
    span = first(tree, "w:gridSpan")
    span.set(qn("w:val"), str(int(span.get(qn("w:val"))) - 1))


def other_outline(tree):
    first(tree, "w:outlineLvl", lambda e: e.get(qn("w:val")) == "1").set(qn("w:val"), "2")


def deeper(tree):
    first(tree, "w:ilvl").set(qn("w:val"), "3")


def later_start(tree):
    """Each list begins two later, whatever says where it begins."""
    for start in tree.iter(qn("w:start"), qn("w:startOverride")):
        start.set(qn("w:val"), str(int(start.get(qn("w:val"))) + 2))


def other_address(tree):
    next(r for r in tree if r.get("Type").endswith("/hyperlink")).set("Target", "https://example.org/kitas")


def other_anchor(tree):
    """The last link leads to where the first does."""
    links = [e for e in tree.iter(qn("w:hyperlink")) if not e.get(qn("w:anchor"), "_Toc").startswith("_Toc")]
    if len({link.get(qn("w:anchor")) for link in links}) < 2:
        raise Unbreakable("w:hyperlink")
    links[-1].set(qn("w:anchor"), links[0].get(qn("w:anchor")))


def _described(tree):
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag.endswith("}docPr") and element.get("descr"):
            return element
    raise Unbreakable("wp:docPr")


def other_words(tree):
    _described(tree).set("descr", "Kitas paveikslas")


def without_words(tree):
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag.endswith("}docPr"):
            element.attrib.pop("descr", None)
    _picture(tree)


def _picture(tree):
    """There is a picture: charts have no words to some readers anyway."""
    if not any(isinstance(e.tag, str) and e.tag.endswith("}blip") for e in tree.iter()):
        raise Unbreakable("a:blip")


def other_font(tree):
    for fonts in tree.iter(qn("w:rFonts")):
        for name in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(name), "DejaVu Sans Mono")


def _long_paragraph(tree):
    return max(tree.iter(qn("w:p")), key=lambda p: sum(len(t.text or "") for t in p.iter(qn("w:t"))))


def _property(paragraph, name, **attributes):
    """A property that replaces the one of the same name."""
    properties = paragraph.find(qn("w:pPr"))
    for old in properties.findall(qn(name)):
        properties.remove(old)
    added = etree.SubElement(properties, qn(name))
    for key, value in attributes.items():
        added.set(qn("w:" + key), value)


def outside_the_margin(tree):
    _property(_long_paragraph(tree), "w:ind", left="-900")


def lines_of_no_height(tree):
    _property(_long_paragraph(tree), "w:spacing", line="80", lineRule="exact")


def row_of_no_height(tree):
    height = etree.SubElement(first(tree, "w:trPr"), qn("w:trHeight"))
    height.set(qn("w:val"), "100")
    height.set(qn("w:hRule"), "exact")


def lost_control(tree):
    """A content control around a row, which LibreOffice does not keep."""
    row = first(tree, "w:tr", lambda row: row.getnext() is None)
    control = etree.Element(qn("w:sdt"))
    row.addprevious(control)
    etree.SubElement(etree.SubElement(control, qn("w:sdtPr")), qn("w:tag")).set(qn("w:val"), "lost")
    etree.SubElement(control, qn("w:sdtContent")).append(row)


def contents_as_text(tree):
    """The lines of the contents without the field that makes them anew."""
    frame = first(tree, "w:sdt", lambda e: e.find(".//" + qn("w:docPartGallery")) is not None)
    for run in list(frame.iter(qn("w:r"))):
        if run.find(qn("w:fldChar")) is not None or run.find(qn("w:instrText")) is not None:
            run.getparent().remove(run)
    properties = frame.find(qn("w:sdtPr"))
    properties.getparent().remove(properties)


def loose(tree):
    """No paragraph stays with the next one."""
    for keep in list(tree.iter(qn("w:keepNext"))):
        keep.getparent().remove(keep)


def list_alone(tree):
    """The list of redactions begins a page."""
    style = next((s for s in tree.iter(qn("w:pStyle")) if s.get(qn("w:val")) == "redactions-title"), None)
    if style is None:
        raise Unbreakable("redactions-title")
    style.addnext(style.makeelement(qn("w:pageBreakBefore")))


def other_signer(tree):
    """A line to be signed by someone else."""
    office = "{urn:schemas-microsoft-com:office:office}"
    line = next(tree.iter(office + "signatureline"), None)
    if line is None:
        raise Unbreakable("o:signatureline")
    line.set(office + "suggestedsigner", "Kitas Asmuo")


def mark_at_the_left(tree):
    first(tree, "w:pPr", lambda e: e.find(qn("w:pStyle")).get(qn("w:val")) == "mark")
    for properties in tree.iter(qn("w:pPr")):
        if properties.find(qn("w:pStyle")).get(qn("w:val")) == "mark":
            etree.SubElement(properties, qn("w:ind")).set(qn("w:left"), "0")


def unwrap_control(tree):
    """What a control stands around stands in the line itself."""
    control = first(tree, "w:sdt", lambda e: e.find(qn("w:sdtPr") + "/" + qn("w:tag")) is not None)
    for run in control.find(qn("w:sdtContent")):
        control.addprevious(run)
    control.getparent().remove(control)


def set_text(path, text):
    def change(tree):
        element = next(tree.iter(path), None)
        if element is None:
            raise Unbreakable(path)
        element.text = text

    return change


def drop_relationship(kind):
    def change(tree):
        for relation in tree:
            if relation.get("Type").endswith(kind):
                tree.remove(relation)
                return
        raise Unbreakable(kind)

    return change


def drawn(tree):
    """The first drawing that is told from its pixels."""
    svg = next(tree.iter("{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"), None)
    if svg is None:
        raise Unbreakable("svgBlip")
    return svg


def only_pixels(tree):
    svg = drawn(tree)
    svg.getparent().remove(svg)


def stretched(tree):
    for element in next(a for a in drawn(tree).iterancestors() if a.tag == qn("pic:pic")).iter(qn("a:ext")):
        if element.get("cy"):
            element.set("cy", str(int(element.get("cy")) * 11 // 10))


def smaller(tree):
    extent = first(tree, "a:ext", lambda e: e.get("cx") and e.getparent().getparent().tag == qn("pic:spPr"))
    extent.set("cx", str(int(extent.get("cx")) // 2))


def absolute_source(tree):
    source = next(tree.iter("{urn:aktas:provenance:1}source"))
    source.text = "/home/" + source.text


def replace(old, new):
    """A text file with the first `old` changed."""

    def breaking(data):
        text = data.decode()
        if old not in text:
            raise Unbreakable(old)
        return text.replace(old, new, 1).encode()

    return breaking


def drop_html_word(data):
    text = data.decode()
    words = re.search(r"(?<=<p class=\"p-body\">)\S+ ", text)
    if words is None:
        raise Unbreakable("p-body")
    return (text[: words.start()] + text[words.end() :]).encode()


def half(data):
    return data[: len(data) // 2]


def signed(breaking):
    """A DOCX that is broken after it was signed."""

    def of_signed(data):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "signed.docx")
            path.write_bytes(data)
            return breaking(signatures.signed(path)[0].read_bytes())

    return of_signed


def signed_then(breaking):
    """A PDF that is broken after it was signed."""

    def of_signed(data):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "signed.pdf")
            path.write_bytes(data)
            return breaking(signed_pdf.signed(path).read_bytes())

    return of_signed


def other_producer(data):
    """A letter of what the first signature covers is another one."""
    old = b"<pdf:Producer>aktas"
    if old not in data:
        raise Unbreakable("pdf:Producer")
    return data.replace(old, old[:-1] + b"z")


def other_number(data):
    """The last signature is that of another message."""
    start = data.rindex(b"/Contents<")
    end = data.index(b">", start)
    digits = data[start:end].rstrip(b"0")
    other = digits[:-1] + (b"1" if digits[-1:] != b"1" else b"2")
    return data[:start] + other + data[start + len(digits) :]


def added(data):
    """A package with a part more."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/added.xml", "<a/>")
    return out.getvalue()


def other_signature(tree):
    value = tree.find("{http://www.w3.org/2000/09/xmldsig#}SignatureValue")
    value.text = ("B" if value.text[0] == "A" else "A") + value.text[1:]


def pdf(change):
    """A PDF with its objects changed."""

    def breaking(data):
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as document:
            change(document)
            document.save(out, static_id=True)
        return out.getvalue()

    return breaking


def fonts_of(document):
    for entry in document.objects:
        if isinstance(entry, pikepdf.Dictionary) and entry.get("/Type") == "/Font":
            yield entry


def no_unicode(document):
    del next(font for font in fonts_of(document) if "/ToUnicode" in font)["/ToUnicode"]


def not_embedded(document):
    for entry in document.objects:
        if isinstance(entry, pikepdf.Dictionary) and "/FontFile2" in entry:
            del entry["/FontFile2"]
            return
    raise Unbreakable("/FontFile2")


def not_subset(document):
    for entry in document.objects:
        if isinstance(entry, pikepdf.Dictionary):
            for key in ("/BaseFont", "/FontName"):
                if "+" in str(entry.get(key, "")):
                    entry[key] = pikepdf.Name("/" + str(entry[key]).split("+", 1)[1])


def drop_shown(document):
    """Leaves out the longest piece of text that is drawn on the last page."""
    page = document.pages[-1]
    content = list(pikepdf.parse_content_stream(page))
    shows = (pikepdf.Operator("Tj"), pikepdf.Operator("TJ"))
    shown = [i for i, instruction in enumerate(content) if instruction.operator in shows]
    del content[max(shown, key=lambda i: len(pikepdf.unparse_content_stream([content[i]])))]
    page.Contents = document.make_stream(pikepdf.unparse_content_stream(content))


def draw_untagged(document):
    """Draws the first marked piece of text of the page a second time, as decoration."""
    page = document.pages[0]
    content = list(pikepdf.parse_content_stream(page))
    start = next(i for i, c in enumerate(content) if c.operator == pikepdf.Operator("BDC") and "/MCID" in str(c.operands))
    end = next(i for i in range(start, len(content)) if content[i].operator == pikepdf.Operator("EMC"))
    decoration = pikepdf.ContentStreamInstruction([pikepdf.Name("/Artifact")], pikepdf.Operator("BMC"))
    content[end + 1 : end + 1] = [decoration, *content[start + 1 : end + 1]]
    page.Contents = document.make_stream(pikepdf.unparse_content_stream(content))


def draw_beside(document):
    """Draws the first marked piece of text of the page a second time, a little lower."""
    page = document.pages[0]
    content = list(pikepdf.parse_content_stream(page))
    start = next(i for i, c in enumerate(content) if c.operator == pikepdf.Operator("BDC") and "/MCID" in str(c.operands))
    end = next(i for i in range(start, len(content)) if content[i].operator == pikepdf.Operator("EMC"))

    def instruction(operator, *operands):
        return pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(operator))

    lower = [instruction("q"), instruction("cm", 1, 0, 0, 1, 4, -3), *content[start + 1 : end], instruction("Q")]
    content[end + 1 : end + 1] = [instruction("BMC", pikepdf.Name("/Artifact")), *lower, instruction("EMC")]
    page.Contents = document.make_stream(pikepdf.unparse_content_stream(content))


def bad_operator(document):
    page = document.pages[0]
    page.Contents = document.make_stream(b"q 1 0 0 rg (unfinished BT /F0 " + page.Contents.read_bytes()[:50])


def structure(of, change):
    """Changes the first element of the structure tree with the name `of`."""

    def changing(document):
        for entry in document.objects:
            if isinstance(entry, pikepdf.Dictionary) and entry.get("/S") == of and change(entry):
                return
        raise Unbreakable(of)

    return changing


def narrower(entry):
    attributes = entry.get("/A")
    for attribute in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
        if attribute is not None and "/ColSpan" in attribute:
            attribute["/ColSpan"] = int(attribute["/ColSpan"]) - 1
            return True
    return False


def undescribed(document):
    for entry in document.objects:
        if isinstance(entry, pikepdf.Dictionary) and "/Summary" in entry.get("/A", {}):
            del entry["/A"]["/Summary"]
            return
    raise Unbreakable("/Summary")


def rename(to):
    def change(entry):
        entry["/S"] = pikepdf.Name(to)
        return True

    return change


def unlabelled(entry):
    """Takes the label from an item of a list; notes have labels too."""
    if entry.get("/P").get("/S") != "/LI":
        return False
    entry["/S"] = pikepdf.Name("/Span")
    return True


def first_element(document, *tags):
    """The first element with one of the tags, which are tried in turn."""
    for tag in tags:
        for entry in document.objects:
            if isinstance(entry, pikepdf.Dictionary) and entry.get("/S") == tag:
                return entry
    raise Unbreakable(tags)


def unnamed_note(document):
    note = first_element(document, "/Note", "/P")
    note["/S"] = pikepdf.Name("/Note")
    if "/ID" in note:
        del note["/ID"]


def entry_outside(document):
    """An entry of a table of contents that is in none."""
    first_element(document, "/TOC", "/L")["/S"] = pikepdf.Name("/Div")
    first_element(document, "/TOCI", "/LI")["/S"] = pikepdf.Name("/TOCI")


def without(key, *tags):
    """An element without one of its entries."""

    def change(document):
        del first_element(document, *tags)[key]

    return change


def no_scope(document):
    for entry in document.objects:
        if isinstance(entry, pikepdf.Dictionary) and entry.get("/S") == "/TH":
            del entry["/A"]["/Scope"]


def silent_link(document):
    for page in document.pages:
        for annotation in page.get("/Annots", []):
            del annotation["/Contents"]
            return
    raise Unbreakable("/Annots")


def root_without(key):
    def change(document):
        del document.Root[key]

    return change


def no_mark(document):
    """The metadata do not say that the file keeps PDF/UA."""
    xmp = document.Root.Metadata.read_bytes()
    broken = xmp.replace(b"<pdfuaid:part>1</pdfuaid:part>", b"")
    if broken == xmp:
        raise Unbreakable("pdfuaid:part")
    document.Root.Metadata.write(broken)


def missing_glyph(document):
    """Shows the glyph that stands for missing ones."""
    page = document.pages[0]
    content = list(pikepdf.parse_content_stream(page))
    for index, (operands, operator) in enumerate(content):
        if operator == pikepdf.Operator("TJ"):
            shown = pikepdf.Array([pikepdf.String(b"\0\0"), *operands[0]])
            content[index] = pikepdf.ContentStreamInstruction([shown], operator)
            page.Contents = document.make_stream(pikepdf.unparse_content_stream(content))
            return
    raise Unbreakable("TJ")


def less_unicode(document):
    """A font does not tell the text of its first glyphs."""
    font = next(font for font in fonts_of(document) if "/ToUnicode" in font)
    listing = font.ToUnicode.read_bytes()
    broken = re.sub(rb"(?s)beginbfchar.*?endbfchar", b"beginbfchar endbfchar", listing, count=1)
    font.ToUnicode = document.make_stream(broken)


def untitled(document):
    del document.trailer["/Info"]["/Title"]


def untagged(document):
    del document.Root["/MarkInfo"]


def unstructured(document):
    del document.Root["/StructTreeRoot"]


def more_content(data):
    """The content says one thing more than was printed."""
    content = yaml.load(data.decode(), yaml.BaseLoader)
    content["title"] += " su priedu"
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False).encode()


def content_turned(data):
    """The content has the items of its longest list of sentences in another order."""
    content = yaml.load(data.decode(), yaml.BaseLoader)

    def lists(node):
        if isinstance(node, dict):
            for key, value in node.items():
                if key not in ("marks", "who", "indicators"):
                    yield from lists(value)
        elif isinstance(node, list):
            yield node
            for value in node:
                yield from lists(value)

    def sentences(items):
        return all(isinstance(item, str) and len(item) > 20 for item in items), len(items)

    max(lists(content), key=sentences).reverse()
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False).encode()


def other_author(data):
    content = yaml.load(data.decode(), yaml.BaseLoader)
    content["institution"]["name"] = "Kita įstaiga"
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False).encode()


CORE = "docProps/core.xml"
NOTE = '<div role="doc-endnotes"><ol><li>Pastaba.</li></ol></div>'
ENTRY = '<nav role="doc-toc"><a href="#title">Turinys</a></nav>'
DC = "{http://purl.org/dc/elements/1.1/}"
SIGNATURE = "_xmlsignatures/sig1.xml"
# Of the second seal.
RSA_SIGNATURE = "_xmlsignatures/sig2.xml"
SIGNING_TIME = "{http://uri.etsi.org/01903/v1.3.2#}SigningTime"

# Judge, what is broken, which file, how.
BROKEN = [
    ("open-xml-sdk", "paragraph properties out of order", "docx", body(swap_properties)),
    ("open-xml-sdk", "half a file", "docx", half),
    ("reads-python-docx", "half a file", "docx", half),
    ("reads-python-docx", "word missing", "docx", body(drop_word)),
    ("reads-python-docx", "heading of another level", "docx", part("word/styles.xml", other_outline)),
    ("reads-python-docx", "item of a list at another level", "docx", body(deeper)),
    ("reads-python-docx", "list that starts elsewhere", "docx", part("word/numbering.xml", later_start)),
    ("reads-python-docx", "header row not marked", "docx", body(drop("w:tblHeader"))),
    ("reads-python-docx", "link to another address", "docx", part("word/_rels/document.xml.rels", other_address)),
    ("reads-python-docx", "link to another place", "docx", body(other_anchor)),
    ("reads-python-docx", "note that says less", "docx", part("word/footnotes.xml", drop_word)),
    ("reads-python-docx", "picture in other words", "docx", body(other_words)),
    ("reads-mammoth", "half a file", "docx", half),
    ("reads-mammoth", "header row not marked", "docx", body(drop("w:tblHeader"))),
    ("reads-mammoth", "row missing", "docx", body(drop("w:tr", lambda row: row.getnext() is None))),
    ("reads-mammoth", "heading is common text", "docx", body(drop("w:pStyle", lambda e: e.get(qn("w:val")).startswith("heading")))),
    ("reads-mammoth", "note that is not there", "docx", body(drop("w:footnoteReference"))),
    ("reads-mammoth", "picture without words", "docx", body(without_words)),
    ("reads-mammoth", "words in another order", "docx", body(swap_words)),
    ("reads-office", "half a file", "docx", half),
    ("reads-office", "header row not marked", "docx", body(drop("w:tblHeader"))),
    ("reads-office", "cell that is divided", "docx", body(divided_cell)),
    ("reads-office", "heading is common text", "docx", body(drop("w:pStyle", lambda e: e.get(qn("w:val")).startswith("heading")))),
    ("reads-office", "item in no list", "docx", body(drop("w:numPr"))),
    ("reads-office", "note that says less", "docx", part("word/footnotes.xml", drop_word)),
    ("reads-office", "link to another address", "docx", part("word/_rels/document.xml.rels", other_address)),
    ("reads-office", "picture without words", "docx", body(without_words)),
    ("counts-office", "list that starts elsewhere", "docx", part("word/numbering.xml", later_start)),
    ("counts-office", "item in no list", "docx", body(drop("w:numPr"))),
    ("same-pages", "four pages too many", "docx", body(many_pages)),
    ("same-pages", "heading is common text", "docx", body(drop("w:pStyle", lambda e: e.get(qn("w:val")).startswith("heading")))),
    ("same-pages", "half a file", "docx", half),
    ("same-pages", "letters of other widths", "docx", part("word/styles.xml", other_font)),
    ("legible", "text in the margin", "docx", body(outside_the_margin)),
    ("legible", "lines of no height", "docx", body(lines_of_no_height)),
    ("legible", "rows that cut off", "docx", body(row_of_no_height)),
    ("legible", "text over other text", "pdf", pdf(draw_beside)),
    ("same-order", "words in another order", "docx", body(swap_words)),
    ("same-order", "word missing", "docx", body(drop_word)),
    ("same-order", "text missing in the PDF", "pdf", pdf(drop_shown)),
    ("edited-python-docx", "half a file", "docx", half),
    ("edited-python-docx", "not valid", "docx", body(swap_properties)),
    ("edited-python-docx", "provenance that nothing leads to", "docx", part("word/_rels/document.xml.rels", drop_relationship("/customXml"))),
    ("saved-office", "half a file", "docx", half),
    ("saved-office", "word missing", "docx", body(drop_word)),
    ("saved-office", "control that is lost", "docx", body(lost_control)),
    ("saved-office", "row missing", "docx", body(drop("w:tr", lambda row: row.getnext() is None))),
    ("verified-office", "half a file", "docx", half),
    ("verified-office", "word missing", "docx", body(drop_word)),
    ("edited-office", "half a file", "docx", half),
    ("edited-office", "control that is lost", "docx", body(lost_control)),
    ("edited-office", "contents that are no field", "docx", body(contents_as_text)),
    ("verapdf", "half a file", "pdf", half),
    ("verapdf", "not tagged", "pdf", pdf(untagged)),
    ("verapdf", "font not embedded", "pdf", pdf(not_embedded)),
    ("verapdf", "font that tells no text", "pdf", pdf(no_unicode)),
    ("verapdf", "sign for a missing glyph", "pdf", pdf(missing_glyph)),
    ("verapdf", "no structure", "pdf", pdf(unstructured)),
    ("verapdf", "no language", "pdf", pdf(root_without("/Lang"))),
    ("verapdf", "no colours told", "pdf", pdf(root_without("/OutputIntents"))),
    ("verapdf", "title not shown", "pdf", pdf(root_without("/ViewerPreferences"))),
    ("verapdf", "no metadata", "pdf", pdf(root_without("/Metadata"))),
    ("verapdf", "no mark of PDF-UA", "pdf", pdf(no_mark)),
    ("verapdf", "figure without words", "pdf", pdf(without("/Alt", "/Figure"))),
    ("verapdf", "header cell without scope", "pdf", pdf(no_scope)),
    ("verapdf", "heading that jumps", "pdf", pdf(structure("/H2", rename("/H5")))),
    ("verapdf", "note without a name", "pdf", pdf(unnamed_note)),
    ("verapdf", "entry outside the contents", "pdf", pdf(entry_outside)),
    ("verapdf", "link without words", "pdf", pdf(silent_link)),
    ("glyphs", "font that tells no text", "pdf", pdf(no_unicode)),
    ("glyphs", "glyphs that tell no text", "pdf", pdf(less_unicode)),
    ("glyphs", "sign for a missing glyph", "pdf", pdf(missing_glyph)),
    ("qpdf", "half a file", "pdf", half),
    ("qpdf", "wrong length of a stream", "pdf", lambda data: data.replace(b"/Length ", b"/Length 9", 1)),
    ("mupdf", "half a file", "pdf", half),
    ("mupdf", "drawing that does not parse", "pdf", pdf(bad_operator)),
    ("fonts", "font that tells no text", "pdf", pdf(no_unicode)),
    ("fonts", "font not embedded", "pdf", pdf(not_embedded)),
    ("fonts", "font not a subset", "pdf", pdf(not_subset)),
    ("pdf-properties", "no title", "pdf", pdf(untitled)),
    ("pdf-properties", "not tagged", "pdf", pdf(untagged)),
    ("html-strict", "element never closed", "html", replace("</h1>", "")),
    ("html-strict", "cell in no row", "html", replace("<tbody>", "<tbody><td>x</td>")),
    ("html-alone", "picture from elsewhere", "html", replace("<main>", '<main><img alt="" src="https://example.org/a.png">')),
    ("html-alone", "styles from elsewhere", "html", replace("</head>", '<link rel="stylesheet" href="a.css"></head>')),
    ("html-alone", "font from elsewhere", "html", replace("</style>", "a{background:url(a.png)}</style>")),
    ("word-rows", "header row does not repeat", "docx", body(drop("w:tblHeader"))),
    ("word-rows", "row may be divided", "docx", body(drop("w:cantSplit"))),
    ("word-rows", "row missing", "docx", body(drop("w:tr"))),
    ("word-language", "no language", "docx", part("word/styles.xml", drop("w:lang"))),
    ("word-language", "other language", "docx", part(CORE, set_text(DC + "language", "en-US"))),
    ("word-properties", "other title", "docx", part(CORE, set_text(DC + "title", "Planas"))),
    ("word-properties", "other author", "yaml", other_author),
    ("word-provenance", "not reached from the text", "docx", part("word/_rels/document.xml.rels", drop_relationship("/customXml"))),
    ("word-provenance", "made from another document", "docx", part("customXml/item1.xml", set_text("{urn:aktas:provenance:1}document", "kitas"))),
    ("word-provenance", "a path of the machine", "docx", part("customXml/item1.xml", absolute_source)),
    ("reads-python-docx", "line to be signed by another", "docx", body(other_signer)),
    ("reads-office", "line to be signed by another", "docx", body(other_signer)),
    ("reads-mammoth", "no line to be signed", "docx", body(drop("w:pict"))),
    ("word-controls", "place of a date that is no control", "docx", body(unwrap_control)),
    ("word-controls", "control without a name", "docx", body(drop("w:alias"))),
    ("word-closing", "lines that part from the next ones", "docx", body(loose)),
    ("word-closing", "list of redactions without text above", "docx", body(list_alone)),
    ("word-closing", "mark at the left", "docx", body(mark_at_the_left)),
    ("word-headings", "title is common text", "docx", body(drop("w:pStyle", lambda e: e.get(qn("w:val")) == "title"))),
    ("word-headings", "heading left out", "html", replace("<h1", "<p")),
    ("word-pictures", "drawing only as pixels", "docx", body(only_pixels)),
    ("word-pictures", "drawing stretched", "docx", body(stretched)),
    ("word-pictures", "picture of half the width", "docx", body(smaller)),
    ("word-pictures", "picture left out", "docx", body(drop("w:drawing", lambda e: e.find(".//" + qn("pic:pic")) is not None))),
    ("signed-office", "word dropped after it was signed", "docx", signed(body(drop_word))),
    ("signed-office", "title changed after it was signed", "docx", signed(part(CORE, set_text(DC + "title", "Planas")))),
    ("signed-office", "link changed after it was signed", "docx", signed(part("word/_rels/document.xml.rels", other_address))),
    ("signed-office", "time changed after it was signed", "docx", signed(part(SIGNATURE, set_text(SIGNING_TIME, "2000-01-01T00:00:00Z")))),
    ("signed-office", "signature of another key", "docx", signed(part(SIGNATURE, other_signature))),
    ("signed-office", "signature of another RSA key", "docx", signed(part(RSA_SIGNATURE, other_signature))),
    ("signed-signxml", "word dropped after it was signed", "docx", signed(body(drop_word))),
    ("signed-signxml", "title changed after it was signed", "docx", signed(part(CORE, set_text(DC + "title", "Planas")))),
    ("signed-signxml", "link changed after it was signed", "docx", signed(part("word/_rels/document.xml.rels", other_address))),
    ("signed-signxml", "part added after it was signed", "docx", signed(added)),
    ("signed-signxml", "time changed after it was signed", "docx", signed(part(SIGNATURE, set_text(SIGNING_TIME, "2000-01-01T00:00:00Z")))),
    ("signed-signxml", "signature of another key", "docx", signed(part(SIGNATURE, other_signature))),
    ("signed-signxml", "signature of another RSA key", "docx", signed(part(RSA_SIGNATURE, other_signature))),
    ("signed-poppler", "letter changed after it was signed", "pdf", signed_then(other_producer)),
    ("signed-poppler", "byte added after it was signed", "pdf", signed_then(lambda data: data + b"\n")),
    ("signed-poppler", "signature of another message", "pdf", signed_then(other_number)),
    ("signed-pyhanko", "letter changed after it was signed", "pdf", signed_then(other_producer)),
    ("signed-pyhanko", "byte added after it was signed", "pdf", signed_then(lambda data: data + b"\n")),
    ("signed-pyhanko", "signature of another message", "pdf", signed_then(other_number)),
    ("signed-verapdf", "no structure", "pdf", pdf(unstructured)),
    ("signed-qpdf", "wrong length of a stream", "pdf", signed_then(lambda data: data.replace(b"/Length ", b"/Length 9", 1))),
    ("signed-valid", "no kind told of the signature", "docx", signed(part("[Content_Types].xml", lambda tree: tree.remove(tree[-1])))),
    ("same-words", "word missing in the DOCX", "docx", body(drop_word)),
    ("same-words", "words out of order in the DOCX", "docx", body(swap_words)),
    ("same-words", "paragraph missing in the DOCX", "docx", body(drop("w:p", lambda e: e.find(".//" + qn("w:t")) is not None))),
    ("same-words", "word missing in the HTML", "html", drop_html_word),
    ("same-words", "text missing in the PDF", "pdf", pdf(drop_shown)),
    ("same-words", "PDF without structure", "pdf", pdf(unstructured)),
    ("same-headings", "heading of another level", "pdf", pdf(structure("/H1", rename("/H2")))),
    ("same-headings", "heading is common text", "pdf", pdf(structure("/H1", rename("/P")))),
    ("same-notes", "text that became a note in the PDF", "pdf", pdf(structure("/P", rename("/Note")))),
    ("same-notes", "note that only the HTML has", "html", replace("</main>", NOTE + "</main>")),
    ("same-contents", "item that became an entry in the PDF", "pdf", pdf(entry_outside)),
    ("same-contents", "entry that only the HTML has", "html", replace("</main>", ENTRY + "</main>")),
    ("same-lists", "item not in the list of the DOCX", "docx", body(drop("w:numPr"))),
    ("same-lists", "item not in the list of the PDF", "pdf", pdf(structure("/LI", rename("/P")))),
    ("same-lists", "item without a label", "pdf", pdf(structure("/Lbl", unlabelled))),
    ("same-tables", "cell missing in the DOCX", "docx", body(drop("w:tc"))),
    # The last row: one above a merged cell would leave it without a start.
    ("same-tables", "row missing in the DOCX", "docx", body(drop("w:tr", lambda row: row.getnext() is None))),
    ("same-tables", "merge too short in the DOCX", "docx", body(longer_span)),
    ("same-tables", "merge too short in the HTML", "html", replace('colspan="', 'colspan="1')),
    ("same-tables", "merge too short in the PDF", "pdf", pdf(structure("/TH", narrower))),
    ("same-tables", "row missing in the PDF", "pdf", pdf(structure("/TR", rename("/P")))),
    ("same-tables", "header row not marked in the PDF", "pdf", pdf(structure("/THead", rename("/TBody")))),
    ("same-descriptions", "table described in other words", "html", replace("hidden=\"\">", "hidden=\"\">Kita ")),
    ("same-descriptions", "table that the PDF does not describe", "pdf", pdf(undescribed)),
    ("nothing-untold", "text drawn outside the structure", "pdf", pdf(draw_untagged)),
    ("nothing-untold", "piece of structure left out", "pdf", pdf(structure("/P", lambda entry: entry.__delitem__("/K") is None))),
    ("all-content", "content with words that were not printed", "yaml", more_content),
    ("all-content", "content in another order", "yaml", content_turned),
    ("all-content", "word missing in the DOCX", "docx", body(drop_word)),
    ("all-content", "half an HTML", "html", half),
    ("all-content", "text missing in the PDF", "pdf", pdf(drop_shown)),
]


def judge_the_judges(docs, verdict, judges):
    """Shows each judge what is broken; the results are those of the judges' own trial."""
    # The richest document has most of what is to be broken, and the first that has it is taken.
    # Pictures make a file large, not rich.
    docs = sorted(docs, key=lambda doc: doc.html.read_bytes().count(b"<"), reverse=True)
    with tempfile.TemporaryDirectory(prefix="aktas-broken-") as folder:
        shown = [(case, *_break(docs, Path(folder), *case)) for case in BROKEN]
        # LibreOffice is started once for all that it is shown.
        office.prepare(path for case, path in _for_office(shown))
        results = [_missing_programs(docs[0], verdict), *counting.trial()]
        with ThreadPoolExecutor(2) as pool:
            results += pool.map(lambda broken: _judged(verdict, *broken), shown)
    for name in sorted(set(judges) - {case[0] for case in BROKEN}):
        results.append((name, "never shown anything broken", "add a case to BROKEN", 0.0))
    return results


def _break(docs, folder, judge, what, file, breaking):
    """The first document that has what is to be broken, broken; or why there is none."""
    missing = None
    for sound in docs:
        original = getattr(sound, file)
        try:
            data = breaking(original.read_bytes())
        except Exception as nothing:
            missing = nothing
            continue
        if data == original.read_bytes():
            return None, "the file was not broken at all"
        path = folder / f"{judge}-{what.replace(' ', '-')}" / original.name
        path.parent.mkdir()
        path.write_bytes(data)
        return sound.but(**{file: path}), None
    return None, f"no document has what was to be broken: {missing!r}"


def _for_office(shown):
    """The files that LibreOffice will be asked for."""
    for case, doc, fault in shown:
        if fault is None and case[0] in OFFICE:
            yield case, doc.docx
            if case[0] == "edited-python-docx":
                try:
                    yield case, edits.edited(doc.docx)[0]
                except Fault:
                    pass  # which is what the judge will find


# The judges that ask LibreOffice.
OFFICE = {
    *("reads-office", "counts-office", "same-pages", "legible", "same-order"),
    *("edited-python-docx", "saved-office", "edited-office", "signed-office"),
    "verified-office",
}


def _judged(verdict, case, doc, fault):
    """Whether the judge noticed."""
    began = time.monotonic()
    judge, what, *_ = case
    if fault is None:
        found = verdict(judge, doc)
        if not found:
            fault = "the judge did not notice"
        elif found.startswith("the judge broke down"):
            fault = found
    return judge, what, fault, time.monotonic() - began


def _missing_programs(sound, verdict):
    """A judge whose program is not there must fail."""
    began = time.monotonic()
    path = os.environ["PATH"]
    try:
        os.environ["PATH"] = "/nonexistent"
        silent = [name for name in ("verapdf", "qpdf", "mupdf", "fonts", "legible") if not verdict(name, sound)]
    finally:
        os.environ["PATH"] = path
    fault = f"passes without its program: {silent}" if silent else None
    return "all", "programs not installed", fault, time.monotonic() - began
