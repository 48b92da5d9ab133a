# What a newcomer types. Everything else is CMake (see CONTRIBUTING.md).
#   make run     set up, build, and open the workbench with the sample lab; without a display run it headless
#   make test    set up, build, and run every test
#   make asan    the core's tests under address and undefined sanitizers
#   make fuzz    every parser fuzzed for SECONDS each (default 10)
#   make bench   the benchmarks, each beside its peer (installs ns-3 and others)
#   make packages  Debian packages of the usual build, in build/packages
#   make book      docs/ as a book in HTML, in build/book
.PHONY: all run test asan fuzz sanitize bench packages book setup clean
SECONDS_EACH ?= 10

all: build/default/build.ninja
	@cmake --build --preset default

setup:
	@scripts/setup

build/%/build.ninja: | setup
	@cmake --preset $* >build/$*.log 2>&1 || { cat build/$*.log; exit 1; }

run: build/default/build.ninja
	@cmake --build --preset default --target hopyard hop
	@scripts/run-sample

test: build/default/build.ninja
	@cmake --build --preset default
	@ctest --preset default --no-tests=error

asan: sanitize
	@ctest --preset sanitize --no-tests=error

fuzz: sanitize
	@tests/fuzz/run.sh $(SECONDS_EACH) build/sanitize

sanitize:
	@scripts/setup fuzz
	@test -f build/sanitize/build.ninja || cmake --preset sanitize >build/sanitize.log 2>&1 || { cat build/sanitize.log; exit 1; }
	@cmake --build --preset sanitize

bench:
	@scripts/setup bench
	@cmake --preset bench >/dev/null
	@cmake --build --preset bench
	@tests/bench/run.sh

packages: build/default/build.ninja
	@cmake --build --preset default
	@scripts/package build/default build/packages

book: build/default/build.ninja
	@cmake --build --preset default --target hop
	@scripts/book build/default/bin/hop build/book

clean:
	rm -rf build
