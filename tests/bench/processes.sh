#!/usr/bin/env bash
# CPU time and peak memory of whole processes: whocalls beside the least that others do with the same file. Medians of
# RUNS runs (11 unless told), user and system time together, all on one thread of ripgrep and rayon unless THREADS says so.
#
#   tests/bench/processes.sh [FILE…]      without files: an example, and two specs of the corpus where it is there
#   RG=… REDOCLY="npx redocly lint --config …" PYTHON=…  name programs that are not on the path
#
# A ratio says how many times whocalls takes what the other does: below 1 it is the faster one.
set -eu
cd "$(dirname "$0")/../.."
export LC_ALL=C NO_COLOR=1
runs=${RUNS:-11}
threads=${THREADS:-1}
python=${PYTHON:-python3}
rg=${RG:-rg}
read -ra redocly <<<"${REDOCLY:-redocly lint}"

cargo build --quiet --release --bin whocalls --example floor
target=${CARGO_TARGET_DIR:-target}/release
# The stems that a name or its words have to hold before anything else is asked of them.
stems=$(sed -n '/^stems:/,/^$/ s/^  [a-z]*: \[\(.*\)\]$/\1/p' rules/fields.yaml | tr -s ', ' '\n\n' | sort -u | paste -sd '|')

missing=()
has() {
    command -v "$1" >/dev/null 2>&1 || { missing+=("$1"); return 1; }
}
gnu_time=$(command -v time || true)

# Milliseconds of a command, the median; short ones are run ten times at once, as the clock counts in milliseconds.
milliseconds() {
    local times=1 first
    first=$(once 1 "$@")
    awk -v first="$first" 'BEGIN { exit !(first < 100) }' && times=10
    for _ in $(seq "$runs"); do once "$times" "$@"; done | sort -n | sed -n "$(((runs + 1) / 2))p"
}

once() {
    local times=$1 TIMEFORMAT='%3U %3S'
    shift
    { time for _ in $(seq "$times"); do "$@" >/dev/null 2>&1 || true; done; } 2>&1 |
        awk -v times="$times" '{ printf "%.2f\n", ($1 + $2) * 1000 / times }'
}

mebibytes() {
    [ -x "$gnu_time" ] || { echo '-'; return; }
    "$gnu_time" -f '%M' -o "$scratch" "$@" >/dev/null 2>&1 || true
    awk 'END { printf "%.1f\n", $1 / 1024 }' "$scratch"
}

row() { # name, command…
    local name=$1 time
    shift
    time=$(milliseconds "$@")
    [ "$name" = whocalls ] && ours=$time
    awk -v name="$name" -v ms="$time" -v mib="$(mebibytes "$@")" -v ours="$ours" \
        'BEGIN { printf "  %-28s %10.2f ms %8s MiB %9.2f\n", name, ms, mib, (ms > 0 ? ours / ms : 0) }'
}

scratch=$(mktemp)
trap 'rm -f "$scratch"' EXIT
files=("$@")
if [ ${#files[@]} -eq 0 ]; then
    files=(examples/payments.yaml)
    corpus=../shared/corpus/files/openapi
    for file in "$corpus/stripe/stripe.yaml" "$corpus/square/api.json"; do
        if [ -f "$file" ]; then files+=("$file"); else echo "SKIPPED: there is no $file"; fi
    done
fi
has "$rg" || true
has "${redocly[0]}" || true
[ -x "$gnu_time" ] || missing+=(time)
"$python" -c 'import yaml; yaml.CSafeLoader' 2>/dev/null || missing+=("PyYAML with libyaml")
is_missing() { case " ${missing[*]:-} " in *" $1 "*) return 0 ;; *) return 1 ;; esac }

for file in "${files[@]}"; do
    ours=0
    printf '\n%s, %s bytes\n  %-28s %13s %12s %9s\n' "$file" "$(wc -c <"$file")" program CPU memory 'ratio'
    export RAYON_NUM_THREADS=$threads
    row whocalls "$target/whocalls" check --exit-zero "$file"
    case $file in *.json) ;; *) row 'whocalls, no fast reader' "$target/whocalls" check --exit-zero --no-fast-yaml "$file" ;; esac
    row 'whocalls --version' "$target/whocalls" --version
    row 'reading alone' "$target/examples/floor" read "$file"
    if ! is_missing "$rg"; then
        row 'rg --version' "$rg" --version
        row 'rg -c -i of the stems' "$rg" -c -i -j "$threads" "$stems" "$file"
    fi
    case $file in
    *.json) row 'serde_json, to nothing' "$target/examples/floor" json "$file" ;;
    *)
        row 'granit, events alone' "$target/examples/floor" events "$file"
        if ! is_missing 'PyYAML with libyaml'; then
            row "PyYAML's C loader" "$python" -c 'import sys, yaml; yaml.load(open(sys.argv[1]), yaml.CSafeLoader)' "$file"
        fi
        ;;
    esac
    if ! is_missing "${redocly[0]}"; then row redocly "${redocly[@]}" "$file"; fi
done
for what in "${missing[@]:-}"; do
    [ -z "$what" ] || echo "SKIPPED: there is no $what here"
done
