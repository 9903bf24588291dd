#!/usr/bin/env bash
# Long runs: the server is killed fifty times on each database, the database crashes under it ten
# times. Adds its figures to target/bench.json.
set -euo pipefail
cd "$(dirname "$0")/.."
trap 'tests/postgres.sh stop' EXIT
cargo build --workspace --bin yuekao
eval "$(tests/postgres.sh start --durable)"
SOAK_KILLS="${SOAK_KILLS:-50}" cargo test --workspace --test kill -- --nocapture --test-threads 1
