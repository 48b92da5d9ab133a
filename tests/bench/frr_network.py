#!/usr/bin/env python3
# One real network with OSPF in real time, with its standard timers: of Hopyard's virtual routers in one engine, and of FRR's
# zebra and ospfd in a namespace each, from the start to the moment when every router has every prefix in its forwarding
# table. The same lab, one after the other, in one run.
#
# CPU time is what the engine and all that lives under it have used until then: of FRR's network its daemons alone (the
# kernel's work on their packets and routes that is charged to nobody is missing), of Hopyard's everything, as its IP stacks
# are in the engine. Memory is the proportional set size of the same processes then. "virtual" is the moment at which the
# network in virtual time has its last route: what the protocol's timers ask for.
#
# Of a network that is too large for the machine a connected part is taken: --routers says how many, and without it as many as
# a third of the memory that is available holds at 12 MB each.
# Prints JSON in the shape of Google Benchmark. Needs root, FRR and /dev/net/tun; everything it makes it removes.
#   tests/bench/frr_network.py [HOP] FILE.graphml… [--routers N] [--timeout SECONDS] [--without-frr]
# SPDX-License-Identifier: GPL-3.0-or-later
import argparse
import datetime
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

FRR_MEGABYTES = 12


def sh(*argv, check=True, **more):
    return subprocess.run(argv, check=check, text=True, capture_output=True, **more)


