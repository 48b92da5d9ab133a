#!/usr/bin/env python3
# How long hop grade takes for a hundred answers of an OSPF lab with ten routers, good, wrong, hostile and endless ones among them.
#
# The lab: a ring of ten routers with five lines across, a host at each of two of them; students must turn the way by costs that are theirs
# alone and put a tenth router into OSPF. The checks: adjacencies, both ways, a failure and its repair. Prints one JSON object; load and
# processor seconds (of hop and all that it started) stand beside the time, which on a shared machine means little.
# usage: grade.py [--hop FILE] [--answers N] [--jobs N] [--keep FOLDER]
# SPDX-License-Identifier: GPL-3.0-or-later
import argparse
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

ROUTERS = 10
LINES = [(i, i % ROUTERS + 1) for i in range(1, ROUTERS + 1)] + [(1, 4), (2, 7), (3, 9), (5, 8), (6, 10)]


def router(number, solved):
    """r1 must prefer its line to r2 over that to r4, and r10 speaks no OSPF yet."""
    lines = []
    port = 0
    if number in (1, 6):
        lines += ["interface eth0", f" ip address ${{lan{number}.1}}/24", " ip ospf passive"]
        port = 1
    for place, ends in enumerate(LINES, 1):
        if number not in ends:
            continue
        lines += [f"interface eth{port}", f" ip address 172.16.{place}.{1 if ends[0] == number else 2}/30", " ip ospf network point-to-point"]
        direct = ends in [(1, 4), (10, 1)]
        lines.append(f" ip ospf cost {'${cost}' if not (direct and solved and number in (1, 4)) else 1000}")
        port += 1
    if number != 10 or solved:
        lines += ["router ospf", f" ospf router-id {number}.{number}.{number}.{number}", " network 0.0.0.0/0 area 0"]
    return "".join(f"      {line}\n" for line in lines)


def lab():
    text = ("hopyard: 1\ntitle: Ten routers\nparameters:\n  lan1: {within: 10.0.0.0/9, length: 24}\n  lan6: {within: 10.128.0.0/9, length: 24}\n"
            "  cost: {from: 10, to: 30, step: 5}\nnodes:\n")
    for host, number in (("h1", 1), ("h2", 6)):
        text += (f'  {host}: {{kind: host, interfaces: {{eth0: {{address: "${{lan{number}.10}}/24"}}}}, gateway: "${{lan{number}.1}}"}}\n')
    for number in range(1, ROUTERS + 1):
        text += f"  r{number}:\n    kind: router\n    config: |\n{router(number, False)}"
    ports = {number: 1 if number in (1, 6) else 0 for number in range(1, ROUTERS + 1)}
    text += "links:\n  - {ends: [h1:eth0, r1:eth0]}\n  - {ends: [h2:eth0, r6:eth0]}\n"
    for a, b in LINES:
        text += f"  - {{ends: [r{a}:eth{ports[a]}, r{b}:eth{ports[b]}], delay: 1ms, rate: 100mbit}}\n"
        ports[a] += 1
        ports[b] += 1
    text += """checks:
  joined: {title: r10 speaks OSPF, adjacency: {on: r10, protocol: ospf, with: r9}}
  around: {title: r1 has a neighbour in r10, adjacency: {on: r1, protocol: ospf, with: r10}}
  ping: {title: h1 reaches h2, points: 2, ping: {from: h1, to: h2}}
  way: {title: Not by the line from r1 to r4, points: 2, not: {route: {on: r1, to: "${lan6}", via: r4}}}
  cut: {title: h1 reaches h2 when r2 is off, points: 2, after: [stop r2, wait 60s], ping: {from: h1, to: h2}}
  healed: {title: And when it is on again, points: 2, after: [stop r2, wait 60s, start r2, wait 60s], ping: {from: h1, to: h2}}
  rate: {title: At 50 Mbit/s, points: 2, throughput: {from: h1, to: h2, for: 2s, at-least: 50mbit}}
solution:
  nodes:
"""
    for number in (1, 4, 10):
        text += f"    r{number}:\n      kind: router\n      config: |\n" + re.sub("^", "  ", router(number, True), flags=re.M).rstrip(" ")
    return text


