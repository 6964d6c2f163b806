"""Reads the document itself: what `document::dump` writes into `tests/golden/*/document.txt`.

This is what the writers were given. `cargo test --test golden` holds that the text is the one of
the document, so whoever agrees with it agrees with the model and not only with another writer.
"""

import json
import re
from dataclasses import dataclass, field

from .common import Fault, must, words
from .reading import Cell, Row, once


@dataclass
class Entry:
    """A paragraph: what it is, what it is counted as, what it says, and where its links lead."""

    sort: str  # heading, para, caption, mark, signature
    role: str
    pieces: list  # of (words as text, target or None)
    level: int = 0  # of a heading
    label: str = ""  # of a list item
    notes: list = field(default_factory=list)  # numbers of the notes, each with its place in the text
    number: str = ""  # that is counted, and with which the text begins
    in_table: int = 0  # the table in which it stands, counted from 1

    @property
    def text(self):
        return "".join(text for text, _ in self.pieces)

    @property
    def noted(self):
        """The text with the numbers of its notes in it, as a page shows it."""
        text, shift = self.text, 0
        for number, at in self.notes:
            text = text[: at + shift] + str(number) + text[at + shift :]
            shift += len(str(number))
        return text


@dataclass
class Model:
    title: str = ""
    author: str = ""
    lang: str = ""
    entries: list = field(default_factory=list)
    tables: list = field(default_factory=list)  # of lists of rows
    table_ids: list = field(default_factory=list)
    descriptions: list = field(default_factory=list)  # of the tables; nothing where there is none
    captions: list = field(default_factory=list)  # of the tables; nothing where there is none
    notes: dict = field(default_factory=dict)  # number: text
    alts: list = field(default_factory=list)  # of the pictures and charts, in order
    pictures: int = 0
    charts: int = 0
    contents: list = field(default_factory=list)  # (from, to), with the entry that follows

    @property
    def headings(self):
        return [(e.level, words(e.text)) for e in self.entries if e.sort == "heading"]

    @property
    def items(self):
        return [(e.label, words(e.text)) for e in self.entries if e.label]

    @property
    def words(self):
        return [word for entry in self.entries for word in words(entry.text)]

    def listed(self):
        """The headings that the tables of contents list."""
        for low, high in self.contents:
            yield from (e for e in self.entries if e.sort == "heading" and low <= e.level <= high and not e.in_table)

    def links(self):
        """The words of each link and where it leads, as often as the text has it."""
        return [link for entry in self.entries for link in links_of(entry.pieces)] + [
            link for _, pieces in sorted(self.notes.items()) for link in links_of(pieces)
        ]


def links_of(pieces):
    """Neighbours that lead to one place are one link."""
    found, before = [], None
    for text, target in pieces:
        if target is not None and target == before:
            found[-1][0] += text
        elif target is not None:
            found.append([text, target])
        before = target
    return [(words(text), target) for text, target in found]


_LOOK = re.compile(
    r"number of (?P<series>\S+) (?=[\"a-z])|number (?=[\"a-z])|blank (?:date|number) (?=[\"a-z])|(?:strong|em|sup|sub) "
)
_TEXT = re.compile(r'"(.*?)"(?= (?:in |-> |/ |\| |"|strong |em |sup |sub |number |blank |break\b|note \d|pages?\b)|\)|$)')


class _Line:
    """A line of the dump, read from the left."""

    def __init__(self, text):
        self.text, self.at = text, 0

    @property
    def rest(self):
        return self.text[self.at :]

    def take(self, pattern):
        found = re.compile(pattern).match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def inlines(self, model, entry):
        """The pieces of a line, up to the end of the cell or the note."""
        while True:
            self.take(" ")
            if not self.rest or self.rest.startswith((")", "| ", "/ ")):
                return
            if self.take(r"break\b"):
                entry.pieces.append((" ", None))
            elif self.take(r"pages?\b"):
                pass
            elif note := self.take(r"note (\d+) \("):
                inner = Entry("note", "footnote", [])
                self.inlines(model, inner)
                must(self.take(r"\)"), f"a note without an end: {self.text[:80]}")
                model.notes[int(note[1])] = inner.pieces
                entry.notes.append((int(note[1]), len(entry.text)))
            else:
                self._text(entry)

    def _text(self, entry):
        series = None
        while look := self.take(_LOOK.pattern):
            series = look["series"] or series
        text = self.take(_TEXT.pattern)
        must(text, f"not read: {self.rest[:80]}")
        # The dump shows spaces that do not break; no text of ours has the sign itself.
        said, target = text[1].replace("~", "\u00a0"), None
        if self.take(r" in [A-Za-z0-9-]+(?= |\)|$)"):
            pass
        if self.take(" (?=-> )"):
            # In a note, its bracket follows the address.
            target = self.take(r"-> (\S+?)(?=\)?(?: |$))")[1]
        if series and not entry.text:
            entry.number = said
        entry.pieces.append((said, target))


