"""Counts the paragraphs of a DOCX as Word does: the labels that no text of the file holds.

ECMA-376 Part 1, 17.9. What a paragraph does not say itself, its style says; the levels of a list
are counted together by all that use one abstract definition; a paragraph starts the levels below
its own anew.
"""

from docx.oxml.ns import qn

LEVELS = 9


def val(parent, name):
    """What the `w:val` of a child says; nothing if there is no such child."""
    child = None if parent is None else parent.find(qn(name))
    return None if child is None else child.get(qn("w:val"))


class Level:
    """A level of a list."""

    def __init__(self, element):
        self.style = val(element, "w:pStyle")
        self.start = int(val(element, "w:start") or 0)
        self.format = val(element, "w:numFmt") or "decimal"
        self.text = val(element, "w:lvlText") or ""
        restart = val(element, "w:lvlRestart")
        self.restart = None if restart is None else int(restart)
        legal = element.find(qn("w:isLgl"))
        self.legal = legal is not None and legal.get(qn("w:val"), "1") not in ("0", "false", "off")


class Num:
    """A list: the definition that it uses, and where it differs."""

    def __init__(self, element):
        self.abstract = val(element, "w:abstractNumId")
        self.starts, self.levels = {}, {}
        for override in element.iterchildren(qn("w:lvlOverride")):
            at = int(override.get(qn("w:ilvl")))
            start = val(override, "w:startOverride")
            if start is not None:
                self.starts[at] = int(start)
            level = override.find(qn("w:lvl"))
            if level is not None:
                self.levels[at] = Level(level)


class Counting:
    """The lists of a document; `label` is asked for its paragraphs in their order."""

    def __init__(self, numbering, styles):
        self.abstracts, self.nums = {}, {}
        self.styles = {style.get(qn("w:styleId")): style for style in styles.iter(qn("w:style"))}
        self.normal = next(
            (id_ for id_, s in self.styles.items() if s.get(qn("w:type")) == "paragraph" and s.get(qn("w:default")) == "1"),
            None,
        )
        for abstract in () if numbering is None else numbering.iterchildren(qn("w:abstractNum")):
            levels = {int(lvl.get(qn("w:ilvl"))): Level(lvl) for lvl in abstract.iterchildren(qn("w:lvl"))}
            self.abstracts[abstract.get(qn("w:abstractNumId"))] = levels
        for num in () if numbering is None else numbering.iterchildren(qn("w:num")):
            self.nums[num.get(qn("w:numId"))] = Num(num)
        self.counts, self.met = {}, set()

    def place(self, paragraph):
        """The list of a paragraph and the level in it; nothing if it is in none."""
        properties = paragraph.find(qn("w:pPr"))
        own = None if properties is None else properties.find(qn("w:numPr"))
        num, level = val(own, "w:numId"), val(own, "w:ilvl")
        style = val(properties, "w:pStyle") or self.normal
        if num is None:
            num, level = self._of_style(style, level)
        if num is None or num == "0" or num not in self.nums:
            return None
        return num, int(level or 0)

    def _of_style(self, style, level):
        known = set()
        while style in self.styles and style not in known:
            known.add(style)
            element = self.styles[style]
            own = element.find(qn("w:pPr") + "/" + qn("w:numPr"))
            num = val(own, "w:numId")
            if num is not None:
                # The level is the one that names the style (17.9.23).
                named = [at for at, lvl in self._levels(num).items() if lvl.style == style]
                return num, level or (str(named[0]) if named else val(own, "w:ilvl"))
            style = val(element, "w:basedOn")
        return None, None

    def _levels(self, num):
        if num not in self.nums:
            return {}
        return {**self.abstracts.get(self.nums[num].abstract, {}), **self.nums[num].levels}

    def label(self, paragraph):
        """The label of a paragraph, and its level's format; nothing if it has none."""
        place = self.place(paragraph)
        if place is None:
            return None
        num, at = place
        levels = self._levels(num)
        if at not in levels:
            return None
        counts = self.counts.setdefault(self.nums[num].abstract, {})
        # The first paragraph of a list that starts a level elsewhere starts it (17.9.27).
        for level, start in self.nums[num].starts.items():
            if level == at and (num, level) not in self.met:
                self.met.add((num, level))
                counts[level] = start - 1
        counts[at] = counts[at] + 1 if at in counts else levels[at].start
        for below in range(at + 1, LEVELS):
            restart = levels[below].restart if below in levels else None
            if restart is None or (restart != 0 and at < restart):
                counts.pop(below, None)
        for above in range(at):
            if above in levels and above not in counts:
                counts[above] = levels[above].start
        return self._printed(levels, at, counts), levels[at].format

    @staticmethod
    def _printed(levels, at, counts):
        level = levels[at]
        if level.format == "bullet":
            return level.text
        if level.format == "none":
            return ""
        text = level.text
        for above in range(at + 1):
            if above in levels:
                legal = level.legal and levels[above].format != "bullet"
                shown = printed(counts[above], "decimal" if legal else levels[above].format)
                text = text.replace(f"%{above + 1}", shown)
        return text


def printed(number, form):
    """A number in one of the forms of 17.18.59 that official documents use."""
    if form == "decimalZero":
        return f"{number:02}"
    if form in ("lowerLetter", "upperLetter"):
        # a … z, aa, bb …
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman.lower() if form == "lowerRoman" else roman
    return str(number)


def _roman(number):
    signs = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    text = ""
    for value, sign in signs:
        text += sign * (number // value)
        number %= value
    return text
