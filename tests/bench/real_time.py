#!/usr/bin/env python3
# Real time, measured as a user would: iperf3 and ping between two Linux namespaces through virtual routers, beside the
# same two namespaces through a kernel router without and with offloads; and how long 200 namespaces take to start.
# Prints JSON in the shape of Google Benchmark. Needs root, iperf3, ping, ip and ethtool; everything it makes it removes.
#   tests/bench/real_time.py [HOP] [--seconds N] [--repetitions N]
# SPDX-License-Identifier: GPL-3.0-or-later
import argparse
import datetime
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time


def sh(*argv, check=True, **more):
    return subprocess.run(argv, check=check, text=True, capture_output=True, **more)


class Lab:
    """left - r1 - … - rN - right, running in an engine of its own."""

    def __init__(self, hop, routers):
        self.hop = hop
        self.run = f"bench-{os.getpid()}-{routers}"
        self.file = tempfile.NamedTemporaryFile("w", suffix=".yaml")
        self.target = f"10.0.{routers + 1}.2"
        nodes = ["  left: {kind: namespace, interfaces: {eth0: {address: 10.0.1.1/24}}, gateway: 10.0.1.2}",
                 f"  right: {{kind: namespace, interfaces: {{eth0: {{address: {self.target}/24}}}}, gateway: 10.0.{routers + 1}.1}}"]
        links = []
        ends = ["left:eth0"]
        for r in range(1, routers + 1):
            config = [f"interface eth0", f" ip address 10.0.{r}.2/24", "interface eth1", f" ip address 10.0.{r + 1}.1/24"]
            if r > 1:
                config.append(f"ip route 10.0.1.0/24 10.0.{r}.1")
            if r < routers:
                config.append(f"ip route 10.0.{routers + 1}.0/24 10.0.{r + 1}.2")
            nodes.append(f"  r{r}:\n    kind: router\n    config: |\n" + "\n".join("      " + line for line in config))
            ends += [f"r{r}:eth0", f"r{r}:eth1"]
        ends.append("right:eth0")
        for a, b in zip(ends[::2], ends[1::2]):
            links.append(f"  - {{ends: [{a}, {b}]}}")
        self.file.write("hopyard: 1\ntitle: Bench\nnodes:\n" + "\n".join(nodes) + "\nlinks:\n" + "\n".join(links) + "\n")
        self.file.flush()

    def __enter__(self):
        sh(self.hop, "run", self.file.name, "--name", self.run, "--detach", "--allow-programs")
        return self

    def __exit__(self, *_):
        sh(self.hop, "stop", self.run, check=False)

    def command(self, node, *argv):
        return [self.hop, "exec", self.run, "--on", node, "--", *argv]


class KernelRouter:
    """left - router - right, three namespaces and two veth pairs."""

    target = "10.9.2.2"

    def __init__(self, offloads):
        self.offloads = offloads
        self.names = {n: f"hyb{os.getpid()}{n}" for n in ("left", "router", "right")}

    def __enter__(self):
        n = self.names
        for name in n.values():
            sh("ip", "netns", "add", name)
        for side, net in (("left", 1), ("right", 2)):
            sh("ip", "-n", n[side], "link", "add", "eth0", "type", "veth", "peer", "name", side, "netns", n["router"])
            for where, dev, address in ((n[side], "eth0", f"10.9.{net}.2/24"), (n["router"], side, f"10.9.{net}.1/24")):
                sh("ip", "-n", where, "addr", "add", address, "dev", dev)
                sh("ip", "-n", where, "link", "set", dev, "up")
                if not self.offloads:
                    sh("ip", "netns", "exec", where, "ethtool", "-K", dev, "tso", "off", "gso", "off", "gro", "off",
                       "tx", "off", check=False)
            sh("ip", "-n", n[side], "route", "add", "default", "via", f"10.9.{net}.1")
        sh("ip", "netns", "exec", n["router"], "sysctl", "-qw", "net.ipv4.ip_forward=1")
        return self

    def __exit__(self, *_):
        for name in self.names.values():
            sh("ip", "netns", "del", name, check=False)

    def command(self, node, *argv):
        return ["ip", "netns", "exec", self.names[node], *argv]


