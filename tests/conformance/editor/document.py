"""A document as its author sees it in an editor: its keys, where they stand, and what the schema says of them."""

import re

import yaml

MODELINE = re.compile(r"^# yaml-language-server: .*$", re.M)


class Key:
    """A key of a document: its path without the places in lists, and where it stands."""

    def __init__(self, path, name, mark, rule, holder):
        self.path, self.rule, self.holder = path, rule, holder
        self.line, self.column = mark.line, mark.column
        self.is_number = name.replace(".", "").isdigit()

    def __str__(self):
        return ".".join(self.path)


class Holder:
    """A mapping of a document: its keys, and the rule that says which may be added."""

    def __init__(self, path, keys, rule, start, first_lines, flow):
        self.path, self.keys, self.rule, self.start = path, keys, rule, start
        self.first_lines, self.flow = first_lines, flow


def with_modeline(text, schema):
    """The text with a first line that leads to the schema."""
    return f"# yaml-language-server: $schema={schema}\n" + MODELINE.sub("#", text)


def resolve(schema, rule, node):
    """The rule that holds for a value of this shape."""
    while "$ref" in rule:
        rule = schema["definitions"][rule["$ref"].rsplit("/", 1)[1]]
    wanted = {"mapping": "object", "sequence": "array"}.get(node.id)
    for branch in rule.get("anyOf", []):
        branch = resolve(schema, branch, node)
        types = branch.get("type", [])
        types = [types] if isinstance(types, str) else types
        if (wanted in types) if wanted else not {"object", "array"} & set(types):
            return branch
    return rule


def keys(text, schema):
    """Every key of a document, the first of each path only."""
    found, seen = [], set()

    def visit(node, rule, path):
        rule = resolve(schema, rule, node)
        if node.id == "sequence":
            for item in node.value:
                visit(item, rule.get("items", {}), path)
        if node.id != "mapping":
            return
        names = [key.value for key, _ in node.value]
        lines = [(key.start_mark.line, value.end_mark.line) for key, value in node.value]
        holder = Holder(path, names, rule, node.start_mark.column, lines, node.flow_style)
        for key, value in node.value:
            known = rule.get("properties", {}).get(key.value)
            inner = known or rule.get("additionalProperties") or {}
            name = key.value if known else "*"
            if (*path, name) not in seen:
                seen.add((*path, name))
                found.append(Key((*path, name), key.value, key.start_mark, inner, holder))
            visit(value, inner, (*path, name))

    visit(yaml.compose(text, Loader=yaml.BaseLoader), schema, ())
    return found
