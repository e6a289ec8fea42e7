# What one needs: Rust (rustup.rs) and Node 20 or later. `make run` on a fresh machine builds and serves.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
# Stories of the browser told at a time, and black-box tests run at a time: most of each is waiting.
BROWSERS ?= 2
export RUST_TEST_THREADS ?= 4
# Options for `make run`: make run ARGS="--listen 0.0.0.0:8080"
ARGS ?= --listen 0.0.0.0:8080

.PHONY: help build pages run test check-pages lint browser bench fmt clean

help:
	@echo "make build   the pages, then the server: target/release/soiree"
	@echo "make run     build, then serve; options in ARGS, now: $(ARGS)"
	@echo "make test    everything that CI runs: types, format, lints, tests, browsers"
	@echo "make bench   measures it beside others; options in BENCH, as in BENCH=\"all --minutes 10\""
	@echo "make fmt     formats the Rust code"

# The pages are embedded into the server, so they come first.
build: pages
	cargo build --release --locked

# Only what has changed is built again: a restart by `make run` must not wait for a compiler.
pages: static/dist/index.html

static/dist/index.html: $(shell find static/src static/packs -type f) static/*.mjs static/icon.svg static/node_modules/.package-lock.json
	cd static && npm run --silent build
	@touch $@

static/node_modules/.package-lock.json: static/package.json static/package-lock.json
	cd static && npm ci --no-audit --no-fund

run: build
	exec target/release/soiree serve $(ARGS)

test: check-pages pages lint
	cargo test --locked
	cargo build --release --locked
	@$(MAKE) --no-print-directory browser

check-pages: static/node_modules/.package-lock.json
	cd static && npm run --silent check && npm test --silent

lint:
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings

# The browser tests drive the real server with Debian's chromium.
browser:
	@if [ ! -f tests/browser/package.json ]; then \
		echo "There are no browser tests in this tree (tests/browser): skipped."; \
		exit 0; \
	fi; \
	if ! command -v chromium >/dev/null; then \
		echo "The browser tests need a browser: installing Debian's chromium by apt."; \
		$(SUDO) apt-get update -qq && $(SUDO) apt-get install -y --no-install-recommends chromium fonts-noto-core; \
	fi; \
	(cd tests/browser && npm ci --no-audit --no-fund); \
	node --test --test-concurrency=$(BROWSERS) $$(find tests/browser -name node_modules -prune -o -name '*.test.*' -print | sort)

# Two quiet cores: the servers under test get core 0, the load generator core 1. See benches/README.md.
BENCH ?= all
bench: build
	benches/run.sh $(BENCH)

fmt:
	cargo fmt

clean:
	rm -rf static/dist static/node_modules tests/browser/node_modules
	cargo clean
