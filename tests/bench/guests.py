#!/usr/bin/env python3
# Two QEMU guests talk: through the base portion of a hypervisor, which serves their virtio rings (vhost-user, mode direct), and
# beside it the same two guests, same kernel and initial file system, on TAP devices of a kernel bridge. Round trip by ping,
# throughput of one TCP connection by iperf3, which both guests fetch from a namespace beside them.
#
# The two sides take turns, and never are more than two machines up at once: these computers are shared, and what both suffer
# leaves their ratio alone. The ratio is that of each turn, then the median. KVM is used where it boots a guest; else it is
# TCG, which "accel" in the answer says. Prints JSON in the shape of Google Benchmark.
# Needs root, qemu-system-x86, iperf3, python3 and ip; everything it makes it removes, and its networks are namespaces of its own.
#   tests/bench/guests.py [HOP] [--turns N] [--pings N] [--seconds N] [--accel tcg|kvm|auto]
# SPDX-License-Identifier: GPL-3.0-or-later
import argparse
import contextlib
import datetime
import json
import os
import re
import shutil
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
  out:
    kind: namespace
    interfaces: {{eth0: {{address: 10.0.0.1/24}}}}
    start: ["{server}"]
  pc1:
    kind: hypervisor
    interfaces: {{eth0: {{address: 10.0.0.5/24}}}}
    computer: {{memory: 512MiB, mode: direct}}
    guests:
      a: {{kind: qemu, memory: 128MiB, address: 10.0.0.11/24, machine: {{accel: {accel}}}}}
      b: {{kind: qemu, memory: 128MiB, address: 10.0.0.12/24, machine: {{accel: {accel}}}}}
links:
  - {{ends: [out:eth0, pc1:eth0]}}
