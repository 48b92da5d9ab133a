#!/usr/bin/env python3
# Draws the crossover between copying and remapping from the JSON of bench_remap, and prints it as a table.
#   build/bench/bench/bench_remap --benchmark_out=remap.json --benchmark_out_format=json
#   tests/bench/draw_remap.py remap.json [more.json ...] docs/figures/remap-crossover.svg
# Of several runs the least time of each is taken: what a busy machine adds is not the way's.
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import math
import re
import sys

WAYS = [  # name, what the figure calls it, colour, dashes
    ("copy", "copy", "#222222", ""),
    ("copy_huge", "copy, huge pages", "#222222", "6 3"),
    ("map_each_page", "mmap of each page", "#b3261e", ""),
    ("window", "window: runs", "#d97706", ""),
    ("window_deferred", "the same, deferred", "#d97706", "8 2"),
    ("window_dirty", "the same, not cleared", "#d97706", "2 3"),
    ("move_mapping", "mremap of the run", "#2563eb", ""),
    ("move_pages", "UFFDIO_MOVE", "#7c3aed", ""),
    ("move_huge", "UFFDIO_MOVE, huge pages", "#be185d", ""),
    ("continue", "UFFDIO_CONTINUE", "#0d9488", ""),
    ("window_huge", "window, huge pages", "#15803d", ""),
    ("window_huge_deferred", "the same, deferred", "#15803d", "8 2"),
    ("window_huge_dirty", "the same, not cleared", "#15803d", "2 3"),
]
PANELS = [(1, 1, "single, cold"), (32, 1, "batches of 32, cold"), (1, 0, "single, warm"), (32, 0, "batches of 32, warm")]


def read(paths):
    """(way, size, batch, cold) → nanoseconds of processor time for a packet."""
    best = {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for run in json.load(file)["benchmarks"]:
                if run.get("error_occurred"):
                    continue
                way, size, batch, cold = re.match(r"(\w+)/size:(\d+)/batch:(\d+)/cold:(\d)", run["name"]).groups()
                key = (way, int(size), int(batch), int(cold))
                best[key] = min(best.get(key, math.inf), run["cpu_time"] / int(batch))
    return best


def sizes(best):
    return sorted({size for _, size, _, _ in best})


def crossover(best, way, batch, cold):
    """From which size on the way costs less than the best copy, at every size measured from there on; None: never."""
    found, last = None, None
    for size in sizes(best):
        mine = best.get((way, size, batch, cold))
        copies = [best[(c, size, batch, cold)] for c in ("copy", "copy_huge") if (c, size, batch, cold) in best]
        if mine is None or not copies:
            return None
        ratio = mine / min(copies)
        if ratio >= 1:
            found = None
        elif found is None:
            # Between two sizes: where the two lines, drawn straight in logarithms, meet.
            found = size if last is None else math.exp(math.log(last[0]) + (math.log(size) - math.log(last[0])) * math.log(last[1]) / math.log(last[1] / ratio))
        last = (size, ratio)
    return found


def text_of(size):
    for unit, name in ((1 << 20, "MiB"), (1 << 10, "KiB")):
        if size >= unit:
            return f"{size / unit:.0f} {name}"
    return f"{size:.0f} B"


def table(best):
    for batch, cold, title in PANELS:
        print(f"\n{title}: nanoseconds a packet")
        print(f"{'':24}" + "".join(f"{text_of(s):>10}" for s in sizes(best)) + "   wins from")
        for way, name, _, _ in WAYS:
            row = [best.get((way, s, batch, cold)) for s in sizes(best)]
            won = "" if way.startswith("copy") else crossover(best, way, batch, cold)
            print(f"{way:24}" + "".join(f"{'-' if v is None else f'{v:,.0f}':>10}" for v in row)
                  + "   " + ("never" if won is None else won if won == "" else text_of(won)))


def draw(best, path):
    width, height, left, top, across, down = 1180, 900, 70, 60, 480, 330
    x0, x1 = math.log(sizes(best)[0]), math.log(sizes(best)[-1])
    y0, y1 = math.log(4), math.log(1e7)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
           'font-family="Inter, sans-serif" font-size="12">', f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
           f'<text x="{left}" y="28" font-size="16">From an adapter into a guest: nanoseconds of processor time a packet, by size</text>']
    for number, (batch, cold, title) in enumerate(PANELS):
        ox, oy = left + number % 2 * (across + 70), top + number // 2 * (down + 60)

        def x(size):
            return ox + (math.log(size) - x0) / (x1 - x0) * across

        def y(ns):
            return oy + down - (math.log(ns) - y0) / (y1 - y0) * down

        out.append(f'<text x="{ox}" y="{oy - 6}" font-weight="600">{title}</text>')
        for size in sizes(best):
            out.append(f'<line x1="{x(size):.1f}" y1="{oy}" x2="{x(size):.1f}" y2="{oy + down}" stroke="#eeeeee"/>'
                       + ("" if size in (128 << 10, 512 << 10) else  # too near to its neighbours
                          f'<text x="{x(size):.1f}" y="{oy + down + 16}" text-anchor="middle" font-size="10">{text_of(size)}</text>'))
        for power in range(1, 8):
            label = {1: "10 ns", 2: "100 ns", 3: "1 µs", 4: "10 µs", 5: "100 µs", 6: "1 ms", 7: "10 ms"}[power]
            out.append(f'<line x1="{ox}" y1="{y(10 ** power):.1f}" x2="{ox + across}" y2="{y(10 ** power):.1f}" stroke="#dddddd"/>'
                       f'<text x="{ox - 6}" y="{y(10 ** power) + 4:.1f}" text-anchor="end" font-size="10">{label}</text>')
        for way, _, colour, dashes in WAYS:
            points = [(x(s), y(best[(way, s, batch, cold)])) for s in sizes(best) if (way, s, batch, cold) in best]
            if points:
                out.append(f'<polyline fill="none" stroke="{colour}" stroke-width="1.8" stroke-dasharray="{dashes}" points="'
                           + " ".join(f"{a:.1f},{b:.1f}" for a, b in points) + '"/>')
            won = None if way.startswith("copy") else crossover(best, way, batch, cold)
            if won is not None and way in ("window", "move_mapping", "move_pages", "move_huge", "window_huge", "window_huge_deferred"):
                out.append(f'<line x1="{x(won):.1f}" y1="{oy + down}" x2="{x(won):.1f}" y2="{oy + down - 12}" stroke="{colour}" stroke-width="3"/>')
    for number, (_, name, colour, dashes) in enumerate(WAYS):
        lx, ly = left + number % 6 * 180, height - 50 + number // 6 * 20
        out.append(f'<line x1="{lx}" y1="{ly - 4}" x2="{lx + 28}" y2="{ly - 4}" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'
                   f'<text x="{lx + 34}" y="{ly}">{name}</text>')
    out.append(f'<text x="{left}" y="{height - 8}" font-size="10">A mark at the foot: from here on this way costs less than the best copy.</text></svg>')
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(out) + "\n")


if __name__ == "__main__":
    if len(sys.argv) < 3 or not sys.argv[-1].endswith(".svg"):
        sys.exit("draw_remap.py RUN.json ... FIGURE.svg")
    figures = read(sys.argv[1:-1])
    table(figures)
    draw(figures, sys.argv[-1])
