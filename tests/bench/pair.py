#!/usr/bin/env python3
"""pair.py NAME COVET_COMMAND BARE_COMMAND

Runs both shell commands COVET_BENCH_RUNS times in turn and prints a line: the name, the median of each in
milliseconds, and the median of the ratios within a pair. A command that fails ends it.
"""

import os
import statistics
import subprocess
import sys
import time


def milliseconds(command):
    start = time.perf_counter()
    done = subprocess.run(command, shell=True, executable="/bin/bash", stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    elapsed = (time.perf_counter() - start) * 1000
    if done.returncode != 0:
        sys.exit(f"{command}: exit {done.returncode}\n{done.stderr}")
    return elapsed


def main():
    name, covet, bare = sys.argv[1:]
    runs = int(os.environ.get("COVET_BENCH_RUNS", "15"))
    pairs = []
    for run in range(runs + 1):
        if run % 2:
            ours, theirs = milliseconds(covet), milliseconds(bare)
        else:
            theirs, ours = milliseconds(bare), milliseconds(covet)
        if run:  # the first pair warms the caches
            pairs.append((ours, theirs))
    ours = statistics.median(pair[0] for pair in pairs)
    theirs = statistics.median(pair[1] for pair in pairs)
    ratio = statistics.median(pair[0] / pair[1] for pair in pairs)
    print(f"{name:44} {ours:7.1f} ms {theirs:7.1f} ms {ratio:8.2f}", flush=True)


main()
