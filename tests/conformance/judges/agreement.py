"""Do the three formats say the same, and all that the content says?"""

import re
from collections import Counter
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

from .common import first_difference, must, surplus, words
from .forms import divided
from .model import read_model
from .reading import (
    docx_edges,
    html_descriptions,
    pdf_contents,
    pdf_descriptions,
    pdf_everything,
    pdf_labels,
    pdf_page,
    pdf_words_drawn,
    read_docx,
    read_html,
    read_pdf,
)

READERS = (("DOCX", "docx", read_docx), ("HTML", "html", read_html), ("PDF", "pdf", read_pdf))


def _read(doc):
    return {name: read(getattr(doc, attribute)) for name, attribute, read in READERS}


def same_words(doc):
    """All words of the three formats are the same, in the same order."""
    read = _read(doc)
    must(len(read["HTML"].words) > 20, "the HTML says next to nothing")
    for other in ("DOCX", "PDF"):
        difference = first_difference(read["HTML"].words, read[other].words, "the HTML", f"the {other}")
        must(difference is None, difference)


def same_notes(doc):
    """The notes of the three formats say the same, in the same order."""
    read = _read(doc)
    for other in ("DOCX", "PDF"):
        ours, theirs = read["HTML"].notes, read[other].notes
        must(ours == theirs, f"the HTML has the notes {ours}, the {other} {theirs}"[:700])


def same_contents(doc):
    """The tables of contents have the same entries, and each page has what they say of it."""
    read = _read(doc)
    for other in ("DOCX", "PDF"):
        ours, theirs = read["HTML"].contents, read[other].contents
        must(ours == theirs, f"the HTML has the contents {ours}, the {other} {theirs}"[:700])
    for entry, page in pdf_contents(doc.pdf):
        there = f" {plain(' '.join(pdf_page(doc.pdf, page)))} "
        # A note may stand at the end of a heading.
        must(f" {plain(' '.join(entry))}" in there, f"„{' '.join(entry)}“ is not on page {page}")


def same_lists(doc):
    """The lists have the same items, and the numbers of the PDF count them."""
    read = _read(doc)
    for other in ("DOCX", "PDF"):
        ours, theirs = read["HTML"].items, read[other].items
        must(ours == theirs, f"the HTML has the items {ours}, the {other} {theirs}")
    must(len(pdf_labels(doc.pdf)) == len(read["HTML"].items), "the PDF has an item without a label")


def same_headings(doc):
    """The headings of HTML and PDF are the same; `word.headings` judges those of the DOCX."""
    ours, theirs = read_html(doc.html).headings, read_pdf(doc.pdf).headings
    must(ours == theirs, f"the HTML has {ours}, the PDF {theirs}")


def same_tables(doc):
    """The tables have the same rows, columns, merges, header rows, and words in each cell."""
    read = _read(doc)
    ours = read["HTML"].tables
    for other in ("DOCX", "PDF"):
        theirs = read[other].tables
        must(len(ours) == len(theirs), f"the HTML has {len(ours)} tables, the {other} {len(theirs)}")
        for number, (a, b) in enumerate(zip(ours, theirs), 1):
            where = f"table {number}: the HTML and the {other} differ"
            must(len(a) == len(b), f"{where}: {len(a)} and {len(b)} rows")
            for index, (one, two) in enumerate(zip(a, b), 1):
                must(one == two, f"{where} in row {index}: {one} and {two}"[:700])


def same_descriptions(doc):
    """The tables are described in HTML and PDF as in the model, for those who do not see them."""
    expected = [words(described or "") for described in read_model(doc.dump).descriptions]
    for name, described in (("HTML", html_descriptions(doc.html)), ("PDF", pdf_descriptions(doc.pdf))):
        found = [words(text or "") for text in described]
        must(found == expected, f"the {name} describes its tables as {described}"[:700])


def nothing_untold(doc):
    """What the PDF draws beside its tagged text is what runs at the edges of the pages, repeated
    header rows, the leaders of the table of contents, and what stands over the rest of a table."""
    pages, drawn = pdf_words_drawn(doc.pdf)
    read = read_pdf(doc.pdf)
    told = pdf_everything(doc.pdf)
    missing, rest = surplus(told, drawn), surplus(drawn, told)
    _part(missing, rest)
    must(not missing, f"tagged text that is not drawn: {list(missing)[:8]}")
    rest -= Counter({word: count for word, count in rest.items() if not word.strip(".…")})
    kind = yaml.load(doc.yaml.read_text("utf-8"), yaml.BaseLoader)["kind"]
    beside = [word for text in KINDS.get(kind, {}).get("beside", []) for word in text.split()]
    edges = docx_edges(doc.docx)
    # Heads and feet may tell the number of all pages on each.
    for word in {*edges, *beside, *([str(pages)] if edges else [])}:
        rest -= Counter({word: pages})
    for table in read.tables:
        head = Counter(w for row in table if row.header for cell in row.cells for w in cell.words)
        # A repeated header row has the numbers of its notes, too.
        for word in list(rest):
            number = re.fullmatch(r"(.*\D)(\d+)", word)
            if number and number[1] in head:
                rest += Counter({part: rest[word] for part in number.groups()})
                del rest[word]
        while head and not head - rest:
            rest -= head
    # Last, for a header row may have numbers that are those of pages too.
    rest -= Counter(str(page) for page in range(1, pages + 1))
    rest -= Counter({str(pages): pages})
    must(not rest, f"drawn but not tagged: {list(rest)[:8]}")


