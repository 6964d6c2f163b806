"""Says what it takes to compare two forms of a long document: the whole process `aktas diff`.

    cargo build --release && python3 benches/changes.py [--runs N]

The documents are those of `long.py`: a plan of 3,250, 6,500 and 13,000 measures (about 250, 500 and 1,000
pages) and a report of 11,000, 22,000 and 44,000 rows (as many pages). The new form has every fiftieth row
changed, every hundredth taken out, and every hundred-and-fiftieth moved to the end. Prints Markdown: the table
of docs/MEASURES.md. Time is the least of the runs; memory is the peak of the process.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import long

SIZES = (("plan", long.plan, (3_250, 6_500, 13_000)), ("report", long.report, (11_000, 22_000, 44_000)))


def main():
    target = Path(os.environ.get("CARGO_TARGET_DIR", long.ROOT / "target"))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="runs of each pair")
    parser.add_argument("--aktas", type=Path, default=target / "release" / "aktas")
    arguments = parser.parse_args()
    print("| document | rows | changes | `diff`, s | memory, MB | with `--docx`, s | memory, MB |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, write, sizes in SIZES:
        for rows in sizes:
            with tempfile.TemporaryDirectory() as folder:
                old = write(Path(folder), rows)
                new, changes = edited(old, name)
                list_only = least(arguments, old, new, [])
                redline = least(arguments, old, new, ["--docx", Path(folder) / "redline.docx"])
            print(
                f"| {name} | {rows} | {changes} | {list_only[0]:.2f} | {list_only[2]:.0f} "
                f"| {redline[0]:.2f} | {redline[2]:.0f} |",
                flush=True,
            )


def least(arguments, old, new, options):
    """The least seconds, seconds of a processor and megabytes of several runs."""
    command = [
        *[sys.executable, "-I", "-S", long.TAKEN, arguments.aktas, "diff", old, new],
        *["--format", "json", *options],
    ]
    runs = [taken(command) for _ in range(arguments.runs)]
    return [min(float(run[index]) for run in runs) for index in range(3)]


def taken(command):
    """What the last line says: before it stands the list of changes."""
    return subprocess.check_output(command, text=True).splitlines()[-1].split()


def edited(old, name):
    """The new form of a document, and in how many rows it differs."""
    head, *rows = old.read_text().split("              - id: " if name == "plan" else "            - [")
    mark = "              - id: " if name == "plan" else "            - ["
    last = rows.pop()
    kept, moved, changes = [], [], 0
    for at, row in enumerate(rows, start=1):
        # What a row of the plan ends with may begin the next objective: it stays where it is.
        if at % 50 == 0:
            row = row.replace("eurų", "litų") if name == "plan" else row.replace(", ", ", 1", 1)
        elif at % 101 == 0 and alone(row, name):
            row = ""
        elif at % 151 == 0 and alone(row, name):
            moved.append(row)
            row = ""
        else:
            kept.append(mark + row)
            continue
        changes += 1
        if row:
            kept.append(mark + row)
    new = old.with_name("new.yaml")
    new.write_text("".join([head, *kept, *(mark + row for row in moved), mark + last]))
    return new, changes


def alone(row, name):
    return name != "plan" or row.rstrip().endswith("mokinių")


if __name__ == "__main__":
    main()
