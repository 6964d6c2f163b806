"""LibreOffice as a reader and an editor: what it makes of a DOCX.

One start of it costs more than a document, so `prepare` hands it many at once.
"""

import os
import tempfile
from pathlib import Path
from threading import Lock
from xml.sax.saxutils import escape

from .common import Fault, must, run

_MACRO = Path(__file__).with_name("office.bas")
# What all macros share; it calls their `Work`.
_TASKS = Path(__file__).with_name("tasks.bas")
_made, _lock = {}, Lock()
_folder = None


def use(macro):
    """What LibreOffice is to do with files from now on, instead of what all judges ask for."""
    global _MACRO
    _MACRO = Path(__file__).with_name(macro)


def prepare(files):
    """Lets LibreOffice work on files; those that it has seen are not shown to it again."""
    global _folder
    with _lock:
        _folder = _folder or tempfile.TemporaryDirectory(prefix="aktas-office-")
        new = {state: file for file in files if (state := _state(file)) not in _made}
        tasks = []
        for state, file in new.items():
            folder = Path(_folder.name, str(len(_made)))
            folder.mkdir()
            # Names of files are no matter here, and are told by LibreOffice in none of its own.
            _made[state] = folder
            tasks += [str(file.resolve()), str(folder)]
        if tasks:
            _start(tasks)


def _start(tasks):
    profile = Path(_folder.name, "profile")
    if not profile.exists():
        _write_profile(profile)
    listing = Path(_folder.name, "tasks.txt")
    listing.write_text("\n".join(tasks) + "\n", "utf-8")
    run(
        "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "macro:///Standard.Office.Main"),
        env={"AKTAS_TASKS": str(listing)},
        timeout=60 + 20 * len(tasks),
    )


def _write_profile(profile):
    """A profile of its own, with the macro as the user's; the first start would overwrite it."""
    run("soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--terminate_after_init")
    library = profile / "user/basic/Standard"
    library.mkdir(parents=True, exist_ok=True)
    dtd = '<!DOCTYPE {0}:{1} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{2}.dtd">'
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    of_library = 'xmlns:library="http://openoffice.org/2000/library"'
    (library.parent / "script.xlc").write_text(
        f"{head}{dtd.format('library', 'libraries', 'libraries')}\n"
        f'<library:libraries {of_library}><library:library library:name="Standard" library:link="false"/>'
        "</library:libraries>"
    )
    (library / "script.xlb").write_text(
        f"{head}{dtd.format('library', 'library', 'library')}\n"
        f'<library:library {of_library} library:name="Standard" library:readonly="false" '
        'library:passwordprotected="false"><library:element library:name="Office"/></library:library>'
    )
    macro = "\n".join(file.read_text("utf-8") for file in (_MACRO, _TASKS))
    (library / "Office.xba").write_text(
        f"{head}{dtd.format('script', 'module', 'module')}\n"
        '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Office" '
        f'script:language="StarBasic">{escape(macro)}</script:module>',
        "utf-8",
    )


def _state(file):
    state = os.stat(file)
    return file.resolve(), state.st_mtime_ns, state.st_size


def made(file, name):
    """A file that LibreOffice made of a DOCX: `pages.pdf`, `flat.fodt`, `text.txt`, `saved.docx`,
    `edited.docx`; of one that is signed only `signatures.txt`."""
    prepare([file])
    folder = _made[_state(file)]
    fault = folder / "fault.txt"
    if fault.exists():
        raise Fault(fault.read_text("utf-8").strip())
    must((folder / name).is_file(), f"LibreOffice wrote no {name}")
    return folder / name
