"""SQLite has no wire to cut: its boundaries are the system calls that write. At each the program dies, or the disk is
full from there on, or fails once; strace does it to the program as it is."""

import collections
import re
import shutil
import signal
import subprocess

from bench import NotTried, Trial, Violation
from disks import must_refuse

WRITES = "pwrite64,fdatasync,fsync,ftruncate,unlink"
FAULTS = {"kill": "signal=SIGKILL", "full": "error=ENOSPC", "broken": "error=EIO"}
FULL_CALLS = ("pwrite64", "ftruncate")


def strace(*arguments):
    return ("strace", "-qqq", "-f", "-e", "signal=none", *arguments)


def calls_of(bench, project):
    """How often an undisturbed run makes each call."""
    if shutil.which("strace") is None:
        raise NotTried("no strace here")
    trial = Trial(bench, project)
    log = bench.folder / "strace.log"
    try:
        outcome = trial.migrate(prefix=strace("-e", f"trace={WRITES}", "-o", log))
        if outcome.exit != 0:
            raise NotTried(f"strace may not trace here: {outcome.err}")
    except subprocess.SubprocessError as error:
        raise NotTried(str(error)) from error
    finally:
        trial.close()
    return collections.Counter(re.findall(r"^(?:\d+ +)?(\w+)\(", log.read_text(errors="replace"), re.M))


def at_call(call, number, fault):
    def body(trial, _rng):
        until = "+" if fault == "full" else ""
        inject = f"inject={call}:{FAULTS[fault]}:when={number}{until}"
        outcome = trial.migrate(prefix=strace("-e", f"trace={call}", "-e", inject, "-o", "/dev/null"))
        if outcome.exit == -signal.SIGKILL or outcome.exit == 0:
            if fault == "kill" and outcome.exit == 0:
                raise Violation("undisturbed: the call was never made")
            trial.check_claims(outcome)
        else:
            must_refuse(trial, outcome, "full|no space" if fault == "full" else "error")
        trial.converge()

    return body


def points(calls):
    for call, count in sorted(calls.items()):
        for number in range(1, count + 1):
            for fault in FAULTS:
                if fault != "full" or call in FULL_CALLS:
                    yield call, number, fault


def run(bench, project, budget):
    if bench.engine.server is not None:
        return
    try:
        calls = calls_of(bench, project)
    except NotTried as reason:
        bench.skip("system calls", reason)
        return
    every = list(points(calls))
    print(f"sqlite: {sum(calls.values())} writing calls, {len(every)} points at their boundaries", flush=True)
    bench.rng("syscalls").shuffle(every)
    for call, number, fault in every[:budget]:
        bench.point(f"{call} {number} {fault}", project, at_call(call, number, fault))
