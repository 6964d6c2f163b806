"""The forms that a text of the content has beside Markdown: notes, languages, what is computed.

`templates/common/WRITING.md` tells them to authors. They are read here in another way than the
program reads them.
"""

import re

# What is computed: figures and references, and any other braces.
_COMPUTED = re.compile(r"\{[^{}]*\}")
# Words of another language, with no braces in them.
_LANGUAGE = re.compile(r"\{[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*:\s+([^{}]*)\}")
_FIGURE = re.compile(r"\{[^{}:]*=[^{}]*\}|\{#[^{}]*\}")
# A note in a paragraph of its own, up to an empty line or the next note.
_DEFINITION = re.compile(r"^[ ]{0,3}\[\^[^\]\s]+\]:[ ]*((?:.+\n?)(?:(?![ ]{0,3}\[\^).+\n?)*)", re.M)
_REFERENCE = re.compile(r"\[\^[^\]\s]+\]")
_NOTE = re.compile(r"\^\[((?:[^\[\]]|\[[^\[\]]*\])*)\]")

_MARK = "\x00"


def divided(raw):
    """The words around what is computed in a text, and those in its notes."""
    spoken = _FIGURE.sub(_MARK, raw)
    while _LANGUAGE.search(spoken):
        spoken = _LANGUAGE.sub(r"\1", spoken)
    spoken = _COMPUTED.sub(_MARK, spoken)
    notes = [*_NOTE.findall(spoken), *_DEFINITION.findall(spoken)]
    text = _REFERENCE.sub("", _DEFINITION.sub("", _NOTE.sub("", spoken)))
    return _pieces([text]), _pieces(notes)


def _pieces(texts):
    return [piece for text in texts for piece in text.split(_MARK) if piece.strip()]
