"""Judges the dependencies by `deny.toml`, as cargo-deny does: licences, bans and sources.

    licences.py              judges Cargo.lock
    licences.py --self-test  shows the judge dependencies that it must refuse

It reads what `cargo metadata` says and needs nothing compiled.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from license_expression import ExpressionError, get_spdx_licensing

ROOT = Path(__file__).resolve().parents[2]
SPDX = get_spdx_licensing()
# What cargo calls its own registry.
CRATES_IO = "registry+https://github.com/rust-lang/crates.io-index"


def allowed(expression, allow):
    """Whether the licences allowed satisfy an SPDX expression."""
    # Until 2018 crates could write „/“ for „OR“.
    parsed = SPDX.parse(expression.replace("/", " OR "), validate=True, strict=True)

    def satisfied(node):
        if node.__class__.__name__ == "AND":
            return all(map(satisfied, node.args))
        if node.__class__.__name__ == "OR":
            return any(map(satisfied, node.args))
        return str(node) in allow

    return satisfied(parsed)


def faults(packages, policy):
    """What is wrong with the packages, each in a line."""
    allow = set(policy["licenses"]["allow"])
    banned = {ban["crate"] for ban in policy["bans"]["deny"]}
    for package in packages:
        name = f"{package['name']} {package['version']}"
        licence = package["license"]
        try:
            if not licence:
                yield f"{name} names no licence"
            elif not allowed(licence, allow):
                yield f"{name} is under „{licence}“"
        except ExpressionError as error:
            yield f"{name} has a licence that cannot be read: „{licence}“ ({error})"
        if package["name"] in banned:
            yield f"{name} is banned"
        if package["source"] not in (None, CRATES_IO):
            yield f"{name} comes from {package['source']}"
        for dependency in package["dependencies"]:
            if package["source"] is None and dependency["req"] == "*":
                yield f"{name} takes any version of {dependency['name']}"


def self_test(policy):
    """Packages that must be refused, and one that must not."""

    def package(**what):
        sound = {
            "name": "sound",
            "version": "1.0.0",
            "license": "MIT/Apache-2.0",
            "source": CRATES_IO,
            "dependencies": [],
        }
        return sound | what

    failed = 0
    for what, bad, refused in (
        ("sound", package(), False),
        ("either of two", package(license="MIT OR GPL-3.0-only"), False),
        ("own crate", package(source=None), False),
        ("both of two", package(license="MIT AND GPL-3.0-only"), True),
        ("copyleft", package(license="LGPL-2.1-or-later"), True),
        ("exception that is not allowed", package(license="GPL-2.0-only WITH Classpath-exception-2.0"), True),
        ("no licence", package(license=None), True),
        ("no SPDX", package(license="do what you like"), True),
        ("banned", package(name=policy["bans"]["deny"][0]["crate"]), True),
        ("from git", package(source="git+https://example.org/sound"), True),
        ("any version", package(source=None, dependencies=[{"name": "a", "req": "*"}]), True),
    ):
        good = bool(list(faults([bad], policy))) == refused
        failed += not good
        print(f"{'ok  ' if good else 'FAIL'} {what}: {'refused' if refused else 'let through'}")
    return failed


def main():
    policy = tomllib.loads((ROOT / "deny.toml").read_text("utf-8"))
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(1 if self_test(policy) else 0)
    metadata = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--locked", "--all-features"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    packages = json.loads(metadata.stdout)["packages"]
    found = list(faults(packages, policy))
    for fault in found:
        print(f"FAIL {fault}")
    print(f"{len(packages)} crates, {len(found)} refused")
    sys.exit(1 if found or len(packages) < 10 else 0)


if __name__ == "__main__":
    main()
