#!/usr/bin/env bash
# Everything that `make test` means, step by step with its time; stops what it started.
set -euo pipefail
cd "$(dirname "$0")/.."
failed=0

step() {
    local name=$1 begun=$SECONDS
    shift
    echo "── $name"
    if "$@"; then echo "── $name: $((SECONDS - begun)) s"
    else echo "── $name FAILED after $((SECONDS - begun)) s"; failed=1; fi
}

# What a new machine may lack, installed where we may.
system_packages() {
    local missing=()
    command -v chromium >/dev/null || missing+=(chromium)
    fc-list 2>/dev/null | grep -qi "Noto Sans CJK" || missing+=(fonts-noto-cjk)
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing+=(postgresql)
    [ ${#missing[@]} -eq 0 ] && return 0
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    else
        echo "install first: ${missing[*]} (Debian: apt install ${missing[*]})"; return 1
    fi
}

clippy() { cargo clippy --workspace --all-targets --quiet -- -D warnings; }
rust_tests() { cargo test --workspace --quiet; }
frontend() { (cd frontend && npm run check && npm test); }
journeys() { (cd tests/journey && npm ci --no-audit --no-fund --silent && npx playwright test); }

system_packages
cleanup() { tests/postgres.sh stop; }
trap cleanup EXIT
eval "$(tests/postgres.sh start)"

step "build" make --no-print-directory build
step "format" cargo fmt --all --check
step "lints" clippy
step "Rust tests on SQLite and PostgreSQL" rust_tests
step "frontend: lints, types, unit tests" frontend
step "journeys in Chromium" journeys
if command -v cargo-deny >/dev/null; then
    step "licences, bans, sources" cargo deny --log-level error check bans licenses sources
else
    echo "── licences, bans, sources: cargo-deny is not installed; make check wants it"
fi
echo "── all: $SECONDS s"
exit $failed
