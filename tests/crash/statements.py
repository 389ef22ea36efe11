"""The client dies while the server is busy with its statement, and the next covet comes at once. A server that works on
a statement does not look whether anybody waits for the answer: the statement goes on, and may take effect later."""

import time

from bench import Violation, wait_until

# How long the table is still held once the next covet has come.
HELD_SECONDS = 1.0
# Lets others change rows, but neither structure nor indexes.
HOLDING = {"postgresql": "LOCK TABLE big IN ROW EXCLUSIVE MODE", "mysql": "SELECT * FROM big"}
# Each runs for about three seconds, or waits for as long as somebody holds the table.
PROJECTS = {
    "postgresql": {
        "setup": """
            CREATE TABLE log (step text);
            CREATE TABLE one (id int); INSERT INTO one VALUES (1);
            CREATE TABLE big (id int, x int); INSERT INTO big SELECT n, 0 FROM generate_series(1, 40) n;
            CREATE FUNCTION slow(n int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS
              'BEGIN PERFORM pg_sleep(0.08); RETURN n; END'""",
        "working": {
            "alter": "ALTER TABLE one ADD COLUMN slept text DEFAULT pg_sleep(3)::text",
            "alter, transaction=none": "ALTER TABLE one ADD COLUMN slept text DEFAULT pg_sleep(3)::text",
            "concurrently": "CREATE INDEX CONCURRENTLY big_idx ON big (slow(id))",
        },
        "waiting": {
            "alter": "ALTER TABLE big ADD COLUMN late int",
            "alter, transaction=none": "ALTER TABLE big ADD COLUMN late int",
            "concurrently": "CREATE INDEX CONCURRENTLY big_idx ON big (id)",
        },
    },
    "mysql": {
        "setup": """
            CREATE TABLE log (step varchar(20));
            CREATE TABLE big (id int, x int, filler char(200) NOT NULL DEFAULT 'x');
            INSERT INTO big (id, x) SELECT seq, 0 FROM seq_1_to_40""",
        "working": {
            # No function that waits is allowed there.
            "alter": "ALTER TABLE big ADD COLUMN hash varchar(128) NOT NULL"
            " DEFAULT (SHA2(REPEAT('x', 5000000 + id), 512)), ALGORITHM=COPY",
        },
        "waiting": {
            "alter": "ALTER TABLE big ADD COLUMN late int",
        },
    },
}


def migration(kind, statement):
    option = " transaction=none" if kind.endswith("none") else ""
    return f"""-- covet:up{option}
INSERT INTO log VALUES ('before');
UPDATE big SET x = x + 1;
{statement};
UPDATE big SET x = x * 3;
INSERT INTO log VALUES ('after');
"""


def killed_at_work(statement):
    def body(trial, rng):
        covet = trial.start("migrate")
        wait_until(lambda: trial.database.running(statement[:20]), statement)
        time.sleep(rng.uniform(0, 0.3))
        covet.kill()
        again = trial.start("migrate")
        trial.check_claims(trial.finish(covet))
        trial.converge(trial.finish(again))

    return body


def killed_while_waiting(statement):
    def body(trial, _rng):
        holder = trial.database.connect()
        try:
            holder.ask(f"BEGIN; {HOLDING[trial.bench.engine.name]}")
            covet = trial.start("migrate")
            wait_until(lambda: trial.database.running(statement[:20]), statement)
            covet.kill()
            trial.check_claims(trial.finish(covet))
            others = trial.database.sessions()
            again = trial.start("migrate")
            wait_until(lambda: again.poll() is not None or trial.database.sessions() - others, "the next covet")
            time.sleep(HELD_SECONDS)
            if again.poll() == 0:
                raise Violation("the next covet says ok, and the statement still waits")
        finally:
            holder.close()
        trial.converge(trial.finish(again))

    return body


def run(bench, rounds):
    for engine, cases in PROJECTS.items():
        if engine != bench.engine.name:
            continue
        for mode, how in (("working", killed_at_work), ("waiting", killed_while_waiting)):
            for kind, statement in cases[mode].items():
                files = {"20260101000001_long.sql": migration(kind, statement)}
                project = bench.project(f"{mode} {kind}".replace(" ", "_"), files, cases["setup"])
                for number in range(rounds):
                    bench.point(f"{kind}, killed while {mode}, {number}", project, how(statement))
