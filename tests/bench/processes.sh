#!/usr/bin/env bash
# CPU time and peak memory of whole processes: whocalls beside the least that others do with the same files. Medians of
# RUNS runs (11 unless told), user and system time together, all on one thread of ripgrep and rayon unless THREADS says so.
#
#   tests/bench/processes.sh files [FILE…]     one file after the other; without any, an example and specs of the corpus
#   tests/bench/processes.sh tree FOLDER       all files below a folder
#   tests/bench/processes.sh linearity [FILE]  one description, and all of it twice, four and eight times in one file
#   tests/bench/processes.sh findings          10,000 findings in 10 MB, in two formats
#   tests/bench/processes.sh                   all of these, as far as there is something to try them on
#   RG=… REDOCLY="npx redocly lint --config …" PYTHON=…  name programs that are not on the path
#   WHOCALLS=… FLOOR=…                         name programs that are built already
#
# A ratio says how many times whocalls takes what the other does: below 1 it is the faster one.
set -eu
cd "$(dirname "$0")/../.."
export LC_ALL=C NO_COLOR=1
runs=${RUNS:-11}
threads=${THREADS:-1}
export RAYON_NUM_THREADS=$threads
python=${PYTHON:-python3}
rg=${RG:-rg}
read -ra redocly <<<"${REDOCLY:-redocly lint}"

target=${CARGO_TARGET_DIR:-target}/release
[ -n "${WHOCALLS:-}" ] && [ -n "${FLOOR:-}" ] || cargo build --quiet --release --bin whocalls --example floor
whocalls=${WHOCALLS:-$target/whocalls}
floor=${FLOOR:-$target/examples/floor}
# The stems that a name or its words have to hold before anything else is asked of them.
stems=$(sed -n '/^stems:/,/^$/ s/^  [a-z]*: \[\(.*\)\]$/\1/p' rules/fields.yaml | tr -s ', ' '\n\n' | sort -u | paste -sd '|')

missing=()
has() {
    command -v "$1" >/dev/null 2>&1 || { missing+=("$1"); return 1; }
}
gnu_time=$(type -P time || true)

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
    { time for _ in $(seq "$times"); do "$@" >"$scratch/out" 2>&1 || true; done; } 2>&1 |
        awk -v times="$times" '{ printf "%.2f\n", ($1 + $2) * 1000 / times }'
}

mebibytes() {
    [ -x "$gnu_time" ] || { echo '-'; return; }
    "$gnu_time" -f '%M' -o "$scratch/memory" "$@" >"$scratch/out" 2>&1 || true
    awk 'END { printf "%.1f\n", $1 / 1024 }' "$scratch/memory"
}

head_of() { # what, bytes
    ours=0
    printf '\n%s, %s bytes\n  %-28s %13s %12s %9s\n' "$1" "$2" program CPU memory 'ratio'
}

