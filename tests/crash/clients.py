"""The client ends or loses its connection: at every request that it sends, and at any moment."""

import signal
import time

import wire
from bench import Trial, Violation
from databases import HISTORY

STOP_SECONDS = 5


def requests_of(bench, project):
    """What an undisturbed run through the proxy sends, request by request."""
    trial = Trial(bench, project)
    try:
        with wire.Proxy(bench.engine.name, bench.engine.server.port) as proxy:
            outcome = trial.migrate(port=proxy.port)
            if outcome.exit != 0:
                raise RuntimeError(f"the run through the proxy fails: {outcome}")
            return list(proxy.requests)
    finally:
        trial.close()


def at_boundary(boundary, action):
    """A point: `action` at that request of the first run."""

    def body(trial, _rng):
        covet = None

        def kill():
            covet.kill()
            covet.wait()

        engine = trial.bench.engine
        with wire.Proxy(engine.name, engine.server.port, boundary, action, kill) as proxy:
            covet = trial.start("migrate", port=proxy.port)
            outcome = trial.finish(covet)
        trial.tell(f"{action} at request {boundary} of {len(proxy.requests)}: {str(proxy.hit)[:200]}")
        if proxy.hit is None and outcome.exit != 0:
            raise Violation("undisturbed, and it fails")
        if action.startswith("kill") and proxy.hit is not None and outcome.exit != -signal.SIGKILL:
            raise Violation("killed, and it ended otherwise")
        trial.check_claims(outcome, unknown_allowed=action.startswith("gone"))
        trial.converge()

    return body


def at_any_moment(trial, rng):
    """One to three runs, each ended at a random moment of the time that a whole run takes; now and then politely."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        how = rng.choice((signal.SIGKILL,) * 8 + (signal.SIGTERM, signal.SIGINT))
        after = rng.uniform(0, trial.expected.seconds)
        covet = trial.start("migrate")
        time.sleep(max(0.0, covet.started + after - time.monotonic()))
        if covet.poll() is None:
            covet.send_signal(how)
        asked = time.monotonic()
        trial.tell(f"{how.name} after {after:.3f} s")
        outcome = trial.finish(covet, ended_by=how)
        if how != signal.SIGKILL:
            check_clean_stop(outcome, how, time.monotonic() - asked)
        trial.check_claims(outcome)
    trial.converge()


def check_clean_stop(outcome, how, took):
    if took > STOP_SECONDS:
        raise Violation(f"{how.name} took {took:.1f} s to stop it")
    # Before it listens for signals, they end it as they end any program.
    if outcome.exit not in (0, 128 + how, -how):
        raise Violation(f"{how.name} gives exit {outcome.exit}")


def decides(request):
    """True for a request whose reply tells what stands: COMMIT, structure, the history."""
    words = request.upper().split()
    return bool(words) and (words[0] in ("COMMIT", "CREATE", "ALTER", "DROP", "RENAME") or HISTORY in request[:60])


def choose(requests, rng, count, actions=wire.ACTIONS):
    """That many points at boundaries; half of them where something is decided."""
    points = [(n, action) for n in range(1, len(requests) + 1) for action in actions]
    rng.shuffle(points)
    first = [point for point in points if decides(requests[point[0] - 1])][: count // 2]
    chosen = set(first)
    return (first + [point for point in points if point not in chosen])[:count]


def run(bench, project, budget):
    """`budget` points: a third of a short run at random moments, all the boundaries in a long one."""
    chosen = []
    if bench.engine.server is not None:
        requests = requests_of(bench, project)
        every = len(requests) * len(wire.ACTIONS)
        print(f"{bench.engine.name}: {len(requests)} requests, {every} points at their boundaries", flush=True)
        chosen = choose(requests, bench.rng("boundaries"), min(every, budget * 2 // 3))
    for boundary, action in chosen:
        bench.point(f"request {boundary} {action}", project, at_boundary(boundary, action))
    for number in range(budget - len(chosen)):
        bench.point(f"moment {number}", project, at_any_moment)