class Engine:
    """A run, asked over its socket (docs/rpc.md)."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.lines = self.socket.makefile("r")
        self.next = 0

    def call_all(self, method, all_params):
        """The results of several requests at once, in their order; None for one that failed."""
        ids = {}
        for i, params in enumerate(all_params):
            self.next += 1
            ids[self.next] = i
            self.socket.sendall((json.dumps({"jsonrpc": "2.0", "id": self.next, "method": method, "params": params}) + "\n").encode())
        results = [None] * len(all_params)
        while ids:
            line = self.lines.readline()
            if not line:
                raise RuntimeError("the engine has ended")
            answer = json.loads(line)
            if answer.get("id") in ids:
                results[ids.pop(answer["id"])] = answer.get("result")
        return results

    def call(self, method, **params):
        return self.call_all(method, [params])[0]


def socket_of(run):
    directories = os.environ.get("XDG_RUNTIME_DIR", "") + "/hopyard", f"/run/user/{os.getuid()}/hopyard", f"/tmp/hopyard-{os.getuid()}"
    return next(path for path in (f"{d}/{run}.sock" for d in directories) if os.path.exists(path))


def part_of(path, count):
    """The GraphML file with the `count` nodes nearest to the one with most neighbours."""
    ElementTree.register_namespace("", "http://graphml.graphdrawing.org/xmlns")
    tree = ElementTree.parse(path)
    space = "{http://graphml.graphdrawing.org/xmlns}"
    graph = tree.getroot().find(space + "graph")
    near = {node.get("id"): [] for node in graph.findall(space + "node")}
    for edge in graph.findall(space + "edge"):
        near[edge.get("source")].append(edge.get("target"))
        near[edge.get("target")].append(edge.get("source"))
    kept = [max(near, key=lambda n: len(set(near[n])))]
    for node in kept:
        kept += [n for n in dict.fromkeys(near[node]) if n not in kept]
    kept = set(kept[:count])
    for node in graph.findall(space + "node"):
        if node.get("id") not in kept:
            graph.remove(node)
    for edge in graph.findall(space + "edge"):
        if edge.get("source") not in kept or edge.get("target") not in kept:
            graph.remove(edge)
    return tree


def tree_of(pid):
    """The process and all below it."""
    children = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as stat:
                    children.setdefault(int(stat.read().rsplit(")", 1)[1].split()[1]), []).append(int(entry))
            except OSError:
                pass
    found = [pid]
    for process in found:
        found += children.get(process, [])
    return found


def name_of(pid):
    try:
        with open(f"/proc/{pid}/comm") as comm:
            return comm.read().strip()
    except OSError:
        return ""


def cpu_seconds(pids):
    ticks = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/stat") as stat:
                ticks += sum(map(int, stat.read().rsplit(")", 1)[1].split()[11:13]))
        except OSError:
            pass
    return ticks / os.sysconf("SC_CLK_TCK")


def megabytes(pids):
    kilobytes = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/smaps_rollup") as rollup:
                kilobytes += int(re.search(r"^Pss:\s+(\d+)", rollup.read(), re.M).group(1))
        except (OSError, AttributeError):
            pass
    return kilobytes / 1024


def converge(hop, lab, routers, prefixes, is_frr, timeout):
    """Starts the lab; what it took until every router had every prefix."""
    run = f"bench-{os.getpid()}-{'frr' if is_frr else 'hopyard'}"
    begin = time.monotonic()
    sh(hop, "run", lab, "--name", run, "--detach")
    try:
        started = time.monotonic() - begin
        engine = Engine(socket_of(run))
        pid = engine.call("engine.hello", protocol=1, client="bench")["pid"]
        waiting = list(routers)
        while waiting and time.monotonic() - begin < timeout:
            # A few at a time: asking is work for the routers, too. Whoever has everything is not asked again.
            asked = waiting[:8]
            answers = engine.call_all("console.run", [{"node": r, "line": "show ip route summary json"} for r in asked])
            done = [r for r, a in zip(asked, answers) if a and a.get("json", {}).get("routesTotalFib", 0) >= prefixes]
            waiting = [r for r in waiting if r not in done]
            if len(done) < len(asked):
                time.sleep(0.5)
        took = time.monotonic() - begin
        pids = tree_of(pid)
        if is_frr:
            pids = [p for p in pids if name_of(p) in ("zebra", "ospfd")]
        result = {"real_time": took, "started": started, "converged": not waiting, "cpu_seconds": cpu_seconds(pids),
                  "megabytes": megabytes(pids), "processes": len(pids)}
        if not is_frr:
            result["behind_ms"] = engine.call("engine.status")["behind"] / 1e6
        return result
    finally:
        sh(hop, "stop", run, check=False)


def virtual(hop, lab, routers, prefixes):
    """Seconds of virtual time after which every router has every prefix, to a second."""
    run = f"bench-{os.getpid()}-virtual"
    sh(hop, "engine", "--run", run, "--detach")
    try:
        engine = Engine(socket_of(run))
        engine.call("engine.hello", protocol=1, client="bench")
        engine.call("lab.load", path=lab, time="virtual")
        engine.call("run.start", paused=True)
        for second in range(1, 301):
            engine.call("run.until", time=second * 1_000_000_000)
            while engine.call("engine.status")["state"] != "paused":
                time.sleep(0.01)
            answers = engine.call_all("console.run", [{"node": r, "line": "show ip route summary json"} for r in routers])
            if all(a and a["json"]["routesTotalFib"] >= prefixes for a in answers):
                return second
        return None
    finally:
        sh(hop, "stop", run, check=False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("arguments", nargs="+", metavar="[HOP] FILE.graphml")
    parser.add_argument("--routers", type=int)
    parser.add_argument("--timeout", type=float, default=900)
    parser.add_argument("--without-frr", action="store_true")
    options = parser.parse_args()
    hop, files = "build/bench/bin/hop", options.arguments
    if not files[0].endswith(".graphml"):
        hop, files = files[0], files[1:]
    with open("/proc/meminfo") as info:
        available = int(re.search(r"MemAvailable:\s+(\d+)", info.read()).group(1)) // 1024
    benchmarks = []
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            name = os.path.basename(file).removesuffix(".graphml")
            count = options.routers or available // 3 // FRR_MEGABYTES
            source, ours, frrs = (f"{folder}/{name}{end}" for end in (".graphml", ".yaml", "-frr.yaml"))
            part_of(file, count).write(source, encoding="utf-8", xml_declaration=True)
            made = json.loads(sh(hop, "import", source, "--plan", "ospf", "--no-rates", "-o", ours, "--overwrite", "--json").stdout)
            with open(ours) as text:
                lab = text.read()
            with open(frrs, "w") as text:
                text.write(lab.replace("    kind: router\n", "    kind: frr\n"))
            routers = re.findall(r"^  (\S+):\n    kind: router$", lab, re.M)
            prefixes = made["links"] + made["nodes"]
            sides = [("hopyard", ours, False)] + ([] if options.without_frr else [("frr", frrs, True)])
            needs = virtual(hop, ours, routers, prefixes)
            for side, path, is_frr in sides:
                row = converge(hop, path, routers, prefixes, is_frr, options.timeout)
                row |= {"name": f"{name}/{len(routers)}/{side}", "time_unit": "s", "routers": len(routers), "links": made["links"],
                        "prefixes": prefixes, "virtual_seconds": needs, "load": os.getloadavg()[0]}
                benchmarks.append(row)
                print(json.dumps(row), file=sys.stderr)
    json.dump({"context": {"date": datetime.datetime.now().astimezone().isoformat(), "num_cpus": os.cpu_count()}, "benchmarks": benchmarks},
              sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
