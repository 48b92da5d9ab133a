#!/bin/sh
# Runs every fuzz target for a while over its corpus: tests/fuzz/run.sh SECONDS_PER_TARGET [BUILD_FOLDER]
#
# Builds them with the preset `sanitize` where no build folder is given. What the fuzzer finds anew goes to a scratch folder
# beside the programs, never into the sources. A finding ends the run with its file named: minimise it, keep it in
# corpus/, and mend what it shows.
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

seconds=${1:?"usage: $0 SECONDS_PER_TARGET [BUILD_FOLDER]"}
sources=$(cd "$(dirname "$0")" && pwd)
build=${2:-}
if [ -z "$build" ]; then
    cd "$sources/../.."
    build=$PWD/build/sanitize
    cmake --preset sanitize >/dev/null
    cmake --build --preset sanitize
fi

# As many at a time as there are processors; 255 has xargs begin no other.
export seconds sources build
printf '%s\n' "$sources"/fuzz_*.cpp | xargs -P "$(nproc)" -I{} sh -c '
    target=$(basename "{}" .cpp)
    name=${target#fuzz_}
    found=$build/fuzz/found/$name
    mkdir -p "$found"
    echo "== $target, $seconds s"
    if ! "$build/fuzz/$target" -max_total_time="$seconds" -max_len=4096 -timeout=10 -verbosity=0 \
        -artifact_prefix="$found/" "$found" "$sources/corpus/$name" >"$found.log" 2>&1; then
        tail -n 60 "$found.log"
        echo "$target has a finding: see above; the input lies in $found" >&2
        exit 255
    fi'
echo "All targets ran without a finding."
