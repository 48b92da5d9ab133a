#!/usr/bin/env python3
# What the client of a download gets before and after its connection moves, in real time: between two of Hopyard's hosts, whose
# blob carries congestion window, round trip and scoreboard, and between two Linux namespaces by TCP_REPAIR, which carries none
# of them. Both in the same run, by turns, over a line of 100 Mbit/s and 40 ms.
#
# Prints JSON in the shape of Google Benchmark; Mbit/s of the second before a move, of the half second after it, and of the
# second after that. Needs root; everything it makes it removes.
#   tests/bench/linux_moves.py [HOP] [--moves N] [--repetitions N]
# SPDX-License-Identifier: GPL-3.0-or-later
import argparse
import datetime
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

LAB = """hopyard: 1
title: Bench
nodes:
  client: {kind: namespace, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}
  r1:
    kind: router
    config: |
      interface eth0
       ip address 10.0.1.1/24
      interface eth1
       ip address 10.0.0.1/24
  sw: {kind: switch}
  lb:
    kind: forwarder
    interfaces: {eth0: {address: 10.0.0.5/24}}
    gateway: 10.0.0.1
    service:
      address: 10.0.0.80
      hosts: [a, b, tux, penguin]
      rules: "path /linux* -> tux\\npath /* -> a"
  a: {kind: host, interfaces: {eth0: {address: 10.0.0.11/24}}, gateway: 10.0.0.1, start: [http-server]}
  b: {kind: host, interfaces: {eth0: {address: 10.0.0.12/24}}, gateway: 10.0.0.1, start: [http-server]}
  tux: {kind: namespace, interfaces: {eth0: {address: 10.0.0.13/24}}, gateway: 10.0.0.1, start: [hopyard-web --quiet /linux=4000000000]}
  penguin: {kind: namespace, interfaces: {eth0: {address: 10.0.0.14/24}}, gateway: 10.0.0.1, start: [hopyard-web --quiet]}
links:
  - {ends: [client:eth0, r1:eth0], delay: 20ms, rate: 100mbit, queue: 400}
  - {ends: [r1:eth1, sw:1]}
  - {ends: [lb:eth0, sw:2]}
  - {ends: [a:eth0, sw:3]}
  - {ends: [b:eth0, sw:4]}
  - {ends: [tux:eth0, sw:5]}
  - {ends: [penguin:eth0, sw:6]}
"""

# When bytes came, in stretches of 20 ms of the steady clock, for so many seconds.
CLIENT = """
import json, socket, sys, time
path, seconds = sys.argv[1], float(sys.argv[2])
s = socket.create_connection(("10.0.0.80", 80))
s.sendall(f"GET {path} HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n".encode())
bins, end = {}, time.monotonic() + seconds
while (now := time.monotonic()) < end:
    n = len(s.recv(1 << 20))
    if n == 0:
        sys.exit("the connection ended")
    at = int(time.monotonic() * 50)
    bins[at] = bins.get(at, 0) + n
print(json.dumps(bins))
"""


def hop_json(hop, *argv):
    out = subprocess.run([hop, *argv, "--json"], text=True, capture_output=True).stdout
    return [json.loads(line) for line in out.splitlines() if line.startswith("{")]


def measure(hop, run, path, pair, moves):
    """Mbit/s before, right after, later, for each move of one download."""
    client = subprocess.Popen([hop, "exec", run, "--on", "client", "--", "python3", "-c", CLIENT, path, str(4 + 4 * moves)],
                              text=True, stdout=subprocess.PIPE)
    time.sleep(4)
    times = []
    for _ in range(moves):
        rows = [row for row in hop_json(hop, "connections", "--run", run) if row.get("local") == "10.0.0.80:80" and row["node"] in pair]
        if len(rows) != 1:
            sys.exit(f"{len(rows)} connections are on {pair}")
        to = pair[1 - pair.index(rows[0]["node"])]
        times.append(time.monotonic())
        subprocess.run([hop, "migrate", rows[0]["client"], "--to", to, "--on", rows[0]["node"], "--run", run], check=True, capture_output=True)
        time.sleep(max(0.0, times[-1] + 4 - time.monotonic()))
    bins = {int(at): n for at, n in json.loads(client.communicate()[0]).items()}

    def rate(begin, end):
        return sum(bins.get(at, 0) for at in range(int(begin * 50), int(end * 50))) * 8 / (end - begin) / 1e6

    # hop takes some tens of milliseconds to come to it; from there a round trip until anything shows.
    return [(rate(t - 1, t), rate(t + 0.08, t + 0.58), rate(t + 0.58, t + 1.58)) for t in times]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hop", nargs="?", default="build/default/bin/hop")
    parser.add_argument("--moves", type=int, default=4, help="of each download")
    parser.add_argument("--repetitions", type=int, default=3)
    options = parser.parse_args()
    hop, run = os.path.abspath(options.hop), f"bench-moves-{os.getpid()}"
    os.environ["PATH"] += os.pathsep + os.path.dirname(hop)
    results = {"between Hopyard hosts": [], "between Linux sockets by TCP_REPAIR": []}
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(LAB)
        file.flush()
        subprocess.run([hop, "run", file.name, "--name", run, "--detach", "--allow-programs"], check=True, capture_output=True)
        try:
            time.sleep(2)
            for _ in range(options.repetitions):
                results["between Hopyard hosts"] += measure(hop, run, "/bytes/4000000000", ("a", "b"), options.moves)
                results["between Linux sockets by TCP_REPAIR"] += measure(hop, run, "/linux", ("tux", "penguin"), options.moves)
        finally:
            subprocess.run([hop, "stop", run], capture_output=True)
    benchmarks = []
    for name, rows in results.items():
        before, after, later = (statistics.median(column) for column in zip(*rows))
        benchmarks.append({"name": f"Moves/{name}", "run_type": "iteration", "iterations": len(rows), "before_mbit": round(before, 1),
                           "half_second_after_mbit": round(after, 1), "second_after_that_mbit": round(later, 1)})
    print(json.dumps({"context": {"date": datetime.datetime.now().isoformat(timespec="seconds"), "load_avg": os.getloadavg()},
                      "benchmarks": benchmarks}, indent=1))


if __name__ == "__main__":
    main()
