#!/usr/bin/env bash
# Installs what the judges need on a fresh Debian. Quick if everything is there.
#
#     tests/conformance/install.sh
#
# Debian's packages go where apt puts them; everything else goes below target/conformance/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

here=tests/conformance
there=target/conformance
mkdir -p "$there"

# --- Debian -----------------------------------------------------------------------------------
packages=(
    poppler-utils qpdf mupdf-tools       # read the PDF
    libreoffice-writer fonts-liberation  # open the DOCX
    python3-venv nodejs npm              # run the other judges
)
missing=()
for package in "${packages[@]}"; do
    case $package in
        # These are often there without being Debian's.
        nodejs) command -v node >/dev/null || missing+=("$package") ;;
        npm) command -v npm >/dev/null || missing+=("$package") ;;
        *) [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] \
            || missing+=("$package") ;;
    esac
done
if ((${#missing[@]})); then
    echo "apt: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    sudo=()
    ((EUID == 0)) || sudo=(sudo)
    "${sudo[@]}" apt-get update -qq
    "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# What a folder was made from is noted in it, so that a second run does nothing.
stale() { ! cmp -s "$1" "$2"; }

# --- Python -----------------------------------------------------------------------------------
if stale "$here/requirements.txt" "$there/venv/made-from"; then
    echo "python: $here/requirements.txt"
    rm -rf "$there/venv"
    python3 -m venv "$there/venv"
    "$there/venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$there/venv/made-from"
fi

# --- Node -------------------------------------------------------------------------------------
if stale "$here/package.json" "$there/npm/made-from"; then
    echo "node: $here/package.json"
    rm -rf "$there/npm"
    mkdir -p "$there/npm"
    cp "$here/package.json" "$there/npm/"
    npm install --prefix "$there/npm" --silent --no-audit --no-fund --no-package-lock
    cp "$here/package.json" "$there/npm/made-from"
fi

echo "the judges are installed"
