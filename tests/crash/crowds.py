"""Many `covet migrate` at once on one database, some of them killed: each migration happens once."""

import time

from bench import Violation


def crowd(size):
    def body(trial, rng):
        span = trial.expected.seconds
        starts = sorted(rng.uniform(0, span / 2) for _ in range(size))
        doomed = {i: rng.uniform(0, 2 * span) for i in rng.sample(range(size), size // 4)}
        begun = time.monotonic()
        runs = []
        for start in starts:
            time.sleep(max(0.0, begun + start - time.monotonic()))
            runs.append(trial.start("migrate", "--lock-timeout", "80s"))
        for i, after in sorted(doomed.items(), key=lambda item: starts[item[0]] + item[1]):
            time.sleep(max(0.0, begun + starts[i] + after - time.monotonic()))
            runs[i].kill()
        outcomes = [trial.finish(run) for run in runs]
        wrong = [o.exit for i, o in enumerate(outcomes) if o.exit not in (0, 6) and not (i in doomed and o.exit == -9)]
        if wrong:
            raise Violation(f"of {size} at once some give exit {wrong}; only 0 and 6 are right")
        trial.converge()

    return body


def run(bench, rounds, size):
    # SQLite gives up a write-ahead log only while nobody else has the database open.
    project = bench.project("crowd", without="journal")
    for number in range(rounds):
        bench.point(f"crowd {number} of {size}", project, crowd(size))
