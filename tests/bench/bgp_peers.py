#!/usr/bin/env python3
# BGP beside BIRD and FRR in one run: a million prefixes of real lengths from one neighbour, with one set of attributes
# into the table, and with 200,000 sets into the table and on to a second neighbour. bench_bgp says what of a Hopyard
# router is measured: CPU time from its TCP to its forwarding table. BIRD and FRR's bgpd run in a network namespace without
# a kernel table and without zebra, so that theirs ends at their own RIB; their TCP is the kernel's, most of whose work for
# what they receive is not charged to them. All receive the same bytes over one session.
#
# A daemon is done when its process has used no CPU time for a second; what it has then is asked of it afterwards. Memory
# is its peak (VmHWM), and for Hopyard what the process adds to what it held before.
# Prints JSON in the shape of Google Benchmark. Needs root, ip, unshare, bird and birdc; bgpd and vtysh where there are.
#   tests/bench/bgp_peers.py [BENCH_BGP] [--repetitions N] [--without-frr]
# SPDX-License-Identifier: GPL-3.0-or-later
import argparse
import datetime
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

BGPD = "/usr/lib/frr/bgpd"
PREFIXES = 1_000_000
ROUTER, SOURCE, MONITOR = "10.0.0.1", "10.0.0.2", "10.0.0.3"
BIRD_CONFIG = """
router id 10.0.0.1;
protocol device {}
protocol bgp talker { local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65001; passive on; ipv4 { import all; export none; }; }
protocol bgp listener { local 10.0.0.1 as 65000; neighbor 10.0.0.3 as 65002; passive on; ipv4 { import none; export all; }; }
"""
FRR_CONFIG = """
router bgp 65000
 bgp router-id 10.0.0.1
 no bgp ebgp-requires-policy
 no bgp network import-check
 neighbor 10.0.0.2 remote-as 65001
 neighbor 10.0.0.2 passive
 neighbor 10.0.0.3 remote-as 65002
 neighbor 10.0.0.3 passive
 neighbor 10.0.0.3 advertisement-interval 0
"""


def sh(*argv, check=True, **more):
    return subprocess.run(argv, check=check, text=True, capture_output=True, **more)


def open_message(as_number, identifier):
    capabilities = bytes([1, 4, 0, 1, 0, 1, 2, 0, 65, 4]) + as_number.to_bytes(4, "big")
    body = bytes([4]) + as_number.to_bytes(2, "big") + (240).to_bytes(2, "big") + socket.inet_aton(identifier)
    body += bytes([len(capabilities) + 2, 2, len(capabilities)]) + capabilities
    return b"\xff" * 16 + (19 + len(body)).to_bytes(2, "big") + b"\x01" + body


KEEPALIVE = b"\xff" * 16 + b"\x00\x13\x04"


class Neighbour:
    """A session by plain sockets. What comes is kept, to be counted afterwards: reading it must not hold anybody up."""

    def __init__(self, address, as_number):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 << 20)
        self.socket.bind((address, 0))
        until = time.monotonic() + 20
        while True:
            try:
                self.socket.connect((ROUTER, 179))
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                self.socket.close()
                self.socket = socket.socket()
                self.socket.bind((address, 0))
                time.sleep(0.1)
        self.socket.sendall(open_message(as_number, address) + KEEPALIVE)
        self.chunks = []
        self.established = threading.Event()
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()
        if not self.established.wait(20):
            raise RuntimeError("no session")

    def read(self):
        heard = b""
        while chunk := self.socket.recv(1 << 20):
            if not self.established.is_set():
                heard += chunk
                if KEEPALIVE in heard:
                    self.established.set()
            self.chunks.append(chunk)

    def say(self, data):
        self.socket.sendall(data)

    def announced(self):
        """Prefixes announced in what came."""
        data, at, count = b"".join(self.chunks), 0, 0
        while at + 19 <= len(data):
            length = int.from_bytes(data[at + 16:at + 18], "big")
            if data[at + 18] == 2:
                withdrawn = int.from_bytes(data[at + 19:at + 21], "big")
                attributes = int.from_bytes(data[at + 21 + withdrawn:at + 23 + withdrawn], "big")
                prefix = at + 23 + withdrawn + attributes
                while prefix < at + length:
                    prefix += 1 + (data[prefix] + 7) // 8
                    count += 1
            at += length
        return count

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.socket.close()


