#!/usr/bin/env bash
# Figures, into target/bench.json. The release binary and a durable PostgreSQL of its own.
set -euo pipefail
cd "$(dirname "$0")/.."
trap 'tests/postgres.sh stop' EXIT
cargo build --release --workspace --bin yuekao
eval "$(tests/postgres.sh start --durable)"
echo "machine: $(nproc) cores, $(awk '/MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo)"
cargo bench --workspace --bench papers --bench load --bench find
node tests/pages.mjs
node tests/bytes.mjs
node tests/first-page.mjs
echo "── target/bench.json"
cat target/bench.json
