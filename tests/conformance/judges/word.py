"""Is the DOCX native Word: what python-docx and lxml see of it."""

import base64
import io
import re
import struct
import zipfile

import html5lib
import yaml
from docx.oxml.ns import qn
from lxml import etree

from .agreement import plain, readings
from .common import Fault, must
from .reading import is_on, opened, read_docx, read_html


def rows(doc):
    """Header rows repeat and no row is divided by a page."""
    tables = read_html(doc.html).tables
    found = list(opened(doc.docx).element.body.iter(qn("w:tbl")))
    must(len(found) == len(tables), f"{len(found)} tables, the HTML has {len(tables)}")
    for number, (table, expected) in enumerate(zip(found, tables), 1):
        lines = list(table.iterchildren(qn("w:tr")))
        must(len(lines) == len(expected), f"table {number}: {len(lines)} rows of {len(expected)}")
        for index, (row, html) in enumerate(zip(lines, expected), 1):
            where = f"table {number}, row {index}"
            must(_on(row, "w:cantSplit"), f"{where} may be divided by a page")
            must(_on(row, "w:tblHeader") == html.header, f"{where}: header row in one format only")


def _on(row, name):
    return is_on(row.find(qn("w:trPr") + "/" + qn(name)))


def language(doc):
    """The text is in Lithuanian for whoever checks its spelling or reads it aloud."""
    with zipfile.ZipFile(doc.docx) as package:
        styles = etree.fromstring(package.read("word/styles.xml"))
        path = "/".join(qn(n) for n in ("w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang"))
        default = styles.find(path)
        must(default is not None, "the styles name no language")
        must(default.get(qn("w:val")) == "lt-LT", f"the language is {default.get(qn('w:val'))}")
    must(opened(doc.docx).core_properties.language == "lt-LT", "the properties name another language")


def properties(doc):
    """Title and author are the content's."""
    content = yaml.load(doc.yaml.read_text("utf-8"), yaml.BaseLoader)
    core = opened(doc.docx).core_properties
    makers = [content["institution"]] if "institution" in content else content["institutions"].values()
    author = ", ".join(maker["name"] for maker in makers)
    expected = {"title": content["title"], "author": author}
    for name, value in expected.items():
        stated = getattr(core, name)
        must(plain(stated) in readings(value), f"the {name} is „{stated}“, not „{value}“")


PROVENANCE = "urn:aktas:provenance:1"


def provenance(doc):
    """The file tells what it was made from, also when another program has saved it again."""
    content = yaml.load(doc.yaml.read_text("utf-8"), yaml.BaseLoader)
    told = provenance_of(doc.docx)
    for name, value in {"document": content.get("id", ""), "kind": content["kind"]}.items():
        must(told.get(name, "") == value, f"the {name} is „{told.get(name)}“, not „{value}“")
    source = told.get("source", "")
    must(source.split("/")[-1] == doc.yaml.name, f"it is made from „{source}“")
    must(not source.startswith("/") and ".." not in source, f"„{source}“ tells of the machine")
    digest = told.get("digest", "")
    must(len(digest.removeprefix("sha256:")) == 64, f"the digest is „{digest}“")
    saved = io.BytesIO()
    document = opened(doc.docx)
    document.add_paragraph("Pridėta.")
    document.save(saved)
    must(provenance_of(saved) == told, "python-docx saves it without, or with another one")


def provenance_of(file):
    """What the part says that the relationships of the text lead to."""
    with zipfile.ZipFile(file) as package:
        relations = etree.fromstring(package.read("word/_rels/document.xml.rels"))
        parts = [r.get("Target") for r in relations if r.get("Type").endswith("/customXml")]
        roots = [etree.fromstring(package.read(part.removeprefix("../").lstrip("/"))) for part in parts]
    found = [root for root in roots if root.tag == f"{{{PROVENANCE}}}provenance"]
    must(len(found) == 1, f"{len(found)} parts tell what the file was made from")
    return {etree.QName(element).localname: element.text for element in found[0]}


