"""An ALTER that waits for somebody's long SELECT makes everybody wait behind it: no longer than the lock timeout."""

import threading
import time

from bench import Violation, wait_until

# MariaDB counts its lock timeout in whole seconds.
LOCK_TIMEOUT = {"postgresql": 0.5, "mysql": 1.0}
SLACK = 0.2
HELD_SECONDS = 1.5
SETUP = {
    "postgresql": "CREATE TABLE busy (id int, x int); INSERT INTO busy VALUES (1, 0); CREATE TABLE log (step text)",
    "mysql": "CREATE TABLE busy (id int, x int); INSERT INTO busy VALUES (1, 0); CREATE TABLE log (step varchar(20))",
}
MIGRATION = """-- covet:up
INSERT INTO log VALUES ('before');
ALTER TABLE busy ADD COLUMN note varchar(10) NOT NULL DEFAULT 'none';
UPDATE busy SET x = x + 1;
-- covet:down
ALTER TABLE busy DROP COLUMN note;
"""


class Traffic:
    """Somebody who reads one row after another, and how long the slowest took."""

    def __init__(self, database):
        self._session = database.connect()
        self._stop = threading.Event()
        self.longest = 0.0
        self.count = 0
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self):
        while not self._stop.wait(0.01):
            start = time.monotonic()
            self._session.ask("SELECT id FROM busy")
            self.longest = max(self.longest, time.monotonic() - start)
            self.count += 1

    def stop(self):
        self._stop.set()
        self._thread.join(60)
        self._session.close()
        return self.longest


def noise_of(database, seconds=1.0):
    """The slowest read while nobody migrates: what this machine adds by itself."""
    traffic = Traffic(database)
    time.sleep(seconds)
    return traffic.stop()


def stall(lets_go):
    """`lets_go`: the SELECT ends while covet tries; else it outlasts it."""

    def body(trial, _rng):
        limit = LOCK_TIMEOUT[trial.bench.engine.name]
        noise = noise_of(trial.database)
        holder = trial.database.connect()
        holder.ask("BEGIN; SELECT * FROM busy")
        traffic = Traffic(trial.database)
        covet = trial.start("migrate")
        try:
            if lets_go:
                wait_until(lambda: waits_or_ended(trial, covet), "an ALTER that waits")
                time.sleep(HELD_SECONDS)
                holder.ask("COMMIT")
            outcome = trial.finish(covet)
        finally:
            longest = traffic.stop()
            holder.close()
        waits = f"longest wait {longest * 1000:.0f} ms (noise {noise * 1000:.0f})"
        trial.notes = f"{waits}, covet took {outcome.seconds:.1f} s"
        trial.tell(trial.notes)
        if longest > limit + SLACK + noise:
            raise Violation(f"others waited {longest * 1000:.0f} ms, with a lock timeout of {limit * 1000:.0f} ms")
        trial.check_claims(outcome)
        if lets_go and outcome.exit != 0:
            raise Violation(f"the lock came free while it tried, and covet gives exit {outcome.exit}")
        if not lets_go and outcome.exit not in (4, 5):
            raise Violation(f"the lock never came free, and covet gives exit {outcome.exit}")
        trial.converge()

    return body


def waits_or_ended(trial, covet):
    return covet.poll() is not None or trial.database.running("ALTER TABLE busy")


def run(bench, rounds):
    if bench.engine.server is None:
        return
    name = bench.engine.name
    setting = f'lock_timeout = "{LOCK_TIMEOUT[name] * 1000:.0f}ms"\nlock_retry = "10s"'
    project = bench.project("stall", {"20260101000001_alter.sql": MIGRATION}, SETUP[name], setting)
    for number in range(rounds):
        bench.point(f"stall {number} that outlasts covet", project, stall(lets_go=False))
        bench.point(f"stall {number} that ends", project, stall(lets_go=True))
