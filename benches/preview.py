#!/usr/bin/env python3
"""From a save to the fresh page: `aktas preview` over 50 saves of a plan.

    python3 benches/preview.py target/release/aktas content/library-plan-2027.yaml [SAVES]

Measured is the time from before the file is written until the state and every page that changed are fetched
over HTTP; what a browser needs to paint them is measured by tests/conformance/preview. The work itself (reading,
checking, laying out, drawing) is what the state tells as `took`.
"""

import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tests/conformance"))
from preview_memory import Preview  # noqa: E402


def main():
    aktas, plan, *saves = sys.argv[1:]
    times, took = [], []
    with Preview(aktas, plan) as preview:
        for number in range(int(saves[0]) if saves else 50):
            text = preview.variant(number)
            began = time.perf_counter()
            state = preview.save(text)
            times.append((time.perf_counter() - began) * 1000)
            assert state["document"]["title"].endswith(f" {number}"), state["document"]
            took.append(state["took"])
            time.sleep(0.1)
        print(f"{len(state['pages'])} pages, {preview.memory():.0f} MB")
    print(f"save to page: median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms")
    print(f"of it work:   median {statistics.median(took):.0f} ms, slowest {max(took):.0f} ms")


if __name__ == "__main__":
    main()