def controls(doc):
    """The date and the number of each act that is still to come are content controls."""
    content = yaml.safe_load(doc.yaml.read_text("utf-8"))
    marks = 0 if (doc.yaml.parent / "approvals" / doc.yaml.name).exists() else len(content.get("marks", []))
    told = list(controls_of(doc.docx))
    kinds = [re.sub(r"-\d+$", "", tag or "") for _, tag, _ in told]
    must(kinds == ["act-date", "act-number"] * marks, f"{marks} marks have the controls {kinds}")
    must(len({tag for _, tag, _ in told}) == len(told), "two controls have one tag")
    for alias, tag, text in told:
        must(alias and "_" in text, f"the control {tag} is called „{alias}“ and shows „{text}“")


def controls_of(path):
    """Name, tag and text of each control in a line."""
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    for control in root.iter(qn("w:sdt")):
        if control.find(qn("w:sdtPr") + "/" + qn("w:docPartObj")) is not None:
            continue
        values = [control.find(qn("w:sdtPr") + "/" + qn(name)) for name in ("w:alias", "w:tag")]
        text = "".join(text.text or "" for text in control.iter(qn("w:t")))
        yield *(value.get(qn("w:val")) if value is not None else None for value in values), text


def headings(doc):
    """Headings are Word's own styles, in the order and of the levels of the HTML."""
    document = opened(doc.docx)
    for paragraph in document.paragraphs:
        name = paragraph.style.name
        must(name != "Normal" or not paragraph.text.strip(), f"no style: „{paragraph.text[:60]}“")
    theirs, ours = read_docx(doc.docx).headings, read_html(doc.html).headings
    must(theirs == ours, f"the DOCX has the headings {theirs}, the HTML {ours}")
    named = [p for p in document.paragraphs if p.style.name.startswith("Heading ")]
    lower = [words for level, words in ours if level > 1]
    must(len(named) >= len(lower), f"{len(named)} of {len(lower)} headings have Word's own style")
    first = [p for p in document.paragraphs if p.text.strip() and _is_title(p)]
    must(len(first) == 1, f"{len(first)} paragraphs have the style of the title")


def _is_title(paragraph):
    return paragraph.style.style_id.lower() == "title"


DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
SVG_BLIP = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
EMBED = qn("r:embed")
EMU_OF_POINT = 12_700


def pictures(doc):
    """Pictures are those of the HTML, in its order and of its sizes; a drawing has its pixels too."""
    root = html5lib.parse(doc.html.read_bytes(), namespaceHTMLElements=False)
    expected = list(root.iter("img"))
    with zipfile.ZipFile(doc.docx) as package:
        relations = etree.fromstring(package.read("word/_rels/document.xml.rels"))
        targets = {r.get("Id"): "word/" + r.get("Target") for r in relations}
        text = etree.fromstring(package.read("word/document.xml"))
        found = list(text.iter(f"{{{DRAWING}picture}}pic"))
        must(len(found) == len(expected), f"{len(found)} pictures, the HTML has {len(expected)}")
        for number, (picture, image) in enumerate(zip(found, expected), 1):
            blip = picture.find(f".//{{{DRAWING}main}}blip")
            extent = picture.find(f".//{{{DRAWING}main}}xfrm/{{{DRAWING}main}}ext")
            size = [int(extent.get(side)) for side in ("cx", "cy")]
            pixels = package.read(targets[blip.get(EMBED)])
            drawings = [package.read(targets[svg.get(EMBED)]) for svg in blip.iter(SVG_BLIP)]
            try:
                _picture(image, size, pixels, drawings)
            except Fault as fault:
                raise Fault(f"picture {number}: {fault}") from fault


def _picture(image, size, pixels, drawings):
    kind, data = image.get("src").removeprefix("data:").split(";base64,")
    shown = base64.b64decode(data)
    if kind == "image/svg+xml":
        must(drawings == [shown], f"{len(drawings)} drawings, or another than that of the HTML")
        must(pixels.startswith(b"\x89PNG\r\n\x1a\n"), "what stands for the drawing is no PNG file")
        width, height = struct.unpack(">II", pixels[16:24])
        off = abs(width * size[1] / (height * size[0]) - 1)
        # One pixel more or less on a side.
        must(off <= 1 / width + 1 / height, f"{width} × {height} pixels are stretched")
    else:
        must(not drawings and pixels == shown, "another picture than that of the HTML")
    style = dict(part.split(":") for part in image.get("style").split(";") if part)
    width = float(style["width"].removesuffix("pt")) * EMU_OF_POINT
    must(abs(size[0] - width) < EMU_OF_POINT / 10, f"{size[0]} EMU wide, {width:.0f} in the HTML")
