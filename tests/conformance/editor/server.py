"""yaml-language-server, spoken to as an editor does: LSP over its standard input and output."""

import json
import subprocess
from pathlib import Path

SERVER = Path("target/conformance/npm/node_modules/yaml-language-server/bin/yaml-language-server")


class Server:
    """One server in the folder of a project, with no store of schemas: it works offline."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.process = subprocess.Popen(
            ["node", str(SERVER.resolve()), "--stdio"],
            cwd=self.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        self.last = 0
        self.diagnostics = {}
        markdown = ["markdown", "plaintext"]
        self.ask("initialize", {
            "processId": None, "rootUri": self.folder.as_uri(),
            "capabilities": {
                "workspace": {"configuration": True},
                "textDocument": {
                    "completion": {"completionItem": {"documentationFormat": markdown, "snippetSupport": True}},
                    "hover": {"contentFormat": markdown},
                    "publishDiagnostics": {},
                },
            },
        })
        self.tell("initialized", {})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        self.last += 1
        self.send({"id": self.last, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.last and "method" not in message:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]

    def receive(self):
        """The next message; what the server asks itself is answered, and diagnostics are kept."""
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        if not length:
            raise RuntimeError("the server has ended")
        message = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            self.send({"id": message["id"], "result": self.answer(message)})
        return message

    @staticmethod
    def answer(message):
        """The settings: no store, so that nothing but the modeline leads to a schema."""
        if message["method"] != "workspace/configuration":
            return None
        settings = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
        sections = (item.get("section") for item in message["params"]["items"])
        return [settings if section == "yaml" else {} for section in sections]

    def open(self, name, text):
        """Opens a text as a file of the project, and gives what the server finds wrong with it."""
        uri = (self.folder / name).as_uri()
        self.diagnostics.pop(uri, None)
        self.tell("textDocument/didOpen", {
            "textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text},
        })
        while uri not in self.diagnostics:
            self.receive()
        return self.diagnostics[uri]

    def hover(self, name, line, column):
        found = self.ask("textDocument/hover", self.place(name, line, column))
        return found["contents"]["value"] if found else ""

    def complete(self, name, line, column):
        """What is offered: label → what is said of it."""
        found = self.ask("textDocument/completion", self.place(name, line, column)) or {"items": []}
        offered = {}
        for item in found["items"]:
            said = item.get("documentation") or ""
            offered.setdefault(item["label"], said["value"] if isinstance(said, dict) else said)
        return offered

    def place(self, name, line, column):
        return {
            "textDocument": {"uri": (self.folder / name).as_uri()},
            "position": {"line": line, "character": column},
        }