class Daemon:
    """In a network namespace of its own (see main)."""
    inside = []

    def __init__(self, folder):
        self.folder = folder

    def cpu(self):
        """Seconds on a processor, of all its threads."""
        tasks = f"/proc/{self.process.pid}/task"
        return sum(int(open(f"{tasks}/{t}/schedstat").read().split()[0]) for t in os.listdir(tasks)) / 1e9

    def status(self, name):
        return int(re.search(rf"^{name}:\s+(\d+)", open(f"/proc/{self.process.pid}/status").read(), re.M)[1]) / 1024

    def settle(self):
        """Waits until it has used next to nothing for a second; the time at which it last worked, and its CPU time."""
        used, moved = self.cpu(), time.monotonic()
        while time.monotonic() - moved < 1:
            time.sleep(0.02)
            if (now := self.cpu()) - used > 0.002:
                used, moved = now, time.monotonic()
        return moved, self.cpu()

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Bird(Daemon):
    name = "bird"

    def start(self):
        with open(f"{self.folder}/bird.conf", "w") as file:
            file.write(BIRD_CONFIG)
        self.process = subprocess.Popen([*self.inside, "bird", "-f", "-c", f"{self.folder}/bird.conf", "-s", f"{self.folder}/bird.ctl",
                                         "-P", f"{self.folder}/bird.pid"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def routes(self):
        answer = sh("birdc", "-s", f"{self.folder}/bird.ctl", "show", "route", "count").stdout
        return int(re.search(r"(\d+) routes for (\d+) networks in table master4", answer)[2])


class Frr(Daemon):
    name = "frr_bgpd"

    def start(self):
        with open(f"{self.folder}/bgpd.conf", "w") as file:
            file.write(FRR_CONFIG)
        self.process = subprocess.Popen([*self.inside, BGPD, "-Z", "-f", f"{self.folder}/bgpd.conf", "-z", f"{self.folder}/zserv.api",
                                         "--vty_socket", self.folder, "-i", f"{self.folder}/bgpd.pid", "-P", "0",
                                         "-u", "root", "-g", "root", "--log", f"file:{self.folder}/bgpd.log"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def routes(self):
        answer = sh("vtysh", "--vty_socket", self.folder, "--config_dir", self.folder, "-d", "bgpd", "-c",
                    "show ip bgp summary json").stdout
        return json.loads(answer)["ipv4Unicast"]["ribCount"]


def beside(make, says, with_monitor):
    with tempfile.TemporaryDirectory() as folder:
        daemon = make(folder)
        daemon.start()
        try:
            monitor = Neighbour(MONITOR, 65002) if with_monitor else None
            source = Neighbour(SOURCE, 65001)
            _, before = daemon.settle()
            empty, began = daemon.status("VmRSS"), time.monotonic()
            source.say(says)
            ended, after = daemon.settle()
            result = {"cpu_s": after - before, "wall_s": ended - began, "peak_MiB": daemon.status("VmHWM"),
                      "added_MiB": daemon.status("VmHWM") - empty, "routes": daemon.routes()}
            if with_monitor:
                monitor.close()
                result["heard"] = monitor.announced()
            source.close()
        finally:
            daemon.stop()
    if result["routes"] < PREFIXES or result.get("heard", PREFIXES) < PREFIXES:
        raise RuntimeError(f"{daemon.name}: routes are missing: {result}")
    return result


def ours(bench, case):
    answer = json.loads(sh(bench, f"--benchmark_filter=^{case}/", "--benchmark_repetitions=1", "--benchmark_format=json").stdout)
    run = next(b for b in answer["benchmarks"] if b["run_type"] == "iteration")
    if run.get("error_occurred"):
        raise RuntimeError(run["error_message"])
    return {"cpu_s": run["real_time"], "peak_MiB": run["peak_MiB"], "added_MiB": run["added_MiB"], "routes": run["rib"]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bench", nargs="?", default="build/bench/bench/bench_bgp")
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--without-frr", action="store_true")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.inside:
        os.execvp("unshare", ["unshare", "-n", "-m", sys.executable, *sys.argv, "--inside"])
    # The daemons have a namespace of their own, which lives as long as this sleeper; ours has the neighbours' addresses.
    with subprocess.Popen(["unshare", "-n", "sleep", "infinity"]) as sleeper:
        try:
            Daemon.inside = ["nsenter", "-t", str(sleeper.pid), "-n"]
            while os.readlink(f"/proc/{sleeper.pid}/ns/net") == os.readlink("/proc/self/ns/net"):
                time.sleep(0.01)
            sh("ip", "link", "add", "daemon", "type", "veth", "peer", "name", "eth0", "netns", str(sleeper.pid))
            for address in (SOURCE, MONITOR):
                sh("ip", "addr", "add", f"{address}/24", "dev", "daemon")
            sh("ip", "link", "set", "daemon", "up")
            sh(*Daemon.inside, "ip", "link", "set", "lo", "up")
            sh(*Daemon.inside, "ip", "addr", "add", f"{ROUTER}/24", "dev", "eth0")
            sh(*Daemon.inside, "ip", "link", "set", "eth0", "up")
            run(options)
        finally:
            sleeper.kill()


def run(options):
    peers = [Bird]
    with tempfile.TemporaryDirectory() as folder:
        if os.path.exists(BGPD) and shutil.which("vtysh") and not options.without_frr:
            # bgpd wants to find itself in the group frrvty.
            with open(f"{folder}/group", "w") as file:
                for line in open("/etc/group"):
                    file.write("frrvty:x:107:root,frr\n" if line.startswith("frrvty:") else line)
            sh("mount", "--bind", f"{folder}/group", "/etc/group")
            peers.append(Frr)
        sh(options.bench, f"--write={folder}")
        results = []
        for case, sets, with_monitor in (("bgp/receive_1M", 1, False),
                                         ("bgp/receive_and_readvertise_1M_200k_sets", 200_000, True)):
            with open(f"{folder}/{sets}.updates", "rb") as file:
                says = file.read()
            runs = {}
            for turn in range(options.repetitions):
                runs.setdefault("hopyard", []).append(ours(options.bench, case))
                for peer in peers:
                    if peer is Bird or turn < 2: # FRR takes long, and is far away
                        runs.setdefault(peer.name, []).append(beside(peer, says, with_monitor))
            for name, all_runs in runs.items():
                median = {k: statistics.median(r[k] for r in all_runs) for k in all_runs[0]}
                print(f"{case:45} {name:10} " + " ".join(f"{k}={v:.4g}" for k, v in median.items()), file=sys.stderr)
                results.append({"name": f"{case}/{name}", "run_type": "aggregate", "aggregate_name": "median",
                                "repetitions": len(all_runs), "real_time": median["cpu_s"], "time_unit": "s", **median})
            for peer in peers:
                ratio = statistics.median(p["cpu_s"] / o["cpu_s"] for p, o in zip(runs[peer.name], runs["hopyard"]))
                print(f"{case:45} CPU time of {peer.name} / hopyard: {ratio:.2f}", file=sys.stderr)
                results.append({"name": f"{case}/ratio_to_{peer.name}", "run_type": "aggregate", "aggregate_name": "median",
                                "cpu_ratio": ratio})
    json.dump({"context": {"date": datetime.datetime.now().isoformat(timespec="seconds"), "num_cpus": os.cpu_count(),
                           "load_avg": list(os.getloadavg())}, "benchmarks": results}, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
