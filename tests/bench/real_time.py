#!/usr/bin/env python3
# Real time, measured as a user would: iperf3 and ping between two Linux namespaces on a cable and through virtual routers
# and between a namespace and a Hopyard host, beside two namespaces on a veth pair and through a kernel router with and
# without offloads; and how long 200 namespaces take to start.
#
# The two sides take turns, second by second: these machines are shared, and what both suffer at once leaves their ratio
# alone. The ratio is that of each turn, then the median.
# Prints JSON in the shape of Google Benchmark. Needs root, iperf3, ping, ip and ethtool; everything it makes it removes.
#   tests/bench/real_time.py [HOP] [--seconds N] [--repetitions N]
# SPDX-License-Identifier: GPL-3.0-or-later
import argparse
import contextlib
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
    """left - r1 - … - rN - right, running in an engine of its own. Without routers left and right are on one cable."""

    def __init__(self, hop, routers, right_kind="namespace"):
        self.hop = hop
        self.run = f"bench-{os.getpid()}-{routers}-{right_kind}"
        self.file = tempfile.NamedTemporaryFile("w", suffix=".yaml")
        self.target = f"10.0.{routers + 1}.2"
        left, right = (", gateway: 10.0.1.2", f", gateway: 10.0.{routers + 1}.1") if routers else ("", "")
        nodes = [f"  left: {{kind: namespace, interfaces: {{eth0: {{address: 10.0.1.1/24}}}}{left}}}",
                 f"  right: {{kind: {right_kind}, interfaces: {{eth0: {{address: {self.target}/24}}}}{right}}}"]
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
        self.names = {n: f"hyb{os.getpid()}{n}{offloads:d}" for n in ("left", "router", "right")}

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


class Cable:
    """left and right, two namespaces on one veth pair."""

    target = "10.9.1.2"

    def __init__(self):
        self.names = {n: f"hyc{os.getpid()}{n}" for n in ("left", "right")}

    def __enter__(self):
        n = self.names
        for name in n.values():
            sh("ip", "netns", "add", name)
        sh("ip", "-n", n["left"], "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", n["right"])
        for side, address in (("left", "10.9.1.1/24"), ("right", "10.9.1.2/24")):
            sh("ip", "-n", n[side], "addr", "add", address, "dev", "eth0")
            sh("ip", "-n", n[side], "link", "set", "eth0", "up")
        return self

    __exit__ = KernelRouter.__exit__
    command = KernelRouter.command


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
    parser.add_argument("--seconds", type=int, default=1)
    parser.add_argument("--repetitions", type=int, default=9)
    options = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("real_time.py: needs root for the kernel router beside it; skipped")

    results = []

    def record(name, unit, values, **more):
        results.append({"name": name, "run_type": "aggregate", "aggregate_name": "median", unit: statistics.median(values),
                        "min": min(values), "max": max(values), "repetitions": len(values), **more})
        told = "".join(f", {k} {v:.3g}" for k, v in more.items())
        print(f"{name}: {statistics.median(values):.4g} {unit}  ({min(values):.4g} to {max(values):.4g}){told}",
              file=sys.stderr)

    def report(name, unit, measure):
        record(name, unit, [measure() for _ in range(options.repetitions)])

    with contextlib.ExitStack() as stack:
        networks = {"kernel/{}/with_offloads": KernelRouter(True), "kernel/{}/without_offloads": KernelRouter(False),
                    "kernel/{}/cable": Cable(), "tap/{}/cable": Lab(options.hop, 0),
                    "tap/{}/host": Lab(options.hop, 0, "host")}
        for routers in (1, 2, 4):
            networks[f"tap/{{}}/{routers}_virtual_routers"] = Lab(options.hop, routers)
        for network in networks.values():
            stack.enter_context(network)
        for what, unit, measure in (("iperf3", "gbit_per_second", lambda n: iperf(n, options.seconds)),
                                    ("ping", "microseconds", ping)):
            # Nobody listens on the host.
            measured = {name: [] for name in networks if what == "ping" or not name.endswith("/host")}
            for _ in range(options.repetitions):
                for name, values in measured.items():
                    values.append(measure(networks[name]))
            router, cable = measured["kernel/{}/with_offloads"], measured["kernel/{}/cable"]
            for name, values in measured.items():
                beside = cable if name.endswith(("/cable", "/host")) else router
                if what == "iperf3":
                    record(name.format(what), unit, values, ratio=statistics.median(v / b for v, b in zip(values, beside)))
                else:
                    record(name.format(what), unit, values, added=statistics.median(v - b for v, b in zip(values, cable)))
    report("start/200_namespaces", "seconds", lambda: start_namespaces(options.hop, 200))
    print(json.dumps({"context": {"date": datetime.datetime.now().isoformat(), "num_cpus": os.cpu_count()},
                      "benchmarks": results}, indent=1))


if __name__ == "__main__":
    main()
