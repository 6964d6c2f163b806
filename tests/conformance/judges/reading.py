"""Reads a document's words, headings, lists and tables from each of its three formats.

DOCX through python-docx and lxml, HTML through html5lib, PDF through poppler's reading of the
structure tree. All three readings have the same shape, so that they can be compared.
"""

import re
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock

import docx
import html5lib
import pikepdf
from lxml import etree
from docx.oxml.ns import qn

from .common import Fault, must, run, words
from .numbering import Counting


@dataclass
class Cell:
    words: list
    columns: int = 1
    rows: int = 1
    # The paragraphs, where the reader has them.
    entries: list = field(default_factory=list, compare=False)


@dataclass
class Row:
    cells: list = field(default_factory=list)
    header: bool = False


@dataclass
class Reading:
    """What a format says. `text` is in reading order, with white space between blocks.

    The notes and the table of contents are no part of it, nor are the numbers of the notes: each
    format has them at a place of its own.
    """

    text: str
    headings: list  # (level, words)
    items: list  # words of each list item, an inner item after its outer one
    tables: list  # of lists of rows
    notes: list = field(default_factory=list)  # words of each note
    contents: list = field(default_factory=list)  # words of each entry, without its page
    labels: list = field(default_factory=list)  # of the items, where the format has them

    @property
    def words(self):
        return words(self.text)


def once(read):
    """Reads a file once as long as it stays the same: several judges look at it."""
    known, lock = {}, Lock()

    @wraps(read)
    def reader(path):
        state = path.stat()
        key = (path.resolve(), state.st_mtime_ns, state.st_size)
        with lock:
            if key not in known:
                known[key] = read(path)
            return known[key]

    return reader


def grid(rows, name):
    """The columns of a table; every place of its grid must be taken exactly once."""
    taken = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in row.cells:
            while (y, x) in taken:
                x += 1
            for dy in range(cell.rows):
                for dx in range(cell.columns):
                    place = (y + dy, x + dx)
                    must(place not in taken, f"{name}: two cells at row {y + 1}, column {x + dx + 1}")
                    taken[place] = cell
            x += cell.columns
    width = 1 + max((x for _, x in taken), default=-1)
    for y in range(len(rows)):
        for x in range(width):
            must((y, x) in taken, f"{name}: no cell at row {y + 1}, column {x + 1} of {width}")
    must(len(taken) == len(rows) * width, f"{name}: a cell reaches below the last row")
    return width


# --- DOCX -----------------------------------------------------------------------------------------


def opened(path):
    """The file as python-docx reads it."""
    try:
        return docx.Document(str(path))
    except Exception as error:  # whatever a reader says of a broken file
        raise Fault(f"python-docx cannot open it: {error!r}") from error


@once
def read_docx(path):
    document = opened(path)
    said = Said(document)
    reading = Reading("", [], [], [])
    blocks = list(docx_blocks(document.element.body))
    reading.text = "\n".join(said.text(block) for block in blocks)
    for block in blocks:
        level = said.outline(block)
        if level is not None:
            reading.headings.append((level, words(said.text(block))))
        label = said.label(block)
        if label is not None:
            reading.items.append(words(said.text(block)))
            reading.labels.append(label)
    for table in document.element.body.iter(qn("w:tbl")):
        reading.tables.append(docx_rows(table, said))
    reading.notes = list(_docx_notes(document))
    reading.contents = list(_docx_contents(document.element.body))
    return reading


# The style of the items of a list. Their labels are no text, as in the other formats; the numbers
# of headings and of measures are, though Word counts them too.
_ITEM = "list-item"


