#!/usr/bin/env bash
# Lets the judges look at documents: `run.sh [--self-test] FILES-DIR CONTENT-DIR …`.
# `install.sh` beside this file installs what they need.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=$here/../../target/conformance/venv/bin/python
[[ -x $python ]] || { echo "FAIL the judges are not installed; run tests/conformance/install.sh" >&2; exit 1; }
exec "$python" "$here/judge.py" "$@"
