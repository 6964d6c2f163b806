"""Does what a tutorial says, word by word, and sees that what it shows is what happens.

    tutorial.py [--self-test | --update] AKTAS TUTORIAL.md …

Each tutorial begins in an empty folder, with no settings of git and in the language of its name
(`tutorial.lt.md`). The programs at hand are `aktas`, git and `mkdir`. What is between the fences says by the
word after the first fence what is done with it:

    ```console            each line after `$ ` is a command; what follows is what it prints.
                          `cd` goes into a folder. `^C` alone on a line is what the reader types to end a program
                          that goes on; if that program named an address, it is opened first. A line that ends
                          with `⏎` is a question, and what the reader types after its `: `; then the command
                          runs on a terminal.
    ```diff FILE          in FILE, the lines with a space and with `-` become those with a space and with `+`.
                          They must be there exactly once.
    ```yaml FILE          FILE (any language) is written, whole.

Other blocks are only shown. In what is printed `…` stands for anything: alone on a line for lines, in a line for
a part of it. What no two runs have in common is in VARIES.

A command may fail only if it says which error there is; that is shown as anything else is.
`--update` writes what is printed into the blocks that have no `…`.
"""

import difflib
import fcntl
import os
import pty
import re
import shlex
import shutil
import signal
import subprocess
import struct
import sys
import tempfile
import termios
import threading
import time
import urllib.request
from pathlib import Path

ANYTHING = "…"
ENTER = "⏎"
# What is different every time: the pattern that finds it in a tutorial, and what may stand in its place.
VARIES = [
    (r"\b[0-9a-f]{7,64}\b", r"[0-9a-f]{7,64}"),  # digests, commits
    (r"\b\d+(?:[.,]\d+)? (?:ms|s)\b", r"\d+(?:[.,]\d+)? (?:ms|s)"),  # times
    (r"\baktas \d+\.\d+\.\d+\b", r"aktas \d+\.\d+\.\d+"),  # versions
]
LOCALES = {"lt": "lt_LT.UTF-8", "en": "en_US.UTF-8"}
# What moves the cursor and colours letters.
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")
# What a command that fails says.
FAILED = re.compile(r"^(error|klaida)\[|: (error|klaida)\[", re.M)
PATIENCE = 30  # seconds until a program that prints nothing more has failed


class Wrong(Exception):
    """What the tutorial says is not so."""


class Block:
    """What stands between two fences."""

    def __init__(self, line, info, lines):
        self.line, self.lines = line, lines
        self.sort, _, self.file = info.partition(" ")


def blocks(text):
    """The blocks of a tutorial, in order."""
    found, open_at, info, lines = [], None, "", []
    for number, line in enumerate(text.splitlines(), 1):
        if open_at is None and line.startswith("```"):
            open_at, info, lines = number, line[3:].strip(), []
        elif open_at is not None and line == "```":
            found.append(Block(open_at, info, lines))
            open_at = None
        elif open_at is not None:
            lines.append(line)
    if open_at is not None:
        raise Wrong(f"line {open_at}: the block has no end")
    return found


