#!/bin/sh
# Runs every benchmark that was built, each beside its peer, and writes its JSON to build/bench/results/. The figures of
# the last run that was looked at are in docs/benchmarks.md.
set -eu
cd "$(dirname "$0")/../.."
out=build/bench/results
mkdir -p "$out"
for program in build/bench/bench/bench_*; do
    [ -x "$program" ] || continue
    name=$(basename "$program")
    echo "== $name"
    "$program" --benchmark_out="$out/$name.json" --benchmark_out_format=json
done
if [ "$(id -u)" = 0 ] && [ -c /dev/net/tun ]; then
    echo "== real time"
    tests/bench/real_time.py build/bench/bin/hop >"$out/real_time.json"
    echo "== TCP beside Linux's, over impaired links"
    build/bench/bench/tcp_linux >"$out/tcp_linux.json"
    echo "== remote sockets"
    tests/bench/remote_sockets.py build/bench/bin/hop >"$out/remote_sockets.json"
    echo "== BGP beside BIRD and FRR"
    tests/bench/bgp_peers.py >"$out/bgp_peers.json"
    if [ -n "${HOPYARD_TOPOLOGIES-}" ]; then
        echo "== OSPF beside FRR in namespaces"
        IFS=:
        # shellcheck disable=SC2086 # file names, with ':' between them
        tests/bench/frr_network.py build/bench/bin/hop $HOPYARD_TOPOLOGIES >"$out/frr_network.json"
        unset IFS
    fi
    echo "== connections that move into Linux"
    tests/bench/linux_moves.py build/bench/bin/hop >"$out/linux_moves.json"
else
    echo "real_time.py, tcp_linux, remote_sockets.py, bgp_peers.py, frr_network.py and linux_moves.py skipped: they need root and /dev/net/tun"
fi
echo "JSON in $out"
