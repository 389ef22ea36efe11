"""The client ends or loses its connection while it undoes migrations, but for the first: the same rollback afterwards undoes
the rest, to the same catalog and rows as where nobody disturbed it, and all can be applied again."""

import signal
import time

import wire
from bench import Expected, Trial, Violation
from clients import choose

FIRST = "20260101000001"
UNDO = ("rollback", "--to", FIRST, "--yes")


def undo(trial, **where):
    outcome = trial.finish(trial.start(*UNDO, **where))
    if outcome.exit != 0:
        raise Violation(f"covet rollback gives {outcome}")
    return outcome


def undisturbed(bench, project):
    """What a whole rollback leads to, and what it sends, request by request."""
    trial = Trial(bench, project)
    try:
        if (outcome := trial.migrate()).exit != 0:
            raise RuntimeError(f"the undisturbed run fails: {outcome}")
        requests = []
        if bench.engine.server is not None:
            with wire.Proxy(bench.engine.name, bench.engine.server.port) as proxy:
                outcome = undo(trial, port=proxy.port)
                requests = list(proxy.requests)
        else:
            outcome = undo(trial)
        return Expected(trial.database.dump(), trial.database.history(), outcome.seconds), requests
    finally:
        trial.close()


def judge(trial, outcome, down, unknown_allowed=False):
    history = trial.database.history()
    trial.tell(f"history: {[(row[0][-2:], *row[4:8]) for row in history]}")
    if outcome.exit == 0 and trial.applied(history) != {FIRST}:
        raise Violation("exit 0, and not everything is undone")
    if outcome.exit == 9 and not unknown_allowed:
        raise Violation("exit 9 (outcome unknown), and the server could have been asked")
    undo(trial)
    trial.compare("history after the rollback", down.history, trial.database.history())
    trial.compare("dump after the rollback", down.dump, trial.database.dump())
    if left := trial.database.settled_leftovers():
        raise Violation(f"left over: {'; '.join(left)}")
    if (again := trial.migrate()).exit != 0:
        raise Violation(f"covet migrate afterwards gives exit {again.exit}")


def at_boundary(boundary, action, down):
    def body(trial, _rng):
        trial.migrate()
        covet = None

        def kill():
            covet.kill()
            covet.wait()

        engine = trial.bench.engine
        with wire.Proxy(engine.name, engine.server.port, boundary, action, kill) as proxy:
            covet = trial.start(*UNDO, port=proxy.port)
            outcome = trial.finish(covet)
        trial.tell(f"{action} at request {boundary} of {len(proxy.requests)}: {str(proxy.hit)[:200]}")
        if proxy.hit is None and outcome.exit != 0:
            raise Violation("undisturbed, and it fails")
        judge(trial, outcome, down, unknown_allowed=action.startswith("gone"))

    return body


def at_any_moment(down):
    def body(trial, rng):
        trial.migrate()
        for _ in range(rng.choice((1, 1, 2, 3))):
            after = rng.uniform(0, down.seconds)
            covet = trial.start(*UNDO)
            time.sleep(max(0.0, covet.started + after - time.monotonic()))
            if covet.poll() is None:
                covet.send_signal(signal.SIGKILL)
            trial.tell(f"killed after {after:.3f} s")
            outcome = trial.finish(covet)
        judge(trial, outcome, down)

    return body


def run(bench, project, budget):
    """`budget` points: a third at random moments, where there are requests."""
    down, requests = undisturbed(bench, project)
    chosen = []
    if requests:
        every = len(requests) * len(wire.ACTIONS)
        print(f"{bench.engine.name}: {len(requests)} requests of a rollback, {every} points", flush=True)
        chosen = choose(requests, bench.rng("rollback boundaries"), min(every, budget * 2 // 3))
    for boundary, action in chosen:
        bench.point(f"rollback request {boundary} {action}", project, at_boundary(boundary, action, down))
    for number in range(budget - len(chosen)):
        bench.point(f"rollback moment {number}", project, at_any_moment(down))
