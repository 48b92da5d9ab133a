#!/usr/bin/env python3
# Remote sockets, measured as a user would, beside the kernel in the same run. Prints JSON in the shape of Google Benchmark.
#   download: curl of 1 GB on a node (`hop exec --on r1`) from nginx in a namespace; beside it the same curl and nginx in two
#             namespaces joined by a veth pair
#   requests: wrk in a namespace against nginx (one worker) on a node; beside it the same nginx in the namespace's own kernel
# Needs root, curl, nginx, wrk and ip; everything it makes it removes.
#   tests/bench/remote_sockets.py [HOP] [--seconds N] [--repetitions N] [--gigabytes N]
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

LAB = """hopyard: 1
title: Bench of remote sockets
nodes:
  r1:
    kind: router
    config: |
      interface eth0
       ip address 10.0.1.1/24
  box: {kind: namespace, interfaces: {eth0: {address: 10.0.1.2/24}}, gateway: 10.0.1.1}
links:
  - {ends: [r1:eth0, box:eth0]}
"""
PORT = 8080


def sh(*argv, check=True, **more):
    return subprocess.run(argv, check=check, text=True, capture_output=True, **more)


def nginx_config(folder):
    path = os.path.join(folder, "nginx.conf")
    with open(path, "w") as f:
        f.write(f"daemon off; worker_processes 1; user root; error_log {folder}/error.log; pid {folder}/nginx.pid;\n"
                "events { worker_connections 1024; }\n"
                "http { access_log off; sendfile on; keepalive_requests 1000000;\n"
                f"  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;\n"
                f"  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;\n"
                f"  server {{ listen {PORT}; root {folder}; }} }}\n")
    return path


class Server:
    """nginx, started by a command line in front of it; gone with the block."""

    def __init__(self, prefix, folder, ready):
        self.argv = [*prefix, "nginx", "-c", nginx_config(folder)]
        self.ready = ready

    def __enter__(self):
        self.process = subprocess.Popen(self.argv, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _ in range(200):
            if sh(*self.ready, check=False).returncode == 0:
                return self
            if self.process.poll() is not None:
                sys.exit("nginx did not start: " + self.process.stderr.read())
            time.sleep(0.05)
        sys.exit("nginx does not answer")

    def __exit__(self, *_):
        self.process.terminate()  # each prefix becomes nginx, or passes the signal on
        self.process.wait(20)


class Lab:
    def __init__(self, hop, folder):
        self.hop, self.run = hop, f"bench-sockets-{os.getpid()}"
        self.file = os.path.join(folder, "lab.yaml")
        with open(self.file, "w") as f:
            f.write(LAB)

    def __enter__(self):
        sh(self.hop, "run", self.file, "--name", self.run, "--detach", "--allow-programs")
        return self

    def __exit__(self, *_):
        sh(self.hop, "stop", self.run, check=False)

    def on(self, node):
        return [self.hop, "exec", self.run, "--on", node, "--"]


class Kernel:
    """Two namespaces and a veth pair."""

    def __init__(self):
        self.left, self.right = f"hysl{os.getpid()}", f"hysr{os.getpid()}"

    def __enter__(self):
        for name in (self.left, self.right):
            sh("ip", "netns", "add", name)
        sh("ip", "-n", self.left, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", self.right)
        for name, address in ((self.left, "10.9.1.1/24"), (self.right, "10.9.1.2/24")):
            sh("ip", "-n", name, "addr", "add", address, "dev", "eth0")
            sh("ip", "-n", name, "link", "set", "eth0", "up")
            sh("ip", "-n", name, "link", "set", "lo", "up")
        return self

    def __exit__(self, *_):
        for name in (self.left, self.right):
            sh("ip", "netns", "del", name, check=False)

    def on(self, name):
        return ["ip", "netns", "exec", name]


def download(prefix, host, size):
    """Gbit/s of one curl, as curl tells it."""
    out = sh(*prefix, "curl", "-sS", "-o", "/dev/null", "-w", "%{size_download} %{time_total}", f"http://{host}:{PORT}/big.bin")
    got, seconds = out.stdout.split()
    if int(got) != size:
        sys.exit(f"curl got {got} of {size} bytes")
    return size * 8 / float(seconds) / 1e9


def requests(prefix, host, seconds):
    """Requests a second of wrk with 64 connections."""
    out = sh(*prefix, "wrk", "-t1", "-c64", f"-d{seconds}s", f"http://{host}:{PORT}/small.txt").stdout
    if "Non-2xx" in out or "Socket errors" in out:
        print(out, file=sys.stderr)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))


def probe(prefix, host):
    return [*prefix, "curl", "-s", "-o", "/dev/null", f"http://{host}:{PORT}/small.txt"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hop", nargs="?", default="build/bench/bin/hop")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--gigabytes", type=float, default=1)
    options = parser.parse_args()
    size = int(options.gigabytes * 1e9)
    results = []

    def note(name, unit, figures):
        results.append({"name": name, "run_type": "iteration", "value": statistics.median(figures), "unit": unit, "all": figures})
        print(f"{name}: {statistics.median(figures):.4g} {unit}  {['%.4g' % f for f in figures]}", file=sys.stderr)

    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        with open(os.path.join(folder, "big.bin"), "wb") as f:
            f.truncate(size)
        with open(os.path.join(folder, "small.txt"), "w") as f:
            f.write("hello\n" * 20)
        rounds = range(options.repetitions)
        with Kernel() as kernel:
            left, right = kernel.on(kernel.left), kernel.on(kernel.right)
            with Server(right, folder, probe(left, "10.9.1.2")):
                note("download/kernel", "Gbit/s", [download(left, "10.9.1.2", size) for _ in rounds])
                note("requests/kernel", "1/s", [requests(left, "10.9.1.2", options.seconds) for _ in rounds])
        with Lab(options.hop, folder) as lab:
            with Server(lab.on("box"), folder, probe(lab.on("r1"), "10.0.1.2")):
                note("download/r1", "Gbit/s", [download(lab.on("r1"), "10.0.1.2", size) for _ in rounds])
            with Server(lab.on("r1"), folder, probe(lab.on("box"), "10.0.1.1")):
                note("requests/r1", "1/s", [requests(lab.on("box"), "10.0.1.1", options.seconds) for _ in rounds])
                note("upload/r1", "Gbit/s", [download(lab.on("box"), "10.0.1.1", size) for _ in rounds])
    json.dump({"context": {"date": datetime.datetime.now().isoformat(), "num_cpus": os.cpu_count(), "size": size,
                           "load_avg": os.getloadavg()}, "benchmarks": results}, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