class Desk:
    """The folder and the programs of somebody who follows a tutorial."""

    def __init__(self, aktas, language, home):
        self.home = self.folder = home
        programs = home / ".programs"
        programs.mkdir()
        for name in ("git", "mkdir"):
            (programs / name).symlink_to(shutil.which(name))
        (programs / "aktas").symlink_to(aktas)
        self.folder = home / "folder"
        self.folder.mkdir()
        self.environment = {
            "HOME": str(home),
            "PATH": str(programs),
            "LANG": LOCALES[language],
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_PAGER": "",
        }

    def start(self, command):
        """Starts a command, both of whose streams come out of one pipe."""
        words = shlex.split(command)
        program = shutil.which(words[0], path=self.environment["PATH"])
        if program is None:
            raise Wrong(f"there is no program `{words[0]}`")
        return subprocess.Popen(
            [program, *words[1:]],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # What a shell starts in the background ignores Ctrl+C, and so would all that it starts.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def run(self, command):
        """What a command prints."""
        if command.startswith("cd "):
            self.folder = (self.folder / command[3:].strip()).resolve()
            if not self.folder.is_dir():
                raise Wrong(f"there is no folder `{self.folder.name}`")
            return ""
        running = self.start(command)
        out, _ = running.communicate(timeout=PATIENCE)
        if running.returncode and not FAILED.search(out.decode()):
            raise Wrong(f"$ {command}\nended with {running.returncode}:\n{out.decode()}")
        return out.decode()

    def asked(self, command, questions):
        """What a command prints on a terminal after the questions, each with its answer."""
        words = shlex.split(command)
        program = shutil.which(words[0], path=self.environment["PATH"])
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(self.folder)
            os.execve(program, words, self.environment | {"TERM": "xterm"})
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
        timer = threading.Timer(PATIENCE, os.kill, (child, signal.SIGKILL))
        timer.start()
        printed = b""
        for question, answer in questions:
            while not (found := re.search(likeness(question), plain(printed))):
                said = more(terminal)
                if not said:
                    raise Wrong(f"$ {command}\nnever asked `{question}`, but said:\n{plain(printed)}")
                printed += said
            os.write(terminal, f"{answer}\n".encode())
            printed = plain(printed)[found.end() :].encode()
        while said := more(terminal):
            printed += said
        timer.cancel()
        _, status = os.waitpid(child, 0)
        if status:
            raise Wrong(f"$ {command}\nended with {status}:\n{plain(printed)}")
        return plain(printed).partition("\n")[2]

    def run_until_stopped(self, command, shown):
        """What a command prints until it has printed what is shown, and what after Ctrl+C."""
        running, printed = self.start(command), []
        timer = threading.Timer(PATIENCE, running.kill)
        timer.start()
        for line in running.stdout:
            printed.append(line.decode())
            if matches(shown, "".join(printed)):
                break
        before = "".join(printed)
        for address in re.findall(r"http://127\.0\.0\.1:\d+/\S*", before):
            answers(address)
        running.send_signal(signal.SIGINT)
        after = running.stdout.read().decode()
        running.wait()
        timer.cancel()
        return before, after

    def edit(self, file, lines):
        """Does what a block `diff` says."""
        path = self.folder / file
        old = "".join(f"{line[1:]}\n" for line in lines if line[:1] in ("-", " ", ""))
        new = "".join(f"{line[1:]}\n" for line in lines if line[:1] in ("+", " ", ""))
        text = path.read_text()
        if f"\n{text}".count(f"\n{old}") != 1:
            raise Wrong(f"these lines are not once in `{file}`:\n{old}")
        path.write_text(f"\n{text}".replace(f"\n{old}", f"\n{new}")[1:])

    def write(self, file, lines):
        """Writes a file that a tutorial shows whole."""
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in lines))


def more(terminal):
    """What was printed on a terminal since; nothing when the program has ended."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def plain(printed):
    """What stands on a terminal, without what moves the cursor and colours letters."""
    return CONTROL.sub("", printed.decode(errors="ignore"))


def answers(address):
    """Opens the page of the preview, and wants pages of the document there."""
    with urllib.request.urlopen(address, timeout=PATIENCE) as page:
        if page.status != 200 or b"<html" not in page.read().lower():
            raise Wrong(f"no page at {address}")
    for _ in range(PATIENCE):
        with urllib.request.urlopen(f"{address.rstrip('/')}/state", timeout=PATIENCE) as state:
            if b'"key"' in state.read():
                return
        time.sleep(1)
    raise Wrong(f"the preview at {address} shows no page of the document")


def matches(shown, printed):
    """Whether a program printed what the tutorial shows."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == ANYTHING else likeness(line) + "\n" for line in shown
    )
    lines = "".join(f"{line.rstrip()}\n" for line in printed.strip("\n").splitlines())
    return re.fullmatch(pattern, lines) is not None


def likeness(line):
    """A pattern of all lines that may be printed where one is shown."""
    varying = "|".join(f"({shown})" for shown, _ in VARIES)
    pattern, end = "", 0
    for found in re.finditer(f"{varying}|({ANYTHING})", line.rstrip()):
        pattern += re.escape(line[end : found.start()])
        index = found.lastindex - 1
        pattern += VARIES[index][1] if index < len(VARIES) else ".*?"
        end = found.end()
    return pattern + re.escape(line.rstrip()[end:])


def calls(block):
    """The commands of a block, each with what it is shown to print."""
    found = []
    for line in block.lines:
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif not found:
            raise Wrong("the block does not begin with a command")
        else:
            found[-1][1].append(line)
    return [(command, trimmed(shown)) for command, shown in found]


def trimmed(lines):
    """Lines without the empty ones before and after."""
    text = "\n".join(lines).strip("\n")
    return text.split("\n") if text else []


def call(desk, command, shown):
    """Runs a command and wants what is shown; what it printed."""
    if "^C" in shown:
        middle = shown.index("^C")
        before, after = desk.run_until_stopped(command, shown[:middle])
        agree(command, shown[:middle], before)
        agree(command, trimmed(shown[middle + 1 :]), after)
        return None
    questions = [line.removesuffix(ENTER) for line in shown if line.endswith(ENTER)]
    if questions:
        answered = [re.fullmatch(r"(.*\]: |.*?: )(.*?) ?", question).groups() for question in questions]
        rest = [line for line in shown if not line.endswith(ENTER)]
        agree(command, rest, desk.asked(command, answered))
        return None
    printed = desk.run(command)
    agree(command, shown, printed)
    return printed


def agree(command, shown, printed):
    """Wants that what was printed is what is shown."""
    if matches(shown, printed):
        return
    said = difflib.unified_diff(
        shown, printed.strip("\n").splitlines(), "the tutorial shows", "the program prints", lineterm=""
    )
    raise Wrong(f"$ {command}\n" + "\n".join(said))


