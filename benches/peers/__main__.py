"""Sets our documents beside typst's and LibreOffice's: how they look, what they take.

    cargo build --release && python3 benches/peers [--runs N] [DOCUMENT…]

The same documents (those of content/ if none are named) are set by typst from a source with the
same text, page, font, measures and columns (typst_source.py), and LibreOffice turns our DOCX into
a PDF. All is measured in one run on one machine, so that the ratios hold elsewhere too. typst and
pdfplumber are installed from PyPI below target/peers/; a command-line typst is used instead of the
wheel if TYPST names one. Prints Markdown: the tables of docs/MEASURES.md.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
INSTALLED = ROOT / "target" / "peers"
VENV = INSTALLED / "venv"
REQUIREMENTS = HERE / "requirements.txt"
FONTS = ROOT / "templates" / "common" / "fonts"
STANDARDS = ["ua-1", "a-2a"]


def main():
    arguments = parse_arguments()
    if Path(sys.prefix) != VENV:
        install()
        os.execv(VENV / "bin" / "python", [str(VENV / "bin" / "python"), str(HERE), *sys.argv[1:]])
    folder = INSTALLED / "out"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    documents = [Setting(Path(path), folder, arguments.aktas) for path in arguments.documents]
    print(f"{os.cpu_count()} processors, the median of {arguments.runs} runs\n")
    faults = look(documents)
    take(documents, arguments.runs)
    sys.exit(f"\nworse than typst: {'; '.join(faults)}" if faults else 0)


def parse_arguments():
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("documents", nargs="*", default=sorted((ROOT / "content").glob("*.yaml")))
    parser.add_argument("--runs", type=int, default=5, help="runs of each program")
    parser.add_argument("--aktas", type=Path, default=target / "release" / "aktas")
    return parser.parse_args()


def install():
    """Installs what is measured against, if it is not there or another version is asked for."""
    made_from = VENV / "made-from"
    if made_from.exists() and made_from.read_text() == REQUIREMENTS.read_text():
        return
    shutil.rmtree(VENV, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    pip = [str(VENV / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--requirement", str(REQUIREMENTS)], check=True)
    shutil.copy(REQUIREMENTS, made_from)


class Setting:
    """One document as every program sets it."""

    def __init__(self, yaml, folder, aktas):
        self.yaml, self.aktas, self.folder = yaml, aktas, folder / yaml.stem
        self.name = yaml.stem
        self.folder.mkdir()
        self.ours, self.theirs = self.folder / f"{self.name}.pdf", self.folder / "typst.pdf"
        self.office = self.folder / "office" / f"{self.name}.pdf"
        run([str(aktas), "build", str(yaml), "--to", "docx,pdf,html", "--out", str(self.folder)])
        from typst_source import Source

        html, docx = self.ours.with_suffix(".html"), self.ours.with_suffix(".docx")
        source = Source(html, docx, self.folder)
        (self.folder / "main.typ").write_text(source.write(), encoding="utf-8")
        self.justified, self.edges = source.justified(), source.edges()
        run(self.typst())
        run(self.libreoffice())

    def build(self, formats):
        with_formats = ["build", str(self.yaml), "--to", formats]
        return [str(self.aktas), *with_formats, "--out", str(self.folder / "again")]

    def typst(self):
        """typst's command line, or its wheel in a fresh process."""
        main, out = self.folder / "main.typ", self.theirs
        if command := os.environ.get("TYPST"):
            standards = ",".join(STANDARDS)
            options = ["--ignore-system-fonts", "--font-path", str(FONTS), "--pdf-standard", standards]
            return [command, "compile", *options, str(main), str(out)]
        code = (
            f"import typst; typst.compile({str(main)!r}, output={str(out)!r}, "
            f"font_paths=[{str(FONTS)!r}], ignore_system_fonts=True, pdf_standards={STANDARDS!r})"
        )
        return [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path[-1:]!r}; {code}"]

    def libreoffice(self):
        profile = f"-env:UserInstallation=file://{self.folder.parent}/profile"
        docx = self.ours.with_suffix(".docx")
        convert = ["--headless", "--convert-to", "pdf", "--outdir", str(self.office.parent)]
        return ["soffice", profile, *convert, str(docx)]


def run(command):
    """Runs a program; what it says is shown only if it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done


def look(documents):
    """Prints how the pages look, and gives what is worse than typst's."""
    import printed

    print("| document | | pages | beyond an edge | widest gap, em | mean gap, em | divided words |")
    print("|---|---|---:|---:|---:|---:|---:|")
    faults = []
    for document in documents:
        ours, theirs = (
            printed.measure(path, document.edges, document.justified)
            for path in (document.ours, document.theirs)
        )
        for who, measured in (("aktas", ours), ("typst", theirs)):
            beyond = measured.over_margin + measured.over_rule
            print(
                f"| {document.name} | {who} | {measured.pages} | {beyond} | {measured.widest[0]:.2f} "
                f"| {measured.mean:.3f} | {measured.hyphenated} of {measured.justified} lines |"
            )
        faults += worse(document.name, ours, theirs)
    print()
    return faults


def worse(name, ours, theirs):
    """What the comparison must not find."""
    if abs(ours.pages - theirs.pages) > 1:
        yield f"{name} has {ours.pages} pages, not {theirs.pages}"
    if ours.over_margin or ours.over_rule:
        yield f"{name}: {ours.over_margin + ours.over_rule} glyphs stand beyond an edge"
    gap, page, line = ours.widest
    if gap > theirs.widest[0] + 0.005:
        yield f"{name}: a gap of {gap:.2f} em on page {page} in `{line}`, not {theirs.widest[0]:.2f}"


@dataclass
class Taken:
    """What a run of a program took."""

    wall: float
    processor: float
    memory: float


def take(documents, runs):
    """Prints what the programs take, beside what ours takes."""
    typst = "typst" if os.environ.get("TYPST") else "typst (wheel, fresh process)"
    print("| document | program | time, ms | of a processor, ms | memory, MB | file, KB | time to ours |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for document in documents:
        programs = [
            ("aktas, PDF", document.build("pdf"), document.ours),
            ("aktas, DOCX and PDF", document.build("docx,pdf"), document.ours),
            (typst, document.typst(), document.theirs),
            ("LibreOffice, from our DOCX", document.libreoffice(), document.office),
        ]
        # In turn, so that work of others on the machine disturbs all of them.
        taken = [[measured(command) for _, command, _ in programs] for _ in range(runs)]
        first = None
        for index, (name, _, file) in enumerate(programs):
            of = [row[index] for row in taken]
            wall, processor, memory = (
                statistics.median(getattr(one, what) for one in of)
                for what in ("wall", "processor", "memory")
            )
            first = first or processor
            print(
                f"| {document.name} | {name} | {wall * 1e3:.0f} | {processor * 1e3:.0f} "
                f"| {memory:.0f} | {file.stat().st_size / 1024:.0f} | {processor / first:.1f} |"
            )


def measured(command):
    """What a program and its children took."""
    done = run([sys.executable, "-I", "-S", str(HERE / "taken.py"), *command])
    return Taken(*map(float, done.stdout.split()))


if __name__ == "__main__":
    main()
