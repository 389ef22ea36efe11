"""The server dies, and comes back: at any moment of a migration, and at a request."""

import time

import wire
from bench import Violation
from clients import requests_of

END_SECONDS = 5
CALM = (0, 3, 4, 5, 9)


def judge(trial, covet):
    """The server was killed: covet ends soon and with a cause; once the server is back, all becomes well."""
    died = time.monotonic()
    try:
        outcome = trial.finish(covet)
        took = time.monotonic() - died
    finally:
        trial.bench.engine.start_server(durable=True)
    if took > END_SECONDS:
        raise Violation(f"covet ends {took:.1f} s after the server")
    if outcome.exit not in CALM:
        raise Violation(f"the server died, and covet gives exit {outcome.exit}")
    trial.check_claims(outcome, unknown_allowed=True)
    trial.converge()


def at_any_moment(trial, rng):
    after = rng.uniform(0, trial.expected.seconds)
    covet = trial.start("migrate")
    time.sleep(max(0.0, covet.started + after - time.monotonic()))
    trial.bench.engine.server.kill()
    trial.tell(f"server killed after {after:.3f} s")
    judge(trial, covet)


def at_request(boundary, action):
    def body(trial, _rng):
        engine = trial.bench.engine
        with wire.Proxy(engine.name, engine.server.port, boundary, action, engine.server.kill) as proxy:
            covet = trial.start("migrate", port=proxy.port)
            if proxy.wait_for_hit(covet):
                trial.tell(f"server, {action} at request {boundary}: {proxy.hit[:200]}")
                judge(trial, covet)
            else:  # it asked for less this time
                trial.converge(trial.finish(covet))

    return body


def run(bench, project, budget):
    if bench.engine.server is None:
        return
    bench.expected(project)
    count = len(requests_of(bench, project))
    bench.engine.server.kill()
    bench.engine.start_server(durable=True)
    rng = bench.rng("outages")
    for number in range(budget):
        bench.point(f"outage at moment {number}", project, at_any_moment)
        boundary, action = rng.randint(1, count), rng.choice(("kill_before", "kill_after"))
        bench.point(f"outage at request {boundary} {action}", project, at_request(boundary, action))
    bench.engine.server.kill()
    bench.engine.start_server()
