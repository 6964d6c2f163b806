"""What an author sees in an editor: yaml-language-server over the examples and over broken copies of them.

    in_editor.py [--self-test] AKTAS CONTENT

The self-test takes words and rules out of a schema, and asks that this is noticed.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from document import keys, with_modeline
from server import Server

EXAMPLE = {"lt": "*Pavyzdys:*", "en": "*Example:*"}


def kind_of(text):
    return re.search(r"^kind: (\S+)$", text, re.M).group(1)


def examples(content):
    """A document of every kind: kind → text."""
    found = {}
    for path in sorted(Path(content).glob("*.yaml")):
        text = path.read_text()
        found.setdefault(kind_of(text), []).append(text)
    return found


def schema_of(aktas, kind, language):
    done = subprocess.run(
        [aktas, "schema", kind, "--lang", language], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


class Trial:
    """One kind in one language, in a folder as an author has it."""

    def __init__(self, server, kind, language, schema):
        self.server, self.kind, self.language, self.schema = server, kind, language, schema
        file = server.folder / "schemas" / f"{kind}.{language}.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(schema, ensure_ascii=False))
        self.modeline = f"../schemas/{kind}.{language}.json"
        self.faults = []
        self.opens = 0

    def fault(self, what):
        self.faults.append(f"{self.kind} ({self.language}): {what}")

    def opened(self, text):
        """Opens the text under a name of its own, so that no message of another text is taken for one of it."""
        self.opens += 1
        self.name = f"content/{self.kind}.{self.language}.{self.opens}.yaml"
        return self.server.open(self.name, text)

    def good(self, text):
        for found in self.opened(text):
            self.fault(f"line {found['range']['start']['line'] + 1} of the example: {found['message']}")

    def hovers(self, text):
        """Every key says what it is, at length and with an example."""
        self.opened(text)
        for key in keys(text, self.schema):
            if key.is_number:
                continue  # The server says nothing of a key that is a number, such as a year.
            said = self.server.hover(self.name, key.line, key.column + 1)
            rule = key.rule
            while "$ref" in rule:
                rule = self.schema["definitions"][rule["$ref"].rsplit("/", 1)[1]]
            wanted = [rule.get("title", "(a title)"), rule.get("markdownDescription", "(a description)")]
            if "const" not in rule:
                wanted += [EXAMPLE[self.language], "```yaml"]
            plain = re.sub(r"\\(.)", r"\1", said)
            for word in wanted:
                if re.sub(r"\\(.)", r"\1", word) not in plain:
                    self.fault(f"`{key}` is explained without {word!r}: {said!r}")
                    break

    def completions(self, text):
        """In every mapping just the keys are offered that are not there yet, with what they are."""
        holders = {}
        for key in keys(text, self.schema):
            holders.setdefault(key.holder.path, key.holder)
        lines = text.split("\n")
        for path, holder in holders.items():
            known = holder.rule.get("properties", {})
            if holder.flow or not known:
                continue
            after = holder.first_lines[0][1]
            after = max(after, holder.first_lines[0][0] + 1)
            edited = lines[:after] + [" " * holder.start] + lines[after:]
            self.opened("\n".join(edited))
            offered = self.server.complete(self.name, after, holder.start)
            offered = {label: said for label, said in offered.items() if label in known}
            missing = set(known) - set(holder.keys)
            where = ".".join(path) or "the document"
            if set(offered) != missing:
                less, more = sorted(missing - set(offered)), sorted(set(offered) - missing)
                self.fault(f"in {where}, line {after + 1}: not offered {less}, offered though there {more}")
            for label, said in offered.items():
                if known[label].get("markdownDescription", "(a description)") not in said:
                    self.fault(f"in {where}: `{label}` is offered with {said!r}")

    def values(self, text):
        """What may stand after a key is offered, and so is a whole new item of a list."""
        for key, wanted in [("kind", self.kind), ("lang", "lt"), ("act", "protocol"), ("when", "2027-Q4")]:
            place = re.search(rf"^[ -]*{key}: (.*)$", text, re.M)
            # A result may be a text or a mapping; the server offers no values in one that is not sure.
            if not place or (key == "when" and self.kind == "activity-report"):
                continue
            self.opened(text[:place.start(1)] + text[place.end(1):])
            line = text[:place.start()].count("\n")
            offered = self.server.complete(self.name, line, place.start(1) - place.start())
            if wanted not in offered:
                self.fault(f"after `{key}:` there is no {wanted!r}: {sorted(offered)}")
        for key in ("measures", "activities"):
            place = re.search(rf"^( *){key}:\n( *)- ", text, re.M)
            if not place:
                continue
            self.opened(text[:place.start(2)] + place.group(2) + "- \n" + text[place.start(2):])
            line = text[:place.start(2)].count("\n")
            offered = self.server.complete(self.name, line, len(place.group(2)) + 2)
            if not {"id", "what"} <= set(offered):
                self.fault(f"in a new item of `{key}` there is no `what`: {sorted(offered)}")

    def broken(self, text):
        """Faults are underlined where they are, in words."""
        wanted = {"lt": "čia reikia", "en": "is wanted here"}[self.language]
        for what, old, new, words in [
            ("an unknown key", r"^title: ", "titel: x\ntitle: ", "titel"),
            ("a list for a text", r"^title: .*$", "title: [a, b]", wanted),
            ("a text for a list", r"^marks:$", "marks: a\nmark:", wanted),
            ("no such kind", r"^kind: .*$", "kind: plan", self.kind),
            ("no such mark", r"mark: approved$", "mark: aproved", wanted),
            ("no such act", r"act: protocol$", "act: protokol", wanted),
            ("no such month", r"^period: .*$", "period: 2027-13", wanted),
            ("a date of another form", r"^date: .*$", "date: 15.02.2027", wanted),
            ("a name that is none", r"^id: .*$", "id: Planas 2027", wanted),
            ("a time that is none", r" when: 20.*$", " when: rugsėjo mėn.", wanted),
            ("a missing key", r"^title: .*$", "", "title"),
        ]:
            place = re.search(old, text, re.M)
            if not place:
                continue
            line = text[:place.start()].count("\n")
            found = self.opened(text[:place.start()] + new + text[place.end():])
            if what == "a missing key":  # It is told at the first key of the mapping.
                line = text[:re.search(r"^kind: ", text, re.M).start()].count("\n")
            told = (one for one in found if one["range"]["start"]["line"] == line)
            if not any(words in one["message"] for one in told):
                self.fault(f"{what} is not told at line {line + 1}: {[one['message'] for one in found]}")


def judge(aktas, content, spoil=lambda schema: None):
    """The faults of all kinds in both languages."""
    faults, count = [], 0
    with tempfile.TemporaryDirectory() as folder, Server(folder) as server:
        (server.folder / "content").mkdir()
        for kind, texts in examples(content).items():
            for language in EXAMPLE:
                schema = schema_of(aktas, kind, language)
                spoil(schema)
                trial = Trial(server, kind, language, schema)
                for text in texts:
                    text = with_modeline(text, trial.modeline)
                    trial.good(text)
                    trial.hovers(text)
                    count += len(keys(text, schema))
                    trial.completions(text)
                    trial.values(text)
                trial.broken(with_modeline(texts[0], trial.modeline))
                faults += trial.faults
    return faults, count


def without_description(schema):
    schema["properties"]["title"].pop("markdownDescription")


def without_key(schema):
    schema["properties"].pop("title")


def without_pattern(schema):
    schema["properties"]["id"].pop("pattern")


def main(arguments):
    self_test = "--self-test" in arguments
    aktas, content = [argument for argument in arguments if not argument.startswith("--")]
    if self_test:
        for spoil in (without_description, without_key, without_pattern):
            faults, _ = judge(aktas, content, spoil)
            if not faults:
                sys.exit(f"a schema {spoil.__name__.replace('_', ' ')} is not noticed")
        print("in the editor: spoilt schemas are noticed")
        return
    faults, count = judge(aktas, content)
    for fault in faults:
        print(fault)
    print(f"in the editor: {count} keys, {len(faults)} faults")
    if faults:
        sys.exit(1)


main(sys.argv[1:])
