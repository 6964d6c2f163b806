"""Says what long documents take as DOCX: the whole process, from reading YAML to the file.

    cargo build --release && python3 benches/long.py [--runs N] [ROWS…]

Makes three documents of each length (500, 5,000 and 50,000 rows if none is asked for): a report with
one statistics table of 8 columns, its rows once in a CSV file and once in the document, and a plan of
that many measures. Prints Markdown: the table of docs/MEASURES.md. Time is that of a processor, the
least of the runs, since others' work on the machine makes it longer and never shorter; memory is
the peak of the process, with the pages of the program itself that were touched (about 13 MB).
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TAKEN = ROOT / "benches" / "peers" / "taken.py"
PLAN = ROOT / "content" / "library-plan-2027.yaml"
COLUMNS = range(2, 9)
WORDS = (
    "knygų parodos atidarymas skaitytojų klubo susitikimas mokinių užsiėmimas bibliotekos "
    "savanorių mokymai rašytojo kūrybos vakaras vaikų skaitymo popietė elektroninių paslaugų "
    "pristatymas"
).split()


def main():
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", nargs="*", type=int, default=[500, 5_000, 50_000])
    parser.add_argument("--runs", type=int, default=5, help="runs of each document")
    parser.add_argument("--aktas", type=Path, default=target / "release" / "aktas")
    arguments = parser.parse_args()
    print("| document | rows | time, s | of a processor, s | memory, MB | file, KB |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, write in (
        ("report, rows in CSV", report_with_csv),
        ("report, rows in YAML", report),
        ("plan", plan),
    ):
        for rows in arguments.rows:
            with tempfile.TemporaryDirectory() as folder:
                document = write(Path(folder), rows)
                wall, processor, memory = least(arguments, document)
                size = document.with_suffix(".docx").stat().st_size / 1024
            print(
                f"| {name} | {rows} | {wall:.2f} | {processor:.2f} | {memory:.0f} | {size:.0f} |",
                flush=True,
            )


def least(arguments, document):
    """The least seconds, seconds of a processor and megabytes of several runs."""
    command = [
        *[sys.executable, "-I", "-S", TAKEN, arguments.aktas, "build", document],
        *["--to", "docx", "--out", document.parent],
    ]
    runs = [subprocess.check_output(command, text=True).split() for _ in range(arguments.runs)]
    return [min(float(run[index]) for run in runs) for index in range(3)]


def report_with_csv(folder, rows):
    columns = "".join(f"              c{column}: {head(column)}\n" for column in COLUMNS)
    lines = [";".join(["Renginys", *map(head, COLUMNS)])]
    lines += [";".join([label(row), *numbers(row)]) for row in range(rows)]
    (folder / "rows.csv").write_text("\n".join(lines) + "\n")
    data = f"""\
          data:
            file: rows.csv
            columns:
              what: Renginys
{columns}          rows:
"""
    return written(folder / "report.yaml", [REPORT, report_columns(), data, TOTAL])


def report(folder, rows):
    lines = (f"            - [{', '.join([label(row), *numbers(row)])}]\n" for row in range(rows))
    parts = [REPORT, report_columns(), "          rows:\n", *lines, TOTAL]
    return written(folder / "report.yaml", parts)


def plan(folder, rows):
    """Measures of the example plan's people, ten to an objective and a hundred to a goal."""
    example = PLAN.read_text()
    parts = [example[: example.index("sections:")], MEASURES]
    for row in range(rows):
        if row % 100 == 0:
            parts.append(f"      - goal: {label(row)}\n        objectives:\n")
        if row % 10 == 0:
            parts.append(f"          - objective: {label(row)}\n            measures:\n")
        who = ["liepinyte", "svirnelis", "dobilaitiene"][row % 3]
        parts.append(
            f"""\
              - id: measure-{row}
                what: Surengti „{label(row)}“ pradinių klasių mokiniams ir jų tėvams
                who: [{who}, rudenis]
                when: 2027-{row % 12 + 1:02}
                resources: Žmogiškieji ištekliai, {row % 40 + 5} eurų
                success: Dalyvauja ne mažiau kaip {row % 90 + 10} mokinių
"""
        )
    return written(folder / "plan.yaml", parts)


def written(path, parts):
    path.write_text("".join(parts))
    return path


def label(row):
    words = (WORDS[(row * 7 + word * 5) % len(WORDS)] for word in range(4))
    return f"{' '.join(words).capitalize()} {row + 1}"


def head(column):
    return f"Stulpelis {column}"


def numbers(row):
    return [str((row * 31 + column * 97) % 20_000) for column in COLUMNS]


def report_columns():
    columns = (f"            - {{ id: c{column}, head: {head(column)} }}\n" for column in COLUMNS)
    return "".join(columns)


REPORT = """\
kind: activity-report
id: long-report
lang: lt
institution: { name: Gilupio biblioteka, genitive: Gilupio bibliotekos }
title: 2026 metų veiklos ataskaita
preamble: Ataskaita parengta pagal renginių žurnalą.
period: 2026
marks:
  - { mark: endorsed, body: Gilupio tarybos, act: decision }
people:
  vilkaite: { name: Rūta Vilkaitė, post: direktorė }
signatures: [vilkaite]
sections:
  - heading: Renginiai
    parts:
      - table:
          id: events
          caption: Renginiai
          columns:
            - { id: what, head: Renginys, type: text }
"""
TOTAL = "            - { id: total, cells: { what: Iš viso }, formula: sum(all) }\n"
MEASURES = "sections:\n  - heading: Priemonės\n    goals:\n"

if __name__ == "__main__":
    main()
