# The only door: run, test, check, bench, soak, regen. Each says what it lacks.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := run
.PHONY: run test check bench soak regen build pages toolchain clean

BIN := target/debug/yuekao

## Build everything, migrate, seed the demo once and serve it on http://127.0.0.1:8080
run: build
	@$(BIN) migrate
	@$(BIN) seed --demo
	@YUEKAO_DEMO=true $(BIN) serve

## Everything: checks, Rust tests on both databases, vitest, journeys in Chromium
test: toolchain
	@tests/run.sh

## Formatting, lints, types, licences and architecture; changes nothing
check: toolchain pages
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	@if command -v cargo-deny >/dev/null; then cargo deny --log-level error check bans licenses sources; else echo "cargo-deny is not installed: cargo install cargo-deny --locked"; exit 1; fi
	cd frontend && npm run check
	cargo test --workspace --test architecture

## Figures: writes target/bench.json
bench: toolchain pages
	@tests/bench.sh

## Long runs: kills under load; not part of test
soak: toolchain pages
	@tests/soak.sh

## Write anew what is generated: openapi.json and the browser's client
regen: build
	$(BIN) openapi > openapi.json
	cd frontend && npm run api

# The dependencies of the binary and the pages are built side by side; the binary then takes the
# pages in.
build: toolchain
	@$(MAKE) --no-print-directory -j2 pages crates
	@cargo build --workspace --bin yuekao

.PHONY: crates
crates:
	@cargo build --workspace --bin yuekao

pages: toolchain frontend/dist/index.html

frontend/dist/index.html: frontend/node_modules/.package-lock.json $(shell find frontend/src frontend/*.html frontend/*.ts frontend/package.json openapi.json 2>/dev/null)
	@cd frontend && npm run build
	@touch $@

frontend/node_modules/.package-lock.json: frontend/package-lock.json
	@cd frontend && npm ci --no-audit --no-fund
	@touch $@

toolchain:
	@command -v cargo >/dev/null || { echo "Rust 1.95 or newer is missing: see https://rustup.rs"; exit 1; }
	@command -v node >/dev/null || { echo "Node 20 or newer is missing: see https://nodejs.org"; exit 1; }
	@command -v cc >/dev/null || { echo "A C compiler is missing (Debian: apt install build-essential)"; exit 1; }

clean:
	cargo clean
	rm -rf frontend/dist frontend/node_modules tests/journey/node_modules
