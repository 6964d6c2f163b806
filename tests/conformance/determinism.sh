#!/usr/bin/env bash
# The same content gives the same bytes: in another process, on one thread and on eight, from
# another folder, in another time zone and language.
#
#     determinism.sh CONTENT-DIR COMMAND…      COMMAND is `aktas`, with its path
#     determinism.sh --self-test               shows it a command that is not deterministic
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

compare() {
    local content=$1; shift
    local -a aktas=("$@")
    local formats=docx,pdf,html passed=0 failed=0 file name run
    "${aktas[@]}" build --to $formats --out "$work/first" "$content" 2>"$work/log" || { cat "$work/log"; return 1; }

    "${aktas[@]}" build --to $formats --out "$work/again" "$content" 2>/dev/null
    "${aktas[@]}" build --to $formats --out "$work/jobs-1" --jobs 1 "$content" 2>/dev/null
    "${aktas[@]}" build --to $formats --out "$work/jobs-8" --jobs 8 "$content" 2>/dev/null
    mkdir "$work/elsewhere"
    cp -r "$content" "$work/elsewhere/content"
    (cd "$work/elsewhere" && TZ=Pacific/Auckland LC_ALL=C "${aktas[@]}" build --to $formats --out "$work/moved" 2>/dev/null)
    for file in "$content"/*.yaml; do
        "${aktas[@]}" build --to $formats --out "$work/alone" "$file" 2>/dev/null
    done

    for file in "$work"/first/*; do
        name=$(basename "$file")
        for run in again jobs-1 jobs-8 moved alone; do
            if cmp "$file" "$work/$run/$name"; then
                passed=$((passed + 1))
            else
                echo "FAIL $name differs: $run"
                failed=$((failed + 1))
            fi
        done
    done
    ((passed + failed > 0)) || { echo "FAIL nothing was built"; return 1; }
    echo "$passed passed, $failed failed"
    ((failed == 0))
}

if [[ ${1-} == --self-test ]]; then
    # A program that writes the time into its file.
    cat >"$work/clock" <<'CLOCK'
#!/usr/bin/env bash
while (($#)); do [[ $1 == --out ]] && out=$2; shift; done
mkdir -p "$out"
date +%s.%N >"$out/a.pdf"
CLOCK
    chmod +x "$work/clock"
    mkdir "$work/content" && touch "$work/content/a.yaml"
    if (compare "$work/content" "$work/clock") >"$work/verdict" 2>&1; then
        echo "FAIL a program that writes the time passes"
        exit 1
    fi
    grep -q 'differs: jobs-8' "$work/verdict" || { cat "$work/verdict"; exit 1; }
    echo "ok   a program that writes the time fails"
    exit 0
fi

content=$1
shift
[[ -x $1 ]] && set -- "$(realpath "$1")" "${@:2}"
compare "$content" "$@"
