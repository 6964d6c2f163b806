"""Chromium, which shows pages: driven over a pipe by its own protocol (Chrome DevTools Protocol)."""

import base64
import fcntl
import json
import os
import re
import select
import subprocess
import tempfile
from pathlib import Path

from .common import Fault, must

# How long an answer may take, in seconds.
PATIENCE = 60


class Chromium:
    """A browser without a window, with one page."""

    def __enter__(self):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        theirs_in, ours_out = map(_high, os.pipe())
        ours_in, theirs_out = map(_high, os.pipe())
        command = [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
            "--disable-background-networking", "--allow-file-access-from-files",
            f"--user-data-dir={self.profile.name}", "--remote-debugging-pipe", "about:blank",
        ]
        self.process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}', "chromium", *command],
            pass_fds=(theirs_in, theirs_out), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self.out, self.into = ours_out, ours_in
        self.number, self.buffer, self.session = 0, b"", None
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(PATIENCE)
        os.close(self.out)
        os.close(self.into)
        self.profile.cleanup()

    def call(self, method, **params):
        """Asks the browser to do something, and gives its answer."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        data = memoryview(json.dumps(message).encode() + b"\0")
        while data:
            data = data[os.write(self.out, data) :]
        while True:
            answer = self._next()
            if answer.get("id") == self.number:
                must("error" not in answer, f"Chromium: {answer.get('error')}")
                return answer["result"]

    def _next(self):
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.into], [], [], PATIENCE)
            must(ready, f"Chromium did not answer in {PATIENCE} s")
            more = os.read(self.into, 1 << 20)
            if not more:
                raise Fault("Chromium is gone; is it installed? run tests/conformance/install.sh")
            self.buffer += more
        message, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(message)

    def ask(self, expression):
        """The value of an expression on the page."""
        done = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        must("exceptionDetails" not in done, f"Chromium: {done.get('exceptionDetails')}")
        return done["result"].get("value")

    def show(self, folder, css, page, dpi):
        """Shows a drawn page with the fonts of its folder; gives its picture as PNG."""
        file = Path(folder) / "shown.html"
        style = f"{css}\nbody{{margin:0}}svg{{display:block}}"
        file.write_text(f'<!doctype html><meta charset="utf-8"><style>{style}</style>{page}', encoding="utf-8")
        width, height = (float(side) for side in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', page).groups())
        self.call(
            "Emulation.setDeviceMetricsOverride", mobile=False, deviceScaleFactor=dpi / 96,
            width=-int(-width * 96 // 72), height=-int(-height * 96 // 72),
        )
        self.call("Page.enable")
        self.call("Page.navigate", url=file.resolve().as_uri())
        # The old page answers until the new one is there.
        self.ask("new Promise(done => { const look = () => document.readyState == 'complete' && document.querySelector('svg')"
                 " ? document.fonts.ready.then(() => requestAnimationFrame(() => done(true))) : setTimeout(look, 5); look(); })")
        clip = {"x": 0, "y": 0, "width": width * 96 / 72, "height": height * 96 / 72, "scale": 1}
        return base64.b64decode(self.call("Page.captureScreenshot", format="png", clip=clip)["data"])


def _high(descriptor):
    """The same end of a pipe under a number that the browser does not use for another."""
    high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return high