@once
def read_model(path):
    model = Model()
    lines = path.read_text("utf-8").split("\n")
    head = re.fullmatch(r'document (".*") by (".*"), (\S+)', lines[0])
    must(head, f"not read: {lines[0][:80]}")
    model.title, model.author = (json.loads(text.replace("\\u{", "\\\\u{")) for text in head.groups()[:2])
    model.lang = head[3]
    label, where = "", None
    for raw in lines[1:]:
        line = _Line(raw.lstrip(" "))
        depth = (len(raw) - len(line.text)) // 2
        if line.text:
            label, where = _line(model, line, depth, label, where)
    must(model.entries, "the document says nothing")
    return model


def _line(model, line, depth, label, where):
    """Reads a line; what an item before it is labelled with, and the block that lines belong to."""
    if line.take(r"(head|foot) \[[^]]*\] ") or line.take("section "):
        return "", None
    if found := line.take(r"item (\S+)$"):
        return found[1], where
    if line.text.startswith(("heading ", "para ")):
        _paragraph(model, line, label, 0)
        return "", None
    if found := line.take(r"table \[([^]]*)\](?: #(\S+))? (\d+) columns$"):
        model.tables.append([])
        model.table_ids.append(found[2])
        model.captions.append(None)
        model.descriptions.append(None)
        return "", "table"
    if line.take("caption "):
        entry = Entry("caption", f"{where}-caption", [])
        line.inlines(model, entry)
        model.entries.append(entry)
        if where == "table":
            model.captions[-1] = entry
        return "", where
    if line.take("description "):
        model.descriptions[-1] = json.loads(line.rest).replace("~", "\u00a0")
        return "", where
    if line.take(r"(continued|axis|categories|series) "):
        return "", where
    if found := line.take(r"(head|row|foot)(?: \(keep\))?(?: |$)"):
        _row(model, line, found[1] == "head")
        return "", where
    if found := line.take(r"(figure|chart)\b"):
        model.charts += found[1] == "chart"
        return "", found[1]
    if line.take(r"picture \S+ [A-Za-z ]*(?=\")") or line.take("alt "):
        model.alts.append(json.loads(line.rest).replace("~", "\u00a0"))
        model.pictures += where == "figure"
        return "", where
    if found := line.take(r"contents (\d) to (\d)$"):
        model.contents.append((int(found[1]), int(found[2])))
        return "", None
    if line.take(r"mark \["):
        return "", "mark"
    if line.take(r"(?:digital )?signature \[[^]]*\] "):
        for part in ("post", "name"):
            entry = Entry("signature", part, [])
            line.inlines(model, entry)
            line.take(r"\| ")
            model.entries.append(entry)
        return "", None
    if line.take("closing rule "):
        return "", None
    must(where == "mark", f"not read: {line.text[:80]}")
    entry = Entry("mark", "mark", [])
    line.inlines(model, entry)
    model.entries.append(entry)
    return "", "mark"


def _paragraph(model, line, label, table):
    heading = line.take(r"heading (\d) \[([^]]*)\](?: #(\S+))? ?")
    found = heading or line.take(r"para \[([^]]*)\] ?")
    must(found, f"not read: {line.rest[:80]}")
    entry = Entry("heading" if heading else "para", found[2] if heading else found[1], [], in_table=table)
    entry.level, entry.label = int(found[1]) if heading else 0, label
    line.inlines(model, entry)
    model.entries.append(entry)
    return entry


def _row(model, line, header):
    row = Row(header=header)
    while True:
        line.take(r"(?:col|colgroup|row|rowgroup)(?: |$)")
        line.take(r" (?=\|)")  # an empty cell
        size = line.take(r"(\d+)x(\d+)(?: |$)")
        cell, label = Cell([], *((int(size[1]), int(size[2])) if size else ())), ""
        while line.rest and not line.rest.startswith("| "):
            if found := line.take(r"item (\S+) / "):
                label = found[1]
                continue
            entry = _paragraph(model, line, label, len(model.tables))
            cell.words += words(entry.text)
            label = ""
            if not line.take(r"/ "):
                break
        row.cells.append(cell)
        if not line.take(r" ?\| ?"):
            break
    if line.rest.strip():
        raise Fault(f"not read: {line.rest[:80]}")
    model.tables[-1].append(row)
