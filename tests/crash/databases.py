"""A fresh database for every point, and what the engines' own tools say is in it."""

import fcntl
import hashlib
import itertools
import os
import pathlib
import shutil
import sqlite3
import subprocess
import threading
import time

from servers import CLIENT_ENVIRONMENT, Mariadb, Postgresql

HISTORY = "covet_migrations"
RUNS = "covet_runs"  # when it ran and how long it took: never the same
# What the history must say alike after every way there; when, how long and by whom differ.
HISTORY_QUERY = (
    "SELECT version, name, checksum, down_checksum, state, statements_done, statements_total, under_way,"
    f" coalesce(error, '') FROM {HISTORY} ORDER BY version"
)
MISSING = ("does not exist", "doesn't exist", "no such table")
SETTLE_SECONDS = 10


class SqlError(Exception):
    pass


class Client:
    """psql or mariadb, kept open: a question costs no new process."""

    def __init__(self, command, secret):
        self._count = itertools.count()
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            command, env={**CLIENT_ENVIRONMENT, **secret}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, bufsize=1,
        )  # fmt: skip

    def ask(self, sql):
        """Its rows, each a list of texts. Throws SqlError with what the server said."""
        with self._lock:
            end = f"answered {next(self._count)}"
            try:
                self._process.stdin.write(f"{sql.rstrip().rstrip(';')};\nSELECT '{end}';\n")
            except BrokenPipeError as error:
                raise SqlError("the client has ended") from error
            lines = []
            while (line := self._process.stdout.readline().rstrip("\n")) != end:
                if not line and self._process.poll() is not None:
                    raise SqlError("\n".join(lines) or "the client has ended")
                lines.append(line)
        if any(line.startswith(("ERROR", "FATAL")) or "server closed the connection" in line for line in lines):
            raise SqlError("\n".join(lines))
        return [line.split("\t") for line in lines]

    def use(self, name):
        """Goes over to another database; what goes wrong is told by the next question."""
        command = f"\\c {name}" if self._process.args[0] == "psql" else f"USE {name};"
        self._process.stdin.write(command + "\n")

    def close(self):
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()


def sorted_rows(lines, is_row):
    """The dump with each run of rows in order: where a row lies in its table says nothing."""
    result = []
    for row, group in itertools.groupby(lines, is_row):
        result += sorted(group) if row else list(group)
    return result


class Database:
    """One database: url(), ask(), history(), dump(), leftovers(), drop()."""

    def history(self):
        try:
            return [tuple(row) for row in self.ask(HISTORY_QUERY)]
        except SqlError as error:
            if any(text in str(error) for text in MISSING):
                return []
            raise

    def settled_leftovers(self):
        """What is left over once sessions had time to end."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while (found := self.leftovers()) and time.monotonic() < deadline:
            time.sleep(0.05)
        return found


class ServerDatabase(Database):
    """On a server, by the engine's one session, which is in the database of the moment."""

    def __init__(self, engine, name):
        self.engine, self.server, self.name = engine, engine.server, name
        engine.ask(f"CREATE DATABASE {name}{self.options}", self.server.home)

    def url(self, port=None):
        return self.server.url(self.name, port)

    def ask(self, sql):
        return self.engine.ask(sql, self.name)

    def connect(self):
        """A session of its own."""
        return Client(self.server.session(self.name), self.server.secret)

    def drop(self):
        self.engine.ask(f"DROP DATABASE IF EXISTS {self.name}{self.drop_options}", self.server.home)


class PostgresqlDatabase(ServerDatabase):
    options = ""
    drop_options = " WITH (FORCE)"

    def dump(self):
        text = self.server.client(
            ["pg_dump", "-h", "127.0.0.1", "-p", str(self.server.port), "-U", "covet", "-d", self.name,
             f"--exclude-table-data={HISTORY}", f"--exclude-table-data={RUNS}"]
        )  # fmt: skip
        lines, inside = [], False
        for line in text.splitlines():
            if line.startswith(("--", "\\restrict", "\\unrestrict")) or not line:
                continue
            if line == "\\.":
                inside = False
            if inside:
                line = "row " + line
            if line.startswith("COPY "):
                inside = True
            lines.append(line)
        return sorted_rows(lines, lambda line: line.startswith("row "))

    def running(self, prefix):
        """True while a session works on a statement that begins so."""
        return self.ask(f"SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query LIKE '{prefix}%'")

    def sessions(self):
        """Of others, by their numbers."""
        query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        return {row[0] for row in self.ask(query)}

    def leftovers(self):
        return [
            " ".join(row)
            for row in self.ask(
                "SELECT 'advisory lock of', pid FROM pg_locks WHERE locktype = 'advisory' AND database ="
                " (SELECT oid FROM pg_database WHERE datname = current_database())"
                " UNION ALL SELECT 'invalid index', NULL WHERE EXISTS (SELECT FROM pg_index WHERE NOT indisvalid)"
                " UNION ALL SELECT 'session', pid FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
                " UNION ALL SELECT 'table ' || relname, NULL FROM pg_class WHERE relname LIKE '%\\_new'"
                f" OR relname LIKE '%\\_ccnew%' OR relname LIKE 'covet\\_%' AND relname NOT LIKE '{HISTORY}%'"
                " AND relname NOT LIKE 'covet\\_runs%'"
            )
        ]


