"""Runs a program and says what it took: seconds, seconds of a processor, megabytes.

    python3 -I -S benches/peers/taken.py PROGRAM ARGUMENT…

A process of its own, and a small one: Linux counts the memory of the process that starts a program
as memory of that program (getrusage(2), `ru_maxrss`).
"""

import os
import subprocess
import sys
import tempfile
import time

with tempfile.TemporaryFile() as said:
    start = time.perf_counter()
    process = subprocess.Popen(sys.argv[1:], stdout=said, stderr=said)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    # What `wait4` did is not known to the object, which would warn.
    process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        said.seek(0)
        sys.exit(f"{' '.join(sys.argv[1:])}\n{said.read().decode()}")
print(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
