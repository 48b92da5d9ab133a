#!/bin/sh
# Makes docs/screenshots/*.png anew: the sample lab, running with its namespaces, in both themes and with a console, under
# Xvfb with the real fonts. The lab's own programs (nginx, curl) are allowed for these pictures only.
# usage: docs/screenshots/make.sh [BUILD-FOLDER]      (default build/default)
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$root/build/default}
out=$root/docs/screenshots
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT
lab=resources/labs/first-hops.yaml
shot() { # FILE THEME [OPTION…]
    file=$1 theme=$2
    shift 2
    XDG_CONFIG_HOME=$state XDG_STATE_HOME=$state XDG_RUNTIME_DIR=$state \
        xvfb-run -a -s "-screen 0 1600x1000x24" \
        "$build/bin/hopyard" "$root/$lab" --theme "$theme" --size 1440x900 \
        --screenshot "$out/$file.png" "$@"
    echo "$out/$file.png"
}
# A ping of twenty-five packets a second beside the lab's own traffic: packets on every line at any moment.
run="--allow-programs --action run.start --pick client --action node.console@3500"
busy="ping -q -i 0.04 10.0.2.10 & sleep 0.4; clear; while curl -s -o /dev/null http://10.0.2.10/; do sleep 0.25; done@4500"
# shellcheck disable=SC2086
shot light light $run --type "$busy" --pick r1@6500 --action go.tables@6600 --after 9000
# shellcheck disable=SC2086
shot dark dark $run --type "$busy" --pick r1@6500 --action go.tables@6600 --after 9000
# shellcheck disable=SC2086
shot console light $run --type "cd; clear; ip -br addr; traceroute -n 10.0.2.10; curl http://10.0.2.10/@4500" \
    --after 9000
lab=resources/labs/detour.yaml
for theme in light dark; do
    file=guide
    test $theme = dark && file=guide-dark
    shot "$file" "$theme" --action run.start --action guide.next@3000 --action guide.next@3100 --action guide.check@6000 --after 16000
done
# At 64 times the speed, so that the protocols have settled.
fast="--action run.start --action run.faster@800 --action run.faster@810 --action run.faster@820 --action run.faster@830 --action run.faster@840 --action run.faster@850"
# shellcheck disable=SC2086
shot path light $fast --pick h1,h2@7000 --action node.path@7500 --after 12000
# shellcheck disable=SC2086
shot what-if-dark dark $fast --pick h1,h2@5000 --action node.path@5500 --pick r1:eth2@7500 --action link.whatIf@8000 --after 11000
lab=resources/labs/first-hops-virtual.yaml
shot heat light --action run.start --action packets.heatLoad@300 --action packets.byFlow@300 --after 8000
lab=resources/labs/ospf-areas-and-election.yaml
# shellcheck disable=SC2086
shot ospf light $fast --pick r1@7000 --action node.ospfTree@7500 --after 12000
lab=resources/labs/bgp-policy-and-leaks.yaml
# shellcheck disable=SC2086
shot bgp-dark dark $fast --pick uni@7000 --action node.bgp@7500 --after 12000
lab=resources/labs/first-hops.yaml
shot palette dark --after 2000 --action view.commands
# The packet list, with the fields of a packet that was picked by the beginning of its time, in seconds.
# shellcheck disable=SC2086
shot packets light $run --type "$busy" --action go.packets@5500 --type "1@7500" --after 9000
# shellcheck disable=SC2086
shot packets-dark dark $run --type "$busy" --action go.packets@5500 --type "1@7500" --after 9000
# The pages of a hypervisor's computer.
lab=resources/labs/where-the-packet-landed.yaml
for theme in light dark; do
    [ $theme = light ] && file=hypervisor || file=hypervisor-dark
    shot $file $theme --action run.start --action go.hypervisor@1500 --after 16000
