#!/usr/bin/env bash
# Tries the program with its real clients: pre-commit, pip, and what reads its reports. What is not installed, and cannot be
# from the package registries, is skipped and named at the end.
#
#   tests/clients.sh          the hook with the program on the path, the reports, the exit codes
#   tests/clients.sh --full   also the hooks that build the program, and the wheel in a clean environment
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
skipped=()

cargo build --quiet --manifest-path "$root/Cargo.toml"
export PATH="${CARGO_TARGET_DIR:-$root/target}/debug:$PATH" NO_COLOR=1

say() { printf '\n== %s\n' "$*"; }

expect() { # code, command…
    local wanted=$1 code=0
    shift
    "$@" >"$work/out" 2>"$work/err" || code=$?
    if [ "$code" != "$wanted" ]; then
        printf 'exit code %s instead of %s: %s\n' "$code" "$wanted" "$*"
        cat "$work/out" "$work/err"
        exit 1
    fi
    printf 'exit code %s, as documented: %s\n' "$code" "${*//$work\//}"
}

say 'exit codes'
cd "$work"
cp "$root/examples/callback.yaml" bad.yaml
printf 'openapi: 3.1.0\ninfo: {title: Parcelway, version: "1"}\npaths: {}\n' >good.yaml
printf 'a page of another sort\n' >foreign.txt
expect 1 whocalls bad.yaml
expect 0 whocalls good.yaml foreign.txt
expect 0 whocalls --exit-zero bad.yaml
expect 0 whocalls --fail-on error bad.yaml
expect 2 whocalls missing.yaml
expect 2 whocalls --select missing-callers bad.yaml
expect 1 whocalls --diff --caller Parcelway --with-placeholders bad.yaml

say 'reports'
reports=(--format sarif=r.sarif --format junit=r.junit.xml --format checkstyle=r.checkstyle.xml --format gitlab=r.gitlab.json
    --format html=r.html --format json=r.json)
expect 1 whocalls "${reports[@]}" bad.yaml
if command -v python3 >/dev/null; then
    python3 - <<'PYTHON'
import json, xml.etree.ElementTree as tree
sarif = json.load(open("r.sarif"))
assert sarif["version"] == "2.1.0" and sarif["runs"][0]["results"], "the SARIF file has no result"
assert json.load(open("r.gitlab.json"))[0]["fingerprint"], "the code quality report has no fingerprint"
assert json.load(open("r.json"))["summary"]["fields"] == 1
for name in ("r.junit.xml", "r.checkstyle.xml"):
    tree.parse(name)
print("SARIF, code quality and JSON are objects with results; JUnit and Checkstyle are well formed")
PYTHON
else
    skipped+=('what the reports hold (python3 is missing)')
fi
schemas="$root/../shared/schemas"
if [ -d "$schemas" ] && command -v xmllint >/dev/null; then
    xmllint --noout --schema "$schemas/junit-10-jenkins.xsd" r.junit.xml
else
    skipped+=('JUnit against the schema of Jenkins (xmllint, or the schemas, are missing)')
fi

# Clients from npm: the SARIF tool of the format's authors, and what drives a browser.
npm_folder="$work/npm"
mkdir "$npm_folder"
if command -v npm >/dev/null && (cd "$npm_folder" && npm install --silent --no-fund --no-audit @microsoft/sarif-multitool playwright-core); then
    # The tool's verdict is in its words: it ends with 0 also where it was given nothing that it can read.
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$npm_folder/node_modules/.bin/sarif-multitool" validate r.sarif >"$work/out" 2>&1 || true
    if ! grep -q '^Analysis completed successfully' "$work/out" || grep -q ': error ' "$work/out"; then
        cat "$work/out"
        exit 1
    fi
    printf 'sarif-multitool takes the SARIF file\n'
    browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
    if [ -n "$browser" ]; then
        cat >"$npm_folder/page.mjs" <<'SCRIPT'
import { chromium } from 'playwright-core';
const [executablePath, page_file, screenshot] = process.argv.slice(2);
// The page is our own and a container has no room for the sandbox.
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage();
const errors = [];
page.on('pageerror', error => errors.push(error.message));
await page.goto(`file://${page_file}`);
const shown = () => page.locator('.entry:visible').count();
const all = await shown();
await page.check('input[name=missing][value=caller]');
const left = await shown();
await page.screenshot({ path: screenshot, fullPage: true });
await browser.close();
if (errors.length > 0 || all !== 1 || left !== 0) throw new Error(`${all} entries, ${left} after the click; ${errors.join('; ')}`);
console.log(`the page shows ${all} entry, and ${left} that leave out the caller`);
SCRIPT
        node "$npm_folder/page.mjs" "$browser" "$work/r.html" "$work/page.png"
    else
        skipped+=('the HTML page in a browser (there is no Chromium)')
    fi
else
    skipped+=('SARIF in the tool of its authors, and the HTML page in a browser (npm cannot install them here)')
fi

hook() { # id
    local repository="$work/hooked-$1"
    mkdir "$repository"
    cd "$repository"
    git init --quiet
    cp "$work/good.yaml" "$work/bad.yaml" "$work/foreign.txt" .
    head -c 200 /dev/urandom >noise.json
    git add .
    expect 1 "$precommit" try-repo "$root" "$1" --all-files
    git rm --quiet --force bad.yaml
    expect 0 "$precommit" try-repo "$root" "$1" --all-files
    cd "$work"
}

say 'pre-commit'
precommit=$(command -v pre-commit || true)
if [ -z "$precommit" ] && python3 -m venv "$work/tools" && "$work/tools/bin/pip" install --quiet pre-commit; then
    precommit=$work/tools/bin/pre-commit
fi
export PRE_COMMIT_HOME="$work/pre-commit"
if [ -n "$precommit" ] && git -C "$root" rev-parse --quiet --verify HEAD >/dev/null 2>&1; then
    hook whocalls-system
    if [ "${1:-}" = --full ]; then
        hook whocalls-src
        hook whocalls
    fi
else
    skipped+=('pre-commit (it cannot be installed here, or this is no clone)')
fi

if [ "${1:-}" = --full ]; then
    say 'the wheel in a clean environment'
    python3 -m venv "$work/clean"
    "$work/clean/bin/pip" install --quiet "$root"
    expect 1 "$work/clean/bin/whocalls" bad.yaml
    expect 0 "$work/clean/bin/whocalls" good.yaml
else
    skipped+=('the hooks that build the program, and the wheel (--full tries them)')
fi

say 'done'
for name in "${skipped[@]}"; do printf 'SKIPPED: %s\n' "$name"; done