def follow(aktas, path, text):
    """Does all that a tutorial says; how many commands, edits and files that were."""
    language = path.name.split(".")[-2]
    language = language if language in LOCALES else "en"
    done = {"commands": 0, "edits": 0, "files": 0}
    with tempfile.TemporaryDirectory() as home:
        desk = Desk(aktas, language, Path(home).resolve())
        for block in blocks(text):
            try:
                if block.sort == "console":
                    for command, shown in calls(block):
                        call(desk, command, shown)
                        done["commands"] += 1
                elif block.sort == "diff":
                    desk.edit(block.file, block.lines)
                    done["edits"] += 1
                elif block.file:
                    desk.write(block.file, block.lines)
                    done["files"] += 1
            except (Wrong, OSError, subprocess.TimeoutExpired) as fault:
                raise Wrong(f"{path}:{block.line}: {fault}") from None
    return done


def updated(aktas, path, text):
    """The tutorial with what the programs print now, where no `…` says what may differ."""
    language = path.name.split(".")[-2]
    language = language if language in LOCALES else "en"
    lines = text.splitlines()
    with tempfile.TemporaryDirectory() as home:
        desk = Desk(aktas, language, Path(home).resolve())
        changes = []
        for block in blocks(text):
            if block.sort == "diff":
                desk.edit(block.file, block.lines)
            elif block.sort != "console" and block.file:
                desk.write(block.file, block.lines)
            elif block.sort == "console":
                new = []
                for command, shown in calls(block):
                    fixed = any(ANYTHING in line or ENTER in line or line == "^C" for line in shown)
                    printed = shown if fixed else desk.run(command).strip("\n").splitlines()
                    if fixed:
                        try:
                            call(desk, command, shown)
                        except Wrong as fault:
                            print(f"{path}:{block.line}: {fault}")
                    elif matches(shown, "\n".join(printed)):
                        printed = shown
                    new += [f"$ {command}", *(line.rstrip() for line in printed), *([""] if printed else [])]
                changes.append((block.line, len(block.lines), trimmed(new)))
    for at, length, new in reversed(changes):
        lines[at : at + length] = new
    return "\n".join(lines) + "\n"


def faults(text):
    """Copies of a tutorial, each with one thing that is not so."""
    commands = [found.start() for found in re.finditer(r"^\$ aktas check", text, re.M)]
    if commands:
        yield "a command that does not exist", text.replace("$ aktas check", "$ aktas chek", 1)
    edits = list(re.finditer(r"^```diff [^\n]*\n(.*?)^```$\n", text, re.M | re.S))
    if edits:
        edit = edits[-1]
        yield "edits that are left out", re.sub(r"^```diff ", "```text\n", text, flags=re.M)
        line = re.search(r"^[- ](.*)$", edit.group(), re.M)
        start = edit.start() + line.start(1)
        yield "an edit of what is not there", text[:start] + "no such line" + text[start:]
    written = re.search(r"^```\w+ \S+\n", text, re.M)
    if written and not written.group().startswith("```diff"):
        yield "a file that is left out", text.replace(written.group(), "```text\n", 1)
    outcomes = [block for block in blocks(text) if block.sort == "console"]
    for block in (outcomes[0], outcomes[-1]):
        shown = [line for _, lines in calls(block) for line in lines if line.strip(ANYTHING)]
        if shown:
            lines = text.splitlines()
            at = lines.index(shown[-1], block.line)
            lines[at] = shown[-1] + " as never printed"
            yield f"an outcome that never was, line {at + 1}", "\n".join(lines) + "\n"


def self_test(aktas, path, text):
    """Wants every copy with a fault refused."""
    for name, copy in faults(text):
        if copy == text:
            raise Wrong(f"{path}: the self-test cannot make {name}")
        try:
            follow(aktas, path, copy)
        except Wrong:
            print(f"ok   {path.name}: refused {name}")
        else:
            raise Wrong(f"{path}: {name} was not seen")


def main():
    mode = sys.argv.pop(1) if sys.argv[1:2] and sys.argv[1].startswith("--") else ""
    if len(sys.argv) < 3 or mode not in ("", "--self-test", "--update"):
        sys.exit(__doc__)
    aktas = Path(os.path.abspath(sys.argv[1]))
    failed = False
    for path in map(Path, sys.argv[2:]):
        text = path.read_text()
        try:
            if mode == "--update":
                path.write_text(updated(aktas, path, text))
            elif mode:
                self_test(aktas, path, text)
            else:
                done = follow(aktas, path, text)
                print(f"ok   {path.name}: " + ", ".join(f"{count} {name}" for name, count in done.items()))
        except Wrong as fault:
            print(f"FAIL {fault}")
            failed = True
    sys.exit(failed)


if __name__ == "__main__":
    main()
