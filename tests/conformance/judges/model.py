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
    """A paragraph: what it says, where its links lead, and what it is counted as.

    The judges read files of others into the same shape. What a reader cannot tell stays empty.
    """

    pieces: list = field(default_factory=list)  # of (text, target or nothing)
    notes: list = field(default_factory=list)  # numbers of the notes, each with its place in the text
    level: int = 0  # of a heading
    label: str = ""  # of an item of a list
    depth: int | None = None  # of that list, from 0
    number: str = ""  # that is counted, and with which the text begins
    ids: list = field(default_factory=list)  # by which links name it
    in_table: bool = False

    @property
    def text(self):
        return "".join(text for text, _ in self.pieces)

    @property
    def words(self):
        return words(self.text)

    @property
    def ways(self):
        """How the paragraph may be read: some readers leave out what Word counts."""
        return self.words, words(self.text.removeprefix(self.number))

    @property
    def noted(self):
        """The words with the numbers of the notes among them, as a page shows them."""
        text = self.text
        for number, at in reversed(self.notes):
            text = f"{text[:at]}{number}{text[at:]}"
        return words(text)

    @property
    def links(self):
        """The words of each link and where it leads; neighbours that lead to one place are one."""
        found, before = [], None
        for text, target in self.pieces:
            if target is not None and target == before:
                found[-1][0] += text
            elif target is not None:
                found.append([text, target])
            before = target
        return [(words(text), target) for text, target in found]


@dataclass
class Model:
    """What a document says, or what a reader makes of a file."""

    entries: list = field(default_factory=list)  # the paragraphs in reading order
    tables: list = field(default_factory=list)  # of lists of rows
    descriptions: list = field(default_factory=list)  # of the tables; nothing where there is none
    notes: dict = field(default_factory=dict)  # by number
    pictures: list = field(default_factory=list)  # in words
    charts: list = field(default_factory=list)  # in words
    signatures: list = field(default_factory=list)  # names at lines that are signed with a certificate
    contents: list = field(default_factory=list)  # levels from and to, before which entry

    @property
    def headings(self):
        return [entry for entry in self.entries if entry.level]

    def place(self, target):
        """The paragraph that a link within the document leads to; nothing where it has none."""
        name = target.removeprefix("#")
        return next((entry for entry in self.entries if name in entry.ids), None)

    def with_contents(self):
        """The paragraphs with the lines of the tables of contents among them, which have the words
        of headings and the number of a page."""
        entries = list(self.entries)
        for low, high, at in reversed(self.contents):
            listed = [entry for entry in self.headings if low <= entry.level <= high and not entry.in_table]
            entries[at:at] = [Listed([(entry.text, None)]) for entry in listed]
        return entries


class Listed(Entry):
    """A line of a table of contents."""


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
                inner = Entry()
                self.inlines(model, inner)
                must(self.take(r"\)"), f"a note without an end: {self.text[:80]}")
                model.notes[int(note[1])] = inner
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
        self.take(r" in [A-Za-z0-9-]+(?= |\)|$)")
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
    must(lines[0].startswith("document "), f"not read: {lines[0][:80]}")
    reader = _Reader(model)
    for raw in lines[1:]:
        text = raw.lstrip(" ")
        if text:
            reader.line(_Line(text), (len(raw) - len(text)) // 2)
    must(model.entries, "the document says nothing")
    return model


class _Reader:
    """Reads the dump line by line."""

    def __init__(self, model):
        self.model = model
        self.item = None  # the label and the depth of an item whose first paragraph comes next
        self.block = None  # the name and the identity of the block to which the next lines belong

    def line(self, line, depth):
        model = self.model
        if line.take(r"(head|foot) \[") or line.take(r"section |closing rule "):
            self.block = None
        elif found := line.take(r"item (\S+)$"):
            # Blocks of a section are at 1, those of an item one deeper than it.
            self.item = found[1], depth - 1
        elif line.text.startswith(("heading ", "para ")):
            _paragraph(model, line, self.item or ("", None))
            self.item = self.block = None
        elif found := line.take(r"table \[[^]]*\](?: #(\S+))? \d+ columns$"):
            model.tables.append([])
            model.descriptions.append(None)
            self.block = "table", found[1]
        elif found := line.take(r"(figure|chart [a-z]+) \[[^]]*\](?: #(\S+))?"):
            self.block = found[1][:6].strip(), found[2]
        elif line.take("caption "):
            self.entry(line).ids = [self.block[1]]
        elif line.take("description "):
            model.descriptions[-1] = _quoted(line)
        elif line.take(r"(continued|axis|categories|series) "):
            pass
        elif found := line.take(r"(head|row|foot)(?: \(keep\))?(?: |$)"):
            _row(model, line, found[1] == "head")
        elif line.take(r"picture \S+ [A-Za-z ]*(?=\")"):
            model.pictures.append(_quoted(line))
        elif line.take("alt "):
            model.charts.append(_quoted(line))
        elif found := line.take(r"contents (\d) to (\d)$"):
            model.contents.append((int(found[1]), int(found[2]), len(model.entries)))
        elif line.take(r"mark \["):
            self.block = "mark", None
        elif found := line.take(r"(digital )?signature \[[^]]*\] "):
            post = self.entry(line)
            line.take(r"\| ")
            # Post and name stand in one line.
            post.pieces.append(("\t", None))
            before = len(post.text)
            line.inlines(model, post)
            if found[1]:
                model.signatures.append(post.text[before:].strip())
        else:
            must(self.block == ("mark", None), f"not read: {line.text[:80]}")
            self.entry(line)

    def entry(self, line):
        entry = Entry()
        line.inlines(self.model, entry)
        self.model.entries.append(entry)
        return entry


def _quoted(line):
    """A text as Rust shows it, in which a space that does not break is shown."""
    text = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), line.rest)
    return json.loads(text).replace("~", "\u00a0")


def _paragraph(model, line, item, in_table=False):
    heading = line.take(r"heading (\d) \[[^]]*\](?: #(\S+))? ?")
    must(heading or line.take(r"para \[[^]]*\] ?"), f"not read: {line.rest[:80]}")
    entry = Entry(label=item[0], depth=item[1], in_table=in_table)
    if heading:
        entry.level, entry.ids = int(heading[1]), [heading[2]]
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
            entry = _paragraph(model, line, (label, None), in_table=True)
            cell.words += words(entry.text)
            cell.entries.append(entry)
            label = ""
            if not line.take(r"/ "):
                break
        row.cells.append(cell)
        if not line.take(r" ?\| ?"):
            break
    if line.rest.strip():
        raise Fault(f"not read: {line.rest[:80]}")
    model.tables[-1].append(row)
