"""What all judges use: a document's files, a fault, and programs from outside."""

import os
import re
import signal
import subprocess
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
INSTALLED = ROOT / "target" / "conformance"


class Fault(Exception):
    """What a judge found wrong."""


@dataclass(frozen=True)
class Doc:
    """One document: its content, what it says, and the files made from it."""

    yaml: Path
    dump: Path
    docx: Path
    pdf: Path
    html: Path

    @property
    def name(self):
        return self.yaml.stem

    def but(self, **files):
        return replace(self, **files)


def run(*command, timeout=300, cwd=None, env=None, raw=False):
    """Runs a program of others; what it says is text, or bytes if `raw`.

    A program that is missing or hangs is a fault, never a pass.
    """
    command = [str(part) for part in command]
    try:
        program = subprocess.Popen(
            command,
            **({} if raw else {"text": True, "errors": "replace"}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env={**os.environ, "LC_ALL": "C.UTF-8", **(env or {})},
            process_group=0,
        )
    except FileNotFoundError as missing:
        raise Fault(f"{command[0]} is not installed; run tests/conformance/install.sh") from missing
    with program:
        try:
            out, err = program.communicate(timeout=timeout)
        except subprocess.TimeoutExpired as late:
            raise Fault(f"{command[0]} did not finish in {timeout} s") from late
        finally:
            _end(program)
    return subprocess.CompletedProcess(command, program.returncode, out, err)


def _end(program):
    """Ends a program with all that it started: `soffice` is a script, and what it starts outlives it."""
    with suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)


def must(condition, message):
    if not condition:
        raise Fault(message)


def words(text):
    """Words as all three formats must have them. Every kind of space parts words."""
    return re.sub(r"[\u2060\u200b\u00ad]", "", text).split()


def first_difference(a, b, name_a, name_b):
    """Where two lists of words part, with the words around; nothing if they are equal."""
    if a == b:
        return None
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            before = " ".join(a[max(0, i1 - 4) : i1])
            return (
                f"after „{before}“ {name_a} has „{' '.join(a[i1 : i2 + 2])}“, "
                f"{name_b} has „{' '.join(b[j1 : j2 + 2])}“"
            )
    raise AssertionError("lists that differ have a difference")


def surplus(a, b):
    """The words that `a` has more often than `b`."""
    return Counter(a) - Counter(b)
