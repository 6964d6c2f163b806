"""Do other programs read from the DOCX what the model says?

Three readers, each with what it can tell: paragraphs, headings, lists, tables, notes, links, alternative texts.
"""

from .common import first_difference, must, words
from .model import Listed, read_model
from .told import address, text_by_libreoffice, told_by_libreoffice, told_by_mammoth, told_by_python_docx


def folded(text):
    """Words without capitals, which a style may set."""
    return [word.casefold() for word in text]


def read_by_python_docx(doc):
    """python-docx reads all that the model says, and Word counts to the numbers that it has."""
    model, told = read_model(doc.dump), told_by_python_docx(doc.docx)
    _paragraphs(model.entries, told.entries, "python-docx", numbered=True)
    _headings(model, told, "python-docx")
    labels = [(e.label, e.depth if not e.in_table else None) for e in model.entries if e.label]
    counted = [(e.label, e.depth if not e.in_table else None) for e in told.entries if e.label]
    must(labels == counted, f"the items are labelled {counted}, in the model {labels}"[:700])
    _tables(model, told, "python-docx")
    _notes(model, told, "python-docx")
    _links(model, told, "python-docx")
    _signatures(model, told, "python-docx")
    must(_alike(model.pictures, told.pictures), f"the pictures are {told.pictures}, in the model {model.pictures}")
    must(_alike(model.charts, told.charts), f"the charts are {told.charts}, in the model {model.charts}"[:900])
    for number, (ours, theirs) in enumerate(zip(model.descriptions, told.descriptions), 1):
        # A table without a description of its own may be described by its caption.
        must(ours is None or words(ours) == words(theirs or ""), f"table {number} is described as „{theirs}“, not „{ours}“")


def read_by_mammoth(doc):
    """mammoth reads all that the model says but for charts and what Word counts."""
    model, told = read_model(doc.dump), told_by_mammoth(doc.docx)
    _said(model, told, "mammoth")
    must(
        len(told.signatures) == len(model.signatures),
        f"{len(told.signatures)} pictures without words, {len(model.signatures)} lines to be signed",
    )
    must(_alike(model.pictures, told.pictures), f"the pictures are {told.pictures}, in the model {model.pictures}")


def read_by_libreoffice(doc):
    """LibreOffice reads all that the model says, and counts to the numbers that it has."""
    model, told = read_model(doc.dump), told_by_libreoffice(doc.docx)
    _said(model, told, "LibreOffice")
    _signatures(model, told, "LibreOffice")
    must(_alike(model.pictures, told.pictures), f"LibreOffice: the pictures are {told.pictures}, in the model {model.pictures}")
    # A chart becomes an object of LibreOffice's own, which has no words.
    must(len(model.charts) == len(told.charts), f"LibreOffice reads {len(told.charts)} charts of {len(model.charts)}")
    for ours, theirs in zip(*_paired(model.with_contents(), told.entries)):
        if ours.label and not ours.in_table:
            must(ours.depth == theirs.depth, f"„{theirs.text}“ is in a list of depth {theirs.depth}, not {ours.depth}")


def counted_by_libreoffice(doc):
    """The text that LibreOffice makes has the numbers of headings, goals and items as the model has
    them."""
    expected = [word for entry in read_model(doc.dump).with_contents() for word in _with_label(entry)]
    found = [word for line in text_by_libreoffice(doc.docx) for word in _without_page(line)]
    difference = first_difference(folded(expected), folded(found), "the model", "LibreOffice's text")
    must(difference is None, difference)


# What LibreOffice puts before items, in its text, instead of the sign that the page shows.
_BULLETS = set("•◦▪–▫■□-")


def _with_label(entry):
    if isinstance(entry, Listed):
        return entry.words
    return [*words(entry.label), *entry.noted] if entry.label[:1].isdigit() else entry.noted


def _without_page(line):
    """The words of a line, without a sign before it and without the page at the end of a line of the contents."""
    found = words(line)
    if "\t" in line and line.rsplit("\t", 1)[1].isdigit():
        found = found[:-1]
    return found[1:] if found[:1] and found[0] in _BULLETS and line.startswith(" ") else found


# --- What is compared -----------------------------------------------------------------------------


def _paired(ours, theirs, numbered=False):
    """The paragraphs that say something. One that is nothing but a number says nothing to those who
    do not count."""
    ours, theirs = ([entry for entry in entries if entry.words] for entries in (ours, theirs))
    if not numbered and len(ours) != len(theirs):
        ours = [entry for entry in ours if entry.ways[1]]
    return ours, theirs


def _said(model, told, reader):
    """What every reader reads."""
    _paragraphs(model.with_contents(), told.entries, reader)
    _headings(model, told, reader)
    _tables(model, told, reader)
    _notes(model, told, reader)
    _links(model, told, reader)


