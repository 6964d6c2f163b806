"""Judges the counting of lists: cases in text, each with what Word prints.

A case has the levels of its definitions, lists beside those of one each, and paragraphs as
`num.level` with the label they must have.
"""

import time

from docx.oxml.ns import nsmap
from lxml import etree

from judges.numbering import Counting

W = f'xmlns:w="{nsmap["w"]}"'

# Levels are `format text start`, with `restart=`, `style=` or `legal` behind; a list may use the
# definition of another (`2=1`) and start a level elsewhere (`2=1@0:5`).
CASES = {
    "levels below are started anew": (
        ["decimal %1. 1|decimal %1.%2. 1|decimal %1.%2.%3. 1"],
        "",
        "1.0=1. 1.1=1.1. 1.2=1.1.1. 1.2=1.1.2. 1.1=1.2. 1.2=1.2.1. 1.0=2. 1.1=2.1.",
    ),
    "a level above that was not counted shows its start": (
        ["decimal %1. 1|decimal %1.%2. 1"],
        "",
        "1.1=1.1. 1.1=1.2.",
    ),
    "two lists of one definition are counted together": (["decimal %1. 1"], "2=1", "1.0=1. 2.0=2. 1.0=3."),
    "a list that starts elsewhere does so once": (["decimal %1. 1"], "2=1@0:5", "1.0=1. 2.0=5. 2.0=6. 1.0=7."),
    "two definitions are counted apart": (["decimal %1. 1", "decimal %1) 3"], "", "1.0=1. 2.0=3) 1.0=2. 2.0=4)"),
    "signs are not counted": (["bullet • 1|bullet – 1"], "", "1.0=• 1.1=– 1.0=•"),
    "letters and Roman numbers": (
        ["upperRoman %1 4|lowerLetter %2) 26"],
        "",
        "1.0=IV 1.1=z) 1.1=aa) 1.0=V 1.1=z)",
    ),
    "a legal level prints all numbers as digits": (
        ["upperRoman %1 2|decimal %1.%2. 1 legal"],
        "",
        "1.0=II 1.1=2.1.",
    ),
    "a level that is never started anew": (["decimal %1. 1|decimal %2. 1 restart=0"], "", "1.0=1. 1.1=1. 1.0=2. 1.1=2."),
    "a level that is started anew by the first only": (
        ["decimal %1. 1|decimal %2. 1|decimal %3. 1 restart=1"],
        "",
        "1.0=1. 1.1=1. 1.2=1. 1.1=2. 1.2=2. 1.0=2. 1.2=1.",
    ),
    "a style brings its list and level": (
        ["decimal %1. 1 style=goal|decimal %1.%2. 1 style=measure"],
        "",
        "goal=1. measure=1.1. measure=1.2. narrow=1.3. goal=2.",
    ),
    "a paragraph may leave the list of its style": (["decimal %1. 1 style=goal"], "", "goal=1. goal.0=- goal=2."),
}


def trial():
    """The results: nothing for a case that is counted as it should be."""
    for name, (definitions, more, paragraphs) in CASES.items():
        began = time.monotonic()
        counting = Counting(_numbering(definitions, more), _styles())
        wanted = [paragraph.split("=") for paragraph in paragraphs.split()]
        found = [counting.label(_paragraph(place)) for place, _ in wanted]
        labels = ["-" if label is None else label[0] for label in found]
        fault = None if labels == [label for _, label in wanted] else f"counted {labels}"
        yield "numbering", name, fault, time.monotonic() - began


def _numbering(definitions, more):
    parts = []
    for number, definition in enumerate(definitions, 1):
        levels = "".join(_level(at, level) for at, level in enumerate(definition.split("|")))
        parts.append(f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>')
    nums = [f"{number}={number}" for number in range(1, len(definitions) + 1)] + more.split()
    for num in nums:
        num, _, start = num.partition("@")
        number, abstract = num.split("=")
        override = ""
        if start:
            level, value = start.split(":")
            override = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{value}"/></w:lvlOverride>'
        parts.append(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>')
    return etree.fromstring(f"<w:numbering {W}>{''.join(parts)}</w:numbering>")


def _level(at, level):
    form, text, start, *more = level.split(" ")
    inner = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
    for word in more:
        key, _, value = word.partition("=")
        inner += {
            "restart": f'<w:lvlRestart w:val="{value}"/>',
            "style": f'<w:pStyle w:val="{value}"/>',
            "legal": "<w:isLgl/>",
        }[key]
    return f'<w:lvl w:ilvl="{at}">{inner}<w:lvlText w:val="{text}"/></w:lvl>'


def _styles():
    def style(name, inner):
        return f'<w:style w:type="paragraph" w:styleId="{name}">{inner}</w:style>'

    in_list = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    based = '<w:basedOn w:val="measure"/>'
    named = style("goal", in_list) + style("measure", in_list) + style("narrow", based)
    return etree.fromstring(f"<w:styles {W}>{named}</w:styles>")


def _paragraph(place):
    if place.startswith(("goal", "measure", "narrow")):
        style, _, num = place.partition(".")
        own = f'<w:numPr><w:numId w:val="{num}"/></w:numPr>' if num else ""
        inner = f'<w:pStyle w:val="{style}"/>{own}'
    else:
        num, level = place.split(".")
        inner = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    return etree.fromstring(f"<w:p {W}><w:pPr>{inner}</w:pPr></w:p>")
