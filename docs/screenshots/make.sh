#!/bin/bash
# Makes the pictures of the documentation anew: each view of the table below in the light and the dark theme (NAME.png,
# NAME-dark.png), as a usual screen shows it, and in 2x/ as one with twice as many pixels does (QT_SCALE_FACTOR=2).
# Each picture has an X server, a workbench and an engine of its own, and the real fonts; programs of the labs (nginx,
# curl) are allowed for the pictures only. All of them take about twelve minutes.
#
# usage: docs/screenshots/make.sh [--only NAME]… [--at 1|2]… [--theme light|dark]… [--jobs N] [--pace FACTOR] [BUILD-FOLDER]
#   --only NAME     only this view; may be given several times, as the two after it
#   --jobs N        how many pictures are made at a time (default 2)
#   --pace FACTOR   all waiting is so many times as long, for a slow or busy computer (default 1)
#   --into FOLDER   put the pictures there instead of docs/screenshots
#   BUILD-FOLDER    default build/default
#
# Needs Xvfb (Debian package xvfb); with xdotool the pointer is out of the way. pngquant makes the files a third as large where it is installed (package pngquant);
# else they are plain PNG. A picture that could not be made is said at the end, and the script fails.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/build/default
out=$root/docs/screenshots
labs=$root/resources/labs
own=$root/docs/screenshots
only=() scales=() themes=() jobs=2 pace=1
while [ $# -gt 0 ]; do
    case $1 in
    --only) only+=("$2") && shift 2 ;;
    --at) scales+=("$2") && shift 2 ;;
    --theme) themes+=("$2") && shift 2 ;;
    --jobs) jobs=$2 && shift 2 ;;
    --pace) pace=$2 && shift 2 ;;
    --into) out=$(realpath "$2") && shift 2 ;;
    -*) sed -n '2,/^set/ s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
    *) build=$(realpath "$1") && shift ;;
    esac