def _paragraphs(ours, theirs, reader, numbered=False):
    """The same paragraphs in the same order; none lost, none added, no two made one."""
    ours, theirs = _paired(ours, theirs, numbered)
    for one, other in zip(ours, theirs):
        found = folded(other.words)
        if isinstance(one, Listed):
            must(found[-1:] and found[-1].isdigit(), f"{reader}: no page in the contents: „{other.text}“")
            found = found[:-1]
        ways = one.ways[:1] if numbered else one.ways
        must(found in map(folded, ways), f"{reader} reads „{other.text[:200]}“, the model has „{one.text[:200]}“")
    must(len(ours) == len(theirs), f"{reader} reads {len(theirs)} paragraphs, the model has {len(ours)}")


def _headings(model, told, reader):
    ours, theirs = model.headings, told.headings
    must(
        [h.level for h in ours] == [h.level for h in theirs]
        and all(folded(b.words) in map(folded, a.ways) for a, b in zip(ours, theirs)),
        f"{reader} reads the headings {[(h.level, h.text) for h in theirs]}, "
        f"the model has {[(h.level, h.text) for h in ours]}"[:900],
    )


def _tables(model, told, reader):
    """The same rows, columns, merges, header rows, and words in each cell."""
    must(len(model.tables) == len(told.tables), f"{reader} reads {len(told.tables)} tables of {len(model.tables)}")
    for number, (ours, theirs) in enumerate(zip(model.tables, told.tables), 1):
        where = f"{reader}, table {number}"
        must(len(ours) == len(theirs), f"{where}: {len(theirs)} rows of {len(ours)}")
        for index, (a, b) in enumerate(zip(ours, theirs), 1):
            where_in = f"{where}, row {index}"
            must(a.header == b.header, f"{where_in}: header row in one only")
            sizes = [[(cell.columns, cell.rows) for cell in row.cells] for row in (a, b)]
            must(sizes[0] == sizes[1], f"{where_in}: cells of {sizes[1]}, in the model {sizes[0]}")
            for one, other in zip(a.cells, b.cells):
                bare = [word for entry in one.entries for word in entry.ways[1]]
                must(
                    folded(other.words) in (folded(one.words), folded(bare)),
                    f"{where_in}: „{' '.join(other.words)}“, in the model „{' '.join(one.words)}“",
                )


def _notes(model, told, reader):
    """The same notes, each at its word."""
    ours = {number: folded(note.words) for number, note in model.notes.items()}
    theirs = {number: folded(note.words) for number, note in told.notes.items()}
    must(ours == theirs, f"{reader} reads the notes {theirs}, the model has {ours}"[:900])
    at_words = [[folded(entry.noted) for entry in told_of.entries if entry.notes] for told_of in (model, told)]
    for a, b in zip(*at_words):
        # A number that is counted may be left out before the text.
        must(b in (a, a[1:]), f"{reader}: a note stands elsewhere: „{' '.join(b)[:200]}“, „{' '.join(a)[:200]}“")
    must(len(at_words[0]) == len(at_words[1]), f"{reader} reads notes in {len(at_words[1])} paragraphs of {len(at_words[0])}")


def _links(model, told, reader):
    """The same words lead to the same places: to an address, or to a paragraph of the document."""

    def links(of):
        entries = [entry for entry in of.entries if not isinstance(entry, Listed)]
        return [link for entry in [*entries, *(of.notes[n] for n in sorted(of.notes))] for link in entry.links]

    def leads(link):
        # The contents lead to what Word itself names; `agreement.same_contents` judges those.
        return not link[1].removeprefix("#").startswith("_Toc")

    ours, theirs = links(model), [link for link in links(told) if leads(link)]
    texts = [[folded(text) for text, _ in found] for found in (ours, theirs)]
    must(texts[0] == texts[1], f"{reader} reads the links {texts[1]}, the model has {texts[0]}"[:900])
    for (text, a), (_, b) in zip(ours, theirs):
        name = f"{reader}: „{' '.join(text)}“ leads to {b}, in the model to {a}"
        if not a.startswith("#"):
            must(address(a) == address(b), name)
            continue
        ours_there, theirs_there = model.place(a), told.place(b)
        if ours_there is not None:
            must(
                theirs_there is not None and folded(theirs_there.words) in map(folded, ours_there.ways),
                f"{name}: „{theirs_there and theirs_there.text}“ and not „{ours_there.text}“",
            )


def _signatures(model, told, reader):
    must(
        model.signatures == told.signatures,
        f"{reader} knows lines to be signed by {told.signatures}, the model by {model.signatures}",
    )


def _alike(ours, theirs):
    return [words(text or "") for text in ours] == [words(text or "") for text in theirs]
