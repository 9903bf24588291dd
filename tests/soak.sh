#!/usr/bin/env bash
# Long runs: every parser of questions reads damaged files for ten minutes; the server is killed
# fifty times on each database, the database crashes under it ten times. Adds its figures to target/bench.json.
set -euo pipefail
cd "$(dirname "$0")/.."
trap 'tests/postgres.sh stop' EXIT
(
    ulimit -v 4000000
    YUEKAO_FUZZ_SECONDS="${SOAK_FUZZ_SECONDS:-600}" cargo test --workspace --lib bank::format::fuzz -- --test-threads "$(nproc)"
)
cargo build --workspace --bin yuekao
eval "$(tests/postgres.sh start --durable)"
SOAK_KILLS="${SOAK_KILLS:-50}" cargo test --workspace --test kill -- --nocapture --test-threads 1
