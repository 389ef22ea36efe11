"""The server, or the way to it, falls silent at a request: nothing is refused or closed, no answer comes. covet gives up when its
`command_timeout` has passed, and says what it knows."""

import wire
from bench import Violation
from clients import choose, requests_of

SETTINGS = 'command_timeout = "4s"\nconnect_timeout = "2s"'
# command_timeout, looking up what became of the work on a new connection, and what a slow machine adds.
END_SECONDS = 25
CALM = (0, 3, 4, 5, 9)


def at_request(boundary, action):
    def body(trial, _rng):
        engine = trial.bench.engine
        with wire.Proxy(engine.name, engine.server.port, boundary, action) as proxy:
            outcome = trial.finish(trial.start("migrate", port=proxy.port))
            trial.tell(f"{action} at request {boundary} of {len(proxy.requests)}: {str(proxy.hit)[:200]}")
            if proxy.hit is None and outcome.exit != 0:
                raise Violation("undisturbed, and it fails")
            if proxy.hit is not None:
                if outcome.exit not in CALM:
                    raise Violation(f"the server is silent, and covet gives exit {outcome.exit}")
                if outcome.seconds > END_SECONDS:
                    raise Violation(f"covet ends after {outcome.seconds:.1f} s of silence")
        trial.check_claims(outcome, unknown_allowed=True)
        trial.converge()

    return body


def run(bench, budget):
    """`budget` points; only where there is a server."""
    if bench.engine.server is None:
        return
    project = bench.project("silenced", settings=SETTINGS)
    requests = requests_of(bench, project)
    actions = ("silent_before", "silent_after")
    for boundary, action in choose(requests, bench.rng("silences"), budget, actions):
        bench.point(f"request {boundary} {action}", project, at_request(boundary, action))
