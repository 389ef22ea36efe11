"""Disks that are full or read-only, and databases that may only be read: a clear error, and nothing half recorded."""

import ctypes
import os
import pwd
import re
import shutil
import subprocess

from bench import NotTried, Violation

PAGE = 4096
CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000
BIG = "size=64m"
# So many are applied when it happens. SQLite has a write-ahead log at first, and a journal at the last of them.
PHASES = (0, 2, 5)
SERVER_PHASES = (0, 2, 4)


CAN_NOT_WRITE = "read-only|readonly|permission|may be written"


def may_mount(state={}):  # noqa: B006  # asked once
    """Goes into a name space of our own, where mounting needs no rights and leaves nothing; why not, or ""."""
    if "why" not in state:
        state["why"] = _unshare()
    return state["why"]


def _unshare():
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWNS if user == 0 else CLONE_NEWUSER | CLONE_NEWNS) != 0:
        return f"no mounts of our own: {os.strerror(ctypes.get_errno())}"
    try:
        if user != 0:
            for file, text in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
                with open(f"/proc/self/{file}", "w", encoding="ascii") as out:
                    out.write(text)
        mount("--make-rprivate", "/")
    except (OSError, subprocess.CalledProcessError) as error:
        return f"no mounts of our own: {error}"
    return ""


def mount(*arguments):
    subprocess.run(["mount", *map(str, arguments)], check=True, capture_output=True)


class SmallDisk:
    """A file system of its own at `folder`, while inside `with`."""

    def __init__(self, folder, options):
        if why := may_mount():
            raise NotTried(why)
        self._folder, self._options = folder, options

    def __enter__(self):
        mount("-t", "tmpfs", "-o", f"mode=755,{self._options}", "covet-crash", self._folder)
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", str(self._folder)], check=True, capture_output=True)

    def remount(self, options):
        mount("-o", f"remount,{options}", self._folder)


def must_refuse(trial, outcome, pattern):
    """It failed, said why, and claims nothing that isn't so."""
    if outcome.exit not in (2, 3, 4, 5):
        raise Violation(f"exit {outcome.exit}, and nothing could be written")
    if not re.search(pattern, outcome.err, re.I):
        raise Violation(f"the error doesn't say why: nothing like `{pattern}`")
    trial.check_claims(outcome)


def full(pages):
    def body(trial, _rng):
        with SmallDisk(trial.database.folder, f"size={pages * PAGE}") as disk:
            outcome = trial.migrate()
            trial.tell(f"on {pages} pages")
            if outcome.exit == 0:
                trial.notes = "large enough"
            else:
                must_refuse(trial, outcome, "full|no space")
            disk.remount(BIG)
            trial.converge()

    return body


def read_only_disk(phase):
    def body(trial, _rng):
        with SmallDisk(trial.database.folder, BIG) as disk:
            advance(trial, phase)
            before = trial.database.dump()
            disk.remount("ro")
            outcome = trial.migrate()
            must_refuse(trial, outcome, CAN_NOT_WRITE)
            trial.compare("dump of what is read-only", before, trial.database.dump())
            disk.remount("rw")
            trial.converge()

    return body


def advance(trial, phase, prefix=()):
    if phase > 0 and (outcome := trial.migrate("--steps", str(phase), prefix=prefix)).exit != 0:
        raise RuntimeError(f"the way there fails: {outcome}")


def forbidden(phase, what):
    """`what`: the file or its folder may only be read. Root may write all the same, so covet runs as somebody else."""

    def body(trial, _rng):
        prefix = ()
        folder, file = trial.database.folder, trial.database.file
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            prefix = ("setpriv", "--reuid", str(nobody.pw_uid), "--regid", str(nobody.pw_gid), "--clear-groups")
            shutil.chown(folder, nobody.pw_uid, nobody.pw_gid)
        advance(trial, phase, prefix)
        target = file if what == "file" else folder
        mode = target.stat().st_mode
        before = trial.database.dump() if file.exists() else []
        target.chmod(0o444 if what == "file" else 0o555)
        outcome = trial.migrate(prefix=prefix)
        must_refuse(trial, outcome, CAN_NOT_WRITE)
        trial.compare("dump of what is forbidden", before, trial.database.dump() if file.exists() else [])
        target.chmod(mode)
        trial.converge(trial.migrate(prefix=prefix))

    return body


def read_only_server(phase):
    def body(trial, _rng):
        database, engine = trial.database, trial.bench.engine
        advance(trial, phase)
        before = database.dump(), database.history()
        if engine.name == "postgresql":
            on = f"ALTER DATABASE {database.name} SET default_transaction_read_only = on"
            off, url = f"ALTER DATABASE {database.name} RESET default_transaction_read_only", None
        else:
            on, off = "SET GLOBAL read_only = 1", "SET GLOBAL read_only = 0"
            # Who may do all may write all the same.
            url = engine.server.url(database.name, user="plain")
        database.ask(on)
        try:
            outcome = trial.migrate(url=url)
        finally:
            database.ask(off)
        must_refuse(trial, outcome, "read-only|read only")
        trial.compare("database that is read-only", before, (database.dump(), database.history()))
        trial.converge()

    return body


def run(bench, project, budget):
    """SQLite: `budget` sizes of a disk that is too small, from nothing to enough, and all that is read-only."""
    if bench.engine.server is not None:
        for phase in SERVER_PHASES:
            bench.point(f"read-only server, {phase} applied", project, read_only_server(phase))
        return
    enough = 40
    sizes = range(1, enough + 1)
    for pages in sizes if budget >= enough else sorted(bench.rng("disks").sample(sizes, budget)):
        bench.point(f"disk of {pages} pages", project, full(pages))
    for phase in PHASES:
        bench.point(f"read-only disk, {phase} applied", project, read_only_disk(phase))
        bench.point(f"read-only folder, {phase} applied", project, forbidden(phase, "folder"))
        if phase > 0:
            bench.point(f"read-only file, {phase} applied", project, forbidden(phase, "file"))