done
[ ${#scales[@]} -gt 0 ] || scales=(1 2)
[ ${#themes[@]} -gt 0 ] || themes=(light dark)
for needed in "$build/bin/hopyard" "$build/bin/hop" Xvfb; do
    command -v "$needed" >/dev/null || { echo "make.sh: $needed is missing; build the project, or install the package xvfb." >&2 && exit 1; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out/2x"
made=0
"$build/bin/hop" generate barabasi-albert 1000 1 --seed 2 -o "$work/large.yaml" >/dev/null || exit 1

# One picture. Whatever it starts ends with it.
picture() { # SCALE THEME NAME LAB MS [OPTION…]
    local scale=$1 theme=$2 name=$3 lab=$4 after=$5 folder=$out ending= here
    shift 5
    [ "$scale" = 2 ] && folder=$out/2x
    [ "$theme" = dark ] && ending=-dark
    here=$(mktemp -d "$work/XXXXXX")
    mkdir -m 700 "$here/run"
    mkdir "$here/home"
    Xvfb -displayfd 3 -noreset -nolisten tcp -screen 0 $((1600 * scale))x$((1000 * scale))x24 3>"$here/display" 2>"$here/xvfb" &
    local server=$!
    for _ in $(seq 100); do [ -s "$here/display" ] && break || sleep 0.1; done
    export XDG_CONFIG_HOME=$here/config XDG_STATE_HOME=$here/state XDG_RUNTIME_DIR=$here/run LC_ALL=C.UTF-8
    command -v xdotool >/dev/null && DISPLAY=":$(cat "$here/display")" xdotool mousemove $((1590 * scale)) $((990 * scale)) # it hovers over nothing
    local beside=
    if [ -n "${meanwhile:-}" ]; then "$meanwhile" & beside=$!; fi
    env -u QT_QPA_PLATFORM HOME="$here/home" DISPLAY=":$(cat "$here/display")" QT_SCALE_FACTOR="$scale" \
        timeout 180 "$build/bin/hopyard" ${lab:+"$lab"} --theme "$theme" --size 1440x900 --pace "$pace" --after "$after" \
        --screenshot "$here/picture.png" "$@" 2>"$here/said"
    [ -n "$beside" ] && kill "$beside" 2>/dev/null
    kill "$server" 2>/dev/null
    wait 2>/dev/null
    if [ ! -s "$here/picture.png" ] || grep -q '^hopyard: ' "$here/said"; then
        echo "make.sh: $name ($theme, ${scale}x) could not be made: $(grep '^hopyard: ' "$here/said" || tail -n 1 "$here/said")" >>"$work/failed"
    else
        pngquant --quality 60-92 --speed 1 --strip --force --output "$here/small.png" "$here/picture.png" 2>/dev/null \
            && mv "$here/small.png" "$here/picture.png"
        mv "$here/picture.png" "$folder/$name$ending.png"
        echo "$folder/$name$ending.png"
    fi
    rm -rf "$here"
}

# A view in all its pictures.
view() { # NAME LAB MS [OPTION…]
    local each scale theme
    if [ ${#only[@]} -gt 0 ]; then
        for each in "${only[@]}"; do [ "$each" = "$1" ] && break; done
        [ "$each" = "$1" ] || return 0
    fi
    made=$((made + 1))
    for scale in "${scales[@]}"; do
        for theme in "${themes[@]}"; do
            while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n; done
            picture "$scale" "$theme" "$@" &
        done
    done
}

# A connection is moved twice while the window looks.
move_connection() {
    local connection=
    for _ in $(seq 60); do
        connection=$("$build/bin/hop" connections 2>/dev/null | sed -n 's/.*\(10\.0\.1\.10:[0-9]*\).*/\1/p' | head -n 1)
        [ -n "$connection" ] && break || sleep 0.5
    done
    for host in c b; do sleep 1.5 && "$build/bin/hop" migrate "$connection" --to $host; done >/dev/null 2>&1
}

# What several views have in common. A ping of twenty-five packets a second beside the lab's own traffic: packets on every
# line at any moment. At 64 times the speed, so that protocols have settled.
console=(--allow-programs --action run.start --pick client --action node.console@3500)
busy=(--type "ping -q -i 0.04 10.0.2.10 & sleep 0.4; clear; while curl -s -o /dev/null http://10.0.2.10/; do sleep 0.25; done@4500")
fast=(--action run.start)
room=(--action dock.palette@50)  # the palette closed, as nothing is drawn any more
wide=("${room[@]}" --action dock.properties@60 --action dock.guide@70) # docks at the sides closed: room for the one below
for at in 800 810 820 830 840 850; do fast+=(--action "run.faster@$at"); done

# name                    lab                                       ms     what is done
# Drawing.
view start                ""                                        1800
view tour                 ""                                        1800   --action help.tour@400
view drawing              "$own/campus.yaml"                        1800   --action label.costs@200 --pick core1@100
view folded               "$own/campus.yaml"                        2000   --pick sw2@200 --action arrange.fold@400 --action edit.selectNone@700 --action view.zoomFit@900
view large                "$work/large.yaml"                        4000
view large-near           "$work/large.yaml"                        4500   --action view.zoomIn@2500 --action view.zoomIn@2600 --action view.zoomIn@2700 --action view.zoomIn@2800 --action view.minimap@2900
view find                 "$own/campus.yaml"                        2500   --action edit.find@300 --type "10.2.0@600"
view palette              "$labs/first-hops.yaml"                   2000   --action view.commands@400
view fixes                "$own/mend-me.yaml"                       2500
view addresses            "$own/unaddressed.yaml"                   2500   --action arrange.addresses@500
view generator            ""                                        2500   --action file.generate@500
view import               "$own/elsewhere.clab.yml"                 2500
view configuration        "$own/border.yaml"                        1800   --pick r1@200 --action edit.configuration@400
view layers               "$own/campus.yaml"                        2500   --action dock.layers@300 --action view.minimap@500 --action view.zoomIn@800 --action view.zoomIn@900 --pick core2@1000
view several              "$own/campus.yaml"                        2500   --action place.many@500
view difference           "$own/border.yaml"                        4500   --pick r1@800 --action edit.configuration@1200 --type "hostname border@2000" --action config.review@3000
view presentation         "$own/campus.yaml"                        2500   --action view.present@500
view german               "$labs/first-hops.yaml"                   2000   --language de --pick r1@300
view spanish              "$labs/first-hops.yaml"                   2000   --language es --pick r1@300
# Dialogs.
view preferences          "$labs/ospf.yaml"                         2500   --action tools.preferences@500 --click "Appearance@1200"
view preferences-canvas   "$labs/ospf.yaml"                         2500   --action tools.preferences@500 --click "Canvas@1200"
view preferences-labs     "$labs/ospf.yaml"                         2500   --action tools.preferences@500 --click "Labs and programs@1200"
view preferences-keyboard "$labs/ospf.yaml"                         2500   --action tools.preferences@500 --click "Keyboard@1200"
view shortcuts            "$labs/ospf.yaml"                         2500   --action help.shortcuts@500
view consent              "$labs/first-hops.yaml"                   4500   --action run.start@300
view virtual-time         "$labs/first-hops-virtual.yaml"           2500   --action run.virtual@500
# A lab that runs, with programs in namespaces.
view running              "$labs/first-hops.yaml"                   9000   "${console[@]}" "${busy[@]}" --pick r1@6500 --action go.tables@6600
view console              "$labs/first-hops.yaml"                   9000   "${console[@]}" --type "cd; clear; ip -br addr; ping -c 3 -i 0.2 10.0.2.10; curl http://10.0.2.10/@4500"
view packets              "$labs/first-hops.yaml"                   9000   "${wide[@]}" "${console[@]}" "${busy[@]}" --action go.packets@5500 --click "HTTP@7500"
view stream               "$labs/first-hops.yaml"                   10000  "${wide[@]}" "${console[@]}" "${busy[@]}" --action go.packets@5500 --click "HTTP@7500" --click "Follow this stream@8500"
view packets-wireshark    "$labs/first-hops.yaml"                   13000  "${wide[@]}" "${console[@]}" "${busy[@]}" --action go.packets@5500 --click "Dissect with Wireshark@6500" --click "HTTP@7500"
view log                  "$labs/first-hops-virtual.yaml"           8000   --action run.start --action go.log@4000
view lists                "$labs/first-hops-virtual.yaml"           8000   --action run.start --action go.lists@4000
view captures             "$labs/first-hops-virtual.yaml"           9000   --action run.start --pick r1:eth1@1500 --action link.capture@2000 --click "Start@3500" --action go.captures@6000
# What passes along the links.
view heat                 "$labs/first-hops-virtual.yaml"           8000   --action run.start --action packets.heatLoad@300
view heat-errors          "$labs/impairments.yaml"                  12000  "${room[@]}" --action run.start --action packets.heatErrors@300
view flows                "$labs/first-hops-virtual.yaml"           8000   --action run.start --action packets.byFlow@300
# The tables explained.
view trie                 "$labs/ospf.yaml"                         12000  "${room[@]}" "${fast[@]}" --pick r1@5000 --action inspect.trie@5200 --type "10.1.4.10@6500"
view rib                  "$labs/ospf.yaml"                         8000   "${room[@]}" "${fast[@]}" --pick r1@5000 --action inspect.rib@5200
view rip                  "$labs/rip.yaml"                          22000  "${room[@]}" --action run.start --pick r4@14000 --action node.console@14200 --type "configure interface eth2; shutdown@15000" --pick r1@16000 --action inspect.rip-timers@16200
view switch               "$own/ring.yaml"                          8000   "${room[@]}" --action run.start --pick west@5000 --action inspect.switch@5200
view ospf                 "$labs/ospf-areas-and-election.yaml"      12000  "${room[@]}" "${fast[@]}" --pick r1@7000 --action node.ospfTree@7500
view bgp                  "$labs/bgp-policy-and-leaks.yaml"         12000  "${room[@]}" "${fast[@]}" --pick uni@7000 --action node.bgp@7500
view path                 "$labs/detour.yaml"                       12000  "${room[@]}" "${fast[@]}" --pick h1,h2@7000 --action node.path@7500
view what-if              "$labs/detour.yaml"                       12000  "${room[@]}" "${fast[@]}" --pick h1,h2@5000 --action node.path@5500 --pick r1:eth2@7500 --action link.whatIf@8000
# Time.
view rewind               "$labs/ospf.yaml"                         14000  "${fast[@]}" --action time.bookmark@5000 --type "All routes are there@5600" --click "Events@7000" --click "All routes are there@8000" --type "@9500"
# Lessons.
view guide                "$labs/detour.yaml"                       16000  --action run.start --action guide.next@3000 --action guide.next@3100 --action guide.check@6000
view checks               "$labs/static-routes.yaml"                12000  --action run.start --action guide.next@3000 --action guide.check@4000
# Connections, and what is measured of them.
view connections          "$own/download.yaml"                      20000  "${room[@]}" --action run.start --pick server@6000 --action node.connections@7000
view plots                "$own/download.yaml"                      32000  --action run.start --pick r1:eth1@4000 --action link.plotRate@4100 --action link.plotQueue@4200
# A real computer.
view hypervisor           "$labs/where-the-packet-landed.yaml"      16000  "${wide[@]}" --action run.start --action go.hypervisor@1500
# A download whose connection moves.
meanwhile=move_connection
view migration            "$labs/moving-house.yaml"                 14000  "${wide[@]}" --action run.start --action go.migration@1500
view migration-sequence   "$labs/moving-house.yaml"                 14000  "${wide[@]}" --action run.start --action go.migration@1500 --click "Client's sequence graph@11000"
meanwhile=

wait
if [ $made -lt ${#only[@]} ] || [ $made = 0 ]; then
    echo "make.sh: a view that --only names is not in the table of this script." >>"$work/failed"
fi
if [ -s "$work/failed" ]; then
    sort "$work/failed" >&2
    exit 1
fi