def iperf(network, seconds):
    """Gbit/s of one TCP connection, from left to right, as the receiver counts it."""
    def serve():
        return subprocess.Popen(network.command("right", "iperf3", "-s", "-1"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    server = serve()
    try:
        for _ in range(50):
            client = sh(*network.command("left", "iperf3", "-c", network.target, "-t", str(seconds), "-J"), check=False)
            if client.returncode == 0:
                told = json.loads(client.stdout)  # with -J a refused connection is an "error" in a good exit
                if "sum_received" in told.get("end", {}):
                    return told["end"]["sum_received"]["bits_per_second"] / 1e9
            time.sleep(0.1)
            if server.poll() is not None:  # it serves one client, and that one did not get through
                server = serve()
        raise RuntimeError("iperf3: " + client.stdout + client.stderr)
    finally:
        server.terminate()
        server.wait()


def ping(network):
    """Round-trip median in microseconds."""
    out = sh(*network.command("left", "ping", "-c", "200", "-i", "0.005", network.target)).stdout
    return statistics.median(float(t) for t in re.findall(r"time=([\d.]+) ms", out)) * 1000


def start_namespaces(hop, count):
    """Seconds from asking an engine to start until `count` namespaces run."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write("hopyard: 1\ntitle: Many\nnodes:\n  s: {kind: switch}\n")
        for i in range(count):
            file.write(f"  n{i}: {{kind: namespace, interfaces: {{eth0: {{address: 10.0.{i // 200}.{i % 200 + 1}/16}}}}}}\n")
        file.write("links:\n" + "".join(f"  - {{ends: [n{i}:eth0, s:p{i}]}}\n" for i in range(count)))
        file.flush()
        run = f"bench-many-{os.getpid()}"
        began = time.monotonic()
        sh(hop, "run", file.name, "--name", run, "--detach", "--allow-programs")
        took = time.monotonic() - began
        sh(hop, "stop", run)
        return took


def main():
    parser = argparse.ArgumentParser()
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument("hop", nargs="?", default=os.path.join(here, "../../build/bench/bin/hop"))
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--repetitions", type=int, default=3)
    options = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("real_time.py: needs root for the kernel router beside it; skipped")

    results = []

    def report(name, unit, measure):
        values = [measure() for _ in range(options.repetitions)]
        results.append({"name": name, "run_type": "aggregate", "aggregate_name": "median", unit: statistics.median(values),
                        "min": min(values), "max": max(values), "repetitions": len(values)})
        print(f"{name}: {statistics.median(values):.4g} {unit}  ({min(values):.4g} to {max(values):.4g})", file=sys.stderr)

    for routers in (1, 2, 4):
        with Lab(options.hop, routers) as lab:
            report(f"tap/iperf3/{routers}_virtual_routers", "gbit_per_second", lambda: iperf(lab, options.seconds))
            report(f"tap/ping/{routers}_virtual_routers", "microseconds", lambda: ping(lab))
    for offloads in (False, True):
        with KernelRouter(offloads) as kernel:
            name = "with_offloads" if offloads else "without_offloads"
            report(f"kernel/iperf3/{name}", "gbit_per_second", lambda: iperf(kernel, options.seconds))
            report(f"kernel/ping/{name}", "microseconds", lambda: ping(kernel))
    report("start/200_namespaces", "seconds", lambda: start_namespaces(options.hop, 200))
    print(json.dumps({"context": {"date": datetime.datetime.now().isoformat(), "num_cpus": os.cpu_count()},
                      "benchmarks": results}, indent=1))


if __name__ == "__main__":
    main()
