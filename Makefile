# The short form of the presets in CMakePresets.json. `make help` lists what there is.
PREFIX ?= /usr/local
JOBS ?= $(shell nproc)
RUN = build/riwaya

.DEFAULT_GOAL := build
.PHONY: help setup configure build page serve run check quick full bench bench-pages bench-reprints bench-serve try-api fuzz coverage calibrate accuracy format lint bless install clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

setup: ## install missing Debian packages for everything (scripts/packages.txt)
	@scripts/setup check

configure:
	@cmake --preset release >build.log 2>&1 || { cat build.log; rm -f build.log; exit 1; }; rm -f build.log

build: ## build the program: build/riwaya
	@scripts/setup build
	@$(MAKE) --no-print-directory configure
	@cmake --build --preset release -j $(JOBS) --target riwaya

page: ## build the program with its page in it, for riwaya serve
	@scripts/setup page
	@cmake --preset release -DRIWAYA_PAGE=ON >build.log 2>&1 || { cat build.log; rm -f build.log; exit 1; }; rm -f build.log
	@cmake --build --preset release -j $(JOBS) --target riwaya

serve: page ## a store of the bundled samples, opened in the reading room
	@$(RUN) add --quiet --db build/samples.db samples/tabqa
	@$(RUN) serve --db build/samples.db

run: build ## set up, build, and reconcile the bundled samples
	@echo "\$$ $(RUN) reconcile samples/tabqa"
	@$(RUN) reconcile samples/tabqa

check: setup quick full ## every test: both tiers

quick: ## first tier: gcc, every test that takes seconds
	@scripts/check quick

full: ## second tier: formatting, installation, clang with sanitizers
	@scripts/check full

bench-reprints: ## copies among generated reports, against datasketch
	@scripts/bench-reprints

bench-serve: ## answers a second of the reading room's server, by wrk
	@scripts/bench-serve

try-api: ## the reading room's server asked all that its contract allows, and more, by schemathesis
	@scripts/try-api

bench-incidents: ## grouping of a generated stream of reports
	@scripts/bench-incidents

bench: build ## speed and memory
	@scripts/bench

bench-pages: setup build ## reading pages beside other extractors, which come from PyPI
	@cmake --build --preset release -j $(JOBS) --target bench-pages
	@scripts/bench-pages

fuzz: ## run each fuzz target for a minute (FUZZ_SECONDS=60)
	@scripts/fuzz

coverage: ## which lines the tests run
	@scripts/coverage

calibrate: build ## fit the weights of confidence to the labelled reports, and build again
	@scripts/calibrate $(patsubst %,--base %,$(wildcard tests/gold/*/test)) $(RUN)
	@$(MAKE) --no-print-directory build

accuracy: build ## measure on the labelled reports and put the figures into docs/accuracy.md
	@scripts/accuracy $(RUN)

format: ## put the C files into shape
	@git ls-files '*.c' '*.h' | xargs -r clang-format -i

lint: ## clang-tidy over the sources
	@scripts/lint

bless: build ## take the program's present output as the golden one
	@tests/golden/run.sh --bless $(RUN)
	@BLESS=1 tests/cli/run.sh $(RUN)
	@scripts/readme $(RUN)

install: build ## install under PREFIX (DESTDIR is heeded)
	@cmake --build --preset release -j $(JOBS)
	@cmake --install build --prefix $(PREFIX)

clean: ## remove what was built
	rm -rf build