class MysqlDatabase(ServerDatabase):
    options = " CHARACTER SET utf8mb4"
    drop_options = ""

    @property
    def lock(self):
        """The name that covet gives its lock."""
        return "covet:" + hashlib.sha256(f"{self.name}\0{HISTORY}".encode()).hexdigest()[:40]

    def dump(self):
        text = self.server.client(
            [*self.server.tool("mariadb-dump"), "--skip-comments", "--skip-extended-insert", "--routines",
             "--triggers", "--events", f"--ignore-table-data={self.name}.{HISTORY}",
             f"--ignore-table-data={self.name}.{RUNS}", self.name]
        )  # fmt: skip
        lines = [line for line in text.splitlines() if line and not line.startswith("/*!")]
        return sorted_rows(lines, lambda line: line.startswith("INSERT "))

    def running(self, prefix):
        return self.ask(f"SELECT id FROM information_schema.processlist WHERE info LIKE '{prefix}%'")

    def sessions(self):
        query = "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()"
        return {row[0] for row in self.ask(query)}

    def leftovers(self):
        return [
            " ".join(row)
            for row in self.ask(
                f"SELECT 'lock of connection', IS_USED_LOCK('{self.lock}') FROM DUAL"
                f" WHERE IS_USED_LOCK('{self.lock}') IS NOT NULL"
                " UNION ALL SELECT 'session', id FROM information_schema.processlist WHERE db = DATABASE()"
                " AND id <> CONNECTION_ID() AND user <> 'system user'"
                " UNION ALL SELECT 'table', table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
                " AND (table_name LIKE '%\\_new' OR table_name LIKE '#sql%' OR table_name LIKE 'covet\\_%'"
                f" AND table_name NOT IN ('{HISTORY}', '{RUNS}'))"
                " UNION ALL SELECT 'database', schema_name FROM information_schema.schemata"
                " WHERE schema_name LIKE 'covet\\_scratch%'"
            )
        ]


def is_spent(path):
    """A journal that a killed covet had only opened: without a header SQLite takes no notice of it (hasHotJournal in
    pager.c), and the next transaction writes over it. Or the index of a WAL that is gone, whose own unlink failed."""
    if path.name.endswith("-shm"):
        return not path.with_name(path.name.removesuffix("shm") + "wal").exists()
    return path.name.endswith("-journal") and path.read_bytes()[:1] in (b"", b"\0")


def is_let_go(path):
    """A lock file that a killed covet left: the kernel let its lock go, and the next covet to take it removes it."""
    if not path.name.endswith(".covet-lock"):
        return False
    with open(path, "r+") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


class SqliteDatabase(Database):
    def __init__(self, engine, name):
        self.folder = engine.folder / name
        self.folder.mkdir()
        self.file = self.folder / "database.db"

    def url(self, port=None):
        return f"sqlite://{self.file}"

    def _copy(self):
        """Of all its files: opening the database itself would roll back or check point what a crash left."""
        copy = self.folder.with_name(self.folder.name + "-copy")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.folder, copy)
        return copy / self.file.name

    def _read(self, read):
        file = self._copy()
        try:
            connection = sqlite3.connect(file)
            try:
                return read(connection)
            except sqlite3.Error as error:
                raise SqlError(str(error)) from error
            finally:
                connection.close()
        finally:
            shutil.rmtree(file.parent)

    def ask(self, sql):
        return self._read(lambda c: [["" if v is None else str(v) for v in row] for row in c.execute(sql)])

    def dump(self):
        lines = self._read(lambda c: list(c.iterdump()))
        lines = [line for line in lines if not line.startswith((f'INSERT INTO "{HISTORY}"', f'INSERT INTO "{RUNS}"'))]
        return sorted_rows(lines, lambda line: line.startswith("INSERT "))

    def leftovers(self):
        others = [
            path
            for path in sorted(self.folder.iterdir())
            if path != self.file and not is_let_go(path) and not is_spent(path)
        ]
        found = [f"file {path.name}" for path in others]
        for pragma, good in (("integrity_check", [["ok"]]), ("foreign_key_check", [])):
            if (said := self.ask(f"PRAGMA {pragma}")) != good:
                found.append(f"{pragma}: {said}")
        tables = "SELECT name FROM sqlite_schema WHERE name LIKE '%!_new' ESCAPE '!' OR name LIKE 'covet!_%' ESCAPE '!'"
        found += [f"table {name}" for (name,) in self.ask(tables) if name not in (HISTORY, RUNS)]
        return found

    def drop(self):
        shutil.rmtree(self.folder)


class Engine:
    """Makes databases; `server` is None for SQLite."""

    def __init__(self, name, folder):
        self.name, self.folder = name, pathlib.Path(folder)
        self._count = itertools.count(1)
        self._client = None
        self._database = None  # that the client is in
        self.server = None
        if name != "sqlite":
            self.server = {"postgresql": Postgresql, "mysql": Mariadb}[name](self.folder / name)

    def fresh(self):
        kinds = {"postgresql": PostgresqlDatabase, "mysql": MysqlDatabase, "sqlite": SqliteDatabase}
        return kinds[self.name](self, f"crash_{next(self._count)}")

    def ask(self, sql, database):
        if self._client is None:
            self._client = Client(self.server.session(database), self.server.secret)
        elif self._database != database:
            self._client.use(database)
        self._database = database
        return self._client.ask(sql)

    def start_server(self, durable=False):
        self.disconnect()
        self.server.start(durable)

    def disconnect(self):
        """After the server was killed."""
        if self._client is not None:
            self._client.close()
            self._client = None
