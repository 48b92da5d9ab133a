#!/usr/bin/env python3
# Two QEMU guests talk: through the base portion of a hypervisor, which serves their virtio rings (vhost-user, mode direct), and
# beside it the same two guests, same kernel and initial file system, on TAP devices of a kernel bridge. Round trip by ping,
# throughput of one TCP connection by nc from one guest's memory to the other's.
#
# The two sides take turns: these machines are shared, and what both suffer at once leaves their ratio alone. The ratio is that
# of each turn, then the median. Prints JSON in the shape of Google Benchmark.
# Needs root, qemu-system-x86 and ip; everything it makes it removes.
#   tests/bench/guests.py [HOP] [--turns N] [--pings N] [--megabytes N] [--accel tcg|kvm|auto]
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
import threading
import time

ADDRESS = {"a": "10.0.0.11", "b": "10.0.0.12"}
LAB = """hopyard: 1
title: Bench
nodes:
  pc1:
    kind: hypervisor
    computer: {{memory: 512MiB, mode: direct}}
    guests:
      a: {{kind: qemu, memory: 128MiB, address: 10.0.0.11/24, machine: {{accel: {accel}}}}}
      b: {{kind: qemu, memory: 128MiB, address: 10.0.0.12/24, machine: {{accel: {accel}}}}}
"""


def sh(*argv, check=True):
    return subprocess.run(argv, check=check, text=True, capture_output=True)


class Guest:
    """A shell on a serial console: lines in, what it showed out."""

    number = 0

    def ask(self, line, limit=120):
        Guest.number += 1
        self.type(f"{line}; echo done''-{Guest.number}-")  # as it is typed it does not look like its answer
        mark = f"done-{Guest.number}-"
        end = time.monotonic() + limit
        while time.monotonic() < end:
            text = self.text()
            at = text.rfind(mark)
            if at >= 0:
                begin = text.rfind(f"done''-{Guest.number}-", 0, at)
                return text[begin:at].replace("\r", "")
            time.sleep(0.02)
        sys.exit(f"no answer to: {line}\n{self.text()[-2000:]}")

    def wait_ready(self, limit=60):
        end = time.monotonic() + limit
        while "is ready" not in self.text():
            if time.monotonic() > end:
                sys.exit(f"the guest does not come up\n{self.text()[-2000:]}")
            time.sleep(0.1)


class OurGuest(Guest):
    def __init__(self, hop, run, name):
        self.hop, self.run, self.name = hop, run, name

    def type(self, line):
        sh(self.hop, "console", "--run", self.run, self.name, "type " + line)

    def text(self):
        return sh(self.hop, "show", "--run", self.run, self.name, "console", check=False).stdout

    def command(self):
        about = json.loads(sh(self.hop, "show", "--run", self.run, self.name, "--json").stdout)
        with open(f"/proc/{about['json']['pid']}/cmdline") as file:
            return file.read().split("\0")[:-1]


