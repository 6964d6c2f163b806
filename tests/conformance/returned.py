"""Documents that came back from LibreOffice: `aktas diff` leads each edit to its place.

    returned.py [--self-test] AKTAS CONTENT

LibreOffice opens a DOCX as it was built, and changes a word, puts in a row and a comment, once with
changes tracked and once without. `aktas diff` must find these edits and no others, each with the path,
the line and the column in the YAML file, and say who made them where they were tracked.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from judges import office
from judges.common import Fault, must, run

ROW = "Eilutė, kurios nebuvo"
COMMENT = "Ar tikrai? – „Taip“."


@dataclass(frozen=True)
class Edits:
    """What is edited: words of the YAML file, with the paths of the values where they stand."""

    word: str
    becomes: str
    word_path: str
    row: str
    row_start: str
    row_path: str
    about: str
    about_path: str


CASES = {
    "library-plan-2027": Edits(
        *("apklausą", "anketą", "sections[0].text"),
        *("Išsiunčiama ne mažiau", "id: newsletter", "sections[3].goals[0].objectives[2].measures[0]"),
        *("naujienlaiškį", "sections[3].goals[0].objectives[2].measures[0].what"),
    ),
    "cooperation-plan-2027": Edits(
        *("protokolą", "susitarimą", "preamble"),
        *("Prisijungia ne mažiau", "id: open-doors-agreement", "areas[0].measures[0]"),
        *("ramiąją", "areas[0].measures[2].what"),
    ),
    # It has charts, whose words LibreOffice drops.
    "library-report-2026": Edits(
        *("Dažniausiai", "Paprastai", "sections[2].parts[7].text"),
        *("Vaikų literatūra", "[Vaikų literatūra", "sections[2].parts[8].table.rows[1].cells"),
        *("didesnis", "sections[2].parts[2].text"),
    ),
}


def place(yaml, words):
    """The line and the column of words that are in a file, both from 1."""
    start = yaml.index(words)
    return yaml.count("\n", 0, start) + 1, start - yaml.rfind("\n", 0, start)


def at(home):
    """The path, the line and the column of a place; nothing of one that is in no part of the text."""
    place = home and home["place"] or {}
    return home and home["path"], place.get("line"), place.get("column")


def said(edit, fate):
    return "".join(piece.get(fate, "") for piece in edit["words"])


def told(aktas, yaml, returned):
    """The edits and comments that a comparison tells."""
    ran = run(aktas, "diff", yaml, returned, "--format", "json")
    must(ran.returncode == 0, ran.stderr)
    found = json.loads(ran.stdout)
    edits = [
        (edit["sort"], *at(edit["home"]), said(edit, "gone"), said(edit, "new"), bool(edit["by"]))
        for edit in found["edits"]
    ]
    comments = [
        (note["text"], note["author"], note["about"], *at(note["home"])) for note in found["comments"]
    ]
    return edits + comments + found["unread"]


def wanted(yaml, edits, tracked):
    text = yaml.read_text("utf-8")
    return [
        ("changed", edits.word_path, *place(text, edits.word), edits.word, edits.becomes, tracked),
        ("added", edits.row_path, *place(text, edits.row_start), "", ROW, tracked),
        (COMMENT, "Rasa", edits.about, edits.about_path, *place(text, edits.about)),
    ]


def verdict(aktas, yaml, edits, returned, tracked):
    """What is wrong with what is told of a file that came back; nothing if all is right."""
    try:
        found, right = told(aktas, yaml, returned), wanted(yaml, edits, tracked)
        must(found == right, f"told {found}\n     not  {right}")
    except Fault as fault:
        return str(fault)
    return ""


def built(aktas, yaml, folder, edits):
    """A document as it was sent out, with what LibreOffice is to do beside it."""
    done = run(aktas, "build", "--to", "docx", "--out", folder, yaml)
    must(done.returncode == 0, done.stderr)
    sent = folder / f"{yaml.stem}.docx"
    tasks = [edits.word, edits.becomes, edits.row, ROW, edits.about, COMMENT]
    Path(f"{sent}.edits").write_text("\n".join(tasks) + "\n", "utf-8")
    return sent


def trials(sent, self_test):
    """Names and files, with whether changes are tracked; to judge the judge, ones that do not fit."""
    made = {stem: [office.made(file, f"{how}.docx") for how in ["tracked", "plain"]] for stem, file in sent.items()}
    for stem, (tracked, plain) in made.items():
        if self_test:
            other = next(files[0] for name, files in made.items() if name != stem)
            yield f"{stem}: nothing was edited", stem, sent[stem], False
            yield f"{stem}: another document came back", stem, other, True
            yield f"{stem}: nobody tracked the changes", stem, plain, True
            yield f"{stem}: somebody tracked the changes", stem, tracked, False
        else:
            yield f"{stem}, tracked", stem, tracked, True
            yield f"{stem}, not tracked", stem, plain, False


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--self-test", action="store_true", help="judge the judge")
    parser.add_argument("aktas", type=Path)
    parser.add_argument("content", type=Path)
    arguments = parser.parse_args()
    aktas, content = arguments.aktas.resolve(), arguments.content
    office.use("returned.bas")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="aktas-returned-") as folder:
        sent = {
            stem: built(aktas, content / f"{stem}.yaml", Path(folder), edits) for stem, edits in CASES.items()
        }
        office.prepare(sent.values())
        for name, stem, returned, tracked in trials(sent, arguments.self_test):
            fault = verdict(aktas, content / f"{stem}.yaml", CASES[stem], returned, tracked)
            good = bool(fault) == arguments.self_test
            failed += not good
            print(f"{'ok  ' if good else 'FAIL'} {name}" + (f"\n     {fault}" if fault else ""))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
