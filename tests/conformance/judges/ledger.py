"""Checks approvals without aktas: the chain of each ledger, and the records beside it.

    ledger.py CONTENT …            checks CONTENT/approvals/*.yaml
    ledger.py --self-test CONTENT  tampers with copies of CONTENT, each of which it must refuse

It follows docs/APPROVAL.md and nothing else.
"""

import hashlib
import re
import shutil
import sys
import tempfile
from pathlib import Path

import yaml

FIELDS = (
    "event mark body act number date recorded-by content tool previous".split()
)
OTHERS = ("reason", "files")

# What a record and a digest write as \uXXXX: what nobody sees.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)


class Words(yaml.SafeLoader):
    """YAML in which every scalar is a text: a date is what was written, and so is a number."""


Words.yaml_implicit_resolvers = {}


def quoted(text):
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text) + '"'


def sha256(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def digest(entry):
    """The digest of an entry, by which the next one names it."""
    lines = [f"{key} = {quoted(entry[key])}" for key in FIELDS]
    if "reason" in entry:
        lines.append(f"reason = {quoted(entry['reason'])}")
    for name, of_file in sorted(entry.get("files", {}).items(), key=lambda one: one[0].encode()):
        lines.append(f"files.{quoted(name)} = {quoted(of_file)}")
    return sha256("".join(line + "\n" for line in lines).encode())


def faults(ledger):
    """What is wrong with a ledger and the records that it names."""
    tree = yaml.load(ledger.read_text(encoding="utf-8"), Words)
    if tree.get("document") != ledger.stem:
        yield f"{ledger.name} is of the document {tree.get('document')}"
    before = "none"
    for number, entry in enumerate(tree["entries"], 1):
        missing = [key for key in FIELDS if not entry.get(key)]
        unknown = [key for key in entry if key not in (*FIELDS, *OTHERS)]
        if missing or unknown:
            yield f"entry {number} lacks {missing}, and has {unknown}"
            return
        if entry["previous"] != before:
            yield f"entry {number} names {entry['previous']}, the one before it is {before}"
        before = digest(entry)
        record = ledger.parent / ledger.stem / f"{entry['content'].removeprefix('sha256:')[:16]}.txt"
        if not record.is_file():
            yield f"entry {number}: there is no {record.name}"
        elif sha256(record.read_bytes()) != entry["content"]:
            yield f"entry {number}: {record.name} is not what was approved"
        elif not record.read_text(encoding="utf-8").startswith("aktas-record 1\n"):
            yield f"entry {number}: {record.name} is no record"
    if tree.get("last") != before:
        yield f"the last entry is {before}, and the ledger says {tree.get('last')}"


def judge(content):
    """Every fault of the ledgers of a folder; that there are none is a fault too."""
    ledgers = sorted((content / "approvals").glob("*.yaml"))
    if not ledgers:
        return [f"{content} has no ledgers"]
    return [f"{ledger}: {fault}" for ledger in ledgers for fault in faults(ledger)]


def tamperings(content):
    """Names of files, and their bytes after somebody tampered with them."""
    for ledger in sorted((content / "approvals").glob("*.yaml")):
        text = ledger.read_text(encoding="utf-8")
        for line in re.findall(r"(?m)^ {4,6}[\w.-]+: .+$|^ +- event: .+$|^(?:last|document): .+$", text):
            swapped = line[:-1] + ("1" if line[-1] not in '"1' else "2")
            if line.endswith('"'):
                swapped = line[:-1] + '1"'
            yield ledger, f"`{line.strip()}` edited", text.replace(line, swapped, 1).encode()
        first, *entries = re.split(r"(?m)^(?=  - event:)", text)
        for at in range(len(entries)):
            fewer = entries[:at] + entries[at + 1 :]
            yield ledger, f"entry {at + 1} taken away", (first + "".join(fewer)).encode()
        yield ledger, "entries turned", (first + "".join(reversed(entries))).encode()
        yield ledger, "an entry doubled", (first + "".join([entries[0], *entries])).encode()
    for record in sorted((content / "approvals").glob("*/*.txt")):
        data = record.read_bytes()
        yield record, "a digit changed", re.sub(rb"1", b"2", data, count=1)
        yield record, "a line end added", data + b"\n"
        yield record, "taken away", None


def self_test(content):
    """Tamperings that go unnoticed, and what is said of the sound folder."""
    unnoticed = judge(content)
    count = 0
    for path, what, data in tamperings(content):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "content"
            shutil.copytree(content, copy)
            target = copy / path.relative_to(content)
            if data is None:
                target.unlink()
            else:
                assert data != path.read_bytes(), f"{path}: {what} changes nothing"
                target.write_bytes(data)
            count += 1
            if not judge(copy):
                unnoticed.append(f"{path.name}: {what}: nobody noticed")
    print(f"{count} tamperings")
    return unnoticed if count else ["nothing was tampered with"]


def main():
    arguments = sys.argv[1:]
    testing = arguments[:1] == ["--self-test"]
    folders = [Path(folder) for folder in arguments[testing:]]
    if not folders:
        sys.exit(__doc__)
    found = [fault for folder in folders for fault in (self_test if testing else judge)(folder)]
    print("\n".join(found) or f"the ledgers of {len(folders)} folders are sound")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
