#!/bin/sh
# Makes docs/screenshots/*.png anew: the sample lab in both themes, under Xvfb with the real fonts. With `hop` beside
# `hopyard` the lab runs in them.
# usage: docs/screenshots/make.sh [BUILD-FOLDER]      (default build/default)
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$root/build/default}
out=$root/docs/screenshots
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT
shot() { # FILE THEME LAB [OPTION…]
    file=$1 theme=$2 lab=$3
    shift 3
    XDG_CONFIG_HOME=$state XDG_STATE_HOME=$state XDG_RUNTIME_DIR=$state xvfb-run -a -s "-screen 0 1600x1000x24" \
        "$build/bin/hopyard" "$root/resources/labs/$lab" --theme "$theme" --size 1440x900 \
        --screenshot "$out/$file.png" "$@"
    echo "$out/$file.png"
}
if [ -x "$build/bin/hop" ]; then # the lab runs: packets move
    shot light light first-hops-virtual.yaml --after 6000 --pick r1:eth1 --action run.start
    shot dark dark first-hops-virtual.yaml --after 6000 --pick r1 --action run.start
else
    shot light light first-hops.yaml --after 2000 --pick r1:eth1
    shot dark dark first-hops.yaml --after 2000 --pick r1
fi
shot palette dark first-hops.yaml --after 2000 --action view.commands
