"""Redlines in DOCX as programs of others take them: each example against an edited copy of it.

    redlines.py [--self-test] AKTAS CONTENT …
    redlines.py [--self-test] --random FOLDER

A copy of each document is edited as a person would: words, headings, rows and items changed, put in,
taken out, moved; an edit that `aktas check` refuses is taken back. Then the Open XML SDK must find the
redline valid, python-docx must open it, and LibreOffice, with all changes accepted, must show the
text of the new document, and with all rejected that of the old one.

`--random` takes redlines of documents that nobody would write, each with what it must become
(`NNN.redline.docx`, `NNN.accepted.docx`, `NNN.rejected.docx`), as `tests/redline_docx.rs` makes them.
"""

import argparse
import copy
import difflib
import io
import re
import shutil
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import yaml

from judges import office
from judges.common import Fault, must, run
from judges.outside import OFFICES, validate

# What is a sentence, and not a name of something.
PROSE = re.compile(r"[a-ząčęėįšųūž]{3,} [a-ząčęėįšųūž]{3,}")
MOST_EDITS = 12


# --- Edits --------------------------------------------------------------------------------------


def nodes(node, path=()):
    """Every node of a tree with the keys that lead to it."""
    yield path, node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from nodes(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from nodes(value, (*path, index))


def scalars(tree, *keys):
    return [
        node
        for path, node in nodes(tree)
        if isinstance(node, yaml.ScalarNode) and path and (path[-1] in keys or not keys)
    ]


def lists(tree, length):
    return [
        node
        for _, node in nodes(tree)
        if isinstance(node, yaml.SequenceNode)
        and len(node.value) >= length
        and isinstance(node.value[0], yaml.MappingNode)
    ]


def reworded(node):
    node.value = re.sub(r"\b(\w+) (\w+)", r"\2 pakeistas \1", node.value, count=1)


def edits(tree):
    """Functions that change a tree in one place each, of all sorts in turn."""
    prose = [node for node in scalars(tree) if PROSE.search(node.value)]
    rows = lists(tree, 3)
    sorts = [
        [lambda node=node: reworded(node) for node in prose[1::7]],
        [lambda node=node: node.value.insert(1, node.value.pop()) for node in rows],
        [lambda node=node: node.value.pop(1) for node in rows],
        [lambda node=node: doubled(node) for node in rows],
        [lambda node=node: reworded(node) for node in scalars(tree, "heading")],
        [lambda node=node: footnoted(node) for node in prose[2::5]],
        [lambda node=node: listed(node) for node in prose if "\n- " in node.value],
    ]
    while any(sorts):
        for sort in sorts:
            if sort:
                yield sort.pop(0)


def doubled(node):
    """A row like one that is there, which says something else."""
    twin = copy.deepcopy(node.value[1])
    for scalar in scalars(twin, "id"):
        scalar.value += "-naujas"
    for scalar in scalars(twin):
        if PROSE.search(scalar.value):
            reworded(scalar)
    node.value.insert(2, twin)


def footnoted(node):
    node.value = node.value.rstrip() + "[^nauja]\n\n[^nauja]: Pastaba, kurios nebuvo.\n"
    node.style = "|"


def listed(node):
    lines = node.value.split("\n")
    items = [index for index, line in enumerate(lines) if line.startswith("- ")]
    lines[items[-1]] = "- naujas punktas;"
    lines.insert(items[0], "- visai naujas punktas;")
    node.value = "\n".join(lines)


def edited(aktas, file):
    """Edits a document in place; how many edits it took."""
    tree = yaml.compose(file.read_text("utf-8"))
    made = 0
    for path in range(200):
        before, trial = file.read_text("utf-8"), copy.deepcopy(tree)
        changes = list(edits(trial))
        if path >= len(changes) or made == MOST_EDITS:
            break
        changes[path]()
        file.write_text(yaml.serialize(trial, allow_unicode=True, width=10_000), "utf-8")
        if run(aktas, "check", file).returncode == 0:
            tree, made = trial, made + 1
        else:
            file.write_text(before, "utf-8")
    return made


# --- Judges -------------------------------------------------------------------------------------


# A number or a sign of a list that nothing follows.
LABEL = re.compile(r"(\d+\.)+|[–•◦▪]")


def shown(file, act=""):
    """The lines of a document in LibreOffice, with all changes accepted or rejected.

    Where a word may be divided depends on the widths of columns, which are those of both documents. For a
    changed row LibreOffice puts a joiner (U+200D) of its own into an empty cell. And where a paragraph goes
    before an empty one it joins the two, and the empty one gets the label of what is gone; in Word it keeps
    its own (`tests/redline_docx.rs`), so a label alone is no line here.
    """
    text = office.made(file, f"{act}text.txt").read_text("utf-8-sig")
    lines = (" ".join(re.sub("[\xad\u200d]", "", line).split()) for line in text.splitlines())
    return [line for line in lines if line and not LABEL.fullmatch(line)]


def same(found, wanted, what):
    told = list(difflib.unified_diff(wanted, found, "wanted", "found", lineterm="", n=0))[2:8]
    must(found == wanted, f"LibreOffice, all {what}: " + " / ".join(told))


def verdict(redline, old, new):
    """What is wrong with a redline; nothing if it is sound."""
    try:
        for version in OFFICES:
            validate(redline, version)
        docx.Document(str(redline))
        same(shown(redline, "accept"), shown(new), "accepted")
        same(shown(redline, "reject"), shown(old), "rejected")
    except Fault as fault:
        return str(fault)
    return ""


def changed(data, pattern, by):
    """A DOCX whose text has something else in one place."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as made:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "word/document.xml":
                content, count = re.subn(pattern, by, content, count=1)
                must(count, f"there is no {pattern}")
            made.writestr(entry, content)
    return out.getvalue()


# What each judge must refuse.
BROKEN = {
    "text that is gone and is not": (rb"<w:del( [^>]*)>(<w:r>.*?</w:r>)</w:del>", rb"<w:ins\1>\2</w:ins>"),
    "a word that nobody put in": (rb"(<w:ins [^>]*><w:r>.*?<w:t[^>]*>)", rb"\1prasimanytas "),
    "a change by nobody": (rb'(<w:ins w:id="\d+") w:author="[^"]*"', rb"\1"),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--self-test", action="store_true", help="judge the judges")
    parser.add_argument("--random", type=Path, metavar="FOLDER", help="redlines that are there")
    parser.add_argument("aktas", type=Path, nargs="?")
    parser.add_argument("content", type=Path, nargs="*")
    arguments = parser.parse_args()
    office.use("tracked.bas")
    with tempfile.TemporaryDirectory(prefix="aktas-redlines-") as folder:
        if arguments.random:
            trials = there(arguments.random)
        else:
            trials = examples(arguments.aktas.resolve(), arguments.content, Path(folder))
        trials = list(broken(next(trials), Path(folder)) if arguments.self_test else trials)
        office.prepare([file for _, files in trials for file in files])
        with ThreadPoolExecutor() as judges:
            faults = list(judges.map(lambda trial: verdict(*trial[1]), trials))
    failed = 0
    for (name, _), fault in zip(trials, faults):
        good = bool(fault) == arguments.self_test
        failed += not good
        print(f"{'ok  ' if good else 'FAIL'} {name}" + (f"\n     {fault}" if fault else ""))
    must(trials, "there are no redlines")
    sys.exit(1 if failed else 0)


def there(folder):
    """Redlines that are there, each with the old and the new document."""
    for redline in sorted(folder.glob("*.redline.docx")):
        name = redline.name.removesuffix(".redline.docx")
        yield name, (redline, folder / f"{name}.rejected.docx", folder / f"{name}.accepted.docx")


def examples(aktas, contents, folder):
    """The redline of each example against an edited copy."""
    documents = [file for content in contents for file in sorted(content.glob("*.yaml"))]
    for number, old in enumerate(documents):
        yield trial(aktas, old, folder / str(number))


def trial(aktas, old, folder):
    """The redline of a document against an edited copy, and the two documents."""
    folder.mkdir()
    content = folder / "content"
    shutil.copytree(old.parent, content)
    new = content / old.name
    made = edited(aktas, new)
    must(made > 2, f"{old.name}: {made} edits were taken")
    redline = folder / "redline.docx"
    diff = run(aktas, "diff", old, new, "--docx", redline, "--date", "2027-01-08")
    must(redline.exists(), diff.stderr)
    for name, file in [("old", old), ("new", new)]:
        done = run(aktas, "build", "--to", "docx", "--out", folder / name, file)
        must(done.returncode == 0, done.stderr)
    built = [folder / name / f"{old.stem}.docx" for name in ["old", "new"]]
    return f"{old.name} ({made} edits)", (redline, *built)


def broken(sound, folder):
    """Redlines that are not sound."""
    _, (redline, old, new) = sound
    for number, (name, (pattern, by)) in enumerate(BROKEN.items()):
        file = folder / f"broken-{number}.docx"
        file.write_bytes(changed(redline.read_bytes(), pattern, by))
        yield name, (file, old, new)


if __name__ == "__main__":
    main()