def solve(text, whole):
    """What a student does to the copy: all of it, or only the costs."""
    parts = re.split(r"(?m)^  (r\d+):\n", text)
    out = parts[0]
    for name, body in zip(parts[1::2], parts[2::2]):
        if name in ("r1", "r4"):
            place = LINES.index((1, 4)) + 1
            body = re.sub(rf"(172\.16\.{place}\.\d/30\n.*point-to-point\n\s+ip ospf cost )\d+", r"\g<1>1000", body)
            if name == "r1":
                body = re.sub(rf"(172\.16\.{LINES.index((10, 1)) + 1}\.\d/30\n.*point-to-point\n\s+ip ospf cost )\d+", r"\g<1>1000", body)
        if name == "r10" and whole:
            body = re.sub(r"(?m)(\A(?:.*\n)*?(?:      .*\n)+)", lambda m: m[1] + "      router ospf\n       network 0.0.0.0/0 area 0\n", body, count=1)
        out += f"  {name}:\n{body}"
    return out


def storm(text):
    """Ten million datagrams a second, for ever."""
    gateway = re.search(r'h1: .*gateway: "([0-9.]+)"', text)[1]
    return text.replace("h1: {kind: host, ", f"h1: {{kind: host, start: [udp-source {gateway} pps 10000000 size 32], ", 1)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--hop", default="build/default/bin/hop")
    options.add_argument("--answers", type=int, default=100)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--keep")
    options = options.parse_args()
    folder = pathlib.Path(options.keep or tempfile.mkdtemp(prefix="grade-"))
    folder.mkdir(parents=True, exist_ok=True)
    teacher = folder / "lab.yaml"
    teacher.write_text(lab())
    answers = []
    kinds = {"good": 0, "half": 0, "start": 0, "broken": 0, "huge": 0, "endless": 0}
    for i in range(options.answers):
        kind = {97: "broken", 98: "huge", 99: "endless"}.get(i % 100, "good" if i % 10 < 7 else "half" if i % 10 < 9 else "start")
        kinds[kind] += 1
        path = folder / f"{i:03}-{kind}.yaml"
        subprocess.run([options.hop, "hand-out", teacher, "--for", f"Student {i}", "-o", path, "--overwrite"], check=True, stdout=subprocess.DEVNULL)
        text = path.read_text()
        if kind == "good":
            text = solve(text, True)
        elif kind == "half":
            text = solve(text, False)
        elif kind == "broken":
            text = text.replace("nodes:", "nodes: [", 1)
        elif kind == "huge":
            text = "hopyard: 1\nnodes:\n" + "".join(f"  n{k}: {{kind: host}}\n" for k in range(15_000))
        elif kind == "endless":
            text = storm(text)
        path.write_text(text)
        answers.append(path)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    load = os.getloadavg()[0]
    began = time.monotonic()
    report = folder / "report.html"
    graded = subprocess.run([options.hop, "grade", teacher, *answers, "--json", "-j", str(options.jobs), "--html", report],
                            capture_output=True, text=True)
    took = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if graded.returncode != 0:
        sys.exit(graded.stderr)
    rows = json.loads(graded.stdout)["answers"]
    wrong = []
    for path, row in zip(answers, rows):
        kind = path.stem.split("-")[1]
        points = row["earned"] if not row.get("mistake") else row["mistake"]
        if (kind == "good") != row["ok"] or (kind in ("broken", "huge", "endless")) != (bool(row.get("mistake")) or row["earned"] == 0):
            wrong.append([path.name, points])
    print(json.dumps({"answers": len(rows), "kinds": kinds, "jobs": options.jobs, "seconds": round(took, 2),
                      "cpu_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2), "load_before": load,
                      "load_after": os.getloadavg()[0], "not_as_expected": wrong,
                      "report_bytes": report.stat().st_size}, indent=1))
    if not options.keep:
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()


if __name__ == "__main__":
    main()