class KernelGuest(Guest):
    """The same machine with its card on a TAP of the kernel's bridge."""

    def __init__(self, namespace, tap, like):
        argv, taken = ["ip", "netns", "exec", namespace, like[0]], iter(like[1:])
        for option in taken:
            value = next(taken) if option not in ("-nodefaults", "-no-user-config") else None
            if option in ("-chardev", "-mon", "-serial", "-drive", "-object", "-name") or (option == "-machine" and "memory-backend" in value):
                continue
            if option == "-netdev":
                value = f"tap,id=net0,ifname={tap},script=no,downscript=no,vhost=off"
            if option == "-device":
                value = re.sub(",vectors=0", "", value)
            argv += [option] if value is None else [option, value]
        argv += ["-serial", "stdio", "-monitor", "none"]
        self.process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.seen = b""
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        while chunk := os.read(self.process.stdout.fileno(), 65536):
            self.seen += chunk

    def type(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def text(self):
        return self.seen.decode(errors="replace")

    def end(self):
        self.process.kill()
        self.process.wait()


def round_trip(guests, pings):
    said = guests["a"].ask(f"ping -q -c {pings} -i 0.02 {ADDRESS['b']}")
    found = re.search(r"min/avg/max = ([\d.]+)/([\d.]+)/([\d.]+) ms", said)
    if not found:
        sys.exit(f"no round trips in: {said}")
    return float(found[1]), float(found[2])


def throughput(guests, megabytes):
    guests["b"].ask("nc -l -p 5001 | wc -c > /received &")
    time.sleep(0.3)
    said = guests["a"].ask(f"s=$(cut -d' ' -f1 /proc/uptime); dd if=/dev/zero bs=64k count={megabytes * 16} 2>/dev/null | nc {ADDRESS['b']} 5001; "
                           "echo took $s $(cut -d' ' -f1 /proc/uptime)")
    begin, end = map(float, re.search(r"\ntook ([\d.]+) ([\d.]+)", said).groups())
    received = int(re.findall(r"\n(\d+)\n", guests["b"].ask("wait; cat /received"))[-1])
    if received != megabytes << 20:
        sys.exit(f"only {received} bytes arrived")
    return received * 8 / (end - begin) / 1e9


@contextlib.contextmanager
def our_side(hop, accel):
    run = f"bench-guests-{os.getpid()}"
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(LAB.format(accel=accel))
        file.flush()
        sh(hop, "run", file.name, "--name", run, "--detach", "--allow-programs")
    try:
        guests = {name: OurGuest(hop, run, f"pc1/{name}") for name in ADDRESS}
        for guest in guests.values():
            guest.wait_ready()
        yield guests
    finally:
        sh(hop, "stop", run, check=False)


@contextlib.contextmanager
def kernel_side(ours):
    namespace = f"bench-guests-{os.getpid()}"
    guests = {}
    sh("ip", "netns", "add", namespace)
    inside = lambda *argv: sh("ip", "-n", namespace, *argv)
    try:
        inside("link", "add", "br0", "type", "bridge")
        inside("link", "set", "br0", "up")
        for i, name in enumerate(ADDRESS):
            inside("tuntap", "add", f"t{i}", "mode", "tap", "vnet_hdr")
            inside("link", "set", f"t{i}", "master", "br0", "up")
            guests[name] = KernelGuest(namespace, f"t{i}", ours[name].command())
        for guest in guests.values():
            guest.wait_ready()
        yield guests
    finally:
        for guest in guests.values():
            guest.end()
        sh("ip", "netns", "del", namespace, check=False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hop", nargs="?", default="build/release/hop")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--pings", type=int, default=100)
    parser.add_argument("--megabytes", type=int, default=64)
    parser.add_argument("--accel", default="tcg")
    options = parser.parse_args()
    figures = {key: {"ours": [], "kernel": []} for key in ("rtt_min_ms", "rtt_avg_ms", "gbit_per_s")}
    with our_side(options.hop, options.accel) as ours, kernel_side(ours) as kernel:
        for side in (ours, kernel):
            round_trip(side, 5)  # neighbours are known from here on
        for _ in range(options.turns):
            for name, side in (("ours", ours), ("kernel", kernel)):
                least, mean = round_trip(side, options.pings)
                figures["rtt_min_ms"][name].append(least)
                figures["rtt_avg_ms"][name].append(mean)
                figures["gbit_per_s"][name].append(throughput(side, options.megabytes))
    benchmarks = []
    for key, sides in figures.items():
        ratio = statistics.median(o / k for o, k in zip(sides["ours"], sides["kernel"]))
        benchmarks.append({"name": f"guests/{key}", "run_type": "iteration", "iterations": options.turns,
                           "ours": statistics.median(sides["ours"]), "kernel_bridge": statistics.median(sides["kernel"]),
                           "ratio": round(ratio, 3), "all": sides})
    json.dump({"context": {"date": datetime.datetime.now().isoformat(), "num_cpus": os.cpu_count(), "accel": options.accel,
                           "load_avg": list(os.getloadavg())}, "benchmarks": benchmarks}, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
