"""Points, and the oracle: after each, one `covet migrate` must bring the database to where a run that nobody disturbed
brings it, with the same rows and the same history, and leave nothing behind."""

import dataclasses
import difflib
import pathlib
import random
import re
import signal
import subprocess
import time
import traceback

from databases import SqlError
from servers import CLIENT_ENVIRONMENT, PASSWORD, PASSWORD_IN_URL

HERE = pathlib.Path(__file__).resolve().parent
RUN_SECONDS = 90
PROGRESS_SECONDS = 60
CODES = {0: "ok", 3: "can't connect", 4: "as before", 5: "resumable", 6: "lock held", 9: "unknown"}
CRASHED = (70, 99)  # covet's own bug; a sanitizer's report
OWN_BUG = "this is a bug in covet"


class Violation(Exception):
    """covet broke a promise."""


class NotTried(Exception):
    """This machine doesn't allow it; that is no pass."""


@dataclasses.dataclass
class Outcome:
    exit: int  # negative: the signal that ended it
    out: str
    err: str
    seconds: float

    def __str__(self):
        said = "\n".join("    " + line for line in (self.out + self.err).splitlines())
        return f"exit {self.exit} after {self.seconds:.1f} s\n{said}"


@dataclasses.dataclass
class Expected:
    dump: list
    history: list
    seconds: float  # how long the undisturbed run took


@dataclasses.dataclass
class Project:
    """Migrations in a folder. `setup`: what stands in the database before the first."""

    name: str
    folder: pathlib.Path
    setup: str = ""


class Bench:
    """Where points are tried, and what became of them."""

    def __init__(self, engine, covet, folder, options):
        self.engine, self.covet, self.folder, self.options = engine, covet, folder, options
        self.ok, self.unknown = 0, 0
        self.failed, self.not_tried = [], []
        self._told = time.monotonic()
        self._expected = {}

    def project(self, name, files=None, setup="", settings="", without=None):
        """`files`: text by name; else those of migrations/<engine>, but for those `without` that word in their name."""
        project = Project(name, self.folder / f"project_{name}", setup)
        (project.folder / "migrations").mkdir(parents=True, exist_ok=True)
        (project.folder / "covet.toml").write_text(
            f'[project]\nname = "crash"\ndefault_env = "dev"\n[env.dev]\nurl = "${{CRASH_URL}}"\n{settings}\n'
        )
        if files is None:
            paths = sorted((HERE / "migrations" / self.engine.name).iterdir())
            files = {path.name: path.read_text() for path in paths if without is None or without not in path.name}
        for file, text in files.items():
            (project.folder / "migrations" / file).write_text(text)
        return project

    def expected(self, project):
        """What an undisturbed run leads to."""
        if project.name not in self._expected:
            trial = Trial(self, project)
            try:
                outcome = trial.migrate()
                if outcome.exit != 0:
                    raise RuntimeError(f"the undisturbed run of {project.name} fails: {outcome}")
                if left := trial.database.settled_leftovers():
                    raise RuntimeError(f"the undisturbed run of {project.name} leaves {left}")
                history = trial.database.history()
                self._expected[project.name] = Expected(trial.database.dump(), history, outcome.seconds)
            finally:
                trial.database.drop()
        return self._expected[project.name]

    def rng(self, name):
        """Random numbers that the seed and the name decide."""
        return random.Random(f"{self.options.seed} {name}")

    def wants(self, name):
        return re.search(self.options.only, f"{self.engine.name} {name}") is not None

    def point(self, name, project, body):
        """Tries `body(trial, rng)` on a fresh database. The same name and seed give the same random numbers."""
        if not self.wants(name):
            return
        expected = self.expected(project)
        start = time.monotonic()
        trial = Trial(self, project, expected)
        try:
            body(trial, self.rng(name))
            self.ok += 1
            self.unknown += trial.unknown
            if self.options.verbose:
                print(f"ok      {self.engine.name} {name} {time.monotonic() - start:.2f} s {trial.notes}", flush=True)
        except NotTried as reason:
            self.skip(name, reason)
        except (Violation, SqlError, RuntimeError, subprocess.SubprocessError) as error:
            self._record(name, error, trial)
        finally:
            trial.close()
        if time.monotonic() - self._told > PROGRESS_SECONDS:
            self._told = time.monotonic()
            print(f"… {self.ok} ok, {len(self.failed)} failed; at {name}", flush=True)

    def skip(self, name, reason):
        """Says that this machine doesn't allow it."""
        self.not_tried.append(name)
        print(f"NOT TRIED {self.engine.name} {name}: {reason}", flush=True)

    def _record(self, name, error, trial):
        self.failed.append(name)
        if not isinstance(error, Violation):
            traceback.print_exception(error)
        print(f"FAILED  {self.engine.name} {name}: {error}")
        for story in trial.story:
            print("  " + story)
        only = f"^{self.engine.name} {re.escape(name)}$"
        print(f"  again: {self.options.again} --seed {self.options.seed} --only '{only}'")
        print(flush=True)