done
# A download whose connection is moved on by hop, while the window looks.
lab=resources/labs/moving-house.yaml
for theme in light dark; do
    [ $theme = light ] && file=migration || file=migration-dark
    (
        sleep 6
        export XDG_RUNTIME_DIR="$state"
        "$build/bin/hop" connections | sed -n 's/.*\(10\.0\.1\.10:[0-9]*\).*/\1/p' | head -n 1 | {
            read -r connection
            for host in c b; do "$build/bin/hop" migrate "$connection" --to $host && sleep 0.7; done
        }
    ) &
    shot $file $theme --action run.start --action go.migration@1500 --after 9000
    wait
done
# A download: the windows and the sequence graph of its connection; rate and queue of the slow line on one axis of time.
lab=docs/screenshots/download.yaml
for theme in light dark; do
    end=
    [ $theme = dark ] && end=-dark
    shot connections$end $theme --action run.start --pick server@6000 --action node.connections@7000 --after 20000
    shot plots$end $theme --action run.start --pick r1:eth1@4000 --action link.plotRate@4100 --action link.plotQueue@4200 --after 32000
done
# The inspectors of the Tables dock.
for theme in light dark; do
    end=
    [ $theme = dark ] && end=-dark
    lab=resources/labs/ospf.yaml
    # shellcheck disable=SC2086
    shot trie$end $theme $fast --pick r1@5000 --action inspect.trie@5200 --type "10.1.4.10@6500" --after 9000
    # shellcheck disable=SC2086
    shot rib$end $theme $fast --pick r1@5000 --action inspect.rib@5200 --after 8000
    lab=resources/labs/rip.yaml
    shot rip$end $theme --action run.start --pick r4@14000 --action node.console@14200 --type "configure interface eth2; shutdown@15000" \
        --pick r1@16000 --action inspect.rip-timers@16200 --after 22000
    lab=docs/screenshots/ring.yaml
    shot switch$end $theme --action run.start --pick west@5000 --action inspect.switch@5200 --after 8000
done
# A dialog is a window of its own: the whole screen is taken, and cut. The click goes to the page of the keys.
lab=resources/labs/ospf.yaml
export root build lab out
XDG_CONFIG_HOME=$state XDG_STATE_HOME=$state XDG_RUNTIME_DIR=$state xvfb-run -a -s "-screen 0 1600x1000x24" sh -c '
    "$build/bin/hopyard" "$root/$lab" --theme dark --size 1440x900 --screenshot /dev/null --after 60000 \
        --action tools.preferences@1500 &
    sleep 8
    xdotool mousemove 340 274 click 1
    sleep 1
    import -window root -crop 1440x900+0+0 +repage "$out/preferences-dark.png"
    kill $!'
# Drawing: shapes, a group open and folded, the start page, the tour, problems with their fixes; these need no engine.
lab=$root/docs/screenshots/campus.yaml
still() { # FILE THEME [LAB] [OPTION…]
    file=$1 theme=$2
    shift 2
    XDG_CONFIG_HOME=$state XDG_STATE_HOME=$state XDG_RUNTIME_DIR=$state QT_QPA_PLATFORM=offscreen \
        "$build/bin/hopyard" --after 1800 "$@" --theme "$theme" --size 1440x900 --screenshot "$out/$file.png"
    echo "$out/$file.png"
}
still drawing light "$lab" --action label.costs@200 --pick core1@100
still drawing-dark dark "$lab" --pick sw2@200 --action arrange.fold@400 --action edit.selectNone@700 --action view.zoomFit@900
border=$root/docs/screenshots/border.yaml
for theme in light dark; do
    end=
    [ $theme = dark ] && end=-dark
    still configuration$end $theme "$border" --pick r1@200 --action edit.configuration@400
done

still configuration-difference-dark dark "$border" --pick r1@800 --action edit.configuration@1200 --type "hostname border@2000" \
    --action config.review@3000 --after 4500
still german dark "$root/resources/labs/first-hops.yaml" --language de
still spanish light "$root/resources/labs/first-hops.yaml" --language es
still start light
still start-dark dark
still tour light --action help.tour@400
still fixes light "$root/docs/screenshots/mend-me.yaml"
