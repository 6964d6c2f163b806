"""Judges that are programs and libraries of others: does the file stand on its own?"""

import json
import re

import docx
import html5lib
import pikepdf

from .common import INSTALLED, Fault, must, run, words


# The versions of Office by whose rules files are judged.
OFFICES = ("Microsoft365", "Office2019")


def open_xml_sdk(doc):
    """Microsoft's Open XML SDK finds no error, by the rules of two versions of Office."""
    for version in OFFICES:
        validate(doc.docx, version)


def validate(path, version):
    """Lets the Open XML SDK validate a file by the rules of a version of Office."""
    validator = INSTALLED / "npm/node_modules/.bin/ooxml-validator"
    result = run(validator, path, "--officeVersion", version)
    try:
        verdict = json.loads(result.stdout)
        errors = verdict["errors"]
    except (ValueError, KeyError) as error:
        raise Fault(f"the validator did not judge: {result.stderr.strip()[:200]}") from error
    if errors or not verdict["ok"] or result.returncode != 0:
        first = errors[0] if errors else {}
        what = f"{first.get('description', 'no description')[:300]} at {first.get('path')} {first.get('xPath')}"
        raise Fault(f"{len(errors)} errors by {version}, the first: {what}")


def qpdf(doc):
    """qpdf finds the structure of the PDF whole, without a warning."""
    result = run("qpdf", "--check", doc.pdf)
    must(result.returncode == 0, (result.stderr or result.stdout).strip()[-300:])
    must("WARNING" not in result.stdout + result.stderr, result.stderr.strip()[:300])


def verapdf(doc):
    """veraPDF finds the PDF to comply with PDF/A-2a, for the archive, and PDF/UA-1, for everyone."""
    comply([doc.pdf])


def comply(files):
    """Lets veraPDF judge files; it starts slowly, so many at once."""
    there = INSTALLED / "verapdf"
    must((there / "classes/VeraPdf.class").exists(), "veraPDF is not installed")
    paths = f"{there}/classes:{there}/lib/*"
    result = run("java", "-XX:TieredStopAtLevel=1", "-cp", paths, "VeraPdf", "2a,ua1", *files)
    told = (result.stdout + result.stderr).strip()
    must(result.returncode == 0 and told.count("complies with") == 2 * len(files), told[:1500])


def mupdf(doc):
    """MuPDF reads and draws all pages without a word of complaint."""
    for command in (
        ["mutool", "info", doc.pdf],
        # Debian's build has no colour management, and without `-N` says so of any file.
        ["mutool", "draw", "-q", "-N", "-F", "txt", "-o", "/dev/null", doc.pdf],
        ["mutool", "draw", "-q", "-N", "-r", "36", "-F", "pnm", "-o", "/dev/null", doc.pdf],
    ):
        result = run(*command)
        must(result.returncode == 0, f"{command[1]}: {result.stderr.strip()[:300]}")
        must(not result.stderr.strip(), f"{command[1]} complains: {result.stderr.strip()[:300]}")


def fonts(doc):
    """Every font is embedded, is only the part that is used, and tells its text."""
    result = run("pdffonts", doc.pdf)
    must(result.returncode == 0, result.stderr.strip()[:300])
    rows = result.stdout.splitlines()[2:]
    must(rows, "the PDF has no font")
    for row in rows:
        flags = re.search(r"\s(yes|no)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+\s*$", row)
        must(flags, f"pdffonts says what was not expected: {row}")
        for flag, what in zip(flags.groups(), ("embedded", "a subset", "told as text")):
            must(flag == "yes", f"{row.split()[0]} is not {what}")


def glyphs(doc):
    """Every glyph that is drawn is one of its font, and tells which characters it shows."""
    with pikepdf.open(doc.pdf) as document:
        for number, page in enumerate(document.pages, 1):
            fonts = {name: _told(font) for name, font in page.Resources.get("/Font", {}).items()}
            texts = None
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                if operator == "Tf":
                    texts = fonts[str(instruction.operands[0])]
                if operator not in ("Tj", "TJ"):
                    continue
                shown = instruction.operands[0]
                for piece in shown if operator == "TJ" else [shown]:
                    if not isinstance(piece, pikepdf.String):
                        continue
                    codes = bytes(piece)
                    for code in (codes[i : i + 2] for i in range(0, len(codes), 2)):
                        must(code != b"\0\0", f"page {number} has a sign that its font lacks")
                        text = texts.get(code)
                        must(text, f"page {number}: glyph {code.hex()} tells no text")
                        must("\ufffd" not in text, f"page {number}: glyph {code.hex()} is unknown")


def _told(font):
    """The text of each code of a composite font, by its `ToUnicode` map."""
    must("/ToUnicode" in font, f"{font.get('/BaseFont')} tells no text")
    told, listing = {}, font.ToUnicode.read_bytes().decode("latin-1")
    for kind, part in re.findall(r"beginbf(char|range)(.*?)endbf", listing, re.S):
        digits = [bytes.fromhex(d) for d in re.findall(r"<([0-9A-Fa-f]+)>", part)]
        step = 2 if kind == "char" else 3
        for entry in (digits[i : i + step] for i in range(0, len(digits), step)):
            first, last = (int.from_bytes(code, "big") for code in (entry[0], entry[-2]))
            text = entry[-1].decode("utf-16-be")
            for code in range(first, last + 1):
                told[code.to_bytes(2, "big")] = text[:-1] + chr(ord(text[-1]) + code - first)
    return told


def pdf_properties(doc):
    """The PDF is tagged, and has the title and the author that the DOCX has."""
    result = run("pdfinfo", doc.pdf)
    must(result.returncode == 0 and not result.stderr.strip(), result.stderr.strip()[:300])
    info = dict(re.findall(r"(?m)^([^:]+):[ \t]*(.*)$", result.stdout))
    must(info.get("Tagged") == "yes", "the PDF is not tagged")
    must(info.get("Suspects") == "no", "the PDF says that its own tags are suspect")
    properties = docx.Document(str(doc.docx)).core_properties
    for name, expected in (("Title", properties.title), ("Author", properties.author)):
        must(
            words(info.get(name, "")) == words(expected) != [],
            f"{name} is „{info.get(name)}“ in the PDF, „{expected}“ in the DOCX",
        )


def html_strict(doc):
    """html5lib parses the HTML as the standard says, without one error."""
    parser = html5lib.HTMLParser(strict=True)
    try:
        parser.parse(doc.html.read_bytes())
    except html5lib.html5parser.ParseError as error:
        (line, column), code, _ = parser.errors[0]
        raise Fault(f"line {line}, column {column}: {code}") from error


def html_alone(doc):
    """The HTML needs nothing from elsewhere: no pictures, styles, fonts or scripts by address."""
    root = html5lib.parse(doc.html.read_bytes(), namespaceHTMLElements=False)
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name in ("src", "srcset", "data", "poster", "background", "href"):
            address = element.get(name)
            if address is None or (name == "href" and element.tag == "a"):
                continue
            must(address.startswith("data:"), f"<{element.tag} {name}=\"{address}\">")
        css = element.get("style", "")
        if element.tag == "style":
            css += "".join(element.itertext())
        must("@import" not in css, "the styles import others")
        for address in re.findall(r"url\(\s*[\"']?([^\"')]*)", css):
            must(address.startswith("data:"), f"the styles load {address}")
