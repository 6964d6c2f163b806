"""Tries the recipes of docs/CI.md: they are what GitHub, GitLab and pre-commit read, and they stop a fault.

    recipes.py [--self-test] AKTAS CI.md

Each recipe is put into a repository as `aktas new` begins it, first as it is, then with a fault in the plan. The
commands of the recipes run here; `cargo` is a stand-in that puts AKTAS where `cargo install` would. What cannot be
tried without GitHub or GitLab are their own steps (checkout, cache, artifacts). The self-test has recipes that
let the fault through, and one that is no workflow.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

BIN = Path(sys.executable).parent  # of the venv: pre-commit, check-jsonschema
PLAN = "content/plan.yaml"
GOOD, BAD = "title:", "titel:"
BLOCK = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.M | re.S)
ANNOTATION = re.compile(r"^::error file=([^,]+),line=(\d+),.*?::(.+)$", re.M)
CARGO = """#!/bin/sh
test "$1 $2 $3" = "install --locked --git" && test -n "$4" || exit 9
mkdir -p "${CARGO_HOME:-$HOME/.cargo}/bin" && cp "$BUILT" "${CARGO_HOME:-$HOME/.cargo}/bin/aktas"
"""


class Repository:
    """A repository with one plan, on a machine of its own: `installed` says whether `aktas` is there."""

    def __init__(self, folder, aktas, installed):
        self.root, bin = Path(folder) / "my plans", Path(folder) / "bin"
        self.root.mkdir()
        bin.mkdir()
        (bin / "cargo").write_text(CARGO)
        (bin / "cargo").chmod(0o755)
        if installed:
            (bin / "aktas").symlink_to(aktas)
        home = Path(folder) / "home"
        self.environment = {
            "PATH": f"{bin}:{home}/.cargo/bin:{BIN}:/usr/bin:/bin", "HOME": str(home), "LC_ALL": "C.UTF-8", "BUILT": str(aktas),
            "GIT_CONFIG_NOSYSTEM": "1", "CI_PROJECT_DIR": str(self.root),
            "GITHUB_WORKSPACE": str(self.root), "GITHUB_STEP_SUMMARY": str(Path(folder) / "summary.md"),
            **{f"GIT_{who}_{what}": "someone@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }
        home.mkdir()
        self.run("git", "init", "--quiet")
        subprocess.run([aktas, "new", "notice", PLAN, "--yes"], cwd=self.root, env=self.environment, check=True, capture_output=True)
        self.commit("begin")

    def run(self, *command, environment=None):
        return subprocess.run(command, cwd=self.root, env={**self.environment, **(environment or {})}, capture_output=True, text=True)

    def shell(self, command, environment=None):
        return self.run("bash", "-eo", "pipefail", "-c", command, environment=environment)

    def put(self, name, text):
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def spoil(self):
        text = (self.root / PLAN).read_text()
        spoilt = re.sub(f"^{GOOD}", BAD, text, flags=re.M)
        assert spoilt != text
        self.put(PLAN, spoilt)

    def fault_line(self):
        return next(n for n, line in enumerate((self.root / PLAN).read_text().splitlines(), 1) if line.startswith(BAD))

    def commit(self, message):
        self.run("git", "add", "--all")
        return self.run("git", "commit", "--quiet", "--message", message)


def wanted(holds, what):
    if not holds:
        raise AssertionError(what)


def expand(text, environment):
    return re.sub(r"\$(\w+)", lambda name: environment.get(name[1], ""), text)


def follows_schema(name, schema, text):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / Path(name).name
        file.write_text(text)
        done = subprocess.run([BIN / "check-jsonschema", "--builtin-schema", schema, file], capture_output=True, text=True)
    wanted(done.returncode == 0, f"{name} is not what {schema} says: {done.stdout}")


def hook(repository):
    """A commit with the fault is refused, one without is made; and what counts is what is staged."""
    repository.put(PLAN, (repository.root / PLAN).read_text() + "# more\n")
    done = repository.commit("good")
    wanted(done.returncode == 0, f"a good commit is refused: {done.stdout}{done.stderr}")
    good = (repository.root / PLAN).read_text()
    repository.spoil()
    repository.run("git", "add", "--all")
    repository.put(PLAN, good)
    done = repository.run("git", "commit", "--quiet", "--message", "bad")
    wanted(done.returncode != 0, "a bad commit is let through, since the folder is good again")
    wanted("unknown-key" in done.stdout + done.stderr, f"the fault is not told: {done.stdout}{done.stderr}")
    wanted(repository.run("git", "log", "--format=%s").stdout.split() == ["good", "begin"], "not the commits that were wanted")


def git_hook(name, text, repository):
    repository.put(name, text)
    (repository.root / name).chmod(0o755)
    hook(repository)


def pre_commit(name, text, repository):
    repository.put(name, text)
    done = repository.run("pre-commit", "install")
    wanted(done.returncode == 0, f"pre-commit: {done.stdout}{done.stderr}")
    hook(repository)


def steps(repository, commands, environment):
    """Runs commands until one fails; the status and what was printed."""
    printed = ""
    for command in commands:
        done = repository.shell(command, environment)
        printed += done.stdout
        if done.returncode:
            return done.returncode, printed + done.stderr
    return 0, printed


def github(name, text, repository):
    follows_schema(name, "vendor.github-workflows", text)
    workflow = yaml.safe_load(text)
    commands = [step["run"] for step in workflow["jobs"]["documents"]["steps"] if "run" in step]
    status, printed = steps(repository, commands, workflow["env"])
    wanted(status == 0, f"a good plan fails: {printed}")
    wanted({file.suffix for file in (repository.root / "out").iterdir()} == {".docx", ".pdf"}, "not the files that are kept")
    repository.spoil()
    status, printed = steps(repository, commands, workflow["env"])
    wanted(status == 1, f"a fault is let through: {printed}")
    told = ANNOTATION.findall(printed)
    wanted((PLAN, str(repository.fault_line())) in {(file, line) for file, line, _ in told}, f"not beside its line: {printed}")
    wanted(BAD[:-1] in Path(repository.environment["GITHUB_STEP_SUMMARY"]).read_text(), "not in the summary of the job")


def gitlab(name, text, repository):
    follows_schema(name, "vendor.gitlab-ci", text)
    job = yaml.safe_load(text)["documents"]
    environment = {key: expand(value, repository.environment) for key, value in job["variables"].items()}
    # GitLab runs all lines in one shell.
    commands = ["\n".join(job["script"])]
    report = repository.root / job["artifacts"]["reports"]["codequality"]
    status, printed = steps(repository, commands, environment)
    wanted(status == 0, f"a good plan fails: {printed}")
    wanted(json.loads(report.read_text()) == [], "a good plan has findings")
    wanted({file.suffix for file in (repository.root / job["artifacts"]["paths"][0]).iterdir()} == {".docx", ".pdf"}, "not the files that are kept")
    repository.spoil()
    status, printed = steps(repository, commands, environment)
    wanted(status == 1, f"a fault is let through: {printed}")
    found = [(one["location"]["path"], one["location"]["lines"]["begin"]) for one in json.loads(report.read_text())]
    wanted((PLAN, repository.fault_line()) in found, f"not at its line: {found}")


# What tries a recipe, and whether `aktas` is on the machine before.
RECIPES = {
    ".git/hooks/pre-commit": (git_hook, True),
    ".pre-commit-config.yaml": (pre_commit, True),
    ".github/workflows/documents.yml": (github, False),
    ".gitlab-ci.yml": (gitlab, False),
}


def judge(aktas, text):
    """What is wrong with the recipes of a page."""
    faults, found = [], dict(BLOCK.findall(text))
    if set(found) != set(RECIPES):
        faults.append(f"the recipes are {sorted(found)}")
    for name in found.keys() & RECIPES.keys():
        recipe, installed = RECIPES[name]
        with tempfile.TemporaryDirectory() as folder:
            try:
                recipe(name, found[name], Repository(folder, aktas, installed))
            except (AssertionError, ValueError) as wrong:
                faults.append(f"{name}: {wrong}")
    return faults


def self_test(aktas, text):
    """Every recipe is spoilt in turn, and told to be."""
    for name, old, new in [
        (".git/hooks/pre-commit", 'cd "$staged"\n', ""),
        (".pre-commit-config.yaml", "entry: aktas check --quiet", "entry: aktas check --help"),
        (".github/workflows/documents.yml", "check --format github", "check || true"),
        (".github/workflows/documents.yml", "runs-on:", "run-on:"),
        (".gitlab-ci.yml", "aktas check --format gitlab >", "aktas check --format json >"),
        (".gitlab-ci.yml", "  script:", "  scripts:"),
    ]:
        assert old in text, old
        if not any(fault.startswith(name) for fault in judge(aktas, text.replace(old, new))):
            sys.exit(f"{name}: {new!r} is not noticed")
    print("recipes: spoilt ones are noticed")


def main(arguments):
    aktas, page = [argument for argument in arguments if not argument.startswith("--")]
    aktas, text = Path(aktas).resolve(), Path(page).read_text()
    if "--self-test" in arguments:
        return self_test(aktas, text)
    faults = judge(aktas, text)
    print("\n".join([*faults, f"recipes: {len(RECIPES)} tried, {len(faults)} faults"]))
    sys.exit(1 if faults else 0)


main(sys.argv[1:])
