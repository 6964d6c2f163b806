"""What stands where on the pages of a PDF, whoever made it: lines, gaps, glyphs over an edge."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

import pdfplumber

# How far a glyph may stand over an edge before anyone sees it, in points.
SLACK = 0.6


# What no line ends with, and what a divided word ends with.
INVISIBLE = " \u00a0\u200b"
HYPHENS = ("-", "\u00ad", "\u2010")
LABEL = re.compile(r"[–•]|\d+\.")


@dataclass
class Printed:
    """The measures of a file."""

    pages: int = 0
    # Glyphs beyond the right edge of the text, and glyphs that a rule of a table cuts.
    over_margin: int = 0
    over_rule: int = 0
    # Lines of justified paragraphs, and those of them that end in a divided word.
    justified: int = 0
    hyphenated: int = 0
    # The gaps between their words in parts of the size, each with its page and line.
    gaps: list = field(default_factory=list)

    @property
    def widest(self):
        return max(self.gaps, default=(0, 0, ""))

    @property
    def mean(self):
        return sum(gap[0] for gap in self.gaps) / len(self.gaps) if self.gaps else 0


def measure(path, edges, justified):
    """Measures a file. `edges` gives the right edge of the text of upright and of turned pages,
    `justified` the text of justified paragraphs without spaces."""
    measured = Printed()
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            measured.pages += 1
            right = edges[page.width > page.height]
            characters = [char for char in page.chars if char["text"].strip(INVISIBLE)]
            measured.over_margin += sum(char["x1"] > right + SLACK for char in characters)
            measured.over_rule += cut(characters, upright_rules(page))
            for line in lines(characters):
                judge_line(line, right, justified, measured)
    return measured


def judge_line(line, right, justified, measured):
    """Adds the gaps of a line, if it is a line of a justified paragraph but not its last."""
    line = without_label(line)
    words = "".join(char["text"] for char in line)
    hyphenated = words[-1:] in HYPHENS
    if len(line) < 2 or abs(line[-1]["x1"] - right) > SLACK:
        return
    if words not in justified and words[:-1] not in justified:
        return
    measured.justified += 1
    measured.hyphenated += hyphenated and words not in justified
    size = line[0]["size"]
    measured.gaps += [(gap / size, measured.pages, words) for gap in between_words(line)]


def without_label(line):
    """A line without the sign or the number of an item, whose distance is that of a tabulator."""
    for end, (before, after) in enumerate(zip(line, line[1:]), start=1):
        if after["x0"] - before["x1"] > 0.15 * before["size"]:
            label = "".join(char["text"] for char in line[:end])
            return line[end:] if LABEL.fullmatch(label) else line
    return line


def lines(characters):
    """The characters of one size that share a baseline, from left to right."""
    by_baseline = defaultdict(list)
    for char in characters:
        by_baseline[round(char["matrix"][5], 1), round(char["size"], 1)].append(char)
    return [sorted(line, key=lambda char: char["x0"]) for line in by_baseline.values()]


def between_words(line):
    """The distances that are too wide for a kern, in points."""
    pairs = zip(line, line[1:])
    distances = [after["x0"] - before["x1"] for before, after in pairs]
    return [distance for distance in distances if distance > 0.15 * line[0]["size"]]


def upright_rules(page):
    """The upright rules of tables: x, upper and lower end."""
    rules = []
    for line in [*page.lines, *page.rects]:
        if line["x1"] - line["x0"] < 2 and line["bottom"] - line["top"] > 4:
            rules.append(((line["x0"] + line["x1"]) / 2, line["top"], line["bottom"]))
    for curve in page.curves:
        for (x, top), (other, bottom) in zip(curve["pts"], curve["pts"][1:]):
            if abs(x - other) < 0.1 and abs(bottom - top) > 4:
                rules.append((x, min(top, bottom), max(top, bottom)))
    return sorted(rules)


def cut(characters, rules):
    """How many characters a rule goes through."""
    count = 0
    for char in characters:
        middle = (char["top"] + char["bottom"]) / 2
        count += any(
            char["x0"] + SLACK < x < char["x1"] - SLACK and top < middle < bottom
            for x, top, bottom in rules
        )
    return count
