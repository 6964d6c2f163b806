"""Turns a document of ours into the source of typst: the same text, measures and tables.

What the document says and how it looks is read from our HTML, whose marks and style sheet are made
from the same model and style as the PDF; the widths of the columns, which our layout computes from
what stands in them, are read from our DOCX. What is not known here is an error, so a document is
never set with something left out.
"""

import base64
import json
import re
import zipfile
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree import ElementTree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Elements of HTML without an end.
VOID = {"br", "col", "hr", "img", "meta", "link"}
# The ascent and the descent of Liberation Serif, in parts of the size: where our lines stand in
# their height.
ASCENT = 0.891
CLOSING_RULE = ("35mm", "0.5pt")


@dataclass
class Element:
    """An element of the HTML: what stands in it are elements and texts."""

    tag: str
    attributes: dict
    children: list = field(default_factory=list)

    @property
    def classes(self):
        return (self.attributes.get("class") or "").split()

    def role(self, prefix):
        """The class of this prefix, such as `p-body`."""
        return next((name for name in self.classes if name.startswith(prefix)), None)

    def elements(self, *tags):
        return [child for child in self.children if isinstance(child, Element) and child.tag in tags]


class Tree(HTMLParser):
    """Reads our HTML, which is well-formed, into elements."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.open = [Element("root", {})]
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        element = Element(tag, dict(attributes))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        if self.open.pop().tag != tag:
            raise ValueError(f"`</{tag}>` closes another element")

    def handle_data(self, data):
        self.open[-1].children.append(data)

    def find(self, tag, element=None):
        """The first element of this name."""
        for child in (element or self.open[0]).children:
            if isinstance(child, Element):
                found = child if child.tag == tag else self.find(tag, child)
                if found:
                    return found
        return None


def style_sheet(css):
    """The rules of the sheet: selector → property → value, those for screens left out."""
    css = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css)
    rules = {}
    for selectors, body in re.findall(r"([^{}]+)\{((?:[^{}]|\{[^{}]*\})*)\}", css):
        declarations = re.findall(r"([\w-]+):([^;{}]*);?", re.sub(r"@[\w-]+\{[^{}]*\}", "", body))
        for selector in selectors.split(","):
            rules.setdefault(selector.strip(), {}).update(declarations)
    return rules


def points(length):
    """A length of the style sheet in points."""
    return float(length.removesuffix("pt"))


def sides(value):
    """The four sides of `margin` and `padding`, in points: top, right, bottom, left."""
    values = [points(part) for part in value.split()]
    return {1: values * 4, 2: values * 2, 3: [*values, *values[1:2]], 4: values}[len(values)]


def column_widths(docx):
    """The widths of the columns of every table in points, in reading order."""
    with zipfile.ZipFile(docx) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))
    twips = [[int(column.get(f"{WORD}w")) for column in grid] for grid in body.iter(f"{WORD}tblGrid")]
    return [[width / 20 for width in widths] for widths in twips]


class Source:
    """The source of typst for one document; pictures and charts become files in `folder`."""

    def __init__(self, html, docx, folder):
        tree = Tree(html.read_text(encoding="utf-8"))
        self.tree = tree
        self.folder = folder
        self.rules = style_sheet(tree.find("style").children[0])
        self.widths = iter(column_widths(docx))
        self.files = 0
        self.lists = []
        self.title = "".join(tree.find("title").children)
        self.lang = tree.find("html").attributes.get("lang", "lt")

    def write(self):
        """The whole source."""
        language, _, region = self.lang.partition("-")
        page = self.rules["@page"]
        top, right, bottom, left = sides(page["margin"])
        width, height = page["size"].split()
        parts = [
            f"#set document(title: {quoted(self.title)}, date: datetime(year: 2026, month: 1, day: 1))",
            f"#set text(font: \"Liberation Serif\", lang: {quoted(language)}"
            + (f", region: {quoted(region.lower())}" if region else "")
            + ", hyphenate: false, overhang: false)",
            "#set par(leading: 0pt, spacing: 0pt, justify: false)",
            f"#set page(width: {width}, height: {height}, margin: (top: {top}pt, right: {right}pt, "
            f"bottom: {bottom}pt, left: {left}pt), header-ascent: 20%, header: context "
            "if counter(page).get().first() > 1 { align(center, text(12pt, counter(page).display())) })",
            "#show heading: it => it.body",
            *map(self.paragraph_function, self.rules),
        ]
        sections = []
        for section in self.tree.find("main").elements("section"):
            turned = "landscape" in section.classes
            if not sections or sections[-1][0] != turned:
                sections.append((turned, []))
            sections[-1][1].extend(section.children)
        parts += [self.section(turned, children) for turned, children in sections]
        return "\n".join(part for part in parts if part) + "\n"

    def justified(self):
        """The text of justified paragraphs, without spaces and soft hyphens."""
        found = []

        def look_in(element):
            rule = self.rules.get(f".{element.role('p-')}", {})
            if rule.get("text-align") == "justify":
                found.append(plain(element))
            for child in element.children:
                if isinstance(child, Element):
                    look_in(child)

        look_in(self.tree.find("main"))
        return "\n".join(found)

    def edges(self):
        """The right edge of the text on upright and on turned pages, in points."""
        pages = (self.rules["@page"], self.rules["@page landscape"])
        return [points(page["size"].split()[0]) - sides(page["margin"])[1] for page in pages]

    def section(self, turned, children):
        body = self.blocks(children)
        if not turned:
            return f"#page[\n{body}]"
        top, right, bottom, left = sides(self.rules["@page landscape"]["margin"])
        width, height = self.rules["@page landscape"]["size"].split()
        return (
            f"#page(width: {width}, height: {height}, margin: (top: {top}pt, right: {right}pt, "
            f"bottom: {bottom}pt, left: {left}pt))[\n{body}]"
        )

    def paragraph_function(self, selector):
        """The function that sets a paragraph of a role."""
        if not re.fullmatch(r"\.p-[\w-]+", selector):
            return ""
        rule = self.rules[selector]
        before, _, after, left = sides(rule["margin"].replace(" 0 ", " 0pt "))
        first = points(rule["text-indent"])
        align = rule["text-align"]
        body = "upper(body)" if rule.get("text-transform") == "uppercase" else "body"
        height = float(rule["line-height"])
        look = [
            f"size: {rule['font-size']}",
            f"top-edge: {ASCENT}em",
            f"bottom-edge: -{height - ASCENT:.3f}em",
            f"hyphenate: {typst_bool(rule.get('hyphens') == 'auto')}",
        ]
        look.append(f"weight: {quoted('bold' if rule.get('font-weight') == 'bold' else 'regular')}")
        look.append(f"style: {quoted('italic' if rule.get('font-style') == 'italic' else 'normal')}")
        indent = (
            f"first-line-indent: (amount: {first}pt, all: true)"
            if first >= 0
            else f"hanging-indent: {-first}pt"
        )
        name = selector[1:]
        where = left + min(first, 0)
        return (
            f"#let {name}(body, indent: {where}pt, first: true, before: {before}pt, after: {after}pt) = block("
            f"width: 100%, above: before, below: after, sticky: {typst_bool(rule.get('break-after') == 'avoid')}, "
            f"inset: (left: indent))[#set text({', '.join(look)})\n"
            f"#set par(justify: {typst_bool(align == 'justify')})\n"
            f"#set par({indent}) if first\n"
            f"#set align({'left' if align == 'justify' else align})\n"
            # Text in a block is no paragraph of typst's unless it says so.
            f"#par({body})]"
        )

    def blocks(self, children):
        """What stands one below the other."""
        elements = [child for child in children if isinstance(child, Element)]
        return "".join(self.block(element) for element in elements)

    def block(self, element):
        tag, classes = element.tag, element.classes
        if tag in {"h1", "h2", "h3", "h4"}:
            level = int(tag[1])
            return f"#heading(level: {level})[#{element.role('p-')}{self.inlines(element)}]\n"
        if tag == "p":
            return self.paragraph(element)
        if tag in {"ul", "ol"}:
            return self.list(element)
        if tag == "div" and "scroll" in classes:
            return self.table(element.elements("table")[0])
        if tag == "div" and "mark" in classes:
            return f"#{element.role('p-')}{self.inlines(element)}\n"
        if tag == "div" and "signature" in classes:
            return self.signature(element)
        if tag == "div" and "notes" in classes:
            return ""  # Each is written at its number.
        if tag == "hr":
            width, thickness = CLOSING_RULE
            line = f"#align(center, line(length: {width}, stroke: {thickness}))"
            return f"#{element.role('p-')}[{line}]\n"
        if tag == "figure" and "chart" in classes:
            return self.chart(element)
        if tag == "figure":
            return self.figure(element)
        raise ValueError(f"`<{tag} class={classes}>` is not known here")

    def paragraph(self, element):
        role = element.role("p-")
        label, extra = "", ""
        if self.lists:
            left, width, sign = self.lists[-1]
            extra = f"(indent: {left}pt, first: false)"
            # The label stands before the text of the first paragraph only.
            if sign:
                label = f"#h(-{width}pt)#box(width: {width}pt)[{text(sign)}]"
                self.lists[-1][2] = None
        return f"#{role}{extra}[{label}{self.inlines(element)[1:-1]}]\n"

    def list(self, element):
        outer = points(self.rules["ul"]["padding-left"])
        step = points(self.rules["li ul"]["padding-left"])
        left = outer + step * len(self.lists)
        numbers = int(element.attributes.get("start", 1))
        bullet = self.rules.get(f"ul.{' '.join(element.classes)}", {}).get("list-style-type", "")
        out = ""
        for index, item in enumerate(element.elements("li")):
            sign = bullet.strip('"').strip() if element.tag == "ul" else f"{numbers + index}."
            self.lists.append([left, step, sign])
            out += self.blocks(item.children)
            self.lists.pop()
        return out

    def signature(self, element):
        post, name = element.elements("span")
        cells = f"{self.inlines(post)}, [], {self.inlines(name)}"
        return (
            f"#{element.role('p-')}[#grid(columns: (48%, 1fr, 48%), "
            f"align: (left + bottom, left, right + bottom), {cells})]\n"
        )

    def table(self, table):
        role = table.role("t-")
        space = points(self.rules[f".{role}"]["margin"].split()[0])
        cell = self.rules[f".{role} td"]
        padding_y, padding_x = (points(part) for part in cell["padding"].split())
        stroke = cell.get("border", "0pt").split()[0]
        widths = ", ".join(f"{width}pt" for width in next(self.widths))
        out = ""
        for caption in table.elements("caption"):
            out += f"#{caption.role('p-')}{self.inlines(caption)}\n"
        rows = []
        for part in table.elements("thead", "tbody", "tfoot"):
            cells = [self.cell(cell, part.tag) for row in part.elements("tr") for cell in row.elements("th", "td")]
            cells = ",\n".join(cells)
            rows.append(f"table.header({cells})" if part.tag == "thead" else cells)
        arguments = [
            f"columns: ({widths},)",
            f"inset: (x: {padding_x}pt, y: {padding_y}pt)",
            f"stroke: {stroke}",
            "align: left + top",
            *rows,
        ]
        body = ",\n".join(arguments)
        return (
            f"{out}#block(above: {space}pt, below: {space}pt)"
            f"[#set table.cell(breakable: false)\n#table({body})]\n"
        )

    def cell(self, cell, part):
        spans = [
            f"{name}: {cell.attributes[attribute]}"
            for attribute, name in (("colspan", "colspan"), ("rowspan", "rowspan"))
            if attribute in cell.attributes
        ]
        if part == "thead":
            spans.append("align: left + horizon")
        paragraphs = [child for child in cell.children if isinstance(child, Element)]
        body = self.blocks(paragraphs)
        # Space above the first and below the last paragraph of a cell counts, as in ours.
        for end, side in ((0, 0), (-1, 2)):
            role = paragraphs[end].role("p-") if paragraphs else None
            margin = self.rules[f".{role}"]["margin"].replace(" 0 ", " 0pt ") if role else "0pt"
            space = sides(margin)[side]
            if space:
                body = f"#v({space}pt)\n{body}" if end == 0 else f"{body}#v({space}pt)"
        return f"table.cell({', '.join([*spans, ''])}[{body}])"

    def figure(self, figure):
        rule = self.rules[f".{figure.role('f-')}"]
        before, _, after, _ = sides(rule["margin"].replace(" 0 ", " 0pt "))
        row = self.rules[f".{figure.role('f-')}>div"]
        pictures = []
        for image in figure.elements("div")[0].elements("img"):
            kind, data = re.match(r"data:image/(\w+);base64,(.*)", image.attributes["src"], re.S).groups()
            name = self.file(kind, base64.b64decode(data))
            width = re.search(r"width:([\d.]+pt)", image.attributes["style"])[1]
            pictures.append(f"image({quoted(name)}, width: {width}, alt: {quoted(image.attributes['alt'])})")
        side = {"center": "center", "flex-start": "left", "flex-end": "right"}[row["justify-content"]]
        body = f"#align({side}, stack(dir: ltr, spacing: {row['gap']}, {', '.join(pictures)}))\n"
        for caption in figure.elements("figcaption"):
            body += f"#{caption.role('p-')}{self.inlines(caption)}\n"
        return f"#block(width: 100%, breakable: false, above: {before}pt, below: {after}pt)[{body}]\n"

    def chart(self, figure):
        before, _, after, *_ = sides(self.rules["figure.c-chart"]["margin"].replace(" 0 ", " 0pt "))
        out = ""
        for caption in figure.elements("figcaption"):
            out += f"#{caption.role('p-')}{self.inlines(caption)}\n"
        drawing = figure.elements("svg")[0]
        width = drawing.attributes["viewbox"].split()[2]
        name = self.file("svg", svg(drawing).encode())
        alt = quoted(drawing.attributes["aria-label"])
        return (
            f"{out}#block(above: {before}pt, below: {after}pt, breakable: false)"
            f"[#image({quoted(name)}, width: {width}pt, alt: {alt})]\n"
        )

    def file(self, kind, data):
        """Writes a picture and gives its name."""
        self.files += 1
        name = f"picture-{self.files}.{kind}"
        (self.folder / name).write_bytes(data)
        return name

    def inlines(self, element):
        return "[" + "".join(self.inline(child) for child in element.children) + "]"

    def inline(self, child):
        if isinstance(child, str):
            return text(child.replace("\n", ""))
        body = self.inlines(child)
        wraps = {
            "span": "#",
            "strong": "#strong",
            "em": "#emph",
            "sup": "#super(typographic: false)",
            "sub": "#sub(typographic: false)",
        }
        if child.tag == "br":
            return "#linebreak()"
        if child.tag == "sup" and child.elements("a"):
            return self.note(child.elements("a")[0].attributes["href"])
        if child.tag == "a" and child.attributes["href"].startswith("#"):
            return f"#{body}"  # Places within the document have no names in typst's source.
        if child.tag == "a":
            return f"#link({quoted(child.attributes['href'])}){body}"
        if child.tag in wraps:
            return f"{wraps[child.tag]}{body}"
        raise ValueError(f"`<{child.tag}>` is not known in a line")

    def note(self, target):
        """A footnote: what stands in the list of notes, without the way back."""
        notes = self.tree.find("main")
        paragraph = find_id(notes, target.removeprefix("#")).elements("p")[0]
        text = Element("p", {}, [part for part in paragraph.children if not is_backlink(part)])
        size = self.rules[".p-footnote"]["font-size"]
        return f"#footnote[#text({size}){self.inlines(text)}]"


def plain(element):
    """The text of an element, without spaces and soft hyphens."""
    text = "".join(child if isinstance(child, str) else plain(child) for child in element.children)
    return re.sub(r"[\s\u00ad]", "", text)


def find_id(element, name):
    """The element of this name."""
    for child in element.children:
        if isinstance(child, Element):
            found = child if child.attributes.get("id") == name else find_id(child, name)
            if found:
                return found
    return None


def is_backlink(part):
    return isinstance(part, Element) and part.attributes.get("role") == "doc-backlink"


def svg(element):
    """A drawing as a file, with names that the parser made small put right."""
    names = {"viewbox": "viewBox", "textlength": "textLength", "lengthadjust": "lengthAdjust"}
    attributes = "".join(
        f' {names.get(name, name)}="{escaped(value)}"'
        for name, value in element.attributes.items()
        if name not in {"class", "style"}
    )
    if element.tag == "svg":
        attributes += ' font-family="Liberation Serif"'
    body = "".join(child if isinstance(child, str) else svg(child) for child in element.children)
    body = body if element.tag != "text" else escaped(body)
    return f"<{element.tag}{attributes}>{body}</{element.tag}>"


def escaped(value):
    return value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def text(value):
    """Text as typst's code: nothing in it is markup. Soft hyphens stay."""
    return f"#{quoted(value)};" if value else ""


def quoted(value):
    """A string of typst's: JSON's form but for its escapes of single characters."""
    return json.dumps(value, ensure_ascii=False)


def typst_bool(value):
    return "true" if value else "false"