def _part(missing, rest):
    """Takes out the words that only stand apart in the one and together in the other, as the number
    of a note after a word."""
    for one, other in ((missing, rest), (rest, missing)):
        for word in sorted(one.elements(), key=len, reverse=True):
            halves = ((word[:place], word[place:]) for place in range(1, len(word)))
            found = next((pair for pair in halves if not Counter(pair) - other), None)
            number = re.fullmatch(r"(.*\D)(\d+)", word)
            if found:
                one -= Counter([word])
                other -= Counter(found)
            elif number and number[1] in other:
                # A number of a page is as good: they are counted together.
                one -= Counter([word])
                one += Counter([number[2]])
                other -= Counter([number[1]])


# --- Against the content --------------------------------------------------------------------------

KINDS = yaml.safe_load(Path(__file__).with_name("printed.yaml").read_text("utf-8"))


def all_content(doc):
    """Every text of the content is printed, in its order, in each format."""
    content = yaml.load(doc.yaml.read_text("utf-8"), yaml.BaseLoader)
    every, own = KINDS["every-kind"], KINDS.get(content["kind"], {})
    kind = {**every, **own, "not-printed": every["not-printed"] + own.get("not-printed", [])}
    expected = list(printed(content, kind, content.get("people", {})))
    must(len(expected) > 3, "the content says next to nothing")
    notes = [(path, note) for path, raw in expected for note in divided(raw)[1]]
    texts = [(path, piece) for path, raw in expected for piece in divided(raw)[0]]
    for name, attribute, read in READERS:
        found = read(getattr(doc, attribute))
        _in_order(texts, plain(found.text), name)
        told = plain(" ".join(word for note in found.notes for word in note))
        for path, note in notes:
            must(any(way in told for way in readings(note)), f"no note of the {name} has {path}: „{note}“")


def printed(content, kind, people):
    """The texts of the content that are printed, in the order in which they are: path and text."""

    def marks(at_end):
        for index, mark in enumerate(content.get("marks", [])):
            if (mark.get("place") == "end") == at_end:
                lines = mark["body"] if isinstance(mark["body"], list) else [mark["body"]]
                for line in lines:
                    yield f"marks.{index}.body", line

    yield from marks(at_end=False)
    yield from _printed(content, kind, people, ())
    yield from marks(at_end=True)


def _printed(content, kind, people, path):
    if isinstance(content, str):
        # The words around what is computed are looked for.
        yield ".".join(path), content
    elif isinstance(content, list):
        for index, item in enumerate(content):
            yield from _printed(item, kind, people, (*path, str(index)))
    else:
        # The order of the keys is the kind's, whatever it is in the file.
        order = {key: place for place, key in enumerate(kind["order"])}
        for key in sorted(content, key=lambda key: order.get(key, -1)):
            value, here = content[key], (*path, key)
            if _silent(here, kind):
                continue
            if key == "who":
                for who in value if isinstance(value, list) else [value]:
                    text = people[who]["name"] if isinstance(who, str) else who["text"]
                    yield ".".join(here), text
            elif key == "when":
                # Printed in its official form, but for words of one's own.
                if isinstance(value, dict):
                    yield ".".join(here), value["text"]
            else:
                yield from _printed(value, kind, people, here)


def _silent(path, kind):
    """Whether a key is one that is not printed: named alone, or with the keys around it."""
    keys = [key for key in path if not key.isdigit()]
    names = {keys[-1], ".".join(keys)}
    return bool(names & set(kind["not-printed"])) and not names & set(kind["printed"])


def _in_order(expected, text, name):
    """Each text after the one before it, and as often as in the content."""
    at = 0
    for path, raw in expected:
        ways = readings(raw)
        found = [(text.find(way, at), way) for way in ways]
        found = [(start, way) for start, way in found if start >= 0]
        must(
            found,
            f"{path} is not in the {name}"
            + (" in its order" if any(way in text for way in ways) else "")
            + f": „{' '.join(raw.split())[:80]}“",
        )
        start, way = min(found)
        at = start + len(way)


def readings(raw):
    """How a text may be read: as Markdown in blocks, or as one line."""
    markdown = MarkdownIt("commonmark", {"html": False})
    blocks = _tokens(markdown.parse(raw))
    line = _tokens(markdown.parseInline(" ".join(raw.split())))
    return {plain(blocks), plain(line)} - {""}


def _tokens(tokens):
    parts = []
    for token in tokens:
        if token.children:
            parts.append(_tokens(token.children))
        elif token.type in ("text", "code_inline", "text_special"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        if token.block:
            parts.append(" ")
    return "".join(parts)


def plain(text):
    """Words only: one kind of space, of quotation mark and of dash, and no capitals.

    The output has better typography than the content, a sentence begins with a capital, and a
    title may be in capitals; `same_words` compares the formats to the letter.
    """
    text = re.sub("[„“”«»\"]", '"', " ".join(words(text)))
    return re.sub("[–—]", "–", text).casefold()