class Trial:
    """One point: a project, its fresh database, and what was done to them."""

    def __init__(self, bench, project, expected=None):
        self.bench, self.project, self.expected = bench, project, expected
        self.story = []  # for whoever reads of a failure
        self.notes = ""
        self.unknown = False
        self._running = []
        self.database = bench.engine.fresh()
        if project.setup:
            self.database.ask(project.setup)

    def close(self):
        for process in self._running:
            if process.poll() is None:
                process.kill()
                process.communicate()
        try:
            self.database.drop()
        except SqlError:
            self.bench.engine.disconnect()  # the session that was to drop it was lost; the server goes anyway

    def tell(self, text):
        self.story.append(text)

    def start(self, *arguments, port=None, prefix=(), url=None):
        """covet, running. `port`: of a proxy."""
        environment = {
            **CLIENT_ENVIRONMENT,
            "NO_COLOR": "1",
            # Counts of lines are for other tests, whose files many at once would wait for.
            "GCOV_PREFIX": str(self.bench.folder / "gcov"),
            "GCOV_PREFIX_STRIP": "99",
            "CRASH_URL": url or self.database.url(port),
            # Leaks are for other tests; the crash of a sanitizer must not look like an exit code of covet's.
            "ASAN_OPTIONS": "detect_leaks=0:exitcode=99",
            "UBSAN_OPTIONS": "halt_on_error=1:exitcode=99",
        }
        process = subprocess.Popen(
            [*prefix, self.bench.covet, *(arguments or ("migrate",))], cwd=self.project.folder, env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace",
        )  # fmt: skip
        process.started = time.monotonic()
        self._running.append(process)
        return process

    def finish(self, process, seconds=RUN_SECONDS, ended_by=signal.SIGKILL):
        """Waits until it ends; that it does, crashes nowhere and tells no secret is always part of the promise."""
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            process.kill()
            out, err = process.communicate()
            raise Violation(f"covet still runs after {seconds} s; it said:\n{out}{err}") from error
        outcome = Outcome(process.returncode, out, err, time.monotonic() - process.started)
        self.tell(f"covet: {outcome}")
        if outcome.exit in CRASHED or (outcome.exit < 0 and outcome.exit != -ended_by):
            raise Violation("covet crashed")
        if PASSWORD in out + err or PASSWORD_IN_URL in out + err or OWN_BUG in err:
            raise Violation("covet shows the password, or calls it its own bug")
        return outcome

    def migrate(self, *arguments, **where):
        return self.finish(self.start("migrate", *arguments, **where))

    def applied(self, history):
        return {row[0] for row in history if row[4] == "applied"}

    def check_claims(self, outcome, unknown_allowed=False):
        """What covet said before it ended is so. Exit 9 claims nothing, and is right only where nobody can be asked."""
        history = self.database.history()
        applied = self.applied(history)
        self.tell(f"history: {[(row[0][-2:], *row[4:8]) for row in history]}")
        said = re.findall(r"^\[\d+/\d+\] +(\d+) .* (ok|FAILED) ", outcome.err, re.M)
        if lost := {version for version, word in said if word == "ok"} - applied:
            raise Violation(f"covet said that {lost} is applied, and the history doesn't know it")
        wrong = {version for version, word in said if word == "FAILED"} & applied
        if wrong and outcome.exit != 9:
            raise Violation(f"covet said that {wrong} failed, and the history says applied")
        everything = applied == {row[0] for row in self.expected.history}
        if outcome.exit == 0 and not everything:
            raise Violation("exit 0, and not everything is applied")
        if outcome.exit in (1, 2, 3, 4, 5, 7, 8) and everything:
            raise Violation(f"exit {outcome.exit} ({CODES.get(outcome.exit)}), and everything is applied")
        if outcome.exit == 4 and len(applied) < len(history):
            raise Violation("exit 4 (database as before), and the history holds a half migration")
        if outcome.exit == 9:
            self.unknown = True
            if not unknown_allowed:
                raise Violation("exit 9 (outcome unknown), and the server could have been asked")
        if 0 < outcome.exit < 100 and "help:" not in outcome.err and "next:" not in outcome.err:
            raise Violation("an error that ends in nothing the user can do")

    def converge(self, outcome=None):
        """The oracle. `outcome`: of the one `covet migrate`, where it has run already."""
        outcome = outcome or self.migrate()
        if outcome.exit != 0:
            raise Violation(f"one covet migrate afterwards gives exit {outcome.exit}")
        self.compare("history", self.expected.history, self.database.history())
        self.compare("dump", self.expected.dump, self.database.dump())
        if left := self.database.settled_leftovers():
            raise Violation(f"left over: {'; '.join(left)}")

    def compare(self, what, expected, found):
        if expected == found:
            return
        lines = difflib.unified_diff(
            [str(line) for line in expected], [str(line) for line in found], "undisturbed", "here", lineterm="", n=1
        )
        raise Violation(f"the {what} differs:\n" + "\n".join("    " + line for line in list(lines)[:40]))


def wait_until(condition, what, seconds=20):
    """Polls `condition` until it gives something true, which is returned."""
    deadline = time.monotonic() + seconds
    while not (result := condition()):
        if time.monotonic() > deadline:
            raise RuntimeError(f"this never came: {what}")
        time.sleep(0.02)
    return result