"""


def sh(*argv, check=True):
    done = subprocess.run(argv, text=True, capture_output=True)
    if check and done.returncode != 0:
        sys.exit(f"{' '.join(argv)}: {done.stderr or done.stdout}")
    return done


def say(text):
    print(text, file=sys.stderr, flush=True)


def pack_iperf3(directory):
    """iperf3 and its libraries as a tar that a guest unpacks at its root."""
    program = os.path.realpath(shutil.which("iperf3") or sys.exit("iperf3 is not installed"))
    files = [program] + re.findall(r"(/\S+) \(0x", sh("ldd", program).stdout)
    root = os.path.join(directory, "root")
    for file in files:
        to = root + (("/bin/" + os.path.basename(file)) if file == program else file)
        os.makedirs(os.path.dirname(to), exist_ok=True)
        shutil.copy(os.path.realpath(file), to)
    sh("tar", "-C", root, "-cf", os.path.join(directory, "iperf3.tar"), ".")
    return f"python3 -m http.server --bind 10.0.0.1 --directory {directory} 8000"


class Guest:
    """A shell on a serial console: lines in, what it showed out."""

    number = 0

    def ask(self, line, limit=300):
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

    def wait_ready(self, limit=240):
        end = time.monotonic() + limit
        while "is ready" not in self.text():
            if time.monotonic() > end:
                sys.exit(f"the guest does not come up\n{self.text()[-2000:]}")
            time.sleep(0.5)

    def fetch_iperf3(self):
        said = self.ask("wget -q -O - http://10.0.0.1:8000/iperf3.tar | tar -x -C / && iperf3 --version | head -n 1")
        if not re.search(r"\niperf 3", said):
            sys.exit(f"the guest cannot run iperf3: {said}")


class OurGuest(Guest):
    def __init__(self, hop, run, name):
        self.hop, self.run, self.name = hop, run, name

    def type(self, line):
        sh(self.hop, "console", "--run", self.run, self.name, "type " + line)

    def text(self):
        return sh(self.hop, "show", "--run", self.run, self.name, "console", check=False).stdout

    def command(self, keep):
        """How it was started, its files kept; and what its processor is."""
        about = json.loads(sh(self.hop, "show", "--run", self.run, self.name, "machine", "--json").stdout)
        about = about.get("json", about)
        with open(f"/proc/{about['pid']}/cmdline") as file:
            argv = file.read().split("\0")[:-1]
        at = argv.index("-initrd") + 1
        argv[at] = shutil.copy(argv[at], os.path.join(keep, self.name.replace("/", "-") + ".initrd"))
        return argv, about["accelerator"]


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


def throughput(guests, seconds):
    guests["b"].ask("(iperf3 -s -1 > /served 2>&1 &)")
    time.sleep(2)
    said = guests["a"].ask(f"iperf3 -c {ADDRESS['b']} -t {seconds} -i 0 -f m")
    found = re.search(r"([\d.]+) Mbits/sec\s+receiver", said)
    if not found:
        sys.exit(f"no throughput in: {said}")
    return float(found[1]) / 1e3


def come_up(guests):
    for guest in guests.values():
        guest.wait_ready()
    for guest in guests.values():
        guest.fetch_iperf3()
    round_trip(guests, 5)  # neighbours are known from here on
    return guests


@contextlib.contextmanager
def our_side(hop, accel, server):
    run = f"bench-guests-{os.getpid()}"
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(LAB.format(accel=accel, server=server))
        file.flush()
        sh(hop, "run", file.name, "--name", run, "--detach", "--allow-programs")
        try:
            yield come_up({name: OurGuest(hop, run, f"pc1/{name}") for name in ADDRESS})
        finally:
            sh(hop, "stop", run, check=False)


@contextlib.contextmanager
def kernel_side(commands, server):
    namespace = f"bench-guests-{os.getpid()}"
    guests, http = {}, None
    sh("ip", "netns", "add", namespace)
    inside = lambda *argv: sh("ip", "-n", namespace, *argv)
    try:
        inside("link", "set", "lo", "up")
        inside("link", "add", "br0", "type", "bridge")
        inside("link", "set", "br0", "up")
        inside("addr", "add", "10.0.0.1/24", "dev", "br0")
        http = subprocess.Popen(["ip", "netns", "exec", namespace, *server.split()], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for i, name in enumerate(ADDRESS):
            inside("tuntap", "add", f"t{i}", "mode", "tap", "vnet_hdr")
            inside("link", "set", f"t{i}", "master", "br0", "up")
            guests[name] = KernelGuest(namespace, f"t{i}", commands[name])
        yield come_up(guests)
    finally:
        for guest in guests.values():
            guest.end()
        if http:
            http.kill()
            http.wait()
        sh("ip", "netns", "del", namespace, check=False)


def measure(side, figures, name, options):
    least, mean = round_trip(side, options.pings)
    rate = throughput(side, options.seconds)
    say(f"{name}: {least} ms least, {mean} ms on average, {rate} Gbit/s; load {os.getloadavg()[0]:.0f}")
    for key, value in (("rtt_min_ms", least), ("rtt_avg_ms", mean), ("gbit_per_s", rate)):
        figures[key][name].append(value)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hop", nargs="?", default="build/release/hop")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--pings", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--accel", default="auto")
    options = parser.parse_args()
    figures = {key: {"ours": [], "kernel": []} for key in ("rtt_min_ms", "rtt_avg_ms", "gbit_per_s")}
    with tempfile.TemporaryDirectory() as directory:
        server = pack_iperf3(directory)
        for _ in range(options.turns):
            with our_side(options.hop, options.accel, server) as side:
                started = {name: guest.command(directory) for name, guest in side.items()}
                measure(side, figures, "ours", options)
            accel = started["a"][1]
            with kernel_side({name: argv for name, (argv, _) in started.items()}, server) as side:
                measure(side, figures, "kernel", options)
    benchmarks = []
    for key, sides in figures.items():
        ratio = statistics.median(o / k for o, k in zip(sides["ours"], sides["kernel"]))
        benchmarks.append({"name": f"guests/{key}", "run_type": "iteration", "iterations": options.turns,
                           "ours": statistics.median(sides["ours"]), "kernel_bridge": statistics.median(sides["kernel"]),
                           "ratio": round(ratio, 3), "all": sides})
    json.dump({"context": {"date": datetime.datetime.now().isoformat(), "num_cpus": os.cpu_count(), "accel": accel,
                           "load_avg": list(os.getloadavg())}, "benchmarks": benchmarks}, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