row() { # name, command…
    local name=$1 time
    shift
    time=$(milliseconds "$@")
    [ "$name" = whocalls ] && ours=$time
    awk -v name="$name" -v ms="$time" -v mib="$(mebibytes "$@")" -v ours="$ours" \
        'BEGIN { printf "  %-28s %10.2f ms %8s MiB %9.2f\n", name, ms, mib, (ms > 0 ? ours / ms : 0) }'
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
has "$rg" || true
has "${redocly[0]}" || true
[ -x "$gnu_time" ] || missing+=(time)
"$python" -c 'import yaml; yaml.CSafeLoader' 2>/dev/null || missing+=("PyYAML with libyaml")
is_missing() { local what; for what in "${missing[@]:-}"; do [ "$what" != "$1" ] || return 0; done; return 1; }

files() {
    local file corpus=../shared/corpus/files/openapi
    if [ $# -eq 0 ]; then
        set -- examples/payments.yaml
        for file in "$corpus/stripe/stripe.yaml" "$corpus/square/api.json"; do
            if [ -f "$file" ]; then set -- "$@" "$file"; else echo "SKIPPED: there is no $file"; fi
        done
    fi
    for file in "$@"; do
        head_of "$file" "$(wc -c <"$file")"
        row whocalls "$whocalls" check --exit-zero "$file"
        case $file in *.json) ;; *) row 'whocalls, no fast reader' "$whocalls" check --exit-zero --no-fast-yaml "$file" ;; esac
        row 'whocalls --version' "$whocalls" --version
        row 'reading alone' "$floor" read "$file"
        if ! is_missing "$rg"; then
            row 'rg --version' "$rg" --version
            row 'rg -c -i of the stems' "$rg" -c -i -j "$threads" "$stems" "$file"
        fi
        case $file in
        *.json) row 'serde_json, to nothing' "$floor" json "$file" ;;
        *)
            row 'granit, events alone' "$floor" events "$file"
            if ! is_missing 'PyYAML with libyaml'; then
                row "PyYAML's C loader" "$python" -c 'import sys, yaml; yaml.load(open(sys.argv[1]), yaml.CSafeLoader)' "$file"
            fi
            ;;
        esac
        if ! is_missing "${redocly[0]}"; then row redocly "${redocly[@]}" "$file"; fi
    done
}

tree() {
    head_of "$1" "$(find "$1" -type f -exec cat {} + | wc -c)"
    row whocalls "$whocalls" check --exit-zero "$1"
    if ! is_missing "$rg"; then
        row 'rg -c -i of the stems' "$rg" -c -i -j "$threads" "$stems" "$1"
        # A line with one stem is left at once; in files that are one line, this one looks at more than that line's start.
        row 'rg --count-matches -i' "$rg" --count-matches -i -j "$threads" "$stems" "$1"
    fi
}

linearity() {
    local file=${1:-../shared/corpus/files/openapi/square/api.json} times each=()
    [ -f "$file" ] || { echo "SKIPPED: there is no $file"; return; }
    printf '\n%s, again and again in one file\n  %-8s %12s %13s %14s\n' "$file" times bytes CPU 'of a line'
    for times in 1 2 4 8; do
        "$floor" repeat "$file" "$times" >"$scratch/$times.json"
        each+=("$(wc -c <"$scratch/$times.json") $(milliseconds "$whocalls" check --exit-zero "$scratch/$times.json")")
    done
    # The line goes through the smallest and the largest file, so that starting costs what it costs.
    printf '%s\n' "${each[@]}" | awk '{ bytes[NR] = $1; ms[NR] = $2 } END {
        slope = (ms[NR] - ms[1]) / (bytes[NR] - bytes[1])
        for (at = 1; at <= NR; at++) {
            line = ms[1] + slope * (bytes[at] - bytes[1])
            printf "  %-8d %12d %10.2f ms %11.1f %%\n", 2 ^ (at - 1), bytes[at], ms[at], 100 * (ms[at] / line - 1)
        }
        printf "  the largest takes %.2f times what its bytes would take at the rate of the smallest\n", (ms[NR] / bytes[NR]) / (ms[1] / bytes[1])
    }'
}

findings() {
    local format
    "$floor" fields 10000 10000000 >"$scratch/fields.json"
    head_of "$("$whocalls" check --exit-zero -f jsonl "$scratch/fields.json" | wc -l) findings" "$(wc -c <"$scratch/fields.json")"
    for format in full json; do row "whocalls -f $format" "$whocalls" check --exit-zero -f "$format" "$scratch/fields.json"; done
}

case ${1:-} in
files | tree | linearity | findings) "$@" ;;
'')
    files
    linearity
    findings
    if [ -d ../shared/corpus/files ]; then tree ../shared/corpus/files; fi
    ;;
*) echo "usage: $0 [files FILE… | tree FOLDER | linearity FILE | findings]" >&2; exit 2 ;;
esac
for what in "${missing[@]:-}"; do
    [ -z "$what" ] || echo "SKIPPED: there is no $what here"
done
