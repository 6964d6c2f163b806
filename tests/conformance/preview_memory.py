#!/usr/bin/env python3
"""The memory of `aktas preview` over many saves: it must not grow with them.

    preview_memory.py AKTAS PLAN [SAVES]
    preview_memory.py --self-test

Every tenth save has an error, and every save another text, so that pages and messages are new each time. The
files are asked for now and then, as somebody does who looks at them.
"""

import http.client
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

SAVES = 500
# After so many saves all that is kept for good is there.
WARM = 50
# How much more memory there may be at the end. What is kept of each save would be megabytes at a time.
GROWTH = 1.2
PATIENCE = 60


class Preview:
    """A preview of a copy of a plan, which is saved and asked for what became of it."""

    def __init__(self, aktas, plan):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="preview-"))
        content = self.folder / "content"
        content.mkdir()
        plan = pathlib.Path(plan)
        for beside in ("data", "pictures"):
            if (plan.parent / beside).is_dir():
                shutil.copytree(plan.parent / beside, content / beside)
        self.plan = content / plan.name
        self.text = plan.read_text(encoding="utf-8")
        self.plan.write_text(self.text, encoding="utf-8")
        self.program = subprocess.Popen(
            [pathlib.Path(aktas).resolve(), "preview", "--no-open", f"content/{plan.name}"],
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        address = self.program.stdout.readline()
        self.port, self.token = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/([0-9a-f]+)/\n", address).groups()
        self.pages = set()
        self.events = self.connection()
        self.events.request("GET", f"/{self.token}/events")
        self.heard = self.events.getresponse()
        self.version = self.told()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.program.terminate()
        self.program.wait()
        shutil.rmtree(self.folder)

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", int(self.port), timeout=PATIENCE)

    def get(self, place):
        """The bytes at a place."""
        connection = self.connection()
        connection.request("GET", f"/{self.token}/{place}")
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body

    def told(self):
        """The next version that an event tells of."""
        while line := self.heard.readline():
            if line.startswith(b"data: "):
                return int(line[6:])
        raise SystemExit("the preview has ended")

    def fresh(self):
        """The state, with all its pages fetched that are new."""
        state = json.loads(self.get("state")[1])
        keys = {page["key"] for page in state["pages"]}
        for key in keys - self.pages:
            status, svg = self.get(f"pages/{key}.svg")
            assert status == 200 and svg.startswith(b"<svg"), (status, svg[:80])
        self.pages = keys
        return state

    def save(self, text):
        """Saves the plan, and returns the state once it is of that save."""
        self.plan.write_text(text, encoding="utf-8")
        self.version = self.told()
        return self.fresh()

    def memory(self):
        """The memory that is in use, in megabytes."""
        status = pathlib.Path(f"/proc/{self.program.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def variant(self, number):
        """The plan with a title of its own."""
        return re.sub(r"(?m)^title: .*$", rf"title: Planas Nr. {number}", self.text, count=1)


def grown(measured):
    """How much more memory there is at the end than when all was warm, by medians of ten."""
    begin = sorted(measured[WARM - 10:WARM])[5]
    end = sorted(measured[-10:])[5]
    return end / begin


def measure(aktas, plan, saves):
    """The memory after each save."""
    measured = []
    with Preview(aktas, plan) as preview:
        for number in range(saves):
            is_bad = number % 10 == 9
            text = preview.variant(number) + ("nonsense: 1\n" if is_bad else "")
            state = preview.save(text)
            until = time.monotonic() + PATIENCE
            while state["stale"] != is_bad or not (is_bad or state["document"]["title"].endswith(f" {number}")):
                assert time.monotonic() < until, (number, state)
                preview.version = preview.told()
                state = preview.fresh()
            if number % 25 == 0:
                for ending in ("docx", "pdf", "html"):
                    assert preview.get(f"files/{preview.plan.stem}.{ending}")[0] == 200
            measured.append(preview.memory())
    return measured


def self_test():
    steady = [30 + number % 3 for number in range(200)]
    leaking = [30 + number / 10 for number in range(200)]
    assert grown(steady) < GROWTH, "what is steady passes"
    assert grown(leaking) > GROWTH, "what grows is refused"
    print("memory that grows is refused")


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    aktas, plan, *saves = sys.argv[1:]
    saves = int(saves[0]) if saves else SAVES
    measured = measure(aktas, plan, saves)
    every = max(1, saves // 10)
    print("MB:", " ".join(f"{memory:.1f}" for memory in measured[every - 1::every]))
    growth = grown(measured)
    print(f"after {saves} saves {growth:.2f} of what it was after {WARM}")
    if growth > GROWTH:
        raise SystemExit(f"the memory of the preview grows with every save: {growth:.2f}")


if __name__ == "__main__":
    main()