class Said:
    """What the paragraphs of a DOCX say, with the numbers that Word puts before them."""

    def __init__(self, document):
        self.document = document
        numbering = next(
            (r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None
        )
        # A part that python-docx does not know by its sort is bytes to it.
        numbering = numbering and etree.fromstring(numbering.blob)
        self.counting = Counting(numbering, document.styles.element)
        self.labels = {p: self.counting.label(p) for p in document.element.body.iter(qn("w:p"))}

    def style(self, p):
        return docx.text.paragraph.Paragraph(p, self.document).style

    def is_item(self, p):
        style = self.style(p)
        while style is not None and style.style_id != _ITEM:
            style = style.base_style
        return style is not None

    def label(self, p):
        """The label of an item of a list."""
        return self.labels[p][0] if self.labels[p] and self.is_item(p) else None

    def text(self, p):
        text = said(p)
        if self.labels[p] and not self.is_item(p):
            text = f"{self.labels[p][0]} {text}"
        capitals = _inherited(self.style(p), lambda style: style.font.all_caps)
        return text.upper() if capitals else text

    def outline(self, p):
        """The level of a heading, from 1; what a paragraph says itself comes before its style."""

        def own(element):
            outline = element.find(qn("w:pPr") + "/" + qn("w:outlineLvl"))
            return None if outline is None else int(outline.get(qn("w:val")))

        level = own(p)
        if level is None:
            level = _inherited(self.style(p), lambda style: own(style.element))
        return None if level is None or level > 8 else level + 1


SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011"}


def said(p):
    """The text of a paragraph, also within links, fields and content controls."""
    parts = []
    for element in p.iter(qn("w:t"), *SIGNS):
        # Tabulators are also places that a paragraph sets.
        if element.getparent().tag == qn("w:r"):
            parts.append(SIGNS.get(element.tag) or element.text or "")
    return "".join(parts)


def _docx_notes(document):
    """The notes in the order of their numbers; rules above notes have a type, notes have none."""
    for relationship in document.part.rels.values():
        if relationship.reltype.endswith("/footnotes"):
            root = etree.fromstring(relationship.target_part.blob)
            for note in root.iterchildren(qn("w:footnote")):
                if note.get(qn("w:type")) is None:
                    yield words("".join(text.text or "" for text in note.iter(qn("w:t"))))


def _docx_contents(body):
    """The entries of the tables of contents, up to the tabulator before the page."""
    for frame in body.iter(qn("w:sdt")):
        if next(frame.iter(qn("w:docPartGallery")), None) is None:
            continue
        for paragraph in frame.iter(qn("w:p")):
            # The field ends in a paragraph of its own.
            if said(paragraph):
                yield words(said(paragraph).rpartition("\t")[0])


def docx_edges(path):
    """The words that stand at the edges of the pages."""
    document, edges = opened(path), []
    for relationship in document.part.rels.values():
        if relationship.reltype.endswith(("/header", "/footer")):
            for paragraph in relationship.target_part.element.iter(qn("w:p")):
                edges += words("".join(text.text or "" for text in paragraph.iter(qn("w:t"))))
    return edges


def docx_blocks(container):
    """Paragraphs in order; a merged cell once, the table of contents not at all."""
    for child in container:
        if child.tag == qn("w:p"):
            yield child
        elif child.tag == qn("w:tbl"):
            for tr in child.iterchildren(qn("w:tr")):
                for tc in tr.iterchildren(qn("w:tc")):
                    if not _goes_on(tc):
                        yield from docx_blocks(tc)
        elif child.tag == qn("w:sdt") and next(child.iter(qn("w:docPartGallery")), None) is None:
            yield from docx_blocks(child.find(qn("w:sdtContent")))


def is_on(mark):
    """Whether a property is there and not switched off."""
    return mark is not None and mark.get(qn("w:val"), "true") in ("true", "1", "on")


def _goes_on(tc):
    """Whether a cell is a part of the one above."""
    merge = tc.find(qn("w:tcPr") + "/" + qn("w:vMerge"))
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _inherited(style, of):
    while style is not None:
        value = of(style)
        if value is not None:
            return value
        style = style.base_style
    return None


def docx_rows(table, said):
    rows, open_merges = [], {}
    for tr in table.iterchildren(qn("w:tr")):
        row = Row(header=is_on(tr.find(qn("w:trPr") + "/" + qn("w:tblHeader"))))
        x = 0
        for tc in tr.iterchildren(qn("w:tc")):
            span = tc.find(qn("w:tcPr") + "/" + qn("w:gridSpan"))
            columns = 1 if span is None else int(span.get(qn("w:val")))
            if _goes_on(tc):
                must(x in open_merges, f"row {len(rows) + 1} goes on with a merge that never began")
                open_merges[x].rows += 1
            else:
                open_merges.pop(x, None)
                cell = Cell(words("\n".join(map(said.text, tc.iter(qn("w:p"))))), columns)
                row.cells.append(cell)
                if tc.find(qn("w:tcPr") + "/" + qn("w:vMerge")) is not None:
                    open_merges[x] = cell
            x += columns
        rows.append(row)
    must(
        grid(rows, "DOCX") == len(table.find(qn("w:tblGrid"))),
        "the DOCX declares another number of columns than its rows have",
    )
    return rows


# --- HTML -----------------------------------------------------------------------------------------

_HTML_BLOCKS = set(
    "address article aside blockquote br caption dd details div dl dt fieldset figcaption figure "
    "footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot "
    "th thead tr ul".split()
)


@once
def read_html(path):
    root = html5lib.parse(path.read_bytes(), namespaceHTMLElements=False)
    css = "".join("".join(style.itertext()) for style in root.iter("style"))
    capitals = set(re.findall(r"\.([\w-]+)\{[^}]*text-transform:uppercase", css))
    body = root.find("body")
    must(body is not None, "the HTML has no body")

    def text(element):
        parts = []
        _html_text(element, capitals, parts, outermost=True)
        return "".join(parts)

    return Reading(
        text(body),
        [
            (int(e.tag[1]), words(text(e)))
            for e in body.iter()
            if isinstance(e.tag, str) and re.fullmatch("h[1-6]", e.tag)
        ],
        [words(_without_lists(item, text)) for item in _html_items(body)],
        [_html_rows(table, text) for table in body.iter("table")],
        [words(text(note)) for list_ in _with_role(body, "doc-endnotes") for note in list_.iter("li")],
        [words(text(link)) for list_ in _with_role(body, "doc-toc") for link in list_.iter("a")],
    )


def html_descriptions(path):
    """What describes each table; nothing where nothing does."""
    root = html5lib.parse(path.read_bytes(), namespaceHTMLElements=False)
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    describing = [by_id.get(table.get("aria-describedby")) for table in root.iter("table")]
    return [None if element is None else "".join(element.itertext()) for element in describing]


# What is read beside the text: numbers of notes and ways back, the notes, the table of contents.
_HTML_BESIDE = ("doc-noteref", "doc-backlink", "doc-endnotes", "doc-toc")


def _with_role(element, *roles):
    """The outermost elements that have one of the roles."""
    for child in element:
        if child.get("role") in roles:
            yield child
        else:
            yield from _with_role(child, *roles)


def _html_items(element):
    for child in element:
        if child.get("role") in _HTML_BESIDE:
            continue
        if child.tag == "li":
            yield child
        yield from _html_items(child)


def _html_text(element, capitals, parts, outermost=False):
    if element.tag in ("style", "script", "title") or not isinstance(element.tag, str):
        return
    if element.get("hidden") is not None:  # tables in words, for those who do not see them
        return
    if element.get("role") == "img":  # a drawing is told by its words, not by what it shows
        return
    if element.get("role") in _HTML_BESIDE and not outermost:
        return
    block = element.tag in _HTML_BLOCKS
    up = not capitals.isdisjoint(element.get("class", "").split())
    inner = ["\n"] if block else []
    inner.append(element.text or "")
    for child in element:
        _html_text(child, capitals, inner)
        inner.append(child.tail or "")
    inner.append("\n" if block else "")
    text = "".join(inner)
    parts.append(text.upper() if up else text)


def _without_lists(item, text):
    """The text of an item up to the list inside it."""
    parts = [item.text or ""]
    for child in item:
        if child.tag in ("ul", "ol"):
            break
        parts += [text(child), child.tail or ""]
    return "".join(parts)


def _html_rows(table, text):
    rows = []
    for tr in table.iter("tr"):
        row = Row(header=any(tr in list(head) for head in table.iter("thead")))
        for cell in tr:
            if cell.tag in ("td", "th"):
                spans = (int(cell.get(span, 1)) for span in ("colspan", "rowspan"))
                row.cells.append(Cell(words(text(cell)), *spans))
        rows.append(row)
    grid(rows, "HTML")
    return rows


# --- PDF ------------------------------------------------------------------------------------------


class Node:
    """An element of the structure tree, as poppler prints it."""

    def __init__(self, name):
        self.name, self.children, self.attributes = name, [], {}

    def iter(self, *names):
        if self.name in names:
            yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.iter(*names)


_PDF_BLOCKS = set(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index P H H1 H2 H3 H4 H5 H6 L LI "
    "LBody Table TR TH TD THead TBody TFoot Figure Note".split()
)


@once
def pdf_tree(path):
    result = run("pdfinfo", "-struct-text", path, raw=True)
    must(result.returncode == 0, f"pdfinfo failed: {result.stderr[:200]}")
    root, stack, pending = Node("root"), [], None
    stack.append((-1, root))
    # Summaries of tables come as they are in the file, in bytes that are no lines.
    for line in result.stdout.decode("utf-8", "replace").split("\n"):
        if pending is not None:  # a text that itself has line ends
            pending += "\n" + line
            if line.endswith('"'):
                stack[-1][1].children.append(pending[1:-1])
                pending = None
            continue
        bare = line.lstrip(" ")
        indent = len(line) - len(bare)
        if not bare or bare.startswith("Object ") or bare.startswith("(No content"):
            continue
        if bare.startswith('"'):
            while stack[-1][0] >= indent:
                stack.pop()
            if len(bare) > 1 and bare.endswith('"'):
                stack[-1][1].children.append(bare[1:-1])
            else:
                pending = bare
        elif bare.startswith("/"):
            name, _, value = bare[1:].partition(" ")
            stack[-1][1].attributes[name] = value
        else:
            match = re.match(r"[A-Za-z0-9]+", bare)
            must(match, f"pdfinfo says what was not expected: {bare[:80]}")
            while stack[-1][0] >= indent:
                stack.pop()
            node = Node(match.group())
            stack[-1][1].children.append(node)
            stack.append((indent, node))
    must(root.children, "the PDF has no structure tree")
    return root


def pdf_descriptions(path):
    """The summary of each table in its order; nothing where there is none."""
    found = []

    def walk(element):
        if isinstance(element, pikepdf.Array):
            for child in element:
                walk(child)
        elif isinstance(element, pikepdf.Dictionary):
            if element.get("/S") == "/Table":
                attributes = element.get("/A", [])
                attributes = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
                found.append(next((str(a["/Summary"]) for a in attributes if "/Summary" in a), None))
            if "/K" in element:
                walk(element["/K"])

    with pikepdf.open(path) as document:
        walk(document.Root.StructTreeRoot)
    return found


# What is read beside the text: labels, the notes, the table of contents; and numbers of notes.
_PDF_BESIDE = ("Lbl", "Note", "TOC")


def _pdf_text(node, outermost=True):
    children = node.children
    if node.name == "Figure":  # a drawing is told by its words, not by what it shows
        children = [child for child in children if isinstance(child, Node)]
    if node.name in _PDF_BESIDE and not outermost:
        return ""
    parts = []
    for index, child in enumerate(children):
        if isinstance(child, str):
            parts.append(child)
        elif child.name != "Reference" or not _is_noted(children[index + 1 :]):
            parts.append(_pdf_text(child, False))
    text = "".join(parts)
    return f"\n{text}\n" if node.name in _PDF_BLOCKS else text


def _is_noted(rest):
    """Whether a reference is the number of a note, which then stands right after it."""
    return bool(rest) and isinstance(rest[0], Node) and rest[0].name == "Note"


def pdf_everything(path):
    """All words of the structure tree, with those beside the text, as they stand."""

    def text(node):
        inner = "".join(child if isinstance(child, str) else text(child) for child in node.children)
        return inner if node.name in ("Span", "Link", "Reference") else f"\n{inner}\n"

    return words(text(pdf_tree(path)))


def _pdf_entry(item):
    """An entry of the table of contents: its words, and the page that it tells."""
    references = (child for child in item.children if isinstance(child, Node))
    text = [words(" ".join(_pdf_pieces(child))) for child in references if child.name == "Reference"]
    must(len(text) == 1 and text[0][-1:] and text[0][-1].isdigit(), f"an entry without a page: {text}")
    return text[0][:-1], int(text[0][-1])


def _pdf_pieces(node):
    for child in node.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _pdf_pieces(child)


def pdf_contents(path):
    """The entries of the tables of contents, each with its page."""
    return [_pdf_entry(item) for item in pdf_tree(path).iter("TOCI")]


@once
def read_pdf(path):
    tree = pdf_tree(path)
    return Reading(
        _pdf_text(tree),
        [
            (int(h.name[1]), words(_pdf_text(h)))
            for h in tree.iter("H1", "H2", "H3", "H4", "H5", "H6")
        ],
        [words(_pdf_item(item)) for item in tree.iter("LI")],
        [_pdf_rows(table) for table in tree.iter("Table")],
        [words(_pdf_text(note)) for note in tree.iter("Note")],
        [entry for entry, _ in pdf_contents(path)],
    )


def pdf_labels(path):
    """The labels of the lists, which in the other formats are no text."""
    items = pdf_tree(path).iter("LI")
    labels = (child for item in items for child in item.children if isinstance(child, Node))
    return [words(_pdf_text(label)) for label in labels if label.name == "Lbl"]


def pdf_page(path, number):
    """The words of a page."""
    result = run("pdftotext", "-raw", "-f", number, "-l", number, path, "-")
    must(result.returncode == 0, f"pdftotext failed: {result.stderr.strip()[:200]}")
    return _whole(result.stdout)


def pdf_words_drawn(path):
    """All words on the pages, in or out of the structure tree, divided words whole."""
    result = run("pdftotext", "-raw", path, "-")
    must(result.returncode == 0, f"pdftotext failed: {result.stderr.strip()[:200]}")
    pages = result.stdout.split("\f")[:-1]
    return len(pages), [word for page in pages for word in _whole(page)]


def _whole(page):
    return words(re.sub(r"(?<=\S[-–])\n", "", page.replace("\u00ad\n", "")))


def _pdf_item(item):
    parts = []
    for child in item.children:
        if isinstance(child, Node) and child.name == "LBody":
            for inner in child.children:
                if isinstance(inner, Node) and inner.name == "L":
                    break
                parts.append(inner if isinstance(inner, str) else _pdf_text(inner))
    return "".join(parts)


def _pdf_rows(table):
    rows, heads = [], {id(row) for head in table.iter("THead") for row in head.iter("TR")}
    for tr in table.iter("TR"):
        row = Row(header=id(tr) in heads)
        for cell in tr.children:
            if isinstance(cell, Node) and cell.name in ("TH", "TD"):
                spans = (int(cell.attributes.get(span, 1)) for span in ("ColSpan", "RowSpan"))
                row.cells.append(Cell(words(_pdf_text(cell)), *spans))
        rows.append(row)
    grid(rows, "PDF")
    return rows
